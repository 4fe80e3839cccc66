"""The model of the Vietnamese syllable: what can be read aloud, and how a text is measured by it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.syllables import is_syllable, measure

POSSIBLE = [
    "hòa",
    "hoà",
    "thủy",
    "thuỷ",
    "quý",
    "quí",
    "giếng",
    "giết",
    "gì",
    "gìn",
    "nghiêng",
    "nghỉ",
    "gươm",
    "ngoằn",
    "khuya",
    "khuỷu",
    "quyết",
    "quốc",
    "quần",
    "uỷ",
    "ủy",
    "yêu",
    "yến",
    "oanh",
    "huỳnh",
    "quỳnh",
    "xoong",
    "ưu",
    "đường",
    "được",
    "nghĩa",
    "nước",
    "Kạn",
    "Kon",
    "Đắk",
    "ai",
    "ơi",
    "ăn",
    "ấm",
    "ếch",
]
IMPOSSIBLE = {
    "nƣớc": "gha is no letter of Vietnamese",
    "cac": "a stop needs its tone",
    "cỏc": "a stop bears sắc or nặng only",
    "mà\u0323": "two tones",
    "ngỉen": "no such rhyme",
    "dzung": "no such onset",
    "nh": "no vowel",
    "ciệt": "c stands before back vowels only",
    "nghang": "before a it is ng",
    "c¸c": "a sign is no letter",
    "": "nothing",
}


@pytest.mark.parametrize("word", POSSIBLE)
def test_possible(word: str) -> None:
    assert is_syllable(word) and is_syllable(word.upper()) and is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", IMPOSSIBLE)
def test_impossible(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("text", "words", "syllables"),
    [
        ("Ủy ban nhân dân xã", 5, 5),
        ("UBND, HĐND, KH-UBND, TTg, 15/3/2026", 0, 0),  # symbols say nothing of the letters
        ("Internet và Facebook", 1, 1),  # names are left out
        ("họp online qua zoom", 4, 2),  # foreign words are counted, but are not broken
        ("c¸c ®¬n vÞ", 3, 0),
        ("", 0, 0),
    ],
)
def test_measure(text: str, words: int, syllables: int) -> None:
    found = measure(text)
    assert (found.words, found.syllables) == (words, syllables)


def test_broken_is_what_no_language_has() -> None:
    assert measure("TXҧQ NLӇP FӫD ph·p").broken >= 3
    assert measure("the report of the committee on health").broken == 0
    assert measure("nh n d n ch ng tr nh").broken == 5  # letters lost: single ones cannot be judged


@given(st.text(max_size=60))
def test_any_text_can_be_measured(text: str) -> None:
    found = measure(text)
    assert 0 <= found.syllables <= found.words and 0 <= found.quality <= 1
    assert found.marked <= found.syllables and found.broken <= found.words
    is_syllable(text)
