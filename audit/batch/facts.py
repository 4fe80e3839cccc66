"""From documents and gap reports to the small records that an audit keeps."""

from __future__ import annotations

from collections.abc import Callable

from audit.batch.model import Asked, Cited, PaperFacts, ParentFacts, Row, Said
from audit.identity import stable_ids
from audit.report import GapReport, Item
from audit.units import named_unit
from corpus.knowledge import load
from parser.document import Document
from parser.serialize import page_finder

_DIGITS = 6  # of a probability; the last bits of a float are nobody's evidence

Section = Callable[[int], str]
Request = Callable[[Item, GapReport], str]


def paper_facts(document: Document, name: str) -> PaperFacts:
    """Return what identifies the paper called `name` in the run."""
    header, source = document.header, document.reading.source
    unit, district, province = _units(header.issuer, header.parent_issuer, header.title)
    return PaperFacts(
        name=name,
        sha256=source.sha256,
        bytes=source.bytes,
        number=header.number,
        type=header.type,
        issuer=header.issuer,
        parent_issuer=header.parent_issuer,
        unit=unit,
        district=district,
        province=province,
        date=header.date,
        level=header.level,
        system=header.system,
        title=header.title,
        signer=header.signer,
        signer_role=header.signer_role,
        authority=header.authority,
        place=header.place,
        secrecy=header.secrecy,
        cites=_cited(document),
    )


def parent_facts(document: Document, name: str, key: str, section: Section) -> ParentFacts:
    """Return the parent and its requirements; `section` tells the titled headings above an offset."""
    page = page_finder(document.reading)
    ids = stable_ids(requirement.quote for requirement in document.requirements)
    rows = tuple(
        Asked(
            id=ids[number],
            path=requirement.path,
            section=section(requirement.start),
            quote=requirement.quote,
            kind=requirement.kind,
            due=requirement.due,
            levels=requirement.levels,
            actors=tuple(actor.name for actor in requirement.actors),
            page=page(requirement.start),
            start=requirement.start,
            end=requirement.end,
        )
        for number, requirement in enumerate(document.requirements)
    )
    return ParentFacts(key, paper_facts(document, name), rows)


def rows_of(report: GapReport, request: Request) -> tuple[Row, ...]:
    """Return the verdicts of a gap report, one row per requirement of the parent."""
    page, text = page_finder(report.child.reading), report.child.text
    return tuple(
        Row(
            status=item.status,
            gap=item.gap,
            score=round(item.score, _DIGITS),
            p_missing=round(item.p_missing, _DIGITS),
            p_gap=round(item.p_gap, _DIGITS),
            needs_review=item.unsure,
            reasons=item.reasons,
            explanation=item.explanation,
            evidence=tuple(Said(text[s.start : s.end], s.start, s.end, page(s.start)) for s in item.evidence),
            request=request(item, report),
            choice=item.decided,
        )
        for item in report.items
    )


def _cited(document: Document) -> tuple[Cited, ...]:
    found = [Cited(c.type, c.number, c.date, c.issuer, c.relation) for c in document.citations]
    return tuple(dict.fromkeys(found))


def _units(issuer: str | None, above: str | None, title: str | None) -> tuple[str | None, str | None, str | None]:
    """The unit the issuer speaks for, then district and province, as far as issuer, letterhead or title state them."""
    named = named_unit(issuer)
    unit = None if named is None else " ".join(filter(None, (named.kind, named.name)))
    levels = load("units")["levels"]
    towns = set(levels["district"]) & set(
        levels["province"]
    )  # a "thành phố" may be either: the higher one is meant now
    stated = [_place((issuer, above, title), set(levels["district"]) - towns)]
    stated.append(_place((issuer, above, title), set(levels["province"])))
    return unit, stated[0], stated[1]


def _place(texts: tuple[str | None, ...], kinds: set[str]) -> str | None:
    """The first unit of one of `kinds` that the texts name with its kind."""
    for text in texts:
        found = named_unit(text, sorted(kinds))
        if found is not None and found.kind is not None:
            return f"{found.kind} {found.name}"
    return None
