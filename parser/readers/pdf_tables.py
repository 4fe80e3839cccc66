"""Ruled tables over page breaks: one table, its repeated head dropped, a row cut by the break made whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from parser.readers.flat_rows import line_is_head
from parser.readers.pdf_joining import cell_paragraphs
from parser.readers.pdf_shapes import Grid, GridCell, Line

_SAME_EDGE = 6.0  # points two pages' columns may differ
_HEAD_ROWS = 4  # a repeated head is at most this high
_NUMBER = 8  # letters; a row's number is no longer
_CLOSED = ".;:!?"
_RANGE_END = re.compile(r"[-–] ?\d")  # "8h30" above "- 9h00"

_GridRow = list[tuple[GridCell, list[Line]]]


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

    def open_cells(self) -> dict[int, TableCell]:
        """The cells that reach the last row, by column."""
        return {cell.column: cell for cell in self.cells if cell.row + cell.rows >= self.height}


def start_table(grid: Grid) -> Table:
    """Make a table of a page's grid."""
    table = Table(_edges(grid))
    _append(table, _rows(grid))
    return table


def continues_table(table: Table, grid: Grid) -> bool:
    """Whether `grid`, first thing on its page, has the columns of `table`, last thing on the page before."""
    edges = _edges(grid)
    if len(edges) != len(table.edges):
        return False
    if any(abs(a - b) > _SAME_EDGE for a, b in zip(edges, table.edges, strict=True)):
        return False
    first = [_words(lines) for _, lines in _rows(grid)[0]]
    return not line_is_head(first[0]) or first == [_words(cell.lines) for cell in table.row(0)]


def extend_table(table: Table, grid: Grid) -> None:
    """Go on with `table` on a further page."""
    rows = _rows(grid)
    rows = rows[_repeated(table, rows) :]
    if not rows:
        return
    if _is_cut(table, rows[0]):
        _heal(table, rows.pop(0))
    elif rows:
        rows[0] = _reach_down(table, rows[0])
    _append(table, rows)


def _repeated(table: Table, rows: list[_GridRow]) -> int:
    """How many rows the page repeats from the head of the table."""
    count = 0
    for row in rows[: min(_HEAD_ROWS, table.height)]:
        head = [_words(cell.lines) for cell in table.row(count)]
        if head != [_words(lines) for _, lines in row] or not any(head):
            break
        count += 1
    return count


def _is_cut(table: Table, row: _GridRow) -> bool:
    """Whether the page break cut a row: the part below has no number of its own, or goes on in small letters."""
    above = table.open_cells()
    if [cell.column for cell, _ in row] != sorted(above):
        return False
    below = {cell.column: _words(lines) for cell, lines in row}
    if not any(below.values()):
        return False
    first = row[0][0].column
    number = _words(above[first].lines)
    goes_on = any(_goes_on(_words(above[column].lines), text) for column, text in below.items())
    if below[first]:
        if _numbered(table):
            # The number may stand in the middle of a tall row, below the break.
            return goes_on and not number and len(below[first]) <= _NUMBER
        return goes_on and (below[first][0].islower() or _is_cut_range(number, below[first]))
    tall = above[first].rows > 1 or row[0][0].rows > 1
    if tall or not number or len(number) > _NUMBER or _has_unnumbered(table):
        return goes_on
    return True


def _is_cut_range(above: str, below: str) -> bool:
    return bool(above) and below[-1].isdigit() and (above[-1] in "-–" or bool(_RANGE_END.match(below)))


def _goes_on(above: str, below: str) -> bool:
    return bool(above and below) and below[0].islower() and above[-1] not in _CLOSED


def _numbered(table: Table) -> bool:
    return any(cell.column == 0 and _words(cell.lines).rstrip(".").isdigit() for cell in table.cells)


def _has_unnumbered(table: Table) -> bool:
    """Whether rows without a number are usual in this table: below its head, others than the last one."""
    for number in range(1, table.height - 1):
        row = table.row(number)
        if len(row) > 1 and row[0].column == 0 and row[0].rows == 1 and not row[0].lines and any(c.lines for c in row):
            return True
    return False


def _heal(table: Table, row: _GridRow) -> None:
    """Put the part of a row below the page break to the part above."""
    above = table.open_cells()
    more = max(min(cell.rows for cell, _ in row) - 1, 0)
    for cell, lines in row:
        kept = above[cell.column]
        kept.lines.extend(lines)
        kept.rows += max(cell.rows - 1, 0)
    table.height += more


def _reach_down(table: Table, row: _GridRow) -> _GridRow:
    """A cell over several rows that the page break cut goes on as an empty one: make it one again."""
    above = table.open_cells()
    kept: _GridRow = []
    for cell, lines in row:
        upper = above.get(cell.column)
        cut = upper is not None and upper.columns == cell.columns and (upper.rows > 1 or cell.rows > 1)
        text = _words(lines)
        if upper is not None and cut and upper.lines and (not text or _goes_on(_words(upper.lines), text)):
            upper.lines.extend(lines)
            upper.rows += cell.rows
        else:
            kept.append((cell, lines))
    return kept if kept else row


def _edges(grid: Grid) -> list[float]:
    return sorted({cell.x0 for cell in grid.cells} | {cell.x1 for cell in grid.cells})


def _rows(grid: Grid) -> list[_GridRow]:
    rows: dict[int, _GridRow] = {}
    for cell, lines in zip(grid.cells, grid.lines, strict=True):
        rows.setdefault(cell.row, []).append((cell, lines))
    return [rows[number] for number in sorted(rows)]


def _append(table: Table, rows: list[_GridRow]) -> None:
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
