"""Where the registry lives, and how it is opened: SQLite by default, PostgreSQL by URL.

SQLite runs in WAL mode, so that readers never wait for the one writer. A write transaction takes the write lock at
its start (BEGIN IMMEDIATE): one that began as a reader could not wait for its turn, it would fail at once.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session

from corpus.errors import RegistryError

HEAD = "0001"
"""The newest migration; known here so that an up-to-date registry opens without loading Alembic."""

VARIABLE = "RASOAT_DATABASE"
ORIGINALS_VARIABLE = "RASOAT_ORIGINALS"
_FILE = "registry.sqlite3"
_BUSY_MS = 60_000  # another process may be adding a folder: wait for its turn rather than fail
_MIGRATION_LOCK, _WRITE_LOCK = 7_270_601, 7_270_602  # our own; PostgreSQL's advisory locks are numbered


def data_folder() -> Path:
    """Return the folder where this user's programs keep their data."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Application Support")
    else:
        base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "rasoat"


@dataclass(frozen=True, slots=True)
class Location:
    """A database and the folder of its originals."""

    url: URL
    originals: Path

    @property
    def shown(self) -> str:
        """The place as messages name it: a path, or a URL without its password."""
        return self.url.database or ":memory:" if self.url.drivername == "sqlite" else self.url.render_as_string()


def locate(named: str | None = None) -> Location:
    """Return the place `named` (a file or a URL), else that of RASOAT_DATABASE, else the user's own.

    Originals of a SQLite registry stand beside it. Those of a PostgreSQL registry stand in RASOAT_ORIGINALS (a folder
    that all its users share), else in the user's own data folder. Raises RegistryError for a URL that cannot be used.
    """
    place = named or os.environ.get(VARIABLE) or str(data_folder() / _FILE)
    if "://" not in place:
        path = Path(place).expanduser().absolute()
        return Location(URL.create("sqlite", database=str(path)), _originals(path))
    try:
        url = make_url(place)
    except ArgumentError as error:
        raise RegistryError("bad_database_url", url=place.rpartition("@")[2]) from error
    if url.get_backend_name() == "sqlite" and url.database:
        path = Path(url.database).absolute()
        return Location(URL.create("sqlite", database=str(path)), _originals(path))
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise RegistryError("bad_database_url", url=url.render_as_string())
    shared = os.environ.get(ORIGINALS_VARIABLE)
    return Location(url.set(drivername="postgresql+psycopg"), Path(shared) if shared else data_folder() / "originals")


def _originals(database: Path) -> Path:
    shared = os.environ.get(ORIGINALS_VARIABLE)
    return Path(shared) if shared else database.with_name(f"{database.stem}-originals")


class Database:
    """An open registry database, migrated to this program's tables."""

    def __init__(self, location: Location) -> None:
        self.location = location
        self.engine = _engine(location)
        try:
            with _explained(location):
                self._bring_up_to_date()
        except BaseException:
            self.engine.dispose()
            raise

    @property
    def kind(self) -> Literal["sqlite", "postgresql"]:
        """Which of the two databases this is."""
        return "sqlite" if self.engine.dialect.name == "sqlite" else "postgresql"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that only reads; it sees one consistent state and never waits."""
        with _explained(self.location), Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session that writes: committed whole at the end, or not at all."""
        with _explained(self.location), self.engine.connect() as connection:
            connection = connection.execution_options(rasoat_writes=True)
            with Session(connection, expire_on_commit=False) as session, session.begin():
                if self.kind == "postgresql":
                    # One writer at a time, as in SQLite: papers that cite each other would lock each other's rows.
                    session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITE_LOCK})
                yield session

    def tidy(self) -> None:
        """Tell the database how its tables look now; worth it after many papers came in at once."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE" if self.kind == "sqlite" else "VACUUM ANALYZE")

    def close(self) -> None:
        """Let the database go."""
        self.engine.dispose()

    def _bring_up_to_date(self) -> None:
        with self.engine.connect() as connection:
            revision = _revision(connection)
        if revision == HEAD:
            return
        from corpus.registry.migrations import upgrade

        with self.engine.connect() as connection:
            connection = connection.execution_options(rasoat_writes=True)
            with connection.begin():
                if self.kind == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
                revision = _revision(connection)  # another process may have been quicker
                if revision != HEAD:
                    upgrade(connection, revision, self.location.shown)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _engine(location: Location) -> Engine:
    if location.url.get_backend_name() == "sqlite":
        path = Path(location.url.database or "")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RegistryError("registry_unusable", place=path, reason=error.strerror or str(error)) from error
        engine = create_engine(location.url)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        return create_engine(location.url, pool_pre_ping=True)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise RegistryError("no_postgresql_driver") from error


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # Python's own transaction handling cannot say BEGIN IMMEDIATE
    for pragma in (f"busy_timeout={_BUSY_MS}", "foreign_keys=ON", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")
    # Only the change to WAL does not wait for its turn: while another process makes it (it stays with the file) or
    # writes, this connection goes on in the mode the file is in, which is as safe.
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode=WAL")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("rasoat_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _explained(location: Location) -> Iterator[None]:
    """Turn the database's own complaints about reaching or writing it into one line for the user."""
    try:
        yield
    except OperationalError as error:
        raise RegistryError("registry_unusable", place=location.shown, reason=_first_line(error)) from error
    except DBAPIError as error:
        if "not a database" not in str(error.orig):  # a defect of ours must not pose as a bad file
            raise
        raise RegistryError("registry_unusable", place=location.shown, reason=_first_line(error)) from error


def _first_line(error: DBAPIError) -> str:
    return (str(error.orig).strip().splitlines() or [""])[0]
