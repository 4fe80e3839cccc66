"""The secrecy gate: a paper marked MẬT, TỐI MẬT or TUYỆT MẬT goes no further without leave.

Whoever prints, stores, caches, logs or sends anything of a paper calls `ensure_allowed` first.
"""

from __future__ import annotations

from corpus.errors import SecretPaper
from parser.document import Document


def ensure_allowed(document: Document, allow: bool) -> Document:
    """Return `document` when it bears no secrecy mark or `allow` is set. Raises SecretPaper else."""
    mark = secrecy_mark(document)
    if mark is not None and not allow:
        raise SecretPaper("secret", file=document.reading.source.name, mark=mark)
    return document


def secrecy_mark(document: Document) -> str | None:
    """Return the secrecy mark that the paper bears, as written; None when it bears none."""
    return document.header.secrecy
