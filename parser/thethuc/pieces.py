"""Cut paragraphs into the pieces a typist set side by side: issuer | motto, number | date, body | person.

Readers give table cells as paragraphs of their own; text copied from a page has both columns on one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from parser.document import Cell, Paragraph
from parser.folding import fold
from parser.thethuc.lexicon import is_caps, table, words

_RULE = re.compile(r"[-_*=~.•–—+]{2,}$|^[*_#|]+(?=[^\s*_#|])|^\|+\s*|[*_]+$")
_DECORATION = re.compile(r"[\W_]*(?:[oO0][\W_]?){0,3}[\W_]*$")
_COLUMNS = re.compile(r"\s+\|\s+|\s*\t\s*")
_SPACED = re.compile(r"(?:\w ){3,}\w$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of one paragraph: its text without rules and markup, folded text, and where it stands."""

    text: str
    folded: str
    start: int
    end: int
    paragraph: int
    cell: Cell | None = None
    bold: bool | None = None
    centred: bool = False

    @property
    def decoration(self) -> bool:
        """Tell whether the piece is only a rule, a star or the like."""
        return _DECORATION.match(self.text) is not None


@cache
def _mottos() -> re.Pattern[str]:
    creed = r"\s*[-–—.]?\s*".join(
        re.escape(part) for part in re.split(r" (?=tự|hạnh)", table("letterhead")["state_creed"])
    )
    parts = [*(re.escape(motto) for motto in words("letterhead", "state_motto")), creed]
    return re.compile(rf"(?P<state>{'|'.join(parts)})|(?P<party>{table('letterhead')['party_motto']})")


def motto_of(piece: Piece) -> str | None:
    """Return "state" or "party" when the piece is a national or Party motto, else None."""
    found = _mottos().match(piece.folded)
    if found is None or len(piece.text) - found.end() > 2:
        return None
    if found["party"] and not is_caps(piece.text):
        return None
    return "state" if found["state"] else "party"


def motto_fragment(piece: Piece, after_fragment: bool) -> bool:
    """Tell whether a capitals line is the first or last part of a motto broken over two lines."""
    if not is_caps(piece.text):
        return False
    for motto in (*words("letterhead", "state_motto"), table("letterhead")["party_motto"]):
        if after_fragment and motto.endswith(" " + piece.folded):
            return True
        if motto.startswith(piece.folded + " ") and (" " in piece.folded or piece.folded == motto.split()[0] == "đảng"):
            return True
    return False


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    """Yield the parts of `text` between column marks and around mottos."""
    at = 0
    for mark in _COLUMNS.finditer(text):
        yield at, mark.start()
        at = mark.end()
    yield at, len(text)


def _parts(text: str) -> Iterator[tuple[int, int]]:
    for start, end in _cuts(text):
        at = start
        for found in _mottos().finditer(fold(text[start:end])):
            low, high = start + found.start(), start + found.end()
            if found["party"] and not text[low:high].isupper():
                continue
            yield at, low
            yield low, high
            at = high
        yield at, end


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Narrow [start, end) past white space, Markdown stars and rules at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    for found in reversed(list(_RULE.finditer(text[start:end]))):
        if found.end() == end - start:
            end = start + found.start()
        elif found.start() == 0:
            start += found.end()
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def pieces_of(text: str, paragraphs: Sequence[Paragraph], first: int, last: int, split: bool = True) -> list[Piece]:
    """Return the pieces of paragraphs first..last (exclusive); `split` cuts columns and mottos apart."""
    found: list[Piece] = []
    for index in range(max(first, 0), min(last, len(paragraphs))):
        paragraph = paragraphs[index]
        line = text[paragraph.start : paragraph.end]
        ranges = _parts(line) if split and len(line) < 300 else iter([(0, len(line))])
        for low, high in ranges:
            start, end = trim(line, low, high)
            if start >= end and not (low == 0 and high == len(line)):
                continue
            content = line[start:end] or line[low:high]
            if _SPACED.match(content):
                content = content.replace(" ", "")
            found.append(
                Piece(
                    content,
                    fold(content),
                    paragraph.start + low,
                    paragraph.start + high,
                    index,
                    paragraph.cell,
                    paragraph.bold,
                    paragraph.align == "center",
                )
            )
    return found
