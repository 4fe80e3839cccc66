"""Duties of manner are answered by the plan as a whole; a figure, day or cited paper makes them concrete."""

from __future__ import annotations

import pytest

from audit.conduct import is_conduct
from audit.gap import compare
from parser.document import Document
from parser.pipeline import analyse
from tests.papers import CHILD, PARENT, reading_of

CLOSING = "Yêu cầu Ủy ban nhân dân các xã, phường nghiêm túc triển khai thực hiện Kế hoạch này"


def parent_with(demand: str) -> Document:
    """The sample parent with one demand under "Yêu cầu"."""
    return analyse(reading_of(PARENT.replace("II. NHIỆM VỤ", f"II. YÊU CẦU\n- {demand}.\n\nIII. NHIỆM VỤ", 1)))


@pytest.mark.parametrize(
    ("demand", "expected"),
    [
        ("Các xã, phường triển khai phải thiết thực, tiết kiệm, tránh hình thức", True),  # manner alone
        ("Các xã, phường phân công phải rõ người, rõ việc", True),
        ("Các xã, phường phải tổ chức thiết thực ít nhất 02 buổi ra quân", False),  # a figure
        ("Các xã, phường phải rà soát nghiêm túc, hoàn thành trước ngày 30/4/2026", False),  # a day
        ("Các xã, phường phải cấp bảng hiệu cho hộ kinh doanh", False),  # an act of named bodies
        ("Xác định cụ thể mục tiêu, trách nhiệm trong việc dạy nghề", True),  # an aim that names nobody
        ("Xác định trách nhiệm xong trước ngày 30/4/2026", False),  # but a day
        ("Bảo đảm việc dạy nghề phải có người học đăng ký", False),  # laid down
        ("Lắp camera giám sát tại các cửa rừng", False),  # an act
    ],
)
def test_demands(demand: str, expected: bool) -> None:
    parent = parent_with(demand)
    found = [r for r in parent.requirements if r.quote.startswith(demand[:18])]
    assert found, [r.quote for r in parent.requirements]
    unit = next(u for u in parent.units if u.start <= found[0].start < u.end)
    assert is_conduct(found[0], parent, unit) is expected


def test_a_closing_request_is_no_gap() -> None:
    parent = analyse(reading_of(PARENT))
    report = compare(parent, analyse(reading_of(CHILD)))
    item = next(item for item in report.items if item.requirement.quote.startswith(CLOSING[:30]))
    assert item.status == "covered"
    assert "Yêu cầu chung" in item.explanation
