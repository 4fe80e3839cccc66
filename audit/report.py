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
Effect = Literal["changed", "agreed", "kept"]
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
class LostReview:
    """A decision whose requirement the parent no longer has."""

    requirement: str
    quote: str
    review: Review


@dataclass(frozen=True, slots=True)
class SecondReading:
    """What the office's own language model says of an uncertain row, and what came of it.

    `quote` are the child's words it rests on (None where it says missing), `before` is the first reader's status.
    `effect`: "changed" (the row's status is another now), "agreed" (both say the same), "kept" (the first one stands).
    """

    status: Status
    quote: Span | None
    effect: Effect
    before: Status


@dataclass(frozen=True, slots=True)
class SecondRun:
    """Whom the uncertain rows were sent to, and how many came back.

    `right` of `controls` control questions were answered rightly before; with too few, no row is asked, and `failures`
    are of the control questions. `withheld` is the secrecy mark that forbade everything.
    """

    address: str
    model: str
    right: int = 0
    controls: int = 0
    asked: int = 0
    answered: int = 0
    unusable: int = 0
    failures: tuple[tuple[str, int], ...] = ()
    withheld: str | None = None


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
    second: SecondReading | None = None

    @property
    def decided(self) -> Choice | None:
        """The human's choice as far as it holds: None when there is none, or when it is stale."""
        return None if self.review is None or self.review.stale else self.review.choice

    @property
    def waived(self) -> bool:
        """True for a gap that a human accepted, on these very papers."""
        return self.status in GAPS and self.decided == "waive"

    @property
    def rejected(self) -> bool:
        """True when a human says that the program's verdict is wrong."""
        return self.decided == "reject"

    @property
    def gap(self) -> Status | None:
        """The kind of hole somebody must still act on ("missing" or "partial"); None when there is none.

        A rejected gap is no gap; rejecting any other verdict says that the content asked for is not there, and how
        much of it is not known: it counts as missing.
        """
        if self.status in GAPS:
            return None if self.waived or self.rejected else self.status
        return "missing" if self.rejected else None

    @property
    def open_gap(self) -> bool:
        """True for a gap that somebody must still act on."""
        return self.gap is not None

    @property
    def unsure(self) -> bool:
        """True when a human must look: the row is near the border and undecided, or its decision is stale."""
        return self.needs_review if self.review is None else self.review.stale


@dataclass(frozen=True, slots=True)
class GapReport:
    """Every requirement of the parent in its order, and the child's own additions."""

    parent: Document
    child: Document
    level: Level | None
    items: tuple[Item, ...]
    extra: tuple[Span, ...]
    model_version: str
    lost: tuple[LostReview, ...] = ()
    second: SecondRun | None = None
    reader: str | None = None
    """Version of the reader of meanings; None when words alone judged."""

    def totals(self) -> dict[str, float]:
        """Return the count of each status as the program found it, of decisions that change it, and `coverage`.

        Coverage is covered ÷ (covered + open gaps), 1.0 when nothing binds. Waived gaps are no holes; a rejected
        verdict counts as the human says (a rejected gap as covered, any other as an open gap).
        """
        counts = Counter(item.status for item in self.items)
        holes = sum(item.open_gap for item in self.items)
        covered = sum(item.rejected if item.status in GAPS else not item.rejected for item in self._binding())
        totals: dict[str, float] = {status: counts[status] for status in STATUSES}
        totals["waived"] = sum(item.waived for item in self.items)
        totals["rejected"] = sum(item.rejected for item in self.items)
        totals["coverage"] = round(covered / (covered + holes), 4) if covered + holes else 1.0
        return totals

    def _binding(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.status != "not_applicable")

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
