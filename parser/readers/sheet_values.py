"""What a spreadsheet cell shows: its value through its number format, written the Vietnamese way."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

# Quoted words, escaped letters, colours, locale marks, padding and fill of a number format.
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.')
_CORE = re.compile(r"[#0?][#0?,.]*")
_MINUTES = re.compile(r"h+[^a-z]*m+|m+[^a-z]*s")


def shown(value: object, form: str) -> str:
    """Return the text of a cell that holds `value` under the number format `form`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime | date):
        return _day(value, form)
    if isinstance(value, time):
        return f"{value.hour:02}:{value.minute:02}"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(value, int | float):
        return _number(value, form)
    return str(value)


def _day(value: date, form: str) -> str:
    """A date with the parts its format shows, in the order of the country: the file's own locale may be another."""
    plain = _LITERAL.sub("", form.split(";")[0].lower())
    timed = isinstance(value, datetime) and "h" in plain
    plain = _MINUTES.sub("", plain)
    has_day, has_month, has_year = "d" in plain, "m" in plain, "y" in plain
    if has_day and has_month:
        text = f"{value.day:02}/{value.month:02}" + (f"/{value.year}" if has_year else "")
    elif has_month and has_year:
        text = f"tháng {value.month}/{value.year}"
    elif has_year and not has_day:
        text = str(value.year)
    else:
        text = f"{value.day:02}/{value.month:02}/{value.year}"
    if timed and isinstance(value, datetime):
        clock = f"{value.hour:02}:{value.minute:02}"
        return clock if not (has_day or has_month or has_year) else f"{clock} {text}"
    return text


def _number(value: float, form: str) -> str:
    sections = form.split(";")
    section = sections[1] if value < 0 and len(sections) > 1 and _CORE.search(_bare(sections[1])) else sections[0]
    literals: list[str] = []

    def keep(match: re.Match[str]) -> str:
        literals.append(match[1] or match[2] or match[3] or "")
        return "\0"

    marked = _LITERAL.sub(keep, section)
    core = _CORE.search(marked)
    if core is None:
        return _general(value)
    percent = "%" in marked
    text = _digits(abs(value) * 100 if percent else abs(value), core.group())
    before, after = marked[: core.start()], marked[core.end() :]
    words = iter(literals)
    head = "".join(next(words) if ch == "\0" else ch for ch in before if ch in "\0 (+")
    tail = "".join(next(words) if ch == "\0" else ch for ch in after if ch in "\0 )%")
    sign = "-" if value < 0 and (section is sections[0] or "-" in marked) else ""
    return f"{sign}{head}{text}{tail}".strip()


def _bare(section: str) -> str:
    return _LITERAL.sub("", section)


def _digits(value: float, core: str) -> str:
    """`value` rounded to the decimals of `core`, with points between thousands where `core` asks for them."""
    whole, _, decimals = core.rstrip(",").partition(".")
    places = sum(ch in "0#?" for ch in decimals)
    text = f"{value:,.{places}f}"
    optional = len(decimals) - len(decimals.rstrip("#?"))
    for _ in range(optional):
        text = text.removesuffix("0")
    text = text.removesuffix(".")
    if "," not in whole:
        text = text.replace(",", "")
    return _vietnamese(text)


def _general(value: float) -> str:
    text = str(value) if isinstance(value, int) else f"{value:.10g}"
    if "e" in text:
        text = f"{value:.0f}"
    return _vietnamese(text)


def _vietnamese(text: str) -> str:
    return text.translate(str.maketrans(",.", ".,"))
