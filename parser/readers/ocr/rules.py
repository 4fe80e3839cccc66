"""Ruled tables in a picture: long level and upright strokes, the grid they draw, and the picture without them."""

from __future__ import annotations

from typing import Any

import numpy as np

from parser.readers.ocr.picture import Gray, Mask, darkest
from parser.readers.pdf_rules import add_edge, grids_of
from parser.readers.pdf_shapes import Grid

_LEVEL, _UPRIGHT = 0.5, 0.28  # inches: shorter strokes are letters or underlines
_THICK = 0.05  # inches at most
_POINTS = 72


def find_tables(gray: Gray, limit: int, dpi: int) -> tuple[list[Grid], Gray]:
    """The ruled tables of an upright page, in points, and the picture without their rules."""
    step = max(dpi // 100, 1)
    dark = darkest(gray, step) < limit
    unit = dpi / step
    level = _strokes(dark, round(_LEVEL * unit), axis=1)
    upright = _strokes(dark, round(_UPRIGHT * unit), axis=0)
    edges: list[dict[str, Any]] = []
    points = _POINTS / unit
    kept = np.zeros(dark.shape, bool)
    for mask, axis in ((level, 1), (upright, 0)):
        for rows, columns in _boxes(mask):
            high, wide = rows.stop - rows.start, columns.stop - columns.start
            thick, long = (high, wide) if axis else (wide, high)
            if thick > max(_THICK * unit, 0.02 * long):
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


def _strokes(dark: Mask, length: int, axis: int) -> Mask:
    """Runs of ink of at least `length` along `axis`; a stroke that is a pixel askew still counts as one."""
    from scipy import ndimage

    thick = ndimage.maximum_filter1d(dark.view(np.uint8), 3, axis=1 - axis)
    kept = ndimage.minimum_filter1d(thick, length, axis=axis)
    return np.asarray(ndimage.maximum_filter1d(kept, length, axis=axis)).astype(bool)


def _boxes(mask: Mask) -> list[tuple[slice, slice]]:
    from scipy import ndimage

    labels, _ = ndimage.label(mask)
    return list(ndimage.find_objects(labels))


def _without(gray: Gray, strokes: Mask, step: int) -> Gray:
    cleaned = gray.copy()
    full = strokes.repeat(step, 0).repeat(step, 1)
    cleaned[: full.shape[0], : full.shape[1]][full] = 255
    return cleaned
