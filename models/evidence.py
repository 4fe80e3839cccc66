"""From pairs to a row per requirement: what the best passages, its rivals and the whole plan say of it.

A requirement's passage is judged beside its rivals: the same words may belong to another requirement that the passage
answers better ("same words, other object"), so the lead over the best rival is a feature of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.features import PAIR_FEATURES, pair_features
from models.logistic import Logistic
from models.passages import Pairing

if TYPE_CHECKING:
    from numpy import bool_, float64, int64
    from numpy.typing import NDArray

ROW_FEATURES = (
    "best",  # log odds of the best committing passage
    "second",
    "third",
    "outside",  # log odds of the best passage that commits to nothing (purpose, basis, …)
    "rival",  # log odds of the requirement that the best passage answers best, this one left out
    "lead",  # best - rival
    "best_after_rivals",  # best passage after half of each rival's lead is taken off
    "plan",  # mean of `best` over all requirements: how close the plan keeps to its parent's words
    "above_plan",  # best - plan
    "said_together",  # share of word weight in the three best passages together
    "said_anywhere",  # share of word weight anywhere in the committing zones
    "rarest_unsaid_anywhere",
    "unsaid_anywhere",  # weight of all words said nowhere
    "count_unsaid_anywhere",
    *(f"best_{name}" for name in PAIR_FEATURES),
    "most_said",  # maximum over all passages, whatever the best one is
    "most_said_with_context",
    "most_pairs_said",
    "is_target",
    "is_report",
    "is_cite",
    "outside_if_cite",
    "words",
)
_ABSENT = -9.0  # log odds where there is no such passage


@dataclass(frozen=True, slots=True)
class Evidence:
    """`rows` (requirements × ROW_FEATURES); `order` (requirements × passages) best first; `odds` the pair log odds."""

    rows: NDArray[float64]
    odds: NDArray[float64]
    order: NDArray[int64]


def weigh(pairing: Pairing, pair_model: Logistic, table: NDArray[float64] | None = None) -> Evidence:
    """Score every pair and sum up each requirement's evidence; `table` are the pair features, if known already."""
    import numpy as np

    count = len(pairing.wanted)
    if not count or not pairing.passages:
        empty = np.zeros((count, len(pairing.passages)))
        return Evidence(np.zeros((count, len(ROW_FEATURES))), empty, empty.astype(np.int64))
    table = pair_features(pairing) if table is None else table
    odds = pair_model.logits(table)
    commits = np.array([passage.commits for passage in pairing.passages])
    committed = np.where(commits, odds, -np.inf)
    order = np.argsort(-committed, axis=1, kind="stable")
    best = np.clip(committed.max(axis=1), _ABSENT, None)
    rows = [_row(pairing, table, odds, commits, order[i], i, float(best.mean())) for i in range(count)]
    return Evidence(np.array(rows), odds, order)


def _row(
    pairing: Pairing,
    table: NDArray[float64],
    odds: NDArray[float64],
    commits: NDArray[bool_],
    order: NDArray[int64],
    row: int,
    plan: float,
) -> list[float]:
    wanted = pairing.wanted[row]
    kind = wanted.requirement.kind
    ranked = order[: int(commits.sum())]
    if not len(ranked):
        return [0.0] * len(ROW_FEATURES)
    top = int(ranked[0])
    scores = [float(odds[row, i]) for i in ranked[:3]] + [_ABSENT] * (3 - len(ranked[:3]))
    outside = float(odds[row, ~commits].max()) if (~commits).any() else _ABSENT
    rival, after = _rivals(odds, ranked, row)
    features = table[row]
    return [
        *scores,
        outside,
        rival,
        scores[0] - rival,
        after,
        plan,
        scores[0] - plan,
        *_said(pairing, row, [int(i) for i in ranked]),
        *features[top],
        *features[ranked][:, :3].max(axis=0),
        float(kind == "target"),
        float(kind == "report"),
        float(kind == "cite"),
        outside if kind == "cite" else 0.0,
        float(len(wanted.words)),
    ]


def _rivals(odds: NDArray[float64], ranked: NDArray[int64], row: int) -> tuple[float, float]:
    """Log odds of the best rival for the best passage; best passage once rivals' leads are halved in."""
    import numpy as np

    others = np.delete(odds, row, axis=0)
    if not len(others):
        return _ABSENT, float(odds[row, ranked[0]])
    strongest = others.max(axis=0)
    own = odds[row, ranked]
    after = own - 0.5 * np.maximum(0.0, strongest[ranked] - own)
    return float(strongest[ranked[0]]), float(after.max())


def _said(pairing: Pairing, row: int, ranked: list[int]) -> list[float]:
    """How much of the requirement is said together by three passages, and anywhere the plan commits itself."""
    words = dict.fromkeys(pairing.wanted[row].words)
    weights = {word: pairing.rarity(word) for word in words}
    total = sum(weights.values()) or 1.0
    passages = pairing.passages
    together = frozenset().union(*(passages[i].words + passages[i].context for i in ranked[:3]))
    anywhere = pairing.committed_words
    unsaid = [weight for word, weight in weights.items() if word not in anywhere]
    return [
        sum(weight for word, weight in weights.items() if word in together) / total,
        1.0 - sum(unsaid) / total,
        max(unsaid, default=0.0),
        sum(unsaid),
        float(len(unsaid)),
    ]
