"""Figures against values counted by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.metrics import (
    OUTCOMES,
    brier,
    calibration,
    calibration_error,
    figures,
    intervals,
    matrix_of,
    rows_until,
)

C, P, M, N, NONE = OUTCOMES
ROWS = [(C, C), (C, C), (C, M), (P, P), (P, C), (M, M), (M, M), (M, C), (N, N), (N, M), (NONE, P)]

COUNTED: list[tuple[str, float]] = [
    ("missing_precision", 2 / 4),  # two right of four called missing
    ("missing_recall", 2 / 3),
    ("missing_f1", 4 / 7),
    ("missing_f2", 5 * (1 / 2) * (2 / 3) / (4 / 2 + 2 / 3)),
    ("gap_precision", 3 / 6),  # spurious and not applicable ones are false alarms
    ("gap_recall", 3 / 5),
    ("accuracy", 5 / 8),  # of the rows that bind
    ("macro_f1", (4 / 7 + 2 / 3 + 4 / 6) / 3),  # covered 2 of 4 found, of 3; partial 1 of 1, of 2; missing 2 of 3, of 3
    ("applicability", 9 / 10),
    ("spurious", 1 / 11),
]  # fmt: skip


@pytest.mark.parametrize(("name", "expected"), COUNTED)
def test_figures(name: str, expected: float) -> None:
    assert figures(matrix_of(ROWS))[name] == pytest.approx(expected)


@given(st.lists(st.tuples(st.sampled_from(OUTCOMES), st.sampled_from(OUTCOMES)), max_size=40))
def test_figures_are_shares(rows: list[tuple[str, str]]) -> None:
    assert all(0.0 <= value <= 1.0 for value in figures(matrix_of(rows)).values())


def test_perfect_and_empty() -> None:
    perfect = figures(matrix_of([(C, C), (P, P), (M, M), (N, N)]))
    assert {name for name, value in perfect.items() if value != 1.0} == {"spurious"}
    assert set(figures(matrix_of([])).values()) == {0.0}


def test_intervals_are_seeded_and_hold_the_figure() -> None:
    matrices = [matrix_of(ROWS[i:]) for i in range(5)]
    found = intervals(matrices, rounds=200)
    assert found == intervals(matrices, rounds=200)
    assert found != intervals(matrices, rounds=200, seed=1)
    whole = figures(sum(matrices[1:], start=matrices[0]))
    for name in ("missing_f1", "gap_f1", "accuracy"):
        low, high = found[name]
        assert low <= whole[name] <= high


def test_calibration() -> None:
    chances = np.array([0.05, 0.05, 0.95, 0.95, 1.0, 0.5])
    truth = np.array([False, False, True, True, True, True])
    bins = calibration(chances, truth)
    assert [(b.low, b.count, b.true) for b in bins] == [(0.0, 2, 0.0), (0.5, 1, 1.0), (0.9, 3, 1.0)]
    assert calibration_error(bins) == pytest.approx((2 * 0.05 + 1 * 0.5 + 0.1) / 6)
    assert brier(chances, truth) == pytest.approx((2 * 0.05**2 + 2 * 0.05**2 + 0.25) / 6)
    assert calibration_error(()) == 0.0
    assert brier(np.array([]), np.array([], dtype=bool)) == 0.0


READ: list[tuple[list[float], list[bool], float, int]] = [
    ([0.9, 0.8, 0.1], [True, True, False], 0.95, 2),
    ([0.9, 0.8, 0.1], [False, False, True], 0.95, 3),  # the true one stands last
    ([0.9, 0.8, 0.1], [False, False, False], 0.95, 0),
    ([0.4, 0.3, 0.2, 0.1], [True, True, True, True], 0.5, 2),
    ([], [], 0.95, 0),
]


@pytest.mark.parametrize(("chances", "truth", "share", "expected"), READ)
def test_rows_until(chances: list[float], truth: list[bool], share: float, expected: int) -> None:
    assert rows_until(np.array(chances), np.array(truth, dtype=bool), share) == expected
