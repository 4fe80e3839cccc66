"""Take page numbers, form feeds and running headers out of raw lines, leaving one `PAGE_BREAK` where a page ended."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from corpus.knowledge import load

PAGE_BREAK = "\f"
# Row numbers of a flattened table stand closer together than pages do.
_PAGE_LINES = 12
_OPEN_END = re.compile(r"[^\W\d_]$|,$")


@cache
def _number_line() -> re.Pattern[str]:
    words = "|".join(load("reading")["lines"]["page_words"])
    named = rf"(?:{words})\s+(\d{{1,3}})(?:\s*/\s*\d{{1,3}})?$"
    return re.compile(rf"(?:[-–]\s*)?(\d{{1,3}})(?:\s*[-–])?$|{named}", re.IGNORECASE)


def page_number(line: str) -> int | None:
    """The number when `line` holds nothing but one ("3", "- 3 -", "Trang 3/12")."""
    if len(line) > 16 or not (match := _number_line().match(line)):
        return None
    return int(match.group(1) or match.group(2))


def heal_pages(lines: Sequence[str]) -> list[str]:
    """Return `lines` with page furniture replaced by `PAGE_BREAK` lines; all other lines stay as they are."""
    filled = [at for at, line in enumerate(lines) if line]
    order = {at: rank for rank, at in enumerate(filled)}
    numbers = {at: n for at in filled if (n := page_number(lines[at])) is not None}
    marks = {at for at in numbers if _in_sentence(lines, filled, order[at])}
    marks |= _paged(numbers, order)
    heads = _running_heads(lines, filled, order, marks)
    marks |= heads | _beside_feed(lines, [at for at in filled if at not in heads], numbers)
    marks |= _running_heads(lines, filled, order, marks)
    return [PAGE_BREAK if at in marks else line for at, line in enumerate(lines)]


def _in_sentence(lines: Sequence[str], filled: Sequence[int], rank: int) -> bool:
    if not 0 < rank < len(filled) - 1:
        return False
    before, after = lines[filled[rank - 1]], lines[filled[rank + 1]]
    return (
        after[0].islower()
        and after[1:2] not in (")", ".")
        and bool(_OPEN_END.search(before))
        and not before.isupper()
        and len(before) > 2
    )


def _paged(numbers: dict[int, int], order: dict[int, int]) -> set[int]:
    """Numbers that count on over distances of a page, with no other lone number near them."""
    places = sorted(numbers)
    ranks = [order[at] for at in places]
    alone = [
        at
        for i, at in enumerate(places)
        if (i == 0 or ranks[i] - ranks[i - 1] >= _PAGE_LINES)
        and (i == len(places) - 1 or ranks[i + 1] - ranks[i] >= _PAGE_LINES)
    ]
    marks: set[int] = set()
    for first, second in zip(alone, alone[1:], strict=False):
        if numbers[second] == numbers[first] + 1:
            marks |= {first, second}
    return marks


def _beside_feed(lines: Sequence[str], filled: Sequence[int], numbers: dict[int, int]) -> set[int]:
    """Numbers that stand right before or after a form feed."""
    near = zip(["", *(lines[at] for at in filled)], filled, [*(lines[at] for at in filled[1:]), ""], strict=False)
    return {at for before, at, after in near if at in numbers and PAGE_BREAK in (before, after)}


def _running_heads(lines: Sequence[str], filled: Sequence[int], order: dict[int, int], marks: set[int]) -> set[int]:
    """Lines repeated word for word beside three or more page ends."""
    beside: list[int] = []
    for at in filled:
        if lines[at] != PAGE_BREAK and at not in marks:
            continue
        for step in (-1, 1):
            rank = order[at] + step
            while 0 <= rank < len(filled) and (lines[filled[rank]] == PAGE_BREAK or filled[rank] in marks):
                rank += step
            if 0 <= rank < len(filled):
                beside.append(filled[rank])
    counts = Counter(lines[at] for at in set(beside))
    return {at for at in set(beside) if counts[lines[at]] >= 3 and len(lines[at]) > 3}
