"""Annotated parent–child sets (corpus/annotated/pairs): papers parsed, gold spans carried over to our text.

A set is a folder with parent.txt, children/*.txt and gold.json (docs/annotation.md). The reader joins lines and
drops page numbers, so gold quotes are found again by their letters and digits.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from models.features import pair_features
from models.passages import Pairing, pair_up
from parser.document import Document, Level, Requirement, RequirementKind
from parser.folding import fold
from parser.pipeline import parse

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

_PAGE_NUMBER = re.compile(r"\n\s*\d{1,3}\s*\n")  # on a line of its own, in mid-sentence; the reader drops it

Label = Literal["covered", "partial", "missing", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The gold label of one requirement in one child; `evidence` are spans of the child's text."""

    label: Label
    why: str | None
    evidence: tuple[tuple[int, int], ...]
    doubtful: bool
    parts: tuple[Verdict, ...] = ()
    """The verdicts it was joined from (models.widening); empty for one that was labelled as it is."""

    def of_passage(self, start: int, end: int) -> Label:
        """What the passage start:end alone is as an answer: missing outside the evidence, partial to a part of it."""
        if not self.parts:
            return self.label if any(start < e and s < end for s, e in self.evidence) else "missing"
        found = {part.of_passage(start, end) for part in self.parts}
        return found.pop() if len(found) == 1 else "partial"


@dataclass(frozen=True)
class LabelledPair:
    """One child with its gold verdicts, in the order of the parent's gold requirements."""

    set_name: str
    child_name: str
    level: Level
    pairing: Pairing
    verdicts: tuple[Verdict | None, ...]

    @cached_property
    def table(self) -> NDArray[float64]:
        """The pair features, computed once: they do not depend on what a model is trained on."""
        return pair_features(self.pairing)

    @cached_property
    def as_read(self) -> LabelledPair:
        """The same labels on the requirements as the parser finds them, where it finds them.

        The gold quotes the operative words alone; the parser's requirement is often longer. A model for users must
        learn from what users get.
        """
        found = self.pairing.parent.requirements
        asked = tuple(_overlapping(wanted.requirement, found) for wanted in self.pairing.wanted)
        pairing = pair_up(self.pairing.parent, self.pairing.child, asked)
        return LabelledPair(self.set_name, self.child_name, self.level, pairing, self.verdicts)

    @cached_property
    def joined(self) -> LabelledPair | None:
        """The same plan against requirements joined with their neighbours; None where none can be joined."""
        from models.widening import widened  # which builds on this module

        return widened(self)


def _overlapping(gold: Requirement, found: tuple[Requirement, ...]) -> Requirement:
    """The found requirement that shares most characters with `gold`, if that is a third of the shorter; else `gold`."""
    best = max(found, key=lambda r: min(r.end, gold.end) - max(r.start, gold.start), default=gold)
    shared = min(best.end, gold.end) - max(best.start, gold.start)
    return best if shared >= min(best.end - best.start, gold.end - gold.start) / 3 else gold


def load_sets(folder: Path) -> tuple[LabelledPair, ...]:
    """Read every set below `folder`, in the order of the names."""
    return tuple(pair for gold in sorted(folder.glob("*/gold.json")) for pair in _load_set(gold.parent))


def _load_set(folder: Path) -> list[LabelledPair]:
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    parent = parse(folder / "parent.txt")
    requirements, spans = [], Finder(parent.text)
    for item in gold["requirements"]:
        found = spans.find(item["quote"])
        if found is not None:
            requirements.append((item["id"], _requirement(item, *found, parent)))
    pairs = []
    for name, child in sorted(gold["children"].items()):
        document = parse(folder / "children" / name)
        pairing = pair_up(parent, document, tuple(requirement for _, requirement in requirements))
        finder = Finder(document.text)
        verdicts = tuple(_verdict(child["labels"].get(key), finder) for key, _ in requirements)
        pairs.append(LabelledPair(folder.name, name, child["level"], pairing, verdicts))
    return pairs


def _requirement(item: dict[str, Any], start: int, end: int, parent: Document) -> Requirement:
    """The gold requirement with what our parser found inside its span."""
    inside = [r for r in parent.requirements if r.start < end and start < r.end]
    kind: RequirementKind = item["kind"]
    return Requirement(
        id=item["id"],
        quote=parent.text[start:end],
        start=start,
        end=end,
        path=inside[0].path if inside else "",
        kind=kind,
        actors=tuple(dict.fromkeys(actor for r in inside for actor in r.actors)),
        levels=tuple(item["levels"]),
        due=next((r.due for r in inside if r.due), None),
        deadlines=_within(parent.deadlines, start, end),
        targets=_within(parent.targets, start, end),
        citations=_within(parent.citations, start, end),
    )


def _within(findings: tuple[Any, ...], start: int, end: int) -> tuple[int, ...]:
    return tuple(i for i, finding in enumerate(findings) if start <= finding.start and finding.end <= end)


def _verdict(label: dict[str, Any] | None, finder: Finder) -> Verdict | None:
    if label is None:
        return None
    quotes = [label["evidence"]] if label.get("evidence") else []
    quotes += [more if isinstance(more, str) else more["quote"] for more in label.get("more_evidence") or []]
    spans = [span for quote in quotes if (span := finder.find(quote)) is not None]
    return Verdict(label["status"], label.get("why"), tuple(spans), bool(label.get("doubt")))


class Finder:
    """Finds a quote in a text by letters and digits alone, each search from the start."""

    def __init__(self, text: str) -> None:
        kept = [(char, at) for at, char in enumerate(fold(text)) if char.isalnum()]
        self._letters = "".join(char for char, _ in kept)
        self._where = [at for _, at in kept]

    def find(self, quote: str) -> tuple[int, int] | None:
        """Return the first place of `quote`, page numbers inside it left off, or else of two thirds of it."""
        wanted = "".join(char for char in fold(_PAGE_NUMBER.sub(" ", quote)) if char.isalnum())
        for piece in (wanted, wanted[: len(wanted) * 2 // 3], wanted[len(wanted) // 3 :]):
            at = self._letters.find(piece) if len(piece) >= 8 or piece == wanted else -1
            if piece and at >= 0:
                return self._where[at], self._where[at + len(piece) - 1] + 1
        return None
