"""Files of the output folder: put in their places whole, taken away when their plan is gone."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from audit.batch.store import HIDDEN
from corpus.errors import OutputError
from parser.readers.archives import INSIDE

_FORBIDDEN = re.compile(r'[<>:"\\|?*\x00-\x1f]')  # what no file name may hold on one system or another
_LONGEST = 120  # characters of a name; with Vietnamese letters about 200 bytes, where systems allow 255
_HALF = re.compile(r"\.[\w-]+\.(?:html|xlsx|csv|jsonl|parquet)\.\w+")  # what reports.files and others leave when killed
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


class Folder:
    """The output folder and its hidden part, where files grow before they are put in their places."""

    def __init__(self, path: Path) -> None:
        """Make the folder. Raises OutputError."""
        self.path = path
        self.hidden = path / HIDDEN
        self._growing = path / HIDDEN / "growing"
        try:
            (path / HIDDEN).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError("cannot_write", file=path, reason=error.strerror or error) from error

    def clear(self) -> None:
        """Drop what a killed run left half grown; only for the holder of the lock."""
        shutil.rmtree(self._growing, ignore_errors=True)
        for half in self.path.glob(".*"):
            if _HALF.fullmatch(half.name):
                half.unlink(missing_ok=True)
        try:
            self._growing.mkdir(exist_ok=True)
        except OSError as error:
            raise OutputError("cannot_write", file=self._growing, reason=error.strerror or error) from error

    def put(self, name: str, data: bytes) -> None:
        """Write the file `name` ("a/b.html") whole. Raises OutputError."""
        target = self.path / name
        growing = self._growing / "file"
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            growing.write_bytes(data)
            growing.replace(target)
        except OSError as error:
            raise OutputError("cannot_write", file=target, reason=error.strerror or error) from error

    def drop(self, names: Iterable[str]) -> None:
        """Take files away, and folders that are empty then."""
        for name in names:
            target = self.path / name
            target.unlink(missing_ok=True)
            for above in target.relative_to(self.path).parents:
                if above.name:
                    try:
                        (self.path / above).rmdir()
                    except OSError:
                        break

    def size(self, name: str) -> int | None:
        """Return the size of a file; None when it is not there."""
        try:
            return (self.path / name).stat().st_size
        except OSError:
            return None


def fit_name(name: str) -> str:
    """Return the name of a paper as a path that every system can hold."""
    parts = name.replace(INSIDE, "/").split("/")
    return "/".join(_fit(part) for part in parts if part not in ("", ".", ".."))


def _fit(part: str) -> str:
    clean = _FORBIDDEN.sub("_", part).rstrip(". ")[:_LONGEST] or "_"
    return f"_{clean}" if _DEVICES.match(clean) else clean
