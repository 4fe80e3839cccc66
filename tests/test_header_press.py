"""Pages that speak about a paper: newspapers retelling a plan, portals printing it (all names are invented)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from parser.document import Paragraph, Reading, Source
from parser.header import find_header

LONG = "Theo đó, các xã, phường tiếp tục tuyên truyền sâu rộng trong cán bộ, đảng viên và Nhân dân, gắn với nhiệm vụ chính trị của từng địa phương."


def reading(text: str) -> Reading:
    paragraphs, at = [], 0
    for line in text.split("\n"):
        paragraphs.append(Paragraph(at, at + len(line)))
        at += len(line) + 1
    return Reading(text, tuple(paragraphs), Source("a.txt", "", "text/plain", "text", None, len(text)))


PAGES: list[tuple[str, str, dict[str, Any]]] = [
    (
        "newspaper: number from the lead, title from the headline, place from the text",
        "Kế hoạch học tập chuyên đề năm 2024\n08:21, 29/02/2024\n(Baohoalu.vn)- Ban Thường vụ Tỉnh ủy vừa ban hành Kế hoạch 57-KH/TU về học tập chuyên đề năm 2024 trên địa bàn tỉnh.\n"
        f"{LONG}\nNghị quyết của tỉnh Hoa Lư Bắc nêu rõ các mục tiêu.\n{LONG}\nXuất bản lúc: 08:21\nÝ kiến bạn đọc",
        {
            "number": "57-KH/TU",
            "type": "Kế hoạch",
            "issuer": "Ban Thường vụ Tỉnh ủy Hoa Lư Bắc",
            "date": None,
            "title": "học tập chuyên đề năm 2024",
            "signer": None,
            "recipients": (),
            "system": "party",
        },
    ),
    (
        "newspaper: no number; author and time are nobody's signature",
        "Theo gương Bác\nMặt trận các cấp làm theo Bác\nLÊ THỊ MẪU 20/04/2024 09:54\n(HLB) - Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh Hoa Lư Bắc vừa ban hành kế hoạch "
        f"thực hiện Kết luận số 91 về học tập chuyên đề trong năm 2024.\n{LONG}\n{LONG}\n(0) Bình luận\nMới nhất\nPOWERED BY X",
        {
            "number": None,
            "type": "Kế hoạch",
            "issuer": "Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh Hoa Lư Bắc",
            "title": "thực hiện Kết luận số 91 về học tập chuyên đề trong năm 2024",
            "date": None,
            "signer": None,
            "system": "front",
        },
    ),
    (
        "newspaper: the chairman signed for the committee; number and day in the lead",
        "Chủ động phòng bão\nChủ tịch UBND tỉnh Hoa Lư Bắc đã ký ban hành Chỉ thị số 12/CT-UBND, ngày 04/7/2025 về việc phòng, chống bão. Chỉ thị nêu rõ việc trực ban.\n"
        + LONG,
        {
            "number": "12/CT-UBND",
            "type": "Chỉ thị",
            "issuer": "UBND tỉnh Hoa Lư Bắc",
            "date": date(2025, 7, 4),
            "title": "phòng, chống bão",
        },
    ),
    (
        "portal: the heading is the paper's identity, signature at the end",
        "Kết luận số 96-KL/TW\nKết luận số 96-KL/TW ngày 11/01/2024 của Bộ Chính trị về phát triển khoa học\n"
        f"{LONG}\n| T/M BỘ CHÍNH TRỊ (Đã ký) Trương Thị Mẫu",
        {
            "number": "96-KL/TW",
            "type": "Kết luận",
            "issuer": "Bộ Chính trị",
            "date": date(2024, 1, 11),
            "title": "phát triển khoa học",
            "authority": "T/M BỘ CHÍNH TRỊ",
            "signer": "Trương Thị Mẫu",
            "level": "central",
        },
    ),
    (
        "portal: full text after a line of introduction",
        "Nghị quyết số 75-NQ/TW\nThay mặt Bộ Chính trị, Tổng Bí thư Lê Mẫu đã ký ban hành Nghị quyết số 75-NQ/TW (ngày 22/12/2024) của Bộ Chính trị về đột phá giáo dục.\n"
        f"Trân trọng giới thiệu toàn văn Nghị quyết số 75-NQ/TW:\n{LONG}\nI- QUAN ĐIỂM",
        {"number": "75-NQ/TW", "issuer": "Bộ Chính trị", "date": date(2024, 12, 22), "title": "đột phá giáo dục"},
    ),
    (
        "portal copy that begins with the title",
        f"Báo cáo tình hình sản xuất công nghiệp tháng 02 năm 2024\n1. Tình hình chung:\n{LONG}\nTin liên quan",
        {"type": "Báo cáo", "title": "tình hình sản xuất công nghiệp tháng 02 năm 2024", "number": None},
    ),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in PAGES], ids=[row[0] for row in PAGES])
def test_page(text: str, expected: dict[str, Any]) -> None:
    found, _ = find_header(reading(text))
    assert {name: getattr(found, name) for name in expected} == expected


def test_frame_leaves_out_headline_and_furniture() -> None:
    text = PAGES[0][1]
    _, bounds = find_header(reading(text))
    assert text[bounds.body_start :].startswith("(Baohoalu.vn)- Ban Thường vụ")
    assert text[: bounds.body_end].endswith(LONG + "\n")
    assert bounds.tail_end == len(text)


def test_frame_begins_below_the_introduction_of_a_full_text() -> None:
    text = PAGES[4][1]
    _, bounds = find_header(reading(text))
    assert text[bounds.body_start :].startswith(LONG)


def test_page_that_names_no_paper_has_no_header() -> None:
    text = f"Tin trong tỉnh\n{LONG}\nNgày mai trời nắng."
    found, bounds = find_header(reading(text))
    assert (found.type, found.number, found.issuer) == (None, None, None)
    assert (bounds.body_start, bounds.body_end) == (0, len(text))


def test_impossible_day_in_a_lead_is_not_stated() -> None:
    text = f"Phòng bão\nUBND tỉnh Hoa Lư Bắc vừa ban hành Chỉ thị số 12/CT-UBND, ngày 31/02/2025 về phòng, chống bão trên biển.\n{LONG}"
    found, _ = find_header(reading(text))
    assert (found.number, found.date) == ("12/CT-UBND", None)
