"""Document symbols: "05- CT/TW" → "05-CT/TW", "13/2023 /NQ - HĐND" → "13/2023/NQ-HĐND".

A symbol is read loosely (spaces, dashes, glued words, capital titles) and then judged by the tables of
kinds and issuers, so that ratios, dates, phone numbers and standards are not taken for one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.knowledge import load

_GAP = r"[ \t\u00a0\n]?"
# Lazy, so that a glued word is cut off: "12-CTr/TUngày 03/02/2026".
_PART = r"[^\W\d_][\w&]{0,14}?(?=\b(?!&)(?<!&)|ngày|của|về)"
_SYMBOL = re.compile(
    r"(?P<num>\d{1,5}(?:\.\d{1,2})?[A-Za-z]?)(?:" + _GAP + "/" + _GAP + r"(?P<year>(?:19|20)\d\d))?"
    r"(?P<sep>" + _GAP + r"[-–/]" + _GAP + r")(?P<part>" + _PART + r")"
    r"(?P<rest>(?:" + _GAP + r"[-–/]" + _GAP + _PART + r"){0,5})"
)
_REST = re.compile("(" + _GAP + r")([-–/])(" + _GAP + ")(" + _PART + ")")
_PREFIX = re.compile(r"\s*(?:số\s*:?\s*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Symbol:
    """One symbol in a text; `sure` when its parts alone prove it, without a kind's name before it."""

    start: int
    end: int
    number: str
    serial: str
    kind: str | None
    issuer: str | None
    sure: bool


@cache
def kind_codes() -> dict[str, str]:
    """Map each casefolded symbol of a kind of document to its usual spelling ("ctr" → "CTr")."""
    return {row["symbol"].casefold(): row["symbol"] for row in load("document_types")["type"] if row.get("symbol")}


@cache
def _issuer_codes() -> dict[str, str]:
    codes = load("issuers")["codes"]
    return {code.casefold(): code for name in ("party", "state", "mass") for code in codes[name]}


@cache
def _made_codes() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of issuers that are made, not listed: National Assembly by term; ministries and departments."""
    codes = load("issuers")["codes"]
    numbered = re.compile("(?:" + "|".join(codes["numbered"]) + r")\d{1,2}", re.IGNORECASE)
    initials = re.compile("(?:" + "|".join(codes["prefixes"]) + r")[A-ZĐ&]{1,9}")
    return numbered, initials


@cache
def _not_symbols() -> frozenset[str]:
    return frozenset(word.casefold() for word in load("issuers")["not_symbols"]["first"])


@lru_cache(maxsize=4096)
def _is_issuer(part: str) -> bool:
    numbered, initials = _made_codes()
    return part.casefold() in _issuer_codes() or bool(numbered.fullmatch(part) or initials.fullmatch(part))


@cache
def _spelled() -> frozenset[str]:
    return frozenset((*kind_codes().values(), *_issuer_codes().values()))


@lru_cache(maxsize=4096)
def _is_code(part: str) -> bool:
    """Whether `part` looks like a piece of a symbol rather than a word of the sentence."""
    low = part.casefold()
    if low in kind_codes() or low in _issuer_codes():
        return not part.istitle() or len(part) < 3 or part in _spelled()
    return part == part.upper() or (part[:2] == part[:2].upper() and len(part) < 9 and len(part) > 2)


def _spell(part: str) -> str:
    """The usual spelling of a part that stands in capitals or small letters only."""
    if part != part.upper() and part != part.lower():
        return part
    low = part.casefold()
    return kind_codes().get(low) or _issuer_codes().get(low) or part.upper()


def _take(match: re.Match[str], first_is_kind: bool) -> tuple[list[tuple[str, str]], int]:
    """The parts after the first that belong to the symbol, and where the symbol ends."""
    taken: list[tuple[str, str]] = []
    first, end = match["part"], match.end("part")
    for piece in _REST.finditer(match["rest"]):
        before, sep, after, part = piece.groups()
        spaced = bool(before) + bool(after)
        loose = first_is_kind and not taken  # "NQ - HĐND": the issuer must follow, so spaces do not matter
        low = part.islower() and first.islower() and first_is_kind
        short = not spaced and ((part[0].isupper() and len(part) < 5) or (low and len(part) < 7))  # "QĐ-Tg", "tt-bca"
        gap = spaced == 2 and not loose or spaced and not loose and not part.isupper()
        if gap or not (_is_code(part) or short):
            break
        taken.append(("-" if sep == "–" else sep, part))
        end = match.start("rest") + piece.end()
    return taken, end


def _judge(match: re.Match[str]) -> Symbol | None:
    first, year = match["part"], match["year"]
    if not _is_code(first) or first.casefold() in _not_symbols():
        return None
    kind = kind_codes().get(first.casefold())
    rest, end = _take(match, kind is not None)
    issuer_first = _is_issuer(first)
    seps = match["sep"].strip().replace("–", "-") + "".join(sep for sep, _ in rest)
    issuer = rest[0][1] if kind and rest else (first if issuer_first else None)
    if kind and rest:
        sure = "/" in seps and ("-" in seps or _is_issuer(rest[0][1]) or year is not None)
    elif year:
        sure = bool(_made_codes()[0].fullmatch(first))
    else:
        sure = issuer_first and bool(rest) and seps[0] == "/" and "-" in seps
    # Units after the issuer are initials of anything ("BTTTT-TTH"): they keep the spelling they have.
    tail = "".join(sep + (_spell(part) if kind and not at else part) for at, (sep, part) in enumerate(rest))
    number = match["num"] + (f"/{year}" if year else "") + seps[0] + _spell(first) + tail
    return Symbol(match.start(), end, number, match["num"], kind, issuer, sure)


def _begins(text: str, start: int) -> bool:
    """Whether a number may begin here: not inside a word, a date, "2021-2025/…" or "QCVN 06:2022/…"."""
    before = text[start - 1] if start else " "
    if not (before.isalnum() or before in "/.,:-–_"):
        return True
    return text[max(0, start - 3) : start].rstrip(":").lower().endswith("số")  # "số88/QĐ-UBND", "Số:88/QĐ-UBND"


def find_symbols(text: str) -> list[Symbol]:
    """Every symbol in `text`, in order; those not `sure` need a kind's name or "số" before them."""
    found = []
    for match in _SYMBOL.finditer(text):
        symbol = _judge(match) if _begins(text, match.start()) else None
        if symbol:
            found.append(symbol)
    return found


def normalise_symbol(text: str) -> str | None:
    """The usual form of the symbol that `text` holds ("Số: 121- HD/BTGTW" → "121-HD/BTGTW"); None without one."""
    lead = _PREFIX.match(text)
    match = _SYMBOL.match(text, lead.end() if lead else 0)
    symbol = _judge(match) if match else None
    return symbol.number if symbol else None
