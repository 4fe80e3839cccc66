"""Sentences and clauses: where they end, and that no offset moves."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.sentences import clauses, protected, sentences, trim


def cut(text: str) -> list[str]:
    """The sentences of a text as strings."""
    return [text[start:end] for start, end in sentences(text, 0, len(text))]


SENTENCES = [
    ("Giao Sở A chủ trì. Các xã phối hợp.", ["Giao Sở A chủ trì.", "Các xã phối hợp."]),  # a stop, a gap, a capital
    ("Họp tại TP. Sông Mây và Q. Bình An.", ["Họp tại TP. Sông Mây và Q. Bình An."]),  # abbreviations of places
    ("KT. Chủ tịch ký thay.", ["KT. Chủ tịch ký thay."]),  # an abbreviation at the very beginning
    (
        "Tổ chức thi, hội diễn... phù hợp.",
        ["Tổ chức thi, hội diễn... phù hợp."],
    ),  # dots of omission go on in lower case
    ("Tổ chức hội thi... Các xã dự.", ["Tổ chức hội thi...", "Các xã dự."]),  # …and end a sentence before a capital
    ("Đề án “Vui. Khỏe. Có ích” được giao.", ["Đề án “Vui. Khỏe. Có ích” được giao."]),  # a quoted title is one piece
    ("Gửi Sở (qua Phòng A. B phụ trách) đúng hạn.", ["Gửi Sở (qua Phòng A. B phụ trách) đúng hạn."]),  # so are brackets
    ("Xong trước ngày 15.3.2031. Báo cáo ngay.", ["Xong trước ngày 15.3.2031.", "Báo cáo ngay."]),  # dates are no ends
    ("hoàn thành **trước ngày 25/3**. **Tổ chức** họp.", ["hoàn thành **trước ngày 25/3**.", "**Tổ chức** họp."]),
    ("giao cho các xã.Các thôn phối hợp.", ["giao cho các xã.", "Các thôn phối hợp."]),  # a stop glued to the next word
    ("Địa chỉ: xa.vidu.vn và zalo.", ["Địa chỉ: xa.vidu.vn và zalo."]),  # a web address
    ("Vai trò của người\n\ncó uy tín. Xong.", ["Vai trò của người\n\ncó uy tín.", "Xong."]),  # torn by a page break
    ("Dòng một\nDòng hai", ["Dòng một", "Dòng hai"]),  # paragraphs of a cell
    ("Ai làm? Xã làm! 3 thôn dự.", ["Ai làm?", "Xã làm!", "3 thôn dự."]),  # other stops
    ("", []),
    (" \n ", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


CLAUSES = [
    ("rà soát; lập danh sách; gửi xã", ["rà soát", "lập danh sách", "gửi xã"]),
    ("đề án “Một; hai”; làm (a; b); xong;", ["đề án “Một; hai”", "làm (a; b)", "xong"]),  # guarded semicolons
    (" ; ; ", []),
]


@pytest.mark.parametrize(("text", "expected"), CLAUSES)
def test_clauses(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in clauses(text, 0, len(text))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" - không cắt gạch. ", "- không cắt gạch"),  # only space and stops go
        ("xong trước ngày 30/4./.", "xong trước ngày 30/4"),  # the end mark of a State paper
        ("**gửi báo cáo**;", "gửi báo cáo"),
        ("...", ""),
    ],
)
def test_trim_leaves_off_marks_at_the_edges(text: str, expected: str) -> None:
    start, end = trim(text, 0, len(text))
    assert text[start:end] == expected


def test_unbalanced_quotes_protect_nothing() -> None:
    text = "Chủ đề “Xã sạch. Các thôn thi đua. Các hộ hưởng ứng."
    assert protected(text, 0, len(text)) == ()
    assert len(cut(text)) == 3


@given(st.text(alphabet="aÁbđ .;:“”()\n1*…", max_size=80))
def test_spans_are_ordered_and_disjoint(text: str) -> None:
    for found in (sentences(text, 0, len(text)), clauses(text, 0, len(text))):
        at = 0
        for start, end in found:
            assert at <= start < end <= len(text)
            assert not text[start].isspace() and not text[end - 1].isspace()
            at = end


@given(st.text(alphabet="aÁ. ;\n", max_size=60))
def test_sentences_lose_only_white_space(text: str) -> None:
    assert "".join("".join(cut(text)).split()) == "".join(text.split())


@pytest.mark.parametrize("piece", ["a. ", "“", "( ", "...", ";", "A", ". Á", "1"])
def test_a_megabyte_of_anything_is_cut_in_time(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    begun = time.process_time()
    sentences(text, 0, len(text))
    clauses(text, 0, len(text))
    assert time.process_time() - begun < 30
