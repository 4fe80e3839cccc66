"""Opening a workbook safely: sizes judged before anything is unpacked, only cells that hold something walked."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any

from corpus.errors import UnreadableFile
from parser.readers.files import MEGABYTE

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MAX_COLUMNS = 200  # a wider sheet is data, no list of tasks
_MAX_TOTAL = 1024 * MEGABYTE
_MAX_PART = 64 * MEGABYTE  # of XML: about half a million filled cells
_MAX_MERGED = 2_000_000  # cells; openpyxl makes an object of each
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)
# No tag of XML holds "<": see docx_marks.
_UNSAVED = re.compile(rb"(?:</f>|<f[^<>]*/>)\s*(?:(?:<v\s*/>|<v></v>)\s*)?</c>")
_MERGED = re.compile(rb'<mergeCell\b[^<>]*\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


def open_workbook(data: bytes, name: str) -> tuple[Workbook, int]:
    """Return the workbook and how many of its formulas have no saved value. Raises UnreadableFile."""
    import openpyxl

    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _judge_sizes(archive, name)
            unsaved = sum(_judge_sheet(archive.read(info), name) for info in _sheet_parts(archive))
    except _DAMAGE as error:
        raise UnreadableFile("broken_sheet", file=name) from error
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl speaks of features that it would not write back
        try:
            book = openpyxl.load_workbook(BytesIO(data), data_only=True, keep_links=False)
        except (KeyError, ValueError, TypeError, AttributeError, *_DAMAGE) as error:
            raise UnreadableFile("broken_sheet", file=name) from error
    return book, unsaved


def filled_rows(sheet: Worksheet) -> Iterator[tuple[int, list[Any]]]:
    """Yield (row number, cells with a value) of each row that has any.

    openpyxl's own `iter_rows` makes a cell for every place up to the last one, which a stray mark in the
    millionth row puts out of reach.
    """
    cells = (cell for cell in sheet._cells.values() if cell.value is not None and cell.column <= MAX_COLUMNS)
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    for number, row in groupby(ordered, key=lambda cell: int(cell.row)):
        yield number, list(row)


def _sheet_parts(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [info for info in archive.infolist() if info.filename.startswith("xl/worksheets/sheet")]


def _judge_sizes(archive: zipfile.ZipFile, name: str) -> None:
    entries = archive.infolist()
    total = sum(info.file_size for info in entries)
    if total > _MAX_TOTAL:
        raise UnreadableFile("zip_bomb", file=name, size=total // MEGABYTE)
    large = max((info.file_size for info in entries if info.filename.endswith((".xml", ".rels"))), default=0)
    if large > _MAX_PART:
        raise UnreadableFile("too_large", file=name, size=large // MEGABYTE, limit=_MAX_PART // MEGABYTE)


def _judge_sheet(xml: bytes, name: str) -> int:
    """Refuse a sheet whose merged areas would fill the memory; return how many formulas have no saved value."""
    if b"<!DOCTYPE" in xml[:4096]:
        raise UnreadableFile("broken_sheet", file=name)  # no spreadsheet program writes one
    merged = 0
    for left, top, right, bottom in _MERGED.findall(xml):
        merged += (_column(right) - _column(left) + 1) * (int(bottom) - int(top) + 1)
    if merged > _MAX_MERGED:
        raise UnreadableFile("zip_bomb", file=name, size=merged * 200 // MEGABYTE)
    return len(_UNSAVED.findall(xml))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
