"""Ruled tables over page breaks: one table, its repeated head dropped, a row cut by the break made whole."""

from __future__ import annotations

from dataclasses import dataclass, field

from parser.readers.pdf_joining import cell_paragraphs
from parser.readers.pdf_shapes import Grid, GridCell, Line

_SAME_EDGE = 6.0  # points two pages' columns may differ


@dataclass(slots=True)
class TableCell:
    """A cell of a finished table: its place, and its lines from one page or two."""

    row: int
    column: int
    rows: int
    columns: int
    right: float
    lines: list[Line]

    def paragraphs(self) -> list[list[Line]]:
        """The cell's text, wrapped lines joined."""
        return cell_paragraphs(self.lines, self.right)


@dataclass(slots=True)
class Table:
    """A ruled table, whole."""

    edges: list[float]
    cells: list[TableCell] = field(default_factory=list)
    height: int = 0

    def row(self, number: int) -> list[TableCell]:
        """The cells that begin in a row."""
        return [cell for cell in self.cells if cell.row == number]


def start_table(grid: Grid) -> Table:
    """Make a table of a page's grid."""
    table = Table(_edges(grid))
    _append(table, _rows(grid), grid)
    return table


def continues_table(table: Table, grid: Grid) -> bool:
    """Whether `grid`, first thing on its page, has the columns of `table`, last thing on the page before."""
    edges = _edges(grid)
    same = len(edges) == len(table.edges)
    return same and all(abs(a - b) <= _SAME_EDGE for a, b in zip(edges, table.edges, strict=True))


def extend_table(table: Table, grid: Grid) -> None:
    """Go on with `table` on a further page."""
    rows = _rows(grid)
    head = [_words(cell.lines) for cell in table.row(0)]
    if rows and head == [_words(lines) for _, lines in rows[0]] and any(head):
        rows = rows[1:]
    if rows and _is_cut(table, rows[0]):
        below = {cell.column: lines for cell, lines in rows[0]}
        for cell in table.row(table.height - 1):
            cell.lines.extend(below.get(cell.column, []))
        rows = rows[1:]
    _append(table, rows, grid)


def _is_cut(table: Table, row: list[tuple[GridCell, list[Line]]]) -> bool:
    """A row whose number cell is empty goes on with the row above the page break, if that one has a number."""
    last = table.row(table.height - 1)
    if not last or [cell.column for cell in last] != [cell.column for cell, _ in row]:
        return False
    number = _words(last[0].lines)
    below = [_words(lines) for _, lines in row]
    goes_on = any(text[0].islower() for text in below if text)
    return not below[0] and bool(number) and (len(number) <= 8 or goes_on) and any(below)


def _edges(grid: Grid) -> list[float]:
    return sorted({cell.x0 for cell in grid.cells} | {cell.x1 for cell in grid.cells})


def _rows(grid: Grid) -> list[list[tuple[GridCell, list[Line]]]]:
    rows: dict[int, list[tuple[GridCell, list[Line]]]] = {}
    for cell, lines in zip(grid.cells, grid.lines, strict=True):
        rows.setdefault(cell.row, []).append((cell, lines))
    return [rows[number] for number in sorted(rows)]


def _append(table: Table, rows: list[list[tuple[GridCell, list[Line]]]], grid: Grid) -> None:
    if not rows:
        return
    first = rows[0][0][0].row
    base = table.height
    for row in rows:
        for cell, lines in row:
            place = base + cell.row - first
            table.cells.append(TableCell(place, cell.column, cell.rows, cell.columns, cell.x1 - 4, list(lines)))
            table.height = max(table.height, place + 1)


def _words(lines: list[Line]) -> str:
    return " ".join(line.text for line in lines)
