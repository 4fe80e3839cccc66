"""Deadlines without a plain date: occasions, days of any year, programmes of meetings, rules from a day on."""

from __future__ import annotations

import time
from datetime import date

import pytest

from parser.deadlines import find_deadlines
from parser.document import Deadline, Frame, Header, Unit
from tests.test_deadlines import make_reading

_HEADER = Header(date=date(2026, 3, 2), title="Kế hoạch tổ chức hội thi năm 2026")


def find(text: str, units: tuple[Unit, ...] = ()) -> tuple[Deadline, ...]:
    return find_deadlines(make_reading(text), _HEADER, Frame(0, len(text), len(text)), units, ())


def brief(text: str) -> list[tuple[str, str, str, str, str | None]]:
    return [(d.quote, d.kind, str(d.from_ or ""), str(d.to or ""), d.rrule) for d in find(text)]


DUE = [
    # at the head of an item, bulleted or lettered
    ("- Sau khi có quyết định, văn phòng cấp phát biểu mẫu.", "Sau khi có quyết định"),
    ("b) Sau khi nhận được hồ sơ, tổ thẩm định họp.", "Sau khi nhận được hồ sơ"),
    ("- Khi có kết luận của đoàn kiểm tra, xã khắc phục.", "Khi có kết luận của đoàn kiểm tra"),
    # right before the end of a clause, where the act follows at once
    ("Ban Tổ chức hội thi giải tán sau khi hoàn thành nhiệm vụ.", "sau khi hoàn thành nhiệm vụ"),
    ("Phát bằng cho học viên khi đã có Quyết định của Hội cấp trên.", "khi đã có Quyết định của Hội cấp trên"),
    # at once
    ("Vệ sinh giếng nước ngay khi nước rút.", "ngay khi nước rút"),
    ("Mở lớp tập huấn ngay sau khi có tài liệu.", "ngay sau khi có tài liệu"),
    ("Cấp điện trở lại cho các xóm ngay sau lũ.", "ngay sau lũ"),
    # a year that only the work names
    ("Giao đủ vốn ngay trong năm kế hoạch.", "ngay trong năm kế hoạch"),
    # a meeting named by its turn
    ("Báo cáo chi hội vào kỳ họp gần nhất.", "vào kỳ họp gần nhất"),
    ("Công bố tại buổi sinh hoạt tiếp theo.", "tại buổi sinh hoạt tiếp theo"),
    # counted back from an occasion, or sent so long before
    ("Gửi danh sách trước 15 ngày của các đợt trao giải.", "trước 15 ngày của các đợt trao giải"),
    ("Gửi tài liệu cho đại biểu trước 02 ngày để nghiên cứu.", "trước 02 ngày"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote"), DUE)
def test_occasion_without_a_day_is_due(text: str, quote: str) -> None:
    assert brief(text) == [(quote, "due", "", "", None)]


NOTHING = [
    "Cử người tham gia khi có yêu cầu.",  # a condition
    "Chỉ khai thác khi có quyết định cấp phép.",
    "Theo dõi kiến nghị đến khi có văn bản trả lời.",
    "Kiện toàn bộ máy sau khi sắp xếp đơn vị hành chính.",  # describes
    "Sau khi nghe báo cáo, Chủ tịch kết luận như sau.",
    "Hội viên được tặng quà sớm (trước 24 tháng đối với người ốm nặng).",  # who may have it
    "Lớp tập huấn có 03 ngày, 15 học viên và 08/10 giảng viên.",  # counts, no days
    "Khai giảng kỳ họp thường lệ.",
    "Sửa đường phục vụ công tác cứu hộ, cứu nạn ngay sau lũ.",  # tells which work
    "Ngay sau đó, các xã họp bàn.",
    "Thực hiện mục tiêu đến năm 2035 thành xã kiểu mẫu như đã đề ra tại Nghị quyết.",  # another paper's aim
]


@pytest.mark.parametrize("text", NOTHING)
def test_condition_is_no_deadline(text: str) -> None:
    assert brief(text) == []


OTHERS = [
    # what comes again with an occasion; a recurrence named with it tells when
    ("Chi hội gửi báo cáo sau mỗi đợt.", [("sau mỗi đợt", "recurring", "", "", None)]),
    ("- Sau mỗi đợt sinh hoạt hằng quý gửi báo cáo.", [("hằng quý", "recurring", "", "", "FREQ=MONTHLY;INTERVAL=3")]),
    ("Chi hội gửi báo cáo ngay sau mỗi đợt.", [("sau mỗi đợt", "recurring", "", "", None)]),
    # several days of every year
    (
        "Tặng quà vào dịp kỷ niệm các ngày 8/3, 27/7, 20/10 và 22/12 hằng năm.",
        [("vào dịp kỷ niệm các ngày 8/3, 27/7, 20/10 và 22/12 hằng năm", "recurring", "", "", "FREQ=YEARLY")],
    ),
    # a window of any year
    (
        "Xét người đủ tuổi từ ngày 15/11 năm trước đến hết tháng 10 trong năm.",
        [("từ ngày 15/11 năm trước đến hết tháng 10 trong năm", "period", "", "", None)],
    ),
    ("Trực chòi canh từ tháng 12 đến tháng 4 năm sau.", [("từ tháng 12 đến tháng 4 năm sau", "period", "", "", None)]),
    # a rule from a day on
    ("Thực hiện thống nhất kể từ đợt 01/6/2026.", [("kể từ đợt 01/6/2026", "period", "2026-06-01", "", None)]),
    ("Kể từ ngày 01/7/2026, không nhận hồ sơ giấy.", [("Kể từ ngày 01/7/2026", "period", "2026-07-01", "", None)]),
    # clock and day of a meeting
    ("Thời gian kiểm tra: 13h30’ ngày 20/4/2026.", [("13h30’ ngày 20/4/2026", "event", "2026-04-20", "2026-04-20", None)]),
    (
        "Thời gian: Vào lúc 08 giờ 00 phút, ngày 20/4/2026.",
        [("Vào lúc 08 giờ 00 phút, ngày 20/4/2026", "event", "2026-04-20", "2026-04-20", None)],
    ),
    # days of one month: a list happens, a range is a stretch
    (
        "Thời gian tổ chức: 03 ngày: 20, 21 và 22 tháng 4 năm 2026.",
        [("20, 21 và 22 tháng 4 năm 2026", "event", "2026-04-20", "2026-04-22", None)],
    ),
    ("Ra quân vào ngày 20, 21/4.", [("vào ngày 20, 21/4", "event", "2026-04-20", "2026-04-21", None)]),
    ("Cao điểm 20 - 26/4, dọn kênh mương.", [("20 - 26/4", "period", "2026-04-20", "2026-04-26", None)]),
    ("Xong trước ngày 20, 21/4/2026.", [("trước ngày 20, 21/4/2026", "due", "", "2026-04-19", None)]),
    # what is planned by others
    ("Góp ý cho hội nghị (dự kiến tổ chức trong tháng 6/2026).",
     [("trong tháng 6/2026", "event", "2026-06-01", "2026-06-30", None)]),
    # a fund that is ordered, not one that pays
    ("Sở Tài chính bố trí kinh phí hằng năm cho hội.", [("hằng năm", "recurring", "", "", "FREQ=YEARLY")]),
    ("Chi từ nguồn kinh phí hằng năm của hội.", []),
    # until, and while, something is waited for
    ("Tạm dừng cấp phép cho đến khi có ý kiến của Sở Nội vụ.",
     [("cho đến khi có ý kiến của Sở Nội vụ", "period", "", "", None)]),
    ("Trong thời gian chờ quy định được sửa đổi, bổ sung, xã giữ nguyên mức thu.",
     [("Trong thời gian chờ quy định được sửa đổi, bổ sung", "period", "", "", None)]),
    # what was done stands in the sentence, the term lies ahead
    ("Xử lý các chợ đã được lập, báo cáo trong quý II năm 2031.",
     [("trong quý II năm 2031", "due", "2031-04-01", "2031-06-30", None)]),
    ("Đã kiểm đếm 12 ha, dự kiến khởi công trong tháng 7/2026.",
     [("trong tháng 7/2026", "due", "2026-07-01", "2026-07-31", None)]),
    ("Đã phát quà trong tháng 3/2026.", []),
    # a demand of before that is quoted
    ("Sở đã có văn bản đề nghị xã gửi danh sách trước ngày 05/02/2020.",
     [("trước ngày 05/02/2020", "due", "", "2020-02-04", None)]),
    # a goal after the year
    ("Trên địa bàn xã đến năm 2035 hình thành 02 bến xe.", [("đến năm 2035", "due", "", "2035-12-31", None)]),
    # the figure's own "mỗi năm"
    ("Mở lớp tập huấn mỗi năm ít nhất 02 lần.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), OTHERS)
def test_other_times(text: str, expected: list[tuple[str, str, str, str, str | None]]) -> None:
    assert brief(text) == expected


def test_programme_of_days_and_their_later_mention() -> None:
    text = (
        "NGÀY 1: THỨ HAI, NGÀY 20/4/2026\nTập trung toàn đơn vị\nNGÀY 2: THỨ BA, NGÀY 21/4/2026\n"
        "Văn phòng đặt xe cho ngày 21/4 và báo lại ngày 28/4."
    )
    assert [(d.quote, d.kind) for d in find(text)] == [
        ("NGÀY 20/4/2026", "event"),
        ("NGÀY 21/4/2026", "event"),
        ("ngày 21/4", "event"),
    ]


def test_rule_in_the_sentence_that_closes_the_basis() -> None:
    text = "Căn cứ Điều lệ; Ban Chấp hành hướng dẫn xếp loại chi hội từ năm 2026 trở đi như sau"
    basis = Unit(0, len(text), "paragraph", "basis")
    assert [d.quote for d in find(text, (basis,))] == ["từ năm 2026 trở đi"]
    plain = "Căn cứ tình hình từ năm 2026 trở đi"
    assert find(plain, (Unit(0, len(plain), "paragraph", "basis"),)) == ()


@pytest.mark.parametrize(
    "piece",
    [
        "1, ",
        "1/1, ",
        "1 và ",
        "10 - 11/4 ",
        "khi có ",
        "sau mỗi đợt ",
        "vào dịp 1/1, ",
        "08 giờ 00 phút, ",
        "năm trước đến ",
    ],
)
def test_hostile_text_is_bounded(piece: str) -> None:
    text = (piece * (300_000 // len(piece)))[:300_000]
    began = time.process_time()
    find(text)
    assert time.process_time() - began < 20
