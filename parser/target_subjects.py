"""What a figure belongs to when it stands before it: "Trồng rừng mới: 35 ha", "tỷ lệ … đạt 100%"."""

from __future__ import annotations

import re
from functools import cache

from parser.target_patterns import PERCENT, table
from parser.time_atoms import words

_LABEL = re.compile(r"[-+*•–(]* ?(?:\(?[\w.]{1,8}[.)\-/]\)? ?)*")
_ITEM = re.compile(r"(?:^|(?<=[;(|])|(?<=[.,] )|(?<=: )|(?<=, ))(?P<item>[^;:(|,\n]{2,120}): $")


@cache
def _words(group: str, key: str) -> re.Pattern[str]:
    return re.compile(rf"{words(table()[group][key])}(?!\w)")


@cache
def _rest() -> re.Pattern[str]:
    """Return what follows a percentage whose thing stands before it: the end, "và <act>", a time, "trở lên"."""
    known = table()
    ends = words(known["quote"]["after_subject"])
    up = words(known["compare"]["up"], known["compare"]["down"])
    return re.compile(rf"(?:{PERCENT.pattern})(?P<up> {up})?(?:[ *]*$|[,;.:)|]|,? {ends}(?!\w))")


@cache
def _reaches() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){words(table()['quote']['reaches'])} (?:\w+ ){{0,2}}$")


@cache
def _rate() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){words(table()['quote']['rate_head'])}(?!\w)")


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(rf"(?:{words(table()['quote']['lead'])} )*(?:là )?")


def listed_begin(left: str, name: str, same_line: bool) -> int | None:
    """Where "act or thing: " before a figure begins in `left`; None where the figure merely describes.

    The item must open with an act or with the very thing counted; after another goal of the same unit on the same
    line ("(trong đó: A: 05 trạm, B: 07 trạm)") any name does.
    """
    found = _ITEM.search(left)
    if found is None:
        return None
    label = _LABEL.match(left, found.start("item"), found.end("item"))
    begin = label.end() if label else found.start("item")
    while left[begin : begin + 1] == " ":
        begin += 1
    item = left[begin : found.end("item")]
    if not re.search(r"[^\W\d_]{2}", item) or _words("reject", "listing").search(item):
        return None
    if same_line or _words("cue", "listed_act").match(item) or item.startswith(name + " "):
        return begin
    return None


def subject_begin(left: str, right: str) -> tuple[int, int] | None:
    """Where the subject of "… đạt 100%" begins in `left` and how far the figure's words go in `right`.

    None where what is counted follows the figure ("đạt 80% tổng đàn").
    """
    rest = _rest().match(right)
    reaches = _reaches().search(left)
    if rest is None or reaches is None:
        return None
    end = rest.end("up") if rest["up"] else len(PERCENT.match(right).group())  # type: ignore[union-attr]
    clause = re.split(r"[.;:|(](?: |$)", left)[-1]
    base = len(left) - len(clause)
    rates = list(_rate().finditer(left, base, reaches.start()))
    if rates:
        return rates[-1].start(), end
    begin = base + max((m.end() for m in re.finditer(r", ", left[base : reaches.start()])), default=0)
    label = _LABEL.match(left, begin) if begin == base else None
    begin = label.end() if label else begin
    begin += len(left[begin:]) - len(left[begin:].lstrip())
    lead = _lead().match(left, begin)
    begin = lead.end() if lead else begin
    return (begin, end) if re.search(r"[^\W\d_]{2}", left[begin : reaches.start()]) else None
