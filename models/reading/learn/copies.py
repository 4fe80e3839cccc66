"""Exact near copies of written requirements: plans often copy, and a reader of contrasts alone takes copies for decoys.

Only figures, days and whole requirements are changed by rule; meanings are written by hand (corpus/annotated/reader).
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.knowledge import load
from models.reading.text import ReadPair

_STEPS = (5, 10, 15, 20, 30)  # percentage points taken off
_LEAST_SHARE = 5
_HEADED = 0.3  # share of copies that keep the parent's heading


@dataclass(frozen=True, slots=True)
class Contrast:
    """A written requirement with its nine passages (corpus/annotated/reader/contrast)."""

    id: str
    field: str
    requirement: str
    heading: str
    passages: tuple[tuple[str, str, str, str], ...]
    """(label, kind, text, heading) of each."""

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Contrast:
        """Read one line of a contrast file."""
        passages = tuple((p["label"], p["kind"], p["text"], p.get("heading") or "") for p in data["passages"])
        return cls(data["id"], data["field"], data["requirement"], data.get("heading") or "", passages)

    def pair(self, text: str, heading: str) -> ReadPair:
        """Return the question whether `text` answers this requirement."""
        return ReadPair(self.requirement, self.heading, text, heading)


def copies(contrasts: Sequence[Contrast], order: random.Random) -> Iterator[tuple[ReadPair, str]]:
    """Yield (pair, label): a copy, a weakened copy where it has a figure or day, and two of other requirements."""
    fields: dict[str, list[Contrast]] = {}
    for contrast in contrasts:
        fields.setdefault(contrast.field, []).append(contrast)
    for contrast in contrasts:
        copied = contrast.requirement
        if order.random() < load("reader")["copies"]["bearer_left_off"]:
            copied = without_bearer(copied)
        yield contrast.pair(copied, contrast.heading if order.random() < _HEADED else ""), "covered"
        if (weaker := weakened(contrast.requirement, order)) is not None:
            yield contrast.pair(weaker, ""), "partial"
        others = [other for other in fields[contrast.field] if other is not contrast]
        if others:
            other = order.choice(others)
            _, _, text, heading = order.choice([p for p in other.passages if p[0] == "covered"])
            yield contrast.pair(text, heading), "missing"
            other = order.choice(others)
            yield contrast.pair(other.requirement, other.heading), "missing"


def without_bearer(requirement: str) -> str:
    """Return the requirement from its first verb on, where a body stands before it."""
    verbs = "|".join(map(re.escape, load("reader")["copies"]["verbs"]))
    match = re.match(rf"[^,;]{{5,70}}?(?= (?:{verbs})\b)", requirement)
    rest = requirement[match.end() :].strip() if match else requirement
    return rest[:1].upper() + rest[1:]


def weakened(requirement: str, order: random.Random) -> str | None:
    """Return the requirement with one figure lowered or one day put off; None when it has neither."""
    rules = load("reader")["copies"]
    shares = list(re.finditer(rules["share"], requirement))
    if shares:
        chosen = order.choice(shares)
        lower = max(_LEAST_SHARE, int(chosen[1]) - order.choice(_STEPS))
        if lower < int(chosen[1]) and not re.search(rules["capped"], requirement[: chosen.start()]):
            return f"{requirement[: chosen.start()]}{lower}%{requirement[chosen.end() :]}"
    days = list(re.finditer(rules["day"], requirement))
    if days:
        chosen = order.choice(days)
        months = int(chosen[3]) * 12 + int(chosen[2]) - 1 + order.choice((1, 2, 3))
        later = f"{chosen[1]}/{months % 12 + 1}/{months // 12}"
        return requirement[: chosen.start()] + later + requirement[chosen.end() :]
    count = re.search(rules["count"], requirement)
    if count and int(count[1]) > 1:
        return f"{requirement[: count.start(1)]}{max(1, int(count[1]) // 2):02d}{requirement[count.end(1) :]}"
    return None
