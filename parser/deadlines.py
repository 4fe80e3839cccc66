"""Every time that constrains work: days and periods, recurrences, relative terms, "thường xuyên" as a task's time.

Most times in a paper bind nobody: dates of documents, years that are attributes, what is reviewed. A time is
taken only where its own words ("trước", "hoàn thành trong") or its place (a time field, a cell) make it a term.
"""

from __future__ import annotations

import re
from dataclasses import replace

from parser.document import Citation, Deadline, Frame, Header, Reading, Unit
from parser.time_atoms import table
from parser.time_context import Context
from parser.time_expressions import Expression, find_expressions
from parser.time_judge import Judge
from parser.time_relative import Verdict

_MOST_IN_LINE = 2000  # no paragraph has more; text that has is not a paper, and must not cost minutes


def _named_day(e: Expression) -> str | None:
    """Return the BY parts of a day that only a recurrence before it can place: "hằng tháng … trước ngày 10"."""
    if (
        e.first.grain != "day"
        or e.last
        or e.first.year
        or e.first.head == "thứ"
        or e.cue not in ("before", "until", "within")
    ):
        return None
    return f";BYMONTH={e.first.month};BYMONTHDAY={e.first.day}" if e.first.month else f";BYMONTHDAY={e.first.day}"


def _fits(base: str, parts: str, e: Expression) -> bool:
    if "BYMONTH=" in parts:
        return base == "FREQ=YEARLY"
    if "BYMONTHDAY" in base:
        return False
    return base == (e.first.rule or "FREQ=MONTHLY")


class _Collector:
    """Collects deadlines in order, letting a recurrence and its named day in one sentence be one deadline."""

    def __init__(self, context: Context) -> None:
        self.text = context.text
        self.judge = Judge(context)
        self.found: list[Deadline] = []
        self.waiting: list[tuple[int, Expression]] = []

    def _same_sentence(self, start: int, end: int) -> bool:
        return re.search(r"[;\n]|[.:] |“", self.text[start:end]) is None

    def add(self, e: Expression) -> None:
        """Judge `e` and keep it where it binds."""
        if self.found and e.start < self.found[-1].end:
            return
        verdict = self.judge.judge(e) or self._follows(e) or self._again(e)
        parts = _named_day(e)
        if parts and self._join_before(e, parts):
            return
        if verdict is None:
            return
        end = min(verdict.end or e.end, len(self.text))
        while end > e.start and self.text[end - 1] in " *,.;":
            end -= 1
        deadline = Deadline(
            self.text[e.start : end], e.start, end, verdict.kind, verdict.from_, verdict.to, verdict.rule
        )
        if verdict.kind == "recurring" and verdict.rule and verdict.rule.startswith("FREQ=YEARLY"):
            self._share_year(e)
        if verdict.kind == "recurring" and self._absorb(deadline):
            return
        if parts and verdict.kind == "due" and "BYMONTH=" in parts and self._repeats(e):
            deadline = replace(deadline, kind="recurring", from_=None, to=None, rrule="FREQ=YEARLY" + parts)
        if parts and verdict.kind == "due":
            self.waiting.append((len(self.found), e))
        self.found.append(deadline)

    def _follows(self, e: Expression) -> Verdict | None:
        """Let the second of "trong quý II và quý III" bind like the first."""
        last = self.found[-1] if self.found else None
        if last is None or last.kind != "due" or e.first.grain not in ("month", "quarter") or e.cue or e.last:
            return None
        if self.text[last.end : e.start] not in (", ", " và ", "; "):
            return None
        first, end = e.first.span(last.to.year if last.to else None)
        return Verdict("due", first, end) if (end is None) == (last.to is None) else None

    def _again(self, e: Expression) -> Verdict | None:
        """Let a day that the paper has named as that of its event be so again: "đặt xe cho ngày 21/4"."""
        if e.first.grain != "day" or e.first.head != "ngày" or e.last or e.rule or e.cue in ("before", "until", "from"):
            return None
        for found in self.found[-40:]:
            if found.kind != "event" or found.from_ is None or found.to is None:
                continue
            day = e.first.span(found.from_.year)[0]
            if day is not None and found.from_ <= day <= found.to:
                return Verdict("event", day, day) if self.judge.may_bind(e) else None
        return None

    def _absorb(self, deadline: Deadline) -> bool:
        """Let a bare "định kỳ" right before a recurrence be part of it: "định kỳ (hằng năm)"."""
        last = self.found[-1] if self.found else None
        if last is None or last.kind != "recurring" or last.rrule or deadline.rrule is None:
            return False
        gap = self.text[last.end : deadline.start]
        if last.quote.casefold().startswith(tuple(table()["relative"]["each"])) and not re.search(r"[^\w ]", gap):
            self.found[-1] = deadline  # "sau mỗi đợt sinh hoạt hằng quý": the recurrence named tells when
            return True
        if gap.strip(" (,"):
            return False
        self.found[-1] = replace(deadline, quote=self.text[last.start : deadline.end], start=last.start)
        return True

    def _repeats(self, e: Expression) -> bool:
        """Whether a recurrence of months stands before `e` in its sentence: "định kỳ 6 tháng … trước ngày 15/6"."""
        for last in reversed(self.found[-3:]):
            if (
                last.kind == "recurring"
                and last.rrule
                and "BYMONTHDAY" not in last.rrule.replace("FREQ=YEARLY;BYMONTH=", "")
            ):
                return self._same_sentence(last.end, e.start)
            if last.kind == "recurring" and last.rrule and last.rrule.startswith("FREQ=YEARLY"):
                return self._same_sentence(last.end, e.start)
        return False

    def _join_before(self, e: Expression, parts: str) -> bool:
        """Give the recurrence just before its named day."""
        last = self.found[-1] if self.found else None
        if last is None or last.kind != "recurring" or not self._same_sentence(last.end, e.start):
            return False
        base = last.rrule or ("FREQ=YEARLY" if "BYMONTH=" in parts else "FREQ=MONTHLY")
        if e.start - last.end > 200 or not _fits(base, parts, e):
            return False
        self.found[-1] = replace(last, quote=self.text[last.start : e.end], end=e.end, rrule=base + parts)
        return True

    def _share_year(self, e: Expression) -> None:
        """ "Chậm nhất ngày 30/6 và bàn giao trước ngày 18/11 hằng năm": the first day recurs as well."""
        for index, day in self.waiting:
            if self._same_sentence(day.end, e.start) and day.first.month and e.first.grain == "day":
                old = self.found[index]
                rule = f"FREQ=YEARLY;BYMONTH={day.first.month};BYMONTHDAY={day.first.day}"
                self.found[index] = Deadline(old.quote, old.start, old.end, "recurring", None, None, rule)
        self.waiting.clear()


def find_deadlines(
    reading: Reading, header: Header, frame: Frame, units: tuple[Unit, ...], citations: tuple[Citation, ...]
) -> tuple[Deadline, ...]:
    """Return every time that constrains work, in order; see the annotation rules for what does."""
    context = Context(reading, header, frame, units, citations)
    collector = _Collector(context)
    line_end, in_line = 0, 0
    for expression in find_expressions(context.folded):
        if expression.start >= line_end:
            line_end = context.folded.find("\n", expression.start)
            line_end, in_line = len(context.folded) if line_end < 0 else line_end, 0
        in_line += 1
        if in_line <= _MOST_IN_LINE:
            collector.add(expression)
    return tuple(collector.found)
