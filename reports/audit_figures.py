"""The figures of an audit, counted once from its matrices; every output prints these and none counts again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from audit.batch.model import (
    NEEDS_REVIEW,
    OPEN_GAP,
    REJECTED,
    WAIVED,
    Asked,
    AuditRun,
    Counts,
    PaperFacts,
    ParentFacts,
    Totals,
)
from audit.report import STATUSES, Status
from corpus.knowledge import load
from parser.folding import fold

if TYPE_CHECKING:
    from numpy import intp
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Counted(Counts):
    """Counts over any set of verdicts; `answered` and `open_gaps` are what coverage is made of."""

    answered: int

    @property
    def coverage(self) -> float:
        """Covered ÷ (covered + open gaps); 1.0 when nothing binds."""
        whole = self.answered + self.open_gaps
        return self.answered / whole if whole else 1.0

    def of(self, status: Status) -> int:
        """Return the count of a status as the program found it."""
        found: int = getattr(self, status)
        return found


class Grid:
    """Statuses and marks of all plans against one parent; counts over any rows and columns of it."""

    def __init__(self, run: AuditRun, parent: str) -> None:
        self.statuses, self.marks = run.statuses(parent), run.marks(parent)

    def counted(self, rows: Any = slice(None), columns: Any = slice(None)) -> Counted:
        """Return the counts over the chosen rows (plans) and columns (requirements): slices, masks or lists."""
        statuses, marks = self.statuses[rows][:, columns], self.marks[rows][:, columns]
        found: dict[str, Any] = {status: statuses == number for number, status in enumerate(STATUSES)}
        holes = found["missing"] | found["partial"]
        opened, rejected = (marks & OPEN_GAP) > 0, (marks & REJECTED) > 0
        counts = {
            **found,
            "open_missing": opened & ~found["partial"],  # a rejected "covered" counts as missing
            "open_partial": opened & found["partial"],
            "answered": (holes & rejected) | (found["covered"] & ~rejected),
            "waived": (marks & WAIVED) > 0,
            "rejected": rejected,
            "needs_review": (marks & NEEDS_REVIEW) > 0,
        }
        return Counted(**{name: int(mask.sum()) for name, mask in counts.items()})


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in the ranking against one parent. `letter` is the path of its reminder, "" when it has no gap."""

    facts: PaperFacts
    label: str
    district: str
    province: str
    totals: Totals
    letter: str

    @property
    def place(self) -> str:
        """The district (before July 2025) and province above the unit, as far as they are known."""
        own = fold(self.facts.unit or "")
        return ", ".join(name for name in (self.district, self.province) if name and fold(name) != own)


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """A requirement with what the plans make of it."""

    asked: Asked
    number: int
    counted: Counted


@dataclass(frozen=True, slots=True)
class Place:
    """Plans of one district or province, with the counts of their verdicts."""

    name: str
    plans: int
    counted: Counted


@dataclass(frozen=True, slots=True)
class ParentFigures:
    """Everything counted against one parent; `lines` in the order of the run, `requirements` in the parent's.

    `rows` are the rows of the grid that belong to `lines`.
    """

    parent: ParentFacts
    lines: tuple[PlanLine, ...]
    requirements: tuple[RequirementLine, ...]
    total: Counted
    grid: Grid
    rows: NDArray[intp]

    def ranking(self) -> list[PlanLine]:
        """Return the plans, best coverage first; equal ones by fewer missing, fewer partial, then by name."""
        return sorted(
            self.lines,
            key=lambda line: (
                -line.totals.coverage,
                line.totals.open_missing,
                line.totals.open_partial,
                fold(line.label),
            ),
        )

    def most_missed(self) -> list[RequirementLine]:
        """Return the requirements with open gaps, the most missing first."""
        open_ones = [line for line in self.requirements if line.counted.open_gaps]
        return sorted(open_ones, key=lambda line: (-line.counted.open_missing, -line.counted.open_gaps, line.number))

    def fields(self) -> list[tuple[str, Counted]]:
        """Return the counts per section of the parent, in its order."""
        columns: dict[str, list[int]] = {}
        for line in self.requirements:
            columns.setdefault(line.asked.section, []).append(line.number - 1)
        return [(name, self.grid.counted(self.rows, own)) for name, own in columns.items()]

    def places(self) -> list[Place]:
        """Return the counts per district and province, lowest coverage first; unknown places last."""
        rows: dict[str, list[int]] = {}
        for row, line in zip(self.rows, self.lines, strict=True):
            rows.setdefault(line.place, []).append(int(row))
        found = [Place(name, len(own), self.grid.counted(own)) for name, own in rows.items()]
        return sorted(found, key=lambda place: (not place.name, place.counted.coverage, fold(place.name)))


def count_audit(
    run: AuditRun,
    places: Mapping[str, tuple[str, str]] | None = None,
    letter: Callable[[PaperFacts, str], str] | None = None,
) -> tuple[ParentFigures, ...]:
    """Count a finished audit, per parent in the order given, from its matrices: no verdict is read.

    `places` gives district and province of plans (by name) whose papers do not state them; `letter` the path of the
    reminder that goes to a plan with gaps that are open against a parent.
    """
    import numpy as np

    known = places or {}
    lines: dict[str, list[PlanLine]] = {parent.key: [] for parent in run.parents}
    rows: dict[str, list[int]] = {parent.key: [] for parent in run.parents}
    for number, (facts, totals) in enumerate(run.facts()):
        district, province = known.get(facts.name, ("", ""))
        district, province = facts.district or district, facts.province or province
        for key, found in totals.items():
            path = letter(facts, key) if letter and found.open_gaps else ""
            rows[key].append(number)
            lines[key].append(PlanLine(facts, label_of(facts), district, province, found, path))
    figures = []
    for parent in run.parents:
        grid = Grid(run, parent.key)
        own = np.array(rows[parent.key], dtype=np.intp)
        requirements = tuple(
            RequirementLine(asked, column + 1, grid.counted(own, [column])) for column, asked in enumerate(parent.rows)
        )
        figures.append(ParentFigures(parent, tuple(lines[parent.key]), requirements, grid.counted(own), grid, own))
    return tuple(figures)


def label_of(facts: PaperFacts) -> str:
    """Return what a reader knows the plan by: its unit, else its issuer (parts of a unit too), else its file."""
    parts = tuple(f"{word} " for word in load("units")["bodies"]["parts"])
    part = facts.issuer is not None and fold(facts.issuer).startswith(parts)
    said = (None if part else facts.unit) or facts.issuer or facts.name
    return said[:1].upper() + said[1:]


def percent(share: float) -> str:
    """Return a share in Vietnamese form with one decimal: "87,5%"."""
    return f"{share * 100:.1f}".replace(".", ",").removesuffix(",0") + "%"
