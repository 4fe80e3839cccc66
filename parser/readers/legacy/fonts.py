"""What the name of a font claims about the letters set in it."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from corpus.knowledge import load


class Claim(NamedTuple):
    """The encoding a font was made for, and whether it draws small letters as capitals."""

    encoding: str
    capitals: bool


@cache
def _patterns() -> tuple[tuple[tuple[str, re.Pattern[str]], ...], re.Pattern[str]]:
    table = load("legacy")["fonts"]
    rules = tuple((name, re.compile(rule, re.IGNORECASE)) for name, rule in table.items() if name != "capitals")
    return rules, re.compile(table["capitals"])


@lru_cache(maxsize=1024)
def claim_of(font: str | None) -> Claim | None:
    """Return what `font` claims, None for fonts of Unicode (and for no font at all)."""
    if not font:
        return None
    rules, capitals = _patterns()
    name = font.rpartition("+")[2].lstrip()
    for encoding, rule in rules:
        if rule.match(name):
            return Claim(encoding, encoding == "TCVN3" and capitals.match(name) is not None)
    return None
