"""Deadlines: what binds, what kind it is, which days it means, and what merely looks like a deadline."""

from __future__ import annotations

import re
import time
import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from parser.deadlines import find_deadlines
from parser.document import Citation, Deadline, Frame, Header, Paragraph, Reading, Source, Unit

_SIGNED = date(2024, 2, 1)
_YEAR = Header(date=_SIGNED, title="Công tác trọng tâm năm 2024")
_PERIOD = Header(date=_SIGNED, title="Chương trình hành động, nhiệm kỳ 2024 - 2029")


def make_reading(text: str) -> Reading:
    """Return a reading of plain text, one paragraph a line."""
    paragraphs, at = [], 0
    for line in text.split("\n"):
        paragraphs.append(Paragraph(at, at + len(line)))
        at += len(line) + 1
    return Reading(text, tuple(paragraphs), Source("x.txt", "", "text/plain", "text", None, len(text)))


def find(
    text: str, header: Header = _YEAR, units: tuple[Unit, ...] = (), citations: tuple[Citation, ...] = ()
) -> tuple[Deadline, ...]:
    """Find the deadlines of a paper that is only body."""
    return find_deadlines(make_reading(text), header, Frame(0, len(text), len(text)), units, citations)


def day(text: str) -> date | None:
    """Read "2024-03-14"; "" is None."""
    return date.fromisoformat(text) if text else None


# text, quote, kind, from, to
DATED = [
    # "trước" leaves the day itself out
    ("Gửi báo cáo trước ngày 15/3/2024 để tổng hợp.", "trước ngày 15/3/2024", "due", "", "2024-03-14"),
    ("Hoàn thành trước ngày 01/3/2024.", "trước ngày 01/3/2024", "due", "", "2024-02-29"),
    ("Gửi hồ sơ trước 30/6/2024.", "trước 30/6/2024", "due", "", "2024-06-29"),
    ("Nộp trước ngày 10 tháng 01 năm 2025.", "trước ngày 10 tháng 01 năm 2025", "due", "", "2025-01-09"),
    ("Báo cáo trước Thứ Tư ngày 06/3/2024.", "trước Thứ Tư ngày 06/3/2024", "due", "", "2024-03-05"),
    ("Xong trước tháng 6/2024.", "trước tháng 6/2024", "due", "", "2024-05-31"),
    # … unless a clock time makes it the day of delivery
    ("Gửi trước 16 giờ 00 ngày 05/3/2024.", "trước 16 giờ 00 ngày 05/3/2024", "due", "", "2024-03-05"),
    # inclusive bounds
    ("Hoàn thành chậm nhất ngày 25/12/2025.", "chậm nhất ngày 25/12/2025", "due", "", "2025-12-25"),
    (
        "chậm nhất đến ngày 01 tháng 7 năm 2028 phải xong.",
        "chậm nhất đến ngày 01 tháng 7 năm 2028",
        "due",
        "",
        "2028-07-01",
    ),
    ("Nhận hồ sơ đến hết ngày 30/4/2024.", "đến hết ngày 30/4/2024", "due", "", "2024-04-30"),
    ("Gửi về Sở, hạn cuối ngày 15-5-2024.", "hạn cuối ngày 15-5-2024", "due", "", "2024-05-15"),
    # a day without a year takes the year of a one-year plan
    ("Báo cáo 6 tháng trước ngày 05/6.", "trước ngày 05/6", "due", "", "2024-06-04"),
    ("Gửi danh sách chậm nhất ngày 20 tháng 8.", "chậm nhất ngày 20 tháng 8", "due", "", "2024-08-20"),
    # months, quarters, halves, years as a whole
    ("Hoàn thành trong tháng 4/2024.", "Hoàn thành trong tháng 4/2024", "due", "2024-04-01", "2024-04-30"),
    ("Tập huấn xong trong quý I/2024.", "xong trong quý I/2024", "due", "2024-01-01", "2024-03-31"),
    ("Tổng kết trong quý IV năm 2025.", "trong quý IV năm 2025", "due", "2025-10-01", "2025-12-31"),
    ("Thời gian hoàn thành: Quý 2/2026.", "Quý 2/2026", "due", "2026-04-01", "2026-06-30"),
    ("Thời gian thực hiện: 6 tháng đầu năm 2025.", "6 tháng đầu năm 2025", "due", "2025-01-01", "2025-06-30"),
    ("Kiểm tra trong 6 tháng cuối năm.", "trong 6 tháng cuối năm", "due", "2024-07-01", "2024-12-31"),
    ("Thời gian thực hiện: Năm 2026.", "Năm 2026", "due", "2026-01-01", "2026-12-31"),
    ("Tổ chức thực hiện trong năm 2024.", "trong năm 2024", "due", "2024-01-01", "2024-12-31"),
    ("Thời gian: Dự kiến tháng 5/2024.", "Dự kiến tháng 5/2024", "due", "2024-05-01", "2024-05-31"),
    ("Kiện toàn tổ giúp việc vào tháng 3.", "vào tháng 3", "due", "2024-03-01", "2024-03-31"),
    ("+ Quý II/2024: sinh hoạt chuyên đề về nêu gương.", "Quý II/2024", "due", "2024-04-01", "2024-06-30"),
    ("Phấn đấu đến năm 2030 đạt chuẩn.", "đến năm 2030", "due", "", "2030-12-31"),
    ("Phấn đấu đến cuối năm 2028 không còn nhà tạm.", "đến cuối năm 2028", "due", "", "2028-12-31"),
    # periods
    ("Lập tiến độ chi tiết theo tháng đến hết năm 2026.", "đến hết năm 2026", "period", "", "2026-12-31"),
    (
        "Treo cờ từ ngày 30/8 đến hết ngày 03/9/2024.",
        "từ ngày 30/8 đến hết ngày 03/9/2024",
        "period",
        "2024-08-30",
        "2024-09-03",
    ),
    ("Chạy thử từ tháng 5/2024 - 9/2024.", "từ tháng 5/2024 - 9/2024", "period", "2024-05-01", "2024-09-30"),
    ("Thời gian thực hiện: Giai đoạn 2024-2026.", "Giai đoạn 2024-2026", "period", "2024-01-01", "2026-12-31"),
    (
        "Vận động ủng hộ trong giai đoạn 2024 - 2027.",
        "trong giai đoạn 2024 - 2027",
        "period",
        "2024-01-01",
        "2027-12-31",
    ),
    (
        "Thời gian: Quý IV năm 2025 và các năm tiếp theo.",
        "Quý IV năm 2025 và các năm tiếp theo",
        "period",
        "2025-10-01",
        "",
    ),
    ("Thời gian thực hiện: Từ 01/7/2025.", "Từ 01/7/2025", "period", "2025-07-01", ""),
    ("Thời gian: Quý III/2024 - Quý I/2025.", "Quý III/2024 - Quý I/2025", "period", "2024-07-01", "2025-03-31"),
    ("Áp dụng từ năm 2025 trở đi.", "từ năm 2025 trở đi", "period", "2025-01-01", ""),
    ("Thời gian thực hiện: Từ tháng 4/2024.", "Từ tháng 4/2024", "period", "2024-04-01", ""),
    ("Thời gian hoàn thành: 15/5/2024.", "15/5/2024", "due", "", "2024-05-15"),
    ("Thời gian thực hiện: Năm học 2024 - 2025.", "Năm học 2024 - 2025", "period", "", ""),
    ("Thời gian thực hiện sau khi Chiến lược được ban hành.", "sau khi Chiến lược được ban hành", "due", "", ""),
    ("Ngay sau khi được phê duyệt, công khai danh sách.", "Ngay sau khi được phê duyệt", "due", "", ""),
    # events
    (
        "Thời gian: 02 ngày (bắt đầu từ 7h30 thứ Ba ngày 14/5/2024).",
        "từ 7h30 thứ Ba ngày 14/5/2024",
        "event",
        "2024-05-14",
        "2024-05-14",
    ),
    ("Ra quân vào dịp kỷ niệm Ngày thành lập Hội 20/10/2024.", "20/10/2024", "event", "2024-10-20", "2024-10-20"),
    ("Tổ chức lễ phát động vào ngày 26/3/2024.", "vào ngày 26/3/2024", "event", "2024-03-26", "2024-03-26"),
    (
        "Mít tinh nhân kỷ niệm ngày truyền thống (28/7/1929 - 28/7/2024).",
        "28/7/1929 - 28/7/2024",
        "event",
        "2024-07-28",
        "2024-07-28",
    ),
    # a time of day or a field with no year at all stays open rather than guessed (see test_unknown_year)
    ("Thời gian thực hiện: Thường xuyên.", "Thường xuyên", "ongoing", "", ""),
    ("Thời gian thực hiện: Thường xuyên, theo yêu cầu nhiệm vụ.", "Thường xuyên", "ongoing", "", ""),
    # relative terms have no days
    (
        "Báo cáo trong 05 ngày làm việc kể từ ngày nhận văn bản.",
        "trong 05 ngày làm việc kể từ ngày nhận văn bản",
        "due",
        "",
        "",
    ),
    ("Trả lời trong thời hạn 30 ngày.", "trong thời hạn 30 ngày", "due", "", ""),
    ("Xử lý trong vòng 48 giờ kể từ khi phát hiện.", "trong vòng 48 giờ kể từ khi phát hiện", "due", "", ""),
    (
        "Quá 24 tháng kể từ ngày được giao đất mà không xây dựng thì thu hồi.",
        "Quá 24 tháng kể từ ngày được giao đất",
        "due",
        "",
        "",
    ),
    ("Công khai chậm nhất 03 ngày làm việc kể từ ngày ký.", "chậm nhất 03 ngày làm việc kể từ ngày ký", "due", "", ""),
    ("Thời gian thực hiện: Sau khi Nghị định được ban hành.", "Sau khi Nghị định được ban hành", "due", "", ""),
]

# text, quote, rule
RECURRING = [
    ("Sinh hoạt chuyên đề hằng quý tại chi bộ.", "hằng quý", "FREQ=MONTHLY;INTERVAL=3"),
    ("Hàng năm, tổ chức gặp mặt.", "Hàng năm", "FREQ=YEARLY"),
    ("Định kỳ 6 tháng báo cáo kết quả.", "Định kỳ 6 tháng", "FREQ=MONTHLY;INTERVAL=6"),
    ("Định kỳ tháng báo cáo kết quả.", "Định kỳ tháng", "FREQ=MONTHLY"),
    ("Rà soát 06 tháng một lần.", "06 tháng một lần", "FREQ=MONTHLY;INTERVAL=6"),
    ("Lấy mẫu 03 tháng/lần.", "03 tháng/lần", "FREQ=MONTHLY;INTERVAL=3"),
    ("Chương trình thường niên với đơn vị kết nghĩa.", "thường niên", "FREQ=YEARLY"),
    ("Mỗi năm mở lớp tập huấn cho cán bộ thôn.", "Mỗi năm", "FREQ=YEARLY"),
    ("Kiểm thực ba bước hằng ngày.", "hằng ngày", "FREQ=DAILY"),
    ("Hằng năm, vào dịp 18/11, tổ chức ngày hội.", "Hằng năm, vào dịp 18/11", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=18"),
    # the named day is kept
    ("Báo cáo trước ngày 20 hằng tháng.", "trước ngày 20 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=20"),
    ("Báo cáo trước ngày 15/12 hằng năm.", "trước ngày 15/12 hằng năm", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"),
    ("Thời gian: Tháng 12 hằng năm.", "Tháng 12 hằng năm", "FREQ=YEARLY;BYMONTH=12"),
    (
        "Báo cáo hằng năm (trước ngày 15 tháng 11) về tỉnh.",
        "hằng năm (trước ngày 15 tháng 11)",
        "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15",
    ),
    (
        "Định kỳ hằng tuần, trước 16 giờ 00 ngày thứ Sáu, gửi báo cáo.",
        "Định kỳ hằng tuần, trước 16 giờ 00 ngày thứ Sáu",
        "FREQ=WEEKLY;BYDAY=FR",
    ),
    ("Báo cáo hằng tuần trước 14 giờ thứ Năm.", "hằng tuần trước 14 giờ thứ Năm", "FREQ=WEEKLY;BYDAY=TH"),
    (
        "Nộp trước ngày 25 của tháng cuối quý.",
        "trước ngày 25 của tháng cuối quý",
        "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=25",
    ),
    ("Họp từ ngày 03 đến ngày 05 hằng tháng.", "từ ngày 03 đến ngày 05 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=3,4,5"),
    (
        "Báo cáo hằng tháng về Hội cấp trên trước ngày 10.",
        "hằng tháng về Hội cấp trên trước ngày 10",
        "FREQ=MONTHLY;BYMONTHDAY=10",
    ),
    (
        "Liên hoan văn nghệ dịp kỷ niệm ngày truyền thống hằng năm (18 tháng 11).",
        "hằng năm (18 tháng 11)",
        "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=18",
    ),
    ("Đánh giá định kỳ (hằng năm) tiến độ.", "định kỳ (hằng năm", "FREQ=YEARLY"),
    (
        "Tổ chức Tháng cao điểm hằng năm từ ngày 17/10 đến ngày 18/11.",
        "hằng năm từ ngày 17/10 đến ngày 18/11",
        "FREQ=YEARLY",
    ),
    ("Thống kê Quý IV hằng năm.", "Quý IV hằng năm", "FREQ=YEARLY;BYMONTH=10,11,12"),
    # a bare "định kỳ" has no rule
    ("Định kỳ tổ chức sơ kết, tổng kết.", "Định kỳ", None),
    ("Rà soát, cập nhật định kỳ trong quá trình thi hành.", "định kỳ", None),
]

# what looks like a deadline and is none
NOTHING = [
    "Tỷ lệ hội viên dự sinh hoạt định kỳ đạt trên 90%.",
    "Khen thưởng theo định kỳ và đột xuất.",  # a noun
    "Gương mẫu trong việc làm hằng ngày.",
    "Trong nhiệm kỳ vừa qua có nhiều chuyển biến.",  # a term without years
    "Kế hoạch năm học 2024 - 2025 của trường.",
    "Hẹn thứ Hai tuần tới.",  # a weekday that nothing repeats
    "Số liệu báo cáo đến ngày 30/6/2024.",
    "Chế độ báo cáo hằng tuần là căn cứ đánh giá.",
    "Áp dụng từ năm 2024 tại cơ sở.",
    "Tổ chức từ ngày 20/5/2024 đến ngày 10/5/2024 đã ghi nhầm.",  # a range that runs backwards
    "Trực 09 ngày nghỉ lễ.",
    "Ngày 32/13/2024 không có trên lịch.",
    "Tài liệu chuyên đề năm 2024 của tỉnh.",  # a year as an attribute
    "Nghị quyết Đại hội lần thứ V, nhiệm kỳ 2024 - 2029.",  # a term that is part of a name
    "Thường xuyên kiểm tra, đôn đốc việc thực hiện.",  # an adverb in prose
    "Thực hiện Kế hoạch số 15-KH/TU ngày 04/10/2024 của Ban Thường vụ.",  # the date of a document
    "Tổ chức cuộc thi “Tuổi trẻ với biển đảo năm 2024 - 2025”.",  # a name in quotation marks
    "Bố trí trong dự toán ngân sách hằng năm của đơn vị.",  # the budget is yearly, not the work
    "Ứng dụng công nghệ vào sản xuất và đời sống hằng ngày.",
    "Nghị quyết có hiệu lực từ ngày 01/7/2025.",  # into force
    "Quy hoạch tỉnh đến năm 2030, tầm nhìn đến năm 2050.",  # the name of a plan
    "Trong quý I/2023 đã tổ chức hai hội nghị.",  # past before the paper was signed
    "Số vụ giảm so với năm 2023.",  # a comparison
    "Thăm hỏi gia đình chính sách dịp Tết Nguyên đán.",  # an occasion with no date
    "Chăm lo học sinh từ 6 tuổi đến 11 tuổi.",
    "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2025;",  # the basis
    "Liên hệ số điện thoại 0123.456.789 hoặc trực 24/24 giờ.",
    "Tính đến ngày 30/6/2024, toàn xã có 12 thôn.",  # how things stood
    "Sau khi nghe báo cáo, đồng chí Chủ tịch kết luận.",  # narration
    "Tài liệu sinh hoạt hằng quý đã phát hành đến cơ sở.",  # describes what exists
]


@pytest.mark.parametrize(("text", "quote", "kind", "first", "last"), DATED)
def test_dated(text: str, quote: str, kind: str, first: str, last: str) -> None:
    found = find(text)
    assert [(d.quote.lower().endswith(quote.lower()), d.kind, d.from_, d.to) for d in found] == [
        (True, kind, day(first), day(last))
    ]


@pytest.mark.parametrize(("text", "quote", "rule"), RECURRING)
def test_recurring(text: str, quote: str, rule: str | None) -> None:
    found = find(text)
    assert [(d.quote, d.kind, d.rrule) for d in found] == [(quote, "recurring", rule)]


@pytest.mark.parametrize("text", NOTHING)
def test_nothing(text: str) -> None:
    assert find(text) == ()


def test_lists_give_one_entry_each() -> None:
    rules = [d.rrule for d in find("Giao ban hằng tháng, quý, 6 tháng và năm.")]
    assert rules == ["FREQ=MONTHLY", "FREQ=MONTHLY;INTERVAL=3", "FREQ=MONTHLY;INTERVAL=6", "FREQ=YEARLY"]


def test_list_of_quarters() -> None:
    found = find("Quán triệt trong quý II và quý III/2024.", _PERIOD)
    assert [(d.quote, d.kind) for d in found] == [("trong quý II", "due"), ("quý III/2024", "due")]
    assert [d.to for d in find("Tập huấn trong quý II/2024, quý IV/2024.")] == [date(2024, 6, 30), date(2024, 12, 31)]


def test_recurrence_within_a_year() -> None:
    (found,) = find("Dự sinh hoạt hằng quý năm 2024 tại cơ sở.")
    assert (found.quote, found.from_, found.to) == ("hằng quý năm 2024", date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize("header", [_YEAR, _PERIOD, Header()])
def test_two_days_share_their_recurrence(header: Header) -> None:
    found = find("Khởi công chậm nhất ngày 30/6 và bàn giao trước ngày 18/11 hằng năm.", header)
    assert [d.rrule for d in found] == [
        "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=18",
    ]


def test_days_after_a_half_yearly_recurrence_recur() -> None:
    found = find("Định kỳ 6 tháng báo cáo trước ngày 15/6 và trước ngày 01/12.")
    assert [d.rrule for d in found] == [
        "FREQ=MONTHLY;INTERVAL=6",
        "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15",
        "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1",
    ]


def test_term_of_office() -> None:
    within, middle = find("Trong nhiệm kỳ tổ chức một diễn đàn. Giữa nhiệm kỳ sơ kết.", _PERIOD)
    assert (within.kind, within.from_, within.to) == ("period", date(2024, 1, 1), date(2029, 12, 31))
    assert (middle.kind, middle.from_, middle.to) == ("due", None, None)


def test_unknown_year_is_not_guessed() -> None:
    (found,) = find("Gửi báo cáo trước ngày 15/6.", Header())
    assert (found.kind, found.to) == ("due", None)


def test_day_without_year_recurs_in_a_paper_of_several_years() -> None:
    (found,) = find("Báo cáo năm trước ngày 05/12.", _PERIOD)
    assert (found.kind, found.rrule) == ("recurring", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=5")


def test_programme_with_its_own_period_bounds_the_work() -> None:
    text = "+ Triển khai thực hiện Đề án trồng cây xanh giai đoạn 2024-2026 theo nghị quyết."
    start = text.index("Đề án")
    end = text.index(" theo")
    named = Citation(text[start:end], start, end, "Đề án", None, None, None, "mention", None)
    for citations in ((), (named,)):
        (found,) = find(text, citations=citations)
        assert (found.kind, found.to) == ("period", date(2026, 12, 31))


def test_citation_covers_its_date() -> None:
    text = "Báo cáo theo Hướng dẫn của Hội trước ngày 15/3/2024."
    start = text.index("Hướng dẫn")
    cited = Citation(text[start:-1], start, len(text) - 1, "Hướng dẫn", "01-HD/H", None, None, "mention", None)
    assert find(text, citations=(cited,)) == ()


def test_table_cells() -> None:
    text = "1 Rà soát văn bản Phòng Nội vụ Quý II/2024\n2 Tập huấn 2024 Trạm Y tế 2025"
    head = ("STT", "Nhiệm vụ", "Chủ trì", "Thời gian hoàn thành")

    def cell(column: int, part: str, after: int = 0) -> tuple[int, int, int]:
        start = text.index(part, after)
        return column, start, start + len(part)

    line = text.index("\n")
    first = (cell(0, "1"), cell(1, "Rà soát văn bản"), cell(2, "Phòng Nội vụ"), cell(3, "Quý II/2024"))
    second = (cell(0, "2", line), cell(1, "Tập huấn 2024", line), cell(2, "Trạm Y tế", line), cell(3, "2025", line))
    rows = (
        Unit(0, line, "row", "annex", cells=first, columns=head),
        Unit(line + 1, len(text), "row", "annex", cells=second, columns=head),
    )
    assert [(d.quote, d.to) for d in find(text, units=rows)] == [
        ("Quý II/2024", date(2024, 6, 30)),
        ("2025", date(2025, 12, 31)),
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Phòng Y tế\n2025\nQuyết định", ["due"]),  # a bare year on its own line is a time cell
        ("2026\n2027\n2028", []),  # a row of years is a table head
        ("Phòng Y tế\nThường xuyên\nKế hoạch", ["ongoing"]),
        ("1 | Mở lớp | Phòng Y tế | Quý II/2024 | Kế hoạch", ["due"]),
        ("Sở, ban, ngành có liên quan Thường xuyên", ["ongoing"]),  # a row read as one line
    ],
)
def test_unrecovered_tables(text: str, kinds: list[str]) -> None:
    assert [d.kind for d in find(text)] == kinds


@pytest.mark.parametrize("zone", ["head", "basis", "tail", "outside"])
def test_dead_zones(zone: str) -> None:
    text = "Gửi báo cáo trước ngày 15/3/2024."
    unit = Unit(0, len(text), "paragraph", zone)  # type: ignore[arg-type]
    assert find(text, units=(unit,)) == ()


def test_outside_the_frame() -> None:
    text = "Xuất bản trước ngày 15/3/2024\nNội dung.\nGửi trước ngày 16/3/2024"
    frame = Frame(text.index("Nội"), text.index("Gửi"), len(text))
    assert find_deadlines(make_reading(text), _YEAR, frame, (), ()) == ()


def test_annexed_outline_asks_and_does_not_order() -> None:
    text = "Nội dung kế hoạch của đơn vị.\nĐỀ CƯƠNG BÁO CÁO\nĐánh giá việc học tập chuyên đề hằng năm."
    frame = Frame(0, text.index("ĐỀ"), text.index("ĐỀ"))
    assert find_deadlines(make_reading(text), _YEAR, frame, (), ()) == ()


days = st.dates(date(2024, 3, 1), date(2097, 12, 31))


@given(days)
def test_before_a_day_is_the_day_before(limit: date) -> None:
    for text in (
        f"Gửi báo cáo trước ngày {limit.day}/{limit.month}/{limit.year}.",
        f"Gửi báo cáo trước ngày {limit.day:02d} tháng {limit.month:02d} năm {limit.year}.",
    ):
        (found,) = find(text)
        assert found.to == limit - timedelta(days=1)


@given(st.integers(2024, 2099), st.integers(2, 4), st.sampled_from([["I", "II", "III", "IV"], ["1", "2", "3", "4"]]))
def test_quarters_tile_the_year(year: int, quarter: int, names: list[str]) -> None:
    (before,) = find(f"Hoàn thành trong quý {names[quarter - 2]}/{year}.")
    (after,) = find(f"Hoàn thành trong quý {names[quarter - 1]} năm {year}.")
    assert before.to and after.from_ and after.to
    assert before.to + timedelta(days=1) == after.from_
    assert after.to.month == 3 * quarter


@given(days, st.integers(1, 400))
def test_ranges_keep_their_ends(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    (found,) = find(f"Treo cờ từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}.")
    assert (found.kind, found.from_, found.to) == ("period", first, last)


PIECES = ["trước ", "ngày ", "15/3/2024", "hằng ", "tháng ", "quý ", "IV", "năm ", "2025", " - ", "(", ")", ", ", ".", "\n", "định kỳ ",
          "giai đoạn ", "từ ", "đến ", "31/02/2024", "thường xuyên", "“", "6 ", "sau khi ", "nhiệm kỳ ", "thứ Sáu"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_spans_hold_on_any_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    end = 0
    for found in find(text):
        assert text[found.start : found.end] == found.quote
        assert found.quote.strip() == found.quote != ""
        assert found.start >= end
        assert "\n" not in found.quote
        end = found.end


@given(st.sampled_from(DATED))
def test_decomposed_input_after_normalising(row: tuple[str, str, str, str, str]) -> None:
    decomposed = unicodedata.normalize("NFD", row[0])
    assert find(unicodedata.normalize("NFC", decomposed)) == find(row[0])


@given(st.sampled_from(DATED), st.sampled_from(RECURRING))
def test_case_of_cues_does_not_matter(dated: tuple[str, str, str, str, str], rec: tuple[str, str, str | None]) -> None:
    assume(dated[2] != "ongoing")
    assert [d.kind for d in find(rec[0])] == [d.kind for d in find(rec[0][0].lower() + rec[0][1:])]


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "ngày 1/1 ", "hằng tháng, ", "trước ngày ", "1.1.", "sau khi ", "trong 5 ngày làm việc kể từ "]
)
def test_hostile_text_is_bounded(piece: str) -> None:
    text = (piece * (300_000 // len(piece)))[:300_000]
    began = time.process_time()
    find(text)
    assert time.process_time() - began < 20


def test_rules_are_in_rfc_order() -> None:
    order = ["FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY"]
    for text, _, _ in RECURRING:
        for found in find(text):
            keys = re.findall(r"(\w+)=", found.rrule or "")
            assert keys == sorted(keys, key=order.index)
