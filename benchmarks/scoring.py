"""Precision, recall and F1 by overlap, with one-to-one matching: the rules the project's annotation is scored by.

An item has a place (`start`, `end`) and a value. It is *found* when it overlaps an annotated one by at least half
of the shorter span; it is *right* when its value agrees as well.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """Something found in a text, or annotated in it."""

    start: int
    end: int
    value: str | None = None


@dataclass(slots=True)
class Score:
    """True positives, what the tool gave, what the annotation has; scores add up over documents."""

    hits: int = 0
    given: int = 0
    wanted: int = 0

    def __iadd__(self, other: Score) -> Score:
        self.hits += other.hits
        self.given += other.given
        self.wanted += other.wanted
        return self

    @property
    def precision(self) -> float:
        return self.hits / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        return self.hits / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.hits / (self.given + self.wanted) if self.given + self.wanted else 0.0


def plain(text: str | None) -> str:
    """Return letters and digits alone, lower case: spelling of symbols varies in blanks and marks."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", text or "").casefold())


def overlap(one: Item, other: Item) -> float:
    """Return the common part as a share of the shorter span."""
    common = min(one.end, other.end) - max(one.start, other.start)
    return max(0, common) / max(1, min(one.end - one.start, other.end - other.start))


def score_spans(
    wanted: Sequence[Item], given: Sequence[Item], agree: Callable[[Item, Item], bool] | None = None
) -> Score:
    """Match one to one, best overlap first; `agree` says whether the values are the same (default: any)."""
    pairs = []
    for w, want in enumerate(wanted):
        for g, have in enumerate(given):
            share = overlap(want, have)
            if share >= 0.5 and (agree is None or agree(want, have)):
                pairs.append((-share, w, g))
    used_wanted: set[int] = set()
    used_given: set[int] = set()
    for _, w, g in sorted(pairs):
        if w not in used_wanted and g not in used_given:
            used_wanted.add(w)
            used_given.add(g)
    return Score(len(used_wanted), len(given), len(wanted))


def score_sequence(wanted: Sequence[object], given: Sequence[object]) -> Score:
    """Score keys in order (an outline): what a longest common run of both has."""
    matcher = difflib.SequenceMatcher(None, wanted, given, autojunk=False)
    hits = sum(block.size for block in matcher.get_matching_blocks())
    return Score(hits, len(given), len(wanted))
