"""Every sentence a user may read, by section and code (corpus/knowledge/messages.toml)."""

from __future__ import annotations

from corpus.knowledge import load


def message(section: str, code: str, **facts: object) -> str:
    """Return the Vietnamese sentence for `code`, with `facts` filled in.

    Raises KeyError when the catalogue has no such sentence or a fact is missing: a defect of the program.
    """
    template: str = load("messages")[section][code]
    return template.format(**facts)
