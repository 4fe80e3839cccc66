"""Duties of manner: how work is to be done ("thiết thực, tránh hình thức"), not what. A plan answers them by existing.

The annotation rules count them as requirements of the parent, so they keep their rows; but a plan that carries the
parent out need not have a passage for each, and calling them missing buries the true gaps.
"""

from __future__ import annotations

import re

from corpus.knowledge import load
from parser.document import Document, Requirement, Unit
from parser.folding import fold


def is_conduct(requirement: Requirement, parent: Document, unit: Unit | None) -> bool:
    """True when `requirement`, standing in `unit` of `parent`, asks for a manner and nothing that can be checked."""
    table = load("gap")["conduct"]
    said = fold(requirement.quote)
    if requirement.targets or requirement.citations or any(_is_day(parent, i) for i in requirement.deadlines):
        return False
    if any(phrase in said for phrase in table["closing"]):
        return True
    if unit is None or unit.zone not in table["zones"]:
        return False
    if unit.zone in table["aims"] and not requirement.actors and _is_aim(said):
        return True
    return any(phrase in said for phrase in table["manner"])


def _is_aim(said: str) -> bool:
    table = load("gap")["conduct"]
    return re.match(table["aim_starts"], said) is not None and re.search(table["laid_down"], said) is None


def _is_day(parent: Document, index: int) -> bool:
    """True for a deadline that names days or a recurrence; "thường xuyên" asks for no more than manner."""
    deadline = parent.deadlines[index]
    return bool(deadline.to or deadline.rrule)
