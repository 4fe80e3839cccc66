"""How much of a requirement's wording a passage carries: IDF-weighted coverage on TF-IDF's vocabulary.

Coverage (the share of the requirement's weight that also stands in the passage) is used rather than cosine,
because a long passage that merges several duties still covers each of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from parser.folding import fold

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

_TOKEN = r"(?u)\b[^\W_]{2,}\b"
_CONTEXT_WEIGHT = 0.5  # a word that stands only in the heading or lead-in above the passage counts half


def likeness(requirements: Sequence[str], passages: Sequence[str], contexts: Sequence[str]) -> NDArray[float64]:
    """Return a matrix (requirements × passages) of coverages from 0 to 1."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    shape = (len(requirements), len(passages))
    if not all(shape):
        return np.zeros(shape)
    vectorizer: Any = TfidfVectorizer(preprocessor=fold, token_pattern=_TOKEN, ngram_range=(1, 2), sublinear_tf=True)
    vectorizer.fit([*requirements, *passages])
    wanted = vectorizer.transform(requirements)
    said = (vectorizer.transform(passages) > 0).astype(float)
    around = (vectorizer.transform(contexts) > 0).astype(float)
    present = said.maximum(around * _CONTEXT_WEIGHT)
    total = np.asarray(wanted.sum(axis=1)).ravel()
    total[total == 0] = 1.0
    covered: NDArray[float64] = (wanted @ present.T).toarray() / total[:, None]
    return covered
