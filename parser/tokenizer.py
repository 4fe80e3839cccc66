"""A fast tokenizer that keeps every character offset and never splits a document symbol."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

# A symbol, date or number ("01-KL/TW", "15/3/2024", "1.2.1") is one token; else words, runs of space, single marks.
# Every character belongs to one token: a token may be followed by one space, further spaces are tokens themselves.
_TOKEN = re.compile(r"(\d[\w./\-]*\w|\w+|[^\S ]+|[^\w\s]| +)( ?)")


class Tokenizer:
    """Regex tokenizer without word segmentation; `doc.text == text` always."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return `text` as a Doc of tokens; nothing of it is lost or moved."""
        from spacy.tokens import Doc

        tokens = _TOKEN.findall(text)
        return Doc(self.vocab, words=[word for word, _ in tokens], spaces=[bool(space) for _, space in tokens])
