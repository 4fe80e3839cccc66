"""Judging a page's text layer: each fault of letters is told from the others, and good pages are left in peace."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.readers.pdf import _read_page
from parser.readers.pdf_engine import LOCK, opened
from parser.readers.truth import judge_page
from tests.pdf_samples import Sheet

GOOD = (
    "Ủy ban nhân dân xã yêu cầu các đơn vị tổ chức kiểm tra việc chấp hành quy định về phòng cháy, chữa cháy tại các "
    "khu dân cư, chợ, trường học trên địa bàn; báo cáo kết quả trước ngày 15 tháng 8 năm 2026. Giao Công an xã chủ trì, "
    "phối hợp với các thôn rà soát, lập danh sách hộ kinh doanh; đề xuất biện pháp khắc phục tồn tại."
)
STAMP = "Ký bởi: Ủy ban nhân dân xã Suối Mơ\nEmail: vanthu@example.vn\nThời gian ký: 15/01/2026 17:10:17 +07:00"
SHIFTED = "".join(chr(ord(c) + 0x400) if c > "~" else c for c in GOOD)
RARE_FAULT = (
    "Thôn tổ chức ngày hội tại nhà văn hóa, mời bà con cùng tham dự; chuẩn bị âm thanh, bàn ghế, "
    "tiết mục văn nghệ và báo cáo kết quả về xã trƣớc ngày hội: phƣơng án, dự trù, khách mời nhƣ năm ngoái. "
) * 3
TIMES = {"TimesNewRomanPSMT": 400}


@pytest.mark.parametrize(
    ("kind", "text", "fonts", "picture"),
    [
        ("good", GOOD, TIMES, False),
        ("good", GOOD, TIMES, True),  # a picture behind true letters: letterheads, recognised pages without a fault
        ("good", "Nơi nhận:\n- Như trên;\n- Lưu: VT.", TIMES, False),  # a short last page is no scan
        ("good", "Annex: The Parties shall cooperate in the field of public health and education.", TIMES, False),
        ("good", "Uy ban nhan dan xa yeu cau cac don vi to chuc kiem tra, bao cao ket qua", TIMES, False),  # typed so
        ("none", "", {}, True),
        ("none", " \n", {}, False),
        ("stray", STAMP, TIMES, True),
        ("garbage", SHIFTED, TIMES, False),
        ("garbage", "\ue123\ue124\ue125 \ue126\ue127 " * 20, TIMES, False),
        ("garbage", "&Ӝ1* H“A XÃ +Ӝ, 7KӵF KLӋQ 4X\\ӃW ÿӏQK Vӕ ng‡y FӫD Gi·m ÿӕF 6ӣ CÙng 7KѭѫQJ", TIMES, False),
        ("garbage", "Y ban nh n d n t nh y u c u c c n v t ch c ki m tra vi c ch p h nh quy nh " * 3, TIMES, False),
        ("legacy", "Uû ban nh©n d©n x· yªu cÇu c¸c ®¬n vÞ tæ chøc kiÓm tra viÖc chÊp hµnh", {".VnTime": 70}, False),
        ("legacy", "Uyû ban nhaân daân xaõ yeâu caàu caùc ñôn vò toå chöùc kieåm tra vieäc", {"Arial": 70}, False),
        ("lookalikes", GOOD.replace("ư", "ƣ").replace("Ư", "Ƣ"), TIMES, False),
        ("lookalikes", RARE_FAULT, TIMES, False),  # more words than a good page leaves unread, fewer than one in ten
        ("garbage", RARE_FAULT + SHIFTED, TIMES, False),  # look-alikes excuse no broken map
        ("lookalikes", "UBND xã, ВСТ và các đơn vị " * 5, TIMES, False),  # Cyrillic
        ("faulty_ocr", GOOD.replace("ệ", "e^").replace("ậ", "ộậ"), TIMES, True),
        ("faulty_ocr", (GOOD * 2).encode("ascii", "ignore").decode(), TIMES, True),
    ],
)
def test_kinds(kind: str, text: str, fonts: dict[str, int], picture: bool) -> None:
    verdict = judge_page(text, fonts, len(text.strip()), picture)
    if kind == "faulty_ocr":  # so bad that it counts as broken is right too: both go to another recogniser
        assert verdict.kind in ("faulty_ocr", "garbage")
    else:
        assert verdict.kind == kind
    assert 0 <= verdict.quality <= 1


def test_a_recogniser_without_vietnamese_is_found_by_the_missing_marks() -> None:
    plain = "Uy ban nhan dan xa yeu cau cho toi khi hoan thanh theo ke hoach nam nay, de nghi cho biet y kien ve " * 6
    assert judge_page(plain, TIMES, len(plain), True).kind in ("faulty_ocr", "garbage")


def test_good_pages_are_far_from_the_limits() -> None:
    verdict = judge_page(GOOD, TIMES, len(GOOD), False)
    assert verdict.quality > 0.98 and verdict.marked > 0.7


@given(st.text(max_size=200), st.booleans())
def test_any_page_can_be_judged(text: str, picture: bool) -> None:
    judge_page(text, {"": len(text)}, len(text), picture)


_ENTRY = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})>")


def _map(change: Callable[[int, int], int]) -> Callable[[bytes], bytes]:
    """Write each entry (glyph, character) of the letter maps anew."""

    def entry(match: re.Match[bytes]) -> bytes:
        glyph, letter = int(match[1], 16), int(match[2], 16)
        return b"<%04X> <%04X>" % (glyph, change(glyph, letter))

    return lambda data: _ENTRY.sub(entry, data)


@pytest.mark.parametrize(
    "fault",
    [
        lambda data: data.replace(b"/ToUnicode", b"/ToUnicodX"),  # no map: numbers of glyphs for letters
        _map(lambda _, letter: letter + 0x400 if letter > 0x7E else letter),  # accented letters astray
        _map(lambda _, letter: 0x20 if letter > 0x7E else letter),  # accented letters lost
        _map(lambda _, letter: letter - 29 if 0x40 < letter < 0x7F else letter),  # plain letters shifted
        _map(lambda glyph, _: 0xE000 + glyph),  # private characters only
    ],
)
def test_broken_letter_maps_of_real_files(fault: Callable[[bytes], bytes]) -> None:
    sheet = Sheet()
    sheet.pdf.set_compression(False)
    sheet.flow(GOOD)
    for data, kinds in ((sheet.data(), {"good"}), (fault(sheet.data()), {"garbage"})):
        with LOCK, opened(data, "x.pdf") as document:
            verdict = _read_page(document, 0, "x.pdf").verdict
        assert verdict is not None and verdict.kind in kinds


def test_a_page_of_figures_is_no_garbage() -> None:
    rows = "\n".join(f"{number}. Xã {number}: 12,5% 1.234,0 45/2026 > 30% + 7" for number in range(40))
    assert judge_page(rows, TIMES, len(rows), False).kind == "good"
