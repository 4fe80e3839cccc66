"""The papers to audit: folders, archives, patterns and lists become names with the SHA-256 of what they hold.

A file whose size and times are as they were is not read again. Times have a grain: a file changed within the second
in which it was looked at could be changed again unnoticed, so such a file is read anew the next time.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import RasoatError, UnreadableFile
from parser.readers.archives import INSIDE, Paper, expand, walk

_GRAIN = 2.0  # seconds; the coarsest clock of a file system in use (FAT)
Seen = dict[str, tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class Source:
    """A paper to audit: `file` on the disk, which is the paper itself, or holds it under the name `inner`."""

    name: str
    sha256: str
    file: Path
    inner: str | None


@dataclass(frozen=True, slots=True)
class Refused:
    """Something in the way of the papers that cannot be opened."""

    name: str
    error: RasoatError


@dataclass(frozen=True, slots=True)
class Collection:
    """The papers in their order, what was refused, and the state of the files for the next time."""

    sources: tuple[Source, ...]
    refused: tuple[Refused, ...]
    seen: Seen


def collect(
    given: Sequence[Path], seen: Mapping[str, tuple[str, list[tuple[str, str]]]], without: Path | None = None
) -> Collection:
    """Return every paper in `given` (files, folders, archives, patterns, "@list" files); never raises for one of them.

    Names are paths under what was given; with several things given a folder's name goes before them. Nothing under
    `without` is taken: an output folder inside the folder of the plans holds pages, no plans.
    """
    sources: list[Source] = []
    refused: list[Refused] = []
    states: Seen = {}
    roots = [root for path in given for root in _roots(path, refused)]
    for root in roots:
        whole = root.resolve()
        prefix = f"{whole.name}/" if len(roots) > 1 and root.is_dir() else ""
        for paper in walk(whole) if whole.is_dir() else [Paper(whole.name or str(root), whole)]:
            if without is not None and without in (whole / paper.name).parents:
                continue
            if paper.error is not None:
                refused.append(Refused(prefix + paper.name, paper.error))
            else:
                _look_into(paper, prefix, seen, states, sources, refused)
    return Collection(tuple(_unique(sources)), tuple(refused), states)


def _roots(given: Path, refused: list[Refused]) -> Iterator[Path]:
    """The path itself, what a pattern stands for, or the lines of a list file."""
    text = str(given)
    if text.startswith("@") and not given.exists():
        yield from _listed(Path(text[1:]), refused)
    elif not given.exists() and any(mark in text for mark in "*?["):
        found = sorted(Path(given.anchor).glob(str(given.relative_to(given.anchor)) if given.anchor else text))
        if not found:
            refused.append(Refused(text, UnreadableFile("missing_file", file=text)))
        yield from found
    else:
        yield given


def _listed(path: Path, refused: list[Refused]) -> Iterator[Path]:
    """One file or folder a line, under the list's folder unless absolute; "#" begins a remark."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        code = "missing_file" if isinstance(error, FileNotFoundError) else "bad_list"
        refused.append(Refused(str(path), UnreadableFile(code, file=path)))
        return
    for line in lines:
        name = line.strip()
        if name and not name.startswith("#"):
            yield path.parent / name


def _look_into(
    paper: Paper,
    prefix: str,
    seen: Mapping[str, tuple[str, list[tuple[str, str]]]],
    states: Seen,
    sources: list[Source],
    refused: list[Refused],
) -> None:
    """Hash the file or what it holds, unless its state is the one known."""
    path = paper.path or Path(paper.name)
    known = str(path)
    state = _state(path)
    before = seen.get(known)
    if state and before is not None and before[0] == state:
        entries = before[1]
    else:
        entries, errors = [], 0
        for inner in expand(paper):
            try:
                entries.append((inner.name, hashlib.sha256(inner.load()).hexdigest()))
            except UnreadableFile as error:
                errors += 1
                refused.append(Refused(prefix + inner.name, error))
        state = "" if errors else state  # what was refused is tried again
    if state:
        states[known] = (state, entries)
    for name, sha in entries:
        sources.append(Source(prefix + name, sha, path, None if name == paper.name else name))


def _state(path: Path) -> str:
    """The file's size and times as one word; "" while it is too fresh to be trusted, or cannot be looked at."""
    try:
        stat = path.stat()
    except OSError:
        return ""
    if time.time() - max(stat.st_mtime, stat.st_ctime) < _GRAIN:
        return ""
    return f"{stat.st_size}/{stat.st_mtime_ns}/{stat.st_ctime_ns}/{stat.st_ino}"


def _unique(sources: Iterable[Source]) -> Iterator[Source]:
    """The same file given twice counts once; other files of one name are numbered."""
    names: Counter[str] = Counter()
    places: set[tuple[Path, str | None]] = set()
    for source in sources:
        place = (source.file, source.inner)
        if place in places:
            continue
        places.add(place)
        names[source.name] += 1
        number = names[source.name]
        name = source.name if number == 1 else f"{source.name} ({number})"
        yield Source(name, source.sha256, source.file, source.inner)


def load_sources(sources: Iterable[Source]) -> Iterator[tuple[Source, bytes]]:
    """Yield each paper with its bytes, opening every archive once; what cannot be read any more is left out."""
    by_file: dict[Path, dict[str | None, Source]] = {}
    for source in sources:
        by_file.setdefault(source.file, {})[source.inner] = source
    for file, wanted in by_file.items():
        outer = Paper(file.name, file)
        plain = wanted.get(None)
        if plain is not None:
            papers: Iterable[Paper] = [outer]
        else:
            name = next(inner for inner in wanted if inner).split(INSIDE)[0]
            papers = expand(Paper(name, file))
        for paper in papers:
            source_of = plain or wanted.get(paper.name)
            if source_of is None:
                continue
            try:
                yield source_of, paper.load()
            except UnreadableFile:
                continue
