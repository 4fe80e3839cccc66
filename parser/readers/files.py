"""The bytes of one file, after a look at what stands at the path and how large it is."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import UnreadableFile

MEGABYTE = 1024 * 1024
# Far above any administrative paper; text is held in memory several times over while it is read.
LIMITS_MB = {"text": 100, "packed": 500}
_PACKED = (b"PK", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")


def load_file(path: Path, name: str) -> bytes:
    """Return the bytes at `path`: a huge file is refused, not read. Raises UnreadableFile with `name` as the file."""
    try:
        if path.is_dir():
            raise UnreadableFile("is_folder", file=name)
        if not path.is_file():
            code = "not_regular" if path.exists() else "missing_file"
            raise UnreadableFile(code, file=name)
        size = path.stat().st_size
        if size == 0:
            raise UnreadableFile("empty_file", file=name)
        with path.open("rb") as stream:
            head = stream.read(8)
            limit = size_limit(head)
            if size > limit * MEGABYTE:
                raise UnreadableFile("too_large", file=name, size=round(size / MEGABYTE), limit=limit)
            return head + stream.read(limit * MEGABYTE)
    except PermissionError as error:
        raise UnreadableFile("no_permission", file=name) from error
    except OSError as error:
        raise UnreadableFile("cannot_read", file=name, reason=error.strerror or error) from error


def size_limit(head: bytes) -> int:
    """Return how many megabytes a file that begins with `head` may have."""
    return LIMITS_MB["packed" if head.startswith(_PACKED) else "text"]
