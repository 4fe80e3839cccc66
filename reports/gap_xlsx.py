"""The gap report as an Excel workbook: sheets to sort, filter and fill in."""

from __future__ import annotations

from audit.report import GapReport, Status
from corpus.messages import message
from reports.gap_layout import GapLayout, Row, lay_out_gap
from reports.gap_words import Marked, Piece, text_of
from reports.sheets import Book, Content

_MATRIX = {
    "id": 10,
    "section": 28,
    "place": 16,
    "requirement": 60,
    "due": 14,
    "status": 15,
    "review": 14,
    "likely": 12,
    "explanation": 45,
    "evidence": 60,
    "where": 18,
    "decision": 30,
    "request": 60,
}
_SECOND = {"second": 60}  # only where a second reader was asked
_FIRST = {"id": 10, "place": 16, "requirement": 60, "status": 15, "review": 14, "explanation": 45, "request": 80}


def gap_xlsx(report: GapReport, only: tuple[Status, ...] = ()) -> bytes:
    """Return the report as the bytes of an XLSX file."""
    layout = lay_out_gap(report, only)
    book = Book(layout.title)
    book.sheet(message("gap", "sheet_totals"), (), _summary(layout), (34, 110))
    columns = _MATRIX | _SECOND if any(row.second for row in layout.rows) else _MATRIX
    rows = [[_cell(row, name) for name in columns] for row in layout.rows]
    book.sheet(message("gap", "sheet_matrix"), _head(columns), rows, tuple(columns.values()))
    first = [[_cell(row, name) for name in _FIRST] for group in layout.first for row in group.rows]
    book.sheet(message("gap", "sheet_first"), _head(_FIRST), first, tuple(_FIRST.values()))
    extra = [[quote, place] for quote, place in layout.extra]
    head = (message("gap", "extra"), message("gap", "column_where"))
    book.sheet(message("gap", "sheet_extra"), head, extra, (110, 24))
    return book.data()


def _head(columns: dict[str, int]) -> tuple[str, ...]:
    return tuple(message("gap", {"likely": "likely", "request": "request"}.get(n, f"column_{n}")) for n in columns)


def _summary(layout: GapLayout) -> list[list[Content]]:
    """Head, totals and what has no sheet of its own, one fact a line."""
    lines: list[list[Content]] = [[layout.title]]
    for facts in layout.head:
        lines += [[], [facts.role]]
        lines.extend([label, value] for label, value in facts.rows)
    lines += [[], [message("gap", "totals")]]
    lines.extend([word, count] for _, word, count in layout.totals)
    lines.append([message("gap", "coverage"), layout.coverage])
    if layout.reading:
        lines += [[], [message("gap", "first")], ["", layout.reading]]
    if layout.lost:
        lines += [[], [message("gap", "lost")]]
        lines.extend(["", line] for line in layout.lost)
    return [*lines, [], ["", layout.footer]]


def _cell(row: Row, name: str) -> Content:
    cells: dict[str, Content] = {
        "id": row.id,
        "section": row.section,
        "place": row.place,
        "requirement": row.quote,
        "due": row.due,
        "status": row.status_word,
        "review": ", ".join(row.notes),
        "likely": row.chance,
        "explanation": row.explanation,
        "evidence": _joined(row),
        "where": "\n".join(place for _, place in row.evidence),
        "decision": row.decision,
        "request": row.request,
        "second": row.second,
    }
    content = cells[name]
    return text_of(content) if name == "requirement" and not row.evidence and isinstance(content, tuple) else content


def _joined(row: Row) -> Marked | str:
    """All passages in one cell, a line each."""
    pieces: list[Piece] = []
    for said, _ in row.evidence:
        pieces += [Piece("\n"), *said] if pieces else said
    return tuple(pieces) or ""
