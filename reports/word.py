"""Word files of reports: A4, Times New Roman, tables with a repeated header row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

_FORBIDDEN = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # not allowed in XML 1.0


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in a table cell; `soft` text is small and grey, a newline in it breaks the line."""

    text: str
    bold: bool = False
    underline: bool = False
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A table row of one shaded cell over the whole width: the heading of the rows below."""

    text: str


Line = Sequence[str | Sequence[Run]] | Band


class WordPage:
    """Builds one Word document from top to bottom; `data()` returns its bytes."""

    def __init__(self, title: str, landscape: bool = False) -> None:
        from docx import Document as open_template
        from docx.shared import Mm, Pt

        self._document: Any = open_template()
        section = self._document.sections[0]
        if landscape:
            _turn(section)
        section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
        section.left_margin, section.right_margin = Mm(20 if landscape else 25), Mm(15)
        section.top_margin = section.bottom_margin = Mm(18)
        for name in ("Normal", "Title", "Heading 1", "Heading 2", "List Bullet"):
            set_font(self._document.styles[name])
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

    def table(self, head: Sequence[str], rows: Sequence[Line], widths: Sequence[int]) -> None:
        """Add a table; `widths` in millimetres; an empty `head` leaves the header row off."""
        from docx.shared import Mm

        table = self._document.add_table(rows=0, cols=len(widths), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for number, line in enumerate([head, *rows] if head else rows):
            row = table.add_row()
            if isinstance(line, Band):
                _shade(row.cells[0].merge(row.cells[-1]), line.text)
                continue
            for cell, content, width in zip(row.cells, line, widths, strict=True):
                runs = (Run(content, bold=bool(head) and number == 0),) if isinstance(content, str) else content
                _fill(cell, runs, width)
            _keep_whole(row)
        if head:
            _repeat(table.rows[0])

    def data(self) -> bytes:
        """Return the file's bytes."""
        buffer = BytesIO()
        self._document.save(buffer)
        return buffer.getvalue()


def clean(text: str) -> str:
    """Drop the characters that an XML file must not hold (control characters, halves of characters)."""
    return _FORBIDDEN.sub("", text)


def set_font(style: Any) -> None:
    """Set a style in Times New Roman, whatever the theme says, in dark ink."""
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    style.font.name = "Times New Roman"
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{slot}"), "Times New Roman")
    style.font.color.rgb = RGBColor(0x1C, 0x24, 0x30)


def _turn(section: Any) -> None:
    from docx.enum.section import WD_ORIENT

    section.orientation = WD_ORIENT.LANDSCAPE


def _fill(cell: Any, runs: Sequence[Run], width: int) -> None:
    from docx.shared import Mm, Pt, RGBColor

    cell.width = Mm(width)
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    for content in runs:
        run = paragraph.add_run(clean(content.text))
        run.bold, run.underline = content.bold, content.underline
        run.font.size = Pt(9 if content.soft else 10)
        if content.soft:
            run.font.color.rgb = RGBColor(0x5B, 0x66, 0x75)


def _shade(cell: Any, text: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = cell.paragraphs[0].add_run(clean(text))
    run.bold = True
    run.font.size = Pt(10)
    cell.paragraphs[0].paragraph_format.keep_with_next = True
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:fill"), "E8EDF4")
    cell._tc.get_or_add_tcPr().append(shading)


def _keep_whole(row: Any) -> None:
    """Keep a row on one page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _repeat(row: Any) -> None:
    """Mark a row to be printed again on every page the table runs over."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
