"""Join the pieces of time that belong together: ranges, a day with its recurrence, a period with an open end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from parser.time_atoms import Atom, find_atoms, table, words

_POINTS = frozenset({"day", "days", "month", "quarter", "half", "year", "years"})
CLOCK = r"(?:\d{1,2} ?(?:giờ|h|g)(?: ?\d{1,2})?(?: ?phút| ?['’′])?|\d{1,2}:\d{2})"

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
    any_year: bool = False

    @property
    def recurring(self) -> bool:
        """Whether a recurrence was read."""
        return self.rule is not None or self.first.grain in ("every", "regular")


@cache
def _range_gap() -> re.Pattern[str]:
    cue = table()["cue"]
    return re.compile(
        rf"(?P<any>(?: của)? {words(cue['any_year'])})?,? ?{words(cue['range'])} ?"
        r"(?:(?:hết|cuối|ngày|tháng|hết ngày|hết tháng) )?"
    )


@cache
def _forever() -> re.Pattern[str]:
    return re.compile(rf",? {words(table()['cue']['forever'])}")


@cache
def _join_gap() -> re.Pattern[str]:
    """Return what may stand between a recurrence and its day: ", ", " (", ", trước 16 giờ 00 ", " vào "."""
    cue = table()["cue"]
    word = words(cue["before"], cue["until"], cue["within"], cue["filler"], cue["from"], cue["occasion"])
    return re.compile(rf"[,(]? ?\(?(?:(?:{word}|{CLOCK}) ){{0,4}}")


@cache
def _left_cue() -> re.Pattern[str]:
    cue = table()["cue"]
    kinds = "|".join(
        rf"(?P<{name}>{words(cue[key])})"
        for name, key in (("before", "before"), ("until", "until"), ("source", "from"), ("within", "within"))
    )
    filler = rf"(?:(?:{words(cue['filler'])}|{CLOCK})[ ,]+){{0,5}}"
    return re.compile(rf"(?<!\w)(?:{kinds}) (?P<filler>{filler})$")


@cache
def _bare_clock() -> re.Pattern[str]:
    return re.compile(rf"(?:(?<!\w)(?:vào )?lúc )?(?<![\w/.:]){CLOCK}[ ,]{{1,2}}$")


@cache
def _any_year() -> re.Pattern[str]:
    """Return what makes a window one of every year: " trong năm", " của năm sau", not "trong năm 2026"."""
    return re.compile(rf"(?: của)? {words(table()['cue']['any_year'])}(?!\w| (?:19|20)\d\d| học)")


@cache
def _occasion_lead() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){words(table()['cue']['occasion'])} [^.;:,\d\n()]{{0,60}}$")


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
    if (
        last.grain not in _POINTS
        or "days" in (first.grain, last.grain)
        or last.head == "thứ"
        or first.head == "thứ"
        or "years" in (first.grain, last.grain)
    ):
        return False
    return first.grain == last.grain or not first.year or bool(last.year)


def _read_left(folded: str, start: int, floor: int) -> tuple[int, Cue | None, bool]:
    """Return where the cue before `start` begins, which cue it is, and whether a clock time stands in it."""
    low = max(floor, start - 60)
    match = _left_cue().search(folded[low:start])
    if match is None:
        bare = _bare_clock().search(folded, low, start)
        return (bare.start() if bare else start), None, bare is not None
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
        yearly = self._yearly_days(atom, floor)
        if yearly is not None:
            return yearly
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
        window = last is not None and self._is_window(start, end)
        if window:
            tail = _any_year().match(self.folded, end)
            end = tail.end() if tail else end
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
        return Expression(start, end, atom.start, atom, last, rule, cue, clock, forever is not None, any_year=window)

    def _is_window(self, start: int, end: int) -> bool:
        """Whether the range names no year but any: "từ ngày 15/11 năm trước đến hết tháng 10 trong năm"."""
        inner = re.search(rf" {words(table()['cue']['any_year'])}(?!\w)", self.folded[start:end])
        return inner is not None or _any_year().match(self.folded, end) is not None

    def _yearly_days(self, atom: Atom, floor: int) -> Expression | None:
        """Join the days of "vào dịp 8/3, 27/7, 20/10 và 22/12 hằng năm", which together recur every year."""
        seen, at, end = [atom], self.at, atom.end
        while (
            atom.grain == "day"
            and seen[-1].month
            and not seen[-1].year
            and at < min(len(self.atoms), self.at + _MOST_DAYS)
        ):
            following = self.atoms[at]
            if not _LIST.fullmatch(self.folded, seen[-1].end, following.start) or following.grain != "day":
                break
            seen.append(following)
            at, end = at + 1, following.end
        every = self.atoms[at] if at < len(self.atoms) else None
        if len(seen) < 3 or every is None or every.grain != "every" or every.rule != "FREQ=YEARLY":
            return None
        if not _JOIN.fullmatch(self.folded, end, every.start):
            return None
        self.at = at + 1
        lead = _occasion_lead().search(self.folded, max(floor, atom.start - 80), atom.start)
        return Expression(lead.start() if lead else atom.start, every.end, atom.start, atom, None, every.rule)

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


_MOST_DAYS = 12
_LIST = re.compile(r",? và |, ")
_JOIN = re.compile(r"\)? ?(?:của )?\(?")


def find_expressions(folded: str) -> list[Expression]:
    """Return every expression of time in `folded`, in order; most papers hold many that bind nobody."""
    return _Joiner(folded).run()
