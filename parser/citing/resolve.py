"""Tie short mentions to full numbers: by number, by title, by issuer, by an alias with a pinpoint."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from corpus.knowledge import load
from parser.citing.mention import Mention, View, type_name
from parser.citing.numbered import kind_names
from parser.citing.relation import pinpoint_before
from parser.citing.tails import either, read_body
from parser.folding import fold

_NAME_AFTER = re.compile(r"\s+(?:số\s+)?\S")
_OF = re.compile(r"\scủa\s")
_WORDS = re.compile(r"[^\W_]+")
_LEAD_ZERO = re.compile(r"^0+(?=\d)")


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = load("citations")["resolve"]
    return table


@cache
def _points() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){either(tuple(_table()['points']))}\s$")


def _serial(number: str) -> str:
    found = re.match(r"\d{1,5}[A-Za-z]?(?:/(?:19|20)\d\d)?", number)
    return _LEAD_ZERO.sub("", found.group().upper()) if found else number


def _fits(short: Mention, full: Mention) -> bool:
    """Whether `full` may be what `short` means: same number, same kind."""
    if full.short or not full.number or not short.number:
        return False
    if short.date and full.date and short.date != full.date:
        return False  # numbers start again: same number, other day is another document
    if full.kind is None and short.date and not full.date:
        return False  # a firm's paper: its number alone proves nothing
    wanted, given = _serial(short.number), _serial(full.number)
    if wanted not in (given, given.split("/")[0]):
        return False
    codes = kind_names().get(fold(short.type), ())
    return fold(short.type) == fold(full.type) or (full.kind is not None and full.kind in codes)


def resolve_short(shorts: list[Mention], fulls: Iterable[Mention]) -> None:
    """Give each short mention its full number where exactly one document fits; compose it from the issuer otherwise."""
    known: dict[str, dict[tuple[object, ...], Mention]] = {}
    for full in fulls:  # repeats of one mention count once
        serial = _serial(full.number or "").split("/")[0]
        known.setdefault(serial, {})[(full.number, full.date, full.issuer, full.type)] = full
    for short in shorts:
        candidates = known.get(_serial(short.number or "").split("/")[0], {}).values()
        numbers = _one_of(short, [full for full in candidates if _fits(short, full)])
        if len(numbers) == 1:
            short.number = numbers.pop()
        elif not numbers:
            short.number = _composed(short) or short.number


def _one_of(short: Mention, fitting: list[Mention]) -> set[str | None]:
    """The numbers that `short` may mean: the one of its day, its issuer or its very kind where that leaves one."""
    numbers = {full.number for full in fitting}
    issuer = fold(short.issuer or "")
    narrower = (
        {full.number for full in fitting if short.date and full.date == short.date},
        {full.number for full in fitting if issuer and fold(full.issuer or "") == issuer},
        {full.number for full in fitting if fold(full.type) == fold(short.type)},
    )
    return next((same for same in narrower if len(numbers) > 1 and len(same) == 1), numbers)


def _composed(short: Mention) -> str | None:
    """The full symbol that kind and issuer leave no doubt of: "Chỉ thị số 05 của Bộ Chính trị" → "05-CT/TW"."""
    number = short.number or ""
    if fold(short.type) == "nghị định" and "/" in number:
        return f"{number}/NĐ-CP"
    codes = kind_names().get(fold(short.type), ())
    if not short.issuer or not codes or "/" in number:
        return None
    issuer = fold(short.issuer)
    for row in load("issuers")["issuer"]:
        if not any(issuer.startswith(body) for body in row["bodies"]):
            continue
        code = next((code for code in codes if code in row.get("types", codes)), None)
        if code is None or fold(short.type) == "quy định":  # QĐ or QĐi: not to be told
            return None
        padded = number.zfill(2)
        return f"{padded}-{code}/{row['code']}" if row["compose"] == "party" else f"{padded}/{code}-{row['code']}"
    return None


def _title(view: View, mention: Mention) -> list[str]:
    """The first words of the subject that follows a full mention."""
    clause = re.match(r"[^;:.(\n]*", view.folded[mention.end : mention.end + 200])
    words = _WORDS.findall(clause.group() if clause else "")
    return words if " ".join(words).startswith(tuple(_table()["title_leads"])) else []


def _same_title(view: View, end: int, title: tuple[str, ...]) -> int:
    """How far the text after a kind repeats `title`; `end` when it does not repeat enough of it."""
    stop, count = end, 0
    for wanted, found in zip(title, _WORDS.finditer(view.folded, end, min(len(view.folded), end + 220)), strict=False):
        if found.group() != wanted or any(mark in view.text[stop : found.start()] for mark in ";:.()"):
            break
        stop, count = found.end(), count + 1
    return stop if count >= min(len(title), _table()["least_words"]) and count >= 4 else end


@dataclass(slots=True)
class _Kind:
    """What the paper has cited by number of one kind: titles by their first words, the issuer of each number."""

    titles: dict[tuple[str, ...], dict[tuple[str, ...], set[str]]] = field(default_factory=dict)
    issuers: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str | None] = field(default_factory=dict)

    def add(self, view: View, full: Mention) -> None:
        """Take in one numbered mention."""
        number = full.number or ""
        self.issuers[number] = self.issuers.get(number) or fold(full.issuer or "")
        title = tuple(_title(view, full))
        if title:
            self.titles.setdefault(title[:2], {}).setdefault(title, set()).add(number)

    def issued_by(self, body: str) -> str | None:
        """The only number that `body` has issued; None where another one, of an issuer not stated, may be meant."""
        if body not in self.answers:
            numbers = [number for number, issuer in self.issuers.items() if not issuer or body in issuer]
            self.answers[body] = numbers[0] if len(numbers) == 1 and self.issuers[numbers[0]] else None
        return self.answers[body]


def resolve_plain(view: View, plain: list[tuple[int, int]], fulls: list[Mention]) -> list[Mention]:
    """Mentions of a numbered document by its kind with its title, its issuer, or a pinpoint before it."""
    kinds: dict[str, _Kind] = {}
    for full in fulls:
        kinds.setdefault(fold(full.type), _Kind()).add(view, full)
    _lend_issuers(view, plain, fulls, kinds)
    found = []
    for start, end in plain:
        kind = kinds.get(view.folded[start:end])
        if not kind:
            continue
        made = (
            _by_title(view, start, end, kind)
            or _by_issuer(view, start, end, kind)
            or _by_pinpoint(view, start, end, kind)
        )
        if made:
            found.append(made)
    return found


def _lend_issuers(view: View, plain: list[tuple[int, int]], fulls: list[Mention], kinds: dict[str, _Kind]) -> None:
    """Let "Báo cáo của X về … (Báo cáo số 12-BC/Y, ngày …)" tell who issued the paper that the bracket numbers."""
    for full in fulls:
        if (
            full.issuer
            or not full.number
            or not view.folded[max(0, full.start - 2) : full.start].rstrip().endswith("(")
        ):
            continue
        low = max(view.folded.rfind("\n", 0, full.start), full.start - 400)
        for start, end in reversed([span for span in plain if low < span[0] < full.start]):
            of = _OF.match(view.folded, end)
            body_end = read_body(view, of.end()) if of else None
            if of and body_end and view.folded[start:end] == fold(full.type):
                kinds[fold(full.type)].issuers[full.number] = view.folded[of.end() : body_end]
                break


def _made(view: View, start: int, end: int, kind_end: int, number: str | None, issuer: str | None = None) -> Mention:
    """A resolved mention; its core is the kind alone, for the title after it may cite a law of its own."""
    return Mention(start, end, kind_end, type_name(view.text[start:kind_end]), number, issuer=issuer, short=True)


def _by_title(view: View, start: int, end: int, kind: _Kind) -> Mention | None:
    lead = tuple(_WORDS.findall(view.folded[end : end + 40])[:2])
    best = end
    numbers: set[str] = set()
    for title, cited in kind.titles.get(lead, {}).items():
        stop = _same_title(view, end, title)
        if stop > best:
            best, numbers = stop, set(cited)
        elif stop == best > end:
            numbers |= cited
    return _made(view, start, best, end, numbers.pop()) if best > end and len(numbers) == 1 else None


def _by_issuer(view: View, start: int, end: int, kind: _Kind) -> Mention | None:
    """Tie "theo Quyết định của Bộ Y tế" to its number; a product in a table ("Quyết định của …") stays alone."""
    of = _OF.match(view.folded, end)
    if not of or not _points().search(view.folded[max(0, start - 16) : start]):
        return None
    body_end = read_body(view, of.end())
    number = kind.issued_by(view.folded[of.end() : body_end]) if body_end else None
    if body_end is None or number is None:
        return None
    return _made(view, start, body_end, end, number, " ".join(view.text[of.end() : body_end].split()))


def _by_pinpoint(view: View, start: int, end: int, kind: _Kind) -> Mention | None:
    """Tie "khoản 2, Điều 9 Nghị định" to the only Nghị định that the paper has cited."""
    after = _NAME_AFTER.match(view.text, end)
    if len(kind.issuers) != 1 or (after and after.group()[-1].isupper()) or pinpoint_before(view, start) is None:
        return None
    return _made(view, start, end, end, next(iter(kind.issuers)))
