"""Change a finished `Reading` in a few places and keep every offset true."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from parser.document import Reading


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `text` in the place of [start, end); `kind` names the closed set that it was repaired by."""

    start: int
    end: int
    text: str
    kind: str


def disjoint(edits: Sequence[Edit]) -> list[Edit]:
    """Return the edits in order. Of overlapping ones the first wins."""
    chosen: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
        if not chosen or edit.start >= chosen[-1].end:
            chosen.append(edit)
    return chosen


def apply(reading: Reading, edits: Sequence[Edit]) -> tuple[Reading, list[Edit]]:
    """Return the changed reading, and the `disjoint` of the edits with their places in its text."""
    chosen = disjoint(edits)
    if not chosen:
        return reading, []
    ends = [edit.end for edit in chosen]
    shifts = [0, *accumulate(len(edit.text) - (edit.end - edit.start) for edit in chosen)]

    def moved(offset: int) -> int:
        at = bisect_right(ends, offset)
        if at < len(chosen) and chosen[at].start < offset:  # inside an edit: no further than its new end
            return chosen[at].start + shifts[at] + min(offset - chosen[at].start, len(chosen[at].text))
        return offset + shifts[at]

    pieces: list[str] = []
    done = 0
    for edit in chosen:
        pieces += [reading.text[done : edit.start], edit.text]
        done = edit.end
    text = "".join([*pieces, reading.text[done:]])
    result = replace(
        reading,
        text=text,
        paragraphs=tuple(replace(p, start=moved(p.start), end=moved(p.end)) for p in reading.paragraphs),
        pages=tuple(replace(p, start=moved(p.start), end=moved(p.end)) for p in reading.pages),
        boxes=tuple(replace(b, start=moved(b.start), end=moved(b.end)) for b in reading.boxes),
        findings=tuple(replace(f, start=moved(f.start), end=moved(f.end)) for f in reading.findings),
    )
    placed = [
        replace(edit, start=edit.start + shift, end=edit.start + shift + len(edit.text))
        for edit, shift in zip(chosen, shifts, strict=False)
    ]
    return result, placed
