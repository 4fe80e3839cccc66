"""Papers as sequences of comparable words: folded, without function words, abbreviations written out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from math import log

from corpus.knowledge import load
from parser.folding import fold

_WORD = re.compile(r"\d[\d./,%-]*\d|\d%?|[^\W\d_]+")
# "phòng cháy, chữa cháy (PCCC)", "(sau đây viết tắt là …)", "(sau đây gọi là …)"
_DEFINED = re.compile(
    r"\(\*?(?:sau đây )?(?:viết tắt(?: là)?|gọi tắt(?: là)?|gọi(?: là)?)?[\s:*]*([A-ZĐ][A-ZĐ&-]{1,9})\*?\)"
)
_INITIAL = re.compile(r"[^\W\d_]+")

Words = tuple[str, ...]
Abbreviations = Mapping[str, Words]


@cache
def _stop() -> frozenset[str]:
    return frozenset(load("words")["stop"])


@cache
def common_abbreviations() -> dict[str, Words]:
    """Return the abbreviations every office uses, folded, with the words they stand for."""
    return {short: tuple(long.split()) for short, long in load("words")["abbreviations"].items()}


def defined_abbreviations(text: str) -> dict[str, Words]:
    """Return the abbreviations that a paper defines itself: capitals in brackets after the words they abbreviate.

    The words are found by their initials, read backwards from the bracket: "phòng, chống thiên tai (PCTT)".
    """
    found: dict[str, Words] = {}
    for match in _DEFINED.finditer(text):
        short = fold(match[1])
        before = list(_INITIAL.findall(fold(text[max(0, match.start() - 120) : match.start()])))
        words = before[-len(short) :]
        if len(words) == len(short) and all(w.startswith(c) for w, c in zip(words, short, strict=True)):
            found.setdefault(short, tuple(words))
    return found


def words_of(text: str, abbreviations: Abbreviations) -> Words:
    """Return the content words of `text` in order; numbers are kept, leading zeros dropped ("02" = "2")."""
    stop = _stop()
    words: list[str] = []
    for word in _WORD.findall(fold(text)):
        if word in stop:
            continue
        if word[0].isdigit():
            words.append(word.lstrip("0") or "0")
        else:
            words.extend(abbreviations.get(word, (word,)))
    return tuple(words)


class Rarity:
    """Weight of a word: log((N + 1) / (df + 0.5)) over the units of the papers at hand (as in BM25's IDF)."""

    def __init__(self, units: Iterable[Words]) -> None:
        self._seen: Counter[str] = Counter()
        self._units = 0
        for unit in units:
            self._units += 1
            self._seen.update(set(unit))
        self._known: dict[str, float] = {}

    def joined(self, units: Iterable[Words]) -> Rarity:
        """Return the rarity over these units as well."""
        both = Rarity(units)
        both._seen.update(self._seen)
        both._units += self._units
        return both

    def __call__(self, word: str) -> float:
        """Return the weight of `word`; a word seen nowhere weighs most."""
        weight = self._known.get(word)
        if weight is None:
            weight = self._known[word] = log((self._units + 1) / (self._seen.get(word, 0) + 0.5))
        return weight
