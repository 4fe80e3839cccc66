"""The network itself, run by onnxruntime: pairs in, probabilities of covered, partial and missing out."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from models.reading.text import ReadPair
from models.reading.tokens import PAD, encode

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy import float64, int64
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

WEIGHTS = "reader.onnx"
_BATCH = 16  # pairs of like length at a time: larger ones gain nothing on two cores and need more memory


class Network:
    """A loaded network; `read` may be called from several threads."""

    def __init__(self, path: Path, threads: int = 2) -> None:
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session: InferenceSession = InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def read(self, pairs: Sequence[ReadPair]) -> NDArray[float64]:
        """Return one row (covered, partial, missing) for each pair."""
        import numpy as np

        rows = encode(pairs)
        found = np.zeros((len(rows), 3))
        by_length = sorted(range(len(rows)), key=lambda i: len(rows[i]))
        for at in range(0, len(by_length), _BATCH):
            chosen = by_length[at : at + _BATCH]
            ids, mask = _padded([rows[i] for i in chosen])
            found[chosen] = self._session.run(None, {"ids": ids, "mask": mask})[0]
        return found


def _padded(rows: list[list[int]]) -> tuple[NDArray[int64], NDArray[int64]]:
    import numpy as np

    longest = max(map(len, rows))
    ids = np.full((len(rows), longest), PAD, np.int64)
    mask = np.zeros((len(rows), longest), np.int64)
    for number, row in enumerate(rows):
        ids[number, : len(row)] = row
        mask[number, : len(row)] = 1
    return ids, mask


@cache
def shipped_network() -> Network:
    """Return the network installed with rasoat. Raises ImportError without the extra `reader`."""
    with as_file(files("models").joinpath("weights", WEIGHTS)) as path:
        return Network(path)
