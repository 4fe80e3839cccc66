"""Letters that stand for others of the same look (Ƣ for Ư, Ð for Đ, Cyrillic В for B) or were swapped by a known fault
of Word's PDF export (HÕA for HÒA): put right one for one, so that no offset moves. Nothing else is corrected."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from corpus.knowledge import load
from corpus.messages import message
from parser.document import Finding, Reading

# Stand-ins that a letter map, keyboard or recogniser puts for another letter: gha for ư, eth for đ, Cyrillic, Greek.
SUSPECT = re.compile("[ƢƣÐð\u0386-\u03ce\u0400-\u045f]")
_WORD = re.compile(r"[^\W\d_]+")
_VIETNAMESE = re.compile("[\u1ea0-\u1ef9ĂăĐđƠơƯưƢƣ]")
_CYRILLIC = re.compile("[\u0400-\u045f]")
_TILDE = re.compile(r"[õÕ](?=[aenigAENIG]|[\W\d_]|$)")
_LONGEST = 5  # letters on either side of the vowel in a Vietnamese syllable


@cache
def _pairs(key: str) -> dict[int, str]:
    letters: str = load("legacy")["lookalikes"][key]
    return {ord(letters[at]): letters[at + 1] for at in range(0, len(letters), 2)}


@cache
def _faults() -> tuple[frozenset[str], frozenset[str]]:
    table = load("legacy")["lookalikes"]
    return frozenset(table["tilde_faults"]), frozenset(table["tilde_doubtful"])


def settled(reading: Reading) -> Reading:
    """Return `reading` with look-alike letters put right and a finding that says so; most come back as they are."""
    text, count = repair(reading.text)
    if not count:
        return reading
    told = Finding("lookalikes", "info", message("encodings", "lookalikes", count=count), 0, 0)
    return replace(reading, text=text, findings=(*reading.findings, told))


def repair(text: str) -> tuple[str, int]:
    """Return `text` with look-alikes replaced, equally long, and how many letters were."""
    changed = 0
    if SUSPECT.search(text) and _VIETNAMESE.search(text):
        before, text = text, _letters(text)
        changed = sum(a != b for a, b in zip(before, text, strict=True))
    if "õ" in text or "Õ" in text:
        text, tones = _tones(text)
        changed += tones
    return text, changed


def _letters(text: str) -> str:
    text = text.translate(_pairs("always"))
    if SUSPECT.search(text) is None:
        return text
    twins = _pairs("twins")
    russian = any(ord(letter) not in twins for letter in _CYRILLIC.findall(text))

    def latin(match: re.Match[str]) -> str:
        word = match[0]
        if word.isascii() or SUSPECT.search(word) is None:
            return word
        replaced = word.translate(twins)
        if SUSPECT.search(replaced) is not None:  # a letter without a twin: a word of that language
            return word
        mixed = SUSPECT.sub("", word) != ""
        alone = _CYRILLIC.search(word) is not None if len(word) == 1 else True
        return replaced if mixed or (alone and not russian) else word

    return _WORD.sub(latin, text)


def _tones(text: str) -> tuple[str, int]:
    """Put ò for õ in syllables that are no word otherwise, and in doubtful ones of a text that shows the fault."""
    faults, doubtful = _faults()
    sure: list[int] = []
    maybe: list[int] = []
    for match in _TILDE.finditer(text):  # what may follow õ in a syllable, so that odd text costs no time
        word = _word_around(text, match.start()).lower()
        if word in faults:
            sure.append(match.start())
        elif word in doubtful:
            maybe.append(match.start())
    if not sure:
        return text, 0
    letters = list(text)
    for at in sure:
        letters[at] = "ò" if text[at] == "õ" else "Ò"
    for at in maybe:
        right = "ò" if text[at] == "õ" else "Ò"
        if right not in text:
            letters[at] = right
    return "".join(letters), sum(a != b for a, b in zip(text, letters, strict=True))


def _word_around(text: str, at: int) -> str:
    start, end = at, at + 1
    while start > 0 and at - start < _LONGEST and text[start - 1].isalpha():
        start -= 1
    while end < len(text) and end - at < _LONGEST and text[end].isalpha():
        end += 1
    return text[start:end]
