"""The project's own annotated examples, for any test that wants real-looking documents."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from parser.document import Document

ROOT = Path(__file__).resolve().parent.parent / "corpus" / "annotated"


@dataclass(frozen=True)
class Example:
    """One annotated document: the file, the text its annotation counts in, the annotation."""

    name: str
    source: Path
    text: str
    gold: dict[str, Any]

    @property
    def form(self) -> str:
        """Ending of the source file: txt, docx, pdf, html."""
        return self.source.suffix[1:]


def load_folder(folder: Path) -> Example:
    """Read one annotated document."""
    (source,) = folder.glob("source.*")
    text = (folder / "text.txt").read_text(encoding="utf-8")
    return Example(folder.name, source, text, json.loads((folder / "gold.json").read_text(encoding="utf-8")))


@cache
def load_examples() -> tuple[Example, ...]:
    """Return all annotated documents, by name."""
    return tuple(load_folder(gold.parent) for gold in sorted((ROOT / "documents").glob("*/gold.json")))


@cache
def parsed(source: Path) -> Document:
    """Parse a file once per test run."""
    from parser.pipeline import parse

    return parse(source)
