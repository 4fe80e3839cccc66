"""Header fields: tables of small papers of every system (all places and persons are invented)."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

import pytest

from parser.document import Cell, Frame, Header, Paragraph, Reading, Source
from parser.header import find_header

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
BODY = "Căn cứ tình hình thực tế của địa phương, cơ quan ban hành văn bản này với các nội dung sau:\nI. MỤC ĐÍCH\n1. Làm tốt hơn."


def reading(text: str, cells: dict[int, Cell] | None = None) -> Reading:
    """Make a Reading of `text`, one paragraph a line; `cells` places some lines in a table."""
    paragraphs, at = [], 0
    for index, line in enumerate(text.split("\n")):
        paragraphs.append(Paragraph(at, at + len(line), (cells or {}).get(index)))
        at += len(line) + 1
    return Reading(text, tuple(paragraphs), Source("a.txt", "", "text/plain", "text", None, len(text)))


def header(text: str) -> Header:
    return find_header(reading(text))[0]


def frame(text: str) -> tuple[str, str, str]:
    """Return (body, tail, annexes) of a paper."""
    bounds = find_header(reading(text))[1]
    return text[bounds.body_start : bounds.body_end], text[bounds.body_end : bounds.tail_end], text[bounds.tail_end :]


HEADS: list[tuple[str, str, dict[str, Any]]] = [
    (
        "province, State form",
        f"ỦY BAN NHÂN DÂN\nTỈNH HOA LƯ BẮC\n-------\n{STATE}\n---------------\nSố: 07/KH-UBND\nHoa Lư Bắc, ngày 05 tháng 02 năm 2026\n"
        f"KẾ HOẠCH\nTrồng cây xanh năm 2026\n{BODY}",
        {
            "number": "07/KH-UBND",
            "type": "Kế hoạch",
            "issuer": "Ủy ban nhân dân tỉnh Hoa Lư Bắc",
            "parent_issuer": None,
            "place": "Hoa Lư Bắc",
            "date": date(2026, 2, 5),
            "title": "Trồng cây xanh năm 2026",
            "system": "state",
            "level": "province",
        },
    ),
    (
        "issuer and motto on the same lines, number and date too",
        "UBND TỈNH HOA LƯ BẮC CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ CÔNG THƯƠNG Độc lập – Tự do – Hạnh phúc\n"
        f"Số: 12 /TB-SCT Hoa Lư Bắc, ngày 3 tháng 4 năm 2026\nTHÔNG BÁO\nKết quả kiểm tra chợ\n{BODY}",
        {
            "number": "12/TB-SCT",
            "issuer": "Sở Công Thương tỉnh Hoa Lư Bắc",
            "parent_issuer": "UBND tỉnh Hoa Lư Bắc",
            "date": date(2026, 4, 3),
            "title": "Kết quả kiểm tra chợ",
        },
    ),
    (
        "columns marked by a bar, blank number and day",
        "UBND TỈNH HOA LƯ BẮC | CỘNG HÕA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ Y TẾ | Độc lập - Tự do - Hạnh phúc\n"
        f"Số:       /KH - SYT | Hoa Lư Bắc, ngày      tháng 7 năm 2026\nKẾ HOẠCH\nPhòng bệnh mùa hè\n{BODY}",
        {"number": None, "date": None, "place": "Hoa Lư Bắc", "issuer": "Sở Y tế tỉnh Hoa Lư Bắc", "type": "Kế hoạch"},
    ),
    (
        "names, motto, number and date broken over lines",
        "UỶ BAN NHÂN\nDÂN\nTỈNH ĐẮK MIL\n----\nCỘNG HÒA XÃ\nHỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố:\n360/KH-UBND\n"
        f"Đắk Mil,\nngày\n19 tháng 11 năm 2025\nKẾ HOẠCH\nTHI HÀNH LUẬT ĐẤT ĐAI\nTRÊN ĐỊA BÀN TỈNH\n{BODY}",
        {
            "number": "360/KH-UBND",
            "issuer": "Ủy ban nhân dân tỉnh Đắk Mil",
            "date": date(2025, 11, 19),
            "title": "THI HÀNH LUẬT ĐẤT ĐAI TRÊN ĐỊA BÀN TỈNH",
        },
    ),
    (
        "motto cell before the issuer's",
        f"{STATE}\nLa Vân, ngày 09/02/2026\nUBND XÃ LA VÂN\nSố: 02/KH-UBND\nKẾ HOẠCH\nVệ sinh đường thôn\n{BODY}",
        {"issuer": "Ủy ban nhân dân xã La Vân", "date": date(2026, 2, 9), "level": "commune", "number": "02/KH-UBND"},
    ),
    (
        "Party committee, no colon, star, hyphen first",
        f"ĐẢNG BỘ TỈNH HOA LƯ BẮC\nĐẢNG ỦY XÃ LA VÂN\n*\nSố 17 - KH/ĐU\n{PARTY}\nLa Vân, ngày 13/02/2026\nKẾ HOẠCH\ncông tác dân vận năm 2026\n-----\n{BODY}",
        {
            "number": "17-KH/ĐU",
            "issuer": "Đảng ủy xã La Vân",
            "parent_issuer": "Đảng bộ tỉnh Hoa Lư Bắc",
            "title": "công tác dân vận năm 2026",
            "system": "party",
            "level": "commune",
        },
    ),
    (
        "a Party committee named only 'TỈNH ỦY' takes the place above it",
        f"ĐẢNG BỘ TỈNH HOA LƯ BẮC\nTỈNH ỦY\n*\nSố 05-CT/TU\n{PARTY}\nHoa Lư Bắc, ngày 19 tháng 01 năm 2026\nCHỈ THỊ\nvề công tác cán bộ\n{BODY}",
        {"issuer": "Tỉnh ủy Hoa Lư Bắc", "type": "Chỉ thị", "system": "party", "level": "province"},
    ),
    (
        "a Party organ belongs to the committee above it",
        f"TỈNH ỦY HOA LƯ BẮC\nBAN TUYÊN GIÁO VÀ DÂN VẬN\n*\nSố    -HD/BTGDVTU\n{PARTY}\nHoa Lư Bắc, ngày     tháng 8 năm 2025\nHƯỚNG DẪN\ntuyên truyền đại hội\n{BODY}",
        {
            "number": None,
            "issuer": "Ban Tuyên giáo và Dân vận Tỉnh ủy Hoa Lư Bắc",
            "parent_issuer": "Tỉnh ủy Hoa Lư Bắc",
            "type": "Hướng dẫn",
            "date": None,
        },
    ),
    (
        "a cell of a village",
        f"ĐẢNG ỦY XÃ LA VÂN\nCHI BỘ THÔN KHE MÂY\n*\nSố 01-KH/CB\n{PARTY}\nLa Vân, ngày 05 tháng 02 năm 2026\nKẾ HOẠCH\nsinh hoạt chi bộ năm 2026\n{BODY}",
        {"issuer": "Chi bộ thôn Khe Mây", "level": "grassroots", "system": "party"},
    ),
    (
        "a cell of a station takes the commune's place",
        f"ĐẢNG ỦY XÃ LA VÂN\nCHI BỘ TRẠM Y TẾ\n*\nSố 02-KH/CBTYT\n{PARTY}\nLa Vân, ngày 11/02/2026\nKẾ HOẠCH\nkiểm tra, giám sát năm 2026\n{BODY}",
        {"issuer": "Chi bộ Trạm Y tế xã La Vân"},
    ),
    (
        "Party motto broken in two lines; who concludes stands in the title",
        "BAN\nCHẤP HÀNH TRUNG ƯƠNG\n*\nĐẢNG\nCỘNG SẢN VIỆT NAM\n-----\nSố 900-KL/TW\nHà Nội, ngày 28\ntháng 11 năm 2025\nKẾT LUẬN\n"
        f"CỦA BỘ CHÍNH TRỊ\nVỀ CÔNG TÁC CÁN BỘ\n-----\n{BODY}",
        {
            "number": "900-KL/TW",
            "issuer": "Bộ Chính trị",
            "parent_issuer": "Ban Chấp hành Trung ương",
            "title": "VỀ CÔNG TÁC CÁN BỘ",
            "level": "central",
        },
    ),
    (
        "Front: organ below its committee",
        f"MẶT TRẬN TỔ QUỐC VIỆT NAM\nỦY BAN MTTQ VIỆT NAM TỈNH HOA LƯ BẮC\nBAN THƯỜNG TRỰC\nSố: 07/CTr-MTTQ-BTT\n{STATE}\n"
        f"Hoa Lư Bắc, ngày 19 tháng 01 năm 2026\nCHƯƠNG TRÌNH\nXây nhà Đại đoàn kết\n{BODY}",
        {
            "issuer": "Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh Hoa Lư Bắc",
            "parent_issuer": "Mặt trận Tổ quốc Việt Nam",
            "type": "Chương trình",
            "system": "front",
        },
    ),
    (
        "Front: abbreviated names",
        f"UBMTTQ VIỆT NAM TP. HOA LƯ\nUBMTTQ VIỆT NAM PHƯỜNG BẾN NGỰ\nSố: 17/KH-BTT\n{STATE}\nBến Ngự, ngày 24 tháng 5 năm 2024\nKẾ HOẠCH\nNgày hội Đại đoàn kết\n{BODY}",
        {"issuer": "Ủy ban MTTQ Việt Nam phường Bến Ngự", "system": "front", "level": "commune"},
    ),
    (
        "Youth Union: organ and place under the union's name, stars, no motto",
        f"ĐOÀN TNCS HỒ CHÍ MINH\nBCH TỈNH HOA LƯ BẮC\n***\nSố: 19-KH/TĐTN-TNTH\nHoa Lư Bắc, ngày 06 tháng 02 năm 2026\nKẾ HOẠCH\nTháng Thanh niên\n{BODY}",
        {
            "number": "19-KH/TĐTN-TNTH",
            "issuer": "Ban Chấp hành Đoàn TNCS Hồ Chí Minh tỉnh Hoa Lư Bắc",
            "system": "union",
            "level": "province",
        },
    ),
    (
        "Youth Union: the union's name set as motto at the right",
        f"TỈNH ĐOÀN HOA LƯ BẮC\n***\nSố: 5-KH/TĐTN\nĐOÀN TNCS HỒ CHÍ MINH\nHoa Lư Bắc, ngày 06 tháng 03 năm 2026\nKẾ HOẠCH\nHè tình nguyện\n{BODY}",
        {"issuer": "Tỉnh đoàn Hoa Lư Bắc", "system": "union"},
    ),
    (
        "Women's Union, two bodies",
        f"HỘI LHPN TỈNH HOA LƯ BẮC\nHỘI LHPN XÃ LA VÂN\nSố: 04/KH-BTV\n{STATE}\nLa Vân, ngày … tháng 3 năm 2024\nKẾ HOẠCH\nCông tác Hội năm 2024\n{BODY}",
        {"issuer": "Hội LHPN xã La Vân", "parent_issuer": "Hội LHPN tỉnh Hoa Lư Bắc", "date": None, "system": "union"},
    ),
    (
        "Trade union",
        f"LIÊN ĐOÀN LAO ĐỘNG TỈNH HOA LƯ BẮC\nBAN THƯỜNG VỤ\nSố: 9/HD-LĐLĐ\n{STATE}\nHoa Lư Bắc, ngày 01 tháng 3 năm 2026\nHƯỚNG DẪN\nTháng Công nhân\n{BODY}",
        {"issuer": "Ban Thường vụ Liên đoàn Lao động tỉnh Hoa Lư Bắc", "system": "union"},
    ),
    (
        "an office belongs to the committee above",
        f"UBND TỈNH HOA LƯ BẮC\nVĂN PHÒNG\nSố: 3/TB-VP\n{STATE}\nHoa Lư Bắc, ngày 01 tháng 6 năm 2026\nTHÔNG BÁO\nKết luận của đồng chí Lê Văn Mẫu - Phó Bí thư Tỉnh ủy, Chủ tịch\n"
        f"Ủy ban nhân dân tỉnh tại cuộc họp về chợ\n___\n{BODY}",
        {
            "issuer": "Văn phòng Ủy ban nhân dân tỉnh Hoa Lư Bắc",
            "title": "Kết luận của đồng chí Lê Văn Mẫu - Phó Bí thư Tỉnh ủy, Chủ tịch Ủy ban nhân dân tỉnh tại cuộc họp về chợ",
        },
    ),
    (
        "a school has a name of its own",
        f"UBND XÃ LA VÂN\nTRƯỜNG TIỂU HỌC LA VÂN 2\nSố: 06/KH-THLV2\n{STATE}\nLa Vân, ngày 15 tháng 01 năm 2026\nKẾ HOẠCH\nAn toàn thực phẩm\n{BODY}",
        {"issuer": "Trường Tiểu học La Vân 2", "parent_issuer": "UBND xã La Vân", "level": "grassroots"},
    ),
    (
        "a school with an abbreviation, under its department",
        f"SỞ GDĐT TỈNH HOA LƯ BẮC\nTRƯỜNG THPT LÊ MẪU\n{STATE}\nSố:     /KH-THPTLM\nHoa Lư Bắc, ngày 17 tháng 8 năm 2026\nKẾ HOẠCH\nTuần sinh hoạt đầu năm\n{BODY}",
        {"issuer": "Trường THPT Lê Mẫu", "parent_issuer": "Sở GDĐT tỉnh Hoa Lư Bắc", "number": None},
    ),
    (
        "ministry and its department with a long broken name",
        f"BỘ CÔNG THƯƠNG\nCỤC KỸ THUẬT NGHỀ,\nLÀNG NGHỀ VÀ\nKHUYẾN NÔNG\nSố: 78/CNH-TH\n{STATE}\nHà Nội, ngày 09 tháng 7 năm 2025\nBÁO CÁO\nKhuyến công\n{BODY}",
        {"issuer": "Cục Kỹ thuật nghề, Làng nghề và Khuyến nông", "parent_issuer": "Bộ Công Thương"},
    ),
    (
        "one line holds issuer and motto: the Government",
        "CHÍNH PHỦ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 903/NQ-CP\nHà Nội, ngày 09 tháng 01 năm 2025\nNGHỊ QUYẾT\n"
        "Ban hành Chương trình hành động\nCHÍNH PHỦ\nCăn cứ Luật Tổ chức Chính phủ;\nQUYẾT NGHỊ:\nĐiều 1. Ban hành.",
        {"issuer": "Chính phủ", "type": "Nghị quyết", "title": "Ban hành Chương trình hành động", "level": "central"},
    ),
    (
        "a decision: who decides is no part of the title",
        f"THỦ TƯỚNG CHÍNH PHỦ--------\n{STATE}----\nSố: 907/QĐ-TTg\nHà Nội, ngày 22 tháng 4 năm 2026\nQUYẾT ĐỊNH\nVề việc ban hành Kế hoạch\nTHỦ TƯỚNG CHÍNH PHỦ\n"
        "Căn cứ Luật Tổ chức Chính phủ;\nQUYẾT ĐỊNH:\nĐiều 1. Ban hành kèm theo Quyết định này Kế hoạch.",
        {
            "issuer": "Thủ tướng Chính phủ",
            "type": "Quyết định",
            "title": "Về việc ban hành Kế hoạch",
            "number": "907/QĐ-TTg",
        },
    ),
    (
        "people's council",
        f"HỘI ĐỒNG NHÂN DÂN\nTỈNH HOA LƯ BẮC\n{STATE}\nSố: 13/2023/NQ-HĐND\nHoa Lư Bắc, ngày 12 tháng 7 năm 2023\nNGHỊ QUYẾT\nQuy định mức chi\n"
        "HỘI ĐỒNG NHÂN DÂN TỈNH HOA LƯ BẮC\nKHÓA X, KỲ HỌP THỨ 3\nCăn cứ Luật Ngân sách;",
        {
            "issuer": "Hội đồng nhân dân tỉnh Hoa Lư Bắc",
            "number": "13/2023/NQ-HĐND",
            "system": "state",
            "title": "Quy định mức chi",
        },
    ),
    (
        "joint issuers",
        f"BỘ CÔNG AN - BỘ QUỐC PHÒNG -\nBỘ Y TẾ\nSố: 31/HDLN-BCA-BQP-BYT\n{STATE}\nHà Nội, ngày 25 tháng 6 năm 2026\nHƯỚNG DẪN LIÊN NGÀNH\nVề việc xử lý vi phạm\n{BODY}",
        {
            "issuer": "Bộ Công an, Bộ Quốc phòng, Bộ Y tế",
            "type": "Hướng dẫn liên ngành",
            "number": "31/HDLN-BCA-BQP-BYT",
        },
    ),
    (
        "a letter: subject without V/v, list of addressees",
        f"ỦY BAN NHÂN DÂN\nTỈNH HOA LƯ BẮC\nSố: 432 /UBND-XD\nV/v triển khai Quyết định số 74/QĐ-BXD\nngày 29/6/2026\n{STATE}\nHoa Lư Bắc, ngày 21 tháng 7 năm 2026\n"
        "Kính gửi:\n- Các Sở, ban, ngành;\n- Công an tỉnh;\n- Ủy ban nhân dân các xã, phường.\nNgày 29/6/2026, Bộ Xây dựng ban hành Quyết định.",
        {
            "type": "Công văn",
            "number": "432/UBND-XD",
            "title": "triển khai Quyết định số 74/QĐ-BXD ngày 29/6/2026",
            "addressees": ("Các Sở, ban, ngành", "Công an tỉnh", "Ủy ban nhân dân các xã, phường"),
        },
    ),
    (
        "a letter to one body on the same line; urgency",
        f"BỘ Y TẾ\nSố: 83/BYT-PB\nV/v phòng dịch\n{STATE}\nHà Nội, ngày 21 tháng 11 năm 2025\nHỎA TỐC\nKính gửi: Ủy ban nhân dân các tỉnh.\nTheo hệ thống giám sát, dịch tăng.",
        {"addressees": ("Ủy ban nhân dân các tỉnh",), "urgency": "HỎA TỐC", "title": "phòng dịch", "type": "Công văn"},
    ),
    (
        "a Party letter: about … in small letters under the number",
        f"TỈNH ỦY HOA LƯ BẮC\n*\nSố 841-CV/TU\nvề việc nộp báo cáo quý\n{PARTY}\nHoa Lư Bắc, ngày 02 tháng 3 năm 2026\nKính gửi: - Các đảng ủy trực thuộc; - Các ban Tỉnh ủy.\nTỉnh ủy yêu cầu như sau.",
        {
            "type": "Công văn",
            "title": "nộp báo cáo quý",
            "addressees": ("Các đảng ủy trực thuộc", "Các ban Tỉnh ủy"),
            "number": "841-CV/TU",
        },
    ),
    (
        "a report is addressed too, and keeps its type",
        f"UBND TỈNH HOA LƯ BẮC\nSỞ CÔNG THƯƠNG\nSố: 5/BC-SCT\n{STATE}\nHoa Lư Bắc, ngày 5 tháng 6 năm 2026\nBÁO CÁO\nTình hình các chợ\nKính gửi: Ủy ban nhân dân tỉnh.\nThực hiện ý kiến chỉ đạo.",
        {"type": "Báo cáo", "title": "Tình hình các chợ", "addressees": ("Ủy ban nhân dân tỉnh",)},
    ),
    (
        "a telegram names sender and addressees",
        "CÔNG ĐIỆN\nV/V ỨNG PHÓ MƯA LŨ TẠI MIỀN TRUNG\nTHỦ TƯỚNG CHÍNH PHỦ điện:\n- Chủ tịch Ủy ban nhân dân các tỉnh;\n- Bộ trưởng các bộ.\nTrong mấy ngày qua, mưa lớn.",
        {
            "type": "Công điện",
            "issuer": "Thủ tướng Chính phủ",
            "title": "V/V ỨNG PHÓ MƯA LŨ TẠI MIỀN TRUNG",
            "addressees": ("Chủ tịch Ủy ban nhân dân các tỉnh", "Bộ trưởng các bộ"),
        },
    ),
    (
        "no letterhead: issuer from the opening sentence, its place from elsewhere",
        "Sông Lê, ngày 10 tháng 5 năm 2024\nKẾ HOẠCH\nThực hiện Kết luận số 91-KL/TW, ngày 08/6/2021 của Bộ Chính trị\n"
        "Căn cứ Kế hoạch số 66/KH-MTTQ-BTT ngày 12/4/2024,\n"
        "Thực hiện Chương trình của Ủy ban MTTQ Việt Nam thành phố Sông Lê; Ban Thường trực Ủy ban MTTQ Việt Nam thành phố xây dựng kế hoạch như sau:",
        {
            "number": None,
            "issuer": "Ban Thường trực Ủy ban MTTQ Việt Nam thành phố Sông Lê",
            "date": date(2024, 5, 10),
            "title": "Thực hiện Kết luận số 91-KL/TW, ngày 08/6/2021 của Bộ Chính trị",
        },
    ),
    (
        "no letterhead: issuer from the signature's authority",
        "CHƯƠNG TRÌNH\nthực hiện Nghị quyết Đại hội\nCăn cứ Điều lệ;\nI. VIỆC LÀM\n1. Làm.\nTM. ỦY BAN MTTQ VIỆT NAM\nTHÀNH PHỐ SÔNG LÊ\nCHỦ TỊCH\nTrần Mẫu",
        {"issuer": "Ủy ban MTTQ Việt Nam thành phố Sông Lê", "signer": "Trần Mẫu", "signer_role": "CHỦ TỊCH"},
    ),
    (
        "a committee of central agencies of the province is a whole name",
        "*\nSố 46-KH/ĐUK\nKẾ HOẠCH\nsơ kết 02 năm thực hiện Kết luận số 91-KL/TW\ncủa Bộ Chính trị về “Đẩy mạnh\nhọc tập”\n"
        "Thực hiện Hướng dẫn số 35-HD/BTGTU của tỉnh Hoa Lư Bắc, Ban Thường vụ Đảng ủy Khối các cơ quan tỉnh xây dựng Kế hoạch như sau:",
        {
            "number": "46-KH/ĐUK",
            "issuer": "Ban Thường vụ Đảng ủy Khối các cơ quan tỉnh",
            "title": "sơ kết 02 năm thực hiện Kết luận số 91-KL/TW của Bộ Chính trị về “Đẩy mạnh học tập”",
            "system": "party",
        },
    ),
    (
        "a type of two words; a note in brackets is no title",
        f"UBND XÃ LA VÂN\nSố: 1/CTr-UBND\n{STATE}\nLa Vân, ngày 1 tháng 2 năm 2026\nCHƯƠNG TRÌNH HÀNH ĐỘNG\n(Dự thảo lần 2)\ngiảm nghèo năm 2026\n{BODY}",
        {"type": "Chương trình hành động", "title": "giảm nghèo năm 2026"},
    ),
    (
        "type and title on one line",
        f"UBND XÃ LA VÂN\nTRƯỜNG THCS LA VÂN\nSố: 2/KH-THCS\n{STATE}\nLa Vân, ngày 1 tháng 10 năm 2025\nKẾ HOẠCH GIÁO DỤC SỐ\n(Thực hiện Kế hoạch số 84/KH-UBND)\nNăm học này trường có 24 lớp.",
        {"type": "Kế hoạch", "title": "GIÁO DỤC SỐ", "issuer": "Trường THCS La Vân"},
    ),
    (
        "secrecy mark and draft line",
        f"DỰ THẢO\nTỐI MẬT\nUBND TỈNH HOA LƯ BẮC\nSố: 8/KH-UBND\n{STATE}\nHoa Lư Bắc, ngày 1 tháng 2 năm 2026\nKẾ HOẠCH\nDiễn tập\n{BODY}",
        {"secrecy": "TỐI MẬT", "urgency": None, "title": "Diễn tập"},
    ),
    (
        "stamp of an electronic signature above the letterhead",
        f"Người ký: Trung tâm Công báo\nttcb@hoalu.vidu.vn\n06.11.2024 09:27:05 +07:00\nỦY BAN NHÂN DÂN\nTỈNH HOA LƯ BẮC\nSố: 377 /TB-UBND\n{STATE}\nHoa Lư Bắc, ngày 06 tháng 11 năm 2024\nTHÔNG BÁO\nVề việc tham dự Hội nghị\n{BODY}",
        {"issuer": "Ủy ban nhân dân tỉnh Hoa Lư Bắc", "number": "377/TB-UBND", "title": "Về việc tham dự Hội nghị"},
    ),
    (
        "type from the symbol when no type is printed",
        f"UBND XÃ LA VÂN\nSố: 15/KH-UBND\n{STATE}\nLa Vân, ngày 1 tháng 2 năm 2026\nUBND xã La Vân làm sạch đường thôn trong tháng, phân công từng tổ dân cư thực hiện như sau, mỗi tổ chịu trách nhiệm một đoạn đường.",
        {"type": "Kế hoạch", "title": None, "number": "15/KH-UBND"},
    ),
    (
        "letters of the type set apart",
        f"UBND XÃ LA VÂN\nSố: 16/KH-UBND\n{STATE}\nLa Vân, ngày 1 tháng 2 năm 2026\nC H Ỉ T H Ị\nVề phòng cháy\n{BODY}",
        {"number": "16/KH-UBND", "issuer": "Ủy ban nhân dân xã La Vân", "type": "Chỉ thị", "title": "Về phòng cháy"},
    ),
    (
        "a greeting that a scan has spoilt, the date line read between it and its list",
        f"UBND TỈNH HOA LƯ BẮC\nSố: 12/UBND-TH\nV/v công bố thủ tục\n{STATE}\nKính gi\nHoa Lư Bắc, ngày 02 tháng 01 năm 2025\n"
        "- Sở Giao thông vận tải;\n- Sở Nội vụ.\nThực hiện Quyết định số 17/QĐ-BGT, Chủ tịch UBND tỉnh có ý kiến như sau:\n1. Giao Sở Nội vụ.",
        {"title": "công bố thủ tục", "addressees": ("Sở Giao thông vận tải", "Sở Nội vụ"), "date": date(2025, 1, 2)},
    ),
    (
        "a name in the issuer's place that begins like no body is the issuer, as printed",
        f"HOA LƯ TELECOM\n{STATE}\nSố: 38/KH-HLT\nHoa Lư, ngày 22 tháng 12 năm 2025\nKẾ HOẠCH\nPhủ sóng khu công nghiệp\n{BODY}",
        {"issuer": "HOA LƯ TELECOM", "number": "38/KH-HLT", "level": None},
    ),
    (
        "a company plans for itself, at the base, whatever province its name holds",
        f"CÔNG TY CỔ PHẦN CẤP NƯỚC HOA LƯ\nSố: 9/KH-CN\n{STATE}\nHoa Lư, ngày 22 tháng 12 năm 2025\nKẾ HOẠCH\nCấp nước mùa khô\n{BODY}",
        {"level": "grassroots", "number": "9/KH-CN"},
    ),
    (
        "a firm whose name holds a province is a firm all the same; its capitals stay",
        f"CÔNG TY CỔ PHẦN MINH PHÚ TỈNH HOA LƯ BẮC\nSố: 9/KH-CN\n{STATE}\nHoa Lư, ngày 22 tháng 12 năm 2025\nKẾ HOẠCH\nCấp nước mùa khô\n{BODY}",
        {"level": "grassroots", "issuer": "CÔNG TY CỔ PHẦN MINH PHÚ TỈNH HOA LƯ BẮC"},
    ),
    *(
        (
            f"{line} in the issuer's place is no issuer",
            f"{line}\n{STATE}\nSố: 12/KH-UBND\nLa Vân, ngày 22 tháng 12 năm 2025\nKẾ HOẠCH\nTrồng rừng\nUBND xã La Vân ban hành kế hoạch trồng rừng như sau:\nI. VIỆC LÀM\n1. Trồng.",
            {"issuer": "UBND xã La Vân", "level": "commune"},
        )
        for line in ("TÀI LIỆU HỌP", "DỰ THẢO LẦN HAI", "MẪU SỐ 01", "LƯU HÀNH NỘI BỘ", "HOA LƯ TELECOM")
    ),
    (
        "number and date told only by the note above the annex",
        "KẾ HOẠCH\nTrồng rừng\nUBND xã La Vân ban hành kế hoạch trồng rừng như sau:\nI. VIỆC LÀM\n1. Trồng.\nNơi nhận:\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Mẫu\n"
        "PHỤ LỤC\n(Kèm theo Kế hoạch số 31/KH-UBND ngày 02 tháng 3 năm 2026 của UBND xã La Vân)",
        {"number": "31/KH-UBND", "date": date(2026, 3, 2), "issuer": "UBND xã La Vân"},
    ),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in HEADS], ids=[row[0] for row in HEADS])
def test_head(text: str, expected: dict[str, Any]) -> None:
    found = header(text)
    assert {name: getattr(found, name) for name in expected} == expected


LEAD = f"UBND XÃ LA VÂN\nSố: 1/KH-UBND\n{STATE}\nLa Vân, ngày 1 tháng 2 năm 2026\nKẾ HOẠCH\nLàm đường\n{BODY}\nCác thôn thực hiện./.\n"
TAILS: list[tuple[str, str, dict[str, Any]]] = [
    (
        "plain: recipients, then the block",
        "Nơi nhận:\n- UBND tỉnh (b/c);\n- Các thôn;\n- Lưu: VT, KT(Hùng).\nTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã ký)\nVõ Thị Mẫu",
        {
            "recipients": ("UBND tỉnh (b/c)", "Các thôn", "Lưu: VT, KT(Hùng)"),
            "authority": "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH",
            "signer_role": "PHÓ CHỦ TỊCH",
            "signer": "Võ Thị Mẫu",
        },
    ),
    (
        "everything on one line, two columns",
        "Nơi nhận: - Như trên; - UBND tỉnh (báo cáo); - Lưu: VT, CN(Trung). | KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC Nguyễn Đình Mẫu",
        {
            "recipients": ("Như trên", "UBND tỉnh (báo cáo)", "Lưu: VT, CN(Trung)"),
            "authority": "KT. GIÁM ĐỐC",
            "signer_role": "PHÓ GIÁM ĐỐC",
            "signer": "Nguyễn Đình Mẫu",
        },
    ),
    (
        "the block above Nơi nhận, name printed twice",
        "T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\nBùi Quang Mẫu\nBùi Quang Mẫu\nNơi nhận:\n- Các chi bộ,\n- Lưu VP.",
        {"recipients": ("Các chi bộ", "Lưu VP"), "authority": "T/M BAN THƯỜNG VỤ", "signer": "Bùi Quang Mẫu"},
    ),
    (
        "authority above, name below the label",
        "T/M BAN BÍ THƯ\nNơi nhận:\nTrần Mẫu\n- Các tỉnh ủy, thành ủy,\n- Lưu Văn phòng Trung ương Đảng.",
        {
            "authority": "T/M BAN BÍ THƯ",
            "signer_role": None,
            "signer": "Trần Mẫu",
            "recipients": ("Các tỉnh ủy, thành ủy", "Lưu Văn phòng Trung ương Đảng"),
        },
    ),
    (
        "columns run together: offices after the recipients of the same line",
        "Nơi nhận: TM. BAN THƯỜNG TRỰC\n- BTT tỉnh; CHỦ TỊCH\n- Ban CTMT;\n- Lưu VT. Nguyễn Hữu Mẫu",
        {
            "recipients": ("BTT tỉnh", "Ban CTMT", "Lưu VT"),
            "authority": "TM. BAN THƯỜNG TRỰC",
            "signer_role": "CHỦ TỊCH",
            "signer": "Nguyễn Hữu Mẫu",
        },
    ),
    (
        "wrapped recipients are joined, the comma kept",
        "Nơi nhận:\n- VPCP: BTCN, các PCN,\ncác Vụ, Cục;\n- Tòa án\nnhân dân tỉnh;\n- Lưu: VT.\nGIÁM ĐỐC\nLê Mẫu",
        {
            "recipients": ("VPCP: BTCN, các PCN, các Vụ, Cục", "Tòa án nhân dân tỉnh", "Lưu: VT"),
            "authority": None,
            "signer_role": "GIÁM ĐỐC",
        },
    ),
    (
        "no bullets, no full stops; 'Nơi gửi'",
        "Nơi gửi:\nUBND xã\nChi bộ thôn\nLưu hồ sơ thôn\nTRƯỞNG THÔN\nLê Văn Mẫu",
        {
            "recipients": ("UBND xã", "Chi bộ thôn", "Lưu hồ sơ thôn"),
            "signer_role": "TRƯỞNG THÔN",
            "signer": "Lê Văn Mẫu",
        },
    ),
    (
        "label without colon above a list; page number inside",
        "Nơi nhận\n- Đảng ủy, UBND xã\n5\n- 18 chi đoàn\n- Lưu\nTM. BAN THƯỜNG VỤ\n6\nBÍ THƯ\nY Blơi Mẫu",
        {"recipients": ("Đảng ủy, UBND xã", "18 chi đoàn", "Lưu"), "signer_role": "BÍ THƯ", "signer": "Y Blơi Mẫu"},
    ),
    (
        "body's name of the authority broken over lines",
        "Nơi nhận:\n- Lưu: VT.\nTM. ỦY BAN NHÂN\nDÂN\nCHỦ TỊCH\nA Đức Mẫu",
        {"authority": "TM. ỦY BAN NHÂN DÂN", "signer_role": "CHỦ TỊCH", "signer": "A Đức Mẫu"},
    ),
    (
        "by order, in place: three offices",
        "Nơi nhận:\n- Lưu: VT.\nTL. CHỦ TỊCH\nKT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG\nHoàng Ngọc Mẫu",
        {
            "authority": "TL. CHỦ TỊCH KT. CHÁNH VĂN PHÒNG",
            "signer_role": "PHÓ CHÁNH VĂN PHÒNG",
            "signer": "Hoàng Ngọc Mẫu",
        },
    ),
    (
        "degree left off; office with the body's name",
        "Nơi nhận:\n- Lưu: VT.\nCHỦ TỊCH UBND XÃ\n(Đã ký, đóng dấu)\nThS. Hồ Đắc Mẫu",
        {"signer_role": "CHỦ TỊCH UBND XÃ", "signer": "Hồ Đắc Mẫu"},
    ),
    (
        "two signers: the first counts",
        "Nơi nhận:\n- Lưu: VT.\nTM. BAN THƯỜNG VỤ\nBÍ THƯ\nLê Mẫu\nTM. BAN THƯỜNG TRỰC\nCHỦ TỊCH\nTrần Mẫu Hai",
        {"authority": "TM. BAN THƯỜNG VỤ", "signer_role": "BÍ THƯ", "signer": "Lê Mẫu"},
    ),
    (
        "offices glued to each other and to the name",
        "Nơi nhận:\n- Lưu: VT.\nKT. CHỦ TỊCHPHÓ CHỦ TỊCH\nNguyễn Thành Mẫu",
        {"authority": "KT. CHỦ TỊCH", "signer_role": "PHÓ CHỦ TỊCH", "signer": "Nguyễn Thành Mẫu"},
    ),
    (
        "name glued to the office; no authority",
        "Nơi nhận:- Ban Bí thư;- Lưu: VT.\nTHỦ TƯỚNGNguyễn Văn Mẫu",
        {"recipients": ("Ban Bí thư", "Lưu: VT"), "signer_role": "THỦ TƯỚNG", "signer": "Nguyễn Văn Mẫu"},
    ),
    (
        "name in capitals",
        "Nơi nhận:\n- Lưu: VT.\nTM. ĐOÀN CHỦ TỊCH\nPHÓ CHỦ TỊCH\nĐOÀN VĂN MẪU",
        {"authority": "TM. ĐOÀN CHỦ TỊCH", "signer_role": "PHÓ CHỦ TỊCH", "signer": "ĐOÀN VĂN MẪU"},
    ),
    (
        "a recipient that a page set below the signature",
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nCHỦ TỊCH\nLê Mẫu\n- Phó Chủ tịch (phụ trách);",
        {"recipients": ("Như trên", "Phó Chủ tịch (phụ trách)", "Lưu: VT"), "signer": "Lê Mẫu"},
    ),
    (
        "no recipients, authority and name alone",
        "TM. BAN NHÂN DÂN THÔN\nTRƯỞNG THÔN\nCao Thanh Mẫu",
        {"recipients": (), "authority": "TM. BAN NHÂN DÂN THÔN", "signer": "Cao Thanh Mẫu"},
    ),
    (
        "no authority, the last lines",
        "HIỆU TRƯỞNG\nLê Đình Mẫu",
        {"signer_role": "HIỆU TRƯỞNG", "signer": "Lê Đình Mẫu"},
    ),
    ("no tail at all", "Thôn nào xong trước báo trước.", {"recipients": (), "signer": None, "signer_role": None}),
    (
        "a star on its own line above the label",
        "*\nNơi nhận:\n- Các sở, ngành;\n- Lưu: VT.\nCHỦ TỊCH\nLê Mẫu",
        {"recipients": ("Các sở, ngành", "Lưu: VT"), "signer": "Lê Mẫu"},
    ),
    (
        "stars of Markdown around the block",
        "**Nơi nhận:**\n* Các ban,\n* Lưu VPĐĐ.\n**TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH**\nLê Mẫu",
        {
            "recipients": ("Các ban", "Lưu VPĐĐ"),
            "authority": "TM. ỦY BAN NHÂN DÂN",
            "signer_role": "CHỦ TỊCH",
            "signer": "Lê Mẫu",
        },
    ),
]


@pytest.mark.parametrize(("tail", "expected"), [row[1:] for row in TAILS], ids=[row[0] for row in TAILS])
def test_tail(tail: str, expected: dict[str, Any]) -> None:
    found = header(LEAD + tail)
    assert {name: getattr(found, name) for name in expected} == expected


def test_frame_stands_between_head_and_tail() -> None:
    tail = "Nơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nLê Mẫu\n"
    body, end, annexes = frame(LEAD + tail + "PHỤ LỤC\nDANH MỤC VIỆC LÀM\n1. Nơi nhận: chợ")
    assert body.startswith("Căn cứ tình hình")
    assert body.endswith("Các thôn thực hiện./.\n")
    assert end == tail
    assert annexes.startswith("PHỤ LỤC")


def test_annex_without_a_tail_ends_the_body() -> None:
    body, end, annexes = frame(LEAD + "PHỤ LỤC I\nBiểu 1")
    assert body.endswith("./.\n")
    assert end == ""
    assert annexes == "PHỤ LỤC I\nBiểu 1"


def test_attached_paper_with_a_signature_of_its_own_is_an_annex() -> None:
    first = "Nơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nLê Mẫu\n"
    second = "QUY CHẾ\nLàm việc\n(Ban hành kèm theo Quyết định số 5/QĐ-UBND)\nĐiều 1. Làm.\nNơi nhận:\n- Lưu khác.\nGIÁM ĐỐC\nTrần Mẫu"
    found = header(LEAD + first + second)
    assert (found.type, found.recipients, found.signer) == ("Kế hoạch", ("Lưu: VT",), "Lê Mẫu")
    assert frame(LEAD + first + second)[2] == second


def test_signature_before_an_annex_that_has_recipients() -> None:
    block = "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Mẫu\n"
    annex = "PHỤ LỤC\nMẪU BÁO CÁO\n" + "Dòng của mẫu báo cáo.\n" * 4 + "Nơi nhận:\n- Lưu: mẫu.\nGIÁM ĐỐC\nTrần Văn Mẫu"
    found = header(LEAD + block + annex)
    assert (found.recipients, found.signer) == ((), "Lê Mẫu")
    assert frame(LEAD + block + annex)[2] == annex


def test_many_signers_above_the_recipients_belong_to_the_tail() -> None:
    pairs = "".join(f"KT. BỘ TRƯỞNG\nBỘ SỐ {n}\nTHỨ TRƯỞNG\nLê Văn Mẫu\n" for n in "ABCDE")
    found = header(LEAD + pairs + "Nơi nhận:\n- Bộ A;\nBộ B;\n- Lưu: VT.")
    assert found.recipients == ("Bộ A", "Bộ B", "Lưu: VT")
    assert found.signer_role == "THỨ TRƯỞNG"
    assert frame(LEAD + pairs + "Nơi nhận:\n- Lưu: VT.")[0].endswith("./.\n")


def test_column_of_a_table_called_noi_nhan_is_no_tail() -> None:
    table = "STT\nLoại báo cáo\nNơi nhận\nHạn gửi\n1\nBáo cáo quý\nPhòng Văn hóa\nNgày 20\n"
    found = header(LEAD + table + "Nơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nLê Mẫu")
    assert (found.recipients, found.signer) == (("Lưu: VT",), "Lê Mẫu")


def test_date_line_above_the_signature() -> None:
    text = "KẾ HOẠCH\nLàm đường thôn Khe\nThôn Khe ban hành kế hoạch như sau:\nI. VIỆC\n1. Làm.\nLa Vân, ngày 3 tháng 4 năm 2026\nTRƯỞNG THÔN\nLê Văn Mẫu\nNơi nhận:\n- Lưu."
    assert header(text).date == date(2026, 4, 3)


def test_table_cells_are_read_in_any_order() -> None:
    lines = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "UBND XÃ LA VÂN",
        "La Vân, ngày 4 tháng 5 năm 2026",
        "Số: 3/KH-UBND",
        "KẾ HOẠCH",
        "Làm đường",
        *BODY.split("\n"),
    ]
    cells = {0: Cell(0, 0, 1), 1: Cell(0, 0, 0), 2: Cell(0, 1, 1), 3: Cell(0, 1, 0)}
    found, _ = find_header(reading("\n".join(lines), cells))
    assert (found.issuer, found.number, found.date) == ("Ủy ban nhân dân xã La Vân", "3/KH-UBND", date(2026, 5, 4))


def test_addressees_glued_to_the_body_leave_the_line_in_the_body() -> None:
    text = (
        "Kính gửi: Các đồng chí Giám đốc Sở Thực hiện Kết luận số 992-KL/TW, ngày 09/9/2025 của Bộ Chính trị, "
        + "Ban Chỉ đạo yêu cầu các sở làm ngay. " * 4
        + "\n1. Về phân cấp"
    )
    found, bounds = find_header(reading(text))
    assert found.addressees == ("Các đồng chí Giám đốc Sở",)
    assert bounds.body_start == 0


def test_empty_and_odd_texts() -> None:
    for text in ("", "a", "Số:", "KẾ HOẠCH", "Nơi nhận:", "TM. A", "ngày tháng năm", "|", "Kính gửi:", "- \n-\n*"):
        found, bounds = find_header(reading(text))
        assert 0 <= bounds.body_start <= bounds.body_end <= bounds.tail_end <= len(text)
        assert found.signer is None
    assert find_header(Reading("", (), reading("").source)) == (Header(), Frame(0, 0, 0))


def test_both_unicode_forms_and_tone_styles_agree() -> None:
    text = LEAD + "Nơi nhận:\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Mẫu"
    old = unicodedata.normalize("NFC", unicodedata.normalize("NFD", text)).replace("ỦY", "UỶ").replace("HÒA", "HOÀ")
    assert header(old).issuer == header(text).issuer
    assert header(old).date == header(text).date
