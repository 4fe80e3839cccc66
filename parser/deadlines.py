"""Every time that constrains work: days and periods, recurrences, relative terms, "thường xuyên" as a task's time.

Most times in a paper bind nobody: dates of documents, years that are attributes, what is reviewed. A time is
taken only where its own words ("trước", "hoàn thành trong") or its place (a time field, a cell) make it a term.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from parser.document import Citation, Deadline, DeadlineKind, Frame, Header, Reading, Unit
from parser.time_atoms import table, words
from parser.time_calendar import day_before, year_span
from parser.time_context import Context, Place, word_pattern
from parser.time_expressions import Expression, find_expressions

_MOST_IN_LINE = 2000  # no paragraph has more; text that has is not a paper, and must not cost minutes
_LINE_END = re.compile(r"[ .;)*]*$")


@dataclass(frozen=True, slots=True)
class _Verdict:
    kind: DeadlineKind
    from_: date | None = None
    to: date | None = None
    rule: str | None = None
    end: int | None = None


@cache
def _anchor() -> re.Pattern[str]:
    return re.compile(rf"[^.;:\n]{{0,40}}?(?<!\w){words(table()['relative']['anchor'])}")


@cache
def _sure() -> re.Pattern[str]:
    return re.compile(rf"{words(table()['relative']['sure'])} ")


@cache
def _executes() -> re.Pattern[str]:
    known = table()["span"]
    return re.compile(
        rf"^[-+*•–]* ?(?:\w{{1,4}}[.)] ?)*{words(known['execute'])} (?:{words(known['well'])} )?"
        rf"(?:$|{words(known['programme'])}(?: [^,;.:“\"]*)? $)"
    )


class _Judge:
    """Decides for each expression of one paper whether it is a deadline, and which."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.folded = context.folded

    def judge(self, e: Expression) -> _Verdict | None:
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
            return self._after(e, place, field)
        if e.first.grain == "relative":
            return self._relative(e, place)
        if e.first.grain == "turn":
            return None if self.context.looks_back(place) else _Verdict("due")
        if e.first.grain == "each":
            return None if self.context.looks_back(place) else _Verdict("recurring")
        if e.first.grain == "part":
            return self._term(e)
        if e.recurring:
            return self._recurring(e, place, field)
        if self.context.is_rejected(e) or e.first.head == "thứ" or e.first.head == "học" and not field:
            return None
        verdict = self._point(e, place, field)
        if verdict and self.context.is_past(verdict.to):
            return None
        return verdict

    def may_bind(self, e: Expression) -> bool:
        """Whether `e` stands where a time can bind at all."""
        context, place = self.context, self.context.place(e)
        blocked = context.in_dead_zone(e, place) or context.in_name(e, place) or context.is_rejected(e)
        return not blocked and not context.tells_past(place)

    def _programme(self, e: Expression) -> _Verdict | None:
        """A programme with its own period that the sentence orders to carry out: the period bounds the work."""
        citation = self.context.citation_at(e.core, e.end)
        if citation is None or citation.number or e.first.grain != "years" or "“" in citation.quote:
            return None
        line = self.folded[max(0, citation.start - 200) : citation.start].rpartition("\n")[2]
        if citation.end != e.end or not _executes().search(line):
            return None
        first, last = e.first.span(None)
        return None if self.context.is_past(last) else _Verdict("period", first, last)

    def _ongoing(self, e: Expression, place: Place, field: bool) -> _Verdict | None:
        """ "Thường xuyên" is a time only where a time is asked for; elsewhere it is an adverb."""
        if field:
            return _Verdict("ongoing")
        starts_field = re.search(r":[ *]*$|\|[ *]*$|^[ *]*$", place.left) is not None
        bare_end = re.match(r"(?:, liên tục|, hằng năm|, theo [^.;|\n]{0,40})?[ .*]*(?:\||$)", place.right) is not None
        if starts_field and bare_end:
            return _Verdict("ongoing")
        capital = (
            self.context.text[e.core : e.core + 2].istitle()
            and place.left.endswith(" ")
            and place.left.rstrip()[-1:].isalnum()
        )
        return _Verdict("ongoing") if capital and bare_end else None

    def _after(self, e: Expression, place: Place, field: bool) -> _Verdict | None:
        """ "Sau khi … ban hành", "khi đã có Quyết định …": the occasion has no day, but the term binds."""
        known = table()["relative"]
        head = e.first.head
        if field or _field_tail(place.left):
            stop = re.match(r"[^.;\n|]*", place.right)
            return _Verdict("due", end=e.end + (stop.end() if stop else 0))
        if head != known["after"][-2] and self.context.looks_back(place):
            return None
        opens = bool(_OPENS.search(place.left))
        if head.startswith("khi "):
            paper = re.match(rf" {words(known['paper'])}(?!\w)[^,.;:\n]*", place.right)
            other = re.search(rf"(?<!\w){words(known['not_after'])} $", place.left)
            at_start = opens and not place.left.rstrip(" *")[-1:].isalpha()
            if not paper or other or not (at_start or head != known["after"][-1]):
                return None
            return _Verdict("due", end=e.end + paper.end())
        if head != known["after"][0]:
            return _Verdict("due", end=_clause_end(e, place))
        reach = 160 if opens else 0
        acts = known["act"] if opens else known["near"]
        act = re.match(rf"[^.;:\n]{{0,{reach}}}?(?<!\w){words(acts)}[^,.;:\n]*", place.right[0 if opens else 1 :])
        if not act:
            return None
        return _Verdict("due", end=e.end + act.end() + (0 if opens else 1))

    def _relative(self, e: Expression, place: Place) -> _Verdict | None:
        """Terms counted from an event: no day can be told, but the term binds."""
        anchor = _anchor().match(place.right)
        sure = _sure().match(self.folded, e.core) is not None
        ahead = self.folded.startswith(table()["cue"]["before"][0], e.core) and self._ahead(place)
        if not anchor and not sure and not ahead and e.first.head != "work":
            return None
        if anchor is None:
            return _Verdict("due", end=_clause_end(e, place) if ahead and place.right.startswith(" của ") else None)
        closing = words(table()["relative"]["stop"])
        tail = re.compile(rf"(?:(?! {closing}(?!\w))[^,.;:()\n]){{0,120}}").match(place.right, anchor.end())
        return _Verdict("due", end=e.end + (tail.end() if tail else anchor.end()))

    def _ahead(self, place: Place) -> bool:
        """Whether "trước 15 ngày" is counted back from an occasion: "… của các đợt", or what is sent so long before."""
        known = table()["relative"]
        if re.match(rf" {words(known['before_what'])}(?!\w)", place.right):
            return True
        clause = re.split(r"[.;:(]", place.left)[-1]
        return re.search(rf"(?<!\w){words(known['sends'])}(?!\w)", clause[-120:]) is not None

    def _term(self, e: Expression) -> _Verdict | None:
        """ "Trong nhiệm kỳ" bounds the work by the term; "giữa nhiệm kỳ" names no day."""
        if e.first.head.split(" ", 1)[0] in table()["span"]["part"]:
            return _Verdict("due")
        term = self.context.term
        if term is None:
            return None
        first, last = year_span(*term)
        return _Verdict("period", first, last)

    def _recurring(self, e: Expression, place: Place, field: bool) -> _Verdict | None:
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
        return _Verdict("recurring", first, last, rule)

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

    def _point(self, e: Expression, place: Place, field: bool) -> _Verdict | None:
        if e.any_year:
            return _Verdict("period") if not self.context.looks_back(place) else None
        if e.first.grain == "days":
            return self._days(e, place, field)
        first, end_of_first = e.first.span(self.context.year)
        last = e.last.span(self.context.year)[1] if e.last else end_of_first
        if e.last is not None and last is not None and first is not None and last < first:
            return None
        if e.open_end:
            return _Verdict("period", first) if field or e.cue == "from" or e.first.year else None
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

    def _days(self, e: Expression, place: Place, field: bool) -> _Verdict | None:
        """Several days of a month: those of a list happen, those of a range are a stretch of time."""
        first, last = e.first.span(self.context.year)
        if first is None or last is None or self.context.tells_past(place) and not field:
            return None
        if e.cue in ("before", "until"):
            return _Verdict("due", None, day_before(first) if e.cue == "before" else last)
        if e.first.head == "-":
            return _Verdict("period", first, last)
        near = word_pattern("cue", "happen").search(place.left[-25:] + " ")
        return _Verdict("event", first, last) if field or near and not self.context.is_past(first) else None

    def _yearly(self, e: Expression) -> _Verdict | None:
        """A day without a year in a paper of several years recurs every year."""
        if e.first.grain != "day" or not e.first.month or e.first.year or self.context.year:
            return None
        if not self.context.title and self.context.header.date is None:
            return None
        return _Verdict("recurring", rule=f"FREQ=YEARLY;BYMONTH={e.first.month};BYMONTHDAY={e.first.day}")

    def _before(self, e: Expression, first: date | None) -> _Verdict | None:
        if e.first.grain == "day" and not e.first.month:
            return None
        if first is None:
            return self._yearly(e) or _Verdict("due")
        return _Verdict("due", None, first if e.clock else day_before(first))

    def _until(self, e: Expression, place: Place, first: date | None, last: date | None) -> _Verdict | None:
        if (
            e.first.grain == "day"
            and not e.first.month
            or word_pattern("reject", "status").search(place.left[-16:].rstrip()[-9:])
        ):
            return None
        if last is None:
            return self._yearly(e) or _Verdict("due")
        cue = self.folded[e.start : e.core]
        if e.first.grain == "year" and not re.search(r"[-+*•.)] ?$|^$", place.left):
            goal = word_pattern("cue", "finish").search(place.left[-80:] + cue)
            if cue.startswith("đến hết") or "hết" in cue:
                return _Verdict("due" if goal else "period", None, last)
            return _Verdict("due", None, last) if goal else None
        if e.first.grain in ("month", "quarter", "half") and place.left.endswith(" từ "):
            return None
        return _Verdict("due", None, last)

    def _range(
        self, e: Expression, place: Place, field: bool, first: date | None, last: date | None
    ) -> _Verdict | None:
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
            return _Verdict("event", last, last) if occasion and last else None
        if self.context.tells_past(place) and not field:
            return None
        return _Verdict("period", first, last)

    def _years(
        self, e: Expression, place: Place, field: bool, first: date | None, last: date | None
    ) -> _Verdict | None:
        """ "Giai đoạn 2026 - 2030" bounds the work after "trong", in a field, or alone on a heading."""
        if e.first.head == "học":
            first = last = None
        alone = not place.left.strip(" -+*.()0123456789") and _LINE_END.match(place.right)
        flat = not e.first.head and place.left.endswith(" ") and place.left.rstrip()[-1:].isalpha()
        flat = flat and (not place.right.strip() or self.context.text[e.end + 1 : e.end + 2].isupper())
        line = self.folded[place.line_start : e.start]
        if e.first.head in table()["span"]["period"] and _executes().search(line) and not self.context.is_past(last):
            return _Verdict("period", first, last)
        if field or e.cue == "within" and e.first.head or alone or flat and self.context.frame.tail_end <= e.start:
            return _Verdict("period", first, last)
        return None

    def _day(self, e: Expression, place: Place, field: bool, day: date | None) -> _Verdict | None:
        if not e.first.month:
            return None
        occasion = word_pattern("cue", "occasion").search(place.left[-100:] + self.folded[e.start : e.core])
        if occasion and not re.search(r"[.;]", place.left[-100:][occasion.end() :]):
            return self._occasion(e, place, day)
        if day and self._is_programme(place) and not self.context.is_past(day):
            return _Verdict("event", day, day)
        if e.cue == "from" and day and self._since(e):
            return _Verdict("period", day)
        if e.cue == "from" and e.clock and day:  # "bắt đầu từ 8 giờ 00 ngày …" is when it happens
            return _Verdict("event", day, day)
        if e.cue == "from" and field and day:
            return _Verdict("period", day)
        label = place.left[-80:]
        if e.cue == "within" or field:
            done = re.search(
                r"hoàn thành|xong|hạn|tiến độ|kết thúc|gửi|báo cáo|nộp", label + self.folded[e.start : e.core]
            )
            cell = field and ":" not in label
            if day is None:
                return self._yearly(e) if field else None
            return _Verdict("due", None, day) if done or cell else _Verdict("event", day, day)
        if day is None or e.first.head != "ngày" and not e.first.year:
            return None
        if e.cue == "from":
            return None
        dated = self.context.header.date is not None and day >= self.context.header.date
        near = word_pattern("cue", "happen").search(place.left[-25:] + " ")
        return _Verdict("event", day, day) if dated and near else None

    def _is_programme(self, place: Place) -> bool:
        """Whether the day is the heading of a programme: "NGÀY 2: THỨ BA, NGÀY 25/8/2026", "Sáng ngày 25/8/2026:"."""
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

    def _occasion(self, e: Expression, place: Place, day: date | None) -> _Verdict | None:
        """ "Vào dịp kỷ niệm … 19/5/2024" is an event; with "hằng năm" before it, one of every year."""
        yearly = re.search(rf"{words(table()['recur']['every'])} năm \(?$", place.left)
        if yearly or day is None and e.first.month and re.search(r"\($", place.left):
            return _Verdict("recurring", rule=f"FREQ=YEARLY;BYMONTH={e.first.month};BYMONTHDAY={e.first.day}")
        return _Verdict("event", day, day) if day else None

    def _is_planned(self, place: Place) -> bool:
        """Whether something is only expected to take place: "(dự kiến tổ chức trong tháng 6/2026)"."""
        cue = table()["cue"]
        planned = rf"(?<!\w){words(cue['planned'])} {words(cue['held'])} $"
        return re.search(planned, place.left) is not None

    def _stretch(
        self, e: Expression, place: Place, field: bool, first: date | None, last: date | None
    ) -> _Verdict | None:
        """A month, quarter, half or year named as a whole."""
        grain = e.first.grain
        if e.cue == "from":
            return _Verdict("period", first) if field or first and self._since(e) else None
        if self._is_planned(place) and first:
            return _Verdict("event", first, last)
        lead = not place.left.strip(" -+*.(•") or re.search(r"\(\s*$", place.left) is not None
        if grain == "year":
            if field and e.first.head != "học":
                return _Verdict("due", first, last)
            if e.cue != "within" or not e.first.head or e.first.head == "học" or self.context.looks_back(place):
                return None
            return _Verdict("due", first, last)
        if grain == "half" and e.cue is None and not field and not lead:
            return None
        if e.cue == "within" or field or lead and (e.first.year or grain != "month"):
            if self.context.tells_past(place) and not field:
                return None
            if first is None and not field and e.cue is None:
                return None
            return _Verdict("due", first, last)
        return None


_COUNTED = re.compile(r" (?:ít nhất |tối thiểu |không dưới |có từ )?(?!0?1 lần)\d{1,3} \w")
_OPENS = re.compile(r"^[ *]*(?:[-+*•–])? ?(?:\(?\w{1,4}[.)-] ?){0,3}$|[,;:.(]\s*$|(?<!\w)(?:và|hoàn thành|thực hiện) $")


def _clause_end(e: Expression, place: Place) -> int:
    stop = re.match(r"[^,.;:()\n]*", place.right)
    return e.end + (stop.end() if stop else 0)


def _field_tail(left: str) -> bool:
    """Whether `left` ends with "Thời gian thực hiện " (the colon forgotten)."""
    return re.search(rf"{words(table()['field']['label'])} \w+ \w+:? $", left) is not None


def _named_day(e: Expression) -> str | None:
    """Return the BY parts of a day that only a recurrence before it can place: "hằng tháng … trước ngày 10"."""
    if (
        e.first.grain != "day"
        or e.last
        or e.first.year
        or e.first.head == "thứ"
        or e.cue not in ("before", "until", "within")
    ):
        return None
    return f";BYMONTH={e.first.month};BYMONTHDAY={e.first.day}" if e.first.month else f";BYMONTHDAY={e.first.day}"


def _fits(base: str, parts: str, e: Expression) -> bool:
    if "BYMONTH=" in parts:
        return base == "FREQ=YEARLY"
    if "BYMONTHDAY" in base:
        return False
    return base == (e.first.rule or "FREQ=MONTHLY")


class _Collector:
    """Collects deadlines in order, letting a recurrence and its named day in one sentence be one deadline."""

    def __init__(self, context: Context) -> None:
        self.text = context.text
        self.judge = _Judge(context)
        self.found: list[Deadline] = []
        self.waiting: list[tuple[int, Expression]] = []

    def _same_sentence(self, start: int, end: int) -> bool:
        return re.search(r"[;\n]|[.:] |“", self.text[start:end]) is None

    def add(self, e: Expression) -> None:
        """Judge `e` and keep it where it binds."""
        if self.found and e.start < self.found[-1].end:
            return
        verdict = self.judge.judge(e) or self._follows(e) or self._again(e)
        parts = _named_day(e)
        if parts and self._join_before(e, parts):
            return
        if verdict is None:
            return
        end = min(verdict.end or e.end, len(self.text))
        while end > e.start and self.text[end - 1] in " *,.;":
            end -= 1
        deadline = Deadline(
            self.text[e.start : end], e.start, end, verdict.kind, verdict.from_, verdict.to, verdict.rule
        )
        if verdict.kind == "recurring" and verdict.rule and verdict.rule.startswith("FREQ=YEARLY"):
            self._share_year(e)
        if verdict.kind == "recurring" and self._absorb(deadline):
            return
        if parts and verdict.kind == "due" and "BYMONTH=" in parts and self._repeats(e):
            deadline = replace(deadline, kind="recurring", from_=None, to=None, rrule="FREQ=YEARLY" + parts)
        if parts and verdict.kind == "due":
            self.waiting.append((len(self.found), e))
        self.found.append(deadline)

    def _follows(self, e: Expression) -> _Verdict | None:
        """Let the second of "trong quý II và quý III" bind like the first."""
        last = self.found[-1] if self.found else None
        if last is None or last.kind != "due" or e.first.grain not in ("month", "quarter") or e.cue or e.last:
            return None
        if self.text[last.end : e.start] not in (", ", " và ", "; "):
            return None
        first, end = e.first.span(last.to.year if last.to else None)
        return _Verdict("due", first, end) if (end is None) == (last.to is None) else None

    def _again(self, e: Expression) -> _Verdict | None:
        """Let a day that the paper has named as that of its event be so again: "mời báo cáo viên cho ngày 26/8"."""
        if e.first.grain != "day" or e.first.head != "ngày" or e.last or e.rule or e.cue in ("before", "until", "from"):
            return None
        for found in self.found[-40:]:
            if found.kind != "event" or found.from_ is None or found.to is None:
                continue
            day = e.first.span(found.from_.year)[0]
            if day is not None and found.from_ <= day <= found.to:
                return _Verdict("event", day, day) if self.judge.may_bind(e) else None
        return None

    def _absorb(self, deadline: Deadline) -> bool:
        """Let a bare "định kỳ" right before a recurrence be part of it: "định kỳ (hằng năm)"."""
        last = self.found[-1] if self.found else None
        if last is None or last.kind != "recurring" or last.rrule or deadline.rrule is None:
            return False
        gap = self.text[last.end : deadline.start]
        if last.quote.casefold().startswith(tuple(table()["relative"]["each"])) and not re.search(r"[^\w ]", gap):
            self.found[-1] = deadline  # "sau mỗi đợt sinh hoạt hằng quý": the recurrence named tells when
            return True
        if gap.strip(" (,"):
            return False
        self.found[-1] = replace(deadline, quote=self.text[last.start : deadline.end], start=last.start)
        return True

    def _repeats(self, e: Expression) -> bool:
        """Whether a recurrence of months stands before `e` in its sentence: "định kỳ 6 tháng … trước ngày 15/6"."""
        for last in reversed(self.found[-3:]):
            if (
                last.kind == "recurring"
                and last.rrule
                and "BYMONTHDAY" not in last.rrule.replace("FREQ=YEARLY;BYMONTH=", "")
            ):
                return self._same_sentence(last.end, e.start)
            if last.kind == "recurring" and last.rrule and last.rrule.startswith("FREQ=YEARLY"):
                return self._same_sentence(last.end, e.start)
        return False

    def _join_before(self, e: Expression, parts: str) -> bool:
        """Give the recurrence just before its named day."""
        last = self.found[-1] if self.found else None
        if last is None or last.kind != "recurring" or not self._same_sentence(last.end, e.start):
            return False
        base = last.rrule or ("FREQ=YEARLY" if "BYMONTH=" in parts else "FREQ=MONTHLY")
        if e.start - last.end > 200 or not _fits(base, parts, e):
            return False
        self.found[-1] = replace(last, quote=self.text[last.start : e.end], end=e.end, rrule=base + parts)
        return True

    def _share_year(self, e: Expression) -> None:
        """ "Chậm nhất ngày 30/6 và bàn giao trước ngày 18/11 hằng năm": the first day recurs as well."""
        for index, day in self.waiting:
            if self._same_sentence(day.end, e.start) and day.first.month and e.first.grain == "day":
                old = self.found[index]
                rule = f"FREQ=YEARLY;BYMONTH={day.first.month};BYMONTHDAY={day.first.day}"
                self.found[index] = Deadline(old.quote, old.start, old.end, "recurring", None, None, rule)
        self.waiting.clear()


def find_deadlines(
    reading: Reading, header: Header, frame: Frame, units: tuple[Unit, ...], citations: tuple[Citation, ...]
) -> tuple[Deadline, ...]:
    """Return every time that constrains work, in order; see the annotation rules for what does."""
    context = Context(reading, header, frame, units, citations)
    collector = _Collector(context)
    line_end, in_line = 0, 0
    for expression in find_expressions(context.folded):
        if expression.start >= line_end:
            line_end = context.folded.find("\n", expression.start)
            line_end, in_line = len(context.folded) if line_end < 0 else line_end, 0
        in_line += 1
        if in_line <= _MOST_IN_LINE:
            collector.add(expression)
    return tuple(collector.found)
