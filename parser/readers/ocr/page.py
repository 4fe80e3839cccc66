"""One page's picture → its words with places in points: clean, straighten, cut into regions, read, map back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise

from parser.readers.ocr import engine, handwriting, picture, regions, sifting, stamps
from parser.readers.ocr.engine import EngineFailure, Word
from parser.readers.ocr.picture import Colours, Gray, Seal
from parser.readers.ocr.regions import Region, Shapes
from parser.readers.pdf_shapes import Grid

DPI = 200  # measured: finer pictures take half as long again and are read no better
_MODE = 4  # one column of lines of various sizes: what a page is once its columns are cut


@dataclass(slots=True)
class PageWords:
    """What was read on a page, in points from its top left corner as set upright; `regions` has each word's region."""

    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    regions: list[int] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    cells: dict[int, tuple[int, int]] = field(default_factory=dict)
    bands: list[tuple[float, float, float]] = field(default_factory=list)
    askew: float = 0.0
    mark: str | None = None
    blanks: set[str] = field(default_factory=set)
    failed: bool = False
    blank: bool = False


@dataclass(slots=True)
class _Sheet:
    """A page made ready: its grey picture, what was lifted from it, and the shapes of its ink."""

    gray: Gray
    shapes: Shapes
    askew: float
    lifted: list[stamps.Lifted]
    marks: list[stamps.Lifted]


def read_page(colours: Colours, dpi: int = DPI, scale: float | None = None) -> PageWords:
    """Read the picture of a page; `scale` is points per pixel where these differ from what `dpi` says."""
    sheet = _prepare(colours, dpi)
    height, width = sheet.gray.shape
    scale = scale or 72 / dpi
    result = PageWords(width * scale, height * scale, askew=sheet.askew)
    pieces = regions.pieces(sheet.shapes, dpi)
    if not pieces and not sheet.marks:
        result.blank = True
        return result
    blocks = regions.blocks(pieces, width * 72 / dpi, height * 72 / dpi)
    parts = regions.regions(blocks, sheet.gray.shape, dpi)
    strips = [sheet.gray[part.y0 : part.y1, part.x0 : part.x1] for part in parts]
    strips += [lifted.gray for lifted in (*sheet.lifted, *sheet.marks)]
    stacked, starts = regions.stack(strips, dpi // 5)
    try:
        words = engine.recognise(stacked, dpi, _MODE)
    except EngineFailure:
        result.failed = True
        return result
    by_strip: list[list[Word]] = [[] for _ in strips]
    for word in words:
        middle = (word.y0 + word.y1) / 2
        by_strip[max(k for k, start in enumerate(starts) if start <= middle or k == 0)].append(word)
    parts += [Region(lifted.x0, lifted.y0, lifted.x1, lifted.y1) for lifted in sheet.lifted]
    for number, (part, start) in enumerate(zip(parts, starts, strict=False)):
        if number >= len(parts) - len(sheet.lifted) and stamps.incoming(by_strip[number]):
            continue
        placed = [_placed(word, part, start, scale) for word in sifting.sift(by_strip[number])]
        result.words += placed
        result.regions += [number] * len(placed)
    _empty_blanks(result)
    for words in by_strip[len(parts) :]:
        result.mark = result.mark or stamps.mark_in(words)
    result.bands = [
        (left.y0 * scale, left.y1 * scale, right.x0 * scale)
        for left, right in pairwise(parts[: len(parts) - len(sheet.lifted)])
        if right.x0
    ]
    return result


def _empty_blanks(result: PageWords) -> None:
    """Leave out numbers and days written by hand."""
    region_of = {word.line: number for word, number in zip(result.words, result.regions, strict=True)}
    filled = handwriting.take_out(result.words, result.height)
    result.words, result.blanks = filled.words, filled.blanks
    result.regions = [region_of[word.line] for word in filled.words]


def _prepare(colours: Colours, dpi: int) -> _Sheet:
    seals: list[Seal]
    gray, seals = picture.to_gray(colours, dpi)
    marks = stamps.red_marks(colours, seals, dpi) if seals else []
    gray = picture.even_light(gray, dpi)
    limit = picture.threshold(gray)
    gray = regions.drop_borders(gray, regions.find_shapes(gray, limit, dpi), dpi)
    askew = picture.skew(gray, limit, dpi)
    if abs(askew) > picture.LEAST_SKEW:
        gray = picture.rotate(gray, askew)
    else:
        askew = 0.0
    gray = picture.soften(gray)
    shapes = regions.find_shapes(gray, limit, dpi)
    rest, lifted = stamps.lift_frames(gray, shapes, dpi)
    rest = regions.drop_strokes(rest, shapes, dpi)
    if rest is not gray:
        gray, shapes = rest, regions.find_shapes(rest, limit, dpi)
    return _Sheet(gray, shapes, askew, lifted, marks)


def _placed(word: Word, part: Region, start: int, scale: float) -> Word:
    """The word at its place on the page."""
    right, down = part.x0, part.y0 - start
    return replace(
        word,
        x0=(word.x0 + right) * scale,
        y0=(word.y0 + down) * scale,
        x1=(word.x1 + right) * scale,
        y1=(word.y1 + down) * scale,
        baseline=(word.baseline + down) * scale,
        size=word.size * scale,
    )
