"""The number line ("Số: 12/KH-UBND") and the place and date line ("Hoa Lư, ngày 10 tháng 5 năm 2024")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from parser.folding import fold

_SYMBOL = (
    r"(?P<digits>\d{1,6}[a-zA-Z]?(?:\s*/\s*(?:19|20)\d\d)?)\s*[-–/]\s*"
    r"[A-ZĐƯƠÂÊÔĂ][\w.&]{0,20}(?:\s*[-–/]\s*[A-ZĐƯƠ0-9][\w&]{0,20}){0,12}"
)
_NUMBER = re.compile(rf"(?:[Ss][ốô]|SỐ|SÔ)(?![^\W\d_])\s*[:.;]?\s*(?P<symbol>{_SYMBOL})")
_BARE = re.compile(rf"(?P<symbol>{_SYMBOL})$")
_BLANK = re.compile(
    r"(?:[Ss][ốô]|SỐ|SÔ)(?![^\W\d_])\s*[:.;]?[\s.…_]*(?P<symbol>[-/–][\s.…_]*[A-ZĐƯƠ][\w&]*(?:\s*[-/–]\s*[\w&]+)*)?"
)
_PLAIN = re.compile(r"(?:[Ss][ốô]|SỐ)(?![^\W\d_])\s*[:.]?\s*(?P<digits>\d{1,6})$")
_LABEL = re.compile(r"(?:số|sô)\s*[:.;]?")
_OPEN = re.compile(r"[-/–]\s*$")
# Cyrillic capitals that text layers of scans put for Latin ones.
_LOOKALIKES = dict(
    zip(map(ord, "\u0410\u0412\u0421\u0415\u041d\u041a\u041c\u041e\u0420\u0422\u0425"), "ABCEHKMOPTX", strict=True)
)
_GAP = r"[\s.…_/]*"
_DATE = re.compile(
    rf"(?P<place>(?:[^\W\d_][\w.’']*[ -]{{1,3}}){{0,5}}[^\W\d_][\w’']*\.?)?\s*,?\s*ngày\s*(?P<day>\d{{1,2}})?{_GAP}"
    rf"(?:tháng\s*(?P<month>\d{{1,2}})?{_GAP}năm|(?P<month2>\d{{1,2}})?{_GAP})\s*(?P<year>(?:19|20)\d\d)?{_GAP}[.;]?$"
)


@dataclass(frozen=True, slots=True)
class NumberLine:
    """What a number line says: `number` None is a blank left for the stamp; `rest` is what follows on the line."""

    number: str | None
    symbol: str
    rest: str


@dataclass(frozen=True, slots=True)
class DateLine:
    """What a place and date line says; `day` is None while a part of it is still blank."""

    place: str | None
    day: date | None


def normalise(symbol: str) -> str:
    """Return a document's number without inner spaces and with plain hyphens: "05- CT/TW" is "05-CT/TW"."""
    return re.sub(r"\s*([-/])\s*", r"\1", symbol.replace("–", "-")).strip(" .;,")


def is_label(folded: str) -> bool:
    """Tell whether the piece is a number's label alone ("Số:"), the number itself standing in the next one."""
    return _LABEL.fullmatch(folded) is not None


def open_ended(text: str) -> bool:
    """Tell whether a number breaks off at its hyphen or slash."""
    return _OPEN.search(text) is not None


def number_line(text: str) -> NumberLine | None:
    """Read a number line, or None when `text` is none."""
    text = text.lstrip("* ").translate(_LOOKALIKES)
    if found := _NUMBER.match(text):
        number = normalise(found["symbol"])
        return NumberLine(number, number, text[found.end() :].strip())
    if found := _PLAIN.match(text):
        return NumberLine(found["digits"], "", "")
    if found := _BLANK.match(text):
        symbol, rest = found["symbol"] or "", text[found.end() :].strip()
        if symbol or not rest or _date(rest):
            return NumberLine(None, normalise(symbol), rest)
    if found := _BARE.match(text):
        return NumberLine(normalise(found["symbol"]), normalise(found["symbol"]), "")
    return None


def _date(text: str) -> re.Match[str] | None:
    if len(text) > 90 or "ngày" not in (folded := fold(text)):
        return None
    return _DATE.match(folded)


def date_line(text: str) -> DateLine | None:
    """Read a place and date line, or None when `text` is none (a date inside a sentence never is)."""
    text = text.lstrip("* ")
    found = _date(text)
    if found is None:
        return None
    place = text[: found.end("place")].strip() if found["place"] else None
    if place is not None and not place[:1].isupper():
        return None
    if not (found["year"] or "tháng" in found.group()):
        return None
    month = found["month"] or found["month2"]
    day = None
    if found["day"] and month and found["year"]:
        try:
            day = date(int(found["year"]), int(month), int(found["day"]))
        except ValueError:
            day = None
    return DateLine(place, day)
