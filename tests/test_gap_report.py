"""The gap report: one verdict object, five formats, the same counts; marks and ready paragraphs that can be sent."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from audit.gap import compare
from audit.report import GAPS, STATUSES, Fault, GapReport, Item, LostReview, Review, Span, Status
from corpus.messages import message
from parser.document import Document
from reports.gap_head import rules_version
from reports.gap_json import gap_json
from reports.gap_layout import GapLayout, lay_out_gap
from reports.gap_requests import name_of, request
from reports.gap_words import compare_words, text_of
from reports.render import render_gap
from reports.sheets import Book
from tests.papers import CHILD, NO_TASK, PARENT, read

WAIVED = Review("waive", "đã làm năm trước", "Nguyễn Thị Mai", "2026-02-20", stale=False)


@pytest.fixture(scope="module")
def parent(tmp_path_factory: pytest.TempPathFactory) -> Document:
    return read(tmp_path_factory.mktemp("parent"), PARENT)


@pytest.fixture(scope="module")
def report(parent: Document, tmp_path_factory: pytest.TempPathFactory) -> GapReport:
    return compare(parent, read(tmp_path_factory.mktemp("child"), CHILD))


@pytest.fixture(scope="module")
def reviewed(report: GapReport) -> GapReport:
    """A report with every status and every kind of decision in it."""
    statuses: list[Status] = ["partial", "missing", "covered", "missing"]
    items = list(report.items)
    for index, status in enumerate(statuses):
        items[index] = replace(items[index], status=status, faults=(), p_gap=0.9, needs_review=False)
    items[1] = replace(items[1], review=WAIVED)
    items[2] = replace(items[2], review=replace(WAIVED, choice="reject"))
    items[3] = replace(items[3], review=replace(WAIVED, stale=True))
    lost = LostReview("R999999", "Xây dựng nhà văn hóa", WAIVED)
    return replace(report, items=tuple(items), lost=(lost,))


def rows_of(layout: GapLayout) -> list[str]:
    return [row.id for group in layout.first for row in group.rows]


def word_tables(data: bytes) -> list[list[list[str]]]:
    from docx import Document as open_word

    return [[[c.text for c in row.cells] for row in table.rows] for table in open_word(BytesIO(data)).tables]


def counted(report: GapReport, only: tuple[Status, ...] = ()) -> list[Counter[str]]:
    """Rows of each status in the matrix of each format."""
    words = {message("status", status): status for status in STATUSES}
    text = render_gap(report, "text", only).decode()
    matrix = text[text.index(message("gap", "matrix").upper()) :]
    page = render_gap(report, "html", only).decode()
    sheet = load_workbook(BytesIO(render_gap(report, "xlsx", only)))[message("gap", "sheet_matrix")]
    column = [cell.value for cell in sheet[1]].index(message("gap", "column_status"))
    tables = word_tables(render_gap(report, "docx", only))
    last = message("gap", "column_evidence")
    docx = [row[2].split("\n")[0] for table in tables if table[0][-1] == last for row in table[1:] if row[0] != row[1]]
    return [
        Counter(item["status"] for item in json.loads(render_gap(report, "json", only))["items"]),
        Counter(words[found] for found in re.findall(r"^  \[([^\]–]+?)(?: –[^\]]*)?\] R", matrix, re.M)),
        Counter(re.findall(r'<tr class="row" [^>]*data-status="(\w+)"', page)),
        Counter(words[row[column]] for row in sheet.iter_rows(min_row=2, values_only=True)),
        Counter(words[word] for word in docx),
    ]


def totals_shown(report: GapReport) -> list[dict[str, int]]:
    """The counts that each format prints in its totals."""
    layout = lay_out_gap(report)
    names = [name for _, name, _ in layout.totals]
    codes = {name: code for code, name, _ in layout.totals}
    text = render_gap(report, "text").decode()
    line = re.search(rf"^{message('gap', 'totals')}: (.*)$", text, re.M)
    assert line is not None
    page = re.findall(r'<div class="(\w+)"><b>(\d+)</b>', render_gap(report, "html").decode())
    summary = load_workbook(BytesIO(render_gap(report, "xlsx")))[message("gap", "sheet_totals")]
    book = {row[0]: row[1] for row in summary.iter_rows(values_only=True) if row[0] in names}
    table = next(t for t in word_tables(render_gap(report, "docx")) if t[0][: len(names)] == names)
    return [
        {
            key: int(value)
            for key, value in json.loads(render_gap(report, "json"))["totals"].items()
            if key in codes.values()
        },
        {codes[part.rsplit(" ", 1)[0]]: int(part.rsplit(" ", 1)[1]) for part in line[1].split(", ")},
        {code: int(count) for code, count in page},
        {codes[name]: count for name, count in book.items()},
        {codes[name]: int(count) for name, count in zip(names, table[1], strict=False)},
    ]


def test_every_requirement_gets_a_row_in_order(report: GapReport) -> None:
    starts = [item.requirement.start for item in report.items]
    assert len(starts) == len(report.parent.requirements)
    assert starts == sorted(starts)


def test_verdicts_on_the_plan(report: GapReport) -> None:
    status = {re.sub(r"\s+", " ", item.requirement.quote)[:24]: item for item in report.items}
    assert status["Tổ chức ít nhất 02 lớp t"].status == "partial"
    assert set(status["Tổ chức ít nhất 02 lớp t"].reasons) == {"weaker_target", "later_deadline"}
    assert status["Thành lập tổ giám sát an"].status == "missing"
    department = next(item for item in report.items if "thanh tra" in item.requirement.quote)
    assert department.status == "not_applicable"
    assert "tỉnh" in department.explanation


@pytest.mark.parametrize("only", [(), ("missing",), ("missing", "partial"), ("covered",)])
def test_all_formats_count_the_same_rows(only: tuple[Status, ...], report: GapReport, reviewed: GapReport) -> None:
    for verdicts in (report, reviewed):
        expected = Counter(item.status for item in verdicts.items if not only or item.status in only)
        assert counted(verdicts, only) == [expected] * 5


def test_all_formats_print_the_same_totals(report: GapReport, reviewed: GapReport) -> None:
    for verdicts in (report, reviewed):
        shown = totals_shown(verdicts)
        codes = set(shown[1])
        expected = {code: int(count) for code, count in verdicts.totals().items() if code in codes}
        assert [{code: totals[code] for code in codes} for totals in shown] == [expected] * 5
    assert {"waived", "rejected"} <= codes


def test_totals_stay_whole_under_a_filter(report: GapReport) -> None:
    whole, cut = lay_out_gap(report), lay_out_gap(report, ("covered",))
    assert cut.totals == whole.totals and cut.coverage == whole.coverage
    assert dict(cut.head[2].rows)["Bộ lọc"].startswith("chỉ hiện: đã có (")
    assert cut.no_requests == "Không có dòng nào khớp bộ lọc.", "a filter must not make a plan look clean"


def test_the_head_says_what_the_verdicts_depend_on(report: GapReport) -> None:
    page = render_gap(report, "html").decode()
    for paper in (report.parent, report.child):
        assert paper.reading.source.sha256 in page
    for fact in (
        report.model_version,
        rules_version().digest,
        "45/KH-UBND",
        "thiếu từ 0,",
        "Ủy ban nhân dân tỉnh Hải Khê",
    ):
        assert fact in page
    run = gap_json(report)["run"]
    assert set(run) == {"tool", "model", "reader", "rules", "thresholds", "only", "second_reader"}


def test_first_comes_what_a_human_must_see_then_bound_duties(report: GapReport) -> None:
    items = {item.id: item for item in report.items}
    layout = lay_out_gap(report)
    listed = rows_of(layout)
    assert sorted(listed) == sorted(i.id for i in report.items if i.unsure or i.open_gap)
    kinds = [[items[row.id].unsure for row in group.rows] for group in layout.first]
    assert all(all(kind) or not any(kind) for kind in kinds)
    due = replace(
        report, items=tuple(replace(i, status="missing", p_gap=0.5, needs_review=False) for i in report.items)
    )
    bound = [
        bool(items[key].requirement.due or items[key].requirement.kind == "report") for key in rows_of(lay_out_gap(due))
    ]
    assert bound[0] and not bound[-1]
    assert f"{report.rows_to_read()} trong {len(report.items)} dòng" in layout.reading


def test_decided_rows_leave_the_list_of_what_to_mend(reviewed: GapReport) -> None:
    layout = lay_out_gap(reviewed)
    partial, waived, rejected, stale = (item.id for item in reviewed.items[:4])
    listed, asked = rows_of(layout), {key for key, _ in layout.requests}
    assert waived not in listed and waived not in asked
    assert {partial, rejected, stale} <= set(listed) & asked
    notes = {row.id: row.notes for row in layout.rows}
    assert notes[waived] == ("được miễn",)
    assert notes[rejected] == ("bị bác bỏ",)
    assert notes[stale] == ("cần xem lại",)
    text = render_gap(reviewed, "text").decode()
    assert "Quyết định: miễn (đã làm năm trước; Nguyễn Thị Mai; 2026-02-20)" in text
    assert "R999999 Xây dựng nhà văn hóa" in text
    assert all("R999999" in render_gap(reviewed, form).decode() for form in ("html", "json"))
    assert "4 ghi nhận, 1 cần xem lại, 1 không còn yêu cầu tương ứng" in text


def test_rows_stand_under_titles_never_under_a_sibling(report: GapReport, tmp_path: Path) -> None:
    sections = {row.place: row.section for row in lay_out_gap(report).rows}
    assert sections["mục II.1.b"] == "II. NHIỆM VỤ › 1. Ủy ban nhân dân các xã, phường"
    assert sections["mục III"] == "III. TỔ CHỨC THỰC HIỆN"
    flat = PARENT.replace("1. Ủy ban nhân dân các xã, phường\na) Tổ", "1. Tổ").replace("b) Thành", "2. Thành")
    flat = flat.replace("c) Báo", "3. Báo").replace("2. Sở", "4. Sở")
    document = read(tmp_path, flat)
    verdicts = lay_out_gap(compare(document, report.child))
    assert {row.section for row in verdicts.rows if row.place in ("mục II.1", "mục II.2")} == {"II. NHIỆM VỤ"}


@pytest.mark.parametrize(
    ("asked", "said", "left", "right"),
    [
        ("Mở 02 lớp tập huấn", "Mở 01 lớp tập huấn", "Mở ‹02› lớp tập huấn", "Mở ‹01› lớp tập huấn"),  # figure
        ("Mở lớp trước ngày 30/6/2026", "Trước ngày 30/6/2026 mở lớp", None, None),  # only moved
        ("UBND xã lập tổ giám sát chợ", "Ủy ban nhân dân xã lập tổ giám sát chợ", None, None),  # abbreviation
        ("Tuyên truyền hòa giải", "tuyên truyền HOÀ GIẢI", None, None),  # case and tone placement
        (
            "Lập tổ giám sát tại chợ",
            "Lập tổ giám sát ở trường học",
            "Lập tổ giám sát tại ‹chợ›",
            "Lập tổ giám sát ‹ở trường học›",
        ),
        ("Phát quà cho hộ nghèo", "Trồng cây ven đường", None, None),  # nothing in common: marks would say nothing
    ],
)
def test_differing_words_are_marked(asked: str, said: str, left: str | None, right: str | None) -> None:
    quote, (passage,) = compare_words(asked, [said])
    assert text_of(quote, "‹", "›") == (left or asked)
    assert text_of(passage, "‹", "›") == (right or said)


def test_words_said_in_any_passage_are_said() -> None:
    quote, _ = compare_words("Thống kê tủ sách, bổ sung sách mới", ["Thống kê tủ sách", "Bổ sung sách mới"])
    assert not any(piece.differs for piece in quote)


def test_bearers_and_row_numbers_are_no_differences() -> None:
    asked = "Ủy ban nhân dân các xã thống kê tủ sách"
    quote, (passage,) = compare_words(asked, ["7 | Thống kê tủ sách"], bearers=["Ủy ban nhân dân các xã"])
    assert not any(piece.differs for piece in (*quote, *passage))


def test_long_evidence_keeps_the_sentences_that_speak_of_it() -> None:
    other = "Đẩy mạnh thu hút doanh nghiệp đầu tư vào cụm công nghiệp, phát triển làng nghề truyền thống. "
    _, (passage,) = compare_words(
        "Mở lớp xóa mù chữ cho phụ nữ", [other * 4 + "Mở lớp xóa mù chữ cho phụ nữ. " + other]
    )
    assert text_of(passage) == "… Mở lớp xóa mù chữ cho phụ nữ. …"


def test_hostile_words_take_no_time() -> None:
    started = process_time()
    for text in ("xã " * 100_000, "." * 300_000, "a. " * 100_000, "1/" * 150_000):
        compare_words(text, [text])
        compare_words("tổ giám sát xã " * 20, [text])
    assert process_time() - started < 40


@given(st.text(max_size=60), st.text(max_size=60))
def test_marking_never_changes_a_word(asked: str, said: str) -> None:
    quote, (passage,) = compare_words(asked, [said])
    assert (text_of(quote), text_of(passage)) == (asked, said)


def partial(report: GapReport, *faults: Fault) -> Item:
    item = next(item for item in report.items if "02 lớp" in item.requirement.quote)
    return replace(item, status="partial", faults=faults, evidence=report.items[0].evidence or (Span(0, 4),))


@pytest.mark.parametrize(
    ("reason", "asked", "said", "expected"),
    [
        ("weaker_target", "ít nhất 02 lớp", "01 lớp", "chỉnh mức “01 lớp” theo đúng yêu cầu “ít nhất 02 lớp”"),
        ("weaker_target", "ít nhất 02 lớp", "", "ghi rõ chỉ tiêu “ít nhất 02 lớp”"),
        ("weaker_target", None, "khuyến khích", "thay cách ghi “khuyến khích” bằng cam kết"),  # softened order
        (
            "later_deadline",
            "trước ngày 30/6/2026",
            "trước ngày 30/8/2026",
            "thời hạn “trước ngày 30/8/2026” theo đúng yêu cầu “trước ngày 30/6/2026”",
        ),
        ("no_deadline", "trước ngày 30/6/2026", "", "ghi rõ thời hạn “trước ngày 30/6/2026”"),
        ("wrong_citation", "số 12-KL/TW", "số 21-KL/TW", "sửa viện dẫn “số 21-KL/TW” thành “số 12-KL/TW”"),
        ("wrong_citation", "số 12-KL/TW", "", "viện dẫn “số 12-KL/TW”"),
        ("incomplete", "thôn”, “tổ dân phố", "", "nêu rõ phần “thôn”, “tổ dân phố”"),
        ("incomplete", None, "", "nêu đủ nội dung yêu cầu"),
        ("no_owner", "“Trạm Y tế”", "", "(cấp trên giao “‘Trạm Y tế’”)"),  # quotes inside quotes
        ("no_report", "", "", "ghi rõ việc báo cáo"),
    ],
)
def test_ready_paragraph_says_what_is_weaker(
    reason: Any, asked: str | None, said: str, expected: str, report: GapReport
) -> None:
    quote = partial(report).requirement.quote
    words = request(partial(report, Fault(reason, quote if asked is None else asked, said, "")), report)
    assert expected in words
    assert words.startswith("Đề nghị")
    assert "mục II.1.a, Kế hoạch số 45/KH-UBND ngày 12/1/2026 của Ủy ban nhân dân tỉnh Hải Khê" in words


def test_ready_paragraph_of_a_missing_duty(report: GapReport) -> None:
    item = next(item for item in report.items if item.status == "missing")
    assert "Dự thảo hiện chưa có cam kết" in request(replace(item, evidence=()), report)
    assert "đoạn gần nhất" in request(replace(item, evidence=(Span(0, 4),)), report)
    assert request(replace(item, review=WAIVED), report) == ""
    rejected = replace(item, status="covered", review=replace(WAIVED, choice="reject"))
    assert "Người rà soát xác định" in request(rejected, report)


def test_the_day_is_added_only_where_the_quote_leaves_it_out(report: GapReport) -> None:
    item = partial(report)
    bare = replace(item, status="missing", evidence=(), requirement=replace(item.requirement, deadlines=()))
    assert "(hạn của cấp trên: 29/6/2026)" in request(bare, report)
    assert "hạn của cấp trên" not in request(replace(item, status="missing", evidence=()), report)


def test_a_paper_is_named_by_what_it_states(report: GapReport, tmp_path: Path) -> None:
    assert name_of(report.child) == "Kế hoạch của Ủy ban nhân dân xã Đồng Lạc"
    assert name_of(read(tmp_path, "Về việc trồng cây.\n")) == "văn bản cấp trên"


def test_every_gap_has_a_ready_paragraph_in_every_format(report: GapReport) -> None:
    paragraphs = [text for _, text in lay_out_gap(report).requests]
    assert len(paragraphs) == sum(item.status in GAPS for item in report.items) > 0
    words = "\n".join(p for p in render_gap(report, "text").decode().splitlines())
    sheet = load_workbook(BytesIO(render_gap(report, "xlsx")))[message("gap", "sheet_first")]
    cells = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
    assert all(text in words and text in cells for text in paragraphs)
    assert [item["request"] for item in gap_json(report)["items"] if item["request"]] == paragraphs


def test_evidence_is_quoted_from_the_child(report: GapReport) -> None:
    for item in gap_json(report)["items"]:
        assert report.parent.text[item["start"] : item["end"]] == item["quote"]
        for span in item["evidence"]:
            assert report.child.text[span["start"] : span["end"]] == span["quote"]
            assert "MỤC ĐÍCH" not in span["quote"]


def test_own_additions_of_the_child_are_listed(report: GapReport) -> None:
    for form in ("text", "html"):
        assert "lễ hội đình làng" in render_gap(report, form).decode()
    sheet = load_workbook(BytesIO(render_gap(report, "xlsx")))[message("gap", "sheet_extra")]
    assert any("lễ hội đình làng" in str(cell.value) for cell in sheet["A"])


@pytest.mark.parametrize("form", ["text", "json", "html", "docx", "xlsx"])
def test_parent_without_tasks_leaves_nothing_to_compare(form: str, tmp_path: Path, parent: Document) -> None:
    empty = compare(read(tmp_path, NO_TASK), parent)
    assert empty.items == () and empty.totals()["coverage"] == 1.0
    data = render_gap(empty, form)
    if form in ("text", "html"):
        assert "không có gì để đối chiếu" in data.decode()


def test_markup_in_a_paper_stays_text(tmp_path: Path, report: GapReport) -> None:
    hostile = PARENT.replace("tổ giám sát", "<script>alert(1)</script> tổ giám sát")
    page = render_gap(compare(read(tmp_path, hostile), report.child), "html").decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_the_page_fetches_nothing(report: GapReport) -> None:
    page = render_gap(report, "html").decode()
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!#)|@import|url\(""", page)


@pytest.mark.parametrize(
    "text", ["=1+1", "+84 912", "-5%", "@SUM(A1)", '=HYPERLINK("http://x","y")', "=A\x00\x07\ud800"]
)
def test_words_like_formulas_stay_words(text: str) -> None:
    book = Book("x")
    book.sheet("x", ("a",), [[text]], (10,))
    cell = load_workbook(BytesIO(book.data()))["x"]["A2"]
    assert cell.data_type == "s" and cell.quotePrefix
    assert cell.value == re.sub("[\x00-\x1f\ud800]", "", text)


def test_the_workbook_can_be_sorted_and_read(report: GapReport) -> None:
    book = load_workbook(BytesIO(render_gap(report, "xlsx")), rich_text=True)
    assert book.sheetnames == ["Tổng hợp", "Đối chiếu", "Cần bổ sung", "Nội dung thêm"]
    matrix = book["Đối chiếu"]
    assert matrix.freeze_panes == "A2" and matrix.auto_filter.ref == f"A1:M{len(report.items) + 1}"
    assert all(cell.alignment.wrap_text for row in matrix.iter_rows() for cell in row)
    rich = [
        cell.value
        for row in matrix.iter_rows(min_row=2)
        for cell in row
        if not isinstance(cell.value, str | float | int | None)
    ]
    assert any(block.font.b for text in rich for block in text if not isinstance(block, str)), "marks survive"
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_the_word_file_lies_on_its_side(report: GapReport) -> None:
    from docx import Document as open_word

    section = open_word(BytesIO(render_gap(report, "docx"))).sections[0]
    assert section.page_width > section.page_height
