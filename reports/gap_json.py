"""The gap report as the contract's JSON object ("rasoat.gap/1")."""

from __future__ import annotations

from typing import Any

from audit.report import GapReport, Item, Span
from parser.document import Document
from parser.serialize import header_json, page_finder, source_json

SCHEMA = "rasoat.gap/1"


def gap_json(report: GapReport) -> dict[str, Any]:
    """Return the report; `start`/`end` of items count in the parent's text, those of evidence in the child's."""
    return {
        "schema": SCHEMA,
        "parent": _paper(report.parent),
        "child": {**_paper(report.child), "level": report.level},
        "items": [_item(item, report) for item in report.items],
        "extra": [_span(span, report.child) for span in report.extra],
        "totals": report.totals(),
        "rows_to_read": report.rows_to_read(),
        "model": report.model_version,
    }


def _paper(document: Document) -> dict[str, Any]:
    return {
        "source": source_json(document.reading.source),
        "header": header_json(document.header),
        "text": document.text,
    }


def _item(item: Item, report: GapReport) -> dict[str, Any]:
    requirement = item.requirement
    return {
        "id": item.id,
        "path": requirement.path,
        "kind": requirement.kind,
        "quote": requirement.quote,
        "start": requirement.start,
        "end": requirement.end,
        "page": page_finder(report.parent.reading)(requirement.start),
        "levels": list(requirement.levels),
        "due": requirement.due.isoformat() if requirement.due else None,
        "status": item.status,
        "reasons": list(item.reasons),
        "score": round(item.score, 4),
        "p_missing": round(item.p_missing, 4),
        "needs_review": item.needs_review,
        "evidence": [_span(span, report.child) for span in item.evidence],
        "explanation": item.explanation,
        "review": _review(item),
    }


def _review(item: Item) -> dict[str, Any] | None:
    if item.review is None:
        return None
    review = item.review
    return {
        "decision": review.choice,
        "reason": review.reason,
        "who": review.who,
        "when": review.when,
        "stale": review.stale,
    }


def _span(span: Span, document: Document) -> dict[str, Any]:
    return {
        "quote": document.text[span.start : span.end],
        "start": span.start,
        "end": span.end,
        "page": page_finder(document.reading)(span.start),
    }
