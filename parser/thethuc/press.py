"""Pages that speak about a paper: newspapers retelling a plan, portals printing it without its letterhead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from parser.document import Paragraph
from parser.folding import fold
from parser.thethuc.lexicon import alternation, table, type_names, type_pattern, words
from parser.thethuc.numbering import normalise

_SYMBOL = r"\d{1,6}(?:/(?:19|20)\d\d)?\s*[-/]\s*[\wĐđ]+(?:\s*[-/]\s*[\wĐđ]+){0,4}"
_DAY = r"\(?\s*ngày\s*(?P<day>\d{1,2})\s*(?:/|-|\.|tháng)\s*(?P<month>\d{1,2})\s*(?:/|-|\.|năm)\s*(?P<year>\d{4})\s*\)?"
_SENTENCE = re.compile(
    r"(?<=[^\W\d_]{2})[.…]\s+(?=[“\"(]?[^\W\d_])|[.:;]\s*$|,\s*(?:cụ thể\s*)?như sau|\s+với\s+(?:các|những)\s+nội dung"
)
_AGENCY = re.compile(r"^\s*\(?[\w.]{2,20}\)?\s*[-–:]\s*|^\([^)]{2,40}\)\s*[-–]?\s*")
_FIRST = 14
_LEAD = 2000


@dataclass(frozen=True, slots=True)
class Mention:
    """A sentence that says which paper the page is about; `paragraph` is where it stands."""

    type: str
    number: str | None
    day: date | None
    issuer: str | None
    title: str | None
    paragraph: int
    printed: bool = False


@cache
def _paper() -> re.Pattern[str]:
    about = alternation(words("issuing", "about"))
    of = re.escape(table("issuing")["of"])
    return re.compile(
        rf"\s*(?:số\s*)?(?P<number>{_SYMBOL})?\s*,?\s*(?:{_DAY})?\s*,?\s*(?:{of}\s+(?P<of>[^;.\n]{{3,120}}?)\s+(?=(?:{about})\s))?\s*"
        rf"(?:(?:{about})\s+(?:việc\s+)?)?(?P<title>.*)",
        re.DOTALL,
    )


def _day(found: re.Match[str]) -> date | None:
    if not found["day"]:
        return None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def _read_paper(text: str, at: int) -> tuple[str | None, date | None, str | None, str | None]:
    """Read number, date, issuer and title after the name of a kind of paper at `at`."""
    found = _paper().match(fold(text), at)
    if found is None:
        return None, None, None, None
    start = found.start("title")
    end = _SENTENCE.search(text, start)
    title = text[start : end.start() if end else len(text)].strip(" .;,:*“”") if start < len(text) else ""
    number = normalise(text[found.start("number") : found.end("number")]) if found["number"] else None
    of = text[found.start("of") : found.end("of")].strip() if found["of"] else None
    return number, _day(found), of, title or None


def find_mention(text: str, paragraphs: Sequence[Paragraph]) -> Mention | None:
    """Find the sentence "<body> vừa ban hành Kế hoạch số … về …" or the heading "Kết luận số … của … về …"."""
    for index, paragraph in enumerate(paragraphs[:_FIRST]):
        line = text[paragraph.start : min(paragraph.end, paragraph.start + _LEAD)]
        mention = _heading(line, index) or _lead(line, index)
        if mention:
            return mention
    return None


def _lead(line: str, index: int) -> Mention | None:
    if len(line) < 60:
        return None
    folded = fold(line)
    for found in re.finditer(rf"(?<!\w){re.escape(table('issuing')['published'])}\s+(?:kèm theo\s+)?", folded):
        kind = type_pattern().match(folded, found.end())
        if kind is None:
            continue
        number, day, of, title = _read_paper(line, kind.end())
        subject = _subject(line[: found.start()])
        if title is None or not (subject or of):
            continue
        return Mention(type_names()[kind.group()], number, day, of or subject, title, index)
    return None


def _subject(before: str) -> str | None:
    """Return the body that stands before "vừa ban hành", without who signed for it."""
    before = _AGENCY.sub("", before)
    clause = re.split(r"[,;.]\s+|^\s*-\s*", before)[-1].strip()
    adverbs = alternation(words("issuing", "adverbs"))
    clause = clause[: len(clause) - len(re.search(rf"(?:\s+(?:{adverbs}))*\s*$", fold(clause)).group())]  # type: ignore[union-attr]
    persons = re.match(rf"(?:đồng chí\s+)?(?:{alternation(words('issuing', 'persons'))})\s+", fold(clause))
    if persons:
        clause = clause[persons.end() :]
    if not clause or len(clause) > 140 or not clause[0].isupper():
        return None
    return clause


def _heading(line: str, index: int) -> Mention | None:
    """Read a portal's heading that is the paper's whole identity on one line."""
    folded = fold(line)
    kind = type_pattern().match(folded)
    if kind is None or not re.match(rf"\s+số\s*{_SYMBOL}", folded[kind.end() :]):
        return None
    number, day, of, title = _read_paper(line, kind.end())
    if number is None or not (of and title):
        return None
    return Mention(type_names()[kind.group()], number, day, of, title, index, printed=True)


def full_text_start(text: str, paragraphs: Sequence[Paragraph], first: int) -> int | None:
    """Return the paragraph after "… giới thiệu toàn văn …:", None when the page has no such line near its top."""
    for index, paragraph in enumerate(paragraphs[first : first + 4], first):
        line = fold(text[paragraph.start : paragraph.end])
        if (
            table("press")["full_text"] in line
            and line[-1:] in ":."
            and len(line) < 300
            and index + 1 < len(paragraphs)
        ):
            return index + 1
    return None


def headline(text: str, paragraphs: Sequence[Paragraph]) -> tuple[str, str, int] | None:
    """Return (type, title, paragraph) of a first line such as "Kế hoạch thực hiện việc …"."""
    for index, paragraph in enumerate(paragraphs[:3]):
        if paragraph.end - paragraph.start > 400:
            continue
        line = text[paragraph.start : paragraph.end].strip(" *_")
        kind = type_pattern().match(fold(line))
        if kind and line[-1:] not in ".;:" and len(line) - kind.end() > 12:
            if line[kind.end() : kind.end() + 2] == " s" and re.match(r"\s+số\s+\d", line[kind.end() :]):
                return None
            return type_names()[kind.group()], line[kind.end() :].strip(" :-–"), index
    return None


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"[\W_]{{0,3}}(?:{alternation(words('press', 'after'))})(?!\w)")


def end_of_page(text: str, paragraphs: Sequence[Paragraph], first: int) -> int:
    """Return where the retelling ends: the first short line of page furniture in the page's second half."""
    for paragraph in paragraphs[first + max(1, (len(paragraphs) - first) // 2) :]:
        line = text[paragraph.start : paragraph.end]
        if len(line) < 80 and _after().match(fold(line)):
            return paragraph.start
    return len(text)
