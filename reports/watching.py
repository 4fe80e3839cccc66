"""One file of the watched folder from arrival to rest: registered, summarised, put aside.

Every step can be done again without harm, and the move into another folder comes last: a process that is killed leaves
the file where it was, the next one finds it, and the registry keeps it once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from corpus.messages import message
from corpus.registry.inbox import Inbox, free_place, move
from corpus.registry.intake import Taken, take_in
from corpus.registry.registry import Registry
from corpus.registry.schema import EventRow, VersionRow
from corpus.registry.trail import now, record
from parser.readers.archives import INSIDE
from reports.files import write_whole
from reports.registry_text import added_line, format_moment
from reports.render import render_summary

if TYPE_CHECKING:
    from parser.document import Document

FILED = "file"  # the trail's word for: summarised, and moved to the folder of what is done


@dataclass(frozen=True, slots=True)
class Watcher:
    """What is done with each file; `say` is told one line for each."""

    registry: Registry
    inbox: Inbox
    form: str
    allow_secret: bool
    say: Callable[[str], None]

    def take(self, path: Path) -> None:
        """Deal with one file. Raises OutputError when it cannot be moved, RegistryError when the registry fails."""
        found = list(take_in(self.registry, [path], self.allow_secret, "watch"))
        good = [taken for taken in found if taken.added is not None]
        if not good:
            self._put_aside(path, found)
        elif all(self._was_filed(taken) for taken in good):
            self._put_away(path, good)
        else:
            self._file(path, found, good)

    def _was_filed(self, taken: Taken) -> bool:
        """Whether this paper went through already: then the file is a second copy, not one left by a killed process."""
        if taken.added is None or taken.added.stored:
            return False
        with self.registry.database.reading() as session:
            same = VersionRow.document_id == taken.added.document_id, VersionRow.ordinal == taken.added.ordinal
            sha256 = session.scalar(select(VersionRow.sha256).where(*same))
            filed = select(EventRow.id).where(EventRow.sha256 == sha256, EventRow.action == FILED).limit(1)
            return taken.added.outcome == "same_text" or session.scalar(filed) is not None

    def _file(self, path: Path, found: Sequence[Taken], good: Sequence[Taken]) -> None:
        place = free_place(self.inbox.done, path.name)
        summaries = []
        for taken in good:
            document = taken.document or self._again(taken)
            stem = place.stem if taken.name == path.name else _inner_stem(place, taken.name)
            summary = place.with_name(f"{stem}{message('watch', 'summary_suffix')}.{self.form}")
            write_whole(summary, render_summary(document, self.form))
            summaries.append((taken, document, summary))
        failed = [taken for taken in found if taken.error is not None]
        if failed:
            self._write_reason(place, failed)
        move(path, place)
        with self.registry.database.writing() as session:
            for _, document, summary in summaries:
                record(session, FILED, document.reading.source.sha256, name=place.name, summary=summary.name)
        for taken, _, summary in summaries:
            if taken.added is not None:
                said = added_line(taken.name, taken.added).removeprefix(f"{taken.name}: ")
                self.say(message("watch", "done", name=taken.name, said=said, summary=summary))

    def _again(self, taken: Taken) -> Document:
        """Read a paper that is registered already from its original."""
        from parser.pipeline import analyse
        from parser.readers import read_bytes

        assert taken.added is not None
        with self.registry.database.reading() as session:
            same = VersionRow.document_id == taken.added.document_id, VersionRow.ordinal == taken.added.ordinal
            version = session.scalars(select(VersionRow).where(*same)).one()
        return analyse(read_bytes(self.registry.originals.get(version.sha256), version.name))

    def _put_away(self, path: Path, good: Sequence[Taken]) -> None:
        move(path, free_place(self.inbox.same, path.name))
        for taken in good:
            if taken.added is not None:
                said = added_line(taken.name, taken.added).removeprefix(f"{taken.name}: ")
                self.say(message("watch", "again", name=taken.name, said=said, folder=self.inbox.same))

    def _put_aside(self, path: Path, found: Sequence[Taken]) -> None:
        place = free_place(self.inbox.broken, path.name)
        self._write_reason(place, found)
        move(path, place)
        self.say(message("watch", "failed", name=path.name, folder=self.inbox.broken))

    def _write_reason(self, place: Path, failed: Sequence[Taken]) -> None:
        """Write beside the file why it, or what is inside it, could not be taken; nothing of its content."""
        head = message("watch", "reason_head", name=place.name, when=format_moment(now()))
        lines = [str(taken.error) for taken in failed if taken.error is not None]
        reason = place.with_name(place.name + message("watch", "reason_suffix"))
        write_whole(reason, (head + "\n".join(lines) + "\n").encode("utf-8-sig"))  # so that Notepad shows it right


def _inner_stem(place: Path, name: str) -> str:
    """Return a file name for a paper inside an archive: that of the archive, then the way inside."""
    way = name.split(INSIDE)[1:]
    return " - ".join([place.stem, *way[:-1], Path(way[-1]).stem] if way else [place.stem]).replace("/", " - ")
