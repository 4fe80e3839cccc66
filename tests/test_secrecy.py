"""The secrecy gate: marks are seen wherever a stamp may stand, and words that only contain "mật" are no marks."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from corpus.errors import SecretPaper, UnreadableFile
from parser.document import Cell, Document, Frame, Paragraph, Reading, Source
from parser.pipeline import analyse, parse
from parser.readers import read_bytes
from parser.readers.spreadsheet import read_xlsx
from parser.secrecy import ensure_allowed, find_mark, mark_of_line, secrecy_mark
from tests import docx_samples as word
from tests.papers import CHILD, PARENT, SECRET, reading_of

HEAD = PARENT.split("KẾ HOẠCH\n", 1)[0]


def document_of(text: str) -> Document:
    return analyse(reading_of(text))


def stamped(line: str, after: str = "Độc lập - Tự do - Hạnh phúc\n") -> str:
    return PARENT.replace(after, f"{after}{line}\n", 1)


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("MẬT", "MẬT"),  # alone
        ("  ( TỐI MẬT ) ", "TỐI MẬT"),  # in brackets, as a stamp is typed
        ("| TUYỆT MẬT |", "TUYỆT MẬT"),  # the borders of a box
        ("M Ậ T", "MẬT"),  # letters set apart
        ("T Ố I   M Ậ T", "TỐI MẬT"),
        ("TUYỆT  MẬT.", "TUYỆT MẬT"),
        ("Mật", None),  # running text
        ("MẶT TRẬN", None),
        ("BÍ MẬT", None),
        ("BẢO MẬT", None),
        ("MẬT ONG", None),
        ("", None),
    ],
)
def test_a_line_that_is_a_mark(line: str, mark: str | None) -> None:
    assert mark_of_line(line) == mark


@pytest.mark.parametrize("look", ["MAT", "MẶT", "TÓI MẬT", "TUYẾT MẬT"])
def test_what_scans_make_of_a_stamp_counts_in_scans_only(look: str) -> None:
    assert mark_of_line(look) is None
    assert mark_of_line(look, scanned=True) is not None


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        (SECRET, "MẬT"),  # above the title
        (stamped("TỐI MẬT"), "TỐI MẬT"),  # below the motto
        (stamped("M Ậ T"), "MẬT"),
        (stamped("Mật"), "MẬT"),  # typed in small letters among the letterhead
        (stamped("Độ mật: Tối mật"), "TỐI MẬT"),
        (stamped("Mức độ mật: TUYỆT MẬT."), "TUYỆT MẬT"),
        (stamped("Độ mật:\nMật"), "MẬT"),
        (PARENT.replace("Số: 45/KH-UBND", "Số: 45/KH-UBND   MẬT"), "MẬT"),  # a stamp beside the number
        (PARENT.replace("CỘNG HÒA", "TỐI MẬT CỘNG HÒA", 1), "TỐI MẬT"),  # on the line of the motto
        (PARENT + "\nPHỤ LỤC\nMẬT\nDanh sách kèm theo\n", "MẬT"),  # only the annex is marked
        ("TUYỆT MẬT\nNội dung trao đổi giữa hai cơ quan về công tác phối hợp.\n", "TUYỆT MẬT"),  # no letterhead
    ],
)
def test_marks_wherever_they_stand(text: str, mark: str) -> None:
    document = document_of(text)
    assert secrecy_mark(document) == mark
    with pytest.raises(SecretPaper) as caught:
        ensure_allowed(document, allow=False)
    assert caught.value.facts == {"file": "van-ban.txt", "mark": mark}, "the error tells nothing of the content"
    assert ensure_allowed(document, allow=True) is document


@pytest.mark.parametrize(
    "text",
    [
        PARENT,
        CHILD,
        stamped("KHẨN"),
        PARENT.replace("Bảo đảm an toàn thực phẩm", "BẢO VỆ BÍ MẬT NHÀ NƯỚC VÀ AN TOÀN, BẢO MẬT"),
        PARENT.replace("KẾ HOẠCH\nBảo đảm an toàn thực phẩm", "QUY CHẾ\nQuản lý tài liệu mật"),
        PARENT.replace("II. NHIỆM VỤ", "II. NHIỆM VỤ BẢO VỆ BÍ MẬT"),
        PARENT.replace("TỈNH HẢI KHÊ", "ỦY BAN\nMẶT TRẬN TỔ QUỐC VIỆT NAM", 1),
        stamped("Độ mật: Thường"),
        PARENT.replace("b) Thành lập", "b) Xác định độ mật: tuyệt mật, tối mật, mật; thành lập"),
        PARENT + "\nPHỤ LỤC\nMẫu dấu\nTUYỆT MẬT\nTỐI MẬT\nMẬT\n",  # a list of the stamps themselves
        PARENT.replace("chợ trên địa bàn.", "chợ, không tiết lộ bí mật\nkinh doanh, bảo mật\nthông tin."),
    ],
)
def test_words_that_are_no_marks(text: str) -> None:
    document = document_of(text)
    assert secrecy_mark(document) is None
    assert ensure_allowed(document, allow=False) is document


def table_reading(rows: list[list[str]], reader: str = "docx") -> Reading:
    texts, paragraphs, at = [], [], 0
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            paragraphs.append(Paragraph(at, at + len(text), Cell(0, row, column)))
            texts.append(text)
            at += len(text) + 1
    return Reading("\n".join(texts), tuple(paragraphs), Source("a.docx", "", "", reader, None, 0))  # type: ignore[arg-type]


def test_cells_of_a_register_speak_of_other_papers() -> None:
    register = [["STT", "Tên văn bản", "Độ mật"], ["1", "Kế hoạch", "MẬT"], ["2", "Báo cáo", "TỐI MẬT"]]
    assert find_mark(table_reading(register), Frame(0, 0, 0)) is None
    box = [["MẬT"]]
    assert find_mark(table_reading(box), Frame(0, 0, 0)) == "MẬT", "a stamp drawn as a table of one cell"


def test_a_scan_that_reads_the_stamp_wrong() -> None:
    letterhead = [["ỦY BAN NHÂN DÂN TỈNH HẢI KHÊ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["MÂT", "Hải Khê"]]
    assert find_mark(table_reading(letterhead, "ocr"), Frame(60, 60, 60)) == "MẬT"
    assert find_mark(table_reading(letterhead, "docx"), Frame(60, 60, 60)) is None


def test_word_files_hide_marks_in_heads_feet_boxes_and_pictures() -> None:
    body = "".join(word.p(line) for line in PARENT.splitlines())
    reference = '<w:headerReference r:id="header1" w:type="default"/>'
    split = word.p(word.run("TỐI ") + word.run("MẬT"))
    box = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx><w:txbxContent>"
        f"{word.p('MẬT')}</w:txbxContent></wps:txbx></mc:Choice></mc:AlternateContent></w:r>"
    )
    drawn = "<w:r><w:pict><v:shape><v:textpath string='x' /></v:shape></w:pict></w:r>".replace("'x'", '"TUYỆT MẬT"')
    files = {
        "TỐI MẬT": word.docx(body, section=reference, header1=split),
        "MẬT": word.docx(word.p(box) + body),
        "TUYỆT MẬT": word.docx(body, section=reference, header1=word.p(drawn)),
    }
    for mark, data in files.items():
        assert secrecy_mark(analyse(read_bytes(data, "a.docx"))) == mark
    plain = word.docx(body, section=reference, header1=word.p("KẾ HOẠCH BẢO VỆ BÍ MẬT"))
    assert secrecy_mark(analyse(read_bytes(plain, "a.docx"))) is None


def test_a_mark_on_every_page_of_a_pdf_is_not_taken_for_furniture(tmp_path: Path) -> None:
    from tests.pdf_samples import Sheet

    sheet = Sheet()
    for number in range(4):
        if number:
            sheet.page()
        sheet.put(280, 40, "TỐI MẬT")
        for row in range(20):
            sheet.put(85, 100 + 20 * row, f"Nội dung công việc thứ {number * 20 + row} giao cho các đơn vị thực hiện.")
    path = tmp_path / "a.pdf"
    path.write_bytes(bytes(sheet.pdf.output()))
    document = parse(path)
    assert secrecy_mark(document) == "TỐI MẬT"
    assert document.text.count("TỐI MẬT") == 1


def red_stamp(mark: str, angle: float = 0) -> Any:
    """The picture of a mark in a red box, as a rubber stamp or an office program sets it."""
    from PIL import Image, ImageDraw, ImageFont

    from tests.pdf_samples import font_files

    font = ImageFont.truetype(str(font_files()[1]), 44)
    width = int(font.getlength(mark)) + 60
    picture = Image.new("RGBA", (width, 84), (255, 255, 255, 0))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((3, 3, width - 4, 80), outline="#c8102e", width=5)
    draw.text((30, 12), mark, font=font, fill="#c8102e")
    return picture.rotate(angle, expand=True)


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed (apt: tesseract-ocr-vie)")
@pytest.mark.parametrize(("mark", "angle"), [("MẬT", 0), ("TỐI MẬT", 8)])
def test_a_red_stamp_on_a_page_of_letters_or_a_scan(mark: str, angle: float) -> None:
    from PIL import Image

    from tests.pdf_samples import Sheet

    stamp = red_stamp(mark, angle)
    sheet = Sheet()
    sheet.put(85, 100, "ỦY BAN NHÂN DÂN XÃ AN LÂM")
    sheet.put(85, 300, "Tổ chức tập huấn trước ngày 30/6/2026.")
    sheet.pdf.image(stamp, x=85, y=120, w=stamp.width * 72 / 200)
    document = analyse(read_bytes(bytes(sheet.pdf.output()), "a.pdf"))
    assert document.reading.source.reader == "pdf"
    assert secrecy_mark(document) == mark, "no text layer holds it"
    if angle:
        page = Image.new("RGB", (1654, 2339), "white")
        page.paste(stamp, (230, 340), stamp)
        stream = BytesIO()
        page.save(stream, "PDF", resolution=200)
        try:
            document = analyse(read_bytes(stream.getvalue(), "a.pdf"))
        except UnreadableFile:
            return  # a page with nothing but the stamp may be called unreadable: nothing of it goes out either
        assert secrecy_mark(document) == mark


def test_the_printed_head_of_a_sheet_counts() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Danh sách"
    book.active.oddHeader.right.text = "TỐI MẬT"
    stream = BytesIO()
    book.save(stream)
    assert secrecy_mark(analyse(read_xlsx(stream.getvalue(), "a.xlsx"))) == "TỐI MẬT"


def test_a_megabyte_of_hostile_text_is_quick() -> None:
    from time import perf_counter

    for piece in ("m ậ ", "MẬT ", "độ mật: ", " . ", "m_._-"):
        text = piece * (1_000_000 // len(piece))
        reading = Reading(text, (Paragraph(0, len(text)),), Source("a", "", "", "text", None, 0))
        started = perf_counter()
        find_mark(reading, Frame(len(text), len(text), len(text)))
        assert perf_counter() - started < 2
