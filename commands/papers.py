"""Reading what the user names (files, folders, archives, letters), paper by paper, and writing what comes of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from console import EXIT_WRONG, complain
from corpus.errors import OutputError, RasoatError, UsageError
from corpus.messages import message

if TYPE_CHECKING:
    from parser.document import Document
    from parser.readers.archives import Paper


def read_allowed(path: Path, allow_secret: bool) -> Document:
    """Parse the file at `path`. Raises SecretPaper when it bears a secrecy mark and no leave is given."""
    from parser.pipeline import parse

    return _allowed(parse(path), path, allow_secret)


def _allowed(document: Document, shown: object, allow_secret: bool) -> Document:
    from parser.secrecy import ensure_allowed, secrecy_mark

    ensure_allowed(document, allow_secret)
    mark = secrecy_mark(document)
    if mark is not None:
        complain(message("console", "secret", file=shown, mark=mark))
    return document


def write_result(data: bytes, output: Path | None) -> None:
    """Write `data` to the file `output`, whole or not at all, or to standard output."""
    if output is not None:
        from reports.files import write_whole

        write_whole(output, data)
        return
    sys.stdout.buffer.write(data)
    sys.stdout.flush()


def each_paper(
    files: Iterable[Path],
    output: Path | None,
    form: str,
    render: Callable[[Document], bytes],
    one_stream: bool,
    allow_secret: bool,
) -> int:
    """Read and render every paper; complain about those that cannot be read and go on. Returns the exit code.

    A file that fails is the user's error; in a folder or archive a bad paper among others is listed, no more.
    """
    from parser.readers.archives import is_collection, papers

    inputs = [(path, is_collection(path)) for path in files]
    many = len(inputs) > 1 or any(collection for _, collection in inputs)
    out = _Output(output, form, one_stream, many)
    failed = False
    for path, collection in inputs:
        done, wrong = 0, 0
        for paper in papers(path):
            if _one(paper, render, out, allow_secret, None if collection else path):
                done += 1
            else:
                wrong += 1
        if collection:
            complain(message("console", "batch_done", file=path, done=done, failed=wrong))
        failed = failed or (wrong > 0 and not collection) or done == 0
    out.finish()
    return EXIT_WRONG if failed else 0


def _one(
    paper: Paper, render: Callable[[Document], bytes], out: _Output, allow_secret: bool, path: Path | None
) -> bool:
    """Do one paper; tell whether it could be done. Nothing of a secret paper goes out without leave."""
    from parser.pipeline import parse_paper

    try:
        document = _allowed(parse_paper(paper), path or paper.name, allow_secret)
        out.take(render(document), paper.stem)
    except RasoatError as error:
        complain(str(error))
        return False
    return True


@dataclass(slots=True)
class _Output:
    """Where results go: standard output at once, one file at the end, or a file each in a folder."""

    output: Path | None
    form: str
    one_stream: bool
    many: bool
    results: list[bytes] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        if self.folder is not None and not self.folder.is_dir():
            raise OutputError("no_folder", file=self.folder)
        if self.output is None and not self.one_stream and (self.many or sys.stdout.isatty()):
            raise UsageError("binary_to_terminal", format=self.form)

    @property
    def folder(self) -> Path | None:
        """The folder for a file each; None when all goes into one stream."""
        if self.output is None:
            return None
        return self.output if self.many and not self.one_stream or self.output.is_dir() else None

    def take(self, result: bytes, stem: str) -> None:
        """Write one result, or keep it for the end when all go into one file."""
        if self.folder is not None:
            name = next(name for name in _names(stem) if name.casefold() not in self.taken)
            self.taken.add(name.casefold())
            write_result(result, self.folder / f"{name}.{self.form}")
        elif self.output is not None:
            self.results.append(result)
        else:
            write_result(result, None)

    def finish(self) -> None:
        """Write what was kept."""
        if self.results:
            write_result(b"".join(self.results), self.output)


def _names(stem: str) -> Iterator[str]:
    """File names for one result, in order of liking: two papers of one name do not overwrite each other."""
    stem = stem.encode()[:180].decode(errors="ignore")
    yield stem
    number = 2
    while True:
        yield f"{stem} ({number})"
        number += 1
