"""The full-text index of each database: the same words, found the same way, in the way each does it fast.

Words as common as "thực hiện" stand in nearly every paper. So a search never ranks all that match: it walks the matches
from the newest paper backwards, stops at CANDIDATES, and ranks these. Matches with the user's own diacritics are asked
for first, and only where they do not fill the page, matches without.

SQLite: one FTS5 table without content (the texts stand in `versions`), fed with ready words.
PostgreSQL: two tsvectors fed with ready words and positions (no dictionary, no extension, and none of its own reading
of "05-CT/TW"). A phrase of common syllables would make it unpack every match; hashes of neighbouring pairs in an
integer array narrow the matches first.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import text
from sqlalchemy.orm import Session

from corpus.registry.terms import IndexTerms, Question

CANDIDATES = 500
_HEAD_WEIGHT = 8.0  # a word in number, title or issuer says more than one in the body
_MOST_POSITIONS, _LAST_POSITION = 255, 16_383  # PostgreSQL's limits for one word of a tsvector
_MOST_BYTES = 900_000  # of one tsvector; PostgreSQL refuses 1 MB


@dataclass(frozen=True, slots=True)
class Filter:
    """What a search is narrowed to: a condition on the documents row `d` in SQL, its parameters, and marks.

    Every group of marks must be met by one of its members (terms.marks): the index then walks only papers of that
    kind, and the condition, which decides, is asked of few.
    """

    condition: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    marks: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A version that matches, with its rank: higher is better, comparable within one search only."""

    version_id: int
    rank: float


class TextIndex(Protocol):
    """The index of one database."""

    def put(self, session: Session, rows: Sequence[tuple[int, IndexTerms]]) -> None:
        """Add versions that are not yet in the index."""

    def find(self, session: Session, asked: Question, plain: bool, narrowed: Filter) -> list[Found]:
        """Return the newest CANDIDATES versions that match, in no particular order."""


class SqliteIndex:
    """FTS5."""

    def put(self, session: Session, rows: Sequence[tuple[int, IndexTerms]]) -> None:
        """Add versions."""
        columns = ("head", "head_plain", "body", "body_plain")
        values = ", ".join(f":{column}" for column in columns)
        statement = f"INSERT INTO search(rowid, {', '.join(columns)}) VALUES (:id, {values})"
        session.execute(text(statement), [_fts_row(version, terms) for version, terms in rows])

    def find(self, session: Session, asked: Question, plain: bool, narrowed: Filter) -> list[Found]:
        """Return the newest matches."""
        condition = narrowed.condition
        weights = f"{_HEAD_WEIGHT}, {_HEAD_WEIGHT}, 1.0, 1.0"
        # The condition is looked up row by row while the index is walked, in an index that covers it.
        join = f" AND EXISTS (SELECT 1 FROM documents d WHERE d.version_id = search.rowid{condition})"
        statement = (
            f"SELECT rowid, -bm25(search, {weights}) FROM search WHERE search MATCH :match"
            f"{join if condition else ''} ORDER BY rowid DESC LIMIT {CANDIDATES}"
        )
        rows = session.execute(
            text(statement), {"match": fts_match(asked, plain, narrowed.marks), **narrowed.parameters}
        )
        return [Found(version, rank) for version, rank in rows]


def fts_match(asked: Question, plain: bool, marks: Iterable[Sequence[str]] = ()) -> str:
    """Return the question in FTS5's language."""
    asked = asked.plain() if plain else asked
    pieces = [f'"{word}"' for word in (*asked.words, *asked.numbers)]
    pieces += [f'"{" ".join(phrase)}"' for phrase in asked.phrases]
    columns = "head_plain body_plain" if plain else "head body"
    groups = ["{head} : (" + " OR ".join(f'"{mark}"' for mark in group) + ")" for group in marks]
    return " AND ".join([f"{{{columns}}} : ({' AND '.join(pieces)})", *groups])


def _fts_row(version: int, terms: IndexTerms) -> dict[str, Any]:
    columns = {"head": terms.head.exact, "head_plain": terms.head.plain}
    columns |= {"body": terms.body.exact, "body_plain": terms.body.plain}
    return {"id": version, **{name: " ".join(words) for name, words in columns.items()}}


class PostgresIndex:
    """tsvector and GIN."""

    def put(self, session: Session, rows: Sequence[tuple[int, IndexTerms]]) -> None:
        """Add versions, by COPY: many times faster than INSERT for whole folders, and no slower for one."""
        driver: Any = session.connection().connection.cursor()
        with driver.copy("COPY search (version_id, exact, plain, pairs) FROM STDIN") as copy:
            for version, terms in rows:
                exact = tsvector(terms.head.exact, terms.body.exact)
                plain = tsvector(terms.head.plain, terms.body.plain)
                pairs = pair_hashes(terms.head.plain) | pair_hashes(terms.body.plain)
                copy.write_row((version, exact, plain, sorted(pairs)))

    def find(self, session: Session, asked: Question, plain: bool, narrowed: Filter) -> list[Found]:
        """Return the newest matches."""
        condition, parameters = narrowed.condition, dict(narrowed.parameters)
        column, wanted = ("plain", asked.plain()) if plain else ("exact", asked)
        every = [*wanted.words, *wanted.numbers, *(word for phrase in wanted.phrases for word in phrase)]
        match = " & ".join(f"'{word}'" for word in dict.fromkeys(every))
        parameters["match"] = match
        groups = ["(" + " | ".join(f"'{mark}'" for mark in group) + ")" for group in narrowed.marks]
        parameters["narrowed"] = " & ".join([match, *groups])
        where = f"s.{column} @@ CAST(:narrowed AS tsquery){condition}"
        join = " JOIN documents d ON d.version_id = s.version_id" if condition else ""
        if asked.phrases:
            pairs = {pair for phrase in asked.plain().phrases for pair in pair_hashes(phrase)}
            where += " AND s.pairs @> CAST(:pairs AS integer[])"
            parameters["pairs"] = sorted(pairs)
            parameters["phrases"] = " & ".join(
                "(" + " <-> ".join(f"'{word}'" for word in phrase) + ")" for phrase in wanted.phrases
            )
        newest = (
            f"SELECT s.version_id, s.{column} AS words FROM search s{join} WHERE {where} ORDER BY s.version_id DESC"
        )
        if asked.phrases:  # OFFSET 0 keeps the planner from unpacking every match before the newest are taken
            newest = f"SELECT * FROM ({newest} OFFSET 0) f WHERE f.words @@ CAST(:phrases AS tsquery)"
        statement = (
            f"SELECT version_id, ts_rank('{{0.1, 0.1, 0.1, 0.8}}', words, CAST(:match AS tsquery), 1) "
            f"FROM ({newest} LIMIT {CANDIDATES}) t"
        )
        return [Found(version, rank) for version, rank in session.execute(text(statement), parameters)]


def tsvector(head: Iterable[str], body: Sequence[str]) -> str:
    """Return the words as PostgreSQL's text form of a tsvector; those of the head weigh A, those of the body D."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    first = 1
    for word in head:
        places[word].append(f"{first}A")
        first += 1
    for at, word in enumerate(body, start=first + 1):  # a gap, so that no phrase reaches from head to body
        found = places[word]
        if at <= _LAST_POSITION and len(found) < _MOST_POSITIONS:
            found.append(str(at))
    pieces, size = [], 0
    for word, found in places.items():
        piece = f"'{word}':{','.join(found)}" if found else f"'{word}'"
        size += len(piece.encode())
        if size > _MOST_BYTES:
            break
        pieces.append(piece)
    return " ".join(pieces)


def pair_hashes(plain: Sequence[str]) -> set[int]:
    """Return hashes of all neighbouring words as signed 32-bit integers."""
    pairs = {f"{first} {second}" for first, second in zip(plain, plain[1:], strict=False)}
    return {zlib.crc32(pair.encode()) - 2**31 for pair in pairs}


def text_index(kind: str) -> TextIndex:
    """Return the index of that kind of database."""
    return SqliteIndex() if kind == "sqlite" else PostgresIndex()
