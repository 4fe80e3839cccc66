"""Ink that recognition passed over: numbers written by hand, and labels that stand alone on their line.

Tesseract takes a lone figure between paragraphs for a speck. It is looked at again, and taken over only if it is a
label: whatever else was passed over may be a signature or a seal.
"""

from __future__ import annotations

import re
import statistics
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parser.readers.ocr import engine, regions
from parser.readers.ocr.engine import Word
from parser.readers.ocr.picture import Gray
from parser.readers.ocr.regions import Region, Shapes

Box = tuple[float, float, float, float]
_HIGH, _WIDE = (0.06, 0.45), 1.2  # inches: letters and figures, also such as are written by hand
_AROUND = 3  # pixels about a word that are still its own
_LINES = 6  # fewer show no margin
_MOST = 6  # labels on a page; more is no text
_SPECKS = 300  # shapes at the margin; more is a picture or a dirty sheet
_LABEL = re.compile(r"\d{1,2}[.)]?|[IVX]{1,5}\.?")
_LETTERS = "0123456789IVX.)"
_SURE = 70.0
_MODE = 6


def passed_over(shapes: Shapes, words: Iterable[Box], dpi: int) -> NDArray[Any]:
    """Boxes in pixels of the shapes of the size of letters that no word covers."""
    step = shapes.step
    covered = np.zeros(shapes.labels.shape, bool)
    for x0, y0, x1, y1 in words:
        rows = slice(max(int(y0 - _AROUND) // step, 0), int(y1 + _AROUND) // step + 1)
        covered[rows, max(int(x0 - _AROUND) // step, 0) : int(x1 + _AROUND) // step + 1] = True
    boxes = shapes.boxes
    high, wide = (boxes[:, 3] - boxes[:, 1]) * step / dpi, (boxes[:, 2] - boxes[:, 0]) * step / dpi
    letters = boxes[(high >= _HIGH[0]) & (high <= _HIGH[1]) & (wide <= _WIDE)]
    free = ~covered[(letters[:, 1] + letters[:, 3]) // 2, (letters[:, 0] + letters[:, 2]) // 2]
    return np.asarray(letters[free] * step)


def lone_labels(gray: Gray, shapes: Shapes, parts: Sequence[Region], found: Sequence[list[Word]], dpi: int) -> None:
    """Add to the words `found` in each of the parts the labels that stand alone at their margin and were not read.

    `found` may go on behind the parts, with strips that were read along; new lines are numbered after theirs.
    """
    boxes = [
        (word.x0 + part.x0, word.y0 + part.y0, word.x1 + part.x0, word.y1 + part.y0)
        for part, words in zip(parts, found, strict=False)
        for word in words
    ]
    free = passed_over(shapes, boxes, dpi)
    groups = [
        (number, group)
        for number, (part, words) in enumerate(zip(parts, found, strict=False))
        if part.cell < 0
        for group in _at_margin(free, part, words)
    ]
    if not groups or len(groups) > _MOST:
        return
    room = dpi // 14
    strips = [gray[max(g[1] - room, 0) : g[3] + room, max(g[0] - room, 0) : g[2] + room] for _, g in groups]
    stacked, starts = regions.stack([np.pad(strip, room, constant_values=255) for strip in strips], room)
    line = max(word.line for words in found for word in words) + 1
    for word in engine.recognise(stacked, dpi, _MODE, _LETTERS):
        if word.confidence < _SURE or not _LABEL.fullmatch(word.text):
            continue
        number, (x0, y0, x1, y1) = groups[max(bisect_right(starts, word.y0) - 1, 0)]
        part = parts[number]
        size = statistics.median(other.size for other in found[number])
        left, top, right, bottom = (float(end) for end in (x0 - part.x0, y0 - part.y0, x1 - part.x0, y1 - part.y0))
        label = replace(word, x0=left, y0=top, x1=right, y1=bottom, baseline=bottom, size=size, line=line)
        found[number].append(label)
        line += 1


def _at_margin(free: NDArray[Any], part: Region, words: list[Word]) -> list[tuple[int, int, int, int]]:
    """Groups of free shapes that can be a label: at the place where other lines begin, with nothing beside them."""
    first: dict[int, float] = {}
    for word in words:
        first[word.line] = min(first.get(word.line, word.x0), word.x0)
    if len(first) < _LINES:
        return []
    size = statistics.median(word.size for word in words)
    starts = np.array(list(first.values())) + part.x0
    inside = free[(free[:, 1] >= part.y0) & (free[:, 3] <= part.y1) & (free[:, 0] >= part.x0) & (free[:, 2] <= part.x1)]
    inside = inside[np.abs(inside[:, :1] - starts).min(axis=1) < 3.5 * size]
    if len(inside) > _SPECKS:
        return []
    levels = np.array([(word.y0, word.y1) for word in words]) + part.y0
    groups: list[list[int]] = []
    for x0, y0, x1, y1 in sorted(inside.tolist()):
        if ((levels[:, 0] < y1) & (levels[:, 1] > y0)).any():
            continue
        near = next((g for g in groups if x0 - g[2] < 0.6 * size and g[1] < y1 and y0 < g[3]), None)
        if near is None:
            groups.append([x0, y0, x1, y1])
        else:
            near[1:] = [min(near[1], y0), max(near[2], x1), max(near[3], y1)]
    return [
        (g[0], g[1], g[2], g[3])
        for g in groups
        if 0.4 * size < g[3] - g[1] < 1.1 * size
        and g[2] - g[0] < 3 * size
        and (np.abs(starts - g[0]) < 0.5 * size).sum() >= 2
    ]
