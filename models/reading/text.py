"""What the reader gets to see of a requirement and of a passage: the words as written, with heading or lead-in."""

from __future__ import annotations

from dataclasses import dataclass

from models.passages import Pairing
from parser.document import Document, Unit

_TITLE = 120  # characters of a heading or lead-in; more tells nothing new
_LEAD_IN = 90  # a longer lead-in is a sentence of its own, and is read as a passage anyway


@dataclass(frozen=True, slots=True)
class ReadPair:
    """One question to the reader: does `passage` (under `heading`) answer `requirement` (under `title`)?"""

    requirement: str
    title: str
    passage: str
    heading: str

    @property
    def sides(self) -> tuple[str, str]:
        """Both sides as one line each: "heading: text"."""
        return _line(self.title, self.requirement), _line(self.heading, self.passage)


def read_pair(pairing: Pairing, row: int, passage: int) -> ReadPair:
    """Return requirement `row` and passage number `passage` of the pairing as the reader sees them."""
    wanted, found = pairing.wanted[row], pairing.passages[passage]
    unit = pairing.child.units[found.unit]
    text = pairing.child.text[found.start : found.end]
    lead = _lead_in(pairing.child, unit)
    return ReadPair(
        wanted.requirement.quote,
        _above(pairing.parent, wanted.unit),
        f"{lead} {text}" if lead and len(lead) <= _LEAD_IN else text,
        _heading(pairing.child, unit),
    )


def _line(heading: str, text: str) -> str:
    return f"{heading}: {text}" if heading else text


def _above(parent: Document, unit: Unit | None) -> str:
    """The lead-in above the requirement, else its heading."""
    return "" if unit is None else _lead_in(parent, unit) or _heading(parent, unit)


def _lead_in(document: Document, unit: Unit) -> str:
    if unit.parent is None:
        return ""
    lead = document.units[unit.parent]
    return document.text[lead.start : lead.end][:_TITLE]


def _heading(document: Document, unit: Unit) -> str:
    if unit.heading is None or unit.kind == "heading":
        return ""
    return document.outline[unit.heading].heading[:_TITLE]
