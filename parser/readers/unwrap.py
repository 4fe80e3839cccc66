"""Join hard-wrapped lines to paragraphs, by the evidence of the document and of both neighbours.

Text files come with one paragraph a line, or wrapped at some width, or (portal copies) wrapped at two widths: the
first line of a paragraph is short because its markup counted too. A wrong join is as bad as a missed one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from corpus.knowledge import load
from parser.folding import fold
from parser.readers.page_marks import PAGE_BREAK
from parser.readers.paragraphs import OPEN_SYMBOL, join

_BULLET = re.compile(r"[-–—+•▪➢✓*●○◦■□‣](?![-–—+*\d]*$)(?=\s|[^\W\d_])")
_LABEL = re.compile(
    r"(?:(?:[IVXLC]{1,7}|\d{1,2}(?:\.\d{1,2}){0,3}|[A-ZĐa-zđ])(?:[.)](?=\s|[^\W\d_]|$)|/(?=\s)|\s?[-–](?=\s|$))"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}(?=\s+[^\W\d_])"
    r"|(?:Điều|Chương|Phần|Mục|Phụ lục|PHỤ LỤC|CHƯƠNG|PHẦN|MỤC|ĐIỀU)\s+(?:[IVXLC]+|\d{1,3}|thứ|THỨ|[A-ZĐ])\b)"
)
_INLINE_LABEL = re.compile(r"\((?:\d{1,2}|[a-zđ]|[ivx]+)\)")
_LABEL_ALONE = re.compile(r"(?:[IVXLC]{1,7}|\d{1,2}(?:\.\d{1,2}){0,3}|[A-ZĐa-zđ])[.)]$|[-+•]$")
_LABEL_AND_WORD = re.compile(r"\S+\s+\S+$")
_PART_ALONE = re.compile(r"(?:Điều|Chương|Phần|Mục|PHẦN|CHƯƠNG|MỤC|ĐIỀU|Phụ lục|PHỤ LỤC)\s+(?:thứ |THỨ )?\w+[.:]?$")
_RULE_LINE = re.compile(r"[\W_]+$")
_NUMBER_LINE = re.compile(r"Số\s*:?\s*\S*/\S+$")
_CAPS_WORD = re.compile(r"(?![IVXLC]+$)[^\W\d_]{3,}$")
_SLACK = 3
_LONGEST_WRAP = 140
_LONG_CAPS = 50  # longer than any name in a letterhead or signature


@dataclass(frozen=True, slots=True)
class Shape:
    """How a document is set: `first` and `rest` are the widths of a paragraph's first and further lines.

    `wrapped` is False for one paragraph a line; `spaced` says that paragraphs have blank lines between them.
    """

    wrapped: bool
    first: int = 0
    rest: int = 0
    spaced: bool = False

    @property
    def indented(self) -> bool:
        """Whether first lines are plainly shorter than the others (a portal copy)."""
        return self.first < self.rest - 12


@dataclass(slots=True)
class _Open:
    """The paragraph being joined: its text so far, its last line, whether that is also its first."""

    text: str
    last: str
    single: bool = True
    labelled: bool = False


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(load("reading")["lines"][key])


@cache
def _openers() -> tuple[str, ...]:
    return tuple(load("reading")["lines"]["openers"])


@cache
def _breaks() -> dict[str, frozenset[str]]:
    """For each letterhead phrase broken between two words: its first half, and the halves that may follow."""
    table: dict[str, set[str]] = {}
    for phrase in load("reading")["lines"]["phrases"]:
        words = phrase.split()
        for cut in range(1, len(words)):
            if cut > 1 or words[0] != "ủy":
                table.setdefault(" ".join(words[:cut]), set()).add(" ".join(words[cut:]))
    return {head: frozenset(tails) for head, tails in table.items()}


@cache
def _break_ends() -> frozenset[str]:
    return frozenset(head.rpartition(" ")[2] for head in _breaks())


def starts_item(line: str) -> bool:
    """Whether `line` begins with a bullet or a label ("-", "1.", "a)", "Điều 2")."""
    return bool(_BULLET.match(line) or _LABEL.match(line))


def _is_caps(line: str) -> bool:
    if line.isupper():
        return sum(ch.isalpha() for ch in line) > 1
    if len(line) < 20 or line[-1].islower() and line[-2:].islower():  # "…, IoT TRONG CÁC KHU" is in capitals too
        return False
    letters = [ch for ch in line if ch.isalpha()]
    return sum(map(str.isupper, letters)) > len(letters) * 0.9


def _finished(line: str) -> bool:
    return line[-1] in ".!?:;" or line.endswith((".”", '."', ".)"))


def _percentile(values: list[int], share: float) -> int:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else 0


def measure(lines: Sequence[str]) -> Shape:
    """Learn from lines that plainly go on (the next begins in lower case) how the document is set."""
    first: list[int] = []
    rest: list[int] = []
    items = spaced = filled = 0
    before, gap, page, went_on = "", True, False, False
    for line in lines:
        if not line or line == PAGE_BREAK:
            gap, page = True, page or line == PAGE_BREAK
            continue
        filled += 1
        if starts_item(line):
            items += 1
            spaced += gap
        goes_on = (page or not gap) and bool(before) and line[0].islower() and line[1:2] != ")"
        if goes_on and not _finished(before) and not _is_caps(before) and len(before) <= _LONGEST_WRAP:
            (rest if went_on else first).append(len(before))
        before, gap, page, went_on = line, False, False, goes_on
    found = len(first) + len(rest)
    if found < 3 or found < filled * 0.07:
        return Shape(wrapped=False)
    wide = _percentile(rest or first, 0.9)
    return Shape(True, min(_percentile(first or rest, 0.8), wide), wide, items >= 3 and spaced >= items * 0.6)


def unwrap(lines: Sequence[str], shape: Shape) -> list[str]:
    """Join the wrapped lines of `lines` (blank lines are empty strings) and return the paragraphs."""
    done: list[str] = []
    now: _Open | None = None
    gap = 0
    for line in lines:
        if not line:
            gap += gap < 2
            continue
        if line == PAGE_BREAK:
            gap = 3
            continue
        if now is not None and _continues(now, line, gap, shape):
            now.text, now.last, now.single = join(now.text, line), line, False
        else:
            if now is not None:
                done.append(now.text)
            now = _Open(line, line, labelled=bool(_LABEL.match(line)))
        gap = 0
    if now is not None:
        done.append(now.text)
    return done


def _continues(now: _Open, line: str, gap: int, shape: Shape) -> bool:
    last = now.last
    if _RULE_LINE.match(line) or _RULE_LINE.match(last):
        return now.single and gap == 0 and last in "-+•" and not _RULE_LINE.match(line)
    if gap == 0 and (verdict := _form(now, line)) is not None:
        return verdict
    if not shape.wrapped:
        # A long line that stops within a sentence was cut where a page or screen ended.
        return _mid_sentence(last, line) and (gap == 3 or (len(last) > 80 and last[-1].isalpha() and len(line) > 20))
    if len(last) > max(shape.rest + 12, shape.rest * 1.2):  # longer than the wrap: this neighbourhood is not wrapped
        return False
    if starts_item(line):
        return gap == 0 and _label_in_sentence(now, line, shape)
    if gap == 3:
        return (
            _mid_sentence(last, line)
            or (opens(last, line) and not _is_caps(last))
            or (not _finished(last) and not _is_caps(last) and _full(now, line, shape))
        )
    if gap:
        return gap == 1 and _mid_sentence(last, line) and not now.text.startswith("(") and len(last) > 20
    return _within_block(now, line, shape)


def _form(now: _Open, line: str) -> bool | None:
    """Decide lines of the letterhead and signature, and labels that stand alone; None: no form line."""
    last = now.last
    if now.single and _LABEL_ALONE.match(last):
        return not starts_item(line)
    if last.endswith("Số:") and len(last) < 8:
        return line[0].isdigit() or line[0] == "/"
    if len(last) < 60 and len(line) < 80 and _breaks_phrase(last, line):
        return True
    if fold(line[:24]).startswith(_openers()) and (_is_caps(line[:6]) or line[0].isupper()):
        return False
    if _NUMBER_LINE.match(last) or (now.single and _PART_ALONE.match(last)):
        return False
    return None


def _breaks_phrase(last: str, line: str) -> bool:
    """Whether a letterhead phrase ("ỦY BAN NHÂN | DÂN") runs over the end of `last`."""
    words = fold(last).split()
    if not words or words[-1] not in _break_ends():
        return False
    tail = fold(line)
    for size in range(1, min(8, len(words) + 1)):
        tails = _breaks().get(" ".join(words[-size:]), frozenset())
        if (size > 1 or last.isupper()) and any(tail == t or tail.startswith(t + " ") for t in tails):
            return True
    return False


def _mid_sentence(last: str, line: str) -> bool:
    return line[0].islower() and not starts_item(line) and not _finished(last) and not _is_caps(last)


def _last_word(text: str) -> str:
    return fold(text[-16:]).rpartition(" ")[2].lstrip('(“"')


def opens(last: str, line: str) -> bool:
    """Whether `last` ends in a word or mark after which a paragraph cannot end (`line` is what follows)."""
    if last[-1] in ",(“/" or OPEN_SYMBOL.search(last):
        return True
    written = last[-16:].rpartition(" ")[2].lstrip('(“"')
    if written in _words("open_names"):
        return line[0].isupper()
    word = fold(written)
    if written[:1].isupper() and not line.isupper() and word not in _words("never_names"):
        return False  # "Cao Bằng" is a name, not the word "bằng"
    if word in _words("number_words"):  # "hằng năm" may end a line of its own; "ngày" before a number may not
        return line[0].isdigit() or line[0] in "IVX/"
    return word in _words("open_words")


def _full(now: _Open, line: str, shape: Shape, slack: int = _SLACK) -> bool:
    """Whether the next line's first word would not have fitted any more."""
    width = shape.first if now.single else shape.rest
    return len(now.last) + 1 + len(line.split(" ", 1)[0]) >= width - slack


def _label_in_sentence(now: _Open, line: str, shape: Shape) -> bool:
    last = now.last
    if _finished(last) or _is_caps(last):
        return False
    if line[0].isdigit() or _LABEL.match(line) and line[0] in "IVX":
        return _last_word(last) in _words("number_words")
    if line[0] in "-–" and line[1:2] == " " and line[2:3].islower():
        return _full(now, line, shape) and not line.endswith((";", "."))
    return line[1:2] == ")" and line[0].islower() and _last_word(last) in _words("number_words")


def _within_block(now: _Open, line: str, shape: Shape) -> bool:
    last, start = now.last, line[0]
    if now.text.startswith("(") and ")" not in now.text and len(now.text) < 300:
        return True
    if inline := _INLINE_LABEL.match(line):
        number = inline.group().strip("()")
        if number.isdigit() and f"({int(number) - 1})" in now.text[1:]:  # "(1) …; (2) …" counted within a sentence
            return True
        return not _finished(last) and not _is_caps(last) and _full(now, line, shape)
    if _is_caps(last):
        return _caps_go_on(now, line, shape)
    if start.islower():
        return (
            not _finished(last)
            or (last[-1] == ";" and shape.spaced)
            or (not last.endswith("./.") and _full(now, line, shape))
        )
    if not start.isalpha() and start not in "“\"‘'":
        whole = shape.spaced and start != "["
        if _finished(last):
            return last[-1] in ":;" and (whole or last[-1] == ":") and _full(now, line, shape)
        return opens(last, line) or whole or _full(now, line, shape)
    return _capital_goes_on(now, line, shape)


def _caps_go_on(now: _Open, line: str, shape: Shape) -> bool:
    last = now.last
    if not _is_caps(line):
        return now.labelled and len(last.split()) <= 2 and now.single and shape.indented
    if last[-1] in ".:;":
        return False
    if now.labelled and not fold(now.text[:24]).startswith(_openers()):
        return True
    if last[-1] == ",":
        return _full(now, line, shape)
    if (shape.indented and len(last) >= _LONG_CAPS) or fold(last[:12]).startswith(tuple(_words("title_starts"))):
        return True
    return _full(now, line, shape) or bool(now.single and _CAPS_WORD.match(last)) or opens(last, line)


def _capital_goes_on(now: _Open, line: str, shape: Shape) -> bool:
    """The next line begins with a capital: a name in the sentence, the next sentence, or a new paragraph."""
    last = now.last
    if last[-1] == ":" or last.endswith("./."):
        return False
    full = _full(now, line, shape)
    if _finished(last):
        if last[-1] == ";" and line.split(" ", 1)[0] == now.text.split(" ", 1)[0]:
            return False
        return full and (shape.spaced or last[-1] == ";")
    if opens(last, line):
        return True
    if full and (not now.single or not shape.indented or starts_item(now.text) or len(line) > shape.first + 5):
        return True
    if not now.single or not (shape.indented or shape.spaced):
        return False
    if shape.spaced and starts_item(now.text):
        return not _is_caps(line)
    return now.labelled and bool(_LABEL_AND_WORD.fullmatch(last))
