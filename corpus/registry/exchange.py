"""The whole registry as one file, and back: for another machine, for the other database, for the archive.

A ZIP with a manifest (what, when, by which program, how many), one JSON object a line for versions, verdicts, decisions
and events, and the originals under their hashes. Reading it in adds what is not there yet; twice changes nothing.
The form of the file is described in docs/registry.md.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from corpus.errors import OutputError, RegistryError, UnreadableFile
from corpus.registry.add import Incoming, incoming
from corpus.registry.kept import Kept, header_from, kept_from, kept_json
from corpus.registry.registry import Registry
from corpus.registry.schema import (
    CitationRow,
    DeadlineRow,
    DecisionRow,
    EventRow,
    RequirementRow,
    VerdictRow,
    VersionRow,
)
from corpus.registry.store import sha256_of
from corpus.registry.trail import now, record
from parser.document import Actor, Citation, Deadline, Requirement, Source

SCHEMA = "rasoat.registry/1"
_MANIFEST, _VERSIONS = "manifest.json", "versions.jsonl"
_TABLES: dict[str, type[VerdictRow] | type[DecisionRow] | type[EventRow]] = {
    "verdicts.jsonl": VerdictRow,
    "decisions.jsonl": DecisionRow,
    "events.jsonl": EventRow,
}
# What makes a row of these tables the same row in another registry.
_SAME = {
    "verdicts.jsonl": ("parent_sha256", "child_sha256", "model"),
    "decisions.jsonl": ("parent_sha256", "child_sha256", "requirement"),
    "events.jsonl": ("at", "who", "action", "sha256"),
}
_LONGEST_LINE = 200_000_000  # characters; a line holds one paper's text and what was found in it
_LARGEST_ORIGINAL = 1_000_000_000  # bytes; far above what the readers take
_AT_ONCE = 200


@dataclass(slots=True)
class Moved:
    """What an export wrote, or an import read: papers (`new` of them were not there), other rows, originals missing."""

    versions: int = 0
    new: int = 0
    verdicts: int = 0
    decisions: int = 0
    events: int = 0
    missing: int = 0


def export_registry(registry: Registry, target: Path) -> Moved:
    """Write the whole registry to `target`, which appears only when it is complete. Raises OutputError."""
    moved = Moved()
    temporary: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as handle:
            temporary = Path(handle.name)
            with zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED) as archive, registry.database.reading() as session:
                _write_all(registry, session, archive, moved)
        temporary.replace(target)
    except OSError as error:
        raise OutputError("cannot_write", file=target, reason=error.strerror or str(error)) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
    return moved


def _write_all(registry: Registry, session: Session, archive: zipfile.ZipFile, moved: Moved) -> None:
    hashes: list[str] = []
    with archive.open(_VERSIONS, "w", force_zip64=True) as out:
        for row, kept in _versions(session):
            line = {"added_at": row.added_at, "added_by": row.added_by, **kept_json(kept)}
            out.write(_line(line))
            hashes.append(row.sha256)
    moved.versions = moved.new = len(hashes)
    for name, table in _TABLES.items():
        with archive.open(name, "w", force_zip64=True) as out:
            for other in session.scalars(select(table).order_by(table.id).execution_options(yield_per=_AT_ONCE)):
                fields = (column for column in table.__table__.columns.keys() if column != "id")  # noqa: SIM118
                out.write(_line({field: getattr(other, field) for field in fields}))
                _count(moved, name)
    for sha256 in hashes:
        try:
            archive.writestr(_original(sha256), registry.originals.get(sha256), zipfile.ZIP_STORED)
        except RegistryError:
            moved.missing += 1
    manifest = {"schema": SCHEMA, "made_at": now(), "program": _program(), **_counts(moved)}
    archive.writestr(_MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))


def import_registry(registry: Registry, source: Path) -> Moved:
    """Add what `source` holds and the registry does not.

    Papers come in some hundreds at a time, each time whole; stopped halfway, the same import goes on where it was.
    Raises UnreadableFile when `source` is no such file or is damaged.
    """
    moved = Moved()
    try:
        with zipfile.ZipFile(source) as archive:
            _check_manifest(source, archive)
            for done in registry.add_in_batches(_papers(registry, archive, moved), "import"):
                moved.new += done.stored
            with registry.database.writing() as session:
                for name in _TABLES:
                    _read_rows(session, archive, name, moved)
                if moved.new or moved.verdicts or moved.decisions or moved.events:
                    record(session, "import", None, name=source.name, new=moved.new)
    except FileNotFoundError as error:
        raise UnreadableFile("missing_file", file=source) from error
    except OSError as error:
        raise UnreadableFile("cannot_read", file=source, reason=error.strerror or str(error)) from error
    except (zipfile.BadZipFile, zlib.error, KeyError, TypeError, ValueError, EOFError, NotImplementedError) as error:
        raise UnreadableFile("bad_exchange", file=source) from error
    return moved


def _check_manifest(source: Path, archive: zipfile.ZipFile) -> None:
    manifest = json.loads(_bytes(archive, _MANIFEST, _LARGEST_ORIGINAL))
    if not isinstance(manifest, dict) or manifest.get("schema") != SCHEMA:
        found = manifest.get("schema") if isinstance(manifest, dict) else None
        raise UnreadableFile("other_exchange", file=source, found=found or "?", schema=SCHEMA)


def _papers(registry: Registry, archive: zipfile.ZipFile, moved: Moved) -> Iterator[Incoming]:
    """Yield the papers of the archive in their order, each after its original was put in place."""
    names = set(archive.namelist())
    for data in _lines(archive, _VERSIONS):
        kept = kept_from(data)
        moved.versions += 1
        original = _original(kept.source.sha256)
        if original in names:
            content = _bytes(archive, original, _LARGEST_ORIGINAL)
            if sha256_of(content) != kept.source.sha256:
                raise ValueError(original)
            registry.originals.put(content)
        else:
            moved.missing += 1
        yield incoming(kept, str(data["added_at"]), str(data["added_by"]))


def _read_rows(session: Session, archive: zipfile.ZipFile, name: str, moved: Moved) -> None:
    table, same = _TABLES[name], [getattr(_TABLES[name], field) for field in _SAME[name]]
    known = {tuple(row) for row in session.execute(select(*same))}
    rows = []
    for row in _lines(archive, name):
        mark = tuple(row[field] for field in _SAME[name])
        if mark not in known:
            known.add(mark)
            rows.append({column: row[column] for column in table.__table__.columns.keys() if column != "id"})  # noqa: SIM118
            _count(moved, name)
    if rows:
        session.execute(insert(table), rows)


def _versions(session: Session) -> Iterator[tuple[VersionRow, Kept]]:
    """Yield every version with its contents, some hundreds at a time."""
    last = 0
    while True:
        rows = session.scalars(select(VersionRow).where(VersionRow.id > last).order_by(VersionRow.id).limit(_AT_ONCE))
        part = {row.id: row for row in rows}
        if not part:
            return
        contents = [
            _grouped(session.scalars(select(table).where(table.version_id.in_(part)).order_by(table.id)))
            for table in (CitationRow, DeadlineRow, RequirementRow)
        ]
        for number, row in part.items():
            yield row, _kept(row, *(found.get(number, []) for found in contents))
        last = max(part)
        session.expunge_all()


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = {}
    for row in rows:
        groups.setdefault(row.version_id, []).append(row)
    return groups


def _kept(row: VersionRow, citations: list[Any], deadlines: list[Any], requirements: list[Any]) -> Kept:
    reader: Any = row.reader
    shared = ("quote", "start", "end")
    return Kept(
        Source(row.name, row.sha256, row.media_type, reader, row.pages, row.bytes),
        header_from(row.header),
        row.text,
        tuple(
            Citation(
                **{n: getattr(c, n) for n in (*shared, "type", "number", "date", "issuer", "relation", "pinpoint")}
            )
            for c in citations
        ),
        tuple(
            Deadline(**{n: getattr(d, n) for n in (*shared, "kind", "rrule")}, from_=d.from_day, to=d.to_day)
            for d in deadlines
        ),
        tuple(
            Requirement(
                **{n: getattr(r, n) for n in (*shared, "path", "kind", "due")},
                id=r.code,
                actors=tuple(Actor(**actor) for actor in r.actors),
                levels=tuple(r.levels),
                deadlines=tuple(at for at, d in enumerate(deadlines) if d.requirement == r.code),
                targets=(),
                citations=(),
            )
            for r in requirements
        ),
    )


def _lines(archive: zipfile.ZipFile, name: str) -> Iterator[dict[str, Any]]:
    with archive.open(name) as raw:
        while line := raw.readline(_LONGEST_LINE):
            yield json.loads(line)


def _bytes(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    with archive.open(name) as raw:
        data = raw.read(most + 1)
    if len(data) > most:
        raise ValueError(name)
    return data


def _line(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode() + b"\n"


def _original(sha256: str) -> str:
    return f"originals/{sha256}"


def _count(moved: Moved, name: str) -> None:
    field = name.partition(".")[0]
    setattr(moved, field, getattr(moved, field) + 1)


def _counts(moved: Moved) -> dict[str, int]:
    return {name: getattr(moved, name) for name in ("versions", "verdicts", "decisions", "events")}


def _program() -> str:
    try:
        return f"rasoat {version('rasoat')}"
    except PackageNotFoundError:
        return "rasoat"
