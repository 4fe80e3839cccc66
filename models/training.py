"""Training of the verdict's models from the annotated sets: seeded, reproducible, under a minute.

The models over a requirement's evidence are trained on pair scores that were made without the requirement's own parent
(leave one parent out), so that they learn to trust pair scores as far as those deserve on an unseen parent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from models.dataset import LabelledPair
from models.evidence import weigh
from models.features import PAIR_FEATURES
from models.logistic import Logistic, fit
from models.passages import pair_up
from models.strength import VERDICT_FEATURES, verdict_features
from models.verdict import VerdictModel

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

FIRST_WEIGHT = 4
"""How much a row of the first sets weighs beside one of the further sets, which are about four times as many."""
_PAIR_STRENGTH = 1.0  # C of the pair model; hundreds of thousands of rows need little penalty
_STRANGERS = 8  # requirements of each parent that are held against a plan of another field
_VERDICT_STRENGTH = 0.1  # C of the two models over requirements; chosen by leave one parent out


def train(pairs: Sequence[LabelledPair], further: Sequence[LabelledPair] = ()) -> VerdictModel:
    """Fit the pair model on `pairs`, the two models over a requirement on those and on `further` plans.

    Requirements as the parser reads them. `pairs` weigh FIRST_WEIGHT times as much as `further`, which are more and
    whose missing duties have more decoys than most offices write.
    """
    import numpy as np

    version = _version([*pairs, *further])
    asked = [pair.as_read for pair in pairs]
    pair_model = fit_pair_model(asked)
    blocks = [_rows(held, fit_pair_model([pair.as_read for pair in rest])) for held, rest in leave_one_out(pairs)]
    blocks *= FIRST_WEIGHT if further else 1
    if further:
        blocks.append(_rows(further, pair_model))
    blocks.append(_strangers([*pairs, *further], pair_model))
    rows = np.vstack([block[0] for block in blocks])
    labels = np.concatenate([block[1] for block in blocks])
    present = labels != "missing"
    missing = fit(VERDICT_FEATURES, rows, labels == "missing", _VERDICT_STRENGTH)
    partial = fit(VERDICT_FEATURES, rows[present], labels[present] == "partial", _VERDICT_STRENGTH)
    return VerdictModel(version, pair_model, missing, partial)


def leave_one_out(
    pairs: Sequence[LabelledPair],
) -> list[tuple[list[LabelledPair], list[LabelledPair]]]:
    """Return (held out, rest) for each parent, in the order of the names."""
    names = sorted({pair.set_name for pair in pairs})
    return [([p for p in pairs if p.set_name == name], [p for p in pairs if p.set_name != name]) for name in names]


def fit_pair_model(pairs: Sequence[LabelledPair]) -> Logistic:
    """Fit "does this passage answer this requirement?" on gold evidence against all other committing passages."""
    import numpy as np

    values, labels = [], []
    for pair in pairs:
        passages = pair.pairing.passages
        commits = np.array([passage.commits for passage in passages])
        for row, verdict in enumerate(pair.verdicts):
            if verdict is None or verdict.label == "not_applicable":
                continue
            answers = [any(p.start < end and start < p.end for start, end in verdict.evidence) for p in passages]
            values.append(pair.table[row][commits])
            labels.append(np.array(answers)[commits])
    return fit(PAIR_FEATURES, np.vstack(values), np.concatenate(labels), _PAIR_STRENGTH)


def _rows(pairs: Sequence[LabelledPair], pair_model: Logistic) -> tuple[NDArray[float64], NDArray[Any]]:
    """The rows as read; doubtful labels teach nothing."""
    import numpy as np

    rows, labels = [], []
    for pair in (pair.as_read for pair in pairs):
        features, _ = verdict_features(pair.pairing, weigh(pair.pairing, pair_model, pair.table))
        for row, verdict in enumerate(pair.verdicts):
            if verdict is not None and verdict.label != "not_applicable" and not verdict.doubtful:
                rows.append(features[row])
                labels.append(verdict.label)
    return np.array(rows).reshape(-1, len(VERDICT_FEATURES)), np.array(labels, dtype=object)


def _strangers(pairs: Sequence[LabelledPair], pair_model: Logistic) -> tuple[NDArray[float64], NDArray[Any]]:
    """Some requirements of each parent against a plan of one half the list away: of another field, it misses them all.

    Every annotated plan answers much of its parent; without these rows the models go wild on a plan that does not.
    """
    import numpy as np

    first = {pair.set_name: pair for pair in pairs}
    names = sorted(first)
    rows = []
    for at, name in enumerate(names):
        other = names[(at + len(names) // 2) % len(names)]
        if other == name:
            continue
        asked = tuple(wanted.requirement for wanted in first[name].as_read.pairing.wanted)
        asked = asked[:: -(-len(asked) // _STRANGERS)]
        pairing = pair_up(first[name].pairing.parent, first[other].pairing.child, asked)
        features, _ = verdict_features(pairing, weigh(pairing, pair_model))
        rows += list(features)
    return np.array(rows).reshape(-1, len(VERDICT_FEATURES)), np.array(["missing"] * len(rows))


def _version(pairs: Sequence[LabelledPair]) -> str:
    """A short hash of the training papers and labels: two models with one version saw the same data."""
    digest = hashlib.sha256()
    for pair in pairs:
        digest.update(pair.pairing.parent.text.encode())
        digest.update(pair.pairing.child.text.encode())
        digest.update(repr([(v.label, v.evidence) if v else None for v in pair.verdicts]).encode())
    return digest.hexdigest()[:12]
