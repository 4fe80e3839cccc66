"""Find where annexes and attached papers begin: "PHỤ LỤC II", "GỢI Ý ĐỀ CƯƠNG", "DANH MỤC … (Kèm theo …)"."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import Any

from corpus.knowledge import load
from parser.document import Frame, Reading
from parser.folding import fold
from parser.outline_labels import Label, read_label, read_word_label, roman_value

_TITLE_LENGTH = 120
_NOTE_REACH = 6  # the note "(Kèm theo …)" stands at most this many paragraphs below the first title line


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex that begins here; without a label only the numbering starts anew. `end` closes its heading."""

    label: Label | None
    content: int
    end: int


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    table: dict[str, Any] = load("outline")["annex"]

    def either(key: str) -> str:
        return "|".join(re.escape(word) for word in sorted(table[key], key=len, reverse=True))

    return {
        "word": re.compile(
            rf"(?:{either('words')})(?!\w)(?:\s*(?:{either('numbering')})?\s*:?\s*"
            r"(?P<number>\d{1,2}[a-z]?|[ivx]{1,5}|[a-hđ])(?![\w)]))?\s*(?P<sep>[.:–—-]?)\s*"
        ),
        "outline": re.compile(rf"(?:{either('outlines')})(?!\w)"),
        "title": re.compile(rf"(?:{either('titles')})(?!\w)"),
        "form": re.compile(rf"(?:{either('forms')})"),
        "note": re.compile(rf"\(\s*(?:{either('attached')})"),
        "attached": re.compile(rf"[*_ ]*\(?\s*(?:{either('attached')})"),
        "running": re.compile(rf"(?:{either('running')})(?!\w)"),
    }


class Annexes:
    """Answers, paragraph by paragraph, whether an annex begins there."""

    def __init__(self, reading: Reading, frame: Frame) -> None:
        self._text = reading.text
        self._paragraphs = reading.paragraphs
        self._tail_end = frame.tail_end
        self._has_tail = frame.tail_end < len(reading.text)
        self._count = 0
        self._labelled_until = -1  # annex title lines below a label belong to that label

    def begins(self, index: int) -> bool:
        """Tell whether an annex begins at paragraph `index`, without counting it."""
        count, until = self._count, self._labelled_until
        found = self.at(index) is not None
        self._count, self._labelled_until = count, until
        return found

    def at(self, index: int) -> Annex | None:
        """Return the annex whose first line is paragraph `index`, or None."""
        p = self._paragraphs[index]
        first = self._text[p.start]
        if first not in "PpĐGHMKDBLNTC(*_" or p.start < self._labelled_until:
            return None
        in_annexes = p.start >= self._tail_end
        if self._has_tail and not in_annexes:
            return None
        folded = fold(self._text[p.start : min(p.end, p.start + 200)]).lstrip("*_ ")
        shift = p.start + len(self._text[p.start : p.end]) - len(self._text[p.start : p.end].lstrip("*_ "))
        patterns = _patterns()
        if match := patterns["word"].match(folded):
            return self._by_word(index, match, shift)
        caps = self._text[p.start : p.end].isupper()
        if not in_annexes and not caps:
            return None
        if patterns["outline"].match(folded) and p.end - p.start < 2 * _TITLE_LENGTH:
            return self._new(load("outline")["annex"]["outline_label"], shift, p.end)
        if patterns["form"].match(folded) and p.end - p.start < _TITLE_LENGTH:
            return Annex(None, p.start, p.end)
        if self._note_follows(index, folded):
            if patterns["title"].match(folded):
                return self._new(self._next_label(), shift, p.end)
            if caps:  # an attached regulation or plan: its chapters are not part of the decision's last article
                return Annex(None, p.start, p.end)
        return None

    def _by_word(self, index: int, match: re.Match[str], shift: int) -> Annex | None:
        p = self._paragraphs[index]
        rest = match.string[match.end() :]
        if _patterns()["running"].match(rest) or p.end - p.start > 2 * _TITLE_LENGTH:
            return None
        own = self._text[p.start : p.end]
        standalone = not rest or own.isupper()
        if not standalone and (not self._has_tail or (match["number"] is None and not match["sep"])):
            return None
        label = self._next_label(match["number"])
        content, end = min(shift + match.end(), p.end), p.end
        if not rest:
            below = self._title_below(index)
            if below is not None:
                content, end = below
        return self._new(label, content, end)

    def _new(self, label: str, content: int, end: int) -> Annex:
        after = bisect_right(self._paragraphs, end, key=lambda p: p.start)
        notes = (i for i in range(after, min(after + 4, len(self._paragraphs))) if self._is_note(i))
        note = next(notes, None)
        self._labelled_until = end if note is None else self._paragraphs[note].end
        return Annex(Label(label, (("annex", 1),), "PL", content, True, -1), content, end)

    def _next_label(self, number: str | None = None) -> str:
        self._count += 1
        prefix: str = load("outline")["annex"]["label"]
        if number is None:
            return f"{prefix}{self._count}"
        value = int(number) if number.isdigit() else roman_value(number)
        return f"{prefix}{value if value is not None else number.upper()}"

    def _title_below(self, index: int) -> tuple[int, int] | None:
        """Return the span of the title under a lone "PHỤ LỤC"."""
        if index + 1 >= len(self._paragraphs):
            return None
        p = self._paragraphs[index + 1]
        if p.cell is not None or p.end - p.start > 4 * _TITLE_LENGTH or self._is_note(index + 1):
            return None
        if read_label(self._text, p.start, p.end) or read_word_label(self._text, p.start, p.end):
            return None
        return p.start, p.end

    def _is_note(self, index: int) -> bool:
        p = self._paragraphs[index]
        return _patterns()["attached"].match(fold(self._text[p.start : min(p.end, p.start + 40)])) is not None

    def _note_follows(self, index: int, folded: str) -> bool:
        """Tell whether the title at `index` carries "(Kèm theo …)" in itself or a few lines below."""
        if _patterns()["note"].search(folded):
            return True
        stop = min(index + _NOTE_REACH, len(self._paragraphs))
        return any(self._is_note(i) for i in range(index + 1, stop))
