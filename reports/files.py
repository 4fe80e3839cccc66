"""Write a result so that a reader never sees half of it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from corpus.errors import OutputError


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to a temporary file beside `path`, then rename it there.

    Raises OutputError when the folder does not exist or cannot be written; nothing is left behind then.
    """
    temporary: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as handle:
            temporary = Path(handle.name)
            handle.write(data)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise OutputError("cannot_write", file=path, reason=error.strerror or str(error)) from error


def _umask() -> int:
    """Return the process's file mode mask; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
