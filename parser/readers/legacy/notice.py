"""What the user is told after text was decoded."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.messages import message
from parser.document import Finding
from parser.readers.legacy.encodings import encoding
from parser.readers.legacy.mojibake import NAME

_ALL = 0.97


def notices(recoded: Mapping[str, int], letters: int) -> tuple[Finding, ...]:
    """A finding that names the encodings and how much of the text (`letters` characters) was in them."""
    if not recoded or not letters:
        return ()
    names = sorted(recoded, key=lambda name: -recoded[name])
    labels = ", ".join(message("encodings", "utf8") if name == NAME else encoding(name).label for name in names)
    share = min(sum(recoded.values()) / letters, 1.0)
    if share >= _ALL:
        text = message("encodings", "legacy_all", encodings=labels)
    else:
        text = message("encodings", "legacy", encodings=labels, percent=_percent(share))
    return (Finding("legacy_encoding", "warning", text, 0, 0),)


def _percent(share: float) -> str:
    return f"{round(100 * share)}%" if share >= 0.01 else "dưới 1%"
