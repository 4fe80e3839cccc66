"""The smallest pieces of time in a text: a day, a month, "quý II", "hằng tháng", "05 ngày làm việc", "sau khi".

One scan over the folded text finds every piece; what they mean together, and whether they bind anybody, is
decided elsewhere (time_expressions, time_context).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from corpus.knowledge import load
from parser.time_calendar import Span, make_day, month_span, months_span, quarter_span, year_span

Grain = Literal[
    "day",
    "month",
    "quarter",
    "half",
    "year",
    "years",
    "part",
    "every",
    "regular",
    "ongoing",
    "relative",
    "after",
    "turn",
    "each",
    "days",
]

# Scanner groups that are a piece of time by themselves.
_PLAIN: dict[str | None, Grain] = {
    "regular": "regular", "ongoing": "ongoing", "after": "after", "part": "part", "turn": "turn", "each": "each",
}  # fmt: skip
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_COUNTS = {"ba": 3, "sáu": 6, "chín": 9, "hai": 2, "một": 1}


@dataclass(frozen=True, slots=True)
class Atom:
    """One piece of time; `head` is the word that names it ("ngày", "giai đoạn", "định kỳ"), "" for a bare figure."""

    start: int
    end: int
    grain: Grain
    year: int | None = None
    last_year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    rule: str | None = None
    head: str = ""

    def span(self, year: int | None) -> Span:
        """Return first and last day; `year` stands in for a year the text leaves out."""
        year = self.year or year
        if year is None:
            return None, None
        if self.grain == "day" and self.month and self.day:
            day = make_day(year, self.month, self.day)
            return day, day
        if self.grain == "days" and self.month and self.day and self.last_day:
            return make_day(year, self.month, self.day), make_day(year, self.month, self.last_day)
        if self.grain == "month" and self.month:
            return month_span(year, self.month)
        if self.grain == "quarter" and self.month:
            return quarter_span(year, self.month)
        if self.grain == "half" and self.month and self.day:
            return months_span(year, self.month, self.day)
        if self.grain in ("year", "years"):
            return year_span(year, self.last_year)
        return None, None


def words(*lists: list[str]) -> str:
    """Return a regex of alternatives, the longest first (no group)."""
    flat = sorted({word for part in lists for word in part}, key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, flat)) + ")"


@cache
def table() -> dict[str, Any]:
    """Return the knowledge table of time words."""
    return load("time")


@cache
def _unit() -> str:
    """Return the regex of a recurrence's unit: "quý", "6 tháng", "nửa năm"."""
    return (
        rf"(?:(?:\d{{1,2}}|{'|'.join(_COUNTS)}) (?:tháng|tuần|năm|ngày)|{words(list(table()['recur']['unit']))})(?!\w)"
    )


@cache
def _scanner() -> re.Pattern[str]:
    known = table()
    recur, relative, span = known["recur"], known["relative"], known["span"]
    year = r"(?: ?[/-] ?| năm | )(?P<{}>(?:19|20|21)\d\d)(?!\d|[/.]\d)"
    several = r"\d{1,2}(?:, \d{1,2}){0,9}(?:,? và |, )\d{1,2}"
    parts = (
        rf"(?P<ongoing>{words(known['field']['ongoing'])})",
        rf"(?P<every>(?:{words(recur['regular'])} )?{words(recur['every'])} (?={_unit()}))",
        rf"(?P<every2>{words(recur['regular'])}(?: theo)? \(?(?={_unit()}))",
        rf"(?P<yearly>{words(recur['yearly'])})",
        rf"(?P<regular>{words(recur['regular'])})",
        rf"(?P<once>(?:\d{{1,2}}|{'|'.join(_COUNTS)}) (?:tháng|tuần|năm)"
        rf"(?:/| (?:có |họp )?){words(recur['once'], ['lần'])})",
        rf"(?P<relative>{words(relative['cue'])} "
        rf"(?:\d{{1,3}}|mười lăm|mười|ba mươi|bảy|ba|hai|một)(?: ?\([^)\n]{{1,20}}\))? "
        rf"{words(relative['unit'])}(?P<work> {words(relative['working'])})?(?!\w| \d| {words(span['half'])} năm))",
        rf"(?P<after>{words(relative['after'], relative['open'])}"
        rf"|{words(relative['soon_after'])}(?= {words(relative['soon'])}(?!\w)))(?!\w)",
        rf"(?P<turn>{words(relative['turn_at'])} (?:các )?{words(relative['turn'])}"
        rf" {words(relative['turn_next'])})(?!\w)",
        rf"(?P<each>{words(relative['each'])} {words(relative['each_of'])})(?!\w)",
        rf"(?P<period>{words(span['period'], span['term'])}) (?P<y1>(?:19|20)\d\d)"
        r"[ \n]?[-–—] ?(?P<y2>(?:19|20)\d\d)(?!\d)",
        rf"(?P<part>{words(span['unnamed_year'])}"
        rf"|(?:{words(span['within'])}|{words(span['part'])}(?: của)?) {words(span['term'])})"
        r"(?! (?:19|20)\d\d)",
        rf"ngày (?P<list>{several})(?:/| tháng )(?P<listm>\d{{1,2}})(?:" + year.format("listy") + r")?(?![\d/])",
        rf"(?P<list3>{several}) tháng (?P<listm3>\d{{1,2}})(?:" + year.format("listy3") + r")(?![\d/])",
        r"(?:ngày )?(?P<list2>\d{1,2} ?[-–] ?\d{1,2})/(?P<listm2>\d{1,2})(?:" + year.format("listy2") + r")?(?![\d/])",
        r"(?:ngày )?(?P<ld>\d{1,2}) tháng (?P<lm>\d{1,2})(?! lần|\d)(?:" + year.format("ly") + ")?",
        r"(?:ngày )?(?P<d>\d{1,2}) ?/ ?(?P<m>\d{1,2}) ?/ ?(?P<y>(?:19|20)\d\d)(?!\d)",
        r"(?:ngày )?(?P<d2>\d{1,2}) ?(?P<sep>[.-]) ?(?P<m2>\d{1,2}) ?(?P=sep) ?(?P<y3>(?:19|20)\d\d)(?!\d)",
        r"(?:ngày )?(?P<sd>\d{1,2})/(?P<sm>\d{1,2})(?![\d/]|-\w|\.\d)(?: năm (?P<sy>20\d\d))?",
        r"ngày (?P<od>\d{1,2})(?: của| )?(?P<lastq> ?tháng cuối (?:của )?(?:mỗi )?quý)?(?!\d|[/.]\d)",
        rf"(?:ngày )?(?P<weekday>{words(list(known['weekday']))})(?!\w)",
        r"tháng (?P<mm>\d{1,2})(?!\d|\.\d|/\d{1,2}(?!\d))(?:" + year.format("my") + ")?",
        r"(?P<bm>\d{1,2}) ?/ ?(?P<by>20\d\d)(?![\d/]|-\w)",
        r"quý (?P<q>iv|i{1,3}|[1-4])(?!\w)(?:" + year.format("qy") + ")?",
        rf"(?P<hn>0?[369]|ba|sáu|chín) tháng (?P<half>{words(span['half'])}) năm(?: (?P<hy>20\d\d)(?!\d))?",
        r"(?P<yhead>(?:các |những )?năm(?: học)?) (?P<year>(?:19|20|21)\d\d)(?!\d|[/.]\d)"
        r"(?: ?[-–—] ?(?P<yl>(?:19|20)\d\d)(?!\d))?",
        r"(?P<b1>20\d\d)(?: ?[-–—] ?(?P<b2>20\d\d))?(?!\d|[/.,]\d| ?%)",
    )
    return re.compile("|".join(parts))


@cache
def _hook() -> re.Pattern[str]:
    """Return a cheap test of where the scanner is worth trying.

    Every alternative begins with one plain letter, so that the engine can skip by a set of first letters;
    the scanner itself, tried at every position, would be ten times slower.
    """
    known = table()
    recur, span, relative = known["recur"], known["span"], known["relative"]
    count = r"(?=[0-9mbhs])"
    plain = [*known["field"]["ongoing"], *recur["regular"], *recur["yearly"], *relative["after"]]
    plain += [*relative["open"], *span["unnamed_year"]]
    plain += [f"{word} {term}" for word in (*span["within"], *span["part"]) for term in span["term"]]
    plain += [f"{word}(?= {words(relative['soon'])})" for word in relative["soon_after"]]
    heads = [f"{word} (?=[0-9])" for word in (*span["period"], *span["term"], "tháng")]
    heads += [f"{word} (?=[0-9tqnbsc]|hai|một|nửa)" for word in recur["every"]] + [
        f"{word} {count}" for word in relative["cue"]
    ]
    plain += [f"{word} (?={words(relative['each_of'])})" for word in relative["each"]]
    plain += [f"{word} (?={words(relative['turn'], ['các'])})" for word in relative["turn_at"]]
    heads += [r"ngày (?=[0-9tc])", r"quý (?=[iv1-4])", r"năm (?=[12]|h)", r"các năm (?=[12])", r"những năm (?=[12])"]
    heads += (
        [f"{word} (?=tháng|tuần|năm)" for word in _COUNTS]
        + list(known["weekday"])
        + [f"{digit}[0-9]*" for digit in range(10)]
    )
    return re.compile("|".join(plain + heads))


def _recurrence(text: str) -> str | None:
    """Return the RRULE of a unit ("quý", "6 tháng"), None if it has none."""
    units: dict[str, str] = table()["recur"]["unit"]
    if text in units:
        return units[text]
    count, _, unit = text.partition(" ")
    number = int(count) if count.isdigit() else _COUNTS.get(count, 0)
    base = units.get(unit)
    if base is None or number < 1:
        return None
    return base if number == 1 else f"{base};INTERVAL={number}"


@cache
def _next_unit() -> re.Pattern[str]:
    every = words(table()["recur"]["every"], table()["recur"]["regular"])
    return re.compile(
        rf"(?:,| và|;|/|,? hoặc) ?(?P<item>(?:{every} )?(?P<unit>(?!\d+ năm|\w+ năm){_unit()}))"
        r"(?! (?:19|20)\d\d| ?\d)(?! [ivx]+\b)"
    )


@cache
def _unit_here() -> re.Pattern[str]:
    return re.compile(_unit())


def _every(folded: str, start: int, at: int, head: str) -> Iterator[Atom]:
    """Yield the recurrences of "hằng tháng, quý, 6 tháng và năm", one for each unit."""
    match = _unit_here().match(folded, at)
    while match:
        unit = match.groupdict().get("unit") or match.group()
        rule = _recurrence(unit)
        if rule:
            yield Atom(start, match.end(), "every", rule=rule, head=head)
        follow = _next_unit().match(folded, match.end())
        start = follow.start("item") if follow else start
        match = follow


def _number(value: str | None) -> int | None:
    return int(value) if value else None


def _point(m: re.Match[str]) -> Atom | None:
    """Return the day, month, quarter, half or year of a match, None if the calendar has none such."""
    g = m.groupdict()
    start, end = m.span()
    for day, month, year in (("ld", "lm", "ly"), ("d", "m", "y"), ("d2", "m2", "y3"), ("sd", "sm", "sy")):
        if g[day]:
            if make_day(int(g[year] or 2024), int(g[month]), int(g[day])) is None:
                return None
            named = m.group().startswith("ngày") or g["ld"] is not None or g[year] is not None
            return Atom(
                start, end, "day", _number(g[year]), None, int(g[month]), int(g[day]), head="ngày" if named else ""
            )
    for days, month, year in (("list", "listm", "listy"), ("list2", "listm2", "listy2"), ("list3", "listm3", "listy3")):
        if g[days]:
            return _days(m, [int(part) for part in re.findall(r"\d+", g[days])], int(g[month]), _number(g[year]))
    if g["od"]:
        rule = "FREQ=MONTHLY;INTERVAL=3" if g["lastq"] else None
        return Atom(start, end, "day", day=int(g["od"]), rule=rule, head="ngày") if 1 <= int(g["od"]) <= 31 else None
    if g["weekday"]:
        return Atom(start, end, "day", rule=table()["weekday"][g["weekday"]], head="thứ")
    for month, year, head in (("mm", "my", "tháng"), ("bm", "by", "")):
        if g[month]:
            ok = 1 <= int(g[month]) <= 12
            return Atom(start, end, "month", _number(g[year]), None, int(g[month]), head=head) if ok else None
    if g["q"]:
        return Atom(start, end, "quarter", _number(g["qy"]), None, _ROMAN.get(g["q"]) or int(g["q"]), head="quý")
    if g["hn"]:
        count = _COUNTS.get(g["hn"]) or int(g["hn"])
        first = 1 if g["half"] == table()["span"]["half"][0] else 13 - count
        return Atom(start, end, "half", _number(g["hy"]), None, first, first + count - 1, head="tháng")
    if g["year"]:
        grain: Grain = "years" if g["yl"] else "year"
        return Atom(start, end, grain, int(g["year"]), _number(g["yl"]), head=g["yhead"].split(" ", 1)[-1])
    grain = "years" if g["b2"] else "year"
    return Atom(start, end, grain, int(g["b1"]), _number(g["b2"]))


def _days(m: re.Match[str], days: list[int], month: int, year: int | None) -> Atom | None:
    """Return several days of one month ("20, 21 và 22 tháng 4", "02 - 07/4"); `head` tells a list from a range."""
    if days != sorted(set(days)) or any(make_day(year or 2024, month, day) is None for day in days):
        return None
    head = "-" if m["list2"] else "ngày"
    return Atom(m.start(), m.end(), "days", year, None, month, days[0], days[-1], head=head)


def find_atoms(folded: str) -> list[Atom]:
    """Return every piece of time in `folded`, in order, none overlapping another."""
    found: list[Atom] = []
    done, scan = 0, _scanner().match
    for hook in _hook().finditer(folded):
        m = scan(folded, hook.start()) if hook.start() >= done else None
        if m is None:
            continue
        start, end = m.span()
        if start and (
            folded[start - 1].isalnum()
            or folded[start - 1] in "/.,-"
            and folded[start].isdigit()
            and folded[start - 2 : start - 1].isalnum()
        ):
            continue
        if (
            end < len(folded)
            and folded[end].isalnum()
            and folded[end - 1].isalnum()
            and m.lastgroup not in ("every", "every2")
        ):
            continue
        if m["relative"] and m["relative"].startswith(table()["cue"]["before"][0]) and m.group().endswith("giờ"):
            continue  # "trước 16 giờ thứ Sáu" is a clock time
        kind, done = m.lastgroup, end
        if kind in ("every", "every2"):
            found.extend(_every(folded, start, end, m.group().strip(" (")))
            done = max(done, found[-1].end if found else 0)
        elif kind == "yearly":
            found.append(Atom(start, end, "every", rule="FREQ=YEARLY", head=m.group()))
        elif kind == "once":
            unit = re.match(r"\S+ \w+", m.group())
            rule = _recurrence(unit.group()) if unit else None
            if rule:
                found.append(Atom(start, end, "every", rule=rule, head="lần"))
        elif kind in _PLAIN:
            found.append(Atom(start, end, _PLAIN[kind], head=m.group()))
        elif m["relative"]:
            found.append(Atom(start, end, "relative", head="work" if m["work"] else m.group()))
        elif m["period"]:
            found.append(Atom(start, end, "years", int(m["y1"]), int(m["y2"]), head=m["period"]))
        elif point := _point(m):
            if point.grain == "day" and found and found[-1].head == "thứ" and start - found[-1].end <= 2:
                found.pop()  # "thứ Tư ngày 03/12": the date says it all
            found.append(point)
    return found
