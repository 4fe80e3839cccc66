"""The papers in whatever the user names: a file, a folder, a .zip, a saved letter, and these inside one another.

`papers` never raises: what cannot be opened comes out as a `Paper` with its error, so that one bad entry stops
nothing. Names tell the way inside: "gói.zip » 12/kế hoạch.docx".
"""

from __future__ import annotations

import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path, PurePosixPath

from corpus.errors import UnreadableFile, UnsupportedFormat
from corpus.knowledge import load
from parser.readers.files import MEGABYTE, load_file, size_limit
from parser.readers.sniff import CONTAINERS, kind_of
from parser.readers.zip_names import entry_name

INSIDE = " » "
_MAX_DEPTH = 4  # a letter in a letter with a .zip in a .zip
_MAX_ENTRIES = 20_000
_MAX_UNPACKED = 2_000 * MEGABYTE
# Text packs at most about 1:20, a blank scan 1:100; beyond it, and large, an entry is made to do harm.
_MAX_RATIO, _RATIO_FROM = 300, 20 * MEGABYTE
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper to read: a file on the disk (`path`), or the bytes of one inside something (`data`).

    `note` is what the packet that brought it says of the paper. `error` says why it cannot be opened (a password, a
    damaged entry); `load` raises it.
    """

    name: str
    path: Path | None = None
    data: bytes | None = None
    error: UnreadableFile | None = None
    note: str | None = None

    def load(self) -> bytes:
        """Return the bytes of the paper. Raises UnreadableFile."""
        if self.error is not None:
            raise self.error
        if self.data is None:
            return load_file(self.path or Path(self.name), self.name)
        if not self.data:
            raise UnreadableFile("empty_file", file=self.name)
        return self.data

    @property
    def stem(self) -> str:
        """A file name for what is made of this paper: the way to it without the last suffix, fit for a folder."""
        way = self.name.replace(INSIDE, " - ").replace("/", " - ")
        base, dot, suffix = way.rpartition(".")
        return base if dot and base and " " not in suffix else way


@dataclass(slots=True)
class _Budget:
    """What may still be unpacked, over all levels together."""

    size: int = _MAX_UNPACKED
    entries: int = _MAX_ENTRIES


def papers(path: Path) -> Iterator[Paper]:
    """Yield every paper at `path`: the file itself, or all papers in the folder, .zip or saved letter there."""
    name = path.name or str(path)
    budget = _Budget()
    if path.is_dir():
        yield from _folder(path, budget)
        return
    yield from _expand(Paper(name, path), 0, budget)


def is_collection(path: Path) -> bool:
    """Tell whether `path` is a folder or a container of papers: its failures do not fail the whole."""
    if path.is_dir():
        return True
    try:
        return _container(load_file(path, path.name), path.name) is not None
    except UnreadableFile:
        return False


def walk(path: Path) -> Iterator[Paper]:
    """Yield the files of a folder in natural order as they stand: containers unopened, nothing read, litter left out.

    What cannot be a paper, and folders that may not be entered, come with their error.
    """
    refused: list[OSError] = []
    files: list[tuple[str, Path]] = []
    for place, folders, names in os.walk(path, onerror=refused.append):
        folders[:] = [folder for folder in folders if not _is_litter(folder)]
        files += [((found := Path(place, name)).relative_to(path).as_posix(), found) for name in names]
    for error in refused:
        yield _failed(Path(error.filename).name, "no_permission")
    for name, found in sorted(files, key=lambda item: _natural(item[0])):
        if not _is_litter(name):
            yield Paper(name, found) if _may_be_paper(name) else _no_paper(name)


def expand(paper: Paper) -> Iterator[Paper]:
    """Yield the paper itself or, when it is a container, what it holds."""
    yield from _expand(paper, 0, _Budget())


def _folder(path: Path, budget: _Budget) -> Iterator[Paper]:
    for paper in walk(path):
        yield from _expand(paper, 0, budget) if paper.error is None else [paper]


def _expand(paper: Paper, depth: int, budget: _Budget) -> Iterator[Paper]:
    """Yield the paper itself or, when it is a container, what it holds."""
    try:
        data = paper.load()
    except UnreadableFile as error:
        yield Paper(paper.name, error=error)
        return
    kind = _container(data, paper.name)
    if kind is None:
        yield paper
    elif depth >= _MAX_DEPTH:
        yield _failed(paper.name, "too_deep")
    else:
        for inner in _OPENERS[kind](data, paper.name, budget):
            yield from _expand(inner, depth + 1, budget)


def _container(data: bytes, name: str) -> str | None:
    try:
        kind = kind_of(data, name)
    except UnreadableFile:
        return None  # its reading will say so
    return kind if kind in CONTAINERS else None


def _unzip(data: bytes, name: str, budget: _Budget) -> Iterator[Paper]:
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        yield _failed(name, "broken_zip")
        return
    with archive:
        entries = [(entry_name(info), info) for info in archive.infolist() if not info.is_dir()]
        entries = [(inner, info) for inner, info in entries if not _is_litter(inner)]
        if not entries:
            yield _failed(name, "empty_zip")
        for inner, info in sorted(entries, key=lambda item: _natural(item[0])):
            way = f"{name}{INSIDE}{inner}"
            if not _may_be_paper(inner):
                yield _no_paper(way)
                continue
            if budget.entries <= 0 or info.file_size > budget.size:
                yield _failed(name, "too_much_inside")
                return
            budget.entries -= 1
            budget.size -= info.file_size
            yield _entry(archive, info, way)


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, way: str) -> Paper:
    """Return one entry of an archive, or the error that says plainly why not."""
    megabytes = round(info.file_size / MEGABYTE)
    if info.flag_bits & 1:
        return _failed(way, "zip_password")
    if info.file_size > _RATIO_FROM and info.file_size > _MAX_RATIO * max(info.compress_size, 1):
        return _failed(way, "zip_bomb", size=megabytes)
    try:
        with archive.open(info) as stream:
            head = stream.read(8)
            limit = size_limit(head)
            if info.file_size > limit * MEGABYTE:
                return _failed(way, "too_large", size=megabytes, limit=limit)
            return Paper(way, data=head + stream.read())
    except NotImplementedError:
        return _failed(way, "zip_method")
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError):
        return _failed(way, "broken_entry")


def _letter(data: bytes, name: str, budget: _Budget) -> Iterator[Paper]:
    from parser.readers.mail import parts_of_mail

    return _parts(parts_of_mail(data), name, budget)


def _outlook(data: bytes, name: str, budget: _Budget) -> Iterator[Paper]:
    from parser.readers.mail_outlook import parts_of_outlook

    return _parts(parts_of_outlook(data), name, budget)


def _packet(data: bytes, name: str, budget: _Budget) -> Iterator[Paper]:
    from parser.readers.edxml import facts_of_packet, open_packet, parts_of_packet

    try:
        packet = open_packet(data)
        facts = facts_of_packet(packet)
        found = list(_parts(parts_of_packet(packet), name, budget))
    except ValueError:
        yield _failed(name, "broken_packet")
        return
    # The header speaks of the paper itself, which senders put first; the files after it are its annexes.
    yield replace(found[0], note=facts) if found and found[0].error is None else found[0]
    yield from found[1:]


def _parts(parts: Iterable[tuple[str, bytes]], name: str, budget: _Budget) -> Iterator[Paper]:
    empty = True
    for inner, data in parts:
        empty = False
        if budget.entries <= 0 or len(data) > budget.size:
            yield _failed(name, "too_much_inside")
            return
        budget.entries -= 1
        budget.size -= len(data)
        way = f"{name}{INSIDE}{inner}"
        yield Paper(way, data=data) if _may_be_paper(inner) else _no_paper(way)
    if empty:
        yield _failed(name, "empty_mail")


_OPENERS: dict[str, Callable[[bytes, str, _Budget], Iterator[Paper]]] = {
    "zip": _unzip,
    "eml": _letter,
    "msg": _outlook,
    "edxml": _packet,
}


def _failed(name: str, code: str, **facts: object) -> Paper:
    return Paper(name, error=UnreadableFile(code, file=name, **facts))


def _no_paper(name: str) -> Paper:
    return Paper(name, error=UnsupportedFormat("not_a_paper", file=name))


def _is_litter(name: str) -> bool:
    """Tell files that systems and programs leave beside the papers, and rasoat's own decision files."""
    table = load("reading")["folders"]
    parts = [part.lower() for part in PurePosixPath(name).parts]
    return any(part.startswith(tuple(table["litter_starts"])) for part in parts) or (
        bool(parts) and (parts[-1] in table["litter"] or parts[-1].endswith(tuple(table["litter_ends"])))
    )


def _may_be_paper(name: str) -> bool:
    """Tell by the suffix whether a file among others may be a paper: source code and data are text as well."""
    return PurePosixPath(name).suffix.lower() not in load("reading")["folders"]["not_papers"]


def _natural(name: str) -> list[tuple[int, str]]:
    """Sort key that puts "2.docx" before "12.docx"."""
    return [(int(piece), "") if piece.isdecimal() else (-1, piece.lower()) for piece in _DIGITS.split(name)]
