"""Text-layer PDFs: lines, columns, paragraphs, page furniture, stamps, turned pages, offsets."""

from __future__ import annotations

import ctypes

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from parser.document import Reading
from parser.readers.pdf import read_pdf
from tests.pdf_samples import LEFT, RIGHT, Sheet, saved

LONG = (
    "Các chi bộ trực thuộc phối hợp với tổ dân phố rà soát số hộ chưa có nước sạch, lập danh sách gửi về văn phòng "
    "để tổng hợp; mỗi chi bộ phân công một đảng viên theo dõi và báo cáo kết quả hằng tháng với ban thường vụ."
)
OTHER = "Ủy ban nhân dân phường bố trí kinh phí, tổ chức kiểm tra định kỳ và công khai kết quả trước ngày 20 tháng 9."


def lines_of(reading: Reading) -> list[str]:
    return reading.text.split("\n")


def read(sheet: Sheet) -> Reading:
    return read_pdf(sheet.data(), "mau.pdf")


def letterhead(sheet: Sheet, number: str = "Số: 15/KH-UBND") -> None:
    sheet.center(175, 60, "ỦY BAN NHÂN DÂN", "B")
    sheet.center(175, 76, "PHƯỜNG SƠN HẠ", "B")
    sheet.center(175, 96, number)
    sheet.center(420, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "B")
    sheet.center(420, 76, "VIỆT NAM", "B")
    sheet.center(420, 94, "Độc lập - Tự do - Hạnh phúc", "B")
    sheet.center(420, 112, "Sơn Hạ, ngày 05 tháng 3 năm 2024", "I")
    sheet.y = 150


def test_wrapped_lines_become_paragraphs_and_style_is_kept() -> None:
    sheet = Sheet()
    sheet.flow("I. MỤC TIÊU", "B")
    assert sheet.flow(LONG) > 1
    sheet.flow("1. " + OTHER)
    sheet.flow("- " + LONG)
    reading = read(sheet)
    assert lines_of(reading) == ["I. MỤC TIÊU", LONG, "1. " + OTHER, "- " + LONG]
    assert [paragraph.bold for paragraph in reading.paragraphs] == [True, False, False, False]


def test_columns_are_read_one_after_the_other() -> None:
    sheet = Sheet()
    letterhead(sheet)
    sheet.center((LEFT + RIGHT) / 2, sheet.y, "KẾ HOẠCH", "B")
    sheet.y += 30
    sheet.flow(LONG)
    sheet.flow(OTHER)
    top = sheet.y + 10
    for row, text in enumerate(["Nơi nhận:", "- Như trên;", "- Các tổ dân phố;", "- Lưu: VT."]):
        sheet.put(LEFT, top + 13 * row, text, size=11)
    sheet.center(430, top, "KT. CHỦ TỊCH", "B")
    sheet.center(430, top + 16, "PHÓ CHỦ TỊCH", "B")
    sheet.center(430, top + 95, "Lê Thị Mẫu", "B")
    reading = read(sheet)
    cells = [(p.cell and (p.cell.table, p.cell.column), reading.text[p.start : p.end]) for p in reading.paragraphs]
    assert cells == [
        ((0, 0), "ỦY BAN NHÂN DÂN"),
        ((0, 0), "PHƯỜNG SƠN HẠ"),
        ((0, 0), "Số: 15/KH-UBND"),
        ((0, 1), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),  # a wrapped letterhead is one paragraph
        ((0, 1), "Độc lập - Tự do - Hạnh phúc"),
        ((0, 1), "Sơn Hạ, ngày 05 tháng 3 năm 2024"),
        (None, "KẾ HOẠCH"),
        (None, LONG),
        (None, OTHER),
        ((1, 0), "Nơi nhận:"),
        ((1, 0), "- Như trên;"),
        ((1, 0), "- Các tổ dân phố;"),
        ((1, 0), "- Lưu: VT."),
        ((1, 1), "KT. CHỦ TỊCH"),
        ((1, 1), "PHÓ CHỦ TỊCH"),
        ((1, 1), "Lê Thị Mẫu"),
    ]
    assert reading.paragraphs[6].align == "center"


def test_wide_word_gaps_in_prose_are_no_columns() -> None:
    sheet = Sheet()
    sheet.flow(LONG)
    for text in ("Các tổ dân phố cùng nhân dân", "phường hưởng ứng phong trào giữ", "gìn vệ sinh xanh sạch đẹp"):
        words = text.split(" ")
        spare = RIGHT - LEFT - sum(sheet.pdf.get_string_width(word) for word in words)
        x = LEFT
        for word in words:  # justified by force
            x = sheet.put(x, sheet.y, word) + spare / (len(words) - 1)
        sheet.y += 17
    sheet.flow(OTHER)
    assert all(paragraph.cell is None for paragraph in read(sheet).paragraphs)


def test_blank_field_stays_blank() -> None:
    sheet = Sheet()
    letterhead(sheet, "Số:            /KH-UBND")
    sheet.flow(LONG)
    assert "Số: /KH-UBND" in lines_of(read(sheet))


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("Căn cứ Kết luận số 01-", "KL/TW ngày 18 tháng 5 năm 2021", "số 01-KL/TW ngày"),  # symbol
        ("cho cả giai đoạn 2024-", "2029 trên địa bàn toàn phường", "2024-2029 trên"),  # range
        ("phát triển kinh tế xã hội -", "quốc phòng và an ninh", "xã hội - quốc phòng"),  # a dash keeps its spaces
    ],
)
def test_line_ends_at_a_hyphen(first: str, second: str, joined: str) -> None:
    sheet = Sheet()
    sheet.flow(OTHER)
    sheet.pdf.set_font("body", "", sheet.size)
    width = sheet.pdf.get_string_width(first)
    sheet.put(RIGHT - width, sheet.y, first)
    sheet.put(LEFT, sheet.y + 17, second)
    assert joined in read(sheet).text


def test_page_break_is_healed_and_furniture_dropped() -> None:
    sheet = Sheet()
    words = LONG.split(" ")
    for number in range(1, 5):
        if number > 1:
            sheet.page()
            sheet.put(310, 40, str(number))
        sheet.put(LEFT, 800, "Tài liệu tuyên truyền phường Sơn Hạ", size=9)
        if number == 2:
            sheet.y = 80
            sheet.flow("của nhân dân trong phường, hoàn thành trước ngày 30 tháng 6.", indent=0)
        for item in range(3):
            sheet.flow(f"{item + 1}. " + " ".join(words[number:]))
        if number == 1:
            text = "Các tổ dân phố lấy ý kiến đóng góp rộng rãi và công khai bằng văn bản"
            sheet.pdf.set_font("body", "", sheet.size)
            sheet.put(RIGHT - sheet.pdf.get_string_width(text), sheet.y, text)
    reading = read(sheet)
    assert "Tài liệu tuyên truyền" not in reading.text
    assert "bằng văn bản của nhân dân trong phường, hoàn thành" in reading.text
    assert not [line for line in lines_of(reading) if line.isdigit()]
    assert [page.number for page in reading.pages] == [1, 2, 3, 4]


def test_raised_marks_are_footnotes_or_exponents() -> None:
    sheet = Sheet()
    sheet.flow(LONG)
    end = sheet.put(LEFT, sheet.y, "Căn cứ Luật số 42/2024/QH15")
    sheet.put(end, sheet.y - 5, "1", size=8)
    sheet.put(end + 5, sheet.y, ", diện tích 120 m")
    end = sheet.put(LEFT, sheet.y + 17, "Diện tích sân là 120 m")
    sheet.put(end, sheet.y + 12, "2", size=8)
    sheet.put(end + 5, sheet.y + 17, " trở lên.")
    sheet.put(LEFT, 780, "1", size=6)
    sheet.put(LEFT + 5, 784, "Luật về nước sạch của phường mẫu.", size=9)
    reading = read(sheet)
    assert "42/2024/QH15, diện tích" in reading.text
    assert "120 m2 trở lên" in reading.text
    assert [p.role for p in reading.paragraphs][-1] == "footnote"
    assert reading.text.endswith("Luật về nước sạch của phường mẫu.")


def test_letters_of_a_second_font_do_not_split_words() -> None:
    sheet = Sheet()
    sheet.pdf.set_font("body", "", sheet.size)
    text = "Thực hiện nhiệm vụ của Đảng bộ phường ỉ ôi"
    places, x = [], LEFT
    for letter in text:
        places.append((x, letter))
        x += sheet.pdf.get_string_width(letter)
    for x, letter in places:  # first all marked letters, from the second font
        if not letter.isascii():
            sheet.put(x, sheet.y, letter, "B")
    run, start = "", LEFT
    for x, letter in [*places, (0.0, "ế")]:  # then the plain ones, run by run
        if letter.isascii():
            start = x if not run else start
            run += letter
        elif run:
            sheet.put(start, sheet.y, run)
            run = ""
    sheet.y += 40
    sheet.flow(LONG)
    assert lines_of(read(sheet))[0] == text


def stamped(data: bytes, text: str, x: float, y: float, *, drawn: bool) -> bytes:
    """Add a stamp (with its drawing) or a free text note (words only) to the first page."""
    document = pypdfium2.PdfDocument(data)
    page = document[0]
    kind = pdfium.FPDF_ANNOT_STAMP if drawn else pdfium.FPDF_ANNOT_FREETEXT
    note = pdfium.FPDFPage_CreateAnnot(page.raw, kind)
    wide = (ctypes.c_ushort * (len(text) + 1))(*map(ord, text), 0)
    height = page.get_height()
    pdfium.FPDFAnnot_SetRect(note, pdfium.FS_RECTF(x, height - y + 12, x + 40, height - y - 4))
    if drawn:
        words = pdfium.FPDFPageObj_NewTextObj(document.raw, b"Times-Roman", 13.0)
        pdfium.FPDFText_SetText(words, wide)
        pdfium.FPDFPageObj_Transform(words, 1, 0, 0, 1, x, height - y)
        pdfium.FPDFAnnot_AppendObject(note, words)
    else:
        pdfium.FPDFAnnot_SetStringValue(note, b"Contents", wide)
    pdfium.FPDFPage_CloseAnnot(note)
    return saved(document)


@pytest.mark.parametrize("drawn", [True, False])
def test_stamped_number_lands_in_its_blank(drawn: bool) -> None:
    sheet = Sheet()
    letterhead(sheet, "Số:             /KH-UBND")
    sheet.flow(LONG)
    reading = read_pdf(stamped(sheet.data(), "542", 148, 97, drawn=drawn), "mau.pdf")
    assert "Số: 542/KH-UBND" in lines_of(reading)


def test_signature_service_text_is_kept_apart() -> None:
    sheet = Sheet()
    letterhead(sheet)
    sheet.flow(LONG)
    reading = read_pdf(stamped(sheet.data(), "Cong thong tin", 330, 30, drawn=True), "mau.pdf")
    assert lines_of(reading)[0] == "ỦY BAN NHÂN DÂN"
    assert (reading.paragraphs[-1].role, lines_of(reading)[-1]) == ("textbox", "Cong thong tin")


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_read_like_upright_ones(turn: int) -> None:
    sheet = Sheet()
    letterhead(sheet)
    sheet.flow(LONG)
    sheet.flow(OTHER)
    data = sheet.data()
    upright = read_pdf(data, "mau.pdf")
    document = pypdfium2.PdfDocument(data)
    page = document[0]
    # what a scanner or a careless export does: content drawn sideways, the page's own turn sets it right again
    a, b, c, d, e, f = {90: (0, 1, -1, 0, 842, 0), 180: (-1, 0, 0, -1, 595, 842), 270: (0, -1, 1, 0, 0, 595)}[turn]
    pdfium.FPDFPage_TransFormWithClip(page.raw, pdfium.FS_MATRIX(a, b, c, d, e, f), None)
    if turn != 180:
        page.set_mediabox(0, 0, 842, 595)
        page.set_cropbox(0, 0, 842, 595)
    sideways = saved(document)
    assert read_pdf(sideways, "mau.pdf").text == upright.text  # no mark of the turn: told by the letters
    document = pypdfium2.PdfDocument(sideways)
    document[0].set_rotation(turn)
    reading = read_pdf(saved(document), "mau.pdf")
    assert reading.text == upright.text
    for ours, theirs in zip(reading.boxes, upright.boxes, strict=True):
        assert ours.x0 == pytest.approx(theirs.x0, abs=1.5) and ours.y0 == pytest.approx(theirs.y0, abs=1.5)


def test_cropped_page_counts_from_its_own_corner() -> None:
    sheet = Sheet()
    sheet.flow(LONG)
    sheet.put(20, 830, "ngoài khung")
    document = pypdfium2.PdfDocument(sheet.data())
    document[0].set_cropbox(50, 60, 580, 800)
    reading = read_pdf(saved(document), "mau.pdf")
    assert reading.text == LONG
    assert reading.boxes[1].x0 == pytest.approx(LEFT - 50, abs=1)


def test_offsets_cover_the_text() -> None:
    sheet = Sheet()
    letterhead(sheet)
    for _ in range(3):
        sheet.flow(LONG)
    sheet.page()
    sheet.flow(OTHER)
    reading = read(sheet)
    assert "\n".join(reading.text[p.start : p.end] for p in reading.paragraphs) == reading.text
    assert [(page.start, page.end) for page in reading.pages] == [
        (0, reading.pages[1].start),
        (reading.pages[1].start, len(reading.text)),
    ]
    assert reading.text[reading.pages[1].start :] == OTHER
    for box in reading.boxes:
        assert reading.text[box.start : box.end].strip() and box.x0 < box.x1 and box.y0 < box.y1
    assert reading.source.pages == 2 and reading.source.reader == "pdf"
