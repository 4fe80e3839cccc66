"""Parts of Word and Excel files are searched before any parser of XML has seen them: broken ones must cost no more."""

from __future__ import annotations

import re
import time

import pytest

from parser.readers import docx_marks, sheet_package

# (pattern, a piece that begins what it looks for and never ends it)
HOSTILE = [
    (docx_marks._TEXT, b"<w:t "),
    (docx_marks._DRAWN, b"<v:textpath "),
    (sheet_package._MERGED, b"<mergeCell "),
    (sheet_package._UNSAVED, b"<f "),
    (sheet_package._UNSAVED, b"</f>" + b" " * 50),
    (sheet_package._UNSAVED, b" "),
]


@pytest.mark.parametrize(("pattern", "piece"), HOSTILE, ids=[f"{i}-{row[1][:11]!r}" for i, row in enumerate(HOSTILE)])
def test_tags_that_never_end_cost_no_more_than_their_length(pattern: re.Pattern[bytes], piece: bytes) -> None:
    data = b"</f>" + piece * (400_000 // len(piece))
    started = time.process_time()
    assert pattern.findall(data) == []
    assert time.process_time() - started < 1.0


# (pattern, part, what is found)
FOUND = [
    (docx_marks._TEXT, b'<w:t xml:space="preserve">M\xe1\xba\xacT</w:t><w:t>a</w:t><w:tab/>', [b"M\xe1\xba\xacT", b"a"]),
    (docx_marks._DRAWN, b'<v:textpath style="a>b" on="t" string="M"/>', []),  # as before: the search ends at ">"
    (docx_marks._DRAWN, b'<v:textpath on="t" string="M"/>', [b"M"]),
    (sheet_package._MERGED, b'<mergeCell ref="A1:B2"/>', [(b"A", b"1", b"B", b"2")]),
    (sheet_package._UNSAVED, b"<c><f>A1</f><v></v></c><c><f/> <v/> </c><c><f>A1</f></c>", [b"</f><v></v></c>", b"<f/> <v/> </c>", b"</f></c>"]),
    (sheet_package._UNSAVED, b"<c><f>A1</f><v>3</v></c>", []),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "part", "found"), FOUND)
def test_what_is_looked_for_is_found(pattern: re.Pattern[bytes], part: bytes, found: list[object]) -> None:
    assert pattern.findall(part) == found
