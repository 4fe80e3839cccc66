"""Names of requirements under the small edits that a parent sees between two drafts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.identity import stable_ids

DUTIES = (
    "Rà soát hộ nghèo trên địa bàn",
    "Treo cờ Tổ quốc trong dịp lễ",
    "Tổ chức 02 lớp tập huấn trước ngày 30/6/2026",
)

KEPT: list[tuple[str, str]] = [
    ("Tổ chức 02 lớp tập huấn trước ngày 30/6/2026", "Tổ chức 03 lớp tập huấn trước ngày 15/7/2026"),  # figures
    ("Rà soát hộ nghèo trên địa bàn", "Rà soát  hộ nghèo\u00a0trên địa bàn"),  # spacing
    ("Rà soát hộ nghèo trên địa bàn", "RÀ SOÁT HỘ NGHÈO trên địa bàn;"),  # case, punctuation
    ("Củng cố ủy ban các cấp", "Củng cố uỷ ban các cấp"),  # place of the tone mark
    ("Kiểm tra công tác PCCC", "Kiểm tra công tác phòng cháy, chữa cháy"),  # a common abbreviation written out
    ("Treo cờ và dọn vệ sinh", "Treo cờ, dọn vệ sinh"),  # function words
]
CHANGED: list[tuple[str, str]] = [
    ("Rà soát hộ nghèo trên địa bàn", "Rà soát hộ cận nghèo trên địa bàn"),
    ("Treo cờ Tổ quốc", "Hạ cờ Tổ quốc"),
]


@pytest.mark.parametrize(("before", "after"), KEPT, ids=[after for _, after in KEPT])
def test_small_edits_keep_the_name(before: str, after: str) -> None:
    assert stable_ids([before]) == stable_ids([after])


@pytest.mark.parametrize(("before", "after"), CHANGED, ids=[after for _, after in CHANGED])
def test_another_duty_has_another_name(before: str, after: str) -> None:
    assert stable_ids([before]) != stable_ids([after])


def test_inserted_and_moved_duties_keep_all_other_names() -> None:
    names = stable_ids(DUTIES)
    assert stable_ids(["Nạo vét kênh mương", *DUTIES])[1:] == names
    assert stable_ids(reversed(DUTIES)) == tuple(reversed(names))


def test_repeats_are_counted_in_their_order() -> None:
    first, second, third = stable_ids([DUTIES[0], DUTIES[1], DUTIES[0]])
    assert third == f"{first}-2"
    assert second not in (first, third)


@given(st.lists(st.text(max_size=30), max_size=30))
def test_names_are_unique(quotes: list[str]) -> None:
    names = stable_ids(quotes)
    assert len(names) == len(quotes)
    assert len(set(names)) == len(names)
