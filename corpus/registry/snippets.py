"""The place in a paper that answers a question best, with the words found marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.registry.identity import plain
from corpus.registry.terms import Question
from parser.folding import fold

_SEARCHED = 200_000  # characters; what is found only beyond them shows the beginning of the paper
_MOST_HITS = 400


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of the text (spaces straightened) and the half-open spans of it to mark."""

    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    what: str
    exact: bool


def snippet(text: str, asked: Question, width: int = 200) -> Snippet:
    """Return the stretch of about `width` characters that holds most of what was asked, exact spelling preferred."""
    hits = _hits(text[:_SEARCHED], asked)
    first, last = _best(hits, width)
    start, end = _stretch(text, first, last, width)
    return _straight(
        text[start:end], [(hit.start - start, hit.end - start) for hit in hits if start <= hit.start < end]
    )


def _hits(text: str, asked: Question) -> list[_Hit]:
    pieces = {plain(word): word for word in asked.words}
    patterns = [(re.escape(word), exact) for word, exact in pieces.items()]
    patterns += [(r"\W+".join(map(re.escape, map(plain, phrase))), " ".join(phrase)) for phrase in asked.phrases]
    # "5-ct/tw" was written "05-CT/TW", or "05 - CT/TW".
    patterns += [(r"0*" + r"\s?".join(map(re.escape, plain(number))), number) for number in asked.numbers]
    if not patterns:
        return []
    wanted = re.compile("|".join(rf"(?P<w{at}>{pattern})" for at, (pattern, _) in enumerate(patterns)))
    edged = re.compile(rf"(?<![^\W_])(?:{wanted.pattern})(?![^\W_])")
    hits = []
    for match in edged.finditer(plain(text)):
        what = patterns[int((match.lastgroup or "w0")[1:])][1]
        hits.append(_Hit(match.start(), match.end(), what, fold(text[match.start() : match.end()]) == what))
        if len(hits) == _MOST_HITS:
            break
    spelled = {hit.what for hit in hits if hit.exact}  # "an" asked for: "ăn" is meant only where no "an" stands
    return [hit for hit in hits if hit.exact or hit.what not in spelled]


def _best(hits: Sequence[_Hit], width: int) -> tuple[int, int]:
    """Return start and end of the hits within `width` that together say most."""
    best, most, first = (0, 0), 0.0, 0
    for last, hit in enumerate(hits):
        while hit.end - hits[first].start > width * 3 // 4 and first < last:
            first += 1
        found = {part.what: part.exact for part in sorted(hits[first : last + 1], key=lambda part: part.exact)}
        worth = sum(1.0 + 0.5 * exact for exact in found.values()) + 0.01 * (last - first)
        if worth > most:
            best, most = (hits[first].start, hit.end), worth
    return best


def _stretch(text: str, first: int, last: int, width: int) -> tuple[int, int]:
    """Return a stretch of whole words around [first, last), a third of the room before it."""
    room = max(0, width - (last - first))
    start, end = max(0, first - room // 3), min(len(text), last + room - min(first, room // 3))
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def _straight(piece: str, marks: Sequence[tuple[int, int]]) -> Snippet:
    """Return the piece as one line; every white space counts one character, so that marks keep their places."""
    line = re.sub(r"\s", " ", piece)
    lead = len(line) - len(line.lstrip())
    line = line.strip()
    kept = [(start - lead, min(end - lead, len(line))) for start, end in marks]
    return Snippet(line, tuple((start, end) for start, end in kept if 0 <= start < end))
