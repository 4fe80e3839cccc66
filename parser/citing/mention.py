"""A mention of a document while it is being worked out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(slots=True)
class Mention:
    """`core` is where symbol or name end and the date and issuer begin; `short` means `number` is not yet full."""

    start: int
    end: int
    core: int
    type: str
    number: str | None
    kind: str | None = None
    date: date | None = None
    issuer: str | None = None
    short: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """The text as written and folded: same offsets."""

    text: str
    folded: str


@dataclass(frozen=True, slots=True)
class Own:
    """What the document says of itself, folded: its kind, its issuer, its title; "" where it says nothing."""

    kind: str
    issuer: str
    title: str


def type_name(written: str) -> str:
    """The kind as written, with a capital: "KẾT LUẬN", "kết luận" → "Kết luận"; "Thông báo Kết luận" stays."""
    words = " ".join(written.split())
    return words.capitalize() if words.isupper() else words[:1].upper() + words[1:]
