"""A model of the Vietnamese syllable: onset × rhyme × tone. Tells what can be read aloud from what a font broke."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from corpus.knowledge import load


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
