"""A folder that papers are dropped into: which files are ready, and where they go when they are done.

The folder is polled. Notices of change (inotify and its kin) do not come from network shares, which is where offices
drop their papers, and get lost when many files arrive at once; looking every few seconds costs nothing and misses
nothing. A file is ready when two looks, an interval apart, find it the same: until then somebody may be copying it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import OutputError, UnreadableFile
from corpus.knowledge import load
from corpus.messages import message

LOCK = ".rasoat-watch.lock"


class Inbox:
    """The watched folder and the folders inside it for what is done, broken, or there twice."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise UnreadableFile("no_watch_folder", folder=folder)
        self.folder = folder
        self.done = folder / message("watch", "folder_done")
        self.broken = folder / message("watch", "folder_broken")
        self.same = folder / message("watch", "folder_same")
        self._seen: dict[Path, tuple[int, int]] = {}

    def ready(self) -> list[Path]:
        """Look once; return the files that were the same at the look before, by name."""
        before, self._seen = self._seen, {}
        for path in self.folder.iterdir():
            try:
                if not path.is_file() or _is_passing(path.name):
                    continue
                state = path.stat()
            except OSError:  # gone between the two calls
                continue
            self._seen[path] = state.st_size, state.st_mtime_ns
        return sorted(path for path, state in self._seen.items() if before.get(path) == state)

    @property
    def waiting(self) -> bool:
        """Whether the last look found files at all."""
        return bool(self._seen)


def free_place(folder: Path, name: str) -> Path:
    """Return a path in `folder` for a file of that name, "name (2).docx" when it is taken; the folder is made."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError("cannot_write", file=folder, reason=error.strerror or str(error)) from error
    place, number = folder / name, 1
    while place.exists():
        number += 1
        place = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
    return place


def move(path: Path, place: Path) -> None:
    """Move a file within the watched folder, in one step. Raises OutputError, e.g. while another program holds it."""
    try:
        path.rename(place)
    except OSError as error:
        raise OutputError("cannot_write", file=place, reason=error.strerror or str(error)) from error


@contextmanager
def one_watcher(folder: Path) -> Iterator[None]:
    """Hold the folder for this process; the lock dies with it. Raises OutputError when another watcher has it."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise OutputError("watch_busy", folder=folder) from error
    except (OSError, NotImplementedError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError("cannot_write", file=folder / LOCK, reason=reason) from error
    try:
        yield
    finally:
        lock.release()


def _is_passing(name: str) -> bool:
    """Tell files that programs write while they work: downloads under way, Word's lock files, hidden files."""
    table, low = load("registry")["watch"], name.lower()
    return low.startswith(tuple(table["passing_starts"])) or low.endswith(tuple(table["passing_ends"]))
