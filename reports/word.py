"""Word files of reports: A4, Times New Roman, tables with a repeated header row."""

from __future__ import annotations

from io import BytesIO
from typing import Any

_CONTROL = {code: None for code in range(32) if code not in (9, 10)}  # XML 1.0 forbids these


class WordPage:
    """Builds one Word document from top to bottom; `data()` returns its bytes."""

    def __init__(self, title: str) -> None:
        from docx import Document as open_template
        from docx.shared import Mm, Pt

        self._document: Any = open_template()
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(25), Mm(15)
        section.top_margin = section.bottom_margin = Mm(18)
        for name in ("Normal", "Title", "Heading 1", "Heading 2", "List Bullet"):
            _set_font(self._document.styles[name])
        self._document.styles["Normal"].font.size = Pt(11)
        self._document.core_properties.title = clean(title)
        self._document.add_heading(clean(title), 0)

    def heading(self, text: str, new_page: bool = False) -> None:
        """Add a section heading."""
        paragraph = self._document.add_heading(clean(text), 1)
        paragraph.paragraph_format.page_break_before = new_page

    def paragraph(self, text: str, bold: bool = False, small: bool = False) -> None:
        """Add one paragraph."""
        from docx.shared import Pt

        run = self._document.add_paragraph().add_run(clean(text))
        run.bold = bold
        if small:
            run.font.size = Pt(9)

    def bullet(self, text: str) -> None:
        """Add one list item."""
        self._document.add_paragraph(clean(text), style="List Bullet")

    def table(self, head: tuple[str, ...], rows: tuple[tuple[str, ...], ...], widths: tuple[int, ...]) -> None:
        """Add a table; `widths` in millimetres; an empty `head` leaves the header row off."""
        lines = ([head] if head else []) + list(rows)
        table = self._document.add_table(rows=len(lines), cols=len(widths), style="Table Grid")
        table.autofit = False
        for number, (row, line) in enumerate(zip(table.rows, lines, strict=True)):
            for cell, text, width in zip(row.cells, line, widths, strict=True):
                _fill(cell, clean(text), width, bold=bool(head) and number == 0)
        if head:
            _repeat(table.rows[0])

    def data(self) -> bytes:
        """Return the file's bytes."""
        buffer = BytesIO()
        self._document.save(buffer)
        return buffer.getvalue()


def clean(text: str) -> str:
    """Drop the control characters that a Word file must not hold."""
    return text.translate(_CONTROL)


def _set_font(style: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    style.font.name = "Times New Roman"
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{slot}"), "Times New Roman")
    style.font.color.rgb = RGBColor(0x1C, 0x24, 0x30)


def _fill(cell: Any, text: str, width: int, bold: bool) -> None:
    from docx.shared import Mm, Pt

    cell.width = Mm(width)
    run = cell.paragraphs[0].add_run(text)
    run.bold = bold
    run.font.size = Pt(10)


def _repeat(row: Any) -> None:
    """Mark a row to be printed again on every page the table runs over."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
