"""Pages → the document's paragraphs in reading order: columns, tables and notes put in place, page breaks healed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from parser.document import Align, Cell
from parser.readers.pdf_columns import split_columns, whole_line
from parser.readers.pdf_joining import body_paragraphs, column_paragraphs, is_centered
from parser.readers.pdf_open import open_tables
from parser.readers.pdf_shapes import Band, Frame, Grid, Line, PageLayout, Row, Scan
from parser.readers.pdf_tables import Table, continues_table, extend_table, start_table

_Block = Line | Band | Grid


@dataclass(slots=True)
class Piece:
    """One paragraph to be: its visual lines and what the page tells of it."""

    lines: list[Line]
    cell: Cell | None = None
    align: Align | None = None
    role: Literal["body", "footnote", "textbox"] = "body"


def flow(pages: list[PageLayout]) -> list[Piece]:
    """Return all paragraphs of the document in reading order."""
    frames = page_frames(pages)
    writer = _Writer(frames)
    for page in pages:
        frame = frames[page.number]
        rows, notes = _split_notes(page.rows, frame)
        rows, stamps = _split_stamps(rows, frame)
        writer.page(_blocks(rows, page, frame), notes, stamps)
    return writer.finish()


def page_frames(pages: list[PageLayout]) -> dict[int, Frame]:
    """Measure the type area once for all pages of one size: single pages have too few lines to tell."""
    groups: dict[tuple[int, int], list[PageLayout]] = {}
    for page in pages:
        groups.setdefault((round(page.width / 10), round(page.height / 10)), []).append(page)
    frames: dict[int, Frame] = {}
    for group in groups.values():
        rows = [row for page in group for row in page.rows]
        _steady(rows)
        frame = _frame(rows, group[0].width)
        for page in group:
            frames[page.number] = frame
    return frames


def _steady(rows: list[Row]) -> None:
    """Give all lines one size where sizes are guesses, as in text layers made by OCR."""
    sizes = sorted(line.size for row in rows for line in row)
    middle = sizes[len(sizes) // 2] if sizes else 0.0
    if sum(abs(size - middle) > 0.06 * middle for size in sizes) > 0.6 * len(sizes) and len(set(sizes)) > 8:
        for row in rows:
            for line in row:
                line.size = middle


def _frame(rows: list[Row], width: float) -> Frame:
    sizes: Counter[float] = Counter()
    for row in rows:
        for line in row:
            sizes[round(line.size * 2) / 2] += len(line.text)
    size = sizes.most_common(1)[0][0] if sizes else 12.0
    wide = [row for row in rows if row[-1].x1 - row[0].x0 > 0.55 * width and abs(row[0].size - size) < 1.5]
    if sum(len(row) == 1 for row in wide) >= 3:
        wide = [row for row in wide if len(row) == 1]  # a letterhead's columns may reach further out than the text
    if len(wide) < 3:
        wide = rows or wide
    if not wide:
        return Frame(0.12 * width, 0.92 * width, size, 0.92 * width)
    longer = [row for row in rows if row[-1].x1 - row[0].x0 > 0.25 * width]
    left = _left_margin([row[0].x0 for row in longer or wide])
    rights = sorted((row[-1].x1 for row in wide), reverse=True)
    outer, middle = rights[len(rights) // 25], rights[len(rights) // 2]
    return Frame(left, outer - min((outer - middle) / 2, 2 * size), size, outer)


def _left_margin(starts: list[float]) -> float:
    """The leftmost place where lines begin again and again (further lines of paragraphs, not their first)."""
    starts.sort()
    often = max(2, round(0.12 * len(starts)))
    for at, start in enumerate(starts):
        if at + often <= len(starts) and starts[at + often - 1] - start < 3:
            return start
    return starts[0]


def _split_notes(rows: list[Row], frame: Frame) -> tuple[list[Row], list[Row]]:
    """Cut the footnotes off: small print at the foot of the page that begins with a raised mark."""
    for at, row in enumerate(rows):
        if row[0].mark and all(line.size < 0.93 * frame.size for later in rows[at:] for line in later):
            return rows[:at], rows[at:]
    return rows, []


def _split_stamps(rows: list[Row], frame: Frame) -> tuple[list[Row], list[Row]]:
    """Take out what signature services print over a page ("Ký bởi …"): it is no line of the paper."""
    stamps = [row for row in rows if all(line.stamped for line in row)]
    for row in rows:  # drawn into the first page above everything else, it shows by its tiny letters
        if row[0].page > 1 or any(line.size >= 0.67 * frame.size for line in row):
            break
        stamps += [] if any(row is stamp for stamp in stamps) else [row]
    if not stamps or len(stamps) >= len(rows):
        return rows, []
    taken = {id(row) for row in stamps}
    return [row for row in rows if id(row) not in taken], stamps


def _blocks(rows: list[Row], page: PageLayout, frame: Frame) -> list[_Block]:
    blocks: list[_Block] = []
    start = 0
    for grid in page.grids:
        end = start
        while end < len(rows) and rows[end][0].y < grid.top + 4:
            end += 1
        blocks += _columns(rows[start:end], page.scan, frame)
        blocks.append(grid)
        start = end
    return blocks + _columns(rows[start:], page.scan, frame)


def _columns(rows: list[Row], scan: Scan | None, frame: Frame) -> list[_Block]:
    """The rows as lines, two-column bands and tables without rules.

    On a recognised page the columns were seen before it was read.
    """
    blocks: list[_Block] = []
    if scan is None:
        for part in open_tables(rows, frame):
            blocks += [part] if isinstance(part, Grid) else split_columns(part, frame)
        return blocks
    current: tuple[float, float, float] | None = None
    for row in rows:
        line = whole_line(row)
        band = next((band for band in scan.bands if band[0] <= line.y < band[1]), None)
        if band is None:
            blocks.append(line)
        elif band is not current or not isinstance(blocks[-1], Band):
            blocks.append(Band([], []))
        if band is not None and isinstance(block := blocks[-1], Band):
            (block.right if line.center > band[2] else block.left).append(line)
        current = band
    return blocks


class _Writer:
    """Collects blocks page after page; what may go on over the page break stays open until the next block."""

    def __init__(self, frames: dict[int, Frame]) -> None:
        self._frames = frames
        self._pieces: list[Piece] = []
        self._lines: list[Line] = []
        self._notes: list[Row] = []
        self._stamps: list[Line] = []
        self._table: Table | None = None
        self._tables = 0

    def page(self, blocks: list[_Block], notes: list[Row], stamps: list[Row]) -> None:
        for at, block in enumerate(blocks):
            if isinstance(block, Grid):
                self._grid(block, first=at == 0)
            else:
                self._close_table()
                if isinstance(block, Line):
                    self._lines.append(block)
                else:
                    self._band(block)
        self._notes += notes
        self._stamps += [whole_line(row) for row in stamps]

    def finish(self) -> list[Piece]:
        self._close_table()
        self._close_lines()
        self._close_notes(before=1 << 30)
        self._pieces += [Piece([line], role="textbox") for line in self._stamps]
        return self._pieces

    def _grid(self, grid: Grid, first: bool) -> None:
        if self._table and first and continues_table(self._table, grid):
            extend_table(self._table, grid)
            return
        self._close_table()
        self._close_lines()
        self._table = start_table(grid)

    def _close_table(self) -> None:
        table, self._table = self._table, None
        if table is None:
            return
        for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
            place = Cell(self._tables, cell.row, cell.column, cell.columns, cell.rows)
            self._pieces += [Piece(lines, place) for lines in cell.paragraphs()]
        self._tables += 1

    def _band(self, band: Band) -> None:
        self._close_lines()
        for column, lines in enumerate((band.left, band.right)):
            place = Cell(self._tables, 0, column)
            self._pieces += [Piece(paragraph, place) for paragraph in column_paragraphs(lines)]
        self._tables += 1

    def _close_lines(self) -> None:
        lines, self._lines = self._lines, []
        paragraphs = body_paragraphs(lines, self._frames)
        for at, paragraph in enumerate(paragraphs):
            frame = self._frames[paragraph[0].page]
            centered = all(is_centered(line, frame) for line in paragraph)
            self._pieces.append(Piece(paragraph, align="center" if centered else "left"))
            if at + 1 < len(paragraphs):
                self._close_notes(before=paragraphs[at + 1][0].page)
        if lines:
            self._close_notes(before=lines[-1].page)

    def _close_notes(self, before: int) -> None:
        """Put the notes of pages before `before` here: behind the paragraph that goes on over the page break."""
        rows = [row for row in self._notes if row[0].page < before]
        self._notes = self._notes[len(rows) :]
        lines: list[Line] = []
        for row in rows:
            if row[0].mark and lines:
                self._pieces.append(Piece(lines, role="footnote"))
                lines = []
            lines += [piece for piece in row if piece.text]
        if lines:
            self._pieces.append(Piece(lines, role="footnote"))
