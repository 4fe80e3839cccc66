"""Tiny plans and their parents, built around a few sentences: invented bodies and places, read by the real parser."""

from __future__ import annotations

from collections.abc import Sequence

from parser.document import Document, Requirement
from parser.pipeline import analyse
from tests.papers import reading_of

_PAPER = """{issuer}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: {number}/KH-UBND
{place}, ngày {day}

KẾ HOẠCH
{title}

{basis}

I. MỤC ĐÍCH
{purpose}

II. NHIỆM VỤ
{body}

Nơi nhận:
- Lưu: VT.

CHỦ TỊCH

Đinh Văn Khoát
"""
_PURPOSE = "Nâng cao nhận thức của cán bộ và Nhân dân."
_BASIS = "Căn cứ Luật Tổ chức chính quyền địa phương năm 2025;"


def parent(*duties: str, lead: str = "Ủy ban nhân dân các xã, phường") -> Document:
    """A province plan that gives the communes these duties, one bullet each."""
    return _paper(
        "ỦY BAN NHÂN DÂN\nTỈNH HẢI KHÊ", "Hải Khê", "12 tháng 01 năm 2026", lead, duties, _PURPOSE, _BASIS, number=45
    )


def child(
    *duties: str,
    lead: str = "Phân công thực hiện",
    issuer: str = "ỦY BAN NHÂN DÂN\nXÃ ĐỒNG LẠC",
    day: str = "10 tháng 02 năm 2026",
    purpose: str = _PURPOSE,
    basis: str = _BASIS,
) -> Document:
    """A commune plan that commits itself to these duties, one bullet each."""
    return _paper(issuer, "Đồng Lạc", day, lead, duties, purpose, basis, number=9)


def _paper(
    issuer: str, place: str, day: str, lead: str, duties: Sequence[str], purpose: str, basis: str, number: int
) -> Document:
    body = "\n".join([f"1. {lead}", *(f"- {duty}" for duty in duties)])
    text = _PAPER.format(
        issuer=issuer, number=number, place=place, day=day, title="Xây dựng nếp sống văn minh", basis=basis,
        purpose=purpose, body=body,
    )  # fmt: skip
    return analyse(reading_of(text))


def duty(document: Document, words: str) -> Requirement:
    """The requirement whose quote holds `words`."""
    return next(requirement for requirement in document.requirements if words in requirement.quote)


def span(document: Document, words: str) -> tuple[int, int]:
    """The unit that holds `words`."""
    at = document.text.index(words)
    return next((unit.start, unit.end) for unit in document.units if unit.start <= at < unit.end)
