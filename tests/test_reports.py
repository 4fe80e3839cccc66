"""Summary: the same facts in every format, every line with its place, nothing guessed."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from corpus.errors import OutputError
from parser.document import Deadline, Document, Finding, Target
from parser.pipeline import analyse
from reports.files import write_whole
from reports.gap_head import paper_facts
from reports.render import render_summary
from reports.summary import summarise
from reports.summary_layout import lay_out
from reports.warnings import warnings_of
from reports.wording import describe_deadline, describe_target, shorten
from tests.papers import CHILD, NO_TASK, PARENT, read, reading_of


@pytest.fixture(scope="module")
def parent(tmp_path_factory: pytest.TempPathFactory) -> Document:
    return read(tmp_path_factory.mktemp("parent"), PARENT)


def test_summary_names_who_does_what_by_when(parent: Document) -> None:
    tasks = {task.text: task for task in summarise(parent).tasks}
    training = next(task for text, task in tasks.items() if "02 lớp tập huấn" in text)
    assert training.due is not None and training.due.isoformat() == "2026-06-29"
    assert "trước ngày 30/6/2026 (đến hết ngày 29/6/2026)" in training.when
    assert any("Ủy ban nhân dân các xã, phường" in name for name in training.who)
    assert str(training.place) == "mục II.1.a"


def test_every_line_of_a_summary_carries_its_place(parent: Document) -> None:
    summary = summarise(parent)
    lines = [*summary.gist, *summary.tasks, *summary.targets, *summary.calendar, *summary.cited]
    assert lines
    assert all(str(line.place) for line in lines)


def test_gist_is_taken_word_for_word(parent: Document) -> None:
    gist = summarise(parent).gist
    assert 0 < len(gist) <= 3
    assert all(line.text in parent.text for line in gist)


def test_calendar_runs_by_day(parent: Document) -> None:
    days = [line.day for line in summarise(parent).calendar if line.day]
    assert len(days) >= 3
    assert days == sorted(days)


def test_summary_formats_show_the_same_rows(parent: Document) -> None:
    layout = lay_out(summarise(parent))
    markdown = render_summary(parent, "md").decode()
    page = render_summary(parent, "html").decode()
    rows = [row for block in layout.blocks if block.table for row in block.table.rows]
    assert page.count("<tr><td>") == len(rows)
    assert markdown.count("\n| ") == len(rows) + sum(1 for block in layout.blocks if block.table)
    assert len(json.loads(render_summary(parent, "json"))["tasks"]) == len(parent.requirements)


def test_word_summary_holds_the_layout(parent: Document) -> None:
    from docx import Document as open_word

    words = open_word(BytesIO(render_summary(parent, "docx")))
    text = "\n".join(p.text for p in words.paragraphs)
    assert all(block.heading in text for block in lay_out(summarise(parent)).blocks)
    cells = {cell.text for table in words.tables for row in table.rows for cell in row.cells}
    assert "Ủy ban nhân dân tỉnh Hải Khê" in cells


def test_what_a_paper_leaves_out_is_not_stated(tmp_path: Path) -> None:
    identity = dict(summarise(read(tmp_path, CHILD)).identity)
    assert identity["Số, ký hiệu"] == "văn bản không ghi"
    assert identity["Ngày ban hành"] == "văn bản không ghi"


def test_what_is_there_and_not_legible_is_not_called_missing(tmp_path: Path) -> None:
    document = read(tmp_path, CHILD)
    document = replace(document, findings=(*document.findings, Finding("unread_number", "warning", "x", 0, 0)))
    identity = dict(summarise(document).identity)
    assert identity["Số, ký hiệu"] == "không đọc chắc được, xem bản gốc"
    assert identity["Ngày ban hành"] == "văn bản không ghi"
    assert ("Số, ký hiệu", "không đọc chắc được, xem bản gốc") in paper_facts("child", document).rows


def test_paper_without_tasks(tmp_path: Path) -> None:
    summary = summarise(read(tmp_path, NO_TASK))
    assert summary.tasks == ()
    assert "Văn bản không giao nhiệm vụ." in render_summary(read(tmp_path, NO_TASK), "html").decode()


def test_markup_in_a_paper_stays_text(tmp_path: Path) -> None:
    hostile = PARENT.replace("hộ kinh doanh", "<script>alert(1)</script> | *hộ* kinh doanh")
    document = read(tmp_path, hostile)
    assert "<script>" not in render_summary(document, "html").decode()
    assert "<script>" not in render_summary(document, "md").decode()


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        (("trong quý I/2026", "due", "2026-01-01", "2026-03-31"), "trong quý I/2026 (từ 1/1/2026 đến 31/3/2026)"),
        (("trước ngày 15/3/2026", "due", None, "2026-03-14"), "trước ngày 15/3/2026 (đến hết ngày 14/3/2026)"),
        (("từ năm 2026", "period", "2026-01-01", None), "từ năm 2026 (từ 1/1/2026)"),
        (("ngày 19/5/2026", "event", "2026-05-19", "2026-05-19"), "ngày 19/5/2026 (19/5/2026)"),
        (("hằng quý", "recurring", None, None), "hằng quý"),  # nothing to add
    ],
)
def test_deadline_wording(deadline: tuple[str, str, str | None, str | None], expected: str) -> None:
    from datetime import date

    quote, kind, start, end = deadline
    days = [date.fromisoformat(day) if day else None for day in (start, end)]
    assert describe_deadline(Deadline(quote, 0, len(quote), kind, days[0], days[1], None)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ((">=", 2, None, "lớp", None), "x (ít nhất 2 lớp)"),
        (("=", 98.5, None, "%", None), "x (98,5 %)"),
        (("range", 1, 2, "hội nghị", "năm"), "x (1–2 hội nghị/năm)"),
        ((">", 12500, None, "tỷ đồng", None), "x (trên 12.500 tỷ đồng)"),
    ],
)
def test_target_wording(target: tuple[str, float, float | None, str, str | None], expected: str) -> None:
    comparator, value, value_to, unit, per = target
    assert describe_target(Target("x", 0, 1, comparator, value, value_to, unit, per, None)) == expected  # type: ignore[arg-type]


def test_shorten_cuts_at_a_word() -> None:
    assert shorten("Tổ chức tập huấn cho cán bộ", 15) == "Tổ chức tập …"
    assert shorten("ngắn", 10) == "ngắn"


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        write_whole(tmp_path / "khong-co" / "x.txt", b"1")
    (tmp_path / "x").mkdir()
    with pytest.raises(OutputError):
        write_whole(tmp_path / "x", b"1")
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


@pytest.mark.parametrize(("many", "lines"), [(3, 3), (4, 1), (12, 1)])
def test_many_deadlines_without_a_day_are_told_in_one_line(many: int, lines: int) -> None:
    duties = "".join(
        f"\n- Công an xã trả lời đơn trong {n:02d} ngày làm việc kể từ ngày nhận." for n in range(2, many + 2)
    )
    found = warnings_of(analyse(reading_of(PARENT.replace("II. NHIỆM VỤ", "II. NHIỆM VỤ" + duties, 1))))
    told = [line for line in found if "không xác định được ngày cụ thể" in line]
    assert len(told) == lines
    assert (told[0].startswith(f"{many} thời hạn")) is (lines == 1)
