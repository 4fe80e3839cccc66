"""What the registry keeps of a paper, between the parser's Document, the tables and the exchange file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from parser.document import Actor, Citation, Deadline, Document, Header, Requirement, Source
from parser.serialize import header_json, source_json

_TUPLES = ("recipients", "addressees")


@dataclass(frozen=True, slots=True)
class Kept:
    """A paper without its layout: outline, units and targets can be found again in the original."""

    source: Source
    header: Header
    text: str
    citations: tuple[Citation, ...]
    deadlines: tuple[Deadline, ...]
    requirements: tuple[Requirement, ...]


def kept_of(document: Document) -> Kept:
    """Return what the registry keeps of `document`."""
    return Kept(
        source=document.reading.source,
        header=document.header,
        text=document.text,
        citations=document.citations,
        deadlines=document.deadlines,
        requirements=document.requirements,
    )


def kept_json(kept: Kept) -> dict[str, Any]:
    """Return `kept` as plain data; dates are ISO 8601."""
    return {
        "source": source_json(kept.source),
        "header": header_json(kept.header),
        "text": kept.text,
        "citations": [_plain(citation) for citation in kept.citations],
        "deadlines": [_plain(deadline) for deadline in kept.deadlines],
        "requirements": [_plain(requirement) for requirement in kept.requirements],
    }


def kept_from(data: Mapping[str, Any]) -> Kept:
    """Return what `kept_json` wrote. Raises KeyError, TypeError or ValueError for anything else."""
    return Kept(
        source=Source(**data["source"]),
        header=header_from(data["header"]),
        text=str(data["text"]),
        citations=tuple(Citation(**_dated(row, "date")) for row in data["citations"]),
        deadlines=tuple(Deadline(**_dated(row, "from_", "to")) for row in data["deadlines"]),
        requirements=tuple(_requirement(row) for row in data["requirements"]),
    )


def header_from(data: Mapping[str, Any]) -> Header:
    """Return the header that `header_json` wrote."""
    fields = _dated(data, "date")
    return Header(**{**fields, **{name: tuple(fields[name]) for name in _TUPLES}})


def _plain(finding: Citation | Deadline | Requirement) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(finding).items()}


def _dated(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    dates = {name: date.fromisoformat(row[name]) if row[name] else None for name in names}
    return {**row, **dates}


def _requirement(row: Mapping[str, Any]) -> Requirement:
    lists = {name: tuple(row[name]) for name in ("levels", "deadlines", "targets", "citations")}
    actors = tuple(Actor(**actor) for actor in row["actors"])
    return Requirement(**{**_dated(row, "due"), **lists, "actors": actors})
