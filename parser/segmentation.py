"""Vietnamese words (of one or more syllables) by underthesea, as an optional pipeline component.

The extraction reads syllables: measured on plans and their parents, word segmentation gains nothing for finding or
comparing (docs/benchmarks.md) and costs ten times the rest. Whoever needs words adds the component:

    nlp = build_pipeline(); nlp.add_pipe("rasoat_words"); doc = nlp(text); doc.spans["words"]
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

_LOADING = Lock()  # underthesea loads its model on the first call and is not safe against two first calls


def segment_words(text: str) -> tuple[tuple[int, int], ...]:
    """Return the half-open spans of the words of `text` (NFC), in order; punctuation marks are words of their own."""
    from underthesea import word_tokenize

    with _LOADING:
        # Normalising would rewrite "hoá" to "hóa" and lose the offsets.
        words: list[str] = word_tokenize(text, use_token_normalize=False)
    spans, at = [], 0
    for word in words:
        start, at = _find(text, word, at)
        spans.append((start, at))
    return tuple(spans)


def _find(text: str, word: str, at: int) -> tuple[int, int]:
    """Place `word` at or after `at`: its syllables are joined by one space where the text may have any white space."""
    start = end = at
    for number, syllable in enumerate(word.split()):
        found = text.index(syllable, end)
        start = found if number == 0 else start
        end = found + len(syllable)
    return start, end


def words_component(doc: Doc) -> Doc:
    """Put the words of `doc` into `doc.spans["words"]`."""
    spans = (doc.char_span(start, end, label="word", alignment_mode="expand") for start, end in segment_words(doc.text))
    doc.spans["words"] = [span for span in spans if span is not None]
    return doc
