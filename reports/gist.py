"""A few sentences of the paper that say best what it is about, taken word for word.

Ranking follows SumBasic (Nenkova & Vanderwende 2005): a sentence weighs the mean probability of its words in the
paper; the words of a chosen sentence are then squared down, so that the next one says something else. Two things
known of administrative papers are added: the title states the subject, so sentences that share its words weigh more,
and the opening and the purpose say what the paper is for, so they weigh more than single duties.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from parser.document import Document, Unit
from parser.folding import fold
from parser.sentences import sentences

GIST_SENTENCES = 3
_SHORTEST, _LONGEST = 60, 420  # characters: below, a heading or a fragment; above, no gist any more
_WORD = re.compile(r"[^\W\d_]{2,}")
_TITLE_WEIGHT = 2.0
_LEAD_WEIGHT = 2.0  # the paragraphs before the first labelled line
_PURPOSE_WEIGHT = 1.6
_BASIS_WEIGHT = 0.5  # "Căn cứ …": which papers it rests on stands in the summary's own list


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    words: tuple[str, ...]
    prior: float


def gist_sentences(document: Document) -> list[tuple[int, int]]:
    """Return the spans of up to GIST_SENTENCES sentences, in the paper's order."""
    candidates = _candidates(document)
    counts = Counter(word for candidate in candidates for word in candidate.words)
    total = sum(counts.values()) or 1
    weight = {word: count / total for word, count in counts.items()}
    title = frozenset(_WORD.findall(fold(document.header.title or "")))
    left = list(candidates)
    chosen: list[tuple[int, int]] = []
    while left and len(chosen) < GIST_SENTENCES:
        best = max(left, key=lambda candidate: (_score(candidate, weight, title), -candidate.start))
        left.remove(best)
        chosen.append((best.start, best.end))
        for word in set(best.words):
            weight[word] **= 2
    return sorted(chosen)


def _score(candidate: _Candidate, weight: dict[str, float], title: frozenset[str]) -> float:
    if not candidate.words:
        return 0.0
    mean = sum(weight[word] for word in candidate.words) / len(candidate.words)
    shared = len(title.intersection(candidate.words)) / len(title) if title else 0.0
    return mean * candidate.prior * (1 + _TITLE_WEIGHT * shared)


def _candidates(document: Document) -> list[_Candidate]:
    """Whole sentences of a readable length; headings, table rows and the form around the body are left out."""
    first_label = min((h.start for h in document.outline if h.start >= document.frame.body_start), default=0)
    found = []
    for unit in document.units:
        prior = _prior(unit, document.text[unit.start : unit.end], first_label)
        if not prior:
            continue
        for start, end in sentences(document.text, unit.start, unit.end):
            if _SHORTEST <= end - start <= _LONGEST:
                words = tuple(_WORD.findall(fold(document.text[start:end])))
                found.append(_Candidate(start, end, words, prior))
    return found


def _prior(unit: Unit, text: str, first_label: int) -> float:
    if unit.kind in ("heading", "row") or unit.zone in ("head", "tail", "annex", "outside", "situation"):
        return 0.0
    if unit.zone == "purpose":
        return _PURPOSE_WEIGHT
    if unit.zone == "basis" and not text.rstrip().endswith(":"):
        return _BASIS_WEIGHT
    return _LEAD_WEIGHT if unit.start < first_label else 1.0
