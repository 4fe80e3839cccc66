"""Join the pieces of time that belong together: ranges, a day with its recurrence, a period with an open end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from parser.time_atoms import Atom, find_atoms, table, words

_POINTS = frozenset({"day", "month", "quarter", "half", "year", "years"})
_CLOCK = r"(?:\d{1,2} ?(?:giờ|h|g)(?: ?\d{1,2})?(?: phút)?)"

Cue = Literal["before", "until", "within", "from"]
# Group of the left-cue regex → cue ("from" cannot name a group and a Python word at once).
_CUES: dict[str, Cue] = {"before": "before", "until": "until", "within": "within", "source": "from"}


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression of time: its pieces (one, or the two ends of a range), and what else was read with them.

    `start`..`end` covers cue and pieces, `core` is where the pieces begin; `rule` is the recurrence, with its day.
    """

    start: int
    end: int
    core: int
    first: Atom
    last: Atom | None = None
    rule: str | None = None
    cue: Cue | None = None
    clock: bool = False
    open_end: bool = False
    year: Atom | None = None

    @property
    def recurring(self) -> bool:
        """Whether a recurrence was read."""
        return self.rule is not None or self.first.grain in ("every", "regular")


@cache
def _range_gap() -> re.Pattern[str]:
    return re.compile(rf",? ?{words(table()['cue']['range'])} ?(?:(?:hết|cuối|ngày|tháng|hết ngày|hết tháng) )?")


@cache
def _forever() -> re.Pattern[str]:
    return re.compile(rf",? {words(table()['cue']['forever'])}")


@cache
def _join_gap() -> re.Pattern[str]:
    """Return what may stand between a recurrence and its day: ", ", " (", ", trước 16 giờ 00 ", " vào "."""
    cue = table()["cue"]
    word = words(cue["before"], cue["until"], cue["within"], cue["filler"], cue["from"], cue["occasion"])
    return re.compile(rf"[,(]? ?\(?(?:(?:{word}|{_CLOCK}) ){{0,4}}")


@cache
def _left_cue() -> re.Pattern[str]:
    cue = table()["cue"]
    kinds = "|".join(
        rf"(?P<{name}>{words(cue[key])})"
        for name, key in (("before", "before"), ("until", "until"), ("source", "from"), ("within", "within"))
    )
    filler = rf"(?:(?:{words(cue['filler'])}|{_CLOCK})[ ,]+){{0,5}}"
    return re.compile(rf"(?<!\w)(?:{kinds}) (?P<filler>{filler})$")


def _by_parts(rule: str, first: Atom, last: Atom | None) -> str:
    """Add the named day or month to a recurrence: "ngày 20" + "hằng tháng" → BYMONTHDAY=20."""
    if first.head == "thứ":
        return f"{rule};BYDAY={first.rule}" if rule == "FREQ=WEEKLY" else rule
    days = str(first.day)
    if last is not None:
        if (
            rule == "FREQ=YEARLY"
            or first.grain != "day"
            or last.grain != "day"
            or (first.month or last.month) != last.month
            or not first.day
        ):
            return rule
        if not last.day or last.day < first.day:
            return rule
        days = ",".join(map(str, range(first.day, last.day + 1)))
    if first.grain == "day" and not first.month:
        return f"{rule};BYMONTHDAY={days}" if rule.startswith("FREQ=MONTHLY") else rule
    if rule != "FREQ=YEARLY":
        return rule
    if first.grain == "day":
        return f"{rule};BYMONTH={first.month};BYMONTHDAY={days}"
    if first.grain == "month":
        return f"{rule};BYMONTH={first.month}"
    if first.grain == "quarter" and first.month:
        months = ",".join(str(3 * first.month - 2 + step) for step in range(3))
        return f"{rule};BYMONTH={months}"
    return rule


def _fill(first: Atom, last: Atom) -> Atom:
    """Give the first end of a range what only its last end says: "từ ngày 15 đến ngày 20/5/2025"."""
    year = first.year or (last.year if first.grain != "year" else None)
    month = first.month or (last.month if first.grain == "day" else None)
    return replace(first, year=year, month=month)


def _compatible(first: Atom, last: Atom) -> bool:
    if last.grain not in _POINTS or last.head == "thứ" or first.head == "thứ" or "years" in (first.grain, last.grain):
        return False
    return first.grain == last.grain or not first.year or bool(last.year)


def _read_left(folded: str, start: int, floor: int) -> tuple[int, Cue | None, bool]:
    """Return where the cue before `start` begins, which cue it is, and whether a clock time stands in it."""
    low = max(floor, start - 60)
    match = _left_cue().search(folded[low:start])
    if match is None:
        return start, None, False
    kind = next(cue for group, cue in _CUES.items() if match[group])
    clock = re.search(r"\d", match["filler"]) is not None
    begin = low + match.start()
    if kind in ("from", "within"):  # a stronger cue may stand before: "chậm nhất trong …"
        outer = _left_cue().search(folded[low:begin])
        if outer and (outer["before"] or outer["until"]):
            return low + outer.start(), "before" if outer["before"] else "until", clock
    return begin, kind, clock


class _Joiner:
    """Walks over the pieces of one text and joins them."""

    def __init__(self, folded: str) -> None:
        self.folded = folded
        self.atoms: Sequence[Atom] = find_atoms(folded)
        self.at = 0

    def _peek(self) -> Atom | None:
        return self.atoms[self.at] if self.at < len(self.atoms) else None

    def _gap(self, end: int, pattern: re.Pattern[str]) -> Atom | None:
        """Return the next piece if exactly `pattern` stands between `end` and it."""
        following = self._peek()
        if following is None or not 0 <= following.start - end <= 60:
            return None
        return following if pattern.fullmatch(self.folded, end, following.start) else None

    def _close(self, end: int, start: int) -> int:
        """Take in the bracket that closes one opened inside the expression."""
        part = self.folded[start:end]
        return end + 1 if part.count("(") > part.count(")") and self.folded[end : end + 1] == ")" else end

    def run(self) -> list[Expression]:
        """Return the expressions, in order."""
        found: list[Expression] = []
        floor = 0
        while (atom := self._peek()) is not None:
            self.at += 1
            floor = max(floor, self.folded.rfind("\n", floor, atom.start) + 1)
            expression = self._point(atom, floor) if atom.grain in _POINTS else self._recurrence(atom, floor)
            floor = expression.end
            found.append(expression)
        return found

    def _point(self, atom: Atom, floor: int) -> Expression:
        listed = self._gap(atom.end, _LIST)
        if listed is not None and listed.grain == atom.grain and not atom.year:
            atom = replace(atom, year=listed.year)  # "quý II và quý III/2024" says the year once
        last = self._gap(atom.end, _range_gap())
        if last is not None and _compatible(atom, last):
            self.at += 1
            atom = _fill(atom, last)
        else:
            last = None
        end = (last or atom).end
        start, cue, clock = _read_left(self.folded, atom.start, floor)
        rule = atom.rule if atom.head != "thứ" else None
        if rule:
            rule = _by_parts(rule, atom, None)
        every = self._gap(end, _JOIN)
        named = atom.grain in ("day", "month", "quarter") and not atom.year
        if every is not None and every.grain == "every" and every.rule and named:
            self.at += 1
            rule = _by_parts(every.rule, atom, last)
            return Expression(start, every.end, atom.start, atom, last, rule, cue, clock)
        forever = _forever().match(self.folded, end)
        end = forever.end() if forever else end
        return Expression(start, end, atom.start, atom, last, rule, cue, clock, forever is not None)

    def _recurrence(self, atom: Atom, floor: int) -> Expression:
        start, cue, clock = atom.start, None, False
        if atom.grain == "part":
            start, cue, clock = _read_left(self.folded, atom.start, floor)
        if atom.grain != "every" or atom.rule is None:
            return Expression(start, atom.end, atom.start, atom, None, None, cue, clock)
        point = self._gap(atom.end, _join_gap())
        if point is None or point.grain not in _POINTS or point.year and point.grain != "year":
            return Expression(start, atom.end, atom.start, atom, None, atom.rule)
        if point.grain == "year":
            if self.folded[atom.end : point.start] != " ":
                return Expression(start, atom.end, atom.start, atom, None, atom.rule)
            self.at += 1
            return Expression(start, point.end, atom.start, atom, None, atom.rule, year=point)
        return self._with_point(atom, point, start)

    def _with_point(self, atom: Atom, point: Atom, start: int) -> Expression:
        """Join a recurrence with the day, month or days that follow it."""
        base = point.rule if point.rule and point.head != "thứ" else atom.rule or ""
        rule = _by_parts(base, point, None)
        if rule == atom.rule:
            return Expression(start, atom.end, atom.start, atom, None, atom.rule)
        self.at += 1
        last = self._gap(point.end, _range_gap())
        if last is not None and _compatible(point, last):
            self.at += 1
            rule = _by_parts(base, _fill(point, last), last)
            return Expression(start, self._close(last.end, start), atom.start, atom, None, rule)
        return Expression(start, self._close(point.end, start), atom.start, atom, None, rule)


_LIST = re.compile(r",? và |, ")
_JOIN = re.compile(r"\)? ?(?:của )?\(?")


def find_expressions(folded: str) -> list[Expression]:
    """Return every expression of time in `folded`, in order; most papers hold many that bind nobody."""
    return _Joiner(folded).run()
