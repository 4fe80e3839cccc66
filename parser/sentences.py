"""Cut a stretch of text into sentences and clauses without moving an offset.

Vietnamese administrative prose hides full stops in abbreviations ("TP. Huế", "KT. CHỦ TỊCH"), in quoted titles and in
brackets; a boundary needs a stop, a gap and a capital outside of those.
"""

from __future__ import annotations

import re
from functools import cache

from corpus.knowledge import load
from parser.folding import fold

Span = tuple[int, int]

_PROTECTED = re.compile(r"“[^“”\n]*”|‘[^‘’\n]*’|\"[^\"\n]*\"|\([^()\n]*\)|«[^«»\n]*»")
_STOP = re.compile(
    r"(?:\.{1,3}|…|[!?])[*_”\"’)]{0,4}(?:\s+|(?<=\w\w[.!?])(?=[^\W\d_][^\W\d_]))(?=[*_“\"‘(\[]{0,4}(?:[^\W\d_]|\d))|\n+"
)
_LAST_WORD = re.compile(r"[\w/.&-]*$")
_EDGE_LEFT = " \t\n\r\u00a0*_;,.:–"
_EDGE_RIGHT = " \t\n\r\u00a0*_;,.:/…"


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(load("duties")["sentences"]["abbreviations"])


def protected(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Quoted titles and brackets: no boundary lies inside them."""
    return tuple(match.span() for match in _PROTECTED.finditer(text, start, end))


def _covered(at: int, spans: tuple[Span, ...], since: int) -> tuple[bool, int]:
    """Whether `at` lies inside one of the ordered `spans`; `since` is where the last search ended."""
    while since < len(spans) and spans[since][1] <= at:
        since += 1
    return since < len(spans) and spans[since][0] < at < spans[since][1], since


def _is_stop(text: str, match: re.Match[str], begin: int) -> bool:
    follower = text[match.end() :].lstrip('*_“"‘([')[:1] if match.end() < len(text) else ""
    if "\n" in match.group():  # a paragraph that goes on in lower case was torn by a page break
        return not follower.islower()
    if not (follower.isupper() or (follower.isdigit() and match.group().startswith(("!", "?")))):
        return False
    if text[match.start()] != ".":
        return True
    before = text[max(begin, match.start() - 12) : match.start()]
    word = before[_LAST_WORD.search(before).start() :]  # type: ignore[union-attr]
    if len(word) <= 1 and not word.isdigit():
        return not word.isalpha() or word.islower()
    return fold(word) not in _abbreviations() or word.islower()


def sentences(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The sentences of `text[start:end]`, white space at their edges left off, their final stop kept."""
    spans = protected(text, start, end)
    found: list[Span] = []
    begin, since = start, 0
    for match in _STOP.finditer(text, start, end):
        inside, since = _covered(match.start(), spans, since)
        if not inside and _is_stop(text, match, begin):
            found.append((begin, match.end()))
            begin = match.end()
    found.append((begin, end))
    return tuple(span for span in (_strip(text, *found_span) for found_span in found) if span[0] < span[1])


def clauses(text: str, start: int, end: int, separators: str = ";") -> tuple[Span, ...]:
    """The stretches of `text[start:end]` between separators that stand outside quotes and brackets."""
    spans = protected(text, start, end)
    found: list[Span] = []
    begin, since = start, 0
    for match in re.finditer(f"[{re.escape(separators)}]", text[start:end]):
        at = start + match.start()
        inside, since = _covered(at, spans, since)
        if not inside:
            found.append((begin, at))
            begin = at + 1
    found.append((begin, end))
    return tuple(span for span in (_strip(text, *found_span) for found_span in found) if span[0] < span[1])


def _strip(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def trim(text: str, start: int, end: int) -> Span:
    """Leave off white space, emphasis marks and stray punctuation at both ends ("./.", ";", "**")."""
    while start < end and text[start] in _EDGE_LEFT:
        start += 1
    while end > start and text[end - 1] in _EDGE_RIGHT:
        end -= 1
    return start, end
