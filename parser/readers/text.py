"""Plain text files: bytes to characters to paragraphs and table cells."""

from __future__ import annotations

import hashlib
import re

from corpus.errors import UnreadableFile
from parser.document import Reading, Source
from parser.readers.encoding import characters
from parser.readers.flat_tables import Table, split_tables
from parser.readers.legacy.notice import notices
from parser.readers.legacy.recode import recode_lines
from parser.readers.page_marks import PAGE_BREAK, heal_pages
from parser.readers.paragraphs import Line, build, tidy
from parser.readers.unwrap import measure, unwrap

_LINE_ENDS = re.compile("\r\n?|[\x0b\x85\u2028\u2029]")
# Markdown emphasis around words; a lone "*" (form decoration, bullet, footnote mark) is text.
_STRONG = re.compile(
    r"\*\*(?=[^\s*])([^*]{1,2000}?)(?<=[^\s*])\*\*"
    r"|(?<![\w*])\*(?=[^\s*])([^*\n]{1,500}(?:\n[^*\n]{1,200})?)(?<=[^\s*])\*(?![\w*])"
    r"|(?<![\w])__(?=[^\s_])([^_\n]{1,500}?)__(?!_)"
)
_HASHES = re.compile(r"^#{1,6} +(?=\S)", re.MULTILINE)


def lines_of(text: str) -> list[str]:
    """Cut `text` into lines without markup and invisible characters; blank lines are empty strings."""
    text = tidy(_LINE_ENDS.sub("\n", text)).replace("\f", "\n\f\n")
    if "*" in text or "__" in text:
        text = _STRONG.sub(lambda match: match[1] or match[2] or match[3], text)
    if "#" in text:
        text = _HASHES.sub("", text)
    return [line if line == PAGE_BREAK else line.strip() for line in text.split("\n")]


def paragraphs_of(text: str) -> list[Line]:
    """The paragraphs and table cells of a plain text, wrapped lines joined, page furniture gone."""
    segments = split_tables(heal_pages(lines_of(text)))
    prose = [line for segment in segments if not isinstance(segment, Table) for line in (*segment, "")]
    shape = measure(prose)
    found: list[Line] = []
    for segment in segments:
        if isinstance(segment, Table):
            found.extend(segment.cells)
        else:
            found.extend(Line(paragraph) for paragraph in unwrap(segment, shape))
    return found


def read_text(data: bytes, name: str) -> Reading:
    """Read a plain text file. Raises UnreadableFile when there is no text in it."""
    raw, encoding = characters(data, name)
    if encoding is None:
        raw, recoded = recode_lines(raw)
    else:
        recoded = {encoding: len(raw)}
    text, paragraphs = build(paragraphs_of(raw))
    if not any(ch.isalnum() for ch in text):
        raise UnreadableFile("no_text", file=name)
    source = Source(name, hashlib.sha256(data).hexdigest(), "text/plain", "text", None, len(data))
    return Reading(text, paragraphs, source, findings=notices(recoded, len(text)))
