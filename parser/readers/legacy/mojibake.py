"""UTF-8 that some program took for Windows-1252 ("Cá»™ng hÃ²a"): put back, where every sequence of it fits."""

from __future__ import annotations

import re
from functools import cache

NAME = "UTF-8"
_LEADS = re.compile(
    "[\u00c3\u00c4\u00c6\u00e1\u00e2][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014"
    "\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
)


@cache
def _codes() -> dict[int, int]:
    """Map each character that Windows-1252 shows for a byte to that byte."""
    table = {code: code for code in range(0x100)}
    for code in range(0x80, 0xA0):
        shown = bytes([code]).decode("cp1252", "ignore")
        if shown:
            table[ord(shown)] = code
    return table


def mend(text: str) -> str | None:
    """Return what `text` was before, or None when it is no such text."""
    if _LEADS.search(text) is None:
        return None
    codes = _codes()
    try:
        mended = bytes(codes[ord(letter)] for letter in text).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return None
    return mended if mended != text else None
