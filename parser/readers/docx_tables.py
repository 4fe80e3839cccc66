"""The grid of a Word table: which cell stands in which row and column, with merged cells counted once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from parser.readers.docx_names import VAL, has, number, val, w
from parser.readers.docx_runs import visible_children
from parser.readers.flat_rows import line_is_head
from parser.readers.paragraphs import Line

if TYPE_CHECKING:
    from lxml import etree

_ROW, _CELL = w("tr"), w("tc")
# Word's own limit of columns; a damaged span must not run away.
_MAX_COLUMNS = 63
_SAME_WIDTH = 60  # twentieths of a point, 1 mm
_LEAST_COLUMNS = 3  # two columns are a letterhead or a signature as often as a table


@dataclass(slots=True)
class TableCell:
    """A visible cell; `columns` and `rows` are how many it spans."""

    node: etree._Element
    row: int
    column: int
    columns: int
    rows: int = 1


@dataclass(slots=True)
class DoneTable:
    """A table already read: its number, its columns, its height, its lines, and how many lines stood then."""

    number: int
    widths: list[int]
    height: int
    lines: list[Line]
    end: int


def done_table(node: etree._Element, number: int, lines: Sequence[Line], end: int) -> DoneTable:
    """Keep of a table what tells whether the next one goes on with it."""
    height = max((line.cell.row + line.cell.rows for line in lines if line.cell), default=0)
    return DoneTable(number, _widths(node), height, list(lines), end)


def carried_on(done: DoneTable, node: etree._Element, start: int, lines: Sequence[Line]) -> list[Line] | None:
    """The lines of table `node` as further rows of `done`; None when it is a table of its own.

    Authors cut a long table by hand at a page break: nothing is printed between the parts, the columns are the
    same, and the second part has the same head or none.
    """
    widths = _widths(node)
    same = len(widths) == len(done.widths) and all(
        abs(a - b) <= _SAME_WIDTH for a, b in zip(widths, done.widths, strict=True)
    )
    if start != done.end or len(widths) < _LEAST_COLUMNS or not same or not lines:
        return None
    repeated = 0
    while (row := _row(lines, repeated)) and row == _row(done.lines, repeated):
        repeated += 1
    head, first = _row(done.lines, 0), _row(lines, 0)
    if not repeated and (not head or not line_is_head(head[0][1]) or not first or line_is_head(first[0][1])):
        return None
    shift = done.height - repeated
    return [
        replace(line, cell=replace(line.cell, table=done.number, row=line.cell.row + shift))
        for line in lines
        if line.cell is not None and line.cell.row >= repeated
    ]


def _row(lines: Sequence[Line], number: int) -> list[tuple[int, str]]:
    return [(line.cell.column, line.text) for line in lines if line.cell is not None and line.cell.row == number]


def _widths(table: etree._Element) -> list[int]:
    grid = table.find(w("tblGrid"))
    return [] if grid is None else [_width(column.get(w("w"))) for column in grid.iterchildren(w("gridCol"))]


def _width(text: str | None) -> int:
    return max(number(text, 0), 0)


def layout(table: etree._Element) -> list[TableCell]:
    """Return the visible cells of `table` in reading order; deleted and hidden rows do not count."""
    cells: list[TableCell] = []
    open_merges: dict[int, TableCell] = {}
    rows = [node for node in _inside(table, _ROW) if not _is_gone(node)]
    for row, node in enumerate(rows):
        merges: dict[int, TableCell] = {}
        column = _grid_before(node)
        previous: TableCell | None = None
        for cell in _inside(node, _CELL):
            properties = cell.find(w("tcPr"))
            if properties is not None and properties.find(w("cellDel")) is not None:
                continue
            span = _span(properties)
            above = open_merges.get(column) if _continues(properties, "vMerge") else None
            if above is not None:
                above.rows += 1
                merges[column] = above
            elif previous is not None and _continues(properties, "hMerge"):
                previous.columns += span
            else:
                previous = TableCell(cell, row, column, span)
                cells.append(previous)
                if val(properties, "vMerge") == "restart":
                    merges[column] = previous
            column += span
        open_merges = merges
    return cells


def _inside(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the rows of a table or the cells of a row, also inside content controls and custom XML."""
    for node in visible_children(parent):
        if node.tag == tag:
            yield node
        elif node.tag not in (_ROW, _CELL, w("p"), w("tbl")):
            yield from _inside(node, tag)


def _is_gone(row: etree._Element) -> bool:
    properties = row.find(w("trPr"))
    return properties is not None and (properties.find(w("del")) is not None or has(properties, "hidden"))


def _grid_before(row: etree._Element) -> int:
    return _bounded(val(row.find(w("trPr")), "gridBefore"), 0)


def _span(properties: etree._Element | None) -> int:
    return max(_bounded(val(properties, "gridSpan"), 1), 1)


def _bounded(text: str | None, default: int) -> int:
    return min(max(number(text, default), 0), _MAX_COLUMNS)


def _continues(properties: etree._Element | None, kind: str) -> bool:
    """Return whether the cell continues the one above (vMerge) or before it (hMerge): the value may be left out."""
    node = None if properties is None else properties.find(w(kind))
    return node is not None and node.get(VAL, "continue") == "continue"
