"""Figures of an evaluation: from one matrix (gold × said) to precision, recall, F; how far probabilities hold.

One square matrix holds everything, so that resampling whole parents is a sum of matrices.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import bool_, float64, int64
    from numpy.typing import NDArray

OUTCOMES = ("covered", "partial", "missing", "not_applicable", "none")
"""Rows: gold, columns: said. "none" as gold: no requirement at all; as said: the requirement was not seen."""

_BINDING = slice(0, 3)  # covered, partial, missing
_MISSING, _NOT_APPLICABLE, _NONE = 2, 3, 4
_GAP = slice(1, 3)


@dataclass(frozen=True, slots=True)
class Bin:
    """Rows whose probability lies in [low, high): their number, mean probability and share of true ones."""

    low: float
    high: float
    count: int
    mean: float
    true: float


def matrix_of(outcomes: Iterable[tuple[str, str]]) -> NDArray[int64]:
    """Count (gold, said) pairs."""
    import numpy as np

    matrix = np.zeros((len(OUTCOMES), len(OUTCOMES)), dtype=np.int64)
    for gold, said in outcomes:
        matrix[OUTCOMES.index(gold), OUTCOMES.index(said)] += 1
    return matrix


def figures(matrix: NDArray[int64]) -> dict[str, float]:
    """Return every figure of a matrix, as shares of 1."""
    by_label = [_prf(matrix[i, i], matrix[_BINDING, i].sum(), matrix[i].sum()) for i in range(3)]
    known = [by_label[i]["f1"] for i in range(3) if matrix[_BINDING, i].sum() or matrix[i].sum()]
    binding = int(matrix[_BINDING].sum())
    judged = int(matrix[:_NONE].sum())
    excused = matrix[_BINDING, _NOT_APPLICABLE].sum()
    seen = matrix[_NOT_APPLICABLE, _NOT_APPLICABLE] + matrix[_NOT_APPLICABLE, _NONE]
    missing = _prf(matrix[_MISSING, _MISSING], matrix[:, _MISSING].sum(), matrix[_MISSING].sum())
    gap = _prf(matrix[_GAP, _GAP].sum(), matrix[:, _GAP].sum(), matrix[_GAP].sum())
    return {
        **{f"missing_{name}": value for name, value in missing.items()},
        **{f"gap_{name}": value for name, value in gap.items()},
        "accuracy": _ratio(matrix[_BINDING, _BINDING].trace(), binding),
        "macro_f1": sum(known) / max(1, len(known)),
        "applicability": _ratio(binding - excused + seen, judged),
        "spurious": _ratio(matrix[_NONE, _GAP].sum(), matrix.sum()),
    }


def _prf(right: float, found: float, wanted: float) -> dict[str, float]:
    precision, recall = _ratio(right, found), _ratio(right, wanted)
    return {"precision": precision, "recall": recall, "f1": _f(precision, recall, 1), "f2": _f(precision, recall, 2)}


def _f(precision: float, recall: float, beta: float) -> float:
    return _ratio((1 + beta**2) * precision * recall, beta**2 * precision + recall)


def _ratio(part: float, whole: float) -> float:
    return float(part) / float(whole) if whole else 0.0


def intervals(matrices: Sequence[NDArray[int64]], rounds: int = 1000, seed: int = 0) -> dict[str, tuple[float, float]]:
    """Return the 95 % bootstrap interval of each figure: whole parents are drawn again, for rows of one are alike."""
    import numpy as np

    generator = np.random.default_rng(seed)
    stack = np.stack(matrices)
    drawn = [figures(stack[generator.integers(0, len(stack), len(stack))].sum(axis=0)) for _ in range(rounds)]
    return {
        name: (float(np.quantile(values, 0.025)), float(np.quantile(values, 0.975)))
        for name in drawn[0]
        for values in [[figure[name] for figure in drawn]]
    }


def calibration(chances: NDArray[float64], truth: NDArray[bool_], bins: int = 10) -> tuple[Bin, ...]:
    """Return the bins of equal width that hold at least one row."""
    places = [min(bins - 1, int(chance * bins)) for chance in chances]
    found = []
    for number in range(bins):
        rows = [i for i, place in enumerate(places) if place == number]
        if rows:
            mean, true = float(chances[rows].mean()), float(truth[rows].mean())
            found.append(Bin(number / bins, (number + 1) / bins, len(rows), mean, true))
    return tuple(found)


def calibration_error(bins: Sequence[Bin]) -> float:
    """Return the expected calibration error: mean distance of probability and truth, weighted by rows."""
    total = sum(b.count for b in bins)
    return sum(b.count * abs(b.mean - b.true) for b in bins) / max(1, total)


def brier(chances: NDArray[float64], truth: NDArray[bool_]) -> float:
    """Return the mean squared distance of probability and truth; 0.0 without rows."""
    return float(((chances - truth) ** 2).mean()) if len(chances) else 0.0


def rows_until(chances: NDArray[float64], truth: NDArray[bool_], share: float = 0.95) -> int:
    """Return how many rows, likeliest first, must be read until `share` of the true ones are seen; 0 without any."""
    import numpy as np

    if not truth.any():
        return 0
    seen = np.cumsum(truth[np.argsort(-chances, kind="stable")])
    return int(np.searchsorted(seen, share * seen[-1] - 1e-9)) + 1
