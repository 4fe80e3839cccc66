"""What the reader learns from: written contrasts, exact copies, and the passages of annotated plans."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.knowledge import load
from models.dataset import LabelledPair
from models.evaluation import READER_DATA, further_pairs, training_pairs
from models.evidence import weigh
from models.reading.learn.copies import Contrast, copies
from models.reading.reader import best_passages
from models.reading.text import ReadPair, read_pair
from models.strength import verdict_features
from models.training import fit_pair_model, leave_one_out

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    from models.logistic import Logistic

LABELS = ("covered", "partial", "missing")
_COPIES_SEED, _REPLAY_SEED = 5, 2

Sample = tuple[ReadPair, int]
"""A pair and its class, an index of LABELS."""


@dataclass(frozen=True)
class LabelledRow:
    """One requirement in one plan: what words see of it, which passages are read, what is right."""

    set_name: str
    label: str
    doubtful: bool
    features: NDArray[float64]
    odds: tuple[float, ...]
    reads: tuple[ReadPair, ...]
    answers: tuple[str, ...]
    """What each passage alone is as an answer, one of LABELS."""
    joined: bool = False
    """Whether the requirement was joined from several (models.widening)."""

    @cached_property
    def samples(self) -> list[Sample]:
        """The pairs to learn from: the best passages by words, and every one that answers."""
        most = load("reader")["stages"]["papers"]["passages"]
        return [
            (pair, LABELS.index(answer))
            for place, (pair, answer) in enumerate(zip(self.reads, self.answers, strict=True))
            if place < most or answer != "missing"
        ]


def contrasts(folder: Path = READER_DATA) -> list[Contrast]:
    """Read every written requirement, in the order of the files."""
    files = sorted((folder / "contrast").glob("*.jsonl"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Contrast.from_json(json.loads(line)) for line in lines]


def contrast_samples(found: Sequence[Contrast]) -> list[Sample]:
    """Return the written pairs, then the exact copies."""
    written = [(c.pair(text, heading), LABELS.index(label)) for c in found for label, _, text, heading in c.passages]
    copied = [(pair, LABELS.index(label)) for pair, label in copies(found, random.Random(_COPIES_SEED))]
    return written + copied


def paper_samples(rows: Sequence[LabelledRow], replay: Sequence[Sample]) -> list[Sample]:
    """Return the pairs of annotated plans, with some written ones mixed in; doubtful labels are left out."""
    own = [sample for row in rows if not row.doubtful for sample in row.samples]
    again = list(replay)
    random.Random(_REPLAY_SEED).shuffle(again)
    return own + again[: int(load("reader")["stages"]["papers"]["replayed"] * len(own))]


def training_rows() -> list[LabelledRow]:
    """Return the rows of all training plans; words judge each parent by a model that has not seen it."""
    pairs = training_pairs(None)
    rows = [row for held, rest in leave_one_out(pairs) for row in _rows(held, rest)]
    return rows + _rows(further_pairs(None), pairs)


def _rows(held: Sequence[LabelledPair], rest: Sequence[LabelledPair]) -> list[LabelledRow]:
    """The rows of `held` as read, and those of its requirements joined with their neighbours."""
    pair_model = fit_pair_model([pair.as_read for pair in rest])
    found = _rows_of([pair.as_read for pair in held], pair_model, joined=False)
    return found + _rows_of([pair.joined for pair in held if pair.joined is not None], pair_model, joined=True)


def _rows_of(pairs: Sequence[LabelledPair], pair_model: Logistic, joined: bool) -> list[LabelledRow]:
    found = []
    for pair in pairs:
        evidence = weigh(pair.pairing, pair_model, pair.table)
        features, _ = verdict_features(pair.pairing, evidence)
        for row, verdict in enumerate(pair.verdicts):
            if verdict is None or verdict.label == "not_applicable" or bool(verdict.parts) != joined:
                continue
            picks = best_passages(pair.pairing, evidence, row)
            passages = [pair.pairing.passages[at] for at in picks]
            found.append(
                LabelledRow(
                    pair.set_name,
                    verdict.label,
                    verdict.doubtful,
                    features[row],
                    tuple(float(evidence.odds[row, at]) for at in picks),
                    tuple(read_pair(pair.pairing, row, at) for at in picks),
                    tuple(verdict.of_passage(passage.start, passage.end) for passage in passages),
                    joined,
                )
            )
    return found
