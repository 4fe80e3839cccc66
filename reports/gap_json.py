"""The gap report as the contract's JSON object ("rasoat.gap/1")."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from audit.decisions import review_json
from audit.report import Fault, GapReport, Item, SecondReading, Span, Status
from parser.document import Document
from parser.serialize import header_json, page_finder, source_json
from reports.gap_head import rules_version, thresholds
from reports.gap_layout import section_finder
from reports.gap_requests import request
from reports.gap_second import run_json
from reports.version import tool_version

SCHEMA = "rasoat.gap/1"


def gap_json(report: GapReport, only: tuple[Status, ...] = ()) -> dict[str, Any]:
    """Return the report; `start`/`end` of items count in the parent's text, those of evidence in the child's."""
    section = section_finder(report.parent)
    return {
        "schema": SCHEMA,
        "parent": _paper(report.parent),
        "child": {**_paper(report.child), "level": report.level},
        "run": _run(report, only),
        "items": [_item(item, report, section) for item in report.items if not only or item.status in only],
        "extra": [_span(span, report.child) for span in report.extra],
        "lost_decisions": [
            {"requirement": gone.requirement, "quote": gone.quote, **review_json(gone.review)} for gone in report.lost
        ],
        "totals": report.totals(),
        "rows_to_read": report.rows_to_read(),
        "model": report.model_version,
    }


def _run(report: GapReport, only: tuple[Status, ...]) -> dict[str, Any]:
    rules = rules_version()
    return {
        "tool": tool_version(),
        "model": report.model_version,
        "reader": report.reader,
        "rules": {"sha256": rules.digest, "newest": rules.newest.isoformat()},
        "thresholds": thresholds(report.reader),
        "only": list(only),
        "second_reader": run_json(report.second),
    }


def _paper(document: Document) -> dict[str, Any]:
    return {
        "source": source_json(document.reading.source),
        "header": header_json(document.header),
        "text": document.text,
    }


def _item(item: Item, report: GapReport, section: Callable[[int], str]) -> dict[str, Any]:
    requirement = item.requirement
    return {
        "id": item.id,
        "path": requirement.path,
        "section": section(requirement.start),
        "kind": requirement.kind,
        "quote": requirement.quote,
        "start": requirement.start,
        "end": requirement.end,
        "page": page_finder(report.parent.reading)(requirement.start),
        "levels": list(requirement.levels),
        "due": requirement.due.isoformat() if requirement.due else None,
        "status": item.status,
        "reasons": list(item.reasons),
        "faults": [_fault(fault) for fault in item.faults],
        "score": round(item.score, 4),
        "p_missing": round(item.p_missing, 4),
        "p_gap": round(item.p_gap, 4),
        "needs_review": item.needs_review,
        "evidence": [_span(span, report.child) for span in item.evidence],
        "explanation": item.explanation,
        "second": _second(item.second, report) if item.second else None,
        "review": {**review_json(item.review), "stale": item.review.stale} if item.review else None,
        "open_gap": item.open_gap,
        "request": request(item, report) or None,
    }


def _second(second: SecondReading, report: GapReport) -> dict[str, Any]:
    quote = _span(second.quote, report.child) if second.quote else None
    return {"status": second.status, "quote": quote, "effect": second.effect, "before": second.before}


def _fault(fault: Fault) -> dict[str, str]:
    return {"reason": fault.reason, "asked": fault.asked, "said": fault.said, "sentence": fault.sentence}


def _span(span: Span, document: Document) -> dict[str, Any]:
    return {
        "quote": document.text[span.start : span.end],
        "start": span.start,
        "end": span.end,
        "page": page_finder(document.reading)(span.start),
    }
