"""Word's numbers and tables by their tables of cases: how many are read right, beside MarkItDown.

The cases are the tests' own (tests/word_cases.py, tests/table_cases.py): written from Word's rules and held against
LibreOffice's print. A peer is judged kindly: spaces, marks of Markdown and the place of empty cells do not count.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import NamedTuple

from tests import table_cases, word_cases
from tests.office import as_pdf

Peer = Callable[[bytes, str], str]
_MARKS = re.compile(r"[*_`\\]+")
_CELL_BREAK = re.compile(r"\s*(?:<br\s*/?>|/)\s*")


class CaseRow(NamedTuple):
    """One table of cases: how many there are, how many rasoat and MarkItDown read right (None: not installed)."""

    name: str
    cases: int
    ours: int
    markitdown: int | None


def measure_cases() -> list[CaseRow]:
    """Read every case; those that must be printed first are left out where LibreOffice is not installed."""
    peer = _markitdown()
    rows = [_numbering(peer), _tables("tables in Word", {}, peer)]
    printed = as_pdf({f"case{at}": case.data() for at, case in enumerate(table_cases.CASES)})
    if printed:
        rows.append(_tables("the same tables in PDF", printed, peer))
    return rows


def _numbering(peer: Peer | None) -> CaseRow:
    from parser.readers.docx import read_docx

    cases = word_cases.CASES
    ours = sum(case.found_in(read_docx(case.data(), "x.docx").text) == case.labels for case in cases)
    theirs = None if peer is None else sum(_peer_labels(case, peer) for case in cases)
    return CaseRow("automatic numbers in Word", len(cases), ours, theirs)


def _peer_labels(case: word_cases.WordCase, peer: Peer) -> bool:
    text = _MARKS.sub("", peer(case.data(), ".docx"))
    found = case.found_in("\n".join(line.lstrip("| #") for line in text.split("\n")))
    return found == case.labels


def _tables(name: str, printed: dict[str, bytes], peer: Peer | None) -> CaseRow:
    from parser.readers.docx import read_docx
    from parser.readers.pdf import read_pdf

    ours = theirs = 0
    for at, case in enumerate(table_cases.CASES):
        data = printed.get(f"case{at}", b"") if printed else case.data()
        cells = case.cells if case.printed is None or not printed else case.printed
        reading = read_pdf(data, "x.pdf") if printed else read_docx(data, "x.docx")
        ours += table_cases.cells_of(reading) == cells
        theirs += peer is not None and _rows_of(peer(data, ".pdf" if printed else ".docx")) == _rows(cells)
    return CaseRow(name, len(table_cases.CASES), ours, None if peer is None else theirs)


def _rows(cells: table_cases.Cells) -> list[list[str]]:
    """The texts of each row, without empty cells."""
    rows: dict[tuple[int, int], list[str]] = {}
    for (table, row, _), text in sorted(cells.items()):
        rows.setdefault((table, row), []).append(_plain(text))
    return list(rows.values())


def _rows_of(markdown: str) -> list[list[str]]:
    """The same of the tables in a Markdown text."""
    rows = []
    for line in markdown.split("\n"):
        if line.startswith("|") and not re.fullmatch(r"[|\s:-]+", line):
            texts = [_plain(cell) for cell in line.strip().strip("|").split("|")]
            rows.append([text for text in texts if text])
    return [row for row in rows if row]


def _plain(text: str) -> str:
    return " ".join(_CELL_BREAK.sub(" ", _MARKS.sub("", text)).split())


def _markitdown() -> Peer | None:
    try:
        from markitdown import MarkItDown, StreamInfo
    except ImportError:
        return None
    converter = MarkItDown()

    def convert(data: bytes, extension: str) -> str:
        try:
            return str(
                converter.convert_stream(io.BytesIO(data), stream_info=StreamInfo(extension=extension)).text_content
            )
        except Exception:  # a peer fails in its own ways
            return ""

    return convert
