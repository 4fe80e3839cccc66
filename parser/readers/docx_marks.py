"""Secrecy marks in the parts of a Word file that its text leaves out: running heads and feet, words set as pictures."""

from __future__ import annotations

import re
from html import unescape

from parser.document import Finding
from parser.readers.docx_package import Package
from parser.secrecy import running_mark

_MAIN = "word/document.xml"
_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml$")
# No tag of XML holds "<": tags that never end must not each be searched to the end of the part.
_TEXT = re.compile(rb"<w:t(?:\s[^<>]*)?>([^<]*)</w:t>")
_DRAWN = re.compile(rb'<v:textpath\b[^<>]*\bstring="([^"]*)"')


def running_marks(package: Package) -> tuple[Finding, ...]:
    """Return the finding for a secrecy mark in heads, feet or drawn words; the first one is enough."""
    for name, data in package.raw(_PARTS).items():
        lines = [match[1] for match in _DRAWN.finditer(data)]
        if name != _MAIN:
            lines += [b"".join(_TEXT.findall(piece)) for piece in data.split(b"</w:p>")]
        for line in lines:
            found = running_mark(unescape(line.decode("utf-8", "replace")))
            if found is not None:
                return (found,)
    return ()
