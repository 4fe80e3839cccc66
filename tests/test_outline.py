"""The outline: labels read one by one, then placed among their neighbours."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.document import Cell, Frame, Heading, Paragraph, Reading, Source
from parser.outline import find_outline
from parser.outline_labels import read_label, read_word_label, roman_value
from parser.paths import path_of

Row = tuple[str, ...]


def reading(*lines: str | Row) -> Reading:
    """Build a Reading; a tuple is a table row, tuples next to each other are one table."""
    texts: list[str] = []
    paragraphs: list[Paragraph] = []
    at, table, row = 0, -1, 0
    before: str | Row = ""
    for line in lines:
        if isinstance(line, tuple):
            table, row = (table, row + 1) if isinstance(before, tuple) else (table + 1, 0)
        before = line
        for column, text in enumerate(line if isinstance(line, tuple) else (line,)):
            if not text:
                continue
            cell = Cell(table, row, column) if isinstance(line, tuple) else None
            paragraphs.append(Paragraph(at, at + len(text), cell))
            texts.append(text)
            at += len(text) + 1
    return Reading("\n".join(texts), tuple(paragraphs), Source("a.txt", "", "text/plain", "text", None, 0))


def framed(source: Reading, tail: str = "", annex: str = "") -> Frame:
    """The body ends where line `tail` begins, the annexes begin at line `annex`."""
    size = len(source.text)
    body_end = source.text.index(tail) if tail else size
    return Frame(0, body_end, source.text.index(annex) if annex else size)


def tree(*lines: str | Row, tail: str = "", annex: str = "") -> list[str]:
    """The outline as "depth label" strings."""
    source = reading(*lines)
    return [f"{h.depth} {h.label}" for h in find_outline(source, framed(source, tail, annex))]


LABELS = [
    # (line, label or None): why
    ("(i) chủ trì rà soát các chợ;", "i"),  # a closed item may begin small
    ("(ii). Chỉ đạo tổ quản lý.", "ii"),
    ("(i) rà soát; (ii) báo cáo.", None),  # run on in one sentence
    ("(i) rà soát các chợ và", None),  # torn off a sentence
    ("I. MỤC TIÊU", "I"),
    ("I- MỤC TIÊU", "I"),  # Party style
    ("I/ MỤC TIÊU", "I"),
    ("II-MỤC TIÊU", "II"),  # glued capitals after a dash
    ("A. MỤC TIÊU", "A"),
    ("B) Việc chung", "B"),
    ("1. Mục tiêu", "1"),
    ("1.Mục tiêu", "1"),  # glued to the text
    ("01. Mục tiêu", "1"),  # the zero is only typed
    ("1- Mục tiêu", "1"),
    ("1/ Mục tiêu", "1"),
    ("1) Mục tiêu", "1"),
    ("(1) Mục tiêu", "1"),
    ("**1. Mục tiêu**", "1"),  # bold marks of a converted page
    ("__2.1. Các lớp", "2.1"),
    ("1.1. Nội dung", "1.1"),
    ("1.1 Nội dung", "1.1"),
    ("7.3.Thời gian", "7.3"),
    ("1.2.1- Nội dung", "1.2.1"),
    ("I.2. Nội dung", "I.2"),
    ("a) Tuyên truyền", "a"),
    ("a. tuyên truyền", "a"),
    ("a1) Tuyên truyền", "a1"),
    ("đ) Tuyên truyền", "đ"),
    ("iv) Tuyên truyền", "iv"),
    ("2. 100% hộ dân", "2"),  # a figure after the label
    ("20/4. Tổ chức lễ ra quân", None),  # a date
    ("1.5 triệu đồng một hộ", None),  # a decimal
    ("1.000 cây xanh", None),
    ("2025. Tổng kết", None),  # a year
    ("85. Trang cuối", None),  # no list is so long
    ("12-KL/TW của Trung ương", None),  # a symbol
    ("5/CĐ-UBND ngày mồng ba", None),
    ("21 - 22/3 tại nhà văn hóa", None),  # a range of days
    ("03 năm thực hiện phong trào", None),  # a number that goes on with a sentence
    ("100% hộ dân ký cam kết", None),
    ("3", None),  # a row or page number
    ("V/v tổ chức hội nghị", None),
    ("T/M ban thường vụ", None),
    ("Đ/c Bí thư chủ trì", None),
    ("a), b) khoản này", None),
    ("(1) mở lớp; (2) tổng kết", None),  # run on in a sentence
    ("(6) bộ thủ tục", None),  # torn off such a sentence
    ("IIII. Lạ", None),
    ("Ông Tư đến", None),
]


@pytest.mark.parametrize(("line", "label"), LABELS)
def test_label_reads_one_line(line: str, label: str | None) -> None:
    found = read_label(line, 0, len(line))
    assert (found.text if found else None) == label


WORD_LABELS = [
    ("Phần thứ nhất", "Phần thứ nhất"),
    ("PHẦN HAI: NHIỆM VỤ", "Phần hai"),
    ("Phần I. ĐẶC ĐIỂM", "Phần I"),
    ("Chương II QUY ĐỊNH RIÊNG", "Chương II"),  # a heading in capitals needs no stop
    ("CHƯƠNG III", "Chương III"),
    ("Mục 1. Trách nhiệm", "Mục 1"),
    ("Điều 5. Hiệu lực", "Điều 5"),
    ("Điều 12: Hiệu lực", "Điều 12"),
    ("Khoản 2. Sửa đổi", "Khoản 2"),
    ("Điều 5 Luật Xây dựng quy định", None),  # a citation that opens a sentence
    ("Điều 5, Điều 6 của Quy chế", None),
    ("Mục 1-2 của kế hoạch", None),
    ("Phần việc còn lại", None),
    ("điều 5. hiệu lực", None),  # goes on with a sentence
    ("Điều chỉnh kế hoạch", None),
]


@pytest.mark.parametrize(("line", "label"), WORD_LABELS)
def test_word_label(line: str, label: str | None) -> None:
    found = read_word_label(line, 0, len(line))
    assert (found.text if found else None) == label


@given(st.integers(min_value=1, max_value=39))
def test_roman_value_reads_every_numeral(number: int) -> None:
    tens, ones = divmod(number, 10)
    numeral = "X" * tens + ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"][ones]
    assert roman_value(numeral) == number == roman_value(numeral.lower())


TREES = [
    # (lines, expected): why
    (("I. A", "1. B", "1.1. C", "a) D", "2. E", "II. F"), "1 I,2 1,3 1.1,4 a,2 2,1 II"),
    (("I- A", "1- B", "2- C", "II- D", "1- E"), "1 I,2 1,2 2,1 II,2 1"),
    (("A- X", "I- Y", "1- Z", "B- X", "I- Y", "C- X"), "1 A,2 I,3 1,1 B,2 I,1 C"),  # C is a letter after B
    (("I. A", "II. B", "IV. C"), "1 I,1 II,1 IV"),  # a number left out
    (("I. A", "III. B", "III. C"), "1 I,1 III,1 III"),  # a number used twice
    (("I. A", "5. B", "5.1 C", "5.1. D", "5.2. E"), "1 I,2 5,3 5.1,3 5.1,3 5.2"),
    (("II. A", "2.1. B", "2.2. C"), "1 II,2 2.1,2 2.2"),  # 2.1 counts from the Roman section
    (("I. A", "1. B", "1.1. C", "2.1. D"), "1 I,2 1,3 1.1,2 2.1"),  # section 2 lost its line
    (
        ("1. A", "a) B", "b) C", "c) D", "d) E", "đ) G", "e) H", "g) I", "h) K", "i) L"),
        "1 1," + ",".join(f"2 {letter}" for letter in "abcdđeghi"),
    ),
    (("1. A", "i) B", "ii) C", "iii) D", "2. E"), "1 1,2 i,2 ii,2 iii,1 2"),
    (("1. A", "1) B", "2) C", "2. D"), "1 1,2 1,2 2,1 2"),  # one numeral, two styles, two levels
    (("I. A", "1. B", "2. C", "1. D"), "1 I,2 1,2 2,2 1"),  # restarts under a lost heading
    (
        ("Chương I", "QUY ĐỊNH CHUNG", "Điều 1. A", "1. B", "a) C", "Chương II", "RIÊNG", "Điều 2. D"),
        "1 Chương I,2 Điều 1,3 1,4 a,1 Chương II,2 Điều 2",
    ),
    (
        ("Phần một: A", "1. B", "Phần hai: C", "A. D", "2. E", "B. F", "3. G"),
        "1 Phần một,2 1,1 Phần hai,2 A,3 2,2 B,3 3",
    ),  # numbering runs through
    (("1. A", "60. Trang"), "1 1"),  # jumps too far to be a label
    (("C. Mác viết",), ""),  # a letter with nothing before it
    (("II NHIỆM VỤ CHUNG",), ""),
    (("I NHIỆM VỤ CHUNG", "1. A", "II GIẢI PHÁP CHUNG"), "1 I,2 1,1 II"),  # no stop, but in step
]


@pytest.mark.parametrize(("lines", "expected"), TREES)
def test_tree(lines: tuple[str, ...], expected: str) -> None:
    assert tree(*lines) == [part for part in expected.split(",") if part]


def test_heading_of_a_lone_label_is_the_next_line() -> None:
    source = reading("II.", "Nhiệm vụ", "- Mở lớp", "IV", "TỔ CHỨC THỰC HIỆN", "3.", "- Không có tiêu đề")
    found = find_outline(source, framed(source))
    assert [(h.label, h.heading) for h in found] == [("II", "Nhiệm vụ"), ("IV", "TỔ CHỨC THỰC HIỆN"), ("3", "")]
    assert source.text[found[0].content : found[0].end] == "Nhiệm vụ"


def test_quoted_amendment_is_text_not_outline() -> None:
    lines = ("Điều 1. Sửa đổi", "“Điều 7. Mức hỗ trợ", "1. Mỗi hộ", "2. Mỗi thôn”.", "Điều 2. Hiệu lực")
    assert tree(*lines) == ["1 Điều 1", "1 Điều 2"]


def test_forgotten_quotation_mark_hides_one_line_only() -> None:
    assert tree("1. A", "“Khẩu hiệu không đóng", "2. B", "“Câu khác”", "3. C") == ["1 1", "1 2", "1 3"]


def test_table_of_contents_is_no_outline() -> None:
    assert tree("I. MỞ ĐẦU ........ 3", "I. MỞ ĐẦU", "II. NHIỆM VỤ") == ["1 I", "1 II"]


ANNEXES = [
    (("1. A", "Nơi nhận:", "PHỤ LỤC", "DANH MỤC VIỆC", "I. B"), "PHỤ LỤC", "1 1,1 PL1,2 I"),
    (("1. A", "Nơi nhận:", "Phụ lục II: Chỉ tiêu", "1. B"), "Phụ lục II", "1 1,1 PL2,2 1"),
    (("1. A", "Nơi nhận:", "Phụ lục số 2", "Chỉ tiêu", "1. B"), "Phụ lục số", "1 1,1 PL2,2 1"),
    (("1. A", "Nơi nhận:", "PHỤ LỤC", "VIỆC", "PHỤ LỤC", "TIỀN"), "PHỤ LỤC", "1 1,1 PL1,1 PL2"),
    (("1. A", "Nơi nhận:", "GỢI Ý ĐỀ CƯƠNG", "I- B", "1. C"), "GỢI Ý", "1 1,1 ĐC,2 I,3 1"),
    (("1. A", "Nơi nhận:", "DANH MỤC VIỆC", "(Kèm theo Kế hoạch số 9)", "1. B"), "DANH", "1 1,1 PL1,2 1"),
    (("1. A", "Nơi nhận:", "QUY CHẾ", "(Ban hành kèm theo Quyết định số 9)", "1. B"), "QUY", "1 1,1 1"),
    (("1. A", "2. B", "Nơi nhận:", "Mẫu số 01", "1. C"), "Mẫu", "1 1,1 2,1 1"),
    (("1. A", "Phụ lục kèm theo nêu rõ mức chi", "2. B"), "", "1 1,1 2"),  # prose of the body
    (("1. A", "Nơi nhận:", "Phụ lục này gồm ba bảng", "1. B"), "Phụ", "1 1,1 1"),
]


@pytest.mark.parametrize(("lines", "annex", "expected"), ANNEXES)
def test_annexes(lines: tuple[str, ...], annex: str, expected: str) -> None:
    assert tree(*lines, tail="Nơi nhận" if annex else "", annex=annex) == expected.split(",")


def test_annex_the_frame_took_for_its_tail_is_found() -> None:
    assert tree("1. A", "Nơi nhận:", "PHỤ LỤC", "VIỆC", "1. B", tail="Nơi nhận") == ["1 1", "1 PL1", "2 1"]


def test_annex_heading_is_the_title_below_the_word() -> None:
    source = reading("PHỤ LỤC", "DANH MỤC VIỆC", "(Kèm theo Kế hoạch số 9)")
    found = find_outline(source, Frame(0, 0, 0))
    assert [(h.label, h.heading) for h in found] == [("PL1", "DANH MỤC VIỆC")]


TASKS: tuple[str | Row, ...] = (
    "II. NHIỆM VỤ",
    ("TT", "Nhiệm vụ", "Chủ trì", "Thời gian"),
    ("I", "TUYÊN TRUYỀN", "", ""),
    ("1", "Mở chuyên mục", "Đài xã", "Quý I"),
    ("2.", "Treo pa nô", "Văn hóa", "Quý II"),
    ("VII", "DIỄN TẬP", "", ""),
    ("1", "Diễn tập", "Quân sự", "Quý III"),
    ("IX. Kiểm tra", "", "", ""),
    "III. KINH PHÍ",
)


def test_table_sections_are_headings_and_row_numbers_are_not() -> None:
    assert tree(*TASKS) == ["1 II", "2 I", "2 VII", "2 IX", "1 III"]


def test_frame_drawn_around_text_is_read_as_text() -> None:
    assert tree(("I. A",), ("1. B",)) == ["1 I", "2 1"]


PATHS = [
    (("II", None), ("1", 0), ("1.2", 1), "II.1.2"),
    (("II", None), ("6", 0), ("5.1", 1), "II.6.5.1"),  # a slip of the writer stays visible
    (("II", None), ("2.1", 0), ("a", 1), "II.2.1.a"),
    (("PL1", None), ("I", 0), ("1", 1), "PL1.I.1"),
    (("Chương I", None), ("Điều 2", 0), ("1", 1), "Điều 2.1"),
    (("PL1", None), ("Chương I", 0), ("Điều 2", 1), "PL1.Điều 2"),
    (("II", None), ("II.1", 0), ("II.1.2", 1), "II.1.2"),
]


@pytest.mark.parametrize(("first", "second", "third", "path"), PATHS)
def test_path(first: tuple[str, None], second: tuple[str, int], third: tuple[str, int], path: str) -> None:
    nodes = [Heading(label, "", i, up, 0, 0, 0) for i, (label, up) in enumerate((first, second, third), 1)]
    assert path_of(2, nodes) == path
    assert path_of(None, nodes) == ""


LINE = st.sampled_from(
    [
        "I. ",
        "II- ",
        "A. ",
        "1. ",
        "2. ",
        "1.1. ",
        "3.2 ",
        "a) ",
        "đ) ",
        "i) ",
        "(1) ",
        "Điều 3. ",
        "Chương I",
        "- ",
        "PHỤ LỤC ",
        "",
    ]
)
LINES = st.lists(
    st.tuples(LINE, st.text(alphabet="aăđ BC.:;-1“”()/", min_size=1, max_size=12)), min_size=1, max_size=30
)


@given(LINES, st.integers(min_value=0, max_value=100), st.integers(min_value=0, max_value=100))
def test_spans_hold_and_parents_come_before(lines: list[tuple[str, str]], one: int, two: int) -> None:
    texts = [" ".join((label + text).split()) for label, text in lines]
    source = reading(*[text for text in texts if text] or ["a"])
    low, high = sorted((min(one, len(source.text)), min(two, len(source.text))))
    found = find_outline(source, Frame(0, low, high))
    for at, node in enumerate(found):
        assert source.text[node.content : node.end].strip(" *_") == node.heading
        assert node.start <= node.content <= node.end
        assert node.depth == 1 if node.parent is None else found[node.parent].depth + 1 == node.depth
        assert node.parent is None or node.parent < at
    assert [n.start for n in found] == sorted({n.start for n in found})


@pytest.mark.parametrize(
    "line", ["1." * 400_000, "9" * 900_000, " I" * 400_000, "(1) a; " * 130_000, "Điều " * 150_000]
)
def test_hostile_line_takes_no_time(line: str) -> None:
    source = reading(line.strip())
    began = time.process_time()
    find_outline(source, framed(source))
    assert time.process_time() - began < 10
