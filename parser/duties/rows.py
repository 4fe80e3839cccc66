"""Task tables: one requirement per row; who and when stand in the other cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from corpus.knowledge import load
from parser.bodies_names import Name
from parser.bodies_words import word_pattern
from parser.document import Unit
from parser.duties.clause import ClauseReader
from parser.duties.lexicon import pattern
from parser.folding import fold
from parser.sentences import trim

Column = Literal["number", "task", "lead", "support", "time", "target", "product", "other"]
Span = tuple[int, int]

_LEAST = 8  # letters of a task cell


@dataclass(frozen=True, slots=True)
class Row:
    """What one row of a task table says."""

    start: int
    end: int
    lead: tuple[Name, ...]
    support: tuple[Name, ...]
    times: tuple[Span, ...]
    target: bool
    timed: bool  # its time is an hour: the day stands above
    report: bool = False  # the table lists reports to send
    leading: bool = False  # its body leads: the column says so
    product: Span | None = None


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{word_pattern(load('duties')['columns'][kind])})")


@cache
def _sum_row() -> re.Pattern[str]:
    return re.compile(rf"(?:{word_pattern(load('duties')['columns']['total'])})\s*(?:[:(.]|\n|$)")


@cache
def column_kinds(columns: tuple[str, ...]) -> tuple[Column, ...]:
    """What each column of a table holds, by its header."""
    headers = [fold(header).strip() for header in columns]
    kinds = [_column_kind(header) for header in headers]
    leads = [at for at, kind in enumerate(kinds) if kind == "lead"]
    # "Đơn vị" beside the column of who acts is the unit of a figure.
    bare = [at for at in leads if _pattern("unit_or_body").fullmatch(headers[at])]
    watch = [at for at in leads if _pattern("watch").search(headers[at])]
    for spare in (bare, watch):
        if len(spare) < kinds.count("lead"):
            for at in spare:
                kinds[at] = "other"
    return tuple(kinds)


def _column_kind(header: str) -> Column:
    if _pattern("number").fullmatch(header):
        return "number"
    if _pattern("unit").match(header) or _pattern("recipient").match(header):
        return "other"
    if _pattern("time_whole").fullmatch(header) or _pattern("time_weak").fullmatch(header):
        return "time"
    if _pattern("product").match(header):
        return "product"
    if _pattern("support").search(header):
        return "support"
    if _pattern("task").match(header):
        return "task"
    if pattern("year_column").match(header):
        return "target"
    if any(ch.isdigit() for ch in header):
        return "other"  # what was done or is planned in a year
    for kind in ("time", "lead", "watch"):
        if _pattern(kind).search(header):
            return "time" if kind == "time" else "lead"
    return "task" if _pattern("task").search(header) else "other"


def read_row(text: str, folded: str, unit: Unit, reader: ClauseReader) -> Row | None:
    """The task of a table row; None when the table is no task table or the row holds no task."""
    kinds = column_kinds(unit.columns)
    if "task" not in kinds or not _assigns(unit.columns, kinds):
        return None
    cells = {column: (start, end) for column, start, end in unit.cells}
    tasks = [cells[at] for at, kind in enumerate(kinds) if kind == "task" and at in cells]
    task = max(
        (span for span in tasks if span[0] >= unit.start),  # one that reaches down from above is told there
        key=lambda span: span[1] - span[0],
        default=None,
    )
    if task is None:
        return None
    times = _spans(cells, kinds, "time")
    leads = _spans(cells, kinds, "lead")
    timed = any(pattern("hour").match(folded, *span) for span in times)
    sent = any(_pattern("recipient").match(fold(header).strip()) for header in unit.columns)
    if (timed and not leads and not sent) or text[slice(*task)].isupper():
        return None
    start, end = trim(text, *task)
    if end - start < _LEAST or not any(ch.isalpha() for ch in text[start:end]):
        return None
    if _sum_row().match(folded, unit.start, unit.end) or _sum_row().match(folded, start, end):
        return None
    heads = [(kind, fold(header)) for kind, header in zip(kinds, unit.columns, strict=False)]
    target = any(kind == "task" and pattern("target_column").search(header) for kind, header in heads)
    products = [] if target else [_trimmed(text, span) for span in _spans(cells, kinds, "product")]
    return Row(
        start,
        end,
        _names(text, reader, leads),
        _names(text, reader, _spans(cells, kinds, "support")),
        times,
        target,
        timed,
        any(kind == "task" and _pattern("report").match(header) for kind, header in heads),
        any(kind == "lead" and _pattern("leading").search(header) for kind, header in heads),
        next((span for span in products if span), None),
    )


def _trimmed(text: str, span: Span) -> Span | None:
    start, end = trim(text, *span)
    return (start, end) if any(ch.isalpha() for ch in text[start:end]) else None


def _assigns(columns: Sequence[str], kinds: tuple[Column, ...]) -> bool:
    """Whether the table says who or when, or lays down figures to reach."""
    if "lead" in kinds or "support" in kinds:
        return True
    if "target" in kinds:
        return True
    headers = [fold(header).strip() for header, kind in zip(columns, kinds, strict=False) if kind == "time"]
    if any(not _pattern("time_weak").fullmatch(header) for header in headers):
        return True
    return any(pattern("target_column").search(fold(header)) for header in columns)


def _spans(cells: dict[int, Span], kinds: tuple[Column, ...], wanted: Column) -> tuple[Span, ...]:
    return tuple(cells[at] for at, kind in enumerate(kinds) if kind == wanted and at in cells)


def _names(text: str, reader: ClauseReader, spans: Sequence[Span]) -> tuple[Name, ...]:
    """The bodies of a cell; a cell that begins with no known word is one name as a whole."""
    found: list[Name] = []
    for start, end in spans:
        names = reader.names(start, end)
        found += names if names else _lines(text, start, end)
    return tuple(found)


def _lines(text: str, start: int, end: int) -> Iterator[Name]:
    """The paragraphs of a cell, each a name (of a person, say)."""
    for match in re.finditer(r"[^\n;]+", text[start:end]):
        left, right = trim(text, start + match.start(), start + match.end())
        if sum(map(str.isalpha, text[left:right])) > 1:
            yield Name(left, right)
