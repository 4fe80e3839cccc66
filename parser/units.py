"""Units: the pieces between labels and bullets on which everything downstream works."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import groupby
from typing import Literal

from parser.document import Frame, Heading, Paragraph, Reading, Unit, Zone
from parser.folding import fold
from parser.units_bullets import split_bullets
from parser.units_table import Grid, Row
from parser.zones import (
    annexes_begin,
    heading_zones,
    inline_zone,
    is_closing,
    is_formal_closing,
    preamble_zone,
    title_zone,
)

_OUTER = " *_\t"
_LETTER_CLOSING = 2  # paragraphs that may close a letter without sections
_TITLE_LINE = 90  # letters; an unlabelled line that heads what follows is no longer


def find_units(reading: Reading, frame: Frame, outline: tuple[Heading, ...]) -> tuple[Unit, ...]:
    """Return the labelled lines, paragraphs, bullets and table rows of the whole text, in order, with their zones."""
    units = _Builder(reading, frame, outline).build()
    return tuple(_close(reading.text, frame, outline, units))


class _Builder:
    """One walk over the paragraphs, keeping what introduces the next unit."""

    def __init__(self, reading: Reading, frame: Frame, outline: tuple[Heading, ...]) -> None:
        self._text, self._paragraphs, self._frame, self._outline = reading.text, reading.paragraphs, frame, outline
        self._zones = heading_zones(reading.text, frame, outline)
        self._starts = [heading.start for heading in outline]
        self._annexes = annexes_begin(frame, outline)
        self._units: list[Unit] = []
        self._heading_unit: dict[int, int] = {}
        self._intro: dict[int | None, int | None] = {}  # by outline parent: the lead-in above its first child
        self._heading: int | None = None
        self._lead: int | None = None  # unit that introduces bullets here
        self._bullets: list[tuple[str, int]] = []  # open bullet marks, outermost first, with their last unit
        self._local: Zone | None = None  # zone set by an unlabelled title line
        self._region = ""
        self._headers: dict[int, tuple[str, ...]] = {}  # by width: the header of the last table

    def build(self) -> list[Unit]:
        """Walk the text once."""
        at = 0
        while at < len(self._paragraphs):
            p = self._paragraphs[at]
            self._enter_region(p)
            if p.cell is None:
                self._paragraph(p)
                at += 1
                continue
            stop = at
            while (
                stop < len(self._paragraphs)
                and (c := self._paragraphs[stop].cell) is not None
                and c.table == p.cell.table
            ):
                stop += 1
            self._table(self._paragraphs[at:stop])
            at = stop
        return self._units

    def _enter_region(self, p: Paragraph) -> None:
        frame = self._frame
        region = (
            "head"
            if p.start < frame.body_start
            else "body"
            if p.start < frame.body_end
            else "tail"
            if p.start < self._annexes
            else "annex"
        )
        if region != self._region:
            self._region = region
            self._heading = self._lead = self._local = None
            self._bullets.clear()

    def _zone(self, start: int, end: int) -> Zone:
        if self._region == "head":
            return "head"
        if self._region == "tail":
            return "tail"
        own = self._zones[self._heading] if self._heading is not None else None
        if own == "annex" or (own is None and self._region == "annex"):
            return "annex"
        folded = fold(self._text[start : min(end, start + 60)])
        if own != "organisation" and (zone := inline_zone(folded)) is not None:
            return zone
        if self._local is not None:
            return self._local
        if own is not None:
            return own
        return preamble_zone(fold(self._text[start:end]), bool(self._outline))

    def _add(
        self,
        start: int,
        end: int,
        kind: Literal["heading", "paragraph", "bullet", "row"],
        parent: int | None,
        bullet: str | None = None,
    ) -> int | None:
        """Append a unit without its outer space; returns its index, None when nothing is left of it."""
        text = self._text
        while start < end and text[start] in _OUTER:
            start += 1
        while end > start and text[end - 1] in _OUTER:
            end -= 1
        if not any(ch.isalnum() for ch in text[start : min(end, start + 40)]):
            return None
        self._units.append(Unit(start, end, kind, self._zone(start, end), self._heading, parent, bullet))
        return len(self._units) - 1

    def _paragraph(self, p: Paragraph) -> None:
        at = bisect_right(self._starts, p.start) - 1
        if at >= 0 and p.start < self._outline[at].end:
            if p.start == self._outline[at].start:
                self._labelled(at)
            return  # else the heading that stands below its label: one unit with it
        pieces = split_bullets(self._text, p.start, p.end)
        for start, end, mark in pieces:
            if mark is None:
                self._plain(start, end)
            else:
                self._bullet(start, end, mark)

    def _labelled(self, at: int) -> None:
        node = self._outline[at]
        if node.parent not in self._intro or self._opens(at):
            self._intro[node.parent] = self._lead_in()
        self._heading, self._local = at, None
        self._bullets.clear()
        intro = self._intro[node.parent]
        above = self._heading_unit.get(node.parent) if node.parent is not None else None
        pieces = split_bullets(self._text, node.content, node.end)
        start, end, _ = pieces[0]
        unit = self._add(start, end, "heading", intro if intro is not None else above)
        self._lead = unit
        if unit is not None:
            self._heading_unit[at] = unit
        for start, end, mark in pieces[1:]:
            self._bullet(start, end, mark or "-")

    def _opens(self, at: int) -> bool:
        """Tell whether node `at` is the first child of its parent (annexes start a new list at the top)."""
        node = self._outline[at]
        return at == 0 or self._outline[at - 1].depth < node.depth or self._region == "annex" and node.depth == 1

    def _lead_in(self) -> int | None:
        """Return the last unit when it is a paragraph ending with a colon."""
        last = len(self._units) - 1
        if last < 0 or self._units[last].kind not in ("paragraph", "bullet"):
            return None
        return last if self._text[self._units[last].end - 1] == ":" else None

    def _plain(self, start: int, end: int) -> None:
        first = self._text[start : start + 1]
        goes_on = bool(self._bullets) and first.islower()
        parent = self._bullets[-1][1] if goes_on else self._heading_unit.get(self._heading or 0)
        if self._heading is None and not goes_on:
            parent = None
        self._title_line(start, end)
        unit = self._add(start, end, "paragraph", parent)
        if unit is None or goes_on:
            return
        self._bullets.clear()
        if self._text[self._units[unit].end - 1] == ":" or self._heading is None:
            self._lead = unit
        else:
            self._lead = parent

    def _title_line(self, start: int, end: int) -> None:
        """An unlabelled line "Mục đích", "TỔ CHỨC THỰC HIỆN" turns the zone of what follows."""
        if self._region != "body" or end - start > _TITLE_LINE or self._text[end - 1] in ".;,":
            return
        line = self._text[start:end].strip(_OUTER)
        zone, weak = title_zone(line)
        if zone is None or weak:
            return
        if line.isupper() or line.endswith(":") or len(line.split()) <= 6:
            self._local = zone

    def _bullet(self, start: int, end: int, mark: str) -> None:
        while self._bullets and mark in (open_mark for open_mark, _ in self._bullets):
            if self._bullets.pop()[0] == mark:
                break
        parent = self._bullets[-1][1] if self._bullets else self._lead
        unit = self._add(start, end, "bullet", parent, mark)
        if unit is not None:
            self._bullets.append((mark, unit))

    def _table(self, paragraphs: Sequence[Paragraph]) -> None:
        width = max(p.cell.column + p.cell.columns for p in paragraphs if p.cell)
        grid = Grid(self._text, paragraphs, self._headers.get(width, ()))
        self._headers[width] = grid.handed_on
        if grid.width < 2:
            for p in paragraphs:
                self._paragraph(p)
            return
        outside = self._heading
        introduced = self._lead_in()
        for _, group in groupby(paragraphs, key=lambda p: p.cell.row if p.cell else -1):
            row = list(group)
            at = bisect_right(self._starts, row[0].start) - 1
            if at >= 0 and self._starts[at] == row[0].start:
                self._labelled(at)
            elif (found := grid.row(row)) is not None:
                self._row(found, introduced)
        self._heading = outside
        self._bullets.clear()

    def _row(self, row: Row, introduced: int | None) -> None:
        parent = self._heading_unit.get(self._heading) if self._heading is not None else introduced
        unit = self._add(row.start, row.end, "paragraph" if row.is_section else "row", parent)
        if unit is not None and not row.is_section:
            self._units[unit] = replace(self._units[unit], cells=row.cells, columns=row.columns)


def _close(text: str, frame: Frame, outline: Sequence[Heading], units: list[Unit]) -> list[Unit]:
    """Mark the last paragraphs of the body as closing and lift them out of the last item.

    A last request under "IV. Tổ chức thực hiện" is still cited as IV; "Trên đây là …" is cited as nothing.
    """
    first, last = _trailing(frame, units)
    begun = formal = False
    organising = {unit.heading for unit in units if unit.zone == "organisation"}
    for at in range(first, last + 1):
        unit = units[at]
        folded = fold(text[unit.start : min(unit.end, unit.start + 400)])
        own_text = at == first and at > 0 and _is_bare_title(text, units[at - 1])
        formal = formal or is_formal_closing(folded)
        if begun or formal or (is_closing(folded) and not own_text):
            begun = True
            heading = None if formal else _organisation(outline, organising, unit)
            units[at] = replace(unit, zone="closing", heading=heading, parent=None)
    return units


def _trailing(frame: Frame, units: Sequence[Unit]) -> tuple[int, int]:
    """Return the first and last index of the plain paragraphs that end the body."""
    outside, elsewhere = ("head", "tail", "annex"), ("basis", "purpose", "demand")
    last = max((i for i, u in enumerate(units) if u.start < frame.body_end and u.zone not in outside), default=-1)
    first = last + 1
    while first > 0 and units[first - 1].kind == "paragraph" and units[first - 1].zone not in (*outside, *elsewhere):
        first -= 1
    if first <= last and units[first].heading is None:  # a letter without sections: nearly all of it is its body
        first = max(first, last - _LETTER_CLOSING + 1, 1)
    return first, last


def _is_bare_title(text: str, unit: Unit) -> bool:
    """Tell a labelled line that is only a title: the paragraph below it is its text, not the paper's closing."""
    return unit.kind == "heading" and text[unit.end - 1] not in ".;/"


def _organisation(outline: Sequence[Heading], organising: Set[int | None], unit: Unit) -> int | None:
    """Return the top section the unit stands in when that is "Tổ chức thực hiện", else None."""
    at = unit.heading
    while at is not None and (above := outline[at].parent) is not None:
        at = above
    if at is None:
        return None
    return at if at in organising else None
