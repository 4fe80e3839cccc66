"""The page of a large audit in a real browser: size of the file, seconds to open and to filter.

`python -m benchmarks.heatmap [--plans 3321] [--asked 150] [--keep DIR]` writes the page of a generated audit, opens it
in headless Chromium, and lets the page time its own filters.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from audit.batch.model import (
    NOT_COMPARED,
    Asked,
    Cited,
    Comparison,
    PaperFacts,
    ParentFacts,
    PlanResult,
    Row,
    Said,
    Totals,
    Versions,
    codes,
    count,
    marks_of,
    matrix,
)
from audit.report import Reason, Status

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

_FIELDS = ("Tuyên truyền, phổ biến", "Rà soát, kiểm tra", "Đầu tư hạ tầng", "Đào tạo, bồi dưỡng", "Chế độ báo cáo")
_ACTS = ("Tổ chức", "Rà soát", "Xây dựng", "Hoàn thành", "Báo cáo kết quả", "Kiểm tra", "Bố trí kinh phí cho")
_MATTERS = (
    "hội nghị phổ biến tại khu dân cư",
    "cơ sở dữ liệu hộ kinh doanh",
    "tổ công nghệ số cộng đồng",
    "điểm tiếp nhận hồ sơ",
    "đường dây nóng",
    "lớp bồi dưỡng cán bộ",
)
_PLACES = ("Đồng", "Tân", "An", "Bình", "Phú", "Hòa", "Thạnh", "Vĩnh", "Long", "Sơn")
_SECOND = ("Lạc", "Phước", "Khê", "Thượng", "Thủy", "Mỹ", "Xuân", "Hưng", "Lâm", "Điền")
_FILTERS = """
<script>
window.addEventListener("load", function () {
  var times = {opened: performance.now()};
  var steps = [
    ["status", "by-status", "0"], ["field", "by-field", "1"], ["place", "by-place", "3"],
    ["text", "find-plan", "dong lac"], ["toned", "find-plan", "hoà"], ["asked", "find-asked", "đường dây"]
  ];
  var clear = function () { document.getElementById("tools").reset(); };
  var timed = function (name, work) {
    var began = performance.now(); work(); document.body.offsetHeight; times[name] = performance.now() - began;
  };
  steps.forEach(function (step) {
    clear();
    timed(step[0], function () { document.getElementById(step[1]).value = step[2]; window.rasoat.apply(); });
    times[step[0] + "_rows"] = window.rasoat.state()[0];
  });
  clear(); window.rasoat.apply();
  ["ranking", "missed", "fields", "places", "cascade", "map"].forEach(function (tab) {
    timed(tab, function () { document.getElementById("tab-" + tab).click(); });
  });
  times.script = window.rasoat.ready; times.counts = window.rasoat.counts();
  document.title = "TIMES" + JSON.stringify(times);
});
</script>
"""


@dataclass(frozen=True, slots=True)
class GeneratedRun:
    """An audit of invented plans, made anew plan by plan each time it is read."""

    parents: tuple[ParentFacts, ...]
    versions: Versions
    size: int
    seed: int = 7
    failures: tuple[object, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f"tinh-{i % 34:02d}/xa-{i:04d}.docx" for i in range(self.size))

    def plans(self) -> Iterator[PlanResult]:
        for number, name in enumerate(self.names):
            yield _plan(number, name, self.parents[0], random.Random(self.seed * 1_000_003 + number))

    def facts(self) -> Iterator[tuple[PaperFacts, Mapping[str, Totals]]]:
        for facts, totals, _ in _known(self):
            yield facts, totals

    def links(self) -> Iterator[PlanResult]:
        yield from ()

    def statuses(self, parent: str) -> NDArray[uint8]:
        return self._matrix(codes)

    def marks(self, parent: str) -> NDArray[uint8]:
        return self._matrix(marks_of)

    def _matrix(self, bytes_of: Callable[[tuple[Row, ...]], bytes]) -> NDArray[uint8]:
        width = len(self.parents[0].rows)
        return matrix([lines[bytes_of is marks_of] for _, _, lines in _known(self)], width, NOT_COMPARED)


@cache
def _known(run: GeneratedRun) -> list[tuple[PaperFacts, Mapping[str, Totals], tuple[bytes, bytes]]]:
    """What a store keeps beside the rows, so that the outputs are measured and not the making of plans."""
    found = []
    for plan in run.plans():
        one = plan.comparisons[0]
        found.append((plan.facts, {one.parent: one.totals}, (codes(one.rows), marks_of(one.rows))))
    return found


def generated_run(plans: int, asked: int, seed: int = 7) -> GeneratedRun:
    """Return an audit of `plans` invented plans against one parent with `asked` requirements."""
    chance = random.Random(seed)
    rows = tuple(_asked(number, asked, chance) for number in range(asked))
    paper = _paper(
        "cap-tren/12-CT-TTg.docx", "12/CT-TTg", "Chỉ thị", "Thủ tướng Chính phủ", date(2025, 9, 1), "central"
    )
    versions = Versions("0.1.0", "verdict-0000", "abcdef012345", date(2026, 5, 27))
    return GeneratedRun((ParentFacts("1", paper, rows),), versions, plans, seed)


def _asked(number: int, asked: int, chance: random.Random) -> Asked:
    section = number * len(_FIELDS) // asked
    quote = (
        f"{chance.choice(_ACTS)} {chance.choice(_MATTERS)}, bảo đảm ít nhất {number + 1} lượt mỗi năm và "
        + "phối hợp với các cơ quan liên quan " * chance.randint(1, 5)
    )
    due = date(2025, 12, 31) if number % 3 == 0 else None
    return Asked(
        f"R{number:06x}",
        f"{'I' * (section % 3 + 1)}.{number + 1}",
        f"{section + 1}. {_FIELDS[section]}",
        quote.strip(),
        "task",
        due,
        ("commune",),
        (),
        number // 12 + 1,
        number * 300,
        number * 300 + len(quote),
    )


def _paper(
    name: str, number: str, kind: str, issuer: str, day: date, level: str, cites: tuple[Cited, ...] = (), **more: str
) -> PaperFacts:
    facts = {"unit": None, "district": None, "province": None, **more}
    return PaperFacts(
        name,
        hashlib.sha256(name.encode()).hexdigest(),
        40_000,
        number,
        kind,
        issuer,
        None,
        facts["unit"],
        facts["district"],
        facts["province"],
        day,
        level,
        "state",
        "Triển khai thực hiện nhiệm vụ được giao",
        "Nguyễn Văn A",
        "CHỦ TỊCH",
        "TM. ỦY BAN NHÂN DÂN",
        None,
        None,
        cites,
    )  # type: ignore[arg-type]


def _plan(number: int, name: str, parent: ParentFacts, chance: random.Random) -> PlanResult:
    unit = f"xã {_PLACES[number % 10]} {_SECOND[number // 10 % 10]} {number // 100 + 1}"
    cited = Cited(
        "Chỉ thị",
        parent.paper.number,
        parent.paper.date if number % 50 else date(2024, 9, 1),
        "Thủ tướng Chính phủ",
        "implements",
    )
    facts = _paper(
        name,
        f"{number % 300 + 1}/KH-UBND",
        "Kế hoạch",
        f"Ủy ban nhân dân {unit}",
        date(2025, 10, 1 + number % 28),
        "commune",
        () if number % 97 == 0 else (cited,),
        unit=unit,
        province=f"Tỉnh {_PLACES[number % 34 % 10]} {_SECOND[number % 34 // 10]}",
    )
    care = chance.betavariate(5, 2)
    rows = tuple(_row(care, chance) for _ in parent.rows)
    return PlanResult(facts, (Comparison(parent.key, count(rows), rows, f"bao-cao/{name.replace('/', '_')}.html"),))


def _row(care: float, chance: random.Random) -> Row:
    throw = chance.random()
    status: Status = (
        "not_applicable" if throw > 0.9 else "covered" if throw < care * 0.9 else chance.choice(("missing", "partial"))
    )
    gap = status if status in ("missing", "partial") else None
    reasons: tuple[Reason, ...] = (
        (chance.choice(("weaker_target", "later_deadline", "incomplete", "no_owner")),) if status == "partial" else ()
    )
    said = (
        (Said("Giao Văn phòng chủ trì, phối hợp với các ngành tổ chức thực hiện trong năm 2025.", 1200, 1280, 2),)
        if status in ("covered", "partial")
        else ()
    )
    return Row(
        status,
        gap,
        0.9,
        0.1,
        0.2,
        chance.random() < 0.05,
        reasons,
        "Kế hoạch có nội dung này.",
        said,
        "Đề nghị bổ sung nội dung này." if gap else "",
    )


def measure(page: Path, chromium: str) -> tuple[dict[str, object], float]:
    """Open the page in headless Chromium; return what it timed itself and the seconds of the whole process."""
    timed = page.with_name("timed.html")
    timed.write_text(page.read_text(encoding="utf-8").replace("</body>", _FILTERS + "</body>"), encoding="utf-8")
    command = [
        chromium,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--window-size=1600,1000",
        "--timeout=20000",
        "--dump-dom",
        timed.as_uri(),
    ]
    began = time.perf_counter()
    out = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    seconds = time.perf_counter() - began
    timed.unlink()
    title = re.search(r"<title>TIMES(.*?)</title>", out, re.S)
    if title is None:
        raise RuntimeError("the page did not finish its script")
    return json.loads(title[1].replace("&amp;", "&")), seconds


def main() -> int:
    """Write the page, measure it, print a table; 1 when a limit is passed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.heatmap", description=__doc__)
    parser.add_argument("--plans", type=int, default=3321)
    parser.add_argument("--asked", type=int, default=150)
    parser.add_argument("--keep", type=Path, help="keep the outputs in this folder")
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        print("no Chromium on this machine", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        return _report(folder, generated_run(options.plans, options.asked), chromium, options.repeat)


def _report(folder: Path, run: GeneratedRun, chromium: str, repeat: int) -> int:
    from reports.audit_outputs import write_outputs

    _known(run)
    began = time.perf_counter()
    written = write_outputs(run, folder)  # type: ignore[arg-type]
    print(
        f"all outputs but letters: {time.perf_counter() - began:.1f} s",
        {name: round(seconds, 1) for name, seconds in written.seconds.items()},
    )
    page = folder / "index.html"
    megabytes = page.stat().st_size / 1e6
    runs = [measure(page, chromium) for _ in range(repeat)]
    times = {
        key: min(float(found[key]) for found, _ in runs)
        for key in runs[0][0]
        if isinstance(runs[0][0][key], int | float)
    }  # type: ignore[arg-type]
    whole = min(seconds for _, seconds in runs)
    print(f"file: {megabytes:.2f} MB (limit 30)")
    print(f"opened (load event, script included): {times['opened']:.0f} ms; whole browser process {whole:.2f} s")
    slowest = max(
        (value, key) for key, value in times.items() if not key.endswith("_rows") and key not in ("opened", "script")
    )
    print(f"slowest filter or tab: {slowest[1]} {slowest[0]:.0f} ms (limit 2000)")
    print(json.dumps(runs[0][0]))
    return int(megabytes > 30 or times["opened"] > 2000 or slowest[0] > 2000)


if __name__ == "__main__":
    sys.exit(main())
