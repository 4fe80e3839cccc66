"""Regexes of quantified results, built once from corpus/knowledge/targets.toml."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from corpus.knowledge import load
from parser.numerals import number_words
from parser.time_atoms import words

# A figure: "1.500", "98,5", "80"; never glued to letters, slashes or symbols before it.
FIGURE = re.compile(r"(?<![\w/.,:])\d+(?:[.,]\d+)*(?!\w)")
PERCENT = re.compile(r" ?(?:%|phần trăm)")
# What can follow a figure that counts something: a percent sign, a word, a second end of a range, a quotation mark.
COUNTING = re.compile(r" ?[%“\"]| [^\W\d_]| ?[-–—] ?\d| (?:[<>≥≤]|\d)|/ ?[^\W\d_]|m2|km2")
WORD = re.compile(r"[^\W\d_]+")


@cache
def table() -> dict[str, Any]:
    """Return the knowledge table of quantified results."""
    return load("targets")


@cache
def search(group: str, key: str) -> re.Pattern[str]:
    """Return a whole-word search for the words of `[group] key`."""
    return re.compile(rf"(?<!\w){words(table()[group][key])}(?!\w)")


@cache
def ends(group: str, key: str) -> re.Pattern[str]:
    """Return a search for one of the words of `[group] key` at the very end of a left context."""
    return re.compile(rf"(?<!\w){words(table()[group][key])} $")


@cache
def comparator() -> re.Pattern[str]:
    """Return a search for a comparator at the end of a left context; group names g0–g3 follow `COMPARATORS`."""
    compare = table()["compare"]
    kinds = "|".join(f"(?P<g{index}>{words(compare[sign])})" for index, sign in enumerate(COMPARATORS))
    return re.compile(rf"(?<!\w)(?:{kinds}) ?(?:{words(compare['filler'])} ){{0,2}}$")


COMPARATORS = (">", ">=", "<", "<=")


@cache
def range_tail() -> re.Pattern[str]:
    """Return the second end of a range after the first: "% đến 85", " - 50"."""
    gap = words(table()["compare"]["range"])
    return re.compile(rf"(?: ?%)? ?{gap} ?(?:dưới |trên )?(?P<last>\d+(?:[.,]\d+)*)(?![\w/])")


@cache
def worded() -> re.Pattern[str]:
    """Return a least or a most right before a numeral in words ("ít nhất hai"); elsewhere words are no figures."""
    compare = table()["compare"]
    bounds = [word for sign in (">=", "<=") for word in compare[sign] if word[0].isalpha()]
    return re.compile("|".join(rf"{re.escape(word)} (?={number_words()})" for word in bounds))


@cache
def numeral() -> re.Pattern[str]:
    """Return a numeral in words."""
    return re.compile(number_words())


@cache
def up_or_down() -> re.Pattern[str]:
    """Return "trở lên" or "trở xuống" soon after a figure."""
    compare = table()["compare"]
    end = rf"(?:(?P<up>{words(compare['up'])})|(?P<down>{words(compare['down'])}))"
    return re.compile(rf"(?P<words>(?: ?%)?(?: [^\W\d_]+,?){{0,14}}?) {end}")


@cache
def unit() -> re.Pattern[str]:
    """Return a unit of several syllables, or one word, after a figure; quotation marks before it do not count."""
    known = table()["unit"]
    return re.compile(
        rf" ?[“\"]?(?P<unit>{words(known['long'])}(?!\w)|k?m2|{words(known['one'])}(?!\w)|[^\W\d_]+(?: [^\W\d_]+)?)"
    )


@cache
def per() -> re.Pattern[str]:
    """Return "/năm" or " mỗi năm" after a figure and what it counts."""
    after = words(table()["cue"]["per_after"])
    slash = r"/ ?(?P<slash>học kỳ|khu dân cư|đơn vị|[^\W\d_]+)"
    return re.compile(rf"[^.;:\d]{{0,60}}?(?:{slash}| {after} (?P<word>{words(table()['cue']['per_unit'])}))(?!\w)")


@cache
def each() -> re.Pattern[str]:
    """Return "mỗi …" before a figure in the same clause, with no other figure between."""
    return re.compile(rf"(?<!\w)(?P<each>{words(table()['cue']['each'][:2])}) (?P<what>[^.;:\d]{{1,110}}?)$")


@cache
def stop() -> re.Pattern[str]:
    """Return where the thing counted ends."""
    return re.compile(rf"[;\n]|[.:!?](?= |$)|(?:,| ) ?\(?{words(table()['quote']['stop'])}(?!\w)")


@cache
def planned() -> re.Pattern[str]:
    """Return "đến năm 2030 hình thành " right before a figure."""
    return re.compile(rf"(?<!\w)đến (?:hết )?năm 20\d\d,? (?:sẽ )?{words(table()['reject']['ahead_act'])} (?:\w+ )?$")


@cache
def granted() -> re.Pattern[str]:
    """Return "mỗi xã khoảng " right before a sum; "mỗi năm" tells of a budget."""
    cue = table()["cue"]
    units = words(cue["per_unit"])
    return re.compile(rf"(?<!\w){cue['each'][0]} (?!{units}(?!\w))(?:\w+ ){{1,3}}{words(cue['grant_about'])} $")
