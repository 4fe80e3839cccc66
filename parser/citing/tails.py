"""What follows a symbol or a name: the day it was issued and the body that issued it."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from corpus.knowledge import load
from parser.citing.mention import View

_WORD = r"[^\W_]+(?:['’.\-/][^\W_]+)*|[-–&]"
_SPACE = r"[ \u00a0]{1,3}"
DATE = (
    r"ngày\s{0,3}(?P<d>\d{1,2})(?:\s{0,2}[/.\-]\s{0,2}(?P<m>\d{1,2})\s{0,2}[/.\-]\s{0,2}(?P<y>\d{4})"
    r"|\s{0,3}tháng\s{0,3}(?P<m2>\d{1,2})\s{0,3}(?:năm|/)\s{0,3}(?P<y2>\d{4}))(?!\d)"
)
_DATE_TAIL = re.compile(
    r"\s{0,3}(?P<comma>,?)\s{0,3}(?P<open>\(?)(?:(?:được )?(?:ban hành|ký)\s+)?" + DATE + r"(?P<close>\s?\)?)"
)
_OF = re.compile(r"\s{0,3},?\s{0,3}của\s+")
_TERM = re.compile(r"\s\(khóa [ivx]{1,6}\)")
_SPACES = re.compile(r"\s{1,3}")
_ABOUT = re.compile(r"\s+về(?!\w)")
_YEARS = re.compile(r"\s{0,3},?\s{1,3}nhiệm kỳ\s+\d{4}\s?[-–]\s?\d{4}")


@cache
def either(words: tuple[str, ...]) -> str:
    """One alternation of `words`, longest first, as a group."""
    ordered = sorted(set(words), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) + ")"


@cache
def either_on_line(words: tuple[str, ...]) -> str:
    """Like `either`, but no phrase runs over the end of a line: a title's kind stands alone on its line."""
    return either(words).replace(r"\s+", "[ \u00a0]{1,3}")


@cache
def _table() -> dict[str, list[str]]:
    table: dict[str, list[str]] = load("citations")["tail"]
    return table


@cache
def _body() -> re.Pattern[str]:
    """The words of a body's name, up to a word that cannot belong to it."""
    compound = either(tuple(_table()["compounds"])) + r"(?!\w)"
    stop = either(tuple(_table()["stops"])) + r"(?!\w)"
    unit = f"(?:{compound}|(?!{stop})(?:{_WORD}))"
    return re.compile(f"{unit}(?:{_SPACE}{unit}){{0,18}}")


@cache
def _heads() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    table = _table()
    ends = rf"(?:{either(tuple(table['small_ends']))}|{either(tuple(table['compounds']))})"
    return (
        re.compile(either(tuple(table["bodies"])) + r"(?!\w)"),
        re.compile(either(tuple(table["small_bodies"])) + r"(?!\w)"),
        re.compile(rf"(?<!\w){ends}(?!\w)"),
    )


def read_date(match: re.Match[str]) -> date | None:
    """The day that a match of DATE states; None for an impossible one."""
    try:
        return date(int(match["y"] or match["y2"]), int(match["m"] or match["m2"]), int(match["d"]))
    except ValueError:
        return None


def name_end(view: View, start: int, end: int) -> int:
    """Cut the prose off a run of words: a name ends with a capital, a number, or a word that ends names."""
    ends = _heads()[2]
    good = start
    for match in re.finditer(r"\S+", view.text[start:end]):
        first = match.group()[0]
        if first.isupper() or first.isdigit():
            good = start + match.end()
    for match in ends.finditer(view.folded, start, end):
        if " " not in view.folded[good : match.start()].strip():  # one word may stand between: "Ủy ban nhân dân"
            good = max(good, match.end())
    return good


def read_body(view: View, start: int) -> int | None:
    """Where the name of an issuing body that begins at `start` ends; None where none begins there."""
    heads, small, _ = _heads()
    head = heads.match(view.folded, start)
    if not head or not (view.text[start].isupper() or small.match(view.folded, start)):
        return None
    run = _body().match(view.folded, start)
    if not run:
        return None
    end = max(name_end(view, start, run.end()), head.end())
    if end == head.end() and " " not in view.folded[start:end]:  # "Bộ công an" in small letters
        end = run.end()
    return start + len(view.text[start:end].rstrip(" -–"))


def read_tail(view: View, start: int) -> tuple[int, date | None, str | None]:
    """Read "ngày … của …" (either order) after `start`: (end, date, issuer)."""
    end, day, issuer = start, None, None
    for _ in range(2):
        found = _DATE_TAIL.match(view.folded, end) if day is None else None
        if found and not _new_clause(view, found):
            day, end = read_date(found), found.end() if found["open"] else found.end("close")
            if not found["open"]:
                end = found.start("close")
        of = _OF.match(view.folded, end) if issuer is None else None
        body_end = read_body(view, of.end()) if of else None
        if body_end is None and day and issuer is None:  # "ngày 22/12/2024 Bộ Chính trị về …", the "của" left out
            of = _SPACES.match(view.folded, end)
            body_end = read_body(view, of.end()) if of and of.end() < len(view.text) else None
            body_end = body_end if body_end and _ABOUT.match(view.folded, body_end) else None
        if of and body_end:
            issuer, end = " ".join(view.text[of.end() : body_end].split()), _term_end(view, body_end)
    return end, day, issuer


def _term_end(view: View, end: int) -> int:
    """Take in "(khóa XII)" after the name of a committee."""
    found = _TERM.match(view.folded, end)
    return found.end() if found else end


def _new_clause(view: View, found: re.Match[str]) -> bool:
    """Whether ", ngày 15/3/2024 UBND tỉnh ban hành …" begins the next clause instead of dating what stands before."""
    if not found["comma"]:
        return False
    rest = re.compile(r"\s?,?\s").match(view.folded, found.end())
    body_end = read_body(view, rest.end()) if rest and rest.end() < len(view.text) else None
    return body_end is not None and bool(
        re.compile(r"\s(?:đã|vừa|ban hành|ký|có|tổ chức)\b").match(view.folded, body_end)
    )


def read_term(view: View, start: int) -> int:
    """Skip ", nhiệm kỳ 2024 - 2029" after a name."""
    found = _YEARS.match(view.folded, start)
    return found.end() if found else start
