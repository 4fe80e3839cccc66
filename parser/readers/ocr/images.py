"""Image files → `Reading`: scanned sheets, photographed pages, TIFFs of many pages."""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

from corpus.errors import ScannedPdf, UnreadableFile
from parser.document import Reading, Source
from parser.readers.ocr.engine import require_engine
from parser.readers.ocr.findings import finish
from parser.readers.ocr.layout import lay_out
from parser.readers.ocr.page import DPI, PageWords
from parser.readers.ocr.pages import PageQueue
from parser.readers.ocr.picture import Colours
from parser.readers.pdf_emit import emit
from parser.readers.pdf_flow import flow
from parser.readers.pdf_running import drop_running
from parser.readers.pdf_shapes import PageLayout

_SHEET = 11.7  # inches: the long side of an A4 sheet, which a picture without a resolution is taken to show
_MOST_PAGES = 500
_MOST_PIXELS = 120_000_000  # of one picture: above that it is no photograph of a page
_LIKELY_DPI = 120, 700
_SMALL = 700  # pixels: a picture with a shorter long side shows no page that could be read


def read_image(data: bytes, name: str) -> Reading:
    """Read a picture file. Raises UnreadableFile (damaged_file, no_text) and ScannedPdf (no_tesseract …)."""
    require_engine(name)
    queue = PageQueue()
    failed = True
    try:
        kinds = set()
        for number, (media, colours) in enumerate(_frames(data, name), start=1):
            kinds.add(media)
            queue.put(number, colours, DPI, 72 / DPI)
        results = queue.results()
        failed = False
    finally:
        queue.close(failed)
    pages = [_layout(words, number) for number, words in results.items()]
    if all(page.scan is None for page in pages):
        raise (
            ScannedPdf("scanned_pdf", file=name)
            if any(w.failed for w in results.values())
            else UnreadableFile("no_text", file=name)
        )
    drop_running(pages)
    source = Source(name, hashlib.sha256(data).hexdigest(), kinds.pop(), "ocr", len(pages), len(data))
    return finish(emit(flow(pages), pages, source), pages)


def _layout(words: PageWords, number: int) -> PageLayout:
    if words.failed or words.blank or not words.words:
        return PageLayout(number, words.width, words.height, [], [], unread=words.failed)
    return lay_out(words, number)


def _frames(data: bytes, name: str) -> Iterator[tuple[str, Colours]]:
    """Media type and picture of each page at the resolution that is read."""
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as file:
                media = Image.MIME.get(file.format or "", "image/*")
                for number, frame in enumerate(ImageSequence.Iterator(file)):
                    if frame.width * frame.height > _MOST_PIXELS or number == _MOST_PAGES:
                        raise UnreadableFile("too_large_image", file=name)
                    dpi = _resolution(frame)
                    upright = ImageOps.exif_transpose(frame)
                    yield media, _colours(upright, dpi)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise UnreadableFile("damaged_file", file=name) from error


def _resolution(frame: Any) -> float:
    """Pixels per inch as the file says, where that makes a page of it; else as of an A4 sheet."""
    long_side = float(max(frame.width, frame.height))
    written = frame.info.get("dpi", (0, 0))
    told = float(written[0] or 0) if isinstance(written, tuple) else 0.0
    if _LIKELY_DPI[0] <= told <= _LIKELY_DPI[1] and 5 < long_side / told < 18:
        return told
    return max(long_side, _SMALL) / _SHEET


def _colours(frame: Any, dpi: float) -> Colours:
    """The frame as an array at `DPI`, transparent parts white; grey pictures stay grey."""
    from PIL import Image

    if frame.mode in ("1", "L", "I;16", "I", "F"):
        image = frame.convert("L")
    else:
        image = frame.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image).convert("RGB")
    factor = DPI / dpi
    if abs(factor - 1) > 0.02:
        size = (max(round(image.width * factor), 1), max(round(image.height * factor), 1))
        image = image.resize(size, Image.Resampling.BOX if factor < 0.6 else Image.Resampling.BICUBIC)
    return np.asarray(image)
