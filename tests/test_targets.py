"""Targets: comparator, figure, unit and per; and the figures that are no targets."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.deadlines import find_deadlines
from parser.document import Citation, Frame, Header, Paragraph, Reading, Source, Target, Unit
from parser.targets import find_targets


def find(text: str, units: tuple[Unit, ...] = (), citations: tuple[Citation, ...] = ()) -> tuple[Target, ...]:
    """Find the targets of a paper that is only body, with its deadlines known."""
    reading = Reading(text, (Paragraph(0, len(text)),), Source("x.txt", "", "text/plain", "text", None, len(text)))
    frame = Frame(0, len(text), len(text))
    deadlines = find_deadlines(reading, Header(), frame, units, citations)
    return find_targets(reading, frame, units, citations, deadlines)


# text, quote begins with, comparator, value, value_to, unit, per
ONE = [
    # all of them
    ("- 100% thôn, tổ dân phố có tủ sách.", "100% thôn, tổ dân phố", "=", 100, None, "%", None),
    ("Tập huấn cho 100% trưởng thôn.", "100% trưởng thôn", "=", 100, None, "%", None),
    # strictly more or less
    ("Có trên 92% hộ đạt chuẩn.", "trên 92% hộ đạt chuẩn", ">", 92, None, "%", None),
    ("Trong đó có trên 90% chi hội tham gia.", "trên 90% chi hội", ">", 90, None, "%", None),
    ("Phấn đấu hỗ trợ hơn 100 nhà tình nghĩa.", "hơn 100 nhà", ">", 100, None, "nhà", None),
    ("Tỷ lệ suy dinh dưỡng dưới 24%.", "dưới 24%", "<", 24, None, "%", None),
    ("Chủ trì trên 03 cuộc giám sát chuyên đề.", "trên 03 cuộc", ">", 3, None, "cuộc", None),
    # at least, at most
    ("Mở ít nhất 02 lớp tập huấn.", "ít nhất 02 lớp", ">=", 2, None, "lớp tập huấn", None),
    ("Tối thiểu 70% hộ gia đình tham gia.", "Tối thiểu 70%", ">=", 70, None, "%", None),
    ("Có 70% trở lên thôn đạt chuẩn an toàn.", "70% trở lên", ">=", 70, None, "%", None),
    ("Tỷ lệ hài lòng đạt từ 95% trở lên.", "Tỷ lệ", ">=", 95, None, "%", None),
    ("Bảo đảm 95% hội viên trở lên dự họp.", "95% hội viên trở lên", ">=", 95, None, "%", None),
    ("Giữ tỷ lệ nợ quá hạn không vượt quá 0,15%.", "không vượt quá 0,15%", "<=", 0.15, None, "%", None),
    ("Số hộ nghèo không quá 5% tổng số hộ.", "không quá 5%", "<=", 5, None, "%", None),
    ("Tỷ lệ hộ nghèo từ 3% trở xuống.", "từ 3% trở xuống", "<=", 3, None, "%", None),
    ("Chi sự nghiệp không thấp hơn 2% tổng chi.", "không thấp hơn 2%", ">=", 2, None, "%", None),
    ("Buổi họp không dưới 90 phút.", "không dưới 90 phút", ">=", 90, None, "phút", None),
    ("Niêm yết công khai ít nhất 07 ngày.", "ít nhất 07 ngày", ">=", 7, None, "ngày", None),
    ("Quỹ vận động đạt từ 45 tỷ đồng trở lên.", "từ 45 tỷ đồng trở lên", ">=", 45, None, "tỷ đồng", None),
    ("Tỷ lệ chi nghiên cứu ≥ 3% tổng chi.", "≥ 3%", ">=", 3, None, "%", None),
    # exactly, or a goal word
    ("Quy mô kinh tế số đạt 40% GRDP.", "40% GRDP", "=", 40, None, "%", None),
    ("Giảm 5% so với năm trước liền kề số vụ vi phạm.", "5%", "=", 5, None, "%", None),
    ("Tỷ lệ che phủ rừng đạt 42,5%.", "Tỷ lệ", "=", 42.5, None, "%", None),
    ("Trồng 1.500 cây dọc tuyến đường.", "1.500 cây", "=", 1500, None, "cây", None),
    ("Mở 05 lớp tập huấn nghiệp vụ.", "05 lớp", "=", 5, None, "lớp tập huấn", None),
    ("Kiểm tra 04 chi bộ trực thuộc.", "04 chi bộ", "=", 4, None, "chi bộ", None),
    # ranges
    ("Tổ chức từ 01 đến 02 hội nghị đối thoại.", "từ 01 đến 02 hội nghị", "range", 1, 2, "hội nghị", None),
    ("Tỷ lệ giải ngân đạt 80-85%.", "Tỷ lệ", "range", 80, 85, "%", None),
    ("Tỷ lệ khai thác đạt 8 - 10%.", "Tỷ lệ", "range", 8, 10, "%", None),
    ("Tăng từ 10% đến 15% số đơn.", "từ 10% đến 15%", "range", 10, 15, "%", None),
    # per what
    ("Hỗ trợ ít nhất 01 nhà/năm.", "ít nhất 01 nhà/năm", ">=", 1, None, "nhà", "năm"),
    ("Phát tin ít nhất 02 lần/tuần.", "ít nhất 02 lần/tuần", ">=", 2, None, "lần", "tuần"),
    ("Tổ chức tối thiểu 02 tiết/học kỳ.", "tối thiểu 02 tiết", ">=", 2, None, "tiết", "học kỳ"),
    ("Mở ít nhất 02 lớp tập huấn mỗi năm.", "ít nhất 02 lớp", ">=", 2, None, "lớp tập huấn", "năm"),
    ("Phát thanh 03 lần/tuần trên loa xã.", "03 lần/tuần", "=", 3, None, "lần", "tuần"),
    ("Mỗi chi hội có ít nhất 01 mô hình.", "Mỗi chi hội có ít nhất 01 mô hình", ">=", 1, None, "mô hình", "chi hội"),
    ("Mỗi thôn xây dựng 01 mô hình tự quản.", "Mỗi thôn xây dựng 01 mô hình", "=", 1, None, "mô hình", "thôn"),
    ("Mỗi đội có từ 10 người trở lên.", "Mỗi đội có từ 10 người trở lên", ">=", 10, None, "người", "đội"),
    ("Mỗi năm mở ít nhất 01 lớp nghề.", "Mỗi năm mở ít nhất 01 lớp", ">=", 1, None, "lớp", "năm"),
    ("Đoàn xã kết nạp ít nhất 20 đoàn viên mới.", "ít nhất 20 đoàn viên", ">=", 20, None, "đoàn viên", None),
    # a numeral in words after a least or a most
    ("Kiểm tra ít nhất hai lần mỗi năm.", "ít nhất hai lần", ">=", 2, None, "lần", "năm"),
    ("Mở tối thiểu mười lăm lớp tập huấn.", "tối thiểu mười lăm lớp", ">=", 15, None, "lớp tập huấn", None),
    # a unit in quotation marks; OCR slips of "Phấn đấu"
    ("Tổ chức ít nhất 02 “diễn đàn Nhân dân”.", "ít nhất 02 “diễn đàn", ">=", 2, None, "diễn đàn", None),
    ("Phần đầu có 85% hộ phân loại rác.", "85% hộ phân loại rác", "=", 85, None, "%", None),
    # planned for a year, whatever the heading; granted to each of those named
    ("Đến năm 2035 hình thành 12 cụm công nghiệp.", "12 cụm", "=", 12, None, "cụm công nghiệp", None),
    ("Hỗ trợ các xã vùng lũ, mỗi xã khoảng 15 tỷ đồng.", "mỗi xã khoảng 15", "=", 15, None, "tỷ đồng", "xã"),
    # money against a bound
    ("Mức hỗ trợ xây mới không dưới 70 triệu đồng/nhà.", "không dưới 70 triệu", ">=", 70, None, "triệu đồng", "nhà"),
]  # fmt: skip

NOTHING = [
    "Góp ý ít nhất không thấp kém hơn trước.",  # a word that is also a numeral
    "Địa bàn gồm 09 khối phố với hơn 3.600 hộ dân.",  # background
    "Tuyên truyền trên cả 03 mặt công tác.",  # only counts
    "Tập trung thực hiện 03 nội dung sau.",
    "Sơ kết 03 năm thực hiện Chỉ thị.",  # a term
    "Xây dựng gia đình “5 không, 3 sạch”.",  # a name
    "Tiêm vắc xin cho trẻ 7 tuổi.",  # an age
    "Người từ 15 tuổi trở lên được cấp tài khoản.",
    "Theo điểm 1, 2 mục II của văn bản.",
    "1. Công tác tuyên truyền",
    "1.2. Phương thức thực hiện",
    "Gửi trước ngày 15/3/2024.",  # a date
    "Trực 24/24 giờ tại trụ sở.",
    "Gọi số điện thoại 0123.456.789.",
    "Trong năm 2023 đã xây dựng 12 nhà tình nghĩa.",  # the past
    "Đến nay có 85% hộ dùng nước sạch.",
    "Sản lượng tăng 12,5% so với cùng kỳ.",
    "Khai báo khi đám tiệc từ 30 mâm trở lên.",  # a condition
    "Nếu có từ 05 người mắc trở lên thì báo cáo.",
    "Gửi tài liệu trước kỳ họp ít nhất 02 ngày.",  # a relative term
    "Phân công 01 đồng chí phụ trách.",
    "Áp dụng mức độ 2 trở lên.",
    "Bố trí kinh phí 180 triệu đồng cho công tác này.",  # a budget
    "Hỗ trợ hoạt động, mỗi năm khoảng 15 tỷ đồng.",
    "Học sinh lớp 12 và học sinh lớp 9.",
    "Tuyên truyền trên 04 loại hình báo chí.",  # a place, not "more than"
    "Ngoài trụ sở chấm tối đa 3,5 điểm.",
    "Mạng 5G và tiêu chuẩn ISO 9001:2015.",
]


@pytest.mark.parametrize(("text", "begins", "sign", "value", "value_to", "unit", "per"), ONE)
def test_one(
    text: str, begins: str, sign: str, value: float, value_to: float | None, unit: str, per: str | None
) -> None:
    (found,) = find(text)
    assert (found.comparator, found.value, found.value_to, found.unit, found.per) == (sign, value, value_to, unit, per)
    assert found.quote.startswith(begins)


@pytest.mark.parametrize("text", NOTHING)
def test_nothing(text: str) -> None:
    assert find(text) == ()


def test_two_in_a_sentence_do_not_overlap() -> None:
    first, second = find("Phấn đấu có trên 90% Ban Công tác Mặt trận và trên 80% chi hội hoàn thành tốt nhiệm vụ.")
    assert (first.quote, second.quote) == (
        "trên 90% Ban Công tác Mặt trận",
        "trên 80% chi hội hoàn thành tốt nhiệm vụ",
    )


def test_quote_ends_before_another_thought() -> None:
    (found,) = find("Vận động 100% hộ ký cam kết, hoàn thành trước ngày 30/6/2024.")
    assert found.quote == "100% hộ ký cam kết"


def test_second_figure_of_an_each_clause_counts() -> None:
    found = find("Mỗi bệnh viện chuẩn bị ít nhất 20 giường cách ly và 05 máy thở.")
    assert [(t.comparator, t.value) for t in found] == [(">=", 20.0), ("=", 5.0)]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Có trên 90% khu dân cư tổ chức cả phần hội.", "khu dân cư"),
        ("100% các trường học được kết nối.", "trường học"),
        ("Tỷ lệ hồ sơ trực tuyến đạt 60%.", "hồ sơ trực tuyến"),
        ("Phấn đấu đạt 60%.", None),
        ("Mở ít nhất 02 lớp.", None),
    ],
)
def test_subject(text: str, subject: str | None) -> None:
    assert find(text)[0].subject == subject


def test_table_cells() -> None:
    text = "Tỷ lệ hộ dùng nước sạch % 95 90\nSố lớp mở mới lớp 12 10"
    head = ("Chỉ tiêu", "Đơn vị tính", "Kế hoạch 2026", "Thực hiện")
    line = text.index("\n")

    def cells(after: int, parts: tuple[str, ...]) -> tuple[tuple[int, int, int], ...]:
        found = []
        for column, part in enumerate(parts):
            after = text.index(part, after)
            found.append((column, after, after + len(part)))
            after += len(part)
        return tuple(found)

    rows = (
        Unit(0, line, "row", "annex", cells=cells(0, ("Tỷ lệ hộ dùng nước sạch", "%", "95", "90")), columns=head),
        Unit(
            line + 1, len(text), "row", "annex", cells=cells(line, ("Số lớp mở mới", "lớp", "12", "10")), columns=head
        ),
    )
    assert [(t.value, t.unit) for t in find(text, rows)] == [(95.0, "%"), (12.0, "lớp")]


@pytest.mark.parametrize("zone", ["head", "basis", "tail", "outside", "situation"])
def test_dead_zones(zone: str) -> None:
    text = "100% thôn có tủ sách."
    assert find(text, (Unit(0, len(text), "paragraph", zone),)) == ()  # type: ignore[arg-type]


def test_figures_of_citations_are_taken() -> None:
    text = "Thực hiện Đề án 100% trường học có thư viện."
    start = text.index("Đề án")
    cited = Citation(text[start:-1], start, len(text) - 1, "Đề án", None, None, None, "mention", None)
    assert find(text, citations=(cited,)) == ()


def test_report_tells_and_does_not_order() -> None:
    text = "BÁO CÁO\nTình hình sáu tháng\nKết nạp 20 hội viên mới.\nPhấn đấu cuối năm đạt 90%."
    assert [t.value for t in find(text)] == [90.0]


@given(st.integers(1, 999), st.sampled_from([("ít nhất", ">="), ("trên", ">"), ("dưới", "<"), ("không quá", "<=")]))
def test_any_count(value: int, cue: tuple[str, str]) -> None:
    (found,) = find(f"Phấn đấu có {cue[0]} {value:02d} mô hình tự quản.")
    assert (found.comparator, found.value, found.unit) == (cue[1], value, "mô hình")


@given(st.integers(0, 1000))
def test_any_percentage(tenths: int) -> None:
    (found,) = find(f"Phấn đấu đạt {tenths // 10},{tenths % 10}% hộ dùng nước sạch.")
    assert found.value == pytest.approx(tenths / 10)


PIECES = ["100% ", "trên ", "ít nhất ", "05 ", "mỗi ", "thôn ", "mô hình", "/năm", " đến ", "từ ", "trở lên", ", ", ".", "\n", "đạt ",
          "1.500 ", "98,5%", "(", ")", "“", "”", "và ", "tuổi ", "- ", "≥ ", "đã "]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_spans_hold_on_any_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    end = 0
    for found in find(text):
        assert text[found.start : found.end] == found.quote
        assert found.quote
        assert "\n" not in found.quote
        assert found.start >= end
        end = found.end


@given(st.sampled_from(ONE))
def test_decomposed_input_after_normalising(row: tuple[str, str, str, float, float | None, str, str | None]) -> None:
    decomposed = unicodedata.normalize("NFD", row[0])
    assert find(unicodedata.normalize("NFC", decomposed)) == find(row[0])


@pytest.mark.parametrize("piece", ["1", "1 ", "trên 1% ", "“ 5% ", "từ 5 đến ", "mỗi thôn ", "1,1.", "trở lên "])
def test_hostile_text_is_bounded(piece: str) -> None:
    text = (piece * (300_000 // len(piece)))[:300_000]
    began = time.process_time()
    find(text)
    assert time.process_time() - began < 20
