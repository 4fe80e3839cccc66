"""Where an expression of time stands, and whether such a place can bind anybody."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from parser.document import Citation, Frame, Header, Reading, Unit
from parser.folding import fold
from parser.time_atoms import table, words
from parser.time_expressions import CLOCK, Expression

_REACH = 3000
_DEAD_ZONES = frozenset({"head", "basis", "tail", "outside"})
_SENTENCE = re.compile(r"[.;:!?](?= )|(?<=[.;])\n")
_NUMBERED = re.compile(r"(?:\d[/-]\S*|số \S+|[-/]\w+),? *(?:ký |ban hành |, )?(?:ngày )?$")


@dataclass(frozen=True, slots=True)
class Place:
    """The line and the sentence around an expression (offsets), and what stands left and right of it."""

    line_start: int
    line_end: int
    sentence_start: int
    sentence_end: int
    left: str
    right: str


@cache
def _field_label() -> re.Pattern[str]:
    cue = table()["cue"]
    inner = words(cue["within"], cue["filler"], cue["before"], cue["until"], cue["from"])
    count = r"\d{1,2} ngày[:,(]?"  # "Thời gian tổ chức: 02 ngày: 20 và 21 tháng 4"
    return re.compile(
        rf"(?<!\w){words(table()['field']['label'])}[^:.;]{{0,60}}:[ *_]*(?:{count} )?(?:(?:{inner}|{CLOCK}),? ?)*$"
    )


@cache
def _opening(key: str) -> re.Pattern[str]:
    return re.compile(rf"(?:[-+*•–]|\(?\w{{1,4}}[.)-])?(?: |\d|\.)*{words(table()['reject'][key])}(?!\w)")


@cache
def _unlabelled() -> re.Pattern[str]:
    """Return the openings of paragraphs of the head and the recipients; "3. Căn cứ nội dung …" orders and is none."""
    return re.compile(rf"{words(table()['reject']['paragraph'])}(?!\w)")


@cache
def word_pattern(group: str, key: str) -> re.Pattern[str]:
    """Return a whole-word search for the words of `[group] key`."""
    return re.compile(rf"(?<!\w){words(table()[group][key])}(?!\w)")


@cache
def _reject_before() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){words(table()['reject']['before'])},? (?:(?:kể )?từ |thi hành )*(?:ngày )?$")


@cache
def _column() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){words(table()['field']['column'])}")


class Context:
    """Answers questions about places in one paper."""

    def __init__(
        self, reading: Reading, header: Header, frame: Frame, units: Sequence[Unit], citations: Sequence[Citation]
    ) -> None:
        self.text = reading.text
        self.folded = fold(reading.text)
        self.header = header
        self.frame = frame
        self.units = units
        self._unit_starts = [unit.start for unit in units]
        self.citations = citations
        self._citation_starts = [citation.start for citation in citations]

    @cached_property
    def title(self) -> str:
        """The folded title, "" where none is known."""
        return fold(self.header.title or "")

    @cached_property
    def year(self) -> int | None:
        """The year a day without one must mean; None where the paper runs over several years or does not tell."""
        years = set(re.findall(r"năm (20\d\d)", self.title))
        heads = words(table()["span"]["period"], table()["span"]["term"])
        if re.search(rf"{heads} 20\d\d|\d{{4}} ?[-–] ?20\d\d|đến (?:hết )?năm", self.title):
            return None
        own = self.header.date.year if self.header.date else None
        if len(years) == 1 and (own is None or int(next(iter(years))) - own in (0, 1)):
            return int(next(iter(years)))
        return own

    @cached_property
    def term(self) -> tuple[int, int] | None:
        """The term of office the paper speaks of ("nhiệm kỳ 2024 - 2029"), None where there is none or several."""
        pattern = re.compile(rf"{words(table()['span']['term'])} (20\d\d) ?[-–—] ?(20\d\d)")
        found = set(pattern.findall(self.title)) or set(pattern.findall(self.folded))
        if len(found) != 1:
            return None
        first, last = next(iter(found))
        return int(first), int(last)

    def place(self, e: Expression) -> Place:
        """Return the surroundings of `e`."""
        reach = max(0, e.start - _REACH)  # a bound on the work that a paper without line breaks can cause
        line_start = max(self.folded.rfind("\n", reach, e.start) + 1, reach)
        line_end = self.folded.find("\n", e.end, e.end + _REACH)
        line_end = min(len(self.folded), e.end + _REACH) if line_end < 0 else line_end
        low = max(line_start, e.start - 400)
        left = self.folded[low : e.start]
        stops = [m.end() for m in _SENTENCE.finditer(left)]
        right = self.folded[e.end : min(line_end, e.end + 240)]
        stop = _SENTENCE.search(right)
        return Place(
            line_start,
            line_end,
            low + (stops[-1] if stops else 0),
            e.end + (stop.start() if stop else len(right)),
            left,
            right,
        )

    def unit_at(self, position: int) -> Unit | None:
        """Return the unit that covers `position`."""
        index = bisect_right(self._unit_starts, position) - 1
        return self.units[index] if index >= 0 and position < self.units[index].end else None

    def citation_at(self, start: int, end: int) -> Citation | None:
        """Return a citation that overlaps [start, end)."""
        index = bisect_right(self._citation_starts, end - 1) - 1
        for citation in reversed(self.citations[max(0, index - 2) : index + 1]):
            if citation.start < end and start < citation.end:
                return citation
        return None

    def is_field(self, e: Expression, place: Place) -> bool:
        """Whether `e` fills a time field: a cell of a time column, a bare line, or what follows "Thời gian …:"."""
        unit = self.unit_at(e.start)
        if unit and unit.kind == "row":
            for column, start, end in unit.cells:
                if start <= e.start < end:
                    head = unit.columns[column] if column < len(unit.columns) else ""
                    if _column().search(fold(head)):
                        return True
                    return e.first.head != "" and end - start <= e.end - e.start + 2
            return False
        if _field_label().search(place.left):
            return True
        before, after = place.left.strip(" -+*().•"), place.right.strip(" .;*()")
        if not before and not after and len(place.left) == e.start - place.line_start:
            return e.first.grain != "year" or e.first.head != "" or not self._among_years(place)
        return (before.endswith("|") or not before) and (after.startswith("|") or not after) and "|" in before + after

    def _among_years(self, place: Place) -> bool:
        """Whether the next line or the one before is a bare year too: column heads, not terms."""
        above = self.folded[max(0, place.line_start - 6) : max(0, place.line_start - 1)]
        below = self.folded[place.line_end : place.line_end + 6]
        return bool(re.search(r"(?:^|\n)20\d\d$", above) or re.match(r"\n20\d\d(?:\n|$)", below))

    def in_dead_zone(self, e: Expression, place: Place) -> bool:
        """Whether `e` stands in the head, the basis, the recipients, or outside the paper."""
        unit = self.unit_at(e.start)
        if unit is not None:
            if unit.zone in _DEAD_ZONES:
                return not (unit.zone == "basis" and self._begins_rule(e, place))
        elif self.frame.body_end > 0 and not (
            self.frame.body_start <= e.start < self.frame.body_end or self.frame.tail_end <= e.start
        ):
            return True
        line = self.folded[place.line_start : place.line_start + 40]
        return place.sentence_start == place.line_start and bool(_unlabelled().match(line))

    def _begins_rule(self, e: Expression, place: Place) -> bool:
        """Whether the sentence that closes the basis orders from then on: "hướng dẫn … từ năm 2025 trở đi"."""
        since = e.cue == "from" and (e.open_end or self.folded.startswith(tuple(table()["cue"]["since"]), e.start))
        clause = place.left.rpartition(";")[2]
        return since and word_pattern("cue", "rules").search(clause) is not None

    @cached_property
    def outline_start(self) -> int:
        """Where an annexed report outline begins, which asks and does not order; the text's length if there is none."""
        pattern = re.compile(rf"^[^\n]{{0,20}}{words(table()['reject']['outline'])}\b[^\n]{{0,60}}$", re.MULTILINE)
        low = self.frame.body_end if 0 < self.frame.body_end < len(self.folded) else len(self.folded) // 4
        for match in pattern.finditer(self.folded, low):
            name = self.text[match.start() : match.start() + 30].strip()
            if name[:12].isupper() or self.folded.startswith(tuple(table()["reject"]["outline"]), match.start()):
                return match.start()
        return len(self.folded)

    def in_name(self, e: Expression, place: Place) -> bool:
        """Whether `e` is inside a citation, after a symbol, or between quotation marks."""
        if self.citation_at(e.core, e.end) is not None:
            return True
        left = self.folded[place.line_start : e.core]
        if left.count("“") > left.count("”") or left.count('"') % 2:
            return True
        return e.first.grain == "day" and bool(_NUMBERED.search(left[-60:]))

    def is_rejected(self, e: Expression) -> bool:
        """Whether the words right before say that this is no term ("hiệu lực từ ngày", "tầm nhìn đến")."""
        return bool(_reject_before().search(self.folded[max(0, e.start - 40) : e.start])) or bool(
            _reject_before().search(self.folded[max(0, e.core - 40) : e.core])
        )

    def is_past(self, day: date | None) -> bool:
        """Whether `day` was over when the paper was signed."""
        return day is not None and self.header.date is not None and day < self.header.date

    def looks_back(self, place: Place) -> bool:
        """Whether the sentence reviews a time: "Đánh giá kết quả … trong năm 2024"."""
        sentence = self.folded[place.sentence_start : place.sentence_end].strip()
        return bool(_opening("review").match(sentence)) or self.tells_past(place)

    def tells_past(self, place: Place) -> bool:
        """Whether the sentence tells what was done."""
        return bool(word_pattern("reject", "past").search(self.folded, place.sentence_start, place.sentence_end))
