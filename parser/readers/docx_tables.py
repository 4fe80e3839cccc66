"""The grid of a Word table: which cell stands in which row and column, with merged cells counted once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parser.readers.docx_names import VAL, has, number, val, w
from parser.readers.docx_runs import visible_children

if TYPE_CHECKING:
    from lxml import etree

_ROW, _CELL = w("tr"), w("tc")
# Word's own limit of columns; a damaged span must not run away.
_MAX_COLUMNS = 63


@dataclass(slots=True)
class TableCell:
    """A visible cell; `columns` and `rows` are how many it spans."""

    node: etree._Element
    row: int
    column: int
    columns: int
    rows: int = 1


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
