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
from parser.readers.flat_unnumbered import may_be_head, read_unnumbered
from parser.readers.paragraphs import Line, join

_HEAD_LINES = 14
_SURE_CELLS = 4  # a lone line of so many cells is a row all the same
_BARS = re.compile(r"[|\s]+$")
_DIVIDER = re.compile(r"[|\s:+=-]*-{2,}[|\s:+=-]*$")
_BAR = re.compile(r"\s*\|\s*")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,2}){0,3}|[IVX]{1,6}|[A-HĐ])[.)]?$")
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
        elif may_be_head(line):
            cells, end = read_unnumbered(lines, at, tables)
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
            rows.append(_split(lines[end].strip(), lines[at].strip()))
        end += 1
    if not rows or max(len(row) for row in rows) < 2:
        return [], at
    if len(rows) == 1 and len(rows[0]) < _SURE_CELLS and not in_head and not fold(rows[0][0]).startswith("nơi nhận"):
        return [], at
    return _grid(_whole_rows(rows), table), end


def _split(line: str, head: str) -> list[str]:
    """The cells of a line; a bar at its end is a border only where the table's first line has one too."""
    if head.startswith("|"):
        line = line.removeprefix("|")
    if head.endswith("|"):
        line = line.removesuffix("|")
    return _BAR.split(line.strip())


def _whole_rows(rows: Sequence[list[str]]) -> list[list[str]]:
    """Put together rows that the page break of the original cut: the part below has no number and goes on."""
    named = [row[0] for row in rows[1:] if row[0]]
    if not named or sum(bool(_NUMBER.match(label)) for label in named) < 0.8 * len(named):
        return list(rows)
    whole: list[list[str]] = []
    for row in rows:
        if whole and _goes_on(whole[-1], row):
            whole[-1] = [_both(above, below) for above, below in zip(whole[-1], row, strict=True)]
        else:
            whole.append(row)
    return whole


def _goes_on(above: list[str], row: list[str]) -> bool:
    held = [(upper, cell) for upper, cell in zip(above, row, strict=False) if cell]
    if row[0] or len(row) != len(above) or len(row) < 3 or not held:
        return False
    if any(cell[0].islower() for _, cell in held):
        return True
    return len(held) == 1 and (held[0][0].endswith((";", ",", ":")) or held[0][1].startswith(("(", "-", "+")))


def _both(above: str, below: str) -> str:
    if not above or not below:
        return above or below
    return join(above, below) if below[0].islower() else f"{above}<br>{below}"


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
