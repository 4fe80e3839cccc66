"""Letterheads and signature blocks set in two columns by tabs or spaces, as Word files of before 2007 do."""

from __future__ import annotations

from parser.pipeline import analyse
from parser.readers.docx import read_docx
from parser.readers.docx_tabs import set_columns
from parser.readers.paragraphs import Line
from tests import docx_samples as word

BODY = "Căn cứ tình hình thực tế, Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành và Ủy ban nhân dân các huyện thực hiện ngay."
OLD_PAPER = [
    "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "TỈNH HẢI KHÊ\tĐộc lập - Tự do - Hạnh phúc",
    "Số: 09/2009/CT-UBND\tHải Khê, ngày 15 tháng 4 năm 2009",
    "CHỈ THỊ",
    "Về việc phòng, chống cháy rừng",
    BODY,
    "1. Sở Nông nghiệp\tvà các huyện báo cáo trước ngày 30/5/2009.",
    "Nơi nhận:\tTM. ỦY BAN NHÂN DÂN",
    "- Thường trực Tỉnh ủy;\tKT. CHỦ TỊCH",
    "- Các cơ quan thuộc\tPHÓ CHỦ TỊCH",
    "   Ủy ban nhân dân tỉnh;",
    "- Lưu: VT.\tLê Văn An",
]


def of_tabs(lines: list[str]) -> bytes:
    return word.docx(
        "".join(
            word.p("<w:r>" + "<w:tab/>".join(word.t(part) for part in line.split("\t")) + "</w:r>") for line in lines
        )
    )


def test_a_letterhead_and_a_tail_set_by_tabs_are_read_by_columns() -> None:
    header = analyse(read_docx(of_tabs(OLD_PAPER), "a.docx")).header
    assert (header.issuer, header.number) == ("Ủy ban nhân dân tỉnh Hải Khê", "09/2009/CT-UBND")
    assert header.signer == "Lê Văn An"
    assert header.signer_role == "PHÓ CHỦ TỊCH"
    assert header.recipients == ("Thường trực Tỉnh ủy", "Các cơ quan thuộc Ủy ban nhân dân tỉnh", "Lưu: VT")


def test_spaces_do_as_well() -> None:
    spaced = [line.replace("\t", " " * 30) if line[:2] != "1." else line for line in OLD_PAPER]
    header = analyse(read_docx(of_tabs(spaced), "a.docx")).header
    assert header.signer == "Lê Văn An"
    assert header.recipients[0] == "Thường trực Tỉnh ủy"


def cells(*texts: str) -> list[tuple[int, int] | None]:
    return [line.cell and (line.cell.row, line.cell.column) for line in set_columns([Line(text) for text in texts])]


def test_only_letterhead_and_tail_are_columns() -> None:
    assert cells("Số lượng\t12", BODY, "Tổng\t30") == [None, None, None]
    assert cells("Nơi nhận: các đơn vị", "- Như trên;") == [None, None], "one column"
    assert cells(*["x"] * 12, "TỈNH\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")[-1] is None, "far below the top"


def test_the_tail_ends_where_the_annex_begins() -> None:
    found = cells("Nơi nhận:\tCHỦ TỊCH", "- Như trên;", "\tLê Văn An", "PHỤ LỤC", "Danh sách")
    assert found == [(0, 0), (0, 1), (1, 0), (2, 1), None, None]
    found = cells("Nơi nhận:\tCHỦ TỊCH", "- Như trên;", BODY)
    assert found[-1] is None


def test_tables_keep_their_numbers() -> None:
    from parser.document import Cell

    lines = [Line("a", Cell(4, 0, 0)), Line("Nơi nhận:\tCHỦ TỊCH")]
    assert [line.cell.table for line in set_columns(lines) if line.cell] == [4, 5, 5]
