"""Numbers in words, the way Word writes them before list items: "One", "Twenty-first", "3rd", "mười lăm"."""

from __future__ import annotations

from functools import cache
from typing import Any

from corpus.knowledge import load

IN_WORDS = frozenset({"cardinalText", "ordinalText", "ordinal", "vietnameseCounting"})
_MOST = 99  # lists are shorter; beyond it digits say it


@cache
def _table(language: str) -> dict[str, Any]:
    return dict(load("counting")[language])


def in_words(value: int, style: str, language: str = "") -> str:
    """Return `value` in the word format `style` (one of IN_WORDS), in the language of the number."""
    if not 0 <= value <= _MOST and style != "ordinal":
        return str(value)
    vietnamese = language.lower().startswith("vi")
    if style == "vietnameseCounting":
        return _vietnamese(value)
    if style == "ordinal":
        return f"{value}{_ending(value)}"
    if style == "cardinalText":
        return _capital(_vietnamese(value) if vietnamese else _english(value))
    return _capital(_vietnamese_ordinal(value) if vietnamese else _english_ordinal(value))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _ending(value: int) -> str:
    endings: list[str] = _table("en")["endings"]
    last = abs(value) % 10
    teens = 10 <= abs(value) % 100 < 20
    return endings[0] if teens or last >= len(endings) else endings[last]


def _english(value: int) -> str:
    table = _table("en")
    if value < len(table["ones"]):
        return str(table["ones"][value])
    tens = str(table["tens"][value // 10])
    return f"{tens}-{table['ones'][value % 10]}" if value % 10 else tens


def _english_ordinal(value: int) -> str:
    table = _table("en")
    if value < len(table["ordinals"]):
        return str(table["ordinals"][value])
    if value % 10:
        return f"{table['tens'][value // 10]}-{table['ordinals'][value % 10]}"
    return str(table["ordinal_tens"][value // 10])


def _vietnamese(value: int) -> str:
    table = _table("vi")
    ones: list[str] = table["ones"]
    if value < len(ones):
        return ones[value]
    tens, one = divmod(value, 10)
    if tens == 1:
        return f"{table['ten']} {table['teen'].get(str(one), ones[one])}"
    head = f"{ones[tens]} {table['tens']}"
    return f"{head} {table['twenty'].get(str(one), ones[one])}" if one else head


def _vietnamese_ordinal(value: int) -> str:
    table = _table("vi")
    special = {1: table["first"], 4: table["fourth"]}
    return f"{table['ordinal']} {special.get(value, _vietnamese(value))}"
