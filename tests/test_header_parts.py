"""The small readers behind the header: number and date lines, names, signature lines, hostile input."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.document import Paragraph, Reading, Source
from parser.folding import fold
from parser.header import find_header
from parser.thethuc import casing, issuers, numbering, signature


@pytest.mark.parametrize(
    ("line", "number", "rest"),
    [
        ("Số: 12/KH-UBND", "12/KH-UBND", ""),
        ("Số 05- CT/TW", "05-CT/TW", ""),
        ("SỐ: 144 /2002/QĐ/BTC", "144/2002/QĐ/BTC", ""),
        ("Số: 010/CT-UBND", "010/CT-UBND", ""),
        ("Số:      /KH-UBND", None, ""),
        ("Số: ……/BC-SCT", None, ""),
        ("Số     -HD/BTCTU Hà Nội, ngày    tháng 8 năm 2025", None, "Hà Nội, ngày    tháng 8 năm 2025"),
        ("Số: 9", "9", ""),
        ("46-KH/ĐUK", "46-KH/ĐUK", ""),
        ("Số: 31/HDLN-\u0412\u0421\u0422", "31/HDLN-BCT", ""),  # Cyrillic look-alikes of a scan's text layer
    ],
)
def test_number_line(line: str, number: str | None, rest: str) -> None:
    found = numbering.number_line(line)
    assert found is not None
    assert (found.number, found.rest) == (number, rest)


@pytest.mark.parametrize(
    "line", ["Số lượng: 12 người", "Sông Lạn, ngày 04 tháng 3 năm 2026", "Số hộ nghèo giảm 12/15 xã", "KẾ HOẠCH"]
)
def test_no_number_line(line: str) -> None:
    assert numbering.number_line(line) is None


@pytest.mark.parametrize(
    ("line", "place", "day"),
    [
        ("Hoa Lư, ngày 05 tháng 02 năm 2026", "Hoa Lư", date(2026, 2, 5)),
        ("Thành phố Hồ Chí Minh, ngày 28 tháng 11 năm 2025", "Thành phố Hồ Chí Minh", date(2025, 11, 28)),
        ("Hoa Lư, ngày 14 tháng5 năm 2008", "Hoa Lư", date(2008, 5, 14)),
        ("La Vân, ngày 09/02/2026", "La Vân", date(2026, 2, 9)),
        ("La Vân, ngày     tháng 3 năm 2026", "La Vân", None),
        ("La Vân, ngày … tháng … năm 2026", "La Vân", None),
        ("La Vân, ngày tháng năm", "La Vân", None),
        ("La Vân, ngày 31 tháng 02 năm 2026", "La Vân", None),
    ],
)
def test_date_line(line: str, place: str, day: date | None) -> None:
    found = numbering.date_line(line)
    assert found is not None
    assert (found.place, found.day) == (place, day)


@pytest.mark.parametrize(
    "line", ["thực hiện Kết luận ngày 18/5/2021", "Xong trước ngày 20 hằng tháng", "Ngày hội của toàn dân"]
)
def test_no_date_line(line: str) -> None:
    assert numbering.date_line(line) is None


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31)), st.booleans())
def test_every_day_survives(day: date, short: bool) -> None:
    """Whatever the padding, the day of the line is the day read."""
    line = (
        f"Hoa Lư, ngày {day.day} tháng {day.month} năm {day.year}"
        if short
        else f"Hoa Lư, ngày {day:%d} tháng {day:%m} năm {day.year}"
    )
    found = numbering.date_line(line)
    assert found is not None
    assert found.day == day


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Sở Giáo dục và Đào tạo"),
        ("SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "Sở Văn hóa, Thể thao và Du lịch"),
        ("SỞ NÔNG NGHIỆP VÀ PTNT", "Sở Nông nghiệp và PTNT"),
        ("BỘ CÔNG THƯƠNG", "Bộ Công Thương"),
        ("BỘ KHOA HỌC VÀ CÔNG NGHỆ", "Bộ Khoa học và Công nghệ"),
        ("UỶ BAN NHÂN DÂN TỈNH ĐẮK MIL", "Ủy ban nhân dân tỉnh Đắk Mil"),
        ("ỦY BAN NHÂN DÂN THÀNH PHỐ HOA LƯ", "Ủy ban nhân dân thành phố Hoa Lư"),
        ("HUYỆN ỦY HẠ MÂY", "Huyện ủy Hạ Mây"),
        ("TRƯỜNG MẦM NON HOA SEN", "Trường Mầm non Hoa Sen"),
        ("TRƯỜNG THCS LÊ MẪU", "Trường THCS Lê Mẫu"),
        ("CHI BỘ THÔN KHE MÂY", "Chi bộ thôn Khe Mây"),
        ("BAN THƯỜNG VỤ HỘI LHPN XÃ LA VÂN", "Ban Thường vụ Hội LHPN xã La Vân"),
        ("HỘI LIÊN HIỆP PHỤ NỮ TỈNH HOA LƯ", "Hội Liên hiệp Phụ nữ tỉnh Hoa Lư"),
        ("TÒA ÁN NHÂN DÂN TỐI CAO", "Tòa án nhân dân tối cao"),
    ],
)
def test_casing(printed: str, name: str) -> None:
    assert casing.proper(printed) == name


@given(st.text(alphabet="ABCDĐEGHIKLMNOÔƠPQRSTUƯVXYẮẾỆỐỘỨỦ ,-.'0123456789", max_size=40))
def test_casing_changes_only_letters_case(printed: str) -> None:
    """Names keep their letters: what is restored is case and tone placement, nothing else."""
    assert fold(casing.proper(printed)).split() == fold(casing.restyle(printed)).split()


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (
            "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC Nguyễn Mẫu",
            [("authority", "KT. GIÁM ĐỐC"), ("role", "PHÓ GIÁM ĐỐC"), ("name", "Nguyễn Mẫu")],
        ),
        ("TM. ỦY BAN NHÂN DÂN CHỦ TỊCH", [("authority", "TM. ỦY BAN NHÂN DÂN"), ("role", "CHỦ TỊCH")]),
        ("T/M BAN BÍ THƯ", [("authority", "T/M BAN BÍ THƯ")]),
        ("TM. ĐOÀN CHỦ TỊCH PHÓ CHỦ TỊCH", [("authority", "TM. ĐOÀN CHỦ TỊCH"), ("role", "PHÓ CHỦ TỊCH")]),
        ("T/M BỘ CHÍNH TRỊ (Đã ký) Lê Mẫu", [("authority", "T/M BỘ CHÍNH TRỊ"), ("name", "Lê Mẫu")]),
        ("(Đã ký)", [("signed", "(Đã ký)")]),
        ("[daky]", [("signed", "[daky]")]),
        ("Đại tá Lê Văn Mẫu", [("name", "Lê Văn Mẫu")]),
        ("PGS.TS. Lê Văn Mẫu", [("name", "Lê Văn Mẫu")]),
        ("A Đức Mẫu", [("name", "A Đức Mẫu")]),
        ("Các thôn thực hiện nghiêm túc.", []),
        ("PHỤ LỤC", []),
        ("BỘ QUỐC PHÒNG", []),
    ],
)
def test_signature_line(line: str, parts: list[tuple[str, str]]) -> None:
    assert [(part.kind, part.text) for part in signature.split_line(line)] == parts


@pytest.mark.parametrize(
    ("name", "motto", "number", "system"),
    [
        ("Đảng ủy Ủy ban nhân dân tỉnh", "party", None, "party"),
        ("Đảng đoàn Mặt trận Tổ quốc tỉnh", "party", None, "party"),
        ("Hội đồng nhân dân xã La Vân", "state", None, "state"),
        ("Ban Thường vụ Đoàn xã La Vân", None, "3-KH/ĐX", "union"),
        ("Trường Chính trị tỉnh", "party", None, "party"),
        ("Công ty Cổ phần Mẫu", None, None, "other"),
        (None, "party", None, "party"),
        (None, None, "3-KH/X", "party"),
        (None, "state", None, "state"),
    ],
)
def test_system(name: str | None, motto: str | None, number: str | None, system: str) -> None:
    assert issuers.system_of(name, motto, number) == system


def test_place_is_completed_only_when_stated() -> None:
    assert (
        issuers.complete("Ban Thường vụ Tỉnh ủy", None, None, "…của tỉnh Hoa Lư Bắc, tỉnh Hoa Lư Bắc")
        == "Ban Thường vụ Tỉnh ủy Hoa Lư Bắc"
    )
    assert issuers.complete("Ban Thường vụ Tỉnh ủy", None, None, "trên địa bàn tỉnh") == "Ban Thường vụ Tỉnh ủy"
    assert issuers.complete("Ủy ban nhân dân xã", "Đảng ủy xã La Vân", None, "") == "Ủy ban nhân dân xã La Vân"
    assert issuers.complete("Ủy ban nhân dân xã", None, "La Vân", "") == "Ủy ban nhân dân xã La Vân"


HOSTILE = {
    "digits": "1" * 1_000_000,
    "spaces": "a" + " " * 1_000_000,
    "slashes": "/" * 1_000_000,
    "authorities": "TM. BAN\n" * 120_000,
    "labels": "Nơi nhận:\n" * 100_000,
    "publishing": "ban hành kế hoạch " * 55_000,
    "letterhead": "ỦY BAN\n" * 140_000,
    "dates": "ngày " * 200_000,
    "numbers": "Số: 1" + "-A" * 500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_in_time(name: str) -> None:
    text = HOSTILE[name]
    paragraphs, at = [], 0
    for line in text.split("\n"):
        paragraphs.append(Paragraph(at, at + len(line)))
        at += len(line) + 1
    reading = Reading(text, tuple(paragraphs), Source("a", "", "text/plain", "text", None, 0))
    start = time.process_time()
    find_header(reading)
    assert time.process_time() - start < 10


@given(st.text(alphabet="SốNơi nhận:-/.TMKẾHOẠCH\n 12ngàytháăm,;()|*", max_size=200))
def test_frame_is_always_ordered(text: str) -> None:
    """Extraction never raises, and the body's bounds are in order inside the text."""
    paragraphs, at = [], 0
    for line in text.split("\n"):
        paragraphs.append(Paragraph(at, at + len(line)))
        at += len(line) + 1
    _, bounds = find_header(Reading(text, tuple(paragraphs), Source("a", "", "text/plain", "text", None, 0)))
    assert 0 <= bounds.body_start <= bounds.body_end <= bounds.tail_end <= len(text)
