"""From raw lines to the paragraphs of a `Reading`: clean characters, join wrapped lines, count offsets.

Shared by all readers, so that the same paper gives the same text whatever file it came in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from parser.document import Align, Cell, Paragraph

# Characters nobody sees: zero width, soft hyphen, direction marks, BOM, variation selectors, control characters.
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe00-\ufe0f\ufffc\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]+"
)
_WIDE_SPACES = re.compile(r"[^\S\n\t\f ]")
# Word and PDF bullets from symbol fonts, and the hyphens that only differ in how lines break.
_LOOKALIKES = str.maketrans(
    {"\uf0b7": "•", "\uf0a7": "▪", "\uf02d": "-", "\uf0d8": "➢", "\uf0fc": "✓", "\u2010": "-", "\u2011": "-"}
)
# "01-" + "KL/TW", "2024-" + "2029", "KH/" + "UBND": a symbol or range broken at its hyphen or slash.
OPEN_SYMBOL = re.compile(r"(?:\d-|[A-ZĐƯƠ]-|[\wĐ]/)$")
_GOES_ON = re.compile(r"[\wĐ]")


@dataclass(frozen=True, slots=True)
class Line:
    """One future paragraph with what the format tells of it (see `Paragraph`)."""

    text: str
    cell: Cell | None = None
    bold: bool | None = None
    italic: bool | None = None
    align: Align | None = None
    role: Literal["body", "footnote", "textbox"] = "body"


def tidy(text: str) -> str:
    """Return `text` in NFC without invisible characters and with plain spaces; line ends and gaps stay."""
    if not text.isascii():
        text = _WIDE_SPACES.sub(" ", unicodedata.normalize("NFC", text).translate(_LOOKALIKES))
    return _INVISIBLE.sub("", text)


def clean(text: str) -> str:
    """Return `text` as one visible line: tidy, single spaces, outer spaces cut."""
    return " ".join(tidy(text).split())


def join(first: str, second: str) -> str:
    """Join a wrapped line and its continuation: no space inside a broken symbol or range, else one."""
    if OPEN_SYMBOL.search(first) and _GOES_ON.match(second):
        return first + second
    return f"{first} {second}"


def build(lines: Iterable[Line]) -> tuple[str, tuple[Paragraph, ...]]:
    """Clean the lines, drop empty ones, and return the text of a `Reading` with its paragraphs."""
    texts: list[str] = []
    paragraphs: list[Paragraph] = []
    at = 0
    for line in lines:
        text = clean(line.text)
        if not text:
            continue
        end = at + len(text)
        paragraphs.append(Paragraph(at, end, line.cell, line.bold, line.italic, line.align, line.role))
        texts.append(text)
        at = end + 1
    return "\n".join(texts), tuple(paragraphs)
