"""The secrecy gate: a paper marked MẬT, TỐI MẬT or TUYỆT MẬT goes no further without leave.

Whoever prints, stores, caches, logs or sends anything of a paper calls `ensure_allowed` first. The mark is looked
for wherever a stamp may stand, since one that goes unseen cannot be taken back; words like "bí mật" are no mark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from corpus.errors import SecretPaper
from corpus.knowledge import load
from corpus.messages import message
from parser.document import Document, Finding, Frame, Paragraph, Reading
from parser.folding import fold

RUNNING = "secrecy_running"
"""Kind of the finding by which a reader reports a mark in what it leaves out of the text: running heads and feet."""
_AROUND = " \t.:*()[]{}<>|!_/\\-–—=~“”\"'•«»"
_BETWEEN = re.compile(r"[\s.\-_*]+")
_SPELT = re.compile(r"m[\s.\-_*]*ậ[\s.\-_*]*t(?!\w)", re.IGNORECASE)
_HEAD, _TOP = 60, 15  # short paragraphs at the top: of a letterhead, and of a paper where none was found
_SHORT = 100


def ensure_allowed(document: Document, allow: bool) -> Document:
    """Return `document` when it bears no secrecy mark or `allow` is set. Raises SecretPaper else."""
    mark = secrecy_mark(document)
    if mark is not None and not allow:
        raise SecretPaper("secret", file=document.reading.source.name, mark=mark)
    return document


def secrecy_mark(document: Document) -> str | None:
    """Return the secrecy mark that the paper bears; None when it bears none."""
    return document.header.secrecy


def find_mark(reading: Reading, frame: Frame) -> str | None:
    """Return the secrecy mark of a paper wherever it stands: letterhead, annex, text box, stamp, running head."""
    for finding in reading.findings:
        if finding.kind == RUNNING:
            return finding.message.partition("“")[2].partition("”")[0]
    scanned = reading.source.reader == "ocr"
    if not scanned and _SPELT.search(reading.text) is None:
        return None
    folded = fold(reading.text)
    data = _data_tables(reading)
    loose = [p for p in reading.paragraphs if p.end - p.start <= _SHORT and not (p.cell and p.cell.table in data)]
    return _in_head(reading, folded, loose, frame, scanned) or _alone(reading, loose, frame, scanned)


def running_mark(line: str) -> Finding | None:
    """Return the finding for a running head or foot that is a secrecy mark."""
    mark = mark_of_line(line)
    return Finding(RUNNING, "info", message("warnings", RUNNING, mark=mark), 0, 0) if mark else None


def mark_of_line(line: str, capitals: bool = True, scanned: bool = False) -> str | None:
    """Return the mark in its official spelling when the whole line is one: "(MẬT)", "T Ố I  M Ậ T"."""
    bare = line.strip(_AROUND)
    if not 3 <= len(bare) <= 24 or capitals and bare != bare.upper():
        return None
    together = _BETWEEN.sub("", fold(bare))
    return _compact(scanned).get(together)


@cache
def _compact(scanned: bool) -> dict[str, str]:
    """Each mark without its spaces, and what scans make of it, to its official spelling."""
    table = load("secrecy")
    found = {_BETWEEN.sub("", words): mark for words, mark in table["marks"].items()}
    if scanned:
        for mark, looks in table["scans"].items():
            found.update({_BETWEEN.sub("", fold(look)): mark for look in looks})
    return found


def _in_head(reading: Reading, folded: str, paragraphs: Sequence[Paragraph], frame: Frame, scanned: bool) -> str | None:
    """A mark by its label, in small letters, or set close to a line of the letterhead."""
    labels = load("secrecy")["words"]["labels"]
    before = ""
    for number, paragraph in enumerate(paragraphs):
        if number >= (_HEAD if frame.body_start > paragraph.start else _TOP):
            return None
        text, low = reading.text[paragraph.start : paragraph.end], folded[paragraph.start : paragraph.end]
        mark = mark_of_line(text, capitals=not text[:1].isupper(), scanned=scanned)
        if mark is None and before in labels:
            mark = _level(low)
        if mark := mark or _labelled(low) or _beside(text, low):
            return mark
        before = low.strip(_AROUND)
    return None


def _level(low: str) -> str | None:
    marks: dict[str, str] = load("secrecy")["marks"]
    return marks.get(low.strip(_AROUND))


@cache
def _label() -> re.Pattern[str]:
    table = load("secrecy")
    labels, marks = ("|".join(map(re.escape, names)) for names in (table["words"]["labels"], table["marks"]))
    return re.compile(rf"(?<!\w)(?:{labels})\s*:\s*(?P<mark>{marks})(?=\s*(?:$|[.;()|\]]|\s\s))")


def _labelled(low: str) -> str | None:
    found = _label().search(low)
    return load("secrecy")["marks"][found["mark"]] if found else None


@cache
def _edges() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A mark at the beginning of a line, and one at its end."""
    marks = "|".join(map(re.escape, load("secrecy")["marks"]))
    return re.compile(rf"[\W_]*(?P<mark>{marks})(?!\w)"), re.compile(rf"(?<!\w)(?P<mark>{marks})[\W_]*$")


def _beside(text: str, low: str) -> str | None:
    """A stamp that stands on the line of another part of the letterhead, as scans and PDFs give it."""
    table = load("secrecy")
    words = table["words"]
    if not any(near in low for near in words["neighbours"]):
        return None
    first, last = _edges()[0].match(low), _edges()[1].search(low)
    if first and low[first.end() :].lstrip().startswith(tuple(words["joined_after"])):
        first = None
    if last and low[: last.start()].rstrip().endswith(tuple(words["joined_before"])):
        last = None
    for found in (first, last):
        if found and text[found.start("mark") : found.end("mark")].isupper():
            return str(table["marks"][found["mark"]])
    return None


def _alone(reading: Reading, paragraphs: Sequence[Paragraph], frame: Frame, scanned: bool) -> str | None:
    """A mark on a line of its own anywhere: on an annex, in a text box. Several levels are a list of them."""
    found: set[str] = set()
    for paragraph in paragraphs:
        head = paragraph.start < frame.body_start
        mark = mark_of_line(reading.text[paragraph.start : paragraph.end], scanned=scanned and head)
        if mark is not None and head:
            return mark
        if mark is not None:
            found.add(mark)
    return found.pop() if len(found) == 1 else None


def _data_tables(reading: Reading) -> set[int]:
    """The tables with several rows and columns: in their cells the word is about other papers."""
    rows: dict[int, int] = {}
    columns: dict[int, int] = {}
    for paragraph in reading.paragraphs:
        if (cell := paragraph.cell) is not None:
            rows[cell.table] = max(rows.get(cell.table, 1), cell.row + cell.rows)
            columns[cell.table] = max(columns.get(cell.table, 1), cell.column + cell.columns)
    return {table for table, count in rows.items() if count > 2 and columns[table] > 2}
