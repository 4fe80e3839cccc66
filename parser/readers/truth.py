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
from parser.readers.legacy.evidence import recognise
from parser.readers.legacy.fonts import claim_of
from parser.readers.lookalikes import SUSPECT, repair
from parser.syllables import Measure, measure

VerdictKind = Literal["none", "stray", "garbage", "legacy", "lookalikes", "faulty_ocr", "good"]

_ODD_SIGN = re.compile("[!\"#$%&'*+<>=?@^`{|}~\x00-\x08\x0e-\x1f\ue000-\uf8ff\ufffd]")
_SIGNS = 0.1  # of the characters; one in a hundred is much for a paper
_SHORT, _SPARSE = 60, 12  # characters; prose has a word every five
_FEW_WORDS = 5
_STAMP_WORDS = 60  # a scan bears fewer words of its signature services; a recognised page more
_GOOD = 0.9
_GOOD_LAYER = 0.97
_LEGIBLE = 0.7  # a recogniser's own layer with so many possible words has faults, but is no garbage
_BROKEN = 0.07  # of the words; good pages stay below 0.02, broken maps begin at 0.3
_ONLY_SYMBOLS = 40
_TONELESS = 0.3  # of the syllables of a Vietnamese text about five in six bear a mark


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a text layer is worth. `quality` is the share of possible syllables among the `words` that should be
    syllables; `marked` the share of those with a Vietnamese letter or tone.

    "faulty_ocr" (a scanner's own recognition) is still often better than another: compare before replacing it.
    """

    kind: VerdictKind
    quality: float
    words: int
    marked: float = 0.0


def judge_page(text: str, fonts: Mapping[str, int], letters: int, is_picture: bool) -> Verdict:
    """Judge one page: its text as extracted, letters per font, number of letters, whether pictures cover it."""
    if letters == 0 or not text.strip():
        return Verdict("none", 0.0, 0)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    found = measure(_without_stamps(text) if is_picture else text)
    marked = found.marked / found.words if found.words else 0.0
    return Verdict(_kind(text, fonts, is_picture, found, marked), found.quality, found.words, marked)


def _kind(text: str, fonts: Mapping[str, int], is_picture: bool, found: Measure, marked: float) -> VerdictKind:
    if is_picture and found.words < _STAMP_WORDS:
        return "stray"
    lookalikes = SUSPECT.search(text) is not None
    told = found.words >= _FEW_WORDS or found.symbols >= _ONLY_SYMBOLS
    if told and found.quality < _GOOD and recognise(text, _claim(fonts)) is not None:
        return "legacy"
    # one letter of the alphabet can break too many words and yet leave nine in ten whole
    doubtful = told and (found.quality < _GOOD or _is_broken(found))
    if doubtful and lookalikes and not _is_broken(measure(repair(text)[0])):
        return "lookalikes"
    if not (is_picture and found.quality >= _LEGIBLE) and (_is_broken(found) or _is_all_signs(text, found)):
        return "garbage"
    if is_picture and (lookalikes or found.quality < _GOOD_LAYER or marked < _TONELESS):
        return "faulty_ocr"
    return "lookalikes" if lookalikes else "good"


def _is_broken(found: Measure) -> bool:
    """Whether too much can be read as no language at all."""
    if found.words >= _FEW_WORDS and found.broken > _BROKEN * found.words:
        return True
    return found.symbols >= _ONLY_SYMBOLS and found.syllables < _BROKEN * (found.words + found.symbols)


def _is_all_signs(text: str, found: Measure) -> bool:
    """Whether signs stand where letters should: the numbers of glyphs taken for characters."""
    if len(text) < _SHORT or found.words > len(text) / _SPARSE:
        return False
    return len(_ODD_SIGN.findall(text)) > _SIGNS * len(text)


def _claim(fonts: Mapping[str, int]) -> str | None:
    claims: dict[str, int] = {}
    for font, count in fonts.items():
        claim = claim_of(font)
        if claim is not None:
            claims[claim.encoding] = claims.get(claim.encoding, 0) + count
    return max(claims, key=claims.__getitem__) if claims else None


def _without_stamps(text: str) -> str:
    cues = load("syllables")["layers"]["stamp_words"]
    return "\n".join(line for line in text.split("\n") if not any(cue in line.lower() for cue in cues))
