"""PDFs that cannot be read get one clear error; large ones stay within memory and time."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pypdfium2
import pytest

from corpus.errors import ScannedPdf, UnreadableFile
from parser.readers.pdf import read_pdf
from tests.pdf_samples import Sheet, saved

TEXT = "Ban chỉ đạo phường tổ chức kiểm tra các hộ kinh doanh ăn uống trên địa bàn trước ngày 15 tháng 8 hằng năm."


def error_of(data: bytes) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read_pdf(data, "mau.pdf")
    assert "mau.pdf" in str(caught.value) and "\n" not in str(caught.value)
    return caught.value


def test_password() -> None:
    sheet = Sheet()
    sheet.flow(TEXT)
    sheet.pdf.set_encryption(owner_password="chu", user_password="khach")
    assert error_of(sheet.data()).code == "pdf_password"


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-1.7 \x00\xff rubbish" * 50, b""])
def test_broken(data: bytes) -> None:
    assert error_of(data).code == "broken_pdf"


def test_truncated() -> None:
    sheet = Sheet()
    sheet.flow(TEXT)
    assert error_of(sheet.data()[:400]).code == "broken_pdf"


def test_empty_page() -> None:
    assert error_of(Sheet().data()).code == "no_text"


def test_scan_even_with_a_signature_over_it(monkeypatch: pytest.MonkeyPatch) -> None:
    image = pytest.importorskip("PIL.Image")
    sheet = Sheet()
    sheet.pdf.image(image.new("L", (60, 80), 200), 0, 0, 595, 842)
    sheet.put(300, 40, "Người ký: Văn phòng, thời gian ký: 15/01/2025", size=7)
    monkeypatch.setattr("parser.readers.ocr.engine._program", lambda: None)
    error = error_of(sheet.data())
    assert isinstance(error, ScannedPdf) and error.code == "no_tesseract"


def test_threads_do_not_meet_in_pdfium() -> None:
    sheet = Sheet()
    for _ in range(20):
        sheet.flow(TEXT)
    data = sheet.data()
    texts: list[str] = []
    workers = [threading.Thread(target=lambda: texts.append(read_pdf(data, "a.pdf").text)) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(texts) == 6 and len(set(texts)) == 1


MEASURE = """
import resource, sys, time
from pathlib import Path
from parser.readers.pdf import read_pdf
data = Path(sys.argv[1]).read_bytes()
start = time.process_time()
reading = read_pdf(data, "lon.pdf")
print(len(reading.pages), round(time.process_time() - start, 1), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_two_thousand_pages_within_a_gigabyte(tmp_path: Path) -> None:
    sheet = Sheet()
    for number in range(20):
        if number:
            sheet.page()
        sheet.put(310, 40, str(number + 1))
        while sheet.y < 780:
            sheet.flow(TEXT)
    small = pypdfium2.PdfDocument(sheet.data())
    large = pypdfium2.PdfDocument.new()
    for _ in range(100):
        large.import_pages(small)
    file = tmp_path / "lon.pdf"
    file.write_bytes(saved(large))
    run = subprocess.run([sys.executable, "-c", MEASURE, str(file)], capture_output=True, text=True, check=True)
    pages, seconds, kilobytes = run.stdout.split()
    assert pages == "2000"
    assert int(kilobytes) < 1_000_000
    assert float(seconds) < 60
