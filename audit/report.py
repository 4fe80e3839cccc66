"""The one verdict object that every renderer reads.

Result (what the program found) and review (what a human decided) are separate: a waived gap keeps its status, and
is counted apart.
"""

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
Choice = Literal["agree", "reject", "waive"]
STATUSES: tuple[Status, ...] = ("missing", "partial", "covered", "not_applicable")
GAPS: tuple[Status, ...] = ("missing", "partial")


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open offsets into the text of the paper it belongs to."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason of a partial verdict: what was asked (parent's words) and what is said (child's words, or "")."""

    reason: Reason
    asked: str
    said: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Review:
    """A human's decision. A stale one was made on another state of either paper and must be looked at again."""

    choice: Choice
    reason: str
    who: str
    when: str
    stale: bool


@dataclass(frozen=True, slots=True)
class Item:
    """The verdict on one requirement of the parent.

    `score` is the probability of the status given, `p_missing` that of the requirement being missing, `p_gap` that of
    missing or partial; not_applicable rows are decided by rule (score 1, p_missing and p_gap 0).
    """

    id: str
    requirement: Requirement
    status: Status
    faults: tuple[Fault, ...]
    reasons: tuple[Reason, ...]
    score: float
    p_missing: float
    p_gap: float
    needs_review: bool
    evidence: tuple[Span, ...]
    explanation: str
    review: Review | None = None

    @property
    def waived(self) -> bool:
        """True for a gap that a human accepted, on these very papers."""
        return (
            self.status in GAPS and self.review is not None and not self.review.stale and self.review.choice == "waive"
        )

    @property
    def open_gap(self) -> bool:
        """True for a gap that somebody must still act on."""
        return self.status in GAPS and not self.waived


@dataclass(frozen=True, slots=True)
class GapReport:
    """Every requirement of the parent in its order, and the child's own additions."""

    parent: Document
    child: Document
    level: Level | None
    items: tuple[Item, ...]
    extra: tuple[Span, ...]
    model_version: str

    def totals(self) -> dict[str, float]:
        """Return the count of each status, of waived gaps, and `coverage`.

        Coverage is covered ÷ (covered + open gaps), 1.0 when nothing binds; waived gaps are no holes.
        """
        counts = Counter(item.status for item in self.items)
        waived = sum(item.waived for item in self.items)
        binding = sum(counts[status] for status in STATUSES if status != "not_applicable") - waived
        totals: dict[str, float] = {status: counts[status] for status in STATUSES}
        totals["waived"] = waived
        totals["coverage"] = round(counts["covered"] / binding, 4) if binding else 1.0
        return totals

    def rows_to_read(self, share: float = 0.95) -> int:
        """Return how many rows, likeliest gaps first, hold `share` of the gaps to be expected.

        Expected from the calibrated probabilities: the least n with Σ p_gap of the n likeliest ≥ share · Σ p_gap.
        """
        chances = sorted((item.p_gap for item in self.items), reverse=True)
        wanted, seen = share * sum(chances), 0.0
        for number, chance in enumerate(chances, start=1):
            if seen >= wanted:
                return number - 1
            seen += chance
        return len(chances)
