"""A letter as a Word file: A4, Times New Roman, a head of two columns without borders.

A run writes thousands of letters, so only their body is made anew: styles, page numbers and margins come from a base
file that python-docx makes once per form.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any, Literal
from xml.sax.saxutils import escape

from reports.word import clean

Align = Literal["left", "center", "right", "both"]
_BODY = "word/document.xml"
_NAMESPACES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_WHEN = (1980, 1, 1, 0, 0, 0)  # of the parts in the file: the same letter is the same bytes


@dataclass(frozen=True, slots=True)
class Text:
    """A stretch of a paragraph; `size` in points, `doubt` is marked for whoever finishes the letter."""

    text: str
    size: float = 14
    bold: bool = False
    italic: bool = False
    underline: bool = False
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph; indents and spaces in points, `rule` draws a line of that share of the width under it."""

    texts: tuple[Text, ...]
    align: Align = "both"
    first: float = 0
    before: float = 0
    after: float = 0
    rule: float = 0
    new_page: bool = False
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; `widths` in millimetres; without `borders` it only places its cells; `head` rows are repeated.

    A row of one cell goes over the whole width.
    """

    rows: tuple[tuple[tuple[Line, ...], ...], ...]
    widths: tuple[float, ...]
    borders: bool = False
    head: int = 0


Block = Line | Grid


def letter_docx(blocks: Sequence[Block], margins: Sequence[int], title: str) -> bytes:
    """Return the file with these blocks from top to bottom; `margins` top, bottom, left, right in millimetres."""
    parts, start, end = _base(tuple(margins))
    body = "".join(_block(block) for block in blocks)
    if blocks and isinstance(blocks[-1], Grid):
        body += _line(Line((), after=0))  # a file must not end with a table
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name, data in parts:
            if name == _BODY:
                data = (start + body + end).encode()
            elif name == "docProps/core.xml":
                data = data.replace(b"RASOAT-TITLE", escape(clean(title)).encode())
            package.writestr(zipfile.ZipInfo(name, _WHEN), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


@lru_cache(maxsize=8)
def _base(margins: tuple[int, ...]) -> tuple[tuple[tuple[str, bytes], ...], str, str]:
    """The parts of an empty letter, and its body's text before and after the blocks."""
    from docx import Document
    from docx.shared import Mm, Pt, RGBColor

    from reports.word import set_font

    document: Any = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, margins)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    set_font(document.styles["Normal"])
    document.styles["Normal"].font.size = Pt(14)
    document.styles["Normal"].font.color.rgb = RGBColor(0, 0, 0)
    document.styles["Normal"].paragraph_format.space_after = Pt(0)
    _number_pages(section.header.paragraphs[0])
    properties = document.core_properties
    properties.title, properties.author, properties.comments = "RASOAT-TITLE", "rasoat", ""
    properties.created = properties.modified = _moment()
    buffer = BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as package:
        parts = tuple((info.filename, package.read(info)) for info in package.infolist())
    text = dict(parts)[_BODY].decode()
    at = text.index("<w:sectPr")
    return parts, text[:at], text[at:]


def _moment() -> Any:
    from datetime import datetime

    return datetime(2000, 1, 1)


def _number_pages(paragraph: Any) -> None:
    """Put the page's number in the middle of the header."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import parse_xml

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph._p.append(parse_xml(f'<w:fldSimple {_NAMESPACES} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'))


def _block(block: Block) -> str:
    return _line(block) if isinstance(block, Line) else _grid(block)


def _line(line: Line, width: float = 165) -> str:
    rule = ""
    if line.rule:
        # A short line under the words: an empty paragraph with a border and indents on both sides.
        side = round(width * (1 - line.rule) / 2 * 56.7)
        rule = (
            f'<w:p><w:pPr><w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
            f'<w:spacing w:before="20" w:after="0" w:line="80" w:lineRule="exact"/>'
            f'<w:ind w:left="{side}" w:right="{side}"/>'
            f'<w:rPr><w:sz w:val="4"/></w:rPr></w:pPr></w:p>'
        )
    page = "<w:pageBreakBefore/>" if line.new_page else ""
    keep = "<w:keepNext/>" if line.keep else ""
    first = f'<w:ind w:firstLine="{round(line.first * 20)}"/>' if line.first else ""
    space = f'<w:spacing w:before="{round(line.before * 20)}" w:after="{round(line.after * 20)}"/>'
    texts = "".join(map(_text, line.texts))
    return f'<w:p><w:pPr>{keep}{page}{space}{first}<w:jc w:val="{line.align}"/></w:pPr>{texts}</w:p>{rule}'


def _text(text: Text) -> str:
    marks = [("<w:b/>", text.bold), ("<w:i/>", text.italic)]
    size = round(text.size * 2)
    looks = "".join(mark for mark, on in marks if on) + f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    looks += '<w:highlight w:val="yellow"/>' if text.doubt else ""
    looks += '<w:u w:val="single"/>' if text.underline else ""
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{escape(clean(text.text))}</w:t></w:r>'


def _grid(grid: Grid) -> str:
    look, space = ("single", 85) if grid.borders else ("none", 0)
    edges = "".join(
        f'<w:{edge} w:val="{look}" w:sz="4" w:space="0" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in grid.widths)
    rows = "".join(_row(row, grid, number < grid.head) for number, row in enumerate(grid.rows))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_twips(sum(grid.widths))}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{space}" w:type="dxa"/><w:right w:w="{space}" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(row: Sequence[Sequence[Line]], grid: Grid, head: bool) -> str:
    widths = grid.widths if len(row) > 1 else (sum(grid.widths),)
    span = "" if len(row) > 1 else f'<w:gridSpan w:val="{len(grid.widths)}"/>'
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{span}</w:tcPr>'
        f"{''.join(_line(line, width) for line in lines) or _line(Line(()))}</w:tc>"
        for lines, width in zip(row, widths, strict=True)
    )
    look = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    return f"<w:tr><w:trPr>{look}</w:trPr>{cells}</w:tr>"


def _twips(millimetres: float) -> int:
    return round(millimetres * 56.7)
