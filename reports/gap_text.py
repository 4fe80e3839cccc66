"""The gap report as plain text for a terminal or an e-mail."""

from __future__ import annotations

from collections.abc import Iterable

from audit.report import GapReport
from corpus.messages import message
from reports.gap_layout import GapLayout, Row, lay_out_gap


def gap_text(report: GapReport) -> str:
    """Return the report as text, ending in a newline."""
    return "\n".join(_lines(lay_out_gap(report))) + "\n"


def _lines(layout: GapLayout) -> Iterable[str]:
    yield layout.title.upper()
    for paper in layout.papers:
        yield ""
        yield f"{paper.role}:"
        yield from (f"  {label}: {value}" for label, value in paper.rows)
    yield ""
    yield f"{message('gap', 'totals')}: " + ", ".join(f"{word} {count}" for _, word, count in layout.totals)
    yield f"{message('gap', 'coverage')}: {layout.coverage}"
    yield from _section(message("gap", "first"), layout.urgent, message("gap", "no_gaps"))
    yield from _section(message("gap", "matrix"), layout.rows, message("gap", "no_requirements"))
    yield ""
    yield message("gap", "extra").upper()
    yield from (f"  + {quote} ({place})" for quote, place in layout.extra)
    if not layout.extra:
        yield "  " + message("gap", "no_extra")
    yield ""
    yield layout.footer


def _section(heading: str, rows: tuple[Row, ...], empty: str) -> Iterable[str]:
    yield ""
    yield heading.upper()
    if not rows:
        yield "  " + empty
    for row in rows:
        if row.section:
            yield ""
            yield f"  {row.section}"
        yield from _row(row)


def _row(row: Row) -> Iterable[str]:
    review = f" – {message('gap', 'review')}" if row.review else ""
    due = f", {row.due}" if row.due else ""
    yield f"  [{row.status_word}{review}] {row.id} ({row.place}{due}): {row.quote}"
    yield f"      {row.explanation}"
    yield from (f"      > {quote} ({place})" for quote, place in row.evidence)
