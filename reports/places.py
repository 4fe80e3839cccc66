"""Where something stands, as a reader cites it: "mục II.1, trang 2"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from corpus.messages import message
from parser.document import Document
from parser.paths import path_of
from parser.serialize import page_finder


@dataclass(frozen=True, slots=True)
class Place:
    """Section path ("" where the paper has none) and page (None where the format has no pages)."""

    path: str
    page: int | None

    def __str__(self) -> str:
        """The place in Vietnamese; the opening and closing parts of a paper have no section."""
        parts = []
        if self.path:
            parts.append(message("places", "section", path=self.path))
        if self.page is not None:
            parts.append(message("places", "page", page=self.page))
        return ", ".join(parts) or message("places", "unlabelled")


def place_finder(document: Document) -> Callable[[int], Place]:
    """Return a function from an offset of the document's text to its Place."""
    starts = [heading.start for heading in document.outline]
    page = page_finder(document.reading)
    frame = document.frame

    def place(offset: int) -> Place:
        inside = offset < frame.body_end or offset >= frame.tail_end
        index = bisect_right(starts, offset) - 1
        labelled = inside and index >= 0 and (starts[index] >= frame.tail_end or offset < frame.body_end)
        return Place(path_of(index, document.outline) if labelled else "", page(offset))

    return place
