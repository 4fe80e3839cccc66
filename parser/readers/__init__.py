"""Bytes in, a `Reading` out: one reader per format, chosen by what the file holds rather than by its name."""

from __future__ import annotations

from pathlib import Path

from parser.document import Reading


def read(path: Path) -> Reading:
    """Read the file at `path`. Raises UnreadableFile and its kinds (corpus.errors)."""
    data = path.read_bytes()
    if data.startswith(b"PK"):
        from parser.readers.docx import read_docx

        return read_docx(data, path.name)
    if data.startswith(b"%PDF"):
        from parser.readers.pdf import read_pdf

        return read_pdf(data, path.name)
    from parser.readers.text import read_text

    return read_text(data, path.name)
