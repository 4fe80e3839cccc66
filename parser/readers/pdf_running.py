"""Page numbers and running heads: lines at a page's edge that count pages or come again on most pages."""

from __future__ import annotations

from collections import Counter

from parser.readers.page_marks import page_number
from parser.readers.pdf_columns import whole_line
from parser.readers.pdf_shapes import PageLayout, Row
from parser.secrecy import mark_of_line

_EDGE_ROWS = 3  # rows from the top or bottom that may be furniture
_SAME_LEVEL = 4.0  # points
_SHARE = 0.5  # of the pages of a document on which a running head stands


def drop_running(pages: list[PageLayout]) -> None:
    """Take page numbers and running heads out of the pages' rows."""
    _drop_numbers(pages)
    if len(pages) < 3:
        return
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({_key(row) for row in _edge_rows(page)})
    least = max(3, _SHARE * len(pages))
    running = {key for key, count in seen.items() if count >= least}
    kept: set[str] = set()  # a secrecy mark on every page is said once, on the first
    for page in pages if running else ():
        doomed = {id(row) for row in _edge_rows(page) if _key(row) in running and not _said_first(row, kept)}
        page.rows = [row for row in page.rows if id(row) not in doomed]


def _said_first(row: Row, kept: set[str]) -> bool:
    mark = mark_of_line(whole_line(row).text)
    if mark is None or mark in kept:
        return False
    kept.add(mark)
    return True


def _edge_rows(page: PageLayout) -> list[Row]:
    rows = page.rows
    if len(rows) <= 2 * _EDGE_ROWS:
        return rows
    return rows[:_EDGE_ROWS] + rows[-_EDGE_ROWS:]


def _key(row: Row) -> tuple[str, int]:
    line = whole_line(row)
    return line.text, round(line.y / 4)


def _drop_numbers(pages: list[PageLayout]) -> None:
    """Drop lone numbers that run with the pages: the distance to the page's index is that of most others.

    An annex may count its pages anew: numbers that run on there, or stand just where the others stood, go too.
    """
    found = [(page, row, value) for page in pages for row, value in _number_rows(page)]
    shifts = Counter(value - page.number for page, _, value in found)
    if not shifts:
        return
    shift, count = shifts.most_common(1)[0]
    if shift != 0 and count < 2:
        return
    levels = [row[0].y for page, row, value in found if value - page.number in (0, shift)]
    for page, row, value in found:
        runs = value - page.number in (0, shift) or shifts[value - page.number] > 1
        anew = 1 < value < page.number and any(abs(row[0].y - level) < _SAME_LEVEL for level in levels)
        if runs or anew and _is_edge(row, page):
            page.rows = [other for other in page.rows if other is not row]


def _is_edge(row: Row, page: PageLayout) -> bool:
    """Whether the number stands in the middle of the page or at its right margin."""
    return abs(row[0].center - page.width / 2) < 0.06 * page.width or row[0].x0 > 0.8 * page.width


def _number_rows(page: PageLayout) -> list[tuple[Row, int]]:
    """The first and the last row where they hold a number alone and stand near the page's edge."""
    found = []
    for row in {id(row): row for row in page.rows[:1] + page.rows[-1:]}.values():
        if len(row) != 1 or not (row[0].y < 0.13 * page.height or row[0].y > 0.86 * page.height):
            continue
        value = page_number(row[0].text)
        if value is not None:
            found.append((row, value))
    return found
