"""Decides which expressions of time bind somebody, and what they mean.

Most times in a paper bind nobody: dates of documents, years that are attributes, what is reviewed. A time is
taken only where its own words ("trước", "hoàn thành trong") or its place (a time field, a cell) make it a term.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from parser.time_atoms import table, words
from parser.time_calendar import day_before, year_span
from parser.time_context import Context, Place, word_pattern
from parser.time_expressions import Expression
from parser.time_relative import Verdict, judge_after, judge_relative

_LINE_END = re.compile(r"[ .;)*]*$")
_COUNTED = re.compile(r" (?:ít nhất |tối thiểu |không dưới |có từ )?(?!0?1 lần)\d{1,3} \w")


@cache
def _executes() -> re.Pattern[str]:
    known = table()["span"]
    return re.compile(
        rf"^[-+*•–]* ?(?:\w{{1,4}}[.)] ?)*{words(known['execute'])} (?:{words(known['well'])} )?"
        rf"(?:$|{words(known['programme'])}(?: [^,;.:“\"]*)? $)"
    )


def _sentence(place: Place) -> tuple[int, int]:
    return place.sentence_start, place.sentence_end


class Judge:
    """Decides for each expression of one paper whether it is a deadline, and which."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.folded = context.folded

    def judge(self, e: Expression) -> Verdict | None:
        """Return what `e` means, or None where it binds nobody."""
        place = self.context.place(e)
        if self.context.in_dead_zone(e, place):
            return None
        if self.context.in_name(e, place):
            return self._programme(e)
        field = self.context.is_field(e, place)
        if e.first.grain == "ongoing":
            return self._ongoing(e, place, field)
        if e.first.grain == "after":
            return judge_after(self.context, e, place, field)
        if e.first.grain == "relative":
            return judge_relative(self.context, e, place)
        if e.first.grain == "turn":
            return None if self.context.looks_back(place) else Verdict("due")
        if e.first.grain == "each":
            return None if self.context.looks_back(place) else Verdict("recurring")
        if e.first.grain == "part":
            return self._term(e)
        if e.recurring:
            return self._recurring(e, place, field)
        if self.context.is_rejected(e) or e.first.head == "thứ" or e.first.head == "học" and not field:
            return None
        verdict = self._point(e, place, field)
        if verdict and self.context.is_past(verdict.to) and not self._demanded(e, place):
            return None
        return verdict

    def _demanded(self, e: Expression, place: Place) -> bool:
        """Whether a demand is quoted with its full date: "đã đề nghị … trả lời trước ngày …" is past, yet stands."""
        if e.cue != "before" or e.first.grain != "day" or not e.first.year or self.context.citation_at(e.start, e.end):
            return False
        return word_pattern("reject", "demand").search(self.folded, place.sentence_start, e.start) is not None

    def may_bind(self, e: Expression) -> bool:
        """Whether `e` stands where a time can bind at all."""
        context, place = self.context, self.context.place(e)
        blocked = context.in_dead_zone(e, place) or context.in_name(e, place) or context.is_rejected(e)
        return not blocked and not context.tells_past(place)

    def _programme(self, e: Expression) -> Verdict | None:
        """A programme with its own period that the sentence orders to carry out: the period bounds the work."""
        citation = self.context.citation_at(e.core, e.end)
        if citation is None or citation.number or e.first.grain != "years" or "“" in citation.quote:
            return None
        line = self.folded[max(0, citation.start - 200) : citation.start].rpartition("\n")[2]
        if citation.end != e.end or not _executes().search(line):
            return None
        first, last = e.first.span(None)
        return None if self.context.is_past(last) else Verdict("period", first, last)

    def _ongoing(self, e: Expression, place: Place, field: bool) -> Verdict | None:
        """ "Thường xuyên" is a time only where a time is asked for; elsewhere it is an adverb."""
        if field:
            return Verdict("ongoing")
        starts_field = re.search(r":[ *]*$|\|[ *]*$|^[ *]*$", place.left) is not None
        bare_end = re.match(r"(?:, liên tục|, hằng năm|, theo [^.;|\n]{0,40})?[ .*]*(?:\||$)", place.right) is not None
        if starts_field and bare_end:
            return Verdict("ongoing")
        capital = (
            self.context.text[e.core : e.core + 2].istitle()
            and place.left.endswith(" ")
            and place.left.rstrip()[-1:].isalnum()
        )
        return Verdict("ongoing") if capital and bare_end else None

    def _term(self, e: Expression) -> Verdict | None:
        """ "Trong nhiệm kỳ" bounds the work by the term; "giữa nhiệm kỳ" names no day."""
        span = table()["span"]
        if e.first.head.split(" ", 1)[0] in span["part"] or e.first.head in span["unnamed_year"]:
            return Verdict("due")
        term = self.context.term
        if term is None:
            return None
        first, last = year_span(*term)
        return Verdict("period", first, last)

    def _recurring(self, e: Expression, place: Place, field: bool) -> Verdict | None:
        known = table()["recur"]
        if not field:
            before = re.compile(rf"(?<!\w){words(known['attribute_before'])}(?:,? (?!\w*hằng)\w+){{0,4}},? $")
            attribute = before.search(place.left)
            if attribute and e.first.grain != "day" and not self._provides(place.left[: attribute.start()]):
                return None
            sentence = self.folded[place.sentence_start : place.sentence_end]
            measured = word_pattern("recur", "measure").search(self.folded, place.sentence_start, e.start)
            if e.first.grain == "regular" and (measured or place.left.endswith("theo ")):
                return None
            if place.right.startswith(" là ") or word_pattern("recur", "describing").search(sentence):
                return None
            if e.start >= self.context.outline_start:
                return None
            if e.first.head == known["every"][-1] and not self._leads(place):
                return None
        first, last = e.year.span(None) if e.year else (None, None)
        rule = e.rule or e.first.rule
        if e.open_end or e.cue == "from" and e.first.year:
            first = e.first.span(None)[0]
        return Verdict("recurring", first, last, rule)

    def _provides(self, left: str) -> bool:
        """Whether the fund named is what is ordered: "bố trí ngân sách hằng năm", not "từ ngân sách hằng năm"."""
        return re.search(rf"(?<!\w){words(table()['recur']['provide'])} $", left) is not None

    def _leads(self, place: Place) -> bool:
        """ "Mỗi năm tổ chức …" orders; "02 lần mỗi năm" belongs to the figure before it."""
        left = place.left[-60:]
        if re.search(r"(?:^|[,;:.(] ?|[-+*•] )$", left):
            return True
        if _COUNTED.match(place.right):  # "tập huấn mỗi năm ít nhất 02 lần": so it does when the figure follows
            return False
        return not re.search(r"\d", re.split(r"[;:.(]|\d[-.)] ", left)[-1])

    def _point(self, e: Expression, place: Place, field: bool) -> Verdict | None:
        if e.any_year:
            return Verdict("period") if not self.context.looks_back(place) else None
        if e.first.grain == "days":
            return self._days(e, place, field)
        first, end_of_first = e.first.span(self.context.year)
        last = e.last.span(self.context.year)[1] if e.last else end_of_first
        if e.last is not None and last is not None and first is not None and last < first:
            return None
        if e.open_end:
            return Verdict("period", first) if field or e.cue == "from" or e.first.year else None
        if e.last is not None:
            return self._range(e, place, field, first, last)
        if e.first.grain == "years":
            return self._years(e, place, field, first, last)
        if e.cue == "before":
            return self._before(e, first)
        if e.cue == "until":
            return self._until(e, place, first, last)
        if e.first.grain == "day":
            return self._day(e, place, field, first)
        return self._stretch(e, place, field, first, last)

    def _days(self, e: Expression, place: Place, field: bool) -> Verdict | None:
        """Several days of a month: those of a list happen, those of a range are a stretch of time."""
        first, last = e.first.span(self.context.year)
        if first is None or last is None or self.context.tells_past(place) and not field:
            return None
        if e.cue in ("before", "until"):
            return Verdict("due", None, day_before(first) if e.cue == "before" else last)
        if e.first.head == "-":
            return Verdict("period", first, last)
        near = word_pattern("cue", "happen").search(place.left[-25:] + " ")
        return Verdict("event", first, last) if field or near and not self.context.is_past(first) else None

    def _yearly(self, e: Expression) -> Verdict | None:
        """A day without a year in a paper of several years recurs every year."""
        if e.first.grain != "day" or not e.first.month or e.first.year or self.context.year:
            return None
        if not self.context.title and self.context.header.date is None:
            return None
        return Verdict("recurring", rule=f"FREQ=YEARLY;BYMONTH={e.first.month};BYMONTHDAY={e.first.day}")

    def _before(self, e: Expression, first: date | None) -> Verdict | None:
        if e.first.grain == "day" and not e.first.month:
            return None
        if first is None:
            return self._yearly(e) or Verdict("due")
        return Verdict("due", None, first if e.clock else day_before(first))

    def _until(self, e: Expression, place: Place, first: date | None, last: date | None) -> Verdict | None:
        if (
            e.first.grain == "day"
            and not e.first.month
            or word_pattern("reject", "status").search(place.left[-16:].rstrip()[-9:])
        ):
            return None
        if last is None:
            return self._yearly(e) or Verdict("due")
        cue = self.folded[e.start : e.core]
        if e.first.grain == "year" and not re.search(r"[-+*•.)] ?$|^$", place.left):
            aim = re.search(rf"(?<!\w){words(table()['reject']['aim'])} $", place.left)
            if aim and word_pattern("reject", "retold").search(self.folded, e.end, place.sentence_end):
                return None
            goal = word_pattern("cue", "finish").search(place.left[-80:] + cue)
            goal = goal or re.match(rf" {words(table()['cue']['goal_after'])}(?!\w)", place.right)
            if cue.startswith("đến hết") or "hết" in cue:
                return Verdict("due" if goal else "period", None, last)
            return Verdict("due", None, last) if goal else None
        if e.first.grain in ("month", "quarter", "half") and place.left.endswith(" từ "):
            return None
        return Verdict("due", None, last)

    def _range(self, e: Expression, place: Place, field: bool, first: date | None, last: date | None) -> Verdict | None:
        if e.first.grain == "day" and not e.first.month:
            return None
        anniversary = word_pattern("cue", "anniversary").search(place.left[-120:])
        if (
            anniversary
            and e.first.grain == "day"
            and e.last
            and (e.first.day, e.first.month) == (e.last.day, e.last.month)
        ):
            occasion = word_pattern("cue", "occasion").search(place.left[-120:])
            return Verdict("event", last, last) if occasion and last else None
        if self.context.tells_past(place) and not field:
            return None
        return Verdict("period", first, last)

    def _years(self, e: Expression, place: Place, field: bool, first: date | None, last: date | None) -> Verdict | None:
        """ "Giai đoạn 2026 - 2030" bounds the work after "trong", in a field, or alone on a heading."""
        if e.first.head == "học":
            first = last = None
        alone = not place.left.strip(" -+*.()0123456789") and _LINE_END.match(place.right)
        flat = not e.first.head and place.left.endswith(" ") and place.left.rstrip()[-1:].isalpha()
        flat = flat and (not place.right.strip() or self.context.text[e.end + 1 : e.end + 2].isupper())
        line = self.folded[place.line_start : e.start]
        if e.first.head in table()["span"]["period"] and _executes().search(line) and not self.context.is_past(last):
            return Verdict("period", first, last)
        if field or e.cue == "within" and e.first.head or alone or flat and self.context.frame.tail_end <= e.start:
            return Verdict("period", first, last)
        return None

    def _day(self, e: Expression, place: Place, field: bool, day: date | None) -> Verdict | None:
        if not e.first.month:
            return None
        occasion = word_pattern("cue", "occasion").search(place.left[-100:] + self.folded[e.start : e.core])
        if occasion and not re.search(r"[.;]", place.left[-100:][occasion.end() :]):
            return self._occasion(e, place, day)
        if day and self._is_programme(place) and not self.context.is_past(day):
            return Verdict("event", day, day)
        if e.cue == "from" and day and self._since(e):
            return Verdict("period", day)
        if e.cue == "from" and e.clock and day:  # "bắt đầu từ 8 giờ 00 ngày …" is when it happens
            return Verdict("event", day, day)
        if e.cue == "from" and field and day:
            return Verdict("period", day)
        label = place.left[-80:]
        if e.cue == "within" or field:
            done = re.search(
                r"hoàn thành|xong|hạn|tiến độ|kết thúc|gửi|báo cáo|nộp", label + self.folded[e.start : e.core]
            )
            cell = field and ":" not in label
            if day is None:
                return self._yearly(e) if field else None
            return Verdict("due", None, day) if done or cell else Verdict("event", day, day)
        if day is None or e.first.head != "ngày" and not e.first.year:
            return None
        if e.cue == "from":
            return None
        dated = self.context.header.date is not None and day >= self.context.header.date
        near = word_pattern("cue", "happen").search(place.left[-25:] + " ")
        return Verdict("event", day, day) if dated and near else None

    def _is_programme(self, place: Place) -> bool:
        """Whether the day is the heading of a programme: "NGÀY 2: THỨ BA, NGÀY 21/4/2026", "Sáng ngày 21/4/2026:"."""
        weekday = words(list(table()["weekday"]))
        part = words(table()["cue"]["part_of_day"])
        named = re.search(
            rf"^\W*(?:\w{{1,3}}[.)] ?)?(?:(?:ngày|buổi) \w+ ?[:,.–-] ?)?(?:{weekday},? |{part} )*$", place.left
        )
        rest = re.match(rf"[ ,]*(?:\(?{weekday}\)?)?[ :.]*$", place.right)
        bare = not place.left.strip(" -+*•.") and not place.right.strip(" .:")
        return bool(named and rest) and not bare

    def _since(self, e: Expression) -> bool:
        """Whether "kể từ …" begins a rule; a bare "từ ngày" may be anything."""
        return self.folded.startswith(tuple(table()["cue"]["since"]), e.start)

    def _occasion(self, e: Expression, place: Place, day: date | None) -> Verdict | None:
        """ "Vào dịp kỷ niệm … 19/5/2024" is an event; with "hằng năm" before it, one of every year."""
        yearly = re.search(rf"{words(table()['recur']['every'])} năm \(?$", place.left)
        if yearly or day is None and e.first.month and re.search(r"\($", place.left):
            return Verdict("recurring", rule=f"FREQ=YEARLY;BYMONTH={e.first.month};BYMONTHDAY={e.first.day}")
        return Verdict("event", day, day) if day else None

    def _is_to_come(self, e: Expression, place: Place, first: date | None) -> bool:
        """Whether a "đã" of the sentence cannot speak of `e`: "các điểm đã hình thành …, báo cáo trong quý II".

        It cannot where `e` begins after the signing, or where what is ahead stands between the two.
        """
        signed = self.context.header.date
        if e.first.year and first and signed and first > signed:
            return True
        past = max(m.end() for m in word_pattern("reject", "past").finditer(self.folded, *_sentence(place)))
        return word_pattern("reject", "ahead").search(self.folded, past, e.core) is not None

    def _is_planned(self, place: Place) -> bool:
        """Whether something is only expected to take place: "(dự kiến tổ chức trong quý II/2026)"."""
        cue = table()["cue"]
        planned = rf"(?<!\w){words(cue['planned'])} {words(cue['held'])} $"
        return re.search(planned, place.left) is not None

    def _stretch(
        self, e: Expression, place: Place, field: bool, first: date | None, last: date | None
    ) -> Verdict | None:
        """A month, quarter, half or year named as a whole."""
        grain = e.first.grain
        if e.cue == "from":
            return Verdict("period", first) if field or first and self._since(e) else None
        if self._is_planned(place) and first:
            return Verdict("event", first, last)
        lead = not place.left.strip(" -+*.(•") or re.search(r"\(\s*$", place.left) is not None
        if grain == "year":
            if field and e.first.head != "học":
                return Verdict("due", first, last)
            if e.cue != "within" or not e.first.head or e.first.head == "học" or self.context.looks_back(place):
                return None
            return Verdict("due", first, last)
        if grain == "half" and e.cue is None and not field and not lead:
            return None
        if e.cue == "within" or field or lead and (e.first.year or grain != "month"):
            if self.context.tells_past(place) and not field and not self._is_to_come(e, place, first):
                return None
            if first is None and not field and e.cue is None:
                return None
            return Verdict("due", first, last)
        return None
