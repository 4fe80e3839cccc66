"""Terms without a day of their own: "sau khi … ban hành", "khi đã có Quyết định", "trong 05 ngày kể từ …"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from parser.document import DeadlineKind
from parser.time_atoms import table, words
from parser.time_context import Context, Place
from parser.time_expressions import Expression

_OPENS = re.compile(r"^[ *]*(?:[-+*•–])? ?(?:\(?\w{1,4}[.)-] ?){0,3}$|[,;:.(]\s*$|(?<!\w)(?:và|hoàn thành|thực hiện) $")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an expression means where it binds; `end` where its quote goes on past the expression."""

    kind: DeadlineKind
    from_: date | None = None
    to: date | None = None
    rule: str | None = None
    end: int | None = None


@cache
def _anchor() -> re.Pattern[str]:
    return re.compile(rf"[^.;:\n]{{0,40}}?(?<!\w){words(table()['relative']['anchor'])}")


@cache
def _sure() -> re.Pattern[str]:
    return re.compile(rf"{words(table()['relative']['sure'])} ")


def judge_after(context: Context, e: Expression, place: Place, field: bool) -> Verdict | None:
    """ "Sau khi … ban hành", "khi đã có Quyết định …": the occasion has no day, but the term binds."""
    known = table()["relative"]
    head = e.first.head
    if field or _field_tail(place.left):
        stop = re.match(r"[^.;\n|]*", place.right)
        return Verdict("due", end=e.end + (stop.end() if stop else 0))
    if head != known["after"][-2] and context.looks_back(place):
        return None
    opens = bool(_OPENS.search(place.left))
    if head in known["open"]:
        return Verdict("period", end=_open_end(e, place))
    if head in known["soon_after"] and _of_work(place):
        return None
    if head.startswith("khi "):
        paper = re.match(rf" {words(known['paper'])}(?!\w)[^,.;:\n]*", place.right)
        other = re.search(rf"(?<!\w){words(known['not_after'])} $", place.left)
        at_start = opens and not place.left.rstrip(" *")[-1:].isalpha()
        if not paper or other or not (at_start or head != known["after"][-1]):
            return None
        return Verdict("due", end=e.end + paper.end())
    if head != known["after"][0]:
        return Verdict("due", end=_clause_end(e, place))
    reach = 160 if opens else 0
    acts = known["act"] if opens else known["near"]
    act = re.match(rf"[^.;:\n]{{0,{reach}}}?(?<!\w){words(acts)}[^,.;:\n]*", place.right[0 if opens else 1 :])
    if not act:
        return None
    return Verdict("due", end=e.end + act.end() + (0 if opens else 1))


def judge_relative(context: Context, e: Expression, place: Place) -> Verdict | None:
    """Terms counted from an event: no day can be told, but the term binds."""
    anchor = _anchor().match(place.right)
    sure = _sure().match(context.folded, e.core) is not None
    ahead = context.folded.startswith(table()["cue"]["before"][0], e.core) and _ahead(place)
    if not anchor and not sure and not ahead and e.first.head != "work":
        return None
    if anchor is None:
        return Verdict("due", end=_clause_end(e, place) if ahead and place.right.startswith(" của ") else None)
    closing = words(table()["relative"]["stop"])
    tail = re.compile(rf"(?:(?! {closing}(?!\w))[^,.;:()\n]){{0,120}}").match(place.right, anchor.end())
    return Verdict("due", end=e.end + (tail.end() if tail else anchor.end()))


def _ahead(place: Place) -> bool:
    """Whether "trước 10 ngày" is counted back from an occasion: "… của các đợt", or what is sent so long before."""
    known = table()["relative"]
    if re.match(rf" {words(known['before_what'])}(?!\w)", place.right):
        return True
    clause = re.split(r"[.;:(]", place.left)[-1]
    return re.search(rf"(?<!\w){words(known['sends'])}(?!\w)", clause[-120:]) is not None


def _clause_end(e: Expression, place: Place) -> int:
    stop = re.match(r"[^,.;:()\n]*", place.right)
    return e.end + (stop.end() if stop else 0)


def _of_work(place: Place) -> bool:
    """Whether "ngay sau lũ" tells what work is meant, and not when to act."""
    clause = re.split(r"[;.:(]", place.left)[-1]
    return re.search(rf"(?<!\w){words(table()['relative']['soon_of'])}(?!\w)", clause[-60:]) is not None


def _open_end(e: Expression, place: Place) -> int:
    """Where what is waited for ends; the comma of "sửa đổi, bổ sung" is part of it."""
    stop = re.match(rf"(?:{words(table()['relative']['whole'])}|[^,.;:()\n])*", place.right)
    return e.end + (stop.end() if stop else 0)


def _field_tail(left: str) -> bool:
    """Whether `left` ends with "Thời gian thực hiện " (the colon forgotten)."""
    return re.search(rf"{words(table()['field']['label'])} \w+ \w+:? $", left) is not None
