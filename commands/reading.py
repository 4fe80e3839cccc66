"""The reader of meanings for commands: the installed one, or a line that says that there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console import complain
from corpus.messages import message

if TYPE_CHECKING:
    from models.reading.reader import MeaningReader


def meaning_reader() -> MeaningReader | None:
    """Return the installed reader; without the extra `reader` say so once and go by words alone."""
    from models.reading.reader import shipped_reader

    reader = shipped_reader()
    if reader is None:
        complain(message("reader", "absent"))
    return reader
