"""Which requirements of the parent bind the child at all."""

from __future__ import annotations

from datetime import date

from audit.report import Reason
from corpus.knowledge import load
from corpus.messages import message
from parser.document import Header, Level, Requirement


def not_binding(requirement: Requirement, level: Level | None, child: Header) -> tuple[Reason | None, str] | None:
    """Return (reason, explanation) when `requirement` does not bind the child; None when it does.

    A child whose level is not known is held to everything: better a row too many than one unseen.
    """
    levels = requirement.levels
    if levels == ("district",) and child.date is not None and child.date >= _district_end():
        return "level_abolished", message("gap", "level_abolished")
    if level is None or level in levels:
        return None
    if not levels:
        return (None, message("gap", "other_addressee")) if requirement.actors else None
    names = ", ".join(message("levels", name) for name in levels)
    return None, message("gap", "other_level", levels=names, level=message("levels", level))


def _district_end() -> date:
    """The first day without a district level."""
    day: date = load("gap")["district_level_ends"]
    return day
