"""Full-text search: what was written with the user's own diacritics first, then what differs in them alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from corpus.errors import UsageError
from corpus.registry.index import CANDIDATES, Filter, Found, TextIndex
from corpus.registry.look import Narrow
from corpus.registry.schema import DocumentRow, VersionRow
from corpus.registry.snippets import Snippet, snippet
from corpus.registry.terms import Question, question


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found; `exact` when its words carry the user's own diacritics."""

    document: DocumentRow
    exact: bool
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Hits:
    """The best documents, how many match, and whether there are more than were counted.

    Where those with the user's own diacritics fill the page, they alone are counted.
    """

    hits: tuple[Hit, ...]
    count: int
    more: bool


@dataclass(frozen=True, slots=True)
class _Ranked:
    version_id: int
    exact: bool


def search(session: Session, index: TextIndex, asked: str, narrow: Narrow | None = None, limit: int = 20) -> Hits:
    """Return the `limit` best documents for the words asked. Raises UsageError when there is nothing to look for."""
    wanted = question(asked)
    if not wanted:
        raise UsageError("nothing_to_search", words=asked)
    narrowed = (narrow or Narrow()).filter()
    exact = index.find(session, wanted, False, narrowed)
    every = index.find(session, wanted, True, narrowed) if len(exact) < limit else exact
    pinned = _pinned(session, wanted, narrowed)
    ranked = _ranked(pinned, exact, every)
    found = _current(session, ranked, limit)
    texts = _texts(session, [row.version_id for row, _ in found if row.version_id is not None])
    hits = [Hit(row, is_exact, snippet(texts[row.version_id or 0], wanted)) for row, is_exact in found]
    return Hits(tuple(hits), len({item.version_id for item in ranked}), len(every) == CANDIDATES)


def _pinned(session: Session, wanted: Question, narrowed: Filter) -> list[int]:
    """Return the documents that bear a number asked for: they come first, however often others cite it."""
    if not wanted.numbers or wanted.words or wanted.phrases:
        return []
    names = {f"number{at}": number for at, number in enumerate(wanted.numbers)}
    places = ", ".join(f":{name}" for name in names)
    condition = f"d.number_key IN ({places}){narrowed.condition}"
    statement = f"SELECT d.version_id FROM documents d WHERE {condition} ORDER BY d.date DESC"
    return list(session.scalars(text(statement), {**names, **narrowed.parameters}))


def _ranked(pinned: Sequence[int], exact: Sequence[Found], every: Sequence[Found]) -> list[_Ranked]:
    first = [_Ranked(version, True) for version in pinned]
    known = set(pinned)
    for is_exact, tier in ((True, exact), (False, every)):
        for found in sorted(tier, key=lambda found: (-found.rank, -found.version_id)):
            if found.version_id not in known:
                known.add(found.version_id)
                first.append(_Ranked(found.version_id, is_exact))
    return first


def _current(session: Session, ranked: Sequence[_Ranked], limit: int) -> list[tuple[DocumentRow, bool]]:
    """Return the first `limit` documents whose newest version was found; older versions are no answers."""
    found: list[tuple[DocumentRow, bool]] = []
    for start in range(0, len(ranked), limit):
        part = ranked[start : start + limit]
        rows = select(DocumentRow).where(DocumentRow.version_id.in_([item.version_id for item in part]))
        known = {row.version_id: row for row in session.scalars(rows)}
        found += [(known[item.version_id], item.exact) for item in part if item.version_id in known]
        if len(found) >= limit:
            break
    return found[:limit]


def _texts(session: Session, versions: Sequence[int]) -> dict[int, str]:
    rows = session.execute(select(VersionRow.id, VersionRow.text).where(VersionRow.id.in_(versions)))
    return {row.id: row.text for row in rows}
