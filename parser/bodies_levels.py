"""Which administrative levels a duty binds, from the bodies it names and the level of the paper that gives it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, lru_cache

from corpus.knowledge import load
from parser.bodies import districts_exist, level_of, mentions
from parser.bodies_names import find_names
from parser.bodies_words import word_pattern
from parser.document import Header, Level
from parser.folding import fold

_PERSON_WORDS = 5
_AT_START = 12  # letters before a share that is the subject of its duty
_LEAST_RECIPIENTS = 2  # lines of "Nơi nhận"; fewer do not tell who gets the paper


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
        named = levels_in(name, header.date, header.level, city)
        found += named or _generic_levels(fold(name), header)
        if named and header.level in tiers(header.date) and _pattern("local_listed").search(fold(name)):
            found += _localities(header)
        if header.level not in ("commune", "grassroots") and _generic("party_base").search(fold(name)):
            found.append("commune")
        if _generic("every").search(fold(name)) and _pattern("all_levels").search(fold(name)):
            found += _generic_levels(fold(name), header)
    return _ordered(found, header.date)


@lru_cache(maxsize=256)
def default_levels(header: Header) -> tuple[Level, ...]:
    """Whom a duty without a named body binds: the issuer's level and those below it, down to the communes.

    The list of recipients tells more: cells and schools among them are bound as well, and where nobody below the
    issuer receives the paper only the issuer is.
    """
    order = tiers(header.date)
    if header.level not in order:
        return ()
    below = order[order.index(header.level) + 1 :]
    if header.level in ("commune", "grassroots"):
        return (header.level, *below)
    received = _received(header)
    if received is not None and not any(level in received for level in below):
        return (header.level,)
    return tuple(level for level in (header.level, *below) if level != "grassroots" or "grassroots" in (received or ()))


def _received(header: Header) -> set[Level] | None:
    """The levels of those who receive the paper; None when the paper does not tell."""
    lines = [*header.recipients, *header.addressees]
    acting = [line for line in lines if not _pattern("informed").search(fold(line))]
    if len(lines) < _LEAST_RECIPIENTS or not acting or not header.recipients:
        return None
    if any(_pattern("elsewhere").search(fold(line)) for line in lines):
        return None
    city, found = city_level(header), set[Level]()
    for line in acting:
        folded = fold(line)
        levels = levels_in(line, header.date, header.level, city)
        found.update(levels)
        if not levels and _pattern("subordinate").search(folded):
            return None
        if _generic("local").search(folded) or _generic("every").search(folded):
            return None
    return found


def _is_person(name: str) -> bool:
    """Whether a name is that of a person: no body begins so, and every word has a capital."""
    parts = name.split()
    return 2 <= len(parts) <= _PERSON_WORDS and all(p[:1].isupper() for p in parts) and not any(find_names(fold(name)))


def announced_levels(titles: Iterable[str], header: Header) -> tuple[Level, ...]:
    """The levels of the bodies whose duties the nearest of the `titles` announces ("Nhiệm vụ của UBND xã")."""
    for title in titles:
        if whose := _pattern("whose").search(fold(title)):
            body = title[whose.start("body") : whose.end("body")]
            if levels := levels_in(body, header.date, header.level, city_level(header)):
                return levels
    return ()


def bound_levels(
    text: str, names: Sequence[str], header: Header, announced: tuple[Level, ...] = ()
) -> tuple[Level, ...]:
    """The levels that the duty `text` binds, by the bodies `names` that it names or stands under.

    `announced` are the levels that a title above it speaks of, for a duty that names nobody.
    """
    folded = fold(text)
    if not names and (event := _pattern("event").search(folded)):
        level = level_of(event["level"], header.date, own=header.level, city=city_level(header))
        return (level,) if level else ()
    if not names and _pattern("whole").match(folded) and header.level:
        return (header.level,)
    if not names and _pattern("lowest").search(folded, 0, _AT_START):
        return _ordered(("commune", "grassroots"), header.date)
    levels = (not names and announced) or levels_of(names or header.addressees, header)
    if not levels and names and header.level and all(_is_person(name) for name in names):
        return (header.level,)
    if not levels and not any(_generic("outsiders").search(fold(name)) for name in names):
        levels = default_levels(header)
    counted = _pattern("counted").search(folded)
    if counted and header.level not in (None, "grassroots") and (not names or levels == ("grassroots",)):
        stated = counted.start() <= _AT_START  # they are what the duty is about, not where it is done
        levels = _ordered((*(() if stated else levels), "commune", "grassroots"), header.date)
    return levels


def _generic_levels(folded: str, header: Header) -> list[Level]:
    order = tiers(header.date)
    if _generic("outsiders").search(folded) or header.level not in order:
        return []
    if _pattern("lowest").search(folded):
        return [level for level in order if level in ("commune", "grassroots")]
    found: list[Level] = []
    below = order[order.index(header.level) + 1 :]
    if _generic("every").search(folded) or _pattern("units").fullmatch(folded) or _is_anyone(folded):
        found += default_levels(header)
        if header.system == "party" and header.level != "central":
            found.append("grassroots")
        if below and _pattern("committees").fullmatch(folded):
            found = [level for level in found if level != header.level]
    if _generic("local").search(folded):
        found += _localities(header)
    if _generic("own").search(folded):
        found.append(header.level)
    return found


def _is_anyone(folded: str) -> bool:
    """True for a part in a task, for "các cơ quan, đơn vị", for mass organisations named without a place."""
    return any(_pattern(name).match(folded) for name in ("parts", "everyone", "mass"))


def _localities(header: Header) -> list[Level]:
    """The levels that a paper calls "địa phương": those below its own, down to the communes."""
    order = tiers(header.date)
    below = order[order.index(header.level) + 1 :] if header.level in order else []
    return [level for level in below if level != "grassroots"] or below


def _ordered(levels: Iterable[Level], on: date | None) -> tuple[Level, ...]:
    given = set(levels)
    order: list[Level] = load("bodies")["tiers"]["order"]
    return tuple(level for level in order if level in given)
