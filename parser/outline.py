"""The outline: every labelled line of the body and the annexes, as a tree."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from parser.document import Frame, Heading, Paragraph, Reading
from parser.outline_annex import Annexes
from parser.outline_labels import Label, read_label, read_word_label
from parser.outline_tree import Place, Tree
from parser.units_bullets import bullet_end

_QUOTE_OPEN, _QUOTE_CLOSE = '“"', re.compile('[”"][.;,:)]*$')
_QUOTED_LINES = 60  # an amended article is no longer than this; past it the quotation mark was simply forgotten
_CONTENTS_LINE = re.compile(r"\.{4,}\s*\d+$|…{2,}\s*\d+$")


@dataclass(frozen=True, slots=True)
class _Line:
    """A label with the span it covers and where its heading begins."""

    label: Label
    start: int
    end: int
    content: int


def find_outline(reading: Reading, frame: Frame) -> tuple[Heading, ...]:
    """Return every labelled line of the body and the annexes, in order, as a tree.

    Bullets, numbers of table rows, dates, decimals and labels inside quoted amendments are not in it.
    """
    return _Builder(reading, frame).build()


class _Builder:
    """One walk over the paragraphs of a reading."""

    def __init__(self, reading: Reading, frame: Frame) -> None:
        self._text = reading.text
        self._paragraphs = reading.paragraphs
        self._frame = frame
        self._tree = Tree()
        self._found: list[Heading] = []
        self._annexes = Annexes(reading, frame)
        self._taken = -1  # end of the paragraph that served as heading of a lone label

    def build(self) -> tuple[Heading, ...]:
        """Walk the body, then the annexes."""
        at = self._index(self._frame.body_start)
        self._walk(at, self._index(self._frame.body_end))
        after = self._annexes_begin()
        if after < len(self._paragraphs):
            self._tree.reset()
            self._walk(after, len(self._paragraphs))
        return tuple(self._found)

    def _annexes_begin(self) -> int:
        """Return the index of the first paragraph of the annexes, looking for it where the frame saw none."""
        if self._frame.tail_end < len(self._text):
            return self._index(self._frame.tail_end)
        last = len(self._paragraphs)
        if self._frame.body_end <= self._frame.body_start:
            return last
        return next((i for i in range(self._index(self._frame.body_end), last) if self._annexes.begins(i)), last)

    def _index(self, offset: int) -> int:
        return bisect_left(self._paragraphs, offset, key=lambda p: p.start)

    def _walk(self, first: int, last: int) -> None:
        at = first
        while at < last:
            cell = self._paragraphs[at].cell
            if cell is None:
                at = self._paragraph(at, last)
                continue
            stop = at
            while stop < last and (other := self._paragraphs[stop].cell) is not None and other.table == cell.table:
                stop += 1
            self._table(at, stop)
            at = stop

    def _paragraph(self, at: int, last: int) -> int:
        """Place the paragraph at index `at` if it is labelled; returns the index to go on with."""
        start, end = self._paragraphs[at].start, self._paragraphs[at].end
        if self._text[start] in _QUOTE_OPEN:
            return self._skip_quotation(at, last)
        annex = self._annexes.at(at)
        if annex is not None:
            self._tree.reset()
            if annex.label is not None:
                self._put(_Line(annex.label, start, annex.end, annex.content))
                self._taken = annex.end
            return at + 1
        if end > self._taken:
            self._labelled(at, last)
        return at + 1

    def _skip_quotation(self, at: int, last: int) -> int:
        """Pass over a quoted amendment that opens at `at`; an unclosed mark quotes one paragraph only."""
        for stop in range(at, min(at + _QUOTED_LINES, last)):
            p = self._paragraphs[stop]
            if stop > at and self._text[p.start] in _QUOTE_OPEN:
                break
            if _QUOTE_CLOSE.search(self._text, max(p.start + 1, p.end - 6), p.end):
                return stop + 1
        return at + 1

    def _labelled(self, at: int, last: int) -> None:
        p = self._paragraphs[at]
        label = read_word_label(self._text, p.start, p.end) or read_label(self._text, p.start, p.end)
        if label is None or _CONTENTS_LINE.search(self._text, max(p.start, p.end - 12), p.end):
            return
        line = _Line(label, p.start, p.end, label.content)
        if label.content >= p.end:
            following = self._heading_below(at, last, label)
            if following is not None:
                # a bare "VII" over a heading in capitals is as good as "VII."
                label = label if label.sep else replace(label, sep=".", sure=True)
                line = _Line(label, p.start, following.end, following.start)
            elif not label.sep:
                return
        self._put(line)

    def _heading_below(self, at: int, last: int, label: Label) -> Paragraph | None:
        """Return the paragraph that holds the heading of a label standing alone."""
        if at + 1 >= last:
            return None
        p = self._paragraphs[at + 1]
        if p.cell is not None or bullet_end(self._text, p.start, p.end):
            return None
        if read_word_label(self._text, p.start, p.end) or read_label(self._text, p.start, p.end):
            return None
        if not label.sep and not self._text[p.start : p.end].isupper():
            return None
        return p

    def _put(self, line: _Line) -> None:
        place = self._tree.place(line.label)
        if place is None:
            return
        self._add(line, place)

    def _add(self, line: _Line, place: Place) -> None:
        depth, parent = self._tree.put(line.label, place, len(self._found))
        heading = self._text[line.content : line.end].strip(" *_")
        self._found.append(Heading(line.label.text, heading, depth, parent, line.start, line.end, line.content))
        if line.end > self._taken:
            self._taken = line.end

    def _table(self, first: int, stop: int) -> None:
        """Place the section rows of a table ("II | TUYÊN TRUYỀN"); its row numbers are no headings."""
        paragraphs = self._paragraphs[first:stop]
        width = max(p.cell.column + p.cell.columns for p in paragraphs if p.cell)
        if width < 2:  # a frame drawn around text
            for at in range(first, stop):
                self._paragraph(at, stop)
            return
        before = self._tree.enter_table()
        for line in _section_rows(self._text, paragraphs, width):
            self._put(line)
        self._tree.leave_table(before)


def _section_rows(text: str, paragraphs: Sequence[Paragraph], width: int) -> Iterator[_Line]:
    """Yield the rows that head a section of a table: a Roman or capital label and one title, nothing else."""
    if width < 3:
        return
    for _, group in groupby(paragraphs, key=lambda p: p.cell.row if p.cell else -1):
        row = list(group)
        columns = {p.cell.column for p in row if p.cell}
        head = row[0]
        if len(columns) > 2 or head.cell is None or head.cell.column != 0:
            continue
        label = read_label(text, head.start, head.end)
        if label is None or label.readings[0][0] not in ("roman", "upper"):
            continue
        label = replace(label, sep=label.sep or ".", sure=True)  # its place in the table says it is a label
        if label.content < head.end and len(columns) == 1:
            yield _Line(label, head.start, row[-1].end, label.content)
        elif label.content >= head.end and len(columns) == 2 and len(row) > 1:
            yield _Line(label, head.start, row[-1].end, row[1].start)
