"""What `rasoat train` read and wrote, in Vietnamese sentences."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from corpus.messages import message
from models.dataset import LabelledPair
from models.verdict import VerdictModel
from reports.files import write_whole


def sets_read(pairs: Sequence[LabelledPair]) -> str:
    """Return one sentence on the sets that a model is made of."""
    labels = Counter(verdict.label for pair in pairs for verdict in pair.verdicts if verdict is not None)
    kinds = {kind: labels[kind] for kind in ("covered", "partial", "missing", "not_applicable")}
    parents = len({pair.set_name for pair in pairs})
    return message("training", "sets", sets=parents, plans=len(pairs), rows=labels.total(), **kinds)


def write_weights(model: VerdictModel, place: Path) -> str:
    """Write the weights whole; return one sentence on how they differ from those that stood there.

    Raises OutputError when they cannot be written; the old ones stay then.
    """
    data = (json.dumps(model.to_json(), ensure_ascii=False, indent=1) + "\n").encode()
    before = place.read_bytes() if place.is_file() else b""
    write_whole(place, data)
    if before == data:
        return message("training", "same")
    return message("training", "changed") if before else message("training", "new")
