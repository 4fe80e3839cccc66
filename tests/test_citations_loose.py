"""Citations that follow no table: numbers of firms, papers numbered in a bracket, laws in small letters, named plans."""

from __future__ import annotations

import time
from datetime import date

import pytest

from tests.test_citations import brief, cite

NUMBERED = [
    # a firm's own sign, taken as written because a kind, "số" and a day stand around it
    ("tại Văn bản số 07-GCN-VH ngày 02/3/2026;", [("Văn bản số 07-GCN-VH ngày 02/3/2026", "07-GCN-VH")]),
    ("tại Công văn số VH-TB015/26-LR ngày 02/3/2026", [("Công văn số VH-TB015/26-LR ngày 02/3/2026", "VH-TB015/26-LR")]),
    ("tại Tờ trình số 11/2026TTr-VHG ngày 02/3/2026", [("Tờ trình số 11/2026TTr-VHG ngày 02/3/2026", "11/2026TTr-VHG")]),
    ("tại Văn bản số 12.5/GĐN-VH&T ngày 12/5/2026", [("Văn bản số 12.5/GĐN-VH&T ngày 12/5/2026", "12.5/GĐN-VH&T")]),
    ("theo mẫu ở văn bản số 07-GCN-VH.", []),  # no day
    # a bare number is not that of another firm's paper
    (
        "Công ty A tại Văn bản số 04 ngày 12/5/2026; Công ty B tại Văn bản số 04/ĐN-VH tháng 5 năm 2026.",
        [("Văn bản số 04 ngày 12/5/2026", "04"), ("Văn bản số 04/ĐN-VH", "04/ĐN-VH")],
    ),
    # a bracket numbers the report named before it; later mentions by issuer mean the same
    (
        "Sau khi nghe Báo cáo của Ban Nội chính Trung ương về tiếp dân (Báo cáo số 12-BC/BNCTW, ngày 02/3/2026), kết luận:\n"
        "1. Thống nhất với Báo cáo của Ban Nội chính Trung ương về tiếp dân.",
        [
            ("Báo cáo của Ban Nội chính Trung ương", "12-BC/BNCTW"),
            ("Báo cáo số 12-BC/BNCTW, ngày 02/3/2026", "12-BC/BNCTW"),
            ("Báo cáo của Ban Nội chính Trung ương", "12-BC/BNCTW"),
        ],
    ),
    # a project inside the name of a body; the body's work on it
    ("Thành viên Ban Chỉ đạo xã về chuyển đổi số, cải cách hành chính và Đề án 09 dự họp.", []),
    ("Ban Chỉ đạo xã tập trung đôn đốc thực hiện Đề án 09.", [("Đề án 09", "09")]),
    ("Thực hiện tốt Đề án 09; duy trì tổ công nghệ.", [("Đề án 09", "09")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NUMBERED)
def test_numbered(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert brief(text) == expected


NAMED = [
    # a law in small letters with its whole known name
    ("quy định chi tiết một số điều của luật phòng, chống ma túy về cai nghiện", ["luật phòng, chống ma túy"]),
    ("tuyên truyền pháp luật phòng, chống ma túy", []),
    ("mời các luật sư giỏi tham gia", []),
    ("theo luật chơi của hội thi", []),
    # plans that are one definite document
    ("góp phần cụ thể hóa Quy hoạch tỉnh, tạo đà phát triển", ["Quy hoạch tỉnh"]),
    ("làm rõ mục tiêu của Quy hoạch tỉnh Vân Giang thời kỳ 2021 - 2030", ["Quy hoạch tỉnh Vân Giang thời kỳ 2021 - 2030"]),
    ("bổ sung vào hồ sơ lập Quy hoạch tỉnh", []),
    (
        "bố trí vốn trong Kế hoạch đầu tư công trung hạn giai đoạn 2026 - 2030 cho các xã",
        ["Kế hoạch đầu tư công trung hạn giai đoạn 2026 - 2030"],
    ),
    ("xây dựng Kế hoạch đầu tư công trung hạn giai đoạn 2026 - 2030", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_named(text: str, expected: list[str]) -> None:
    assert [c.quote for c in cite(text)] == expected


def test_written_number_keeps_day_and_issuer() -> None:
    (found,) = cite("tại Văn bản số 07-GCN-VH ngày 02/3/2026 của Công ty Vân Hạ về đào tạo")
    assert (found.date, found.issuer, found.type) == (date(2026, 3, 2), "Công ty Vân Hạ", "Văn bản")


@pytest.mark.parametrize(
    "piece", ["văn bản số 1-", "Ban Chỉ đạo đề án 06 ", "luật của ", "(Báo cáo của Bộ ", "Văn bản số 1a ngày "]
)
def test_hostile_text_is_read_in_time(piece: str) -> None:
    text = (piece * (300_000 // len(piece)))[:300_000]
    began = time.process_time()
    cite(text)
    assert time.process_time() - began < 20
