"""What plain search would say: the best TF-IDF or BM25 score over all units of the plan, cut by two learned thresholds.

Neither zones nor exact checks: the yardstick that the engine must beat to be worth its code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Literal

from models.dataset import LabelledPair
from models.metrics import figures, matrix_of
from models.words import Words, words_of

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

Baseline = Literal["tfidf", "bm25"]
BASELINES: tuple[Baseline, ...] = ("tfidf", "bm25")

_K1, _B = 1.5, 0.75  # usual settings of BM25
_STEPS = 60  # thresholds tried: quantiles of the training scores


@dataclass(frozen=True, slots=True)
class Cut:
    """Below `missing` a requirement is missing, from there to `partial` it is partial, above it is covered."""

    missing: float
    partial: float

    def status(self, score: float) -> str:
        """Return the status that the score alone suggests."""
        if score < self.missing:
            return "missing"
        return "partial" if score < self.partial else "covered"


def scores(pair: LabelledPair, baseline: Baseline) -> NDArray[float64]:
    """Return, for each requirement, its best score over the units of the plan (0 to 1)."""
    wanted = [words_of(w.requirement.quote, {}) for w in pair.pairing.wanted]
    child = pair.pairing.child
    units = [words for u in child.units if len(words := words_of(child.text[u.start : u.end], {})) >= 3]
    return _tfidf(wanted, units) if baseline == "tfidf" else _bm25(wanted, units)


def _tfidf(wanted: list[Words], units: list[Words]) -> NDArray[float64]:
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(analyzer=lambda words: words, sublinear_tf=True).fit_transform([*wanted, *units])
    likeness = (vectors[: len(wanted)] @ vectors[len(wanted) :].T).toarray()
    return np.asarray(likeness.max(axis=1, initial=0.0), dtype=np.float64)


def _bm25(wanted: list[Words], units: list[Words]) -> NDArray[float64]:
    """The sum of BM25 word scores as a share of what a unit made of the requirement alone would reach."""
    import numpy as np

    seen = Counter(word for unit in units for word in set(unit))
    usual = sum(len(unit) for unit in units) / max(1, len(units))
    counts = [(Counter(unit), _K1 * (1 - _B + _B * len(unit) / max(1.0, usual))) for unit in units]
    best = []
    for words in wanted:
        weights = {w: log(1 + (len(units) - seen[w] + 0.5) / (seen[w] + 0.5)) for w in set(words)}
        ideal = sum(weights.values()) or 1.0
        found = [
            sum(weight * unit[word] * (_K1 + 1) / (unit[word] + norm) for word, weight in weights.items())
            for unit, norm in counts
        ]
        best.append(min(1.0, max(found, default=0.0) / ideal))
    return np.array(best)


def learn_cut(scored: Sequence[tuple[float, str]]) -> Cut:
    """Return the thresholds that serve (score, gold label) rows best: F1 of missing first, then macro F1."""
    import numpy as np

    steps = [float(s) for s in np.unique(np.quantile([score for score, _ in scored], np.linspace(0, 1, _STEPS)))]
    missing = max(steps, key=lambda step: _figure(scored, Cut(step, step), "missing_f1"))
    partial = max((s for s in steps if s >= missing), key=lambda step: _figure(scored, Cut(missing, step), "macro_f1"))
    return Cut(missing, partial)


def _figure(scored: Sequence[tuple[float, str]], cut: Cut, name: str) -> float:
    return figures(matrix_of((gold, cut.status(score)) for score, gold in scored))[name]
