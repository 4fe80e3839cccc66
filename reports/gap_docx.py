"""The gap report as a Word file: A4 landscape, to be edited, signed or sent on."""

from __future__ import annotations

from audit.report import GapReport, Status
from corpus.messages import message
from reports.gap_layout import GapLayout, Row, lay_out_gap
from reports.gap_words import Marked, text_of
from reports.word import Band, Line, Run, WordPage

_MATRIX = (20, 97, 30, 115)  # millimetres; 262 in all
_FIRST = (20, 107, 30, 105)


def gap_docx(report: GapReport, only: tuple[Status, ...] = ()) -> bytes:
    """Return the report as the bytes of a DOCX file."""
    layout = lay_out_gap(report, only)
    page = WordPage(layout.title, landscape=True)
    for facts in layout.head:
        page.heading(facts.role)
        page.table((), facts.rows, (55, 207))
    page.heading(message("gap", "totals"))
    words = (*(word for _, word, _ in layout.totals), message("gap", "coverage"))
    counts = (*(str(count) for *_, count in layout.totals), layout.coverage)
    page.table(words, (counts,), (262 // len(words),) * len(words))
    _first(page, layout)
    _matrix(page, layout)
    _list(page, "requests", [f"({key}) {text}" for key, text in layout.requests], layout.no_requests, numbered=True)
    _list(page, "extra", [f"{quote} ({place})" for quote, place in layout.extra], message("gap", "no_extra"))
    if layout.lost:
        _list(page, "lost", list(layout.lost), "")
    page.paragraph(layout.footer, small=True)
    return page.data()


def _head(*codes: str) -> tuple[str, ...]:
    return tuple(message("gap", f"column_{code}") for code in codes)


def _first(page: WordPage, layout: GapLayout) -> None:
    page.heading(message("gap", "first"))
    if layout.reading:
        page.paragraph(layout.reading)
    if not layout.first:
        page.paragraph(layout.no_first)
    for group in layout.first:
        page.paragraph(group.heading, bold=True)
        rows = tuple((row.id, _asked(row, mark=False), _status(row), _brief(row)) for row in group.rows)
        page.table(_head("id", "requirement", "status", "explanation"), rows, _FIRST)


def _matrix(page: WordPage, layout: GapLayout) -> None:
    page.heading(message("gap", "matrix"), new_page=True)
    if not layout.rows:
        page.paragraph(layout.no_rows)
        return
    page.paragraph(message("gap", "unsaid_note"), small=True)
    lines: list[Line] = []
    for section, rows in layout.sections():
        if section:
            lines.append(Band(section))
        lines += [(row.id, _asked(row, mark=True), _status(row, likely=True), _said(row)) for row in rows]
    page.table(_head("id", "requirement", "status", "evidence"), tuple(lines), _MATRIX)


def _asked(row: Row, mark: bool) -> tuple[Run, ...]:
    quote = _runs(row.quote) if mark else (Run(text_of(row.quote)),)
    return (*quote, Run(f"\n{row.where}", soft=True))


def _status(row: Row, likely: bool = False) -> tuple[Run, ...]:
    notes = tuple(Run(f"\n{note}") for note in row.notes)
    chance = (Run(f"\n{row.likely}", soft=True),) if likely and row.likely else ()
    return (Run(row.status_word, bold=True), *notes, *chance)


def _brief(row: Row) -> tuple[Run, ...]:
    nearest = (Run(f"\n– {row.nearest}", soft=True),) if row.nearest else ()
    return (Run(row.explanation), *nearest)


def _said(row: Row) -> tuple[Run, ...]:
    runs = [Run(row.explanation)]
    for said, place in row.evidence:
        runs += [Run("\n– "), *_runs(said), Run(f" ({place})", soft=True)]
    if row.second:
        runs.append(Run(f"\n{row.second}", soft=True))
    if row.decision:
        runs.append(Run(f"\n{row.decision}", bold=True))
    return tuple(runs)


def _runs(marked: Marked) -> tuple[Run, ...]:
    return tuple(Run(piece.text, bold=piece.differs, underline=piece.differs) for piece in marked)


def _list(page: WordPage, code: str, lines: list[str], empty: str, numbered: bool = False) -> None:
    page.heading(message("gap", code))
    for number, line in enumerate(lines, start=1):
        if numbered:
            page.paragraph(f"{number}. {line}")
        else:
            page.bullet(line)
    if not lines:
        page.paragraph(empty)
