"""The originals, each kept once under the hash of its content: "3f/3fa9…".

A file is written beside its place and renamed into it, so that a name always holds the whole content; what a killed
process left half-written has another name and is swept away a day later.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from corpus.errors import RegistryError

_PARTIAL = ".partial-"
_STALE_SECONDS = 86_400


def sha256_of(data: bytes) -> str:
    """Return the content hash that names an original."""
    return hashlib.sha256(data).hexdigest()


class Originals:
    """The folder of originals."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Return where the original with that hash stands, or would stand."""
        return self.folder / sha256[:2] / sha256

    def put(self, data: bytes) -> str:
        """Keep `data` and return its hash. Raises RegistryError when the folder cannot be written."""
        sha256 = sha256_of(data)
        place = self.path(sha256)
        if place.is_file() and place.stat().st_size == len(data):
            return sha256
        temporary: Path | None = None
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=place.parent, prefix=_PARTIAL, delete=False) as handle:
                temporary = Path(handle.name)
                handle.write(data)
                handle.flush()
                os.fsync(handle.fileno())
            temporary.replace(place)
        except OSError as error:
            if temporary is not None:
                temporary.unlink(missing_ok=True)
            raise RegistryError(
                "originals_unusable", folder=self.folder, reason=error.strerror or str(error)
            ) from error
        return sha256

    def get(self, sha256: str) -> bytes:
        """Return the original. Raises RegistryError when it is gone or no longer what it was."""
        try:
            data = self.path(sha256).read_bytes()
        except OSError as error:
            raise RegistryError("original_missing", file=self.path(sha256)) from error
        if sha256_of(data) != sha256:
            raise RegistryError("original_changed", file=self.path(sha256))
        return data

    def sweep(self) -> None:
        """Remove what killed processes left half-written, once it is old enough not to be another's work."""
        for place in self._partial():
            try:
                if time.time() - place.stat().st_mtime > _STALE_SECONDS:
                    place.unlink(missing_ok=True)
            except OSError:  # gone meanwhile, or another user's: nothing depends on it
                continue

    def _partial(self) -> Iterator[Path]:
        return self.folder.glob(f"??/{_PARTIAL}*")
