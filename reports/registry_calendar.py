"""What is due as an iCalendar file: days, not hours; what comes again as a recurrence."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from corpus.messages import message
from reports.registry_text import head_line
from reports.version import tool_version
from reports.wording import shorten

if TYPE_CHECKING:
    from icalendar import Event

    from corpus.registry.due import Work

_SUMMARY = 120  # characters; calendars show one line


def calendar_file(works: Sequence[Work]) -> bytes:
    """Return an .ics file. A work keeps its UID from one export to the next, so that calendars update it."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//rasoat//rasoat {tool_version()}//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", message("corpus", "calendar_name"))
    seen: set[str] = set()
    for work in works:
        event, uid = _event(work)
        if uid not in seen:
            seen.add(uid)
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(work: Work) -> tuple[Event, str]:
    from icalendar import Event, vRecur

    from corpus.registry.due import calendar_rule

    event = Event()
    mark = f"{work.document.key}|{work.text}|{work.rrule or work.day.isoformat()}"
    uid = hashlib.sha256(mark.encode()).hexdigest()[:32] + "@rasoat"
    event.add("uid", uid)
    event.add("dtstamp", datetime.now(UTC).replace(microsecond=0))
    event.add("dtstart", work.day)
    event.add("dtend", work.day + timedelta(days=1))  # a whole day; the end is not part of it
    event.add("summary", f"[{work.document.number or message('corpus', 'unnumbered')}] {shorten(work.text, _SUMMARY)}")
    event.add("description", _description(work))
    event.add("transp", "TRANSPARENT")  # a deadline does not make anybody busy
    if work.rrule:
        event.add("rrule", vRecur.from_ical(calendar_rule(work.rrule)))
    return event, uid


def _description(work: Work) -> str:
    who = "; ".join(work.who) or message("corpus", "nobody")
    place = ", " + message("places", "section", path=work.path) if work.path else ""
    return f"{work.text}\n{who}\n{head_line(work.document)}{place}"
