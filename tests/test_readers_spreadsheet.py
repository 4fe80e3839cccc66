"""Task lists in spreadsheets: what each cell shows, where the list begins and ends, and the tasks that come of it."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableFile
from parser.document import Document, Reading
from parser.pipeline import analyse
from parser.readers import read_bytes
from parser.readers.sheet_values import shown
from parser.readers.spreadsheet import read_xlsx


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (None, "General", ""),
        ("chữ", "@", "chữ"),
        (3, "General", "3"),
        (2.5, "General", "2,5"),
        (1250, "#,##0", "1.250"),
        (1250.5, "#,##0.00", "1.250,50"),
        (1250.5, "#,##0.##", "1.250,5"),
        (12, "0.##", "12"),
        (1234567, "0", "1234567"),  # no separators asked for
        (0.9, "0%", "90%"),
        (0.925, "0.0%", "92,5%"),
        (1250, '#,##0" hộ"', "1.250 hộ"),
        (5, '"Quý "0', "Quý 5"),
        (1.5e6, "#,##0 [$₫-42A]", "1.500.000 ₫"),
        (-4, "0", "-4"),
        (-4, "0;(0)", "4"),  # brackets stand for the sign; what they bracket is kept
        (1e20, "General", "100000000000000000000"),
        (0.1 + 0.2, "General", "0,3"),
        (3, "[Red]General", "3"),
        (True, "General", "TRUE"),
        (datetime(2026, 6, 30), "dd/mm/yyyy", "30/06/2026"),
        (datetime(2026, 6, 30), "mm-dd-yy", "30/06/2026"),  # the built-in short date follows the country
        (date(2026, 9, 1), "mmm-yy", "tháng 9/2026"),
        (date(2026, 9, 1), "yyyy", "2026"),
        (date(2026, 9, 1), "d/m", "01/09"),
        (date(2026, 9, 1), '"Ngày" dd "tháng" mm "năm" yyyy', "01/09/2026"),
        (date(2026, 9, 1), "General", "01/09/2026"),
        (datetime(2026, 6, 30, 8, 5), "dd/mm/yyyy hh:mm", "08:05 30/06/2026"),
        (datetime(1900, 1, 1, 8, 5), "h:mm", "08:05"),
        (time(7, 30), "h:mm", "07:30"),
        (timedelta(hours=26, minutes=5), "[h]:mm", "26:05"),
    ],
)
def test_what_a_cell_shows(value: object, form: str, text: str) -> None:
    assert shown(value, form).strip("()") == text


@given(st.floats(allow_nan=False, allow_infinity=False, width=32), st.text(alphabet='#0?,.%"\\;[]_*hộ $-', max_size=12))
def test_any_number_in_any_format_is_some_text(value: float, form: str) -> None:
    assert isinstance(shown(value, form), str)


def saved(book: openpyxl.Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet_of(rows: list[list[Any]], merges: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for area in merges:
        book.active.merge_cells(area)
    return saved(book)


def read_rows(*rows: list[Any], merges: tuple[str, ...] = ()) -> Reading:
    return read_xlsx(sheet_of(list(rows), merges), "a.xlsx")


HEAD = ["STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời hạn", "Sản phẩm"]


@pytest.fixture(scope="module")
def plan() -> Document:
    """An annex as offices make it: letterhead, title, head of two rows, sections, real dates, a merged body."""
    rows: list[list[Any]] = [
        ["ỦY BAN NHÂN DÂN\nXÃ AN LÂM", None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"],
        [],
        ["DANH MỤC NHIỆM VỤ CHUYỂN ĐỔI SỐ NĂM 2026"],
        [],
        ["STT", "Nội dung nhiệm vụ", "Cơ quan thực hiện", None, "Thời hạn", "Sản phẩm"],
        [None, None, "Chủ trì", "Phối hợp"],
        ["I", "HẠ TẦNG SỐ"],
        [
            1,
            "Lắp đặt mạng nội bộ tại trụ sở\nỦy ban nhân dân xã",
            "Phòng Kinh tế",
            "Công an xã",
            date(2026, 6, 30),
            "Biên bản",
        ],
        [2, "Xây dựng cơ sở dữ liệu hộ\nkinh doanh", "Phòng Kinh tế", None, "Quý IV/2026", "Cơ sở dữ liệu"],
        ["II", "NHÂN LỰC SỐ"],
        [1.1, "Tổ chức tập huấn kỹ năng số cho 90% cán bộ thôn", "Trạm Y tế", None, date(2026, 9, 1), "02 lớp"],
        [],
        [None, "Nơi nhận:", None, "TM. ỦY BAN NHÂN DÂN"],
        [None, "- UBND tỉnh;", None, "CHỦ TỊCH"],
        [],
        [None, None, None, "Nguyễn Văn Lâm"],
    ]
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for area in ("A1:B1", "C1:F1", "A3:F3", "C5:D5", "A5:A6", "B5:B6", "E5:E6", "F5:F6", "B7:F7", "B10:F10"):
        sheet.merge_cells(area)
    sheet["E8"].number_format = "dd/mm/yyyy"
    sheet["E11"].number_format = "mmm-yy"
    return analyse(read_bytes(saved(book), "phụ lục.xlsx"))


def test_tasks_with_body_and_date(plan: Document) -> None:
    found = [
        (r.path, [(a.name, a.role) for a in r.actors], r.due.isoformat() if r.due else None) for r in plan.requirements
    ]
    assert found[0] == ("I.1", [("Phòng Kinh tế", "lead"), ("Công an xã", "support")], "2026-06-30")
    assert found[1] == ("I.2", [("Phòng Kinh tế", "lead")], "2026-12-31")
    assert found[2][0] == "II.1.1", "1.1 typed as a number is a label"
    assert found[2][2] == "2026-09-30", "a date shown as month and year is a month"
    assert plan.requirements[1].quote.startswith("Xây dựng cơ sở dữ liệu hộ kinh doanh"), "wrapped by hand"


def test_rows_know_their_columns(plan: Document) -> None:
    rows = [unit for unit in plan.units if unit.columns]
    assert rows[0].columns[2:] == ("Cơ quan thực hiện Chủ trì", "Cơ quan thực hiện Phối hợp", "Thời hạn", "Sản phẩm")


def test_the_frame_around_the_list(plan: Document) -> None:
    assert plan.header.level == "commune"
    assert plan.header.signer == "Nguyễn Văn Lâm"
    assert plan.header.recipients == ("UBND tỉnh",)
    assert plan.reading.source.pages == 1


def test_every_span_is_its_quote(plan: Document) -> None:
    for paragraph in plan.reading.paragraphs:
        assert "\n" not in plan.text[paragraph.start : paragraph.end]
    for requirement in plan.requirements:
        assert plan.text[requirement.start : requirement.end] == requirement.quote


def test_two_lists_in_a_sheet_and_a_repeated_head() -> None:
    task = [1, "Rà soát danh sách", "Sở Y tế", "Quý I/2026", "Báo cáo"]
    reading = read_rows(HEAD, task, HEAD, task, [], ["Danh mục 2"], HEAD, task)
    tables = {p.cell.table for p in reading.paragraphs if p.cell}
    assert tables == {0, 1}
    loose = [reading.text[p.start : p.end] for p in reading.paragraphs if p.cell is None]
    assert loose == ["Danh mục 2"]


def test_a_sheet_without_heads_is_one_table() -> None:
    reading = read_rows(["Danh sách"], ["An", "Bình", "Cúc"], ["Dần", "Én", "Giáp"])
    assert [p.cell and (p.cell.row, p.cell.column) for p in reading.paragraphs] == [
        None, (0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2),
    ]  # fmt: skip


def test_sheets_are_pages_and_what_is_hidden_is_said() -> None:
    book = openpyxl.Workbook()
    first = book.active
    first.append(HEAD)
    first.append([1, "Rà soát danh sách", "Sở Y tế", "Quý I/2026", "Báo cáo"])
    first.append([2, "Việc bị lọc đi", "Sở Y tế", "Quý I/2026", "Báo cáo"])
    first["F2"] = "ghi chú riêng"
    first.column_dimensions["F"].hidden = True
    first.row_dimensions[3].hidden = True
    second = book.create_sheet("Nháp")
    second["A1"] = "bí ẩn"
    second.sheet_state = "hidden"
    book.create_sheet("Trống")
    book.create_sheet("PL2")["A1"] = "Trang hai"
    reading = read_xlsx(saved(book), "a.xlsx")
    assert "bí ẩn" not in reading.text and "ghi chú riêng" not in reading.text
    assert "Việc bị lọc đi" in reading.text, "a filter left on must not lose a task"
    assert [reading.text[page.start : page.end].strip()[:9] for page in reading.pages] == ["STT\nNội d", "Trang hai"]
    said = {finding.kind: finding.message for finding in reading.findings}
    assert "“Nháp”" in said["hidden_sheets"]
    assert said.keys() == {"hidden_sheets", "hidden_columns", "hidden_rows"}


def test_formulas_show_what_was_saved_with_them() -> None:
    data = sheet_of([["Tổng", "=1+1", "=2+2"]])
    assert [f.kind for f in read_xlsx(data, "a.xlsx").findings] == ["unsaved_formulas"]
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>").replace(
                    b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>"
                )
                content = content.replace(b"<f>2+2</f><v />", b"<f>2+2</f><v>4</v>").replace(
                    b"<f>2+2</f><v></v>", b"<f>2+2</f><v>4</v>"
                )
            target.writestr(name, content)
    reading = read_xlsx(stream.getvalue(), "a.xlsx")
    assert reading.text == "Tổng\n2\n4"
    assert reading.findings == ()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (sheet_of([]), "no_text"),
        (sheet_of([["x"]])[:-200], "broken_sheet"),
        (sheet_of([["x"]]).replace(b"xl/workbook.xml", b"xl/workbook.xmk"), "is_container"),
    ],
)
def test_bad_spreadsheets(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(data, "a.xlsx")
    assert caught.value.code == code


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    import parser.readers.sheet_package as package

    data = sheet_of([["x" * 1000, "y"], ["z"]], merges=("A2:B2",))
    for limit, code in (("_MAX_PART", "too_large"), ("_MAX_TOTAL", "zip_bomb"), ("_MAX_MERGED", "zip_bomb")):
        with monkeypatch.context() as patch:
            patch.setattr(package, limit, 1)
            with pytest.raises(UnreadableFile) as caught:
                read_xlsx(data, "a.xlsx")
            assert caught.value.code == code
    with pytest.raises(UnreadableFile) as caught:
        package._judge_sheet(b"<!DOCTYPE x><worksheet/>", "a.xlsx")
    assert caught.value.code == "broken_sheet"


def test_a_stray_cell_far_away_costs_nothing() -> None:
    from time import perf_counter

    book = openpyxl.Workbook()
    book.active["A1"] = "Danh sách"
    book.active["XFD1048576"] = "x"
    book.active["B1048576"] = "Hết"
    started = perf_counter()
    assert read_xlsx(saved(book), "a.xlsx").text == "Danh sách\nHết"
    assert perf_counter() - started < 5


def test_macros_are_not_even_loaded() -> None:
    stream = BytesIO(sheet_of([["STT", "Nội dung", "Chủ trì"], [1, "Rà soát", "Sở Y tế"]]))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    assert "Rà soát" in read_bytes(stream.getvalue(), "a.xlsm").text
