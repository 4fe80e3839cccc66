"""Which administrative levels a duty binds, from the bodies it names and the level of the paper that gives it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache

from corpus.knowledge import load
from parser.bodies import districts_exist, level_of, mentions
from parser.bodies_words import word_pattern
from parser.document import Header, Level
from parser.folding import fold


@cache
def _generic(which: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{word_pattern(word.strip() for word in load('bodies')['generic'][which])})")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load("bodies")["patterns"][name])


def tiers(on: date | None) -> list[Level]:
    """The levels that exist on that day, highest first."""
    order: list[Level] = load("bodies")["tiers"]["order"]
    return [level for level in order if level != "district" or districts_exist(on)]


def city_level(header: Header) -> Level | None:
    """What an unnamed "thành phố" or "Thành ủy" is in this paper: in a province's paper, a city under the province."""
    issuer = fold(header.issuer or "")
    if header.level == "province" and districts_exist(header.date) and _pattern("province_issuer").search(issuer):
        return "district"
    return header.level


def levels_in(name: str, on: date | None, own: Level | None = None, city: Level | None = None) -> tuple[Level, ...]:
    """Every level that one name lists ("cấp tỉnh, cấp xã"; "từ thành phố đến các xã, phường")."""
    first = level_of(name, on, own=own, city=city)
    found = mentions(name, on, city or own)
    if first is None or not found:
        return ()
    folded, levels = fold(name), [first]
    for before, mention in zip(found, found[1:], strict=False):
        gap = folded[before.end : mention.start]
        if not _pattern("link").match(gap) or mention.level is None:
            break
        if _pattern("range").search(gap):
            levels += _between(levels[-1], mention.level, on)
        levels.append(mention.level)
    return _ordered(levels, on)


def _between(upper: Level, lower: Level, on: date | None) -> list[Level]:
    order = tiers(on)
    if upper not in order or lower not in order:
        return []
    return order[order.index(upper) : order.index(lower)]


def levels_of(names: Iterable[str], header: Header) -> tuple[Level, ...]:
    """The levels whose bodies `names` are; generic names ("các cơ quan, địa phương") go by the paper's own level."""
    city = city_level(header)
    found: list[Level] = []
    for name in names:
        found += levels_in(name, header.date, header.level, city) or _generic_levels(fold(name), header)
        if _generic("every").search(fold(name)) and _pattern("all_levels").search(fold(name)):
            found += _generic_levels(fold(name), header)
    return _ordered(found, header.date)


def default_levels(header: Header) -> tuple[Level, ...]:
    """Whom a duty without a named body binds: the issuer's level and those below it, down to the communes."""
    order = tiers(header.date)
    if header.level not in order:
        return ()
    if header.level in ("commune", "grassroots"):
        return tuple(order[order.index(header.level) :])
    return tuple(level for level in order[order.index(header.level) :] if level != "grassroots")


def _generic_levels(folded: str, header: Header) -> list[Level]:
    order = tiers(header.date)
    if _generic("outsiders").search(folded) or header.level not in order:
        return []
    found: list[Level] = []
    below = order[order.index(header.level) + 1 :]
    if _generic("every").search(folded):
        found += default_levels(header)
        if header.system == "party":
            found.append("grassroots")
    if _generic("local").search(folded):
        found += [level for level in below if level != "grassroots"] or below
    if _generic("own").search(folded):
        found.append(header.level)
    return found


def _ordered(levels: Iterable[Level], on: date | None) -> tuple[Level, ...]:
    given = set(levels)
    order: list[Level] = load("bodies")["tiers"]["order"]
    return tuple(level for level in order if level in given)
