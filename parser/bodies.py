"""Bodies named in a paper and the administrative level they belong to, by the paper's own date.

A name such as "Ban Tuyên giáo Tỉnh ủy" tells its level by its first level word; departments have the level of
the body they belong to. The words and the dates between which they hold are data (corpus/knowledge/bodies.toml).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from corpus.knowledge import load
from parser.bodies_names import find_names
from parser.document import Level, System
from parser.folding import fold


@dataclass(frozen=True, slots=True)
class Body:
    """The name of one body in a text, and the level it tells (None: not told by the name)."""

    name: str
    start: int
    end: int
    level: Level | None


@dataclass(frozen=True, slots=True)
class _Rule:
    """One row of the level table, with what must (not) stand around its words."""

    level: Level
    weak: bool
    at_start: bool
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True)
class Mention:
    """A level word inside a name: where it stands and which level it tells (None: a city that could be either)."""

    start: int
    end: int
    level: Level | None
    weak: bool = False


def _alternation(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _source(row: dict[str, Any]) -> str:
    """The regular expression of one row, without its group."""
    pattern = rf"\b(?:{_alternation(row['words'])})(?!\w)"
    if "before" in row:
        pattern = rf"\b{row['before']} (?:{_alternation(row['words'])})(?!\w)"
    if row.get("at_start"):
        pattern = r"(?:^|(?<=^các )|(?<=^mỗi ))" + pattern
    for word in row.get("not_after", ()):
        pattern = rf"(?<!\b{re.escape(word)} )" + pattern
    if "not_before" in row:
        pattern += rf"(?! (?:{_alternation(row['not_before'])})(?!\w))"
    return pattern


@cache
def _rules() -> tuple[tuple[_Rule, ...], tuple[re.Pattern[str], ...]]:
    table = load("bodies")
    rules, patterns = [], []
    for row in table["level"]:
        rules.append(
            _Rule(
                level=row["level"],
                weak=row.get("weak", False),
                at_start=row.get("at_start", False),
                valid_from=row.get("valid_from", date.min),
                valid_to=row.get("valid_to", date.max),
            )
        )
        patterns.append(re.compile(_source(row)))
    return tuple(rules), tuple(patterns)


@cache
def _city() -> re.Pattern[str]:
    table = load("bodies")
    names = _alternation(table["centrally_run"]["cities"] + [row["name"] for row in table["centrally_run"]["dated"]])
    return re.compile(
        rf"\b(?:{_alternation(table['city']['words'])})(?!\w)\s*(?P<central>(?:{names})(?!\w))?(?P<rest>\s*\w+)?"
    )


def districts_exist(on: date | None) -> bool:
    """Whether the district tier existed on that day; without a date it may have."""
    return on is None or on <= load("bodies")["tiers"]["district_valid_to"]


def _city_level(match: re.Match[str], name: str, on: date | None, own: Level | None) -> Level | None:
    """Level of a "thành phố X" or "Thành ủy X"; unnamed ones take the side of the paper's own level."""
    if not districts_exist(on):
        return "province"
    if central := match["central"]:
        for row in load("bodies")["centrally_run"]["dated"]:
            if row["name"] == central and (on is None or on < row["valid_from"]):
                return "district"
        return "province"
    if match["rest"] and name[match.start("rest") :].lstrip()[:1].isupper():
        return "district"
    if own in ("central", "province"):
        return "province"
    return "district" if own in ("district", "commune", "grassroots") else None


@lru_cache(maxsize=4096)
def mentions(name: str, on: date | None, own: Level | None = None) -> tuple[Mention, ...]:
    """The level words of `name` in order, the longest where they overlap, weak ones only when nothing else is said."""
    folded = fold(name)
    found: list[Mention] = []
    for match in _city().finditer(folded):
        end = match.end("central") if match["central"] else match.start("rest") if match["rest"] else match.end()
        found.append(Mention(match.start(), end, _city_level(match, name, on, own)))
    for rule, pattern in zip(*_rules(), strict=True):
        if on is not None and not rule.valid_from <= on <= rule.valid_to:
            continue
        if on is None and rule.valid_from > date.min:
            continue
        found += [Mention(m.start(), m.end(), rule.level, rule.weak) for m in pattern.finditer(folded)]
    found.sort(key=lambda m: (m.start, -m.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    strong = [m for m in kept if not m.weak]
    return tuple(strong or kept)


@cache
def _under() -> re.Pattern[str]:
    return re.compile(load("bodies")["patterns"]["under"])


def level_of(
    name: str, on: date | None, system: System = "other", own: Level | None = None, city: Level | None = None
) -> Level | None:
    """The administrative level of the body called `name` in a paper dated `on` (None: not known).

    `own` is the level of the paper's issuer; it, or `city`, settles "thành phố" and "Thành ủy" without a name.
    """
    found = mentions(name, on, city or own)
    if not found:
        return None
    first = found[0].level
    undated = on is None and own == "commune"
    if found[0].weak and own and (first == "central" or own in ("central", "province") or undated):
        return own  # the Front of the paper's own level; a "Phòng" of a department
    if first and _under().match(fold(name)[: found[0].start]):
        return _below(first, on)
    return first


def _below(level: Level, on: date | None) -> Level:
    """The next lower level that exists on that day."""
    order: list[Level] = load("bodies")["tiers"]["order"]
    if not districts_exist(on):
        order = [item for item in order if item != "district"]
    return order[min(order.index(level) + 1, len(order) - 1)] if level in order else level


def find_bodies(
    text: str, start: int, end: int, on: date | None, system: System = "other", folded: str | None = None
) -> tuple[Body, ...]:
    """The bodies named in `text[start:end]`, in order; lists ("các sở, ban, ngành; UBND xã") give one each.

    Callers that ask for many stretches of one text pass `folded = fold(text)` once.
    """
    folded = fold(text) if folded is None else folded
    names = ((text[n.start : n.end], n) for n in find_names(folded, start, end, text))
    return tuple(Body(quote, n.start, n.end, level_of(quote, on, system)) for quote, n in names)
