"""Scanned PDFs and pictures become the same text as the written page: Tesseract reads, rasoat lays out."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest

from corpus.errors import ScannedPdf, UnreadableFile
from corpus.messages import message
from parser.document import Reading
from parser.pipeline import analyse
from parser.readers import read_bytes
from parser.readers.ocr import engine
from parser.readers.pdf import read_pdf
from tests.pdf_samples import Sheet
from tests.scans import letter, needs_tesseract, picture, saved, scanned, worn

pytestmark = needs_tesseract


@pytest.fixture(scope="module")
def written() -> bytes:
    return letter().data()


@pytest.fixture(scope="module")
def clean(written: bytes) -> Reading:
    return read_pdf(scanned([picture(written)]), "quet.pdf")


def words(reading: Reading) -> list[str]:
    """The words, without the closing sign "./.", which is read in several ways."""
    return reading.text.replace("./.", " ").replace("...", " ").split()


def test_a_clean_scan_gives_the_written_text(written: bytes, clean: Reading) -> None:
    lines = read_pdf(written, "goc.pdf").text.replace("./.", "").splitlines()
    assert sorted(clean.text.replace("...", "").replace("./.", "").splitlines()) == sorted(lines)


def test_reader_and_pages_are_told(clean: Reading) -> None:
    assert clean.source.reader == "ocr" and clean.source.media_type == "application/pdf"
    assert [finding.kind for finding in clean.findings if finding.severity != "info"] == []
    assert "ocr_read" in {finding.kind for finding in clean.findings}
    assert len(clean.pages) == 1


def test_columns_are_read_one_after_the_other(clean: Reading) -> None:
    text = clean.text
    assert text.index("XÃ SƠN KHÊ") < text.index("CỘNG HÒA") < text.index("Số: 47/KH-UBND") < text.index("ngày 12")
    assert text.index("Lưu: VT") < text.index("TM. ỦY BAN")


def test_the_table_keeps_its_cells(clean: Reading) -> None:
    cells = {
        clean.text[p.start : p.end]: (p.cell.row, p.cell.column)
        for p in clean.paragraphs
        if p.cell and clean.text[p.start : p.end] in ("TT", "Nội dung", "1", "Khảo sát các tuyến kênh", "Hợp tác xã")
    }
    assert cells == {
        "TT": (0, 0),
        "Nội dung": (0, 1),
        "1": (1, 0),
        "Khảo sát các tuyến kênh": (1, 1),
        "Hợp tác xã": (1, 2),
    }


def test_every_word_has_its_box_on_the_page(written: bytes, clean: Reading) -> None:
    start = clean.text.index("340 ha")
    box = next(box for box in clean.boxes if box.start == start)
    assert clean.text[box.start : box.end] == "340"
    part = np.asarray(picture(written))[
        int(box.y0 / 0.36) : int(box.y1 / 0.36), int(box.x0 / 0.36) : int(box.x1 / 0.36)
    ]
    assert part.min() < 100, "ink stands where the box says"
    assert all(0 <= box.start < box.end <= len(clean.text) for box in clean.boxes)


def test_the_paper_is_understood(clean: Reading) -> None:
    document = analyse(clean)
    assert document.header.number == "47/KH-UBND" and str(document.header.date) == "2025-03-12"
    assert document.header.signer == "Lê Văn Thảo"
    assert [heading.label for heading in document.outline] == ["I", "II"]


def test_askew_grainy_and_compressed(written: bytes, clean: Reading) -> None:
    reading = read_pdf(scanned([worn(picture(written), 1.3, 9.0, 45)]), "xau.pdf")
    lost = set(words(clean)) - set(words(reading))
    assert len(lost) <= 4, lost
    box = next(box for box in reading.boxes if reading.text[box.start : box.end] == "Thảo")
    straight = next(box for box in clean.boxes if clean.text[box.start : box.end] == "Thảo")
    assert abs(box.x0 - straight.x0) < 25 and 2 < abs(box.y0 - straight.y0) < 14, (
        "the box lies where the page lay askew"
    )


def test_pages_with_and_without_a_text_layer(written: bytes, clean: Reading) -> None:
    mixed = pypdfium2.PdfDocument(scanned([picture(written)]))
    sheet = Sheet()
    sheet.flow(
        "Phụ lục kèm theo kế hoạch: danh sách các tuyến kênh do hợp tác xã quản lý và khai thác trên địa bàn xã."
    )
    mixed.import_pages(pypdfium2.PdfDocument(sheet.data()))
    buffer = io.BytesIO()
    mixed.save(buffer)
    reading = read_pdf(buffer.getvalue(), "hon-hop.pdf")
    assert reading.text.startswith(clean.text[:300]) and reading.text.endswith("trên địa bàn xã.")
    told = next(finding for finding in reading.findings if finding.kind == "ocr_read")
    assert told.message.startswith("Trang 1 là ảnh chụp")


def test_a_red_stamp_says_how_urgent_the_paper_is(written: bytes) -> None:
    from PIL import Image, ImageChops, ImageDraw, ImageFont

    from tests.pdf_samples import font_files

    image = picture(written)
    stamp = Image.new("RGBA", (420, 150), (0, 0, 0, 0))
    draw = ImageDraw.Draw(stamp)
    draw.rectangle((6, 6, 413, 143), outline=(214, 32, 38, 255), width=6)
    draw.text((60, 45), "HỎA TỐC", font=ImageFont.truetype(str(font_files()[1]), 56), fill=(214, 32, 38, 255))
    stamp = stamp.rotate(25, expand=True, resample=Image.Resampling.BICUBIC)
    image.paste(stamp, (30, 380), stamp)
    seal = Image.new("RGB", image.size, "white")
    ImageDraw.Draw(seal).ellipse((980, 1590, 1270, 1880), outline=(214, 32, 38), width=7)
    document = analyse(read_pdf(scanned([ImageChops.multiply(image, seal)]), "hoa-toc.pdf"))
    assert document.header.urgency == "HỎA TỐC"
    assert document.header.signer == "Lê Văn Thảo" and document.header.number == "47/KH-UBND"


@pytest.mark.parametrize(
    ("kind", "turn", "media"),
    [
        ("PNG", 0, "image/png"),
        ("TIFF", 0, "image/tiff"),
        ("JPEG", 90, "image/jpeg"),  # the sheet lay on its side
        ("JPEG", -1, "image/jpeg"),  # the camera was held upright and says so in EXIF
    ],
)
def test_pictures_of_pages(written: bytes, clean: Reading, kind: str, turn: int, media: str) -> None:
    from PIL import Image

    image = picture(written)
    options: dict[str, Any] = {}
    if kind == "TIFF":
        options = {"save_all": True, "append_images": [image], "compression": "tiff_lzw"}
    if turn == -1:
        exif = Image.Exif()
        exif[0x112] = 6
        image, options = image.transpose(Image.Transpose.ROTATE_90), {"exif": exif}
    elif turn:
        image = image.transpose(Image.Transpose.ROTATE_90)
    reading = read_bytes(saved(image, kind, **options), "trang.anh")
    assert reading.source.media_type == media and reading.source.reader == "ocr"
    assert len(reading.pages) == (2 if kind == "TIFF" else 1)
    missed = set(words(clean)) - set(words(reading))
    assert len(missed) <= 2, missed


def test_a_photograph_with_shadows(written: bytes, clean: Reading) -> None:
    from PIL import Image

    image = np.asarray(picture(written)).astype(np.float32)
    light = np.linspace(0.45, 1.0, image.shape[1])[None, :, None] * np.linspace(1.0, 0.7, image.shape[0])[:, None, None]
    photo = Image.fromarray((image * light).astype(np.uint8)).rotate(2.0, expand=True, fillcolor=(60, 50, 45))
    reading = read_bytes(saved(photo, "JPEG", quality=80), "chup.jpg")
    missed = set(words(clean)) - set(words(reading))
    assert len(missed) <= 4, missed


def test_nothing_to_read_and_nothing_readable() -> None:
    from PIL import Image

    for image in (Image.new("RGB", (1000, 1400), "white"), Image.new("L", (2, 2))):
        with pytest.raises(UnreadableFile) as caught:
            read_bytes(saved(image, "PNG"), "trang.png")
        assert caught.value.code == "no_text"
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(saved(Image.new("RGB", (900, 900)), "PNG")[:200], "hong.png")
    assert caught.value.code == "damaged_file"


def test_a_page_that_takes_too_long_is_named(written: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "PAGE_SECONDS", 0.001)
    sheet = Sheet()
    for place in ("thôn Đoài, xóm Bãi và các hộ ven sông", "trạm bơm, đường gom", "chợ xã cùng bến đò ngang"):
        sheet.flow(f"Trang này có lớp chữ đọc được, nói về {place}, gồm nhiều chữ để không ai cho là trang ảnh chụp.")
        if "chợ" not in place:
            sheet.page()
    mixed = pypdfium2.PdfDocument(sheet.data())
    mixed.import_pages(pypdfium2.PdfDocument(scanned([picture(written)])))
    buffer = io.BytesIO()
    mixed.save(buffer)
    reading = read_pdf(buffer.getvalue(), "cham.pdf")
    assert any(finding.severity == "warning" and "4" in finding.message for finding in reading.findings)
    with pytest.raises(ScannedPdf) as caught:
        read_pdf(scanned([picture(written)]), "cham.pdf")
    assert caught.value.code == "scanned_pdf"


def test_nothing_is_left_on_the_disk(written: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    read_pdf(scanned([picture(written).resize((827, 1170))]), "quet.pdf")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("program", "code"), [(None, "no_tesseract"), ("/bin/true", "no_tesseract_vie")])
def test_what_to_install(written: bytes, monkeypatch: pytest.MonkeyPatch, program: str | None, code: str) -> None:
    monkeypatch.setattr(engine, "_program", lambda: program)
    for data, name in ((scanned([picture(written)]), "quet.pdf"), (saved(picture(written), "PNG"), "trang.png")):
        with pytest.raises(ScannedPdf) as caught:
            read_bytes(data, name)
        assert caught.value.code == code and "apt install" in str(caught.value)
        assert message("errors", code, file=name) == str(caught.value)


def test_a_huge_sheet_is_bounded(written: bytes) -> None:
    document = pypdfium2.PdfDocument(scanned([picture(written).resize((413, 585))]))
    document[0].set_mediabox(0, 0, 14000, 14000)
    buffer = io.BytesIO()
    document.save(buffer)
    with pytest.raises(UnreadableFile):
        read_pdf(buffer.getvalue(), "to.pdf")
