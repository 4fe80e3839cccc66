"""Numerals in digits and in Vietnamese words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.numerals import parse_digits, parse_number, parse_words

_ONES = ["", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def _spell(number: int) -> str:
    """Spell 1–999 as a clerk does: mười, mười lăm, hai mươi mốt, một trăm linh năm."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = [_ONES[hundreds], "trăm"] if hundreds else []
    if tens == 0 and ones:
        words += ["linh", _ONES[ones]] if hundreds else [_ONES[ones]]
    elif tens == 1:
        words += ["mười", "lăm" if ones == 5 else _ONES[ones]]
    elif tens:
        words += [_ONES[tens], "mươi", {1: "mốt", 5: "lăm"}.get(ones, _ONES[ones])]
    return " ".join(word for word in words if word)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("01", 1),  # padded, as in "01 mô hình"
        ("1.000", 1000),  # a dot groups thousands
        ("1.234.567", 1234567),
        ("1,5", 1.5),  # a comma is the decimal mark
        ("1.500,75", 1500.75),
        ("1.5", 1.5),  # typed the foreign way
        ("1,500,000", 1500000),  # two commas can only group
        ("3.500 tỷ", 3.5e12),
        ("2 nghìn tỷ", 2e12),
        ("98,5%", 98.5),  # the sign does not divide
        ("mười", 10),
        ("mười lăm", 15),
        ("hai mươi lăm", 25),
        ("hai mươi mốt", 21),
        ("một trăm linh năm", 105),
        ("ba nghìn hai trăm", 3200),
        ("một triệu", 1e6),
        ("hai nghìn tỷ", 2e12),
        ("một nửa", 0.5),
        ("một phần ba", 1 / 3),
    ],
)
def test_number(text: str, value: float) -> None:
    assert parse_number(text) == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "1.2.3",
        "12 con",
        "mươi",
        "trăm",
        "hai ba",
        "mười mười",
        "ba mươi mười",
        "tỷ",
        "hai trăm trăm",
        "năm năm",
    ],
)
def test_no_number(text: str) -> None:
    assert parse_number(text) is None


@given(st.integers(1, 999))
def test_words_round_trip(number: int) -> None:
    assert parse_words(_spell(number)) == number


@given(st.integers(1, 999), st.integers(1, 999))
def test_thousands_round_trip(thousands: int, rest: int) -> None:
    assert parse_words(f"{_spell(thousands)} nghìn {_spell(rest)}") == thousands * 1000 + rest


@given(st.integers(0, 10**12), st.integers(0, 99))
def test_digits_round_trip(whole: int, part: int) -> None:
    grouped = f"{whole:,}".replace(",", ".")
    assert parse_digits(grouped) == whole
    assert parse_digits(f"{grouped},{part:02d}") == pytest.approx(whole + part / 100)


@given(st.text(alphabet="0123456789.,% tỷtriệumườihainghìn", max_size=20))
def test_never_raises(text: str) -> None:
    value = parse_number(text)
    assert value is None or value >= 0
