"""The word lists of corpus/knowledge/duties.toml as compiled patterns over folded text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpus.knowledge import load
from parser.bodies_words import word_pattern

Pattern = re.Pattern[str]
_AROUND = 30  # letters before a word of sending that may make another of it ("nghe báo cáo")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Compiled once per process; every pattern expects folded text."""

    modal: Pattern
    order: Pattern
    invite: Pattern
    delegating: Pattern
    adverb: Pattern
    lead: Pattern
    connector: Pattern
    background: Pattern
    frame: Pattern
    contact: Pattern
    copula: Pattern
    never: Pattern
    report: Pattern
    no_report: Pattern
    assigning: Pattern
    particulars: Pattern
    demand: Pattern
    purpose: Pattern
    plan: Pattern
    ordering: Pattern
    outline: Pattern
    target: Pattern
    target_title: Pattern
    money: Pattern
    finished: Pattern


def _any(words: list[str], before: str = r"(?<!\w)") -> Pattern:
    return re.compile(f"{before}(?:{word_pattern(words)})")


def _groups(table: dict[str, list[str]], names: tuple[str, ...]) -> str:
    return "|".join(f"(?P<{name}>{word_pattern(table[name])})" for name in names)


def _assigning(table: dict[str, list[str]]) -> str:
    """ "Cơ quan chủ trì: …"; a time may do without the colon ("Thời gian thực hiện sau khi …")."""
    labels = _groups(table, ("lead", "support", "time", "other"))
    named = word_pattern(table["lengthened"])
    labels += rf"|(?P<field>(?:{named})(?: \w+){{1,3}}(?=\s*:))"
    unmarked = r"(?<=thực hiện )(?=(?:sau khi|từ|trong|trước|đến|theo|là)(?!\w))"
    return rf"[*_]*(?:{labels})[\s*_]*(?:\([^)]*\)\s*)?(?::[\s*_]*|{unmarked})"


@cache
def pattern(name: str) -> Pattern:
    """One of the regular expressions under [patterns] of the table."""
    return re.compile(load("duties")["patterns"][name])


def report_in(folded: str, start: int, end: int) -> re.Match[str] | None:
    """Where something is first sent or told to somebody in that stretch; what only sounds so is passed over."""
    words = lexicon()
    for match in words.report.finditer(folded, start, end):
        spoilt = words.no_report.finditer(folded, max(start, match.start() - _AROUND), end)
        if not any(other.start() <= match.start() < other.end() for other in spoilt):
            return match
    return None


@cache
def lexicon() -> Lexicon:
    """The patterns, compiled on first use."""
    table = load("duties")
    headings = table["headings"]
    return Lexicon(
        modal=_any(table["modal"]["words"]),
        order=_any(table["orders"]["words"], ""),
        invite=_any(table["orders"]["invites"], ""),
        delegating=_any(table["orders"]["delegating"], ""),
        adverb=re.compile(rf"(?:(?:{word_pattern(table['adverbs']['words'])}),?\s+)+"),
        lead=_any(table["leads"]["words"], ""),
        connector=re.compile(rf"(?:(?:{word_pattern(table['connectors']['words'])})[,:]?\s+)+"),
        background=_any(table["background"]["starts"], ""),
        frame=_any(table["background"]["frames"], ""),
        contact=re.compile(table["background"]["contact"]),
        copula=re.compile(table["background"]["copula"]),
        never=re.compile("|".join(re.escape(phrase) for phrase in table["background"]["anywhere"])),
        report=_any(table["report"]["phrases"]),
        no_report=_any(table["report"]["not_phrases"]),
        assigning=re.compile(_assigning(table["assigning"])),
        particulars=_any(table["assigning"]["particulars"], ""),
        demand=_any(headings["demand"]),
        purpose=_any(headings["purpose"]),
        plan=_any(headings["plan"]),
        ordering=_any(table["orders"]["words"]),
        outline=_any(headings["outline"]),
        target=_any(table["targets"]["starts"], ""),
        target_title=_any(table["targets"]["titles"], ""),
        money=_any(table["background"]["money"], ""),
        finished=re.compile(rf"(?<!\w)(?:{word_pattern(table['report']['together'])})[\s,]*$"),
    )
