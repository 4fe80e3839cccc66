"""From the lines of a letterhead to who issues the paper and who stands above it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from corpus.knowledge import load
from parser.document import System
from parser.folding import fold
from parser.thethuc import casing
from parser.thethuc.lexicon import alternation, anywhere, starts, table, words

_SECOND = re.compile(
    r"(?<=\S)\s+(?=(?:SỞ|CHI CỤC|TRUNG TÂM|TRẠM|TRƯỜNG|(?<!VĂN )(?<!QUỐC )PHÒNG|VĂN PHÒNG|THANH TRA)\s)"
)
_NAME = r"(?:[^\W\d_]['’]?[^\W\d_]*)(?:[ -][^\W\d_]['’]?[^\W\d_]*){0,4}"
_JOINT = re.compile(r"\s+[-–]\s+")


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues a paper; `parent` is the body above in the letterhead."""

    name: str | None
    parent: str | None


def begins_body(text: str) -> bool:
    """Tell whether a letterhead line begins with the first word of a body's name."""
    return starts("bodies", "heads").match(fold(text)) is not None


def _dangling(text: str) -> bool:
    folded = fold(text)
    return folded.endswith((",", "-", "–")) or folded.endswith(
        tuple(" " + word for word in words("bodies", "dangling"))
    )


def group(lines: Sequence[str]) -> list[str]:
    """Join the lines of a letterhead into one string per body, topmost first."""
    bodies: list[str] = []
    for line in lines:
        if bodies and (not begins_body(line) or _dangling(bodies[-1])):
            bodies[-1] = f"{bodies[-1]} {line}"
        else:
            bodies += _SECOND.split(line) if fold(line).startswith(("ubnd", "ủy ban nhân dân")) else [line]
    return bodies


@cache
def _place() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<level>{alternation(words('bodies', 'levels'))})(?!\w)\.?\s+(?P<name>\S.*)$")


@cache
def _generic() -> re.Pattern[str]:
    places = tuple(sorted(table("bodies")["same_place"], key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?P<level>{alternation(places)})$")


def place_of(name: str) -> str | None:
    """Return the place in a body's name, level word included ("tỉnh Hoa Lư")."""
    found = _place().search(fold(name))
    if found:
        return name[found.start() :]
    for committee in words("bodies", "committees"):
        at = fold(name).find(committee + " ")
        if at >= 0:
            level = table("bodies")["same_place"][committee][0]
            return f"{level} {name[at + len(committee) + 1 :]}"
    return None


def _has_place(name: str) -> bool:
    folded = fold(name)
    return place_of(name) is not None or anywhere("bodies", "own_place").search(folded) is not None


def _organ(name: str) -> tuple[str, str] | None:
    """Split off a leading organ: ("Ban Thường vụ", rest)."""
    found = starts("bodies", "organs").match(fold(name))
    if found is None:
        return None
    return name[: found.end()], name[found.end() :].strip()


def _below(name: str, above: str) -> str:
    """Complete a body's name from the body above it in the letterhead."""
    folded, over = fold(name), fold(above)
    if _has_place(name) or starts("casing", "proper_after").match(folded):
        return name
    attached_to = starts("bodies", "attached_to").match(over)
    if folded == table("bodies")["office"] or (attached_to and starts("bodies", "attached").match(folded)):
        if over.startswith("đảng bộ"):
            return f"{name} {place_of(above) or above}"
        return f"{name} {above}"
    place = place_of(above)
    if place is None or _generic().search(folded):
        return name
    if starts("bodies", "placed").match(folded) and not anywhere("bodies", "named").search(folded):
        return f"{name} {place}"
    return name


def from_letterhead(lines: Sequence[str], body: str) -> Issuer:
    """Return issuer and parent from the letterhead's lines; `body` tells how the paper itself writes the names."""
    joint = _joint(lines)
    if joint:
        return Issuer(", ".join(_styled(name, body) for name in joint), None)
    bodies = [_styled(name, body) for name in group(lines)]
    if len(bodies) > 1 and fold(bodies[-1]) == table("letterhead")["union_motto"]:
        bodies.pop()  # the unions of the young set their own name where others set the motto
    if not bodies:
        return Issuer(None, None)
    last, above = bodies[-1], bodies[-2] if len(bodies) > 1 else None
    organ = _organ(last)
    if organ and above:
        head, rest = organ
        if not rest:
            parent = bodies[-3] if len(bodies) > 2 else None
            return Issuer(f"{casing.expand(head)} {casing.expand(above)}", parent)
        if _place().match(fold(rest)):
            return Issuer(f"{casing.expand(head)} {casing.expand(above)} {rest}", None)
    if above:
        last = _below(last, above)
    return Issuer(casing.expand(last), above)


def _joint(lines: Sequence[str]) -> list[str]:
    """Return the bodies of a paper issued together ("BỘ CÔNG AN - BỘ QUỐC PHÒNG"), [] when one issues it."""
    parts = _JOINT.split(" ".join(lines))
    return parts if len(parts) > 1 and all(begins_body(part) for part in parts) else []


def _styled(name: str, body: str) -> str:
    name = re.sub(r"\s+", " ", name).strip(" .,;:-–*")
    name = re.sub(r"(?i)\bTP\.?\s*(?=\S)", lambda m: "THÀNH PHỐ " if m.group().isupper() else "thành phố ", name)
    if name.upper() != name:
        return casing.restyle(name)
    written = casing.as_written(name, body)
    if written is None and is_firm(name):
        return name  # which words of a firm's name are proper names is not ours to tell
    return written or casing.proper(name)


def is_firm(name: str) -> bool:
    """Tell the name of a firm ("CÔNG TY …", "HTX …"), whatever place it holds."""
    return _firm().match(fold(name)) is not None


@cache
def _firm() -> re.Pattern[str]:
    return re.compile(load("kinds")["outside"]["firm_names"])


def complete(name: str, above: str | None, place: str | None, text: str) -> str:
    """Add the place's own name to a body that is only called "… tỉnh" or "Tỉnh ủy", when the paper tells it."""
    found = _generic().search(fold(name))
    if found is None or fold(name)[: found.start()].rstrip().endswith(words("bodies", "complete_after")):
        return name
    words_before: list[str] = table("bodies")["same_place"][found["level"]]
    if above and (upper := place_of(above)) and fold(upper).split(" ")[0] == words_before[0].split(" ")[0]:
        return f"{name} {upper[len(words_before[0]) :].strip()}"
    if place and re.search(rf"{alternation(tuple(words_before))}\s+{re.escape(fold(place))}(?!\w)", fold(text)):
        return f"{name} {place}"
    seen = _names_after(tuple(words_before), text)
    if seen:
        return f"{name} {seen}"
    if place and found["level"] in ("xã", "phường", "đặc khu", "thôn"):
        return f"{name} {place}"
    return name


def _names_after(before: tuple[str, ...], text: str) -> str | None:
    """Return the name that most often follows one of the words in running text."""
    counts: Counter[str] = Counter()
    for found in re.finditer(rf"(?<!\w)(?:{alternation(before)})\s+(?P<name>{_NAME})", fold(text)):
        parts: list[str] = []
        for word in text[found.start("name") : found.end("name")].split(" "):
            if not word[:1].isupper() or (len(word) > 1 and word.isupper()):
                break
            parts.append(word)
        if parts and not begins_body(parts[0]):
            counts[" ".join(parts)] += 1
    return counts.most_common(1)[0][0] if counts else None


@cache
def _system_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = table("systems")
    return tuple(
        (
            name,
            re.compile(
                "|".join(
                    rf"^{re.escape(word[1:])}(?!\w)" if word.startswith("^") else rf"(?<!\w){re.escape(word)}(?!\w)"
                    for word in sorted(rows[name], key=len, reverse=True)
                )
            ),
        )
        for name in rows["order"]
    )


def _speaking_for(name: str) -> str:
    """Return the body behind the organs that speak for it ("Ban Thường vụ Ban Chấp hành Đoàn tỉnh …")."""
    while (organ := _organ(name)) and organ[1] and not fold(organ[1]).startswith("trung ương"):
        name = organ[1]
    return name


def system_of(name: str | None, motto: str | None, number: str | None) -> System:
    """Return the system of the body `name`; motto and number decide where the name does not."""
    if name:
        folded = fold(_speaking_for(name))
        for system, pattern in _system_patterns():
            if pattern.search(folded):
                if system == "council":
                    return "state"
                if system in ("state", "union") and motto == "party":
                    return "party" if system == "state" else "union"
                return system  # type: ignore[return-value]
    if motto == "party":
        return "party"
    if number and re.match(r"\d+-", number):
        return "party"
    return "state" if motto == "state" else "other"
