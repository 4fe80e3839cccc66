"""Word's automatic numbers, character for character as Word prints them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.readers.docx import read_docx
from parser.readers.docx_numerals import bullet, letters, numeral, roman, symbol
from tests.docx_samples import (
    OUTLINE,
    abstract,
    docx,
    instance,
    item,
    level_override,
    lvl,
    num,
    p,
    run,
    start_override,
    style,
    tbl,
    tc,
    text_box,
    tr,
)


def lines(body: str, **parts: str) -> list[str]:
    return read_docx(docx(body, **parts), "x.docx").text.split("\n")


def labels(items: list[tuple[int, int]], numbering: str) -> list[str]:
    """Return the labels of paragraphs given as (level, numId)."""
    body = "".join(item("@", level, identity) for level, identity in items)
    return [line.removesuffix("@").rstrip() for line in lines(body, numbering=numbering)]


def one(*levels: int) -> list[tuple[int, int]]:
    return [(level, 1) for level in levels]


TWO = abstract(0, lvl(0, "%1."), lvl(1, "%1.%2."))
ROWS = [
    # the outline of a plan
    (one(0, 1, 4, 0, 1, 2, 2, 3, 3), OUTLINE, ["I.", "1.", "-", "II.", "1.", "1.1.", "1.2.", "a)", "b)"]),
    # deeper levels begin anew under the next heading
    (one(0, 1, 1, 0, 1), TWO + instance(1, 0), ["1.", "1.1.", "1.2.", "2.", "2.1."]),
    # a skipped level shows its start and counts as begun
    (one(2, 2, 1, 0), OUTLINE, ["1.1.", "1.2.", "2.", "II."]),
    # lists of one abstract list count on
    ([(0, 1), (0, 2), (1, 2), (0, 1)], TWO + instance(1, 0) + instance(2, 0), ["1.", "2.", "2.1.", "3."]),
    # an overridden start begins anew at its first use only
    (
        [(0, 1), (0, 1), (0, 2), (0, 2), (0, 1)],
        TWO + instance(1, 0) + instance(2, 0, start_override(0, 7)),
        ["1.", "2.", "7.", "8.", "9."],
    ),
    # and is the start after each heading
    (
        [(0, 2), (1, 2), (0, 2), (1, 2)],
        TWO + instance(2, 0, start_override(1, 5)),
        ["1.", "1.5.", "2.", "2.5."],
    ),
    # a w:num may redefine a level: its look changes, the count goes on
    (
        [(0, 1), (0, 2), (0, 1)],
        TWO + instance(1, 0) + instance(2, 0, level_override(0, lvl(0, "(%1)", "upperLetter"))),
        ["1.", "(B)", "3."],
    ),
    # Điều counts through all chapters; a point begins anew in each chapter, not in each Điều
    (
        one(0, 1, 2, 1, 2, 0, 1, 2),
        abstract(
            0,
            lvl(0, "Chương %1", "upperRoman"),
            lvl(1, "Điều %2.", more='<w:lvlRestart w:val="0"/>'),
            lvl(2, "%3)", "lowerLetter", more='<w:lvlRestart w:val="1"/>'),
        )
        + instance(1, 0),
        ["Chương I", "Điều 1.", "a)", "Điều 2.", "b)", "Chương II", "Điều 3.", "a)"],
    ),
    # a restart after a deeper level makes no sense and is passed over
    (
        one(0, 1, 0, 1),
        abstract(0, lvl(0, "%1."), lvl(1, "%2)", more='<w:lvlRestart w:val="5"/>')) + instance(1, 0),
        ["1.", "1)", "2.", "1)"],
    ),
    # legal numbering turns Roman parents to digits
    (
        one(0, 1),
        abstract(0, lvl(0, "%1.", "upperRoman"), lvl(1, "%1.%2.", more="<w:isLgl/>")) + instance(1, 0),
        ["I.", "1.1."],
    ),
    # a parent without a number takes its point with it
    (one(0, 1), abstract(0, lvl(0, "", "none"), lvl(1, "%1.%2.")) + instance(1, 0), ["", "1."]),
    # zero-padded, also in Word 2010's custom form
    (one(0, 0), abstract(0, lvl(0, "%1.", "decimalZero")) + instance(1, 0), ["01.", "02."]),
    (
        one(0),
        f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="9"/>'
        f'<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/>'
        f'</mc:Choice></mc:AlternateContent><w:lvlText w:val="%1/"/></w:lvl></w:abstractNum>{instance(1, 0)}',
        ["009/"],
    ),
    # a placeholder of a deeper level voids the label
    (one(0, 1), abstract(0, lvl(0, "%1.%2."), lvl(1, "%2.")) + instance(1, 0), ["", "1."]),
    # bullets stand for themselves; pictures of symbol fonts for "•"
    (
        one(0, 1, 2, 3),
        abstract(
            0,
            lvl(0, "\uf0b7", "bullet", '|<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr>'),
            lvl(1, "\uf02d", "bullet", '|<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr>'),
            lvl(2, "+", "bullet"),
            lvl(3, "o", "bullet", '|<w:rPr><w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/></w:rPr>'),
        )
        + instance(1, 0),
        ["•", "-", "+", "•"],
    ),
    # a picture bullet is drawn whatever its text
    (one(0), abstract(0, lvl(0, "", "bullet", '<w:lvlPicBulletId w:val="0"/>')) + instance(1, 0), ["•"]),
    # a hidden number is not printed, a capital one is
    (one(0), abstract(0, lvl(0, "%1.", more="|<w:rPr><w:vanish/></w:rPr>")) + instance(1, 0), [""]),
    (one(0), abstract(0, lvl(0, "%1)", "lowerLetter", "|<w:rPr><w:caps/></w:rPr>")) + instance(1, 0), ["A)"]),
    # levels and lists that are not there number nothing
    ([(0, 9), (5, 1), (0, 1)], TWO + instance(1, 0), ["", "", "1."]),
    (one(0), instance(1, 5), [""]),
    # damaged values do not stop the reader
    (one(0), abstract(0, lvl(0, "%1.").replace('w:val="1"', 'w:val="một"'), lvl(77, "x")) + instance(1, 0), ["0."]),
]  # fmt: skip


@pytest.mark.parametrize(("items", "numbering", "expected"), ROWS)
def test_labels(items: list[tuple[int, int]], numbering: str, expected: list[str]) -> None:
    assert labels(items, numbering) == expected


@pytest.mark.parametrize(("suffix", "expected"), [("tab", "1. Việc"), ("space", "1. Việc"), ("nothing", "1.Việc")])
def test_what_follows_the_number(suffix: str, expected: str) -> None:
    numbering = abstract(0, lvl(0, "%1.", more=f'<w:suff w:val="{suffix}"/>')) + instance(1, 0)
    assert lines(item("Việc"), numbering=numbering) == [expected]


HEADINGS = (
    '<w:style w:type="paragraph" w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Khoan"><w:basedOn w:val="Muc"/>'
    '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="KhoanDam"><w:basedOn w:val="Khoan"/><w:rPr><w:caps/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Diem"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Thoi"><w:basedOn w:val="Muc"/>'
    '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
)
LINKED = abstract(
    0,
    lvl(0, "%1.", "upperRoman"),
    lvl(1, "%2.", "lowerLetter"),
    lvl(2, "%3)", more='<w:pStyle w:val="Diem"/>'),
) + instance(1, 0)


def test_numbers_from_styles() -> None:
    body = (
        p("a", style("Muc"))
        + p("b", style("Khoan"))
        + p("c", style("KhoanDam"))
        # the level that is linked to the style
        + p("d", style("Diem"))
        # switched off by the style, by the paragraph, moved by the paragraph
        + p("e", style("Thoi"))
        + p("f", style("Muc") + num(0, 0))
        + p("g", style("Muc") + num(1, None))
        + p("h", style("Khoan") + num(None, 1))
    )
    assert lines(body, styles=HEADINGS, numbering=LINKED) == [
        "I. a", "a. b", "B. C", "1) d", "e", "f", "c. g", "d. h",
    ]  # fmt: skip


def test_list_style_links_to_its_abstract_list() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="DS"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    numbering = (
        abstract(0, '<w:numStyleLink w:val="DS"/>')
        + abstract(1, '<w:styleLink w:val="DS"/>', lvl(0, "Bước %1:"))
        + abstract(2, '<w:numStyleLink w:val="Khong"/>')
        + instance(1, 0)
        + instance(2, 1)
        + instance(3, 2)
    )
    body = item("a", 0, 1) + item("b", 0, 2) + item("c", 0, 3)
    assert lines(body, styles=styles, numbering=numbering) == ["Bước 1: a", "Bước 2: b", "c"]


def test_cells_count_in_reading_order() -> None:
    """The STT column of a task table is often nothing but automatic numbers."""
    auto = tc(p("", num(0)))
    body = item("a") + tbl(tr(auto, "việc một"), tr(auto, "việc hai")) + item("b")
    assert lines(body, numbering=OUTLINE) == ["I. a", "II.", "việc một", "III.", "việc hai", "IV. b"]


def test_text_boxes_count_by_themselves() -> None:
    body = item("a") + p(text_box(item("hộp"), item("hộp"))) + item("b")
    assert lines(body, numbering=OUTLINE) == ["I. a", "I. hộp", "II. hộp", "II. b"]


def test_hidden_and_deleted_paragraphs_do_not_count() -> None:
    hidden = p(run("ẩn", "<w:vanish/>"), num(0) + "<w:rPr><w:vanish/></w:rPr>")
    removed = '<w:del w:id="1" w:author="a"><w:r><w:delText>bỏ</w:delText></w:r></w:del>'
    deleted = p(removed, num(0) + '<w:rPr><w:del w:id="2" w:author="a"/></w:rPr>')
    assert lines(item("a") + hidden + deleted + item("b"), numbering=OUTLINE) == ["I. a", "II. b"]


def test_empty_items_count_and_bare_bullets_are_dropped() -> None:
    body = item("a") + p("", num(0)) + p("", num(4)) + item("b")
    assert lines(body, numbering=OUTLINE) == ["I. a", "II.", "III. b"]


NUMERALS = [
    (4, "upperRoman", "IV"), (1994, "lowerRoman", "mcmxciv"), (0, "upperRoman", "0"), (26, "lowerLetter", "z"),
    (27, "lowerLetter", "aa"), (54, "upperLetter", "BBB"), (0, "lowerLetter", "0"), (7, "none", ""), (7, "01", "07"),
    (100, "01", "100"), (3, "numberInDash", "- 3 -"), (5, "chicago", "**"), (1, "decimalEnclosedCircle", "①"),
    (21, "decimalEnclosedParen", "21"), (3, "cardinalText", "Three"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "fmt", "expected"), NUMERALS)
def test_number_formats(value: int, fmt: str, expected: str) -> None:
    assert numeral(value, fmt) == expected


@pytest.mark.parametrize(
    ("text", "font", "expected"),
    [
        ("-", "", "-"), (" ", "", ""), ("–", "Times New Roman", "–"), ("ü", "Wingdings", "•"), ("-", "Wingdings", "-"),
        ("\uf0fc", "Wingdings", "•"), ("\uf02b", "Symbol", "+"), ("\uf0e7", "", "•"),
    ],
)  # fmt: skip
def test_bullets(text: str, font: str, expected: str) -> None:
    assert bullet(text, font) == expected


@pytest.mark.parametrize(
    ("code", "font", "expected"),
    [(0xF0B7, "Symbol", "•"), (0x33, "Symbol", "3"), (0xF099, "Symbol", ""), (0x110, "Arial", "Đ"), (0xF041, "X", "")],
)
def test_symbols(code: int, font: str, expected: str) -> None:
    assert symbol(code, font) == expected


@given(st.integers(1, 3999))
def test_roman_numerals_read_back(value: int) -> None:
    worth = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    digits = [worth[letter] for letter in roman(value)]
    assert sum(-d if d < max(digits[i:]) else d for i, d in enumerate(digits)) == value


@given(st.integers(1, 780))
def test_letters_repeat_one_letter(value: int) -> None:
    text = letters(value)
    assert len(set(text)) == 1
    assert 26 * (len(text) - 1) + ord(text[0]) - ord("a") + 1 == value
