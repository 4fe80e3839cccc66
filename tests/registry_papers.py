"""Registries and papers for the tests: both databases, invented places."""

from __future__ import annotations

from pathlib import Path

from corpus.registry.add import Added
from corpus.registry.registry import Registry
from parser.document import Document
from parser.pipeline import analyse
from parser.readers import read_bytes

_PAPER = """{issuer}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: {number}
{place}, ngày {day} tháng {month} năm {year}

{kind}
{title}

{basis}

I. NHIỆM VỤ
{body}

Nơi nhận:
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Đinh Văn Khoát
"""


def text_of(
    number: str,
    title: str = "Trồng cây phân tán",
    basis: str = "Căn cứ Luật Lâm nghiệp năm 2017;",
    body: str = "1. Ủy ban nhân dân các xã, phường trồng cây phân tán trước ngày 30/9/2026.",
    issuer: str = "ỦY BAN NHÂN DÂN\nTỈNH HẢI KHÊ",
    day: tuple[int, int, int] = (2026, 1, 12),
    kind: str = "KẾ HOẠCH",
    place: str = "Hải Khê",
) -> str:
    """Return the text of an invented paper."""
    year, month, of_month = day
    return _PAPER.format(
        issuer=issuer, number=number, place=place, day=f"{of_month:02}", month=f"{month:02}", year=year,
        kind=kind, title=title, basis=basis, body=body,
    )  # fmt: skip


def put(registry: Registry, text: str, name: str = "van-ban.txt") -> Added:
    """Add a paper to the registry as a file of that name."""
    data = text.encode()
    return registry.add(read(data, name), data)


def read(data: bytes, name: str = "van-ban.txt") -> Document:
    """Read and analyse."""
    return analyse(read_bytes(data, name))


def write(folder: Path, name: str, text: str) -> Path:
    """Write a paper to a file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
