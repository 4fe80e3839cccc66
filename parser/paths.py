"""What a reader would cite: "II.1.2", "PL1.I", "Điều 2.1"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from corpus.knowledge import load
from parser.document import Heading, Unit

_ROW_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,3}|[a-zđ])\s*[.)]?$")


@cache
def _article() -> str:
    shown: str = load("outline")["words"]["điều"]["shown"]
    return shown + " "


def path_of(target: Unit | int | None, outline: Sequence[Heading], text: str = "") -> str:
    """Return the path of an outline node, or of the unit standing under one; "" outside all of them.

    With `text`, a table row adds the number in its first cell ("PL1.II.3").
    """
    at = target.heading if isinstance(target, Unit) else target
    labels: list[str] = []
    while at is not None:
        labels.append(outline[at].label)
        at = outline[at].parent
    path = ""
    for label in reversed(labels):
        path = _append(path, label)
    if isinstance(target, Unit) and target.kind == "row" and target.cells and text:
        column, start, end = min(target.cells)  # a cell merged from the rows above stands earlier in the text
        number = _ROW_NUMBER.match(text[start:end].strip())
        if column == 0 and number:
            path = _append(path, number[1])
    return path


def _append(path: str, label: str) -> str:
    """Add one label; a multi-level label replaces the parents that it repeats."""
    if not path:
        return label
    if label.startswith(_article()):  # articles are numbered through the paper: chapter and section go unsaid
        head = path.split(".")[0]
        annex = load("outline")["annex"]
        return f"{head}.{label}" if head.startswith(annex["label"]) or head == annex["outline_label"] else label
    parts, held = label.split("."), path.split(".")
    for length in range(min(len(parts) - 1, len(held)), 0, -1):
        if held[-length:] == parts[:length]:
            return ".".join([*held[:-length], *parts])
    return f"{path}.{label}"
