"""What must be done by when: dated requirements and recurring ones, of papers that are still in force.

The registry does not know what was done, so an old date is not "late" for ever: what is past is shown for a while.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from corpus.registry.schema import DeadlineRow, DocumentRow, RequirementRow, VersionRow

_FAR = timedelta(days=3660)  # a recurrence with no end is not followed further back or ahead than ten years


@dataclass(frozen=True, slots=True)
class Work:
    """Something due: `day` is the last day allowed, `who` the bodies named first (empty where the paper names none).

    `rrule` is set for work that comes again; `day` is then its next time. `requirement` is None for a date that the
    paper gives outside any requirement.
    """

    document: DocumentRow
    requirement: RequirementRow | None
    deadline: DeadlineRow | None
    day: date
    start: date | None
    text: str
    who: tuple[str, ...]
    path: str
    rrule: str | None


def due_works(session: Session, today: date, days: int, past: int) -> list[Work]:
    """Return what is due from `past` days before `today` to `days` days after it, in order of days."""
    first, last = today - timedelta(days=past), today + timedelta(days=days)
    found = [work for work in _dated(session, first, last) if first <= work.day <= last]
    for work, rrule in _recurring(session):
        next_day = next_time(rrule, work.day, today)
        if next_day is not None and next_day <= last:
            found.append(_on(work, next_day))
    return sorted(found, key=lambda work: (work.day, work.document.id, work.text))


def all_works(session: Session, since: date) -> list[Work]:
    """Return everything a calendar should hold from `since` on: dated works, and recurring ones once each."""
    found = [work for work in _dated(session, since, date.max) if work.day >= since]
    for work, rrule in _recurring(session):
        first = next_time(rrule, work.day, max(work.day, since))
        if first is not None:
            found.append(_on(work, first))
    return sorted(found, key=lambda work: (work.day, work.document.id, work.text))


def next_time(rrule: str, start: date, today: date) -> date | None:
    """Return the first day on or after `today` on which the recurrence, begun at `start`, falls; None when none does.

    A rule that names no day ("hằng quý") falls on the last day of each of its periods: the work is due within it.
    """
    from dateutil.rrule import rrulestr

    try:
        rule = rrulestr(_ending(rrule), dtstart=datetime.combine(max(start, today - _FAR), time()))
    except ValueError:
        return None
    found = rule.after(datetime.combine(today, time()), inc=True)
    return found.date() if found is not None and found.date() - today < _FAR else None


def _ending(rrule: str) -> str:
    """Return the rule with a last day where it names none; weeks end on Friday, as offices work."""
    parts = dict(part.split("=", 1) for part in rrule.split(";") if "=" in part)
    frequency = parts.get("FREQ")
    if any(name.startswith("BY") and name != "BYMONTH" for name in parts) or frequency not in _ENDS:
        return rrule
    end = dict(_ENDS[frequency])
    if frequency == "MONTHLY" and 12 % int(parts.get("INTERVAL", "1")) == 0 and "BYMONTH" not in parts:
        # "Every 3 months" means quarters of the calendar, wherever the paper's own date lies.
        step = int(parts.pop("INTERVAL", "1"))
        if step > 1:
            parts["BYMONTH"] = ",".join(str(month) for month in range(step, 13, step))
    if "BYMONTH" in parts:
        end.pop("BYMONTH", None)
    return ";".join(f"{name}={value}" for name, value in (parts | end).items())


_ENDS = {
    "WEEKLY": {"BYDAY": "FR"},
    "MONTHLY": {"BYMONTHDAY": "-1"},
    "YEARLY": {"BYMONTH": "12", "BYMONTHDAY": "-1"},
}


def calendar_rule(rrule: str) -> str:
    """Return the rule as a calendar needs it, with the day that `next_time` counts by."""
    return _ending(rrule)


def _current() -> ColumnElement[bool]:
    return and_(DocumentRow.version_id.is_not(None), DocumentRow.status != "replaced")


def _dated(session: Session, first: date, last: date) -> Iterator[Work]:
    tasks = session.execute(
        select(RequirementRow, DocumentRow)
        .join(DocumentRow, DocumentRow.version_id == RequirementRow.version_id)
        .where(RequirementRow.due.between(first, last), _current())
    )
    for row, document in tasks:
        yield Work(document, row, None, row.due or first, None, row.quote, _who(row), row.path, None)
    loose = session.execute(
        select(DeadlineRow, DocumentRow, VersionRow.text)
        .join(DocumentRow, DocumentRow.version_id == DeadlineRow.version_id)
        .join(VersionRow, VersionRow.id == DeadlineRow.version_id)
        .where(DeadlineRow.to_day.between(first, last), DeadlineRow.requirement.is_(None), _current())
        .where(DeadlineRow.kind.in_(("due", "event")))
    )
    for deadline, document, text in loose:
        day = deadline.to_day or first
        words = _paragraph(text, deadline.start, deadline.end)
        yield Work(document, None, deadline, day, deadline.from_day, words, (), "", None)


def _recurring(session: Session) -> Iterator[tuple[Work, str]]:
    """Yield recurring works from the day of their paper on, with their rules; a stated end belongs to the rule."""
    rows = session.execute(
        select(DeadlineRow, DocumentRow, RequirementRow, VersionRow.text)
        .join(DocumentRow, DocumentRow.version_id == DeadlineRow.version_id)
        .join(VersionRow, VersionRow.id == DeadlineRow.version_id)
        .outerjoin(
            RequirementRow,
            and_(
                RequirementRow.version_id == DeadlineRow.version_id,
                RequirementRow.code == DeadlineRow.requirement,
            ),
        )
        .where(DeadlineRow.rrule.is_not(None), _current())
    )
    for deadline, document, row, body in rows:
        start, rule = deadline.from_day or document.date, deadline.rrule
        if start is None or rule is None:
            continue
        if deadline.to_day and "UNTIL" not in rule:
            rule += f";UNTIL={deadline.to_day:%Y%m%d}"
        text = row.quote if row is not None else _paragraph(body, deadline.start, deadline.end)
        who, path = (_who(row), row.path) if row is not None else ((), "")
        yield Work(document, row, deadline, start, None, text, who, path, rule), rule


def _paragraph(text: str, start: int, end: int) -> str:
    """Return the paragraph around a deadline: by itself "trước ngày 30/6" does not say what is due."""
    last = text.find("\n", end)
    return text[text.rfind("\n", 0, start) + 1 : last if last >= 0 else len(text)].strip()


def _on(work: Work, day: date) -> Work:
    return Work(work.document, work.requirement, work.deadline, day, None, work.text, work.who, work.path, work.rrule)


def _who(row: RequirementRow) -> tuple[str, ...]:
    """Return the bodies that must act; those that merely help stay in the paper."""
    actors: list[dict[str, Any]] = row.actors
    return tuple(actor["name"] for actor in actors if actor["role"] != "support")
