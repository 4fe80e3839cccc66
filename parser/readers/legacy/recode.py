"""Runs of a document to Unicode, each by its font's claim and by the evidence of all text that is like it.

A run that holds any letter only Unicode has is genuine and never touched. The rest is judged together: short runs
say little alone ("cã" could be either), a document's worth of them is unmistakable.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, zip_longest

from parser.readers.legacy import mojibake
from parser.readers.legacy.encodings import decode, encoding
from parser.readers.legacy.evidence import GENUINE, STRANGE, recognise, suspicious
from parser.readers.legacy.fonts import claim_of
from parser.readers.paragraphs import Line
from parser.syllables import measure

_PRIVATE = re.compile("[\uf020-\uf0ff]")
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
    segments = [_without_symbol_codes(segment) for segment in segments]
    result = Recoded([segment.text for segment in segments])
    units = _units(segments)
    claims = {unit.claim for unit in units}
    genuine = _genuine_letters(segments)
    for claim in sorted(claims, key=lambda name: name or "~"):
        group = [unit for unit in units if unit.claim == claim and unit.encoding is None]
        # A font's name is stale where most of what is set in it is Unicode.
        stale = genuine.get(claim, 0) > sum(len(unit.text) for unit in group) if claim else bool(genuine)
        _decide(group, claim, stale)
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


def _without_symbol_codes(segment: Segment) -> Segment:
    """Old fonts made as symbol fonts keep their codes in the private area, from F000 on."""
    if _PRIVATE.search(segment.text) is None or claim_of(segment.font) is None:
        return segment
    return replace(segment, text=_PRIVATE.sub(lambda match: chr(ord(match[0]) - 0xF000), segment.text))


def _units(segments: Sequence[Segment]) -> list[_Unit]:
    units: list[_Unit] = []

    def key(item: tuple[int, Segment]) -> tuple[int, str | None, bool]:
        claim = claim_of(item[1].font)
        return item[1].block, claim and claim.encoding, GENUINE.search(item[1].text) is not None

    for (_, claim, genuine), group in groupby(enumerate(segments), key):
        members = [index for index, _ in group]
        text = "".join(segments[index].text for index in members)
        if not genuine and not text.isascii():
            units.append(_Unit(members, text, claim, mojibake.NAME if mojibake.mend(text) else None))
    return units


def _genuine_letters(segments: Sequence[Segment]) -> dict[str | None, int]:
    """How much Unicode text stands under each claim."""
    found: dict[str | None, int] = {}
    for segment in segments:
        if GENUINE.search(segment.text):
            claim = claim_of(segment.font)
            name = claim and claim.encoding
            found[name] = found.get(name, 0) + len(segment.text)
    return found


def _decide(units: list[_Unit], claim: str | None, stale: bool) -> None:
    """Settle the encoding of units of one claim: first of all together, then of each.

    `stale`: Unicode is about, so that a text which could be either is left as it is.
    """
    open_units = units
    for _ in range(_ROUNDS):
        name = recognise("\n".join(unit.text for unit in open_units), claim)
        if name is None:
            break
        for unit in open_units:
            if _fits(unit.text, name, claim, stale):
                unit.encoding = name
        open_units = [unit for unit in open_units if unit.encoding is None]
    for unit in open_units:  # a legacy paragraph pasted into a paper in Unicode
        if suspicious(unit.text):
            name = recognise(unit.text, claim)
            unit.encoding = name if name is not None and _fits(unit.text, name, claim, stale) else None


def _fits(text: str, name: str, claim: str | None, stale: bool) -> bool:
    before, after = measure(text), measure(decode(text, name))
    if after.quality != before.quality:
        return after.quality > before.quality
    if stale:
        return claim is None and STRANGE.search(text) is not None
    return True


def _apply(unit: _Unit, segments: Sequence[Segment], result: Recoded) -> None:
    name = unit.encoding or ""
    result.encodings[name] = result.encodings.get(name, 0) + len(unit.text)
    parts = [segments[index].text for index in unit.members]
    if name == mojibake.NAME:  # its sequences may be cut between runs: the first run takes what they share
        whole = [mojibake.mend(part) or (part if part.isascii() else None) for part in parts]
        parts = [part or "" for part in whole] if None not in whole else [mojibake.mend(unit.text) or ""]
        for index, part in zip_longest(unit.members, parts, fillvalue=""):
            result.texts[int(index)] = str(part)
        return
    pairs = encoding(name).pairs
    for at in range(1, len(parts)):  # a vowel and its mark may stand in two runs
        if parts[at] and parts[at - 1] and parts[at - 1][-1] + parts[at][0] in pairs:
            parts[at - 1] += parts[at][0]
            parts[at] = parts[at][1:]
    for index, part in zip(unit.members, parts, strict=True):
        result.texts[index] = decode(part, name)


def _raise_capitals(segments: Sequence[Segment], units: list[_Unit], result: Recoded) -> None:
    """Fonts of capitals draw small letters large; their plain letters count too where such text was decoded."""
    decoded = {unit.claim for unit in units if unit.encoding is not None}
    for index, segment in enumerate(segments):
        claim = claim_of(segment.font)
        if claim is not None and claim.capitals and claim.encoding in decoded and not GENUINE.search(segment.text):
            result.texts[index] = result.texts[index].upper()
