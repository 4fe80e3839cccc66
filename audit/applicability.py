"""Which requirements of the parent bind the child at all."""

from __future__ import annotations

from datetime import date

from audit.report import Reason
from corpus.knowledge import load
from corpus.messages import message
from parser.document import Level, Requirement


def not_binding(requirement: Requirement, level: Level | None, on: date | None) -> tuple[Reason | None, str] | None:
    """Return (reason, explanation) when `requirement` does not bind a paper of `level` dated `on`; None when it does.

    A child whose level is not known is held to everything: better a row too many than one unseen.
    """
    levels = requirement.levels
    if "district" in levels and len(levels) == 1 and on is not None and on >= _district_end():
        return "level_abolished", message("gap", "level_abolished")
    if level is None or level in levels:
        return None
    if not levels:
        return None if not requirement.actors else (None, message("gap", "other_addressee"))
    names = ", ".join(message("levels", name) for name in levels)
    return None, message("gap", "other_level", levels=names, level=message("levels", level))


def _district_end() -> date:
    """The first day without a district level."""
    day: date = load("gap")["district_level_ends"]
    return day
