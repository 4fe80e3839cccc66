"""Coverage followed down a chain: a requirement is covered in depth only where every level covers it.

A central paper's requirement is answered by a passage of the province's plan; the duties of that plan that lie in the
passage are what the communes must answer in turn. The worst verdict along the way is the requirement's deep status
for a commune. Where a plan answers in words that are no duty of their own, nothing can be followed further down: the
status is "untraced", for a human to look at.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from audit.batch.model import NOT_COMPARED, AuditRun, Comparison, ParentFacts, codes
from audit.report import STATUSES
from parser.document import Level

if TYPE_CHECKING:
    from numpy import bool_, uint8
    from numpy.typing import NDArray

Depth = Literal["not_applicable", "covered", "untraced", "partial", "missing"]
DEPTHS: tuple[Depth, ...] = ("not_applicable", "covered", "untraced", "partial", "missing")
"""From best to worst; a matrix of deep statuses indexes this tuple (NOT_COMPARED where a plan is not in the chain)."""


@dataclass(frozen=True, slots=True)
class Step:
    """A parent that carries out a higher one: its status on each requirement, and which duties of it answer them."""

    upper: str
    lower: str
    paper: str
    report: str
    statuses: tuple[int, ...]
    answers: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class DeepView:
    """The deep statuses of every plan against the requirements of one upper parent (plans × requirements)."""

    parent: str
    steps: tuple[Step, ...]
    statuses: NDArray[uint8]

    def counts(self) -> tuple[dict[Depth, int], ...]:
        """Return for each requirement how many plans have each deep status."""
        return tuple(
            {depth: int((column == number).sum()) for number, depth in enumerate(DEPTHS)} for column in self.statuses.T
        )

    def coverage(self) -> float | None:
        """Return the share of cells covered in depth, of those that bind; None when nothing binds."""
        binding = int(((self.statuses > 0) & (self.statuses != NOT_COMPARED)).sum())
        return int((self.statuses == DEPTHS.index("covered")).sum()) / binding if binding else None


def deep_coverage(run: AuditRun) -> tuple[DeepView, ...]:
    """Return a view per parent of the run that another parent of the run was held against (`run.links()`).

    A requirement that does not bind the level between counts by the plan's own verdict on it, where the plan was
    held against the upper paper too; where it was not, and the requirement names the plan's level, it is untraced.
    Where two papers of the level between lead to a plan, the better way counts.
    """
    parents = {facts.key: facts for facts in run.parents}
    keys = {facts.paper.name: facts.key for facts in run.parents}
    steps: dict[str, list[Step]] = {}
    for result in run.links():
        lower = keys.get(result.facts.name)
        for found in result.comparisons if lower else ():
            if lower is not None and found.parent != lower:
                steps.setdefault(found.parent, []).append(_step(found, parents[lower]))

    levels = [facts.level for facts, _ in run.facts()] if steps else []

    @cache
    def depth_of(key: str, above: frozenset[str] = frozenset()) -> NDArray[uint8]:
        own = _ranks(run.statuses(key))
        ways = [
            _through(step, own, depth_of(step.lower, above | {key}), _named(parents[key], levels))
            for step in steps.get(key, ())
            if step.lower not in above
        ]
        return _best(own, ways)

    return tuple(DeepView(key, tuple(steps[key]), depth_of(key)) for key in parents if key in steps)


def _step(found: Comparison, lower: ParentFacts) -> Step:
    """What `lower` says to each requirement above; its first passage of evidence is the answer, others only support."""
    answers = []
    for row in found.rows:
        said = row.evidence[:1] if row.status in ("covered", "partial") else ()
        answers.append(
            tuple(n for n, asked in enumerate(lower.rows) for s in said if s.start < asked.end and asked.start < s.end)
        )
    ranks = tuple(_RANK[code] for code in codes(found.rows))
    return Step(found.parent, lower.key, lower.paper.name, found.report, ranks, tuple(answers))


_RANK = tuple(DEPTHS.index(status) for status in STATUSES)


def _ranks(statuses: NDArray[uint8]) -> NDArray[uint8]:
    """Indices into STATUSES as indices into DEPTHS."""
    import numpy as np

    table = np.full(256, NOT_COMPARED, dtype=np.uint8)
    table[: len(_RANK)] = _RANK
    return table[statuses]


def _named(parent: ParentFacts, levels: list[Level | None]) -> NDArray[bool_]:
    """Whether each requirement (column) names the level of each plan (row)."""
    import numpy as np

    by_level = {level: [level in asked.levels for asked in parent.rows] for level in set(levels)}
    return np.array([by_level[level] for level in levels], dtype=bool).reshape(len(levels), len(parent.rows))


def _through(step: Step, own: NDArray[uint8], below: NDArray[uint8], named: NDArray[bool_]) -> NDArray[uint8]:
    """Deep statuses by way of one paper of the level between; rows of plans that are not below it stay empty."""
    import numpy as np

    deep = np.full_like(own, NOT_COMPARED)
    under = (below != NOT_COMPARED).any(axis=1)
    untraced, gone = DEPTHS.index("untraced"), DEPTHS.index("missing")
    for column, (rank, answers) in enumerate(zip(step.statuses, step.answers, strict=True)):
        if rank == 0:
            direct = own[under, column]
            silent = np.where(named[under, column], untraced, 0)
            deep[under, column] = np.where(direct == NOT_COMPARED, silent, direct)
        elif rank == gone or not answers:
            deep[under, column] = max(rank, untraced)
        else:
            deep[under, column] = np.maximum(below[under][:, answers].max(axis=1), rank)
    return deep


def _best(own: NDArray[uint8], ways: list[NDArray[uint8]]) -> NDArray[uint8]:
    """The better of several ways; a plan that no way leads to stands directly below the upper paper."""
    import numpy as np

    if not ways:
        return own
    best = np.minimum.reduce(ways)  # NOT_COMPARED is the largest value
    return np.where((best == NOT_COMPARED).all(axis=1, keepdims=True), own, best)
