"""Requirements: who must do what by when, one for each smallest self-contained duty."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from parser.bodies_levels import announced_levels, bound_levels
from parser.bodies_names import Name, without_objects
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
from parser.duties.divide import Divider, Duty
from parser.duties.judge import Judge
from parser.duties.lexicon import lexicon, pattern
from parser.duties.outcome import actors_of, due_of, kind_of
from parser.duties.rows import read_row
from parser.duties.setting import Surroundings, paper_kind
from parser.folding import fold
from parser.paths import path_of

_CLOSED = ".;:!?/…”"
_DATED = ("due", "period", "event")
_TITLE = 120  # letters; a longer labelled line is no title
_DAY_ROWS = 40  # rows of a programme under the title of its day


class _Marks:
    """Deadlines, targets and citations by place."""

    def __init__(self, deadlines: Sequence[Deadline], targets: Sequence[Target], citations: Sequence[Citation]) -> None:
        self._deadlines = deadlines
        self._places = tuple([item.start for item in items] for items in (deadlines, targets, citations))

    def _inside(self, which: int, start: int, end: int) -> range:
        places = self._places[which]
        return range(bisect_left(places, start), bisect_left(places, end))

    def dated(self, start: int, end: int) -> bool:
        """Whether a deadline with a date lies there."""
        return any(self._deadlines[at].kind in _DATED for at in self.deadlines(start, end))

    def deadlines(self, start: int, end: int) -> range:
        """Indices of the deadlines that begin in the stretch."""
        return self._inside(0, start, end)

    def targets(self, start: int, end: int) -> range:
        """Indices of the targets that begin in the stretch."""
        return self._inside(1, start, end)

    def citations(self, start: int, end: int) -> range:
        """Indices of the citations that begin in the stretch."""
        return self._inside(2, start, end)


@dataclass(slots=True)
class _Draft:
    """A requirement in the making: lines below it may still name who and when."""

    start: int
    end: int
    unit: int
    core: int
    report: bool = False
    target: bool = False
    outlined: bool = False
    acting: tuple[Name, ...] = ()
    support: tuple[Name, ...] = ()
    inherited: tuple[Name, ...] = ()
    times: list[int] = field(default_factory=list)
    leading: bool = False
    product: tuple[int, int] | None = None


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
    if paper_kind(header) == "none":
        return ()
    marks = _Marks(deadlines, targets, citations)
    finder = _Finder(reading.text, header, outline, units, marks)
    return tuple(
        finder.finish(draft, number, citations, deadlines) for number, draft in enumerate(finder.drafts(), start=1)
    )


class _Finder:
    """Walks the units of one paper."""

    def __init__(
        self, text: str, header: Header, outline: Sequence[Heading], units: Sequence[Unit], marks: _Marks
    ) -> None:
        kind = paper_kind(header)
        self._text, self._folded = text, fold(text)
        self._header, self._outline, self._units, self._marks = header, outline, units, marks
        self._around = Surroundings(text, self._folded, units, outline, kind)
        self._divider = Divider(text, self._folded, self._around.reader, Judge(text, self._folded, kind), marks)
        self._drafts: list[_Draft] = []
        self._group = 0  # index of the first draft that an assigning line still concerns

    def drafts(self) -> list[_Draft]:
        """Every duty of the paper, with what lines below it assign."""
        assigned = False
        done = 0
        for index, unit in enumerate(self._units):
            if unit.start < done:
                continue
            if unit.kind == "row":
                self._row(index)
                continue
            setting = self._around.setting(index)
            if setting.role == "assign":
                self._assign(index)
                assigned = True
                continue
            if assigned or unit.kind == "heading":
                self._group, assigned = len(self._drafts), False
            if setting.stance != "skip" and setting.role != "title":
                done = self._stretch(index)
                self._add(index, self._divider.divide(unit.start, done, setting), setting.actors)
        self._add_lead_ins()
        return self._drafts

    def _add_lead_ins(self) -> None:
        """A lead-in orders something itself when nothing below it does ("… lập danh sách theo từng đợt, cụ thể:")."""
        busy = {at for draft in self._drafts for at in self._above(self._units[draft.unit].parent)}
        found = len(self._drafts)
        for index, unit in enumerate(self._units):
            setting = self._around.setting(index)
            measured = self._marks.targets(unit.start, unit.end)
            if (
                (index in busy and not measured)
                or setting.role != "lead"
                or setting.stance != "listed"
                or unit.zone == "basis"
            ):
                continue
            if pattern("open_end").search(self._folded, unit.start, unit.end):
                continue
            duties = self._divider.divide(unit.start, unit.end, setting, lead_in=True)
            self._add(index, [duty for duty in duties if duty.clause.verb is not None], setting.actors)
        if len(self._drafts) > found:
            self._drafts.sort(key=lambda draft: draft.start)

    def _above(self, index: int | None) -> Iterator[int]:
        """The unit and those that introduce it."""
        at = index
        while at is not None:
            yield at
            at = self._units[at].parent

    def _stretch(self, index: int) -> int:
        """Where the text of a unit ends: a page break may have torn it into paragraphs that go on in lower case."""
        end = self._units[index].end
        for at in range(index + 1, len(self._units)):
            unit = self._units[at]
            torn = self._text[end - 1] not in _CLOSED and self._text[unit.start].islower()
            if unit.kind != "paragraph" or not torn:
                break
            end = unit.end
        return end

    def _add(self, index: int, duties: Sequence[Duty], inherited: tuple[Name, ...]) -> None:
        for duty in duties:
            times = self._marks.deadlines(duty.start, duty.end)
            clause = duty.clause
            draft = _Draft(duty.start, duty.end, index, clause.core, duty.report, self._around.under_targets(index))
            draft.acting, draft.support, draft.times = clause.actors, clause.support, list(times)
            draft.inherited = duty.carried or inherited
            setting = self._around.setting(index)
            draft.report = draft.report or (setting.dossier and setting.stance == "listed")
            if setting.stance == "outline":
                draft.report = draft.outlined = True
                draft.inherited = inherited or self._reporters()
            self._drafts.append(draft)

    def _reporters(self) -> tuple[Name, ...]:
        """Who must write the report whose outline is annexed: who sends it, by the paper's body."""
        for draft in self._drafts:
            asked = draft.report and lexicon().outline.search(self._folded, draft.start, draft.end)
            if asked and not draft.outlined and (draft.acting or draft.inherited):
                return draft.acting or draft.inherited
        return ()

    def _row(self, index: int) -> None:
        unit = self._units[index]
        row = read_row(self._text, self._folded, unit, self._around.reader)
        if unit.zone in ("tail", "head", "outside") or row is None:
            return
        times = [at for span in ((row.start, row.end), *row.times) for at in self._marks.deadlines(*span)]
        if not times and row.timed:
            times = self._day_above(index)
        report = row.report or self._divider.reports(row.start, row.end)
        draft = _Draft(
            row.start, row.end, index, row.start, report, row.target, False, row.lead, row.support, (), times
        )
        draft.leading, draft.product = row.leading, row.product
        self._drafts.append(draft)

    def _day_above(self, index: int) -> list[int]:
        """The day named by the nearest title above a row that only tells the hour ("NGÀY 1: …")."""
        for unit in reversed(self._units[max(0, index - _DAY_ROWS) : index]):
            if unit.kind == "heading":
                break
            if unit.kind == "paragraph" and self._marks.dated(unit.start, unit.end):
                return list(self._marks.deadlines(unit.start, unit.end))
        return []

    def _assign(self, index: int) -> None:
        """Give what "Cơ quan chủ trì: …" says to the duties above it."""
        unit = self._units[index]
        match = lexicon().assigning.match(self._folded, unit.start, unit.end)
        if not match:
            return
        section = unit.kind == "heading"
        names = self._around.reader.names(match.end(), unit.end)
        for draft in self._concerned(index):
            if match.lastgroup == "lead" and names and not (section and (draft.acting or draft.inherited)):
                draft.acting = names
            elif match.lastgroup == "support" and names:
                draft.support += names
            elif match.lastgroup == "time" and not (section and draft.times):
                draft.times += self._marks.deadlines(unit.start, unit.end)

    def _titles(self, draft: _Draft) -> Iterator[str]:
        """The titles above a duty, nearest first; the labelled sentence it stands in is none."""
        at = self._units[draft.unit].heading
        while at is not None:
            heading = self._outline[at]
            if not heading.start <= draft.start < heading.end and len(heading.heading) <= _TITLE:
                yield heading.heading
            at = heading.parent

    def _concerned(self, index: int) -> Sequence[_Draft]:
        """The duties an assigning line is about: its section's when it is labelled, else the last group's."""
        unit = self._units[index]
        if unit.kind != "heading":
            return self._drafts[self._group :]
        parent = self._outline[unit.heading].parent if unit.heading is not None else None
        if parent is None:
            return ()
        return [draft for draft in self._drafts if parent in self._around.chain(self._units[draft.unit])]

    def finish(
        self, draft: _Draft, number: int, citations: Sequence[Citation], deadlines: Sequence[Deadline]
    ) -> Requirement:
        """The finished requirement."""
        unit, span = self._units[draft.unit], (draft.start, draft.end)
        cited, figures = self._marks.citations(*span), self._marks.targets(*span)
        header = self._header
        bearers = without_objects(self._folded, draft.start, draft.acting) or draft.inherited
        actors = actors_of(self._text, self._folded, span, bearers, draft.support, header, draft.leading)
        acting = [actor.name for actor in actors if actor.role != "support"]
        return Requirement(
            id=f"R{number:02d}",
            quote=self._text[draft.start : draft.end],
            start=draft.start,
            end=draft.end,
            path=path_of(unit, self._outline, self._text),
            kind=kind_of(
                self._folded,
                draft.core,
                draft.end,
                draft.report,
                draft.target,
                figures,
                [citations[at] for at in cited],
            ),
            actors=actors,
            levels=bound_levels(
                self._text[draft.start : draft.end],
                acting,
                header,
                () if acting else announced_levels(self._titles(draft), header),
            ),
            due=due_of([deadlines[at] for at in draft.times]),
            deadlines=tuple(draft.times),
            targets=tuple(figures),
            citations=tuple(cited),
            product=" ".join(self._text[slice(*draft.product)].split()) if draft.product else None,
        )
