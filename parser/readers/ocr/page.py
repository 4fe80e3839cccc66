"""One page's picture → its words with places in points: clean, straighten, cut into regions, read, map back."""

from __future__ import annotations

from bisect import bisect_right
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from parser.readers.ocr import engine, picture, regions, rules, sifting, stamps
from parser.readers.ocr.engine import EngineFailure, Word
from parser.readers.ocr.picture import Colours, Gray, Seal
from parser.readers.ocr.regions import Region, Shapes
from parser.readers.ocr.unread import Box, lone_labels, passed_over
from parser.readers.pdf_shapes import Grid

DPI = 200  # measured: finer pictures take half as long again and are read no better
_MODE = 4  # one column of lines of various sizes: what a page is once its columns are cut
_MANY_SHAPES = 150  # letters on a page that is worth a second look when next to nothing was read
_DOUBT = 65.0
_CELL_MODE = 6  # one block: finds the lone figures of number columns


@dataclass(slots=True)
class PageWords:
    """What was read on a page, in points from its top left corner as set upright; `regions` has each word's region,
    `unread` what has the size of letters and was not read."""

    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    regions: list[int] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    cells: dict[int, tuple[int, int]] = field(default_factory=dict)
    bands: list[tuple[float, float, float]] = field(default_factory=list)
    unread: list[Box] = field(default_factory=list)
    askew: float = 0.0
    mark: str | None = None
    shapes: int = 0
    failed: bool = False
    blank: bool = False


@dataclass(slots=True)
class _Sheet:
    """A page made ready: its grey picture, what was lifted from it, and the shapes of its ink."""

    gray: Gray
    shapes: Shapes
    askew: float
    grids: list[Grid]
    lifted: list[stamps.Lifted]
    marks: list[stamps.Lifted]


def read_page(colours: Colours, dpi: int = DPI, scale: float | None = None) -> PageWords:
    """Read the picture of a page, also one on its side or its head.

    `scale` is points per pixel where these differ from what `dpi` says.
    """
    if picture.is_sideways(colours):
        colours = np.ascontiguousarray(np.rot90(colours))
    result = _read_as_it_lies(colours, dpi, scale)
    if result.failed or _is_sound(result):
        return result
    turned = _read_as_it_lies(np.ascontiguousarray(np.rot90(colours, 2)), dpi, scale)
    return turned if sifting.confidence(turned.words) > sifting.confidence(result.words) else result


def _is_sound(result: PageWords) -> bool:
    """Whether the page was read the right way up: else next to nothing is read, and that with doubt."""
    if result.blank or not result.words:
        return result.shapes < _MANY_SHAPES
    return sifting.confidence(result.words) > _DOUBT and result.shapes < _MANY_SHAPES + 12 * len(result.words)


def _read_as_it_lies(colours: Colours, dpi: int, scale: float | None) -> PageWords:
    sheet = _prepare(colours, dpi)
    height, width = sheet.gray.shape
    scale = scale or 72 / dpi
    result = PageWords(width * scale, height * scale, askew=sheet.askew)
    result.shapes = regions.letters_among(sheet.shapes, dpi)
    pieces = regions.pieces(sheet.shapes, dpi)
    if not pieces and not sheet.marks:
        result.blank = True
        return result
    parts = regions.page_regions(pieces, sheet.grids, (height, width), dpi)
    parts = [part for part in parts if part.cell < 0 or regions.has_ink(sheet.shapes, part)]
    result.grids, result.cells = _numbered(sheet.grids, parts, scale * dpi / 72)
    strips = [sheet.gray[part.y0 : part.y1, part.x0 : part.x1] for part in parts]
    strips += [lifted.gray for lifted in (*sheet.lifted, *sheet.marks)]
    try:
        by_strip = _read_strips(strips, [number in result.cells for number in range(len(strips))], dpi)
    except EngineFailure:
        result.failed = True
        return result
    with suppress(EngineFailure):  # what was read at first is kept
        lone_labels(sheet.gray, sheet.shapes, parts, by_strip, dpi)
    parts += [Region(lifted.x0, lifted.y0, lifted.x1, lifted.y1) for lifted in sheet.lifted]
    for number, part in enumerate(parts):
        if number >= len(parts) - len(sheet.lifted) and stamps.incoming(by_strip[number]):
            continue
        placed = [_placed(word, part, scale) for word in sifting.sift(by_strip[number])]
        result.words += placed
        result.regions += [number] * len(placed)
    boxes = [(word.x0 / scale, word.y0 / scale, word.x1 / scale, word.y1 / scale) for word in result.words]
    result.unread = [
        (x0 * scale, y0 * scale, x1 * scale, y1 * scale)
        for x0, y0, x1, y1 in passed_over(sheet.shapes, boxes, dpi).tolist()
    ]
    for words in by_strip[len(parts) :]:
        result.mark = result.mark or stamps.mark_in(words)
    result.bands = [
        (left.y0 * scale, left.y1 * scale, right.x0 * scale)
        for left, right in pairwise(parts[: len(parts) - len(sheet.lifted)])
        if right.x0 and left.cell < 0 and right.cell < 0
    ]
    return result


def _numbered(grids: list[Grid], parts: list[Region], scale: float) -> tuple[list[Grid], dict[int, tuple[int, int]]]:
    """The tables in points of the page, and for each region that is a cell its table and number there."""
    scaled = [
        Grid(
            [replace(c, x0=c.x0 * scale, y0=c.y0 * scale, x1=c.x1 * scale, y1=c.y1 * scale) for c in grid.cells],
            [[] for _ in grid.cells],
        )
        for grid in grids
    ]
    places = [(g, c) for g, grid in enumerate(grids) for c in range(len(grid.cells))]
    return scaled, {number: places[part.cell] for number, part in enumerate(parts) if part.cell >= 0}


def _prepare(colours: Colours, dpi: int) -> _Sheet:
    seals: list[Seal]
    gray, seals = picture.to_gray(colours, dpi)
    marks = stamps.red_marks(colours, seals, dpi) if seals else []
    gray = picture.quiet(picture.even_light(gray, dpi))
    limit = picture.threshold(gray)
    if picture.has_dark_edge(gray, limit):
        gray = regions.drop_borders(gray, regions.find_shapes(gray, limit, dpi), dpi)
    askew = picture.skew(gray, limit, dpi)
    if abs(askew) > picture.LEAST_SKEW:
        gray = picture.rotate(gray, askew, limit)
    else:
        askew = 0.0
    grids, gray = rules.find_tables(gray, limit, dpi)
    shapes = regions.find_shapes(gray, limit, dpi)
    rest, lifted = stamps.lift_frames(gray, shapes, dpi)
    rest = regions.drop_strokes(rest, shapes, dpi)
    if rest is not gray:
        gray, shapes = rest, regions.find_shapes(rest, limit, dpi)
    return _Sheet(gray, shapes, askew, grids, lifted, marks)


def _read_strips(strips: list[Gray], is_cell: list[bool], dpi: int) -> list[list[Word]]:
    """The words of each strip, at their places in it; cells are read apart, in the way that finds lone figures."""
    found: list[list[Word]] = [[] for _ in strips]
    lines = 0
    for cells, mode in ((False, _MODE), (True, _CELL_MODE)):
        chosen = [number for number, cell in enumerate(is_cell) if cell is cells]
        if not chosen:
            continue
        stacked, starts = regions.stack([strips[number] for number in chosen], dpi // 5)
        words = engine.recognise(stacked, dpi, mode)
        for word in words:
            at = max(bisect_right(starts, (word.y0 + word.y1) / 2) - 1, 0)
            up = starts[at]
            found[chosen[at]].append(
                replace(word, y0=word.y0 - up, y1=word.y1 - up, baseline=word.baseline - up, line=word.line + lines)
            )
        lines += 1 + max((word.line for word in words), default=0)
    return found


def _placed(word: Word, part: Region, scale: float) -> Word:
    """The word at its place on the page."""
    right, down = part.x0, part.y0
    return replace(
        word,
        x0=(word.x0 + right) * scale,
        y0=(word.y0 + down) * scale,
        x1=(word.x1 + right) * scale,
        y1=(word.y1 + down) * scale,
        baseline=(word.baseline + down) * scale,
        size=word.size * scale,
    )
