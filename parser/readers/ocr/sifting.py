"""What of the recognised words is writing: specks, rims of seals and strokes of the pen are let go."""

from __future__ import annotations

import re

from corpus.knowledge import load
from parser.readers.ocr.engine import Word
from parser.syllables import is_syllable

_NO_LETTER = re.compile(r"[\W_]+")
_DASH = re.compile(r"[-–—]{1,2}")  # a dash between words comes out doubled at times
_PLAUSIBLE_SIGN = re.compile(r"[-–—+*•/.,:;()“”\"…%]{1,3}|\./\.|\.{3,}|…+")
_SOUND = 72.0  # confidence of a line that is kept whatever it says
_POOR = 45.0  # confidence below which a line of no syllables is let go
_SPECK = 60.0  # confidence below which a sign of no meaning is let go
_NUMBER = re.compile(r"[\d.,/%:-]*\d[\d.,/%:;)-]*")
_MARKED = re.compile("[À-ỹ]")
_WORD = re.compile(r"\W*(\w[\w/.-]*\w|\w)\W*")


def sift(words: list[Word]) -> list[Word]:
    """Leave out what cannot be writing; every word kept stays as it was read."""
    by_line: dict[int, list[Word]] = {}
    for word in words:
        by_line.setdefault(word.line, []).append(word)
    kept: list[Word] = []
    for line in by_line.values():
        line = [word for word in line if not _is_speck(word)]
        if line and is_number_line(line):
            kept += line
        elif line and not _is_noise(line):
            kept += _trimmed(line)
    return kept


def is_number_line(line: list[Word]) -> bool:
    """Whether the line is that of the paper's number, whose digits are often not to be read."""
    return bool(re.match(load("ocr")["form"]["number_label"], line[0].text)) and len(line) <= 8


def confidence(words: list[Word]) -> float:
    """Mean confidence, by letters; 0 for none."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def is_plausible(text: str) -> bool:
    """Whether a word can be a syllable, a number or a symbol of a paper."""
    found = _WORD.fullmatch(text)
    if not found:
        return False
    core = found.group(1)
    return _is_read(text) or (core.isupper() and len(core) > 1)


def _is_read(text: str) -> bool:
    """Whether a word is certainly a syllable, two of them, a number or a symbol."""
    found = _WORD.fullmatch(text)
    core = found.group(1) if found else ""
    return is_syllable(core) or bool(_NUMBER.fullmatch(core)) or "/" in core or _is_glued(core)


def _says_something(word: Word) -> bool:
    found = _WORD.fullmatch(word.text)
    core = found.group(1) if found else ""
    return len(core) >= 3 and _MARKED.search(core) is not None and (is_syllable(core) or _is_glued(core))


def _is_glued(core: str) -> bool:
    """Whether the word is two syllables whose space was lost."""
    return _MARKED.search(core) is not None and any(
        is_syllable(core[:at]) and is_syllable(core[at:]) for at in range(2, len(core) - 1)
    )


def _is_speck(word: Word) -> bool:
    if not _NO_LETTER.fullmatch(word.text):
        return False
    if _DASH.fullmatch(word.text):
        return word.confidence < _POOR
    return word.confidence < _SPECK or not _PLAUSIBLE_SIGN.fullmatch(word.text)


def _is_noise(line: list[Word]) -> bool:
    sure = confidence(line)
    if sure >= _SOUND:
        return False
    if all(_is_read(word.text) for word in line) and any(_says_something(word) for word in line):
        return False  # chance makes a syllable out of a seal's rim, but no line of them
    plausible = sum(len(word.text) for word in line if word.confidence > _POOR and is_plausible(word.text))
    share = plausible / sum(len(word.text) for word in line)
    return share < 0.34 if sure >= _POOR else share < 0.6


def _trimmed(line: list[Word]) -> list[Word]:
    """Without unreadable bits at the ends of the line that stand well apart from it."""
    while len(line) > 1 and _is_stray(line[0], line[1].x0 - line[0].x1):
        line = line[1:]
    while len(line) > 1 and _is_stray(line[-1], line[-1].x0 - line[-2].x1):
        line = line[:-1]
    return line


def _is_stray(word: Word, gap: float) -> bool:
    apart = gap > 0.8 * word.size
    return word.confidence < 30 and not is_plausible(word.text) and (apart or word.confidence < 15)
