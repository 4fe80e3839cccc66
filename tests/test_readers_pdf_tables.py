"""Ruled tables of PDFs: cells, tables that run over pages, rows cut by a page break."""

from __future__ import annotations

from parser.document import Reading
from parser.readers.pdf import read_pdf
from tests.pdf_samples import Sheet

XS = [85.0, 115.0, 330.0, 440.0, 540.0]
HEAD = ["TT", "Nội dung", "Chủ trì", "Thời gian"]


def put_row(sheet: Sheet, y: float, cells: list[str]) -> None:
    for x, cell in zip(XS, cells, strict=False):
        for line, text in enumerate(cell.split("|")):
            sheet.put(x + 5, y + 16 + 15 * line, text, size=12)


def cells_of(reading: Reading) -> dict[tuple[int, int, int], list[str]]:
    found: dict[tuple[int, int, int], list[str]] = {}
    for p in reading.paragraphs:
        if p.cell:
            found.setdefault((p.cell.table, p.cell.row, p.cell.column), []).append(reading.text[p.start : p.end])
    return found


def test_cells_are_paragraphs_between_the_text_around_them() -> None:
    sheet = Sheet()
    sheet.flow("Nhiệm vụ giao cho các đơn vị như sau:")
    sheet.grid(XS, [150, 175, 215])
    put_row(sheet, 150, HEAD)
    put_row(
        sheet,
        175,
        ["1", "Rà soát các hộ nghèo và|cận nghèo trong phường", "Ban Công tác Mặt|trận phường", "Quý I/2024"],
    )
    sheet.y = 250
    sheet.flow("Các đơn vị báo cáo kết quả trước ngày 20 tháng 6.")
    reading = read_pdf(sheet.data(), "mau.pdf")
    assert reading.text.split("\n") == [
        "Nhiệm vụ giao cho các đơn vị như sau:",
        *HEAD,
        "1",
        "Rà soát các hộ nghèo và cận nghèo trong phường",
        "Ban Công tác Mặt trận phường",
        "Quý I/2024",
        "Các đơn vị báo cáo kết quả trước ngày 20 tháng 6.",
    ]
    assert cells_of(reading)[0, 1, 2] == ["Ban Công tác Mặt trận phường"]


def test_table_over_pages_is_one_table() -> None:
    sheet = Sheet()
    sheet.grid(XS, [700, 725, 770])
    put_row(sheet, 700, HEAD)
    put_row(sheet, 725, ["1", "Tuyên truyền về nước sạch trong|toàn thể nhân dân và", "Chi bộ", "Tháng 4"])
    sheet.page()
    sheet.put(310, 40, "2")
    sheet.grid(XS, [60, 85, 110, 135])
    put_row(sheet, 60, HEAD)
    put_row(sheet, 85, ["", "cán bộ các tổ", "", ""])  # the row cut by the page break goes on
    put_row(sheet, 110, ["2", "Sơ kết", "Văn phòng", "Quý II"])
    reading = read_pdf(sheet.data(), "mau.pdf")
    found = cells_of(reading)
    assert {table for table, _, _ in found} == {0}
    assert reading.text.count("Chủ trì") == 1
    assert found[0, 1, 1] == ["Tuyên truyền về nước sạch trong toàn thể nhân dân và cán bộ các tổ"]
    assert found[0, 2, 3] == ["Quý II"]


def test_another_table_after_the_break_is_another_table() -> None:
    sheet = Sheet()
    sheet.grid(XS, [700, 725])
    put_row(sheet, 700, HEAD)
    sheet.page()
    sheet.grid([85, 300, 540], [60, 85, 110])
    sheet.put(90, 76, "Họ và tên")
    sheet.put(305, 76, "Chức vụ")
    assert {table for table, _, _ in cells_of(read_pdf(sheet.data(), "mau.pdf"))} == {0, 1}


def test_spanned_cells_keep_their_width() -> None:
    sheet = Sheet()
    xs, ys = XS, [150.0, 175.0, 200.0]
    for x in (xs[0], xs[-1]):
        sheet.pdf.line(x, ys[0], x, ys[-1])
    for x in xs[1:-1]:
        sheet.pdf.line(x, ys[1], x, ys[-1])
    for y in ys:
        sheet.pdf.line(xs[0], y, xs[-1], y)
    sheet.put(200, 166, "PHÂN CÔNG NHIỆM VỤ")
    put_row(sheet, 175, HEAD)
    reading = read_pdf(sheet.data(), "mau.pdf")
    first = reading.paragraphs[0].cell
    assert first is not None and (first.columns, first.rows) == (4, 1)


def test_frames_and_shading_are_no_tables() -> None:
    sheet = Sheet()
    sheet.pdf.rect(80, 60, 470, 100)  # a frame round a note: one column
    sheet.flow("Lưu ý: các tổ dân phố gửi danh sách qua thư điện tử của văn phòng.")
    sheet.pdf.set_fill_color(230)
    for x, width in ((85, 100), (185, 60), (245, 90)):
        sheet.pdf.rect(x, 200, width, 16, style="F")  # highlighted words
    sheet.y = 212
    sheet.flow("Nội dung được tô nền để dễ nhận biết trong bản in.", indent=0)
    assert all(p.cell is None for p in read_pdf(sheet.data(), "mau.pdf").paragraphs)


def test_an_annex_counts_its_pages_anew() -> None:
    sheet = Sheet()
    for page in range(1, 4):
        sheet.put(310, 40, str(page)) if page > 1 else None
        sheet.y = 80
        for line in range(30):
            sheet.flow(
                f"Khu phố {page}{line} tổ chức họp dân, lấy ý kiến về hương ước, quy ước của khu phố mình quản lý."
            )
        sheet.page()
    sheet.grid(XS, [700, 725, 770])
    put_row(sheet, 700, HEAD)
    put_row(sheet, 725, ["1", "Sơ kết công tác", "Chi bộ", "Tháng 4"])
    sheet.page()
    sheet.put(310, 40, "2")
    sheet.grid(XS, [60, 85])
    put_row(sheet, 60, ["2", "Tổng kết", "Chi bộ", "Tháng 12"])
    reading = read_pdf(sheet.data(), "mau.pdf")
    assert {table for table, _, _ in cells_of(reading)} == {0}
    assert "2" not in [reading.text[p.start : p.end] for p in reading.paragraphs if p.cell is None]
