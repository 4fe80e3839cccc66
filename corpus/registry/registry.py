"""An open registry: its database, its full-text index, its originals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from corpus.registry.add import Added, Incoming, add_batch, incoming
from corpus.registry.database import Database, Location, locate
from corpus.registry.index import text_index
from corpus.registry.kept import kept_of
from corpus.registry.schema import DocumentRow, VersionRow
from corpus.registry.store import Originals, sha256_of
from parser.secrecy import ensure_allowed

if TYPE_CHECKING:
    from parser.document import Document

_BATCH = 400
_TRIES = 3  # a paper that another process adds at the same moment is found at the second try


class Registry:
    """The registry of an office. Open it with `open_registry`."""

    def __init__(self, location: Location) -> None:
        self.database = Database(location)
        self.index = text_index(self.database.kind)
        self.originals = Originals(location.originals)

    def find_file(self, sha256: str) -> Added | None:
        """Return what is kept of the very file with that hash; None when it is new."""
        with self.database.reading() as session:
            row = session.execute(
                select(DocumentRow, VersionRow.ordinal)
                .join(VersionRow, VersionRow.document_id == DocumentRow.id)
                .where(VersionRow.sha256 == sha256)
            ).first()
            return Added("same_file", row[0].id, row[1], row[0].number, row[0].title) if row else None

    def add(self, document: Document, data: bytes, allow_secret: bool = False, action: str = "add") -> Added:
        """Keep a paper and its original.

        Raises SecretPaper when it bears a secrecy mark and no leave is given (nothing is written then), RegistryError
        when the registry cannot be written.
        """
        ensure_allowed(document, allow_secret)
        if sha256_of(data) != document.reading.source.sha256:
            raise ValueError("the original is not the file that was read")
        paper = incoming(kept_of(document))
        # The original first: a row without its original must never be, an original without a row harms nobody.
        self.originals.put(data)
        return self._add([paper], action)[0]

    def add_in_batches(self, papers: Iterable[Incoming], action: str = "add") -> Iterator[Added]:
        """Add papers whose originals are already in place, in transactions of some hundreds."""
        batch: list[Incoming] = []
        for paper in papers:
            batch.append(paper)
            if len(batch) == _BATCH:
                yield from self._add(batch, action)
                batch = []
        if batch:
            yield from self._add(batch, action)

    def _add(self, batch: list[Incoming], action: str) -> list[Added]:
        for _ in range(_TRIES - 1):
            try:
                with self.database.writing() as session:
                    return add_batch(session, self.index, batch, action)
            except IntegrityError:  # two processes with one paper: the unique keys let only the first one in
                continue
        with self.database.writing() as session:
            return add_batch(session, self.index, batch, action)

    def close(self) -> None:
        """Let the database go."""
        self.database.close()


@contextmanager
def open_registry(named: str | None = None) -> Iterator[Registry]:
    """Open the registry at `named` (see database.locate), made or migrated as needed. Raises RegistryError."""
    registry = Registry(locate(named))
    try:
        yield registry
    finally:
        registry.close()
