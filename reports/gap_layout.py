"""The gap report as rows of words: one layout for text and HTML, so that both show the same counts."""

from __future__ import annotations

from dataclasses import dataclass

from audit.report import STATUSES, GapReport, Item, Span, Status
from corpus.knowledge import load
from corpus.messages import message
from parser.document import Document
from reports.places import Place, place_finder
from reports.version import tool_version
from reports.wording import format_day, not_stated


@dataclass(frozen=True, slots=True)
class Paper:
    """Identity of one of the two papers, line by line."""

    role: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement and its verdict in words; `section` is the heading it stands under when that changes."""

    id: str
    section: str
    place: str
    quote: str
    due: str
    status: Status
    status_word: str
    review: bool
    explanation: str
    evidence: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GapLayout:
    """Everything the report shows, in its order."""

    title: str
    papers: tuple[Paper, ...]
    totals: tuple[tuple[Status, str, int], ...]
    coverage: str
    urgent: tuple[Row, ...]
    rows: tuple[Row, ...]
    extra: tuple[tuple[str, str], ...]
    footer: str


def lay_out_gap(report: GapReport) -> GapLayout:
    """Return the layout of `report`: rows in the parent's order, gaps repeated up front."""
    rows = _rows(report)
    totals = report.totals()
    return GapLayout(
        title=message("gap", "heading"),
        papers=(_paper("parent", report.parent, ()), _paper("child", report.child, (_level(report),))),
        totals=tuple((status, message("status", status), int(totals[status])) for status in STATUSES),
        coverage=f"{totals['coverage'] * 100:.0f}%",
        urgent=tuple(row for row in rows if row.status in ("missing", "partial")),
        rows=rows,
        extra=tuple(_quoted(span, report.child) for span in report.extra),
        footer=_footer(report),
    )


def _paper(role: str, document: Document, more: tuple[tuple[str, str], ...]) -> Paper:
    header = document.header
    values = {
        "type": header.type,
        "number": header.number,
        "date": format_day(header.date) if header.date else None,
        "issuer": header.issuer,
        "title": header.title,
    }
    rows = tuple((message("identity", key), value or not_stated()) for key, value in values.items())
    return Paper(message("gap", role), rows + more)


def _level(report: GapReport) -> tuple[str, str]:
    word = message("levels", report.level) if report.level else message("gap", "unknown_level")
    return message("gap", "level"), word


def _rows(report: GapReport) -> tuple[Row, ...]:
    place = place_finder(report.parent)
    rows, last = [], ""
    for item in report.items:
        section = _section(item, report.parent)
        rows.append(_row(item, report, section if section != last else "", place(item.requirement.start)))
        last = section
    return tuple(rows)


def _row(item: Item, report: GapReport, section: str, place: Place) -> Row:
    requirement = item.requirement
    return Row(
        id=item.id,
        section=section,
        place=str(Place(requirement.path, place.page)),
        quote=requirement.quote,
        due=message("gap", "due", day=format_day(requirement.due)) if requirement.due else "",
        status=item.status,
        status_word=message("status", item.status),
        review=item.needs_review,
        explanation=item.explanation,
        evidence=tuple(_quoted(span, report.child) for span in item.evidence),
    )


def _section(item: Item, parent: Document) -> str:
    """The nearest labelled line above the requirement that is a title, not the requirement itself."""
    above = [h for h in parent.outline if h.end <= item.requirement.start]
    if not above:
        return ""
    heading = above[-1]
    if heading.start >= parent.frame.body_end > item.requirement.start:
        return ""
    return f"{heading.label}. {heading.heading}"


def _quoted(span: Span, document: Document) -> tuple[str, str]:
    return document.text[span.start : span.end], str(place_finder(document)(span.start))


def _footer(report: GapReport) -> str:
    parent, child = report.parent.reading.source, report.child.reading.source
    return message(
        "gap",
        "footer",
        version=tool_version(),
        parent=parent.name,
        parent_sha=parent.sha256[:16],
        child=child.name,
        child_sha=child.sha256[:16],
        model=report.model_version,
        **load("gap")["verdict"],
    )
