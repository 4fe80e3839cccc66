"""The second stage of the verdict: rows that words leave open are read again, requirement and passage together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from models.evidence import Evidence
from models.logistic import Logistic, load_weights
from models.passages import Pairing
from models.reading.impressions import PASSAGES, impressions
from models.reading.text import read_pair
from models.strength import shortfalls_in_best
from models.verdict import Opinion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float64
    from numpy.typing import NDArray

    from models.reading.network import Network

WEIGHTS = "reader"
_ANSWERS = 0.4  # below this chance of missing, a passage that the words rank lower is shown first
_SURE = 0.03  # rows that words call present or missing with less doubt than this are not read


@dataclass(frozen=True, slots=True)
class ReaderModel:
    """Two logistic models over VERDICT_FEATURES and IMPRESSIONS together, fitted on the answers of the int8 network."""

    version: str
    missing: Logistic
    partial: Logistic

    def to_json(self) -> dict[str, Any]:
        """Return the content of models/weights/reader.json."""
        return {"version": self.version, "missing": self.missing.to_json(), "partial": self.partial.to_json()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> ReaderModel:
        """Read what `to_json` wrote."""
        return cls(data["version"], *(Logistic.from_json(data[name]) for name in ("missing", "partial")))


class MeaningReader:
    """Reads the best passages of uncertain rows and judges anew; sure rows keep the opinion of the words."""

    def __init__(self, network: Network, model: ReaderModel) -> None:
        self._network, self._model = network, model

    @property
    def version(self) -> str:
        """The version of network and models."""
        return self._model.version

    def reread(self, pairing: Pairing, opinion: Opinion, rows: Sequence[int]) -> Opinion:
        """Return the opinion with the uncertain ones of `rows` judged by words and meaning together."""
        import numpy as np

        rows = [row for row in rows if _SURE < opinion.p_missing[row] < 1 - _SURE]
        chosen = [best_passages(pairing, opinion.evidence, row) for row in rows]
        asked = [read_pair(pairing, row, at) for row, picks in zip(rows, chosen, strict=True) for at in picks]
        if not asked:
            return replace(opinion, by_meaning=True)
        read = np.split(self._network.read(asked), np.cumsum([len(picks) for picks in chosen])[:-1])
        values = np.array(
            [
                [*opinion.features[row], *impressions(part, opinion.evidence.odds[row, picks].tolist())]
                for row, picks, part in zip(rows, chosen, read, strict=True)
            ]
        )
        p_missing, p_partial = opinion.p_missing.copy(), opinion.p_partial.copy()
        p_missing[rows] = self._model.missing.probabilities(values)
        p_partial[rows] = self._model.partial.probabilities(values)
        better = {row: at for row, picks, part in zip(rows, chosen, read, strict=True) if (at := _better(picks, part))}
        return replace(
            opinion, p_missing=p_missing, p_partial=p_partial, by_meaning=True, **_shown_first(pairing, opinion, better)
        )


def _better(picks: list[int], read: NDArray[float64]) -> int | None:
    """The passage that answers by its meaning where words rank another first; None when there is none."""
    if not picks or read[:, 2].min() >= _ANSWERS:
        return None
    best = picks[int(read[:, 2].argmin())]
    return None if best == picks[0] else best


def _shown_first(pairing: Pairing, opinion: Opinion, better: dict[int, int]) -> dict[str, Any]:
    """Evidence with the better passages in front, and the exact shortfalls looked for there."""
    order, odds = opinion.evidence.order.copy(), opinion.evidence.odds.copy()
    for row, at in better.items():
        others = [i for i in order[row].tolist() if i != at]
        odds[row, at] = odds[row, others[0]]  # as good as the best by words, so that both are shown
        order[row] = [at, *others]
    evidence = Evidence(opinion.evidence.rows, odds, order)
    found = [
        shortfalls_in_best(pairing, evidence, row) if row in better else known
        for row, known in enumerate(opinion.shortfalls)
    ]
    return {"evidence": evidence, "shortfalls": found}


def best_passages(pairing: Pairing, evidence: Evidence, row: int) -> list[int]:
    """Return the best committing passages by words, none inside another."""
    chosen: list[int] = []
    for at in evidence.order[row].tolist():
        passage = pairing.passages[at]
        if not passage.commits or len(chosen) == PASSAGES:
            break
        inside = any(
            pairing.passages[c].start <= passage.start and passage.end <= pairing.passages[c].end for c in chosen
        )
        if not inside:
            chosen.append(at)
    return chosen


@cache
def shipped_reader() -> MeaningReader | None:
    """Return the reader installed with rasoat; None without the extra `reader`, or where its weights are missing."""
    from importlib.util import find_spec

    if find_spec("onnxruntime") is None or find_spec("tokenizers") is None:
        return None
    if not files("models").joinpath("weights", f"{WEIGHTS}.json").is_file():
        return None
    from models.reading.network import shipped_network

    return MeaningReader(shipped_network(), ReaderModel.from_json(load_weights(WEIGHTS)))
