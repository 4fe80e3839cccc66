"""Saved web pages: the paper's paragraphs, list items and table cells, in reading order."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.errors import UnreadableFile
from parser.document import Align, Cell, Reading, Source
from parser.readers.html_tree import content_of, decode_html
from parser.readers.legacy.notice import notices
from parser.readers.legacy.recode import recode_paragraphs
from parser.readers.paragraphs import Line, build
from parser.readers.text import paragraphs_of
from parser.readers.unwrap import starts_item

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset(
    ("p", "div", "li", "td", "th", "tr", "table", "thead", "tbody", "tfoot", "caption", "ul", "ol", "dl", "dt", "dd")
    + (
        "section",
        "article",
        "main",
        "blockquote",
        "figure",
        "figcaption",
        "hr",
        "center",
        "address",
        "header",
        "footer",
    )
    + ("fieldset", "legend", "form", "details", "summary", "body", "html", *_HEADINGS)
)
_BOLD_TAGS = frozenset(("b", "strong", "th", *_HEADINGS))
_ITALIC_TAGS = frozenset(("i", "em"))
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_ITALIC_STYLE = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)
_ALIGN_STYLE = re.compile(r"text-align\s*:\s*(left|center|right|justify)", re.IGNORECASE)
_NO_MARKER = re.compile(r"list-style(?:-type)?\s*:\s*none", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_LAYOUT_CELL = 1500  # characters: a cell that long lays out the page rather than data
_MOST_SPAN = 100


@dataclass(slots=True)
class _Writer:
    """Collects runs of characters into lines; knows the cell, alignment and marker that the next line gets."""

    lines: list[Line] = field(default_factory=list)
    parts: list[tuple[str, bool, bool]] = field(default_factory=list)
    cell: Cell | None = None
    marker: str = ""
    align: Align | None = None

    def add(self, text: str | None, bold: bool, italic: bool) -> None:
        if text:
            self.parts.append((_SPACE.sub(" ", text), bold, italic))

    def flush(self) -> None:
        text = "".join(part for part, _, _ in self.parts)
        if text.strip():
            inked = [(bold, italic) for part, bold, italic in self.parts if part.strip()]
            if self.marker:
                text = text if starts_item(text.strip()) else self.marker + text.lstrip()
                self.marker = ""
            bold, italic = all(b for b, _ in inked), all(i for _, i in inked)
            self.lines.append(Line(text, self.cell, bold, italic, self.align))
        self.parts.clear()


def read_html(data: bytes, name: str) -> Reading:
    """Read a saved page. Raises UnreadableFile when no text stands in it."""
    page, encoding = decode_html(data, name)
    lines, recoded = recode_paragraphs([line for part in content_of(page, name) for line in _lines(part)])
    text, paragraphs = build(lines)
    if not any(ch.isalnum() for ch in text):
        raise UnreadableFile("no_text", file=name)
    source = Source(name, hashlib.sha256(data).hexdigest(), "text/html", "html", None, len(data))
    told = {encoding: len(text)} if encoding else recoded
    return Reading(text, paragraphs, source, findings=notices(told, len(text)))


def _lines(root: HtmlElement) -> list[Line]:
    """Walk without recursion (pages may be nested thousands deep) and return the lines in reading order."""
    from lxml.etree import iterwalk

    writer = _Writer()
    places = _cell_places(root)
    markers = _list_markers(root)
    bold = italic = 0
    aligns: list[Align | None] = [None]
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if event == "start":
            if tag == "pre":
                writer.flush()
                writer.lines.extend(paragraphs_of(element.text_content()))
                walk.skip_subtree()
                continue
            style = element.get("style") or ""
            bold += tag in _BOLD_TAGS or bool(_BOLD_STYLE.search(style))
            italic += tag in _ITALIC_TAGS or bool(_ITALIC_STYLE.search(style))
            if tag in _BLOCKS or tag == "br":
                writer.flush()
            aligns.append(_align(element, style) or aligns[-1])
            writer.align = aligns[-1]
            if element in places:
                writer.cell = places[element]
            writer.marker = markers.get(element, writer.marker)
            writer.add(element.text, bold > 0, italic > 0)
        else:
            if tag in _BLOCKS:
                writer.flush()
            if tag != "pre":
                style = element.get("style") or ""
                bold -= tag in _BOLD_TAGS or bool(_BOLD_STYLE.search(style))
                italic -= tag in _ITALIC_TAGS or bool(_ITALIC_STYLE.search(style))
                aligns.pop()
                writer.align = aligns[-1]
            if element in places:
                writer.cell = None
            if tag == "li":
                writer.marker = ""
            if element is not root:
                writer.add(element.tail, bold > 0, italic > 0)
    writer.flush()
    return writer.lines


def _align(element: HtmlElement, style: str) -> Align | None:
    found = _ALIGN_STYLE.search(style)
    named = (
        found.group(1).lower() if found else "center" if element.tag == "center" else element.get("align", "").lower()
    )
    match named:
        case "left" | "center" | "right" | "justify":
            return named
        case _:
            return None


def _cell_places(root: HtmlElement) -> dict[HtmlElement, Cell]:
    """The place of every cell of every data table; tables that lay out the page have none."""
    places: dict[HtmlElement, Cell] = {}
    number = 0
    for table in root.iter("table"):
        cells = _grid(table, number)
        if cells and max(cell.column + cell.columns for cell in cells.values()) > 1:
            places.update(cells)
            number += 1
    return places


def _grid(table: HtmlElement, number: int) -> dict[HtmlElement, Cell]:
    if next(table.iterdescendants("table"), None) is not None:
        return {}
    cells: dict[HtmlElement, Cell] = {}
    taken: dict[int, int] = {}  # column -> rows that a cell from above still covers it
    for row_number, row in enumerate(table.iter("tr")):
        column = 0
        covered = {at: left - 1 for at, left in taken.items() if left > 1}
        blocked = {at for at, left in taken.items() if left > 0}
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            if len(cell.text_content()) > _LAYOUT_CELL and len(row) < 3:
                return {}
            while column in blocked:
                column += 1
            columns, rows = _span(cell, "colspan"), _span(cell, "rowspan")
            cells[cell] = Cell(number, row_number, column, columns, rows)
            for at in range(column, column + columns):
                if rows > 1:
                    covered[at] = rows - 1
            column += columns
        taken = covered
    return cells


def _span(cell: HtmlElement, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(max(int(value), 1), _MOST_SPAN) if value.isascii() and value.isdigit() else 1


def _list_markers(root: HtmlElement) -> dict[HtmlElement, str]:
    """What a browser prints before each list item: "1. ", "a. ", "- "."""
    markers: dict[HtmlElement, str] = {}
    for group in root.iter("ol", "ul"):
        if _NO_MARKER.search(group.get("style") or ""):
            continue
        count = _number(group.get("start"), 1)
        for item in group:
            if item.tag != "li" or _NO_MARKER.search(item.get("style") or ""):
                continue
            if group.tag == "ul":
                markers[item] = "- "
                continue
            count = _number(item.get("value"), count)
            markers[item] = f"{_ordinal(count, group.get('type') or '1')}. "
            count += 1
    return markers


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.strip().isascii() and text.strip().isdigit() else default


def _ordinal(count: int, kind: str) -> str:
    if kind in "aA" and 1 <= count <= 26:
        return chr(ord(kind) + count - 1)
    if kind in "iI" and 1 <= count <= 89:
        tens, ones = divmod(count, 10)
        roman = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX")[tens]
        roman += ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
        return roman if kind == "I" else roman.lower()
    return str(count)
