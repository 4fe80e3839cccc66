"""Slips of recognition that only closed sets can prove: codes in symbols, labels, quarters, dates, lines of the form.

Each rule knows the grammar of what it repairs and leaves alone what fits it. Free text is never corrected.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import product
from typing import Any

from corpus.knowledge import load
from parser.document import Paragraph
from parser.readers.ocr.edits import Edit
from parser.syllables import is_syllable
from parser.symbols import kind_codes

_SYMBOL = re.compile(
    r"\b\d{1,5}(?:/(?:19|20)\d\d)?[-/](?P<codes>[^\W\d_][\w]{0,8}(?:-[^\W\d_]\w{0,8}|/[^\W\d_]\w{0,8})+)"
)
_CODE = re.compile(r"[^\W_]+")
_LABEL = re.compile(
    r"(?P<label>[IVXHLTlij1|!ỊÍÌỈỤYỴJ]{1,6})(?P<sign>[.,:–-]?)(?P<space>\s*)(?=[A-ZÀ-ỸĐ])(?P<caps>[A-ZÀ-ỸĐ\W]{4,}$)?"
)
_LONE_LABEL = re.compile("[IVXH][IVXHLl1|]{0,4}")
_CITED_LABEL = re.compile(r"(?i:mục|phần|chương)\s+(?P<label>[IVXl1|]{2,5})(?![\w/])")
_NUMBER_LABEL = re.compile(r"(?P<number>\d{1,2})(?P<sign>[.:;,])\s(?=[A-ZÀ-ỸĐ])")
_LETTER_LABEL = re.compile(r"(?P<label>[a-zđ])\)\s")
_MAX_READINGS = 200


def repairs(text: str, paragraphs: tuple[Paragraph, ...]) -> list[Edit]:
    """Return what can be repaired in the recognised `paragraphs` of `text`."""
    edits: list[Edit] = []
    labels = _Labels()
    for paragraph, after in zip(paragraphs, (*paragraphs[1:], None), strict=True):
        line = text[paragraph.start : paragraph.end]
        below = text[after.start : after.end] if after else ""
        found = [*_symbols(line), *_dates(line), *_quarters(line), *_cited_labels(line), *labels.take(line, below)]
        found += _form_lines(line, paragraph)
        edits += [Edit(e.start + paragraph.start, e.end + paragraph.start, e.text, e.kind) for e in found]
    return edits


@cache
def _table(name: str) -> dict[str, Any]:
    return dict(load("ocr")[name])


@cache
def _romans() -> dict[str, int]:
    """The numerals of main sections: no paper has more than these."""
    tens, ones = ("", "X", "XX"), ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return {ten + one: 10 * t + o for t, ten in enumerate(tens) for o, one in enumerate(ones) if t or o}


def bare(text: str) -> str:
    """Capitals without any mark: what accents and hats are lost from."""
    marked = unicodedata.normalize("NFD", text.upper().replace("Đ", "D"))
    return "".join(letter for letter in marked if not unicodedata.combining(letter))


@cache
def _codes() -> frozenset[str]:
    issuers = load("issuers")["codes"]
    listed = {code for name in ("party", "state", "mass") for code in issuers[name]}
    return frozenset(listed | set(kind_codes().values()))


@cache
def _made() -> re.Pattern[str]:
    prefixes = "|".join(load("issuers")["codes"]["prefixes"])
    return re.compile(f"(?:{prefixes})[A-ZĐ&]{{1,9}}|{'|'.join(load('issuers')['codes']['numbered'])}\\d+")


def _symbols(line: str) -> Iterator[Edit]:
    """Codes of kinds and bodies in a document's symbol: 01-KL/IW → 01-KL/TW."""
    usual = set(_table("symbols")["codes"])
    swaps = {tuple(pair) for pair in _table("symbols")["mistaken"]}
    for symbol in _SYMBOL.finditer(line):
        for code in _CODE.finditer(line, *symbol.span("codes")):
            word = code.group()
            if word in _codes() or word in usual or _made().fullmatch(word):
                continue
            near = {
                other
                for other in usual
                if len(other) == len(word)
                and sum(a != b for a, b in zip(word, other, strict=True)) == 1
                and all(a == b or (a, b) in swaps for a, b in zip(word, other, strict=True))
            }
            near |= {
                shorter
                for at, pair in enumerate(zip(word, word[1:], strict=False))
                if pair in swaps and (shorter := word[:at] + word[at + 1 :]) in _codes()
            }  # one letter, read as another and as it is
            if len(near) == 1:
                yield Edit(code.start(), code.end(), near.pop(), "symbol")


@cache
def _date() -> re.Pattern[str]:
    digit = "[0-9" + re.escape("".join(_table("dates")["digits"])) + "]"
    day, month, year = (f"(?:{'|'.join(words)})" for words in _table("dates")["words"])
    return re.compile(
        rf"(?P<w1>{day})\s+(?P<d>{digit}{{1,2}})\s+(?P<w2>{month})\s+(?P<m>{digit}{{1,2}})\s+(?P<w3>{year})\s+(?P<y>\d{{4}})",
        re.IGNORECASE,
    )


def _dates(line: str) -> Iterator[Edit]:
    """Words and digits of a date written out: "ngày l6 thắng 6 năm 2010"."""
    digits = str.maketrans(_table("dates")["digits"])
    right = [words[0] for words in _table("dates")["words"]]
    for found in _date().finditer(line):
        parts = {name: found.group(name).translate(digits) for name in ("d", "m")}
        try:
            date(int(found.group("y")), int(parts["m"]), int(parts["d"]))
        except ValueError:
            continue
        for name, word in zip(("w1", "w2", "w3"), right, strict=True):
            written = found.group(name)
            if written.lower() != word:
                yield Edit(*found.span(name), word.capitalize() if written[0].isupper() else word, "date")
        for name, value in parts.items():
            if found.group(name) != value:
                yield Edit(*found.span(name), value, "date")


@cache
def _quarter() -> re.Pattern[str]:
    return re.compile(_table("quarters")["pattern"], re.IGNORECASE)


def _quarters(line: str) -> Iterator[Edit]:
    """Roman quarters: "quý IH/2024" → "quý III/2024"."""
    for found in _quarter().finditer(line):
        numeral = found.group("numeral")
        if numeral in ("I", "II", "III", "IV"):
            continue
        right = _table("quarters")["numerals"].get(numeral)
        if right:
            yield Edit(*found.span("numeral"), right, "quarter")


def _cited_labels(line: str) -> Iterator[Edit]:
    """Roman labels that the text points to: "mục lI" → "mục II"."""
    for found in _CITED_LABEL.finditer(line):
        label = found.group("label")
        right = re.sub("[l1|]", "I", label)
        if right != label and right in _romans() and not label.isdigit():
            yield Edit(*found.span("label"), right, "label")


@cache
def _lines() -> dict[str, str]:
    """Lines of the form by their bare letters; kinds of documents as they stand above the title."""
    lines = list(_table("form")["lines"])
    lines += [row["name"].upper() for row in load("document_types")["type"] if row.get("title", True)]
    return {bare(re.sub(r"[\W_]+", " ", line)).strip(): line for line in lines}


def _form_lines(line: str, paragraph: Paragraph) -> Iterator[Edit]:
    """Whole lines of the form, and its words at the start of a line, that only lost or changed their marks."""
    if len(line) > 60:
        starts = line[:12]
    else:
        starts = line
        core = line.rstrip(" :.*")
        right = _lines().get(bare(re.sub(r"[\W_]+", " ", core)).strip())
        if right and right.isupper() == core.isupper() and core != right and not _same(core, right):
            yield Edit(0, len(core), right, "form")
            return
    for rule in _table("form")["starts"]:
        found = re.match(rule["pattern"], starts)
        if found and found.group(1) != rule["right"]:
            yield Edit(*found.span(1), rule["right"], "form")
            return
    if paragraph.cell is not None and line.isupper():
        for place in _table("form")["levels"]:
            head = line[: len(place)]
            if head != place and bare(head) == bare(place) and line[len(place) : len(place) + 1] in ("", " "):
                yield Edit(0, len(place), place, "form")
                return


def _same(first: str, second: str) -> bool:
    """Whether two lines differ in signs or in the placing of the tone only (HOÀ and HÒA)."""
    from parser.folding import fold

    return re.sub(r"[\W_]+", "", fold(first)) == re.sub(r"[\W_]+", "", fold(second))


class _Labels:
    """Roman and letter labels in sequence: after I comes II, after d) comes đ)."""

    def __init__(self) -> None:
        self._roman = self._lone = 0
        self._number = 0
        self._letter = ""

    def take(self, line: str, below: str) -> Iterator[Edit]:
        """Repair the label of `line`; `below` is the paragraph after it."""
        if _LONE_LABEL.fullmatch(line) and below.isupper():
            yield from self._row_label(line)
            return
        found = _LABEL.match(line)
        if found:
            yield from self._numeral(found)
        letter = _LETTER_LABEL.match(line)
        if letter:
            label = letter.group("label")
            if label == "d" and self._letter == "d":
                yield Edit(*letter.span("label"), "đ", "label")
                label = "đ"
            self._letter = label
        number = _NUMBER_LABEL.match(line)
        if number:
            if int(number.group("number")) == self._number + 1 > 1 and number.group("sign") != ".":
                yield Edit(*number.span("sign"), ".", "label")
            self._number = int(number.group("number"))

    def _row_label(self, label: str) -> Iterator[Edit]:
        """A label in a cell of its own, above or beside a title in capitals."""
        value = _romans().get(label)
        if value is not None and value != self._lone:
            self._lone = value
            return
        longer = label + "I" if value else label  # the last of several strokes is lost at times
        right = _reading_of(longer, self._lone + 1)
        if right and right != label:
            yield Edit(0, len(label), right, "label")
            self._lone += 1

    def _comes_next(self, label: str) -> bool:
        """Whether a label without its point is the next one: as it stands, or as the misreading of it."""
        value = _romans().get(label)
        if value == self._roman + 1:
            return True
        if is_syllable(label):
            return False
        return self._next_of(label, "") is not None

    def _next_of(self, label: str, sign: str) -> str | None:
        """The label that comes next, if `label` can be a misreading of it."""
        wanted = self._roman + 1
        if _romans().get(label) == self._roman and self._roman:
            label += "I"  # the last of three strokes is lost at times; no section follows itself
        right = _reading_of(label, wanted)
        if right is None and not sign and label[-1] in "Ll" and _romans().get(label[:-1]) == wanted:
            return label[:-1]  # its point was read as an L
        return right

    def _numeral(self, found: re.Match[str]) -> Iterator[Edit]:
        label, sign = found.group("label"), found.group("sign")
        value = _romans().get(label)
        space = found.group("space")
        if not (sign and space) and not (found.group("caps") and self._comes_next(label)):
            return  # words in capitals that only look like a label
        if not (sign or space):
            return
        if value is not None and sign in ".-–" and sign and value != self._roman:
            self._roman = value
            if not space:
                yield Edit(found.end("sign"), found.end("sign"), " ", "label")
            return
        if label in ("1", "l", "i", "j"):
            return  # an Arabic or a letter label as likely
        right = self._next_of(label, sign) or _reading_of(label, 1)
        if right:
            ending = sign if sign in ("-", "–") else "."
            if right + ending != label + sign:
                yield Edit(found.start(), found.end("sign"), right + ending, "label")
            self._roman = _romans()[right]


def _reading_of(label: str, wanted: int) -> str | None:
    """The Roman numeral of value `wanted`, if `label` can be a misreading of it."""
    readings = _table("labels")["letters"]
    choices = [readings.get(letter, [letter]) for letter in label]
    count = 1
    for options in choices:
        count *= len(options)
    if count > _MAX_READINGS:
        return None
    for letters in product(*choices):
        text = "".join(letters)
        if _romans().get(text) == wanted:
            return text
    return None
