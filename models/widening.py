"""Annotated requirements joined with their neighbours, as long as those of real papers.

The annotated parents cut requirements fine (median 24 words); real offices write two or three acts into one sentence
(median 45 words and more). Models that never saw a long requirement fail on it. Joining neighbours gives long
requirements whose label follows from the labels of the parts: covered when all are, missing when all are, else partial.
Neighbours of unlike labels are joined less often, or most long requirements would be partial.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.dataset import LabelledPair, Verdict
from models.passages import Wanted, pair_up
from parser.document import Document, Requirement

_UNLIKE = 3  # one in so many neighbours of unlike labels is joined
_ENOUGH, _MOST = 40, 100  # words: neighbours are joined until they have enough, never beyond the most
_BETWEEN = re.compile(r"[\W\d]*(?:\b\w[).][\W\d]*)?")  # marks, spaces, a bullet's label: no heading, nothing said

_Part = tuple[Wanted, Verdict]


def widened(pair: LabelledPair) -> LabelledPair | None:
    """Return the plan against its parent's requirements joined with their neighbours; None where none can be joined."""
    groups = list(_groups(pair))
    if all(len(group) == 1 for group in groups):
        return None
    parent = pair.pairing.parent
    asked = tuple(_joined([wanted.requirement for wanted, _ in group], parent) for group in groups)
    pairing = pair_up(parent, pair.pairing.child, asked)
    verdicts = tuple(_verdict([verdict for _, verdict in group]) for group in groups)
    return LabelledPair(pair.set_name, pair.child_name, pair.level, pairing, verdicts)


def _groups(pair: LabelledPair) -> Iterator[list[_Part]]:
    labelled = [(w, v) for w, v in zip(pair.pairing.wanted, pair.verdicts, strict=True) if v is not None]
    group: list[_Part] = []
    for part in sorted(labelled, key=lambda part: part[0].requirement.start):
        alike = bool(group) and (group[-1][1].label == part[1].label or _drawn(pair, part))
        if group and not (alike and _words(group) < _ENOUGH and _goes_on(group, part, pair.pairing.parent)):
            yield group
            group = []
        group.append(part)
    if group:
        yield group


def _drawn(pair: LabelledPair, part: _Part) -> bool:
    """A lot that falls the same way on every run."""
    return zlib.crc32(f"{pair.set_name}/{pair.child_name}/{part[0].requirement.id}".encode()) % _UNLIKE == 0


def _words(group: Sequence[_Part]) -> int:
    return sum(len(wanted.requirement.quote.split()) for wanted, _ in group)


def _goes_on(group: Sequence[_Part], part: _Part, parent: Document) -> bool:
    """True when the next requirement follows at once, binds the same levels, and both have a clear label."""
    (last, verdict), (following, next_verdict) = group[-1], part
    before, after = last.requirement, following.requirement
    if "not_applicable" in (verdict.label, next_verdict.label) or verdict.doubtful or next_verdict.doubtful:
        return False
    short = before.levels == after.levels and _words([*group, part]) <= _MOST
    return short and bool(_BETWEEN.fullmatch(parent.text, before.end, after.start))


def _joined(parts: Sequence[Requirement], parent: Document) -> Requirement:
    """One requirement from the start of the first to the end of the last."""
    if len(parts) == 1:
        return parts[0]
    first, last = parts[0], parts[-1]
    return replace(
        first,
        id="+".join(part.id for part in parts),
        quote=parent.text[first.start : last.end],
        end=last.end,
        actors=tuple(dict.fromkeys(actor for part in parts for actor in part.actors)),
        due=next((part.due for part in parts if part.due), None),
        deadlines=tuple(i for part in parts for i in part.deadlines),
        targets=tuple(i for part in parts for i in part.targets),
        citations=tuple(i for part in parts for i in part.citations),
    )


def _verdict(parts: Sequence[Verdict]) -> Verdict:
    """The label of the whole from those of its parts."""
    if len(parts) == 1:
        return parts[0]
    labels = {part.label for part in parts}
    label = labels.pop() if len(labels) == 1 else "partial"
    why = None if label in ("covered", "missing") else "incomplete"
    evidence = tuple(dict.fromkeys(span for part in parts for span in part.evidence))
    return Verdict(label, why, evidence, any(part.doubtful for part in parts), tuple(parts))
