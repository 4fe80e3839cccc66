"""Ruled tables in a picture: long level and upright strokes, the grid they draw, and the picture without them."""

from __future__ import annotations

from typing import Any

import numpy as np

from parser.readers.ocr.picture import Gray, Mask, darkest
from parser.readers.pdf_rules import add_edge, grids_of
from parser.readers.pdf_shapes import Grid

_LEVEL, _UPRIGHT = 0.5, 0.28  # inches: shorter strokes are letters or underlines
_ONE_LINE = 0.17  # inches: an upright this long parts the cells of a row of one line, if it ends at rules
_THICK = 0.05  # inches at most
_POINTS = 72


def find_tables(gray: Gray, limit: int, dpi: int) -> tuple[list[Grid], Gray]:
    """The ruled tables of an upright page, in points, and the picture without their rules."""
    step = max(dpi // 100, 1)
    dark = darkest(gray, step) < limit
    unit = dpi / step
    level = _strokes(dark, round(_LEVEL * unit), axis=1)
    upright = _strokes(dark, round(_ONE_LINE * unit), axis=0)
    edges: list[dict[str, Any]] = []
    points = _POINTS / unit
    kept = np.zeros(dark.shape, bool)
    for mask, axis in ((level, 1), (upright, 0)):
        for rows, columns in _boxes(mask):
            high, wide = rows.stop - rows.start, columns.stop - columns.start
            thick, long = (high, wide) if axis else (wide, high)
            if thick > max(_THICK * unit, 0.02 * long):
                continue
            if not axis and long < _UPRIGHT * unit and not _ends_at_rules(level, rows, columns):
                continue
            kept[rows, columns] |= mask[rows, columns]
            x, y = (columns.start + columns.stop) / 2, (rows.start + rows.stop) / 2
            if axis:
                add_edge(edges, columns.start * points, y * points, columns.stop * points, y * points)
            else:
                add_edge(edges, x * points, rows.start * points, x * points, rows.stop * points)
    grids = grids_of(edges)
    if not grids:
        return [], gray
    for grid in grids:
        grid.lines = [[] for _ in grid.cells]
    return grids, _without(gray, kept, step)


def _ends_at_rules(level: Mask, rows: slice, columns: slice) -> bool:
    """Whether an upright stroke stands between two level ones, as no letter does."""
    slack = 2
    return all(bool(level[max(end - slack, 0) : end + slack + 1, columns].any()) for end in (rows.start, rows.stop - 1))


def _strokes(dark: Mask, length: int, axis: int) -> Mask:
    """Runs of ink of at least `length` along `axis`; a stroke that is a pixel askew still counts as one."""
    ink = dark if axis else np.ascontiguousarray(dark.T)
    thick = ink.copy()
    thick[1:] |= ink[:-1]
    thick[:-1] |= ink[1:]
    kept = _every(thick, length)
    rows = np.flatnonzero(kept.any(axis=1))
    strokes = np.zeros_like(ink)
    starts = np.zeros((len(rows), ink.shape[1] + 1), np.int32)  # each start opens a run, and ends it `length` on
    starts[:, : kept.shape[1]] += kept[rows]
    starts[:, length : length + kept.shape[1]] -= kept[rows]
    strokes[rows] = starts[:, :-1].cumsum(axis=1) > 0
    return strokes if axis else strokes.T


def _every(ink: Mask, length: int) -> Mask:
    """Where runs of `length` set cells begin in each row: by doubling, which is far quicker than a filter."""
    reached, width = ink, 1
    while width < length:
        step = min(width, length - width)
        reached = reached[:, : reached.shape[1] - step] & reached[:, step:]
        width += step
    return reached


def _boxes(mask: Mask) -> list[tuple[slice, slice]]:
    from scipy import ndimage

    labels, _ = ndimage.label(mask)
    return list(ndimage.find_objects(labels))


def _without(gray: Gray, strokes: Mask, step: int) -> Gray:
    cleaned = gray.copy()
    full = strokes.repeat(step, 0).repeat(step, 1)
    cleaned[: full.shape[0], : full.shape[1]][full] = 255
    return cleaned
