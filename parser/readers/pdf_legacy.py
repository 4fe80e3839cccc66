"""Runs of a PDF page from before Unicode: their letters again, each with its font, decoded by parser.readers.legacy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from parser.readers.legacy.encodings import LINE_END_HYPHEN
from parser.readers.legacy.evidence import STRANGE
from parser.readers.legacy.fonts import claim_of
from parser.readers.legacy.recode import Segment, recode
from parser.readers.pdf_chars import BLANK
from parser.readers.pdf_engine import OpenPage
from parser.readers.pdf_shapes import Run

_FEW = 3
# Where the run has an ordinary hyphen: what the font has.
_HYPHENS = {"\u00ad": "\u00ad", "\x02": LINE_END_HYPHEN, "\ufffe": LINE_END_HYPHEN}


def recode_runs(page: OpenPage, runs: list[Run], fonts: Mapping[str, int]) -> tuple[list[Run], dict[str, int]]:
    """Return the runs in Unicode and how many letters came from each encoding; pages without a sign of one as they are.

    The text of a run is taken anew: runs may change their font inside, and the reader has made ordinary hyphens of
    the soft ones, which stand for ư in TCVN3.
    """
    claimed = any(claim_of(font) is not None for font in fonts)
    if not claimed and sum(STRANGE.search(run.text) is not None for run in runs) < _FEW:
        return runs, {}
    names: dict[int, str] = {}
    segments: list[Segment] = []
    owners: list[int] = []
    for number, run in enumerate(runs):
        for font, text in _by_font(page, run, names):
            segments.append(Segment(text, font, number))
            owners.append(number)
    result = recode(segments)
    if not result.encodings:
        return runs, {}
    changed: dict[int, str] = {}
    for number, group in groupby(range(len(segments)), owners.__getitem__):
        members = list(group)
        if any(result.texts[index] != segments[index].text for index in members):
            text = "".join(result.texts[index] for index in members)
            changed[number] = text.replace(LINE_END_HYPHEN, "-")
    decoded = [run._replace(text=changed[number]) if number in changed else run for number, run in enumerate(runs)]
    return decoded, result.encodings


def _by_font(page: OpenPage, run: Run, names: dict[int, str]) -> Sequence[tuple[str, str]]:
    """The run's text cut where its font changes, with the characters as the font has them."""
    if run.first < 0:
        return [("", run.text)]
    letters = [index for index in range(run.first, run.last + 1) if page.characters[index] not in BLANK]
    if len(letters) != len(run.text) - run.text.count(" "):  # ligatures, letters turned on their side
        return [(_font(page, run.first, names), run.text)]
    pieces: list[tuple[str, str]] = []
    rest = iter(letters)
    font = ""
    for shown in run.text:
        letter = shown
        if shown != " ":
            index = next(rest)
            font = _font(page, index, names)
            letter = _HYPHENS.get(page.characters[index], shown)
        if pieces and pieces[-1][0] == font:
            pieces[-1] = (font, pieces[-1][1] + letter)
        else:
            pieces.append((font, letter))
    return pieces


def _font(page: OpenPage, index: int, names: dict[int, str]) -> str:
    address = page.font_of(index)
    if address not in names:
        names[address] = page.font(address)[0] if address else ""
    return names[address]
