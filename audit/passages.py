"""What a plan commits itself to, as passages that can be compared with a requirement."""

from __future__ import annotations

from dataclasses import dataclass

from parser.document import Document, Unit
from parser.sentences import sentences

_COMMITTING = ("body", "demand", "organisation", "annex", "closing", "situation")
_SHORTEST = 12  # characters; below, a stray mark


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of the child's text; `context` is the lead-in or heading it stands under, for comparison only."""

    start: int
    end: int
    text: str
    context: str


def passages_of(document: Document) -> tuple[Passage, ...]:
    """Return the sentences, bullets and table rows of the zones in which a plan commits itself, in order.

    Header, basis, purpose, recipients and signature commit to nothing and are left out.
    """
    found: list[Passage] = []
    for unit in document.units:
        if unit.zone not in _COMMITTING:
            continue
        context = _context(unit, document)
        found.extend(Passage(s, e, document.text[s:e], context) for s, e in _pieces(unit, document.text))
    return tuple(passage for passage in found if passage.end - passage.start >= _SHORTEST)


def _pieces(unit: Unit, text: str) -> list[tuple[int, int]]:
    """A row or bullet is one piece; a paragraph gives its sentences, and itself when it has several."""
    if unit.kind == "row":
        return [(unit.start, unit.end)]
    pieces = sentences(text, unit.start, unit.end)
    return list(pieces) if len(pieces) < 2 else [(unit.start, unit.end), *pieces]


def _context(unit: Unit, document: Document) -> str:
    parts = []
    if unit.parent is not None:
        parent = document.units[unit.parent]
        parts.append(document.text[parent.start : parent.end])
    if unit.heading is not None:
        parts.append(document.outline[unit.heading].heading)
    return " ".join(dict.fromkeys(parts))
