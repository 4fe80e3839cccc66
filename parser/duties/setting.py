"""What the headings and lead-ins above a unit say of it: are duties listed here, and whose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from corpus.knowledge import load
from parser.bodies_names import Name
from parser.document import Header, Heading, Unit, Zone
from parser.duties.clause import Clause, ClauseReader
from parser.duties.lexicon import lexicon, pattern
from parser.folding import fold
from parser.sentences import sentences
from parser.zones import title_zone

Role = Literal["title", "lead", "assign", "text"]
Stance = Literal["listed", "mixed", "goal", "strict", "told", "ordered", "outline", "skip"]
PaperKind = Literal["directive", "normative", "none"]

_TITLE_WORDS = 8
_LEAD_NAME = 320  # letters; a lead-in that begins with a body and is no longer names who acts
_OWNER_TITLE = 120  # letters
_OWNERS_SHARE = 0.6  # of the titles of a section that name bodies
_NAME_SHARE = 0.6  # a title is the name of a body when the names fill this share of it


@dataclass(frozen=True, slots=True)
class Setting:
    """How to read one unit."""

    role: Role
    stance: Stance
    actors: tuple[Name, ...]
    governed: bool = False  # the heading above is an order itself, its items are what it is to be done to
    motto: bool = False  # stands under "Chủ đề": what is in quotes is a theme
    dossier: bool = False  # one of the papers of a dossier: to be sent
    aims: bool = False  # stands under "Chỉ tiêu" or under "Yêu cầu": the items need no verb


def paper_kind(header: Header) -> PaperKind:
    """Whether papers of this type give tasks, lay down rules, or do neither."""
    kinds = load("duties")["kinds"]
    name = fold(header.type or "")
    for kind in ("none", "normative"):
        if name in kinds[kind]:
            return "none" if kind == "none" else "normative"
    return "directive"


class Surroundings:
    """The units of one paper with what stands above and below each."""

    def __init__(
        self, text: str, folded: str, units: Sequence[Unit], outline: Sequence[Heading], kind: PaperKind
    ) -> None:
        self._text = text
        self._folded = folded
        self._units = units
        self._outline = outline
        self._kind = kind
        self._words = lexicon()
        self.reader = ClauseReader(text, folded)
        self._roles: dict[int, Role] = {}
        self._actors: dict[int, tuple[Name, ...]] = {}
        self._last: dict[int, Clause] = {}
        self._settings: dict[int, Setting] = {}
        self._owners: dict[int | None, bool] = {}

    @cached_property
    def _below(self) -> dict[int, list[int]]:
        """The units that name each unit as their parent."""
        below: dict[int, list[int]] = {}
        for index, unit in enumerate(self._units):
            if unit.parent is not None:
                below.setdefault(unit.parent, []).append(index)
        return below

    def setting(self, index: int) -> Setting:
        """How to read the unit at `index`."""
        if index not in self._settings:
            self._settings[index] = self._find_setting(index)
        return self._settings[index]

    def _find_setting(self, index: int) -> Setting:
        aims = self.under_targets(index) or self._units[index].zone == "demand"
        above = (self._titles(self._units[index]) or [""])[0]
        return Setting(
            role=self.role(index),
            stance=self._stance(index),
            actors=self._inherited(index),
            governed=self._governed(index),
            motto=pattern("motto").match(above) is not None,
            dossier=self._is_dossier(index),
            aims=aims,
        )

    def _is_dossier(self, index: int) -> bool:
        """Whether the item is a paper that a title or lead-in above ("Hồ sơ gồm:") asks for."""
        unit = self._units[index]
        if unit.kind != "bullet":
            return False
        above = self._units[unit.parent] if unit.parent is not None else None
        return any(
            pattern("dossier").match(self._folded, other.start, other.end) is not None
            for other in (unit, above)
            if other is not None
        )

    def _governed(self, index: int) -> bool:
        above = self._units[index].parent
        if above is None or self.role(above) == "text":
            return False
        clause = self._last_clause(self._units[above])
        return clause.imperative or clause.order or clause.subject

    def is_assigning(self, index: int) -> bool:
        """Whether the unit only says who or when for the item above it."""
        unit = self._units[index]
        match = self._words.assigning.match(self._folded, unit.start, unit.end)
        if not match:
            return False
        clause = self.reader.read(match.end(), unit.end)
        if clause.verb is None or not clause.actors:
            return match.lastgroup not in ("other", "field") or not clause.imperative
        return not self.reader.follows(clause.actors[-1].end, clause.verb)

    def role(self, index: int) -> Role:
        """Whether the unit is a title, a lead-in, a line that assigns, or text of its own."""
        if index not in self._roles:
            self._roles[index] = self._find_role(index)
        return self._roles[index]

    def _find_role(self, index: int) -> Role:
        unit = self._units[index]
        if self.is_assigning(index):
            return "assign"
        last = self._text[unit.end - 1]
        if last == ":":
            return "lead"
        content = [
            child
            for child in self._below.get(index, ())
            if not self.is_assigning(child) and self._text[self._units[child].start] != "("
        ]
        line = self._text[unit.start : unit.end]
        if unit.kind == "heading":
            if line.isupper() and (content or not self._in_outline(unit)):
                return "title"
            if not content:
                return "text"
            return "text" if last in ".;/" and self._is_clause(unit, content) else "title"
        if unit.kind == "paragraph" and last not in ".;,/”" and (line.isupper() or len(line.split()) <= _TITLE_WORDS):
            return "title"
        return "text"

    def _is_clause(self, unit: Unit, content: Sequence[int]) -> bool:
        clause = self.reader.read(unit.start, unit.end)
        if clause.imperative and all(self._units[child].kind == "paragraph" for child in content):
            return True
        return clause.order or (clause.subject and clause.verb is not None) or clause.modal

    def _inherited(self, index: int) -> tuple[Name, ...]:
        """The bodies named by the nearest heading or lead-in above that names any."""
        at = self._units[index].parent
        while at is not None:
            if names := self._announced(at):
                return names
            at = self._units[at].parent
        return ()

    def _announced(self, index: int) -> tuple[Name, ...]:
        """The bodies that a heading, a lead-in or an item above names as those who act."""
        if index not in self._actors:
            self._actors[index] = self._find_announced(index)
        return self._actors[index]

    def _find_announced(self, index: int) -> tuple[Name, ...]:
        unit = self._units[index]
        if unit.zone == "basis":
            return ()
        clause = self._last_clause(unit)
        if self.role(index) == "text":
            return clause.actors
        if clause.order and clause.actors:
            return (*clause.actors, *self._ordered_too(clause))
        start = unit.start
        if order := self._words.order.match(self._folded, start, unit.end):
            start = order.end() + 1
        names = self.reader.names(start, unit.end)
        if not names:
            return ()
        if self._is_owner(unit):
            return (*names[:-1], Name(names[-1].start, unit.end))
        named = names[-1].end - names[0].start
        if self._text[unit.end - 1] == ":" and unit.end - unit.start <= _LEAD_NAME:
            colon = min(at for at in (self._text.find(mark, start, unit.end) for mark in "(:") if at >= 0)
            return (*names[:-1], Name(names[-1].start, max(names[-1].end, colon)))
        rest = self._text[names[-1].end : unit.end].strip(" .")
        return names if rest.startswith(":") or rest == "" or named >= _NAME_SHARE * (unit.end - unit.start) else ()

    def _ordered_too(self, clause: Clause) -> tuple[Name, ...]:
        """The bodies of further orders in one lead-in: "đề nghị UBND các xã, yêu cầu các trường thực hiện:"."""
        if self._text[clause.end - 1] != ":":
            return ()
        orders = self._words.ordering.finditer(self._folded, clause.actors[-1].end, clause.end)
        return tuple(name for order in orders for name in self.reader.names(order.end() + 1, clause.end))

    def _is_owner(self, unit: Unit) -> bool:
        """Whether a title names who acts although its name holds a verb: in a row of titles that all name bodies."""
        if unit.kind != "heading" or unit.heading is None or not unit.end - unit.start <= _OWNER_TITLE:
            return False
        if self._text[unit.end - 1] in ".;:/":
            return False
        return self._names_owners(self._outline[unit.heading].parent)

    def _names_owners(self, parent: int | None) -> bool:
        """Whether the titles below one outline node (mostly) name bodies."""
        if parent not in self._owners:
            beside = self._children.get(parent, [])
            named = sum(1 for node in beside if self.reader.names(node.content, node.end))
            self._owners[parent] = len(beside) > 1 and named >= _OWNERS_SHARE * len(beside)
        return self._owners[parent]

    @cached_property
    def _children(self) -> dict[int | None, list[Heading]]:
        """The outline nodes below each node."""
        children: dict[int | None, list[Heading]] = {}
        for node in self._outline:
            children.setdefault(node.parent, []).append(node)
        return children

    def _last_clause(self, unit: Unit) -> Clause:
        if unit.start not in self._last:
            spans = sentences(self._text, unit.start, unit.end)
            self._last[unit.start] = self.reader.read(*(spans[-1] if spans else (unit.start, unit.end)))
        return self._last[unit.start]

    def chain(self, unit: Unit) -> list[int]:
        """The outline nodes above the unit, nearest first."""
        nodes: list[int] = []
        at = unit.heading
        while at is not None:
            nodes.append(at)
            at = self._outline[at].parent
        return nodes

    def under_targets(self, index: int) -> bool:
        """Whether the unit stands under a title such as "Chỉ tiêu"."""
        titles = self._titles(self._units[index])
        return any(self._words.target_title.match(title) for title in titles[:2])

    def _titles(self, unit: Unit) -> list[str]:
        nodes = self.chain(unit)
        if unit.kind == "heading":
            nodes = nodes[1:]
        return [self._headings[node] for node in nodes]

    @cached_property
    def _headings(self) -> list[str]:
        """The folded titles of the outline."""
        return [fold(node.heading) for node in self._outline]

    def _stance(self, index: int) -> Stance:
        unit = self._units[index]
        if unit.zone in ("head", "basis", "tail", "outside"):
            return "skip"
        titles = self._titles(unit)
        zone, attached = unit.zone, False
        if zone == "annex":
            attached = self._is_attached(unit)
            if not attached:
                return self._annex_stance(unit, titles)
            zone = self._attached_zone(titles)
        if zone == "purpose":
            mixed = bool(titles) and self._words.demand.search(titles[0]) is not None
            return "mixed" if mixed else "skip"
        if zone == "situation":
            return "told"
        if zone == "closing" or (self._kind != "directive" and not attached):
            return "strict"
        if zone in ("demand", "organisation"):
            return "listed"
        if any(self._words.purpose.match(title) for title in titles[:1]):
            return "skip"
        if any(pattern("goal").fullmatch(title.strip(" .:")) for title in titles[:1]):
            return "goal"
        above = unit.parent
        if above is not None and (self._is_reference_list(above) or self._is_particular(above)):
            return "skip"
        ordered = above is not None and self._units[above].kind != "heading" and self._orders(above)
        return "listed" if unit.heading is not None or ordered else "strict"

    def _orders(self, index: int) -> bool:
        unit = self._units[index]
        return self.role(index) == "lead" and self._last_clause(unit).order

    def _is_particular(self, index: int) -> bool:
        """Whether a title only announces particulars ("Thành phần", "Địa điểm"): who comes, where, with what."""
        unit = self._units[index]
        line = self._folded[unit.start : unit.end].strip(" .:")
        return self._words.particulars.fullmatch(line) is not None

    def _is_reference_list(self, index: int) -> bool:
        """Whether a lead-in only introduces background ("Tài liệu tham khảo gồm:")."""
        unit = self._units[index]
        if unit.kind == "heading" or unit.zone == "basis" or self.role(index) != "lead":
            return False
        start, end = (sentences(self._text, unit.start, unit.end) or ((unit.start, unit.end),))[-1]
        return (
            self._words.background.match(self._folded, start, end) is not None
            and self._words.ordering.search(self._folded, start, end) is None
        )

    def _in_outline(self, unit: Unit) -> bool:
        """Whether the unit stands in an annexed outline of a report (đề cương)."""
        label = load("outline")["annex"]["outline_label"]
        return any(self._outline[node].label == label for node in self.chain(unit))

    @cached_property
    def _attached(self) -> int:
        """Where the plan begins that a decision or a letter brings into force; the text's end when there is none."""
        kinds = load("duties")["kinds"]["attached"]
        for unit in self._units:
            unlabelled = unit.zone == "annex" and unit.kind == "paragraph" and unit.heading is None
            if unlabelled and self._text[unit.start : unit.end].isupper() and self._begins_with(kinds, unit):
                return unit.start
        return len(self._text)

    def _begins_with(self, kinds: Sequence[str], unit: Unit) -> bool:
        line = self._folded[unit.start : unit.end].strip(" *.:")
        return any(line == kind or line.startswith(kind + " ") for kind in kinds)

    def _is_attached(self, unit: Unit) -> bool:
        """Whether the unit belongs to an attached plan, and not to an annex of its own."""
        if unit.start <= self._attached or unit.heading is None:
            return False
        root = self._outline[self.chain(unit)[-1]]
        table = load("outline")["annex"]
        return not (root.label.startswith(table["label"]) or root.label == table["outline_label"])

    @staticmethod
    def _attached_zone(titles: Sequence[str]) -> Zone:
        """The zone of a unit in an attached plan, by the titles above it, nearest first."""
        return next((zone for title in titles for zone, weak in (title_zone(title),) if zone and not weak), "body")

    def _annex_stance(self, unit: Unit, titles: list[str]) -> Stance:
        if any(self._words.outline.search(title) for title in titles) or self._in_outline(unit):
            head = unit.kind == "paragraph" and unit.heading is not None and self._outline[unit.heading].parent is None
            return "skip" if head else "outline"
        return "listed" if titles and self._words.plan.search(titles[-1]) else "ordered"
