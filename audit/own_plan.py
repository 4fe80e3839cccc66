"""The duty to plan: "Đảng ủy các xã xây dựng kế hoạch thực hiện Kết luận này". The plan under review is the answer.

No passage of a plan says that the plan is made, so words find none. What can be wrong is told by its head and tail: the
day it was issued, and whether it is sent to whom the parent wants it sent (annotation rule: judged by date line and
recipients).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from audit.report import Fault, Reason, Span, Status
from audit.units import ascii_form
from corpus.knowledge import load
from corpus.messages import message
from models.exact import TOLERANCE
from models.words import common_abbreviations, words_of
from parser.bodies import level_of
from parser.document import Document, Requirement
from parser.folding import fold
from parser.thethuc.numbering import date_line

_OPENING = 3000  # characters of a plan in which it says what it carries out
_TITLE_SHARE = 0.8  # share of the parent's title that a plan says there which does not give its number
_SAME = 0.8  # share of a body's words that a recipient must have to be that body
_GAP = 6  # characters between a duty and the sending that was parted from it
_LEFT = 2  # words of a body that its short form may leave off at the end: the place


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

    None when the requirement asks for anything else too, when the child is no plan, or does not name the parent.
    """
    if not (_asks_for_plan(requirement, parent.header.number) or _sends_plan(requirement, parent)):
        return None
    if not _carries_out(child, parent):
        return None
    dated = _date_line(child)
    late, unsent = _late(requirement, parent, child, dated), _unsent(requirement, child)
    too_late = any(fault.reason == "later_deadline" for fault in late)
    status: Status = "missing" if too_late and unsent else "partial" if late or unsent else "covered"
    head = dated or _title(child)
    return OwnPlan(status, (*late, *unsent), (Span(*head),) if head and status != "missing" else ())


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load("gap")["own_plan"][name])


@lru_cache(maxsize=4096)  # thousands of plans are asked the same
def _asks_for_plan(requirement: Requirement, number: str | None) -> bool:
    """True when all that is asked is a plan to carry out this very paper, every clause around the act of that kind."""
    said = fold(requirement.quote)
    act = _pattern("act").search(said)
    if act is None or requirement.targets or _pattern("others").search(said, 0, act.start()):
        return False
    first, *clauses = _pattern("parts").split(said[act.end() :])
    rest = _pattern("rest").fullmatch(first.strip())
    if rest is None or not all(_pattern("clause").match(clause.strip()) for clause in clauses if clause.strip()):
        return False
    return rest["number"] is None or (number is not None and rest["number"] == fold(number))


def _sends_plan(requirement: Requirement, parent: Document) -> bool:
    """True for ", gửi Sở Nội vụ trước ngày …" that was parted from the duty to plan before it."""
    if not _pattern("sends").match(fold(requirement.quote)):
        return False
    before = [r for r in parent.requirements if 0 <= requirement.start - r.end <= _GAP]
    return any(_asks_for_plan(r, parent.header.number) for r in before)


def _carries_out(child: Document, parent: Document) -> bool:
    """True when the child is a plan, and says in its opening that it carries the parent out."""
    if fold(child.header.type or "") not in load("gap")["own_plan"]["plans"]:
        return False
    number = parent.header.number
    if number is not None and any(fold(citation.number or "") == fold(number) for citation in child.citations):
        return True
    title = set(words_of(parent.header.title or "", common_abbreviations()))
    opening = child.text[:_OPENING]
    shared = title & set(words_of(opening, common_abbreviations()))
    kind = fold(parent.header.type or "")
    return bool(title and kind) and kind in fold(opening) and len(shared) >= _TITLE_SHARE * len(title)


def _late(requirement: Requirement, parent: Document, child: Document, dated: tuple[int, int] | None) -> list[Fault]:
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
    if child.header.date > last + TOLERANCE:
        said = child.text[slice(*dated)] if dated else child.header.date.strftime("%d/%m/%Y")
        return [_fault("later_deadline", "plan_late", asked, said)]
    return []


def _date_line(child: Document) -> tuple[int, int] | None:
    """Where the paper's own day stands: a line that tells this very day."""
    if child.header.date is None:
        return None
    for paragraph in child.reading.paragraphs:
        line = date_line(child.text[paragraph.start : paragraph.end])
        if line is not None and line.day == child.header.date:
            return paragraph.start, paragraph.end
    return None


def _unsent(requirement: Requirement, child: Document) -> list[Fault]:
    """The fault of not being sent to the body that wants it.

    Silent where the plan states no recipients, and where one of them is of that body's level: it may be meant.
    """
    wanted = _pattern("sent_to").search(fold(requirement.quote))
    lines = [line for line in (*child.header.recipients, *child.header.addressees) if not _is_file_copy(line)]
    if wanted is None or not lines:
        return []
    body = requirement.quote[wanted.start("body") : wanted.end("body")].strip()
    if any(_names(part, body, child.header.date) for line in lines for part in (line, *re.split("[;,]", line))):
        return []
    return [_fault("no_report", "plan_unsent", requirement.quote[wanted.start() : wanted.end()].strip(), "")]


def _is_file_copy(line: str) -> bool:
    """True for "Lưu: VT": what stays in the house is sent to nobody."""
    return _pattern("kept").match(fold(line)) is not None


def _names(part: str, body: str, on: date | None) -> bool:
    """True when a recipient is or may be the body: of its level; else in full or by initials ("Phòng NN&PTNT")."""
    here, there = level_of(part, on), level_of(body, on)
    if here is not None and there is not None:
        return here == there
    asked, said = set(words_of(body, common_abbreviations())), set(words_of(part, common_abbreviations()))
    return len(asked & said) >= _SAME * len(asked) or _is_short_for(part, re.findall(r"\w+", fold(body)))


def _is_short_for(part: str, words: Sequence[str]) -> bool:
    """True when `part` spells the words in their order, each written out or as a capital of a short form."""
    words = [word for word in words if word not in load("gap")["own_plan"]["left_out"]]
    initials, at = ascii_form("".join(word[0] for word in words)), 0
    for token in re.findall(r"\w+", part):
        if at >= len(words):
            break
        if fold(token) == words[at]:
            at += 1
        elif token.isupper() and initials.startswith(ascii_form(token), at):
            at += len(token)
        elif fold(token) not in load("gap")["own_plan"]["left_out"]:
            return False
    return at >= max(2, len(words) - _LEFT)


def _title(child: Document) -> tuple[int, int] | None:
    """Where the kind of the paper stands above its body ("KẾ HOẠCH")."""
    at = fold(child.text[: child.frame.body_start]).find(fold(child.header.type or "\n"))
    return (at, at + len(child.header.type or "")) if at >= 0 else None


def _fault(reason: Reason, code: str, asked: str, said: str) -> Fault:
    return Fault(reason, asked, said, message("faults", code, asked=asked, said=said))
