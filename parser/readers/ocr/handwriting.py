"""Numbers and days written by hand into the form's blanks: Tesseract reads them wrong and is sure of itself.

Print gives them away: its digits are all of one height and stand on the line. What does not is taken for blank, and
the reader of the report is told to look at the original.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from corpus.knowledge import load
from parser.folding import fold
from parser.readers.ocr.engine import Word
from parser.readers.ocr.unread import Box

_SURE = 80.0
_WITH_SLASH = 1.33  # height of a symbol over that of a digit; its confidence tells nothing, codes being no words
_TALLER = 0.15  # of the height of printed digits
_OFF_LINE = 0.13  # of the height of printed digits
_TAIL_OVER_DIGIT = 1.3  # height of "ngày" over that of a digit, in any type
_LONGEST = 8  # letters of a number or day written by hand
_TOP = 0.35  # of the page
_BLANK = 72.0  # points: how far from "Số:" its figure stands


@dataclass(slots=True)
class Filled:
    """The words without what was written by hand, and which blanks that was in: "number", "date"."""

    words: list[Word] = field(default_factory=list)
    blanks: set[str] = field(default_factory=set)


def take_out(words: Iterable[Word], height: float, unread: Sequence[Box] = ()) -> Filled:
    """Empty the blanks of number and date lines at the top of a paper's first page, `height` points high.

    `unread` is ink that was not read at all: where it stands in an empty blank, that is no blank either.
    """
    words = list(words)
    digits = [word.y1 - word.y0 for word in words if word.text.isdigit() and word.confidence > 90]
    usual = statistics.median(digits) if digits else 0.0
    filled = Filled()
    for _, members in groupby(words, key=lambda word: word.line):
        line = list(members)
        if line[0].y0 < _TOP * height:
            line = _number_line(line, usual, filled.blanks)
            line = _date_line(line, usual, filled.blanks)
            filled.blanks |= _inked(line, unread)
        filled.words += line
    return filled


def _inked(line: list[Word], unread: Sequence[Box]) -> set[str]:
    """The blanks of the line without a figure in which ink was not read."""
    folded = [fold(word.text).strip(" ,.:;") for word in line]
    form = load("ocr")["form"]
    day, month, year = form["date_words"]
    spans: dict[str, list[tuple[float, float]]] = {}
    if re.fullmatch(form["number_label"], line[0].text) and not any(ch.isdigit() for ch in line[-1].text[:1]):
        after = line[1].x0 if len(line) > 1 else line[0].x1 + _BLANK
        spans["number"] = [(line[0].x1, after)]
    if day in folded and month in folded and year in folded:
        at = folded.index(day), folded.index(month), folded.index(year)
        pairs = [(line[a].x1, line[b].x0) for a, b in zip(at, at[1:], strict=False) if b == a + 1]
        spans["date"] = pairs
    top, bottom = min(word.y0 for word in line), max(word.y1 for word in line)
    return {
        name
        for name, places in spans.items()
        if any(a < (x0 + x1) / 2 < b and y0 < bottom and y1 > top for a, b in places for x0, y0, x1, y1 in unread)
    }


def _number_line(line: list[Word], usual: float, blanks: set[str]) -> list[Word]:
    label = re.match(load("ocr")["form"]["number_label"], line[0].text)
    if label is None:
        return line
    rest = line[0].text[label.end() :]
    words = [replace(line[0], text=label.group())]
    if rest:
        words.append(replace(line[0], text=rest))
    words += line[1:]
    symbol = next((k for k, word in enumerate(words) if k and re.search(r"[/-][A-ZĐ]", word.text)), 0)
    if not symbol:
        return line
    head, tail = re.match(r"([^/]*?)([/-][A-ZĐ].*)", words[symbol].text).groups()  # type: ignore[union-attr]
    between = "".join(word.text for word in words[1:symbol]) + head
    if not between or len(between) > _LONGEST:
        return line
    glued = [replace(words[symbol], text=head)] if head else []
    if all(_is_printed(word, usual, bool(head)) for word in (*words[1:symbol], *glued)):
        return line
    blanks.add("number")
    return [words[0], replace(words[symbol], text=tail), *words[symbol + 1 :]]


def _date_line(line: list[Word], usual: float, blanks: set[str]) -> list[Word]:
    day, month, year = load("ocr")["form"]["date_words"]
    text = fold(" ".join(word.text for word in line))
    if not re.fullmatch(rf"[^\d:;]{{2,40}}?\W*{day}.{{0,8}}?{month}.{{0,8}}?{year}[\s.…]*(?:\d{{4}})?\W*", text):
        return line
    words: list[Word] = []
    for word in line:
        words += _split(word, usual, (day, month), blanks)
    kept: list[Word] = []
    inside = False
    for word in words:
        folded = fold(word.text).strip(" ,.:;")
        if folded in (day, month):
            inside = True
        elif folded == year:
            inside = False
        elif inside and not _is_printed(word, usual, False):
            blanks.add("date")
            continue
        kept.append(word)
    return kept


def _split(word: Word, usual: float, labels: tuple[str, str], blanks: set[str]) -> list[Word]:
    """A word of the form and what was written right beside it, apart: "ngày25tháng"."""
    found = re.fullmatch(rf"({labels[0]})?(.{{1,4}}?)({labels[1]})?", fold(word.text))
    if not found or not (found.group(1) or found.group(3)) or len(word.text) <= 5 and not found.group(1):
        return [word]
    width = (word.x1 - word.x0) / len(word.text)
    parts: list[Word] = []
    for k in (1, 2, 3):
        start, end = found.span(k)
        if start < 0:
            continue
        text = word.text[start:end]
        if k == 2 and (
            not text.isdigit()
            or word.confidence < _SURE
            or not usual
            or word.y1 - word.y0 > (1 + _TALLER / 2) * _TAIL_OVER_DIGIT * usual
        ):
            blanks.add("date")
            continue
        parts.append(replace(word, text=text, x0=word.x0 + start * width, x1=word.x0 + end * width))
    return parts


def _is_printed(word: Word, usual: float, glued: bool) -> bool:
    if not re.fullmatch(r"\d{1,5}[A-Za-z]?", word.text):
        return False
    height = word.y1 - word.y0
    if glued:
        return bool(usual) and height <= _WITH_SLASH * usual
    if word.confidence < _SURE or not usual:
        return word.confidence >= _SURE
    return abs(height - usual) <= _TALLER * usual and abs(word.y1 - word.baseline) <= _OFF_LINE * usual
