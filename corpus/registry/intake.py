"""Files, folders, archives and letters on their way into the registry; what fails is told, and stops nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import RasoatError, RegistryError
from corpus.registry.add import Added
from corpus.registry.registry import Registry
from corpus.registry.store import sha256_of
from parser.document import Document
from parser.readers.archives import papers

if TYPE_CHECKING:
    from parser.readers.archives import Paper


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one paper: where it stands in the registry, or why it does not.

    `document` is what was parsed; None when the very file was there already (it is not read again) or failed.
    """

    name: str
    added: Added | None
    document: Document | None = None
    error: RasoatError | None = None


def take_in(
    registry: Registry, paths: Iterable[Path], allow_secret: bool = False, action: str = "add"
) -> Iterator[Taken]:
    """Add every paper at `paths`; yield what became of each. Raises RegistryError when the registry itself fails."""
    registry.originals.sweep()
    for path in paths:
        for paper in papers(path):
            yield take_paper(registry, paper, allow_secret, action)


def take_paper(registry: Registry, paper: Paper, allow_secret: bool, action: str = "add") -> Taken:
    """Add one paper."""
    from parser.pipeline import analyse
    from parser.readers import read_bytes

    try:
        data = paper.load()
        known = registry.find_file(sha256_of(data))
        if known is not None:
            return Taken(paper.name, known)
        document = analyse(read_bytes(data, paper.name))
        return Taken(paper.name, registry.add(document, data, allow_secret, action), document)
    except RegistryError:
        raise
    except RasoatError as error:
        return Taken(paper.name, None, error=error)
