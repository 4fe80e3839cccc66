"""Is a page's text layer true? Judged by how many of its words can be Vietnamese syllables at all.

Good papers reach 0.98 and more (measured with names, numbers, symbols left out); fonts and letter maps that are
broken, legacy encodings and scanners' own recognition fall far below, and each in a way of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from corpus.knowledge import load
from parser.syllables import Measure, measure

VerdictKind = Literal["none", "stray", "garbage", "legacy", "lookalikes", "faulty_ocr", "good"]

# Letters no Vietnamese paper has, and Latin-1 signs inside words: what a wrong or missing letter map leaves.
_STRANGE = re.compile(
    "[Ä-ÇËÎ-ÏÑÖØÛÜÞßä-çëîïñöøûüþÿĀāĄ-ďĒ-ħĪ-ŧŪ-Ɵƀ-ƟƢ-Ʈƻ-ͯ\u0370-\u1dff\ue000-\uf8ff\ufffd]"
    "|(?<=[^\\W\\d_])[¡-¿×÷](?=[^\\W\\d_])|[\x00-\x08\x0e-\x1f]"
)
_LEGACY_FONT = re.compile(r"\.?vn(?!u)[a-z0-9]|vni[-_ ]|vps |\.vn", re.IGNORECASE)
# Stand-ins that one letter map or keyboard puts for another: gha for ư, eth for đ, Cyrillic and Greek twins.
_LOOKALIKE = re.compile("[ƢƣÐðÞ\u0386-\u03ce\u0400-\u045f]")
_FEW_WORDS = 5
_STAMP_WORDS = 60  # a scan bears fewer words of its signature services; a recognised page more
_GOOD = 0.9
_GOOD_LAYER = 0.97
_STRANGE_SHARE = 0.02
_TONELESS = 0.3  # of the syllables of a Vietnamese text about three quarters bear a mark


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a text layer is worth. `quality` is the share of possible syllables among the `words` that should be
    syllables; `marked` the share of those with a Vietnamese letter or tone."""

    kind: VerdictKind
    quality: float
    words: int
    marked: float = 0.0


def judge_page(text: str, fonts: Mapping[str, int], letters: int, is_picture: bool) -> Verdict:
    """Judge one page: its text as extracted, letters per font, number of letters, whether pictures cover it."""
    if letters == 0 or not text.strip():
        return Verdict("none", 0.0, 0)
    text = unicodedata.normalize("NFC", text)
    found = measure(_without_stamps(text) if is_picture else text)
    marked = found.marked / found.words if found.words else 0.0
    return Verdict(_kind(text, fonts, is_picture, found, marked), found.quality, found.words, marked)


def _kind(text: str, fonts: Mapping[str, int], is_picture: bool, found: Measure, marked: float) -> VerdictKind:
    if is_picture and found.words < _STAMP_WORDS:
        return "stray"
    strange = len(_STRANGE.findall(text)) / len(text)
    if _legacy_letters(fonts) and found.quality < _GOOD and strange:
        return "legacy"
    if found.words >= _FEW_WORDS and found.quality < _GOOD and strange > _STRANGE_SHARE:
        return "lookalikes" if _repairable(text) else "garbage"
    if is_picture and (found.quality < _GOOD_LAYER or marked < _TONELESS):
        return "faulty_ocr"
    return "lookalikes" if _LOOKALIKE.search(text) else "good"


def _legacy_letters(fonts: Mapping[str, int]) -> int:
    return sum(count for font, count in fonts.items() if _LEGACY_FONT.match(font))


def _repairable(text: str) -> bool:
    plain = _LOOKALIKE.sub("", text)
    return len(_STRANGE.findall(plain)) <= _STRANGE_SHARE * len(plain)


def _without_stamps(text: str) -> str:
    cues = load("syllables")["layers"]["stamp_words"]
    return "\n".join(line for line in text.split("\n") if not any(cue in line.lower() for cue in cues))
