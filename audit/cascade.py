"""Who implements whom: chains of papers, their flaws, and coverage followed down the chain.

Links come from what the papers cite. Identity of a paper is number, type, issuer and date together: Party numbers
start again every term, State numbers every year, so the same number with another date is a wrong citation and never
a match. Nothing is guessed: a citation that fits several papers is listed as ambiguous.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Literal

from audit.batch.model import Cited, PaperFacts
from audit.units import named_unit, unit_key, unit_kinds
from corpus.knowledge import load
from parser.document import Level
from parser.folding import fold

FlawKind = Literal["orphan", "outdated", "overtaken", "wrong_date", "wrong_issuer", "ambiguous"]
FLAWS: tuple[FlawKind, ...] = ("wrong_date", "wrong_issuer", "outdated", "overtaken", "ambiguous", "orphan")
_ORDER: dict[Level | None, int] = {"central": 0, "province": 1, "district": 2, "commune": 3, "grassroots": 4}
_IDLE = ("replaces", "amends", "attached")  # relations that do not say "this paper carries out that one"
_STRONG = ("implements", "basis")
_FEW = 5  # candidates told of a doubtful citation


@dataclass(frozen=True, slots=True)
class Link:
    """`child` carries out `parent` (names of papers); `sure` when number (or type) and date both agree."""

    child: str
    parent: str
    cited: Cited
    sure: bool


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with the place of `paper` in the cascade.

    orphan: cites no paper of a higher level in the set. outdated: cites `parent` although `newer` had replaced it;
    overtaken: the same, but the paper is older than `newer`. wrong_date, wrong_issuer: `cited` has the number of
    `parent`, and its date or issuer is another one. ambiguous: `cited` fits several
    papers, of which `candidates` are the first.
    """

    kind: FlawKind
    paper: str
    cited: Cited | None = None
    parent: str | None = None
    newer: str | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cascade:
    """The papers of a set by name, their links and flaws, both in the order of the papers given."""

    papers: Mapping[str, PaperFacts]
    links: tuple[Link, ...]
    flaws: tuple[Flaw, ...]

    def parents(self) -> dict[str, list[str]]:
        """Return the papers each paper carries out directly: of its cited parents the lowest level."""
        return _direct(self.papers, self.links)

    def children(self) -> dict[str, list[str]]:
        """Return the papers that carry out each paper directly."""
        below: dict[str, list[str]] = defaultdict(list)
        for child, above in self.parents().items():
            for parent in above:
                below[parent].append(child)
        return dict(below)

    def roots(self) -> list[str]:
        """Return the papers that carry out none of the set and are carried out by some, highest level first."""
        parents, children = self.parents(), self.children()
        tops = [name for name in self.papers if name in children and not parents.get(name)]
        return sorted(tops, key=lambda name: _rank(self.papers[name]))

    def counts(self) -> dict[FlawKind, int]:
        """Return how many papers have each kind of flaw."""
        return {kind: len({flaw.paper for flaw in self.flaws if flaw.kind == kind}) for kind in FLAWS}


def link_papers(papers: Iterable[PaperFacts], parents: Collection[str] = ()) -> Cascade:
    """Link the papers of a set by what they cite.

    `papers` holds plans and parents alike, each name once. `parents` names the papers that others must carry out
    (in an audit: its parents); left empty, every paper of a higher level can be a parent.
    """
    known = {facts.name: facts for facts in papers}
    by_number: dict[str, list[PaperFacts]] = defaultdict(list)
    for facts in known.values():
        if facts.number:
            by_number[_number(facts.number)].append(facts)
        if facts.type and facts.date:
            by_number[_unnumbered(facts.type, facts.date)].append(facts)
    newer = _replaced(known, by_number)
    links: list[Link] = []
    flaws: list[Flaw] = []
    for facts in known.values():
        own_links, own_flaws = _links_of(facts, by_number)
        links += own_links
        flaws += own_flaws + _outdated(facts, own_links, newer, known)
    linked = {link.child for link in links} | {flaw.paper for flaw in flaws if flaw.kind != "ambiguous"}
    flaws += [Flaw("orphan", facts.name) for facts in _orphans(known, linked, parents)]
    return Cascade(known, tuple(links), tuple(flaws))


def tree(cascade: Cascade, most: int = 0) -> Iterator[tuple[int, str, int]]:
    """Yield the papers under each root as (depth, name, left out), depth first.

    `most` bounds the children shown of one paper; what is left out is told as (depth, "", count). A paper that is
    carried out in two ways stands in both places; one that stands above itself is not entered again.
    """
    children = cascade.children()
    stack = [(0, name, 0, frozenset({name})) for name in reversed(cascade.roots())]
    while stack:
        depth, name, left, above = stack.pop()
        yield depth, name, left
        below = [child for child in children.get(name, ()) if child not in above]
        shown = below[:most] if most else below
        if len(below) > len(shown):
            stack.append((depth + 1, "", len(below) - len(shown), above))
        stack += [(depth + 1, child, 0, above | {child}) for child in reversed(shown)]


def _links_of(facts: PaperFacts, by_number: Mapping[str, list[PaperFacts]]) -> tuple[list[Link], list[Flaw]]:
    """The papers that `facts` carries out, and what is wrong with its citations."""
    links: dict[str, Link] = {}
    doubtful: list[tuple[str, Cited, PaperFacts]] = []
    flaws = []
    for cited in facts.cites:
        key = _key(cited)
        if cited.relation in _IDLE or key is None:
            continue
        sound, near = _candidates(cited, facts, by_number.get(key, ()))
        exact = [paper for paper in sound if cited.date is not None and paper.date == cited.date]
        sound = exact or sound
        if len(sound) == 1:
            link = Link(facts.name, sound[0].name, cited, bool(exact))
            if sound[0].name not in links or (link.sure and not links[sound[0].name].sure):
                links[sound[0].name] = link
        elif sound:
            flaws.append(Flaw("ambiguous", facts.name, cited, candidates=tuple(paper.name for paper in sound[:_FEW])))
        doubtful += [(kind, cited, paper) for kind, paper in near if not sound]
    for kind, cited, paper in doubtful:
        flaw = Flaw("wrong_date" if kind == "date" else "wrong_issuer", facts.name, cited, paper.name)
        same = any(known.parent == flaw.parent and known.kind == flaw.kind for known in flaws)
        if not same and paper.name not in links and (_slip(kind, cited, paper) or not links):
            flaws.append(flaw)
    return list(links.values()), flaws


def _candidates(
    cited: Cited, child: PaperFacts, same_number: Iterable[PaperFacts]
) -> tuple[list[PaperFacts], list[tuple[str, PaperFacts]]]:
    """Papers that the citation may mean, and those that differ from it in date or issuer alone."""
    sound, near = [], []
    for paper in same_number:
        if paper.name == child.name or not _may_be_parent(paper, child, cited):
            continue
        other_date = cited.date is not None and paper.date is not None and cited.date != paper.date
        other_body = _other_body(cited.issuer, paper)
        if not other_date and not other_body:
            sound.append(paper)
        elif cited.number and other_date != other_body and not (other_body and cited.date is None):
            near.append(("date" if other_date else "issuer", paper))
    return sound, near


def _may_be_parent(paper: PaperFacts, child: PaperFacts, cited: Cited) -> bool:
    """A parent stands higher; where that is not known the words must say "carries out".

    On one level the day must be said too: every commune has a plan number 1.
    """
    if paper.level is None or child.level is None:
        return cited.relation in _STRONG
    if paper.level == child.level:
        return cited.relation in _STRONG and cited.date is not None
    return _rank(paper) < _rank(child)


def _slip(kind: str, cited: Cited, paper: PaperFacts) -> bool:
    """A date of the same year, or the same day of another year: one body gives a number once a year."""
    if kind != "date" or cited.date is None or paper.date is None:
        return False
    return cited.date.year == paper.date.year or (cited.date.day, cited.date.month) == (
        paper.date.day,
        paper.date.month,
    )


def _replaced(
    known: Mapping[str, PaperFacts], by_number: Mapping[str, list[PaperFacts]]
) -> dict[str, list[PaperFacts]]:
    """The newer papers of the set that take the place of a paper: they say so, or are a later version of it."""
    newer: dict[str, list[PaperFacts]] = defaultdict(list)
    for paper in known.values():
        for cited in paper.cites:
            if cited.relation == "replaces" and cited.number is not None:
                for old in by_number.get(_number(cited.number), ()):
                    other_date = cited.date is not None and old.date is not None and cited.date != old.date
                    if old.name != paper.name and not other_date and not _other_body(cited.issuer, old):
                        newer[old.name].append(paper)
    editions: dict[tuple[str, str | None, str], list[PaperFacts]] = defaultdict(list)
    for paper in known.values():
        if paper.number and paper.issuer:
            editions[_number(paper.number), paper.type, unit_or_words(paper.issuer)].append(paper)
    for versions in editions.values():
        for old in versions:
            newer[old.name] += [paper for paper in versions if _later_version(paper, old)]
    return newer


def _later_version(paper: PaperFacts, old: PaperFacts) -> bool:
    """Of papers of one number, type and issuer: later in the same year, or later with the same title."""
    if paper.date is None or old.date is None or paper.date <= old.date:
        return False
    same_title = bool(paper.title) and fold(paper.title or "") == fold(old.title or "")
    return paper.date.year == old.date.year or same_title


def _outdated(
    facts: PaperFacts, links: Iterable[Link], newer: Mapping[str, list[PaperFacts]], known: Mapping[str, PaperFacts]
) -> list[Flaw]:
    """Links to replaced papers; a paper that cites the newer one as well knows of it."""
    linked = {link.parent: link for link in links}
    flaws = []
    for name, link in linked.items():
        later = [paper for paper in newer.get(name, ()) if paper.name != facts.name]
        if not later or any(paper.name in linked for paper in later):
            continue
        last = max(later, key=lambda paper: (paper.date is not None, paper.date))
        early = facts.date is not None and last.date is not None and facts.date < last.date
        flaws.append(Flaw("overtaken" if early else "outdated", facts.name, link.cited, name, last.name))
    return flaws


def _orphans(known: Mapping[str, PaperFacts], linked: Collection[str], parents: Collection[str]) -> list[PaperFacts]:
    """Papers without a link (sound or slipped) although the set holds papers they could carry out."""
    top = min((_rank(paper) for paper in known.values() if paper.level), default=0)
    found = []
    for facts in known.values():
        expected = facts.name not in parents if parents else _rank(facts) > top
        if expected and facts.name not in linked:
            found.append(facts)
    return found


def _direct(papers: Mapping[str, PaperFacts], links: Iterable[Link]) -> dict[str, list[str]]:
    """Of the parents of a paper those that no other parent of it carries out in turn."""
    above: dict[str, list[str]] = defaultdict(list)
    for link in links:
        above[link.child].append(link.parent)
    direct = {}
    for child, parents in above.items():
        grand = {name for parent in parents for name in above.get(parent, ()) if name != parent}
        direct[child] = [parent for parent in parents if parent not in grand] or parents
    return {name: direct[name] for name in papers if name in direct}


def _rank(facts: PaperFacts) -> int:
    return _ORDER.get(facts.level, 5)


def _key(cited: Cited) -> str | None:
    """What the cited paper is looked up by: its number, else its type and day ("Kế hoạch ngày 5/2/2026 của …")."""
    if cited.number is not None:
        return _number(cited.number)
    return None if cited.date is None else _unnumbered(cited.type, cited.date)


def _unnumbered(kind: str, day: date) -> str:
    return f"{fold(kind)} {day.isoformat()}"


@cache
def _number(number: str) -> str:
    """The symbol without spaces, case and leading zeros: "05- CT/TW" = "5-CT/TW"."""
    return re.sub(r"\s+", "", fold(number)).lstrip("0")


def _other_body(said: str | None, paper: PaperFacts) -> bool:
    """Tell whether `said` cannot be the issuer of `paper`: another kind of organ, level or place."""
    if said is None or paper.issuer is None:
        return False
    own = " ".join(filter(None, (paper.issuer, paper.parent_issuer)))
    first, second = _organs(said), _organs(own)
    if first and second and not first & second:
        return True
    kinds, own_kinds = unit_kinds(said), unit_kinds(own)
    if kinds and own_kinds and not kinds & own_kinds:
        return True
    cited, issued = named_unit(said), named_unit(paper.issuer)
    if cited is None or issued is None or cited.kind is None or issued.kind is None:
        return False
    return unit_key(cited) != unit_key(issued)


@lru_cache(maxsize=100_000)
def unit_or_words(issuer: str) -> str:
    """Return the unit an issuer speaks for with its kind of organ, or its words where it names no unit."""
    named = named_unit(issuer)
    if named is None:
        return fold(issuer)
    return " ".join((*sorted(_organs(issuer)), unit_key(named)))


@cache
def _organs(name: str) -> frozenset[str]:
    """The kinds of organ whose words stand in the name."""
    folded = fold(name)
    table = load("units")["organs"]
    return frozenset(kind for kind, words in table.items() if any(re.search(rf"\b{word}\b", folded) for word in words))
