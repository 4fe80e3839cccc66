"""Units, their parents and zones, and the rows of task tables."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.document import Cell, Frame, Paragraph, Reading, Source, Unit
from parser.outline import find_outline
from parser.paths import path_of
from parser.units import find_units
from parser.units_bullets import bullet_end, split_bullets
from parser.zones import title_zone


def reading(*lines: str, cells: dict[int, Cell] | None = None) -> Reading:
    paragraphs: list[Paragraph] = []
    at = 0
    for number, line in enumerate(lines):
        paragraphs.append(Paragraph(at, at + len(line), (cells or {}).get(number)))
        at += len(line) + 1
    return Reading("\n".join(lines), tuple(paragraphs), Source("a.txt", "", "text/plain", "text", None, 0))


def analyse(source: Reading, start: str = "", tail: str = "", annex: str = "") -> tuple[list[Unit], list[str]]:
    """Units and their paths; the frame is given by the lines where body, tail and annexes begin."""
    size = len(source.text)
    body_end = source.text.index(tail) if tail else size
    begin = source.text.index(start) if start else 0
    frame = Frame(begin, body_end, source.text.index(annex) if annex else size)
    outline = find_outline(source, frame)
    units = list(find_units(source, frame, outline))
    return units, [path_of(unit, outline, source.text) for unit in units]


def zones(*lines: str, start: str = "", tail: str = "", annex: str = "") -> list[str]:
    return [unit.zone for unit in analyse(reading(*lines), start, tail, annex)[0]]


PIECES = [
    # (paragraph, pieces as "mark text"): why
    ("- Mở lớp", ["- Mở lớp"]),
    ("-Mở lớp", ["- Mở lớp"]),  # no space after the bullet
    ("+ Mở lớp", ["+ Mở lớp"]),
    ("• Mở lớp", ["• Mở lớp"]),
    ("– Mở lớp", ["– Mở lớp"]),
    ("Gồm: - Mở lớp; - Cấp tài liệu.", [" Gồm:", "- Mở lớp;", "- Cấp tài liệu."]),
    ("- Gồm: + Mở lớp; + Cấp tài liệu", ["- Gồm:", "+ Mở lớp;", "+ Cấp tài liệu"]),
    ("Năm học 2024 - 2025; chính trị - xã hội", [" Năm học 2024 - 2025; chính trị - xã hội"]),
    ("Xong trong tháng 5. - Thôn trưởng báo cáo", [" Xong trong tháng 5.", "- Thôn trưởng báo cáo"]),
    ("Theo TP. - thị xã", [" Theo TP. - thị xã"]),  # after an abbreviation
    ("--- hết ---", [" --- hết ---"]),
    ("**đậm**", [" **đậm**"]),
]


@pytest.mark.parametrize(("line", "pieces"), PIECES)
def test_bullets_cut_a_paragraph(line: str, pieces: list[str]) -> None:
    assert [f"{mark or ''} {line[a:b]}".lstrip(" ") for a, b, mark in split_bullets(line, 0, len(line))] == [
        piece.lstrip(" ") for piece in pieces
    ]


def test_bullet_alone_is_none() -> None:
    assert bullet_end("-", 0, 1) == 0


def test_units_leave_off_label_bullet_and_bold_marks() -> None:
    source = reading("**1. Mở lớp:**", "- Lớp xóa mù;", "+ Ở thôn;", "ngay trong hè.", "* * *")
    units, _ = analyse(source)
    assert [(u.kind, source.text[u.start : u.end], u.bullet) for u in units] == [
        ("heading", "Mở lớp:", None),
        ("bullet", "Lớp xóa mù;", "-"),
        ("bullet", "Ở thôn;", "+"),
        ("paragraph", "ngay trong hè.", None),
    ]
    assert [u.parent for u in units] == [None, 0, 1, 2]  # the last line goes on with the bullet above it


def test_parent_is_lead_in_bullet_or_labelled_line() -> None:
    lines = (
        "Ủy ban nhân dân xã yêu cầu:",  # 0
        "1. Các thôn",  # 1
        "- Họp dân",  # 2
        "+ Ghi biên bản",  # 3
        "- Báo cáo",  # 4
        "Khi báo cáo cần nêu:",  # 5
        "- Số hộ",  # 6
        "2. Các trường:",  # 7
        "a) Dạy bơi",  # 8
        "Việc này làm ngay.",  # 9
        "+ Mở lớp",  # 10
        "- Phụ huynh cùng dự",  # 11
    )
    units, paths = analyse(reading(*lines))
    assert [u.parent for u in units] == [None, 0, 1, 2, 1, 1, 5, 0, 7, 8, 8, 10]
    assert paths[2:4] == ["1", "1"] and paths[8:] == ["2.a"] * 4


TITLES = [
    ("Mục đích, yêu cầu", "purpose"),
    ("MỤC ĐÍCH VÀ YÊU CẦU", "purpose"),
    ("Mục tiêu, yêu cầu", "purpose"),
    ("Mục đích", "purpose"),
    ("Quan điểm chỉ đạo", "purpose"),
    ("Yêu cầu", "demand"),
    ("Yêu cầu chung:", "demand"),
    ("Yêu cầu các thôn báo cáo ngay", None),  # an order, not a title
    ("Mục tiêu", None),
    ("Căn cứ pháp lý", "basis"),
    ("Căn cứ nhiệm vụ được giao, các thôn lập kế hoạch", None),
    ("Hiện trạng", "situation"),
    ("Kết quả đạt được", "situation"),
    ("Bối cảnh và mục tiêu", None),  # goals bind
    ("Đánh giá tình hình thực hiện", "situation"),
    ("Tổ chức thực hiện", "organisation"),
    ("TỔ CHỨC, TRIỂN KHAI THỰC HIỆN", "organisation"),
    ("Phân công nhiệm vụ", "organisation"),
    ("Tổ chức hội thi", None),
    ("Mục đích " * 20, None),  # too long for a title
]


@pytest.mark.parametrize(("title", "zone"), TITLES)
def test_title_zone(title: str, zone: str | None) -> None:
    assert title_zone(title)[0] == zone


def test_zones_of_a_plan() -> None:
    lines = [
        ("head", "KẾ HOẠCH"),
        ("basis", "Căn cứ Nghị quyết số 9 về việc giao các xã trồng rừng;"),
        ("situation", "Những năm qua, phong trào đã lan rộng."),
        ("basis", "Ủy ban nhân dân xã ban hành Kế hoạch như sau:"),
        ("purpose", "I. MỤC ĐÍCH, YÊU CẦU"),
        ("purpose", "1. Mục đích"),
        ("purpose", "- Phủ xanh đồi trọc."),
        ("demand", "2. Yêu cầu"),
        ("demand", "- Các thôn làm đúng lịch."),
        ("situation", "II. TÌNH HÌNH"),
        ("situation", "Toàn xã đã trồng 20 ha, còn một số thôn làm chậm."),
        ("body", "III. ĐÁNH GIÁ TÌNH HÌNH THỰC HIỆN"),  # heads work to be done here
        ("body", "Các thôn rà soát diện tích và báo cáo trước ngày 10."),
        ("body", "IV. NHIỆM VỤ"),
        ("purpose", "Mục đích: để dân hiểu."),
        ("body", "- Trồng 5 ha."),
        ("organisation", "V. TỔ CHỨC THỰC HIỆN"),
        ("organisation", "1. Yêu cầu"),
        ("organisation", "2. Ban Lâm nghiệp xã theo dõi."),
        ("closing", "Ủy ban nhân dân xã yêu cầu các thôn thực hiện./."),
        ("tail", "Nơi nhận:"),
        ("annex", "PHỤ LỤC CHỈ TIÊU"),
        ("annex", "1. Mục đích"),
    ]
    assert zones(*(line for _, line in lines), start="Căn cứ", tail="Nơi nhận", annex="PHỤ LỤC") == [
        zone for zone, line in lines
    ]


def test_attached_plan_has_its_own_purposes() -> None:
    lines = (
        "Điều 1. Ban hành kèm theo",
        "Nơi nhận:",
        "KẾ HOẠCH",
        "(Kèm theo Quyết định số 5)",
        "I. MỤC ĐÍCH",
        "- Dân hiểu.",
    )
    found = zones(*lines, "II. NHIỆM VỤ", tail="Nơi nhận", annex="KẾ HOẠCH")
    assert found == ["body", "tail", "annex", "annex", "purpose", "purpose", "annex"]


def test_unnumbered_titles_turn_the_zone() -> None:
    lines = ("Mục đích", "Để dân hiểu.", "YÊU CẦU", "Làm đúng lịch.", "Tổ chức thực hiện:", "Thôn lo việc.")
    assert zones("1. MỞ ĐẦU", *lines)[1:] == ["purpose"] * 2 + ["demand"] * 2 + ["organisation"] * 2


def test_letter_without_sections() -> None:
    lines = (
        "Căn cứ Quyết định số 5;",
        "Thực hiện Công văn số 6, Ủy ban nhân dân xã yêu cầu các thôn rà soát hộ nghèo.",
        "Danh sách gửi trước ngày 10.",
        "Trong quá trình thực hiện, nếu có vướng mắc, báo cáo xã.",
        "Trân trọng./.",
    )
    assert zones(*lines) == ["basis", "body", "body", "closing", "closing"]


CLOSINGS = [
    # (last lines, paths): a last request is cited as the section, a formal closing as nothing
    (("IV. TỔ CHỨC THỰC HIỆN", "1. Xã lo.", "Đề nghị các thôn thực hiện."), ["IV", "IV.1", "IV"]),
    (("IV. TỔ CHỨC THỰC HIỆN", "1. Xã lo.", "Trên đây là kế hoạch."), ["IV", "IV.1", ""]),
    (("1. Xã lo việc.", "Xã đề nghị các thôn làm."), ["1", ""]),
    (("3. Tổ chức thực hiện", "Đề nghị các thôn làm."), ["3", "3"]),  # the text of the title, not a closing
    (("3. Xã lo.", "Thôn nào xong trước được khen."), ["3", "3"]),  # asks nothing, goes on with the item
    (("3. Xã lo.", "Văn phòng thông báo để các thôn biết."), ["3", ""]),
]


@pytest.mark.parametrize(("lines", "paths"), CLOSINGS)
def test_closing_paths(lines: tuple[str, ...], paths: list[str]) -> None:
    assert analyse(reading(*lines))[1] == paths


def table(*rows: tuple[str, ...], lines: tuple[str, ...] = ("PHỤ LỤC", "VIỆC")) -> Reading:
    """Lines, then one table; a cell "^text" spans the rest of its row."""
    texts, cells = list(lines), {}
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text:
                wide = len(rows[0]) - c if text.startswith("^") else 1
                cells[len(texts)] = Cell(0, r, c, wide)
                texts.append(text.lstrip("^"))
    return reading(*texts, cells=cells)


def test_rows_carry_cells_and_columns() -> None:
    source = table(
        ("TT", "Nhiệm vụ", "Chủ trì", "Hạn"),
        ("(1)", "(2)", "(3)", "(4)"),
        ("I", "^TUYÊN TRUYỀN"),
        ("1", "Mở chuyên mục", "Đài xã", "Quý I"),
        ("TT", "Nhiệm vụ", "Chủ trì", "Hạn"),  # repeated on the next page
        ("2", "Treo pa nô", "", "Quý II"),
        ("^Nhóm việc thường xuyên",),
        ("3", "Quét dọn", "Thôn", "Hằng tuần"),
    )
    units, paths = analyse(source, annex="PHỤ LỤC", tail="PHỤ LỤC")
    assert [u.kind for u in units] == ["heading", "heading", "row", "row", "paragraph", "row"]
    assert paths == ["PL1", "PL1.I", "PL1.I.1", "PL1.I.2", "PL1.I", "PL1.I.3"]
    row = units[3]
    assert row.columns == ("TT", "Nhiệm vụ", "Chủ trì", "Hạn")
    assert [(c, source.text[a:b]) for c, a, b in row.cells] == [(0, "2"), (1, "Treo pa nô"), (3, "Quý II")]
    assert source.text[row.start : row.end] == "2\nTreo pa nô\nQuý II"


def test_header_of_two_rows() -> None:
    rows = (("TT", "Việc", "^Thời gian", ""), ("", "", "Bắt đầu", "Kết thúc"), ("1", "Họp", "Quý I", "Quý II"))
    units, _ = analyse(table(*rows, lines=("1. A",)))
    assert [u.kind for u in units] == ["heading", "row"]
    assert units[1].columns == ("TT", "Việc", "Thời gian Bắt đầu", "Thời gian Kết thúc")


def test_rows_without_header_and_frames_around_text() -> None:
    units, _ = analyse(table(("1", "Việc " * 30, "Xã"), ("2", "Việc khác", "Thôn"), lines=("Gồm:",)))
    assert [(u.kind, u.parent, u.columns) for u in units] == [("paragraph", None, ()), ("row", 0, ()), ("row", 0, ())]
    boxed, _ = analyse(table(("I. A",), ("- B",), lines=("x",)))
    assert [u.kind for u in boxed] == ["paragraph", "heading", "bullet"]


PIECE = st.sampled_from(["I. ", "1. ", "a) ", "- ", "+ ", "• ", "Mục đích", "Yêu cầu: ", "Trên đây là ", "PHỤ LỤC", ""])
LINES = st.lists(st.tuples(PIECE, st.text(alphabet="ab C.:;-+“”*", max_size=10)), min_size=1, max_size=25)


@given(LINES, st.integers(0, 80), st.integers(0, 80), st.integers(0, 80))
def test_units_are_ordered_trimmed_and_rooted(lines: list[tuple[str, str]], a: int, b: int, c: int) -> None:
    texts = [" ".join((mark + text).split()) for mark, text in lines]
    source = reading(*[text for text in texts if text] or ["a"])
    start, body_end, tail_end = sorted(min(x, len(source.text)) for x in (a, b, c))
    frame = Frame(start, body_end, tail_end)
    outline = find_outline(source, frame)
    units = find_units(source, frame, outline)
    for at, unit in enumerate(units):
        quote = source.text[unit.start : unit.end]
        assert quote == quote.strip() and quote
        assert unit.parent is None or unit.parent < at
        assert unit.heading is None or outline[unit.heading].start <= unit.start
        assert at == 0 or units[at - 1].end <= unit.start


HOSTILE = [["- a; " * 60_000], ["- a", "+ b:"] * 30_000, ["a ban hành " * 80_000], ["1. Tình hình"] * 30_000]


@pytest.mark.parametrize("lines", HOSTILE)
def test_hostile_text_takes_no_time(lines: list[str]) -> None:
    source = reading(*(line.strip() for line in lines))
    frame = Frame(0, len(source.text), len(source.text))
    outline = find_outline(source, frame)
    began = time.process_time()
    find_units(source, frame, outline)
    assert time.process_time() - began < 10
