"""The parts of recognition that need no Tesseract: repairs, sifting, hands, pictures, columns, places."""

from __future__ import annotations

import io
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from audit.legibility import doubted
from audit.report import Item, Span
from parser.document import Box, Cell, Document, Finding, Frame, Header, Page, Paragraph, Reading, Requirement, Source
from parser.readers.ocr import handwriting, picture, regions, rules, sifting, stamps, unread
from parser.readers.ocr.edits import Edit, apply
from parser.readers.ocr.engine import Word, as_tiff, parse_words
from parser.readers.ocr.findings import finish
from parser.readers.ocr.repair import repairs
from parser.readers.pdf_shapes import Band, Line, PageLayout, Scan

SOURCE = Source("a.pdf", "", "application/pdf", "pdf", 1, 1)


def reading_of(*lines: str, cell: bool = False) -> Reading:
    text, paragraphs, at = "\n".join(lines), [], 0
    for line in lines:
        paragraphs.append(Paragraph(at, at + len(line), Cell(0, 0, 0) if cell else None))
        at += len(line) + 1
    return Reading(text, tuple(paragraphs), SOURCE, (Page(1, 0, len(text)),))


def repaired(*lines: str, cell: bool = False) -> str:
    reading = reading_of(*lines, cell=cell)
    return apply(reading, repairs(reading.text, reading.paragraphs))[0].text


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("Kết luận số 01-KL/IW", "Kết luận số 01-KL/TW"),  # T read as I
        ("Nghị quyết 19-NQ/UW của", "Nghị quyết 19-NQ/TW của"),  # T read as U
        ("số 15-KH/ITWĐTN-BTG", "số 15-KH/TWĐTN-BTG"),  # T read twice, as I and as it is
        ("số 12/2024/QD-UBND", "số 12/2024/QĐ-UBND"),  # the stroke of Đ lost
        ("số 31/KH-SYT", "số 31/KH-SYT"),  # a code that nothing is known against
        ("tỷ lệ 12/KW", "tỷ lệ 12/KW"),  # no symbol: one code only
        ("ngày l6 thắng 6 năm 2010", "ngày 16 tháng 6 năm 2010"),
        ("ngày 31 thắng 2 năm 2010", "ngày 31 thắng 2 năm 2010"),  # no such day: nothing is proved
        ("thắng 3 trận", "thắng 3 trận"),  # free text
        ("trong quý IH/2024", "trong quý III/2024"),
        ("trong quý 1/2024", "trong quý 1/2024"),  # an Arabic quarter is right as it is
        ("theo mục lI của kế hoạch", "theo mục II của kế hoạch"),
        ("QUYÉT ĐỊNH:", "QUYẾT ĐỊNH:"),
        ("Độc lập — Tự do — Hạnh phúc", "Độc lập — Tự do — Hạnh phúc"),  # only signs differ
        ("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),  # tone placement is free
        ("Nơi nhân:", "Nơi nhận:"),
        ("ơi nhận:", "Nơi nhận:"),  # the first letter cut off
        ("Nơinhận:", "Nơi nhận:"),  # the space lost
        ("Khơi nhân tố mới: tuyên truyền", "Khơi nhân tố mới: tuyên truyền"),
        ("Điêu 4. Hiệu lực thi hành", "Điều 4. Hiệu lực thi hành"),
        ("1M. ỦY BAN NHÂN DÂN", "TM. ỦY BAN NHÂN DÂN"),
        ("KI. CHỦ TỊCH", "KT. CHỦ TỊCH"),
        ("- Lưu: VI, TH.", "- Lưu: VT, TH."),
        ("Tô chức thực hiên tôt", "Tô chức thực hiên tôt"),  # free text stays wrong: it is never guessed
    ],
)
def test_closed_sets_are_repaired_and_nothing_else(read: str, right: str) -> None:
    assert repaired(read) == right


def test_labels_are_repaired_in_sequence() -> None:
    read = ("Ị. MỤC TIÊU", "IH. NHIỆM VỤ", "II. GIẢI PHÁP", "1V. TỔ CHỨC", "d) Một", "d) Hai", "V.KINH PHÍ")
    right = "I. MỤC TIÊU\nII. NHIỆM VỤ\nIII. GIẢI PHÁP\nIV. TỔ CHỨC\nd) Một\nđ) Hai\nV. KINH PHÍ"
    assert repaired(*read) == right
    assert repaired("VI. SÁU", "VI. BẢY", "VII. TÁM") == "VI. SÁU\nVII. BẢY\nVIII. TÁM", "no section follows itself"
    rows = ("I", "KIỂM TRA", "I", "SỬA CHỮA", "IH", "NGHIỆM THU", "I", "Một người")
    assert repaired(*rows) == "I\nKIỂM TRA\nII\nSỬA CHỮA\nIII\nNGHIỆM THU\nI\nMột người", "labels in cells of a table"
    assert repaired("L MỤC TIÊU", "I. NHIỆM VỤ", "II THỰC HIỆN") == "I. MỤC TIÊU\nII. NHIỆM VỤ\nIII. THỰC HIỆN"
    assert repaired("I. MỤC TIÊU", "IIL NHIỆM VỤ", "II. THỰC HIỆN") == "I. MỤC TIÊU\nII. NHIỆM VỤ\nIII. THỰC HIỆN"
    assert repaired("TL. GIÁM ĐỐC") == "TL. GIÁM ĐỐC"
    assert repaired("I. MỘT", "HI VỌNG MỚI", "VI PHẠM") == "I. MỘT\nHI VỌNG MỚI\nVI PHẠM", "words, not labels"
    assert repaired("1. Một", "2; Hai", "3: Ba", "7: Bảy") == "1. Một\n2. Hai\n3. Ba\n7: Bảy"
    assert repaired("I. MỘT", "II HAI BA BỐN", "VIỆT NAM") == "I. MỘT\nII. HAI BA BỐN\nVIỆT NAM"


def test_the_letterhead_gets_its_marks_back() -> None:
    assert repaired("TÍNH VĂN SƠN", "THÀNH PHÓ BẮC HẢI", cell=True) == "TỈNH VĂN SƠN\nTHÀNH PHỐ BẮC HẢI"
    assert repaired("TÍNH TOÁN LẠI") == "TÍNH TOÁN LẠI", "outside the letterhead's columns nothing is proved"


@given(
    st.text("ab ", min_size=0, max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 4), st.text("xyz", max_size=5)), max_size=5),
)
def test_edits_keep_every_offset_true(text: str, raw: list[tuple[int, int, str]]) -> None:
    words = [(m, m + 1) for m in range(len(text)) if text[m] != " "]
    boxes = tuple(Box(a, b, 1, 0, 0, 1, 1) for a, b in words)
    reading = replace(reading_of(text), boxes=boxes)
    edits = [Edit(min(a, len(text)), min(a + n, len(text)), new, "x") for a, n, new in raw]
    changed, done = apply(reading, edits)
    assert all(changed.text[e.start : e.end] == e.text for e in done)
    assert changed.paragraphs[0].end == len(changed.text) == changed.pages[0].end
    touched = [(e.start, e.end) for e in edits]
    for (a, b), box in zip(words, changed.boxes, strict=True):
        if not any(start <= b and a <= end for start, end in touched):
            assert changed.text[box.start : box.end] == text[a:b]


def word(text: str, x0: float = 0, confidence: float = 95, line: int = 0, **more: float) -> Word:
    values = {"x1": x0 + 6 * len(text), "y0": 100, "y1": 110, "baseline": 110, "size": 12} | more
    return Word(
        text, x0, values["y0"], values["x1"], values["y1"], confidence, line, values["baseline"], values["size"]
    )


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ([word("kế", 0), word("hoạch", 20)], "kế hoạch"),
        ([word("¬_", 0, 13), word("kế", 60)], "kế"),  # a speck
        ([word("Ƒỗ%", 0, 5), word("~j", 30, 12)], ""),  # a line of strokes
        ([word("TRUGN", 0, 20), word("-TÂM", 40, 18), word("xãẵ", 90, 9)], ""),
        (
            [word("Số:", 0), word("Z#o1", 30, 3), word("/KH-UBND", 70, 70)],
            "Số: Z#o1 /KH-UBND",
        ),  # the number line is kept
        ([word("2.", 0, 66), word("Yêucầu", 30, 66)], "2. Yêucầu"),  # a short heading whose space was lost
        ([word("môn", 0, 24)], "môn"),  # the last word of a cell
        ([word("Quý", 0, 94), word("I/2030", 30, 33)], "Quý I/2030"),
        ([word("Gíp", 0, 30), word("x¬Ñ", 30, 22)], ""),  # a seal's rim
        ([word("THÔNG", 0, 30), word("TINIˆ", 40, 22), word("TỦ", 80, 30)], ""),  # a stamp over a stamp
        ([word("Độc", 0), word("—-", 30, 80), word("lập", 50)], "Độc —- lập"),  # a dash is writing
    ],
)
def test_sifting(words: list[Word], left: str) -> None:
    assert " ".join(found.text for found in sifting.sift(words)) == left


def form(*texts: tuple[str, float, float], line: int = 0) -> list[Word]:
    """Words of a line with their height and confidence."""
    words, x = [], 0.0
    for text, height, sure in texts:
        words.append(word(text, x, sure, line, y0=110 - height))
        x += 7 * len(text) + 6
    return words


PRINT = form(("340", 9, 96), ("12", 9, 96), ("2025", 9, 96), line=9)


@pytest.mark.parametrize(
    ("line", "left", "blanks"),
    [
        (form(("Số:", 12, 96), ("47/KH-UBND", 11, 90)), "Số: 47/KH-UBND", set()),
        (form(("Số:", 12, 96), ("03-CT/ĐU", 9, 15)), "Số: 03-CT/ĐU", set()),  # codes are no words: doubt means nothing
        (form(("Số:", 12, 96), ("445", 13, 91), ("/NQ-HĐND", 12, 91)), "Số: /NQ-HĐND", {"number"}),  # too tall for print
        (form(("Số:", 12, 96), ("#0$", 9, 3), ("/QĐ-UBND", 12, 80)), "Số: /QĐ-UBND", {"number"}),
        (form(("Số:", 12, 96), ("/KH-UBND", 12, 90)), "Số: /KH-UBND", set()),  # blank
        (
            form(("Văn", 9, 96), ("Sơn,", 11, 96), ("ngày", 12, 96), ("12", 9, 96), ("tháng", 12, 96), ("3", 9, 96), ("năm", 9, 96), ("2025", 9, 96)),
            "Văn Sơn, ngày 12 tháng 3 năm 2025",
            set(),
        ),
        (
            form(("Văn", 9, 96), ("Sơn,", 11, 96), ("ngày", 12, 96), ("#9", 15, 16), ("tháng", 12, 96), ("3", 9, 96), ("năm", 9, 96), ("2025", 9, 96)),
            "Văn Sơn, ngày tháng 3 năm 2025",
            {"date"},
        ),
        (
            form(("Văn", 9, 96), ("Sơn,", 11, 96), ("ngày82tháng", 14, 84), ("3", 9, 96), ("năm", 9, 96), ("2025", 9, 96)),
            "Văn Sơn, ngày tháng 3 năm 2025",
            {"date"},
        ),
        (form(("kết", 9, 96), ("luận", 9, 96), ("ngày", 12, 96), ("1B/5/2021", 12, 40), ("năm", 9, 96)), "kết luận ngày 1B/5/2021 năm", set()),
    ],
)  # fmt: skip
def test_numbers_written_by_hand_are_blanks(line: list[Word], left: str, blanks: set[str]) -> None:
    filled = handwriting.take_out([*line, *PRINT], 842)
    assert " ".join(found.text for found in filled.words if found.line == 0) == left
    assert filled.blanks == blanks


@pytest.mark.parametrize(
    ("ink", "blanks"),
    [
        ([], set()),  # a draft: nothing is written in the blanks
        ([(20.0, 99.0, 26.0, 112.0)], {"number"}),  # a hand that was not read at all
        ([(20.0, 150.0, 26.0, 162.0)], set()),  # ink of another line
    ],
)
def test_ink_in_an_empty_blank_is_no_blank(ink: list[tuple[float, float, float, float]], blanks: set[str]) -> None:
    line = [word("Số:", 0), word("/KH-UBND", 60)]
    assert handwriting.take_out([*line, *PRINT], 842, ink).blanks == blanks
    alone = handwriting.take_out([word("Số:", 0), *PRINT], 842, ink)
    assert alone.blanks == blanks, "a number without its symbol"


def test_ink_between_day_and_month() -> None:
    line = [word("Văn", 0), word("Sơn,", 30), word("ngày", 60), word("tháng", 120), word("năm", 190), word("2030", 220)]
    assert handwriting.take_out([*line, *PRINT], 842, [(95.0, 98.0, 105.0, 111.0)]).blanks == {"date"}
    assert handwriting.take_out([*line, *PRINT], 842, [(214.0, 98.0, 216.0, 111.0)]).blanks == set()


def test_lone_labels_are_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    gray = np.full((800, 900), 255, np.uint8)
    words = []
    for number, y in enumerate(range(100, 700, 60)):
        for x in range(100, 800, 100):
            gray[y : y + 20, x : x + 60] = 20
            words.append(word("chữ", x, 95, number, x1=x + 60, y0=y, y1=y + 20, baseline=y + 20, size=24))
    for x, y in ((102, 136), (500, 136), (300, 196), (101, 740)):  # the first and the last stand at the margin
        gray[y : y + 18, x : x + 10] = 20
    shapes, parts = regions.find_shapes(gray, 128, 200), [regions.Region(0, 0, 900, 800)]
    assert len(unread.passed_over(shapes, [(w.x0, w.y0, w.x1, w.y1) for w in words], 200)) == 4

    def answers(*texts: str) -> list[str]:
        def recognise(picture: np.ndarray[Any, Any], dpi: int, mode: int, letters: str) -> list[Word]:
            return [word(text, 30, 95, k, y0=30 + 90 * k, y1=48 + 90 * k) for k, text in enumerate(texts)]

        monkeypatch.setattr(unread.engine, "recognise", recognise)
        found = [list(words)]
        unread.lone_labels(gray, shapes, parts, found, 200)
        return [f"{w.text} {w.x0:.0f} {w.y0:.0f} {w.size:.0f}" for w in found[0][len(words) :]]

    assert answers("III.", "2") == ["III. 100 740 24", "2 102 136 24"]
    assert answers("..", "1)2") == [], "what is no label is left"


def test_hocr() -> None:
    told = (
        "<span class='ocr_line' id='l' title=\"bbox 10 20 200 50; baseline 0.01 -8; x_size 30; x_descenders 6\">"
        "<span class='ocrx_word' id='w' title='bbox 10 20 60 45; x_wconf 91'>QÐ&amp;</span>"
        "<span class='ocrx_word' id='w' title='bbox 70 20 90 45; x_wconf 5'> </span></span>"
    )
    (found,) = parse_words(told)
    assert (found.text, found.confidence, found.line, found.size) == ("QĐ&", 91, 0, 30)
    assert math.isclose(found.baseline, 50 - 8 + 0.01 * 25)


def page_of_lines(*, columns: bool = False) -> Any:
    """A white page with rows of dark bars in the shape of words."""
    gray = np.full((2339, 1654), 255, np.uint8)

    def row(y: int, x0: int, x1: int) -> None:
        for x in range(x0, x1, 16):
            if (x // 16) % 6 != 5:
                gray[y : y + 22, x : x + 11] = 20

    if columns:
        for y in (150, 200, 300):
            row(y, 200, 600)
            row(y, 800, 1500)
    for y in range(500, 2000, 50):
        row(y, 200, 1500)
    return gray


def test_a_page_askew_or_on_its_side() -> None:
    gray = page_of_lines()
    assert picture.rotate(np.full_like(gray, 255), 1.0, 128).min() == 255, "nothing to turn"
    for degrees in (0.0, 1.2, -2.5):
        turned = picture.rotate(gray, degrees, 128)
        assert abs(int((turned < 128).sum()) - int((gray < 128).sum())) < 0.02 * (gray < 128).sum(), "no ink is lost"
        assert abs(picture.skew(turned, 128, 200) + degrees) < 0.15
    assert not picture.is_sideways(gray) and picture.is_sideways(np.rot90(gray))


def test_pictures_are_handed_over_as_they_are() -> None:
    gray = np.random.default_rng(1).integers(0, 256, (7, 5), np.uint8)
    with Image.open(io.BytesIO(as_tiff(gray))) as file:
        assert (np.asarray(file) == gray).all() and file.format == "TIFF"


def test_light_and_grain() -> None:
    gray = page_of_lines()
    shade = np.linspace(0.4, 1, gray.shape[1])[None, :]
    dark = (gray * shade).astype(np.uint8)
    assert picture.even_light(gray, 200) is gray
    assert picture.even_light(dark, 200)[100:400].min() > 200, "paper is white again"
    noisy = np.clip(gray + np.random.default_rng(1).normal(0, 14, gray.shape), 0, 255).astype(np.uint8)
    assert (
        picture.quiet(gray) is gray
        and picture.quiet(noisy).max() == 255
        and picture.grain(noisy) > 2 * picture.grain(picture.quiet(noisy))
    )


def test_a_red_seal_is_taken_out_and_black_letters_under_it_stay() -> None:
    colours = np.full((1200, 1200, 3), 255, np.uint8)
    colours[400:700, 450:750][::4] = (220, 40, 50)
    colours[500:512, 300:900] = 60
    colours[900:915, 100:300] = (200, 30, 30)  # a red line of letters is no seal
    gray, seals = picture.to_gray(colours, 200)
    assert len(seals) == 1
    assert gray[420:490].min() > 200 and gray[503:509, 500:700].max() < 130 and gray[905, 200] < 130


def test_columns_are_cut_and_the_letterhead_in_two_rows() -> None:
    gray = page_of_lines(columns=True)
    shapes = regions.find_shapes(gray, 128, 200)
    parts = regions.page_regions(regions.pieces(shapes, 200), [], gray.shape, 200)
    assert [part.x0 > 0 for part in parts] == [False, True, False, True, False]
    assert 600 < parts[1].x0 < 800 and 222 < parts[2].y0 < 300 < parts[4].y0 < 500


def test_the_letterhead_ends_where_the_text_begins_at_the_margin() -> None:
    def line(y: float, x0: float, x1: float) -> Line:
        return Line(1, "x", x0, x1, y, 14.0)

    def parted(*left: Line) -> list[list[float]]:
        found = regions.divide_letterhead([Band([*left], [line(100, 330, 560), line(118, 360, 520)])], 842, 85)
        return [[x.y for x in part.left] if isinstance(part, Band) else [part.y] for part in found]

    issuer, symbol = line(100, 110, 250), line(118, 120, 240)
    assert parted(issuer, symbol, line(150, 85, 140), line(168, 85, 260)) == [[100, 118], [150], [168]]
    subject = line(150, 100, 270)
    assert sum(parted(issuer, symbol, subject), []) == [100, 118, 150] and [150] not in parted(issuer, symbol, subject)


def test_rows_of_one_line_have_their_cells() -> None:
    gray = np.full((1200, 1654), 255, np.uint8)
    for y in (400, 440, 540):
        gray[y : y + 3, 200:1400] = 0
    for x in (200, 600, 1397):
        gray[400:543, x : x + 3] = 0
    gray[400:440, 900:903] = 0
    gray[450:490, 1000:1003] = 0  # the stem of a large letter
    (grid,), cleaned = rules.find_tables(gray, 128, 200)
    assert len(grid.cells) == 5 and cleaned[460, 1001] == 0


def test_ruled_tables_are_found_in_the_picture() -> None:
    gray = np.full((2339, 1654), 255, np.uint8)
    for y in (400, 500, 600):
        gray[y : y + 3, 200:1400] = 0
    for x in (200, 300, 900, 1397):
        gray[400:603, x : x + 3] = 0
    (grid,), cleaned = rules.find_tables(gray, 128, 200)
    assert len(grid.cells) == 6 and grid.columns == 3 and cleaned.min() == 255
    assert rules.find_tables(page_of_lines(), 128, 200)[0] == []


def test_stamps_of_incoming_mail_and_marks() -> None:
    assert stamps.incoming([word("CÔNG"), word("VĂN"), word("ĐẾN"), word("Ngày:..")])
    assert not stamps.incoming([word("BẢN"), word("SAO")])
    assert stamps.mark_in([word("|"), word("HỎA"), word("TỐC")]) == "HỎA TỐC"
    assert stamps.mark_in([word("TUYỆT"), word("MẬT")]) == "TUYỆT MẬT" and stamps.mark_in([word("MẬN")]) is None


def scan_page(number: int, quality: float, blanks: frozenset[str] = frozenset()) -> PageLayout:
    scan = Scan((), 0.0, quality, 1.0, None, blanks)
    return PageLayout(number, 595, 842, [], [], letters=100, scan=scan)


def test_what_is_told_of_recognised_pages() -> None:
    lines = ("Trang một", "Trang hai", "Trang ba")
    reading = reading_of(*lines)
    pages = tuple(Page(n, 10 * (n - 1), min(10 * n, len(reading.text))) for n in (1, 2, 3))
    done = finish(
        replace(reading, pages=pages), [scan_page(1, 0.9, frozenset({"number"})), scan_page(2, 0.4), scan_page(3, 0.5)]
    )
    told = {(found.kind, found.severity): (found.start, found.end) for found in done.findings}
    assert told[("ocr_poor", "warning")] == (10, len(reading.text)), "pages 2 and 3 in one warning"
    assert ("unread_number", "warning") in told and ("ocr_read", "info") in told
    assert "2–3" in next(found.message for found in done.findings if found.kind == "ocr_poor")
    assert done.source.reader == "ocr"
    mixed = finish(
        replace(reading, pages=pages), [replace(scan_page(1, 0.9)), PageLayout(2, 1, 1, [], [], letters=900)]
    )
    assert mixed.source.reader == "pdf"
    assert finish(reading, [PageLayout(1, 1, 1, [], [], letters=9)]) is reading


def test_rows_on_hardly_legible_pages_are_for_a_human() -> None:
    def paper(*findings: Finding) -> Document:
        reading = replace(reading_of("x" * 100), findings=findings)
        return Document(reading, Header(), Frame(0, 100, 100), (), (), (), (), (), (), findings)

    def item(status: Any, evidence: tuple[Span, ...] = ()) -> Item:
        asked = Requirement("r", "x", 0, 1, "", "task", (), (), None, (), (), ())
        return Item("a", asked, status, (), (), 0.9, 0.1, 0.1, False, evidence, "")

    poor = Finding("ocr_poor", "warning", "", 40, 60)
    items = (item("covered", (Span(45, 50),)), item("covered", (Span(1, 9),)), item("missing"), item("not_applicable"))
    assert doubted(items, paper(), paper()) is items
    assert [found.needs_review for found in doubted(items, paper(), paper(poor))] == [True, False, True, False]
    on_parent = doubted(items, paper(Finding("ocr_poor", "warning", "", 0, 5)), paper())
    assert [found.needs_review for found in on_parent] == [True, True, True, False]
