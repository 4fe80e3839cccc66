"""What the benchmarks run on: the project's annotated documents, and files made of them for the occasion."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.clock import ROOT

DOCUMENTS = ROOT / "corpus" / "annotated" / "documents"
PAGE_CHARS = 2800  # a page of A4 in Times 14, as the form rules ask


@dataclass(frozen=True, slots=True)
class Sample:
    """One annotated document: the text the annotation counts in, the annotation, and its files."""

    name: str
    text: str
    gold: dict[str, Any]
    folder: Path

    def source(self, ending: str) -> Path | None:
        """Return the original of that format, if the document has one."""
        path = self.folder / f"source.{ending}"
        return path if path.is_file() else None


def load_samples(folder: Path = DOCUMENTS) -> list[Sample]:
    """Read every document folder under `folder` (text.txt and gold.json, source.* beside them)."""
    samples = []
    for gold in sorted(folder.glob("*/gold.json")):
        text = gold.with_name("text.txt").read_text(encoding="utf-8")
        samples.append(Sample(gold.parent.name, text, json.loads(gold.read_text(encoding="utf-8")), gold.parent))
    return samples


def sources(samples: Iterable[Sample], ending: str) -> list[Path]:
    """Return the originals of one format."""
    return [path for sample in samples if (path := sample.source(ending))]


def write_long_docx(texts: Sequence[str], path: Path, pages: int = 10) -> Path:
    """Write a Word file of about `pages` pages out of the lines of `texts`, repeated as needed."""
    import docx

    document = docx.Document()
    lines = [line for text in texts for line in text.splitlines() if line.strip()]
    written = 0
    while lines and written < pages * PAGE_CHARS:
        for line in lines:
            document.add_paragraph(line)
            written += len(line) + 1
            if written >= pages * PAGE_CHARS:
                break
    document.save(str(path))
    return path


def write_long_pdf(originals: Sequence[Path], path: Path, pages: int = 2000) -> int:
    """Write a PDF of at least `pages` pages by copying those of `originals` again and again; return their number."""
    import pypdfium2

    opened = [pypdfium2.PdfDocument(original) for original in originals]
    copy = pypdfium2.PdfDocument.new()
    while len(copy) < pages:
        for original in opened:
            copy.import_pages(original)
    copy.save(str(path))
    count = len(copy)
    for document in (copy, *opened):
        document.close()
    return count
