"""Papers come into the registry: what is already there is said, what is new is kept whole or not at all.

One path for a single paper and for a hundred thousand: a batch is looked up, written and linked together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from corpus.registry.identity import document_key, issuer_key, number_key, plain, text_key
from corpus.registry.index import TextIndex
from corpus.registry.kept import Kept
from corpus.registry.links import link
from corpus.registry.schema import CitationRow, DeadlineRow, DocumentRow, RequirementRow, VersionRow
from corpus.registry.terms import IndexTerms, index_terms
from corpus.registry.trail import now, record, who
from parser.serialize import header_json

Outcome = Literal["new", "version", "same_file", "same_text"]
"""New document; new version of one; the very file is there; another file with the same words is there."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a paper: the document it is, or belongs to, and the number of its version."""

    outcome: Outcome
    document_id: int
    ordinal: int
    number: str | None
    title: str | None

    @property
    def stored(self) -> bool:
        """Whether anything was written."""
        return self.outcome in ("new", "version")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A paper to add, with its keys; `at` and `by` are kept when it comes from another registry."""

    kept: Kept
    key: str
    text_key: str
    at: str
    by: str


@dataclass(slots=True)
class _Known:
    """What the registry holds of the papers of a batch: versions by hash and by text, documents by key."""

    by_sha: dict[str, VersionRow] = field(default_factory=dict)
    by_text: dict[str, VersionRow] = field(default_factory=dict)
    by_key: dict[str, DocumentRow] = field(default_factory=dict)


def incoming(kept: Kept, at: str | None = None, by: str | None = None) -> Incoming:
    """Return `kept` with its keys; this is the slow part of adding, and needs no database."""
    key = document_key(kept.header, kept.source.sha256)
    return Incoming(kept, key, text_key(kept.text), at or now(), by or who())


def add_batch(session: Session, index: TextIndex, papers: Iterable[Incoming], action: str = "add") -> list[Added]:
    """Add the papers in the caller's transaction; return what became of each, in their order."""
    rest, done = list(papers), []
    while rest:
        batch = _apart(rest)
        done += _add(session, index, batch, action)
        rest = rest[len(batch) :]
    return done


def _apart(papers: Sequence[Incoming]) -> list[Incoming]:
    """Return the longest beginning in which no paper meets another: each is then judged by what is stored alone."""
    seen: set[str] = set()
    for number, paper in enumerate(papers):
        marks = {paper.key, paper.text_key, paper.kept.source.sha256}
        if marks & seen:
            return list(papers[:number])
        seen |= marks
    return list(papers)


def _add(session: Session, index: TextIndex, papers: Sequence[Incoming], action: str) -> list[Added]:
    known = _known(session, papers)
    done: dict[int, Added] = {}
    wanted: list[tuple[int, Incoming, DocumentRow | None]] = []
    for at, paper in enumerate(papers):
        twin = known.by_sha.get(paper.kept.source.sha256) or known.by_text.get(paper.text_key)
        if twin is not None:
            outcome: Outcome = "same_file" if twin.sha256 == paper.kept.source.sha256 else "same_text"
            there = session.get_one(DocumentRow, twin.document_id)
            done[at] = Added(outcome, there.id, twin.ordinal, there.number, there.title)
        else:
            wanted.append((at, paper, known.by_key.get(paper.key)))
    if wanted:
        places = _write(session, index, [(paper, document) for _, paper, document in wanted])
        for (at, paper, document), (document_id, ordinal) in zip(wanted, places, strict=True):
            outcome = "version" if document is not None else "new"
            header = paper.kept.header
            done[at] = Added(outcome, document_id, ordinal, header.number, header.title)
            detail = {"outcome": outcome, "name": paper.kept.source.name, "version": ordinal}
            record(session, action, paper.kept.source.sha256, **detail)
        session.flush()
    return [done[at] for at in range(len(papers))]


def _known(session: Session, papers: Sequence[Incoming]) -> _Known:
    known = _Known()
    for start in range(0, len(papers), 500):
        part = papers[start : start + 500]
        texts, hashes = [paper.text_key for paper in part], [paper.kept.source.sha256 for paper in part]
        for row in session.scalars(select(VersionRow).where(VersionRow.sha256.in_(hashes))):
            known.by_sha[row.sha256] = row
        for row in session.scalars(select(VersionRow).where(VersionRow.text_key.in_(texts))):
            known.by_text[row.text_key] = row
        keys = DocumentRow.key.in_([paper.key for paper in part])
        known.by_key |= {row.key: row for row in session.scalars(select(DocumentRow).where(keys))}
    return known


def _write(
    session: Session, index: TextIndex, papers: Sequence[tuple[Incoming, DocumentRow | None]]
) -> list[tuple[int, int]]:
    """Write versions of new and of known documents; return the document and version number of each."""
    fresh = [paper for paper, document in papers if document is None]
    ids = iter(_insert(session, DocumentRow, [_document(paper) for paper in fresh]))
    places = [(next(ids), 1) if row is None else (row.id, row.versions + 1) for _, row in papers]
    versions = _insert(
        session,
        VersionRow,
        [_version(paper, *place) for (paper, _), place in zip(papers, places, strict=True)],
    )
    newest = [
        {"id": place[0], "version_id": version, "versions": place[1], **_described(paper)}
        for (paper, _), place, version in zip(papers, places, versions, strict=True)
    ]
    session.execute(update(DocumentRow), newest)
    for table, rows in (
        (CitationRow, [row for (p, _), v in zip(papers, versions, strict=True) for row in _citations(p.kept, v)]),
        (RequirementRow, [row for (p, _), v in zip(papers, versions, strict=True) for row in _requirements(p.kept, v)]),
        (DeadlineRow, [row for (p, _), v in zip(papers, versions, strict=True) for row in _deadlines(p.kept, v)]),
    ):
        if rows:
            session.execute(insert(table), rows)
    index.put(session, [(version, _terms(paper.kept)) for (paper, _), version in zip(papers, versions, strict=True)])
    session.expire_all()
    link(session, versions, [place[0] for place in places])
    return places


def _insert(session: Session, table: type[DocumentRow] | type[VersionRow], rows: list[dict[str, Any]]) -> list[int]:
    if not rows:
        return []
    statement = insert(table).returning(table.id, sort_by_parameter_order=True)
    return list(session.scalars(statement, rows))


def _document(paper: Incoming) -> dict[str, Any]:
    return {"key": paper.key, "versions": 1, "status": "active", **_described(paper)}


def _described(paper: Incoming) -> dict[str, Any]:
    """Return the columns of a document that its newest version decides."""
    header = paper.kept.header
    issuer = issuer_key(header.parent_issuer, header.issuer)
    same = ("number", "type", "issuer", "parent_issuer", "date", "title", "signer", "level", "system")
    return {
        **{name: getattr(header, name) for name in (*same, "secrecy", "urgency")},
        "number_key": number_key(header.number),
        "type_key": plain(header.type) if header.type else None,
        "issuer_key": issuer,
        "issuer_plain": plain(issuer) if issuer else None,
    }


def _version(paper: Incoming, document_id: int, ordinal: int) -> dict[str, Any]:
    source = paper.kept.source
    return {
        **{name: getattr(source, name) for name in ("sha256", "name", "media_type", "reader", "pages", "bytes")},
        "document_id": document_id,
        "ordinal": ordinal,
        "text_key": paper.text_key,
        "header": header_json(paper.kept.header),
        "text": paper.kept.text,
        "added_at": paper.at,
        "added_by": paper.by,
    }


def _citations(kept: Kept, version: int) -> list[dict[str, Any]]:
    names = ("quote", "start", "end", "type", "number", "date", "issuer", "relation", "pinpoint")
    return [
        {
            "version_id": version,
            "target_id": None,
            "number_key": number_key(found.number),
            **{name: getattr(found, name) for name in names},
        }
        for found in kept.citations
    ]


def _requirements(kept: Kept, version: int) -> list[dict[str, Any]]:
    names = ("path", "kind", "quote", "start", "end", "due")
    return [
        {
            "version_id": version,
            "code": found.id,
            "actors": [{"name": actor.name, "role": actor.role, "level": actor.level} for actor in found.actors],
            "levels": list(found.levels),
            **{name: getattr(found, name) for name in names},
        }
        for found in kept.requirements
    ]


def _deadlines(kept: Kept, version: int) -> list[dict[str, Any]]:
    owners = {index: found.id for found in kept.requirements for index in found.deadlines}
    return [
        {
            "version_id": version,
            "requirement": owners.get(index),
            **{name: getattr(found, name) for name in ("quote", "start", "end", "kind", "rrule")},
            "from_day": found.from_,
            "to_day": found.to,
        }
        for index, found in enumerate(kept.deadlines)
    ]


def _terms(kept: Kept) -> IndexTerms:
    return index_terms(kept.header, kept.text, (found.number for found in kept.citations))
