"""PDF → `Reading`: letters with their places, columns, ruled tables, paragraphs, pages and boxes.

Letters come from PDFium (fast, and right where a second font gives the Vietnamese letters); everything above the
letter is done here, because bare text extraction mixes columns and keeps every wrapped line apart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from corpus.errors import UnreadableFile
from parser.document import Reading, Source
from parser.readers.pdf_blanks import fill_blanks
from parser.readers.pdf_chars import letters_in, read_runs
from parser.readers.pdf_columns import whole_line
from parser.readers.pdf_emit import emit
from parser.readers.pdf_engine import LOCK, OpenPage, opened
from parser.readers.pdf_flow import flow
from parser.readers.pdf_health import check_pages, judge
from parser.readers.pdf_legacy import recode_runs
from parser.readers.pdf_lines import build_rows, settle_notes
from parser.readers.pdf_pictures import recognition
from parser.readers.pdf_rules import find_grids
from parser.readers.pdf_running import drop_running
from parser.readers.pdf_shapes import Grid, PageLayout, Run


def read_pdf(data: bytes, name: str) -> Reading:
    """Read a PDF; pages without a true text layer go through recognition. Raises UnreadableFile (pdf_password,
    broken_pdf, broken_text_layer, no_text) and ScannedPdf (no_tesseract, no_tesseract_vie, scanned_pdf)."""
    pages: list[PageLayout] = []
    with recognition(name) as work:
        with LOCK, opened(data, name) as document:
            for index in range(len(document)):
                pages.append(_read_page(document, index, name))
                work.offer(document, pages[-1])
            stamped = fill_blanks(document, pages[0]) if not work.wants(pages[0]) else ()
        work.settle(pages)
    try:
        findings = check_pages(pages, name)
    except UnreadableFile as error:
        raise work.missing or error from None
    drop_running(pages)
    pieces = flow(pages)
    source = Source(name, hashlib.sha256(data).hexdigest(), "application/pdf", "pdf", len(pages), len(data))
    reading = emit(pieces, pages, source, findings + stamped)
    if work.read:
        from parser.readers.ocr.findings import finish

        reading = finish(reading, pages)
    return reading


def _read_page(document: Any, index: int, name: str) -> PageLayout:
    try:
        page = OpenPage(document, index)
    except ValueError as error:
        raise UnreadableFile("broken_pdf", file=name) from error
    try:
        grids = find_grids(page)
        runs, fonts = read_runs(page, _cell_finder(grids) if grids else None)
        if page.is_turned:  # the ruling lines have turned with the letters
            grids = find_grids(page)
            runs, fonts = read_runs(page, _cell_finder(grids) if grids else None)
        runs, recoded = recode_runs(page, runs, fonts)
        number = index + 1
        layout = PageLayout(number, page.width, page.height, [], grids, letters_in(runs), page.is_picture(), fonts)
        layout.recoded = recoded
    finally:
        page.close()
    _place_runs(layout, runs)
    layout.verdict = judge(layout)
    return layout


def _cell_finder(grids: list[Grid]) -> Callable[[float, float], int]:
    cells = [cell for grid in grids for cell in grid.cells]
    top, bottom = min(cell.y0 for cell in cells), max(cell.y1 for cell in cells)
    recent: int = 0

    def cell_of(x: float, y: float) -> int:
        nonlocal recent
        y -= 2  # the baseline of a cell's last line may touch its border
        if not top <= y <= bottom:
            return -1
        for number in (recent, *range(len(cells))):
            cell = cells[number]
            if cell.x0 <= x <= cell.x1 and cell.y0 <= y <= cell.y1:
                recent = number
                break
        else:
            return -1
        return recent

    return cell_of


def _place_runs(layout: PageLayout, runs: list[Run]) -> None:
    """Sort the runs into rows of the page and lines of each ruled cell."""
    by_cell: dict[int, list[Run]] = {}
    for run in runs:
        by_cell.setdefault(run.cell, []).append(run)
    layout.rows = build_rows(by_cell.get(-1, []), layout.number)
    notes = {row[0].mark for row in layout.rows if row[0].mark}
    settle_notes(layout.rows, notes)
    number = 0
    for grid in layout.grids:
        for _ in grid.cells:
            rows = build_rows(by_cell.get(number, []), layout.number)
            settle_notes(rows, notes)
            grid.lines.append([whole_line(row) for row in rows])
            number += 1
