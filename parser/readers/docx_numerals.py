"""How Word writes a number of a list (w:numFmt), and what the glyphs of symbol fonts stand for."""

from __future__ import annotations

import re

from parser.readers.docx_words import IN_WORDS, in_words

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_MAX_ROMAN = 32767  # beyond it Word gives up too
_CHICAGO = "*†‡§"
_ENCLOSED = {"decimalEnclosedCircle": 0x2460, "decimalEnclosedParen": 0x2474, "decimalEnclosedFullstop": 0x2488}
# Glyphs by their place in the font, the part after U+F000.
_SYMBOL = {
    0x25: "%", 0x2A: "*", 0x2B: "+", 0x2D: "-", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→",
    0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xBC: "…",
    0xD7: "·", 0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x44: "Δ", 0x6C: "λ", 0x6D: "μ", 0x70: "π", 0x53: "Σ",
    0x57: "Ω",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "□", 0xD8: "➢",
    0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_SYMBOL_FONT = re.compile(r"symbol|wingdings|webdings|zapf|marlett", re.IGNORECASE)
_PLAIN_BULLETS = frozenset("-–—+*•·")
_PRIVATE, _PRIVATE_END = 0xF000, 0xF0FF


def roman(value: int) -> str:
    """Return `value` in Roman numerals, as digits where Word has none (0, negative, huge)."""
    if not 0 < value <= _MAX_ROMAN:
        return str(value)
    parts: list[str] = []
    for size, letters in _ROMAN:
        count, value = divmod(value, size)
        parts.append(letters * count)
    return "".join(parts)


def letters(value: int) -> str:
    """Return `value` as Word letters it: a … z, then aa, bb … zz, aaa …"""
    if value < 1:
        return str(value)
    turn, place = divmod(value - 1, 26)
    # Word's own limit is 780 = 30 letters; past it a damaged counter must not fill the memory.
    return chr(ord("a") + place) * min(turn + 1, 30)


def numeral(value: int, style: str, language: str = "") -> str:
    """Return `value` in the number format `style` (w:numFmt); decimal for formats of other scripts."""
    if style in ("none", "bullet"):
        return ""
    if style in IN_WORDS:
        return in_words(value, style, language)
    if style == "upperRoman":
        return roman(value)
    if style == "lowerRoman":
        return roman(value).lower()
    if style == "upperLetter":
        return letters(value).upper()
    if style == "lowerLetter":
        return letters(value)
    if style == "numberInDash":
        return f"- {value} -"
    if style == "chicago" and value > 0:
        return _CHICAGO[(value - 1) % 4] * min((value - 1) // 4 + 1, 30)
    if style in _ENCLOSED and 0 < value <= 20:
        return chr(_ENCLOSED[style] + value - 1)
    if style.startswith("0"):
        # "decimalZero" and Word 2010's custom "001, 002, 003, …" are kept as the padded pattern of one.
        return str(value).zfill(len(style))
    return str(value)


def symbol(code: int, font: str) -> str:
    """Return the character that glyph `code` of a symbol font stands for, "" where it is not known."""
    place = code & 0xFF if _PRIVATE <= code <= _PRIVATE_END else code
    if "wingdings" in font.lower():
        return _WINGDINGS.get(place, "")
    if _SYMBOL_FONT.search(font):
        return _SYMBOL.get(place, chr(place) if 0x20 <= place < 0x40 else "")
    return "" if _PRIVATE <= code <= _PRIVATE_END else chr(code) if 0 < code < 0x110000 else ""


def bullet(text: str, font: str) -> str:
    """Return the bullet that Word draws for the level text `text` in `font`: itself, or "•" for a mere picture."""
    mark = text.strip()
    if not mark:
        return ""
    if any(_PRIVATE <= ord(char) <= _PRIVATE_END for char in mark):
        meant = symbol(ord(mark[0]), "Symbol") if "wingdings" not in font.lower() else ""
        return meant if meant in _PLAIN_BULLETS else "•"
    if _SYMBOL_FONT.search(font):
        return mark if mark in _PLAIN_BULLETS else "•"
    # Word's second bullet is a letter o set in Courier New: a drawn circle.
    return "•" if mark == "o" else mark
