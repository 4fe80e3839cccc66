"""What other tools find in the same papers, each set up as favourably as its interface allows.

A peer is loaded once (imports and models are not timed), then run over texts. A peer whose package is missing
raises ImportError when loaded, and its row says so.
"""

from __future__ import annotations

import calendar
import re
import zoneinfo
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from benchmarks.samples import Sample
from benchmarks.scoring import Item, plain

Finder = Callable[[Sample], list[Item]]

# The usual pattern of law tools: number, year, kind and issuer between strokes ("45/2019/QH14", "30/2020/NĐ-CP").
_LAW_SYMBOL = re.compile(r"\b\d{1,5}/(?:19|20)\d\d/[A-ZĐ]{2,}\d*(?:-[A-ZĐ]{2,})*\b")
_LABEL = re.compile(r"((?:Phần|Chương|Mục|Điều)\s+[\dIVXLC]+|[IVXLC]+|\d+(?:\.\d+)*|[a-zđ])\s*[.):/-]+\s*(.*)", re.I)
_DATE = re.compile(r"\b(?:ngày|tháng|năm)\b|\d/\d", re.I)
_MARKS = re.compile(r"[#*_|\\\[\]]+")


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, line) of every line that is not empty: several tools slow down badly on long texts."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, line
        at += len(line) + 1


def base_day(sample: Sample) -> date:
    """Return the day that relative dates count from: the paper's own."""
    written = sample.gold.get("header", {}).get("date")
    return date.fromisoformat(written) if written else date(2025, 1, 1)


def dated(start: int, end: int, day: date | None, rrule: str | None = None) -> Item:
    """Return a time expression; its value is the last allowed day and the recurrence."""
    return Item(start, end, f"{day.isoformat() if day else None} {rrule}")


def load_dateparser() -> Finder:
    """dateparser.search, told that the text is Vietnamese and that a month or year means its last day."""
    from dateparser.search import search_dates

    def find(sample: Sample) -> list[Item]:
        settings = {
            "RELATIVE_BASE": datetime.combine(base_day(sample), datetime.min.time()),
            "PREFER_DAY_OF_MONTH": "last",
            "PREFER_MONTH_OF_YEAR": "last",
            "DATE_ORDER": "DMY",
        }
        items = []
        for offset, line in lines(sample.text):
            at = 0
            for quote, moment in search_dates(line, languages=["vi"], settings=settings) or ():
                if (found := line.find(quote, at)) >= 0:
                    at = found + len(quote)
                    items.append(dated(offset + found, offset + at, moment.date()))
        return items

    return find


def load_duckling() -> Finder:
    """Duckling's time dimension in Vietnamese, through the native Python wheel."""
    import duckling

    folder = next((path for path in zoneinfo.TZPATH if Path(path).is_dir()), None)
    if folder is None:
        raise ImportError("no time zone database")
    zones = duckling.load_time_zones(folder)
    locale = duckling.parse_locale("VI", duckling.default_locale_lang(duckling.parse_lang("VI")))
    dimensions = duckling.parse_dimensions(["time"])

    def find(sample: Sample) -> list[Item]:
        noon = datetime.combine(base_day(sample), time(12), tzinfo=UTC)  # the same day in Việt Nam too
        reference = duckling.parse_ref_time(zones, "Asia/Ho_Chi_Minh", int(noon.timestamp()))
        context = duckling.Context(reference, locale)
        items = []
        for offset, line in lines(sample.text):
            for found in duckling.parse(line, context, dimensions, False):
                day = last_day(found["value"])
                items.append(dated(offset + found["start"], offset + found["end"], day))
        return items

    return find


def last_day(value: dict[str, Any]) -> date | None:
    """Return the last day of a Duckling value: of its instant at its grain, or before the end of its interval."""
    if value.get("type") == "interval":
        end = value.get("to")
        return _day(end["value"]) - timedelta(days=1) if end else None  # Duckling's intervals are half-open
    day = _day(value["value"])
    match value.get("grain"):
        case "month":
            return day.replace(day=calendar.monthrange(day.year, day.month)[1])
        case "quarter":
            month = day.month + 2
            return day.replace(month=month, day=calendar.monthrange(day.year, month)[1])
        case "year":
            return day.replace(month=12, day=31)
        case "week":
            return day + timedelta(days=6)
    return day


def _day(moment: str) -> date:
    return date.fromisoformat(moment[:10])


def load_law_pattern() -> Finder:
    """A regular expression of the kind that law tools use."""

    def find(sample: Sample) -> list[Item]:
        return [Item(m.start(), m.end(), m.group()) for m in _LAW_SYMBOL.finditer(sample.text)]

    return find


def load_underthesea() -> Finder:
    """underthesea's named entities: neighbours joined, those with a digit that are no dates are taken for documents."""
    from underthesea import ner

    ner("Kế hoạch số 01")  # loads the model

    def find(sample: Sample) -> list[Item]:
        items: list[Item] = []
        for offset, line in lines(sample.text):
            items.extend(_entities(line, offset, [(word, tag) for word, _, _, tag in ner(line)]))
        return items

    return find


def _entities(line: str, offset: int, tagged: list[tuple[str, str]]) -> Iterator[Item]:
    """Join neighbouring tagged words and yield those with a digit, dates left out; the value begins at the digit."""
    at, begin, end = 0, -1, -1
    for word, tag in [*tagged, ("", "O")]:
        found = line.find(word, at, at + len(word) + 40) if word else -1
        if found >= 0:
            at = found + len(word)
        if tag != "O" and found >= 0:
            begin, end = (found if begin < 0 else begin), at
        elif begin >= 0:
            digit = re.search(r"\d", line[begin:end])
            if digit and not _DATE.search(line[begin:end]):
                yield Item(offset + begin, offset + end, line[begin + digit.start() : end])
            begin = -1


def load_markitdown(every_label: bool) -> Finder:
    """MarkItDown on the Word file: its `#` headings, or every line that begins with a label of any kind."""
    from markitdown import MarkItDown

    converter = MarkItDown(enable_plugins=False)

    def find(sample: Sample) -> list[Item]:
        path = sample.source("docx")
        if path is None:
            return []
        found: list[Item] = []
        for number, line in enumerate(converter.convert(str(path)).text_content.splitlines()):
            if every_label or line.startswith("#"):
                match = _LABEL.match(_MARKS.sub(" ", line).strip())
                if match:
                    found.append(Item(number, number + 1, heading_key(match[1], match[2])))
        return found

    return find


def heading_key(label: str, heading: str | None) -> str:
    """Return what identifies a heading: its label and how its text begins."""
    return f"{plain(label)} {plain(heading)[:20]}"
