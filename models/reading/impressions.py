"""From the network's answers on a requirement's best passages to a few numbers beside the word features."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float64
    from numpy.typing import NDArray

PASSAGES = 5  # passages of a requirement that are read, best by words first
IMPRESSIONS = (
    "read_least_missing",  # log odds of missing for the passage that answers best
    "read_most_covered",  # log odds of covered for the passage that covers best
    "read_partial_there",  # log odds of partial for the passage that answers best
    "read_first_missing",  # the same for the best passage by words
    "read_first_covered",
    "read_place",  # how far down the list by words the best answer stands
    "read_second_missing",
    "read_none_answers",  # log odds that not all of them miss
    "read_behind",  # how far behind the first the best answer is by words
    "read_weighed",  # log of Σ exp(log odds by words) · (1 - missing)
)
_FLOOR = 1e-3  # keeps log odds finite
_NOTHING = (0.05, 0.05, 0.9)  # what stands for a plan without any passage
_NO_WORDS = -9.0


def impressions(read: NDArray[float64], odds: Sequence[float]) -> list[float]:
    """Return IMPRESSIONS from `read` (passages × covered, partial, missing) and the passages' log odds by words."""
    import numpy as np

    if not len(read):
        read, odds = np.array([_NOTHING]), [_NO_WORDS]
    by_words = np.asarray(odds, dtype=float)
    missing, covered = read[:, 2], read[:, 0]
    best = int(missing.argmin())
    second = float(np.sort(missing)[1]) if len(missing) > 1 else 1.0
    weighed = float((1 - missing) @ np.exp(np.clip(by_words, -8, 5)))
    return [
        _log_odds(missing.min()),
        _log_odds(covered.max()),
        _log_odds(read[best, 1]),
        _log_odds(missing[0]),
        _log_odds(covered[0]),
        float(best),
        _log_odds(second),
        _log_odds(1 - float(np.prod(missing))),
        float(by_words[best] - by_words[0]),
        float(np.log(weighed + 1e-4)),
    ]


def _log_odds(chance: float) -> float:
    from math import log

    return log(chance + _FLOOR) - log(1 - chance + _FLOOR)
