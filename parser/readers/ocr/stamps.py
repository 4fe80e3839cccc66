"""Stamps on a page: boxes of incoming mail kept out of the text, red marks of urgency and secrecy read upright."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.knowledge import load
from parser.folding import fold
from parser.readers.ocr import picture, regions
from parser.readers.ocr.engine import Word
from parser.readers.ocr.picture import Colours, Gray, Seal
from parser.readers.ocr.regions import Shapes

_FRAME = (0.9, 3.4), (0.33, 1.5)  # inches: width and height of the box that an office stamps on what comes in
_FRAME_FILL = 0.25
_TOP = 0.55  # of the page: such boxes stand in its upper part
_MARK_SIZE = (0.4, 3.2), (0.2, 1.6)  # inches: a stamped mark, also one set aslant


@dataclass(frozen=True, slots=True)
class Lifted:
    """A part of the page that is read by itself: its picture and its box on the page in pixels."""

    gray: Gray
    x0: int
    y0: int
    x1: int
    y1: int


def lift_frames(gray: Gray, shapes: Shapes, dpi: int) -> tuple[Gray, list[Lifted]]:
    """Take what stands inside stamped boxes out of the picture, to be read apart."""
    unit = dpi / shapes.step
    x0, y0, x1, y1 = shapes.boxes.T
    wide, high = (x1 - x0) / unit, (y1 - y0) / unit
    likely = (wide > _FRAME[0][0]) & (wide < _FRAME[0][1]) & (high > _FRAME[1][0]) & (high < _FRAME[1][1])
    likely &= (y0 + y1) / 2 < _TOP * shapes.labels.shape[0]
    lifted: list[Lifted] = []
    for index in np.flatnonzero(likely).tolist():
        box = shapes.boxes[index]
        mask = shapes.labels[box[1] : box[3], box[0] : box[2]] == index + 1
        if mask.mean() > _FRAME_FILL or not _is_frame(mask):
            continue
        inside = (x0 >= box[0]) & (y0 >= box[1]) & (x1 <= box[2]) & (y1 <= box[3])
        inside[index] = False
        if inside.sum() < 6:
            continue
        gray, part = _lift(gray, shapes, np.flatnonzero(inside), box)
        lifted.append(part)
        if not _touches_text(shapes, box):
            gray = regions.erase(gray, shapes, np.array([index]))
    return gray, lifted


def _is_frame(mask: NDArray[np.bool_]) -> bool:
    """Whether long strokes run along at least two of the four sides."""
    band_y, band_x = max(mask.shape[0] // 4, 2), max(mask.shape[1] // 8, 2)
    sides = (
        mask[:band_y].any(0).mean(),
        mask[-band_y:].any(0).mean(),
        mask[:, :band_x].any(1).mean(),
        mask[:, -band_x:].any(1).mean(),
    )
    return sum(float(side) > 0.55 for side in sides) >= 2


def _touches_text(shapes: Shapes, box: NDArray[Any]) -> bool:
    """Whether letters of the paper's own stand right beside the box: then its strokes may be part of them."""
    x0, y0, x1, y1 = shapes.boxes.T
    height = y1 - y0
    beside = (x0 >= box[2]) & (x0 < box[2] + 12) & (y0 >= box[1]) & (y1 <= box[3]) & (height > 4)
    return bool(beside.sum() >= 1)


def _lift(gray: Gray, shapes: Shapes, chosen: NDArray[Any], box: NDArray[Any]) -> tuple[Gray, Lifted]:
    step = shapes.step
    x0, y0, x1, y1 = (int(side) * step for side in box)
    rest = regions.erase(gray, shapes, chosen)
    part = gray[y0:y1, x0:x1].copy()
    part[rest[y0:y1, x0:x1] == part] = 255  # what stays on the page is not lifted
    return rest, Lifted(part, x0, y0, x1, y1)


def red_marks(colours: Colours, seals: Sequence[Seal], dpi: int) -> list[Lifted]:
    """Red stamps that may hold a mark of urgency or secrecy, set upright."""
    marks: list[Lifted] = []
    for seal in seals:
        wide, high = (seal.x1 - seal.x0) / dpi, (seal.y1 - seal.y0) / dpi
        if seal.y1 > _TOP * colours.shape[0]:
            continue  # the seal of the body, over its signature
        if not (_MARK_SIZE[0][0] < wide < _MARK_SIZE[0][1] and _MARK_SIZE[1][0] < high < _MARK_SIZE[1][1]):
            continue
        part = colours[seal.y0 : seal.y1, seal.x0 : seal.x1].astype(np.int16)
        red = part[..., 0] - np.maximum(part[..., 1], part[..., 2])
        gray = np.clip(255 - 3 * np.maximum(red - 15, 0), 0, 255).astype(np.uint8)
        ys, xs = np.nonzero(gray < 128)
        if len(ys) < 100:
            continue
        angle = picture.sharpest(ys, xs, np.arange(-45.0, 45.1, 1.0))
        marks.append(Lifted(_unframed(_upright(gray, angle), dpi), seal.x0, seal.y0, seal.x1, seal.y1))
    return marks


def _upright(gray: Gray, angle: float) -> Gray:
    from PIL import Image

    turned = Image.fromarray(gray).rotate(-angle, Image.Resampling.BILINEAR, expand=True, fillcolor=255)
    return np.asarray(turned)


def _unframed(gray: Gray, dpi: int) -> Gray:
    """The mark without the box or arrow drawn around it."""
    shapes = regions.find_shapes(gray, 128, dpi)
    unit = dpi / shapes.step
    x0, y0, x1, y1 = shapes.boxes.T
    return regions.erase(gray, shapes, np.flatnonzero((x1 - x0 > 0.6 * unit) & (y1 - y0 > 0.25 * unit)))


def incoming(words: Sequence[Word]) -> bool:
    """Whether the words are those of a stamp for incoming mail ("ĐẾN", "Số:", "Ngày:", "Chuyển:")."""
    cues = load("ocr")["incoming"]
    text = fold(" ".join(word.text for word in words))
    return bool(sum(cue in text for cue in cues["words"]) >= cues["least"])


def mark_in(words: Sequence[Word]) -> str | None:
    """The mark of urgency or secrecy that a red stamp says, in its official spelling."""
    text = f" {fold(' '.join(word.text for word in words))} "
    for mark in load("ocr")["marks"]["words"]:
        if f" {fold(mark)} " in text:
            return str(mark)
    return None
