"""Named features of a requirement × passage pair: how much of what is asked the passage says.

All are shares of word weight (Rarity) unless said otherwise, so that each can be shown to a reader as a reason.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from math import log
from typing import TYPE_CHECKING, Generic, TypeVar

from models.passages import Pairing, Wanted
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
    """Return an array (requirements × passages × PAIR_FEATURES).

    Sums run in the order of the words, never by a matrix product: every machine gets the same last digit.
    """
    import numpy as np

    rarity, passages = pairing.rarity, pairing.passages
    asked = [_Asked(wanted, rarity) for wanted in pairing.wanted]
    table = np.zeros((len(asked), len(passages), len(PAIR_FEATURES)))
    if not asked or not passages:
        return table
    said = [passage.words for passage in passages]
    around = [passage.words + passage.context for passage in passages]
    here, near = _Marks(said), _Marks(around)
    table[:, :, 0] = _shares([a.weights for a in asked], here)
    table[:, :, 1] = _shares([a.weights for a in asked], near)
    table[:, :, 2] = _shares([a.pairs for a in asked], _Marks([_runs(words, 2) for words in said]), 0.0)
    table[:, :, 3] = _shares([a.triples for a in asked], _Marks([_runs(words, 3) for words in said]), 0.0)
    weights = [{word: rarity(word) for word in words} for words in said]
    table[:, :, 4] = _shares(weights, _Marks([a.known for a in asked])).T
    for row, one in enumerate(asked):
        table[row, :, 5:8] = _unsaid(one.weights, near)
    figures = [dict.fromkeys(a.figures, 1.0) for a in asked]
    table[:, :, 8] = _shares(figures, here, 1.0)
    table[:, :, 9] = _shares([a.act for a in asked], near)
    counts, lengths = [len(words) for words in said], [a.count for a in asked]
    table[:, :, 10] = [log(1 + count) for count in counts]
    table[:, :, 11] = np.array([log(1 + length) for length in lengths])[:, None]
    table[:, :, 12] = np.minimum(1.0, np.array(counts) / np.maximum(1, lengths)[:, None])
    table[:, :, 13] = table[:, :, 0] * table[:, :, 4]
    table[:, :, 14] = table[:, :, 1] * table[:, :, 2]
    return table


class _Asked:
    """A requirement, its words and runs weighted."""

    __slots__ = ("act", "count", "figures", "known", "pairs", "triples", "weights")

    def __init__(self, wanted: Wanted, rarity: Rarity) -> None:
        words = wanted.words
        heavy = [rarity(word) for word in words]
        self.weights = dict(zip(words, heavy, strict=True))
        self.known = words + wanted.context
        self.pairs = {
            run: first + second for run, first, second in zip(_runs(words, 2), heavy, heavy[1:], strict=False)
        }
        thirds = zip(_runs(words, 3), heavy, heavy[1:], heavy[2:], strict=False)
        self.triples = {run: first + second + third for run, first, second, third in thirds}
        self.figures = [word for word in words if word[0].isdigit()]
        self.act: dict[str, float] = {}
        for word, weight in zip(words[:4], heavy, strict=False):
            self.act[word] = self.act.get(word, 0.0) + weight
        self.count = len(words)


_Key = TypeVar("_Key", bound=Hashable)


class _Marks(Generic[_Key]):
    """Which of several texts holds which word or run: `table` is keys × texts, 1.0 where it does."""

    def __init__(self, texts: Sequence[Sequence[_Key]]) -> None:
        import numpy as np

        self.places: dict[_Key, int] = {}
        cells = [
            (self.places.setdefault(key, len(self.places)), text) for text, keys in enumerate(texts) for key in keys
        ]
        self.table = np.zeros((len(self.places) + 1, len(texts)))  # the last row: what no text holds
        if cells:
            self.table[tuple(zip(*cells, strict=True))] = 1.0

    def rows_of(self, keys: Iterable[_Key]) -> list[int]:
        """Return the row of each key."""
        nowhere = len(self.places)
        return [self.places.get(key, nowhere) for key in keys]


def _shares(weights: Sequence[dict[_Key, float]], marks: _Marks[_Key], of_nothing: float = 0.0) -> NDArray[float64]:
    """Return (rows of weights × texts): the share of each row's weight that the text holds."""
    import numpy as np

    shares = np.full((len(weights), marks.table.shape[1]), of_nothing)
    for number, weighted in enumerate(weights):
        total = sum(weighted.values())
        if total:
            held = np.array([*weighted.values()])[:, None] * marks.table[marks.rows_of(weighted)]
            shares[number] = held.sum(axis=0) / total
    return shares


def _unsaid(weights: dict[str, float], near: _Marks[str]) -> NDArray[float64]:
    """Return (passages × 3): weight of the rarest word left unsaid, of the three rarest, share of words unsaid."""
    import numpy as np

    words = sorted(weights, key=weights.__getitem__, reverse=True)
    missing = near.table[near.rows_of(words)] == 0.0
    rank = missing.cumsum(axis=0)
    heavy = np.array([weights[word] for word in words])[:, None] * missing
    first, three = (heavy * (rank <= most) for most in (1, 3))
    share = missing.sum(axis=0) / max(1, len(words))
    return np.stack([first.sum(axis=0), three.sum(axis=0), share], axis=1)


def _runs(words: Words, length: int) -> list[Words]:
    return [words[i : i + length] for i in range(len(words) - length + 1)]
