"""The gap report as rows of words: one layout for text, HTML, DOCX and XLSX, so that all show the same counts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from audit.report import STATUSES, GapReport, Item, LostReview, Review, Span, Status
from corpus.messages import message
from models.words import defined_abbreviations
from parser.document import Document
from reports.gap_head import Facts, level_row, paper_facts, run_facts
from reports.gap_requests import request
from reports.gap_second import reading_line
from reports.gap_words import Marked, compare_words, text_of
from reports.places import Place, place_finder
from reports.wording import format_day, shorten

_HEADING = 90  # characters of a heading above the rows
_BRIEF = 240  # characters of evidence in the list of what to do first


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement and its verdict in words.

    `quote` and `evidence` have their differing words marked; `notes` are the marks a reader must see beside the
    status; `gap` says that somebody must act, `request` is the paragraph to send back then; `second` is what the
    office's own language model says, where it was asked.
    """

    id: str
    section: str
    place: str
    quote: Marked
    due: str
    status: Status
    status_word: str
    notes: tuple[str, ...]
    likely: str
    chance: float
    gap: bool
    explanation: str
    evidence: tuple[tuple[Marked, str], ...]
    decision: str
    request: str
    second: str = ""

    @property
    def nearest(self) -> str:
        """The best passage of the evidence in brief, with its place; "" when there is none."""
        if not self.evidence:
            return ""
        said, place = self.evidence[0]
        return f"{shorten(text_of(said), _BRIEF)} ({place})"

    @property
    def where(self) -> str:
        """Place in the parent, with the day it is due."""
        return f"{self.place}, {self.due}" if self.due else self.place


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of the list of what to do first, under a heading of their own."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class GapLayout:
    """Everything the report shows, in its order; `rows` is empty of what the filter hides."""

    title: str
    head: tuple[Facts, ...]
    totals: tuple[tuple[str, str, int], ...]
    coverage: str
    reading: str
    first: tuple[Group, ...]
    rows: tuple[Row, ...]
    no_rows: str
    no_first: str
    no_requests: str
    requests: tuple[tuple[str, str], ...]
    extra: tuple[tuple[str, str], ...]
    lost: tuple[str, ...]
    footer: str

    def sections(self) -> list[tuple[str, list[Row]]]:
        """Return the rows under their headings, in the parent's order."""
        return [(section, list(rows)) for section, rows in groupby(self.rows, lambda row: row.section)]


def lay_out_gap(report: GapReport, only: tuple[Status, ...] = ()) -> GapLayout:
    """Return the layout of `report`; `only` hides the rows of every other status, never the totals."""
    everything = _rows(report)
    shown = [(item, row) for item, row in zip(report.items, everything, strict=True) if not only or row.status in only]
    rows = tuple(row for _, row in shown)
    parent = paper_facts("parent", report.parent)
    child = paper_facts("child", report.child, (level_row(report),))
    numbered = report.rows_to_read()
    hidden = any(row.gap for row in everything)  # a filter must not make an empty list look like a clean plan
    place = place_finder(report.child)
    return GapLayout(
        title=message("gap", "heading"),
        head=(parent, child, run_facts(report, only, len(rows))),
        totals=_totals(report),
        coverage=f"{report.totals()['coverage'] * 100:.0f}%",
        reading=message("gap", "reading", rows=numbered, all=len(report.items)) if numbered else "",
        first=_first(shown),
        rows=rows,
        no_rows=message("gap", "nothing_shown" if report.items else "no_requirements"),
        no_first=message("gap", "nothing_shown" if hidden else "no_gaps"),
        no_requests=message("gap", "nothing_shown" if hidden else "no_requests"),
        requests=tuple((row.id, row.request) for row in rows if row.request),
        extra=tuple((_cut(span, report.child), str(place(span.start))) for span in report.extra),
        lost=tuple(_lost(gone) for gone in report.lost),
        footer=message("gap", "footer"),
    )


def _totals(report: GapReport) -> tuple[tuple[str, str, int], ...]:
    """Code, word and count of each status, then of the decisions that change something, where there are any."""
    totals = report.totals()
    rows = [(status, message("status", status), int(totals[status])) for status in STATUSES]
    decided = [(code, message("gap", code), int(totals[code])) for code in ("waived", "rejected") if totals[code]]
    return (*rows, *decided)


def _rows(report: GapReport) -> tuple[Row, ...]:
    parent, child = place_finder(report.parent), place_finder(report.child)
    section = section_finder(report.parent)
    shorts = {**defined_abbreviations(report.parent.text), **defined_abbreviations(report.child.text)}
    rows = []
    for item in report.items:
        requirement = item.requirement
        said = [_cut(span, report.child) for span in item.evidence]
        bearers = [actor.name for actor in requirement.actors if actor.role != "support"]
        quote, passages = compare_words(requirement.quote, said, shorts, bearers)
        rows.append(
            Row(
                id=item.id,
                section=section(requirement.start),
                place=str(Place(requirement.path, parent(requirement.start).page)),
                quote=quote,
                due=message("gap", "due", day=format_day(requirement.due)) if requirement.due else "",
                status=item.status,
                status_word=message("status", item.status),
                notes=_notes(item),
                likely=message("gap", "chance", chance=f"{item.p_gap * 100:.0f}%") if item.p_gap else "",
                chance=round(item.p_gap, 4),
                gap=item.open_gap,
                explanation=item.explanation,
                evidence=tuple(
                    (marked, str(child(span.start))) for marked, span in zip(passages, item.evidence, strict=True)
                ),
                decision=_decision(item.review) if item.review else "",
                request=request(item, report),
                second=reading_line(item.second, report.child, child) if item.second else "",
            )
        )
    return tuple(rows)


def section_finder(parent: Document) -> Callable[[int], str]:
    """Return a function from a requirement's start to the titled headings above it: "II. NHIỆM VỤ › 4. …".

    A labelled line that is itself a duty, or the one that holds the requirement, is no title.
    """
    starts = [unit.start for unit in parent.units]
    duties = sorted(requirement.start for requirement in parent.requirements)

    def section(start: int) -> str:
        at = bisect_right(starts, start) - 1
        node = parent.units[at].heading if at >= 0 else None
        titles = []
        while node is not None:
            heading = parent.outline[node]
            holds_duty = bisect_left(duties, heading.start) < bisect_left(duties, heading.end)
            if not holds_duty and not heading.start <= start < heading.end:
                titles.append(shorten(f"{heading.label}. {heading.heading}".rstrip(" .:;"), _HEADING))
            node = heading.parent
        return " › ".join(reversed(titles))

    return section


def _notes(item: Item) -> tuple[str, ...]:
    notes = []
    if item.unsure:
        notes.append(message("gap", "stale" if item.review else "review"))
    if item.waived:
        notes.append(message("gap", "waived"))
    if item.rejected:
        notes.append(message("gap", "rejected"))
    return tuple(notes)


def _first(shown: list[tuple[Item, Row]]) -> tuple[Group, ...]:
    """What to read and mend first: rows a human must look at, then the other open gaps, each by weight."""
    ordered = sorted(shown, key=lambda pair: _weight(pair[0]))
    unsure = tuple(row for item, row in ordered if item.unsure)
    gaps = tuple(row for item, row in ordered if item.open_gap and not item.unsure)
    named = (("first_unsure", unsure), ("first_gaps", gaps))
    return tuple(Group(message("gap", code, count=len(rows)), rows) for code, rows in named if rows)


def _weight(item: Item) -> tuple[int, float]:
    """Missing duties with a day, a figure or a report to send first, then the other missing, partial, doubtful."""
    requirement = item.requirement
    if item.gap == "missing":
        bound = requirement.due or requirement.deadlines or requirement.targets or requirement.kind == "report"
        return (0 if bound else 1), -item.p_gap
    return (2 if item.gap == "partial" else 3), -item.p_gap


def _decision(review: Review) -> str:
    choice = message("choices", review.choice)
    stale = (message("gap", "decided_stale"),) if review.stale else ()
    facts = [fact for fact in (review.reason, review.who, review.when, *stale) if fact]
    if not facts:
        return message("gap", "decided", choice=choice)
    return message("gap", "decided_by", choice=choice, facts="; ".join(facts))


def _lost(gone: LostReview) -> str:
    decision = _decision(Review(gone.review.choice, gone.review.reason, gone.review.who, gone.review.when, False))
    return f"{gone.requirement} {shorten(gone.quote, 200)} – {decision}".strip()


def _cut(span: Span, document: Document) -> str:
    """The words of the span on one line; cells of a table row are told apart by bars."""
    return document.text[span.start : span.end].replace("\n", " | ")
