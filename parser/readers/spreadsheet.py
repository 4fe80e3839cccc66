"""Spreadsheets (.xlsx, .xlsm): task lists. Rows above and below a list are paragraphs, its rows are table rows.

Formulas show the value that was saved with them, macros are not even loaded, nothing is fetched from elsewhere.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from corpus.errors import UnreadableFile
from corpus.knowledge import load
from corpus.messages import message
from parser.document import Align, Cell, Finding, Page, Reading, Source
from parser.folding import fold
from parser.readers.legacy.notice import notices
from parser.readers.paragraphs import Line, build, clean, join
from parser.readers.sheet_legacy import recode_cells
from parser.readers.sheet_package import MAX_COLUMNS, filled_rows, open_workbook
from parser.readers.sheet_values import shown
from parser.secrecy import running_mark

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MAX_ROWS = 5_000  # rows of one merged cell
_HEAD_CELL = 60  # letters; longer cells are no column heads
_HEAD_HITS = 2


@dataclass(slots=True)
class _Box:
    """A filled cell: its text as lines, and how far it reaches (in visible rows and columns)."""

    column: int
    lines: list[str]
    columns: int = 1
    rows: int = 1
    bold: bool = False

    @property
    def text(self) -> str:
        return " ".join(self.lines)


@dataclass(slots=True)
class _Hidden:
    """What the author does not show, so that the reader of the summary can be told."""

    sheets: list[str] = field(default_factory=list)
    columns: int = 0
    rows: int = 0
    mark: Finding | None = None


_Row = tuple[int, list[_Box]]


def read_xlsx(data: bytes, name: str) -> Reading:
    """Read the visible sheets of a workbook, one "page" each. Raises UnreadableFile and its kinds."""
    book, unsaved = open_workbook(data, name)
    hidden = _Hidden()
    lines: list[Line] = []
    ends: list[int] = []
    tables = 0
    sheets = list(_sheets(book, hidden))
    recoded = recode_cells(sheets)
    for sheet in sheets:
        found, tables = _sheet_lines(list(_rows(sheet, hidden)), tables)
        if found:
            lines += found
            ends.append(len(lines))
    lines, ends = _without_empty(lines, ends)
    text, paragraphs = build(lines)
    if not text:
        raise UnreadableFile("no_text", file=name)
    starts = [0, *(paragraphs[end].start for end in ends[:-1])]
    pages = tuple(
        Page(number, start, end)
        for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), 1)
    )
    source = Source(name, hashlib.sha256(data).hexdigest(), MEDIA_TYPE, "docx", len(pages), len(data))
    findings = (*notices(recoded, len(text)), *_findings(hidden, unsaved))
    return Reading(text, paragraphs, source, pages, findings=findings)


def _without_empty(lines: list[Line], ends: list[int]) -> tuple[list[Line], list[int]]:
    """Drop the lines that `build` would drop, so that the sheets' ends still count paragraphs."""
    kept: list[Line] = []
    counts: list[int] = []
    at = 0
    for end in ends:
        kept += [line for line in lines[at:end] if clean(line.text)]
        counts.append(len(kept))
        at = end
    return kept, sorted(set(counts) - {0})


def _sheets(book: Workbook, hidden: _Hidden) -> Iterator[Worksheet]:
    for sheet in book.worksheets:
        hidden.mark = hidden.mark or _printed_mark(sheet)
        if sheet.sheet_state == "visible":
            yield sheet
        else:
            hidden.sheets.append(sheet.title)


def _printed_mark(sheet: Worksheet) -> Finding | None:
    """A secrecy mark in the head or foot that is printed on each page of the sheet."""
    edges = (sheet.oddHeader, sheet.oddFooter, sheet.firstHeader, sheet.firstFooter)
    texts = [part.text for edge in edges for part in (edge.left, edge.center, edge.right) if part.text]
    return next((found for text in texts for line in text.split("\n") if (found := running_mark(line))), None)


def _rows(sheet: Worksheet, hidden: _Hidden) -> Iterator[_Row]:
    """Yield (row number, filled cells) of each row with something in it; hidden columns are left out."""
    unseen = _unseen_columns(sheet)
    merged = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    covered_columns: set[int] = set()
    for number, cells in filled_rows(sheet):
        boxes = []
        for cell in cells:
            lines = _cell_lines(cell)
            if not lines:
                continue
            area = merged.get((cell.row, cell.column))
            last = area.max_col if area else cell.column
            seen = [column for column in range(cell.column, last + 1) if column not in unseen]
            if not seen:
                covered_columns.add(cell.column)
                continue
            column = seen[0] - sum(other < seen[0] for other in unseen)
            rows = area.max_row - area.min_row + 1 if area else 1
            boxes.append(_Box(column - 1, lines, len(seen), rows, bool(cell.font and cell.font.bold)))
        if boxes:
            hidden.rows += bool(sheet.row_dimensions[number].hidden) if number in sheet.row_dimensions else 0
            yield number, boxes
    hidden.columns += len(covered_columns)


def _unseen_columns(sheet: Worksheet) -> set[int]:
    unseen: set[int] = set()
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden and dimension.min and dimension.max:
            unseen.update(range(dimension.min, min(dimension.max, MAX_COLUMNS) + 1))
    return unseen


def _cell_lines(cell: Any) -> list[str]:
    """The paragraphs in a cell; a line that goes on in small letters was only wrapped by hand."""
    lines: list[str] = []
    for raw in shown(cell.value, cell.number_format or "").split("\n"):
        line = clean(raw)
        if not line:
            continue
        if lines and line[0].islower() and not re.match(r"\w\)", line):
            lines[-1] = join(lines[-1], line)
        else:
            lines.append(line)
    return lines


def _sheet_lines(rows: list[_Row], tables: int) -> tuple[list[Line], int]:
    """The lines of one sheet: what stands above its lists, the lists row by row, what stands below."""
    lines: list[Line] = []
    heads = [index for index, (_, boxes) in enumerate(rows) if _is_head(boxes)]
    heads = [head for at, head in enumerate(heads) if at == 0 or _begins_anew(rows, head)]
    if not heads:
        wide = [index for index, (_, boxes) in enumerate(rows) if len(boxes) > 2]
        heads = wide[:1]
    tops = [_title(rows, head) for head in heads]
    tables = _loose(rows[: tops[0] if tops else len(rows)], lines, tables)
    for head, top, below in zip(heads, tops, [*tops[1:], len(rows)], strict=False):
        tables = _loose(rows[top:head], lines, tables)
        end = _list_end(rows, head, below)
        _table(rows[head:end], lines, tables)
        tables = _loose(rows[end:below], lines, tables + 1)
    return lines, tables


def _title(rows: list[_Row], head: int) -> int:
    """Where the title lines right above a row of heads begin."""
    while head and len(rows[head - 1][1]) == 1:
        head -= 1
    return head


def _is_head(boxes: list[_Box]) -> bool:
    """Tell a row of column heads: at least three short cells, two of them words that such rows are made of."""
    if len(boxes) < 3 or any(len(box.text) > _HEAD_CELL for box in boxes):
        return False
    tables = load("reading")["tables"]
    words = [word for kind in tables["heads"].values() for word in kind]
    folded = [fold(box.text) for box in boxes]
    return sum(text in tables["number_heads"] or text.startswith(tuple(words)) for text in folded) >= _HEAD_HITS


def _begins_anew(rows: list[_Row], head: int) -> bool:
    """Tell whether a row of heads begins another list, not a repeat of the first nor its second row of heads."""
    number, _ = rows[head]
    before, boxes = rows[head - 1]
    return number - before > 1 or len(boxes) == 1


def _list_end(rows: list[_Row], head: int, stop: int) -> int:
    """Where the list ends: before the last empty row that only a few loose words (recipients, signature) follow."""
    closers = tuple(load("reading")["lines"]["openers"])
    left = min(box.column for box in rows[head][1])
    for index in range(head + 1, stop):
        boxes = rows[index][1]
        gap = rows[index][0] - rows[index - 1][0] > 1
        if any(fold(box.text).startswith(closers) for box in boxes if len(box.text) < 200) and (
            gap or boxes[0].column > left or fold(boxes[0].text).startswith("nơi nhận")
        ):
            return index
    return stop


def _table(rows: list[_Row], lines: list[Line], table: int) -> None:
    left = min((box.column for _, boxes in rows for box in boxes), default=0)
    labels = {box.column for box in rows[0][1] if fold(box.text) in load("reading")["tables"]["number_heads"]}
    first = rows[0][0]
    order = {number: index for index, (number, _) in enumerate(rows)}
    for number, boxes in rows:
        for box in boxes:
            below = 1 if box.rows == 1 else sum(number + step in order for step in range(min(box.rows, _MAX_ROWS)))
            cell = Cell(table, order[number], box.column - left, box.columns, below)
            for line in box.lines:
                # "1.1" typed as a number is a label, not a decimal fraction.
                text = line.replace(",", ".") if box.column in labels and number > first else line
                lines.append(Line(text, cell, box.bold or None))


def _loose(rows: list[_Row], lines: list[Line], tables: int) -> int:
    """Rows outside of a list: side by side they are a letterhead or a signature block, alone they are paragraphs."""
    group: list[_Row] = []
    for number, boxes in [*rows, (0, [])]:
        if len(boxes) > 1:
            group.append((number, boxes))
            continue
        if group:
            _two_columns(group, lines, tables)
            tables += 1
            group = []
        for box in boxes:
            align: Align | None = "center" if box.columns > 2 else None
            lines += [Line(line, bold=box.bold or None, align=align) for line in box.lines]
    return tables


def _two_columns(rows: list[_Row], lines: list[Line], table: int) -> None:
    """A block of one table row: all of its left column first, then its right one, as a letterhead is read."""
    columns = sorted({box.column for _, boxes in rows for box in boxes})
    for index, column in enumerate(columns):
        for _, boxes in rows:
            for box in boxes:
                if box.column == column:
                    lines += [Line(line, Cell(table, 0, index), box.bold or None) for line in box.lines]


def _findings(hidden: _Hidden, unsaved: int) -> Iterator[Finding]:
    if hidden.mark:
        yield hidden.mark
    if hidden.sheets:
        yield _finding("hidden_sheets", names=", ".join(f"“{title}”" for title in hidden.sheets))
    if hidden.columns:
        yield _finding("hidden_columns", count=hidden.columns)
    if hidden.rows:
        yield _finding("hidden_rows", count=hidden.rows)
    if unsaved:
        yield _finding("unsaved_formulas", count=unsaved)


def _finding(code: str, **facts: object) -> Finding:
    return Finding(code, "warning", message("sheets", code, **facts), 0, 0)
