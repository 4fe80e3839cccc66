"""Quantified results to reach: comparator, figure, unit, per what.

A figure alone is no target: it must be a percentage, carry a comparator, or stand after an act or a goal word with
something countable; figures of dates, symbols, ages, enumerations and of the past are passed over.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from parser.document import Citation, Comparator, Deadline, Frame, Reading, Target, Unit
from parser.folding import fold
from parser.numerals import parse_digits, parse_words
from parser.target_patterns import (
    COMPARATORS,
    COUNTING,
    FIGURE,
    PERCENT,
    WORD,
    comparator,
    each,
    ends,
    granted,
    numeral,
    per,
    planned,
    range_tail,
    search,
    stop,
    table,
    unit,
    up_or_down,
    worded,
)
from parser.target_subjects import listed_begin, subject_begin
from parser.time_atoms import words

_DEAD_ZONES = frozenset({"head", "basis", "tail", "outside", "situation"})
_LABEL = re.compile(r"[-+*•–(]* ?(?:\(?[\w.]{1,8}[.)\-/]\)? ?)*$")
_CLAUSE = re.compile(r"[.;:!?] |[(]|\|")
_FAR = 260
_MOST_IN_LINE = 2000  # no paragraph has more; text that has is not a paper, and must not cost minutes


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure with its surroundings: `left` from the line's start, `right` to its end, both folded and cut short."""

    start: int
    end: int
    value: float
    last: float | None
    percent: bool
    left: str
    right: str
    clause: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the words around a figure say."""

    sign: Comparator
    begin: int
    explicit: bool


class _Finder:
    """Finds the targets of one paper."""

    def __init__(
        self,
        reading: Reading,
        frame: Frame,
        units: Sequence[Unit],
        citations: Sequence[Citation],
        deadlines: Sequence[Deadline],
    ) -> None:
        self.text = reading.text
        self.folded = fold(reading.text)
        self.frame = frame
        self.units = units
        self._starts = [item.start for item in units]
        taken = [(c.start, c.end) for c in citations] + [(d.start, d.end) for d in deadlines if _dated(d)]
        self._taken = sorted(taken)
        self._taken_starts = [start for start, _ in self._taken]
        self._line = (0, 0)
        self._in_line = 0
        self._counted = 0  # where the figure of the last target ends
        self._report = _is_report(self.text, self.folded)

    def run(self) -> list[Target]:
        """Return the targets, in order."""
        found: list[Target] = []
        done = 0
        for match in self._candidates():
            if match.start() < done or self._is_taken(match.start()):
                continue
            if match.start() >= self._line[1]:
                self._in_line = 0
            self._in_line += 1
            if self._in_line > _MOST_IN_LINE:
                continue
            figure = self._figure(match)
            if figure is None:
                continue
            done = figure.end
            target = self._target(figure, found[-1] if found else None)
            if target is not None:
                self._counted = figure.end
                if found and found[-1].end > target.start:
                    found[-1] = _cut(found[-1], target.start)
                found.append(target)
        return found

    def _candidates(self) -> list[re.Match[str]]:
        """Return the figures in digits, and those in words that a least or a most makes figures."""
        spelled = (numeral().match(self.folded, bound.end()) for bound in worded().finditer(self.folded))
        found = [*FIGURE.finditer(self.folded), *(match for match in spelled if match)]
        return sorted(found, key=lambda match: match.start())

    def _is_taken(self, position: int) -> bool:
        index = bisect_right(self._taken_starts, position)
        return any(start <= position < end for start, end in self._taken[max(0, index - 3) : index])

    def _zone(self, position: int) -> Unit | None:
        index = bisect_right(self._starts, position) - 1
        return self.units[index] if index >= 0 and position < self.units[index].end else None

    def _figure(self, match: re.Match[str]) -> _Figure | None:
        """Read the figure at `match`, or None where it is a label, a date, part of a symbol."""
        start, end = match.span()
        if not COUNTING.match(self.folded, end) and not (end == len(self.folded) or self.folded[end] in "\n;,.)"):
            return None
        value, length = _value(match.group())
        if value is None or length > 25:
            return None
        end = start + length
        if not self._line[0] <= start < self._line[1]:
            line_end = self.folded.find("\n", start)
            self._line = (self.folded.rfind("\n", 0, start) + 1, len(self.folded) if line_end < 0 else line_end)
        line_start, line_end = self._line
        left = self.folded[max(line_start, start - _FAR) : start]
        following = self.folded[end : end + 2]
        if re.match(r"/\d|-[^\W\d]|:\d", following) or re.match(r"[.)] ?$", following) and not left.strip():
            return None
        if not left.strip(" -+*•–(") and re.match(r"[.)/:-]", following):
            return None
        tail = range_tail().match(self.folded, end, line_end)
        last = None
        if tail and not self._is_taken(tail.start("last")):
            last = parse_digits(tail["last"])
            end = tail.end() if last is not None and last > value else end
            last = last if last is not None and last > value else None
        percent = PERCENT.match(self.folded, end, line_end)
        right = self.folded[end : min(line_end, end + _FAR)]
        clause = _CLAUSE.split(left)[-1]
        return _Figure(start, end, value, last, percent is not None, left, right, clause)

    def _dead(self, figure: _Figure) -> bool:
        """Whether the figure stands where nothing is ordered, or tells of the past."""
        if planned().search(figure.left):
            return self.frame.body_end > 0 and figure.start < self.frame.body_start
        here = self._zone(figure.start)
        if here is not None:
            if here.zone in _DEAD_ZONES:
                return True
        elif (
            self.frame.body_end
            and figure.start < self.frame.body_start
            or self.frame.body_end <= figure.start < self.frame.tail_end
        ):
            return True
        if figure.left.count("“") > figure.left.count("”"):
            return True
        sentence = re.split(r"[.;] ", figure.left)[-1]
        if search("reject", "same_time").search(figure.right[:60]) and not search("reject", "ahead").search(sentence):
            return True
        if self._report and not search("reject", "ahead").search(figure.left):
            return True
        if search("reject", "same_time").search(sentence) and not search("reject", "ahead").search(sentence):
            return True
        past = max((m.end() for m in search("reject", "past").finditer(sentence)), default=-1)
        return past >= 0 and not search("reject", "ahead").search(sentence, past)

    def _compare(self, figure: _Figure) -> _Reading:
        """Read the comparator around the figure."""
        if figure.last is not None:
            begin = re.search(rf"(?<!\w)(?:{'|'.join(table()['compare']['range_from'])}) $", figure.left)
            return _Reading("range", figure.start - (len(begin.group()) if begin else 0), begin is not None)
        match = comparator().search(figure.left[-48:])
        follow = up_or_down().match(figure.right)
        start = re.search(r"(?<!\w)từ $", figure.left)
        if match and not (follow and start and match.group().strip() == "từ"):
            index = next(i for i in range(4) if match[f"g{i}"])
            begin_at = figure.start - (len(figure.left[-48:]) - match.start())
            return _Reading(COMPARATORS[index], begin_at, True)  # type: ignore[arg-type]
        begin_at = figure.start - (len(start.group()) if start else 0)
        if follow and (start or len(follow["words"].split()) <= 4):
            return _Reading(">=" if follow["up"] else "<=", begin_at, True)
        return _Reading("=", figure.start, False)

    def _unit(self, figure: _Figure) -> str | None:
        if figure.percent:
            return "%"
        match = unit().match(figure.right)
        return match["unit"] if match else None

    def _target(self, figure: _Figure, last: Target | None) -> Target | None:
        floor = last.end if last else 0
        if self._dead(figure):
            return None
        reading = self._compare(figure)
        name = self._unit(figure)
        listed = self._listed(figure, name, last)
        if listed is not None:
            return listed
        cell = self._cell(figure)
        if cell is not None:
            if not (figure.percent or cell):
                return None
            name = name or cell or None
        elif not self._counts(figure, reading, name):
            return None
        each_match = each().search(figure.clause[: len(figure.clause) - (figure.start - reading.begin)])
        begin = reading.begin
        if each_match and not figure.percent and not _LABEL.fullmatch(each_match["what"]):
            begin = figure.start - len(figure.clause) + each_match.start()
        begin = max(begin, floor) if begin < floor <= figure.start else begin
        end = self._quote_end(figure)
        subject = subject_begin(figure.left, figure.right) if figure.percent else None
        if subject is not None:
            at = figure.start - len(figure.left) + subject[0]
            begin, end = at if at >= self._counted else begin, figure.end + subject[1]
        return Target(
            self.text[begin:end], begin, end, reading.sign, figure.value, figure.last, name,
            self._per(figure, each_match), self._subject(figure, end),
        )  # fmt: skip

    def _listed(self, figure: _Figure, name: str | None, last: Target | None) -> Target | None:
        """Read "act: 35 units" and, in brackets after it, the parts of the sum."""
        if name is None or figure.percent or figure.last is not None or not figure.left.endswith(": "):
            return None
        known = table()["unit"]
        if name in known["money"] or name not in known["countable"] and name not in known["person"]:
            return None
        same_line = last is not None and last.start >= self._line[0] and last.unit == name
        at = listed_begin(figure.left, name, same_line)
        if at is None:
            return None
        begin = max(figure.start - len(figure.left) + at, last.end if last else 0)
        match = unit().match(figure.right)
        end = figure.end + (match.end("unit") if match else 0)
        per_match = per().match(figure.right)
        end = figure.end + per_match.end() if per_match and per_match.end() - (end - figure.end) < 12 else end
        return Target(
            self.text[begin:end], begin, end, "=", figure.value, None, name, self._per(figure, None), None
        )  # fmt: skip

    def _cell(self, figure: _Figure) -> str | None:
        """Return None outside a table cell of figures; inside, the unit its row names ("" where it names none)."""
        row = self._zone(figure.start)
        if row is None or row.kind != "row":
            return None
        for column, start, end in row.cells:
            if not start <= figure.start < end:
                continue
            if re.search(r"[^\W\d_]{3}", self.folded[start:end].replace("trở lên", "")):
                return None
            head = fold(row.columns[column]) if column < len(row.columns) else ""
            if not search("cue", "column").search(head):
                return None if figure.percent else ""
            for other, first, last in row.cells:
                if other < len(row.columns) and search("cue", "unit_column").search(fold(row.columns[other])):
                    return self.text[first:last]
            return ""
        return None

    def _counts(self, figure: _Figure, reading: _Reading, name: str | None) -> bool:
        """Whether the figure, with these words around it, is a result to reach."""
        before = figure.left[: len(figure.left) - (figure.start - reading.begin)]
        if ends("reject", "before").search(figure.left) and (not reading.explicit or reading.begin == figure.start):
            return False
        if figure.percent:
            return self._percent_counts(figure, reading, before)
        if name is None:
            return False
        if reading.explicit:
            return self._explicit_counts(figure, reading, name, before)
        if (
            name in table()["reject"]["unit"]
            or name in table()["reject"]["never"]
            or figure.left.endswith(("cả ", "theo ", "("))
        ):
            return False
        if name in table()["unit"]["money"] and not self._is_money_goal(figure):
            return False
        if per().match(figure.right) and name in table()["unit"]["countable"]:
            return not search("reject", "condition").search(figure.clause[-30:])
        if name not in table()["unit"]["countable"]:
            return False
        if each().search(figure.clause):
            return True
        return bool(ends("cue", "act").search(figure.left)) and self._acts(figure)

    def _is_money_goal(self, figure: _Figure) -> bool:
        """Whether a sum of money is to be reached or granted to each; most are budgets and norms."""
        if granted().search(figure.clause) and search("cue", "grant").search(figure.left):
            return True
        return not search("unit", "budget").search(figure.clause) and bool(ends("cue", "reach").search(figure.left))

    def _acts(self, figure: _Figure) -> bool:
        """ "Và 03 hội nghị" and "có 02 nhà" count only after another figure of the clause or under a goal."""
        if figure.left.endswith(("và ", "có ")):
            return bool(re.search(r"\d", _LABEL.sub("", figure.clause[:12]) + figure.clause[12:]))
        return True

    def _percent_counts(self, figure: _Figure, reading: _Reading, before: str) -> bool:
        if search("reject", "compared").search(figure.clause[-14:]):
            return False
        if reading.explicit or figure.value == 100 or figure.last is not None:
            return True
        if search("cue", "goal").search(figure.clause):
            return True
        return not before.strip(" -+*•–(0123456789.)") or bool(search("cue", "heading").search(before))

    def _explicit_counts(self, figure: _Figure, reading: _Reading, name: str, before: str) -> bool:
        reject = table()["reject"]
        if search("reject", "case").search(before[-24:]):
            return False
        if reading.sign == ">" and before.endswith("với "):
            return False
        loose = reading.sign in (">", "<") or figure.left.endswith("từ ")
        if loose and search("reject", "condition").search(before[-24:]):
            return False
        if name in reject["time_unit"]:
            least = reading.sign in (">=", "<=") and figure.last is None
            if re.match(rf" \w+ {words(reject['seniority'])}(?!\w)", figure.right):
                return False
            return least and not re.search(r"trước|sau|từ $|trong|chậm", before[-40:] + figure.left[-12:])
        if name in reject["never"] or reading.sign == ">" and name.split(" ")[0] in reject["unit"]:
            return False
        if reading.sign == "range" and reading.begin == figure.start:
            return name in table()["unit"]["countable"]
        if reading.sign in (">=", "<=") and figure.left.endswith("từ ") and figure.last is None:
            reached = ends("cue", "reach").search(before)
            return bool(reached) or before.endswith("có ") and bool(each().search(figure.clause))
        if reading.sign == ">" and figure.left.endswith("trên ") and before.rstrip()[-1:].isdigit():
            return False
        noun = WORD.findall(before[-16:])
        return not (reading.sign == ">" and noun and noun[-1] in ("bể", "máy", "người", "nhà") and name in ("ha", "m2"))

    def _quote_end(self, figure: _Figure) -> int:
        """Return where the thing counted ends: the clause, or what another thought begins."""
        offset = 1 if figure.percent else 0
        match = stop().search(figure.right, offset)
        end = figure.end + (match.start() if match else len(figure.right))
        while end > figure.end and self.text[end - 1] in " ,.;)(-":
            end -= 1
        opened = self.text[figure.end : end]
        if opened.count("(") > opened.count(")") and self.text[end : end + 1] == ")":
            end += 1
        return max(end, figure.end + (1 if figure.percent else 0))

    def _per(self, figure: _Figure, each_match: re.Match[str] | None) -> str | None:
        match = per().match(figure.right)
        if match:
            return (match["slash"] or match["word"]).strip()
        if each_match and not figure.percent:
            time = re.match(rf"{words(table()['cue']['per_unit'])}(?!\w)", each_match["what"])
            if time:
                return time.group()
            what = re.split(rf" (?:{'|'.join(table()['quote']['verb'])})(?!\w)| đều ", each_match["what"] + " ")[0]
            return what.strip(" ,") or None
        return "nhiệm kỳ" if "trong nhiệm kỳ" in figure.clause else None

    def _subject(self, figure: _Figure, end: int) -> str | None:
        """Return what a percentage is taken of: "khu dân cư" of "90% khu dân cư tổ chức …", or the rate before it."""
        if not figure.percent:
            return None
        rate = re.search(
            rf"(?<!\w)(?:{'|'.join(table()['quote']['rate'])}) (?P<of>[^.;:\d]{{2,90}}?) (?:phấn đấu |chiếm |đạt )",
            figure.clause,
        )
        if rate:
            return rate["of"].strip()
        rest = PERCENT.sub("", self.folded[figure.end : end], count=1)
        if not rest.startswith(" "):
            return None
        phrase = re.split(rf"[.;:(,]| (?:{'|'.join(table()['quote']['verb'])}|trở lên)(?!\w)", rest)[0].strip()
        return phrase.removeprefix("các ").removeprefix("số ") or None


def _value(text: str) -> tuple[float | None, int]:
    """Return the value of a figure and how much of `text` says it ("một năm" is one year, not fifty-one)."""
    if text[0].isdigit():
        return parse_digits(text), len(text)
    words_ = text.split(" ")
    for count in range(len(words_), 0, -1):
        head = " ".join(words_[:count])
        value = parse_words(head)
        if value:
            return value, len(head)
    return None, 0


def _is_report(text: str, folded: str) -> bool:
    """Whether the paper's own type is a report: a line of its head opens with "BÁO CÁO"."""
    for match in re.finditer(rf"^{words(table()['reject']['report'])}(?!\w)", folded[:1500], re.MULTILINE):
        if text[match.start() : match.end()].isupper():
            return True
    return False


def _dated(deadline: Deadline) -> bool:
    """Whether the figures in a deadline's quote are its own ("ngày 15/3"), not those of a target around it."""
    return len(deadline.quote) < 200


def _cut(target: Target, end: int) -> Target:
    """Let a target end before the next one begins."""
    quote = target.quote[: end - target.start].rstrip(" ,.;(")
    for tail in (" và", " trong đó có", " trong đó", " có"):
        quote = quote.removesuffix(tail).rstrip(" ,")
    if not quote:
        return target
    return Target(
        quote, target.start, target.start + len(quote), target.comparator, target.value, target.value_to,
        target.unit, target.per, target.subject,
    )  # fmt: skip


def find_targets(
    reading: Reading,
    frame: Frame,
    units: tuple[Unit, ...],
    citations: tuple[Citation, ...],
    deadlines: tuple[Deadline, ...],
) -> tuple[Target, ...]:
    """Return every quantified result the paper wants reached, in order."""
    return tuple(_Finder(reading, frame, units, citations, deadlines).run())
