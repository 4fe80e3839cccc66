"""Walking a story of a Word file (body, note, header): paragraphs and tables in reading order, as lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from parser.document import Cell
from parser.readers.docx_lines import to_lines
from parser.readers.docx_names import RELATION_ID, has, val, w
from parser.readers.docx_numbering import Label, Numbering
from parser.readers.docx_runs import Content, Fields, RunReader, visible_children
from parser.readers.docx_styles import Styles, read_align
from parser.readers.docx_tables import DoneTable, TableCell, carried_on, done_table, layout
from parser.readers.paragraphs import Line

if TYPE_CHECKING:
    from lxml import etree

ALT_CHUNK = w("altChunk")
PARAGRAPH, TABLE, PROPERTIES, MARK = w("p"), w("tbl"), w("pPr"), w("rPr")
_WRAPPERS = frozenset(w(name) for name in ("customXml", "smartTag", "ins", "moveTo"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: in which cell of a table, in which role."""

    cell: Cell | None = None
    role: str = "body"


@dataclass(slots=True)
class _Pending:
    """Content of paragraphs whose mark is deleted or hidden: it runs on into the next one."""

    content: Content
    label: Label | None


class BlockWalker:
    """Turns stories into lines; numbering, table count and collected notes run through all of them."""

    def __init__(
        self,
        styles: Styles,
        numbering: Numbering,
        runs: RunReader,
        chunk: Callable[[str], list[Line]] = lambda _: [],
    ) -> None:
        self._styles = styles
        self._numbering = numbering
        self._runs = runs
        self._embedded = chunk
        self.lines: list[Line] = []
        self.notes: list[tuple[str, str]] = []
        self.tables = 0
        self._last: DoneTable | None = None

    def story(self, root: etree._Element, role: str = "body") -> None:
        """Walk a whole story; fields do not reach from one into another."""
        self._runs.fields = Fields(root)
        self._container(root, Place(role=role))
        self._runs.fields = None

    def _container(self, parent: etree._Element, place: Place) -> None:
        pending: _Pending | None = None
        last: etree._Element | None = None
        for node in _blocks(parent):
            if node.tag == PARAGRAPH:
                pending = self._paragraph(node, place, pending)
                last = node
            elif node.tag == TABLE:
                self._table(node, place)
            else:
                self._chunk(node, place)
        if pending is not None and last is not None:
            self._emit(last.find(PROPERTIES), pending.content, pending.label, place)

    def _paragraph(self, node: etree._Element, place: Place, pending: _Pending | None) -> _Pending | None:
        """Read one paragraph; return it unfinished when its mark is gone and it runs on into the next."""
        properties = node.find(PROPERTIES)
        mark = None if properties is None else properties.find(MARK)
        style_id = val(properties, "pStyle")
        content = self._runs.read(node, style_id)
        deleted = mark is not None and (mark.find(w("del")) is not None or mark.find(w("moveFrom")) is not None)
        hidden = has(mark, "vanish") or has(mark, "specVanish")
        if hidden and not content.pieces and not content.boxes:
            return pending
        # A paragraph without its mark takes the number of the next one; a style separator keeps its own.
        label = None if deleted else self._numbering.label(properties, self._styles.paragraph(style_id), place.role)
        if pending is not None:
            pending.content.extend(content)
            content, label = pending.content, pending.label or label
        if deleted or hidden:
            return _Pending(content, label)
        self._emit(properties, content, label, place)
        return None

    def _emit(self, properties: etree._Element | None, content: Content, label: Label | None, place: Place) -> None:
        style = self._styles.paragraph(val(properties, "pStyle"))
        align = read_align(properties) or style.align or "left"
        self.lines += to_lines(
            content.pieces, label.text if label else "", place.cell, align, place.role, bool(label and label.is_bullet)
        )
        self.notes += content.notes
        for box in content.boxes:
            # After the paragraph it hangs on, so that it interrupts no sentence.
            self._container(box, Place(place.cell, "textbox" if place.role == "body" else place.role))

    def _table(self, node: etree._Element, place: Place) -> None:
        cells = layout(node)
        if place.cell is not None or len(cells) == 1:
            # A table within a cell belongs to that cell; a single cell is a frame around text, no table.
            for cell in cells:
                self._container(cell.node, place)
            return
        start = len(self.lines)
        for cell in cells:
            self._container(cell.node, Place(_cell(self.tables, cell), place.role))
        rows = self.lines[start:]
        more = carried_on(self._last, node, start, rows) if self._last is not None else None
        if self._last is not None and more is not None:
            self.lines[start:] = more
            self._last = done_table(node, self._last.number, self._last.lines + more, len(self.lines))
        else:
            self._last = done_table(node, self.tables, rows, len(self.lines))
            self.tables += 1

    def _chunk(self, node: etree._Element, place: Place) -> None:
        """Put in the lines of a file embedded whole; its tables are counted with the others."""
        relation = next((node.get(key) for key in RELATION_ID if node.get(key)), None)
        lines = self._embedded(relation) if relation else []
        first = self.tables
        for line in lines:
            if place.cell is not None:
                line = replace(line, cell=place.cell)
            elif line.cell is not None:
                self.tables = max(self.tables, first + line.cell.table + 1)
                line = replace(line, cell=replace(line.cell, table=first + line.cell.table))
            self.lines.append(line)


def _cell(table: int, cell: TableCell) -> Cell:
    return Cell(table, cell.row, cell.column, cell.columns, cell.rows)


def _blocks(parent: etree._Element) -> list[etree._Element]:
    """Return the paragraphs and tables of a container, seeing through what only wraps them."""
    blocks: list[etree._Element] = []
    for node in visible_children(parent):
        if node.tag in (PARAGRAPH, TABLE, ALT_CHUNK):
            blocks.append(node)
        elif node.tag in _WRAPPERS:
            blocks += _blocks(node)
    return blocks
