"""When two papers, or a citation and a paper, are the same document.

Offices write one number in several ways ("05-CT/TW", "5-CT/TW", "05-ct/tw"), one body under several names ("UBND tỉnh",
"Ủy ban nhân dân tỉnh Hải Khê"): comparison runs on folded keys, what is shown stays as written.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache

from corpus.knowledge import load
from models.words import common_abbreviations
from parser.document import Header
from parser.folding import fold

_SPACE = re.compile(r"\s+")
_ZEROS = re.compile(r"^0+(?=\d)")
_WORD = re.compile(r"[^\W_]+")


@cache
def _base_letters() -> dict[int, str]:
    """Map every Latin letter that carries a mark to the bare letter; one character for one, so offsets stay."""
    table = {ord("đ"): "d", ord("Đ"): "D"}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = "".join(ch for ch in unicodedata.normalize("NFD", chr(code)) if not unicodedata.combining(ch))
        if len(base) == 1 and base != chr(code):
            table[code] = base
    return table


def plain(text: str) -> str:
    """Return folded text without diacritics ("Kế hoạch" → "ke hoach"); the length stays the same."""
    return fold(text).translate(_base_letters())


def number_key(number: str | None) -> str | None:
    """Return a document number in the form that is compared: no spaces, no leading zeros, lower case."""
    if not number:
        return None
    return _ZEROS.sub("", _SPACE.sub("", number)).lower() or None


def issuer_key(*names: str | None) -> str | None:
    """Return the words of an issuer, abbreviations written out, diacritics kept; None when nothing is stated.

    Names are given from the highest body down; the organ that signs for a body is left off.
    """
    words = [word for name in names for short in _WORD.findall(fold(name or "")) for word in _written_out(short)]
    return " ".join(_organs().sub(" ", f" {' '.join(words)} ").split()) or None


def _written_out(word: str) -> tuple[str, ...]:
    return common_abbreviations().get(word, (word,))


@cache
def _organs() -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<= ){fold(name)}(?= )" for name in load("registry")["issuers"]["organs"]))


def same_issuer(cited: str, issuer: str) -> bool:
    """Whether the issuer a citation names can be the document's: one name says nothing that the other does not."""
    first, second = set(cited.split()), set(issuer.split())
    return first <= second or second <= first


def document_key(header: Header, sha256: str) -> str:
    """Return the identity of a document: number, issuer and date; its own hash when one of them is not stated."""
    number, issuer = number_key(header.number), issuer_key(header.parent_issuer, header.issuer)
    if number and issuer and header.date:
        return f"{number}|{issuer}|{header.date.isoformat()}"
    return f"sha256:{sha256}"


def text_key(text: str) -> str:
    """Return a hash of the words alone: the PDF printed from a Word file has the same."""
    return hashlib.sha256(" ".join(_WORD.findall(fold(text))).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Named:
    """How a document is named, by itself or by one that cites it: folded number, date, folded issuer."""

    number: str | None
    date: date | None
    issuer: str | None

    def means(self, other: Named) -> bool:
        """Whether a citation so worded means the document `other`.

        Numbers must be the same; so must what both state of date and issuer, and at least one of these must agree,
        because every office gives out every number anew each year.
        """
        if self.number is None or self.number != other.number:
            return False
        if self.date and other.date and self.date != other.date:
            return False
        if self.issuer and other.issuer:
            return same_issuer(self.issuer, other.issuer)
        return bool(self.date and other.date)
