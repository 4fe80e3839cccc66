"""Bytes of a text file to characters: byte order mark, strict tries, the model of syllables. Nothing is guessed."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from corpus.errors import UnreadableFile, UnsupportedFormat
from corpus.knowledge import load
from parser.readers.legacy.encodings import decode_bytes, encodings
from parser.syllables import measure

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_SAMPLE = 200_000
_JUDGED = 30_000
_ORDINARY_CONTROLS = frozenset((9, 10, 11, 12, 13, 26, 27))
_BINARY_SHARE = 0.005
_READABLE = 0.85
_MARGIN = 0.02
_FEW_WORDS = 2
_TAG = re.compile(rb"<[^<>]{0,2000}>")
# A combining mark at the start of a word: CP1258 read where it is not.
_LOOSE_MARK = re.compile(r"(?<![^\W\d_])[\u0300\u0301\u0303\u0309\u0323]")


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


def _looks_binary(data: bytes, letters: frozenset[int] = frozenset()) -> bool:
    """Whether control codes abound in `data`; `letters` are those that an encoding has given to letters."""
    head = data[:_SAMPLE]
    control = sum(head.count(code) for code in range(32) if code not in _ORDINARY_CONTROLS and code not in letters)
    return control > len(head) * _BINARY_SHARE


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
    return characters(data, name)[0]


def characters(data: bytes, name: str, *, markup: bool = False) -> tuple[str, str | None]:
    """The same, and the legacy encoding it was in (None: a Unicode or Windows one). `markup`: tags are no words."""
    for mark, codec in _BOMS:
        if data.startswith(mark):
            try:
                return _cut_tail(data[len(mark) :], codec), None
            except UnicodeDecodeError as error:
                raise UnreadableFile("unknown_encoding", file=name) from error
    text = _utf16_without_mark(data)
    if text is not None:
        return text, None
    try:
        text = _cut_tail(data, "utf-8")
    except UnicodeDecodeError:
        return _decode_8bit(data, name, _TAG.sub(b" ", data[:_SAMPLE]) if markup else data)
    if _looks_binary(data):
        raise UnsupportedFormat("binary_as_text", file=name)
    return text, None


def _decode_8bit(data: bytes, name: str, judged: bytes) -> tuple[str, str | None]:
    """Try every 8-bit encoding of Vietnamese on a sample of `judged`; the one that can be read by a margin is it."""
    sample = judged[:_JUDGED]
    tries: list[tuple[float, int, str | None]] = []
    for key, used in encodings().items():
        if not _looks_binary(data, used.controls):
            tries.append((*_worth(decode_bytes(sample, key)), key))
    if not tries:
        raise UnsupportedFormat("binary_as_text", file=name)
    windows = _windows(sample)
    if windows is not None:
        tries.append((*_worth(windows), None))
    tries.sort(key=lambda found: found[:2], reverse=True)
    quality, words, label = tries[0]
    rivals = [found for found in tries[1:] if not _same(sample, label, found[2])]
    if words < _FEW_WORDS or quality < _READABLE or (rivals and quality - rivals[0][0] < _MARGIN):
        raise UnreadableFile("unknown_encoding", file=name)
    if label is None:
        whole = _windows(data)
        if whole is None:
            raise UnreadableFile("unknown_encoding", file=name)
        return whole, None
    return decode_bytes(data, label), label


def _worth(text: str) -> tuple[float, int]:
    found = measure(text)
    return found.quality, found.marked


def _same(sample: bytes, first: str | None, second: str | None) -> bool:
    """Whether two encodings read `sample` alike (TCVN3 and TCVN 5712 differ in capitals only)."""
    if first is None or second is None:
        return False
    return decode_bytes(sample, first) == decode_bytes(sample, second)


def _windows(data: bytes) -> str | None:
    try:
        text = data.decode("cp1258")
    except UnicodeDecodeError:
        return None
    # A quarter of a Vietnamese text's letters are marked; anything else read as CP1258 is mostly noise.
    if vietnamese_share(text) < 0.8 or _LOOSE_MARK.search(text):
        return None
    return text
