"""Bytes of a text file to characters: byte order mark, strict tries, plausibility. Nothing is guessed silently."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from corpus.errors import UnreadableFile, UnsupportedFormat
from corpus.knowledge import load

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_SAMPLE = 200_000
# So many of the tell-tale words; one or two may be foreign words in a Unicode text.
_LEGACY_HITS = 3


@cache
def _letters() -> frozenset[str]:
    letters: str = load("reading")["encoding"]["letters"]
    return frozenset(letters + letters.upper())


def vietnamese_share(text: str) -> float:
    """Share of toned or hooked Vietnamese letters among all letters outside ASCII (0 when there is none)."""
    foreign = [ch for ch in unicodedata.normalize("NFC", text[:_SAMPLE]) if ch > "\x7f" and ch.isalpha()]
    if not foreign:
        return 0.0
    known = _letters()
    return sum(ch in known for ch in foreign) / len(foreign)


def legacy_font(text: str) -> str | None:
    """Name the font encoding (TCVN3, VNI) that `text` was typed in, when its words betray it."""
    sample = text[:_SAMPLE].lower()
    for name, words in load("reading")["encoding"]["legacy"].items():
        if sum(word.lower() in sample for word in words) >= _LEGACY_HITS:
            return str(name)
    return None


def _looks_binary(data: bytes) -> bool:
    head = data[:_SAMPLE]
    control = sum(head.count(code) for code in range(32) if code not in (9, 10, 11, 12, 13, 26, 27))
    return control > len(head) * 0.005


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 shows itself by line ends and spaces whose other byte is zero, always on the same side."""
    head = data[:4096]
    little, big = head.count(b" \x00"), head.count(b"\x00 ")
    if len(data) % 2 or max(little, big) < max(2, len(head) // 60):
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    codec = "utf-16-le" if odd > even else "utf-16-be"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return None
    return text if "\x00" not in text else None


def _cut_tail(data: bytes, codec: str) -> str:
    """Decode by BOM; a half character at the very end (a cut file) is forgiven, damage before it is not."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 4:
            return data[: error.start].decode(codec)
        raise


def decode(data: bytes, name: str) -> str:
    """Return the characters of `data`. Raises UnreadableFile when it is not text or in no known encoding."""
    for mark, codec in _BOMS:
        if data.startswith(mark):
            try:
                return _cut_tail(data[len(mark) :], codec)
            except UnicodeDecodeError as error:
                raise UnreadableFile("unknown_encoding", file=name) from error
    text = _utf16_without_mark(data)
    if text is not None:
        return text
    if _looks_binary(data):
        raise UnsupportedFormat("binary_as_text", file=name)
    try:
        return _cut_tail(data, "utf-8")
    except UnicodeDecodeError:
        return _decode_8bit(data, name)


def _decode_8bit(data: bytes, name: str) -> str:
    font = legacy_font(data.decode("latin-1"))
    if font is not None:
        raise UnreadableFile("legacy_font", file=name, font=font)
    try:
        text = data.decode("cp1258")
    except UnicodeDecodeError as error:
        raise UnreadableFile("unknown_encoding", file=name) from error
    # A quarter of a Vietnamese text's letters are marked; anything else read as CP1258 is mostly noise.
    if vietnamese_share(text) < 0.8 or re.search(r"(?<![^\W\d_])[\u0300\u0301\u0303\u0309\u0323]", text):
        raise UnreadableFile("unknown_encoding", file=name)
    return text
