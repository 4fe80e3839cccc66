"""Where the text of a page stands: pieces of lines, two-column blocks and ruled cells, cut apart before reading.

Tesseract reads a letterhead straight across both of its columns, and its lines break where the columns are not
level. So the columns are found first, in the picture, by the very code that finds them among a PDF's letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parser.readers.ocr.picture import Gray, darkest
from parser.readers.pdf_columns import split_columns
from parser.readers.pdf_flow import page_frames
from parser.readers.pdf_lines import build_rows
from parser.readers.pdf_shapes import Band, Grid, Line, PageLayout, Run

_LETTER: tuple[float, float] = (0.028, 0.36)  # inches: heights of letters, smallest and largest
_WIDEST = 2.5  # inches: letters that touch one another
_EM = 1.4  # times the middle height of letters: the letter size
_GAP = 0.75  # of the letter size: a wider gap parts two pieces of a line
_BORDER = 0.5  # inches: dark shapes of this size at the edge of the picture are the scanner's lid
_STROKE, _STROKE_FILL = (0.45, 0.25), 0.16  # inches at least, and share of ink at most
_LETTERHEAD = 0.4  # of the page's height
_ROW_GAP = 1.45  # of the letter size: more between two lines is a row of its own
_CLEAR = 3.0  # of the letter size: a gap that parts columns even in a single line
_POINTS = 72


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle that is read by itself, in pixels of the page's picture; `cell` numbers a ruled cell, or is -1."""

    x0: int
    y0: int
    x1: int
    y1: int
    cell: int = -1


@dataclass(frozen=True, slots=True)
class Shapes:
    """Connected shapes of ink: their labels in the small picture and their boxes there (x0, y0, x1, y1)."""

    labels: NDArray[np.int32]
    boxes: NDArray[np.int32]
    step: int


def find_shapes(gray: Gray, limit: int, dpi: int) -> Shapes:
    """Connected shapes of ink at half the resolution, which is enough to see where letters stand."""
    from scipy import ndimage

    step = max(dpi // 100, 1)
    labels, _ = ndimage.label(darkest(gray, step) < limit, np.ones((3, 3)))
    slices = ndimage.find_objects(labels)
    boxes = np.array([(s[1].start, s[0].start, s[1].stop, s[0].stop) for s in slices], np.int32).reshape(-1, 4)
    return Shapes(labels, boxes, step)


def drop_borders(gray: Gray, shapes: Shapes, dpi: int) -> Gray:
    """White out dark shapes at the edge: the lid of the scanner, the table under a photographed sheet."""
    height, width = shapes.labels.shape
    x0, y0, x1, y1 = shapes.boxes.T
    at_edge = (x0 <= 2) | (y0 <= 2) | (x1 >= width - 2) | (y1 >= height - 2)
    large = np.maximum(x1 - x0, y1 - y0) > _BORDER * dpi / shapes.step
    return erase(gray, shapes, np.flatnonzero(at_edge & large))


def drop_strokes(gray: Gray, shapes: Shapes, dpi: int) -> Gray:
    """White out wide thin shapes that are no lines of writing: strokes of a signature, pieces of a seal's rim."""
    unit = dpi / shapes.step
    x0, y0, x1, y1 = shapes.boxes.T
    likely = (np.maximum(x1 - x0, y1 - y0) > _STROKE[0] * unit) & (np.minimum(x1 - x0, y1 - y0) > _STROKE[1] * unit)
    doomed = []
    for index in np.flatnonzero(likely).tolist():
        mask = shapes.labels[y0[index] : y1[index], x0[index] : x1[index]] == index + 1
        if mask.mean() < _STROKE_FILL:
            doomed.append(index)
    return erase(gray, shapes, np.array(doomed, int))


def erase(gray: Gray, shapes: Shapes, doomed: NDArray[Any]) -> Gray:
    """A copy of the picture without the shapes numbered in `doomed`."""
    if not len(doomed):
        return gray
    chosen = np.zeros(len(shapes.boxes) + 1, bool)
    chosen[doomed + 1] = True
    gray = gray.copy()
    step = shapes.step
    for x0, y0, x1, y1 in shapes.boxes[doomed]:
        mask = chosen[shapes.labels[y0:y1, x0:x1]]
        part = gray[y0 * step : y1 * step, x0 * step : x1 * step]
        part[mask.repeat(step, 0).repeat(step, 1)[: part.shape[0], : part.shape[1]]] = 255
    return gray


def has_ink(shapes: Shapes, part: Region) -> bool:
    """Whether something larger than a speck stands in the region."""
    x0, y0, x1, y1 = shapes.boxes.T * shapes.step
    inside = (x0 >= part.x0) & (y0 >= part.y0) & (x1 <= part.x1) & (y1 <= part.y1)
    return bool((inside & ((y1 - y0) * (x1 - x0) > 9 * shapes.step**2)).any())


def letters_among(shapes: Shapes, dpi: int) -> int:
    """How many shapes have the size of letters."""
    unit = dpi / shapes.step
    high, wide = shapes.boxes[:, 3] - shapes.boxes[:, 1], shapes.boxes[:, 2] - shapes.boxes[:, 0]
    least, most = (side * unit for side in _LETTER)
    return int(((np.maximum(high, wide) >= 1.5 * least) & (np.maximum(high, wide) <= most)).sum())


def pieces(shapes: Shapes, dpi: int) -> list[Run]:
    """Pieces of text lines (between wide gaps) as runs of nameless letters; places in points of the page."""
    from scipy import ndimage

    unit = dpi / shapes.step
    boxes = shapes.boxes
    heights, widths = boxes[:, 3] - boxes[:, 1], boxes[:, 2] - boxes[:, 0]
    letters = (heights >= _LETTER[0] * unit) & (heights <= _LETTER[1] * unit) & (widths <= _WIDEST * unit)
    if not letters.any():
        return []
    middle = float(np.median(heights[letters & (heights >= 0.06 * unit)])) if (heights >= 0.06 * unit).any() else 8.0
    full = boxes[letters & (heights > 0.55 * middle) & (widths < 12 * heights)]
    if not len(full):
        return []
    rows = shapes.labels.shape[0]
    cores = np.zeros(shapes.labels.shape, bool)
    em = _EM * middle
    reach = max(round(_GAP * em / 2), 1)
    half = max(round(0.28 * middle), 1)
    centers = (full[:, 1] + full[:, 3]) // 2
    for (x0, _, x1, _), y in zip(full.tolist(), centers.tolist(), strict=True):
        cores[max(y - half, 0) : y + half + 1, max(x0 - reach, 0) : x1 + reach] = True
    labels, count = ndimage.label(cores)
    owner = labels[np.minimum(centers, rows - 1), (full[:, 0] + full[:, 2]) // 2]
    points = _POINTS / unit
    runs: list[Run] = []
    for number in range(1, count + 1):
        own = full[owner == number]
        if len(own) < 3:
            continue  # specks, dashes, fragments of a seal: they tell nothing of columns
        baseline = float(np.median(own[:, 3]))
        if np.mean(np.abs(own[:, 3] - baseline) <= 0.12 * em) < 0.5:
            continue  # no line of letters: a seal's rim, a hand's strokes
        x0, x1 = float(own[:, 0].min()), float(own[:, 2].max())
        at = 10 * len(runs)
        runs.append(
            Run(
                baseline * points, x0 * points, x1 * points, em * points, "X" * len(own), at, at,
                False, False, False, False, -1, False,
            )
        )  # fmt: skip
    return runs


def page_regions(runs: list[Run], grids: Sequence[Grid], size: tuple[int, int], dpi: int) -> list[Region]:
    """The regions of the page in reading order: lines and columns between tables, and each cell of these."""
    height, width = size
    points = _POINTS / dpi
    outside = [run for run in runs if not any(_is_inside(run, grid) for grid in grids)]
    layout = PageLayout(1, width * points, height * points, build_rows(outside, 1), [])
    frame = page_frames([layout])[1]
    result: list[Region] = []
    start, cell = 0.0, 0
    for grid in [*grids, None]:
        end = grid.top if grid else layout.height
        rows = [row for row in layout.rows if start <= row[0].y < end]
        if rows or not grids:
            found = [part for block in split_columns(rows, frame) for part in _settled(block)]
            found = divide_letterhead(found, layout.height, frame.left)
            result += regions(found, (round(start / points), round(end / points)), width, dpi)
        if grid:
            for number, box in enumerate(grid.cells, start=cell):
                inner = [round(side / points) for side in (box.x0, box.y0, box.x1, box.y1)]
                result.append(Region(inner[0], inner[1], inner[2], inner[3], number))
            cell += len(grid.cells)
            start = max(box.y1 for box in grid.cells)
    return result


def _is_inside(run: Run, grid: Grid) -> bool:
    cells = grid.cells
    if not grid.top < run.y - 0.3 * run.size < max(cell.y1 for cell in cells):
        return False
    return min(cell.x0 for cell in cells) < (run.x0 + run.x1) / 2 < max(cell.x1 for cell in cells)


def _settled(block: Line | Band) -> list[Line | Band]:
    """A band as it is, without what reaches over its gutter at its end; a line that only looked like one."""
    if isinstance(block, Line):
        return [block]
    after: list[Line | Band] = []
    while block.left and block.right and max(x.x1 for x in block.left) > min(x.x0 for x in block.right):
        column = max(block.left, block.right, key=lambda column: column[-1].y)
        after.insert(0, column.pop())
    if not (block.left and block.right):
        return [*block.left, *block.right, *after]
    pairs = [(a, b) for a in block.left for b in block.right if abs(a.y - b.y) < 0.8 * a.size]
    lines = block.left + block.right
    # colons and dashes leave wide spaces here: one line with a space makes no columns
    if len(pairs) >= 2 or not pairs or pairs[0][1].x0 - pairs[0][0].x1 > _CLEAR * lines[0].size:
        return [block, *after]
    return [*sorted(lines, key=lambda line: line.y), *after]


def divide_letterhead(found: list[Line | Band], height: float, left: float) -> list[Line | Band]:
    """Cut the band at the top between issuer and motto above, number and date below: two rows of one table.

    What begins at the margin `left` after a gap below the date is no longer in its column: "Kính gửi:" and the text.
    """
    for at, block in enumerate(found):
        if isinstance(block, Band):
            inside = max(line.y for line in block.left + block.right) < _LETTERHEAD * height
            after = _take_tail(block, left) if inside else []
            return [*found[:at], *(_divided(block) if inside else [block]), *after, *found[at + 1 :]]
    return found


def _take_tail(band: Band, left: float) -> list[Line | Band]:
    floor = max(line.y for line in band.right)
    for at, (above, line) in enumerate(pairwise(band.left), start=1):
        if line.top > floor and line.y - above.y > _ROW_GAP * line.size and abs(line.x0 - left) < 0.6 * line.size:
            tail = band.left[at:]
            del band.left[at:]
            return list(tail)
    return []


def _divided(band: Band) -> list[Line | Band]:
    best: tuple[float, int, int] | None = None
    for i, (above_left, left) in enumerate(pairwise(band.left), start=1):
        for k, (above_right, right) in enumerate(pairwise(band.right), start=1):
            floor, ceiling = max(above_left.y, above_right.y), min(left.top, right.top)
            gap = min(left.y - above_left.y, right.y - above_right.y) / left.size
            if ceiling > floor - 0.1 * left.size and gap > _ROW_GAP and (best is None or gap > best[0]):
                best = gap, i, k
    if best is None:
        return [band]
    _, i, k = best
    return [Band(band.left[:i], band.right[:k]), Band(band.left[i:], band.right[k:])]


def regions(found: list[Line | Band], span: tuple[int, int], width: int, dpi: int) -> list[Region]:
    """Cut the part `span` of the page at its bands: one region for lines between bands, two for a band."""
    scale = dpi / _POINTS
    cuts: list[tuple[float, float, Band | None]] = []
    for block in found:
        if isinstance(block, Band):
            lines = block.left + block.right
            cuts.append((min(line.top for line in lines), max(line.bottom for line in lines), block))
        elif cuts and cuts[-1][2] is None:
            cuts[-1] = (min(block.top, cuts[-1][0]), max(block.bottom, cuts[-1][1]), None)
        else:
            cuts.append((block.top, block.bottom, None))
    result: list[Region] = []
    start, last = span
    for at, (_, bottom, band) in enumerate(cuts):
        end = last if at + 1 == len(cuts) else round((bottom + cuts[at + 1][0]) / 2 * scale)
        if band is None:
            result.append(Region(0, start, width, end))
        else:
            middle = round((max(x.x1 for x in band.left) + min(x.x0 for x in band.right)) / 2 * scale)
            result += [Region(0, start, middle, end), Region(middle, start, width, end)]
        start = end
    return result or [Region(0, span[0], width, last)]


def stack(strips: Sequence[Gray], margin: int) -> tuple[Gray, list[int]]:
    """The strips one under the other as one picture, and the row at which each begins."""
    if len(strips) == 1:
        return np.ascontiguousarray(strips[0]), [0]
    starts: list[int] = []
    at = 0
    for strip in strips:
        starts.append(at)
        at += strip.shape[0] + margin
    sheet = np.full((at, max(strip.shape[1] for strip in strips)), 255, np.uint8)
    for strip, start in zip(strips, starts, strict=True):
        sheet[start : start + strip.shape[0], : strip.shape[1]] = strip
    return sheet, starts
