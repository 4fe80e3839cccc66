"""Documents as lists and pages show them, found by id or number, narrowed by what their heads say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Select, func, select, text
from sqlalchemy.orm import Session, aliased

from corpus.errors import RegistryError
from corpus.registry.identity import issuer_key, number_key, plain
from corpus.registry.index import Filter
from corpus.registry.schema import (
    CitationRow,
    DeadlineRow,
    DecisionRow,
    DocumentRow,
    EventRow,
    RequirementRow,
    VerdictRow,
    VersionRow,
)
from corpus.registry.terms import issuer_marks, level_mark, type_mark, year_mark
from corpus.registry.trail import trail_of
from parser.document import Level

Status = Literal["active", "amended", "replaced"]
STATUSES: tuple[Status, ...] = ("active", "amended", "replaced")
_EARLIEST, _LATEST = date(1945, 1, 1), date(2100, 12, 31)  # of papers, where only one end of a time is given
_MOST_NAMED = 5  # documents that a message about an ambiguous number names


@dataclass(frozen=True, slots=True)
class Narrow:
    """What a list or search is narrowed to; None means any."""

    type: str | None = None
    issuer: str | None = None
    level: Level | None = None
    start: date | None = None
    end: date | None = None
    status: Status | None = None

    def filter(self) -> Filter:
        """Return the condition on the documents row `d`, and the marks that all it lets through bear."""
        issuer = issuer_key(self.issuer) if self.issuer else None
        parts: dict[str, tuple[str, Any]] = {
            "type": ("d.type_key = :n_type", self.type and plain(self.type)),
            "issuer": ("' ' || d.issuer_plain || ' ' LIKE :n_issuer", issuer and f"% {plain(issuer)} %"),
            "level": ("d.level = :n_level", self.level),
            "start": ("d.date >= :n_start", self.start and self.start.isoformat()),
            "end": ("d.date <= :n_end", self.end and self.end.isoformat()),
            "status": ("d.status = :n_status", self.status),
        }
        chosen = {name: part for name, part in parts.items() if part[1]}
        sql = "".join(f" AND {condition}" for condition, _ in chosen.values())
        return Filter(sql, {f"n_{name}": value for name, (_, value) in chosen.items()}, self._marks(issuer))

    def _marks(self, issuer: str | None) -> tuple[tuple[str, ...], ...]:
        groups = [[type_mark(self.type)]] if self.type else []
        groups += [[level_mark(self.level)]] if self.level else []
        if self.start or self.end:
            first, last = (self.start or _EARLIEST).year, (self.end or _LATEST).year
            groups.append([year_mark(year) for year in range(first, max(first, last) + 1)])
        groups += [[mark] for mark in issuer_marks(issuer)]
        return tuple(map(tuple, groups))


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the registry knows of one document; citations and cited_by carry the document on the other side."""

    document: DocumentRow
    versions: tuple[VersionRow, ...]
    citations: tuple[tuple[CitationRow, DocumentRow | None], ...]
    cited_by: tuple[tuple[CitationRow, DocumentRow], ...]
    requirements: tuple[RequirementRow, ...]
    deadlines: tuple[DeadlineRow, ...]
    verdicts: tuple[tuple[VerdictRow, DocumentRow], ...]
    decisions: tuple[DecisionRow, ...]
    trail: tuple[EventRow, ...]


def list_documents(session: Session, narrow: Narrow, limit: int, offset: int = 0) -> tuple[list[DocumentRow], int]:
    """Return documents, newest first (undated ones last), and how many there are in all."""
    d = aliased(DocumentRow, name="d")
    narrowed_to = narrow.filter()
    parameters = dict(narrowed_to.parameters)

    def narrowed(query: Select[Any]) -> Select[Any]:
        return query.where(text("1 = 1" + narrowed_to.condition))

    ordered = narrowed(select(d)).order_by(d.date.is_(None), d.date.desc(), d.id.desc())
    total = session.scalar(narrowed(select(func.count()).select_from(d)), parameters) or 0
    return list(session.scalars(ordered.limit(limit).offset(offset), parameters)), total


def find_document(session: Session, named: str) -> DocumentRow:
    """Return the document with that id ("12") or number ("45/KH-UBND").

    Raises RegistryError when there is none, or several: their ids are named then.
    """
    named = named.strip()
    if named.isdecimal() and len(named) < 10:
        row = session.get(DocumentRow, int(named))
        if row is None:
            raise RegistryError("no_such_document", named=named)
        return row
    rows = session.scalars(select(DocumentRow).where(DocumentRow.number_key == number_key(named))).all()
    if not rows:
        raise RegistryError("no_such_document", named=named)
    if len(rows) > 1:
        shown = "; ".join(f"{row.id} ({row.issuer or '–'}, {row.date or '–'})" for row in rows[:_MOST_NAMED])
        raise RegistryError("several_documents", named=named, count=len(rows), shown=shown)
    return rows[0]


def newest_version(session: Session, document: DocumentRow) -> VersionRow:
    """Return the newest version of the document."""
    return session.scalars(select(VersionRow).where(VersionRow.id == document.version_id)).one()


def page_of(session: Session, document: DocumentRow) -> Page:
    """Return everything about the document; contents are those of its newest version."""
    version, other = document.version_id, aliased(DocumentRow)
    versions = session.scalars(
        select(VersionRow).where(VersionRow.document_id == document.id).order_by(VersionRow.ordinal)
    ).all()
    hashes = [row.sha256 for row in versions]
    citations = session.execute(
        select(CitationRow, other)
        .outerjoin(other, CitationRow.target_id == other.id)
        .where(CitationRow.version_id == version)
        .order_by(CitationRow.start)
    )
    citing = session.execute(
        select(CitationRow, other)
        .join(other, other.version_id == CitationRow.version_id)
        .where(CitationRow.target_id == document.id, other.id != document.id)
        .order_by(other.id, CitationRow.start)
    )
    verdicts = session.execute(
        select(VerdictRow, other)
        .join(VersionRow, VersionRow.sha256 == VerdictRow.child_sha256)
        .join(other, other.id == VersionRow.document_id)
        .where(VerdictRow.parent_sha256.in_(hashes) | VerdictRow.child_sha256.in_(hashes))
        .order_by(VerdictRow.id)
    )
    decided = DecisionRow.parent_sha256.in_(hashes) | DecisionRow.child_sha256.in_(hashes)
    return Page(
        document=document,
        versions=tuple(versions),
        citations=tuple((row, found) for row, found in citations),
        cited_by=tuple((row, found) for row, found in citing),
        requirements=tuple(
            session.scalars(
                select(RequirementRow).where(RequirementRow.version_id == version).order_by(RequirementRow.start)
            )
        ),
        deadlines=tuple(
            session.scalars(select(DeadlineRow).where(DeadlineRow.version_id == version).order_by(DeadlineRow.start))
        ),
        verdicts=tuple((row, found) for row, found in verdicts),
        decisions=tuple(session.scalars(select(DecisionRow).where(decided).order_by(DecisionRow.id))),
        trail=tuple(trail_of(session, hashes)),
    )
