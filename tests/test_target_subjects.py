"""Targets whose thing stands before the figure: enumerated goals, their parts, subjects of rates; and what only looks so."""

from __future__ import annotations

import time

import pytest

from parser.target_subjects import listed_begin, subject_begin
from tests.test_targets import find

LISTED = [
    # an act, then how much of it
    ("+ Lắp đặt mới trụ nước: 35 trụ.", []),  # a unit that no table knows to be countable
    ("+ Lắp đặt mới trạm bơm: 35 trạm.", [("Lắp đặt mới trạm bơm: 35 trạm", 35, "trạm")]),
    ("- Kết nạp hội viên mới: 20 người.", [("Kết nạp hội viên mới: 20 người", 20, "người")]),
    ("a) Trồng rừng phòng hộ: 15 ha/năm.", [("Trồng rừng phòng hộ: 15 ha/năm", 15, "ha")]),
    # the very thing counted
    ("- Hội nghị đối thoại với nông dân: 02 hội nghị.", [("Hội nghị đối thoại với nông dân: 02 hội nghị", 2, "hội nghị")]),
    # the parts of the sum, and the sum after them
    (
        "+ Đầu tư trạm bơm: 12 trạm (Trong đó: Vân Hạ: 05 trạm, Vân Thượng: 07 trạm), nâng tổng số: 40 trạm.",
        [
            ("Đầu tư trạm bơm: 12 trạm", 12, "trạm"),
            ("Vân Hạ: 05 trạm", 5, "trạm"),
            ("Vân Thượng: 07 trạm", 7, "trạm"),
            ("nâng tổng số: 40 trạm", 40, "trạm"),
        ],
    ),
    # what there is, money, and members of a list
    ("Số trạm hiện có: 40 trạm.", []),
    ("Xây dựng trường đang dở dang: 03 trường.", []),
    ("Hỗ trợ xây nhà: 60 triệu đồng.", []),
    ("Khối lớp có học sinh (khối 10: 09 lớp, khối 11: 08 lớp).", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LISTED)
def test_listed(text: str, expected: list[tuple[str, float, str]]) -> None:
    assert [(t.quote, t.value, t.unit) for t in find(text)] == expected


SUBJECTS = [
    ("Mục tiêu tỷ lệ cấp nước sạch đến năm 2030 đạt 100%.", "tỷ lệ cấp nước sạch đến năm 2030 đạt 100%"),
    ("Bảo đảm lát vỉa hè đạt 100% và trồng cây xanh dọc phố.", "lát vỉa hè đạt 100%"),
    ("Tỷ lệ hộ dân dự họp đạt từ 90% trở lên, không tính hộ đi vắng.", "Tỷ lệ hộ dân dự họp đạt từ 90% trở lên"),
    ("2. Mức độ hài lòng của người dân, doanh nghiệp đạt trên 92%", "Mức độ hài lòng của người dân, doanh nghiệp đạt trên 92%"),
    # what is counted stands behind the figure
    ("Tiêm phòng dại đạt 85% tổng đàn.", "85% tổng đàn"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote"), SUBJECTS)
def test_subject_before_the_figure_belongs_to_it(text: str, quote: str) -> None:
    assert [t.quote for t in find(text)] == [quote]


def test_each_rate_of_a_list_has_its_own_subject() -> None:
    text = "Trẻ 5 tuổi ra lớp đạt 99% vào năm 2027, trẻ 6 tuổi vào lớp 1 đạt 100% hằng năm."
    assert [t.quote for t in find(text)] == ["Trẻ 5 tuổi ra lớp đạt 99%", "trẻ 6 tuổi vào lớp 1 đạt 100%"]


@pytest.mark.parametrize(
    "text",
    [
        "Tặng quà hội viên có 50 năm tuổi Đảng trở lên.",  # who may have it
        "Cán bộ phụ trách có ít nhất 03 năm công tác.",
        "Một số mặt hàng giảm so với cùng kỳ có gạch đạt 98,1%, ngói đạt 92%.",  # how things went
    ],
)
def test_no_result_to_reach(text: str) -> None:
    assert find(text) == ()


def test_goal_after_a_clause_of_the_past_counts() -> None:
    (found,) = find("Cụm công nghiệp đã đi vào hoạt động, mục tiêu tỷ lệ lấp đầy đạt 80%.")
    assert found.quote == "tỷ lệ lấp đầy đạt 80%"


def test_helpers_refuse_what_has_no_name() -> None:
    assert listed_begin("- 12: ", "trạm", True) is None
    assert listed_begin("không có dấu ", "trạm", True) is None
    assert subject_begin("đạt ", "%.") is None
    assert subject_begin("tỷ lệ đạt ", "% số hộ.") is None


@pytest.mark.parametrize("piece", ["a: 1 trạm, ", "đạt 1%, ", "tỷ lệ ", "trồng: ", "(: 1 ha"])
def test_hostile_text_is_bounded(piece: str) -> None:
    text = (piece * (300_000 // len(piece)))[:300_000]
    began = time.process_time()
    find(text)
    assert time.process_time() - began < 20
