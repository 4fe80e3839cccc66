"""What the reader of a summary must look at first; a blank number or date is no defect and not listed."""

from __future__ import annotations

from corpus.messages import message
from parser.document import Document
from reports.places import place_finder
from reports.wording import format_day

_MOST_PLACES = 6  # more section numbers than this make the line unreadable


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
    place = place_finder(document)
    issued = document.header.date
    lines = []
    for deadline in document.deadlines:
        where = place(deadline.start)
        if deadline.kind == "due" and deadline.to and issued and deadline.to < issued:
            lines.append(message("warnings", "past_due", quote=deadline.quote, where=where, date=format_day(issued)))
        elif deadline.kind == "due" and deadline.to is None and deadline.from_ is None:
            lines.append(message("warnings", "undated", quote=deadline.quote, where=where))
    return lines


def _tasks_without_body(document: Document) -> list[str]:
    ownerless = [r for r in document.requirements if not r.actors]
    if not ownerless:
        return []
    place = place_finder(document)
    places = list(dict.fromkeys(str(place(r.start)) for r in ownerless))
    where = "; ".join(places[:_MOST_PLACES]) + ("; …" if len(places) > _MOST_PLACES else "")
    return [message("warnings", "no_owner", count=len(ownerless), where=where)]
