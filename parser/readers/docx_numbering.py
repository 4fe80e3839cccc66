"""Word's automatic numbers, restored as Word prints them: definitions from numbering.xml and the running counters."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from parser.readers.docx_names import CHOICE, VAL, has, number, val, w
from parser.readers.docx_numerals import bullet, numeral
from parser.readers.docx_styles import ParagraphStyle, Styles, read_look

if TYPE_CHECKING:
    from lxml import etree

LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_CUSTOM = re.compile(r"0+1")


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list (w:lvl): `restart` None restarts after any higher level, 0 never, n after level n."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    suffix: str = " "
    restart: int | None = None
    legal: bool = False
    paragraph_style: str | None = None
    font: str = ""
    caps: bool | None = None
    hidden: bool = False
    language: str = ""


_NO_LEVEL = ListLevel()


@dataclass(frozen=True, slots=True)
class List:
    """A w:num: levels with its overrides applied; `restarts` are the levels that begin anew at its first use."""

    abstract: str
    levels: dict[int, ListLevel]
    restarts: frozenset[int]


@dataclass(frozen=True, slots=True)
class Label:
    """The number or bullet before a paragraph, with the space that follows it."""

    text: str
    is_bullet: bool


class Numbering:
    """The lists of a document and their counters; ask `label` once per visible paragraph, in reading order.

    Counters belong to the abstract list: several w:num that share it count on, unless one overrides a start.
    They also belong to a story: text boxes and notes do not move the numbers of the body.
    """

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._abstracts: dict[str, etree._Element] = {}
        self._nums: dict[str, etree._Element] = {}
        self._styles = styles
        self._lists: dict[str, List | None] = {}
        self._counts: dict[tuple[str, str], list[int | None]] = {}
        self._used: set[tuple[str, str, int]] = set()
        if root is not None:
            self._abstracts = {n.get(w("abstractNumId")) or "": n for n in root.iterchildren(w("abstractNum"))}
            self._nums = {n.get(w("numId")) or "": n for n in root.iterchildren(w("num"))}

    def label(self, properties: etree._Element | None, style: ParagraphStyle, story: str) -> Label | None:
        """Count the paragraph of `story` with these w:pPr and style; return its label, None where it has none."""
        direct = None if properties is None else properties.find(w("numPr"))
        num_id = val(direct, "numId")
        from_style = num_id is None
        num_id = style.num_id if num_id is None else num_id
        if num_id is None or num_id == "0":
            return None
        found = self._list(num_id)
        if found is None:
            return None
        level = self._level(found, val(direct, "ilvl"), style, from_style)
        if level not in found.levels:
            return None
        counts = self._counts.setdefault((story, found.abstract), [None] * LEVELS)
        first = (story, num_id, level) not in self._used
        self._used.add((story, num_id, level))
        _count(found, level, counts, first)
        return _print(found, level, counts, properties, style)

    def _level(self, found: List, stated: str | None, style: ParagraphStyle, from_style: bool) -> int:
        """Return the level: as stated, else the one linked to the paragraph's style, else as its style states."""
        if stated is not None:
            return number(stated, 0)
        if from_style and style.number_style is not None:
            for index, level in found.levels.items():
                if level.paragraph_style == style.number_style:
                    return index
        return number(style.level, 0)

    def _list(self, num_id: str) -> List | None:
        if num_id not in self._lists:
            self._lists[num_id] = self._read_list(num_id)
        return self._lists[num_id]

    def _read_list(self, num_id: str) -> List | None:
        num = self._nums.get(num_id)
        abstract_id = self._resolve(val(num, "abstractNumId"))
        if num is None or abstract_id is None:
            return None
        levels = dict(_read_levels(self._abstracts[abstract_id]))
        restarts: set[int] = set()
        for override in num.iterchildren(w("lvlOverride")):
            at = number(override.get(w("ilvl")), -1)
            if not 0 <= at < LEVELS:
                continue
            levels.update(_read_levels(override))
            start = val(override, "startOverride")
            if start is not None and at in levels:
                levels[at] = replace(levels[at], start=number(start, 0))
                restarts.add(at)
        return List(abstract_id, levels, frozenset(restarts))

    def _resolve(self, abstract_id: str | None) -> str | None:
        """Follow w:numStyleLink: list style → its w:num → the abstract list that holds the levels."""
        seen: set[str] = set()
        while abstract_id in self._abstracts and abstract_id is not None and abstract_id not in seen:
            seen.add(abstract_id)
            link = val(self._abstracts[abstract_id], "numStyleLink")
            if link is None:
                return abstract_id
            target = self._nums.get(self._styles.numbering_target(link) or "")
            abstract_id = val(target, "abstractNumId")
        return None


def _count(found: List, level: int, counts: list[int | None], first: bool) -> None:
    """Move the counters to the next paragraph of `level`; `first` is the first use of its w:num there."""
    current = counts[level]
    restarts = first and level in found.restarts
    counts[level] = found.levels[level].start if current is None or restarts else current + 1
    for upper in range(level):
        if counts[upper] is None:
            # A level that was skipped counts as begun: it shows its start, and its next paragraph counts on.
            counts[upper] = found.levels.get(upper, _NO_LEVEL).start
    for deeper in range(level + 1, LEVELS):
        restart = found.levels.get(deeper, _NO_LEVEL).restart
        if restart is None or restart > deeper or level < restart:
            counts[deeper] = None


def _print(
    found: List, at: int, counts: list[int | None], properties: etree._Element | None, style: ParagraphStyle
) -> Label | None:
    level = found.levels[at]
    if level.hidden:
        return None
    if level.style == "bullet":
        mark = bullet(level.text, level.font)
        return Label(mark + level.suffix, True) if mark else None
    text = _number_text(found, at, counts)
    caps = level.caps
    if caps is None and properties is not None:
        caps = read_look(properties.find(w("rPr"))).caps
    if caps is None:
        caps = style.look.caps
    text = text.upper() if caps else text
    return Label(text + level.suffix, False) if text.strip() else None


def _number_text(found: List, at: int, counts: list[int | None]) -> str:
    """Return the level text with its %1 … %9 filled in."""
    level = found.levels[at]
    parts: list[str] = []
    end = 0
    for place in _PLACE.finditer(level.text):
        upper = int(place[1]) - 1
        if upper > at:
            # A placeholder for a deeper level makes Word drop the whole label (MS-OI29500 2.1.283).
            return ""
        parts.append(level.text[end : place.start()])
        style = found.levels.get(upper, _NO_LEVEL).style
        if level.legal and style not in ("none", "bullet") and not style.startswith("0"):
            style = "decimal"
        number_text = numeral(counts[upper] or 0, style, level.language)
        parts.append(number_text)
        end = place.end()
        if not number_text and upper < at and level.text[end : end + 1] == ".":
            # The point after a level that prints no number belongs to that number.
            end += 1
    return "".join(parts) + level.text[end:]


def _read_levels(parent: etree._Element) -> list[tuple[int, ListLevel]]:
    levels = []
    for node in parent.iterchildren(w("lvl")):
        at = number(node.get(w("ilvl")), -1)
        if 0 <= at < LEVELS:
            levels.append((at, _read_level(node)))
    return levels


def _read_level(node: etree._Element) -> ListLevel:
    properties = node.find(w("rPr"))
    look = read_look(properties)
    fonts = None if properties is None else properties.find(w("rFonts"))
    restart = val(node, "lvlRestart")
    return ListLevel(
        start=number(val(node, "start"), 0),
        style=_number_style(node),
        # A picture bullet is drawn instead of its text.
        text="•" if node.find(w("lvlPicBulletId")) is not None else val(node, "lvlText") or "",
        suffix="" if val(node, "suff") == "nothing" else " ",
        restart=None if restart is None else number(restart, 0),
        legal=has(node, "isLgl"),
        paragraph_style=val(node, "pStyle"),
        font="" if fonts is None else fonts.get(w("hAnsi")) or fonts.get(w("ascii")) or "",
        caps=look.caps,
        hidden=bool(look.hidden),
        language=val(properties, "lang") or "",
    )


def _number_style(node: etree._Element) -> str:
    """Return the w:numFmt; zero-padded ones as the pattern of one ("01", "001")."""
    stated = node.find(w("numFmt"))
    if stated is None:
        # Word 2010 wraps its custom formats; the plain fallback stands beside them.
        stated = node.find(f".//{CHOICE}/{w('numFmt')}")
    if stated is None:
        return "decimal"
    style = stated.get(VAL) or "decimal"
    if style == "decimalZero":
        return "01"
    if style == "custom":
        pattern = _CUSTOM.match(stated.get(w("format")) or "")
        return pattern[0] if pattern else "decimal"
    return style
