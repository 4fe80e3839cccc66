"""A directive of a province and ward plans after it, as Word files: `python -m benchmarks.plans_generator FOLDER`.

The plans answer their parent as real ones do: some duties word for word, some in other words, some weaker or later,
many not at all, in another order, with duties of their own in between. Everything follows from the seed.
"""

from __future__ import annotations

import argparse
import tomllib
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path
from random import Random
from typing import Any
from xml.sax.saxutils import escape

NUMBER, DAY = "145/KH-UBND", date(2026, 1, 12)
FIELDS, PER_FIELD = 10, 15  # 150 requirements
ITEMS = 60  # duties of a plan, about
OWN = 5  # of which the plan's own
GROUPS = 34  # folders
_FONT = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
_RUN = (
    f'<w:r w:rsidRPr="00A41F2C"><w:rPr>{_FONT}{{look}}<w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr>'
    '<w:t xml:space="preserve">{text}</w:t></w:r>'
)
_CENTRE, _BODY = (
    '<w:jc w:val="center"/>',
    '<w:spacing w:before="120" w:after="120"/><w:ind w:firstLine="720"/><w:jc w:val="both"/>',
)


@dataclass(frozen=True, slots=True)
class Duty:
    """What the parent asks: an act on a thing in a field, or a figure to reach; `due` the last day, or None."""

    field: int
    act: int | None
    thing: str
    percent: int
    tail: int
    due: date | None
    department: str | None

    def text(self) -> str:
        """Return the sentence of the parent."""
        return self._sentence(self._core(), "tails", self.due)

    def retold(self, random: Random) -> str:
        """Return the sentence in other words, its end in other words too or left out."""
        core = self._core() if self.act is None else random.choice(words()["act"][self.act]["says"]) % self.thing
        return self._sentence(core, random.choice(("tails", "retold", "retold", "")), self.due)

    def weakened(self, random: Random) -> str:
        """Return a lower figure, a later day, no day, or an act that commits to little."""
        if self.act is None:
            lower = words()["field"][self.field]["target"] % max(5, self.percent - 15)
            return self._sentence(lower, "tails", self.due)
        if self.due is not None and random.random() < 0.6:
            late = self.due.replace(year=self.due.year + 1) if random.random() < 0.5 else None
            return self._sentence(self._core(), "tails", late)
        return self._sentence(words()["act"][self.act]["weak"] % self.thing, "", None)

    def _core(self) -> str:
        if self.act is None:
            return str(words()["field"][self.field]["target"] % self.percent)
        return str(words()["act"][self.act]["text"] % self.thing)

    def _sentence(self, core: str, tails: str, due: date | None) -> str:
        parts = [core]
        if tails:
            parts.append(words()["paper"][tails][self.tail])
        if due:
            parts.append(f"hoàn thành trước ngày {due:%d/%m/%Y}")
        return ", ".join(parts)


@cache
def words() -> dict[str, Any]:
    """Return the table of words."""
    return tomllib.loads((Path(__file__).parent / "plans.toml").read_text(encoding="utf-8"))


@cache
def duties(per_field: int = PER_FIELD) -> tuple[Duty, ...]:
    """Return the duties of the parent, field by field; the last two of each field are for departments."""
    random = Random(20260112)
    found = []
    for number, field in enumerate(words()["field"][:FIELDS]):
        pairs = random.sample(list(product(range(len(words()["act"])), field["things"])), per_field - 1)
        chosen = [(None, "")] + pairs
        for place, (act, thing) in enumerate(chosen):
            due = date(2026, random.randint(3, 11), random.choice((10, 15, 25))) if random.random() < 0.4 else None
            percent = random.choice((30, 50, 70, 80, 90))
            department = random.choice(words()["parent"]["departments"]) if place >= per_field - 2 else None
            tail = random.randrange(len(words()["paper"]["tails"]))
            found.append(Duty(number, act, thing, percent, tail, due, department))
    return tuple(found)


def parent_docx(per_field: int = PER_FIELD) -> bytes:
    """Return the province's directive."""
    table, place = words(), words()["paper"]["province"]
    lines = list(_bullets("I. MỤC ĐÍCH, YÊU CẦU", table["parent"]["purpose"]))
    lines += ["II. NHIỆM VỤ"]
    for number, field in enumerate(table["field"][:FIELDS], start=1):
        lines.append(f"{number}. {field['name']}")
        here = [duty for duty in duties(per_field) if duty.field == number - 1]
        lines.append("a) Ủy ban nhân dân các xã, phường:")
        lines += [f"- {duty.text()}." for duty in here if duty.department is None]
        lines += [f"b) {duty.department}: {duty.text()}." for duty in here if duty.department is not None]
    lines += ["III. TỔ CHỨC THỰC HIỆN", table["parent"]["closing"]]
    basis = (
        "Thực hiện Nghị quyết số 57/NQ-HĐND ngày 10/12/2025 của Hội đồng nhân dân tỉnh, "
        "Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:"
    )
    head = ("ỦY BAN NHÂN DÂN", f"TỈNH {place.upper()}", NUMBER, place, DAY)
    return _docx(head, table["paper"]["title"], basis, lines, table["paper"]["heads"][0])


def unit_name(number: int) -> str:
    """Return the name of ward `number`, each one another."""
    first, second = words()["paper"]["first"], words()["paper"]["second"]
    name = f"{first[number % len(first)]} {second[number // len(first) % len(second)]}"
    repeat = number // (len(first) * len(second))
    return f"{name} {second[(repeat * 7) % len(second)]}" if repeat else name


def plan_docx(number: int, edition: int = 0, per_field: int = PER_FIELD) -> bytes:
    """Return the plan of ward `number`; another `edition` is another state of the same plan."""
    random = Random(f"{number}/{edition}")
    table, name = words(), unit_name(number)
    chosen = _answers(random, [duty for duty in duties(per_field) if duty.department is None])
    owned = [(None, text.rstrip(".")) for text in random.sample(table["child"]["own"], OWN)]
    for own in owned:
        chosen.insert(random.randrange(len(chosen) + 1), own)
    lines = list(_bullets("I. MỤC ĐÍCH, YÊU CẦU", table["child"]["purpose"]))
    lines += ["II. NHIỆM VỤ VÀ GIẢI PHÁP"]
    for place, part in enumerate(_chunks(chosen, 8), start=1):
        lines.append(f"{place}. {random.choice(table['child']['owners'])}")
        lines += [f"- {text}." for _, text in part]
    lines += ["III. TỔ CHỨC THỰC HIỆN", table["child"]["closing"]]
    basis = (
        f"Thực hiện Kế hoạch số {NUMBER} ngày {DAY:%d/%m/%Y} của Ủy ban nhân dân tỉnh {table['paper']['province']} "
        f"về {table['paper']['title'][0].lower()}{table['paper']['title'][1:]}, "
        f"Ủy ban nhân dân xã {name} xây dựng Kế hoạch như sau:"
    )
    day = date(2026, 2, 1 + random.randrange(27))
    head = ("ỦY BAN NHÂN DÂN", f"XÃ {name.upper()}", f"{random.randint(3, 90):02d}/KH-UBND", name, day)
    return _docx(
        head, f"{table['paper']['title']} trên địa bàn xã {name}", basis, lines, random.choice(table["paper"]["heads"])
    )


def _answers(random: Random, asked: list[Duty]) -> list[tuple[Duty | None, str]]:
    """What the plan says of its parent's duties: a part of them, most in order, copied, retold or weakened."""
    kept = random.sample(range(len(asked)), min(len(asked), ITEMS - OWN + random.randint(-4, 4)))
    kept.sort(key=lambda at: at + random.choice((0, 0, 0, random.uniform(-20, 20))))
    told: list[tuple[Duty | None, str]] = []
    for at in kept:
        duty, dice = asked[at], random.random()
        text = duty.text() if dice < 0.45 else duty.retold(random) if dice < 0.8 else duty.weakened(random)
        told.append((duty, text))
    return told


def write_all(folder: Path, plans: int, per_field: int = PER_FIELD) -> tuple[Path, Path]:
    """Write the parent and so many plans under `folder`; return the parent's file and the folder of the plans."""
    top = folder / "ke-hoach"
    parent = folder / "ke-hoach-tinh.docx"
    folder.mkdir(parents=True, exist_ok=True)
    parent.write_bytes(parent_docx(per_field))
    for number in range(plans):
        place = plan_path(top, number)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(plan_docx(number, per_field=per_field))
    return parent, top


def plan_path(top: Path, number: int) -> Path:
    """Return where the plan of ward `number` stands."""
    return top / f"cum-{number % GROUPS + 1:02d}" / f"xa-{number + 1:04d}.docx"


def _bullets(title: str, lines: Sequence[str]) -> Iterator[str]:
    yield title
    yield from (f"{number}. {line}" for number, line in enumerate(lines, start=1))


def _chunks(rows: Sequence[tuple[Duty | None, str]], size: int) -> Iterator[Sequence[tuple[Duty | None, str]]]:
    yield from (rows[start : start + size] for start in range(0, len(rows), size))


Head = tuple[str, str, str, str, date]


def _docx(head: Head, title: str, basis: str, lines: Sequence[str], signer: str) -> bytes:
    above, issuer, number, place, day = head
    left = _p(above, _CENTRE) + _p(issuer, _CENTRE, bold=True) + _p(f"Số: {number}", _CENTRE)
    right = _p("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", _CENTRE, bold=True)
    right += _p("Độc lập - Tự do - Hạnh phúc", _CENTRE, bold=True)
    right += _p(f"{place}, ngày {day:%d} tháng {day:%m} năm {day.year}", _CENTRE, italic=True)
    body = _columns(left, right) + _p("KẾ HOẠCH", _CENTRE, bold=True) + _p(title, _CENTRE, bold=True)
    body += _p(basis, _BODY)
    body += "".join(_p(line, _BODY, bold=line[0] in "IV" or line[0].isdigit()) for line in lines)
    receivers = _p("Nơi nhận:", bold=True, italic=True) + _p("- UBND tỉnh;") + _p("- Lưu: VT.")
    signed = _p("TM. ỦY BAN NHÂN DÂN", _CENTRE, bold=True) + _p("CHỦ TỊCH", _CENTRE, bold=True) + _p(signer, _CENTRE)
    return _packed(body + _columns(receivers, signed))


def _p(text: str, properties: str = "", *, bold: bool = False, italic: bool = False) -> str:
    """A paragraph in two runs, as Word leaves it after an edit."""
    look = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    middle = text.find(" ", len(text) // 2) + 1
    runs = "".join(_RUN.format(look=look, text=escape(part)) for part in (text[:middle], text[middle:]) if part)
    return f'<w:p w:rsidR="00A41F2C" w:rsidRDefault="00A41F2C"><w:pPr>{properties}</w:pPr>{runs}</w:p>'


def _columns(left: str, right: str) -> str:
    cells = "".join(f'<w:tc><w:tcPr><w:tcW w:w="4800" w:type="dxa"/></w:tcPr>{cell}</w:tc>' for cell in (left, right))
    return f'<w:tbl><w:tblPr><w:tblW w:w="9600" w:type="dxa"/></w:tblPr><w:tr>{cells}</w:tr></w:tbl>'


@cache
def _frame() -> tuple[tuple[tuple[str, bytes], ...], str, str]:
    """The parts of a usual Word file, and what stands before and after the body of its text."""
    from docx import Document

    buffer = BytesIO()
    Document().save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        parts = tuple((name, archive.read(name)) for name in archive.namelist())
    text = dict(parts)["word/document.xml"].decode()
    start, end = text.index("<w:body>") + len("<w:body>"), text.index("<w:sectPr")
    kept = tuple((name, data) for name, data in parts if not name.startswith("docProps/thumbnail"))
    return kept, text[:start], text[end:]


def _packed(body: str) -> bytes:
    parts, before, after = _frame()
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts:
            if name == "word/document.xml":
                data = (before + body + after).encode()
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED, 1)
    return buffer.getvalue()


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files and say where they are."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.plans_generator", description=str(__doc__).split("\n")[0]
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--plans", type=int, default=3321)
    parser.add_argument("--per-field", type=int, default=PER_FIELD, help="requirements of each of ten fields")
    options = parser.parse_args(arguments)
    parent, top = write_all(options.folder, options.plans, options.per_field)
    print(parent, top, sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
