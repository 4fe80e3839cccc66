"""What a secretary needs of one paper on one page: what it is, who must do what by when.

`summarise` gathers; the renderers (summary_markdown, summary_html, summary_docx, summary_json) only lay out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corpus.messages import message
from parser.document import Citation, Deadline, Document, Header, Requirement, Source, Target
from reports.gist import gist_sentences
from reports.places import Place, place_finder
from reports.warnings import warnings_of
from reports.wording import describe_deadline, describe_target, format_day, unknown


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of text taken from the paper, and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One thing to do. `who`, `support` and `when` are empty where the paper does not say."""

    id: str
    kind: str
    text: str
    who: tuple[str, ...]
    support: tuple[str, ...]
    when: str
    due: date | None
    place: Place
    product: str | None = None


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """A time that binds: `day` is its last day (None: recurring or no day stated), `work` what it binds."""

    when: str
    day: date | None
    work: str
    place: Place


@dataclass(frozen=True, slots=True)
class CitedLine:
    """A document cited, once, with how often and in which role."""

    text: str
    relation: str
    mentions: int
    place: Place


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything the one-page summary shows, in its order."""

    source: Source
    header: Header
    identity: tuple[tuple[str, str], ...]
    gist: tuple[Line, ...]
    tasks: tuple[TaskLine, ...]
    targets: tuple[Line, ...]
    calendar: tuple[CalendarLine, ...]
    cited: tuple[CitedLine, ...]
    warnings: tuple[str, ...]
    signatures: tuple[str, ...] = ()

    @property
    def first_tasks(self) -> tuple[TaskLine, ...]:
        """The tasks for the first page, at most FIRST_PAGE_TASKS: dated ones, then those with a named body."""
        ranked = sorted(self.tasks, key=lambda task: (not task.when, not task.who))
        chosen = {task.id for task in ranked[:FIRST_PAGE_TASKS]}
        return tuple(task for task in self.tasks if task.id in chosen)


FIRST_PAGE_TASKS = 12
"""More rows than this do not fit on one A4 page beside the other sections."""


def summarise(document: Document) -> Summary:
    """Return the summary of `document`; nothing is inferred that the paper does not state."""
    place = place_finder(document)
    signatures = tuple(f.message for f in document.findings if f.kind.startswith("signature"))
    return Summary(
        source=document.reading.source,
        header=document.header,
        identity=_identity(document, signatures) + _packet(document),
        gist=tuple(Line(document.text[start:end], place(start)) for start, end in gist_sentences(document)),
        tasks=tuple(_task(r, document, place(r.start)) for r in document.requirements),
        targets=tuple(Line(describe_target(t), place(t.start)) for t in _distinct_targets(document.targets)),
        calendar=_calendar(document),
        cited=_cited(document),
        warnings=warnings_of(document),
        signatures=signatures,
    )


def _identity(document: Document, signatures: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Label and value of each identity row; what is not stated or not legible is said so."""
    header = document.header
    values = {
        "type": header.type,
        "number": header.number,
        "date": format_day(header.date) if header.date else None,
        "issuer": header.issuer,
        "title": header.title,
        "signer": _signature(header),
        "signatures": " ".join(text.removeprefix(message("signatures", "prefix")) for text in signatures) or None,
        "addressees": "; ".join(header.addressees) or None,
        "recipients": "; ".join(header.recipients) or None,
        "secrecy": header.secrecy,
        "urgency": header.urgency,
    }
    optional = {"signatures", "addressees", "secrecy", "urgency"}  # most papers rightly have none
    return tuple(
        (message("identity", key), value or unknown(key, document.findings))
        for key, value in values.items()
        if value or key not in optional
    )


def _packet(document: Document) -> tuple[tuple[str, str], ...]:
    """What the exchange packet says of the paper: number and day are often blank in the paper's own letters."""
    said = [f.message.partition(": ")[2] for f in document.findings if f.kind == "packet"]
    return tuple((message("identity", "packet"), facts) for facts in said)


def _signature(header: Header) -> str | None:
    parts = [part for part in (header.authority, header.signer_role, header.signer) if part]
    return " – ".join(parts) or None


def _task(requirement: Requirement, document: Document, place: Place) -> TaskLine:
    names = {role: tuple(a.name for a in requirement.actors if a.role == role) for role in ("lead", "all", "support")}
    times = [describe_deadline(document.deadlines[i]) for i in requirement.deadlines]
    if not times and requirement.due:
        times = [format_day(requirement.due)]
    return TaskLine(
        id=requirement.id,
        kind=message("kinds", requirement.kind),
        text=requirement.quote,
        who=names["lead"] + names["all"],
        support=names["support"],
        when="; ".join(dict.fromkeys(times)),
        due=requirement.due,
        place=Place(requirement.path, place.page),
        product=requirement.product,
    )


def _distinct_targets(targets: tuple[Target, ...]) -> list[Target]:
    """The targets without word-for-word repeats, first mention kept."""
    return list({target.quote.lower(): target for target in reversed(targets)}.values())[::-1]


def _calendar(document: Document) -> tuple[CalendarLine, ...]:
    """Dated times first, by day; recurring and undated ones after, in the paper's order."""
    place = place_finder(document)
    lines = [
        CalendarLine(describe_deadline(d), d.to, _work_of(d, document), place(d.start)) for d in document.deadlines
    ]
    dated = sorted((line for line in lines if line.day), key=lambda line: (line.day or date.max, line.when))
    return tuple(dated + [line for line in lines if not line.day])


def _work_of(deadline: Deadline, document: Document) -> str:
    """The requirement the time binds, else the unit it stands in, else nothing."""
    index = document.deadlines.index(deadline)
    for requirement in document.requirements:
        if index in requirement.deadlines:
            return requirement.quote
    for unit in document.units:
        if unit.start <= deadline.start < unit.end:
            return document.text[unit.start : unit.end]
    return ""


def _cited(document: Document) -> tuple[CitedLine, ...]:
    """Each document once, in order of first mention, by number (or by its words where it has none)."""
    place = place_finder(document)
    groups: dict[str, list[Citation]] = {}
    for citation in document.citations:
        groups.setdefault((citation.number or citation.quote).lower(), []).append(citation)
    return tuple(
        CitedLine(
            text=max((c.quote for c in group), key=len),
            relation=message("relations", min((c.relation for c in group), key=_RELATION_ORDER.index)),
            mentions=len(group),
            place=place(group[0].start),
        )
        for group in groups.values()
    )


_RELATION_ORDER = ("amends", "replaces", "implements", "basis", "attached", "mention")
