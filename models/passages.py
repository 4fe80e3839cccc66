"""The pieces of a plan that may answer a requirement, and the requirement itself, as comparable words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpus.knowledge import load
from models.words import Abbreviations, Rarity, Words, common_abbreviations, defined_abbreviations, words_of
from parser.document import Document, Requirement, Unit, Zone
from parser.sentences import clauses, sentences

COMMITTING: frozenset[Zone] = frozenset({"demand", "body", "organisation", "closing", "annex", "situation"})
"""Zones in which a plan commits itself; what stands only in header, basis, purpose, tail commits to nothing."""

_SHORTEST = 3  # words; below, a stray mark or a bare label
_SHORTEST_CORE = 4  # syllables; a shorter rest cannot be a duty of its own


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of the child's text. `unit` indexes child.units; `context` are the words of heading and lead-in."""

    start: int
    end: int
    unit: int
    zone: Zone
    words: Words
    context: Words

    @property
    def commits(self) -> bool:
        """True when it stands where a plan commits itself."""
        return self.zone in COMMITTING


@dataclass(frozen=True, slots=True)
class Wanted:
    """A requirement as comparable words; `context` holds its heading and lead-in, `unit` is where it stands.

    `core` is the operative part of its quote.
    """

    requirement: Requirement
    words: Words
    context: Words
    unit: Unit | None
    core: str


@dataclass(frozen=True, slots=True)
class Asking:
    """The parent's side of a pairing: made once, it serves for any number of plans."""

    parent: Document
    wanted: tuple[Wanted, ...]
    abbreviations: Abbreviations
    rarity: Rarity


@dataclass(frozen=True, slots=True)
class Pairing:
    """A parent's requirements against a child's passages, and how rare each word is in the two papers."""

    parent: Document
    child: Document
    wanted: tuple[Wanted, ...]
    passages: tuple[Passage, ...]
    rarity: Rarity
    committed_words: frozenset[str]


def pair_up(parent: Document, child: Document, requirements: tuple[Requirement, ...]) -> Pairing:
    """Linearise both papers: abbreviations written out, stem joined to bullet, context kept apart."""
    return answer(asking(parent, requirements), child)


def asking(parent: Document, requirements: tuple[Requirement, ...]) -> Asking:
    """Return the parent's side of a pairing."""
    short = {**common_abbreviations(), **defined_abbreviations(parent.text)}
    return Asking(
        parent,
        tuple(_wanted(requirement, parent, short) for requirement in requirements),
        short,
        Rarity(words_of(parent.text[u.start : u.end], short) for u in parent.units),
    )


def answer(asked: Asking, child: Document) -> Pairing:
    """Pair a plan with what is asked of it."""
    short = {**asked.abbreviations, **common_abbreviations(), **defined_abbreviations(child.text)}
    passages = passages_of(child, short)
    return Pairing(
        asked.parent,
        child,
        asked.wanted,
        passages,
        asked.rarity.joined(words_of(child.text[u.start : u.end], short) for u in child.units),
        frozenset(word for passage in passages if passage.commits for word in passage.words),
    )


def passages_of(document: Document, abbreviations: Abbreviations) -> tuple[Passage, ...]:
    """Return units, their sentences and their clauses, in order, each with heading and lead-in as context."""
    found: list[Passage] = []
    for number, unit in enumerate(document.units):
        if unit.zone in ("outside",):
            continue
        context = _context(unit, document, abbreviations)
        for start, end in _pieces(unit, document.text):
            words = words_of(document.text[start:end], abbreviations)
            if len(words) >= _SHORTEST:
                found.append(Passage(start, end, number, unit.zone, words, context))
    return tuple(found)


def _pieces(unit: Unit, text: str) -> list[tuple[int, int]]:
    """The unit itself, then its sentences and clauses where it has several; a table row is one piece."""
    pieces = [(unit.start, unit.end)]
    if unit.kind != "row":
        inner = [clause for s, e in sentences(text, unit.start, unit.end) for clause in clauses(text, s, e)]
        whole = sentences(text, unit.start, unit.end)
        pieces += [span for span in dict.fromkeys([*whole, *inner]) if span != pieces[0]]
    return pieces


def _context(unit: Unit, document: Document, abbreviations: Abbreviations) -> Words:
    """Heading of the section and lead-in of the list, unless the unit is that heading itself."""
    parts: list[str] = []
    if unit.heading is not None and unit.kind != "heading":
        parts.append(document.outline[unit.heading].heading)
    if unit.parent is not None:
        lead = document.units[unit.parent]
        parts.append(document.text[lead.start : lead.end])
    return words_of(" ".join(dict.fromkeys(parts)), abbreviations)


def core_of(requirement: Requirement) -> str:
    """The operative part of the quote: without the names of those who must act, and without background clauses.

    The child names its own bodies, and need not repeat what a duty is good for ("nhằm …", "góp phần …"). Too short a
    rest means that the cues deceived; then the whole quote counts.
    """
    quote = requirement.quote
    for actor in requirement.actors:
        if actor.role != "support":
            quote = quote.replace(actor.name, " ", 1)
    quote = _general_bearer().sub(" ", quote, count=1)
    core = _background().sub(" ", quote)
    for text in (core, quote):
        if len(text.split()) >= _SHORTEST_CORE:
            return text
    return requirement.quote


@cache
def _general_bearer() -> re.Pattern[str]:
    """An opening such as "Ủy ban nhân dân các xã, phường", also where the parser took no actor from it."""
    table = load("words")["bearer"]
    heads, levels = ("|".join(map(re.escape, table[key])) for key in ("heads", "levels"))
    return re.compile(rf"^(?i:(?:{heads})(?:\s+(?:các|cấp|mỗi))?(?:[\s,]+(?:và\s+)?(?:{levels}))+)(?!\w)")


def is_general_bearer(name: str) -> bool:
    """True for "Ủy ban nhân dân các xã, phường" and the like: every child is one of them."""
    return _general_bearer().match(name) is not None


@cache
def _background() -> re.Pattern[str]:
    cues = "|".join(re.escape(cue) for cue in load("words")["background"])
    return re.compile(rf"[,;]?\s+(?i:{cues})\b[^;.]*")


def _wanted(requirement: Requirement, parent: Document, abbreviations: Abbreviations) -> Wanted:
    core = core_of(requirement)
    words = words_of(core, abbreviations)
    unit = next((u for u in parent.units if u.start < requirement.end and requirement.start < u.end), None)
    return Wanted(requirement, words, _context(unit, parent, abbreviations) if unit else (), unit, core)
