"""The whole way from pairs to weights: about six hours on one core, seeded.

1. fine-tune the pretrained encoder on written contrasts and exact copies;
2. go on with the plans of the first annotated parents;
3. from there, twice: go on with one half of the other parents (and some of the first again);
4. take the mean of the two (they come from one and lie close together), and from there, twice again: go on with one
   half of the parents that ask in long sentences (and some of all others again); the mean of these two is shipped;
5. fit the two models over words and impressions together. Each row goes by the answers of an int8 network that has not
   learnt from its parent: of the halves of steps 3 and 4, and of two halves of the first parents made for that alone.
"""

from __future__ import annotations

import copy
import hashlib
import json
import random
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.knowledge import load
from models.evaluation import long_names
from models.logistic import Logistic, fit
from models.reading.impressions import IMPRESSIONS, impressions
from models.reading.learn.pairs import LabelledRow, Sample, contrast_samples, contrasts, paper_samples, training_rows
from models.reading.network import WEIGHTS as NETWORK
from models.reading.network import Network
from models.reading.reader import WEIGHTS as MODELS
from models.reading.reader import ReaderModel
from models.reading.tokens import encode
from models.strength import VERDICT_FEATURES
from models.training import FIRST_WEIGHT

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    from models.reading.learn.encoder import CrossEncoder
    from models.reading.learn.fit import Example, Stage

_STRENGTH, _STRENGTH_OF_WORDS = 0.03, 0.1  # C of the models; chosen by leave one parent out
_SAY_OF_WORDS = 0.5
_AGAIN_SEED = 3
Told = Callable[[str, float, float], None]
"""Called with the name of the step, the share of it that is done, and its loss."""


def build(folder: Path, told: Told) -> ReaderModel:
    """Make the reader and write its network and models into `folder`. Raises ImportError without the extra `train`."""
    written = contrast_samples(contrasts())
    first, others, long = by_round(training_rows())
    base = _trained(_fresh(), written, "contrast", told)
    read, _ = _cross_read(base, first, [], written, "papers", told)
    base = _trained(base, paper_samples(first, written), "papers", told)
    more, networks = _cross_read(base, others, some_again(first, "halves"), written, "halves", told)
    read.update(more)
    more, networks = _cross_read(averaged(networks), long, some_again([*first, *others], "long"), [], "long", told)
    read.update(more)
    from models.reading.learn.export import export_int8

    export_int8(averaged(networks), folder / NETWORK)
    weighed = [row for row in (*(first * FIRST_WEIGHT), *others, *long) if not row.doubtful and not row.joined]
    model = calibrated(weighed, [read[id(row)] for row in weighed], _version(folder / NETWORK))
    text = json.dumps(model.to_json(), ensure_ascii=False, indent=1)
    (folder / f"{MODELS}.json").write_text(text + "\n", encoding="utf-8")
    return model


def _cross_read(
    base: CrossEncoder,
    rows: Sequence[LabelledRow],
    again: Sequence[LabelledRow],
    written: Sequence[Sample],
    stage: str,
    told: Told,
) -> tuple[dict[int, NDArray[float64]], list[CrossEncoder]]:
    """Go on from `base` with either half of the rows; return what each reads of the other, and the two networks.

    Joined rows teach, but no model is fitted on them, so nothing reads them.
    """
    halves, networks = split(rows), []
    read: dict[int, NDArray[float64]] = {}
    for name, held in halves.items():
        learnt = [row for other, part in halves.items() if other != name for row in part] + list(again)
        networks.append(_trained(copy.deepcopy(base), paper_samples(learnt, written), stage, told))
        network = _network(networks[-1])
        read.update({id(row): network.read(row.reads) for row in held if not row.joined})
    return read, networks


def by_round(rows: Sequence[LabelledRow]) -> tuple[list[LabelledRow], list[LabelledRow], list[LabelledRow]]:
    """Return the rows of the first round's parents, of all others, and of the last round's (long sentences)."""
    first, long = load("reader")["first_round"]["sets"], long_names()
    others = [row for row in rows if row.set_name not in first and row.set_name not in long]
    return [row for row in rows if row.set_name in first], others, [row for row in rows if row.set_name in long]


def some_again(rows: Sequence[LabelledRow], stage: str) -> list[LabelledRow]:
    """Return a share of the rows, drawn the same way on every run, so that they are not forgotten in `stage`."""
    shuffled = list(rows)
    random.Random(_AGAIN_SEED).shuffle(shuffled)
    return shuffled[: int(load("reader")["stages"][stage]["again"] * len(shuffled))]


def averaged(models: Sequence[CrossEncoder]) -> CrossEncoder:
    """Return the mean of networks that were fine-tuned from one: as good as asking them all, at the cost of one."""
    mean = copy.deepcopy(models[0])
    states = [model.state_dict() for model in models]
    mean.load_state_dict({name: sum(state[name] for state in states) / len(states) for name in states[0]})
    return mean


def split(rows: Sequence[LabelledRow]) -> dict[str, list[LabelledRow]]:
    """Return two halves of the rows, whole parents each, every other name."""
    names = sorted({row.set_name for row in rows})
    half = {name: "even" if number % 2 == 0 else "odd" for number, name in enumerate(names)}
    return {which: [row for row in rows if half[row.set_name] == which] for which in ("even", "odd")}


def calibrated(rows: Sequence[LabelledRow], read: Sequence[NDArray[float64]], version: str) -> ReaderModel:
    """Fit the two models over words and impressions; `read` are the network's answers on each row's passages."""
    import numpy as np

    values = np.array([[*row.features, *impressions(part, row.odds)] for row, part in zip(rows, read, strict=True)])
    labels = np.array([row.label for row in rows])
    present = labels != "missing"
    return ReaderModel(
        version,
        _fitted(values, labels == "missing"),
        _fitted(values[present], labels[present] == "partial"),
    )


def _fitted(values: NDArray[float64], labels: NDArray[Any]) -> Logistic:
    """One model over words and impressions, mixed in its log odds with one over words alone.

    Plans that keep to their parent's words are judged better by words, others by meaning; the mixture loses least on
    either kind (docs/reader.md). Both are linear, so the mixture is one model again.
    """
    words = len(VERDICT_FEATURES)
    full = fit((*VERDICT_FEATURES, *IMPRESSIONS), values, labels, _STRENGTH)
    plain = fit(VERDICT_FEATURES, values[:, :words], labels, _STRENGTH_OF_WORDS)
    padded = (*plain.weight, *(0.0 for _ in IMPRESSIONS))
    mixed = tuple((1 - _SAY_OF_WORDS) * f + _SAY_OF_WORDS * p for f, p in zip(full.weight, padded, strict=True))
    intercept = (1 - _SAY_OF_WORDS) * full.intercept + _SAY_OF_WORDS * plain.intercept
    return Logistic(full.names, full.mean, full.scale, mixed, intercept)


def _fresh() -> CrossEncoder:
    import torch

    from models.reading.learn.encoder import CrossEncoder
    from models.reading.learn.fit import SEED
    from models.reading.learn.pretrained import installed_weights, kept_pieces
    from models.reading.learn.pretrained import load as load_pretrained

    torch.manual_seed(SEED)
    pieces = kept_pieces()
    pretrained = load_pretrained(installed_weights(), pieces)
    model = CrossEncoder(pretrained.shape, len(pieces))
    model.start_from(pretrained)
    return model


def _trained(model: CrossEncoder, samples: Sequence[Sample], stage: str, told: Told) -> CrossEncoder:
    from models.reading.learn.fit import fine_tune

    return fine_tune(model, examples(samples), _stage(stage), lambda done, loss: told(stage, done, loss))


def examples(samples: Sequence[Sample]) -> list[Example]:
    """Return the samples as pieces and classes."""
    pieces = encode([pair for pair, _ in samples])
    return [(row, label) for row, (_, label) in zip(pieces, samples, strict=True)]


def _stage(name: str) -> Stage:
    from models.reading.learn.fit import Stage

    numbers = load("reader")["stages"][name]
    return Stage(numbers["epochs"], numbers["rate"])


def _network(model: CrossEncoder) -> Network:
    from models.reading.learn.export import export_int8

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NETWORK
        export_int8(model, path)
        return Network(path)


def _version(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
