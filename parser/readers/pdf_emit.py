"""Paragraphs made of visual lines → `Reading`: the text, and where each paragraph, page and line stands in it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from corpus.errors import UnreadableFile
from parser.document import Box, Finding, Page, Paragraph, Reading, Source
from parser.readers.paragraphs import join
from parser.readers.pdf_flow import Piece
from parser.readers.pdf_shapes import Line, PageLayout, ScannedWord


def emit(pieces: list[Piece], pages: list[PageLayout], source: Source, findings: tuple[Finding, ...] = ()) -> Reading:
    """Lay the paragraphs' lines end to end. Raises UnreadableFile (no_text)."""
    scans = {page.number: page for page in pages if page.scan is not None}
    texts: list[str] = []
    paragraphs: list[Paragraph] = []
    boxes: list[Box] = []
    at = 0
    for piece in pieces:
        text = ""
        for line in piece.lines:
            text = join(text, line.text) if text else line.text
            start = at + len(text) - len(line.text)
            page = scans.get(line.page)
            if page is None:
                boxes.append(Box(start, at + len(text), line.page, line.x0, line.top, line.x1, line.bottom))
            else:
                boxes += _scanned_boxes(line, start, page)
        end = at + len(text)
        bold: bool | None = all(line.bold for line in piece.lines)
        italic: bool | None = all(line.italic for line in piece.lines)
        if all(line.page in scans for line in piece.lines):
            bold = italic = None  # recognition does not tell them
        paragraphs.append(Paragraph(at, end, piece.cell, bold, italic, piece.align, piece.role))
        texts.append(text)
        at = end + 1
    text = "\n".join(texts)
    if not text:
        raise UnreadableFile("no_text", file=source.name)
    return Reading(text, tuple(paragraphs), source, _page_spans(boxes, len(pages), len(text)), tuple(boxes), findings)


def _scanned_boxes(line: Line, start: int, page: PageLayout) -> Iterator[Box]:
    """A box for each word of a recognised line, as it lies on the page; one for the line where words were joined."""
    scan = page.scan
    assert scan is not None
    own = [w for w in scan.words if line.x0 - 1 <= w.x0 and w.x1 <= line.x1 + 1 and w.y0 < line.y and w.y1 > line.top]
    own = [word for word in own if word.y0 < line.y - 0.1 * line.size and word.y1 < line.y + 0.7 * line.size]
    own.sort(key=lambda word: word.x0)
    if " ".join(word.text for word in own) != line.text:
        own = [ScannedWord(line.text, line.x0, line.top, line.x1, line.bottom, scan.confidence)]
    for word in own:
        yield Box(start, start + len(word.text), line.page, *_laid_back(word, page, scan.askew))
        start += len(word.text) + 1


def _laid_back(word: ScannedWord, page: PageLayout, degrees: float) -> tuple[float, float, float, float]:
    """The word's box before the page was set straight."""
    sin, cos = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    x, y = (word.x0 + word.x1 - page.width) / 2, (word.y0 + word.y1 - page.height) / 2
    shift_x = x * cos + y * sin - x
    shift_y = -x * sin + y * cos - y
    return word.x0 + shift_x, word.y0 + shift_y, word.x1 + shift_x, word.y1 + shift_y


def _page_spans(boxes: list[Box], count: int, length: int) -> tuple[Page, ...]:
    """Where each page begins: at its first line that no later page precedes."""
    starts: dict[int, int] = {}
    reached = 0
    for box in boxes:
        if box.page > reached:
            starts[box.page] = box.start
            reached = box.page
    spans: list[Page] = []
    end = length
    for number in range(count, 0, -1):
        start = 0 if number == 1 else min(starts.get(number, end), end)
        spans.append(Page(number, start, end))
        end = start
    return tuple(reversed(spans))
