"""Excel workbooks of reports: wrapped text, a frozen header, filters; every text stays text.

Words of a stranger's paper that begin with = + - @ would be read as a formula; cells are written as strings and
marked with Excel's quote prefix, so that they stay strings when somebody edits them.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from reports.gap_words import Marked, text_of
from reports.word import clean
from reports.wording import shorten

Content = str | int | float | Marked
_MOST = 32_000  # characters; a cell of Excel holds 32,767
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Book:
    """Builds one workbook sheet by sheet; `data()` returns its bytes."""

    def __init__(self, title: str) -> None:
        from openpyxl import Workbook

        self._book: Any = Workbook()
        self._book.remove(self._book.active)
        self._book.properties.title = clean(title)
        self._book.properties.creator = "rasoat"

    def sheet(self, name: str, head: Sequence[str], rows: Sequence[Sequence[Content]], widths: Sequence[int]) -> None:
        """Add a sheet; with a `head` it gets filters and a frozen first row, without one bold one-cell lines."""
        from openpyxl.utils import get_column_letter

        sheet = self._book.create_sheet(name)
        for number, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        lines = [head, *rows] if head else list(rows)
        for number, line in enumerate(lines, start=1):
            bold = number == 1 if head else len(line) == 1
            for column, content in enumerate(line, start=1):
                _write(sheet.cell(number, column), content, bold)
        if head:
            sheet.freeze_panes = "A2"
            sheet.auto_filter.ref = f"A1:{get_column_letter(len(head))}{max(1, len(lines))}"
        _print_well(sheet, repeat=bool(head))

    def data(self) -> bytes:
        """Return the file's bytes."""
        buffer = BytesIO()
        self._book.save(buffer)
        return buffer.getvalue()


def fit_text(text: str) -> str:
    """Return the text as a cell can hold it."""
    return shorten(clean(text).replace("\t", " "), _MOST)


def _write(cell: Any, content: Content, bold: bool) -> None:
    from openpyxl.styles import Alignment, Font

    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.font = Font(name="Times New Roman", size=11, bold=bold)
    if isinstance(content, float):
        cell.value = content
        cell.number_format = "0%"
        return
    if isinstance(content, int):
        cell.value = content
        return
    text = fit_text(content if isinstance(content, str) else text_of(content))
    if isinstance(content, tuple) and len(text) < _MOST and any(piece.differs for piece in content):
        cell.value = _rich(content)
    else:
        cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA)


def _rich(marked: Marked) -> Any:
    """Text with the differing words bold and underlined."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    plain = InlineFont(rFont="Times New Roman", sz=11)
    strong = InlineFont(rFont="Times New Roman", sz=11, b=True, u="single")
    return CellRichText(*(TextBlock(strong if piece.differs else plain, clean(piece.text)) for piece in marked))


def _print_well(sheet: Any, repeat: bool) -> None:
    """Landscape A4, all columns on the width of a page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if repeat:
        sheet.print_title_rows = "1:1"
