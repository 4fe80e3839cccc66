"""A plan against its parent: every requirement gets a row."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from audit.applicability import not_binding
from audit.likeness import likeness
from audit.passages import Passage, passages_of
from audit.report import GapReport, Item, Reason, Span, Status
from audit.strength import weaknesses
from corpus.knowledge import load
from corpus.messages import message
from parser.document import Document, Level, Requirement

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray


def compare(parent: Document, child: Document, level: Level | None = None) -> GapReport:
    """Return the verdict on every requirement of `parent` in `child`.

    `level` overrides the level that the child's header tells.
    """
    level = level or child.header.level
    passages = passages_of(child)
    matrix = likeness(
        [_linear(r, parent) for r in parent.requirements],
        [p.text for p in passages],
        [p.context for p in passages],
    )
    items = tuple(
        _judge(requirement, parent, child, level, passages, matrix[row])
        for row, requirement in enumerate(parent.requirements)
    )
    return GapReport(parent, child, level, items, _extra(child, items, matrix, passages))


def _linear(requirement: Requirement, parent: Document) -> str:
    """The requirement with the lead-in of the bullet it stands in, as one sentence."""
    for unit in parent.units:
        if unit.start <= requirement.start < unit.end:
            if unit.kind == "bullet" and unit.parent is not None and parent.units[unit.parent].kind == "bullet":
                stem = parent.units[unit.parent]
                return f"{parent.text[stem.start : stem.end]} {requirement.quote}"
            break
    return requirement.quote


def _judge(
    requirement: Requirement,
    parent: Document,
    child: Document,
    level: Level | None,
    passages: tuple[Passage, ...],
    row: NDArray[float64],
) -> Item:
    exempt = not_binding(requirement, level, child.header.date)
    if exempt is not None:
        reason, why = exempt
        return Item(requirement, "not_applicable", (reason,) if reason else (), 1.0, 0.0, False, (), why)
    limits = load("gap")["likeness"]
    best = float(row.max()) if len(row) else 0.0
    p_missing = 1.0 / (1.0 + exp(limits["slope"] * (best - limits["same"])))
    needs_review = bool(limits["unsure"] <= best < 2 * limits["same"] - limits["unsure"])
    if best < limits["same"]:
        evidence = _evidence(passages, row, best)[:1] if best >= limits["unsure"] else ()
        why = message("gap", "doubtful" if evidence else "missing")
        return Item(requirement, "missing", (), p_missing, p_missing, needs_review, evidence, why)
    evidence = _evidence(passages, row, best)
    reasons = tuple(weaknesses(requirement, parent, child, evidence))
    status: Status = "partial" if reasons else "covered"
    return Item(requirement, status, reasons, 1 - p_missing, p_missing, needs_review, evidence, _why(reasons))


def _why(reasons: tuple[Reason, ...]) -> str:
    if not reasons:
        return message("gap", "covered")
    return message("gap", "partial", reasons="; ".join(message("reasons", reason) for reason in reasons))


def _evidence(passages: tuple[Passage, ...], row: NDArray[float64], best: float) -> tuple[Span, ...]:
    """The passages nearest to the best one, best first; a sentence inside a chosen paragraph is not shown again."""
    limits = load("gap")["likeness"]
    order = sorted(range(len(passages)), key=lambda i: (-row[i], passages[i].end - passages[i].start))
    chosen: list[Span] = []
    for i in order:
        if row[i] < best * limits["evidence_share"] or len(chosen) == limits["most_evidence"]:
            break
        passage = passages[i]
        if not any(span.start < passage.end and passage.start < span.end for span in chosen):
            chosen.append(Span(passage.start, passage.end))
    return tuple(chosen)


def _extra(
    child: Document, items: tuple[Item, ...], matrix: NDArray[float64], passages: tuple[Passage, ...]
) -> tuple[Span, ...]:
    """Requirements of the child's own that resemble nothing in the parent and serve as nobody's evidence."""
    limits = load("gap")["likeness"]
    used = [span for item in items for span in item.evidence]
    strange = {i for i in range(len(passages)) if not len(items) or matrix[:, i].max() < limits["unsure"]}
    found = []
    for requirement in child.requirements:
        if any(span.start < requirement.end and requirement.start < span.end for span in used):
            continue
        inside = [i for i, p in enumerate(passages) if p.start < requirement.end and requirement.start < p.end]
        if inside and all(i in strange for i in inside):
            found.append(Span(requirement.start, requirement.end))
    return tuple(found)
