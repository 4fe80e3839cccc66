"""Read the label that opens a paragraph: "II.", "1.2-", "a)", "Điều 5.", "Chương I".

One paragraph, no context: what a "I" or a "c)" stands for among its neighbours is decided in outline_tree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from corpus.knowledge import load
from parser.folding import fold

Family = Literal["word", "roman", "upper", "arabic", "multi", "lower", "lower_roman", "annex"]

_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}
_ROMAN_FORM = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
_MAX_NUMBER = 60  # no list of sections is longer; "85. " is a page number or an article number torn off its line

# Bold or heading marks of text that came through Markdown, then "(" of "(1)".
_OPENING = r"(?:\*\*|__|\#{1,6}[ ]?)?[ ]*(?P<open>\(?)"
_CORE = (
    r"(?P<core>(?:\d{1,2}|[IVX]{1,5}|[A-HĐ])(?:\.\d{1,2}){1,4}(?:\.[a-zđ](?!\w))?"  # 1.1, II.1, A.1, 1.1.a
    r"|\d{1,2}|[IVXL]{1,6}|[A-ZĐ]|[ivx]{2,5}|[a-zđ]\d?)"
)
_LABEL = re.compile(_OPENING + _CORE + r"(?P<sep>(?:[ ]?[.)/:–—-]){0,2})(?P<gap>[ *_]*)")
_NEXT_IN_LINE = re.compile(r"[;,:.] \((?:\d{1,2}|[a-zđ]|[ivx]+)\) ")
_WORD_START = re.compile(r"[\"“”'(\[*_]*[A-ZÀ-ỸĐ]")
_TITLE_WORD = re.compile(r"[A-ZÀ-ỸĐ][^\W\dA-ZÀ-ỸĐ]")
_CAPITALS = re.compile(r"[A-ZÀ-ỸĐ]{2}")


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the start of a paragraph; `readings` are the (family, ordinal) pairs it may stand for.

    `sure` tells labels that only a wrong paragraph break could fake from those that also open plain prose.
    """

    text: str
    readings: tuple[tuple[Family, int], ...]
    sep: str
    content: int
    sure: bool
    rank: int = 0


def roman_value(text: str) -> int | None:
    """Return the value of a Roman numeral of either case below 40, None for anything else."""
    low = text.lower()
    if not low or not _ROMAN_FORM.fullmatch(low):
        return None
    values = [_ROMAN_VALUES[ch] for ch in low]
    return sum(-v if v < w else v for v, w in zip(values, [*values[1:], 0], strict=True))


@cache
def _order() -> dict[str, int]:
    return {letter: at for at, letter in enumerate(load("outline")["letters"]["order"], 1)}


@cache
def _word_pattern() -> re.Pattern[str]:
    table = load("outline")
    words = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in table["words"])
    spelled = "|".join(map(re.escape, table["ordinals"]))
    return re.compile(
        rf"(?:\*\*|__)?(?P<word>{words})\s+(?P<number>(?:thứ\s+)?(?:{spelled})|(?:số\s+)?(?:\d{{1,3}}[a-zđ]?|[ivx]{{1,6}}|[a-zđ]))"
        r"(?!\w)(?P<sep>(?:\s?[.:)/–—-])?)(?P<gap>[ *_]*)"
    )


@cache
def _word_initials() -> frozenset[str]:
    return frozenset("*_") | {word[0].upper() for word in load("outline")["words"]}


def read_word_label(text: str, start: int, end: int) -> Label | None:
    """Return the label of "Chương II. …", "Điều 5. …", "Phần thứ nhất" at `start`, or None."""
    if text[start] not in _word_initials():
        return None
    match = _word_pattern().match(fold(text[start : min(end, start + 60)]))
    if match is None:
        return None
    table = load("outline")
    word: dict[str, Any] = table["words"][" ".join(match["word"].split())]
    content = start + match.end()
    rest = text[content:end]
    if not match["sep"].strip() and rest and not (word["bare"] and rest.isupper()):
        return None
    if match["sep"].strip() in ("/", "-") and rest and not match["gap"]:  # "Điều 5/…", "Mục 1-2"
        return None
    number = match["number"].split()[-1]
    ordinal = table["ordinals"].get(number)
    shown = text[start + match.start("number") : start + match.end("number")]
    if ordinal is None:
        ordinal = _number_value(number)
        shown = shown.split()[-1]
    else:
        shown = shown.lower()
    if ordinal is None:
        return None
    return Label(f"{word['shown']} {shown}", (("word", ordinal),), word["shown"], content, True, word["rank"])


def _number_value(number: str) -> int | None:
    if number[0].isdigit():
        return int(re.match(r"\d+", number).group())  # type: ignore[union-attr]
    return roman_value(number) or _order().get(number)


def read_label(text: str, start: int, end: int) -> Label | None:
    """Return the label that opens the paragraph [start, end), or None when it opens with prose."""
    match = _LABEL.match(text, start, end)
    if match is None:
        return None
    core, sep, content = match["core"], match["sep"].replace(" ", ""), match.end()
    if match["open"]:
        if not sep.startswith(")") or _is_enumeration(text, core, content, end):
            return None
        sep = "(" + sep
    if not _reads_as_label(text, match, sep, end):
        return None
    readings = _readings(core)
    if not readings:
        return None
    return Label(_shown(core), readings, sep, content, _is_sure(core, sep))


def _is_enumeration(text: str, core: str, content: int, end: int) -> bool:
    """Tell "(1) …; (2) …" run on in one sentence, or torn off it, from a list with one "(1)" a line.

    A paragraph "(i) chủ trì …;" that is closed is an item of a list though it begins small.
    """
    item = roman_value(core) is not None and core.islower() and text[end - 1 : end] in (";", ".")
    small = text[content : content + 1].islower() and not item
    return small or _NEXT_IN_LINE.search(text, content, end) is not None


def _shown(core: str) -> str:
    # "01." is label 1: a leading zero is a way of typing, not part of what a reader cites
    return core.lstrip("0") if core.isdigit() else core


def _is_sure(core: str, sep: str) -> bool:
    return bool(sep) and (")" in sep or not core.isalpha() or roman_value(core) is not None)


def _reads_as_label(text: str, match: re.Match[str], sep: str, end: int) -> bool:
    """Tell a label from a date, a decimal, a symbol or an abbreviation by what follows it."""
    core, content = match["core"], match.end()
    following = text[content : content + 24] if content + 24 < end else text[content:end]
    if not following:  # a label alone: a bare "3" is a page or row number, a bare "I" may be a section
        return bool(sep) or core.isupper()
    if match["gap"]:
        if not sep:
            return ("." in core and not _counts(following)) or (
                core.isupper() and roman_value(core) is not None and following.isupper()
            )
        if sep[0] in "-–—" and following[0].isdigit() and text[match.start("sep")] == " ":  # "21 - 22/3"
            return False
        return sep[0] != ":" or core.isupper()
    if following[0].isdigit() or following[0] in "%,.;)/":  # 20/4, 1.000, 5%, "a), b)"
        return False
    last = sep[-1:] or " "
    if last == ")":
        return True
    if last == ".":
        return _WORD_START.match(following) is not None and len(core) < 6
    if last in "/-–—":  # "1-Mục đích", "I-MỤC ĐÍCH", never "01-KL/TW", "V/v", "T/M"
        return bool(_TITLE_WORD.match(following)) or (
            last != "/" and roman_value(core) is not None and bool(_CAPITALS.match(following)) and "/" not in following
        )
    return False


def _counts(following: str) -> bool:
    return fold(following).split(maxsplit=1)[0].rstrip(".,;") in load("outline")["quantities"]["units"]


def _readings(core: str) -> tuple[tuple[Family, int], ...]:
    if "." in core:
        last = core.rsplit(".", 1)[1]
        return (("multi", int(last) if last.isdigit() else _order()[last]),)
    if core.isdigit():
        return (("arabic", int(core)),) if 0 < int(core) <= _MAX_NUMBER else ()
    found: list[tuple[Family, int]] = []
    value = roman_value(core)
    if core.isupper():
        if value is not None:
            found.append(("roman", value))
        if len(core) == 1 and core.lower() in _order():
            found.append(("upper", _order()[core.lower()]))
    else:
        if core[0] in _order() and (len(core) == 1 or core[1:].isdigit()):
            found.append(("lower", _order()[core[0]]))
        if value is not None:
            found.append(("lower_roman", value))
    return tuple(found)
