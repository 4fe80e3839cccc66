"""Who implements whom: from one document up to what it implements, and down to what implements it.

Only citations that say so count (relation "implements" or "basis") and only those that name a number: a law that
everything rests on is no link of a chain. Papers that the registry does not have stand as leaves, as they are cited.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.registry.schema import CitationRow, DocumentRow

RELATIONS = ("implements", "basis")
_AT_ONCE = 500
_MOST_NODES = 5000  # beyond this nobody reads it as a tree; what is left off is said


@dataclass(frozen=True, slots=True)
class Node:
    """A document of the cascade; `document_id` is None for a paper that the registry does not have."""

    key: str
    document_id: int | None
    number: str | None
    type: str | None
    issuer: str | None
    date: date | None
    title: str | None
    status: str | None


@dataclass(frozen=True, slots=True)
class Edge:
    """`child` implements `parent`, or rests on it; both are keys of nodes."""

    child: str
    parent: str
    relation: str


@dataclass(slots=True)
class Cascade:
    """The documents around `root` and their links; `cut` when there were too many to gather."""

    root: str
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    cut: bool = False
    up: dict[str, list[Edge]] = field(default_factory=dict)
    down: dict[str, list[Edge]] = field(default_factory=dict)

    def add(self, edge: Edge) -> None:
        """Add a link once."""
        if edge not in self.up.setdefault(edge.child, []):
            self.up[edge.child].append(edge)
            self.down.setdefault(edge.parent, []).append(edge)
            self.edges.append(edge)


def cascade(session: Session, root: DocumentRow) -> Cascade:
    """Gather what `root` implements, all the way up, and what implements it, all the way down. Cycles do no harm."""
    found = Cascade(_key(root), {_key(root): _node(root)})
    _walk(session, found, [root], upwards=True)
    _walk(session, found, [root], upwards=False)
    return found


def _walk(session: Session, found: Cascade, level: Sequence[DocumentRow], upwards: bool) -> None:
    """Gather level by level: one query a level, however wide it is."""
    seen = {row.id for row in level}
    while level and not found.cut:
        links = _links_up(session, level) if upwards else _links_down(session, level)
        following: list[DocumentRow] = []
        for citation, child, parent in _strongest(links):
            key = _key(parent) if parent is not None else f"cited:{citation.number_key}"
            found.nodes.setdefault(_key(child), _node(child))
            found.nodes.setdefault(key, _node(parent) if parent is not None else _cited(key, citation))
            found.add(Edge(_key(child), key, citation.relation))
            other = parent if upwards else child
            if other is not None and other.id not in seen:
                seen.add(other.id)
                following.append(other)
            if len(found.nodes) >= _MOST_NODES:
                found.cut = True
                break
        level = following


_Link = tuple[CitationRow, DocumentRow, DocumentRow | None]


def _links_up(session: Session, level: Sequence[DocumentRow]) -> Iterable[_Link]:
    children = {row.version_id: row for row in level}
    for part in _parts(list(children)):
        rows = session.execute(
            select(CitationRow, DocumentRow)
            .outerjoin(DocumentRow, CitationRow.target_id == DocumentRow.id)
            .where(CitationRow.version_id.in_(part), CitationRow.number_key.is_not(None))
            .where(CitationRow.relation.in_(RELATIONS))
            .order_by(CitationRow.version_id, CitationRow.start)
        )
        for citation, parent in rows:
            child = children[citation.version_id]
            if parent is None or parent.id != child.id:
                yield citation, child, parent


def _links_down(session: Session, level: Sequence[DocumentRow]) -> Iterable[_Link]:
    parents = {row.id: row for row in level}
    for part in _parts(list(parents)):
        rows = session.execute(
            select(CitationRow, DocumentRow)
            .join(DocumentRow, DocumentRow.version_id == CitationRow.version_id)  # older versions no longer speak
            .where(CitationRow.target_id.in_(part), CitationRow.relation.in_(RELATIONS))
            .order_by(DocumentRow.date.is_(None), DocumentRow.date, DocumentRow.id)
        )
        for citation, child in rows:
            if child.id != citation.target_id and citation.target_id is not None:
                yield citation, child, parents[citation.target_id]


def _strongest(links: Iterable[_Link]) -> list[_Link]:
    """Return one link for each pair of papers: "implements" says more than "basis"."""
    best: dict[tuple[int, str], _Link] = {}
    for link in links:
        citation, child, parent = link
        pair = child.id, _key(parent) if parent is not None else f"cited:{citation.number_key}"
        if pair not in best or (citation.relation, best[pair][0].relation) == ("implements", "basis"):
            best[pair] = link
    return list(best.values())


def _parts(values: Sequence[int | None]) -> Iterable[Sequence[int | None]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))


def _key(row: DocumentRow) -> str:
    return str(row.id)


def _node(row: DocumentRow) -> Node:
    return Node(_key(row), row.id, row.number, row.type, row.issuer, row.date, row.title, row.status)


def _cited(key: str, citation: CitationRow) -> Node:
    return Node(key, None, citation.number, citation.type, citation.issuer, citation.date, None, None)
