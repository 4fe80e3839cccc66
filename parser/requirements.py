"""Requirements: who must do what by when, one for each smallest self-contained duty."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from parser.document import (
    Citation,
    Deadline,
    Frame,
    Header,
    Heading,
    Reading,
    Requirement,
    Target,
    Unit,
)
from parser.duties.divide import Divider
from parser.duties.judge import Judge
from parser.duties.setting import Surroundings, paper_kind
from parser.folding import fold
from parser.paths import path_of


class _Marks:
    """Deadlines, targets and citations by place."""

    def __init__(self, deadlines: Sequence[Deadline], targets: Sequence[Target], citations: Sequence[Citation]) -> None:
        self._places = tuple([item.start for item in items] for items in (deadlines, targets, citations))

    def _inside(self, which: int, start: int, end: int) -> tuple[int, ...]:
        places = self._places[which]
        return tuple(range(bisect_left(places, start), bisect_left(places, end)))

    def deadlines(self, start: int, end: int) -> tuple[int, ...]:
        return self._inside(0, start, end)

    def targets(self, start: int, end: int) -> tuple[int, ...]:
        return self._inside(1, start, end)

    def citations(self, start: int, end: int) -> tuple[int, ...]:
        return self._inside(2, start, end)


def find_requirements(
    reading: Reading,
    header: Header,
    frame: Frame,
    outline: tuple[Heading, ...],
    units: tuple[Unit, ...],
    citations: tuple[Citation, ...],
    deadlines: tuple[Deadline, ...],
    targets: tuple[Target, ...],
) -> tuple[Requirement, ...]:
    """Return the requirements of the paper in order; () when it gives no task."""
    text, folded = reading.text, fold(reading.text)
    kind = paper_kind(header)
    if kind == "none":
        return ()
    around = Surroundings(text, folded, units, outline, kind)
    marks = _Marks(deadlines, targets, citations)
    divider = Divider(text, folded, around.reader, Judge(text, folded, kind), marks)
    found: list[Requirement] = []
    for index, unit in enumerate(units):
        setting = around.setting(index)
        if setting.stance == "skip" or setting.role in ("title", "assign") or unit.kind == "row":
            continue
        for duty in divider.divide(unit.start, unit.end, setting):
            found.append(
                Requirement(
                    id=f"R{len(found) + 1:02d}",
                    quote=text[duty.start : duty.end],
                    start=duty.start,
                    end=duty.end,
                    path=path_of(unit, outline, text),
                    kind="report" if duty.report else "task",
                    actors=(),
                    levels=(),
                    due=None,
                    deadlines=marks.deadlines(duty.start, duty.end),
                    targets=marks.targets(duty.start, duty.end),
                    citations=marks.citations(duty.start, duty.end),
                )
            )
    return tuple(found)
