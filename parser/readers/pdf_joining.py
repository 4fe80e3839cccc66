"""Visual lines → paragraphs, by geometry: does the next first word fit the line before, indents, gaps, style."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from corpus.knowledge import load
from parser.folding import fold
from parser.readers.paragraphs import OPEN_SYMBOL
from parser.readers.pdf_shapes import Frame, Line
from parser.readers.unwrap import opens, starts_item

_FINISHED = re.compile(r"""[.;:!?…][”"')\]]*$""")
_RULE = re.compile(r"[\W_]+$")
_RANGE_END = re.compile(r"[-–] ?\d")  # "7h00" over "- 7h15" in a narrow cell
_FIGURE_END = re.compile(r"[\d/.-]*\d")  # a date or figure too wide for its cell is cut anywhere
_CAPITALS = 1.4  # width of capitals over that of small letters
_BARELY = 0.3  # of the letter size
_STEP = 3.5  # points: a smaller difference of margins is none


def body_paragraphs(lines: list[Line], frames: dict[int, Frame]) -> list[list[Line]]:
    """Join lines of the type area; `frames` gives each page's margins."""
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and _continues(paragraphs[-1], line, frames[paragraphs[-1][-1].page], frames[line.page]):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def cell_paragraphs(lines: list[Line], right: float) -> list[list[Line]]:
    """Join lines of a ruled cell that reaches to `right`."""
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and _is_cut_figure(paragraphs[-1][-1], line, right):
            paragraphs[-1][-1] = _whole_figure(paragraphs[-1][-1], line)
        elif paragraphs and _continues_in_cell(paragraphs[-1], line, right):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def column_paragraphs(lines: list[Line]) -> list[list[Line]]:
    """Join lines of a borderless column (letterhead, recipients, signature): few lines there are wrapped."""
    widest = max((line.x1 - line.x0 for line in lines), default=0.0)
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and _continues_in_column(paragraphs[-1], line, widest):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def is_centered(line: Line, frame: Frame) -> bool:
    """Whether the line stands in the middle, clear of both margins."""
    least = 60 if starts_item(line.text) else 12
    clear = line.x0 > frame.left + least and line.x1 < frame.right - 12
    return clear and abs(line.center - frame.center) < 8


def _fits(last: Line, line: Line, right: float) -> bool:
    """Whether the first word of `line` would have fitted at the end of `last`: then it was not wrapped."""
    return last.x1 + _first_word(line) < right - 0.1 * line.size


def _first_word(line: Line) -> float:
    """Width of a space and the line's first word, taken from the mean width of its letters; capitals are wider."""
    word = line.text.split(" ", 1)[0]
    width = (line.x1 - line.x0) * len(word) / len(line.text)
    if len(word) > 1 and word.isupper() and not line.text.isupper():
        width *= _CAPITALS
    return 0.25 * line.size + width


def _goes_on(last: Line, line: Line) -> bool:
    """Whether the words themselves say that the sentence runs on."""
    return line.text[0].islower() and not starts_item(line.text) and not _FINISHED.search(last.text)


def _continues(paragraph: list[Line], line: Line, last_frame: Frame, frame: Frame) -> bool:
    first, last = paragraph[0], paragraph[-1]
    if _RULE.fullmatch(line.text) or _RULE.fullmatch(last.text):
        return False
    same_page = line.page == last.page
    if last.text.endswith(",") and starts_item(first.text) and line.x0 > first.x0 + _STEP and same_page:
        return not starts_item(line.text)  # an item set in a narrow block ("Kính gửi")
    if is_centered(line, frame) and abs(last.center - last_frame.center) < 8 and not _FINISHED.search(last.text):
        return _continues_centered(last, line, frame)
    if is_centered(last, last_frame) and len(paragraph) == 1 or is_centered(line, frame) and len(paragraph) > 1:
        if is_centered(last, last_frame) and is_centered(line, frame):
            return _continues_centered(last, line, frame)
        if not is_centered(line, frame) and not _goes_on(last, line):
            return False
    if abs(line.size - last.size) > 0.17 * last.size or (last.text.isupper() and line.bold != last.bold):
        return False
    far = same_page and line.y - last.y > 2.3 * max(last.size, line.size)
    if far and not _goes_on(last, line):
        return False
    if _fits(last, line, last_frame.right):
        return _goes_on(last, line) and line.bold == last.bold and not last.text.isupper()
    return _full_line_continues(paragraph, first, last, line, last_frame, frame)


def _full_line_continues(
    paragraph: list[Line], first: Line, last: Line, line: Line, last_frame: Frame, frame: Frame
) -> bool:
    """The line before is full: a new paragraph shows by its indent, its label or its style."""
    if _goes_on(last, line) or OPEN_SYMBOL.search(last.text):
        return True
    indent = line.x0 - frame.left
    last_indent = last.x0 - last_frame.left
    finished = bool(_FINISHED.search(last.text))
    deeper = indent > last_indent + _STEP
    if starts_item(line.text):
        hanging = len(paragraph) > 1 and not deeper or indent < last_indent - _STEP
        return not finished and hanging and not line.bold and indent < _STEP
    if len(paragraph) > 1:
        if deeper:
            return False
        return not (indent < last_indent - _STEP and finished)
    if deeper:
        return starts_item(first.text) and indent - last_indent < 60 and not (finished and line.bold)
    if indent < last_indent - _STEP:
        return True
    if line.bold != last.bold and not opens(last.text, line.text):
        return False
    return not (finished and indent > _STEP)


def _continues_centered(last: Line, line: Line, frame: Frame) -> bool:
    if line.page != last.page or line.y - last.y > 2.1 * line.size or line.text.startswith(("(", "-", "*")):
        return _goes_on(last, line) and line.y - last.y < 3 * line.size
    if line.bold != last.bold or abs(line.size - last.size) > 1.5:
        return _goes_on(last, line) and line.italic == last.italic
    if last.text.isupper() != line.text.isupper() or starts_item(line.text):
        return False
    if last.text.isupper():
        return len(last.text.split()) > 4 or last.x1 - last.x0 > 0.6 * (frame.right - frame.left)
    return True


def _continues_in_cell(paragraph: list[Line], line: Line, right: float) -> bool:
    last = paragraph[-1]
    if _RANGE_END.match(line.text) and last.text[-1:].isalnum() and any(ch.isdigit() for ch in last.text[-4:]):
        return True
    if starts_item(line.text) and not OPEN_SYMBOL.search(last.text):
        return False
    if _goes_on(last, line) or OPEN_SYMBOL.search(last.text):
        return True
    if _FINISHED.search(last.text) and line.x0 > last.x0 + _STEP and line.text[0].isupper():
        return False
    if _is_name(last.text) and _is_name(line.text):
        return False
    # Widths are estimates: a word that would barely have fitted was wrapped.
    return not _fits(last, line, right - _BARELY * line.size)


def _is_name(text: str) -> bool:
    """Whether the line is three to five words that all begin with a capital: a person, one below the other."""
    words = text.split()
    return 3 <= len(words) <= 5 and all(word.isalpha() and word[0].isupper() and not word.isupper() for word in words)


def _is_cut_figure(last: Line, line: Line, right: float) -> bool:
    """Whether a narrow cell cut a figure in two: "15/9/202" over "6"."""
    whole = _FIGURE_END.fullmatch(last.text) and line.text[0].isdigit()
    return bool(whole) and last.x1 > right - 0.6 * last.size


def _whole_figure(last: Line, line: Line) -> Line:
    return replace(last, text=last.text + line.text, x0=min(last.x0, line.x0), x1=max(last.x1, line.x1), y=line.y)


def _continues_in_column(paragraph: list[Line], line: Line, widest: float) -> bool:
    first, last = paragraph[0], paragraph[-1]
    if starts_item(line.text) or line.y - last.y > 2.1 * line.size:
        return False
    if OPEN_SYMBOL.search(last.text) or (_goes_on(last, line) and line.italic == last.italic):
        return True
    if (line.bold, line.italic) != (last.bold, last.italic) or _FINISHED.search(last.text):
        return False
    if starts_item(first.text) and last.text.endswith(","):
        return True
    if last.text.isupper():
        rest = line.text.isalpha() and last.x1 - last.x0 + _first_word(line) > widest
        return line.text.isupper() and (rest or _breaks_phrase(last.text, line.text))
    return not line.text.isupper() and (
        opens(last.text, line.text) or last.x1 - last.x0 + _first_word(line) > widest - 2 * starts_item(first.text)
    )


@cache
def _letterhead() -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(load("reading")["lines"]["phrases"]), tuple(load("header")["bodies"]["levels"])


def _breaks_phrase(last: str, line: str) -> bool:
    """Whether a letterhead was wrapped here: inside a fixed phrase, or between "tỉnh" and its name."""
    phrases, levels = _letterhead()
    head, tail = fold(last), fold(line)
    both = f"{head} {tail}"
    if any(phrase in both and phrase not in head and phrase not in tail for phrase in phrases):
        return True
    return len(head.split()) > 2 and head.endswith(tuple(f" {level}" for level in levels))
