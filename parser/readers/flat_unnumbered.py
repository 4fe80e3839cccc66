"""Recover a flattened table that numbers no rows: its heads, then cell after cell, each on lines of its own.

Only the heads and the look of the cells tell the rows here, so both must be plain: heads of task, body and time, and
row after row in which the body's cell names a body and the time's cell a time. Anything less is read as prose.
"""

from __future__ import annotations

from collections.abc import Sequence

from parser.document import Cell
from parser.readers.flat_rows import begins_cell, cell_kind, head_kind
from parser.readers.page_marks import PAGE_BREAK
from parser.readers.paragraphs import Line, join

_LONGEST_HEAD = 40
_MOST_COLUMNS = 7
_LEAST_ROWS = 2
_TOLD = ("body", "time")  # kinds of cell that show by their first words
_FULL_LINE = 60


def may_be_head(line: str) -> bool:
    """Whether `line` may be the first head of such a table: short, bare and the word for a task."""
    return len(line) < _LONGEST_HEAD and line[-1:].isalpha() and ":" not in line and head_kind(line) == "task"


def read_unnumbered(lines: Sequence[str], at: int, table: int) -> tuple[list[Line], int]:
    """Read the table whose first head stands at `at`: its cells and the line after it, or ([], at)."""
    heads, start = _heads(lines, at)
    kinds = [head_kind(head) for head in heads]
    if len(heads) < 3 or not set(_TOLD) <= set(kinds) or kinds.count("task") > 2:
        return [], at
    rows, end = _rows(lines, start, kinds)
    if len(rows) < _LEAST_ROWS:
        return [], at
    cells = [Line(head, Cell(table, 0, column)) for column, head in enumerate(heads)]
    for number, row in enumerate(rows, start=1):
        cells += [Line(text, Cell(table, number, column)) for column, text in enumerate(row)]
    return cells, end


def _heads(lines: Sequence[str], at: int) -> tuple[list[str], int]:
    """The heads, one a line, and where the rows begin."""
    heads: list[str] = []
    kinds: list[str] = []
    end = at
    while end < len(lines) and len(heads) <= _MOST_COLUMNS:
        line = lines[end]
        if line and line != PAGE_BREAK:
            kind = head_kind(line) if len(line) < _LONGEST_HEAD and line[-1].isalnum() else ""
            if not kind or kinds.count(kind) > (kind == "body"):
                break  # the first task, or a cell worded like a head
            heads.append(line)
            kinds.append(kind)
        end += 1
    return heads, end


def _rows(lines: Sequence[str], start: int, kinds: Sequence[str]) -> tuple[list[list[str]], int]:
    """The rows that look as their heads say, and the line after the last of them."""
    rows: list[list[str]] = []
    row: list[str] = []
    last = ""
    done = start
    for at in range(start, len(lines)):
        line = lines[at]
        if not line or line == PAGE_BREAK:
            continue
        if row and not begins_cell(last, line, _FULL_LINE):
            row[-1], last = join(row[-1], line), line
            if len(row) == len(kinds) and rows:
                done = at + 1
            continue
        if len(row) == len(kinds):
            row = []
        row.append(line)
        last = line
        if len(row) == len(kinds):
            if not all(cell_kind(text) == kind for text, kind in zip(row, kinds, strict=True) if kind in _TOLD):
                break
            rows.append(row)
            done = at + 1
    return rows, done
