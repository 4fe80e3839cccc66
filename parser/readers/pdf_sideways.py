"""Letters turned on their side in a ruled cell (heads of narrow columns), read as lines of that cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from parser.readers.pdf_engine import Glyphs, OpenPage
from parser.readers.pdf_shapes import Run

_LINE = 0.5  # of the letter size: letters farther apart across the reading direction belong to different lines
_WORD = 0.2  # of the letter size: a wider gap along it parts words
_LEADING = 1.2


@dataclass(slots=True)
class _Column:
    """One line of sideways letters: its place across, the letters so far, and where the last one ended."""

    across: float
    size: float
    text: str
    end: float
    first: int
    last: int
    left: float
    right: float


def sideways_runs(
    page: OpenPage, glyphs: Glyphs, found: Sequence[int], cell_of: Callable[[float, float], int]
) -> list[Run]:
    """Return the lines of sideways letters, those in ruled cells only, as runs one below the other in their cell."""
    cells: dict[tuple[int, bool], list[_Column]] = {}
    tops: dict[int, float] = {}
    for index in found:
        matrix = page.matrix(index)
        if abs(matrix[1]) < 3 * abs(matrix[0]):
            continue  # aslant: a watermark
        upward = matrix[1] > 0
        left, top, right, bottom = page.letter_box(index)
        cell = cell_of((left + right) / 2, (top + bottom) / 2 + 2)
        if cell < 0:
            continue
        size = page.size(index, matrix)
        tops[cell] = min(tops.get(cell, top), top)
        across, begin, end = (glyphs.x[index], -bottom, -top) if upward else (-glyphs.x[index], top, bottom)
        columns = cells.setdefault((cell, upward), [])
        same = [column for column in columns if abs(column.across - across) < _LINE * size]
        if not same:
            columns.append(
                _Column(across, size, glyphs.text[index], end, index, index, min(left, right), max(left, right))
            )
            continue
        column = same[0]
        column.text += (" " if begin - column.end > _WORD * size else "") + glyphs.text[index]
        column.end, column.last = end, index
    return [run for (cell, _), columns in cells.items() for run in _stacked(cell, columns, tops[cell])]


def _stacked(cell: int, columns: list[_Column], top: float) -> list[Run]:
    """The lines of a cell, set as if they stood upright from its first letter down."""
    runs: list[Run] = []
    for at, line in enumerate(sorted(columns, key=lambda column: column.across)):
        y = top + line.size * (1 + at * _LEADING)
        runs.append(
            Run(
                y,
                line.left,
                line.right,
                line.size,
                line.text,
                line.first,
                line.last,
                False,
                False,
                False,
                False,
                cell,
                False,
            )
        )
    return runs
