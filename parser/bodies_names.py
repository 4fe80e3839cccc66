"""Where the names of bodies begin and end in running text.

A name begins with a head word ("Sở", "Ủy ban nhân dân", "các cấp ủy") and runs until the verb of the order, a stop
word or punctuation. Verbs count only in lower case: "Ban Tổ chức" is a name, "tổ chức" an order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from corpus.knowledge import load
from parser.bodies_words import word_pattern

_PHRASE = 60  # characters before a name that tell what it is to its sentence
_LONGEST = 400  # characters; longer "names" are sentences without a verb we know


@dataclass(frozen=True, slots=True)
class Name:
    """The name of one body: a half-open span."""

    start: int
    end: int


def _guards(table: dict[str, list[str]]) -> str:
    """A negative lookahead: none of these words followed by one of its spoilers."""
    pairs = (rf"{re.escape(word)}[ ,]+(?:{word_pattern(spoilers)})" for word, spoilers in table.items() if spoilers)
    return f"(?!{'|'.join(pairs)})"


@cache
def head_pattern() -> re.Pattern[str]:
    """A determiner and a head word; matched at the place where a name may begin (folded text)."""
    table = load("bodies")["heads"]
    determiners = word_pattern(table["determiners"])
    prefixes = word_pattern(table["prefixes"])
    return re.compile(
        rf"(?:(?:{prefixes})\s+)?(?P<name>)(?:(?:{determiners})\s+){{0,2}}{_guards(table['not_before'])}(?:{word_pattern(table['words'])})"
    )


@cache
def verb_pattern() -> re.Pattern[str]:
    """A verb of an order (folded text), not followed by a word that makes a noun of it."""
    table = load("duties")["verbs"]
    return re.compile(rf"(?<!\w)(?<!các ){_guards(table['not_before'])}(?:{word_pattern(table['words'])})")


@cache
def _breaks() -> re.Pattern[str]:
    """What may end a name: a stop word, a verb (checked for case) or punctuation; attributes are stepped over."""
    bodies, patterns, duties = load("bodies")["heads"], load("bodies")["patterns"], load("duties")
    stops = word_pattern([*bodies["stops"], *duties["modal"]["words"]])
    attributes = word_pattern(bodies["attributes"])
    return re.compile(
        rf"(?P<joint>{patterns['joint']}(?={head_pattern().pattern}))|(?P<attribute>(?<!\w)(?:{attributes}))|(?P<stop>(?<!\w)(?:{stops}))"
        rf"|(?P<verb>{verb_pattern().pattern})|(?P<mark>{patterns['punctuation']})"
    )


@cache
def _separator() -> re.Pattern[str]:
    return re.compile(load("bodies")["patterns"]["separator"])


@cache
def _continued() -> re.Pattern[str]:
    return re.compile(rf"(?:{word_pattern(load('bodies')['heads']['continued'])})")


def name_at(text: str, folded: str, start: int, end: int) -> tuple[Name, ...]:
    """The bodies named from `start` on, as far as the list of names goes; () when no name begins there."""
    names: list[Name] = []
    at = start
    while head := head_pattern().match(folded, at, min(end, at + _LONGEST)):
        stop = _name_end(text, folded, head.end(), min(end, at + _LONGEST))
        names.append(Name(head.start("name"), stop))
        follower = _separator().match(folded, skip_bracket(text, stop, end), end)
        if not follower or not head_pattern().match(folded, follower.end(), end):
            break
        at = follower.end()
        if len(names) > 30:
            break
    return tuple(names)


def skip_bracket(text: str, at: int, end: int) -> int:
    """Behind a bracket that follows a name ("(sau đây gọi là …)"), or `at` itself."""
    begin = at + 1 if text[at : at + 1] == " " else at
    if text[begin : begin + 1] != "(":
        return at
    closing = text.find(")", begin, min(end, begin + _LONGEST))
    return closing + 1 if closing >= 0 else at


def _name_end(text: str, folded: str, start: int, limit: int) -> int:
    at = start
    while match := _breaks().search(folded, at, limit):
        kind = match.lastgroup
        named = kind == "attribute" or (kind == "verb" and text[match.start()].isupper())
        if not named and not (match.group() == "," and _goes_on(text, folded, match.end(), limit)):
            return _back(text, start, match.start())
        at = match.end()
        if at >= limit:
            break
    return _back(text, start, limit)


def _goes_on(text: str, folded: str, at: int, limit: int) -> bool:
    """Whether the words after a comma still belong to the name before it."""
    begin = at
    while begin < limit and text[begin] == " ":
        begin += 1
    if text[begin : begin + 1].islower() and _continued().match(folded, begin, limit):
        return True
    if head_pattern().match(folded, begin, limit):
        return False
    return text[begin : begin + 1].isupper()


def _back(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " ,;-–\u00a0":
        end -= 1
    return end


@cache
def _listed() -> re.Pattern[str]:
    table = load("bodies")
    return re.compile(table["patterns"]["listed_before"].replace("{heads}", word_pattern(table["heads"]["words"])))


def lists_on(folded: str, start: int, comma: int) -> bool:
    """Whether the comma at `comma` divides the names of a list inside a phrase ("của từng xã, phường")."""
    return _listed().search(folded, max(start, comma - _PHRASE), comma) is not None


@cache
def _object_before() -> re.Pattern[str]:
    patterns = load("bodies")["patterns"]
    return re.compile(rf"(?:{patterns['counted_before']})|(?:{patterns['delegating_before']})")


@cache
def _persons() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:các|mỗi|từng|những) )?(?:{word_pattern(load('bodies')['generic']['persons'])})")


def without_objects(folded: str, start: int, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """`names` without the persons that the duty beginning at `start` is about ("100% học sinh, giáo viên được …")."""
    kept: list[Name] = []
    counted = False
    for name in names:
        person = _persons().match(folded, name.start, name.end) is not None
        before = folded[max(start, name.start - _PHRASE) : max(start, name.start)]
        counted = person and (counted or _object_before().search(before) is not None)
        if not counted:
            kept.append(name)
    return tuple(kept)


@cache
def _anywhere() -> re.Pattern[str]:
    behind = "".join(rf"(?<!{re.escape(word)} )" for word in load("bodies")["heads"]["not_after"])
    return re.compile(rf"(?<!\w){behind}(?:{head_pattern().pattern})")


def find_names(folded: str, start: int = 0, end: int | None = None, text: str | None = None) -> Iterator[Name]:
    """Every name of a body in `folded[start:end]`; without `text` its case is unknown and each word may be a verb."""
    end = len(folded) if end is None else end
    text = folded if text is None else text
    at = start
    while match := _anywhere().search(folded, at, end):
        for name in name_at(text, folded, match.start(), end):
            yield name
            at = name.end
        at = max(at, match.end())
