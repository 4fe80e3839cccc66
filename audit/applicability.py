"""Which requirements of the parent bind the child at all: by level, by kind of body, by name."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from audit.report import Reason
from corpus.knowledge import load
from corpus.messages import message
from parser.document import Header, Level, Requirement
from parser.folding import fold

Exemption = tuple[Reason | None, str]


def not_binding(requirement: Requirement, level: Level | None, child: Header) -> Exemption | None:
    """Return (reason, explanation) when `requirement` does not bind the child; None when it does.

    A child whose level is not known is held to everything, and so is every child to a duty whose bearer cannot be
    told: better a row too many than one unseen.
    """
    levels = requirement.levels
    if levels == ("district",) and child.date is not None and child.date >= _district_end():
        return "level_abolished", message("gap", "level_abolished")
    if level is not None and levels and level not in levels:
        names = ", ".join(message("levels", name) for name in levels)
        return None, message("gap", "other_level", levels=names, level=message("levels", level))
    bearers = _bearers(requirement)
    issuer = child.issuer or ""
    if not bearers or not issuer:
        return None
    if _other_kind(bearers, issuer) or _other_department(bearers, issuer) or _other_name(bearers, issuer):
        return None, message("gap", "other_bodies", bodies="; ".join(bearers), child=issuer)
    return None


def _bearers(requirement: Requirement) -> list[str]:
    """Names of those who must act; supporters bind only when nobody leads."""
    leading = [actor.name for actor in requirement.actors if actor.role != "support"]
    return leading or [actor.name for actor in requirement.actors]


def _other_kind(bearers: list[str], issuer: str) -> bool:
    """True when the bearers are schools and the child a village, the bearers wards and the child a rural commune, …"""
    for family in load("kinds")["family"]:
        wanted = set().union(*(_kinds(name, family["name"]) for name in bearers))
        own = _kinds(issuer, family["name"])
        if wanted and own and not wanted & own:
            return True
    return False


def _kinds(name: str, family: str) -> set[str]:
    said = fold(name)
    return {kind for kind, pattern in _kind_patterns(family).items() if pattern.search(said)}


@cache
def _kind_patterns(family: str) -> dict[str, re.Pattern[str]]:
    kinds = next(f["kinds"] for f in load("kinds")["family"] if f["name"] == family)
    return {kind: re.compile(r"\b(?:" + "|".join(map(re.escape, cues)) + r")\b") for kind, cues in kinds.items()}


def _other_department(bearers: list[str], issuer: str) -> bool:
    """True when the duty names departments or the government, and the child is another department."""
    table = load("kinds")["department"]
    own = fold(issuer)
    if not own.startswith(tuple(head + " " for head in table["heads"])):
        return False
    names = [fold(name) for name in bearers]
    if any(phrase in name for phrase in table["all"] for name in names):
        return False
    return not any(_same_department(name, own) for name in names)


def _same_department(first: str, second: str) -> bool:
    """True when the shorter of two department names begins the longer ("sở y tế", "sở y tế tỉnh x")."""
    return first.startswith(second) or second.startswith(first)


def _other_name(bearers: list[str], issuer: str) -> bool:
    """True when every bearer is picked out by a proper name and none of the names is the child's."""
    places = [_proper_name(name) for name in bearers]
    return all(places) and not any(fold(place) in fold(issuer) for place in places if place)


@cache
def _named() -> re.Pattern[str]:
    heads = "|".join(re.escape(head) for head in load("kinds")["named"]["heads"])
    return re.compile(rf"\b(?i:{heads})\s+((?:[A-ZĐ][^\W\d_]*\s?){{1,4}})")


def _proper_name(body: str) -> str | None:
    """The place that singles the body out ("Huyện ủy Bình Sơn" → "Bình Sơn"); None for generic names."""
    match = _named().search(body)
    return match[1].strip() if match else None


def _district_end() -> date:
    """The first day without a district level."""
    day: date = load("gap")["district_level_ends"]
    return day
