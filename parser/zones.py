"""Zones: what each part of a paper is for (purpose, demand, situation, body, organisation, closing, …)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from corpus.knowledge import load
from parser.document import Frame, Heading, Zone
from parser.folding import fold

_DONE_SHARE = 0.3  # of a section's paragraphs that tell what was done, before a weak title makes it a report

_LAST_WORDS, _ENDING = 240, 40  # letters at the end of a paragraph in which it announces what follows


@dataclass(frozen=True, slots=True)
class _Section:
    zone: Zone
    pattern: re.Pattern[str]
    weak: bool


@cache
def _sections() -> tuple[_Section, ...]:
    rows: list[dict[str, Any]] = load("zones")["section"]
    return tuple(
        _Section(cast(Zone, row["zone"]), re.compile(row["pattern"]), bool(row.get("weak", False))) for row in rows
    )


@cache
def _pattern(table: str, key: str) -> re.Pattern[str]:
    return re.compile(load("zones")[table][key])


def title_zone(title: str) -> tuple[Zone | None, bool]:
    """Return the zone a section title names and whether it names it weakly; (None, False) for other titles."""
    if len(title) > load("zones")["title"]["longest"]:
        return None, False
    folded = fold(title).strip(" *_.:")
    for section in _sections():
        if section.pattern.match(folded):
            return section.zone, section.weak
    return None, False


def inline_zone(folded: str) -> Zone | None:
    """Return the zone of a paragraph that names itself: "Yêu cầu: …"."""
    if _pattern("inline", "purpose").match(folded):
        return "purpose"
    return "demand" if _pattern("inline", "demand").match(folded) else None


def preamble_zone(folded: str, has_sections: bool) -> Zone:
    """Return the zone of a paragraph above the sections, or of a paper without any: "body" when it orders."""
    cites = _pattern("basis", "pattern").match(folded) is not None
    if cites and folded.endswith(";"):  # one of a list of bases, whatever orders the title it cites speaks of
        return "basis"
    if _pattern("order", "search").search(folded):
        return "body"
    if cites or _announces(folded):
        return "basis"
    if has_sections:
        return "situation" if _pattern("done", "search").search(folded) else "basis"
    return "body"


def _announces(folded: str) -> bool:
    """Tell "… ban hành Kế hoạch với các nội dung sau:", from its end so that long paragraphs cost nothing."""
    last = folded[-_LAST_WORDS:]
    if _pattern("basis", "announce_end").search(last[-_ENDING:]) is None:
        return False
    return _pattern("basis", "announce").search(last) is not None


def is_formal_closing(folded: str) -> bool:
    """Tell "Trên đây là …" and its like, which belong to no section."""
    return _pattern("closing", "formal").match(folded) is not None


def is_closing(folded: str) -> bool:
    """Tell a paragraph that may close the paper: formal, or a last general request."""
    if is_formal_closing(folded) or _pattern("closing", "search").search(folded):
        return True
    return _pattern("order", "search").search(folded) is not None


def annexes_begin(frame: Frame, outline: Sequence[Heading]) -> int:
    """Return where the annexes begin: behind the tail, or at the first label the outline found there."""
    return min([frame.tail_end, *(node.start for node in outline if node.start >= frame.body_end)])


def heading_zones(text: str, frame: Frame, outline: Sequence[Heading]) -> list[Zone]:
    """Return the zone of each outline node: its own title's, else its parent's, else body or annex.

    A plan attached to a decision has its own purposes and demands; what stands under "Phụ lục" or "Đề cương" is
    annex throughout.
    """
    zones: list[Zone] = []
    for at, node in enumerate(outline):
        own: Zone = "annex" if node.start >= frame.body_end else "body"
        inherited = zones[node.parent] if node.parent is not None else own
        if _root_is_annex(node, outline):
            zones.append("annex")
            continue
        zone, weak = title_zone(node.heading)
        if zone is None or (weak and not _tells_what_was_done(text, outline, at)):
            zone = inherited
        elif inherited == "organisation" or (zone == "situation" and inherited == "purpose"):
            zone = inherited  # "Yêu cầu" or "Kết quả" inside Tổ chức thực hiện is still organisation
        zones.append(zone)
    return zones


def _root_is_annex(node: Heading, outline: Sequence[Heading]) -> bool:
    while node.parent is not None:
        node = outline[node.parent]
    table = load("outline")["annex"]
    return node.label.startswith(table["label"]) or node.label == table["outline_label"]


def _tells_what_was_done(text: str, outline: Sequence[Heading], at: int) -> bool:
    node = outline[at]
    end = len(text)
    for after in range(at + 1, len(outline)):
        if outline[after].depth <= node.depth:
            end = outline[after].start
            break
    lines = [line for line in fold(text[node.end : end]).split("\n") if len(line) > 30]
    done = sum(1 for line in lines if _pattern("done", "search").search(line))
    return bool(lines) and done >= _DONE_SHARE * len(lines)
