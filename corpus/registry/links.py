"""Citations find the documents they mean, whichever of the two came first, and documents learn what became of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.registry.identity import Named, issuer_key
from corpus.registry.schema import CitationRow, DocumentRow

_OUTCOMES = {"replaces": "replaced", "amends": "amended"}
_AT_ONCE = 500  # values of one IN (…)


def link(session: Session, versions: Sequence[int], documents: Sequence[int]) -> int:
    """Resolve the citations of new `versions`, and all citations that may mean the new `documents`.

    Returns how many were resolved. What stays unresolved is tried again when the paper it means comes in.
    """
    session.flush()
    mentions = _mentions(session, versions, documents)
    meant = _documents(session, {row.number_key for row in mentions if row.number_key})
    resolved = 0
    for (version, number), rows in _by_number(mentions).items():
        target = _target(rows, [found for found in meant.get(number, ()) if found.version_id != version])
        for row in rows:
            if target is not None and row.target_id is None:
                row.target_id = target.id
                _learn(target, row.relation)
                resolved += 1
    return resolved


def _mentions(session: Session, versions: Sequence[int], documents: Sequence[int]) -> list[CitationRow]:
    """Return the numbered citations of the versions, and those of any version that name a number of the documents."""
    mentions: dict[int, CitationRow] = {}
    for start in range(0, len(versions), _AT_ONCE):
        part = CitationRow.version_id.in_(versions[start : start + _AT_ONCE])
        rows = session.scalars(select(CitationRow).where(part, CitationRow.number_key.is_not(None)))
        mentions |= {row.id: row for row in rows}
    for start in range(0, len(documents), _AT_ONCE):
        part = DocumentRow.id.in_(documents[start : start + _AT_ONCE])
        keys = select(DocumentRow.number_key).where(part, DocumentRow.number_key.is_not(None))
        rows = session.scalars(select(CitationRow).where(CitationRow.number_key.in_(keys)))
        mentions |= {row.id: row for row in rows}
    return list(mentions.values())


def _documents(session: Session, numbers: set[str]) -> dict[str, list[DocumentRow]]:
    """Return the documents that bear these numbers."""
    found: defaultdict[str, list[DocumentRow]] = defaultdict(list)
    ordered = sorted(numbers)
    for start in range(0, len(ordered), _AT_ONCE):
        part = DocumentRow.number_key.in_(ordered[start : start + _AT_ONCE])
        for row in session.scalars(select(DocumentRow).where(part)):
            found[row.number_key or ""].append(row)
    return found


def _by_number(mentions: Iterable[CitationRow]) -> dict[tuple[int, str], list[CitationRow]]:
    groups: defaultdict[tuple[int, str], list[CitationRow]] = defaultdict(list)
    for row in mentions:
        groups[row.version_id, row.number_key or ""].append(row)
    return groups


def _target(rows: Sequence[CitationRow], candidates: Sequence[DocumentRow]) -> DocumentRow | None:
    """Return the one document that all mentions of a number in one paper mean.

    A paper names date and issuer in full once, and is brief afterwards: the brief mentions borrow. When it names two
    dates for one number, or two documents fit, nothing is guessed.
    """
    days = {row.date for row in rows if row.date}
    issuers = sorted((key for row in rows if (key := issuer_key(row.issuer))), key=len)
    if len(days) > 1:
        return None
    cited = Named(rows[0].number_key, next(iter(days), None), issuers[-1] if issuers else None)
    fitting = [found for found in candidates if cited.means(named(found))]
    return fitting[0] if len(fitting) == 1 else None


def named(row: DocumentRow) -> Named:
    """Return how the document is named."""
    return Named(row.number_key, row.date, row.issuer_key)


def _learn(target: DocumentRow, relation: str) -> None:
    """Note in a document that another replaces or amends it; what is replaced stays so."""
    outcome = _OUTCOMES.get(relation)
    if outcome and target.status != "replaced":
        target.status = outcome
