"""Tables without upright rules: three columns or more that show by what is left free between their letters.

Prose never leaves two strips free over several lines, and a letterhead or an end leaves one: only what shows three
columns again and again is a table here. Where rows begin is told by their numbers, else by their lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from parser.readers.flat_rows import head_kinds, line_is_head
from parser.readers.pdf_shapes import Frame, Grid, GridCell, Line, Row

_LEAST = 3  # columns
_STRIP = 0.45  # of the letter size: what must stay free between columns
_LEADING = 2.2  # of the letter size: lines of one table stand no farther apart
_REACH = 150.0  # points a signer's name may stand below the role: room for a seal
_SLACK = 2.0
_LABEL = re.compile(r"(?:\d{1,3}(?:\.\d{1,2}){0,3}|[IVX]{1,6}|[A-HĐ])[.)]?$")
_FREE = 1000.0  # no line of a signer's column is full


@dataclass(slots=True)
class _Strips:
    """The columns seen so far, as the stretches that letters cover."""

    spans: list[tuple[float, float]] = field(default_factory=list)

    def with_row(self, row: Row) -> _Strips | None:
        """The columns with this row too; None when a piece of it lies across two of them."""
        spans = list(self.spans)
        for piece in row:
            touched = [
                s for s in spans if s[0] < piece.x1 + _STRIP * piece.size and piece.x0 < s[1] + _STRIP * piece.size
            ]
            if len(touched) > 1:
                return None
            low = min([piece.x0, *(s[0] for s in touched)])
            high = max([piece.x1, *(s[1] for s in touched)])
            spans = sorted([*(s for s in spans if s not in touched), (low, high)])
        return _Strips(spans)

    def column(self, piece: Line) -> int:
        """The column a piece stands in."""
        return next(at for at, (low, high) in enumerate(self.spans) if low <= piece.center <= high)


def open_tables(rows: list[Row], frame: Frame) -> Iterator[list[Row] | Grid]:
    """Yield the rows in order, those of a table without rules as a grid."""
    plain: list[Row] = []
    at = 0
    while at < len(rows):
        found = _table_at(rows, at, frame) if len(rows[at]) >= _LEAST else None
        if found is None:
            plain.append(rows[at])
            at += 1
            continue
        grid, at = found
        if plain:
            yield plain
            plain = []
        yield grid
    if plain:
        yield plain


def _table_at(rows: list[Row], at: int, frame: Frame) -> tuple[Grid, int] | None:
    if all(piece.text.isupper() and not any(map(str.isdigit, piece.text)) for piece in rows[at]):
        signers = _signers(rows, at)
        if signers is not None:
            return signers
    end, strips = _grow(rows, at)
    block = rows[at:end]
    if not _convinces(block, strips, frame):
        return None
    starts = _row_starts(block, strips)
    return (_grid(block, strips, starts), end) if len(starts) > 1 else None


def _grow(rows: list[Row], at: int) -> tuple[int, _Strips]:
    """Take rows as long as they leave the same strips free; a last line far below belongs no more."""
    strips = _Strips()
    end = at
    for index in range(at, len(rows)):
        row = rows[index]
        if index > at and row[0].y - rows[index - 1][0].y > _LEADING * max(row[0].size, rows[index - 1][0].size):
            break
        wider = strips.with_row(row)
        if wider is None or (len(wider.spans) > len(strips.spans) and len(row) == 1 and strips.spans):
            break
        strips, end = wider, index + 1
    return end, strips


def _convinces(block: list[Row], strips: _Strips, frame: Frame) -> bool:
    """Whether several lines show at least three columns that fill the page, or one does and its words are a head."""
    columns = len(strips.spans)
    full = [row for row in block if len({strips.column(piece) for piece in row}) >= _LEAST]
    if columns < _LEAST or len(block) < 3 or not full:
        return False
    if strips.spans[-1][1] - strips.spans[0][0] < 0.6 * (frame.right - frame.left):
        return False
    head = head_kinds([piece.text for piece in block[0]])
    known = line_is_head(block[0][0].text) or head >= 2
    if len(full) < (2 if known else 4) or not known and len(full) < 0.6 * len(block):
        return False
    return known or _is_aligned(full, strips)


def _is_aligned(full: list[Row], strips: _Strips) -> bool:
    """Whether most pieces begin, or have their middle, where the others of their column do."""
    for column in range(len(strips.spans)):
        pieces = [piece for row in full for piece in row if strips.column(piece) == column]
        for places in ([piece.x0 for piece in pieces], [piece.center for piece in pieces], [p.x1 for p in pieces]):
            places.sort()
            middle = places[len(places) // 2]
            if sum(abs(place - middle) < 3 for place in places) >= 0.7 * len(places):
                break
        else:
            return False
    return True


def _row_starts(block: list[Row], strips: _Strips) -> list[int]:
    """The lines that begin a row: those with a number in the first column, else those that fill most columns."""
    first = [next((piece.text for piece in row if strips.column(piece) == 0), "") for row in block]
    numbered = [at for at, text in enumerate(first) if _LABEL.match(text)]
    if len(numbered) >= 2 and sum(map(bool, first)) <= len(numbered) + 2:
        return [0, *(at for at in numbered if at)]
    starts = [0]
    for at in range(1, len(block)):
        filled = len({strips.column(piece) for piece in block[at]})
        goes_on = all(piece.text[0].islower() for piece in block[at])
        if filled > len(strips.spans) / 2 and not goes_on:
            starts.append(at)
    return starts


def _grid(block: list[Row], strips: _Strips, starts: list[int]) -> Grid:
    """Lay the lines on rows and columns, as if rules had been drawn in the free strips."""
    cells: list[GridCell] = []
    lines: list[list[Line]] = []
    edges = [low - _SLACK for low, _ in strips.spans] + [strips.spans[-1][1] + _SLACK]
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(block)], strict=True)):
        top, bottom = block[start][0].top, block[end - 1][0].bottom
        for column, (_, high) in enumerate(strips.spans):
            held = [piece for row in block[start:end] for piece in row if strips.column(piece) == column]
            right = high + 4 + 0.4 * block[start][0].size  # where wrapped lines end
            cells.append(GridCell(edges[column], top, max(right, edges[column] + 1), bottom, number, column, 1, 1))
            lines.append(held)
    return Grid(cells, lines)


def _signers(rows: list[Row], at: int) -> tuple[Grid, int] | None:
    """Three who sign side by side: roles in capitals, below each a name in the middle of its column."""
    strips = _Strips().with_row(rows[at])
    end = at + 1
    named = 0
    while strips is not None and end < len(rows) and rows[end][0].y - rows[end - 1][0].y < _REACH:
        wider = strips.with_row(rows[end])
        if wider is None or len(wider.spans) != len(strips.spans):
            break
        strips = wider
        named += len(rows[end]) >= 2
        end += 1
    if strips is None or len(strips.spans) < _LEAST or not named:
        return None
    grid = _grid(rows[at:end], strips, [0])
    grid.cells = [
        GridCell(cell.x0, cell.y0, cell.x1 + _FREE, cell.y1, cell.row, cell.column, 1, 1) for cell in grid.cells
    ]
    return grid, end
