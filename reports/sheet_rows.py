"""Rows of a very large sheet, put into a finished workbook as text.

A cell object of openpyxl costs microseconds, and an audit has half a million cells of a dozen looks. The sheet is
made by openpyxl with one model row holding every look once; here the model row is taken out and real rows are written
in its place, each cell a copy of its model.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from reports.word import clean

Model = tuple[str, str]
"""What a model cell leaves behind: its attributes besides the address, and what stands inside it."""
Rows = Callable[[Sequence[Model]], Iterable[Sequence[str]]]
"""Given the models in their order, yields the cells of each row as made by `copied`, `shown` and `told`."""
_ROW = re.compile(r'<row\b[^>]*\br="(\d+)"[^>]*>.*?</row>', re.DOTALL)
_CELL = re.compile(r'<c\s+r="[A-Z]+\d+"\s*(?P<attributes>[^>]*?)(?:/>|>(?P<inside>.*?)</c>)', re.DOTALL)
_TYPE = re.compile(r'\s*\bt="\w+"')
_CHUNK = 400  # rows written at a time
_WHEN = (1980, 1, 1, 0, 0, 0)
_PROPERTIES, _STAMP, _NEVER = (
    "docProps/core.xml",
    re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
    b"2000-01-01T00:00:00Z",
)


def copied(model: Model) -> str:
    """Return a cell that is its model again (the "@" stands for its address)."""
    return f'<c r="@" {model[0]}>{model[1]}</c>'


def told(model: Model, text: str) -> str:
    """Return a cell of text in the look of its model; text stays text whatever it begins with."""
    look = _TYPE.sub("", model[0])
    return f'<c r="@" {look} t="inlineStr"><is><t xml:space="preserve">{escape(clean(text))}</t></is></c>'


def shown(model: Model, number: float) -> str:
    """Return a cell of a number in the look of its model."""
    return f'<c r="@" {_TYPE.sub("", model[0])}><v>{number!r}</v></c>'


def with_rows(book: bytes, sheets: Mapping[str, Rows]) -> bytes:
    """Return the workbook with the last row of each named part ("xl/worksheets/sheet2.xml") written out by its Rows.

    Times are taken out on the way: the same audit is the same bytes.
    """
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            part = zipfile.ZipInfo(info.filename, _WHEN)
            part.compress_type = zipfile.ZIP_DEFLATED
            if info.filename not in sheets:
                new.writestr(part, _STAMP.sub(_NEVER, data) if info.filename == _PROPERTIES else data)
                continue
            with new.open(part, "w") as stream:
                for piece in _pieces(data.decode("utf-8"), sheets[info.filename]):
                    stream.write(piece.encode("utf-8"))
    return out.getvalue()


def _pieces(xml: str, rows: Rows) -> Iterator[str]:
    *_, last = _ROW.finditer(xml)
    models = [(cell["attributes"], cell["inside"] or "") for cell in _CELL.finditer(last[0])]
    yield xml[: last.start()]
    number, letters = int(last[1]), _letters()
    addresses: list[str] = []
    waiting: list[str] = []
    for cells in rows(models):
        while len(addresses) < len(cells):
            addresses.append(next(letters))
        placed = zip(cells, addresses, strict=False)  # a row may be shorter than the widest one
        inside = "".join([cell.replace("@", f"{column}{number}", 1) for cell, column in placed])
        waiting.append(f'<row r="{number}">{inside}</row>')
        number += 1
        if len(waiting) == _CHUNK:
            yield "".join(waiting)
            waiting = []
    yield "".join(waiting) + xml[last.end() :]


def _letters() -> Iterator[str]:
    from openpyxl.utils import get_column_letter

    return (get_column_letter(number) for number in range(1, 16_385))
