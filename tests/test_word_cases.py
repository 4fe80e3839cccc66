"""Word's automatic numbers by Word's own rules: every case read, and held against LibreOffice's PDF of it."""

from __future__ import annotations

import pytest

from parser.readers.docx import read_docx
from parser.readers.docx_words import in_words
from tests.office import as_pdf, office, page_text
from tests.word_cases import CASES, WordCase


@pytest.fixture(scope="module")
def printed() -> dict[str, str]:
    """The page text of every case, printed in one call of LibreOffice."""
    if office() is None:
        pytest.skip("no LibreOffice to print the cases (apt: libreoffice-writer-nogui)")
    pdfs = as_pdf({f"case{at}": case.data() for at, case in enumerate(CASES)})
    return {CASES[int(name.removeprefix("case"))].name: page_text(pdf) for name, pdf in pdfs.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_labels_by_the_rule(case: WordCase) -> None:
    assert case.found_in(read_docx(case.data(), "x.docx").text) == case.labels


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_labels_as_printed(case: WordCase, printed: dict[str, str]) -> None:
    """Where LibreOffice departs from Word's rule, the case says how and by which rule."""
    assert case.found_in(printed[case.name]) == case.printed
    assert bool(case.office) == bool(case.why)


@pytest.mark.parametrize(
    ("value", "style", "language", "expected"),
    [
        (11, "cardinalText", "vi-VN", "Mười một"), (15, "vietnameseCounting", "", "mười lăm"),
        (21, "vietnameseCounting", "", "hai mươi mốt"), (30, "vietnameseCounting", "", "ba mươi"),
        (4, "ordinalText", "vi-VN", "Thứ tư"), (1, "ordinalText", "vi-VN", "Thứ nhất"),
        (20, "ordinalText", "en-US", "Twentieth"), (112, "ordinal", "", "112th"), (100, "cardinalText", "", "100"),
        (-1, "ordinalText", "", "-1"),
    ],
)  # fmt: skip
def test_numbers_in_words(value: int, style: str, language: str, expected: str) -> None:
    assert in_words(value, style, language) == expected
