"""Word files (.docx, .docm, .dotx): the text as Word prints it, with its automatic numbers and accepted changes."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.errors import UnreadableFile
from parser.document import Reading, Source
from parser.readers.docx_blocks import BlockWalker
from parser.readers.docx_fonts import FontCensus, recode_labels, recode_story
from parser.readers.docx_marks import running_marks
from parser.readers.docx_names import RELATION_ID, has, w
from parser.readers.docx_numbering import Numbering
from parser.readers.docx_package import Package
from parser.readers.docx_runs import RunReader
from parser.readers.docx_styles import Styles
from parser.readers.docx_tabs import set_columns
from parser.readers.legacy.notice import notices
from parser.readers.paragraphs import Line, build, clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NOTE = {"footnotes": "footnote", "endnotes": "endnote"}
_MIN_LETTERS = 3
# Running headers have a line or two; who prints its letterhead on every page needs more.
_LETTERHEAD_LINES = 3


def read_docx(data: bytes, name: str) -> Reading:
    """Read the Word file `data`. Raises UnreadableFile and its kinds, with `name` as the file."""
    package = Package(data, name)
    document = package.main()
    body = document.find(w("body"))
    if body is None:
        raise UnreadableFile("broken_docx", file=name)
    styles = Styles(package.part("styles"))
    numbering_part = package.part("numbering")
    census = FontCensus()

    def new_walker() -> BlockWalker:
        reader = RunReader(styles, census)
        return BlockWalker(styles, Numbering(numbering_part, styles), reader, lambda id_: _chunk(package, id_))

    walker = new_walker()
    walker.story(body)
    recoded: dict[str, int] = {}
    if census.suspicious and (recoded := recode_story(body, styles)):
        package.prepare = lambda root: recode_story(root, styles)
        if numbering_part is not None:
            recode_labels(numbering_part, max(recoded, key=recoded.__getitem__))
        walker = new_walker()
        walker.story(body)
    _append_notes(package, walker)
    top = _letterhead(package, document, new_walker)
    text, paragraphs = build(set_columns(_with_letterhead(top, walker.lines) if top else walker.lines))
    if not text:
        raise UnreadableFile("no_text", file=name)
    source = Source(name, hashlib.sha256(data).hexdigest(), MEDIA_TYPE, "docx", None, len(data))
    return Reading(text, paragraphs, source, findings=notices(recoded, len(text)) + running_marks(package))


def _chunk(package: Package, relation: str) -> list[Line]:
    """The lines of a file embedded whole."""
    from parser.readers.docx_chunks import read_chunk

    data = package.stored(relation)
    return read_chunk(data, package.name) if data else []


def _append_notes(package: Package, walker: BlockWalker) -> None:
    """Put foot- and endnotes at the end, in the order of their marks: they interrupt no sentence there."""
    parts: dict[str, dict[str, etree._Element]] = {}
    seen: set[tuple[str, str]] = set()
    # Notes may refer to notes: the list grows while it is walked.
    for kind, identity in walker.notes:
        if kind not in parts:
            root = package.part(kind)
            nodes = [] if root is None else root.iterchildren(w(_NOTE[kind]))
            parts[kind] = {node.get(w("id")) or "": node for node in nodes}
        note = parts[kind].get(identity)
        if note is not None and (kind, identity) not in seen:
            seen.add((kind, identity))
            walker.story(note, "footnote")


def _letterhead(package: Package, document: etree._Element, walker: Callable[[], BlockWalker]) -> BlockWalker | None:
    """Read the header of page 1: the one printed there only, or a running one as tall as a letterhead.

    Other headers run through the paper (its name, page numbers) and are not part of its text.
    """
    section = next(document.iter(w("sectPr")), None)
    if section is None:
        return None
    own = has(section, "titlePg")
    for reference in section.iterchildren(w("headerReference")):
        if reference.get(w("type"), "default") != ("first" if own else "default"):
            continue
        relation = next((reference.get(key) for key in RELATION_ID if reference.get(key)), None)
        root = package.related(relation) if relation else None
        if root is None:
            continue
        top = walker()
        top.story(root)
        top.lines = [line for line in top.lines if sum(map(str.isalpha, line.text)) >= _MIN_LETTERS]
        return top if own or len(top.lines) >= _LETTERHEAD_LINES else None
    return None


def _with_letterhead(top: BlockWalker, lines: list[Line]) -> list[Line]:
    """Put the letterhead before the body, save what the body says too."""
    said = {clean(line.text).casefold() for line in lines}
    kept = [line for line in top.lines if clean(line.text).casefold() not in said]
    if not kept or not top.tables:
        return kept + lines
    shift = top.tables
    return kept + [
        replace(line, cell=replace(line.cell, table=line.cell.table + shift)) if line.cell else line for line in lines
    ]
