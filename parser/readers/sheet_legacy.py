"""Cells of a spreadsheet from before Unicode, decoded in place before anything is made of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from parser.readers.legacy.evidence import suspicious
from parser.readers.legacy.recode import Segment, recode
from parser.readers.sheet_package import filled_rows

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def recode_cells(sheets: Sequence[Worksheet]) -> dict[str, int]:
    """Put Unicode into the cells that are in an old encoding; return what came from where."""
    cells: list[Any] = [
        cell
        for sheet in sheets
        for _, row in filled_rows(sheet)
        for cell in row
        if isinstance(cell.value, str) and not cell.value.isascii()
    ]
    if not suspicious("\n".join(cell.value for cell in cells), 1):
        return {}
    result = recode([Segment(cell.value, cell.font.name, number) for number, cell in enumerate(cells)])
    for cell, text in zip(cells, result.texts, strict=True):
        if text != cell.value:
            cell.value = text
    return result.encodings
