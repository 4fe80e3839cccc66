"""Letters of a page → runs: neighbours on one baseline, with real spaces and the style of the font.

PDFium's own spaces and line ends are not trusted: where Vietnamese letters come from a second font it cuts words
at every change of font. The gap between a letter's loose box and its neighbour decides instead.
"""

from __future__ import annotations

from collections.abc import Callable

from parser.readers.pdf_engine import Glyphs, OpenPage
from parser.readers.pdf_shapes import Run
from parser.readers.pdf_sideways import sideways_runs

BLANK = frozenset(
    " \t\r\n\x00\x0b\x0c\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
)
WORD_GAP = 0.2  # of the letter size: a wider gap is a space even if none is written
WIDE_GAP = 1.2  # of the letter size: a wider gap may part two columns
_SAME_BASELINE = 0.3
_NARROW_GAP = 0.06  # of the letter size: enough for a space where PDFium, which knows the advance widths, saw one
# Line-end hyphens as PDFium reports them, ligatures, and letters that come as two code points in odd fonts.
_REPAIR = str.maketrans(
    {
        "\x02": "-", "\ufffe": "-", "\u00ad": "-", "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi",
        "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
    }
)  # fmt: skip

CellOf = Callable[[float, float], int]


class _Styles:
    """Fonts by address: described once per page, since a page has few of them and thousands of letters."""

    def __init__(self, page: OpenPage) -> None:
        self._page = page
        self._known: dict[int, tuple[str, bool, bool]] = {0: ("", False, False)}

    def at(self, index: int) -> tuple[str, bool, bool]:
        address = self._page.font_of(index)
        style = self._known.get(address)
        if style is None:
            style = self._known[address] = self._page.font(address)
        return style


def read_runs(page: OpenPage, cell_of: CellOf | None = None) -> tuple[list[Run], dict[str, int]]:
    """Return the page's runs in stream order, and how many characters each font shows.

    With `cell_of`, a run never crosses the border of a ruled cell.
    """
    glyphs = page.glyphs()
    runs, upright, aside = _collect(page, glyphs, cell_of)
    if upright < len(glyphs.text) / 3 and (turns := _sideways(page, glyphs)):
        page.turn(turns)
        glyphs = page.glyphs()
        runs, _, aside = _collect(page, glyphs, cell_of)
    if aside and cell_of is not None:
        runs += [("", run) for run in sideways_runs(page, glyphs, aside, cell_of)]
    fonts: dict[str, int] = {}
    for name, run in runs:
        fonts[name] = fonts.get(name, 0) + len(run.text)
    stamps = [
        Run(y, x0, min(x1, x0 + 0.5 * size * len(text)), size, text, -1, -1, False, False, False, False, -1, True)
        for text, x0, x1, y, size in page.undrawn
    ]
    return [run for _, run in runs] + stamps, fonts


def _sideways(page: OpenPage, glyphs: Glyphs) -> int:
    """Quarter turns that set most letters upright, 0 where they have no common direction."""
    sample = range(0, len(glyphs.text), max(len(glyphs.text) // 50, 1))
    turns = [0, 0, 0, 0]
    for index in sample:
        a, b, _, _ = page.matrix(index)
        if glyphs.text[index] not in BLANK:
            turns[(0 if a > 0 else 2) if abs(a) > abs(b) else (1 if b > 0 else 3)] += 1
    best = max(range(4), key=turns.__getitem__)
    return best if turns[best] > sum(turns) / 2 else 0


def _collect(page: OpenPage, glyphs: Glyphs, cell_of: CellOf | None) -> tuple[list[tuple[str, Run]], int, list[int]]:
    styles = _Styles(page)
    runs: list[tuple[str, Run]] = []
    letters: list[str] = []
    first = last = 0
    x0 = ink = edge = back = gap = wide = narrow = 0.0
    baseline = float("inf")
    size = 1.0
    cell = -1
    blank = lead = seen = False
    blank_right = blank_y = float("-inf")
    upright = 0
    aside: list[int] = []  # letters turned on their side
    width, height = page.width, page.height

    def flush() -> None:
        name, bold, italic = styles.at(first)
        if last > first + 3:  # a longer run may change its style inside
            _, bold_end, italic_end = styles.at(last)
            bold, italic = bold and bold_end, italic and italic_end
        text = "".join(letters).translate(_REPAIR)
        stamped = first >= page.own_letters
        run = Run(baseline, x0, ink, size, text, first, last, bold, italic, lead, blank, cell, stamped)
        runs.append((name, run))

    for index, (letter, left, right, x, y) in enumerate(zip(*glyphs, strict=True)):
        if letter in BLANK:
            if right - left > 0.01:  # PDFium's own spaces have no width
                blank_right, blank_y = right, y
                if abs(y - baseline) <= _SAME_BASELINE and -back <= left - edge <= gap:
                    blank, edge = True, max(edge, right)
            else:
                seen = True
            continue
        if (
            abs(y - baseline) > _SAME_BASELINE
            or not -back <= left - edge <= gap
            or left - ink > wide
            or (cell_of is not None and cell_of((left + right) / 2, y) != cell)
        ):
            if letters:
                flush()
            letters, blank = [], False
            if not (0 <= x <= width and 0 <= y <= height + size):
                baseline = float("inf")
                continue
            matrix = page.matrix(index)
            if abs(matrix[1]) > 0.3 * abs(matrix[0]) or matrix[0] < 0:
                baseline = float("inf")
                aside.append(index)
                continue
            size = page.size(index, matrix)
            gap, back, wide, narrow = WORD_GAP * size, 0.6 * size, WIDE_GAP * size, _NARROW_GAP * size
            first, x0, baseline = index, left, y
            lead = abs(left - blank_right) <= gap and abs(y - blank_y) <= _SAME_BASELINE
            cell = -1 if cell_of is None else cell_of((left + right) / 2, y)
        elif blank or (seen and left - ink > narrow):
            letters.append(" ")
        letters.append(letter)
        blank = seen = False
        upright += 1
        last = index
        ink = edge = right if right > left else left
    if letters:
        flush()
    return runs, upright, aside


def letters_in(runs: list[Run]) -> int:
    """How many characters the runs hold: a page with next to none is a picture."""
    return sum(len(run.text) for run in runs)
