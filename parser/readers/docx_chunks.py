"""Whole files inside a Word file (w:altChunk): web pages, mail archives of them, Word files, plain text.

Portals that export to Word often put the paper in so; Word shows it where it stands, and so it is read.
"""

from __future__ import annotations

import email
import re
from email import policy

from corpus.errors import UnreadableFile
from parser.document import Reading
from parser.readers.paragraphs import Line

_PACKED = b"PK\x03\x04"
_RICH = b"{\\rtf"
_MAIL = re.compile(rb"\s*(?:MIME-Version|Content-Type|From|Subject):", re.IGNORECASE)
_MARKED = re.compile(rb"<(?:!doctype|html|body|p|div|table|h\d)\b", re.IGNORECASE)
_START = 4000


def read_chunk(data: bytes, name: str) -> list[Line]:
    """Return the lines of an embedded file; none where it is of a kind that is not read here, or empty."""
    try:
        reading = _read(data, name)
    except UnreadableFile:
        return []
    if reading is None:
        return []
    return [Line(reading.text[p.start : p.end], p.cell, p.bold, p.italic, p.align, p.role) for p in reading.paragraphs]


def _read(data: bytes, name: str) -> Reading | None:
    if data.startswith(_PACKED):
        from parser.readers.docx import read_docx

        return read_docx(data, name)
    if data.lstrip().startswith(_RICH):
        return None
    if _MAIL.match(data[:_START]):
        data = _web_page(data)
    if _MARKED.search(data[:_START]):
        from parser.readers.html import read_html

        return read_html(data, name)
    from parser.readers.text import read_text

    return read_text(data, name)


def _web_page(data: bytes) -> bytes:
    """The page inside a mail archive (.mht), in UTF-8; the archive itself where it holds none."""
    message = email.message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "text/plain"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return payload
    return data
