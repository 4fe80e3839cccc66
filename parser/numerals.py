"""Vietnamese numerals as papers write them: "01", "1.500", "98,5", "3.500 tỷ", "hai mươi lăm", "một nửa", "30%".

A dot before groups of exactly three digits separates thousands, a comma is the decimal mark; other dots are read
as a decimal point, because some offices type "1.5".
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from corpus.knowledge import load

_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_THOUSANDS_COMMA = re.compile(r"\d{1,3}(?:,\d{3}){2,}")
_DECIMAL = re.compile(r"\d+(?:[.,]\d+)?")


def _table() -> dict[str, Any]:
    table: dict[str, Any] = load("targets")["numeral"]
    return table


@cache
def number_words() -> str:
    """Return a regex (no groups) for a numeral in words, longest words first."""
    table = _table()
    words = sorted({*table["digit"], *table["tens"], *table["scale"], *table["filler"]}, key=len, reverse=True)
    one = "|".join(map(re.escape, words))
    return rf"(?:{one})(?: (?:{one}))*(?!\w)"


def parse_digits(text: str) -> float | None:
    """Return the value of a numeral in digits ("1.500,5" → 1500.5), None where it is none."""
    text = text.strip()
    if _THOUSANDS.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    if _THOUSANDS_COMMA.fullmatch(text):
        return float(text.replace(",", ""))
    if _DECIMAL.fullmatch(text):
        return float(text.replace(",", "."))
    return None


def _parse_below_thousand(words: list[str], table: dict[str, Any]) -> float | None:
    """Read "hai trăm linh năm", "hai mươi lăm", "mười": hundreds, tens and ones, each at most once and in order."""
    total, last, tens = 0, 1000, False
    for word in words:
        if word in table["filler"]:
            continue
        if word == table["hundred"]:
            if not 0 < total < 10:
                return None
            total, last, tens = total * 100, 100, False
        elif word in table["tens"]:
            if total == 0 or total % 100 == 0:  # "mười" opens a teen
                if word != table["ten"]:
                    return None
                total, last, tens = total + 10, 10, True
            elif not tens and last != 10 and word != table["ten"]:  # "hai mươi"
                total, last, tens = total - total % 10 + (total % 10) * 10, 10, True
            else:
                return None
        elif word in table["digit"]:
            if total % 10 or last == 1:
                return None
            total, last = total + table["digit"][word], 1
        else:
            return None
    return float(total)


def parse_words(text: str) -> float | None:
    """Return the value of a numeral in folded words ("hai mươi lăm" → 25), None where it is none."""
    table = _table()
    if text in table["whole"]:
        return float(table["whole"][text])
    words = text.split()
    if not words:
        return None
    total, group = 0.0, list[str]()
    for word in words:
        scale = table["scale"].get(word)
        if scale is None or word == table["hundred"]:
            group.append(word)
            continue
        value = _parse_below_thousand(group, table)
        if value is None or not group and not 0 < total < scale:
            return None
        if not group:  # "hai nghìn tỷ"
            total *= scale
            continue
        total, group = (total + value) * scale if scale >= 1e9 else total + value * scale, []
    rest = _parse_below_thousand(group, table) if group else 0.0
    return None if rest is None else total + rest


def parse_number(text: str) -> float | None:
    """Return the number that `text` says, in digits or words, with its scale word or percent sign ("3.500 tỷ", "30%").

    A percent sign does not divide: "30%" is 30. None where `text` is no numeral as a whole.
    """
    text = text.strip().lower()
    head = re.match(r"[\d.,]*\d", text)
    if head is None:
        return parse_words(text)
    value, rest = parse_digits(head.group()), text[head.end() :].strip()
    if value is None or not rest or rest == "%":
        return value
    scale = 1.0
    for word in rest.split():
        step = _table()["scale"].get(word)
        if step is None:
            return None
        scale *= step
    return round(value * scale, 6)
