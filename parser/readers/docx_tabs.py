"""Letterheads and signature blocks that old Word files set in two columns by tabs or spaces, as if by a table.

Read across, "Nơi nhận:" would run into "TM. ỦY BAN NHÂN DÂN", and each recipient into a piece of the signature.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from corpus.knowledge import load
from parser.document import Cell
from parser.folding import fold
from parser.readers.paragraphs import Line, clean

_GAP = re.compile(r"[ \u00a0]*\t[\t \u00a0]*|[ \u00a0]{5,}")
_TOP_LINES = 10
_LONG = 110  # letters; a longer line is a paragraph of the body
_RIGHT_HALF = 20  # spaces before a line that stands in the right column alone
_WRAPPED = 60  # letters of a recipient's second line at most
_ITEM = re.compile(r"\s*[-–—+•*]")


def set_columns(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with the two columns of letterhead and tail as cells of a table each."""
    done: list[Line] = []
    table = 1 + max((line.cell.table for line in lines if line.cell), default=-1)
    at = 0
    while at < len(lines):
        end = _head_end(lines, at) if at < _TOP_LINES else at
        end = max(end, _tail_end(lines, at))
        if end > at:
            done += _cells(lines[at:end], table)
            table += 1
            at = end
        else:
            done.append(lines[at])
            at += 1
    return done


def _columns(line: Line) -> tuple[str, str]:
    """The left and the right half of a line; the right one is empty where the line has one column."""
    if line.cell is not None or line.role != "body":
        return line.text, ""
    text = line.text.rstrip()
    bare = text.lstrip(" \u00a0")
    if len(text) - len(bare) < _RIGHT_HALF:
        text = bare  # an indented line of the left column
    left, *others = _GAP.split(text)
    return left, " ".join(other for other in others if other)


@cache
def _right_heads() -> tuple[str, ...]:
    return tuple(load("reading")["lines"]["right_heads"])


def _head_end(lines: Sequence[Line], at: int) -> int:
    """Where a letterhead in two columns that begins at `at` ends; `at` where there is none."""
    left, right = _columns(lines[at])
    if not left.strip() or not fold(clean(right)).startswith(_right_heads()):
        return at
    end = at + 1
    while end < len(lines) and len(clean(lines[end].text)) < _LONG and _columns(lines[end])[1]:
        end += 1
    return end


def _tail_end(lines: Sequence[Line], at: int) -> int:
    """Where the block of recipients and signature that begins at `at` ends; `at` where there is none."""
    left, right = _columns(lines[at])
    if not right or not fold(clean(left)).startswith("nơi nhận"):
        return at
    end = at + 1
    while end < len(lines):
        line = lines[end]
        if line.cell is not None or len(clean(line.text)) > _LONG:
            break
        wraps = len(clean(line.text)) < _WRAPPED and (line.text[:1].isspace() or line.text[:1].islower())
        if not (_columns(line)[1] or _ITEM.match(line.text) or wraps):
            break
        end += 1
    return end


def _cells(block: Sequence[Line], table: int) -> Iterator[Line]:
    for row, line in enumerate(block):
        for column, text in enumerate(_columns(line)):
            if text.strip():
                yield replace(line, text=text, cell=Cell(table, row, column), align=None)
