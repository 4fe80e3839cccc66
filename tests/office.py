"""LibreOffice at hand for comparisons: many small files to PDF in one call, in a profile of its own."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

TIME_LIMIT = 240


def office() -> str | None:
    """LibreOffice's command, None where the machine has none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def as_pdf(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Print each Word file to PDF; the answer lacks what could not be printed."""
    command = office()
    if command is None or not files:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for name, data in files.items():
            (home / f"{name}.docx").write_bytes(data)
        arguments = [
            command,
            "--headless",
            f"-env:UserInstallation={(home / 'profile').as_uri()}",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            *(str(home / f"{name}.docx") for name in files),
        ]
        subprocess.run(arguments, capture_output=True, timeout=TIME_LIMIT, check=False)
        printed = {name: home / f"{name}.pdf" for name in files}
        return {name: path.read_bytes() for name, path in printed.items() if path.exists()}


def page_text(pdf: bytes) -> str:
    """The letters of all pages as PDFium finds them, line by line."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
