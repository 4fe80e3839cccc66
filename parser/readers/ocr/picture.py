"""A picture of a page made ready for reading: even light, no red seals, no dark borders, straight lines."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
Colours = NDArray[np.uint8]
Mask = NDArray[np.bool_]

_RED = 45  # how far red stands above green and blue in the ink of seals
_SEAL = 0.4  # inches: a red shape this high and wide is a seal or a stamp, not a line of letters
_STEEPEST = 4.0  # degrees a page is ever laid askew
LEAST_SKEW = 0.12  # degrees: less does not move a line by half a letter over the page
_UNEVEN = 45  # grey levels between the brightest and the darkest paper: a photograph or a fold
_NOISY, _BLUR = 5.0, 1.1  # grey levels of grain from which on a light blur helps, and its radius (both measured)
_PAPER = 170
_GRAINY, _WHITE = 0.5, 225  # grain from which on the paper is made white, and the grey level that is paper there
_SIDEWAYS = 2.0
_DARK = 150  # ceiling for the threshold between ink and paper


@dataclass(frozen=True, slots=True)
class Seal:
    """A red stamp that was taken out: its box in pixels of the page."""

    x0: int
    y0: int
    x1: int
    y1: int


def to_gray(colours: Colours, dpi: int) -> tuple[Gray, list[Seal]]:
    """Grey picture of a page without its red seals and stamps, and where these stood."""
    if colours.ndim == 2:
        return np.ascontiguousarray(colours), []
    red, green, blue = colours[..., 0], colours[..., 1], colours[..., 2]
    gray = _luminance(colours)
    part = red[::4, ::4], np.maximum(green[::4, ::4], blue[::4, ::4])
    if not (part[0] > np.minimum(part[1], 255 - _RED) + np.uint8(_RED)).any():
        return gray, []
    half = colours[::2, ::2]
    mask = half[..., 0] > np.minimum(np.maximum(half[..., 1], half[..., 2]), 255 - _RED) + np.uint8(_RED)
    seals = _seals(mask, dpi)
    for seal in seals:
        box = slice(seal.y0, seal.y1), slice(seal.x0, seal.x1)
        # letters under a seal are dark in red light too; a wider margin takes its faint fringe
        faint = red[box] > np.minimum(np.maximum(green[box], blue[box]), 240) + np.uint8(15)
        bright = red[box].astype(np.float32)
        gray[box] = np.where(faint, np.clip(bright * 1.5 - 20, 0, 255), gray[box]).astype(np.uint8)
    return gray, seals


def _luminance(colours: Colours) -> Gray:
    from PIL import Image

    return np.array(Image.fromarray(colours).convert("L"))


def _seals(mask: Mask, dpi: int) -> list[Seal]:
    """The seals in a mask of half the resolution."""
    from scipy import ndimage

    step = 2 * max(dpi // 100, 1)
    small = shrink(mask, step // 2)
    grown = ndimage.binary_dilation(small, np.ones((3, 3)), iterations=2)
    labels, _ = ndimage.label(grown)
    least = _SEAL * dpi / step
    seals = []
    for rows, columns in ndimage.find_objects(labels):
        if rows.stop - rows.start >= least and columns.stop - columns.start >= least:
            seals.append(Seal(columns.start * step, rows.start * step, columns.stop * step, rows.stop * step))
    return seals


def shrink(mask: Mask, step: int) -> Mask:
    """A smaller mask: a cell is set where any pixel of its block is."""
    height, width = (side // step * step for side in mask.shape)
    blocks = mask[:height, :width].reshape(height // step, step, width // step, step)
    return np.asarray(blocks.any(axis=(1, 3)))


def darkest(gray: Gray, step: int) -> Gray:
    """A smaller picture: each cell has the darkest pixel of its block."""
    height, width = (side // step * step for side in gray.shape)
    rows = gray[:height:step, :width].copy()
    for k in range(1, step):
        np.minimum(rows, gray[k:height:step, :width], out=rows)
    cells = rows[:, ::step].copy()
    for k in range(1, step):
        np.minimum(cells, rows[:, k::step], out=cells)
    return cells


def threshold(gray: Gray) -> int:
    """Otsu's threshold between ink and paper, from every fourth pixel."""
    counts = np.bincount(gray[::2, ::2].ravel(), minlength=256).astype(np.float64)
    levels = np.arange(256)
    below = np.cumsum(counts)
    above = below[-1] - below
    sums = np.cumsum(counts * levels)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    best = int(np.nanargmax(spread)) if np.isfinite(spread).any() else 127
    return min(max(best, 60), _DARK)


def has_dark_edge(gray: Gray, limit: int) -> bool:
    """Whether ink touches an edge of the picture: the scanner's lid, the table under the sheet."""
    edges = gray[:6], gray[-6:], gray[:, :6], gray[:, -6:]
    return any(bool((edge < limit).any()) for edge in edges)


def even_light(gray: Gray, dpi: int) -> Gray:
    """Divide by the paper's brightness where it is uneven (photographs, shadows of a fold); else unchanged."""
    from PIL import Image
    from scipy import ndimage

    step = max(dpi // 12, 4)
    height, width = gray.shape
    image = Image.fromarray(np.ascontiguousarray(gray[1::3, 1::3]))  # enough to see the light by
    cells = np.asarray(image.resize((max(width // step, 1), max(height // step, 1)), Image.Resampling.BOX))
    paper = ndimage.median_filter(ndimage.maximum_filter(cells, 5), 5)
    low, high = np.percentile(paper, (5, 95))
    if high - low < _UNEVEN:
        return gray
    smooth = Image.fromarray(paper).resize((width, height), Image.Resampling.BILINEAR)
    light = np.maximum(np.asarray(smooth).astype(np.float32), 40.0)
    return np.clip(gray.astype(np.float32) * (245.0 / light), 0, 255).astype(np.uint8)


def grain(gray: Gray) -> float:
    """Noise of the paper in grey levels: how far neighbours differ where no ink is near."""
    part = gray[::5].astype(np.int16)
    width = part.shape[1] - 8
    if width < 1:
        return 0.0
    flat = np.ones((part.shape[0], width), bool)
    for shift in range(0, 9, 2):
        flat &= part[:, shift : shift + width] > _PAPER
    if flat.sum() < 500:
        return 0.0
    rough = np.abs(part[:, 4 : 4 + width] - (part[:, 2 : 2 + width] + part[:, 6 : 6 + width]) // 2)
    return float(rough[flat].mean())


def quiet(gray: Gray) -> Gray:
    """A grainy picture with white paper, lightly blurred where the grain is coarse; others do without: it harms them.

    Coarse grain costs letters. Any grain costs time: Tesseract packs and unpacks each line's picture.
    """
    rough = grain(gray)
    if rough < _GRAINY:
        return gray
    if rough >= _NOISY:
        from PIL import Image, ImageFilter

        gray = np.asarray(Image.fromarray(gray).filter(ImageFilter.GaussianBlur(_BLUR)))
    if float(np.median(gray[::4, ::4])) - _WHITE < 5 * rough:
        return gray  # grey paper: only its lighter specks would be made white
    return np.where(gray > _WHITE, np.uint8(255), gray)


def is_sideways(colours: Colours) -> bool:
    """Whether the lines of text run up or down the picture: then its columns of ink are sharper than its rows."""
    gray = colours if colours.ndim == 2 else colours[..., 1]
    cells = darkest(gray, 4)
    ink = cells < threshold(cells)
    high, wide = (side // 20 for side in ink.shape)
    ink = ink[high : ink.shape[0] - high, wide : ink.shape[1] - wide]
    if ink.mean() > 0.5 or ink.size == 0:
        return False
    level, upright = (float((np.diff(ink.mean(axis=axis)) ** 2).sum()) for axis in (1, 0))
    return upright > _SIDEWAYS * level


def skew(gray: Gray, limit: int, dpi: int) -> float:
    """Degrees by which lines of text rise to the right (counter-clockwise)."""
    step = max(dpi // 50, 1)
    cells = darkest(gray, step) < limit
    margin = cells.shape[0] // 40, cells.shape[1] // 40
    ys, xs = np.nonzero(cells[margin[0] : -margin[0] or None, margin[1] : -margin[1] or None])
    if len(ys) < 200:
        return 0.0
    coarse = sharpest(ys, xs, np.arange(-_STEEPEST, _STEEPEST + 0.01, 0.4))
    return sharpest(ys, xs, np.arange(coarse - 0.4, coarse + 0.41, 0.05))


def sharpest(ys: NDArray[Any], xs: NDArray[Any], angles: NDArray[Any]) -> float:
    """The angle at which the ink falls into the sharpest rows; the flattest of equals."""
    best, sharpest = 0.0, -1.0
    for angle in sorted(angles.tolist(), key=abs):
        rows = ys + xs * math.tan(math.radians(angle))
        counts = np.bincount((rows - rows.min()).astype(np.int32)).astype(np.float64)
        edges = float((np.diff(counts) ** 2).sum())
        if edges > sharpest * 1.001:
            best, sharpest = angle, edges
    return best


def rotate(gray: Gray, degrees: float, limit: int) -> Gray:
    """The picture turned clockwise by `degrees` about its middle, same size; margins without ink stay as they are."""
    from PIL import Image

    step = 4
    ink = darkest(gray, step) < limit
    ys, xs = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    if not len(ys):
        return gray
    height, width = gray.shape
    room = round(math.tan(math.radians(abs(degrees))) * max(height, width) / 2) + 4 * step
    top, bottom = max(int(ys[0]) * step - room, 0), min(int(ys[-1]) * step + room, height)
    left, right = max(int(xs[0]) * step - room, 0), min(int(xs[-1]) * step + room, width)
    paper = int(np.median(gray[::8, ::8]))  # an edge between two shades would be taken for ink
    turned = Image.fromarray(gray[top:bottom, left:right]).rotate(
        -degrees, Image.Resampling.BILINEAR, center=(width / 2 - left, height / 2 - top), fillcolor=paper
    )
    result = gray.copy()
    result[top:bottom, left:right] = np.asarray(turned)
    return result
