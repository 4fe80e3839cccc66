"""Leave one parent out: models and baseline thresholds that have never seen the parent they are measured on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import UsageError
from corpus.knowledge import load
from models.baselines import BASELINES, Baseline, Cut, learn_cut, scores
from models.dataset import LabelledPair, load_sets
from models.training import leave_one_out, train
from models.verdict import VerdictModel

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

CHECKOUT = Path(__file__).resolve().parent.parent
READER_DATA = CHECKOUT / "corpus" / "annotated" / "reader"
LONG_SETS = READER_DATA / "long"
"""Sets whose parents ask in long sentences and whose plans sum up: the last round the reader learns from."""
DEMO = "demo"
"""The set that `make demo` and the tests show: a model trained on it would be shown on its own training data."""


@dataclass(frozen=True, slots=True)
class Fold:
    """One parent held out: its plans, the model of all other parents, the baselines' thresholds from those."""

    held: tuple[LabelledPair, ...]
    model: VerdictModel
    cuts: dict[Baseline, Cut]
    scores: dict[Baseline, tuple[NDArray[float64], ...]]


def training_pairs(folder: Path | None, least: int = 2) -> tuple[LabelledPair, ...]:
    """Read the annotated sets of `folder`, or of the checkout, without the demo.

    Raises UsageError when there are none (an installed rasoat carries no sets) or fewer parents than `least`: training
    leaves one out, evaluation leaves a further one out.
    """
    place = folder if folder is not None else CHECKOUT / "corpus" / "annotated" / "pairs"
    pairs = tuple(pair for pair in load_sets(place) if pair.set_name != DEMO) if _has_sets(place) else ()
    if not pairs:
        raise UsageError("no_sets", folder=place)
    if len({pair.set_name for pair in pairs}) < least:
        raise UsageError("few_sets", folder=place, least=least)
    return pairs


def further_pairs(folder: Path | None) -> tuple[LabelledPair, ...]:
    """Read the sets that were written for the reader and are not held out: more rows for the models over a requirement.

    A folder of somebody's own sets stands for itself.
    """
    return split_reader_sets()[0] if folder is None else ()


@cache  # `rasoat evaluate` asks for both parts, and reading takes seconds
def split_reader_sets() -> tuple[tuple[LabelledPair, ...], tuple[LabelledPair, ...]]:
    """Return the plans of corpus/annotated/reader (sets and long) as (for training, held out)."""
    held = set(load("reader")["held_out"]["sets"])
    pairs = load_sets(READER_DATA / "sets") + load_sets(LONG_SETS)
    return tuple(p for p in pairs if p.set_name not in held), tuple(p for p in pairs if p.set_name in held)


@cache
def long_names() -> frozenset[str]:
    """Return the names of the sets of the last round."""
    return frozenset(gold.parent.name for gold in LONG_SETS.glob("*/gold.json"))


def _has_sets(place: Path) -> bool:
    return any((gold.parent / "parent.txt").is_file() for gold in place.glob("*/gold.json"))


def folds(pairs: Sequence[LabelledPair], further: Sequence[LabelledPair] = ()) -> Iterator[Fold]:
    """Yield one fold for each parent of `pairs`, in the order of the names; every model learns from `further` too."""
    known = {(p.set_name, p.child_name): {b: scores(p, b) for b in BASELINES} for p in pairs}
    for held, rest in leave_one_out(pairs):
        cuts = {
            b: learn_cut([row for p in rest for row in _scored(p, known[p.set_name, p.child_name][b])])
            for b in BASELINES
        }
        found = {b: tuple(known[p.set_name, p.child_name][b] for p in held) for b in BASELINES}
        yield Fold(tuple(held), train(rest, further), cuts, found)


def _scored(pair: LabelledPair, found: NDArray[float64]) -> Iterator[tuple[float, str]]:
    for score, verdict in zip(found, pair.verdicts, strict=True):
        if verdict is not None and verdict.label != "not_applicable":
            yield float(score), verdict.label
