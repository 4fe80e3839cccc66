"""Sentences cut into single duties: a new one begins where actor, kind or due date changes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol

from parser.bodies_names import Name
from parser.duties.clause import Clause, ClauseReader
from parser.duties.judge import Judge
from parser.duties.lexicon import lexicon, pattern, report_in
from parser.duties.setting import Setting
from parser.sentences import clauses, protected, sentences, trim

_TAILS = 6  # places where a report could be cut off; more of them are an enumeration
_BEFORE = 200  # letters before such a place that tell whether to cut
_LIST_REST = 25  # letters that may follow the last name of a mere list
_SELF_CONTAINED = 45  # letters a duty needs before its report is cut off


class Marks(Protocol):
    """Which deadlines and targets lie in a stretch of the text."""

    def dated(self, start: int, end: int) -> bool:
        """Whether a deadline with a date lies there."""

    def deadlines(self, start: int, end: int) -> Sequence[int]:
        """The deadlines that lie there."""

    def citations(self, start: int, end: int) -> Sequence[int]:
        """The citations that begin there."""

    def targets(self, start: int, end: int) -> Sequence[int]:
        """The targets that lie there."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty: its span, its clause, and the bodies it goes on for when it names none."""

    start: int
    end: int
    clause: Clause
    report: bool
    carried: tuple[Name, ...] = ()


def _span(clause: Clause) -> tuple[int, int]:
    return clause.start, clause.end


class Divider:
    """Cuts the units of one paper."""

    def __init__(self, text: str, folded: str, reader: ClauseReader, judge: Judge, marks: Marks) -> None:
        self._text = text
        self._folded = folded
        self._reader = reader
        self._judge = judge
        self._marks = marks
        self._words = lexicon()

    def divide(self, start: int, end: int, setting: Setting, lead_in: bool = False) -> list[Duty]:
        """The duties of `text[start:end]`; with `lead_in` a sentence that ends in a colon is one of its own."""
        duties: list[Duty] = []
        carried: tuple[Name, ...] = ()
        for begin, stop in sentences(self._text, start, end):
            if duties and self._words.assigning.match(self._folded, begin, stop):
                duties[-1] = self._extended(duties[-1], stop)
                continue
            begin = self._skip_label(begin, stop)
            if (self._text[stop - 1] == ":") != lead_in:
                continue
            if lead_in and (tail := pattern("announces").search(self._folded, begin, stop)):
                stop = tail.start()
            if begin > start and self._only_continues(begin, stop):
                if duties:
                    duties[-1] = self._extended(duties[-1], stop)
                continue
            for duty in self._sentence(begin, stop, setting, carried):
                duties.append(duty)
                # Under a heading that names who acts, a sentence without a subject is theirs again.
                carried = () if setting.actors else duty.clause.actors or carried
        return duties

    def _skip_label(self, start: int, end: int) -> int:
        """Step over "Nội dung: " and "Trên đây là Kế hoạch …, " before what is asked."""
        if match := self._words.assigning.match(self._folded, start, end):
            return match.end() if match.end() < end else start
        if match := pattern("content_label").match(self._folded, start, end):
            return match.end()
        if pattern("above_all").match(self._folded, start, end):
            guarded = protected(self._text, start, end)
            for comma in re.finditer(r"[,.;]\s+", self._text[start:end]):
                at = start + comma.end()
                if any(a < at < b for a, b in guarded):
                    continue
                if (clause := self._reader.read(at, end)).order and clause.actors:
                    return at
        return start

    def _only_continues(self, start: int, end: int) -> bool:
        """Whether a sentence tells part, purpose or effect of the one before it: "Trong đó, …", "Giúp …"."""
        clause = self._reader.read(start, end)
        if clause.order or clause.subject or clause.modal:
            return False
        if pattern("part").match(self._folded, start, end) and not clause.imperative:
            return not self._marks.targets(start, end)
        return pattern("continues").match(self._folded, start, end) is not None

    def _extended(self, duty: Duty, end: int) -> Duty:
        _, end = trim(self._text, duty.start, end)
        return Duty(duty.start, end, duty.clause, duty.report, duty.carried)

    def _sentence(self, start: int, end: int, setting: Setting, carried: tuple[Name, ...]) -> list[Duty]:
        """The duties of one sentence."""
        pieces = self._pieces(start, end)
        whole = self._reader.read(start, end)
        if not self._judge.is_duty(whole, setting, self._is_measured(start, end)):
            return self._behind_background(pieces[1:], setting)
        if setting.stance == "outline":
            return [self._duty(start, end, whole, carried)]
        duties: list[Duty] = []
        for begin, stop in pieces:
            clause = self._reader.read(begin, stop)
            if not duties or self._begins_new(duties[-1], clause):
                duties.append(self._duty(begin, stop, clause, carried))
            else:
                duties[-1] = self._grown(duties[-1], begin, stop)
            carried = duties[-1].clause.actors or carried
        return duties

    def _behind_background(self, pieces: Sequence[tuple[int, int]], setting: Setting) -> list[Duty]:
        """What background still asks behind a semicolon ("…; nếu có vướng mắc, báo cáo …")."""
        if setting.stance != "strict":
            return []
        duties: list[Duty] = []
        for begin, stop in pieces:
            clause = self._reader.read(begin, stop)
            asked = (clause.order and clause.subject) or pattern("difficulties").search(self._folded, begin, stop)
            if asked and self._judge.is_duty(clause, setting):
                duties.append(self._duty(begin, stop, clause, ()))
        return duties

    def _grown(self, last: Duty, begin: int, stop: int) -> Duty:
        """The duty with one more clause of its own; read anew only while the clauses so far merely list bodies."""
        if self._lists_bodies(last.clause):
            return self._duty(last.start, stop, self._reader.read(last.start, stop), last.carried)
        clause = replace(last.clause, end=stop)
        _, end = trim(self._text, begin, stop)
        return Duty(last.start, end, clause, last.report or self.reports(begin, stop), last.carried)

    def _is_measured(self, start: int, end: int) -> bool:
        if self._marks.citations(start, start + 1):  # the name of a document in a list or a footnote
            return False
        return bool(self._marks.targets(start, end) or self._marks.dated(start, end)) or self.reports(start, end)

    def _duty(self, start: int, end: int, clause: Clause, carried: tuple[Name, ...]) -> Duty:
        start, end = trim(self._text, start, end)
        report = self.reports(clause.core, end)
        return Duty(start, end, clause, report, () if clause.actors else carried)

    def reports(self, start: int, end: int) -> bool:
        """Whether something is sent or told to somebody in that stretch."""
        return report_in(self._folded, start, end) is not None

    def _begins_new(self, last: Duty, clause: Clause) -> bool:
        """Whether the clause is a duty of its own beside the one before it."""
        if self._words.target.match(self._folded, clause.core, clause.end) and self._marks.targets(*_span(clause)):
            return bool(self._marks.targets(last.start, last.end))
        if self._is_fragment(clause) or self._lists_bodies(last.clause):
            return False
        if pattern("deadline_tail").match(self._folded, clause.start, clause.end):
            return False
        if last.report and pattern("proposes").match(self._folded, clause.core, clause.end):
            return False
        if clause.subject:
            return not last.clause.actors or self._spelled(clause.actors) != self._spelled(last.clause.actors)
        if not clause.imperative and clause.core == clause.start:
            return False
        if self.reports(clause.core, clause.end) != last.report:
            return True
        if self._marks.dated(*_span(clause)):
            return True
        if last.report and self._marks.deadlines(*_span(clause)) and self._marks.deadlines(last.start, last.end):
            return True
        return bool(self._marks.targets(*_span(clause))) != bool(self._marks.targets(last.start, last.end))

    @staticmethod
    def _is_fragment(clause: Clause) -> bool:
        """A part of a list: no verb, no modal, no order that could stand alone."""
        return clause.verb is None and not clause.modal

    def _lists_bodies(self, clause: Clause) -> bool:
        """Whether nothing but bodies has been named so far: the verb comes after the next semicolon."""
        if not self._is_fragment(clause):
            return False
        if clause.actors:
            return True
        names = self._reader.names(clause.core, clause.end)
        return bool(names) and clause.end - names[-1].end <= _LIST_REST

    def _spelled(self, names: tuple[Name, ...]) -> str:
        return " ".join(self._folded[name.start : name.end] for name in names)

    def _pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        """Clauses between semicolons, a report at their end cut off."""
        found: list[tuple[int, int]] = []
        for begin, stop in clauses(self._text, start, end):
            if self._text[begin] == "(" and self._text.find(")", begin, stop) >= stop - 2:
                begin += 1
            cut = self._report_cut(begin, stop)
            if cut:
                found.append((begin, cut[0]))
                begin = cut[1]
            found.append((begin, stop))
        return found

    def _report_cut(self, begin: int, stop: int) -> tuple[int, int] | None:
        """Where ", gửi …" or ", báo cáo …" ends one duty and begins the next; None when the sending is part of it."""
        for match in islice(pattern("report_tail").finditer(self._folded, begin + _SELF_CONTAINED, stop), _TAILS):
            before = self._folded[max(begin, match.start() - _BEFORE) : match.start()]
            if any(
                sign.search(before) for sign in (self._words.finished, pattern("purpose_near"), pattern("gathered"))
            ):
                continue
            if self.reports(begin, match.start()):
                return None
            first = self._reader.read(begin, match.start())
            if first.verb is not None and (first.actors or first.order or first.imperative):
                return match.start(), match.end()
        return None
