"""One audit at a time in one folder: a lock of the operating system, which dies with the process that holds it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import OutputError


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold `folder` (its hidden part) for this process. Raises OutputError when another audit has it."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise OutputError("audit_running", folder=folder.parent) from error
    except (OSError, NotImplementedError) as error:
        raise OutputError("cannot_write", file=folder, reason=getattr(error, "strerror", None) or error) from error
    try:
        yield
    finally:
        lock.release()
