"""Where an audit keeps its results: one SQLite file in the hidden part of the output folder.

A plan's result is written in one transaction after its files are in their places, so a process killed at any moment
leaves whole results or none. Nothing here is ever read as documents: rows come back one plan at a time.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audit.batch.codec import dumped, facts_in, parent_in, parent_out, result_in, totals_in, unpacked
from audit.batch.model import (
    NOT_COMPARED,
    Failure,
    PaperFacts,
    ParentFacts,
    PlanResult,
    Totals,
    Versions,
    matrix,
)
from corpus.errors import OutputError

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

HIDDEN = ".rasoat"
_FORM = "1"  # of the tables; another number starts afresh
_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS results (
    name TEXT NOT NULL, link INTEGER NOT NULL, place INTEGER NOT NULL, key TEXT NOT NULL,
    facts TEXT NOT NULL, record BLOB NOT NULL, PRIMARY KEY (name, link)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS cells (
    name TEXT NOT NULL, link INTEGER NOT NULL, parent TEXT NOT NULL,
    totals TEXT NOT NULL, statuses BLOB NOT NULL, marks BLOB NOT NULL, PRIMARY KEY (name, link, parent)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS written (
    path TEXT PRIMARY KEY, name TEXT NOT NULL, link INTEGER NOT NULL, size INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS written_by ON written (name, link);
CREATE TABLE IF NOT EXISTS failures (
    name TEXT PRIMARY KEY, code TEXT NOT NULL, message TEXT NOT NULL, advice TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seen (path TEXT PRIMARY KEY, state TEXT NOT NULL, entries TEXT NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Cells:
    """A comparison as the matrices need it."""

    parent: str
    totals: str
    statuses: bytes
    marks: bytes


@dataclass(frozen=True, slots=True)
class Stored:
    """A plan's result on its way into the store; `written` are its files in the output folder with their sizes."""

    name: str
    link: bool
    key: str
    facts: str
    record: bytes
    cells: tuple[Cells, ...]
    written: tuple[tuple[str, int], ...]


class Store:
    """The results of an output folder; also the `AuditRun` that every final output is made from."""

    def __init__(self, folder: Path) -> None:
        """Open (or begin) the store of the output folder. Raises OutputError."""
        self.folder = folder
        try:
            self._base = sqlite3.connect(folder / HIDDEN / "results.sqlite", isolation_level=None)
            self._base.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;" + _TABLES)
            if self.meta("form") not in (None, _FORM):
                tables = ("meta", "results", "cells", "written", "failures", "seen")
                self._base.executescript("".join(f"DELETE FROM {table};" for table in tables))
            self.set_meta("form", _FORM)
        except sqlite3.Error as error:
            raise OutputError("cannot_write", file=folder / HIDDEN, reason=error) from error

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def meta(self, key: str) -> str | None:
        """Return a fact of the run as a whole."""
        found = self._one("SELECT value FROM meta WHERE key = ?", (key,))
        return None if found is None else str(found[0])

    def set_meta(self, key: str, value: str) -> None:
        """Keep a fact of the run as a whole."""
        self._base.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def known(self) -> dict[tuple[str, bool], str]:
        """Return the key of every stored result."""
        return {(name, bool(link)): key for name, link, key in self._all("SELECT name, link, key FROM results")}

    def written(self) -> dict[tuple[str, bool], list[tuple[str, int]]]:
        """Return the files of every plan with their sizes."""
        found: dict[tuple[str, bool], list[tuple[str, int]]] = {}
        for path, name, link, size in self._all("SELECT path, name, link, size FROM written"):
            found.setdefault((name, bool(link)), []).append((path, size))
        return found

    def add(self, results: Sequence[Stored]) -> None:
        """Keep these results, all or none, in place of earlier ones of the same plans."""
        self._base.execute("BEGIN IMMEDIATE")
        for one in results:
            self._forget(one.name, one.link)
            values = (one.name, one.link, 0, one.key, one.facts, one.record)
            self._base.execute("INSERT INTO results VALUES (?, ?, ?, ?, ?, ?)", values)
            cells = [(one.name, one.link, c.parent, c.totals, c.statuses, c.marks) for c in one.cells]
            self._base.executemany("INSERT INTO cells VALUES (?, ?, ?, ?, ?, ?)", cells)
            files = [(path, one.name, one.link, size) for path, size in one.written]
            self._base.executemany("INSERT OR REPLACE INTO written VALUES (?, ?, ?, ?)", files)
        self._base.execute("COMMIT")

    def remove(self, plans: Iterable[tuple[str, bool]]) -> None:
        """Forget plans that are no longer there."""
        self._base.execute("BEGIN IMMEDIATE")
        for name, link in plans:
            self._forget(name, link)
        self._base.execute("COMMIT")

    def _forget(self, name: str, link: bool) -> None:
        for table in ("results", "cells", "written"):
            self._base.execute(f"DELETE FROM {table} WHERE name = ? AND link = ?", (name, link))

    def finish(
        self,
        parents: Sequence[ParentFacts],
        versions: Versions,
        failures: Iterable[Failure],
        order: Iterable[tuple[str, bool]],
    ) -> None:
        """Keep what the run as a whole is: its parents, failures, and the order of its plans."""
        self._base.execute("BEGIN IMMEDIATE")
        places = [(place, name, link) for place, (name, link) in enumerate(order)]
        self._base.executemany("UPDATE results SET place = ? WHERE name = ? AND link = ?", places)
        self._base.execute("DELETE FROM failures")
        rows = [astuple(failure) for failure in failures]
        self._base.executemany("INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?)", rows)
        self.set_meta("parents", dumped([parent_out(parent) for parent in parents]))
        self.set_meta("versions", dumped(astuple(versions)))
        self._base.execute("COMMIT")

    def seen(self) -> dict[str, tuple[str, list[tuple[str, str]]]]:
        """Return what is known of files outside: path → (state, the papers in it as (name, SHA-256))."""
        rows = self._all("SELECT path, state, entries FROM seen")
        return {path: (state, [(name, sha) for name, sha in json.loads(entries)]) for path, state, entries in rows}

    def set_seen(self, files: Mapping[str, tuple[str, list[tuple[str, str]]]], gone: Iterable[str]) -> None:
        """Remember the state of files outside, forget those that are gone."""
        self._base.execute("BEGIN IMMEDIATE")
        self._base.executemany("DELETE FROM seen WHERE path = ?", [(path,) for path in gone])
        rows = [(path, state, dumped(entries)) for path, (state, entries) in files.items()]
        self._base.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", rows)
        self._base.execute("COMMIT")

    # What the final outputs read (AuditRun)

    @property
    def parents(self) -> tuple[ParentFacts, ...]:
        """The parents in the order given."""
        return tuple(parent_in(data) for data in json.loads(self.meta("parents") or "[]"))

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The files that could not be audited, by name."""
        rows = self._all("SELECT name, code, message, advice FROM failures ORDER BY name")
        return tuple(Failure(*row) for row in rows)

    @property
    def versions(self) -> Versions:
        """Versions of program, model and rules."""
        from datetime import date

        tool, model, rules, newest = json.loads(self.meta("versions") or "null")
        return Versions(tool, model, rules, date.fromisoformat(newest))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the plans, in the order of `plans()`."""
        return tuple(row[0] for row in self._all("SELECT name FROM results WHERE link = 0 ORDER BY place"))

    def plans(self) -> Iterator[PlanResult]:
        """Yield every plan, in the same order each time."""
        yield from self._records(0)

    def links(self) -> Iterator[PlanResult]:
        """Yield the parents that were held against parents they cite."""
        yield from self._records(1)

    def facts(self) -> Iterator[tuple[PaperFacts, Mapping[str, Totals]]]:
        """Yield identity and totals of every plan, without its rows."""
        totals: dict[str, dict[str, Totals]] = {}
        for name, parent, said in self._all("SELECT name, parent, totals FROM cells WHERE link = 0"):
            totals.setdefault(name, {})[parent] = totals_in(json.loads(said))
        for name, said in self._all("SELECT name, facts FROM results WHERE link = 0 ORDER BY place"):
            yield facts_in(json.loads(said)), totals.get(name, {})

    def plan(self, name: str) -> PlanResult | None:
        """Return one plan; None when there is none of that name."""
        found = self._one("SELECT record FROM results WHERE link = 0 AND name = ?", (name,))
        return None if found is None else result_in(unpacked(found[0]))

    def plan_keys(self) -> dict[str, str]:
        """Return the key of every plan's result: equal keys, equal results (what depends on a plan alone may stay)."""
        return {name: key for (name, link), key in self.known().items() if not link}

    def statuses(self, parent: str) -> NDArray[uint8]:
        """Return (plans × requirements) of indices into STATUSES, or NOT_COMPARED."""
        return self._matrix("statuses", parent, NOT_COMPARED)

    def marks(self, parent: str) -> NDArray[uint8]:
        """Return (plans × requirements) of bits (OPEN_GAP, …)."""
        return self._matrix("marks", parent, 0)

    def _matrix(self, column: str, parent: str, empty: int) -> NDArray[uint8]:
        rows = self._all(f"SELECT name, {column} FROM cells WHERE link = 0 AND parent = ?", (parent,))
        lines: dict[str, bytes] = dict(rows)
        width = next(len(facts.rows) for facts in self.parents if facts.key == parent)
        return matrix([lines.get(name) for name in self.names], width, empty)

    def _records(self, link: int) -> Iterator[PlanResult]:
        with closing(self._base.cursor()) as cursor:
            query = "SELECT record FROM results WHERE link = ? ORDER BY place, name"
            for (record,) in cursor.execute(query, (link,)):
                yield result_in(unpacked(record))

    def _one(self, query: str, values: Sequence[object] = ()) -> Any:
        return self._base.execute(query, values).fetchone()

    def _all(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        return self._base.execute(query, values).fetchall()
