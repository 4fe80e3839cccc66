"""Runs of a document to Unicode, each by its font's claim and by the evidence of all text that is like it.

A run that holds any letter only Unicode has is genuine and never touched. The rest is judged together: short runs
say little alone ("cã" could be either), a document's worth of them is unmistakable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from parser.readers.legacy.encodings import decode, encoding
from parser.readers.legacy.evidence import GENUINE, STRANGE, recognise, suspicious
from parser.readers.legacy.fonts import claim_of
from parser.readers.paragraphs import Line
from parser.syllables import measure

_ROUNDS = 3  # a document may mix encodings: what one decoding leaves over is looked at again


@dataclass(frozen=True, slots=True)
class Segment:
    """Text of one font; segments of one `block` (paragraph, line) follow each other without a gap."""

    text: str
    font: str | None = None
    block: int = 0


@dataclass(slots=True)
class Recoded:
    """The segments' texts in Unicode, in order, and how many characters came from each encoding."""

    texts: list[str]
    encodings: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Unit:
    """Segments that stand together under one claim: words may be cut between them."""

    members: list[int]
    text: str
    claim: str | None
    encoding: str | None = None


def recode(segments: Sequence[Segment]) -> Recoded:
    """Decode what is in a legacy encoding; everything else comes back the very same."""
    result = Recoded([segment.text for segment in segments])
    units = _units(segments)
    claims = {unit.claim for unit in units}
    genuine = any(GENUINE.search(segment.text) for segment in segments)
    for claim in sorted(claims, key=lambda name: name or "~"):
        _decide([unit for unit in units if unit.claim == claim], claim, genuine)
    for unit in units:
        if unit.encoding is not None:
            _apply(unit, segments, result)
    _raise_capitals(segments, units, result)
    return result


def recode_lines(text: str) -> tuple[str, dict[str, int]]:
    """The same for text without fonts, line by line."""
    if not suspicious(text):
        return text, {}
    lines = text.split("\n")
    result = recode([Segment(line, None, number) for number, line in enumerate(lines)])
    return "\n".join(result.texts), result.encodings


def recode_paragraphs(lines: list[Line]) -> tuple[list[Line], dict[str, int]]:
    """The same for finished lines of any reader."""
    if not suspicious("\n".join(line.text for line in lines)):
        return lines, {}
    result = recode([Segment(line.text, None, number) for number, line in enumerate(lines)])
    return [replace(line, text=text) for line, text in zip(lines, result.texts, strict=True)], result.encodings


def _units(segments: Sequence[Segment]) -> list[_Unit]:
    units: list[_Unit] = []

    def key(item: tuple[int, Segment]) -> tuple[int, str | None, bool]:
        claim = claim_of(item[1].font)
        return item[1].block, claim and claim.encoding, GENUINE.search(item[1].text) is not None

    for (_, claim, genuine), group in groupby(enumerate(segments), key):
        members = [index for index, _ in group]
        text = "".join(segments[index].text for index in members)
        if not genuine and not text.isascii():
            units.append(_Unit(members, text, claim))
    return units


def _decide(units: list[_Unit], claim: str | None, genuine: bool) -> None:
    """Settle the encoding of units of one claim: first of all together, then of each."""
    open_units = units
    for _ in range(_ROUNDS):
        name = recognise("\n".join(unit.text for unit in open_units), claim)
        if name is None:
            break
        sure = claim is not None or not genuine
        for unit in open_units:
            if _fits(unit.text, name, sure):
                unit.encoding = name
        open_units = [unit for unit in open_units if unit.encoding is None]
    for unit in open_units:  # a legacy paragraph pasted into a paper in Unicode
        if suspicious(unit.text):
            name = recognise(unit.text, claim)
            unit.encoding = name if name is not None and _fits(unit.text, name, sure=False) else None


def _fits(text: str, name: str, sure: bool) -> bool:
    before, after = measure(text), measure(decode(text, name))
    if after.quality != before.quality:
        return after.quality > before.quality
    return sure or STRANGE.search(text) is not None


def _apply(unit: _Unit, segments: Sequence[Segment], result: Recoded) -> None:
    name = unit.encoding or ""
    parts = [segments[index].text for index in unit.members]
    pairs = encoding(name).pairs
    for at in range(1, len(parts)):  # a vowel and its mark may stand in two runs
        if parts[at] and parts[at - 1] and parts[at - 1][-1] + parts[at][0] in pairs:
            parts[at - 1] += parts[at][0]
            parts[at] = parts[at][1:]
    for index, part in zip(unit.members, parts, strict=True):
        result.texts[index] = decode(part, name)
    result.encodings[name] = result.encodings.get(name, 0) + len(unit.text)


def _raise_capitals(segments: Sequence[Segment], units: list[_Unit], result: Recoded) -> None:
    """Fonts of capitals draw small letters large; their plain letters count too where such text was decoded."""
    decoded = {unit.claim for unit in units if unit.encoding is not None}
    for index, segment in enumerate(segments):
        claim = claim_of(segment.font)
        if claim is not None and claim.capitals and claim.encoding in decoded and not GENUINE.search(segment.text):
            result.texts[index] = result.texts[index].upper()
