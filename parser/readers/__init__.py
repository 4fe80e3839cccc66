"""Bytes in, a `Reading` out: one reader per format, chosen by what the file holds rather than by its name."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

from parser.document import Paragraph, Reading, Source


def read(path: Path) -> Reading:
    """Read the file at `path`. Raises UnreadableFile and its kinds."""
    data = path.read_bytes()
    lines = [line.strip() for line in unicodedata.normalize("NFC", data.decode("utf-8")).split("\n")]
    paragraphs, at = [], 0
    kept = [line for line in lines if line]
    for line in kept:
        paragraphs.append(Paragraph(at, at + len(line)))
        at += len(line) + 1
    source = Source(path.name, hashlib.sha256(data).hexdigest(), "text/plain", "text", None, len(data))
    return Reading("\n".join(kept), tuple(paragraphs), source)
