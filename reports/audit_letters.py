"""Reminder letters."""

from __future__ import annotations

from audit.batch.model import PaperFacts


def letter_path(facts: PaperFacts, parent: str = "") -> str:
    """Return the path of the letter under the output folder."""
    return f"dondoc/{facts.name.rpartition('.')[0].replace('/', '__')}{'.' + parent if parent else ''}.docx"
