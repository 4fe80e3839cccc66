"""Text to the numbers the network knows: pieces of the multilingual vocabulary that occur in Vietnamese."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from models.reading.text import ReadPair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokenizers import Tokenizer

PIECES = "reader_pieces.json"
LONGEST = 224  # pieces of a pair; the network was trained up to here
_REQUIREMENT = 120  # pieces the requirement may take of them, and more where the passage leaves room
BEGIN, PAD, END = 0, 1, 2


@cache
def tokenizer() -> Tokenizer:
    """Return the tokenizer installed with rasoat. Raises ImportError without the extra `reader`."""
    from tokenizers import Tokenizer

    data = files("models").joinpath("weights", PIECES).read_text(encoding="utf-8")
    return Tokenizer.from_str(data)


def encode(pairs: Sequence[ReadPair]) -> list[list[int]]:
    """Return each pair as BEGIN requirement END END passage END, cut to LONGEST pieces."""
    cut = tokenizer()
    asked = cut.encode_batch([pair.sides[0] for pair in pairs], add_special_tokens=False)
    said = cut.encode_batch([pair.sides[1] for pair in pairs], add_special_tokens=False)
    return [_joined(first.ids, second.ids) for first, second in zip(asked, said, strict=True)]


def _joined(asked: list[int], said: list[int]) -> list[int]:
    room = LONGEST - 4
    first = asked[: max(_REQUIREMENT, room - len(said))]
    second = said[: room - len(first)]
    return [BEGIN, *first, END, END, *second, END]
