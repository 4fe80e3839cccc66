"""Citations: one row per thing a reader would underline, and rows for what only looks like it."""

from __future__ import annotations

import time
import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parser.citations import find_citations
from parser.document import Citation, Frame, Header, Reading, Source
from parser.symbols import find_symbols, normalise_symbol

_SOURCE = Source("x.txt", "", "text/plain", "text", None, 0)


def cite(text: str, header: Header | None = None, frame: Frame | None = None) -> tuple[Citation, ...]:
    return find_citations(Reading(text, (), _SOURCE), header or Header(), frame or Frame(0, len(text), len(text)))


def brief(text: str, header: Header | None = None) -> list[tuple[str, str | None]]:
    return [(c.quote, c.number) for c in cite(text, header)]


SYMBOLS = [
    # spaces and dashes inside
    ("Số: 15- KH/TU", "15-KH/TU"),
    ("Số 7 /UBND-VX", "7/UBND-VX"),
    ("09/2024 /NQ - HĐND", "09/2024/NQ-HĐND"),
    ("33–KL/TW", "33-KL/TW"),
    # capital titles get the usual spelling back, units keep theirs
    ("812/QĐ-TTG", "812/QĐ-TTg"),
    ("44-CTR/TU", "44-CTr/TU"),
    ("910/BTTTT-TTH", "910/BTTTT-TTH"),
    ("17/tt-bca", "17/TT-BCA"),
    # the word that is glued to the end is none of the symbol
    ("12-CTr/TUngày 03/02/2026", "12-CTr/TU"),
    # State, legal, Front, union and old forms
    ("71/2020/QH14", "71/2020/QH14"),
    ("288/2003/QĐ/BYT", "288/2003/QĐ/BYT"),
    ("05/KH-MTTQ-BTT", "05/KH-MTTQ-BTT"),
    ("31-KH/TĐTN-TNNT", "31-KH/TĐTN-TNNT"),
    ("1450/TTr-CAT-PC06", "1450/TTr-CAT-PC06"),
    ("03/2021/TTLT-BNV-BTC", "03/2021/TTLT-BNV-BTC"),
    ("20-QĐi/TW", "20-QĐi/TW"),
    ("866/QĐ-Tg", "866/QĐ-Tg"),
    # no symbols
    ("1/500", None),
    ("24/7", None),
    ("2021-2025", None),
    ("15/3/2024", None),
    ("10 người/tháng", None),
    ("03/tuần", None),
    ("", None),
    ("/KH-UBND", None),
]


@pytest.mark.parametrize(("text", "expected"), SYMBOLS)
def test_normalise_symbol(text: str, expected: str | None) -> None:
    assert normalise_symbol(text) == expected


NUMBERED: list[tuple[str, list[tuple[str, str | None]]]] = [
    # Party, State, legal, công văn, with and without "số"
    ("theo Chỉ thị số 19-CT/TW về đất đai", [("Chỉ thị số 19-CT/TW", "19-CT/TW")]),
    ("theo chỉ thị 19-CT/TW về đất đai", [("chỉ thị 19-CT/TW", "19-CT/TW")]),
    ("tại Công văn số 2201/UBND-KGVX.", [("Công văn số 2201/UBND-KGVX", "2201/UBND-KGVX")]),
    ("tại Nghị định 41/2022/NĐ-CP thì", [("Nghị định 41/2022/NĐ-CP", "41/2022/NĐ-CP")]),
    ("Văn bản số 77/SNV-CCVC nêu", [("Văn bản số 77/SNV-CCVC", "77/SNV-CCVC")]),
    ("theo 41/2022/NĐ-CP thì", [("41/2022/NĐ-CP", "41/2022/NĐ-CP")]),
    ("Kế hoạch hành động số 12-KH/TU nêu", [("Kế hoạch hành động số 12-KH/TU", "12-KH/TU")]),
    ("Nghị quyết chuyên đề số 05-NQ/ĐU nêu", [("Nghị quyết chuyên đề số 05-NQ/ĐU", "05-NQ/ĐU")]),
    # glued "số", line end at the hyphen, non-breaking space
    ("Quyết định số88/QĐ-UBND nêu", [("Quyết định số88/QĐ-UBND", "88/QĐ-UBND")]),
    ("Kết luận số 44-\nKL/TW nêu", [("Kết luận số 44-\nKL/TW", "44-KL/TW")]),
    ("Kết luận số\u00a044-KL/TW nêu", [("Kết luận số\u00a044-KL/TW", "44-KL/TW")]),
    # day and issuer belong to the quote, the subject does not
    (
        "Kế hoạch số 12-KH/TU ngày 03/02/2026 của Ban Thường vụ Tỉnh ủy về thi đua",
        [("Kế hoạch số 12-KH/TU ngày 03/02/2026 của Ban Thường vụ Tỉnh ủy", "12-KH/TU")],
    ),
    (
        "Quyết định số 9/QĐ-UBND ngày 01/4/2025 của Ủy ban nhân dân tỉnh Hòa Lộc ban hành Quy chế",
        [("Quyết định số 9/QĐ-UBND ngày 01/4/2025 của Ủy ban nhân dân tỉnh Hòa Lộc", "9/QĐ-UBND")],
    ),
    (
        "Quyết định số 9/QĐ-UBND của UBND tỉnh tích cực tham gia",
        [("Quyết định số 9/QĐ-UBND của UBND tỉnh", "9/QĐ-UBND")],
    ),
    # one symbol for several numbers, one kind for several symbols
    (
        "Quyết định số 31, 32-QĐ/TW của Bộ Chính trị",
        [
            ("Quyết định số 31, 32-QĐ/TW của Bộ Chính trị", "31-QĐ/TW"),
            ("Quyết định số 31, 32-QĐ/TW của Bộ Chính trị", "32-QĐ/TW"),
        ],
    ),
    (
        "Quyết định số 31-QĐ/TW, 32-QĐ/TW của Bộ Chính trị",
        [("Quyết định số 31-QĐ/TW", "31-QĐ/TW"), ("32-QĐ/TW của Bộ Chính trị", "32-QĐ/TW")],
    ),
    (
        "các Nghị quyết số 61-NQ/TW, số 62-NQ/TW và 63-NQ/TW",
        [("Nghị quyết số 61-NQ/TW", "61-NQ/TW"), ("số 62-NQ/TW", "62-NQ/TW"), ("63-NQ/TW", "63-NQ/TW")],
    ),
    (
        "các Công điện: số 7/CĐ-TTg ngày 01/9/2025; số 8/CĐ-TTg ngày 02/9/2025",
        [("Công điện: số 7/CĐ-TTg ngày 01/9/2025", "7/CĐ-TTg"), ("số 8/CĐ-TTg ngày 02/9/2025", "8/CĐ-TTg")],
    ),
    # capitals of a title
    ("THỰC HIỆN QUYẾT ĐỊNH SỐ 55/QĐ-TTG", [("QUYẾT ĐỊNH SỐ 55/QĐ-TTG", "55/QĐ-TTg")]),
    # a law by name and number is one mention
    ("Luật Đất đai số 31/2024/QH15 có", [("Luật Đất đai số 31/2024/QH15", "31/2024/QH15")]),
    # a law whose name ends with the words "pháp luật"
    (
        "Luật Ban hành văn bản quy phạm pháp luật số 90/2030/QH16;",
        [("Luật Ban hành văn bản quy phạm pháp luật số 90/2030/QH16", "90/2030/QH16")],
    ),
    # numbers with a point, a lower-case tail
    (
        "Văn bản số 21.4/GĐN ngày 21/4/2026; Văn bản số 27/ĐN-Cty",
        [("Văn bản số 21.4/GĐN ngày 21/4/2026", "21.4/GĐN"), ("Văn bản số 27/ĐN-Cty", "27/ĐN-Cty")],
    ),
    # short mentions: resolved in the text, by the central issuer, or left as written
    (
        "Chỉ thị số 19-CT/TW của Ban Bí thư; kết quả Chỉ thị 19, Chỉ thị số 19.",
        [("Chỉ thị số 19-CT/TW của Ban Bí thư", "19-CT/TW"), ("Chỉ thị 19", "19-CT/TW"), ("Chỉ thị số 19", "19-CT/TW")],
    ),
    (
        "Kết luận số 07, ngày 05/5/2021 của Bộ Chính trị",
        [("Kết luận số 07, ngày 05/5/2021 của Bộ Chính trị", "07-KL/TW")],
    ),
    ("Chỉ thị số 20 của Thủ tướng Chính phủ", [("Chỉ thị số 20 của Thủ tướng Chính phủ", "20/CT-TTg")]),
    ("Quy định số 20 của Bộ Chính trị", [("Quy định số 20 của Bộ Chính trị", "20")]),
    ("Nghị định 30/2020 nêu rõ; Nghị quyết số 57.", [("Nghị quyết số 57", "57")]),
    ("theo Nghị định số 30/2020 của Chính phủ", [("Nghị định số 30/2020 của Chính phủ", "30/2020/NĐ-CP")]),
    # the same number on two days is two documents: the day decides
    (
        "Chỉ thị số 02/CT-UBND ngày 01/3/2024; Chỉ thị số 02/CT-BYT ngày 05/6/2025; Chỉ thị số 02, ngày 05/6/2025.",
        [
            ("Chỉ thị số 02/CT-UBND ngày 01/3/2024", "02/CT-UBND"),
            ("Chỉ thị số 02/CT-BYT ngày 05/6/2025", "02/CT-BYT"),
            ("Chỉ thị số 02, ngày 05/6/2025", "02/CT-BYT"),
        ],
    ),
    # of two with one number the issuer decides, then the kind; else the number stays as written
    (
        "Chỉ thị số 02/CT-BYT của Bộ Y tế; Chỉ thị số 02/CT-UBND của UBND tỉnh; "
        "Chỉ thị số 02 của UBND tỉnh; Chỉ thị số 02.",
        [
            ("Chỉ thị số 02/CT-BYT của Bộ Y tế", "02/CT-BYT"),
            ("Chỉ thị số 02/CT-UBND của UBND tỉnh", "02/CT-UBND"),
            ("Chỉ thị số 02 của UBND tỉnh", "02/CT-UBND"),
            ("Chỉ thị số 02", "02"),
        ],
    ),
    (
        "Quyết định số 9-QĐ/TU; Quy định số 9-QĐ/HU; theo Quy định số 9.",
        [("Quyết định số 9-QĐ/TU", "9-QĐ/TU"), ("Quy định số 9-QĐ/HU", "9-QĐ/HU"), ("Quy định số 9", "9-QĐ/HU")],
    ),
    # several that may be meant: the bare kind says nothing
    (
        "Nghị định số 1/2022/NĐ-CP và Nghị định số 2/2022/NĐ-CP của Chính phủ; "
        "theo Nghị định của Chính phủ; Điều 5 Nghị định",
        [("Nghị định số 1/2022/NĐ-CP", "1/2022/NĐ-CP"), ("Nghị định số 2/2022/NĐ-CP của Chính phủ", "2/2022/NĐ-CP")],
    ),
    ("Điều 5 Nghị định; khoản 1 Điều 3 Thông tư Liên", []),
    ("Nghị định số 1/2022/NĐ-CP; Điều 5 Nghị định Chính phủ", [("Nghị định số 1/2022/NĐ-CP", "1/2022/NĐ-CP")]),
    # one kind, several short numbers
    (
        "Nghị quyết 81, 82 của Bộ Chính trị; Kế hoạch 15, 20 người",
        [
            ("Nghị quyết 81, 82 của Bộ Chính trị", "81-NQ/TW"),
            ("Nghị quyết 81, 82 của Bộ Chính trị", "82-NQ/TW"),
        ],
    ),
    # an alias in full counts, a bare alias does not
    (
        "Nghị quyết số 70-NQ/TW (sau đây viết tắt là Nghị quyết 70); thi hành Nghị quyết kịp thời; Kế hoạch này",
        [("Nghị quyết số 70-NQ/TW", "70-NQ/TW"), ("Nghị quyết 70", "70-NQ/TW")],
    ),
    # a pinpoint or a known issuer makes the bare kind a mention
    (
        "Nghị định số 41/2022/NĐ-CP của Chính phủ; lập quỹ (khoản 2, Điều 9 Nghị định)",
        [("Nghị định số 41/2022/NĐ-CP của Chính phủ", "41/2022/NĐ-CP"), ("Nghị định", "41/2022/NĐ-CP")],
    ),
    (
        "Quyết định số 12/QĐ-BYT của Bộ Y tế. Đơn vị làm theo Quyết định của Bộ Y tế. Ra Quyết định của Bộ Y tế",
        [("Quyết định số 12/QĐ-BYT của Bộ Y tế", "12/QĐ-BYT"), ("Quyết định của Bộ Y tế", "12/QĐ-BYT")],
    ),
    # a title that repeats what followed the number
    (
        "Thông tư số 15/2025/TT-BNV hướng dẫn chế độ trực ngày lễ; áp dụng Thông tư hướng dẫn chế độ trực ngày lễ.",
        [
            ("Thông tư số 15/2025/TT-BNV", "15/2025/TT-BNV"),
            ("Thông tư hướng dẫn chế độ trực ngày lễ", "15/2025/TT-BNV"),
        ],
    ),
    # what only looks like a symbol or a number
    # technical regulations and standards
    (
        "theo QCVN 06:2022/BXD và TCVN 5687:2010",
        [("QCVN 06:2022/BXD", "QCVN 06:2022/BXD"), ("TCVN 5687:2010", "TCVN 5687:2010")],
    ),
    ("Quy chuẩn QCVN98:2031/BNV nêu", [("Quy chuẩn QCVN98:2031/BNV", "QCVN 98:2031/BNV")]),
    (
        "Quy chuẩn kỹ thuật quốc gia số QCVN 07-2:2031/BXD;",
        [("Quy chuẩn kỹ thuật quốc gia số QCVN 07-2:2031/BXD", "QCVN 07-2:2031/BXD")],
    ),
    ("Tiêu chuẩn quốc gia TCVN ISO 22000:2031.", [("Tiêu chuẩn quốc gia TCVN ISO 22000:2031", "TCVN ISO 22000:2031")]),
    ("bộ quy chuẩn QCVN về nước; TCVN 12 hộp", []),
    ("quy hoạch tỷ lệ 1/500, trực 24/7, giai đoạn 2021-2025, sáng 15/3/2024", []),
    ("Mẫu số 02/BC-SNV, Giấy phép số 12/GP-BTTTT, số 12/3A Trần Phú", []),
    ("Kế hoạch 2026; Chương trình 5 năm; báo cáo 06 tháng; Quyết định 03 cán bộ; Kế hoạch 15%", []),
    ("II. KẾ HOẠCH\n1. Mục tiêu", []),
    ("gọi 0912 345 678/CT-1, biển số 74A-123.45", []),
]


@pytest.mark.parametrize(("text", "expected"), NUMBERED)
def test_numbered(text: str, expected: list[tuple[str, str | None]]) -> None:
    found = brief(text)
    if text.startswith("Nghị định 30/2020"):  # a decree's number and year are enough
        assert found == [("Nghị định 30/2020", "30/2020/NĐ-CP"), *expected]
    else:
        assert found == expected


NAMED: list[tuple[str, list[str]]] = [
    # laws end where their name ends
    ("theo Luật Đất đai năm 2024 và pháp luật Đất đai", ["Luật Đất đai năm 2024"]),
    (
        "Luật Giáo dục nghề nghiệp, Luật Giáo dục, Bộ luật Lao động",
        ["Luật Giáo dục nghề nghiệp", "Luật Giáo dục", "Bộ luật Lao động"],
    ),
    ("Luật Phòng, chống ma túy có hiệu lực", ["Luật Phòng, chống ma túy"]),
    ("với Luật viên chức về tuyển dụng", ["Luật viên chức"]),
    ("Luật Hợp tác liên làng trên địa bàn", ["Luật Hợp tác liên làng"]),
    ("Luật Thanh tra ngày 14 tháng 11 năm 2022;", ["Luật Thanh tra ngày 14 tháng 11 năm 2022"]),
    (
        "THI HÀNH LUẬT SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA LUẬT THƯ VIỆN TRÊN ĐỊA BÀN",
        ["LUẬT SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA LUẬT THƯ VIỆN"],
    ),
    (
        "Luật sửa đổi, bổ sung một số điều của Luật Thư viện và Luật Lưu trữ năm 2030",
        ["Luật sửa đổi, bổ sung một số điều của Luật Thư viện và Luật Lưu trữ năm 2030"],
    ),
    ("Hiến pháp năm 2013; tuân thủ Hiến pháp, pháp luật", ["Hiến pháp năm 2013"]),
    # not laws
    ("thi hành Luật kịp thời; kỷ luật Đảng; Luật sư; Đại học Luật Hà Nội; Luật này; dự thảo Luật Thư viện", []),
    # charters
    (
        "Căn cứ Điều lệ Đảng; Điều lệ Hội Người Cao tuổi xã Vân Hạ;",
        ["Điều lệ Đảng", "Điều lệ Hội Người Cao tuổi xã Vân Hạ"],
    ),
    ("theo Điều lệ Đảng của Ban Chấp hành", ["Điều lệ Đảng"]),
    ("Điều lệ Hội thi, Điều lệ này", []),
    # congress and plenum resolutions, and their plural
    (
        "Nghị quyết Đại hội đại biểu Đảng bộ xã Vân Hạ lần thứ II, nhiệm kỳ 2025 - 2030 đến chi bộ",
        ["Nghị quyết Đại hội đại biểu Đảng bộ xã Vân Hạ lần thứ II, nhiệm kỳ 2025 - 2030"],
    ),
    ("Nghị quyết Đại hội XIV của Đảng đề ra", ["Nghị quyết Đại hội XIV của Đảng"]),
    ("thực hiện Nghị quyết Đại hội đề ra", ["Nghị quyết Đại hội"]),
    ("Nghị quyết Trung ương 4 khóa XII", ["Nghị quyết Trung ương 4 khóa XII"]),
    (
        "Nghị quyết Hội nghị lần thứ năm Ban Chấp hành Đảng bộ tỉnh",
        ["Nghị quyết Hội nghị lần thứ năm Ban Chấp hành Đảng bộ tỉnh"],
    ),
    ("Nghị quyết Đại hội Đảng bộ các cấp; các Nghị quyết Trung ương về cán bộ; nghị quyết đại hội chi bộ", []),
    # named programmes: quoted, dated, issued, fixed
    ("Triển khai Đề án “Làng xanh” và “Sông sạch” tại xã", ["Đề án “Làng xanh”", "“Sông sạch”"]),
    (
        "thực hiện Đề án xóa cầu tạm, cầu khỉ trên địa bàn huyện giai đoạn 2022-2026 theo",
        ["Đề án xóa cầu tạm, cầu khỉ trên địa bàn huyện giai đoạn 2022-2026"],
    ),
    (
        "theo Quy hoạch tỉnh Hòa Lộc thời kỳ 2021-2030, tầm nhìn đến năm 2050.",
        ["Quy hoạch tỉnh Hòa Lộc thời kỳ 2021-2030, tầm nhìn đến năm 2050"],
    ),
    (
        "Căn cứ Chương trình công tác năm 2026 của Hội Nông dân tỉnh;",
        ["Chương trình công tác năm 2026 của Hội Nông dân tỉnh"],
    ),
    ("thực hiện tốt Quy chế dân chủ ở cơ sở;", ["Quy chế dân chủ ở cơ sở"]),
    # the decision that issues a regulation makes it definite
    ("thực hiện tốt Quy chế quản lý chợ làng ban hành kèm theo Quyết định này", []),
    # papers that are still to be made, or only the subject of the one just cited
    ("xây dựng Đề án trồng rừng giai đoạn 2026-2030; ban hành Quy chế hoạt động của Quỹ", []),
    ("Kế hoạch “Xanh” được ban hành; chương trình “Mỗi nhà một cây”", ["Kế hoạch “Xanh”"]),
    ("các nghị quyết của Đảng; các đề án, chương trình, kế hoạch", []),
]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_named(text: str, expected: list[str]) -> None:
    found = cite(text)
    assert [c.quote for c in found] == expected
    assert all(c.number is None for c in found)


DATES = [
    ("Chỉ thị số 19-CT/TW, ngày 02/01/2024 về", date(2024, 1, 2)),
    ("Chỉ thị số 19-CT/TW ngày 2-1-2024", date(2024, 1, 2)),
    ("Chỉ thị số 19-CT/TW (ngày 02/01/2024) của Ban Bí thư", date(2024, 1, 2)),
    ("Quyết định số 4/QĐ-TTg của Thủ tướng Chính phủ ngày 02/01/2024 về", date(2024, 1, 2)),
    ("Chương trình số 12-CTr/TUngày 02/01/2024", date(2024, 1, 2)),
    ("Thông tư số 5/2024/TT-BYT ngày 02 tháng 01 năm 2024 của Bộ Y tế", date(2024, 1, 2)),
    # said by the sentence before the mention
    ("Ngày 02/01/2024, Bộ trưởng Bộ Y tế ban hành Quyết định số 12/QĐ-BYT về", date(2024, 1, 2)),
    # another clause, an impossible day, a day without its year
    ("Thực hiện Chỉ thị số 19-CT/TW, ngày 02/01/2024, UBND tỉnh đã ban hành", None),
    ("Chỉ thị số 19-CT/TW ngày 31/02/2024", None),
    ("Chỉ thị số 19-CT/TW ngày 02/01", None),
    ("Ngày 02/01/2024 họp. Xem Chỉ thị số 19-CT/TW", None),
]


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_date(text: str, expected: date | None) -> None:
    assert [c.date for c in cite(text)] == [expected]


ISSUERS = [
    ("Quyết định số 1/QĐ-SVHTTDL của Sở Văn hóa, Thể thao và Du lịch, Sở Y tế", "Sở Văn hóa, Thể thao và Du lịch"),
    (
        "Kết luận số 1-KL/TW của Ban Chấp hành Trung ương Đảng khóa XIII và Kế hoạch",
        "Ban Chấp hành Trung ương Đảng khóa XIII",
    ),
    (
        "Quyết định số 1/QĐ-UBND của Chủ tịch Ủy ban nhân dân tỉnh Hòa Lộc; báo cáo",
        "Chủ tịch Ủy ban nhân dân tỉnh Hòa Lộc",
    ),
    ("Thông tư số 1/2024/TT-BCA của bộ công an", None),
    ("Thông tư số 1/2024/TT-BCA của Bộ công an.", "Bộ công an"),
    ("Nghị quyết số 1-NQ/TW ngày 02/01/2024 Bộ Chính trị về văn hóa", "Bộ Chính trị"),
    ("Quyết định số 1/QĐ-UBND của các cơ quan", None),
    ("Công văn số 1/UBDT-VP của Ủy ban Dân tộc về", "Ủy ban Dân tộc"),
    ("Thông tư số 1/2024/TT-BGTVT của Bộ giao thông vận tải ban hành", "Bộ giao thông vận tải"),
    ("Quy định số 8-QĐ/TW của Ban Chấp hành Trung ương (khóa XII) và", "Ban Chấp hành Trung ương"),
]


@pytest.mark.parametrize(("text", "expected"), ISSUERS)
def test_issuer(text: str, expected: str | None) -> None:
    assert [c.issuer for c in cite(text)] == [expected]


def test_issuer_of_the_last_speaks_for_the_list() -> None:
    found = cite("Thông tư số 1/2024/TT-BYT ngày 02/01/2024 và Thông tư số 2/2024/TT-BYT của Bộ Y tế")
    assert [c.issuer for c in found] == ["Bộ Y tế", "Bộ Y tế"]


TYPES = [
    ("THÔNG BÁO KẾT LUẬN SỐ 5-TB/TW", "Thông báo kết luận"),
    ("Thông báo Kết luận số 5-TB/TW", "Thông báo Kết luận"),
    ("thông tư 5/2024/TT-BCA", "Thông tư"),
    ("xem 14-TT/TU và", "Thông tri"),
    ("xem 14/2024/TT-BYT và", "Thông tư"),
    ("xem 1654/UBND-NC và", "Công văn"),
]


@pytest.mark.parametrize(("text", "expected"), TYPES)
def test_type(text: str, expected: str) -> None:
    assert [c.type for c in cite(text)] == [expected]


RELATIONS = [
    ("Căn cứ Luật Thư viện năm 2019; Nghị định số 93/2020/NĐ-CP;", ["basis", "basis"]),
    ("Thực hiện Chỉ thị số 19-CT/TW của Ban Bí thư; Kế hoạch số 2-KH/TU,", ["implements", "implements"]),
    ("Căn cứ Luật Thư viện; Thực hiện Chỉ thị số 19-CT/TW", ["basis", "implements"]),
    ("Căn cứ Kế hoạch số 2-KH/TU về thực hiện Chỉ thị số 19-CT/TW", ["basis", "implements"]),
    ("I. MỤC TIÊU\n- Tiếp tục triển khai Chỉ thị số 19-CT/TW", ["implements"]),
    ("I. MỤC TIÊU\n- Báo cáo kết quả thực hiện Chỉ thị số 19-CT/TW", ["mention"]),
    ("I. MỤC TIÊU\n- thay thế Quyết định số 3/QĐ-UBND", ["replaces"]),
    ("I. MỤC TIÊU\n- sửa đổi, bổ sung một số điều của Nghị định số 93/2020/NĐ-CP", ["amends"]),
    ("I. MỤC TIÊU\n- Quy chế ban hành kèm theo Quyết định số 3/QĐ-UBND", ["attached"]),
    ("I. MỤC TIÊU\n- theo Báo cáo số 3/BC-SNV gửi kèm", ["attached"]),
]


@pytest.mark.parametrize(("text", "expected"), RELATIONS)
def test_relation(text: str, expected: list[str]) -> None:
    assert [c.relation for c in cite(text)] == expected


PINPOINTS = [
    ("theo điểm 1, 2 mục II, Công văn số 5/UBND-NC", "điểm 1, 2 mục II"),
    ("tại khoản 3 Điều 6 Nghị định số 31/2021/NĐ-CP", "khoản 3 Điều 6"),
    ("tại Điều 59 của Luật Thư viện", "Điều 59"),
    ("tại điểm b, khoản 1 Điều 42 Luật Thư viện", "điểm b, khoản 1 Điều 42"),
    ("một số điều của Luật Thư viện", None),
]


@pytest.mark.parametrize(("text", "expected"), PINPOINTS)
def test_pinpoint(text: str, expected: str | None) -> None:
    assert [c.pinpoint for c in cite(text)] == [expected]


OWN = Header(number="12/KH-UBND", type="Kế hoạch", issuer="Ủy ban nhân dân xã Vân Hạ", date=date(2026, 2, 3))


def test_own_number_is_no_citation() -> None:
    text = (
        "Số: 12/KH-UBND\nKẾ HOẠCH\nI. MỤC TIÊU\nKế hoạch số 12 nêu\n(Kèm theo Kế hoạch số 12 /KH-UBND ngày 03/02/2026)"
    )
    assert brief(text, OWN) == []


def test_same_number_of_another_year_is_a_citation() -> None:
    assert brief("thay Kế hoạch số 12/KH-UBND ngày 05/02/2025", OWN) == [
        ("Kế hoạch số 12/KH-UBND ngày 05/02/2025", "12/KH-UBND")
    ]


def test_annex_names_its_paper_whose_number_is_not_stated() -> None:
    text = "Nội dung\nPHỤ LỤC\n(Kèm theo Công văn số 9/CV-BCĐ ngày 02/12/2025 của Ban Chỉ đạo)"
    assert cite(text, Header(type="Công văn"), Frame(0, 8, 9)) == ()


def test_number_line_without_header_is_no_citation() -> None:
    assert cite("Số: 8/KH-UBND\nKế hoạch", None, Frame(20, 22, 22)) == ()


def test_own_programme_is_no_citation_but_that_of_a_higher_level_is() -> None:
    own = Header(type="Chương trình", issuer="Ủy ban MTTQ Việt Nam phường Đông Lĩnh")
    assert brief("theo Chương trình hành động của MTTQ Việt Nam phường;", own) == []
    assert brief("theo Chương trình hành động của MTTQ Việt Nam tỉnh;", own) == [
        ("Chương trình hành động của MTTQ Việt Nam tỉnh", None)
    ]


def test_regulation_with_the_decision_that_issues_it() -> None:
    text = "thực hiện tốt Quy chế quản lý chợ làng ban hành kèm theo Quyết định số 12/QĐ-UBND; ban hành Quy chế bến đò"
    assert brief(text) == [("Quy chế quản lý chợ làng", None), ("Quyết định số 12/QĐ-UBND", "12/QĐ-UBND")]


def test_plan_of_the_party_committee_in_a_plan_of_the_state() -> None:
    text = "thực hiện Kế hoạch hành động của Ban Thường vụ Tỉnh ủy về chợ; Kế hoạch hành động của UBND tỉnh"
    header = Header(type="Kế hoạch", issuer="UBND tỉnh Hòa Lộc")
    assert brief(text, header) == [("Kế hoạch hành động của Ban Thường vụ Tỉnh ủy", None)]


def test_law_has_the_number_stated_with_its_name() -> None:
    text = "Căn cứ Luật Đê điều số 79/2031/QH18;\nthi hành Luật Đê điều; Luật Thủy lợi; sửa đổi Luật Đê điều."
    assert [c.number for c in cite(text)] == ["79/2031/QH18", "79/2031/QH18", None, "79/2031/QH18"]


def test_own_title_is_no_citation() -> None:
    text = "NGHỊ QUYẾT ĐẠI HỘI ĐẠI BIỂU ĐẢNG BỘ XÃ VÂN HẠ LẦN THỨ II\nNội dung của nghị quyết như sau"
    assert cite(text, Header(type="Nghị quyết"), Frame(58, 90, 90)) == ()
    issuing = Header(type="Nghị quyết", title="Ban hành Chương trình hành động của UBND tỉnh về nước sạch")
    assert brief("triển khai Chương trình hành động của UBND tỉnh,", issuing) == []


def test_name_with_its_number_in_brackets_is_one_mention() -> None:
    text = "theo Chương trình công tác của Tỉnh ủy (Chương trình số 12-CTr/TU ngày 03/02/2026)"
    assert brief(text) == [("Chương trình số 12-CTr/TU ngày 03/02/2026", "12-CTr/TU")]


def test_short_mention_of_another_day_is_not_resolved() -> None:
    found = brief("Kế hoạch số 7-KH/HU ngày 01/3/2024. Kế hoạch số 7, ngày 02/4/2025.")
    assert found[1][1] == "7"


_PIECES = st.sampled_from(
    [
        *("Căn cứ ", "Luật Đất đai", " năm 2024", "; ", "Chỉ thị số 19-CT/TW", ", ngày 02/01/2024", " của Ban Bí thư"),
        *("số ", "12, ", "13-KH/TU", " và ", "\n", "Đề án “Xanh”", "Nghị quyết Đại hội", " lần thứ II", " Điều 5 "),
        *("Nghị định", "(", ")", "NGHỊ QUYẾT ", "Chương trình ", "giai đoạn 2021-2025", "/", "-", " 05 ", "QĐ", "TTg"),
        *("ngày", "Quyết định của Bộ Y tế"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=25).map("".join))
def test_quotes_are_the_text_at_their_span_and_in_order(text: str) -> None:
    found = cite(text)
    assert all(text[c.start : c.end] == c.quote and c.quote.strip() for c in found)
    assert [c.start for c in found] == sorted(c.start for c in found)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="SốsNQĐ-/ 12345TWTUngày,;.()“”\n", max_size=80))
def test_odd_text_never_raises(text: str) -> None:
    assert all(text[c.start : c.end] == c.quote for c in cite(text))


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 9999),
    st.sampled_from(["KH/TU", "CTr/TU", "QĐi/TW", "HD/BTGTU"]),
    st.dates(date(1990, 1, 1), date(2035, 12, 31)),
    st.sampled_from(["", " "]),
)
def test_any_party_number_and_day_is_read(number: int, tail: str, day: date, gap: str) -> None:
    found = cite(f"theo Kế hoạch số {number}-{gap}{tail} ngày {day.day:02}/{day.month}/{day.year}.")
    assert [(c.number, c.date) for c in found] == [(f"{number}-{tail}", day)]


def test_old_tone_marks_read_like_new_ones() -> None:
    text = unicodedata.normalize("NFC", "Nghị quyết số 9-NQ/TW của Ban Chấp hành Trung ương khoá XI và Tỉnh uỷ")
    assert [c.issuer for c in cite(text)] == ["Ban Chấp hành Trung ương khoá XI"]


HOSTILE = [
    "1" * 1_000_000,
    "1/" * 500_000,
    " " * 1_000_000,
    "12/QĐ " * 80_000,
    "QĐ-" * 330_000,
    "Luật " * 200_000,
    "Luật Đất " * 110_000,
    "thực hiện Đề án " + "ab " * 330_000,
    "Đề án “" * 140_000,
    "Quyết định số " + "1, " * 330_000,
    "Nghị quyết Đại hội " * 25_000,
    "khoản 1 Điều 2 Nghị định " * 40_000,
    "số 12/QĐ-UBND, " * 15_000,
    "".join(
        f"Quyết định số {n}/QĐ-BYT của Bộ Y tế; theo Quyết định của Bộ Y tế; Quyết định số {n}. " for n in range(4_000)
    ),
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_hostile_text_is_read_in_time(text: str) -> None:
    began = time.process_time()
    cite(text)
    assert time.process_time() - began < 20  # measured well under 2 s; the margin is for a busy machine


def test_symbols_are_found_where_they_stand() -> None:
    text = "a 12-KH/TU, b 7/2024/TT-BYT"
    assert [text[s.start : s.end] for s in find_symbols(text)] == ["12-KH/TU", "7/2024/TT-BYT"]
