"""Fold case and spelling variants of Vietnamese without moving a single offset.

Old and new tone placement (hoà/hòa, uỷ/ủy) are both in use; cue words are matched on folded text, quotes are
cut from the original at the same offsets.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng


@cache
def _swaps() -> dict[str, str]:
    """Map each old-style pair ("oà") to the new style ("òa"); both are two characters long."""
    table: dict[str, str] = {}
    for first, second in (("o", "a"), ("o", "e"), ("u", "y")):
        for tone in _TONES:
            old = first + unicodedata.normalize("NFC", second + tone)
            table[old] = unicodedata.normalize("NFC", first + tone) + second
    return table


@cache
def _pattern() -> re.Pattern[str]:
    # Only an open syllable moves its tone ("hoàn" is right in both styles); "q" takes its u along ("quý", "quỷ").
    toned = "".join(sorted({pair[1] for pair in _swaps()}))
    return re.compile(rf"[ou](?<!q[ou])[{toned}](?!\w)")


def fold(text: str) -> str:
    """Return `text` in lower case with new-style tone marks; `len(fold(text)) == len(text)` always.

    Expects NFC text (readers normalise once, at the door).
    """
    lowered = text.lower()
    if len(lowered) != len(text):  # a handful of letters (İ) grow when lowered; keep those as they are
        lowered = "".join(low if len(low := ch.lower()) == 1 else ch for ch in text)
    swaps = _swaps()
    return _pattern().sub(lambda match: swaps.get(match.group(), match.group()), lowered)
