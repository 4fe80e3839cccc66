"""Word lists of corpus/knowledge/header.toml as compiled patterns, built once per process."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from corpus.knowledge import load
from parser.folding import fold


def table(section: str) -> dict[str, Any]:
    """Return one section of the header knowledge."""
    found: dict[str, Any] = load("header")[section]
    return found


@cache
def words(section: str, key: str) -> tuple[str, ...]:
    """Return a word list, longest first, so that an alternation prefers the longer reading."""
    return tuple(sorted(table(section)[key], key=len, reverse=True))


def alternation(items: tuple[str, ...]) -> str:
    """Return the regular expression source "a|b|c" of literal `items`, in their order."""
    return "|".join(re.escape(item) for item in items)


@cache
def starts(section: str, *keys: str) -> re.Pattern[str]:
    """Return a pattern for folded text that begins with a whole word or phrase of the lists."""
    items = tuple(sorted((w for key in keys for w in words(section, key)), key=len, reverse=True))
    return re.compile(rf"(?:{alternation(items)})(?!\w)")


@cache
def anywhere(section: str, key: str) -> re.Pattern[str]:
    """Return a pattern that finds a whole word or phrase of the list in folded text."""
    return re.compile(rf"(?<!\w)(?:{alternation(words(section, key))})(?!\w)")


@cache
def type_names() -> dict[str, str]:
    """Map the folded name of every kind of document that prints its name to the name itself."""
    rows = load("document_types")["type"]
    return {fold(row["name"]): row["name"] for row in rows if row.get("title", True)}


@cache
def unspaced_types() -> dict[str, str]:
    """Map the names of kinds printed with their letters set apart ("K Ế H O Ạ C H") to the names."""
    return {folded.replace(" ", ""): name for folded, name in type_names().items() if " " in folded}


@cache
def type_pattern() -> re.Pattern[str]:
    """Return a pattern for folded text that begins with the name of a kind of document, the longest one."""
    return re.compile(rf"(?:{alternation(tuple(sorted(type_names(), key=len, reverse=True)))})(?!\w)")


@cache
def types_by_symbol() -> dict[tuple[str, bool], str]:
    """Map (symbol, Party way of writing) to the first kind of document that the table gives for it."""
    found: dict[tuple[str, bool], str] = {}
    for row in load("document_types")["type"]:
        if "symbol" in row:
            for form in row["forms"]:
                found.setdefault((row["symbol"], form == "party"), row["name"])
    return found


def is_caps(text: str) -> bool:
    """Tell whether `text` is written in capitals only (digits and signs do not count)."""
    return text.upper() == text and text.lower() != text
