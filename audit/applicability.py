"""Which requirements of the parent bind the child at all: by level, by kind of body, by name."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache

from audit.report import Reason
from corpus.knowledge import load
from corpus.messages import message
from parser.bodies import level_of
from parser.document import Header, Level, Requirement
from parser.folding import fold

Exemption = tuple[Reason | None, str]
_QUOTED = re.compile("“[^”]*”")
_FIELD_WORDS = 3  # "sở y tế", "sở nông nghiệp": a department is told by its first words, its place follows


def not_binding(
    requirement: Requirement,
    level: Level | None,
    child: Header,
    issuer_level: Level | None = None,
    headings: str = "",
    child_text: str | None = None,
) -> Exemption | None:
    """Return (reason, explanation) when `requirement` does not bind the child; None when it does.

    `issuer_level` is the level of the parent's issuer, `headings` the titles the requirement stands under,
    `child_text` what tells whether a condition of place ("các xã ven biển") holds for the child.

    A child whose level is not known is held to everything, and so is every child to a duty whose bearer cannot be
    told: better a row too many than one unseen.
    """
    levels = requirement.levels
    if levels == ("district",) and child.date is not None and child.date >= _district_end():
        return "level_abolished", message("gap", "level_abolished")
    outside = level is not None and levels and level not in levels
    if outside and not (
        _reaches_base(requirement, level, child, issuer_level) or _leads_base(requirement, child, level, issuer_level)
    ):
        names = ", ".join(message("levels", name) for name in levels)
        return None, message("gap", "other_level", levels=names, level=message("levels", str(level)))
    if issuer_level is not None and level != issuer_level and _is_issuers_own(requirement, issuer_level, headings):
        return None, message("gap", "issuers_own", level=message("levels", issuer_level))
    issuer = child.issuer or ""
    if _named_to_help(requirement, issuer):
        return None
    bearers = _bearers(requirement) or ([headings] if level == "grassroots" and headings else [])
    if not bearers or not issuer:
        return None
    if _firms_alone(requirement, bearers, issuer):
        return None, message("gap", "other_bodies", bodies="; ".join(bearers), child=issuer)
    if _is_general(bearers):
        return None
    place = _unmet_place(bearers, child_text)
    if place is not None:
        return None, message("gap", "other_place", place=place)
    others = (_other_kind, _other_side, _other_department, _other_institution, _other_name)
    if any(is_other(bearers, issuer) for is_other in others):
        return None, message("gap", "other_bodies", bodies="; ".join(bearers), child=issuer)
    return None


def _reaches_base(requirement: Requirement, level: Level | None, child: Header, issuer_level: Level | None) -> bool:
    """True when a duty of nobody or of "các cơ quan, đơn vị" goes on to the child, a body of the base.

    It reaches what stands right below the issuer, and every school, station, hospital or company, unless it speaks of
    a commune as a territory; a cell or village gets its duties from its commune.
    """
    named = [fold(actor.name) for actor in requirement.actors]
    if level != "grassroots" or "commune" not in requirement.levels or not all(map(_everyone().match, named)):
        return False
    if not named and _stands_below(child, issuer_level):
        return True
    said, issuer = fold(requirement.quote), child.issuer or ""
    territory = any(phrase in said for phrase in load("kinds")["own"]["territory"])
    return not territory and (_is_office(issuer) or fold(issuer).startswith(_department_heads()))


def _leads_base(requirement: Requirement, child: Header, level: Level | None, issuer_level: Level | None) -> bool:
    """True when the child is a commune and the duty one of its cells or villages at large, given by a paper from above.

    They get no paper from a province; their commune passes the duty on, so its plan has to speak of it: the Party's
    cells by its committee's plan, members' groups by their own organisation's, villages by any.
    """
    if level != "commune" or issuer_level in (None, "commune", "grassroots") or not requirement.actors:
        return False
    led = _led("party" if child.system == "party" else "mass" if child.system in ("front", "union") else "any")
    return all(led.fullmatch(fold(actor.name)) for actor in requirement.actors)


@cache
def _led(side: str) -> re.Pattern[str]:
    """Names of those whom a plan of that side leads, one or several, without a proper name."""
    table = load("kinds")["base"]
    words = dict.fromkeys([*table["any"], *table[side]])
    one = rf"(?:{table['before']} )?(?:{'|'.join(map(re.escape, words))})(?: {table['after']})*"
    return re.compile(rf"{one}(?:(?:, | và |; ){one})*")


def _stands_below(child: Header, issuer_level: Level | None) -> bool:
    above = child.parent_issuer or child.issuer or ""
    return issuer_level is not None and level_of(above, child.date, own=issuer_level) == issuer_level


def _is_office(issuer: str) -> bool:
    """True for a school, a station, an office: bodies with staff and a budget."""
    return not fold(issuer).startswith(load("kinds")["cell"]) and bool(_kinds(issuer, "grassroots") - {"village"})


@cache
def _everyone() -> re.Pattern[str]:
    return re.compile(load("bodies")["patterns"]["everyone"])


def _is_issuers_own(requirement: Requirement, issuer_level: Level, headings: str) -> bool:
    """True for what the issuer's own level alone can do: its own events and partners, matters no commune deals with.

    Only asked where nobody is named as the bearer: a named bearer says more than any of these signs.
    """
    if _bearers(requirement):
        return False
    table = load("kinds")["own"]
    said, above = fold(_QUOTED.sub(" ", requirement.quote)), fold(headings)
    if any(phrase in said for phrase in table["lower"]):
        return False
    if any(phrase in said or phrase in above for phrase in table["matters"]):
        return True
    partners = [fold(actor.name) for actor in requirement.actors]
    if any(name.endswith(tuple(table["places"].get(issuer_level, ()))) for name in partners):
        return True
    return any(phrase in said for phrase in table["scope"].get(issuer_level, ()))


def _bearers(requirement: Requirement) -> list[str]:
    """Names of those who must act; with supporters alone the bearer is left to the context, so nobody is excused."""
    return [actor.name for actor in requirement.actors if actor.role != "support"]


def _named_to_help(requirement: Requirement, issuer: str) -> bool:
    """True when the child's own department stands in the column of those who are to help, not just in the sentence."""
    own, said = fold(issuer).split()[:_FIELD_WORDS], fold(requirement.quote)
    names = [fold(actor.name) for actor in requirement.actors if actor.role == "support"]
    helpers = [name.split()[:_FIELD_WORDS] for name in names if name not in said]
    return len(own) == _FIELD_WORDS and fold(issuer).startswith(_department_heads()) and own in helpers


def _department_heads() -> tuple[str, ...]:
    return tuple(head + " " for head in load("kinds")["department"]["heads"])


def _unmet_place(bearers: list[str], child_text: str | None) -> str | None:
    """The condition of place that every bearer has and the child never speaks of; None when there is none."""
    if child_text is None:
        return None
    for place, signs in load("kinds")["places"].items():
        if all(place in fold(name) for name in bearers):
            said = fold(child_text)
            return None if any(sign in said for sign in signs) else str(place)
    return None


def _is_general(bearers: list[str]) -> bool:
    """True when one of the bearers is everybody ("các cơ quan, đơn vị")."""
    return any(phrase in fold(name) for phrase in load("kinds")["general"] for name in bearers)


def _other_kind(bearers: list[str], issuer: str) -> bool:
    """True when the bearers are schools and the child a village, the bearers wards and the child a rural commune, …"""
    for family in load("kinds")["family"]:
        wanted = [_kinds(name, family["name"]) for name in bearers]
        own = _kinds(issuer, family["name"])
        if own and all(wanted) and not own & set().union(*wanted):
            return True
    return False


@lru_cache(maxsize=10_000)  # thousands of plans ask about the same bearers
def _kinds(name: str, family: str) -> frozenset[str]:
    """Kinds told by the name, place names left out ("phường Trường Thành" is no school)."""
    said = fold(name)
    for phrase in load("kinds")["other_words"]:
        said = said.replace(phrase, " " * len(phrase))
    return frozenset(
        kind
        for kind, pattern in _kind_patterns(family).items()
        if any(not _is_place(name, said, m.start()) for m in pattern.finditer(said))
    )


def _is_place(name: str, said: str, at: int) -> bool:
    """True when the word at `at` begins the proper name of a place: a capital right after "xã", "phường", …"""
    return name[at].isupper() and said[:at].rstrip().endswith(tuple(load("kinds")["place_heads"]))


@cache
def _kind_patterns(family: str) -> dict[str, re.Pattern[str]]:
    kinds = next(f["kinds"] for f in load("kinds")["family"] if f["name"] == family)
    return {kind: re.compile(r"\b(?:" + "|".join(map(re.escape, cues)) + r")\b") for kind, cues in kinds.items()}


def _other_side(bearers: list[str], issuer: str) -> bool:
    """True when every bearer is of another side than the child: committees of the Party, governments, police, army."""
    own = _side(issuer)
    return own is not None and all(own in load("kinds")["apart"].get(_side(name), ()) for name in bearers)


def _side(name: str) -> str | None:
    """The side a body belongs to; None when its name does not tell."""
    return next((side for side, pattern in _sides().items() if pattern.match(fold(name))), None)


@cache
def _sides() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in load("kinds")["side"].items()}


def _other_department(bearers: list[str], issuer: str) -> bool:
    """True when every bearer is another department or a government, and the child is a department."""
    table = load("kinds")["department"]
    heads = _department_heads()
    own = fold(issuer)
    if not own.startswith(heads):
        return False
    field = own.split()[:_FIELD_WORDS]
    names = [fold(name) for name in bearers]
    others = [n for n in names if n.startswith((*heads, *table["governments"])) and n.split()[:_FIELD_WORDS] != field]
    return len(others) == len(names)


def _other_institution(bearers: list[str], issuer: str) -> bool:
    """True when every bearer is a bank, treasury, university, … and the child is none."""
    heads = tuple(load("kinds")["outside"]["heads"])
    return all(fold(name).startswith(heads) for name in bearers) and not fold(issuer).startswith(heads)


def _firms_alone(requirement: Requirement, bearers: list[str], issuer: str) -> bool:
    """True when firms alone bear the duty: they stand at its beginning or above it, not as those a body is to move."""
    firm, said = _firm(), fold(requirement.quote)
    own = bool(bearers) and all(firm.match(fold(name)) for name in bearers) and not firm.match(fold(issuer))
    return own and said.find(fold(bearers[0])) <= 0


@cache
def _firm() -> re.Pattern[str]:
    return re.compile(load("kinds")["outside"]["firms"])


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
