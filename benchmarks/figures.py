"""One measured figure with what was promised of it, and what others reach on the same files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.tables import markdown


class Figure(NamedTuple):
    """A figure; `limit` is the least (with `most` the greatest) promised; peers are None where they cannot do it."""

    name: str
    value: float
    limit: float | None = None
    most: bool = False
    markitdown: float | None = None
    tesseract: float | None = None
    detail: str = ""

    @property
    def kept(self) -> bool | None:
        """Whether the promise holds, None where nothing was promised."""
        if self.limit is None:
            return None
        return self.value <= self.limit if self.most else self.value >= self.limit


def figure_table(figures: Sequence[Figure]) -> str:
    """Return the figures as a Markdown table."""
    verdict = {True: "kept", False: "MISSED", None: ""}
    lines = []
    for figure in figures:
        limit = "" if figure.limit is None else f"{'≤' if figure.most else '≥'} {figure.limit:g}"
        peers = (_number(figure.markitdown), _number(figure.tesseract))
        lines.append((figure.name, _number(figure.value), limit, verdict[figure.kept], *peers, figure.detail))
    return markdown(("incoming papers", "rasoat", "promised", "", "MarkItDown", "plain Tesseract", "on"), lines)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
