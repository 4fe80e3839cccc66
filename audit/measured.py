"""An evaluation as one JSON object, which the text table is made of and which docs/runs/last.json keeps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audit.evaluation import (
    Evaluation,
    Row,
    changes,
    check_rates,
    current_thresholds,
    threshold_curve,
)
from audit.reasons import exact_faults
from audit.report import GAPS
from models.baselines import BASELINES
from models.evaluation import CHECKOUT
from models.exact import Shortfall
from models.metrics import OUTCOMES, brier, calibration, calibration_error, figures, intervals, matrix_of, rows_until

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

SCHEMA = "rasoat.evaluation/1"
LAST = CHECKOUT / "docs" / "runs" / "last.json"
_MISSING_STEPS = tuple(n / 100 for n in range(20, 72, 4))
_PARTIAL_STEPS = tuple(n / 100 for n in range(25, 80, 5))
_DIGITS = 4


def measured(evaluation: Evaluation) -> dict[str, Any]:
    """Return every figure of `evaluation`; shares and probabilities lie between 0 and 1."""
    matrices = evaluation.matrices()
    total = _total(matrices)
    missing, partial = current_thresholds()
    names = sorted({row.set_name for row in evaluation.rows})
    facts = {
        "schema": SCHEMA,
        "sets": len(names),
        "plans": len(evaluation.foreseen),
        "rows": len(evaluation.rows),
        "thresholds": {"missing": missing, "partial": partial},
        "figures": figures(total),
        "intervals": intervals(matrices),
        "baselines": {name: _plain(evaluation, name) for name in BASELINES},
        "firm": figures(_total(Evaluation(_firm(evaluation.rows), (), {}).matrices())),
        "alone": figures(_total(evaluation.matrices_alone())),
        "matrix": {
            gold: dict(zip(OUTCOMES, line, strict=True)) for gold, line in zip(OUTCOMES, total.tolist(), strict=True)
        },
        "parents": {name: figures(matrix) for name, matrix in zip(names, matrices, strict=True)},
        "calibration": {name: _trust(evaluation.rows, name) for name in ("missing", "gap")},
        "reading": _reading(evaluation),
        "checks": _checks(evaluation.rows),
        "curve": threshold_curve(evaluation, sorted({*_MISSING_STEPS, missing}), sorted({*_PARTIAL_STEPS, partial})),
    }
    rounded: dict[str, Any] = _rounded(facts)
    rounded["verdicts"] = {row.key: row.said for row in evaluation.rows}
    return rounded


def details(evaluation: Evaluation) -> dict[str, list[dict[str, Any]]]:
    """Return every row with its probabilities, and what goes wrong on requirements that the parser finds itself."""
    rows = [{"row": row.key, **_rounded(asdict(row))} for row in evaluation.rows]
    return {"rows": rows, "alone_wrong": [asdict(row) for row in evaluation.alone if row.gold != row.said]}


def changes_since(evaluation: Evaluation, last: dict[str, Any]) -> dict[str, list[dict[str, str]]]:
    """Return the verdicts gained and lost against an earlier run."""
    gained, lost = changes(evaluation.rows, last)
    return {
        name: [
            {"row": row.key, "gold": row.gold, "before": old, "now": row.said, "quote": row.quote} for row, old in rows
        ]
        for name, rows in (("gained", gained), ("lost", lost))
    }


def last_run(place: Path | None = None) -> dict[str, Any]:
    """Return the run kept at `place` (the last committed one); empty when there is none."""
    place = place or LAST
    if not place.is_file():
        return {}
    data: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return data


def _plain(evaluation: Evaluation, name: str) -> dict[str, float]:
    return figures(_total(evaluation.matrices(lambda row: row.plain[name])))


def _total(matrices: Sequence[NDArray[int64]]) -> NDArray[int64]:
    return sum(matrices[1:], start=matrices[0]) if matrices else matrix_of(())


def _firm(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows on which no other label is defensible."""
    return tuple(row for row in rows if not row.doubtful)


def _judged(rows: Sequence[Row]) -> list[Row]:
    """The rows that bind, in truth and in the engine's view: those that have a probability and a truth."""
    return [row for row in rows if "not_applicable" not in (row.gold, row.said)]


def _trust(rows: Sequence[Row], name: str) -> dict[str, Any]:
    import numpy as np

    judged = _judged(rows)
    truth = np.array([row.gold == "missing" if name == "missing" else row.gold in GAPS for row in judged])
    chances = np.array([row.p_missing if name == "missing" else row.p_gap for row in judged])
    bins = calibration(chances, truth)
    table = [{"low": b.low, "high": b.high, "rows": b.count, "mean": b.mean, "true": b.true} for b in bins]
    return {"ece": calibration_error(bins), "brier": brier(chances, truth), "bins": table}


def _reading(evaluation: Evaluation) -> dict[str, float]:
    """Rows a human must read for 95 % of the gaps: over all plans together, and in one plan, needed and foreseen."""
    import numpy as np

    plans: dict[str, list[Row]] = {}
    for row in _judged(evaluation.rows):
        plans.setdefault(f"{row.set_name}/{row.child_name}", []).append(row)
    every = [row for rows in plans.values() for row in rows]
    needed = [_until(rows) for rows in plans.values()]
    return {
        "rows": len(every),
        "needed": _until(every),
        "plan_rows": float(np.mean([len(rows) for rows in plans.values()])),
        "plan_needed": float(np.mean(needed)),
        "plan_foreseen": float(np.mean([evaluation.foreseen[name] for name in plans])),
    }


def _until(rows: Sequence[Row]) -> int:
    import numpy as np

    return rows_until(np.array([row.p_gap for row in rows]), np.array([row.gold in GAPS for row in rows]))


def _checks(rows: Sequence[Row]) -> dict[str, dict[str, Any]]:
    """How often each exact check fires; `decides` marks those that make an answer partial by themselves."""
    return {
        check: {
            "decides": bool(exact_faults([Shortfall(check, "", "")])),
            **{label: list(counts) for label, counts in by_label.items()},
        }
        for check, by_label in check_rates(rows).items()
    }


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, _DIGITS)
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(inner) for inner in value]
    return value
