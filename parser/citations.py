"""Every mention of another document, in order: numbered, short, shared, and named ones."""

from __future__ import annotations

import re
from functools import cache

from corpus.knowledge import load
from parser.citing.mention import Mention, Own, View
from parser.citing.names import find_named
from parser.citing.norms import find_norms
from parser.citing.numbered import date_from_sentence, find_numbered, find_short, find_written
from parser.citing.relation import Relations, pinpoint_before
from parser.citing.resolve import resolve_plain, resolve_short
from parser.citing.tails import either
from parser.document import Citation, Frame, Header, Reading
from parser.folding import fold
from parser.symbols import normalise_symbol

_NUMBER_LINE = re.compile(r"^\W*số\s*:?\s*$")
_OPENED = re.compile(r"\s?\(\s?")
_LAW_NUMBER_WORD = re.compile(r"[ ,(]*(?:số ?:?)?$")
_LEGAL_NUMBER = re.compile(r"\s{0,3},?\s{0,3}\(?\s?$")


@cache
def _annexed() -> re.Pattern[str]:
    words = either(tuple(load("citations")["self"]["annexed"]))
    return re.compile(rf"^\W*{words}\s(?:theo\s)?$")


def _is_self(view: View, mention: Mention, header: Header, frame: Frame) -> bool:
    """Whether a numbered mention is the document's own number: its number line, or an annex naming its paper."""
    low = max(0, mention.start - 80)  # what makes a number one's own stands close before it
    line = max(view.text.rfind("\n", low, mention.start) + 1, low)
    before = view.folded[line : mention.core]
    if mention.start < frame.body_start and _NUMBER_LINE.match(view.folded[line : mention.start] or " "):
        return True
    if mention.start < frame.body_start and re.match(r"^\W*số\s*:?\s*\d", before):
        return True
    own = header.number and (normalise_symbol(header.number) or header.number)
    if own and mention.number and own.casefold() == mention.number.casefold():
        return not (mention.date and header.date and mention.date != header.date)
    in_annex = mention.start >= frame.body_end
    return not own and in_annex and bool(_annexed().match(view.folded[line : mention.start]))


def _is_title(view: View, mention: Mention, own: Own, frame: Frame) -> bool:
    """Whether a name is the document's own title, or that of the paper it issues or annexes.

    "NGHỊ QUYẾT HỘI NGHỊ LẦN THỨ SÁU …" at the top; "Chương trình hành động của …" in the resolution that issues it.
    """
    opens_line = mention.start == 0 or view.text[mention.start - 1] == "\n"
    if opens_line and mention.start < frame.body_start and fold(mention.type) == own.kind:
        return True
    quote = view.text[mention.start : mention.end]
    if opens_line and quote.isupper() and view.text[mention.end : mention.end + 1] in ("", "\n"):
        return True
    return f"ban hành {fold(quote)}" in own.title


def _join_laws(view: View, named: list[Mention], numbered: list[Mention]) -> None:
    """ "Luật Đất đai số 31/2024/QH15" is one mention: the number joins the name before it."""
    heads = {mention.start: mention for mention in numbered if mention.number and "/Q" in mention.number}
    joined: set[int] = set()
    for law in named if heads else ():
        start = next((at for at in range(law.end, law.end + 5) if at in heads), None)
        if start is not None and _LEGAL_NUMBER.match(view.folded, law.end, start):
            heads[start].start, heads[start].type = law.start, law.type
            joined.add(law.start)
    named[:] = [law for law in named if law.start not in joined]


def _number_laws(view: View, named: list[Mention], numbered: list[Mention]) -> None:
    """Give a law called by its bare name the number that the paper states with that very name."""
    known: dict[str, set[str]] = {}
    for full in numbered:
        if full.number and "/QH" in full.number:
            name = view.folded[full.start : full.core].rpartition(full.number.casefold())[0]
            name = _LAW_NUMBER_WORD.sub("", " ".join(name.split()))
            known.setdefault(name, set()).add(full.number)
    for law in named if known else ():
        numbers = known.get(" ".join(view.folded[law.start : law.end].split()), ())
        if len(numbers) == 1:
            (law.number,) = numbers


def _without_twins(view: View, named: list[Mention], numbered: list[Mention]) -> list[Mention]:
    """Drop a name that is followed by its own number: "Chương trình kiểm tra của … (Chương trình số 12-CTr/TU)"."""
    twins = {(mention.start, mention.type.split()[0]) for mention in numbered}
    opened = [(mention, _OPENED.match(view.folded, mention.end)) for mention in named]
    return [mention for mention, gap in opened if not (gap and (gap.end(), mention.type.split()[0]) in twins)]


def _without_overlaps(mentions: list[Mention]) -> list[Mention]:
    """Keep the first of two mentions that overlap; those that share one quote stay together."""
    kept: list[Mention] = []
    for mention in mentions:
        last = kept[-1] if kept else None
        if (
            last
            and mention.start < last.end
            and (mention.start, mention.end) != (last.start, last.end)
            and mention.start < last.core
        ):
            continue
        kept.append(mention)
    return kept


def _find(view: View, header: Header, frame: Frame) -> list[Mention]:
    numbered = find_numbered(view)
    norms = find_norms(view)
    numbered = [mention for mention in numbered if not any(n.start <= mention.start < n.end for n in norms)]
    numbered = sorted(numbered + norms + find_written(view, numbered), key=lambda mention: mention.start)
    shorts = find_short(view, numbered)
    own = Own(fold(header.type or ""), fold(header.issuer or ""), fold(header.title or ""))
    named, plain = find_named(view, numbered + shorts, own)
    _join_laws(view, named, numbered)
    _number_laws(view, named, numbered)
    named = [mention for mention in _without_twins(view, named, numbered) if not _is_title(view, mention, own, frame)]
    resolve_short(shorts, numbered)
    plain = [(start, end) for start, end in plain if view.folded[start:end] != own.kind]
    resolved = resolve_plain(view, plain, numbered)
    for mention in numbered + shorts:
        if mention.date is None:
            date_from_sentence(view, mention)
    numbered = [mention for mention in numbered + shorts if not _is_self(view, mention, header, frame)]
    return _without_overlaps(sorted(numbered + named + resolved, key=lambda mention: (mention.start, mention.end)))


def find_citations(reading: Reading, header: Header, frame: Frame) -> tuple[Citation, ...]:
    """Return every mention of another document in `reading`, in order, repeats included.

    The document's own number is not one; neither is "Kế hoạch này" nor a paper that is still to be made.
    """
    view = View(reading.text, fold(reading.text))
    relations = Relations(view, frame)
    return tuple(
        Citation(
            quote=view.text[mention.start : mention.end],
            start=mention.start,
            end=mention.end,
            type=mention.type,
            number=mention.number,
            date=mention.date,
            issuer=mention.issuer,
            relation=relations.of(mention),
            pinpoint=pinpoint_before(view, mention.start),
        )
        for mention in _find(view, header, frame)
    )
