"""A fitted logistic regression as named numbers in a JSON file: safe to load, every score explainable by its parts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Logistic:
    """p = 1 / (1 + exp(-(intercept + Σ weight · (value - mean) / scale))), one weight per named feature."""

    names: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    weight: tuple[float, ...]
    intercept: float

    def logits(self, values: NDArray[float64]) -> NDArray[float64]:
        """Return the log odds for an array whose last axis runs over `names`."""
        import numpy as np

        scaled = (values - np.array(self.mean)) / np.array(self.scale)
        result: NDArray[float64] = scaled @ np.array(self.weight) + self.intercept
        return result

    def probabilities(self, values: NDArray[float64]) -> NDArray[float64]:
        """Return the probabilities for an array whose last axis runs over `names`."""
        import numpy as np

        result: NDArray[float64] = 1.0 / (1.0 + np.exp(-np.clip(self.logits(values), -40, 40)))
        return result

    def parts(self, values: NDArray[float64]) -> dict[str, float]:
        """Return what each feature adds to the log odds of one row, largest first."""
        import numpy as np

        shares = (values - np.array(self.mean)) / np.array(self.scale) * np.array(self.weight)
        ranked = sorted(zip(self.names, shares.tolist(), strict=True), key=lambda pair: -abs(pair[1]))
        return dict(ranked)

    def to_json(self) -> dict[str, Any]:
        """Return the numbers, rounded so that the file reads and compares well."""
        return {
            "intercept": round(self.intercept, 6),
            "features": {
                name: {"mean": round(m, 6), "scale": round(s, 6), "weight": round(w, 6)}
                for name, m, s, w in zip(self.names, self.mean, self.scale, self.weight, strict=True)
            },
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Logistic:
        """Read what `to_json` wrote. Raises KeyError for a file of another form."""
        features = data["features"]
        return cls(
            tuple(features),
            tuple(f["mean"] for f in features.values()),
            tuple(f["scale"] for f in features.values()),
            tuple(f["weight"] for f in features.values()),
            data["intercept"],
        )


def fit(names: tuple[str, ...], values: NDArray[float64], labels: NDArray[Any], strength: float) -> Logistic:
    """Fit with scikit-learn on standardised features; `strength` is C, the inverse of the L2 penalty.

    One thread: the arrays are narrow, so more threads only wait for each other (ten times slower on two cores), and
    the sums are added in one order on every machine.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):
        scaler = StandardScaler().fit(values)
        model = LogisticRegression(C=strength, max_iter=2000).fit(scaler.transform(values), labels)
    return Logistic(
        names,
        tuple(scaler.mean_.tolist()),
        tuple(scaler.scale_.tolist()),
        tuple(model.coef_[0].tolist()),
        float(model.intercept_[0]),
    )


@cache
def load_weights(name: str) -> dict[str, Any]:
    """Return models/weights/<name>.json. Raises FileNotFoundError when rasoat was installed without it."""
    import json

    text = files("models").joinpath("weights", f"{name}.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data
