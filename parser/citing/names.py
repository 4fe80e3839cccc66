"""Mentions by name: laws, charters, congress resolutions, and programmes that are one definite document."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from corpus.knowledge import load
from parser.citing.mention import Mention, Own, View, type_name
from parser.citing.numbered import kind_names
from parser.citing.tails import DATE, either, either_on_line, name_end, read_body, read_date, read_tail, read_term
from parser.folding import fold

_YEAR = re.compile(r"\s{1,3}(?:năm\s{1,3})?\d{4}(?!\d|\s?[-–]\s?\d)")
_ORDINAL = re.compile(r"lần thứ|\b[ivx]{1,6}\b|\bkhóa\b|\d")
_QUOTED = re.compile(r"\s{1,3}[“\"](?P<title>[^”\"\n]{4,220})[”\"]")
_NEXT_QUOTED = re.compile(r"(?:\s?,\s?|\s?;\s?|\s+và\s+)(?P<whole>[“\"][^”\"\n]{4,220}[”\"])")
_YEARS = r"\d{4}(?:\s?[-–]\s?\d{4})?"
_OUTLOOK = re.compile(r"\s?,?\s(?:và\s)?(?:tầm nhìn|định hướng)\s(?:đến\s)?(?:năm\s)?\d{4}")


@cache
def _table() -> dict[str, dict[str, Any]]:
    table: dict[str, dict[str, Any]] = load("citations")
    return table


def _words(section: str, key: str) -> str:
    return either(tuple(_table()[section][key]))


@cache
def _law() -> dict[str, re.Pattern[str]]:
    stop = _words("statutes", "stops")
    word = rf"(?!{stop}(?!\w))[^\W_]+(?:[-/][^\W_]+)*"
    kinds = _words("statutes", "kinds")
    return {
        "known": re.compile(rf"\s{{1,3}}{_words('statutes', 'names')}(?!\w)"),
        "free": re.compile(rf"[ \u00a0]{{1,3}}{word}(?:[ \u00a0]{word}){{0,11}}"),
        "amending": re.compile(rf"\s{{1,3}}{_words('statutes', 'amending')}\s{{1,3}}(?:các\s)?{kinds}(?!\w)"),
        "second": re.compile(rf"\s(?:và|,)\s{kinds}(?!\w)"),
        "before": re.compile(rf"(?<!\w){_words('statutes', 'not_after')}\s$"),
        "draft": re.compile(rf"(?<!\w){_words('statutes', 'drafts')}\s$"),
        "not_name": re.compile(rf"\s{{1,3}}{_words('statutes', 'not_names')}(?!\w)"),
        "small_after": re.compile(rf"(?<!\w){_words('statutes', 'small_after')}\s$"),
        "constitution": re.compile(r"\s+nước cộng hòa xã hội chủ nghĩa việt nam"),
        "common": re.compile(r"\s?,\s?pháp luật|\s(?:và|hoặc)\s(?:các\s)?(?:luật|pháp luật)(?!\w)"),
    }


def _left(view: View, start: int, reach: int = 40) -> str:
    low = view.text.rfind("\n", max(0, start - reach), start) + 1
    return view.folded[max(low, start - reach) : start]


def _law_name(view: View, end: int, capital_text: bool) -> int | None:
    """Where the name of a law ends that begins after its kind; None where no name follows."""
    law = _law()
    if law["not_name"].match(view.folded, end):
        return None
    known = law["known"].match(view.folded, end)
    if known:
        name = known.group().lstrip()
        if view.text[known.end() - len(name)].isupper() or capital_text or " " in name:
            return known.end()
    free = law["free"].match(view.folded, end)
    if free and view.text[free.start() + len(free.group()) - len(free.group().lstrip())].isupper():
        return free.end()
    return None


def _statute(view: View, start: int, end: int) -> list[Mention]:
    law = _law()
    capital_text = view.text[start:end].isupper()
    left = _left(view, start)
    if law["before"].search(left) or law["draft"].search(left):
        return []
    if not view.text[start].isupper():
        known = law["known"].match(view.folded, end) if law["small_after"].search(left) else None
        whole = known is not None and len(known.group().split()) > 2
        return [_closed(view, start, known.end(), type_name(view.text[start:end]))] if known and whole else []
    kind = view.folded[start:end]
    stop: int | None
    if kind == "hiến pháp":
        more = law["constitution"].match(view.folded, end)
        stop = more.end() if more else end
        if law["common"].match(view.folded, stop):
            return []
    else:
        amending = law["amending"].match(view.folded, end)
        inner = amending.end() if amending else end
        stop = _law_name(view, inner, capital_text)
        if amending:
            stop = amending.end() if stop is None else _amended_too(view, stop)
    if stop is None:
        return []
    return [_closed(view, start, stop, type_name(view.text[start:end]))]


def _amended_too(view: View, stop: int) -> int:
    """Take in the second law of "Luật sửa đổi … của Luật A và Luật B" when a day or year closes the whole."""
    joint = _law()["second"].match(view.folded, stop)
    end = _law_name(view, joint.end(), False) if joint else None
    return (
        end if end and (_YEAR.match(view.folded, end) or re.match(r"\s+" + DATE, view.folded[end : end + 40])) else stop
    )


def _closed(view: View, start: int, stop: int, name: str) -> Mention:
    """A law with the year or day that follows its name."""
    year = _YEAR.match(view.folded, stop)
    core = year.end() if year else stop
    found = re.compile(r"\s{0,3},?\s{0,3}" + DATE).match(view.folded, core)
    return Mention(start, found.end() if found else core, core, name, None, date=read_date(found) if found else None)


@cache
def _congress() -> dict[str, re.Pattern[str]]:
    stop = either(tuple(_table()["tail"]["stops"]))
    compound = either(tuple(_table()["tail"]["compounds"]))
    bodies = either(tuple(_table()["tail"]["bodies"]))
    word = rf"(?:{compound}(?!\w)|của\s{bodies}(?!\w)|(?!(?:{stop}|của)(?!\w))[^\W_]+)"
    return {
        "run": re.compile(rf"(?:[ \u00a0]{{1,2}}{word}){{0,22}}"),
        "generic": re.compile(rf"(?<!\w){_words('congress', 'generic')}(?!\w)"),
        "plenum": re.compile(
            r"\s(?:lần thứ\s)?(?:\d{1,2}|[ivx]{1,5})(?!\w)"
            r"(?:\s?,?\s?\(?(?:ban chấp hành trung ương\s(?:đảng\s)?)?\(?khóa\s[ivx]{1,5}\)?)?"
        ),
    }


def _resolution(view: View, start: int, end: int) -> list[Mention]:
    """A resolution of a congress or of a plenum of the Central Committee."""
    congress = _congress()
    name_start = start + len("nghị quyết ")
    if view.folded[name_start:end] == "trung ương":
        plenum = congress["plenum"].match(view.folded, end)
        if not plenum:
            return []
        return [Mention(start, plenum.end(), plenum.end(), type_name(view.text[start : name_start - 1]), None)]
    run = congress["run"].match(view.folded, end)
    stop = run.end() if run else end
    generic = congress["generic"].search(view.folded, end, stop + 8)
    if generic and generic.start() <= stop + 1:
        return []
    stop = max(end, name_end(view, end, stop))
    named = view.folded[end:stop]
    capital = view.text[start].isupper() and view.text[name_start].isupper()
    ordinal = bool(_ORDINAL.search(named))
    if not ordinal and (not capital or view.folded[name_start:end] == "hội nghị"):
        return []
    issuer = " ".join(view.text[name_start:stop].split())
    closed = read_term(view, stop)
    return [Mention(start, closed, stop, type_name(view.text[start : name_start - 1]), None, issuer=issuer)]


@cache
def _charter() -> dict[str, re.Pattern[str]]:
    return {
        "known": re.compile(rf"\s{{1,3}}{_words('charters', 'names')}(?!\w)"),
        "not_name": re.compile(rf"\s{{1,3}}{_words('charters', 'not_names')}(?!\w)"),
        "term": re.compile(r"\s?,?\s?\(?khóa\s[ivx]{1,6}\)?"),
    }


def _charters(view: View, start: int, end: int) -> list[Mention]:
    charter = _charter()
    if not view.text[start].isupper() or charter["not_name"].match(view.folded, end):
        return []
    run = _congress()["run"].match(view.folded, end)
    known = charter["known"].match(view.folded, end)
    stop = known.end() if known else end
    goes_on = view.text[stop + 1 : stop + 2].isupper() and view.text[stop : stop + 1] == " "
    if run and goes_on:
        stop = max(stop, name_end(view, end, run.end()))
    if stop == end:
        return []
    for suffix in (charter["term"], _YEAR):
        more = suffix.match(view.folded, stop)
        stop = more.end() if more else stop
    return [Mention(start, stop, stop, type_name(view.text[start:end]), None)]


@cache
def _programme() -> dict[str, re.Pattern[str]]:
    breaks = rf"(?<!\w){_words('programmes', 'breaks')}(?!\w)"
    dated = _words("programmes", "dated")
    spans = _words("programmes", "spans")
    name = rf"(?:(?!{breaks})[^.;:()“”\"\n]){{3,170}}?"
    return {
        "dated": re.compile(rf"{dated}\s{name}\s?,?\s(?:{spans})\s{_YEARS}(?!\d)"),
        "issued": re.compile(
            rf"(?P<head>{_words('programmes', 'issued')})(?!\w)"
            rf"(?P<topic>(?:(?!{breaks})[^.;:()“”\"\n]){{0,90}}?)\scủa\s"
        ),
        "attached": re.compile(
            rf"(?P<name>{_words('programmes', 'quoted')}\s{name})\s{_words('programmes', 'attached')}"
            rf"\s{_words('resolve', 'kinds')}\ssố\s"
        ),
        "fixed": re.compile(_words("programmes", "fixed") + r"(?!\w)"),
        "alone": re.compile(_words("programmes", "alone") + r"(?!\w)"),
        "unmade": re.compile(rf"(?<!\w){_words('programmes', 'unmade')}\s$"),
        "uses": re.compile(rf"(?:(?<!\w){_words('programmes', 'uses')}\s|[,;]\s?)$"),
        "period": re.compile(r"[\s,]*(?:(?:năm|giai đoạn|nhiệm kỳ|khóa)\s[\d\s–-]+|trọng tâm|toàn khóa)*[\s,]*"),
    }


def _programmes(view: View, start: int, end: int, own: Own) -> list[Mention]:
    """A named Đề án, Chương trình, Quy hoạch …: by quoted title, by its years, by its issuer, or known as it stands."""
    rules = _programme()
    left = _left(view, start, 30)
    if not view.text[start].isupper() or rules["unmade"].search(left):
        return []
    kind = view.folded[start:end]
    name = type_name(view.text[start:end])
    if kind != own.kind and kind in _table()["programmes"]["quoted"]:
        title = _QUOTED.match(view.folded, end)
        if title:
            return _quoted(view, start, title.end(), name)
    fixed = rules["fixed"].match(view.folded, start)
    if fixed:
        return [Mention(start, fixed.end(), fixed.end(), name, None)]
    alone = rules["alone"].match(view.folded, start)
    if alone and not _named_on(view, alone.end()):
        return [Mention(start, alone.end(), alone.end(), name, None)]
    attached = rules["attached"].match(view.folded, start)
    if attached and kind != own.kind:
        return [Mention(start, attached.end("name"), attached.end("name"), name, None)]
    issued = rules["issued"].match(view.folded, start)
    if issued:
        return _issued(view, start, issued, own)
    if not rules["uses"].search(left) or kind == own.kind:
        return []
    dated = rules["dated"].match(view.folded, start)
    if not dated:
        return []
    stop = dated.end()
    more = _OUTLOOK.match(view.folded, stop)
    stop = more.end() if more else stop
    closed, day, issuer = read_tail(view, stop)
    return [Mention(start, closed, stop, name, None, date=day, issuer=issuer)]


def _named_on(view: View, end: int) -> bool:
    """Whether the name goes on: a proper name, or the years of the plan."""
    rest = view.text[end : end + 12]
    return rest[:1] == " " and (rest[1:2].isupper() or fold(rest[1:]).startswith(("thời kỳ", "giai đoạn", "đến năm")))


def _quoted(view: View, start: int, end: int, name: str) -> list[Mention]:
    """A title in quotes, and further titles that follow it in a list: "Đề án “A”, “B”"."""
    closed, day, issuer = read_tail(view, end)
    found = [Mention(start, closed, end, name, None, date=day, issuer=issuer)]
    while follow := _NEXT_QUOTED.match(view.folded, found[-1].end):
        found.append(Mention(follow.start("whole"), follow.end(), follow.end(), name, None))
    return found


def _issued(view: View, start: int, issued: re.Match[str], own: Own) -> list[Mention]:
    head = issued["head"]
    body_end = read_body(view, issued.end())
    if body_end is None:
        return []
    bare = _programme()["period"].fullmatch(issued["topic"])
    plain = own.kind and head.startswith(own.kind) and head not in _table()["programmes"]["yearly"]
    if plain and bare and not _other_body(view.folded[issued.end() : body_end], own.issuer):
        return []  # "Chương trình hành động của Mặt trận thành phố" in that very programme
    issuer = " ".join(view.text[issued.end() : body_end].split())
    kind = next(
        (name for name in sorted(kind_names(), key=len, reverse=True) if head.startswith(name)), head.split()[0]
    )
    year = _YEAR.match(view.folded, body_end)
    closed = read_term(view, year.end() if year else body_end)
    if kind == "chương trình công tác":
        kind = "chương trình"
    return [
        Mention(
            start,
            closed,
            issued.end() - len(" của "),
            type_name(view.text[start : start + len(kind)]),
            None,
            issuer=issuer,
        )
    ]


def _other_body(body: str, own_issuer: str) -> bool:
    """Whether `body` is of a level that the document's own issuer does not name, or one of Party and State."""
    own, party = _table()["self"], re.compile(_words("self", "party"))
    if own_issuer and bool(party.search(body)) != bool(party.search(own_issuer)):
        return True
    levels = [level for level in own["levels"] if re.search(rf"(?<!\w){level}(?!\w)", body)]
    return bool(own_issuer and levels) and levels[0] not in own_issuer


@cache
def _heads() -> tuple[re.Pattern[str], dict[str, str]]:
    """One pattern for the first words of everything that may be cited by name, and what handles each."""
    table = _table()
    handlers: dict[str, str] = {}
    for section, key in (("programmes", "kinds"), ("statutes", "kinds"), ("charters", "heads"), ("congress", "heads")):
        handlers.update(dict.fromkeys(table[section][key], section))
    for word in table["resolve"]["kinds"]:
        handlers.setdefault(word, "plain")
    return re.compile(either_on_line(tuple(handlers)) + r"(?!\w)"), handlers


def find_named(view: View, taken: list[Mention], own: Own) -> tuple[list[Mention], list[tuple[int, int]]]:
    """Mentions by name outside `taken`, and the places of kinds that stand without name or number."""
    pattern, handlers = _heads()
    rules: dict[str, Callable[[View, int, int], list[Mention]]] = {
        "statutes": _statute,
        "congress": _resolution,
        "charters": _charters,
        "programmes": lambda seen, start, end: _programmes(seen, start, end, own),
    }
    spans = iter(sorted((mention.start, mention.core) for mention in taken))
    busy = next(spans, None)
    found: list[Mention] = []
    plain: list[tuple[int, int]] = []
    done = 0
    for match in pattern.finditer(view.folded):
        start, end = match.span()
        while busy and busy[1] <= start:
            busy = next(spans, None)
        if start < done or (busy and busy[0] <= start) or (start and view.text[start - 1].isalnum()):
            continue
        section = handlers[" ".join(match.group().split())]
        made = rules[section](view, start, end) if section != "plain" else []
        if busy:
            made = [mention for mention in made if mention.core <= busy[0]]
        found.extend(made)
        if made:
            done = made[-1].end
        elif view.text[start].isupper():
            plain.append((start, end))
    return found, plain
