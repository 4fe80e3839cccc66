"""Task tables end to end: each row's duty with its bodies, its time and its product, from Word and from its print."""

from __future__ import annotations

from datetime import date

import pytest

from parser.document import Document, Requirement
from parser.pipeline import analyse
from parser.readers.docx import read_docx
from parser.readers.pdf import read_pdf
from tests.docx_samples import docx, p, run, tc, tr
from tests.office import as_pdf, office
from tests.table_cases import PAGE, row, table, tall, wide
from tests.word_cases import FONT

WIDTHS = (600, 3300, 1700, 1700, 1300, 1300)
HEAD = ("TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành", "Sản phẩm")
CENTER = '<w:jc w:val="center"/>'
START = (
    table(
        row("UBND TỈNH AN BÌNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", widths=(3600, 5700)),
        row("SỞ NỘI VỤ", "Độc lập - Tự do - Hạnh phúc", widths=(3600, 5700)),
        row("Số: 12/KH-SNV", "An Bình, ngày 05 tháng 01 năm 2026", widths=(3600, 5700)),
        widths=(3600, 5700),
        look="",
    )
    + p(run("KẾ HOẠCH", "<w:b/>"), CENTER)
    + p(run("Triển khai công tác văn thư, lưu trữ năm 2026", "<w:b/>"), CENTER)
    + p("I. MỤC ĐÍCH")
    + p("Nâng cao chất lượng công tác văn thư, lưu trữ trong các cơ quan, đơn vị trên địa bàn tỉnh.")
    + p("II. PHÂN CÔNG NHIỆM VỤ")
)
END = p() + table(
    row(("Nơi nhận:", "- UBND tỉnh;", "- Lưu: VT."), ("GIÁM ĐỐC", "Trần Văn Bình"), widths=(4700, 4600)),
    widths=(4700, 4600),
    look="",
)


def paper(*rows: str, widths: tuple[int, ...] = WIDTHS) -> bytes:
    """A plan with this task table."""
    return docx(START + table(*rows, widths=widths) + END, section=PAGE, styles=FONT)


def cells(*texts: str | tuple[str, ...]) -> str:
    """A row of the six columns."""
    return row(*texts, widths=WIDTHS)


Told = tuple[str, list[tuple[str, str]], date | None, str | None]


def told(item: Requirement) -> Told:
    """What a row says: task, bodies with their roles, day, product."""
    return item.quote, [(actor.name, actor.role) for actor in item.actors], item.due, item.product


FULL = paper(
    row(*HEAD, widths=WIDTHS, properties="<w:tblHeader/>"),
    tr(wide("I. CÔNG TÁC TUYÊN TRUYỀN", 6, 9900)),
    cells("1", "Tuyên truyền Luật Lưu trữ cho cán bộ, công chức", "Sở Nội vụ", "Sở Tư pháp", "Quý II/2026", "Hội nghị"),
    cells(
        "2",
        ("Biên soạn tài liệu hỏi đáp về lưu trữ số.", "In và phát cho các cơ quan, đơn vị."),
        "Trung tâm Lưu trữ lịch sử",
        "Các sở, ban, ngành; UBND các xã, phường",
        "Trước ngày 15/9/2026",
        "Tài liệu",
    ),
    tr(wide("II. CÔNG TÁC KIỂM TRA", 6, 9900)),
    cells(
        "3", "Kiểm tra công tác văn thư tại 10 cơ quan, đơn vị", "Thanh tra tỉnh", "", "Hằng năm", "Kết luận kiểm tra"
    ),
    cells("", "Tổng cộng", "", "", "", ""),
)
FULL_TOLD: list[Told] = [
    (
        "Tuyên truyền Luật Lưu trữ cho cán bộ, công chức",
        [("Sở Nội vụ", "lead"), ("Sở Tư pháp", "support")],
        date(2026, 6, 30),
        "Hội nghị",
    ),
    (
        "Biên soạn tài liệu hỏi đáp về lưu trữ số.\nIn và phát cho các cơ quan, đơn vị",
        [
            ("Trung tâm Lưu trữ lịch sử", "lead"),
            ("Các sở, ban, ngành", "support"),
            ("UBND các xã, phường", "support"),
        ],
        date(2026, 9, 14),
        "Tài liệu",
    ),
    ("Kiểm tra công tác văn thư tại 10 cơ quan, đơn vị", [("Thanh tra tỉnh", "lead")], None, "Kết luận kiểm tra"),
]
MERGED = paper(
    row(*HEAD, widths=WIDTHS),
    tr(
        tc("1"), tc("Rà soát hồ sơ tồn đọng"), tall("Sở Nội vụ", 1700), tc("Sở Tài chính"), tc("Quý I/2026"),
        tall("Báo cáo", 1300),
    ),
    tr(
        tc("2"), tc("Chỉnh lý hồ sơ tồn đọng"), tall("", 1700, False), tc("Văn phòng UBND tỉnh"), tc("Quý III/2026"),
        tall("", 1300, False),
    ),
    cells("3", "Tiêu hủy tài liệu hết giá trị", "Sở Tư pháp", "", "Tháng 11/2026", "Quyết định"),
)  # fmt: skip
MERGED_TOLD: list[Told] = [
    (
        "Rà soát hồ sơ tồn đọng",
        [("Sở Nội vụ", "lead"), ("Sở Tài chính", "support")],
        date(2026, 3, 31),
        "Báo cáo",
    ),
    (
        "Chỉnh lý hồ sơ tồn đọng",
        [("Sở Nội vụ", "lead"), ("Văn phòng UBND tỉnh", "support")],
        date(2026, 9, 30),
        "Báo cáo",
    ),
    ("Tiêu hủy tài liệu hết giá trị", [("Sở Tư pháp", "lead")], date(2026, 11, 30), "Quyết định"),
]
DIVIDED = paper(
    row(*HEAD, widths=WIDTHS),
    cells("1", "Lưu trữ số", "", "", "", ""),
    cells("1.1", "Số hóa hồ sơ địa chính", "Sở Nội vụ", "", "Quý I/2026", "Cơ sở dữ liệu"),
    cells("1.2", "Kết nối kho lưu trữ số", "Sở Khoa học và Công nghệ", "", "Quý II/2026", ""),
    cells("2", "Sơ kết, báo cáo UBND tỉnh", "Sở Nội vụ", "", "Tháng 12/2026", "Báo cáo"),
)
DIVIDED_TOLD: list[Told] = [
    ("Số hóa hồ sơ địa chính", [("Sở Nội vụ", "lead")], date(2026, 3, 31), "Cơ sở dữ liệu"),
    ("Kết nối kho lưu trữ số", [("Sở Khoa học và Công nghệ", "lead")], date(2026, 6, 30), None),
    ("Sơ kết, báo cáo UBND tỉnh", [("Sở Nội vụ", "lead")], date(2026, 12, 31), "Báo cáo"),
]
PARTED = docx(
    START
    + table(row(*HEAD, widths=WIDTHS), cells("1", "Rà soát văn bản", "Sở Tư pháp", "", "Quý I/2026", "Danh mục"),
            widths=WIDTHS)
    + p("III. NHIỆM VỤ PHÁT SINH")
    + table(cells("2", "Bãi bỏ văn bản trái luật", "Sở Nội vụ", "", "Quý II/2026", "Quyết định"),
            cells("3", "Công bố danh mục văn bản", "Sở Nội vụ", "", "Quý III/2026", "Quyết định"), widths=WIDTHS)
    + END, section=PAGE, styles=FONT,
)  # fmt: skip
PARTED_TOLD: list[Told] = [
    ("Rà soát văn bản", [("Sở Tư pháp", "lead")], date(2026, 3, 31), "Danh mục"),
    ("Bãi bỏ văn bản trái luật", [("Sở Nội vụ", "lead")], date(2026, 6, 30), "Quyết định"),
    ("Công bố danh mục văn bản", [("Sở Nội vụ", "lead")], date(2026, 9, 30), "Quyết định"),
]
PAPERS: dict[str, tuple[bytes, list[Told]]] = {"sections and a sum": (FULL, FULL_TOLD), "one body for two rows": (MERGED, MERGED_TOLD),
          "rows under a row": (DIVIDED, DIVIDED_TOLD), "a head over the first part only": (PARTED, PARTED_TOLD)}  # fmt: skip


@pytest.fixture(scope="module")
def printed() -> dict[str, bytes]:
    """The papers as PDF."""
    if office() is None:
        pytest.skip("no LibreOffice to print the papers (apt: libreoffice-writer-nogui)")
    named = dict(zip(("a", "b", "c", "d"), PAPERS, strict=True))
    pdfs = as_pdf({name: PAPERS[title][0] for name, title in named.items()})
    return {named[name]: pdf for name, pdf in pdfs.items()}


def check(document: Document, expected: list[Told]) -> None:
    items = [item for item in document.requirements if document.header.number]
    assert [told(item) for item in items] == expected
    assert all(document.text[item.start : item.end] == item.quote for item in items)


@pytest.mark.parametrize("title", PAPERS)
def test_rows_of_the_word_file(title: str) -> None:
    data, expected = PAPERS[title]
    check(analyse(read_docx(data, "x.docx")), expected)


@pytest.mark.parametrize("title", PAPERS)
def test_rows_of_the_printed_page(title: str, printed: dict[str, bytes]) -> None:
    check(analyse(read_pdf(printed[title], "x.pdf")), PAPERS[title][1])
