"""What an audit knows, in records small enough to be read back one plan at a time.

An audit of 3,321 plans × 200 requirements has 660,000 verdicts; whole documents never stay in memory. A run hands out
its plans one by one, always in the same order, and their statuses as one compact matrix per parent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol

from audit.report import GAPS, STATUSES, Choice, Reason, Status
from parser.document import Level, Relation, RequirementKind, System

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

NOT_COMPARED = 255
"""In a matrix of statuses: the plan was not held against this parent. Other cells index STATUSES."""

OPEN_GAP, NEEDS_REVIEW, WAIVED, REJECTED = 1, 2, 4, 8
"""Bits of the marks that a matrix shows besides the status."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A requirement of a parent; `id` is stable over versions, `section` the titled headings above it as one line.

    `start`..`end` count in the parent's text, so that evidence in a plan that is itself a parent can be followed down.
    """

    id: str
    path: str
    section: str
    quote: str
    kind: RequirementKind
    due: date | None
    levels: tuple[Level, ...]
    actors: tuple[str, ...]
    page: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cited:
    """A paper that a plan or parent cites, once per number, date and relation."""

    type: str
    number: str | None
    date: date | None
    issuer: str | None
    relation: Relation


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What identifies a paper. None means "văn bản không ghi".

    `name` is the path under the folder or archive it was found in, with "/" ("huyen-a/xa-b.docx"), and unique in the
    run. `unit` is the unit that the issuer speaks for ("xã Đồng Lạc"), `district` and `province` the units above it as
    far as the paper states them.
    """

    name: str
    sha256: str
    bytes: int
    number: str | None
    type: str | None
    issuer: str | None
    parent_issuer: str | None
    unit: str | None
    district: str | None
    province: str | None
    date: date | None
    level: Level | None
    system: System
    title: str | None
    signer: str | None
    signer_role: str | None
    authority: str | None
    place: str | None
    secrecy: str | None
    cites: tuple[Cited, ...]

    @property
    def folder(self) -> str:
        """The folder part of the name; "" for a file at the top."""
        return self.name.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class ParentFacts:
    """A parent of the run; `key` ("1", "2", …) names it in results and file names, in the order given."""

    key: str
    paper: PaperFacts
    rows: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A passage of the plan that serves as evidence; offsets count in the plan's text."""

    quote: str
    start: int
    end: int
    page: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """The verdict on one requirement in one plan; in the parent's order, one per `Asked`.

    `gap` is the hole somebody must act on after human decisions ("missing", "partial", or None), `choice` the
    decision that holds, `request` the paragraph to send to those who drafted the plan ("" when there is no gap).
    """

    status: Status
    gap: Status | None
    score: float
    p_missing: float
    p_gap: float
    needs_review: bool
    reasons: tuple[Reason, ...]
    explanation: str
    evidence: tuple[Said, ...]
    request: str
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Verdicts counted by status as the program found it, by decision, and by gap that is still open."""

    missing: int
    partial: int
    covered: int
    not_applicable: int
    waived: int
    rejected: int
    open_missing: int
    open_partial: int
    needs_review: int

    @property
    def asked(self) -> int:
        """All verdicts, one per requirement."""
        return self.missing + self.partial + self.covered + self.not_applicable

    @property
    def binding(self) -> int:
        """Verdicts on requirements that bind the plan."""
        return self.asked - self.not_applicable

    @property
    def open_gaps(self) -> int:
        """Gaps that somebody must still act on."""
        return self.open_missing + self.open_partial


@dataclass(frozen=True, slots=True)
class Totals(Counts):
    """The counts of a comparison that every output prints; the same numbers as in the plan's own gap report."""

    coverage: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """A plan against one parent. `report` is the path of its gap report under the output folder, with "/"."""

    parent: str
    totals: Totals
    rows: tuple[Row, ...]
    report: str


@dataclass(frozen=True, slots=True)
class PlanResult:
    """A plan and its comparisons, in the order of the run's parents; none when it cites no parent of the run."""

    facts: PaperFacts
    comparisons: tuple[Comparison, ...]

    def against(self, parent: str) -> Comparison | None:
        """Return the comparison with the parent of that key; None when there was none."""
        return next((found for found in self.comparisons if found.parent == parent), None)


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be audited: `code` of the error, `message` the Vietnamese line, `advice` what to do."""

    name: str
    code: str
    message: str
    advice: str


@dataclass(frozen=True, slots=True)
class Versions:
    """Everything the verdicts depend on besides the papers."""

    tool: str
    model: str
    rules: str
    rules_newest: date


class AuditRun(Protocol):
    """A finished audit. Plans are read from the store one at a time, ordered by name; never keep them all."""

    @property
    def parents(self) -> tuple[ParentFacts, ...]:
        """The parents in the order given."""

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The files that could not be audited, by name."""

    @property
    def versions(self) -> Versions:
        """Versions of program, model and rules."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the plans, in the order of `plans()`."""

    def plans(self) -> Iterator[PlanResult]:
        """Yield every plan, in the same order each time."""

    def facts(self) -> Iterator[tuple[PaperFacts, Mapping[str, Totals]]]:
        """Yield identity and totals (by parent key) of every plan, without its rows: many times cheaper."""

    def links(self) -> Iterator[PlanResult]:
        """Yield the parents that were themselves held against parents they cite (chains), as plans."""

    def statuses(self, parent: str) -> NDArray[uint8]:
        """Return (plans × requirements) of indices into STATUSES, as the program found them, or NOT_COMPARED."""

    def marks(self, parent: str) -> NDArray[uint8]:
        """Return (plans × requirements) of bits (OPEN_GAP, …); 0 where nothing was compared."""


@dataclass(frozen=True, slots=True)
class MemoryRun:
    """A run held in memory: for tests and for a handful of plans."""

    parents: tuple[ParentFacts, ...]
    results: tuple[PlanResult, ...]
    versions: Versions
    failures: tuple[Failure, ...] = ()
    chain: tuple[PlanResult, ...] = field(default=())

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the plans."""
        return tuple(result.facts.name for result in self.results)

    def plans(self) -> Iterator[PlanResult]:
        """Yield every plan."""
        yield from self.results

    def facts(self) -> Iterator[tuple[PaperFacts, Mapping[str, Totals]]]:
        """Yield identity and totals of every plan."""
        for result in self.results:
            yield result.facts, {found.parent: found.totals for found in result.comparisons}

    def links(self) -> Iterator[PlanResult]:
        """Yield the parents that were held against other parents."""
        yield from self.chain

    def statuses(self, parent: str) -> NDArray[uint8]:
        """Return the matrix of statuses against one parent."""
        return self._matrix(parent, codes, NOT_COMPARED)

    def marks(self, parent: str) -> NDArray[uint8]:
        """Return the matrix of marks against one parent."""
        return self._matrix(parent, marks_of, 0)

    def _matrix(self, parent: str, bytes_of: Callable[[tuple[Row, ...]], bytes], empty: int) -> NDArray[uint8]:
        width = next(len(facts.rows) for facts in self.parents if facts.key == parent)
        found = (result.against(parent) for result in self.results)
        return matrix([None if one is None else bytes_of(one.rows) for one in found], width, empty)


def matrix(lines: Sequence[bytes | None], width: int, empty: int) -> NDArray[uint8]:
    """Return lines of bytes as an array; `empty` fills the lines that are None."""
    import numpy as np

    blank = bytes([empty]) * width
    joined = b"".join(blank if line is None else line for line in lines)
    return np.frombuffer(joined, dtype=np.uint8).reshape(len(lines), width)


def codes(rows: tuple[Row, ...]) -> bytes:
    """Return the statuses of a comparison, one byte each."""
    return bytes(STATUSES.index(row.status) for row in rows)


def marks_of(rows: tuple[Row, ...]) -> bytes:
    """Return what a matrix shows besides the status, one byte of bits each."""
    return bytes(
        (OPEN_GAP if row.gap else 0)
        | (NEEDS_REVIEW if row.needs_review else 0)
        | (WAIVED if row.status in GAPS and row.choice == "waive" else 0)
        | (REJECTED if row.choice == "reject" else 0)
        for row in rows
    )


def count(rows: tuple[Row, ...]) -> Totals:
    """Return the totals of a comparison; coverage as in the gap report (covered ÷ (covered + open gaps))."""
    found = dict.fromkeys(STATUSES, 0)
    for row in rows:
        found[row.status] += 1
    open_missing, open_partial = (sum(row.gap == status for row in rows) for status in GAPS)
    holes = open_missing + open_partial
    covered = sum((row.choice == "reject") == (row.status in GAPS) for row in rows if row.status != "not_applicable")
    return Totals(
        **found,
        waived=sum(row.status in GAPS and row.choice == "waive" for row in rows),
        rejected=sum(row.choice == "reject" for row in rows),
        open_missing=open_missing,
        open_partial=open_partial,
        needs_review=sum(row.needs_review for row in rows),
        coverage=round(covered / (covered + holes), 4) if covered + holes else 1.0,
    )
