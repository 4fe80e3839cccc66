"""Bytes in, a `Reading` out: one reader per format, chosen by what the file holds rather than by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import RasoatError, UnreadableFile
from corpus.messages import message
from parser.document import Finding, Reading
from parser.readers.files import load_file
from parser.readers.lookalikes import settled
from parser.readers.sniff import CONTAINERS, kind_of, unsupported

if TYPE_CHECKING:
    from parser.readers.archives import Paper

# The function that reads each kind, as "module:function"; imported when the first such file comes.
_READERS = {
    "docx": "docx:read_docx",
    "pdf": "pdf:read_pdf",
    "html": "html:read_html",
    "text": "text:read_text",
    "xlsx": "spreadsheet:read_xlsx",
    "image": "ocr.images:read_image",
}
_OFFICE = ("doc", "rtf", "odt", "xls", "ods")


def read(path: Path) -> Reading:
    """Read the file at `path`. Raises UnreadableFile and its kinds (corpus.errors)."""
    name = path.name or str(path)
    return read_bytes(load_file(path, name), name)


def read_paper(paper: Paper) -> Reading:
    """Read a paper that `archives.papers` found. Raises what hindered it there, or what hinders its reading."""
    reading = read_bytes(paper.load(), paper.name)
    if paper.note is None:
        return reading
    note = Finding("packet", "info", message("warnings", "packet", facts=paper.note), 0, 0)
    return replace(reading, findings=(*reading.findings, note))


def read_bytes(data: bytes, name: str) -> Reading:
    """Read the file `data`, called `name`. Raises UnreadableFile and its kinds (corpus.errors)."""
    kind = kind_of(data, name)
    try:
        reading = settled(_dispatch(kind, data, name))
        return _with_stamps(reading, data, name) if kind == "pdf" else reading
    except RasoatError:
        raise
    except (MemoryError, RecursionError) as error:
        raise UnreadableFile("damaged_file", file=name) from error
    except Exception as error:  # third-party parsers fail in ways they do not document; the user needs one line
        if _is_ours(error):
            raise
        raise UnreadableFile("damaged_file", file=name) from error


def _with_stamps(reading: Reading, data: bytes, name: str) -> Reading:
    """Add what a PDF shows beside its text: signature fields, and marks stamped as pictures."""
    from parser.readers.pdf_stamps import stamp_findings
    from parser.readers.signatures import signature_findings

    found = signature_findings(data)
    if reading.source.reader == "pdf":  # of a scanned page the stamps are read with the page
        found += stamp_findings(data, name)
    return replace(reading, findings=reading.findings + found) if found else reading


def _is_ours(error: Exception) -> bool:
    """Whether `error` was raised in rasoat's own code: a defect of ours must not pose as a bad file."""
    if type(error).__module__ != "builtins":  # an exception class of the library that failed (lxml, zlib, zipfile …)
        return False
    trace = error.__traceback__
    last = ""
    while trace is not None:
        last = str(trace.tb_frame.f_globals.get("__name__", ""))
        trace = trace.tb_next
    return last.split(".", 1)[0] in ("parser", "corpus")


def _dispatch(kind: str, data: bytes, name: str) -> Reading:
    if kind in CONTAINERS:
        raise UnreadableFile("is_container", file=name)
    if kind in _OFFICE:
        from parser.readers.office import read_office

        return read_office(data, name, kind)
    if kind not in _READERS:
        raise unsupported(name, kind)
    module, _, function = _READERS[kind].partition(":")
    reader: Callable[[bytes, str], Reading] = getattr(import_module(f"parser.readers.{module}"), function)
    return reader(data, name)
