"""Papers as comparable words: what is kept, what is written out, how rare a word is, which part of a list is which."""

from __future__ import annotations

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.strength import members
from models.words import Rarity, common_abbreviations, defined_abbreviations, words_of

WORDS: list[tuple[str, tuple[str, ...]]] = [
    ("Rà soát hộ nghèo", ("rà", "soát", "hộ", "nghèo")),
    ("RÀ SOÁT HỘ NGHÈO;", ("rà", "soát", "hộ", "nghèo")),  # case and punctuation say nothing
    ("hoá chất, uỷ ban", words_of("hóa chất, ủy ban", {})),  # old and new places of the tone mark
    ("việc của các thôn trong xã", ("thôn", "xã")),  # function words are left out
    ("02 lớp", ("2", "lớp")),  # a leading zero is no difference
    ("100% hộ", ("100", "hộ")),
    ("trước ngày 30/6/2026", ("trước", "ngày", "30/6/2026")),  # a date is one word
    ("đạt 1.500 suất", ("đạt", "1.500", "suất")),
    ("số 00", ("số", "0")),
    ("", ()),
    ("— / . ;", ()),
]


@pytest.mark.parametrize(("text", "expected"), WORDS, ids=[text for text, _ in WORDS])
def test_words(text: str, expected: tuple[str, ...]) -> None:
    assert words_of(text, {}) == expected


def test_abbreviations_are_written_out() -> None:
    short = common_abbreviations()
    assert words_of("UBND xã", short) == words_of("Ủy ban nhân dân xã", short)
    assert words_of("công tác PCCC", short) == words_of("công tác phòng cháy, chữa cháy", short)


DEFINED: list[tuple[str, dict[str, tuple[str, ...]]]] = [
    ("phòng thủ dân sự (PTDS)", {"ptds": ("phòng", "thủ", "dân", "sự")}),
    ("quỹ khuyến học (sau đây viết tắt là QKH)", {"qkh": ("quỹ", "khuyến", "học")}),
    ("nhà văn hóa (sau đây gọi tắt là NVH)", {"nvh": ("nhà", "văn", "hóa")}),
    ("thị trấn Đồng (ĐBQ)", {}),  # initials do not agree
    ("trang trại (50 ha)", {}),
    ("theo mẫu (A)", {}),  # one letter abbreviates nothing
    ("(NVH)", {}),  # nothing before it
]


@pytest.mark.parametrize(("text", "expected"), DEFINED, ids=[text for text, _ in DEFINED])
def test_abbreviations_that_a_paper_defines(text: str, expected: dict[str, tuple[str, ...]]) -> None:
    assert defined_abbreviations(text) == expected


@given(st.text(max_size=60))
def test_words_of_any_text_are_folded_and_stable(text: str) -> None:
    words = words_of(text, {})
    assert words_of(" ".join(words), {}) == words
    assert all(word and not word.isspace() for word in words)


def test_rare_words_weigh_more() -> None:
    rarity = Rarity([("hộ", "nghèo"), ("hộ", "gia", "đình"), ("hộ",)])
    assert rarity("hộ") < rarity("nghèo") < rarity("biên")
    assert isclose(rarity("nghèo"), rarity("nghèo")), "the same weight however often it is asked"
    assert rarity("nghèo") == rarity("gia")


def test_without_units_all_words_weigh_the_same() -> None:
    rarity = Rarity([])
    assert rarity("hộ") == rarity("nghèo") > 0


MEMBERS: list[tuple[str, list[str]]] = [
    ("Rà soát hộ nghèo", ["Rà soát hộ nghèo"]),
    ("Rà soát hộ nghèo, hộ cận nghèo và hộ khuyết tật", ["Rà soát hộ nghèo", "hộ cận nghèo", "hộ khuyết tật"]),
    ("Treo cờ; dọn đường làng; trồng cây xanh", ["Treo cờ", "dọn đường làng", "trồng cây xanh"]),
    ("Tuyên truyền, vận động các hộ hiến đất", ["Tuyên truyền", "vận động các hộ hiến đất"]),
    ("Phát động thi đua, tết, lễ", ["Phát động thi đua"]),  # a member of one word is none
    ("", []),
]


@pytest.mark.parametrize(("quote", "expected"), MEMBERS, ids=[quote for quote, _ in MEMBERS])
def test_members_of_a_list(quote: str, expected: list[str]) -> None:
    assert list(members(quote)) == expected
