"""The page of an audit: opens from disk, sends nothing, and its script counts what the program counted."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from audit.batch.model import MemoryRun
from audit.units import Unit
from corpus.messages import message
from reports.audit_outputs import write_outputs
from tests.audit_runs import cites, commune, paper, parent, plan, small_run, usual_run

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
in_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
VOID = {"meta", "input", "br", "hr", "img", "link"}


class Outline(HTMLParser):
    """Checks that tags are closed in order, and collects ids and addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        self.ids += [facts["id"] or ""] if "id" in facts else []
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page(run: MemoryRun, folder: Path, **options: Any) -> str:
    write_outputs(run, folder, **options)
    return (folder / "index.html").read_text(encoding="utf-8")


def test_the_page_is_whole_and_fetches_nothing(tmp_path: Path) -> None:
    html = page(usual_run(), tmp_path)
    outline = Outline()
    outline.feed(html)
    assert outline.open == [] and len(outline.ids) == len(set(outline.ids))
    assert outline.addresses == []
    assert not re.search(r"https?://", html) and "@import" not in html and "url(" not in html


def test_words_of_strangers_stay_words(tmp_path: Path) -> None:
    hostile = "</script><script>alert(1)</script><!--"
    run = small_run(
        commune(f"{hostile[:9]}.docx", f"xã {hostile}", "mpcn", title=hostile, number=hostile),
        parents=(parent("1", 4, title=hostile, issuer=hostile, number=None),),
    )
    html = page(replace(run, failures=usual_run().failures), tmp_path)
    assert "alert(1)</script>" not in html
    assert html.count("<script") == 2
    data = re.search(r'id="data"[^>]*>(.*?)</script>', html, re.S)
    assert data is not None and hostile in json.loads(data[1])["plans"][0][0]


def test_the_head_tells_what_the_verdicts_depend_on(tmp_path: Path) -> None:
    html = page(usual_run(), tmp_path, filters="cấp kế hoạch: xã")
    for said in ("45/KH-UBND", "0" * 64, "9.9.9", "verdict-test", "0123456789ab", "27/5/2026", "cấp kế hoạch: xã"):
        assert said in html
    assert "Tệp hong.pdf hỏng" in html and "Hãy xin lại tệp gốc." in html


def test_chains_stand_on_the_page(tmp_path: Path) -> None:
    run = small_run(
        commune("a.docx", "xã Đồng Lạc", "cccc"),
        commune("b.docx", "xã Tân Mỹ", "cccc", cites=()),
        commune("c.docx", "xã Hòa Thủy", "cccc", cites=(cites("45/KH-UBND", None, "UBND tỉnh Khác"),)),
    )
    units = [Unit("Xã Đồng Lạc"), Unit("Xã Tân Mỹ"), Unit("Xã Vắng Mặt", "Huyện Xa")]
    slips = (cites("45/KH-UBND", date(2026, 1, 16)), cites("45/KH-UBND", None, "UBND xã khác"))
    run = replace(run, results=(*run.results, commune("d.docx", "xã Đồng Lạc", "cccc", cites=slips)))
    written = write_outputs(run, tmp_path, expected=units)
    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "Xã Vắng Mặt" in html and "Huyện Xa" in html and "1/3" in html
    assert message("cascade", "orphan_why") in html and message("cascade", "stranger") in html
    assert written.view.cascade.expected == 3
    assert (
        "Ghi Kế hoạch số 45/KH-UBND ngày 16/1/2026; văn bản trong bộ là Kế hoạch số 45/KH-UBND ngày 15/1/2026" in html
    )
    text = written.chains
    assert "Xã Vắng Mặt (Huyện Xa)" in text and "  - Xã Đồng Lạc" in text
    table = (tmp_path / "chuoi-van-ban.csv").read_text(encoding="utf-8-sig")
    assert "absent,Xã Vắng Mặt" in table and "orphan,Xã Tân Mỹ" in table and "unmatched" in table


def test_depth_stands_on_the_page(tmp_path: Path) -> None:
    upper, lower = parent("1", 2, number="3/CT-TTg", level="central"), parent("2", 2)
    chain = plan("cap-tren-2.docx", {"1": "cm"}, unit="tỉnh Tân Sơn")
    run = small_run(plan("xa.docx", {"2": "cc"}, unit="xã Đồng Lạc"), parents=(upper, lower), chain=(chain,))
    written = write_outputs(run, tmp_path, expected=[Unit("Xã Đồng Lạc", "Huyện A"), Unit("Xã Đồng Lạc", "Huyện B")])
    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert message("cascade", "depth_note") in html and message("depths", "untraced") in html
    assert 'id="parent"' in html and 'data-first="1"' in html
    assert "R002 (còn thiếu): còn thiếu 1" in written.chains
    assert "Huyện A; Xã Đồng Lạc, Huyện B" in written.chains


def test_a_wide_set_of_flaws_is_cut_and_says_so(tmp_path: Path) -> None:
    run = small_run(*(commune(f"{n:04d}.docx", f"xã Tân {n}", "cccc", cites=()) for n in range(520)))
    html = page(run, tmp_path)
    assert message("cascade", "flaws_more", shown=500, all=520) in html
    assert (tmp_path / "chuoi-van-ban.csv").read_text(encoding="utf-8-sig").count("orphan") == 520


def test_without_a_list_of_units_the_page_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert message("cascade", "no_list") in page(usual_run(), tmp_path)
    monkeypatch.setattr("reports.audit_cascade.units_available", lambda: False)
    written = write_outputs(usual_run(), tmp_path)
    assert written.view.cascade.unrolled == message("cascade", "not_rolled") and "rasoat[units]" in written.chains
    everyone = [Unit(name) for name in ("Xã Đồng Lạc", "Xã Hòa Thủy", "Phường An Khê", "Xã Tân Mỹ", "Tân")]
    html = page(usual_run(), tmp_path, expected=everyone[:4])
    assert message("cascade", "no_absent") in html


@pytest.fixture(scope="module")
def browse(tmp_path_factory: pytest.TempPathFactory) -> Callable[[MemoryRun, str], Any]:
    """Open the page of a run in Chromium and return what an expression says there."""

    def look(run: MemoryRun, expression: str) -> Any:
        folder = tmp_path_factory.mktemp("trang")
        write_outputs(run, folder)
        html = (folder / "index.html").read_text(encoding="utf-8")
        script = f"<script>document.title = 'SAID' + JSON.stringify((function () {{ {expression} }})());</script>"
        (folder / "thu.html").write_text(html.replace("</body>", script + "</body>"), encoding="utf-8")
        profile = tmp_path_factory.mktemp("ho-so")
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
        command = [str(CHROMIUM), *options, f"--user-data-dir={profile}", "--dump-dom", (folder / "thu.html").as_uri()]
        out = subprocess.run(command, capture_output=True, text=True, timeout=90, check=True).stdout
        said = re.search(r"<title>SAID(.*?)</title>", out, re.S)
        assert said is not None, out[-500:]
        return json.loads(said[1].replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"))

    return look


_SET = "function set(id, value) { document.getElementById(id).value = value; rasoat.apply(); return rasoat.state(); }"
_SHOW = "function text(tab) { document.getElementById('tab-' + tab).click(); return document.getElementById('panel-' + tab).innerText; }"


@in_browser
def test_the_script_counts_what_the_program_counted(browse: Callable[[MemoryRun, str], Any]) -> None:
    run = usual_run()
    total = write_figures(run)
    found = browse(
        run,
        f"""{_SET} {_SHOW} var all = rasoat.counts(), found = {{all: all}};
        found.plain = set("find-plan", "hoa thuy"); found.toned = set("find-plan", "hoà thuỷ"); found.other = set("find-plan", "hoá");
        found.part = set("find-plan", "đồng l"); found.place = set("find-plan", "tan thuong"); set("find-plan", "");
        found.asked = set("find-asked", "3 hoi nghi"); set("find-asked", "");
        found.gaps = set("by-status", "gap"); found.none = set("by-status", "3"); set("by-status", "");
        found.field = set("by-field", "1"); set("by-field", "");
        set("by-order", "coverage"); set("by-order", "missing"); set("by-order", "name");
        found.tabs = ["ranking", "missed", "fields", "places", "cascade", "failures", "run"].map(text);
        text("map"); rasoat.openCell(0, 1); found.cell = document.getElementById("drawer").innerText;
        found.frame = document.querySelector("#drawer iframe").getAttribute("src");
        rasoat.openPlan(2); found.plan = document.getElementById("drawer").innerText;
        rasoat.openAsked(1); found.row = document.getElementById("drawer").innerText;
        return found;""",
    )
    statuses = [total.missing, total.partial, total.covered, total.not_applicable]
    assert found["all"] == [*statuses, total.open_gaps, total.answered]
    assert found["plain"] == found["toned"] == [1, 4] and found["other"] == [0, 4] and found["part"] == [1, 4]
    assert found["place"] == [1, 4] and found["asked"] == [5, 1] and found["field"] == [5, 2]
    assert found["gaps"] == [4, 4] and found["none"] == [2, 1]
    ranking, missed, fields, places, cascade, failures, about = found["tabs"]
    assert "Xã Hòa Thủy" in ranking and "100%" in ranking
    assert missed.index("2 hội nghị") < missed.index("1 hội nghị")
    assert "2. Trồng cây" in fields and "Huyện Tân Thượng" in places
    assert message("cascade", "orphan_why") in cascade and "hong.pdf" in failures and "verdict-test" in about
    assert message("reasons", "weaker_target") in found["cell"] and "2 hội nghị" in found["cell"]
    assert found["frame"] == "bao-cao/a/xa-dong-lac.docx.html#R002"
    assert "Phường An Khê" in found["plan"] and "II.2" in found["row"]


def write_figures(run: MemoryRun) -> Any:
    from reports.audit_figures import count_audit

    return count_audit(run)[0].total


@in_browser
def test_the_page_goes_from_parent_to_parent(browse: Callable[[MemoryRun, str], Any]) -> None:
    run = small_run(
        plan("a.docx", {"1": "mcpc", "2": "cc"}, unit="xã A"),
        plan("b.docx", {"2": "mm"}, unit="xã B"),
        parents=(parent("1", 4), parent("2", 2, number="9/KH-UBND")),
    )
    found = browse(
        run,
        "var one = rasoat.counts(); rasoat.load(1); return [one, rasoat.counts(), document.getElementById('against').textContent];",
    )
    assert [sums[:4] for sums in found[:2]] == [[1, 1, 2, 0], [2, 0, 2, 0]]
    assert "9/KH-UBND" in found[2]


@in_browser
def test_an_empty_audit_opens_too(browse: Callable[[MemoryRun, str], Any]) -> None:
    assert browse(small_run(), "return rasoat.state();") == [0, 4]
    assert browse(small_run(parents=(parent("1", 0),)), "return rasoat.state();") == [0, 0]


def test_papers_are_named_as_far_as_they_state_themselves() -> None:
    from reports.wording import paper_name

    assert paper_name(paper("a.docx", type=None)) == "văn bản cấp trên"
