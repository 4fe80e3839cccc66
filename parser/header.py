"""Header and frame of a paper: what it says of itself, and where its body stands."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from corpus.knowledge import load
from parser.bodies import level_of
from parser.document import Frame, Header, Reading
from parser.folding import fold
from parser.thethuc import casing, issuers, press, signature
from parser.thethuc.head import Head, read_head
from parser.thethuc.issuers import Issuer
from parser.thethuc.lexicon import alternation, types_by_symbol, words
from parser.thethuc.numbering import normalise
from parser.thethuc.pieces import pieces_of
from parser.thethuc.tail import Tail, annex_start, read_tail

_TOP = 90
_OPENING = 40
_OF_BODY = re.compile(r"của\s+(?P<body>.{3,80}?)(?=\s+về\s)")
_SAMPLE = 40_000
_LETTER = "Công văn"


def find_header(reading: Reading) -> tuple[Header, Frame]:
    """Return what the paper states of itself and the bounds of its body."""
    text, paragraphs = reading.text, reading.paragraphs
    if not paragraphs:
        return Header(), Frame(0, len(text), len(text))
    pieces = pieces_of(text, paragraphs, 0, _TOP)
    head = read_head(pieces)
    if not head.found:
        page = _web_page(reading)
        if page is not None:
            return page
        head = Head()
    body = pieces[head.body].paragraph if head.body < len(pieces) else len(paragraphs)
    tail = read_tail(text, paragraphs, body)
    frame = _frame(reading, body, tail)
    return _finish(reading, head, tail, frame), frame


def _frame(reading: Reading, body: int, tail: Tail) -> Frame:
    text, paragraphs = reading.text, reading.paragraphs
    start = paragraphs[body].start if body < len(paragraphs) else len(text)
    if tail.found:
        return Frame(start, max(start, tail.body_end), max(start, tail.end))
    end = annex_start(text, paragraphs, body)
    end = len(text) if end is None else end
    return Frame(start, end, end)


def _finish(reading: Reading, head: Head, tail: Tail, frame: Frame) -> Header:
    """Put head and tail together and complete from the body what the letterhead leaves open."""
    text = reading.text
    authority, role, signer = signature.assemble(tail.parts).state()
    kind = head.type or _type_of(head, frame, text)
    dated = head.date or tail.date
    header = Header(
        number=head.number,
        type=kind,
        place=dated.place if dated else None,
        date=dated.day if dated else None,
        title=head.title if head.type else head.subject,
        signer=signer,
        signer_role=role,
        authority=authority,
        recipients=tail.recipients,
        addressees=head.addressees,
        secrecy=head.secrecy,
        urgency=head.urgency,
    )
    if not head.numbered:
        header = _from_annex(header, text, frame)
    found = _issuer(reading, head, header, frame)
    title = _without_body(header.title)
    return _rank(replace(header, title=title, issuer=found.name, parent_issuer=found.parent), head.motto)


def _type_of(head: Head, frame: Frame, text: str) -> str | None:
    """Return the kind of a paper that prints none: told by its symbol, else a letter when it is addressed."""
    parts = re.split(r"[-/]", head.symbol)
    parts = [part for part in parts if part and not part[0].isdigit()]
    party = re.match(r"\d*\s*-", head.symbol) is not None
    if parts and (name := types_by_symbol().get((parts[0], party))) and (party or len(parts) > 1):
        return name
    if head.addressees or head.subject:
        return _LETTER
    return None


def _from_annex(header: Header, text: str, frame: Frame) -> Header:
    """Take number and date from "(Kèm theo Kế hoạch số … ngày … của …)" when the paper has no number line."""
    if header.type is None or frame.tail_end >= len(text):
        return header
    folded = fold(text[frame.tail_end : frame.tail_end + 3000])
    found = re.search(
        rf"(?:{alternation(words('tail', 'attached'))})\s+(?:theo\s+)?{re.escape(fold(header.type))}\s+số\s*:?\s*"
        r"(?P<number>\d+\s*[-/]\s*[\w-]+(?:/[\w-]+)?),?(?:\s+ngày\s+(?P<day>\d{1,2})\s*(?:/|tháng)\s*(?P<month>\d{1,2})\s*"
        r"(?:/|năm)\s*(?P<year>\d{4}))?(?:\s+của\s+(?P<of>[^)\n]{3,120}))?",
        folded,
    )
    if found is None:
        return header
    cut = text[frame.tail_end : frame.tail_end + 3000]
    day = header.date
    if day is None and found["day"]:
        try:
            day = date(int(found["year"]), int(found["month"]), int(found["day"]))
        except ValueError:
            day = None
    issuer = cut[found.start("of") : found.end("of")].strip() if found["of"] else None
    return replace(header, number=normalise(cut[found.start("number") : found.end("number")]), date=day, issuer=issuer)


def _issuer(reading: Reading, head: Head, header: Header, frame: Frame) -> Issuer:
    """Return who issues the paper: letterhead, else dispatch line, title, authority, opening sentence, annex note.

    With a letterhead its body issues the paper, whoever speaks for it in the signature ("T/M Ban Thường vụ"); only the
    Central Committee's letterhead leaves it to the title which of its organs speaks ("CỦA BỘ CHÍNH TRỊ").
    """
    text = reading.text
    sample = text[frame.body_start : frame.body_start + _SAMPLE]
    if head.letterhead:
        found = issuers.from_letterhead(head.letterhead, sample[:8000])
        named = _named_in_title(header.title)
        if named and found.name and fold(found.name).startswith("ban chấp hành trung ương"):
            return Issuer(named, found.name)
        name = found.name and issuers.complete(found.name, found.parent, header.place, text[:_SAMPLE])
        return Issuer(name, found.parent)
    name = None
    if head.dispatcher:
        name = head.dispatcher if head.dispatcher.upper() != head.dispatcher else casing.proper(head.dispatcher)
    name = name or _named_in_title(header.title)
    if name is None and header.authority and (body := signature.body_of(header.authority)):
        name = casing.proper(body) if issuers.place_of(casing.proper(body)) else None
    if name is None:
        name = _opening(reading, frame) or header.issuer
    if name is None:
        return Issuer(head.claimed, None)
    return Issuer(issuers.complete(casing.restyle(name), None, header.place, text[:_SAMPLE]), None)


def _named_in_title(title: str | None) -> str | None:
    """Return the body in a title "CỦA BỘ CHÍNH TRỊ VỀ …"."""
    found = _of_body(title)
    if title is None or found is None:
        return None
    named = title[found.start("body") : found.end("body")]
    return casing.proper(named) if named.upper() == named else named


def _of_body(title: str | None) -> re.Match[str] | None:
    """Match "của <body>" at the beginning of a title that goes on with "về …"."""
    found = _OF_BODY.match(fold(title or ""))
    return found if found and issuers.begins_body(found["body"]) else None


def _without_body(title: str | None) -> str | None:
    """Return the title without the issuer's name at its beginning."""
    found = _of_body(title)
    return title[found.end("body") :].strip() if title and found else title


def _is_body(name: str) -> bool:
    """False for what only begins like a body ("Báo cáo kết quả", "Hội nghị")."""
    spoilers: dict[str, list[str]] = load("bodies")["heads"]["not_before"]
    return not fold(name).startswith(tuple(f"{head} {word}" for head, words in spoilers.items() for word in words))


def _opening(reading: Reading, frame: Frame) -> str | None:
    """Return the subject of "<body> ban hành kế hoạch …" in the opening paragraphs."""
    text = reading.text
    heads = alternation(words("bodies", "heads"))
    verbs = alternation(words("issuing", "verbs"))
    adverbs = alternation(words("issuing", "adverbs"))
    pattern = re.compile(
        rf"(?:^|[,;:.)\n]\s*|-\s+)(?P<body>(?:{heads})(?!\w)[^,;.:\n]{{0,110}}?)\s+(?:(?:{adverbs})\s+)*(?:{verbs})(?!\w)"
    )
    start = frame.body_start
    cut = text[start : min(start + 5000, frame.body_end)]
    best: str | None = None
    for found in pattern.finditer(fold(cut)):
        name = re.sub(r"\s*\([^)]{2,20}\)", "", cut[found.start("body") : found.end("body")]).strip()
        if not name[:1].isupper() or len(name.split()) < 2 or not _is_body(name):
            continue
        if re.match(
            r"\s*(?:kế hoạch|chương trình|hướng dẫn|kết luận|như sau|nghị quyết|chỉ thị|quyết định)",
            fold(cut)[found.end() :],
        ):
            return name
        best = best or name
    return best


def _rank(header: Header, motto: str | None) -> Header:
    """Add system and level to a header that names its issuer; a firm plans for itself, at the base."""
    system = issuers.system_of(header.issuer, motto, header.number)
    names = [name for name in (header.issuer, header.parent_issuer) if name]
    if any(issuers.is_firm(name) for name in names):
        return replace(header, system=system, level="grassroots")
    levels = (level_of(name, header.date, system) for name in names)
    return replace(header, system=system, level=next((level for level in levels if level), None))


def _web_page(reading: Reading) -> tuple[Header, Frame] | None:
    """Read a page that retells a paper or prints it without letterhead; None when it names no paper."""
    text, paragraphs = reading.text, reading.paragraphs
    mention = press.find_mention(text, paragraphs)
    titled = press.headline(text, paragraphs)
    if mention is None and titled is None:
        return None
    if mention is None and titled is not None:
        first = min(titled[2] + 1, len(paragraphs) - 1)
        tail = read_tail(text, paragraphs, first)
        frame = _frame(reading, first, tail)
        if not tail.found:
            end = press.end_of_page(text, paragraphs, first)
            frame = Frame(frame.body_start, min(frame.body_end, end), len(text) if end < len(text) else frame.tail_end)
        head = Head(type=titled[0], title=titled[1])
        return _finish(reading, head, tail, frame), frame
    assert mention is not None
    title, kind = mention.title, mention.type
    if titled is not None and fold(titled[0]) == fold(kind):
        title = titled[1]
    issuer = mention.issuer and issuers.complete(casing.restyle(mention.issuer), None, None, text[:_SAMPLE])
    header = Header(number=mention.number, type=kind, issuer=issuer, date=mention.day, title=title)
    printed = press.full_text_start(text, paragraphs, mention.paragraph)
    if mention.printed and printed is None:
        printed = min(mention.paragraph + 1, len(paragraphs) - 1)
    first = printed or mention.paragraph
    end = press.end_of_page(text, paragraphs, first)
    if printed is not None:
        tail = read_tail(text, paragraphs, first)
        if tail.found:
            authority, role, signer = signature.assemble(tail.parts).state()
            header = replace(header, authority=authority, signer_role=role, signer=signer, recipients=tail.recipients)
            return _rank(header, None), _frame(reading, first, tail)
    return _rank(header, None), Frame(paragraphs[first].start, end, len(text))
