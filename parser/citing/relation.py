"""How a document stands to the one it mentions, and which part of it is meant."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from corpus.knowledge import load
from parser.citing.mention import Mention, View
from parser.citing.tails import either
from parser.document import Frame, Relation

_REACH = 110
_FIRST_LABEL = re.compile(r"^[ \t*]*(?:i|1|a|phần\s\w+|chương\s[i1]|điều\s1)\s?[.\-)/:,]", re.MULTILINE)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    table: dict[str, Any] = load("citations")
    relation, pinpoint = table["relation"], table["pinpoint"]

    def words(key: str) -> str:
        return either(tuple(relation[key]))

    item = r"(?:\d{1,3}[a-zđ]?(?:\.\d{1,2})*|[ivx]{1,5}|[a-zđ])(?!\w)"
    level = rf"{either(tuple(pinpoint['kinds']))}\s{{1,2}}{item}(?:\s?(?:,|và|đến|-|;)\s?{item})*"
    return {
        "basis": re.compile(rf"(?<!\w){words('basis')}(?!\w)"),
        "cue": re.compile(rf"(?<!\w)(?:(?P<basis>{words('basis')})|(?P<implements>{words('implements')}))(?!\w)"),
        "implements": re.compile(
            rf"(?<!\w){words('implements')}\s(?:có hiệu quả\s|tốt\s|nghiêm\s|các\s|theo\s|nghiêm túc\s)*$"
        ),
        "amends": re.compile(rf"(?<!\w){words('amends')}\s(?:{words('amends_tail')}[\s\w,]{{0,40}}\s)?$"),
        "replaces": re.compile(rf"(?<!\w){words('replaces')}\s(?:các\s)?$"),
        "attached": re.compile(rf"(?<!\w){words('attached')}\s(?:theo\s)?$"),
        "attached_after": re.compile(rf"[\s,]*{words('attached_after')}(?!\w)"),
        "retells": re.compile(rf"(?<!\w){words('retells')}\s+[\w\s]{{0,16}}{words('implements')}\s(?:các\s)?$"),
        "pinpoint": re.compile(
            rf"(?<!\w){level}(?:\s?,?\s?(?:của\s|tại\s)?{level})*\s?,?\s(?:(?:của|tại|trong)\s)?$|(?<!\w){level}(?:\s?,?\s?(?:của\s|tại\s)?{level})*\s?,?\s?$"
        ),
    }


def body_starts(view: View, frame: Frame) -> int:
    """Where the first labelled part begins; what stands before it is title and preamble."""
    found = _FIRST_LABEL.search(view.folded, max(0, min(frame.body_start, len(view.text))))
    return found.start() if found else frame.body_start


def pinpoint_before(view: View, start: int) -> str | None:
    """The part named right before a mention: "khoản 4, Điều 51 Nghị định …" → "khoản 4, Điều 51"."""
    low = max(0, view.text.rfind("\n", max(0, start - 90), start) + 1, start - 90)
    found = _patterns()["pinpoint"].search(view.folded[low:start])
    if not found:
        return None
    words = view.text[low + found.start() : low + found.end()].rstrip(" ,\u00a0")
    return re.sub(r"\s(?:của|tại|trong)$", "", words, flags=re.IGNORECASE).rstrip(" ,")


def find_relation(view: View, mention: Mention, preamble_end: int) -> Relation:
    """The relation that the words around `mention` state; "mention" where they state none."""
    patterns = _patterns()
    paragraph = view.text.rfind("\n", 0, mention.start) + 1
    low = max(paragraph, mention.start - _REACH)
    left = view.folded[low : mention.start]
    for name in ("replaces", "amends", "attached"):
        if patterns[name].search(left):
            return name
    if patterns["attached_after"].match(view.folded, mention.end):
        return "attached"
    if mention.start < preamble_end:
        return _preamble(view, paragraph, mention.start)
    if patterns["implements"].search(left) and not patterns["retells"].search(left):
        return "implements"
    return "mention"


def _preamble(view: View, paragraph: int, start: int) -> Relation:
    """In title and preamble the nearest "Căn cứ" or "Thực hiện" before a mention speaks for it."""
    cues = list(_patterns()["cue"].finditer(view.folded, max(paragraph, start - 1500), start))
    if not cues:
        return "mention"
    leads = [
        cue for cue in cues if not view.folded[paragraph : cue.start()].strip(" \t*-+•–") or _opens(view, cue.start())
    ]
    cue = leads[-1] if leads else cues[-1]
    return "basis" if cue["basis"] else "implements"


def _opens(view: View, at: int) -> bool:
    """Whether a clause begins at `at`."""
    return view.folded[:at].rstrip(" ")[-1:] in ";." or (view.text[at].isupper() and view.folded[at - 2 : at] == ", ")
