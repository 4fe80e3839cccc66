"""The project's own held-out third: parents that neither words nor reader have ever learnt from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from audit.gap import Reader, compare
from models.dataset import LabelledPair
from models.evaluation import CHECKOUT, split_reader_sets
from models.metrics import calibration, calibration_error, figures, matrix_of
from models.reading.reader import shipped_reader

CURVE = CHECKOUT / "docs" / "runs" / "reader.json"
_FIGURES = ("missing_precision", "missing_recall", "missing_f1", "gap_f1", "accuracy", "macro_f1")


def held_out_figures() -> dict[str, Any]:
    """Return the figures of words alone and of words with the reader (None when it is not installed), and the curve."""
    _, pairs = split_reader_sets()
    reader = shipped_reader()
    return {
        "sets": sorted({pair.set_name for pair in pairs}),
        "words": _measured(pairs, None),
        "reader": _measured(pairs, reader) if reader is not None else None,
        "learning": json.loads(CURVE.read_text(encoding="utf-8")) if CURVE.is_file() else [],
    }


def _measured(pairs: Sequence[LabelledPair], reader: Reader | None) -> dict[str, float]:
    """Requirements as the parser reads them, levels given; `ece` is that of the chance of missing."""
    import numpy as np

    outcomes, chances = [], []
    for pair in pairs:
        pairing = pair.as_read.pairing
        asked = [wanted.requirement for wanted in pairing.wanted]
        report = compare(pairing.parent, pairing.child, pair.level, reader=reader, requirements=asked)
        for item, verdict in zip(report.items, pair.verdicts, strict=True):
            if verdict is None:
                continue
            outcomes.append((verdict.label, item.status))
            if "not_applicable" not in outcomes[-1]:
                chances.append((item.p_missing, verdict.label == "missing"))
    found = figures(matrix_of(outcomes))
    bins = calibration(np.array([chance for chance, _ in chances]), np.array([true for _, true in chances]))
    return {**{name: round(found[name], 4) for name in _FIGURES}, "ece": round(calibration_error(bins), 4)}
