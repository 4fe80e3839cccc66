"""PDFium at arm's length: opening a file, preparing its pages, the few calls that run once per letter.

PDFium is not thread-safe, so every use stands inside `LOCK`.
"""

from __future__ import annotations

import ctypes
import math
import threading
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import repeat
from typing import Any, NamedTuple

from corpus.errors import UnreadableFile

LOCK = threading.Lock()
_PASSWORD_ERROR = 4
_LINK, _POPUP, _NOTE = 2, 16, 1
_IMAGE = 3
_WORDED = {3: b"Contents", 20: b"V"}  # free text notes and form fields


class Glyphs(NamedTuple):
    """One page's letters as parallel columns: character, left, right edge, origin (top left coordinates)."""

    text: str
    left: list[float]
    right: list[float]
    x: list[float]
    y: list[float]


@cache
def raw() -> Any:
    """PDFium's own functions (imported late: start-up must stay fast)."""
    import pypdfium2.raw

    return pypdfium2.raw


@cache
def _quick(name: str, *arguments: Any, result: Any = ctypes.c_int) -> Callable[..., int]:
    """The same function without pypdfium2's type checks: called once per letter, they cost more than PDFium."""
    address = ctypes.cast(getattr(raw(), name), ctypes.c_void_p).value
    prototype = ctypes.PYFUNCTYPE(result, *arguments)
    return prototype(address or 0)


@contextmanager
def opened(data: bytes, name: str) -> Iterator[Any]:
    """Yield the PDF as a pypdfium2 document. Raises UnreadableFile (pdf_password, broken_pdf)."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = raw().FPDF_GetLastError() == _PASSWORD_ERROR or "password" in str(error).lower()
        raise UnreadableFile("pdf_password" if locked else "broken_pdf", file=name) from error
    try:
        if len(document) == 0:
            raise UnreadableFile("broken_pdf", file=name)
        yield document
    finally:
        document.close()


class OpenPage:
    """One loaded page, upright and with its annotations turned into ordinary content. Close it after use."""

    def __init__(self, document: Any, index: int) -> None:
        self._pdf = document.raw
        self._index = index
        self._load()
        self._measure()  # now: flattening makes the page's box cover the annotations
        self.own_letters = 1 << 30  # letters from this index on were annotations
        self.undrawn: list[tuple[str, float, float, float, float]] = []
        if self._has_drawn_annotations():
            self._flatten()
        turns = raw().FPDFPage_GetRotation(self.page)
        if turns:
            self.turn(turns)
        self.is_turned = False  # against what the file says, because its letters lie on their side

    def _load(self) -> None:
        r = raw()
        self.page = r.FPDF_LoadPage(self._pdf, self._index)
        if not self.page:
            raise ValueError(f"page {self._index + 1} cannot be loaded")
        self.text: Any = None
        self.characters = ""
        self._text = 0

    def _measure(self) -> None:
        r = raw()
        box = r.FS_RECTF()
        r.FPDF_GetPageBoundingBox(self.page, box)
        self.x0, self.y1 = box.left, box.top
        self.width, self.height = box.right - box.left, box.top - box.bottom

    def _reload(self) -> None:
        self.close()
        self._load()

    def _flatten(self) -> None:
        r = raw()
        text = r.FPDFText_LoadPage(self.page)
        own = r.FPDFText_CountChars(text)
        r.FPDFText_ClosePage(text)
        if r.FPDFPage_Flatten(self.page, 0) == r.FLATTEN_SUCCESS:
            self._reload()
            self.own_letters = own

    def _has_drawn_annotations(self) -> bool:
        r = raw()
        drawn = False
        for k in range(r.FPDFPage_GetAnnotCount(self.page)):
            annotation = r.FPDFPage_GetAnnot(self.page, k)
            kind = r.FPDFAnnot_GetSubtype(annotation)
            if kind not in (_LINK, _POPUP, _NOTE):
                if r.FPDFAnnot_GetAP(annotation, 0, None, 0) > 2:
                    drawn = True
                elif kind in _WORDED:
                    self._take_words(annotation, _WORDED[kind])
            r.FPDFPage_CloseAnnot(annotation)
        return drawn

    def _take_words(self, annotation: Any, key: bytes) -> None:
        """Keep the words of a text field or note that brings no drawing of its own: text, box, letter size."""
        r = raw()
        length = r.FPDFAnnot_GetStringValue(annotation, key, None, 0)
        buffer = (ctypes.c_ushort * (length // 2 + 1))()
        r.FPDFAnnot_GetStringValue(annotation, key, buffer, length)
        text = " ".join(bytes(buffer)[: max(length - 2, 0)].decode("utf-16-le", "replace").split())
        box = r.FS_RECTF()
        if text and r.FPDFAnnot_GetRect(annotation, box):
            size = min(0.8 * (box.top - box.bottom), 13.0)
            baseline = self.y1 - (box.top + box.bottom) / 2 + 0.35 * size
            self.undrawn.append((text, box.left - self.x0, box.right - self.x0, baseline, size))

    def turn(self, quarters: int) -> None:
        """Turn the page's content clockwise by quarter turns, so that its lines run from left to right."""
        r = raw()
        x0, y1, x1, y0 = self.x0, self.y1, self.x0 + self.width, self.y1 - self.height
        a, b, c, d, e, f = {
            1: (0, -1, 1, 0, -y0, x1),
            2: (-1, 0, 0, -1, x1, y1),
            3: (0, 1, -1, 0, y1, -x0),
        }[quarters % 4]
        width, height = (self.height, self.width) if quarters % 2 else (self.width, self.height)
        r.FPDFPage_TransFormWithClip(self.page, r.FS_MATRIX(a, b, c, d, e, f), None)
        r.FPDFPage_SetRotation(self.page, 0)
        for set_box in (r.FPDFPage_SetMediaBox, r.FPDFPage_SetCropBox):
            set_box(self.page, 0, 0, width, height)
        self._reload()
        self._measure()
        self.is_turned = True

    def close(self) -> None:
        """Give the page's memory back."""
        if self.text:
            raw().FPDFText_ClosePage(self.text)
            self.text = None
        if self.page:
            raw().FPDF_ClosePage(self.page)
            self.page = None

    def is_picture(self) -> bool:
        """Whether pictures cover most of the page: a scan."""
        r = raw()
        pointer, number = ctypes.c_void_p, ctypes.c_int
        thing_at = _quick("FPDFPage_GetObject", pointer, number, result=pointer)
        kind_of = _quick("FPDFPageObj_GetType", pointer)
        page = ctypes.cast(self.page, pointer).value or 0
        area = 0.0
        edges = [ctypes.c_float() for _ in range(4)]
        for thing in map(thing_at, repeat(page), range(r.FPDFPage_CountObjects(self.page))):
            if thing and kind_of(thing) == _IMAGE:
                image = ctypes.cast(thing, r.FPDF_PAGEOBJECT)
                if r.FPDFPageObj_GetBounds(image, *edges):
                    left, bottom, right, top = (edge.value for edge in edges)
                    area += max(right - left, 0) * max(top - bottom, 0)
        return bool(area > 0.5 * self.width * self.height)

    def glyphs(self) -> Glyphs:
        """Characters, loose boxes and origins of the whole page, in the order of the content stream."""
        r = raw()
        self.text = r.FPDFText_LoadPage(self.page)
        count = max(r.FPDFText_CountChars(self.text), 0)
        handle = self._text = ctypes.cast(self.text, ctypes.c_void_p).value or 0
        boxes, xs, ys = array("f", bytes(16 * count)), array("d", bytes(8 * count)), array("d", bytes(8 * count))
        box_at, x_at, y_at = boxes.buffer_info()[0], xs.buffer_info()[0], ys.buffer_info()[0]
        pointer, number = ctypes.c_void_p, ctypes.c_int
        loose = _quick("FPDFText_GetLooseCharBox", pointer, number, pointer)
        origin = _quick("FPDFText_GetCharOrigin", pointer, number, pointer, pointer)
        for _ in map(loose, repeat(handle), range(count), range(box_at, box_at + 16 * count, 16)):
            pass
        columns = range(x_at, x_at + 8 * count, 8), range(y_at, y_at + 8 * count, 8)
        for _ in map(origin, repeat(handle), range(count), *columns):
            pass
        x0, y1 = self.x0, self.y1
        left, right = boxes[0::4], boxes[2::4]
        if x0:
            left, right, xs = (array("d", [v - x0 for v in values]) for values in (left, right, xs))
        self.characters = self._characters(count)
        return Glyphs(self.characters, left.tolist(), right.tolist(), xs.tolist(), [y1 - y for y in ys])

    def _characters(self, count: int) -> str:
        """The page's characters, one per index: in one call, or singly where PDFium's text skips some."""
        units = array("H", bytes(2 * count + 2))
        pointer = ctypes.cast(units.buffer_info()[0], ctypes.POINTER(ctypes.c_ushort))
        written = raw().FPDFText_GetText(self.text, 0, count, pointer)
        text = units[: max(written - 1, 0)].tobytes().decode("utf-16-le", "replace")
        if len(text) == count:
            return text
        unicode_of = _quick("FPDFText_GetUnicode", ctypes.c_void_p, ctypes.c_int)
        codes = map(unicode_of, repeat(self._text), range(count))
        return "".join(chr(c) if 0 < c < 0x110000 and not 0xD800 <= c < 0xE000 else " " for c in codes)

    def matrix(self, index: int) -> tuple[float, float, float, float]:
        """Scale and turn (a, b, c, d) of the letter at `index`."""
        m = raw().FS_MATRIX()
        raw().FPDFText_GetMatrix(self.text, index, m)
        return m.a, m.b, m.c, m.d

    def letter_box(self, index: int) -> tuple[float, float, float, float]:
        """Left, top, right, bottom edge of the letter at `index`."""
        box = raw().FS_RECTF()
        raw().FPDFText_GetLooseCharBox(self.text, index, box)
        return box.left - self.x0, self.y1 - box.top, box.right - self.x0, self.y1 - box.bottom

    def size(self, index: int, matrix: tuple[float, float, float, float]) -> float:
        """Letter size in points as seen on the page."""
        size: float = raw().FPDFText_GetFontSize(self.text, index) * math.hypot(matrix[2], matrix[3])
        return size if 0.5 < size < 500 else 10.0

    def font_of(self, index: int) -> int:
        """Address of the font that shows the letter at `index`, 0 where there is none."""
        thing = _quick("FPDFText_GetTextObject", ctypes.c_void_p, ctypes.c_int, result=ctypes.c_void_p)(
            self._text, index
        )
        if not thing:
            return 0
        return _quick("FPDFTextObj_GetFont", ctypes.c_void_p, result=ctypes.c_void_p)(thing) or 0

    def font(self, address: int) -> tuple[str, bool, bool]:
        """Name, boldness and slant of the font at `address`."""
        r = raw()
        font = ctypes.cast(address, r.FPDF_FONT)
        size = r.FPDFFont_GetBaseFontName(font, None, 0)
        buffer = ctypes.create_string_buffer(size)
        r.FPDFFont_GetBaseFontName(font, buffer, size)
        name = buffer.value.decode("utf-8", "replace").rpartition("+")[2]
        folded = name.lower()
        bold = "bold" in folded or "black" in folded or r.FPDFFont_GetWeight(font) >= 600
        return name, bold, "italic" in folded or "oblique" in folded
