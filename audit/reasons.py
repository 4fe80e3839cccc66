"""Why an answer falls short, each reason as one Vietnamese sentence with both quotes."""

from __future__ import annotations

import re

from audit.report import Fault, Reason
from corpus.messages import message
from models.exact import Check, Shortfall
from models.passages import Pairing, core_of, is_general_bearer
from models.strength import best_unit, member_shares, members
from models.verdict import Opinion
from parser.document import Requirement
from parser.duties.lexicon import lexicon, report_in
from parser.folding import fold

_EXACT: dict[Check, Reason] = {
    "lower_figure": "weaker_target",
    "later_day": "later_deadline",
    "rarer": "later_deadline",
    "other_paper": "wrong_citation",
}
"""Checks that decide by themselves: measured to fire on less than 2 % of the covered rows of the training sets."""

_SUPPORTING: dict[Check, Reason] = {
    "figure_dropped": "weaker_target",
    "day_dropped": "no_deadline",
    "softened": "weaker_target",
    "paper_dropped": "wrong_citation",
}
"""Checks that only explain what the model has found to be thin."""

_CLAUSE_END = re.compile(r"[;.:]\s|$")
_UNSAID_MEMBER = 1 / 3  # a list member of which less than this share is said counts as left out


def exact_faults(found: list[Shortfall]) -> tuple[Fault, ...]:
    """Return the faults that make an answer partial whatever the model thinks."""
    return tuple(_fault(_EXACT[s.check], s.check, s.asked, s.said) for s in found if s.check in _EXACT)


def thin_faults(pairing: Pairing, opinion: Opinion, row: int) -> tuple[Fault, ...]:
    """Return the faults that explain an answer the model found thin; always at least one."""
    requirement = pairing.wanted[row].requirement
    found = opinion.shortfalls[row]
    faults = [_fault(_SUPPORTING[s.check], s.check, s.asked, s.said) for s in found if s.check in _SUPPORTING]
    faults += _left_out(pairing, opinion, row, requirement)
    faults += _nobody(pairing, opinion, row, requirement)
    faults += _unreported(pairing, opinion, row, requirement)
    return tuple(faults) or (_fault("incomplete", "incomplete", requirement.quote, ""),)


def _left_out(pairing: Pairing, opinion: Opinion, row: int, requirement: Requirement) -> list[Fault]:
    shares = member_shares(pairing, opinion.evidence, row)
    parts = [part for part, share in zip(members(core_of(requirement)), shares, strict=True) if share < _UNSAID_MEMBER]
    if not parts or len(parts) == len(shares):
        return []
    return [_fault("incomplete", "members", "”, “".join(parts), "")]


def _nobody(pairing: Pairing, opinion: Opinion, row: int, requirement: Requirement) -> list[Fault]:
    """The fault of naming nobody where the parent charges a body of its own kind; a general bearer is understood."""
    own = [actor.name for actor in requirement.actors if actor.role != "support" and actor.name in requirement.quote]
    bearers = [name for name in own if not is_general_bearer(name)]
    number = best_unit(pairing, opinion.evidence, row)
    if not bearers or number is None:
        return []
    unit = pairing.child.units[number]
    answers = [r for r in pairing.child.requirements if unit.start < r.end and r.start < unit.end]
    if not answers or any(answer.actors for answer in answers):
        return []
    return [_fault("no_owner", "no_owner", "; ".join(bearers), "")]


def _unreported(pairing: Pairing, opinion: Opinion, row: int, requirement: Requirement) -> list[Fault]:
    """The fault of sending and telling nothing where the parent wants a report; its words are quoted."""
    asked = _report_asked(requirement.quote)
    number = best_unit(pairing, opinion.evidence, row)
    if asked is None or number is None:
        return []
    unit = pairing.child.units[number]
    if lexicon().report.search(fold(pairing.child.text[unit.start : unit.end])):
        return []
    return [_fault("no_report", "no_report", asked, "")]


def _report_asked(quote: str) -> str | None:
    """The clause of a requirement that wants something sent or told; None when there is none."""
    match = report_in(fold(quote), 0, len(quote))
    if match is None:
        return None
    end = _CLAUSE_END.search(quote, match.end())
    return quote[match.start() : end.start() if end else len(quote)].strip(" ,")


def _fault(reason: Reason, code: str, asked: str, said: str) -> Fault:
    return Fault(reason, asked, said, message("faults", code, asked=asked, said=said))
