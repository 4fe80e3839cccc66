"""The tables of the registry, the same in SQLite and PostgreSQL.

A document is what an office means by one (number, issuer, date); a version is one state of its content, known by the
SHA-256 of the file. Times are UTC, written as ISO 8601 text: both databases then sort, compare and show them alike.
The full-text index is no part of the mapping, because each database has its own kind (index.py).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Root of the tables; constraints are named, so that later migrations can speak of them."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {dict[str, Any]: JSON, list[Any]: JSON, str: Text}


class DocumentRow(Base):
    """One document, described by its newest version.

    `key` is its identity: number, issuer and date, or the file's hash where the paper does not state all three.
    The `_key` columns are folded for comparison (identity.py); `version_id` is the newest version.
    """

    __tablename__ = "documents"
    __table_args__ = (
        # Filters read this index alone; the rows themselves are looked at only for the few that are shown.
        Index("ix_documents_filter", "version_id", "type_key", "level", "status", "date", "issuer_plain"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    version_id: Mapped[int | None]
    versions: Mapped[int] = mapped_column(default=0)
    number: Mapped[str | None]
    number_key: Mapped[str | None] = mapped_column(index=True)
    type: Mapped[str | None]
    type_key: Mapped[str | None]
    issuer: Mapped[str | None]
    parent_issuer: Mapped[str | None]
    issuer_key: Mapped[str | None]
    issuer_plain: Mapped[str | None]
    date: Mapped[date | None] = mapped_column(Date, index=True)
    title: Mapped[str | None]
    signer: Mapped[str | None]
    level: Mapped[str | None]
    system: Mapped[str]
    secrecy: Mapped[str | None]
    urgency: Mapped[str | None]
    status: Mapped[str] = mapped_column(default="active")


class VersionRow(Base):
    """One state of a document's content; `text_key` is the same for a Word file and the PDF printed from it."""

    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("document_id", "ordinal"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    ordinal: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    text_key: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    reader: Mapped[str]
    pages: Mapped[int | None]
    bytes: Mapped[int]
    header: Mapped[dict[str, Any]]
    text: Mapped[str]
    added_at: Mapped[str]
    added_by: Mapped[str]


class CitationRow(Base):
    """A paper cited by a version; `target_id` is the document meant, once the registry has it."""

    __tablename__ = "citations"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), index=True)
    target_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), index=True)
    number_key: Mapped[str | None] = mapped_column(index=True)
    quote: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    type: Mapped[str]
    number: Mapped[str | None]
    date: Mapped[date | None] = mapped_column(Date)
    issuer: Mapped[str | None]
    relation: Mapped[str]
    pinpoint: Mapped[str | None]


class RequirementRow(Base):
    """What a version demands; `code` is the parser's id within the document."""

    __tablename__ = "requirements"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), index=True)
    code: Mapped[str]
    path: Mapped[str]
    kind: Mapped[str]
    quote: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    due: Mapped[date | None] = mapped_column(Date, index=True)
    actors: Mapped[list[Any]]
    levels: Mapped[list[Any]]


class DeadlineRow(Base):
    """A time that binds; `requirement` is the code of the requirement it belongs to, if any."""

    __tablename__ = "deadlines"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), index=True)
    requirement: Mapped[str | None]
    quote: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    kind: Mapped[str]
    from_day: Mapped[date | None] = mapped_column(Date)
    to_day: Mapped[date | None] = mapped_column(Date, index=True)
    rrule: Mapped[str | None]


class VerdictRow(Base):
    """A gap report on two versions; the newest of a pair and model counts."""

    __tablename__ = "verdicts"
    __table_args__ = (UniqueConstraint("parent_sha256", "child_sha256", "model"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_sha256: Mapped[str] = mapped_column(String(64), index=True)
    child_sha256: Mapped[str] = mapped_column(String(64), index=True)
    model: Mapped[str]
    level: Mapped[str | None]
    totals: Mapped[dict[str, Any]]
    items: Mapped[list[Any]]
    made_at: Mapped[str]
    made_by: Mapped[str]


class DecisionRow(Base):
    """What a human decided on one requirement of a pair of papers; a later decision replaces an earlier one."""

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("parent_sha256", "child_sha256", "requirement"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_sha256: Mapped[str] = mapped_column(String(64))
    child_sha256: Mapped[str] = mapped_column(String(64))
    requirement: Mapped[str]
    quote: Mapped[str]
    choice: Mapped[str]
    reason: Mapped[str]
    who: Mapped[str]
    when: Mapped[str]
    stale: Mapped[bool]
    recorded_at: Mapped[str]
    recorded_by: Mapped[str]


class EventRow(Base):
    """A line of the audit trail: who did what, when, to which paper (by hash, so that it survives an exchange)."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str] = mapped_column(index=True)
    who: Mapped[str]
    action: Mapped[str]
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    detail: Mapped[dict[str, Any]]
