"""Pages of a PDF that are read by recognition: rendered one after the other, recognised side by side."""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import Any

import numpy as np

from parser.readers.ocr.page import DPI, PageWords, read_page
from parser.readers.ocr.picture import Colours
from parser.readers.pdf_shapes import PageLayout, Row

_LONGEST = 1300.0  # points: a page this long is a picture whose resolution was lost; it is taken for an A4 sheet
_SHORTEST = 300.0
_A4 = 842.0
_MOST_PIXELS = 25_000_000


class PageQueue:
    """Recognises pages on all cores; a few rendered pages wait at a time, so that memory stays bounded."""

    def __init__(self) -> None:
        workers = cores()
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="ocr")
        self._room = BoundedSemaphore(2 * workers)
        self._pages: dict[int, Future[PageWords]] = {}

    def close(self, failed: bool = False) -> None:
        """End the workers; after a failure what is still queued is dropped."""
        self._pool.shutdown(cancel_futures=failed)

    def put(self, number: int, colours: Colours, dpi: int, scale: float) -> None:
        """Queue a page's picture; waits while too many are queued."""
        self._room.acquire()
        try:
            task = self._pool.submit(read_page, colours, dpi, scale)
        except BaseException:
            self._room.release()
            raise
        task.add_done_callback(lambda _: self._room.release())
        self._pages[number] = task

    def results(self) -> dict[int, PageWords]:
        """What was read, by page number."""
        return {number: task.result() for number, task in self._pages.items()}


def cores() -> int:
    """How many pages are recognised at a time: the cores this process may use.

    joblib tells the workers of an audit their share by OMP_NUM_THREADS, so that two workers do not start four.
    """
    try:
        own = len(os.sched_getaffinity(0))
    except AttributeError:  # not on Windows and macOS
        own = os.cpu_count() or 1
    share = os.environ.get("OMP_NUM_THREADS", "")
    return max(1, min(own, int(share))) if share.isdecimal() else own


def render(page: Any, layout: PageLayout, known: Iterable[Row]) -> tuple[Colours, int, float]:
    """The picture of a pypdfium2 page without the letters of the rows `known`, its dpi and points per pixel."""
    long_side = max(layout.width, layout.height)
    points = long_side if _SHORTEST <= long_side <= _LONGEST else _A4
    factor = DPI / 72 * points / long_side
    factor = min(factor, (_MOST_PIXELS / max(layout.width * layout.height, 1.0)) ** 0.5)
    picture = page.render(scale=factor, rev_byteorder=True).to_numpy()[..., :3]
    colours: Colours = np.array(picture)
    for line in (line for row in known for line in row):
        top, bottom = (max(round(y * factor), 0) for y in (line.top - 1, line.bottom + 1))
        left, right = (max(round(x * factor), 0) for x in (line.x0 - 1, line.x1 + 1))
        colours[top:bottom, left:right] = 255
    return colours, DPI, 1 / factor
