"""Number and date that are pictures over a text page: read there, and nowhere else."""

from __future__ import annotations

import pytest

from parser.pipeline import analyse
from parser.readers.ocr import engine
from parser.readers.pdf import read_pdf
from tests.pdf_samples import Sheet, font_files
from tests.scans import needs_tesseract

BODY = (
    "Căn cứ tình hình thực tế, Ủy ban nhân dân xã ban hành kế hoạch sửa chữa đường liên thôn, giao các thôn huy động "
    "ngày công và báo cáo kết quả về Ủy ban nhân dân xã để theo dõi, tổng hợp chung."
)


def stamped(number: str | None, day: str | None) -> bytes:
    """A letterhead whose number and day are pictures."""
    from PIL import Image, ImageDraw, ImageFont

    sheet = Sheet()
    sheet.center(185, 70, "ỦY BAN NHÂN DÂN", "B")
    sheet.center(185, 87, "XÃ SƠN KHÊ", "B")
    sheet.center(420, 70, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "B")
    sheet.center(420, 87, "Độc lập - Tự do - Hạnh phúc", "B")
    end = sheet.put(120, 122, "Số:")
    sheet.put(end + 34, 122, "/KH-UBND")
    after = sheet.put(320, 122, "Sơn Khê, ngày", "I")
    sheet.put(after + 28, 122, "tháng 3 năm 2025", "I")
    font = ImageFont.truetype(str(font_files()[0]), 54)
    for text, x, width in ((number, end + 5, 26), (day, after + 5, 20)):
        if text:
            image = Image.new("RGB", (4 * width, 64), "white")
            ImageDraw.Draw(image).text((4, 0), text, font=font, fill=(180, 20, 30))
            sheet.pdf.image(image, x, 110, width, 16)
    sheet.center(310, 160, "KẾ HOẠCH", "B")
    sheet.center(310, 178, "Sửa chữa đường liên thôn", "B")
    sheet.y = 215
    sheet.flow(BODY)
    return sheet.data()


@needs_tesseract
def test_a_stamped_number_and_day_are_read() -> None:
    document = analyse(read_pdf(stamped("58", "14"), "ky.pdf"))
    assert document.header.number == "58/KH-UBND" and str(document.header.date) == "2025-03-14"
    told = [finding for finding in document.findings if finding.kind == "stamp_read"]
    assert len(told) == 2 and all(finding.severity == "info" for finding in told)
    assert document.reading.source.reader == "pdf", "the page itself was not recognised"


@needs_tesseract
def test_a_blank_stays_blank() -> None:
    document = analyse(read_pdf(stamped(None, None), "trong.pdf"))
    assert document.header.number is None and document.header.date is None and document.findings == ()


def test_without_tesseract_the_blank_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_program", lambda: None)
    document = analyse(read_pdf(stamped("58", "14"), "ky.pdf"))
    assert document.header.number is None and document.findings == ()


@needs_tesseract
def test_what_is_no_number_is_not_taken() -> None:
    document = analyse(read_pdf(stamped("@~", "77"), "la.pdf"))
    assert document.header.number is None and document.header.date is None
