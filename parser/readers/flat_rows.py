"""Recover a table whose cells were printed one after another, each on lines of its own (portal copies).

The header row tells the columns and what their cells look like; row labels tell the rows; inside a row the cells
are laid on the columns in order so that each looks like its column. Where the evidence is thin: no table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from corpus.knowledge import load
from parser.document import Cell
from parser.folding import fold
from parser.readers.page_marks import PAGE_BREAK
from parser.readers.paragraphs import Line, join
from parser.readers.unwrap import opens, starts_item

_ROW = re.compile(r"(?:(\d{1,3})|(\d{1,3}(?:\.\d{1,2}){1,3})|([IVX]{1,6})|([A-HĐ]))\.?$")
_ROMAN = {"I": 1, "V": 5, "X": 10}
_DOTS = re.compile(r"[.…\s]{4,}$")
_TIME = re.compile(r"\W*(?:\d{1,2}[/-]){0,2}(?:19|20)\d\d(?:\s*[-–]\s*(?:\d{1,2}/)?(?:19|20)\d\d)?\W*$")
_TAIL = re.compile(r"(?:[A-ZĐ]|[IVX]+|\d{1,2})(?:\.|\s?[-–]) [^\W\d_]{2,}.*[^\W\d_]{3,}")
_MOST_HEAD_LINES = 24


@dataclass(slots=True)
class _Row:
    label: str
    section: bool
    texts: list[str] = field(default_factory=list)
    last: str = ""


@cache
def _kinds(table: str) -> tuple[tuple[str, str], ...]:
    found = load("reading")["tables"][table]
    return tuple((fold(word), kind) for kind, words in found.items() for word in words)


@cache
def _closers() -> tuple[str, ...]:
    return tuple(load("reading")["lines"]["openers"])


def line_is_head(line: str) -> bool:
    """Whether `line` is the number head ("TT", "STT") that a table begins with."""
    return len(line) < 12 and fold(line) in load("reading")["tables"]["number_heads"]


def head_kind(text: str) -> str:
    """The kind of column that a head names ("task", "body", "time" …), "" where it names none."""
    folded = fold(text)
    hits = [(folded.find(word), -len(word), kind) for word, kind in _kinds("heads") if word in folded]
    return min(hits)[2] if hits else ""


def head_kinds(texts: Sequence[str]) -> int:
    """How many different kinds of column these heads name."""
    return len({kind for kind in map(head_kind, texts) if kind})


@cache
def _cell_starts() -> re.Pattern[str]:
    """The words that a cell of some kind begins with, longest first, as whole words."""
    words = sorted((word.strip() for word, _ in _kinds("cells")), key=len, reverse=True)
    return re.compile("(?:" + "|".join(map(re.escape, words)) + r")(?!\w)")


@cache
def _duration() -> re.Pattern[str]:
    units = "|".join(load("reading")["tables"]["time_units"])
    return re.compile(rf"\d{{1,3}} (?:{units})(?!\w)")


def cell_kind(text: str) -> str:
    """The kind of column that a cell looks like by its first words, "" where it looks like none."""
    folded = fold(text[:40])
    if _TIME.match(text) or _duration().match(folded):
        return "time"
    if len(text) > 130:
        return "task"
    found = _cell_starts().match(folded)
    return {word.strip(): kind for word, kind in _kinds("cells")}[found.group()] if found else ""


def begins_cell(last: str, line: str, width: int) -> bool:
    """Whether `line` begins the next cell rather than going on with the cell that `last` belongs to."""
    if line[0].islower() or line[0] in "(;,/" or opens(last, line):
        return False
    if cell_kind(line):
        return True
    return not (len(last) > 30 and last[-1] not in ".;:" and len(last) + 1 + len(line.split(" ", 1)[0]) > width)


def _header(lines: Sequence[str], at: int) -> tuple[list[str], int]:
    """Column heads after the number head at `at`, and where the rows begin; no heads when it is no header."""
    heads: list[str] = []
    last = ""
    for end in range(at + 1, min(len(lines), at + _MOST_HEAD_LINES)):
        line = lines[end]
        if not line or line == PAGE_BREAK:
            continue
        if _ROW.match(line) and heads:
            return heads, end
        if len(line) > 60 or starts_item(line) or line[-1] in ".;":
            break
        if heads and not begins_cell(last, line, 60):
            heads[-1] = join(heads[-1], line)
        else:
            heads.append(line)
        last = line
    return [], at


def _width(lines: Sequence[str]) -> int:
    """The wrap width inside this table, from lines that plainly go on."""
    lengths = sorted(len(a) for a, b in zip(lines, lines[1:], strict=False) if a and b and b[0].islower())
    return lengths[int(len(lengths) * 0.9)] if len(lengths) > max(2, len(lines) * 0.1) else 10_000


class _Counter:
    """Which row label may come next: labels count on, start again under a section, or carry dots."""

    def __init__(self, strict: bool) -> None:
        self.strict = strict
        self.number = self.roman = 0
        self.letter = ""
        self.free = True

    def takes(self, line: str, complete: bool) -> tuple[str, bool] | None:
        """Return (label, is a section) when `line` is the label of the next row."""
        match = _ROW.match(line) if len(line) < 10 else None
        if match is None:
            return None
        number, dotted, roman, letter = match.groups()
        label = line.rstrip(".")
        if dotted:
            return label, False
        if number:
            value = int(number)
            if value == self.number + 1 or (self.free and value == 1) or (complete and not self.strict and value < 200):
                self.number, self.free = value, False
                return label, False
            return None
        if letter and letter not in "IVX":
            if letter == "A" or letter > self.letter:
                self.letter, self.roman, self.number, self.free = letter, 0, 0, True
                return label, True
            return None
        value = _roman(roman or letter)
        if value > self.roman or value == 1:
            self.roman, self.number, self.free = value, 0, True
            return label, True
        return None


def _roman(text: str) -> int:
    values = [_ROMAN[ch] for ch in text]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def _ends_table(line: str) -> bool:
    return fold(line[:20]).startswith(_closers()) and line[0].isupper() or bool(_TAIL.match(line))


def _rows(lines: Sequence[str], at: int, columns: int, strict: bool) -> tuple[list[_Row], int]:
    rows: list[_Row] = []
    counter = _Counter(strict)
    width = _width([line for line in lines[at : at + 400] if line and line != PAGE_BREAK])
    blanks = 0
    end = at
    for end in range(at, len(lines)):
        line = lines[end]
        if not line or line == PAGE_BREAK:
            blanks += not line
            continue
        row = rows[-1] if rows else None
        label = counter.takes(line, row is None or len(row.texts) >= (1 if row.section else min(3, columns)))
        if label is not None:
            rows.append(_Row(*label))
        elif row is None or line_is_head(line) or (row.texts and _ends_table(line)):
            return rows, end
        elif row.texts and (row.section or _DOTS.match(line)) and not blanks:
            row.texts[-1] = join(row.texts[-1], line) if row.section else row.texts[-1] + "\n" + line
        elif row.texts and (starts_item(line) or not begins_cell(row.last, line, width) or _in_task(row, line)):
            item = starts_item(line) and not (line[2:3].islower() and line[0] in "-–" and row.last[-1] not in ".;:")
            row.texts[-1] = row.texts[-1] + "\n" + line if item else join(row.texts[-1], line)
            row.last = line
        elif len(row.texts) >= columns and (blanks or not _more_rows(lines, end)):
            return rows, end
        else:
            row.texts.append(line)
            row.last = line
        blanks = 0
    return rows, end + 1


def _in_task(row: _Row, line: str) -> bool:
    """A line that names a paper right after the task's first words goes on with the task: a body comes next."""
    return (
        len(row.texts) == 1 and row.last == row.texts[0] and row.last[-1] not in ".;" and cell_kind(line) == "product"
    )


def _more_rows(lines: Sequence[str], at: int) -> bool:
    """Whether a row label stands a little below."""
    return any(_ROW.match(line) for line in lines[at : at + 40] if line)


def _lay(texts: Sequence[str], kinds: Sequence[str]) -> list[int]:
    """Assign each text a column, left to right, so that most look like their column (dynamic programming)."""
    width = len(kinds)
    looks = [cell_kind(text) for text in texts]
    best: list[list[tuple[float, int]]] = []
    for i, look in enumerate(looks):
        row: list[tuple[float, int]] = []
        for column in range(width):
            fit = 3.0 if i == 0 and column == 0 else 2.0 if look and look == kinds[column] else -2.0 if look else 0.0
            if i == 0:
                row.append((fit - column, -1))
                continue
            options = [
                (best[i - 1][p][0] - (1.5 if p == column else 0.9 * (column - p - 1)), p) for p in range(column + 1)
            ]
            score, came = max(options, key=lambda option: (option[0], -option[1]))  # a lone body leads
            row.append((score + fit, came))
        best.append(row)
    column = max(range(width), key=lambda c: best[-1][c][0] - 0.1 * (width - 1 - c))
    path = [column]
    for i in range(len(texts) - 1, 0, -1):
        column = best[i][column][1]
        path.append(column)
    return path[::-1]


def _cells(rows: Sequence[_Row], kinds: Sequence[str], table: int) -> list[Line]:
    lines: list[Line] = []
    for number, row in enumerate(rows, start=1):
        lines.append(Line(row.label, Cell(table, number, 0)))
        if len(row.texts) == 1:
            span = len(kinds) if row.section else 1
            places = [(row.texts[0], 0, span)]
        else:
            laid = [0] * len(row.texts) if not kinds else _lay(row.texts, kinds)
            merged: dict[int, str] = {}
            for text, column in zip(row.texts, laid, strict=True):
                merged[column] = f"{merged[column]} {text}" if column in merged else text
            places = [(text, column, 1) for column, text in merged.items()]
        for text, column, span in places:
            lines.extend(Line(part, Cell(table, number, column + 1, span)) for part in text.split("\n"))
    return lines


def read_flat_table(lines: Sequence[str], at: int, table: int) -> tuple[list[Line], int]:
    """Read the table whose number head ("TT") stands at `at`: its cells and the line after it, or ([], at)."""
    heads, start = _header(lines, at)
    kinds = [head_kind(head) for head in heads]
    if len(heads) < 2 or sum(map(bool, kinds)) < 2:
        return [], at
    rows, end = _rows(lines, start, len(heads), "measure" in kinds)
    full = [row for row in rows if not row.section and row.texts]
    odd = sum(len(row.texts) > len(heads) + 2 for row in full)
    if len(full) < 2 or odd > len(full) * 0.2 or sum(len(row.texts) > 1 for row in full) < len(full) * 0.6:
        return [], at
    cells = [Line(lines[at], Cell(table, 0, 0))]
    cells += [Line(head, Cell(table, 0, column)) for column, head in enumerate(heads, start=1)]
    return cells + _cells(rows, kinds, table), end
