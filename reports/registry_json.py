"""The registry as JSON for other programs: English keys, dates ISO 8601, null where a paper states nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpus.registry.add import Added
    from corpus.registry.cascade import Cascade
    from corpus.registry.due import Work
    from corpus.registry.intake import Taken
    from corpus.registry.look import Page
    from corpus.registry.schema import Base, DocumentRow
    from corpus.registry.search import Hits

SCHEMA = "rasoat.registry.{kind}/1"
_DOCUMENT = (
    "id", "number", "type", "issuer", "parent_issuer", "date", "title", "signer", "level", "system", "secrecy",
    "urgency", "status", "versions",
)  # fmt: skip
_CITATION = ("quote", "start", "end", "type", "number", "date", "issuer", "relation", "pinpoint")
_REQUIREMENT = ("code", "path", "kind", "quote", "start", "end", "due", "actors", "levels")
_DEADLINE = ("requirement", "quote", "start", "end", "kind", "from_day", "to_day", "rrule")
_VERSION = ("ordinal", "sha256", "name", "media_type", "reader", "pages", "bytes", "added_at", "added_by")
_VERDICT = ("parent_sha256", "child_sha256", "model", "level", "totals", "items", "made_at", "made_by")
_DECISION = ("parent_sha256", "child_sha256", "requirement", "quote", "choice", "reason", "who", "when", "stale")


def as_bytes(value: dict[str, Any]) -> bytes:
    """Return the object as one line of JSON."""
    return json.dumps(value, ensure_ascii=False, default=_plain).encode() + b"\n"


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def added_json(taken: Taken) -> dict[str, Any]:
    """Return what became of one file."""
    return {"schema": SCHEMA.format(kind="added"), "name": taken.name, **_added(taken.added), **_error(taken)}


def _added(added: Added | None) -> dict[str, Any]:
    if added is None:
        return {"outcome": "failed", "document": None, "version": None}
    return {"outcome": added.outcome, "document": added.document_id, "version": added.ordinal}


def _error(taken: Taken) -> dict[str, Any]:
    return {"error": {"code": taken.error.code, "message": str(taken.error)} if taken.error else None}


def list_json(rows: Sequence[DocumentRow], total: int) -> dict[str, Any]:
    """Return a list of documents."""
    return {"schema": SCHEMA.format(kind="list"), "total": total, "documents": [document_json(row) for row in rows]}


def document_json(row: DocumentRow) -> dict[str, Any]:
    """Return the head of a document."""
    return _fields(row, _DOCUMENT)


def _fields(row: Base, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def hits_json(found: Hits) -> dict[str, Any]:
    """Return search results; marks are half-open spans of the snippet's text."""
    hits = [
        {
            "document": document_json(hit.document),
            "exact": hit.exact,
            "snippet": {"text": hit.snippet.text, "marks": [list(mark) for mark in hit.snippet.marks]},
        }
        for hit in found.hits
    ]
    return {"schema": SCHEMA.format(kind="search"), "count": found.count, "more": found.more, "hits": hits}


def page_json(page: Page) -> dict[str, Any]:
    """Return everything the registry knows of one document."""
    return {
        "schema": SCHEMA.format(kind="document"),
        "document": document_json(page.document),
        "versions": [_fields(row, _VERSION) for row in page.versions],
        "citations": [
            {**_fields(row, _CITATION), "document": other.id if other else None} for row, other in page.citations
        ],
        "cited_by": [
            {"document": other.id, "number": other.number, **_fields(row, _CITATION)} for row, other in page.cited_by
        ],
        "requirements": [_fields(row, _REQUIREMENT) for row in page.requirements],
        "deadlines": [_fields(row, _DEADLINE) for row in page.deadlines],
        "verdicts": [_fields(row, _VERDICT) for row, _ in page.verdicts],
        "decisions": [_fields(row, _DECISION) for row in page.decisions],
        "trail": [_fields(row, ("at", "who", "action", "sha256", "detail")) for row in page.trail],
    }


def due_json(works: Sequence[Work], today: date, days: int, past: int) -> dict[str, Any]:
    """Return what is due."""
    return {
        "schema": SCHEMA.format(kind="due"),
        "today": today,
        "days": days,
        "past": past,
        "works": [
            {
                "day": work.day,
                "overdue": work.day < today,
                "text": work.text,
                "who": list(work.who),
                "path": work.path,
                "rrule": work.rrule,
                "document": document_json(work.document),
            }
            for work in works
        ],
    }


def cascade_json(found: Cascade) -> dict[str, Any]:
    """Return the documents of a cascade and their links."""
    names = ("key", "number", "type", "issuer", "date", "title", "status")
    return {
        "schema": SCHEMA.format(kind="cascade"),
        "root": found.root,
        "documents": [
            {"document": node.document_id, **{name: getattr(node, name) for name in names}}
            for node in found.nodes.values()
        ],
        "links": [{"child": e.child, "parent": e.parent, "relation": e.relation} for e in found.edges],
        "cut": found.cut,
    }
