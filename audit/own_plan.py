"""The duty to plan: "Đảng ủy các xã xây dựng kế hoạch thực hiện Kết luận này". The plan under review is the answer.

No passage of a plan says that the plan is made, so words find none. What can be wrong is told by its head and tail: the
day it was issued, and whether it is sent to whom the parent wants it sent (annotation rule: judged by date line and
recipients).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from audit.report import Fault, Reason, Span, Status
from corpus.knowledge import load
from corpus.messages import message
from models.words import common_abbreviations, words_of
from parser.document import Document, Requirement
from parser.folding import fold

_ABOUT, _REST = 60, 30  # words before and after the act; more of them ask for something else too
_OPENING = 3000  # characters of a plan in which it says what it carries out
_SAME = 0.5  # share of a body's words that a line of recipients must have to name it
_GAP = 6  # characters between a duty and the sending that was parted from it
_TOLERANCE = timedelta(days=1)
_DATE_LINE = re.compile(r"ngày\s*\d{1,2}\s*(?:/|tháng)\s*\d{1,2}\s*(?:/|năm)\s*\d{4}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """What the plan as a whole is as an answer, its shortfalls, and what of it proves that.

    One shortfall makes it a thin answer; a plan that came late and was not sent either is none.
    """

    status: Status
    faults: tuple[Fault, ...]
    evidence: tuple[Span, ...]


def own_plan(requirement: Requirement, parent: Document, child: Document) -> OwnPlan | None:
    """Return how `child` answers a requirement to plan the carrying out of `parent`, or to send that plan.

    None when the requirement asks for anything else, when the child is no plan, or when it does not name the parent.
    """
    if not _carries_out(child, parent):
        return None
    asked = _asks_for_plan(requirement.quote, parent.header.number)
    if not asked and not _sends_plan(requirement, parent):
        return None
    dated = _DATE_LINE.search(child.text, 0, child.frame.body_start)
    late, unsent = _late(requirement, parent, child, dated), _unsent(requirement, child)
    too_late = any(fault.reason == "later_deadline" for fault in late)
    status: Status = "missing" if too_late and unsent else "partial" if late or unsent else "covered"
    head = dated.span() if dated else _title(child)
    return OwnPlan(status, (*late, *unsent), (Span(*head),) if head else ())


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load("gap")["own_plan"][name])


def _asks_for_plan(quote: str, number: str | None) -> bool:
    """True when all that is asked is a plan to carry out this very paper."""
    said = fold(quote)
    act = _pattern("act").search(said)
    if act is None or len(said[: act.start()].split()) > _ABOUT or len(said[act.end() :].split()) > _REST:
        return False
    rest = _pattern("rest").match(said, act.end())
    if rest is None or _pattern("more").search(said, act.end()) or _pattern("more").search(said, 0, act.start()):
        return False
    return rest["number"] is None or number is None or rest["number"] == fold(number)


def _sends_plan(requirement: Requirement, parent: Document) -> bool:
    """True for ", gửi Sở Nội vụ trước ngày …" that was parted from the duty to plan before it."""
    if not _pattern("sends").match(fold(requirement.quote)):
        return False
    before = [r for r in parent.requirements if 0 <= requirement.start - r.end <= _GAP]
    return any(_asks_for_plan(r.quote, parent.header.number) for r in before)


def _carries_out(child: Document, parent: Document) -> bool:
    """True when the child is a paper that can plan, and says in its opening that it carries the parent out."""
    if fold(child.header.type or "") in load("gap")["own_plan"]["no_plans"]:
        return False
    number = parent.header.number
    if number is not None and any(fold(citation.number or "") == fold(number) for citation in child.citations):
        return True
    title = set(words_of(parent.header.title or "", common_abbreviations()))
    opening = child.text[:_OPENING]
    shared = title & set(words_of(opening, common_abbreviations()))
    kind = fold(parent.header.type or "")
    return bool(title and kind) and kind in fold(opening) and len(shared) >= _SAME * len(title)


def _late(requirement: Requirement, parent: Document, child: Document, dated: re.Match[str] | None) -> list[Fault]:
    """The fault of a plan issued after the day asked for, here or in the sending parted from it, or without a day."""
    tail = _pattern("sent").match(fold(parent.text), requirement.end)
    after = [d for d in parent.deadlines if tail and requirement.end <= d.start < tail.end()]
    asked_for = [*(parent.deadlines[i] for i in requirement.deadlines), *after]
    days = [(d.to, d.quote) for d in asked_for if d.to is not None]
    if not days:
        return []
    last, asked = max(days)
    if child.header.date is None:
        return [_fault("no_deadline", "plan_undated", asked, "")]
    if child.header.date > last + _TOLERANCE:
        said = dated.group() if dated else child.header.date.strftime("%d/%m/%Y")
        return [_fault("later_deadline", "plan_late", asked, said)]
    return []


def _unsent(requirement: Requirement, child: Document) -> list[Fault]:
    """The fault of not being sent to the body that wants it; a body that is perhaps meant by a short form is."""
    wanted = _pattern("sent_to").search(fold(requirement.quote))
    if wanted is None:
        return []
    body = requirement.quote[wanted.start("body") : wanted.end("body")].strip()
    lines = [*child.header.recipients, *child.header.addressees]
    if any(_names(line, body) for line in lines):
        return []
    return [_fault("no_report", "plan_unsent", requirement.quote[wanted.start() : wanted.end()].strip(), "")]


def _names(line: str, body: str) -> bool:
    """True when a line of recipients names the body, in full or by its initials ("Phòng NN&PTNT", "BTVTU")."""
    asked = set(words_of(body, common_abbreviations()))
    said = set(words_of(line, common_abbreviations()))
    if len(asked & said) >= _SAME * len(asked):
        return True
    initials = "".join(word[0] for word in re.findall(r"\w+", _bare(body)))
    return any(_is_short_for(part, initials) for part in re.split(r"[;,]", line))


def _bare(text: str) -> str:
    """Lower case without marks, as initials are written ("ủy" gives a plain u)."""
    marked = unicodedata.normalize("NFD", fold(text)).replace("đ", "d")
    return "".join(char for char in marked if not unicodedata.combining(char))


def _is_short_for(part: str, initials: str) -> bool:
    """True when the capitals of `part` stand in `initials` in their order."""
    left = iter(initials)
    short = "".join(word for word in re.findall(r"\w+", part.replace("&", "")) if word.isupper() and len(word) > 1)
    return bool(short) and all(letter in left for letter in _bare(short))


def _title(child: Document) -> tuple[int, int] | None:
    """Where the kind of the paper stands above its body ("KẾ HOẠCH")."""
    at = fold(child.text[: child.frame.body_start]).find(fold(child.header.type or "\n"))
    return (at, at + len(child.header.type or "")) if at >= 0 else None


def _fault(reason: Reason, code: str, asked: str, said: str) -> Fault:
    return Fault(reason, asked, said, message("faults", code, asked=asked, said=said))
