"""Red marks of secrecy and urgency set as a picture on a page whose letters are true: no text layer holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.errors import UnreadableFile
from parser.document import Finding
from parser.readers.pdf_engine import LOCK, opened, raw

if TYPE_CHECKING:
    from parser.readers.ocr.picture import Colours

_LOOK = 75  # dots per inch: enough to see that something red and not round is there
_MODE = 4


def stamp_findings(data: bytes, name: str) -> tuple[Finding, ...]:
    """Return the finding for a mark stamped on the first page; nothing where recognition is not installed."""
    with LOCK, opened(data, name) as document:
        page = document[0]
        try:
            strips, dpi = _red_strips(page) if _has_pictures(page) else ([], 0)
        finally:
            page.close()
    if not strips:
        return ()
    from parser.readers.ocr.engine import EngineFailure, recognise, require_engine
    from parser.readers.ocr.findings import mark_findings
    from parser.readers.ocr.stamps import mark_in

    try:
        require_engine(name)
        read = [mark_in(recognise(strip, dpi, _MODE)) for strip in strips]
    except (EngineFailure, UnreadableFile):
        return ()
    return tuple(mark_findings(mark for mark in read if mark))


def _red_strips(page: Any) -> tuple[list[Any], int]:
    """Pictures of the red stamps that may hold a mark, set upright; a coarse look first, since most pages have none."""
    from parser.readers.ocr.page import DPI
    from parser.readers.ocr.picture import to_gray
    from parser.readers.ocr.stamps import red_marks

    strips: list[Any] = []
    for dpi in (_LOOK, DPI):
        colours = _picture(page, dpi)
        strips = [lifted.gray for lifted in red_marks(colours, to_gray(colours, dpi)[1], dpi)]
        if not strips:
            break
    return strips, DPI


def _has_pictures(page: Any) -> bool:
    """Tell whether the page holds a picture of its own or in a stamp or field."""
    r = raw()
    if r.FPDFPage_GetAnnotCount(page.raw):
        return True
    count = r.FPDFPage_CountObjects(page.raw)
    return any(
        r.FPDFPageObj_GetType(r.FPDFPage_GetObject(page.raw, index)) in (r.FPDF_PAGEOBJ_IMAGE, r.FPDF_PAGEOBJ_FORM)
        for index in range(count)
    )


def _picture(page: Any, dpi: int) -> Colours:
    import numpy as np

    longest = max(page.get_size()) * dpi / 72
    scale = dpi / 72 * min(1.0, 3000 / longest)
    colours: Colours = np.array(page.render(scale=scale, rev_byteorder=True).to_numpy()[..., :3])
    return colours
