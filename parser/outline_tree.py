"""Give each label its place: which level it continues, which it opens, or that it is no label at all.

A stack of open levels is kept. For each label every reading ("I" Roman or letter) is weighed against every
open level and against opening a new one; the cheapest wins. Skips, repeats and restarts cost something but
are possible, so that one slip of the writer does not bend the rest of the tree.
"""

from __future__ import annotations

from dataclasses import dataclass

from parser.outline_labels import Family, Label, roman_value

# Wider families first: a Roman section never opens under an arabic one.
_RANKS: dict[Family, int] = {
    "annex": -1,
    "roman": 5,
    "upper": 5,
    "arabic": 6,
    "multi": 7,
    "lower": 8,
    "lower_roman": 9,
}
_LETTERED: tuple[Family, ...] = ("upper", "lower")  # alphabets that leave out a letter now and then

_OTHER_SEP = 0.6
_REPEAT = 2.0
_RESTART = 2.5
_BACK = 4.0
_OPEN = 1.0
_OPEN_SAME_STYLE = 2.5
_LATE_START = 2.5
_LIMIT_SURE = 6.0
_LIMIT_UNSURE = 3.0
_LIMIT_BARE = 1.2


@dataclass(frozen=True, slots=True)
class Level:
    """One open level of the outline; `node` indexes the last heading placed on it."""

    family: Family
    sep: str
    ordinal: int
    rank: int
    label: str
    node: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a label goes: keep the lowest `keep` levels, then stand on a level of `family` with `ordinal`."""

    cost: float
    keep: int
    family: Family
    ordinal: int
    rank: int


class Tree:
    """The open levels while the labels of one paper are placed in order."""

    def __init__(self) -> None:
        self._levels: list[Level] = []
        self._base = 0

    @property
    def depth(self) -> int:
        """How many levels are open."""
        return len(self._levels)

    def reset(self) -> None:
        """Close every level: an annex or an attached paper begins."""
        self._levels, self._base = [], 0

    def enter_table(self) -> tuple[int, list[Level]]:
        """Begin a scope whose labels stay under what is open now; returns what `leave_table` needs."""
        before = (self._base, list(self._levels))
        self._base = len(self._levels)
        return before

    def leave_table(self, before: tuple[int, list[Level]]) -> None:
        """End the scope: the numbering of the text goes on where it stood."""
        self._base, self._levels = before

    def place(self, label: Label) -> Place | None:
        """Return the best place for `label`, None when it fits nowhere well enough to be a label."""
        best: Place | None = None
        for family, ordinal in label.readings:
            rank = label.rank if family == "word" else _RANKS[family]
            for place in self._places(label, family, ordinal, rank):
                if best is None or place.cost < best.cost:
                    best = place
        if best is None or best.cost > _limit(label):
            return None
        return best

    def put(self, label: Label, place: Place, node: int) -> tuple[int, int | None]:
        """Open `label` at `place` as heading number `node`; returns its depth and parent."""
        del self._levels[place.keep :]
        parent = self._levels[-1].node if self._levels else None
        self._levels.append(Level(place.family, label.sep, place.ordinal, place.rank, label.text, node))
        return len(self._levels), parent

    def _places(self, label: Label, family: Family, ordinal: int, rank: int) -> list[Place]:
        if family == "multi":
            return self._multi_places(label, ordinal, rank)
        found = [self._opening(label, family, ordinal, rank)]
        for at in range(len(self._levels) - 1, self._base - 1, -1):
            level = self._levels[at]
            if level.family != family or (family == "word" and level.sep != label.sep):
                continue
            cost = _step(level.ordinal, ordinal, family) + 0.05 * (len(self._levels) - 1 - at)
            if level.sep != label.sep:
                cost += _OTHER_SEP
            found.append(Place(cost, at, family, ordinal, rank))
        return found

    def _opening(self, label: Label, family: Family, ordinal: int, rank: int) -> Place:
        """Open a new level under the deepest heading that may hold one of this rank."""
        keep = len(self._levels)
        while keep > self._base and self._yields(self._levels[keep - 1], family, label.sep, rank):
            keep -= 1
        cost = _OPEN if ordinal == 1 else _OPEN + _LATE_START + 0.3 * min(ordinal, 8)
        if any(level.family == family and level.sep == label.sep for level in self._levels[self._base : keep]):
            cost += _OPEN_SAME_STYLE
        if family in ("upper", "lower_roman"):
            cost += 0.2  # "I." and "i)" alone: the Roman section and the letter are the usual readings
        if family == "lower_roman" and ordinal > 1:
            cost += 1.0
        return Place(cost, keep, family, ordinal, rank)

    def _yields(self, level: Level, family: Family, sep: str, rank: int) -> bool:
        """Tell whether `level` must be closed before a level of `rank` opens."""
        if family == "arabic" and level.family in ("lower", "multi"):
            # "a)" may hold "1)" or "(1)"; but "1." after "a)" with no "1." open comes from a lost section
            return False
        return level.rank > rank or (family == "word" and level.rank == rank)

    def _multi_places(self, label: Label, ordinal: int, rank: int) -> list[Place]:
        """Places of "1.2": under the heading whose number is its prefix, or beside its like."""
        prefix, parts = label.text.rsplit(".", 1)[0], label.text.count(".")
        found: list[Place] = []
        for at in range(len(self._levels) - 1, self._base - 1, -1):
            level = self._levels[at]
            if _same_number(level, prefix):
                last = self._levels[at + 1] if at + 1 < len(self._levels) else None
                before = last.ordinal if last is not None and last.family == "multi" else 0
                step = abs(ordinal - before - 1)
                found.append(Place(0.3 * min(step, 5), at + 1, "multi", ordinal, rank))
            elif level.family == "multi" and level.label.count(".") == parts:
                found.append(Place(1.5 + 0.3 * (ordinal == 1), at, "multi", ordinal, rank))
        keep = len(self._levels)
        while keep > self._base and self._levels[keep - 1].rank >= rank and self._levels[keep - 1].family != "word":
            keep -= 1
        holder = self._levels[keep - 1] if keep > self._base else None
        if holder is not None and holder.family == "arabic":
            keep -= 1  # "3.1" right after "2.4": section 3 lost its line, so it stands beside 2
            holder = self._levels[keep - 1] if keep > self._base else None
        fits = holder is not None and holder.family in ("roman", "word") and prefix == str(holder.ordinal)
        cost = 1.1 if fits else 1.6 if ordinal == 1 else 2.6
        found.append(Place(cost, keep, "multi", ordinal, rank))
        return found


def _same_number(level: Level, prefix: str) -> bool:
    if level.family in ("arabic", "multi", "upper"):
        return level.label == prefix
    return level.family == "roman" and not prefix[0].isdigit() and roman_value(prefix) == level.ordinal


def _limit(label: Label) -> float:
    if not label.sep:
        return _LIMIT_BARE
    return _LIMIT_SURE if label.sure else _LIMIT_UNSURE


def _step(before: int, now: int, family: Family) -> float:
    """Cost of going from one ordinal to the next on the same level."""
    step = now - before
    if step == 1 or (step == 2 and family in _LETTERED):
        return 0.0 if step == 1 else 0.1
    if step == 0:
        return _REPEAT
    if now == 1:
        return _RESTART
    if step < 0:
        return _BACK
    return 1.0 + min(step, 12) * 0.5
