"""The one verdict object that every renderer reads."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from parser.document import Document, Level, Requirement

Status = Literal["covered", "partial", "missing", "not_applicable"]
Reason = Literal[
    "weaker_target",
    "later_deadline",
    "no_owner",
    "incomplete",
    "wrong_citation",
    "no_deadline",
    "no_report",
    "level_abolished",
]
STATUSES: tuple[Status, ...] = ("missing", "partial", "covered", "not_applicable")


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open offsets into the text of the paper it belongs to."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Item:
    """The verdict on one requirement of the parent.

    `score` is the probability of the status given, `p_missing` that of the requirement being missing; both are 0 and 1
    exactly for not_applicable rows (score 1, p_missing 0), which are decided by rule.
    """

    requirement: Requirement
    status: Status
    reasons: tuple[Reason, ...]
    score: float
    p_missing: float
    needs_review: bool
    evidence: tuple[Span, ...]
    explanation: str


@dataclass(frozen=True, slots=True)
class GapReport:
    """Every requirement of the parent in its order, and the child's own additions."""

    parent: Document
    child: Document
    level: Level | None
    items: tuple[Item, ...]
    extra: tuple[Span, ...]

    def totals(self) -> dict[str, float]:
        """Return the count of each status and `coverage`: covered among those that bind (1.0 when none binds)."""
        counts = Counter(item.status for item in self.items)
        binding = sum(counts[status] for status in STATUSES if status != "not_applicable")
        totals: dict[str, float] = {status: counts[status] for status in STATUSES}
        totals["coverage"] = round(counts["covered"] / binding, 4) if binding else 1.0
        return totals
