"""The four encodings as tables, and decoding with them.

A legacy byte reaches rasoat either as a byte (text files) or as the Western character of the same code (Word, PDF,
web pages: Latin-1, and Windows-1252 between 0x80 and 0x9F).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from corpus.knowledge import load
from parser.syllables import is_syllable

# PDFium makes one sign of a hyphen and of code AD (a soft hyphen, or a letter in old fonts) at the end of a line; while
# a page is decoded it is this character, which no encoding uses.
LINE_END_HYPHEN = "\ue0ad"
_KEPT = "\ue0ae"
# A hyphen in or at a word of at most a syllable's length, its parts not running on.
_HYPHENATED = re.compile(r"(?<![^\W_])(?:[^\W\d_]{1,6}-[^\W\d_]{1,6}|-[^\W\d_]{1,6}|[^\W\d_]{2,6}-)(?![^\W_]|-)")


@dataclass(frozen=True, slots=True)
class Encoding:
    """One encoding: `single` maps a code to its letter, `pairs` vowel and mark to theirs (VNI only)."""

    name: str
    label: str
    bytes_only: bool
    single: dict[int, str]
    pairs: dict[str, str] = field(default_factory=dict)
    pattern: re.Pattern[str] | None = None
    controls: frozenset[int] = frozenset()


@cache
def encodings() -> dict[str, Encoding]:
    """All encodings by name, in the order of the table."""
    found: dict[str, Encoding] = {}
    for row in load("legacy")["encoding"]:
        found[row["name"]] = _paired(row) if "marks" in row else _single(row, found)
    return found


def encoding(name: str) -> Encoding:
    """The encoding called `name`."""
    return encodings()[name]


def _single(row: dict[str, Any], known: dict[str, Encoding]) -> Encoding:
    words = row["codes"].split()
    bytes_ = {int(code, 16): letter for letter, code in zip(words[::2], words[1::2], strict=True)}
    controls = frozenset(code for code in bytes_ if code < 0x20)
    single: dict[int, str] = dict(known[row["base"]].single) if "base" in row else {}
    for code, letter in bytes_.items():
        single[code] = letter
        western = bytes([code]).decode("cp1252", "ignore")
        if western and ord(western) != code:
            single[ord(western)] = letter
    return Encoding(row["name"], row["label"], row.get("bytes_only", False), single, controls=controls)


def _paired(row: dict[str, Any]) -> Encoding:
    words = row["letters"].split()
    single = dict(zip((ord(code) for code in words[1::2]), words[::2], strict=True))
    single |= {ord(chr(code).upper()): letter.upper() for code, letter in single.items()}
    pairs: dict[str, str] = {}
    for line in row["marks"]:
        vowel, *rest = line.split()
        for letter, mark in zip(rest[::2], rest[1::2], strict=True):
            for drawn in (mark, mark.upper()):  # a small mark over a capital is common ("AÙp")
                pairs[vowel + drawn] = letter
                pairs[vowel.upper() + drawn] = letter.upper()
    vowels = "".join(sorted({pair[0] for pair in pairs}))
    marks = "".join(sorted({pair[1] for pair in pairs}))
    alone = "".join(map(chr, single))
    pattern = re.compile(f"[{vowels}][{marks}]|[{alone}]")
    return Encoding(row["name"], row["label"], False, single, pairs, pattern)


def decode(text: str, name: str) -> str:
    """Return `text`, whose characters are codes of encoding `name`, in Unicode. What is no code stays as it is."""
    used = encoding(name)
    if LINE_END_HYPHEN in text:
        return _settle_line_ends(decode(text.replace(LINE_END_HYPHEN, _KEPT), name), used)
    if text.isascii() and not used.controls:
        return _restore_hyphens(text) if name == "TCVN3" and "-" in text else text
    if used.pattern is not None:
        return used.pattern.sub(lambda match: _pair(match[0], used), text)
    if name == "TCVN3":
        decoded = _restore_twins(text).translate(used.single)
        return _restore_hyphens(decoded) if "-" in decoded and "ư" not in decoded else decoded
    return text.translate(used.single)


def _settle_line_ends(text: str, used: Encoding) -> str:
    """Put the letter of code AD, or a hyphen where that makes no syllable."""
    letter = used.single.get(0xAD, "-")

    def settled(match: re.Match[str]) -> str:
        return match[1] + (letter if is_syllable(match[1] + letter) else "-")

    return re.sub(f"((?:(?<![^\\W\\d_])[^\\W\\d_]{{1,6}})?){_KEPT}", settled, text)


def decode_bytes(data: bytes, name: str) -> str:
    """The same for bytes; codes that the encoding does not use are read as Windows-1252."""
    used = encoding(name)
    if used.pattern is None:
        table = {code: letter for code, letter in used.single.items() if code < 0x100}
        western = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
        return data.decode("latin-1").translate(western | table)
    return decode(data.decode("cp1252", "replace"), name)


def _pair(found: str, used: Encoding) -> str:
    letter = used.pairs.get(found)
    if letter is not None:
        return letter
    return "".join(used.single.get(ord(char), char) for char in found)


@cache
def _twins() -> tuple[re.Pattern[str], dict[str, str]]:
    table: dict[str, str] = load("legacy")["twins"]
    # Beside a letter it is one; between numbers a minus sign is a minus sign.
    signs = "".join(table)
    return re.compile(f"(?<![\\d ])[{signs}]|[{signs}](?=[^\\W\\d_]|[\u00a1-\u00bf])"), table


def _restore_twins(text: str) -> str:
    pattern, table = _twins()
    return pattern.sub(lambda match: table[match[0]], text)


def _restore_hyphens(text: str) -> str:
    """Put ư for a hyphen inside what is a syllable only so: in these fonts ư has the code of the soft hyphen."""

    def whole(match: re.Match[str]) -> str:
        word = match[0]
        parts = [part for part in word.split("-") if part]
        joined = word.replace("-", "ư")
        return joined if is_syllable(joined) and not all(map(is_syllable, parts)) else word

    return _HYPHENATED.sub(whole, text)
