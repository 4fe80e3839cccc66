"""Plain text: encodings, wrapped lines, page furniture, tables."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.document import Reading
from parser.readers import read
from parser.readers.encoding import decode
from parser.readers.page_marks import PAGE_BREAK, heal_pages, page_number
from parser.readers.paragraphs import Line, build, clean, join
from parser.readers.text import paragraphs_of, read_text
from parser.readers.unwrap import opens


def lines_of(text: str) -> list[str]:
    return [clean(line.text) for line in paragraphs_of(text)]


def cells_of(text: str) -> list[tuple[int, int, str]]:
    return [(line.cell.row, line.cell.column, line.text) for line in paragraphs_of(text) if line.cell]


# A paper wrapped like a portal copy: first lines are short (their markup counted), the others about 60 wide.
PORTAL = """UỶ BAN NHÂN
DÂN
XÃ THẠCH LONG
--------
CỘNG HÒA XÃ
HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số:
12/KH-UBND
Thạch Long, ngày
05 tháng 3 năm 2026

KẾ HOẠCH

NÂNG
CAO CHẤT LƯỢNG PHỤC VỤ NGƯỜI DÂN TẠI BỘ PHẬN MỘT CỬA CỦA XÃ NĂM 2026 VÀ
CÁC NĂM TIẾP THEO

I. MỤC
ĐÍCH, YÊU CẦU

1.
Trên cơ sở kết quả năm trước, xã tiếp tục rút ngắn thời gian
giải quyết hồ sơ, gắn với Kế hoạch số 24/KH-UBND ngày
14/8/2025 của Ủy ban nhân dân tỉnh Hoa Lư về cải cách thủ tục
hành chính giai đoạn 2024-
2029.

- Cơ quan thực hiện: Văn phòng
Hội đồng nhân dân và Ủy ban nhân dân xã; các thôn.

- Thời gian thực hiện: Quý
IV năm 2026.

2. Sở
Khoa học và Công nghệ hướng dẫn (qua phòng chuyên môn)

Nơi nhận:
- Như trên;
- VPUB: CVP, các PCVP,
các phòng;
- Lưu: VT.
TM. ỦY BAN
NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Lê Thị Hồng Mơ
"""


def test_portal_copy_is_joined_and_its_form_lines_stay_apart() -> None:
    assert lines_of(PORTAL) == [
        "UỶ BAN NHÂN DÂN",
        "XÃ THẠCH LONG",
        "--------",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 12/KH-UBND",
        "Thạch Long, ngày 05 tháng 3 năm 2026",
        "KẾ HOẠCH",
        "NÂNG CAO CHẤT LƯỢNG PHỤC VỤ NGƯỜI DÂN TẠI BỘ PHẬN MỘT CỬA CỦA XÃ NĂM 2026 VÀ CÁC NĂM TIẾP THEO",
        "I. MỤC ĐÍCH, YÊU CẦU",
        "1. Trên cơ sở kết quả năm trước, xã tiếp tục rút ngắn thời gian giải quyết hồ sơ, gắn với Kế hoạch số"
        " 24/KH-UBND ngày 14/8/2025 của Ủy ban nhân dân tỉnh Hoa Lư về cải cách thủ tục hành chính giai đoạn"
        " 2024-2029.",
        "- Cơ quan thực hiện: Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã; các thôn.",
        "- Thời gian thực hiện: Quý IV năm 2026.",
        "2. Sở Khoa học và Công nghệ hướng dẫn (qua phòng chuyên môn)",
        "Nơi nhận:",
        "- Như trên;",
        "- VPUB: CVP, các PCVP, các phòng;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Lê Thị Hồng Mơ",
    ]


# Wrapped at one width like PDF text, a page number in mid-sentence and one between paragraphs.
PDF_LIKE = """PHẦN THỨ NHẤT
TUYÊN TRUYỀN

1. Mặt trận xã phối hợp các đoàn thể tuyên truyền sâu rộng Kết luận số 01-
KL/TW và các chương trình của Trung ương, vận động 90% hộ dân trở lên tham
gia đóng góp ngày công; mỗi tháng một lần toàn thôn ra quân làm vệ sinh, bắt

2

đầu từ đường chính; các thôn tự chọn ngày phù hợp với mùa vụ của địa phương;
Kế hoạch gửi về Ban Thường trực trước khi làm.

2. Nội dung chi gồm: (1) nước uống cho người tham gia dọn vệ sinh đường thôn;
(2) dụng cụ vệ sinh; chi từ nguồn vận động và kinh phí của xã cấp hằng năm theo
điều kiện thực tế.

T/M BAN THƯỜNG TRỰC
CHỦ TỊCH
"""


def test_pdf_like_text_is_healed_over_the_page_break() -> None:
    assert lines_of(PDF_LIKE) == [
        "PHẦN THỨ NHẤT",
        "TUYÊN TRUYỀN",
        "1. Mặt trận xã phối hợp các đoàn thể tuyên truyền sâu rộng Kết luận số 01-KL/TW và các chương trình của Trung"
        " ương, vận động 90% hộ dân trở lên tham gia đóng góp ngày công; mỗi tháng một lần toàn thôn ra quân làm vệ"
        " sinh, bắt đầu từ đường chính; các thôn tự chọn ngày phù hợp với mùa vụ của địa phương; Kế hoạch"
        " gửi về Ban Thường trực trước khi làm.",
        "2. Nội dung chi gồm: (1) nước uống cho người tham gia dọn vệ sinh đường thôn; (2) dụng cụ vệ sinh; chi từ"
        " nguồn vận động và kinh phí của xã cấp hằng năm theo điều kiện thực tế.",
        "T/M BAN THƯỜNG TRỰC",
        "CHỦ TỊCH",
    ]


@pytest.mark.parametrize(
    "text",
    [
        # one paragraph a line: a title in lower case is no continuation
        "KẾ HOẠCH\nvề công tác dân vận năm 2026\nCăn cứ Điều lệ;\nCăn cứ Quy chế;\nI. YÊU CẦU\n1. Kịp thời.\n2. Đúng.",
        # recipients and signature without marks
        "Nơi nhận:\nNhư trên;\nLưu: VT\nTM. BAN THƯỜNG TRỰC\nPHÓ CHỦ TỊCH\nHà Văn Tám",
        # parts named on a line of their own
        "Chương I\nQUY ĐỊNH CHUNG\nĐiều 1.\nPhạm vi áp dụng",
        # form decoration alone on its line
        "ĐẢNG BỘ XÃ\n*\nSố 11-KH/ĐU\n-----\nBáo cáo kết quả.",
    ],
)
def test_one_paragraph_a_line_stays_as_it_is(text: str) -> None:
    assert lines_of(text) == text.split("\n")


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("Kết luận số 01-", "KL/TW", "Kết luận số 01-KL/TW"),  # symbol broken at its hyphen
        ("giai đoạn 2024-", "2029", "giai đoạn 2024-2029"),  # range of years
        ("số 15/KH-", "UBND xã", "số 15/KH-UBND xã"),  # capital before the hyphen
        ("số 15/", "KH-UBND", "số 15/KH-UBND"),  # slash
        ("kinh tế -", "xã hội", "kinh tế - xã hội"),  # a dash between words keeps its spaces
        ("một", "hai", "một hai"),
    ],
)
def test_join(first: str, second: str, joined: str) -> None:
    assert join(first, second) == joined


# Wrapped at about 60, no blank lines: (line, next line, whether they are one paragraph).
BODY = """1. Các thôn phối hợp với công an xã kiểm tra việc chấp hành
quy định về trật tự, vệ sinh nơi công cộng, báo cáo kết quả
hằng tháng cho Ủy ban nhân dân xã để tổng hợp, xử lý theo quy
định của pháp luật.
"""


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("2. Ban Công an xã phối hợp với các ngành và Chủ tịch UBND", "Xã An Bình kiểm tra.", True),  # full line, name
        ("2. Thực hiện theo điểm a khoản", "3. Điều 5 của Quy chế.", True),  # a number asked for by its noun
        ("2. Phát triển văn hóa gắn với bảo tồn di sản, với kinh tế", "- xã hội của địa phương trong kỳ tới", True),
        ("2. Phân công cụ thể:", "- Văn phòng theo dõi", False),  # a bullet after a colon
        ("2. Trách nhiệm của các thôn", "3. Kinh phí", False),  # the next label
        ("2. Trách nhiệm của các thôn", "Các thôn tự lập kế hoạch.", False),  # heading and paragraph
        ("Các thôn đã lập kế hoạch xong.", "Công an xã kiểm tra.", False),  # two sentences, short lines
        ("Căn cứ Luật Đất đai và các văn bản quy định chi tiết thi hành;", "Căn cứ Quy chế của xã;", False),
        ("Xét đề nghị của Văn phòng xã,", "Ủy ban nhân dân xã quyết định", True),  # a comma cannot end a paragraph
        ("CHƯƠNG TRÌNH HÀNH ĐỘNG", "của Ủy ban nhân dân xã", False),  # kind of paper and its title
        ("V/V TẬP TRUNG PHÒNG", "CHỐNG LỤT BÃO NĂM NAY", True),  # a title in capitals
        ("BAN THƯỜNG", "VỤ HUYỆN ỦY", True),  # a letterhead phrase
        ("Số: 12/KH-UBND", "về việc tập huấn", False),  # the number line is complete
        ("(Kèm theo Kế hoạch số", "12/KH-UBND của xã)", True),  # an open bracket
        ("Nơi nhận: các thôn", "TM. ỦY BAN NHÂN DÂN", False),
        ("1. Nhiệm vụ: (1) tuyên truyền;", "(2) tập huấn.", True),  # counted within a sentence
        ("1. Nhiệm vụ gồm:", "(1) tuyên truyền.", False),
        ("-----", "Báo cáo", False),
    ],
)
def test_pairs_in_wrapped_text(first: str, second: str, together: bool) -> None:
    lines = lines_of(f"{BODY}\n{first}\n{second}")
    assert lines[1:] == ([f"{first} {second}"] if together else [first, second])


def test_a_long_line_cut_in_mid_sentence_is_joined_over_a_blank_line() -> None:
    first = "1. Các cơ quan, đơn vị và Ủy ban nhân dân các xã, phường chủ động rà soát các nhiệm vụ có liên quan đến"
    second = "phát triển văn hóa để điều chỉnh cho phù hợp."
    assert lines_of(f"{first}\n\n{second}\n\n2. Kinh phí.") == [f"{first} {second}", "2. Kinh phí."]


@pytest.mark.parametrize(
    ("line", "number"),
    [("3", 3), ("- 4 -", 4), ("Trang 5", 5), ("trang 6/12", 6), ("2026", None), ("3 người", None), ("", None)],
)
def test_page_number(line: str, number: int | None) -> None:
    assert page_number(line) == number


def test_running_heads_and_form_feeds_go_with_the_page_break() -> None:
    pages = [f"{PAGE_BREAK}\nKẾ HOẠCH XÃ BÌNH\n{n}\nĐoạn văn số {n} của trang.".split("\n") for n in range(2, 6)]
    lines = [line for page in pages for line in page]
    assert [line for line in heal_pages(lines) if line != PAGE_BREAK] == [
        f"Đoạn văn số {n} của trang." for n in range(2, 6)
    ]


def test_page_numbers_that_count_on_between_paragraphs_are_dropped() -> None:
    page = [f"Đoạn {n} đã xong." for n in range(15)]
    assert "2" not in heal_pages([*page, "2", *page, "3", *page])


TABLE = """TT
Nội dung thực
hiện
Cơ quan chủ trì
Cơ quan phối hợp
Thời gian hoàn
thành
Sản phẩm
I
CÔNG TÁC CHỈ ĐẠO,
ĐIỀU HÀNH
1
Xây dựng kế hoạch tuyên truyền năm, phân công
người theo dõi (mẫu kèm theo)
Văn phòng; UBND
xã
Các thôn; công an
xã
Trước ngày
30/11/2026
Kế hoạch của Chủ
tịch xã
2
Tập huấn cán bộ thôn
Sở Nội vụ
2026
3
Kiểm tra việc thực hiện:
- Tại các thôn;
- Tại trường học.
Công an xã
Các thôn
Hằng quý
Báo cáo
Nơi nhận:
- Như trên;
- Lưu.
"""


def test_table_printed_one_cell_a_line() -> None:
    assert cells_of(TABLE) == [
        (0, 0, "TT"),
        (0, 1, "Nội dung thực hiện"),
        (0, 2, "Cơ quan chủ trì"),
        (0, 3, "Cơ quan phối hợp"),
        (0, 4, "Thời gian hoàn thành"),
        (0, 5, "Sản phẩm"),
        (1, 0, "I"),
        (1, 1, "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH"),
        (2, 0, "1"),
        (2, 1, "Xây dựng kế hoạch tuyên truyền năm, phân công người theo dõi (mẫu kèm theo)"),
        (2, 2, "Văn phòng; UBND xã"),
        (2, 3, "Các thôn; công an xã"),
        (2, 4, "Trước ngày 30/11/2026"),
        (2, 5, "Kế hoạch của Chủ tịch xã"),
        (3, 0, "2"),
        (3, 1, "Tập huấn cán bộ thôn"),
        (3, 2, "Sở Nội vụ"),
        (3, 4, "2026"),  # the empty cell stays empty: a year is a time, not a supporting body
        (4, 0, "3"),
        (4, 1, "Kiểm tra việc thực hiện:"),
        (4, 1, "- Tại các thôn;"),
        (4, 1, "- Tại trường học."),
        (4, 2, "Công an xã"),
        (4, 3, "Các thôn"),
        (4, 4, "Hằng quý"),
        (4, 5, "Báo cáo"),
    ]
    assert lines_of(TABLE)[-3:] == ["Nơi nhận:", "- Như trên;", "- Lưu."]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        # bars, with and without Markdown's divider
        (
            "TT | Việc | Hạn\n1 | Rà soát | Quý I\n2 | | 2026\n",
            [(0, 0, "TT"), (0, 1, "Việc"), (0, 2, "Hạn"), (1, 0, "1"), (1, 1, "Rà soát"), (1, 2, "Quý I"), (2, 0, "2")]
            + [(2, 2, "2026")],
        ),
        (
            # a row cut by a page break of the original; a bar before it is no border
            "TT | Việc | Chủ trì\n1 | Rà soát các hộ | Hội Phụ nữ;\n | nghèo | \n2 | Tổng kết | Xã\n",
            [
                (0, 0, "TT"),
                (0, 1, "Việc"),
                (0, 2, "Chủ trì"),
                (1, 0, "1"),
                (1, 1, "Rà soát các hộ nghèo"),
                (1, 2, "Hội Phụ nữ;"),
                (2, 0, "2"),
                (2, 1, "Tổng kết"),
                (2, 2, "Xã"),
            ],
        ),
        (
            # a part below that begins anew in its cell
            "TT | Việc | Chủ trì\n1 | Gồm các việc:  | Xã\n | - Trồng cây | \n2 | Tổng kết | Xã\n",
            [
                (0, 0, "TT"),
                (0, 1, "Việc"),
                (0, 2, "Chủ trì"),
                (1, 0, "1"),
                (1, 1, "Gồm các việc:"),
                (1, 1, "- Trồng cây"),
                (1, 2, "Xã"),
                (2, 0, "2"),
                (2, 1, "Tổng kết"),
                (2, 2, "Xã"),
            ],
        ),
        (
            "| Quý | Chủ đề |\n|---|:---:|\n| I | Dân chủ<br>Kỷ cương |\n",
            [(0, 0, "Quý"), (0, 1, "Chủ đề"), (1, 0, "I"), (1, 1, "Dân chủ"), (1, 1, "Kỷ cương")],
        ),
        # tabs
        ("TT\tViệc\n1\tRà soát\n", [(0, 0, "TT"), (0, 1, "Việc"), (1, 0, "1"), (1, 1, "Rà soát")]),
        # letterheads in two columns: bars, wide gaps, one space
        (
            "UBND XÃ TÂN AN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nI. NỘI DUNG",
            [(0, 0, "UBND XÃ TÂN AN"), (0, 1, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")],
        ),
        (
            "UBND XÃ TÂN AN      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 3/KH      Độc lập - Tự do - Hạnh phúc\nHẾT",
            [(0, 0, "UBND XÃ TÂN AN"), (0, 1, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), (1, 0, "Số: 3/KH")]
            + [(1, 1, "Độc lập - Tự do - Hạnh phúc")],
        ),
        (
            "ĐẢNG ỦY XÃ TÂN AN ĐẢNG CỘNG SẢN VIỆT NAM\nKẾ HOẠCH",
            [(0, 0, "ĐẢNG ỦY XÃ TÂN AN"), (0, 1, "ĐẢNG CỘNG SẢN VIỆT NAM")],
        ),
        # no tables: a bar in prose, a lone number head, too few rows
        ("Đoạn một.\n" * 15 + "Tin A | Tin B\nĐoạn.", []),
        ("TT\nTrung tâm xã\nHết.", []),
        ("STT\nNội dung\nThời gian\n1\nTập huấn\nQuý I\nHết.", []),
    ],
)
def test_tables(text: str, cells: list[tuple[int, int, str]]) -> None:
    assert cells_of(text) == cells


UNNUMBERED = """Phân công như sau:
Nội dung công việc
Đơn vị thực hiện
Thời gian
Tuyên truyền về phân loại rác tại nguồn
Hội Phụ nữ phường
Quý I/2026
Kiểm tra vệ sinh các chợ trên địa bàn phường, xử
lý các trường hợp vi phạm
Công an phường
Trước ngày 30/6/2026
Các đơn vị nghiêm túc tổ chức thực hiện Kế hoạch này.
"""


def test_table_printed_one_cell_a_line_without_row_numbers() -> None:
    reading = read_text(UNNUMBERED.encode(), "x.txt")
    cells = [(p.cell.row, p.cell.column, reading.text[p.start : p.end]) for p in reading.paragraphs if p.cell]
    assert cells[3:] == [
        (1, 0, "Tuyên truyền về phân loại rác tại nguồn"),
        (1, 1, "Hội Phụ nữ phường"),
        (1, 2, "Quý I/2026"),
        (2, 0, "Kiểm tra vệ sinh các chợ trên địa bàn phường, xử lý các trường hợp vi phạm"),
        (2, 1, "Công an phường"),
        (2, 2, "Trước ngày 30/6/2026"),
    ]
    assert [reading.text[p.start : p.end] for p in reading.paragraphs if not p.cell] == [
        "Phân công như sau:",
        "Các đơn vị nghiêm túc tổ chức thực hiện Kế hoạch này.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        # labels of an item, not heads of columns
        "Nội dung công việc\nĐơn vị thực hiện: Hội Phụ nữ\nThời gian: Quý I\nTuyên truyền nước sạch\n",
        # one row is no table
        "Nội dung\nChủ trì\nThời gian\nTuyên truyền nước sạch\nHội Phụ nữ\nQuý I/2026\nHết phần này.\n",
        # cells that do not look as their heads say
        "Nội dung\nChủ trì\nThời gian\nMột là nước\nHai là rác\nBa là cây\nBốn là đường\nNăm là chợ\nSáu là sông\n",
        # no head of time
        "Nội dung\nChủ trì\nTuyên truyền nước sạch\nHội Phụ nữ\nTrồng cây\nHội Nông dân\n",
    ],
)
def test_no_table_without_row_numbers_on_thin_evidence(text: str) -> None:
    assert all(p.cell is None for p in read_text(text.encode(), "x.txt").paragraphs)


def test_no_letter_is_lost() -> None:
    for text in (PORTAL, TABLE):
        written = "".join(text.split())
        assert "".join("".join(lines_of(text)).split()) == written


@pytest.mark.parametrize(
    "data",
    [
        "Ủy ban nhân dân xã Hòa Bình\r\nkế hoạch năm".encode(),
        b"\xef\xbb\xbf" + "Ủy ban nhân dân xã Hòa Bình\rkế hoạch năm".encode(),
        "\ufeffỦy ban nhân dân xã Hòa Bình\nkế hoạch năm".encode("utf-16-le"),
        "\ufeffỦy ban nhân dân xã Hòa Bình\nkế hoạch năm".encode("utf-16-be"),
        "Ủy ban nhân dân xã Hòa Bình\nkế hoạch năm".encode("utf-16-le"),  # no mark
        "Ủy ban nhân dân xã Hòa Bình\nkế hoạch năm".encode("utf-16-be"),
        unicodedata.normalize("NFD", "Ủy ban nhân dân xã Hòa Bình\nkế hoạch năm").encode(),
        # CP1258 writes the vowel with its hat or hook and the tone as a combining mark
        "U\u0309y ban nhân dân xa\u0303 Ho\u0300a Bi\u0300nh\nkê\u0301 hoa\u0323ch năm".encode("cp1258"),
    ],
)
def test_encodings(data: bytes) -> None:
    assert read_text(data, "x.txt").text == "Ủy ban nhân dân xã Hòa Bình\nkế hoạch năm"


def test_a_character_cut_at_the_end_is_forgiven() -> None:
    assert decode("Kế hoạch xã".encode()[:-1], "x.txt") == "Kế hoạch x"


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("\ufeffSố\u00a0:\u200b 12\u00ad/KH\tUBND ", "Số : 12/KH UBND"),  # invisible characters and odd spaces
        ("45\u2011CT/TW", "45-CT/TW"),  # non-breaking hyphen
        ("\uf0b7 mục", "• mục"),  # Word's bullet font
        ("a\x00b\x07c", "abc"),
    ],
)
def test_clean(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("gửi **trước ngày 25/3/2026**.", "gửi trước ngày 25/3/2026."),
        ("**Thời gian\nthực hiện:** tháng 5", "Thời gian\nthực hiện: tháng 5"),
        ("một *nghiêng* hai __đậm__", "một nghiêng hai đậm"),
        ("## II. NỘI DUNG", "II. NỘI DUNG"),
        ("* mục một\n* mục hai", "* mục một\n* mục hai"),  # bullets
        ("ngày ____ tháng ____", "ngày ____ tháng ____"),  # blanks to fill in
        ("(*) Ghi chú 3 * 4", "(*) Ghi chú 3 * 4"),
    ],
)
def test_emphasis_marks_are_no_text(marked: str, plain: str) -> None:
    assert "\n".join(lines_of(marked)) == plain


def spans_hold(reading: Reading) -> bool:
    pieces = [reading.text[p.start : p.end] for p in reading.paragraphs]
    return "\n".join(pieces) == reading.text and all(pieces)


@given(st.lists(st.text(alphabet=" aấĐ1.-|\t\u00a0\u200bT(;:", max_size=30), max_size=12))
def test_spans_tile_the_text(lines: list[str]) -> None:
    text, paragraphs = build(Line(line) for line in lines)
    assert [text[p.start : p.end] for p in paragraphs] == [c for line in lines if (c := clean(line))]


@given(st.text(alphabet="aấĐ1.-| \t\n\f*_#(TI;:TT", min_size=1, max_size=200))
def test_any_text_reads_to_tiled_nfc_paragraphs(text: str) -> None:
    reading = read_text(("chữ\n" + text).encode(), "x.txt")
    assert spans_hold(reading)
    assert unicodedata.is_normalized("NFC", reading.text)


def test_read_reports_the_source(tmp_path: Path) -> None:
    path = tmp_path / "kế hoạch.txt"
    path.write_bytes("Kế hoạch\n".encode())
    source = read(path).source
    assert (source.name, source.media_type, source.reader, source.pages, source.bytes) == (
        "kế hoạch.txt",
        "text/plain",
        "text",
        None,
        13,
    )


@pytest.mark.parametrize(
    "piece", ["a ", "1\n", "| a ", "**a", "(a\n", "TT\nNội dung\nCơ quan\n1\n", "a\t", "\n", "-\n"]
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    text = "chữ\n" + piece * (200_000 // len(piece))
    started = time.process_time()
    read_text(text.encode(), "x.txt")
    assert time.process_time() - started < 15


@pytest.mark.parametrize(
    ("last", "line", "expected"),
    [
        ("Đơn vị chủ trì thực hiện: Các", "Sở, ngành, UBND cấp xã.", True),  # a determiner is no name, capital or not
        ("Đơn vị chủ trì: Ủy ban nhân dân tỉnh Cao Bằng", "Sở Y tế", False),  # the name of a place, not "bằng"
        ("kiểm tra, giám sát của", "Hội đồng nhân dân", True),
    ],
)
def test_a_line_that_cannot_end_there_goes_on(last: str, line: str, expected: bool) -> None:
    assert opens(last, line) is expected
