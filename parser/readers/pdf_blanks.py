"""Number and date set over a text page as a picture: where the letters leave a blank and something is drawn there,
that one line is recognised."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.errors import ScannedPdf
from corpus.knowledge import load
from corpus.messages import message
from parser.document import Finding
from parser.folding import fold
from parser.readers.pdf_columns import whole_line
from parser.readers.pdf_engine import raw
from parser.readers.pdf_shapes import Line, PageLayout

if TYPE_CHECKING:
    from parser.readers.ocr.engine import Word

_ROWS = 14  # from the top: letterhead, number, date
_INSET = 3.0  # points kept clear of the letters beside the blank
_DPI = 300
_SURE = 60.0
_LARGEST = 0.3  # of the page: a larger drawing is a background
_IMAGE, _FORM = 3, 5


@dataclass(frozen=True, slots=True)
class _Blank:
    """A line of the form with a blank in it; `x0`..`x1` is the blank."""

    line: Line
    kind: str
    x0: float
    x1: float


def fill_blanks(document: Any, layout: PageLayout) -> tuple[Finding, ...]:
    """Put stamped numbers and dates into the lines of `layout`, the first page of an open pypdfium2 document."""
    blanks = list(_blanks(layout))
    if not blanks:
        return ()
    page = document[layout.number - 1]
    try:
        drawn = list(_drawings(page, layout))
        blanks = [blank for blank in blanks if any(_lies_over(box, blank) for box in drawn)]
        return tuple(found for blank in blanks if (found := _fill(page, layout, blank)))
    finally:
        page.close()


def _blanks(layout: PageLayout) -> Iterator[_Blank]:
    """Lines that a blank parts in two pieces, put together again."""
    patterns = load("ocr")["blanks"]
    for row in layout.rows[:_ROWS]:
        at = 0
        while at + 1 < len(row):
            before, after = row[at : at + 2]
            line = whole_line([before, after])
            kind = next((kind for kind in ("number", "date") if re.search(patterns[kind], fold(line.text))), None)
            if kind:
                row[at : at + 2] = [line]
                yield _Blank(line, kind, before.x1, after.x0)
            at += 1


def _drawings(page: Any, layout: PageLayout) -> Iterator[tuple[float, float, float, float]]:
    """Boxes of pictures, and of annotations that were made part of the page, from the top left corner."""
    r = raw()
    edges = [ctypes.c_float() for _ in range(4)]
    x0, _, _, y1 = page.get_bbox()
    for index in range(r.FPDFPage_CountObjects(page.raw)):
        thing = r.FPDFPage_GetObject(page.raw, index)
        if r.FPDFPageObj_GetType(thing) in (_IMAGE, _FORM) and r.FPDFPageObj_GetBounds(thing, *edges):
            left, bottom, right, top = (edge.value for edge in edges)
            if (right - left) * (top - bottom) < _LARGEST * layout.width * layout.height:
                yield left - x0, y1 - top, right - x0, y1 - bottom


def _lies_over(box: tuple[float, float, float, float], blank: _Blank) -> bool:
    left, top, right, bottom = box
    line = blank.line
    return left < blank.x1 and blank.x0 < right and top < line.bottom and line.top - 0.5 * line.size < bottom


def _fill(page: Any, layout: PageLayout, blank: _Blank) -> Finding | None:
    """Read the blank in its line and alone; taken over are digits that both readings give, or the first for sure."""
    line = blank.line
    words = _look(page, layout, line, line.x0, line.x1, "")
    whole = " ".join(word.text for word in words)
    found = re.search(load("ocr")["blanks"][f"filled_{blank.kind}"], whole, re.IGNORECASE)
    if found is None:
        return None
    digits = found.group(1).translate(str.maketrans(load("ocr")["dates"]["digits"]))
    sure = any(word.text == digits and word.confidence >= _SURE for word in words)
    alone = _look(page, layout, line, blank.x0 + _INSET, blank.x1 - _INSET, "0123456789")
    if not sure and digits != "".join(word.text for word in alone):
        return None
    if blank.kind == "date" and not 1 <= int(digits) <= 31:
        return None
    mark = load("ocr")["blanks"]["marks"][blank.kind]
    place = re.search(mark, fold(line.text))
    assert place is not None
    tail = line.text[place.end() :].lstrip()
    line.text = f"{line.text[: place.end()].rstrip()} {digits}{'' if tail.startswith(('/', '-')) else ' '}{tail}"
    return Finding("stamp_read", "info", message("ocr", f"stamped_{blank.kind}", value=digits), 0, 0)


def _look(page: Any, layout: PageLayout, line: Line, x0: float, x1: float, letters: str) -> list[Word]:
    """What Tesseract sees in a strip of the line; nothing where it is missing or fails."""
    import numpy as np

    from parser.readers.ocr.engine import EngineFailure, recognise, require_engine
    from parser.readers.ocr.picture import Colours, to_gray

    top, bottom = line.y - 1.5 * line.size, line.y + 0.7 * line.size
    sides = (x0 - 2, layout.height - bottom, layout.width - x1 - 2, top)
    crop = tuple(max(side, 0.0) for side in sides)
    try:
        require_engine("")
        picture = page.render(scale=_DPI / 72, crop=crop, rev_byteorder=True).to_numpy()[..., :3]
        strip: Colours = np.array(picture)
        gray, _ = to_gray(strip, _DPI)
        return recognise(np.pad(gray, 30, constant_values=255), _DPI, 7 if letters else 6, letters)
    except (ScannedPdf, EngineFailure):
        return []
