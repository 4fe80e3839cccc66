"""A `Document` as the JSON object of the contract ("rasoat.document/1")."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from typing import Any

from parser.document import (
    Citation,
    Deadline,
    Document,
    Finding,
    Header,
    Heading,
    Reading,
    Requirement,
    Source,
    Target,
)

SCHEMA = "rasoat.document/1"


def document_json(document: Document) -> dict[str, Any]:
    """Return the contract's object: English keys, values in the document's language, dates ISO 8601."""
    page = page_finder(document.reading)
    return {
        "schema": SCHEMA,
        "source": source_json(document.reading.source),
        "text": document.text,
        "pages": [{"number": p.number, "start": p.start, "end": p.end} for p in document.reading.pages],
        "header": header_json(document.header),
        "outline": [_heading(h, page) for h in document.outline],
        "citations": [_citation(c, page) for c in document.citations],
        "deadlines": [_deadline(d, page) for d in document.deadlines],
        "targets": [_target(t, page) for t in document.targets],
        "requirements": [_requirement(r, page) for r in document.requirements],
        "findings": [_finding(f, page) for f in document.findings],
    }


def page_finder(reading: Reading) -> Callable[[int], int | None]:
    """Return a function from an offset to its page number (None where the format has no pages)."""
    starts = [p.start for p in reading.pages]
    numbers = [p.number for p in reading.pages]

    def page(offset: int) -> int | None:
        return numbers[max(0, bisect_right(starts, offset) - 1)] if starts else None

    return page


def source_json(source: Source) -> dict[str, Any]:
    """Return the contract's `source` object."""
    return {
        "name": source.name,
        "sha256": source.sha256,
        "media_type": source.media_type,
        "reader": source.reader,
        "pages": source.pages,
        "bytes": source.bytes,
    }


def header_json(header: Header) -> dict[str, Any]:
    """Return the contract's `header` object."""
    return {
        "number": header.number,
        "type": header.type,
        "issuer": header.issuer,
        "parent_issuer": header.parent_issuer,
        "place": header.place,
        "date": _iso(header.date),
        "title": header.title,
        "signer": header.signer,
        "signer_role": header.signer_role,
        "authority": header.authority,
        "recipients": list(header.recipients),
        "addressees": list(header.addressees),
        "system": header.system,
        "level": header.level,
        "secrecy": header.secrecy,
        "urgency": header.urgency,
    }


_PageOf = Callable[[int], int | None]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _heading(h: Heading, page: _PageOf) -> dict[str, Any]:
    return {
        "label": h.label,
        "heading": h.heading,
        "depth": h.depth,
        "parent": h.parent,
        "start": h.start,
        "end": h.end,
        "page": page(h.start),
    }


def _citation(c: Citation, page: _PageOf) -> dict[str, Any]:
    return {
        "quote": c.quote,
        "start": c.start,
        "end": c.end,
        "page": page(c.start),
        "type": c.type,
        "number": c.number,
        "date": _iso(c.date),
        "issuer": c.issuer,
        "relation": c.relation,
        "pinpoint": c.pinpoint,
    }


def _deadline(d: Deadline, page: _PageOf) -> dict[str, Any]:
    return {
        "quote": d.quote,
        "start": d.start,
        "end": d.end,
        "page": page(d.start),
        "kind": d.kind,
        "from": _iso(d.from_),
        "to": _iso(d.to),
        "rrule": d.rrule,
    }


def _target(t: Target, page: _PageOf) -> dict[str, Any]:
    return {
        "quote": t.quote,
        "start": t.start,
        "end": t.end,
        "page": page(t.start),
        "comparator": t.comparator,
        "value": t.value,
        "value_to": t.value_to,
        "unit": t.unit,
        "per": t.per,
        "subject": t.subject,
    }


def _requirement(r: Requirement, page: _PageOf) -> dict[str, Any]:
    return {
        "id": r.id,
        "quote": r.quote,
        "start": r.start,
        "end": r.end,
        "page": page(r.start),
        "path": r.path,
        "kind": r.kind,
        "actors": [{"name": a.name, "role": a.role, "level": a.level} for a in r.actors],
        "levels": list(r.levels),
        "due": _iso(r.due),
        "deadlines": list(r.deadlines),
        "targets": list(r.targets),
        "citations": list(r.citations),
    } | ({"product": r.product} if r.product else {})


def _finding(f: Finding, page: _PageOf) -> dict[str, Any]:
    return {
        "kind": f.kind,
        "severity": f.severity,
        "message": f.message,
        "start": f.start,
        "end": f.end,
        "page": page(f.start),
    }
