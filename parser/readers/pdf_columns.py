"""Rows → blocks: where consecutive rows share a gutter, the left column is read before the right one.

Headers (issuer | motto) and ends (Nơi nhận | signature) are borderless tables; justified prose with wide word gaps
is not: its gaps never stand in the same place twice.
"""

from __future__ import annotations

from dataclasses import dataclass

from parser.readers.pdf_shapes import Band, Frame, Line, Row

_REACH = 150.0  # points a signer's name may stand below the role: room for a seal
_MIN_GUTTER = 0.35  # of the letter size


@dataclass(slots=True)
class _Gutter:
    """The free strip between two columns; it narrows as rows join."""

    low: float
    high: float

    def side(self, line: Line) -> int:
        """0 left, 1 right, -1 when the line crosses the strip."""
        least = _MIN_GUTTER * line.size
        if line.x1 <= self.high - least and line.x0 < self.low:
            return 0
        if line.x0 >= self.low + least and line.x1 > self.high:
            return 1
        if self.low <= line.x0 and line.x1 <= self.high:
            return 0 if line.center < (self.low + self.high) / 2 else 1
        return -1

    def narrow(self, line: Line, side: int) -> None:
        if side == 0:
            self.low = max(self.low, line.x1)
        else:
            self.high = min(self.high, line.x0)


def split_columns(rows: list[Row], frame: Frame) -> list[Line | Band]:
    """Return the page's lines and two-column bands in reading order."""
    rows = [[whole_line(row)] if _is_stretched(row) else row for row in rows]
    blocks: list[Line | Band] = []
    at = 0
    while at < len(rows):
        found = _band_at(rows, at, frame)
        if found is None:
            blocks.append(whole_line(rows[at]))
            at += 1
            continue
        band, at = found
        _take_above(blocks, band, frame)
        blocks.append(band)
    return blocks


def _is_stretched(row: Row) -> bool:
    """Whether a justified line was pulled wide: many pieces at even distances are words, not columns."""
    gaps = [after.x0 - before.x1 for before, after in zip(row, row[1:], strict=False)]
    return len(gaps) >= 3 and max(gaps) < 2 * min(gaps)


def whole_line(pieces: Row) -> Line:
    """Put the pieces of a row together again (a blank field leaves a wide gap in an ordinary line)."""
    if len(pieces) == 1:
        return pieces[0]
    longest = max(pieces, key=lambda piece: len(piece.text))
    return Line(
        pieces[0].page,
        " ".join(piece.text for piece in pieces),
        pieces[0].x0,
        pieces[-1].x1,
        longest.y,
        longest.size,
        all(piece.bold for piece in pieces),
        all(piece.italic for piece in pieces),
        pieces[0].mark,
    )


def _band_at(rows: list[Row], at: int, frame: Frame) -> tuple[Band, int] | None:
    best: tuple[int, int, list[int], _Gutter] | None = None
    for low, high in _gaps(rows, at):
        end, both, gutter = _grow(rows, at, _Gutter(low, high), frame)
        if _convincing(rows[at:end], both, gutter, high - low, frame):
            candidate = (len(both), end, both, gutter)
            if best is None or candidate[:2] > best[:2]:
                best = candidate
    if best is None:
        return None
    _, end, _, gutter = best
    left: list[Line] = []
    right: list[Line] = []
    for row in rows[at:end]:
        sides: tuple[Row, Row] = ([], [])
        for piece in row:
            sides[gutter.side(piece) == 1].append(piece)
        for column, pieces in zip((left, right), sides, strict=True):
            if pieces:
                column.append(whole_line(pieces))
    return Band(left, right), end


def _gaps(rows: list[Row], at: int) -> list[tuple[float, float]]:
    """Gutters that may begin at this row: gaps inside it, or between it and a half-overlapping next row."""
    row = rows[at]
    gaps = [(a.x1, b.x0) for a, b in zip(row, row[1:], strict=False)]
    if at + 1 < len(rows):
        after = rows[at + 1]
        if after[0].y - row[0].y < 0.8 * row[0].size:
            for one, other in ((row, after), (after, row)):
                if one[-1].x1 < other[0].x0:
                    gaps.append((one[-1].x1, other[0].x0))
    return gaps


def _grow(rows: list[Row], at: int, gutter: _Gutter, frame: Frame) -> tuple[int, list[int], _Gutter]:
    """Add rows below as long as none crosses the gutter; return the end, rows with both sides, and the gutter."""
    last = [rows[at][0].y, rows[at][0].y]
    both: list[int] = []
    centers: list[float] = []
    end = at
    for index in range(at, len(rows)):
        row = rows[index]
        sides = [gutter.side(piece) for piece in row]
        if -1 in sides or any(a > b for a, b in zip(sides, sides[1:], strict=False)):
            break
        if index > at + 1 and _leaves(row, sides, last, centers, frame):
            break
        for piece, side in zip(row, sides, strict=True):
            gutter.narrow(piece, side)
            last[side] = piece.y
            if side:
                centers.append(piece.center)
        if gutter.high - gutter.low < _MIN_GUTTER * row[0].size:
            break
        end = index + 1
        if (
            0 in sides
            and 1 in sides
            or index
            and end - at > 1
            and abs(row[0].y - rows[index - 1][0].y) < 0.8 * row[0].size
        ):
            both.append(index)
    return end, both, gutter


def _leaves(row: Row, sides: list[int], last: list[float], centers: list[float], frame: Frame) -> bool:
    """Whether a one-sided row stands below the columns rather than in one of them."""
    if 0 in sides and 1 in sides:
        return False
    line = row[0]
    middle = (row[0].x0 + row[-1].x1) / 2
    if abs(middle - frame.center) < 6 and (not centers or min(abs(middle - c) for c in centers) > 20):
        return True
    if 1 in sides:
        return line.y - max(last) > _REACH or min((abs(middle - c) for c in centers), default=0) > 90
    return line.y - max(last) > 2.6 * line.size


def _convincing(rows: list[Row], both: list[int], gutter: _Gutter, gap: float, frame: Frame) -> bool:
    if not both or not rows:
        return False
    width = frame.right - frame.left
    pieces = [piece for row in rows for piece in row]
    lefts = [piece for piece in pieces if piece.x1 <= gutter.low + 0.01]
    rights = [piece for piece in pieces if piece.x0 >= gutter.high - 0.01]
    if not lefts or not rights:
        return False
    starts_left = min(piece.x0 for piece in lefts) < frame.left + 0.4 * width
    stands_right = 0.28 * width < gutter.high - frame.left and gutter.low - frame.left < 0.66 * width
    if not (starts_left and stands_right):
        return False
    if len(both) >= 2:
        return True
    size = pieces[0].size
    return len(rows) >= 2 and gap > 1.2 * size or gap > 3 * size and gutter.high - frame.left > 0.42 * width


def _take_above(blocks: list[Line | Band], band: Band, frame: Frame) -> None:
    """Move lines just above into the column they are centred on (a column may begin one line higher)."""
    while blocks and isinstance(line := blocks[-1], Line):
        top = min(column[0].y for column in (band.left, band.right) if column)
        if not 0 < top - line.y < 1.6 * line.size or line.text[0].islower() or line.text.endswith("."):
            return
        for column, other in ((band.left, band.right), (band.right, band.left)):
            inner = max(piece.x1 for piece in other) < line.x0 or line.x1 < min(piece.x0 for piece in other)
            if inner and column and abs(column[0].center - line.center) < 4 and line.x0 > frame.left - 40:
                column.insert(0, line)
                blocks.pop()
                break
        else:
            return
