"""A fast tokenizer that keeps every character offset and never splits a document symbol."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

# A symbol, date or number ("01-KL/TW", "15/3/2024", "1.2.1") is one token; else words, runs of space, single marks.
_TOKEN = re.compile(r"\d[\w./\-]*\w|\w+|[^\S ]+|[^\w\s]")


class Tokenizer:
    """Regex tokenizer without word segmentation; `doc.text == text` always."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        from spacy.tokens import Doc

        words, spaces = [], []
        for word, space in _tokens(text):
            words.append(word)
            spaces.append(space)
        return Doc(self.vocab, words=words, spaces=spaces)


def _tokens(text: str) -> Iterator[tuple[str, bool]]:
    """Yield (token, followed by one space); runs of further spaces become tokens of their own."""
    at, size = 0, len(text)
    while at < size:
        match = _TOKEN.match(text, at)
        if match is None:  # a run of spaces not taken by the token before
            end = at
            while end < size and text[end] == " ":
                end += 1
            yield text[at:end], False
            at = end
            continue
        at = match.end()
        space = at < size and text[at] == " "
        yield match.group(), space
        at += space
