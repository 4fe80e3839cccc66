"""What is decided exactly: requirement and passage through the real parser, and the checks that must fire.

An empty set means that the passage is at least as strong, or that the check cannot decide and keeps silent.
"""

from __future__ import annotations

import pytest

from models.exact import CHECKS, Check, shortfalls
from tests.plans import child, duty, parent, span

ROWS: list[tuple[str, str, set[Check]]] = [
    # figures: the number
    ("Tổ chức ít nhất 04 lớp tập huấn về nếp sống văn minh", "Tổ chức ít nhất 04 lớp tập huấn về nếp sống văn minh", set()),
    ("Tổ chức ít nhất 04 lớp tập huấn về nếp sống văn minh", "Tổ chức ít nhất 03 lớp tập huấn về nếp sống văn minh", {"lower_figure"}),
    ("Tổ chức ít nhất 04 lớp tập huấn về nếp sống văn minh", "Tổ chức ít nhất 05 lớp tập huấn về nếp sống văn minh", set()),
    ("Tổ chức ít nhất 04 lớp tập huấn về nếp sống văn minh", "Tổ chức 04 lớp tập huấn về nếp sống văn minh", set()),
    ("Tổ chức ít nhất 04 lớp tập huấn về nếp sống văn minh", "Tổ chức các lớp tập huấn về nếp sống văn minh", {"figure_dropped"}),
    ("Phấn đấu trên 90% hộ gia đình phân loại rác tại nguồn", "Phấn đấu 90% hộ gia đình phân loại rác tại nguồn", {"lower_figure"}),
    ("Phấn đấu trên 90% hộ gia đình phân loại rác tại nguồn", "Phấn đấu trên 90% hộ gia đình phân loại rác tại nguồn", set()),
    ("Phấn đấu 90% hộ gia đình phân loại rác tại nguồn", "Phấn đấu trên 90% hộ gia đình phân loại rác tại nguồn", set()),
    ("Phấn đấu 90% hộ gia đình phân loại rác tại nguồn", "Phấn đấu 90% trở lên hộ gia đình phân loại rác tại nguồn", set()),
    ("Phấn đấu 90% hộ gia đình phân loại rác tại nguồn", "Phấn đấu 75% hộ gia đình phân loại rác tại nguồn", {"lower_figure"}),
    ("Phấn đấu 92,5% hộ gia đình phân loại rác tại nguồn", "Phấn đấu 92% hộ gia đình phân loại rác tại nguồn", {"lower_figure"}),
    ("Tổ chức ít nhất 04 lớp tập huấn về nếp sống văn minh", "Tổ chức không quá 05 lớp tập huấn về nếp sống văn minh", {"lower_figure"}),  # "at most" promises nothing
    ("Tổ chức ít nhất 04 lớp tập huấn về nếp sống văn minh", "Mở từ 02 đến 03 lớp tập huấn về nếp sống văn minh", {"lower_figure"}),
    ("Tổ chức ít nhất 04 lớp tập huấn về nếp sống văn minh", "Tập huấn về nếp sống văn minh (2 lớp, mỗi lớp một ngày)", {"lower_figure"}),  # a bare figure before the unit
    ("Tổ chức vệ sinh đường làng 02 lần/tháng", "Tổ chức vệ sinh đường làng 01 lần/tháng", {"lower_figure"}),
    # figures: at most
    ("Tỷ lệ hộ tái nghèo dưới 2% số hộ đã thoát nghèo", "Tỷ lệ hộ tái nghèo dưới 3% số hộ đã thoát nghèo", {"lower_figure"}),
    ("Tỷ lệ hộ tái nghèo dưới 2% số hộ đã thoát nghèo", "Tỷ lệ hộ tái nghèo dưới 1,5% số hộ đã thoát nghèo", set()),
    # figures: all of them, in words
    ("100% thôn xây dựng hương ước mới", "Toàn bộ các thôn xây dựng hương ước mới", set()),
    ("100% thôn xây dựng hương ước mới", "100% thôn xây dựng hương ước mới", set()),
    ("100% thôn xây dựng hương ước mới", "Các thôn xây dựng hương ước mới", {"figure_dropped"}),
    ("100% thôn xây dựng hương ước mới", "95% thôn xây dựng hương ước mới", {"lower_figure"}),
    # days: the last one
    ("Rà soát danh sách hộ nghèo, hoàn thành trước ngày 30/6/2026", "Rà soát danh sách hộ nghèo, hoàn thành trước ngày 30/6/2026", set()),
    ("Rà soát danh sách hộ nghèo, hoàn thành trước ngày 30/6/2026", "Rà soát danh sách hộ nghèo, hoàn thành trước ngày 15/7/2026", {"later_day"}),
    ("Rà soát danh sách hộ nghèo, hoàn thành trước ngày 30/6/2026", "Rà soát danh sách hộ nghèo, hoàn thành trước ngày 01/6/2026", set()),
    ("Rà soát danh sách hộ nghèo, hoàn thành trước ngày 30/6/2026", "Rà soát danh sách hộ nghèo, hoàn thành trong tháng 5/2026", set()),
    ("Rà soát danh sách hộ nghèo, hoàn thành trước ngày 30/6/2026", "Rà soát danh sách hộ nghèo, hoàn thành trong tháng 8/2026", {"later_day"}),
    ("Rà soát danh sách hộ nghèo, hoàn thành trước ngày 30/6/2026", "Rà soát danh sách hộ nghèo, hoàn thành trong quý II/2026", set()),
    ("Rà soát danh sách hộ nghèo, hoàn thành trước ngày 30/6/2026", "Rà soát danh sách hộ nghèo, hoàn thành trong quý III/2026", {"later_day"}),
    ("Rà soát danh sách hộ nghèo, hoàn thành trước ngày 30/6/2026", "Rà soát danh sách hộ nghèo trên địa bàn", {"day_dropped"}),
    ("Rà soát danh sách hộ nghèo, hoàn thành trước ngày 31/12/2026", "Rà soát danh sách hộ nghèo, hoàn thành trong năm 2026", set()),
    ("Rà soát danh sách hộ nghèo trên địa bàn", "Rà soát danh sách hộ nghèo, hoàn thành trong tháng 8/2026", set()),
    ("Tổ chức đợt cao điểm từ ngày 01/4/2026 đến ngày 30/4/2026", "Tổ chức đợt cao điểm từ ngày 15/4/2026 đến ngày 15/5/2026", {"later_day"}),
    # how often
    ("Tổ chức vệ sinh đường làng 02 tuần một lần", "Tổ chức vệ sinh đường làng 03 tuần một lần", {"rarer"}),
    ("Tổ chức hội thảo hằng năm về nếp sống văn minh", "Tổ chức hội thảo về nếp sống văn minh", set()),  # a plan of one year need not say so
    ("Duy trì tuần tra ban đêm định kỳ", "Duy trì tuần tra ban đêm hằng năm", set()),  # no frequency asked
    ("Tổ chức vệ sinh đường làng, ngõ xóm hằng tháng", "Tổ chức vệ sinh đường làng, ngõ xóm hằng tháng", set()),
    ("Tổ chức vệ sinh đường làng, ngõ xóm hằng tháng", "Tổ chức vệ sinh đường làng, ngõ xóm hằng quý", {"rarer"}),
    ("Tổ chức vệ sinh đường làng, ngõ xóm hằng tháng", "Tổ chức vệ sinh đường làng, ngõ xóm hằng tuần", set()),
    ("Tổ chức vệ sinh đường làng, ngõ xóm hằng tháng", "Tổ chức vệ sinh đường làng, ngõ xóm", {"day_dropped"}),
    ("Báo cáo kết quả về Sở Văn hóa định kỳ 6 tháng", "Báo cáo kết quả về Sở Văn hóa hằng năm", {"rarer"}),
    ("Báo cáo kết quả về Sở Văn hóa hằng năm", "Báo cáo kết quả về Sở Văn hóa định kỳ 6 tháng", set()),
    # cited papers
    ("Thực hiện nghiêm Chỉ thị số 12/CT-UBND ngày 05/3/2025 của Ủy ban nhân dân tỉnh", "Thực hiện nghiêm Chỉ thị số 12/CT-UBND ngày 05/3/2025 của Ủy ban nhân dân tỉnh", set()),
    ("Thực hiện nghiêm Chỉ thị số 12/CT-UBND ngày 05/3/2025 của Ủy ban nhân dân tỉnh", "Thực hiện nghiêm Chỉ thị số 12/CT-UBND của Ủy ban nhân dân tỉnh", set()),
    ("Thực hiện nghiêm Chỉ thị số 12/CT-UBND ngày 05/3/2025 của Ủy ban nhân dân tỉnh", "Thực hiện nghiêm Chỉ thị số 12/CT-UBND ngày 15/3/2025 của Ủy ban nhân dân tỉnh", {"other_paper"}),
    ("Thực hiện nghiêm Chỉ thị số 12/CT-UBND ngày 05/3/2025 của Ủy ban nhân dân tỉnh", "Thực hiện nghiêm Chỉ thị số 21/CT-UBND ngày 05/3/2025 của Ủy ban nhân dân tỉnh", {"other_paper"}),
    ("Thực hiện nghiêm Chỉ thị số 12/CT-UBND ngày 05/3/2025 của Ủy ban nhân dân tỉnh", "Thực hiện nghiêm các chỉ đạo của Ủy ban nhân dân tỉnh", {"paper_dropped"}),
    ("Thực hiện Nghị quyết số 15-NQ/TW ngày 02/5/2025 của Bộ Chính trị", "Thực hiện Nghị quyết số 15-NQ/TU ngày 02/5/2025 của Tỉnh ủy", {"other_paper"}),
    ("Thực hiện Nghị quyết số 15-NQ/TW ngày 02/5/2025 của Bộ Chính trị", "Thực hiện Chỉ thị số 15-CT/TW ngày 06/6/2025 của Ban Bí thư", set()),  # another paper, not the same one gone wrong
    ("Thực hiện Luật Đất đai năm 2024 và các quy định của tỉnh", "Thực hiện các quy định của tỉnh về đất đai", set()),  # no number to compare
    # orders that became wishes
    ("Vận động các hộ hiến đất mở đường", "Vận động các hộ hiến đất mở đường", set()),
    ("Bố trí thùng rác tại các điểm công cộng", "Khuyến khích bố trí thùng rác tại các điểm công cộng", {"softened"}),
    ("Bố trí thùng rác tại các điểm công cộng", "Từng bước bố trí thùng rác tại các điểm công cộng", {"softened"}),
    ("Khuyến khích các hộ treo cờ ngày lễ", "Khuyến khích các hộ treo cờ ngày lễ", set()),
    # several at once
    ("Tổ chức ít nhất 04 lớp tập huấn nếp sống văn minh trước ngày 30/6/2026", "Khuyến khích tổ chức 02 lớp tập huấn nếp sống văn minh trước ngày 30/9/2026", {"lower_figure", "later_day", "softened"}),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "said", "expected"), ROWS, ids=[f"{i}-{row[1][:40]}" for i, row in enumerate(ROWS)])
def test_checks(asked: str, said: str, expected: set[Check]) -> None:
    above, plan = parent(asked), child(said)
    found = shortfalls(duty(above, asked[10:30]), above, plan, (span(plan, said),))
    assert {shortfall.check for shortfall in found} == expected
    for shortfall in found:
        assert shortfall.asked in above.text
        assert shortfall.said in plan.text
    order = [CHECKS.index(shortfall.check) for shortfall in found]
    assert order == sorted(order)
