"""Calling the roll: which of the units that ought to have a plan have one among the papers of an audit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from audit.batch.model import PaperFacts
from audit.units import Named, Unit, UnitLevel, ascii_form, expected_units, name_key, named_unit, place_key, slug
from corpus.errors import UsageError
from corpus.knowledge import load


@dataclass(frozen=True, slots=True)
class Roll:
    """The expected units called by name.

    `present` maps the name of a plan to its unit; `ambiguous` are plans whose name fits several units, `strangers`
    plans of the level whose unit is not on the list: both are said, never guessed.
    """

    expected: tuple[Unit, ...]
    present: Mapping[str, Unit]
    absent: tuple[Unit, ...]
    ambiguous: tuple[tuple[str, tuple[Unit, ...]], ...]
    strangers: tuple[str, ...]


def match_units(expected: Sequence[Unit], plans: Iterable[PaperFacts], level: UnitLevel = "commune") -> Roll:
    """Call the roll: which of `expected` has a plan among `plans`.

    A plan of another level speaks for no unit of this one (the plan of a cell in a commune is not the commune's).
    Its unit is told by the facts, else by its issuer, its place, and only where the paper says nothing by the name
    of its file. Tone placement, i/y, hyphens and apostrophes make no difference; names without diacritics match
    where only one unit answers to them.
    """
    index = _Index(expected)
    present: dict[str, Unit] = {}
    ambiguous: list[tuple[str, tuple[Unit, ...]]] = []
    strangers: list[str] = []
    for facts in plans:
        if facts.level not in (level, None):
            continue
        found = index.find(facts, level)
        if len(found) == 1:
            present[facts.name] = found[0]
        elif found:
            ambiguous.append((facts.name, found))
        else:
            strangers.append(facts.name)
    seen = set(present.values())
    absent = tuple(unit for unit in expected if unit not in seen)
    return Roll(tuple(expected), present, absent, tuple(ambiguous), tuple(strangers))


def default_expected(parents: Sequence[PaperFacts], plans: Iterable[PaperFacts]) -> tuple[tuple[Unit, ...], UnitLevel]:
    """Return the units that ought to have a plan, and their level, when the user gives no list.

    They follow from the first parent of province or district level: the units below it, at its date, of the level
    that most plans have. () when no parent tells its province, the tables are not installed, or the plans are of no
    such level (cells and schools are in no table).
    """
    counts = Counter(facts.level for facts in plans)
    levels: list[UnitLevel] = ["commune", "district", "province"]
    level = max(levels, key=lambda each: counts[each])
    if not counts[level]:
        return (), "commune"
    for facts in parents:
        if facts.level not in ("central", "province", "district") or (facts.level == level != "district"):
            continue
        province = facts.province or _province_in(facts)
        if facts.level == "central" and level != "province" or province is None and facts.level != "central":
            continue
        try:
            units = expected_units(None if facts.level == "central" else province, facts.date, level)
        except UsageError:
            continue
        if facts.level == "district":
            own = facts.unit or facts.district or facts.issuer
            named = named_unit(own)
            wanted = name_key(named.name) if named else ""
            units = tuple(unit for unit in units if unit.district and place_key(unit.district) == wanted)
        if units:
            return units, level
    return (), level


def _province_in(facts: PaperFacts) -> str | None:
    """The province that the names of issuer and superior body tell."""
    kinds = load("units")["levels"]["province"]
    for said in (facts.unit, facts.issuer, facts.parent_issuer):
        named = named_unit(said, kinds)
        if named is not None:
            return named.name
    return facts.place if facts.level == "province" else None


class _Index:
    """Expected units by full name, bare name, and both without diacritics."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.full: dict[tuple[str | None, str], list[Unit]] = {}
        self.bare: dict[str, list[Unit]] = {}
        self.slugs: dict[str, list[Unit]] = {}
        for unit in units:
            named = named_unit(unit.name) or Named(None, unit.name)
            key = name_key(named.name)
            self.full.setdefault((named.kind, key), []).append(unit)
            self.bare.setdefault(key, []).append(unit)
            self.slugs.setdefault(slug(f"{named.kind or ''} {named.name}"), []).append(unit)
            if named.kind:
                self.slugs.setdefault(slug(named.name), []).append(unit)

    def find(self, facts: PaperFacts, level: UnitLevel) -> tuple[Unit, ...]:
        """Return the units the plan may speak for; more than one when its name fits several."""
        kinds = load("units")["levels"][level]
        for said in (facts.unit, facts.issuer, facts.place):
            named = named_unit(said, kinds) or (Named(None, said) if said and said is not facts.issuer else None)
            if named is not None and (found := self._named(named, facts)):
                return found
        told = any(named_unit(said, kinds) for said in (facts.unit, facts.issuer))
        return () if told else self._by_file(facts, kinds)

    def _named(self, named: Named, facts: PaperFacts) -> tuple[Unit, ...]:
        key = name_key(named.name)
        found = self.full.get((named.kind, key)) or (() if named.kind else self.bare.get(key))
        if not found and named.kind:
            found = [unit for unit in self.bare.get(key, ()) if named_unit(unit.name) is None]  # a list of bare names
        if not found and named.name.isascii():
            found = self.slugs.get(slug(f"{named.kind or ''} {named.name}"))
        return _narrowed(found or (), facts)

    def _by_file(self, facts: PaperFacts, kinds: Sequence[str]) -> tuple[Unit, ...]:
        """The unit in the name of the file, written with its kind: "KH_xa-dong-lac.docx"; the longest name wins."""
        words = re.findall(r"[a-z0-9]+", ascii_form(facts.name.rpartition(".")[0] or facts.name))
        spelt = {ascii_form(kind).replace(" ", "") for kind in kinds}
        for length in range(min(8, len(words)), 1, -1):
            for start in range(len(words) - length + 1):
                tried = words[start : start + length]
                if any("".join(tried).startswith(kind) for kind in spelt):
                    found = self.slugs.get("".join(tried))
                    if found:
                        return _narrowed(found, facts)
        return ()


def _narrowed(units: Sequence[Unit], facts: PaperFacts) -> tuple[Unit, ...]:
    """Of several units of one name those in the district and province that the paper states."""
    chosen = tuple(dict.fromkeys(units))
    for own, said in (("province", facts.province), ("district", facts.district)):
        if len(chosen) > 1 and said:
            wanted = place_key(said)
            fitting = tuple(unit for unit in chosen if place_key(getattr(unit, own) or "") == wanted)
            chosen = fitting or chosen
    return chosen
