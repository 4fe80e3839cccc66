"""Verdicts on pairs of papers and what humans decided about them, kept by the hashes of both papers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit.decisions import Decisions
from audit.report import GapReport, Item, LostReview, Review
from corpus.registry.schema import DecisionRow, VerdictRow
from corpus.registry.trail import now, record, who


def keep_report(session: Session, report: GapReport) -> VerdictRow:
    """Keep the verdicts of `report`; those of the same papers and model are replaced."""
    parent, child = (paper.reading.source.sha256 for paper in (report.parent, report.child))
    row = session.scalar(
        select(VerdictRow).where(_pair(VerdictRow, parent, child), VerdictRow.model == report.model_version)
    )
    if row is None:
        row = VerdictRow(parent_sha256=parent, child_sha256=child, model=report.model_version)
        session.add(row)
    row.level, row.totals, row.items = report.level, report.totals(), [_item(item) for item in report.items]
    row.made_at, row.made_by = now(), who()
    record(session, "compare", child, parent=parent, model=report.model_version)
    return row


def keep_decisions(session: Session, decisions: Decisions, name: str) -> int:
    """Keep the decisions of a file; each replaces an earlier one on the same requirement. Returns how many were new."""
    pair = _pair(DecisionRow, decisions.parent_sha256, decisions.child_sha256)
    known = {row.requirement: row for row in session.scalars(select(DecisionRow).where(pair))}
    changed = 0
    for lost in decisions.rows:
        key, review = lost.requirement or lost.quote, lost.review
        row = known.get(key)
        said: dict[str, Any] = {"quote": lost.quote, "choice": review.choice, "reason": review.reason}
        said |= {"who": review.who, "when": review.when, "stale": review.stale}
        if row is not None and all(getattr(row, field) == value for field, value in said.items()):
            continue
        if row is None:
            row = DecisionRow(
                parent_sha256=decisions.parent_sha256, child_sha256=decisions.child_sha256, requirement=key
            )
            session.add(row)
        for field, value in said.items():
            setattr(row, field, value)
        row.recorded_at, row.recorded_by = now(), who()
        changed += 1
    if changed:
        record(session, "decide", decisions.child_sha256, parent=decisions.parent_sha256, name=name, decisions=changed)
    return changed


def decisions_on(session: Session, parent_sha256: str, child_sha256: str) -> Decisions:
    """Return what was decided on this pair of papers, in the form that audit.decisions applies to a report."""
    rows = session.scalars(
        select(DecisionRow).where(_pair(DecisionRow, parent_sha256, child_sha256)).order_by(DecisionRow.id)
    )
    return Decisions(parent_sha256, child_sha256, tuple(_lost(row) for row in rows))


def _pair(table: type[VerdictRow] | type[DecisionRow], parent: str, child: str) -> Any:
    return (table.parent_sha256 == parent) & (table.child_sha256 == child)


def _lost(row: DecisionRow) -> LostReview:
    choice: Any = row.choice
    return LostReview(row.requirement, row.quote, Review(choice, row.reason, row.who, row.when, row.stale))


def _item(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "path": item.requirement.path,
        "quote": item.requirement.quote,
        "status": item.status,
        "gap": item.gap,
        "score": round(item.score, 4),
        "p_missing": round(item.p_missing, 4),
        "needs_review": item.needs_review,
        "reasons": list(item.reasons),
        "explanation": item.explanation,
    }
