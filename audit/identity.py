"""Names of requirements that survive small edits of the parent: inserted rows, changed figures, spacing, case."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from models.words import common_abbreviations, words_of

_LENGTH = 6  # hex digits: 16 million values, a paper has some hundred requirements


def stable_ids(quotes: Iterable[str]) -> tuple[str, ...]:
    """Return one id per quote, made of its content words alone; repeats get "-2", "-3", … in their order."""
    return _ids(tuple(quotes))


@lru_cache(maxsize=16)  # thousands of plans are held against the same parent
def _ids(quotes: tuple[str, ...]) -> tuple[str, ...]:
    seen: Counter[str] = Counter()
    ids = []
    for quote in quotes:
        words = [word for word in words_of(quote, common_abbreviations()) if not word[0].isdigit()]
        base = "R" + hashlib.sha256(" ".join(words).encode()).hexdigest()[:_LENGTH]
        seen[base] += 1
        ids.append(base if seen[base] == 1 else f"{base}-{seen[base]}")
    return tuple(ids)
