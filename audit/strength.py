"""Is the passage as strong as asked? Numbers, dates and cited symbols are compared exactly."""

from __future__ import annotations

from collections.abc import Iterable

from audit.report import Reason, Span
from parser.document import Citation, Deadline, Document, Requirement, Target


def weaknesses(requirement: Requirement, parent: Document, child: Document, evidence: tuple[Span, ...]) -> list[Reason]:
    """Return the reasons why `evidence` falls short of `requirement`, in the contract's words."""
    wanted_targets = [parent.targets[i] for i in requirement.targets]
    wanted_times = [parent.deadlines[i] for i in requirement.deadlines]
    wanted_papers = [parent.citations[i] for i in requirement.citations]
    found_targets = [t for t in child.targets if _within(t, evidence)]
    found_times = [d for d in child.deadlines if _within(d, evidence)]
    reasons: list[Reason] = []
    if any(_weaker(target, found_targets) for target in wanted_targets):
        reasons.append("weaker_target")
    reasons.extend(_time_reasons(wanted_times, found_times))
    if any(_miscited(paper, child.citations) for paper in wanted_papers):
        reasons.append("wrong_citation")
    return list(dict.fromkeys(reasons))


def _within(finding: Target | Deadline, spans: Iterable[Span]) -> bool:
    return any(span.start <= finding.start and finding.end <= span.end for span in spans)


def _weaker(wanted: Target, found: list[Target]) -> bool:
    """True when figures of the same unit stand in the evidence and none reaches the wanted one."""
    same_unit = [t for t in found if (t.unit or "").lower() == (wanted.unit or "").lower()]
    return bool(same_unit) and not any(_reaches(t, wanted) for t in same_unit)


def _reaches(found: Target, wanted: Target) -> bool:
    if wanted.comparator in ("<", "<="):
        return found.value <= wanted.value
    if wanted.comparator == ">" and found.comparator != ">":
        return found.value > wanted.value
    return (found.value_to or found.value) >= wanted.value


def _time_reasons(wanted: list[Deadline], found: list[Deadline]) -> Iterable[Reason]:
    days = [d.to for d in wanted if d.to]
    if not days:
        return
    said = [d.to for d in found if d.to]
    if not said and not any(d.kind in ("recurring", "ongoing") for d in found):
        yield "no_deadline"
    elif said and min(said) > max(days):
        yield "later_deadline"


def _miscited(wanted: Citation, found: tuple[Citation, ...]) -> bool:
    """True when the child cites a paper of the same number with another date, or the same day with another number."""
    if wanted.number is None:
        return False
    same_number = [c for c in found if c.number and c.number.lower() == wanted.number.lower()]
    if same_number:
        dates = {c.date for c in same_number if c.date}
        return bool(wanted.date and dates and wanted.date not in dates)
    return any(wanted.date and c.date == wanted.date and c.type == wanted.type and c.number for c in found)
