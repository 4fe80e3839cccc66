"""Plain text files: bytes to characters to paragraphs."""

from __future__ import annotations

import hashlib

from corpus.errors import UnreadableFile
from parser.document import Reading, Source
from parser.readers.paragraphs import Line, build


def decode(data: bytes, name: str) -> str:
    """Decode `data` by strict tries, BOM first."""
    for bom, codec in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(bom):
            return data.decode(codec, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableFile("unknown_encoding", file=name) from error


def read_text(data: bytes, name: str) -> Reading:
    """Read a plain text file."""
    text, paragraphs = build(Line(line) for line in decode(data, name).splitlines())
    if not text:
        raise UnreadableFile("no_text", file=name)
    source = Source(name, hashlib.sha256(data).hexdigest(), "text/plain", "text", None, len(data))
    return Reading(text, paragraphs, source)
