"""Scans made for the tests: a written page as a picture, with what copiers and cameras do to it."""

from __future__ import annotations

import io
import shutil
import subprocess
from typing import Any

import numpy as np
import pypdfium2
import pytest

from tests.pdf_samples import Sheet


def _has_vietnamese() -> bool:
    if shutil.which("tesseract") is None:
        return False
    told = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False)
    return "vie" in told.stdout.split()


needs_tesseract = pytest.mark.skipif(
    not _has_vietnamese(), reason="needs Tesseract with Vietnamese (apt: tesseract-ocr tesseract-ocr-vie)"
)


def letter() -> Sheet:
    """A short plan with a two-column letterhead, sections, a ruled table, recipients and a signature."""
    sheet = Sheet()
    for x, y, text, style in (
        (185, 70, "ỦY BAN NHÂN DÂN", "B"),
        (185, 87, "XÃ SƠN KHÊ", "B"),
        (420, 70, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "B"),
        (420, 87, "Độc lập - Tự do - Hạnh phúc", "B"),
        (185, 122, "Số: 47/KH-UBND", ""),
        (420, 122, "Sơn Khê, ngày 12 tháng 3 năm 2025", "I"),
        (310, 160, "KẾ HOẠCH", "B"),
        (310, 178, "Nạo vét kênh mương năm 2025", "B"),
    ):
        sheet.center(x, y, text, style)
    sheet.y = 215
    sheet.flow(
        "Căn cứ Quyết định số 15/QĐ-UBND ngày 06 tháng 01 năm 2025 của Ủy ban nhân dân huyện, Ủy ban nhân dân xã ban hành kế hoạch nạo vét kênh mương như sau:"
    )
    sheet.flow("I. MỤC TIÊU", "B")
    sheet.flow("Nạo vét xong 12 tuyến kênh, phục vụ tưới cho 340 ha lúa hè thu trước ngày 30/4/2025.")
    sheet.flow("II. PHÂN CÔNG", "B")
    top = sheet.y - 8
    sheet.grid([85, 125, 380, 540], [top, top + 26, top + 52])
    for y, cells in (
        (top + 18, ("TT", "Nội dung", "Đơn vị")),
        (top + 44, ("1", "Khảo sát các tuyến kênh", "Hợp tác xã")),
    ):
        for x, text in zip((92, 132, 386), cells, strict=True):
            sheet.put(x, y, text)
    sheet.y = top + 80
    sheet.flow("Công chức địa chính báo cáo kết quả về Ủy ban nhân dân xã hằng tháng./.")
    sheet.put(85, 560, "Nơi nhận:", "I")
    sheet.put(85, 576, "- Như mục II;")
    sheet.put(85, 592, "- Lưu: VT.")
    sheet.center(430, 560, "TM. ỦY BAN NHÂN DÂN", "B")
    sheet.center(430, 577, "CHỦ TỊCH", "B")
    sheet.center(430, 660, "Lê Văn Thảo", "B")
    return sheet


def picture(data: bytes, page: int = 0, dpi: int = 200) -> Any:
    """The page of a PDF as a Pillow picture."""
    from PIL import Image

    document = pypdfium2.PdfDocument(data)
    try:
        return Image.fromarray(np.array(document[page].render(scale=dpi / 72, rev_byteorder=True).to_numpy()[..., :3]))
    finally:
        document.close()


def worn(image: Any, degrees: float = 0.0, noise: float = 0.0, quality: int = 70) -> Any:
    """The picture as a copier gives it: askew, grainy, compressed."""
    from PIL import Image

    if degrees:
        image = image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    grain = np.random.default_rng(7).normal(0, noise, (image.height, image.width, 1)) if noise else 0
    rough = np.clip(np.asarray(image).astype(np.float32) + grain, 0, 255).astype(np.uint8)
    return Image.open(io.BytesIO(saved(Image.fromarray(rough), "JPEG", quality=quality))).convert("RGB")


def saved(image: Any, kind: str, **options: Any) -> bytes:
    """The picture as the bytes of a file."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def scanned(images: list[Any]) -> bytes:
    """A PDF whose pages are these pictures."""
    return saved(images[0], "PDF", save_all=True, append_images=images[1:], resolution=200)
