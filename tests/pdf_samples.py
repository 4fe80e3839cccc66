"""Small PDFs written for the tests: letters put at given places, as word processors do."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

fpdf = pytest.importorskip("fpdf", reason="the dev dependency fpdf2 writes the sample PDFs")

_FONT_FOLDERS = ("/usr/share/fonts/truetype/croscore", "/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/TTF")
_FAMILIES = {
    "croscore": ("Tinos-Regular", "Tinos-Bold", "Tinos-Italic"),
    "dejavu": ("DejaVuSerif", "DejaVuSerif-Bold", "DejaVuSans"),
    "TTF": ("DejaVuSerif", "DejaVuSerif-Bold", "DejaVuSans"),
}
LEFT, RIGHT, INDENT, LEADING = 85.0, 540.0, 35.0, 17.0


def font_files() -> tuple[Path, Path, Path]:
    """Regular, bold and italic of a font with Vietnamese letters; skips the test where the machine has none."""
    for folder in map(Path, _FONT_FOLDERS):
        files = tuple(folder / f"{name}.ttf" for name in _FAMILIES[folder.name])
        if all(file.exists() for file in files):
            return files[0], files[1], files[2]
    pytest.skip("no font with Vietnamese letters (apt: fonts-croscore or fonts-dejavu-core)")


class Sheet:
    """A PDF being written: `put` sets a line, `flow` wraps a paragraph the way a word processor does."""

    def __init__(self, size: float = 13.0, width: float = 595.0, height: float = 842.0) -> None:
        self.pdf: Any = fpdf.FPDF(unit="pt", format=(width, height))
        self.pdf.set_auto_page_break(False)
        regular, bold, italic = font_files()
        self.pdf.add_font("body", "", str(regular))
        self.pdf.add_font("body", "B", str(bold))
        self.pdf.add_font("body", "I", str(italic))
        self.size = size
        self.page()

    def page(self) -> None:
        """Begin a page."""
        self.pdf.add_page()
        self.pdf.set_font("body", "", self.size)
        self.y = 80.0

    def put(self, x: float, y: float, text: str, style: str = "", size: float | None = None) -> float:
        """Set `text` at x with its baseline at y; return where it ends."""
        self.pdf.set_font("body", style, size or self.size)
        self.pdf.text(x, y, text)
        return x + float(self.pdf.get_string_width(text))

    def center(self, x: float, y: float, text: str, style: str = "") -> None:
        """Set `text` with its middle at x."""
        self.pdf.set_font("body", style, self.size)
        self.put(x - float(self.pdf.get_string_width(text)) / 2, y, text, style)

    def flow(self, text: str, style: str = "", indent: float = INDENT, left: float = LEFT, right: float = RIGHT) -> int:
        """Set a wrapped paragraph at the current height and return how many lines it took."""
        self.pdf.set_font("body", style, self.size)
        x, line, count = left + indent, "", 0
        for word in text.split(" "):
            wider = f"{line} {word}".strip()
            if line and x + self.pdf.get_string_width(wider) > right:
                self.put(x, self.y, line, style)
                x, line, self.y, count = left, word, self.y + LEADING, count + 1
            else:
                line = wider
        self.put(x, self.y, line, style)
        self.y += LEADING + 4
        return count + 1

    def grid(self, xs: list[float], ys: list[float]) -> None:
        """Draw the ruling lines of a table."""
        for x in xs:
            self.pdf.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.pdf.line(xs[0], y, xs[-1], y)

    def data(self) -> bytes:
        """The finished file."""
        return bytes(self.pdf.output())


def saved(document: Any) -> bytes:
    """The bytes of a pypdfium2 document."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
