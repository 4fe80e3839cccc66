"""How exactly papers from before Unicode are read: share of words right to the last mark, beside viparse."""

from __future__ import annotations

import difflib
import re
import tempfile
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.legacy_files import CONTAINERS, ENCODINGS, write

_WORD = re.compile(r"\w+")
_CHARS = 12_000  # of each paper: comparing is quadratic
Reader = Callable[[Path], str]


class LegacyRow(NamedTuple):
    """One kind of file: share of words read exactly, by rasoat and by viparse (None: cannot read it, or absent)."""

    encoding: str
    container: str
    words: int
    ours: float
    viparse: float | None


def word_accuracy(truth: str, read: str) -> tuple[int, int]:
    """Return how many words of `truth` stand in `read` in order, letter and mark exact, and how many there are."""
    wanted, got = (_WORD.findall(unicodedata.normalize("NFC", text)) for text in (truth, read))
    matcher = difflib.SequenceMatcher(None, wanted, got, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()), len(wanted)


def measure_legacy(
    texts: Sequence[str], encodings: Sequence[str] = ENCODINGS, containers: Sequence[str] = CONTAINERS
) -> list[LegacyRow]:
    """Write `texts` in every encoding and kind of file, read them back, and count the words that came through."""
    peer = _viparse()
    rows = []
    with tempfile.TemporaryDirectory(prefix="rasoat-legacy-") as folder:
        for encoding in encodings:
            for container in containers:
                rows.append(_row(texts, encoding, container, Path(folder), peer))
    return rows


def _row(texts: Sequence[str], encoding: str, container: str, folder: Path, peer: Reader | None) -> LegacyRow:
    right = theirs = total = 0
    able = peer is not None
    for number, text in enumerate(texts):
        data, truth = write(text[:_CHARS], encoding, container)
        path = folder / f"{encoding}-{number}.{container}"
        path.write_bytes(data)
        found, words = word_accuracy(truth, _ours(path))
        right, total = right + found, total + words
        if able and peer is not None:
            try:
                theirs += word_accuracy(truth, peer(path))[0]
            except Exception:  # a peer fails in its own ways; its cell is empty then
                able = False
    return LegacyRow(encoding, container, total, right / max(total, 1), theirs / max(total, 1) if able else None)


def _ours(path: Path) -> str:
    from corpus.errors import RasoatError
    from parser.readers import read

    try:
        return read(path).text
    except RasoatError:
        return ""


def _viparse() -> Reader | None:
    try:
        import viparse
    except ImportError:
        return None

    def peer(path: Path) -> str:
        if path.suffix == ".txt":  # it reads no text files; it mends text that another tool has read
            return str(viparse.fix(path.read_bytes().decode("latin-1"), encoding="auto"))
        return "\n".join(document.text for document in viparse.load(str(path), encoding="auto"))

    return peer
