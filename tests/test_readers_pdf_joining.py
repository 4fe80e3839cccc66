"""Which lines of a PDF belong to one paragraph: decided from places, style and words."""

from __future__ import annotations

import pytest

from parser.readers.pdf_columns import split_columns
from parser.readers.pdf_joining import body_paragraphs, cell_paragraphs, column_paragraphs, is_centered
from parser.readers.pdf_shapes import Band, Frame, Line

FRAME = Frame(left=85, right=540, size=13, outer=540)
FULL = 540.0


def line(text: str, x0: float = 85, x1: float = FULL, y: float = 100, *, bold: bool = False, page: int = 1) -> Line:
    return Line(page, text, x0, x1, y, 13, bold=bold)


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        # the line before is full, the next begins in lower case
        (line("Các chi bộ"), line("báo cáo", y=117), True),
        # … or with a capital at the margin while the first line was indented
        (line("Các chi bộ thuộc Đảng ủy", x0=120), line("Phường Sơn Hạ", y=117), True),
        # the first word of the next line would have fitted: a paragraph ended
        (line("Kết thúc sớm.", x1=300), line("Đoạn mới", y=117), False),
        (line("Kết thúc sớm", x1=300), line("Đoạn mới", y=117), False),
        # capitals are wider than the mean of a line's letters: they did not fit
        (
            line("Các chi bộ và", x1=509),
            line("MTTQ phường tổ chức ngày hội ở các khu dân cư trong phường", y=117),
            True,
        ),
        # a lower-case line goes on even after a short one (a picture stood there)
        (line("Kết thúc sớm", x1=300), line("rồi viết tiếp", y=117), True),
        # but not when the style changes
        (line("Mục tiêu", x1=300, bold=True), line("rồi viết tiếp", y=117), False),
        # indented again: a new paragraph
        (line("Các chi bộ", x0=85), line("Đoạn mới", x0=120, y=117), False),
        # a label at the indent is an item …
        (line("Các chi bộ thực hiện:", x0=120), line("1. Tuyên truyền", x0=120, y=117), False),
        # … a number at the margin inside a sentence is not
        (line("Hoàn thành trước ngày", x0=120), line("15. Sau đó tổng hợp", y=117), True),
        # a full single line at the indent that ends its sentence
        (line("Các chi bộ họp hằng tháng.", x0=120), line("Văn phòng theo dõi", x0=120, y=117), False),
        # hanging lines under a bullet
        (line("- Các chi bộ thuộc", x0=100), line("Đảng ủy phường", x0=112, y=117), True),
        # a heading in bold above normal text
        (line("Tổ chức thực hiện công tác", bold=True), line("Các chi bộ", y=117), False),
        # an item in a narrow block, hanging under its bullet
        (line("- Các tổ dân phố, chi hội,", x0=240, x1=400), line("Ban Công tác", x0=250, x1=330, y=117), True),
        # a title in bold capitals above a note in brackets as wide as the page
        (line("PHÂN CÔNG NHIỆM VỤ", bold=True), line("(Kèm theo Kế hoạch số", x0=93, y=117), False),
        # far below
        (line("Các chi bộ"), line("Đoạn mới", y=160), False),
        # a rule of dashes is a line of its own
        (line("Các chi bộ"), line("-----", x0=280, x1=330, y=117), False),
        # over a page break
        (line("Các chi bộ và", y=780), line("các tổ dân phố", y=80, page=2), True),
    ],
)
def test_two_lines(first: Line, second: Line, joined: bool) -> None:
    assert len(body_paragraphs([first, second], {1: FRAME, 2: FRAME})) == (1 if joined else 2)


def test_other_letter_size_begins_a_paragraph() -> None:
    small = Line(1, "Tài liệu", 85, FULL, 117, 9)
    assert len(body_paragraphs([line("Các chi bộ"), small], {1: FRAME})) == 2


def test_further_lines_keep_their_margin() -> None:
    start = [line("Các chi bộ thuộc", x0=120), line("Đảng ủy phường", y=117)]
    assert len(body_paragraphs([*start, line("Sơn Hạ", y=134)], {1: FRAME})) == 1
    assert len(body_paragraphs([*start, line("Sơn Hạ", x0=120, y=134)], {1: FRAME})) == 2


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("Về việc tuyên truyền nước sạch", "Tại các tổ dân phố", True),  # a title set by hand in two lines
        ("KẾ HOẠCH", "Tuyên truyền nước sạch", False),  # the type stands above the title
        ("KẾ HOẠCH", "TUYÊN TRUYỀN NƯỚC SẠCH", False),
        ("TUYÊN TRUYỀN SỬ DỤNG NƯỚC SẠCH TẠI", "CÁC TỔ DÂN PHỐ", True),
        ("Tuyên truyền nước sạch", "(Kèm theo kế hoạch)", False),
    ],
)
def test_centered_lines(first: str, second: str, joined: bool) -> None:
    lines = [line(first, 200, 425, bold=True), line(second, 210, 415, 117, bold=True)]
    assert all(is_centered(item, FRAME) for item in lines)
    assert len(body_paragraphs(lines, {1: FRAME})) == (1 if joined else 2)


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        (line("Rà soát hộ nghèo", 120, 325), line("Cận nghèo", 120, 200, 117), True),  # the word would not have fitted
        (line("Chi bộ", 120, 160), line("Văn phòng", 120, 190, 117), False),  # two bodies
        (line("Chi bộ", 120, 160), line("và đoàn thể", 120, 190, 117), True),
        (line("Chi bộ", 120, 325), line("- Văn phòng", 120, 190, 117), False),
        (line("Sơ kết năm 2024-", 120, 250), line("2025", 120, 150, 117), True),
        (line("Sơ kết.", 120, 325), line("Tổng kết", 140, 250, 117), False),
    ],
)
def test_cell_lines(first: Line, second: Line, joined: bool) -> None:
    assert len(cell_paragraphs([first, second], 330)) == (1 if joined else 2)


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (["ỦY BAN NHÂN DÂN", "PHƯỜNG SƠN HẠ"], 2),
        (["CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "VIỆT NAM"], 1),  # a wrapped motto
        (["ỦY BAN MẶT TRẬN TỔ QUỐC PHƯỜNG", "SƠN HẠ"], 1),  # "phường" wants its name
        (["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Thị Mẫu"], 3),
        (["- Như trên;", "- Các tổ dân phố;"], 2),
        (["V/v rà soát số hộ chưa có", "nước sạch"], 1),
    ],
)
def test_column_lines(lines: list[str], count: int) -> None:
    placed = [line(text, 100, 100 + 7 * len(text), 60 + 15 * at) for at, text in enumerate(lines)]
    assert len(column_paragraphs(placed)) == count


def test_a_column_may_begin_a_line_higher() -> None:
    rows = [
        [line("TỈNH ỦY MẪU", 130, 230, 60)],
        [line("BAN TUYÊN GIÁO", 125, 235, 75), line("ĐẢNG CỘNG SẢN VIỆT NAM", 330, 530, 75)],
        [line("Số 12-KH/BTGTU", 130, 230, 91), line("Sơn Hạ, ngày 5 tháng 3 năm 2024", 335, 525, 91)],
        [line("KẾ HOẠCH", 280, 345, 130)],
    ]
    blocks = split_columns(rows, FRAME)
    assert isinstance(blocks[0], Band) and [item.text for item in blocks[0].left][0] == "TỈNH ỦY MẪU"
    assert isinstance(blocks[1], Line) and len(blocks) == 2
