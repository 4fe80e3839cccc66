"""How dates, deadlines and targets are worded in reports; the words stand in the message catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from corpus.messages import message
from parser.document import Deadline, Finding, Target


class Named(Protocol):
    """A paper's head, the facts of a paper, or a citation of one: whatever tells how the paper is called."""

    @property
    def type(self) -> str | None:
        """Its kind: "Kế hoạch"."""

    @property
    def number(self) -> str | None:
        """Its number: "45/KH-UBND"."""

    @property
    def date(self) -> date | None:
        """Its day."""

    @property
    def issuer(self) -> str | None:
        """The body it comes from."""


def paper_name(paper: Named) -> str:
    """Return type, number, date and issuer of a paper as far as they are stated: "Kế hoạch số 45/KH-UBND …"."""
    return message(
        "requests",
        "paper",
        type=paper.type or message("requests", "paper_type"),
        number=message("requests", "paper_number", number=paper.number) if paper.number else "",
        date=message("requests", "paper_date", date=format_day(paper.date)) if paper.date else "",
        issuer=message("requests", "paper_issuer", issuer=paper.issuer) if paper.issuer else "",
    )


def not_stated() -> str:
    """Return "văn bản không ghi": what is used wherever the paper is silent."""
    return message("reports", "not_stated")


def unknown(field: str, findings: Iterable[Finding]) -> str:
    """Return what stands for a `field` of the identity that is not known: illegible where the reader found it so."""
    if any(finding.kind == f"unread_{field}" for finding in findings):
        return message("reports", "illegible")
    return not_stated()


def format_day(day: date) -> str:
    """Return `day` as Vietnamese offices write it, e.g. 14/3/2024."""
    return f"{day.day}/{day.month}/{day.year}"


def describe_deadline(deadline: Deadline) -> str:
    """Return the time as the paper writes it, followed by the days it was read as (where it names any)."""
    if deadline.kind == "recurring" or (deadline.from_ is None and deadline.to is None):
        return deadline.quote
    if deadline.from_ and deadline.to:
        if deadline.from_ == deadline.to:
            read = format_day(deadline.to)
        else:
            read = message("reports", "from_to", start=format_day(deadline.from_), end=format_day(deadline.to))
    elif deadline.to:
        read = message("reports", "until", end=format_day(deadline.to))
    else:
        assert deadline.from_ is not None
        read = message("reports", "from", start=format_day(deadline.from_))
    return f"{deadline.quote} ({read})"


def describe_target(target: Target) -> str:
    """Return the target as written and, in brackets, what was read: comparator, value, unit, per."""
    value = _number(target.value)
    if target.comparator == "range" and target.value_to is not None:
        read = f"{value}–{_number(target.value_to)}"
    else:
        read = f"{message('comparators', target.comparator)} {value}".strip()
    unit = f" {target.unit}" if target.unit else ""
    per = f"/{target.per}" if target.per else ""
    return f"{target.quote} ({read}{unit}{per})"


def _number(value: float) -> str:
    """Return a number in Vietnamese form: decimal comma, dots between thousands."""
    text = f"{value:,.6f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def shorten(text: str, limit: int) -> str:
    """Return `text` cut at a word end to at most `limit` characters, with "…" when something was left off."""
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0].rstrip(" ,;:-–") + " …"
