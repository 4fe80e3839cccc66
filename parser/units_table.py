"""Rows of task tables: which row is the header, what each row holds, what a cell over several rows says to each."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from parser.document import Paragraph
from parser.duties.rows import column_kinds

_NUMBERED = re.compile(r"[A-Z]?\d+(?:\.\d+)*")
_HEADER_ROWS = 3  # a header is at most this high
_HEADER_CELL = 60  # letters; longer cells hold tasks
_LABEL = 8  # letters of a section's number at most


@dataclass(frozen=True, slots=True)
class Row:
    """One body row: (column, start, end) of each non-empty cell; a section row has one title across the table.

    A cell that reaches down from a row above is among the `cells`; `start`..`end` cover the row's own.
    """

    start: int
    end: int
    cells: tuple[tuple[int, int, int], ...]
    columns: tuple[str, ...]
    is_section: bool


class Grid:
    """A table read as rows under one header; `above` is the header of the table before it, of the same width.

    A table cut in parts by the titles of its sections has its header over the first of them only.
    """

    def __init__(self, text: str, paragraphs: Sequence[Paragraph], above: tuple[str, ...] = ()) -> None:
        self._text = text
        self.width = max((p.cell.column + p.cell.columns for p in paragraphs if p.cell), default=0)
        rows = [list(group) for _, group in groupby(paragraphs, key=lambda p: p.cell.row if p.cell else -1)]
        self._header = self._header_height(rows) if len(rows) > 1 or self._heads(rows) else 0
        if above and self._header and not self._heads(rows):
            self._header = 0
        self._first_rows = {id(p) for row in rows[: self._header] for p in row}
        self.columns = self._header_texts(rows[: self._header]) or above
        self._repeat = tuple(self._cell_texts(rows[0])) if self._header else ()
        self._tall = self._tall_cells(rows[self._header :])
        labels = (self._cell_texts(row)[0].rstrip(".") for row in rows)
        self._divided = {label[:at] for label in labels for at in range(_LABEL + 1) if label[at : at + 1] == "."}

    @property
    def handed_on(self) -> tuple[str, ...]:
        """The header that a next table of this width may do without: that of a task table."""
        return self.columns if "task" in column_kinds(self.columns) else ()

    def row(self, paragraphs: Sequence[Paragraph]) -> Row | None:
        """Return the body row made of these paragraphs; None for header rows, repeated headers and column numbers."""
        if id(paragraphs[0]) in self._first_rows or (
            self._repeat and tuple(self._cell_texts(paragraphs)) == self._repeat
        ):
            return None
        cells = self._cells(paragraphs)
        texts = [self._text[start:end] for _, start, end in cells]
        if all(not any(ch.isalpha() for ch in t) for t in texts) and self._counts_columns(texts):
            return None
        wide = max((p.cell.columns for p in paragraphs if p.cell), default=1)
        lone = len(cells) == 1 and (wide > 1 or cells[0][0] <= 1)
        titled = (
            len(cells) == 2 and cells[0][0] == 0 and len(texts[0]) <= _LABEL and self.width >= 4 and cells[1][0] == 1
        )
        section = self.width >= 3 and (lone or (titled and (texts[1].isupper() or self._is_divided(texts[0]))))
        start, end = cells[0][1], cells[-1][2]
        if not section:
            cells = self._with_tall(cells, paragraphs)
        return Row(start, end, cells, self.columns, section)

    def _is_divided(self, label: str) -> bool:
        """Whether rows of the table are numbered below this one: "5.2" over "5.2.1"."""
        return label.rstrip(".") in self._divided

    def _tall_cells(self, rows: Sequence[Sequence[Paragraph]]) -> Mapping[int, list[tuple[int, int, int]]]:
        """For each row (column, start, end) of the cells that reach down into it."""
        found: dict[tuple[int, int], tuple[int, int, int, int, int]] = {}
        for row in rows:
            for p in row:
                if p.cell is not None and p.cell.rows > 1:
                    key = (p.cell.row, p.cell.column)
                    start = found[key][3] if key in found else p.start
                    found[key] = (p.cell.row, p.cell.row + p.cell.rows, p.cell.column, start, p.end)
        numbers = sorted({p.cell.row for row in rows for p in row if p.cell is not None})
        reaching: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for first, last, column, start, end in found.values():
            for number in numbers[bisect_right(numbers, first) : bisect_left(numbers, last)]:
                reaching[number].append((column, start, end))
        return dict(reaching)

    def _with_tall(
        self, cells: tuple[tuple[int, int, int], ...], paragraphs: Sequence[Paragraph]
    ) -> tuple[tuple[int, int, int], ...]:
        """The cells of a row and those that reach down into it."""
        at = next((p.cell.row for p in paragraphs if p.cell), 0)
        own = {column for column, _, _ in cells}
        above = [cell for cell in self._tall.get(at, ()) if cell[0] not in own]
        return (*above, *cells) if above else cells

    def _heads(self, rows: Sequence[Sequence[Paragraph]]) -> bool:
        """Whether the first row names the columns of a task table."""
        kinds = column_kinds(tuple(self._cell_texts(rows[0]))) if rows else ()
        return "task" in kinds and len(set(kinds) - {"other"}) > 1

    def _cells(self, paragraphs: Sequence[Paragraph]) -> tuple[tuple[int, int, int], ...]:
        found: dict[int, tuple[int, int]] = {}
        for p in paragraphs:
            if p.cell is not None:
                start = found.get(p.cell.column, (p.start, p.end))[0]
                found[p.cell.column] = (start, p.end)
        return tuple((column, start, end) for column, (start, end) in sorted(found.items(), key=lambda item: item[1]))

    def _cell_texts(self, paragraphs: Sequence[Paragraph]) -> list[str]:
        return [self._text[start:end] for _, start, end in self._cells(paragraphs)]

    def _counts_columns(self, texts: Sequence[str]) -> bool:
        """Tell the line "(1) (2) (3)" under a header."""
        numbers = [t.strip(" ().") for t in texts]
        return len(numbers) > 1 and numbers == [str(n) for n in range(1, len(numbers) + 1)]

    def _header_height(self, rows: Sequence[Sequence[Paragraph]]) -> int:
        """Count the header rows: short cells, no numbers in the first column, before the first numbered row."""
        height = 0
        for row in rows[:_HEADER_ROWS]:
            texts = self._cell_texts(row)
            first = texts[0].strip(" .)(") if texts else ""
            if _NUMBERED.fullmatch(first) or any(len(t) > _HEADER_CELL for t in texts) or len(texts) < 2:
                break
            if height and not self._is_second_header(rows, row):
                break
            height += 1
        return height

    def _is_second_header(self, rows: Sequence[Sequence[Paragraph]], row: Sequence[Paragraph]) -> bool:
        """A second header row splits a wide cell of the first, or continues below cells that span rows."""
        spans = any(p.cell is not None and (p.cell.columns > 1 or p.cell.rows > 1) for p in rows[0])
        return spans and all(p.cell is not None and p.cell.column > 0 for p in row)

    def _header_texts(self, rows: Sequence[Sequence[Paragraph]]) -> tuple[str, ...]:
        texts = [""] * self.width if rows else []
        for row in rows:
            for p in row:
                if p.cell is None:
                    continue
                for column in range(p.cell.column, min(p.cell.column + p.cell.columns, self.width)):
                    texts[column] = f"{texts[column]} {self._text[p.start : p.end]}".strip()
        return tuple(texts)
