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
    return found.start() if found else frame.body_end


def pinpoint_before(view: View, start: int) -> str | None:
    """The part named right before a mention: "khoản 2, Điều 9 Nghị định …" → "khoản 2, Điều 9"."""
    low = max(0, view.text.rfind("\n", max(0, start - 90), start) + 1, start - 90)
    found = _patterns()["pinpoint"].search(view.folded[low:start])
    if not found:
        return None
    words = view.text[low + found.start() : low + found.end()].rstrip(" ,\u00a0")
    return re.sub(r"\s(?:của|tại|trong)$", "", words, flags=re.IGNORECASE).rstrip(" ,")


class Relations:
    """Tells relations; keeps the cues of the paragraph last looked at, for many mentions share one."""

    def __init__(self, view: View, frame: Frame) -> None:
        self._view = view
        self._preamble_end = body_starts(view, frame)
        self._seen = self._start = 0  # mentions come in order: only the text since the last one is looked through
        self._paragraph = -1
        self._leads: list[tuple[int, Relation]] = []

    def of(self, mention: Mention) -> Relation:
        """The relation that the words around `mention` state; "mention" where they state none."""
        view, patterns = self._view, _patterns()
        line = view.text.rfind("\n", self._seen, mention.start)
        paragraph = self._start = line + 1 if line >= 0 else self._start
        self._seen = mention.start
        left = view.folded[max(paragraph, mention.start - _REACH) : mention.start]
        stated: tuple[Relation, ...] = ("replaces", "amends", "attached")
        for relation in stated:
            if patterns[relation].search(left):
                return relation
        if patterns["attached_after"].match(view.folded, mention.end):
            return "attached"
        if patterns["implements"].search(left) and (
            mention.start < self._preamble_end or not patterns["retells"].search(left)
        ):
            return "implements"
        if mention.start < self._preamble_end:
            return self._led(paragraph, mention.start)
        return "mention"

    def _led(self, paragraph: int, start: int) -> Relation:
        """In the preamble the last clause that opens with "Căn cứ" or "Thực hiện" speaks for all it lists."""
        view = self._view
        if paragraph != self._paragraph:
            end = view.text.find("\n", paragraph)
            cues = _patterns()["cue"].finditer(view.folded, paragraph, end if end >= 0 else len(view.text))
            self._paragraph = paragraph
            self._leads = [
                (cue.start(), "basis" if cue["basis"] else "implements")
                for cue in cues
                if _opens(view, paragraph, cue.start())
            ]
        led: Relation = "mention"
        for at, relation in self._leads:
            if at > start:
                break
            led = relation
        return led


def _opens(view: View, paragraph: int, at: int) -> bool:
    """Whether a clause begins at `at`: first in its paragraph, after a stop, or with a capital after a comma."""
    before = view.folded[max(paragraph, at - 12) : at].rstrip(" \t*-+•–")
    return not before or before[-1] in ";." or (before[-1] == "," and view.text[at].isupper())
