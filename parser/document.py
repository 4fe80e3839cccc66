"""The data that walks through rasoat: what was read, what was found in it, the finished document.

All offsets count Python characters (Unicode NFC) in `Reading.text`; spans are half-open and
`text[start:end] == quote` for every finding. What was written (`quote`) and what was inferred
(numbers, dates, levels) are separate fields.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Level = Literal["central", "province", "district", "commune", "grassroots"]
System = Literal["party", "state", "front", "union", "other"]
ReaderName = Literal["text", "docx", "doc", "html", "pdf", "ocr"]
Relation = Literal["basis", "implements", "amends", "replaces", "attached", "mention"]
DeadlineKind = Literal["due", "period", "recurring", "ongoing", "event"]
Comparator = Literal[">", ">=", "=", "<=", "<", "range"]
RequirementKind = Literal["task", "target", "report", "cite"]
ActorRole = Literal["lead", "support", "all"]
Severity = Literal["error", "warning", "info"]
Align = Literal["left", "center", "right", "justify"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where the text comes from; `pages` is None for formats without pages, `bytes` the file's size."""

    name: str
    sha256: str
    media_type: str
    reader: ReaderName
    pages: int | None
    bytes: int


@dataclass(frozen=True, slots=True)
class Cell:
    """Place of a paragraph in a table: all numbers count from 0, spans from 1."""

    table: int
    row: int
    column: int
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of `Reading.text` (no newline inside): a paragraph, a heading, or a paragraph of a table cell.

    Form marks are None where the format does not tell them (plain text).
    """

    start: int
    end: int
    cell: Cell | None = None
    bold: bool | None = None
    italic: bool | None = None
    align: Align | None = None
    role: Literal["body", "footnote", "textbox"] = "body"


@dataclass(frozen=True, slots=True)
class Page:
    """The characters of page `number` (from 1)."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Box:
    """One visual line of a PDF: points (1/72 inch) from the page's top left corner."""

    start: int
    end: int
    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to tell the user; `kind` keys the message catalogue."""

    kind: str
    severity: Severity
    message: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader returns: `text` is the paragraphs joined by one newline each, NFC, never changed again."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    source: Source
    pages: tuple[Page, ...] = ()
    boxes: tuple[Box, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """Thể thức: what the paper says of itself. None or () means "văn bản không ghi"."""

    number: str | None = None
    type: str | None = None
    issuer: str | None = None
    parent_issuer: str | None = None
    place: str | None = None
    date: date | None = None
    title: str | None = None
    signer: str | None = None
    signer_role: str | None = None
    authority: str | None = None
    recipients: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    system: System = "other"
    level: Level | None = None
    secrecy: str | None = None
    urgency: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the body stands: [body_start, body_end) between header block and Nơi nhận/signature.

    `tail_end` is where recipients and signature end; annexes, if any, lie in [tail_end, len(text)).
    Without a tail, body_end == tail_end (the start of the annexes, or len(text)).
    Web pages and news retellings: what stands before and after the paper is outside too.
    """

    body_start: int
    body_end: int
    tail_end: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A labelled line: `label` without its punctuation ("II", "1.1", "a", "PL1", "ĐC"), `heading` the text after it.

    `start`..`end` cover the whole line, `content` is where the text after the label begins.
    `depth` counts from 1, `parent` indexes the same tuple.
    """

    label: str
    heading: str
    depth: int
    parent: int | None
    start: int
    end: int
    content: int


Zone = Literal[
    "head", "basis", "purpose", "demand", "situation", "body", "organisation", "closing", "tail", "annex", "outside"
]


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of the paper between labels and bullets: labelled line, paragraph, bullet item, or table row.

    `start`..`end` leave off label, bullet and outer white space. `heading` indexes the outline node the unit stands
    under (for a labelled line: its own node). `parent` indexes the unit that introduces it: the bullet above a
    sub-bullet, the lead-in ("…, cụ thể như sau:") or labelled line above bullets. `cells` (table rows only) gives
    (column, start, end) of each non-empty cell; `columns` on the row gives the header text of each column.
    """

    start: int
    end: int
    kind: Literal["heading", "paragraph", "bullet", "row"]
    zone: Zone
    heading: int | None = None
    parent: int | None = None
    bullet: str | None = None
    cells: tuple[tuple[int, int, int], ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A mention of another document. `number` is normalised ("05-CT/TW"); None for documents cited by name."""

    quote: str
    start: int
    end: int
    type: str
    number: str | None
    date: date | None
    issuer: str | None
    relation: Relation
    pinpoint: str | None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time that constrains work; `from_`/`to` are inclusive days, `rrule` an RFC 5545 recurrence."""

    quote: str
    start: int
    end: int
    kind: DeadlineKind
    from_: date | None
    to: date | None
    rrule: str | None


@dataclass(frozen=True, slots=True)
class Target:
    """A quantified result to reach, e.g. ">= 90 % per năm"."""

    quote: str
    start: int
    end: int
    comparator: Comparator
    value: float
    value_to: float | None
    unit: str | None
    per: str | None
    subject: str | None


@dataclass(frozen=True, slots=True)
class Actor:
    """A body that must act, as written; `level` None where the paper does not let one tell."""

    name: str
    role: ActorRole
    level: Level | None


@dataclass(frozen=True, slots=True)
class Requirement:
    """The smallest self-contained thing somebody must do; indices point into the document's tuples."""

    id: str
    quote: str
    start: int
    end: int
    path: str
    kind: RequirementKind
    actors: tuple[Actor, ...]
    levels: tuple[Level, ...]
    due: date | None
    deadlines: tuple[int, ...]
    targets: tuple[int, ...]
    citations: tuple[int, ...]
    product: str | None = None  # of a task table's row: what its product column says


@dataclass(frozen=True, slots=True)
class Document:
    """Everything rasoat knows of one paper."""

    reading: Reading
    header: Header
    frame: Frame
    outline: tuple[Heading, ...]
    units: tuple[Unit, ...]
    citations: tuple[Citation, ...]
    deadlines: tuple[Deadline, ...]
    targets: tuple[Target, ...]
    requirements: tuple[Requirement, ...]
    findings: tuple[Finding, ...]

    @property
    def text(self) -> str:
        """The one immutable text all offsets count in."""
        return self.reading.text
