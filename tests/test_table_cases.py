"""Tables as Word means them and as they come out of the printer: both readers give the cells a person sees."""

from __future__ import annotations

import io

import pytest

from parser.readers.docx import read_docx
from parser.readers.pdf import read_pdf
from tests.office import as_pdf, office
from tests.table_cases import CASES, PAGES, SHAPES, TableCase, cells_of, plain_of


@pytest.fixture(scope="module")
def printed() -> dict[str, bytes]:
    """Every case as PDF, printed in one call of LibreOffice."""
    if office() is None:
        pytest.skip("no LibreOffice to print the cases (apt: libreoffice-writer-nogui)")
    pdfs = as_pdf({f"case{at}": case.data() for at, case in enumerate(CASES)})
    return {CASES[int(name.removeprefix("case"))].name: pdf for name, pdf in pdfs.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_cells_of_the_word_file(case: TableCase) -> None:
    reading = read_docx(case.data(), "x.docx")
    assert cells_of(reading) == case.cells
    assert plain_of(reading) == case.around


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_cells_of_the_printed_page(case: TableCase, printed: dict[str, bytes]) -> None:
    reading = read_pdf(printed[case.name], "x.pdf")
    assert cells_of(reading) == (case.cells if case.printed is None else case.printed)
    assert plain_of(reading) == case.around
    assert (case.printed is None) == (not case.why)


@pytest.mark.parametrize("quarters", [1, 2, 3])
@pytest.mark.parametrize("told", [True, False], ids=["by /Rotate", "by nothing but its letters"])
@pytest.mark.parametrize("case", [SHAPES[0], SHAPES[4], PAGES[0]], ids=lambda case: case.name)
def test_turned_pages(case: TableCase, printed: dict[str, bytes], quarters: int, told: bool) -> None:
    upright, turned = (
        read_pdf(data, "x.pdf") for data in (printed[case.name], turn(printed[case.name], quarters, told))
    )
    assert cells_of(turned) == cells_of(upright)
    assert turned.text == upright.text


def turn(pdf: bytes, quarters: int, told: bool) -> bytes:
    """The PDF with its content turned to the left; `told` says so by the pages' /Rotate."""
    import pypdfium2
    from pypdfium2 import raw

    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        width, height = page.get_size()
        places = {1: (0, 1, -1, 0, height, 0), 2: (-1, 0, 0, -1, width, height), 3: (0, -1, 1, 0, 0, width)}
        raw.FPDFPage_TransFormWithClip(page.raw, raw.FS_MATRIX(*places[quarters]), None)
        box = (0, 0, height, width) if quarters % 2 else (0, 0, width, height)
        page.set_mediabox(*box)
        page.set_cropbox(*box)
        if told:
            page.set_rotation(90 * quarters)
    target = io.BytesIO()
    document.save(target)
    document.close()
    return target.getvalue()
