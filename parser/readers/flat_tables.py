"""Find tables in plain text: " | " or tab between cells, two-column letterheads, and one cell a line (`flat_rows`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from corpus.knowledge import load
from parser.document import Cell
from parser.folding import fold
from parser.readers.flat_rows import line_is_head, read_flat_table
from parser.readers.paragraphs import Line

_HEAD_LINES = 14
_SURE_CELLS = 4  # a lone line of so many cells is a row all the same
_BARS = re.compile(r"[|\s]+$")
_DIVIDER = re.compile(r"[|\s:+=-]*-{2,}[|\s:+=-]*$")
_BAR = re.compile(r"\s*\|\s*")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_WIDE_GAP = re.compile(r"\t+ *| {4,}")


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of one table, row by row, as future paragraphs."""

    cells: tuple[Line, ...]


@cache
def _heads() -> tuple[str, ...]:
    lines = load("reading")["lines"]
    return (*lines["right_heads"], lines["motto"])


def split_tables(lines: Sequence[str]) -> list[list[str] | Table]:
    """Cut `lines` into stretches of plain lines and tables, in reading order; no text is lost."""
    done: list[list[str] | Table] = []
    plain: list[str] = []
    at = seen = tables = 0
    while at < len(lines):
        line = lines[at]
        seen += bool(line)
        cells: list[Line] = []
        end = at
        if "|" in line:
            cells, end = _barred(lines, at, tables, seen <= _HEAD_LINES)
        elif line_is_head(line):
            cells, end = read_flat_table(lines, at, tables)
        elif "\t" in line or (seen <= _HEAD_LINES and line):
            cells, end = _gapped(lines, at, tables, seen <= _HEAD_LINES)
        if cells:
            done.append(plain)
            done.append(Table(tuple(cells)))
            plain, at, tables = [], end, tables + 1
            seen += 1
        else:
            plain.append("" if "|" in line and _BARS.match(line) else line)
            at += 1
    done.append(plain)
    return [part for part in done if part]


def _grid(rows: Sequence[Sequence[str]], table: int) -> list[Line]:
    cells: list[Line] = []
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            cells.extend(Line(part, Cell(table, row, column)) for part in _BREAK.split(text) if part)
    return cells


def _barred(lines: Sequence[str], at: int, table: int, in_head: bool) -> tuple[list[Line], int]:
    """Rows with bars between cells; a lone line of few cells is a table only in the letterhead or at Nơi nhận."""
    rows: list[list[str]] = []
    end = at
    while end < len(lines) and "|" in lines[end] and not _BARS.match(lines[end]):
        if not _DIVIDER.match(lines[end]):
            rows.append(_BAR.split(lines[end].strip().removeprefix("|").removesuffix("|").strip()))
        end += 1
    if not rows or max(len(row) for row in rows) < 2:
        return [], at
    if len(rows) == 1 and len(rows[0]) < _SURE_CELLS and not in_head and not fold(rows[0][0]).startswith("nơi nhận"):
        return [], at
    return _grid(rows, table), end


def _gapped(lines: Sequence[str], at: int, table: int, in_head: bool) -> tuple[list[Line], int]:
    """Cells with tabs between them, or a letterhead set in two columns by spaces."""
    rows = _columns(lines, at, re.compile(r"\t+ *"))
    if len(rows) >= 2 and len({len(row) for row in rows}) == 1:
        return _grid(rows, table), at + len(rows)
    if not in_head:
        return [], at
    rows = _columns(lines, at, _WIDE_GAP)
    if rows and any(len(row) == 2 and fold(row[1]).startswith(_heads()) for row in rows):
        return _grid(rows, table), at + len(rows)
    folded = fold(lines[at])
    for head in _heads()[:2]:
        if folded.endswith(" " + head) and lines[at].isupper():
            cut = len(lines[at]) - len(head)
            return _grid([[lines[at][:cut].rstrip(" -–"), lines[at][cut:]]], table), at + 1
    return [], at


def _columns(lines: Sequence[str], at: int, gap: re.Pattern[str]) -> list[list[str]]:
    rows = []
    for line in lines[at:]:
        parts = [part.strip() for part in gap.split(line)]
        if len(parts) < 2:
            break
        rows.append(parts)
    return rows
