"""Fitted models as files of named numbers: they load without pickle and give the same probabilities again."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from models.evidence import ROW_FEATURES
from models.exact import CHECKS
from models.features import PAIR_FEATURES
from models.logistic import Logistic, fit, load_weights
from models.strength import VERDICT_FEATURES
from models.verdict import VerdictModel, shipped_model

WEIGHTS = Path(__file__).parent.parent / "models" / "weights"


@pytest.fixture(scope="module")
def fitted() -> tuple[Logistic, np.ndarray, np.ndarray]:
    generator = np.random.default_rng(7)
    values = generator.normal(size=(300, 3)) * (1.0, 20.0, 0.1) + (0.0, 5.0, 1.0)
    labels = values[:, 0] + values[:, 1] / 20 + generator.normal(size=300) * 0.3 > 0.3
    return fit(("near", "length", "noise"), values, labels, 1.0), values, labels


def test_learns_what_separates(fitted: tuple[Logistic, np.ndarray, np.ndarray]) -> None:
    model, values, labels = fitted
    assert ((model.probabilities(values) > 0.5) == labels).mean() > 0.9


def test_file_gives_the_same_probabilities(fitted: tuple[Logistic, np.ndarray, np.ndarray]) -> None:
    model, values, _ = fitted
    again = Logistic.from_json(json.loads(json.dumps(model.to_json())))
    assert again.names == model.names
    assert np.allclose(again.probabilities(values), model.probabilities(values), atol=1e-4)
    assert again.to_json() == model.to_json()


def test_parts_sum_to_the_log_odds(fitted: tuple[Logistic, np.ndarray, np.ndarray]) -> None:
    model, values, _ = fitted
    parts = model.parts(values[0])
    assert sum(parts.values()) + model.intercept == pytest.approx(float(model.logits(values[:1])[0]))
    sizes = [abs(part) for part in parts.values()]
    assert sizes == sorted(sizes, reverse=True), "the weightiest reason first"


def test_odds_beyond_all_measure_overflow_nothing() -> None:
    model = Logistic(("near",), (0.0,), (1.0,), (1000.0,), 0.0)
    assert model.probabilities(np.array([[9.0], [-9.0]])).tolist() == pytest.approx([1.0, 0.0])


def test_a_file_of_another_form_is_refused() -> None:
    with pytest.raises(KeyError):
        Logistic.from_json({"weights": []})


def test_shipped_weights_are_plain_numbers_for_the_features_of_today() -> None:
    assert {path.suffix for path in WEIGHTS.iterdir()} <= {".json", ".npz", ".onnx"}, "nothing that must be unpickled"
    model = shipped_model()
    assert model.pair.names == PAIR_FEATURES
    assert model.missing.names == model.partial.names == VERDICT_FEATURES
    assert set(ROW_FEATURES) | set(CHECKS) <= set(VERDICT_FEATURES)
    assert VerdictModel.from_json(model.to_json()) == model
    assert load_weights("verdict")["version"] == model.version


def test_more_said_is_more_likely_an_answer() -> None:
    """A sign check on the shipped weights: the whole said beats half of it."""
    model = shipped_model().pair
    whole = np.array(model.mean)
    half = whole.copy()
    for name in ("said", "said_with_context", "pairs_said", "said_and_asked", "said_in_runs"):
        whole[PAIR_FEATURES.index(name)], half[PAIR_FEATURES.index(name)] = 1.0, 0.5
    assert model.logits(whole) > model.logits(half)
