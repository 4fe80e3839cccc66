"""Runs → visual rows: same baseline, left to right, cut into pieces where a gap may part two columns.

A raised note mark does not make a row of its own; its digits are kept as private characters (`NOTE_DIGITS`) until
the page is whole and one can tell a footnote mark ("QH15¹") from an exponent ("m²").
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from parser.readers.paragraphs import clean
from parser.readers.pdf_chars import WIDE_GAP
from parser.readers.pdf_shapes import Line, Row, Run

_SAME_ROW = 0.28  # of the letter size: baselines this near belong to one row
_RUN_GAP = 0.11  # of the letter size: runs that are no neighbours in the stream touch, or a space parts them
_CELL_GAP = 0.4  # of the letter size: enough between pieces that the content stream shows apart
_SMALL = 0.85  # of the letter size: raised marks are smaller than this
_NOTE_BASE = 0xE0F0
_TO_NOTE = str.maketrans({str(d): chr(_NOTE_BASE + d) for d in range(10)} | {"*": chr(_NOTE_BASE + 10)})
_FROM_NOTE = {_NOTE_BASE + d: str(d) for d in range(10)} | {_NOTE_BASE + 10: "*"}
NOTE = re.compile("[\ue0f0-\ue0fa]+")
_UNIT_BEFORE = re.compile(r"(?<![\w])(?:[kcdmh]?m|[0-9]+)$")


def build_rows(runs: list[Run], page: int) -> list[Row]:
    """Return the rows of a page (or of a cell) from top to bottom."""
    clusters = _merge_raised(_clusters([run for run in runs if not run.stamped]))
    stamps = [run for run in runs if run.stamped]
    if stamps:
        clusters = _merge_stamps(clusters, stamps)
    return [row for cluster in clusters if (row := _pieces(cluster, page))]


def _clusters(runs: list[Run]) -> list[list[Run]]:
    clusters: list[list[Run]] = []
    reference, tolerance = float("-inf"), 0.0
    for run in sorted(runs, key=lambda run: run.y):
        if run.y - reference > tolerance:
            clusters.append([run])
            reference, tolerance = run.y, _SAME_ROW * run.size
        else:
            clusters[-1].append(run)
            if run.size * _SAME_ROW < tolerance and len(clusters[-1]) < 3:
                tolerance = _SAME_ROW * run.size
    return clusters


def _merge_stamps(clusters: list[list[Run]], stamps: list[Run]) -> list[list[Run]]:
    """Put stamped numbers and days into the blank of the line they were meant for; other stamps stay rows apart."""
    loose: list[Run] = []
    for stamp in stamps:
        near = [cluster for cluster in clusters if _has_blank(cluster, stamp)]
        if near and any(ch.isdigit() for ch in stamp.text):
            cluster = min(near, key=lambda cluster: abs(cluster[0].y - stamp.y))
            cluster.append(stamp._replace(y=cluster[0].y))
        else:
            loose.append(stamp)
    return sorted(clusters + _clusters(loose), key=lambda cluster: cluster[0].y)


def _has_blank(cluster: list[Run], stamp: Run) -> bool:
    """Whether the row has room just where the stamp stands."""
    slack = 0.2 * stamp.size
    level = abs(cluster[0].y - stamp.y) < 0.6 * max(stamp.size, cluster[0].size)
    behind = any(run.x1 <= stamp.x0 + slack for run in cluster)
    return level and behind and not any(run.x0 < stamp.x1 - slack and stamp.x0 + slack < run.x1 for run in cluster)


def _merge_raised(clusters: list[list[Run]]) -> list[list[Run]]:
    """Put raised (or lowered) small digits into the row they belong to."""
    merged: list[list[Run]] = []
    waiting: list[Run] = []
    for cluster in clusters:
        size = max(run.size for run in cluster)
        y = next(run.y for run in cluster if run.size == size)
        small: list[Run] = []
        alone: list[Run] = []
        for run in waiting:
            if run.size <= _SMALL * size and y - run.y <= 0.7 * size and _touches(run, cluster, size):
                small.append(run._replace(y=y, text=run.text.translate(_TO_NOTE)))
            else:
                alone.append(run)
        merged += [alone] if alone else []
        waiting = []
        cluster = [_mark_raised(run, y, size) for run in cluster] + small
        if all(len(run.text) <= 3 and run.text.isdigit() or run.text == "*" for run in cluster):
            waiting = cluster
        else:
            merged.append(cluster)
    return [*merged, waiting] if waiting else merged


def _mark_raised(run: Run, y: float, size: float) -> Run:
    if run.size <= _SMALL * size and run.y < y - 0.05 * size and run.text.isdigit():
        return run._replace(text=run.text.translate(_TO_NOTE))
    return run


def _touches(run: Run, cluster: list[Run], size: float) -> bool:
    return any(other.x0 - size <= run.x0 and run.x1 <= other.x1 + size for other in cluster)


def _pieces(cluster: list[Run], page: int) -> Row:
    cluster.sort(key=lambda run: run.x0)
    borders = _stream_borders(cluster)
    row: Row = []
    current: list[Run] = []
    for run in cluster:
        if current:
            before = current[-1]
            gap = run.x0 - before.x1
            if gap < -0.3 * run.size and run.text == before.text:
                continue  # the same letters drawn twice: a boldness trick
            size = max(run.size, before.size)
            if gap > WIDE_GAP * size or (gap > _CELL_GAP * size and run.first in borders):
                row.append(_line(current, page))
                current = []
        current.append(run)
    row.append(_line(current, page))
    return [line for line in row if line.text]


def _stream_borders(cluster: list[Run]) -> set[int]:
    """First indices of runs that begin a new part of the content stream, standing right of the part before.

    Word and LibreOffice write a table cell by cell: even a narrow gap is a border when other rows stand between.
    """
    if len(cluster) < 2:
        return set()
    parts: list[list[Run]] = []
    end = -10
    for run in sorted(cluster, key=lambda run: run.first):
        if run.first - end > 4:
            parts.append([])
        parts[-1].append(run)
        end = run.last
    if len(parts) < 2:
        return set()
    parts.sort(key=lambda part: min(run.x0 for run in part))
    borders = set()
    for before, after in zip(parts, parts[1:], strict=False):
        start = min(after, key=lambda run: run.x0)
        if max(run.x1 for run in before) <= start.x0:
            borders.add(start.first)
    return borders


def _line(runs: list[Run], page: int) -> Line:
    letters = [runs[0].text]
    for before, run in zip(runs, runs[1:], strict=False):
        if _is_parted(before, run):
            letters.append(" ")
        letters.append(run.text)
    text = clean("".join(letters))
    note = NOTE.match(text)
    full = max(runs, key=lambda run: len(run.text))
    return Line(
        page,
        text[note.end() :].lstrip() if note else text,
        runs[0].x0,
        max(run.x1 for run in runs),
        full.y,
        full.size,
        all(run.bold for run in runs if run.text[:1].isalnum()) and full.bold,
        all(run.italic for run in runs if run.text[:1].isalnum()) and full.italic,
        note.group().translate(_FROM_NOTE) if note else "",
        all(run.stamped for run in runs),
    )


def _is_parted(before: Run, run: Run) -> bool:
    """Whether a space stands between two runs of a line."""
    gap = run.x0 - before.x1
    if before.stamped and gap < 2 * run.size:  # a number put into "Số:     /KH-UBND", a day into "ngày     tháng"
        return run.text[0] not in "/-"
    if run.stamped:
        return before.text[-1] not in "/-"
    return (before.trail and gap > -0.1 * run.size) or run.lead or gap > _RUN_GAP * max(run.size, before.size)


def settle_notes(rows: Iterable[Row], known: set[str]) -> None:
    """Drop raised marks of the footnotes `known` on this page and other note marks; give exponents their digits."""
    for row in rows:
        for line in row:
            if NOTE.search(line.text):
                line.text = NOTE.sub(lambda found: _settled(found, known), line.text)


def _settled(found: re.Match[str], known: set[str]) -> str:
    mark = found.group().translate(_FROM_NOTE)
    before = found.string[: found.start()]
    if mark not in known and _UNIT_BEFORE.search(before):
        return mark
    return "" if before and not before.endswith(" ") else mark if mark not in known else ""
