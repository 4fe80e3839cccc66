"""The state of the program: two installations with the same digest give the same verdicts and the same pages."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_ROOMS = ("parser", "models", "corpus/knowledge", "audit", "reports")
_KINDS = {".py", ".toml", ".json", ".j2", ".css", ".npz", ".csv"}
_ELSEWHERE = ("models/evaluation", "models/training", "audit/evaluation", "audit/measured")  # touch no verdict


@cache
def program_digest() -> str:
    """Return a hash of everything installed that a verdict or its page can depend on: code, tables, weights."""
    top = Path(__file__).parents[2]
    digest = hashlib.sha256()
    for room in _ROOMS:
        for path in sorted((top / room).rglob("*")):
            name = path.relative_to(top).as_posix()
            if path.suffix in _KINDS and path.is_file() and not name.startswith(_ELSEWHERE):
                digest.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
