"""Pages without a true text layer are handed to recognition; what comes back takes the place of their letters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from corpus.errors import ScannedPdf
from parser.readers.pdf_engine import raw
from parser.readers.pdf_shapes import PageLayout, Run
from parser.readers.truth import Verdict

if TYPE_CHECKING:
    from parser.readers.ocr.page import PageWords
    from parser.readers.ocr.pages import PageQueue

_UNREAD = ("none", "stray", "garbage", "faulty_ocr")
_BETTER = 0.005  # a scanner's own recognition is kept where it has that many more possible syllables


class Recognition:
    """Collects the pages of one PDF that need recognition; `missing` says why none can be had."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._queue: PageQueue | None = None
        self.missing: ScannedPdf | None = None
        self.read: dict[int, PageWords] = {}

    def offer(self, document: Any, layout: PageLayout) -> None:
        """Queue the page (of an open pypdfium2 document) if its text layer is not to be trusted."""
        if not self.wants(layout) or self.missing:
            return
        kind = layout.verdict.kind if layout.verdict else "good"
        page = document[layout.number - 1]
        try:
            if kind == "none" and not raw().FPDFPage_CountObjects(page.raw):
                return
            if self._queue is None and not self._start():
                return
            self._put(page, layout, keep_letters=kind == "stray")
        finally:
            page.close()

    def wants(self, layout: PageLayout) -> bool:
        """Whether the page's own letters are none, or not to be trusted."""
        return layout.verdict is not None and layout.verdict.kind in _UNREAD

    def _start(self) -> bool:
        from parser.readers.ocr.engine import require_engine
        from parser.readers.ocr.pages import PageQueue

        try:
            require_engine(self._name)
        except ScannedPdf as error:
            self.missing = error
            return False
        self._queue = PageQueue()
        return True

    def _put(self, page: Any, layout: PageLayout, keep_letters: bool) -> None:
        from parser.readers.ocr.pages import render

        assert self._queue is not None
        self._queue.put(layout.number, *render(page, layout, layout.rows if keep_letters else []))

    def settle(self, pages: list[PageLayout]) -> None:
        """Wait for the pages queued and put what was read in the place of their letters."""
        if self._queue is None:
            return
        self.read = self._queue.results()
        for at, layout in enumerate(pages):
            words = self.read.get(layout.number)
            if words is not None and not words.failed:  # failed pages stay scans, and are told of as such
                pages[at] = _better(layout, words)

    def close(self, failed: bool) -> None:
        """End the workers."""
        if self._queue is not None:
            self._queue.close(failed)


@contextmanager
def recognition(name: str) -> Iterator[Recognition]:
    """Yield a `Recognition` whose workers end with the block."""
    work = Recognition(name)
    failed = True
    try:
        yield work
        failed = False
    finally:
        work.close(failed)


def _better(layout: PageLayout, words: PageWords) -> PageLayout:
    """The page as recognised, or as it was where that is no worse."""
    from parser.readers.ocr.layout import lay_out

    before = layout.verdict
    assert before is not None
    if words.blank or not words.words:
        layout.is_picture = False  # an empty sheet is no page left unread
        return layout
    found = lay_out(words, layout.number, _stamps(layout) if before.kind == "stray" else [])
    assert found.scan is not None
    if before.kind == "faulty_ocr" and found.scan.syllables + _BETTER < before.quality:
        return layout
    found.verdict = Verdict("good", found.scan.syllables, len(words.words))
    return found


def _stamps(layout: PageLayout) -> list[Run]:
    """Letters set over the picture by a signature service or a mail room, as stamps to be put into their blanks."""
    return [
        Run(line.y, line.x0, line.x1, line.size, line.text, -1, -1, False, False, True, True, -1, True)
        for row in layout.rows
        for line in row
    ]
