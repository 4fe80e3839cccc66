"""The gap report as plain text for a terminal or an e-mail; differing words stand between ‹ and ›."""

from __future__ import annotations

from collections.abc import Iterable

from audit.report import GapReport, Status
from corpus.messages import message
from reports.gap_layout import GapLayout, Row, lay_out_gap
from reports.gap_words import text_of
from reports.wording import shorten

_BRIEF = 160  # characters of a requirement in the list of what to do first


def gap_text(report: GapReport, only: tuple[Status, ...] = ()) -> str:
    """Return the report as text, ending in a newline."""
    return "\n".join(_lines(lay_out_gap(report, only))) + "\n"


def _lines(layout: GapLayout) -> Iterable[str]:
    yield layout.title.upper()
    for facts in layout.head:
        yield from _heading(facts.role)
        yield from (f"  {label}: {value}" for label, value in facts.rows)
    yield ""
    yield f"{message('gap', 'totals')}: " + ", ".join(f"{word} {count}" for _, word, count in layout.totals)
    yield f"{message('gap', 'coverage')}: {layout.coverage}"
    yield from _first(layout)
    yield from _matrix(layout)
    yield from _heading(message("gap", "requests"))
    yield from (f"  {number}. ({key}) {text}" for number, (key, text) in enumerate(layout.requests, start=1))
    if not layout.requests:
        yield "  " + layout.no_requests
    yield from _heading(message("gap", "extra"))
    yield from (f"  + {quote} ({place})" for quote, place in layout.extra)
    if not layout.extra:
        yield "  " + message("gap", "no_extra")
    if layout.lost:
        yield from _heading(message("gap", "lost"))
        yield from (f"  - {line}" for line in layout.lost)
    yield ""
    yield layout.footer


def _heading(words: str) -> Iterable[str]:
    yield ""
    yield words.upper()


def _first(layout: GapLayout) -> Iterable[str]:
    yield from _heading(message("gap", "first"))
    if layout.reading:
        yield "  " + layout.reading
    if not layout.first:
        yield "  " + layout.no_first
    for group in layout.first:
        yield ""
        yield f"  {group.heading}"
        for row in group.rows:
            yield f"  * {row.id} {_status(row)} {shorten(text_of(row.quote), _BRIEF)} ({row.where})"
            yield f"      {row.explanation}"
            if row.nearest:
                yield f"      > {row.nearest}"


def _matrix(layout: GapLayout) -> Iterable[str]:
    yield from _heading(message("gap", "matrix"))
    if not layout.rows:
        yield "  " + layout.no_rows
    for section, rows in layout.sections():
        yield ""
        yield f"  == {section or message('places', 'unlabelled')}"
        for row in rows:
            yield from _row(row)


def _row(row: Row) -> Iterable[str]:
    facts = ", ".join(fact for fact in (row.where, row.likely) if fact)
    yield f"  {_status(row)} {row.id} ({facts}): {text_of(row.quote, '‹', '›')}"
    yield f"      {row.explanation}"
    yield from (f"      > {text_of(said, '‹', '›')} ({place})" for said, place in row.evidence)
    if row.second:
        yield f"      {row.second}"
    if row.decision:
        yield f"      {row.decision}"


def _status(row: Row) -> str:
    return f"[{' – '.join((row.status_word, *row.notes))}]"
