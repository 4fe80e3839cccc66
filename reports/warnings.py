"""What the reader of a summary must look at first; a blank number or date is no defect and not listed."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.messages import message
from parser.document import Document
from reports.places import place_finder
from reports.wording import format_day

_MOST_PLACES = 6  # more section numbers than this make the line unreadable
_MOST_UNDATED = 3  # more deadlines without a day than this are told in one line


def warnings_of(document: Document) -> tuple[str, ...]:
    """Return the warnings in order of weight: secrecy, urgency, findings, odd deadlines, tasks without a body."""
    header = document.header
    lines: list[str] = []
    if header.secrecy:
        lines.append(message("warnings", "secrecy", mark=header.secrecy))
    if header.urgency:
        lines.append(message("warnings", "urgency", mark=header.urgency))
    lines.extend(finding.message for finding in document.findings if finding.severity != "info")
    lines.extend(_odd_deadlines(document))
    lines.extend(_tasks_without_body(document))
    return tuple(dict.fromkeys(lines))


def _odd_deadlines(document: Document) -> list[str]:
    """Deadlines before the paper's own day, one a line; those without a day, all in one line where they are many."""
    place = place_finder(document)
    issued = document.header.date
    due = [deadline for deadline in document.deadlines if deadline.kind == "due"]
    lines = [
        message("warnings", "past_due", quote=d.quote, where=place(d.start), date=format_day(issued))
        for d in due
        if d.to and issued and d.to < issued
    ]
    undated = [deadline for deadline in due if deadline.to is None and deadline.from_ is None]
    if len(undated) > _MOST_UNDATED:
        quotes = "”, “".join(dict.fromkeys(deadline.quote for deadline in undated[:_MOST_UNDATED]))
        where = _some_places(str(place(deadline.start)) for deadline in undated)
        return [*lines, message("warnings", "undated_many", count=len(undated), quotes=quotes, where=where)]
    return lines + [message("warnings", "undated", quote=d.quote, where=place(d.start)) for d in undated]


def _some_places(places: Iterable[str]) -> str:
    every = list(dict.fromkeys(places))
    return "; ".join(every[:_MOST_PLACES]) + ("; …" if len(every) > _MOST_PLACES else "")


def _tasks_without_body(document: Document) -> list[str]:
    ownerless = [r for r in document.requirements if not r.actors]
    if not ownerless:
        return []
    place = place_finder(document)
    where = _some_places(str(place(r.start)) for r in ownerless)
    return [message("warnings", "no_owner", count=len(ownerless), where=where)]
