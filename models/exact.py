"""What can be decided exactly once the passage is found: figures, days, cited papers, softened orders.

Each check returns the two quotes that prove it, so that a report can show them side by side. A check stays silent
where the evidence does not let it decide; silence is no proof of strength.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeVar

from corpus.knowledge import load
from parser.document import Citation, Deadline, Document, Requirement, Target
from parser.folding import fold

Check = Literal[
    "lower_figure", "figure_dropped", "later_day", "day_dropped", "rarer", "other_paper", "paper_dropped", "softened"
]
CHECKS: tuple[Check, ...] = (
    "lower_figure",
    "figure_dropped",
    "later_day",
    "day_dropped",
    "rarer",
    "other_paper",
    "paper_dropped",
    "softened",
)
_EVERY = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 30, "YEARLY": 365}  # days between two occurrences, about
TOLERANCE = timedelta(days=1)  # "trước ngày 31/12" answered by "đến hết năm" is no delay a reviewer would report
Span = tuple[int, int]
_Found = TypeVar("_Found", Target, Deadline, Citation)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A check that fired: what was asked (a quote of the parent) and what is said (a quote of the child, or "")."""

    check: Check
    asked: str
    said: str


def shortfalls(requirement: Requirement, parent: Document, child: Document, spans: tuple[Span, ...]) -> list[Shortfall]:
    """Return every exact shortfall of the child's `spans` against `requirement`, in the order of CHECKS."""
    found = [
        *_figures([parent.targets[i] for i in requirement.targets], _inside(child.targets, spans), child, spans),
        *_days([parent.deadlines[i] for i in requirement.deadlines], _times(child, spans)),
        *_papers([parent.citations[i] for i in requirement.citations], child, spans),
        *_softened(requirement, child, spans),
    ]
    return sorted(found, key=lambda shortfall: CHECKS.index(shortfall.check))


def _inside(findings: Iterable[_Found], spans: tuple[Span, ...]) -> list[_Found]:
    return [f for f in findings if any(start < f.end and f.start < end for start, end in spans)]


def _times(child: Document, spans: tuple[Span, ...]) -> list[Deadline]:
    """Times inside the spans, and those that a heading, lead-in or table cell gives to the duties there."""
    linked = [
        child.deadlines[i]
        for r in child.requirements
        if any(start < r.end and r.start < end for start, end in spans)
        for i in r.deadlines
    ]
    return list(dict.fromkeys([*_inside(child.deadlines, spans), *linked]))


def _figures(wanted: list[Target], said: list[Target], child: Document, spans: tuple[Span, ...]) -> Iterator[Shortfall]:
    for target in wanted:
        alike = [t for t in said if _same_thing(t, target)] or list(_bare_figures(target, child, spans))
        if any(_reaches(t, target) for t in alike):
            continue
        if alike:
            yield Shortfall("lower_figure", target.quote, alike[0].quote)
        elif not said and not (_is_all(target) and _says_all(child, spans)):
            yield Shortfall("figure_dropped", target.quote, "")


def _bare_figures(wanted: Target, child: Document, spans: tuple[Span, ...]) -> Iterator[Target]:
    """Figures before the wanted unit's first word that the extractor did not count as targets of their own."""
    unit = fold(wanted.unit or "").split()
    if not unit:
        return
    pattern = re.compile(rf"(?<![\d/.,-])(\d{{1,6}}(?:[.,]\d{{1,3}})?)\s*{re.escape(unit[0])}(?!\w)")
    for start, end in spans:
        for match in pattern.finditer(fold(child.text[start:end])):
            value = float(match[1].replace(".", "").replace(",", "."))
            quote = child.text[start + match.start() : start + match.end()]
            yield Target(quote, start + match.start(), start + match.end(), "=", value, None, wanted.unit, None, None)


def _is_all(target: Target) -> bool:
    return target.value == 100 and target.unit == "%" and target.comparator in ("=", ">=")


def _says_all(child: Document, spans: tuple[Span, ...]) -> bool:
    """True when the spans say "all" in words instead of "100%"."""
    said = [fold(child.text[start:end]) for start, end in spans]
    return any(phrase in text for phrase in load("words")["all"] for text in said)


def _same_thing(first: Target, second: Target) -> bool:
    """True for figures of the same unit; a unit inside a longer one ("lớp", "lớp tập huấn") is the same."""
    one, other = fold(first.unit or ""), fold(second.unit or "")
    return one == other or (bool(one) and bool(other) and (one in other or other in one))


def _reaches(said: Target, wanted: Target) -> bool:
    """True when `said` is at least as strict as `wanted`."""
    if wanted.comparator in ("<", "<="):
        return said.value <= wanted.value
    if wanted.comparator == ">" and said.comparator != ">":
        return said.value > wanted.value
    if wanted.comparator != ">" and said.comparator in ("<", "<="):
        return False  # "at most n" promises nothing
    return (said.value_to if said.comparator == "range" and said.value_to else said.value) >= wanted.value


def _days(wanted: list[Deadline], said: list[Deadline]) -> Iterator[Shortfall]:
    dated = [d for d in wanted if d.to and d.kind in ("due", "period", "event")]
    if dated:
        yield from _last_day(max(dated, key=_last), said)
    for deadline in wanted:
        if deadline.rrule:
            yield from _frequency(deadline, said)


def _last(deadline: Deadline) -> date:
    return deadline.to or date.max


def _last_day(wanted: Deadline, said: list[Deadline]) -> Iterator[Shortfall]:
    days = [d for d in said if d.to]
    if any(_last(d) <= _last(wanted) + TOLERANCE for d in days):
        return
    if days:
        yield Shortfall("later_day", wanted.quote, min(days, key=_last).quote)
    elif not said:
        yield Shortfall("day_dropped", wanted.quote, "")


def _frequency(wanted: Deadline, said: list[Deadline]) -> Iterator[Shortfall]:
    asked = _interval(wanted)
    recurring = [d for d in said if d.rrule]
    if asked is None or any((_interval(d) or 0) <= asked for d in recurring) or any(d.kind == "ongoing" for d in said):
        return
    if recurring:
        yield Shortfall("rarer", wanted.quote, recurring[0].quote)
    elif asked < _EVERY["YEARLY"]:
        yield Shortfall("day_dropped", wanted.quote, "")


def _interval(deadline: Deadline) -> int | None:
    """Days between two occurrences of an RRULE, about; None when it names no frequency."""
    parts = dict(part.split("=", 1) for part in (deadline.rrule or "").split(";") if "=" in part)
    every = _EVERY.get(parts.get("FREQ", ""))
    return every * int(parts.get("INTERVAL", "1")) if every else None


def _papers(wanted: list[Citation], child: Document, spans: tuple[Span, ...]) -> Iterator[Shortfall]:
    here = _inside(child.citations, spans)
    for paper in wanted:
        if paper.number is None:
            continue
        same = [c for c in here if c.number and fold(c.number) == fold(paper.number)]
        other_day = [c for c in same if c.date and paper.date and c.date != paper.date]
        if other_day:
            yield Shortfall("other_paper", paper.quote, other_day[0].quote)
        elif not same:
            rival = [c for c in here if c.number and _meant(c, paper)]
            if rival:
                yield Shortfall("other_paper", paper.quote, rival[0].quote)
            elif not here:
                yield Shortfall("paper_dropped", paper.quote, "")


def _meant(said: Citation, wanted: Citation) -> bool:
    """True when another number stands where the wanted paper should: same kind, and same day or same running number."""
    if fold(said.type) != fold(wanted.type):
        return False
    return (said.date is not None and said.date == wanted.date) or _tail(said) == _tail(wanted)


def _tail(citation: Citation) -> str:
    """The symbol without its running number ("KL/TW" of "01-KL/TW")."""
    return fold(citation.number or "").lstrip("0123456789").lstrip("-/")


def _softened(requirement: Requirement, child: Document, spans: tuple[Span, ...]) -> Iterator[Shortfall]:
    asked = fold(requirement.quote)
    for start, end in spans:
        said = fold(child.text[start:end])
        for phrase in load("words")["soften"]:
            if phrase in said and phrase not in asked:
                at = start + said.index(phrase)
                yield Shortfall("softened", requirement.quote, child.text[at : at + len(phrase)])
                return
