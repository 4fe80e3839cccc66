"""The learned part of the verdict: is the requirement missing, and if not, is the answer thin?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from models.evidence import Evidence, weigh
from models.exact import Shortfall
from models.logistic import Logistic, load_weights
from models.passages import Pairing
from models.strength import verdict_features

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

WEIGHTS = "verdict"


@dataclass(frozen=True, slots=True)
class VerdictModel:
    """Three logistic models: pair (same thing?), missing (over a requirement's evidence), partial (given present)."""

    version: str
    pair: Logistic
    missing: Logistic
    partial: Logistic

    def to_json(self) -> dict[str, Any]:
        """Return the content of models/weights/verdict.json."""
        parts = {"pair": self.pair, "missing": self.missing, "partial": self.partial}
        return {"version": self.version, **{name: part.to_json() for name, part in parts.items()}}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> VerdictModel:
        """Read what `to_json` wrote."""
        return cls(data["version"], *(Logistic.from_json(data[name]) for name in ("pair", "missing", "partial")))


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the models think of every requirement of a pairing, row by row."""

    evidence: Evidence
    features: NDArray[float64]
    shortfalls: list[list[Shortfall]]
    p_missing: NDArray[float64]
    p_partial: NDArray[float64]
    """Probability of a thin answer, given that there is one."""
    by_meaning: bool = False
    """True once a reader of meanings has judged the rows that words leave open."""


@cache
def shipped_model() -> VerdictModel:
    """Return the model whose weights are installed with rasoat."""
    return VerdictModel.from_json(load_weights(WEIGHTS))


def opine(pairing: Pairing, model: VerdictModel) -> Opinion:
    """Weigh every passage against every requirement and sum up."""
    evidence = weigh(pairing, model.pair)
    features, found = verdict_features(pairing, evidence)
    return Opinion(
        evidence, features, found, model.missing.probabilities(features), model.partial.probabilities(features)
    )
