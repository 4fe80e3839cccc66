"""Named features of a requirement × passage pair: how much of what is asked the passage says.

All are shares of word weight (Rarity) unless said otherwise, so that each can be shown to a reader as a reason.
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from models.passages import Pairing, Passage, Wanted
from models.words import Rarity, Words

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

PAIR_FEATURES = (
    "said",  # share of the requirement's words that stand in the passage
    "said_with_context",  # the same, heading and lead-in of the passage counted
    "pairs_said",  # share of its neighbouring word pairs
    "triples_said",  # share of its runs of three words
    "asked",  # share of the passage's words that the requirement or its heading has
    "rarest_unsaid",  # weight of the rarest word left unsaid
    "three_rarest_unsaid",  # weight of the three rarest
    "share_unsaid",  # share of different words left unsaid (a count, not weighted)
    "figures_said",  # share of the requirement's figures that stand in the passage (1 when it has none)
    "act_said",  # share of its first four words, where the act usually stands
    "passage_length",  # log of the passage's number of words
    "requirement_length",  # log of the requirement's number of words
    "length_ratio",  # passage ÷ requirement, at most 1
    "said_and_asked",  # said × asked
    "said_in_runs",  # said_with_context × pairs_said
)


def pair_features(pairing: Pairing) -> NDArray[float64]:
    """Return an array (requirements × passages × PAIR_FEATURES)."""
    import numpy as np

    table = np.zeros((len(pairing.wanted), len(pairing.passages), len(PAIR_FEATURES)))
    sides = [_Side(passage, pairing.rarity) for passage in pairing.passages]
    for row, wanted in enumerate(pairing.wanted):
        asked = _Asked(wanted, pairing.rarity)
        for column, side in enumerate(sides):
            table[row, column] = asked.against(side)
    return table


class _Side:
    """A passage, prepared once for all requirements."""

    __slots__ = ("count", "pairs", "triples", "total", "weights", "with_context", "words")

    def __init__(self, passage: Passage, rarity: Rarity) -> None:
        self.words = frozenset(passage.words)
        self.with_context = self.words | frozenset(passage.context)
        self.weights = {word: rarity(word) for word in self.words}
        self.total = sum(self.weights.values()) or 1.0
        self.pairs = frozenset(_runs(passage.words, 2))
        self.triples = frozenset(_runs(passage.words, 3))
        self.count = len(passage.words)


class _Asked:
    """A requirement, prepared once for all passages."""

    def __init__(self, wanted: Wanted, rarity: Rarity) -> None:
        words = wanted.words
        self.weights = {word: rarity(word) for word in dict.fromkeys(words)}
        self.total = sum(self.weights.values()) or 1.0
        self.known = frozenset(words) | frozenset(wanted.context)
        self.pairs = _weighted(_runs(words, 2), rarity)
        self.triples = _weighted(_runs(words, 3), rarity)
        self.figures = frozenset(word for word in words if word[0].isdigit())
        self.act = [(word, rarity(word)) for word in words[:4]]
        self.act_total = sum(weight for _, weight in self.act) or 1.0
        self.count = len(words)

    def against(self, side: _Side) -> list[float]:
        """Return the features in the order of PAIR_FEATURES."""
        said = sum(weight for word, weight in self.weights.items() if word in side.words) / self.total
        around = sum(weight for word, weight in self.weights.items() if word in side.with_context) / self.total
        unsaid = sorted((w for word, w in self.weights.items() if word not in side.with_context), reverse=True)
        pairs = _share(self.pairs, side.pairs)
        asked = sum(weight for word, weight in side.weights.items() if word in self.known) / side.total
        figures = len(self.figures & side.words) / len(self.figures) if self.figures else 1.0
        act = sum(weight for word, weight in self.act if word in side.with_context) / self.act_total
        return [
            said,
            around,
            pairs,
            _share(self.triples, side.triples),
            asked,
            unsaid[0] if unsaid else 0.0,
            sum(unsaid[:3]),
            len(unsaid) / max(1, len(self.weights)),
            figures,
            act,
            log(1 + side.count),
            log(1 + self.count),
            min(1.0, side.count / max(1, self.count)),
            said * asked,
            around * pairs,
        ]


def _runs(words: Words, length: int) -> list[Words]:
    return [words[i : i + length] for i in range(len(words) - length + 1)]


def _weighted(runs: list[Words], rarity: Rarity) -> dict[Words, float]:
    return {run: sum(rarity(word) for word in run) for run in runs}


def _share(asked: dict[Words, float], said: frozenset[Words]) -> float:
    total = sum(asked.values())
    return sum(weight for run, weight in asked.items() if run in said) / total if total else 0.0
