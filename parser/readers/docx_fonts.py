"""Fonts from before Unicode (TCVN3 ".VnTime", VNI): their letters are code points of something else.

A font name proves little: papers retyped in Unicode often keep a legacy font in a style, and Word then
borrows glyphs from another font. So the letters decide: a run counts as legacy when its font is one and
its accented letters are Western ones only.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

_LEGACY = re.compile(r"\.?vn(?!u)[a-z0-9]|vni[-_ ]", re.IGNORECASE)
# Letters that only Unicode text has: the Vietnamese block, ă đ ĩ ũ ơ ư, combining marks.
_UNICODE = re.compile("[\u1ea0-\u1ef9ĂăĐđĨĩŨũƠơƯư\u0300-\u036f]")
_SUBSTANTIAL = 0.05


@dataclass(slots=True)
class FontCensus:
    """Counts letters by kind of font over a document."""

    letters: int = 0
    _legacy: Counter[str] = field(default_factory=Counter)

    def count(self, text: str, font: str | None) -> None:
        """Take in one run."""
        self.letters += len(text)
        if font is None or text.isascii() or not _LEGACY.match(font) or _UNICODE.search(text):
            return
        self._legacy[font] += len(text)

    def legacy_font(self) -> str | None:
        """Return the commonest legacy font when a substantial share of the text is set in such fonts."""
        if sum(self._legacy.values()) <= _SUBSTANTIAL * self.letters:
            return None
        return self._legacy.most_common(1)[0][0]
