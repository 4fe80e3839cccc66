"""Calendar arithmetic on inclusive spans of days; a date that does not exist is None, never an exception."""

from __future__ import annotations

from datetime import date, timedelta

Span = tuple[date | None, date | None]

_FIRST_YEAR, _LAST_YEAR = 1900, 2150  # beyond these a number is no year of a plan


def make_day(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where the calendar has none (31/02, year 0202)."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_before(day: date) -> date:
    """Return the last allowed day of "trước ngày …"."""
    return day - timedelta(days=1)


def months_span(year: int, first: int, last: int) -> Span:
    """Return the first day of month `first` and the last day of month `last` of `year`; (None, None) if impossible."""
    start = make_day(year, first, 1)
    after = make_day(year + last // 12, last % 12 + 1, 1)
    return (start, day_before(after)) if start and after else (None, None)


def month_span(year: int, month: int) -> Span:
    """Return the days of one month."""
    return months_span(year, month, month)


def quarter_span(year: int, quarter: int) -> Span:
    """Return the days of quarter 1–4."""
    return months_span(year, 3 * quarter - 2, 3 * quarter) if 1 <= quarter <= 4 else (None, None)


def year_span(year: int, last: int | None = None) -> Span:
    """Return the days of a year, or of the years `year`..`last`."""
    return make_day(year, 1, 1), make_day(last or year, 12, 31)
