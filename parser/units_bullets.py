"""Bullets: at the start of a paragraph and inside one ("…, cụ thể: - A; - B")."""

from __future__ import annotations

import re

_BULLET = re.compile(r"([-–—+•○●▪■·➢✓❖◦*])(?!\1)[ ]*(?=[^\s\d]|\d)")
# Inside a paragraph only after a stop: "2024 - 2029" and "chính trị - xã hội" hold no bullets.
_INLINE = re.compile(r"(?<=[:;.]) ([-–—+•○●▪■➢✓❖◦]) (?=\w|[“\"(])")


def bullet_end(text: str, start: int, end: int) -> int:
    """Return where the text after the bullet begins, 0 when [start, end) opens with none."""
    match = _BULLET.match(text, start, end)
    return match.end() if match else 0


def split_bullets(text: str, start: int, end: int) -> list[tuple[int, int, str | None]]:
    """Cut [start, end) at its bullets; each piece is (start, end, mark) without bullet and outer space."""
    pieces: list[tuple[int, int, str | None]] = []
    mark: str | None = None
    at = bullet_end(text, start, end)
    if at:
        mark, start = text[start], at
    for match in _INLINE.finditer(text, start, end):
        if match.start() > start and not _keeps(text, match):
            pieces.append((start, match.start(), mark))
            mark, start = match[1], match.end()
    pieces.append((start, end, mark))
    return pieces


def _keeps(text: str, match: re.Match[str]) -> bool:
    """Tell a dash after an abbreviation or a closing full stop ("TP. - ", "… năm. - nguồn") from a bullet."""
    if text[match.start() - 1] != ".":
        return False
    following = text[match.end()]
    return not following.isupper()
