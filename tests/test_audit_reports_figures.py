"""One set of figures in every output of an audit: page, workbook, tables, lines, letters."""

from __future__ import annotations

import base64
import csv
import json
import re
import struct
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from audit.batch.model import MemoryRun
from audit.report import STATUSES
from corpus.messages import message
from reports.audit_figures import Counted, count_audit, label_of
from reports.audit_letters import letter_files
from reports.audit_outputs import Written, write_outputs
from tests.audit_runs import commune, paper, parent, plan, small_run, usual_run


@pytest.fixture(scope="module")
def run() -> MemoryRun:
    return usual_run()


@pytest.fixture(scope="module")
def out(run: MemoryRun, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Written]:
    folder = tmp_path_factory.mktemp("ra")
    return folder, write_outputs(run, folder)


def truth(run: MemoryRun, parent: str = "1") -> Counter[str]:
    """Counted the plain way, from the rows."""
    found: Counter[str] = Counter()
    for result in run.results:
        one = result.against(parent)
        for row in one.rows if one else ():
            found[row.status] += 1
            found["open_gaps"] += row.gap is not None
            found["needs_review"] += row.needs_review
    return found


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig"))))


def page_data(folder: Path) -> dict[str, object]:
    html = (folder / "index.html").read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="data"[^>]*>(.*?)</script>', html, re.S)
    assert found is not None
    data: dict[str, object] = json.loads(found[1])
    return data


def test_figures_are_those_of_the_rows(run: MemoryRun) -> None:
    (figures,) = count_audit(run)
    expected = truth(run)
    total = figures.total
    assert {status: total.of(status) for status in STATUSES} == {status: expected[status] for status in STATUSES}
    assert (total.open_gaps, total.needs_review) == (expected["open_gaps"], expected["needs_review"])
    assert total.asked == 20 and total.binding == 18
    # waived and rejected as each plan's own report counts them
    for line, result in zip(figures.lines, run.results, strict=True):
        own = figures.grid.counted([figures.lines.index(line)])
        assert round(own.coverage, 4) == result.comparisons[0].totals.coverage
        assert own.waived == result.comparisons[0].totals.waived
        assert own.rejected == result.comparisons[0].totals.rejected


def test_parts_add_up_to_the_whole(run: MemoryRun) -> None:
    (figures,) = count_audit(run)
    for parts in (
        [line.counted for line in figures.requirements],
        [counted for _, counted in figures.fields()],
        [place.counted for place in figures.places()],
    ):
        for name in Counted.__dataclass_fields__:
            assert sum(getattr(part, name) for part in parts) == getattr(figures.total, name)
    assert sum(place.plans for place in figures.places()) == len(run.results)


def test_ranking_and_most_missed(run: MemoryRun) -> None:
    (figures,) = count_audit(run)
    names = [line.label for line in figures.ranking()]
    assert names[0] == "Xã Hòa Thủy" and names[-1].startswith("=xã")
    assert [line.number for line in figures.most_missed()] == [2, 1, 3, 4]


def test_the_page_holds_the_figures(run: MemoryRun, out: tuple[Path, Written]) -> None:
    data = page_data(out[0])
    (above,) = data["parents"]  # type: ignore[misc]
    raw = base64.b64decode(above["cells"])
    cells = struct.unpack(f"<{len(raw) // 2}H", raw)
    expected = truth(run)
    assert len(cells) == 20
    assert Counter(STATUSES[cell & 7] for cell in cells) == {s: expected[s] for s in STATUSES if expected[s]}
    assert sum(cell >> 3 & 1 for cell in cells) == expected["open_gaps"]
    assert sum(cell >> 4 & 1 for cell in cells) == expected["needs_review"]
    assert all(cell >> 8 == 0b101 for cell in cells if STATUSES[cell & 7] == "partial")  # weaker_target, no_owner
    html = (out[0] / "index.html").read_text(encoding="utf-8")
    for status in STATUSES:
        assert f"<b>{expected[status]}</b>{message('audit_index', f'card_{status}')}" in html
    letters = sum(bool(path) for path in above["letters"])
    assert f"<b>{letters}</b>{message('audit_index', 'card_letters')}" in html


def test_the_workbook_holds_the_figures(run: MemoryRun, out: tuple[Path, Written]) -> None:
    book = load_workbook(out[0] / "matrix.xlsx")
    expected = truth(run)
    matrix = book[message("audit_matrix", "sheet_matrix")]
    letters = Counter(
        str(cell.value)[0] for line in matrix.iter_rows(min_row=2, min_col=6) for cell in line if cell.value is not None
    )
    assert letters == {message("audit_index", f"letter_{s}"): expected[s] for s in STATUSES if expected[s]}
    totals = book[message("audit_matrix", "sheet_totals")]
    row = next(line for line in totals.iter_rows(values_only=True) if line[0] == message("audit_matrix", "all"))
    assert list(row[3:7]) == [expected[status] for status in STATUSES]
    assert row[7] == expected["open_gaps"]
    missed = book[message("audit_matrix", "sheet_missed")]
    assert sum(line[4] + line[5] for line in missed.iter_rows(min_row=2, values_only=True)) == expected["open_gaps"]


def test_the_tables_hold_the_figures(run: MemoryRun, out: tuple[Path, Written]) -> None:
    expected = truth(run)
    for name in ("ranking.csv", "requirements.csv"):
        rows = table((out[0] / name).read_bytes())
        for status in STATUSES:
            assert sum(int(row[message("status", status)]) for row in rows) == expected[status]
        assert sum(int(row[message("audit_tables", "open_gaps")]) for row in rows) == expected["open_gaps"]
    assert len(table((out[0] / "failures.csv").read_bytes())) == len(run.failures)


def test_the_lines_hold_the_figures(run: MemoryRun, out: tuple[Path, Written]) -> None:
    lines = [json.loads(line) for line in (out[0] / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    expected = truth(run)
    assert Counter(line["status"] for line in lines) == {s: expected[s] for s in STATUSES if expected[s]}
    assert sum(line["gap"] is not None for line in lines) == expected["open_gaps"]
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = parquet.read_table(out[0] / "results.parquet").to_pylist()
    for column in ("plan", "id", "status", "gap", "needs_review", "path", "section", "kind", "parent"):
        assert [row[column] for row in rows] == [line[column] for line in lines]
    assert [row["reasons"] for row in rows] == [";".join(line["reasons"]) for line in lines]


def test_letters_go_to_the_plans_with_gaps(run: MemoryRun, out: tuple[Path, Written]) -> None:
    made = {path for result in run.results for path in letter_files(result, run.parents, run.versions)}
    (above,) = page_data(out[0])["parents"]  # type: ignore[misc]
    assert {path for path in above["letters"] if path} == made
    assert out[1].view.letters == len(made) == 4


def test_several_parents_are_counted_apart(tmp_path: Path) -> None:
    run = small_run(
        plan("a.docx", {"1": "mcpc", "2": "cc"}, unit="xã A"),
        plan("b.docx", {"2": "mm"}, unit="xã B"),
        plan("c.docx", {}, unit="xã C"),
        parents=(parent("1", 4), parent("2", 2, number="9/KH-UBND")),
    )
    written = write_outputs(run, tmp_path)
    first, second = written.view.figures
    assert (len(first.lines), len(second.lines)) == (1, 2)
    assert (first.total.missing, second.total.missing) == (1, 2)
    book = load_workbook(tmp_path / "matrix.xlsx")
    assert {"Ma trận 1", "Ma trận 2"} <= set(book.sheetnames)
    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert html.count('class="cards" data-parent') == 2


def test_an_audit_without_plans_or_requirements_is_written_too(tmp_path: Path) -> None:
    nothing = write_outputs(small_run(), tmp_path)
    assert nothing.view.figures[0].total.coverage == 1.0
    empty = small_run(plan("a.docx", {"1": ""}), parents=(parent("1", 0),))
    assert write_outputs(empty, tmp_path).view.figures[0].places()[0].plans == 1


@pytest.mark.parametrize(
    ("facts", "label"),
    [
        ({"unit": "xã Đồng Lạc", "issuer": "Ủy ban nhân dân xã Đồng Lạc"}, "Xã Đồng Lạc"),
        ({"unit": "tỉnh Tân Sơn", "issuer": "Sở Y tế tỉnh Tân Sơn"}, "Sở Y tế tỉnh Tân Sơn"),
        ({"issuer": "Trường THCS Đồng Lạc"}, "Trường THCS Đồng Lạc"),
        ({}, "thu-muc/tep.docx"),
    ],
)
def test_a_plan_is_known_by_its_unit_its_issuer_or_its_file(facts: dict[str, str], label: str) -> None:
    assert label_of(paper("thu-muc/tep.docx", **facts)).casefold() == label.casefold()


def test_a_place_is_above_the_unit_and_never_the_unit_itself() -> None:
    run = small_run(commune("a.docx", "huyện Sơn Hạ", "cccc", district="huyện Sơn Hạ", province="tỉnh Tân Sơn"))
    assert count_audit(run)[0].lines[0].place == "tỉnh Tân Sơn"
