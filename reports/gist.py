"""A few sentences of the paper that say best what it is about, taken word for word.

Ranking follows SumBasic (Nenkova & Vanderwende 2005): a sentence weighs the mean probability of its words in the
paper; the words of a chosen sentence are then squared down, so that the next one says something else. Sentences that
repeat the title's words come first, since the title states the subject of an administrative paper.
"""

from __future__ import annotations

import re
from collections import Counter

from parser.document import Document, Unit
from parser.folding import fold
from parser.sentences import sentences

GIST_SENTENCES = 3
_SHORTEST, _LONGEST = 40, 420  # characters: below, a heading; above, no gist any more
_WORD = re.compile(r"[^\W\d_]{2,}")
_TITLE_WEIGHT = 0.5
_ZONES = ("purpose", "basis", "body", "demand", "organisation")


def gist_sentences(document: Document) -> list[tuple[int, int]]:
    """Return the spans of up to GIST_SENTENCES sentences, in the paper's order."""
    candidates = _candidates(document)
    words = [_WORD.findall(fold(document.text[start:end])) for start, end in candidates]
    counts = Counter(word for sentence in words for word in sentence)
    total = sum(counts.values()) or 1
    weight = {word: count / total for word, count in counts.items()}
    title = set(_WORD.findall(fold(document.header.title or "")))
    chosen: list[int] = []
    while len(chosen) < min(GIST_SENTENCES, len(candidates)):
        left = [i for i in range(len(candidates)) if i not in chosen]
        best = max(left, key=lambda i: (_score(words[i], weight, title), -i))
        chosen.append(best)
        for word in set(words[best]):
            weight[word] **= 2
    return [candidates[i] for i in sorted(chosen)]


def _score(words: list[str], weight: dict[str, float], title: set[str]) -> float:
    if not words:
        return 0.0
    mean = sum(weight[word] for word in words) / len(words)
    shared = len(title.intersection(words)) / len(title) if title else 0.0
    return mean * (1 + _TITLE_WEIGHT * shared)


def _candidates(document: Document) -> list[tuple[int, int]]:
    """Whole sentences of the body, of a readable length; table rows and headings are left out."""
    spans = []
    for unit in document.units:
        if _speaks(unit):
            spans.extend(sentences(document.text, unit.start, unit.end))
    return [(start, end) for start, end in spans if _SHORTEST <= end - start <= _LONGEST]


def _speaks(unit: Unit) -> bool:
    return unit.zone in _ZONES and unit.kind in ("paragraph", "bullet")
