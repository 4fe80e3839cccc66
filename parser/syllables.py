"""A model of the Vietnamese syllable: onset × rhyme × tone. Tells what can be read aloud from what a font broke."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from corpus.knowledge import load

_PIECES = re.compile(r"[^\s0-9²³⁰⁴-⁹₀-₉°/\\\-–—_.,:;()\[\]{}<>…\"“”‘’'*+=%&#!?|~@]+")
_ABBREVIATION = re.compile("[A-ZĐÔƠƯÊÂĂ]{1,9}")
_SYMBOL_PART = re.compile("(?:[A-ZĐ]+[a-z]{1,2}|[a-z]{1,2}[A-Z]+|[A-ZĐ][a-z]?)[A-ZĐa-z]?")
_FOREIGN = re.compile("[A-Za-z][a-z]+|[A-Z]+")
_VOWEL = re.compile("[aeiouyAEIOUY]")
_LONGEST = 12  # "nghiêng" in decomposed form has nine characters


class _Grammar(NamedTuple):
    """`open` may bear any tone or none, `closed` (ending in a stop) must bear one of `stop_tones`."""

    open: frozenset[str]
    closed: frozenset[str]
    tones: str
    stop_tones: str


@cache
def _grammar() -> _Grammar:
    table = load("syllables")
    fronts = tuple(table["front_vowels"])
    stops = tuple(table["stops"])
    bases = {"qu" + rhyme for rhyme in table["qu_rhymes"]}
    for rhyme in table["rhymes"]:
        spelled = table["front_onsets"] if rhyme.startswith(fronts) else table["back_onsets"]
        bases.update(onset + rhyme for onset in (*table["onsets"], *spelled))
    closed = frozenset(base for base in bases if base.endswith(stops))
    return _Grammar(frozenset(bases - closed), closed, table["tones"], table["stop_tones"])


@lru_cache(maxsize=1 << 15)
def is_syllable(word: str) -> bool:
    """Whether `word` (any case, NFC or NFD) can be one Vietnamese syllable; the tone may stand on any of its vowels."""
    if len(word) > _LONGEST:
        return False
    grammar = _grammar()
    letters, tone = [], ""
    for mark in unicodedata.normalize("NFD", word.lower()):
        if mark in grammar.tones:
            if tone:
                return False
            tone = mark
        else:
            letters.append(mark)
    base = unicodedata.normalize("NFC", "".join(letters))
    if base in grammar.closed:
        return tone != "" and tone in grammar.stop_tones
    return base in grammar.open


@dataclass(frozen=True, slots=True)
class Measure:
    """Counts over a text: `syllables` of `words` can be Vietnamese, `marked` of them bear a mark; `broken` are neither
    that nor words of another Latin language, `symbols` are abbreviations and single letters, not counted as words."""

    words: int = 0
    syllables: int = 0
    marked: int = 0
    broken: int = 0
    symbols: int = 0

    @property
    def quality(self) -> float:
        """Share of possible syllables; 1 for a text without words."""
        return self.syllables / self.words if self.words else 1.0


def measure(text: str) -> Measure:
    """Count the words of `text`, with names, numbers, symbols and abbreviations left out."""
    words = syllables = marked = broken = symbols = 0
    for chunk, count in Counter(text.split()).items():  # each word once: a page repeats half of its words
        if is_syllable(chunk):
            syllables += count
            marked += 0 if chunk.isascii() else count
            continue
        for piece in _PIECES.findall(chunk):
            if is_syllable(piece):
                syllables += count
                marked += 0 if piece.isascii() else count
            elif len(piece) == 1 or _ABBREVIATION.fullmatch(piece) or _SYMBOL_PART.fullmatch(piece):
                symbols += count
            elif _FOREIGN.fullmatch(piece) and _VOWEL.search(piece):
                words += count if piece[0].islower() else 0  # with a capital it is a name
            else:
                words += count
                broken += count
    return Measure(words + syllables, syllables, marked, broken, symbols)
