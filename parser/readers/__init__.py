"""Bytes in, a `Reading` out: one reader per format, chosen by what the file holds rather than by its name."""

from __future__ import annotations

import re
from pathlib import Path

from corpus.errors import RasoatError, UnreadableFile, UnsupportedFormat
from corpus.knowledge import load
from parser.document import Reading

MEGABYTE = 1024 * 1024
# Far above any administrative paper; text is held in memory several times over while it is read.
LIMITS_MB = {"text": 100, "packed": 500}

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# First bytes of kinds that rasoat does not read; reading.toml has the names a user knows them by.
_OTHER_KINDS = (
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"BM", "image"),
    (b"{\\rtf", "rtf"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"%!PS", "postscript"),
    (b"ID3", "media"),
    (b"SQLite format 3", "database"),
)
_SHORT_MARKS = (b"BM", b"MZ", b"ID3")  # also letters that a text may begin with
_ZIP_KINDS = (
    ("xl/workbook.xml", "excel"),
    ("ppt/presentation.xml", "powerpoint"),
    ("content.xml", "opendocument"),
)
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*){0,5}"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|div|p|table|article|main|section|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)


def read(path: Path) -> Reading:
    """Read the file at `path`. Raises UnreadableFile and its kinds (corpus.errors)."""
    name = path.name or str(path)
    data = _load(path, name)
    kind = _kind(data, name)
    try:
        return _dispatch(kind, data, name)
    except RasoatError:
        raise
    except (MemoryError, RecursionError) as error:
        raise UnreadableFile("damaged_file", file=name) from error
    except Exception as error:  # third-party parsers fail in ways they do not document; the user needs one line
        if _is_ours(error):
            raise
        raise UnreadableFile("damaged_file", file=name) from error


def _label(kind: str) -> str:
    return str(load("reading")["kinds"][kind])


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


def _load(path: Path, name: str) -> bytes:
    """The bytes at `path`, after its size was looked at: a huge file is refused, not read."""
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
            packed = head.startswith((b"PK", b"%PDF", _OLE2))
            limit = LIMITS_MB["packed" if packed else "text"]
            if size > limit * MEGABYTE:
                raise UnreadableFile("too_large", file=name, size=round(size / MEGABYTE), limit=limit)
            return head + stream.read(limit * MEGABYTE)
    except PermissionError as error:
        raise UnreadableFile("no_permission", file=name) from error
    except OSError as error:
        raise UnreadableFile("cannot_read", file=name, reason=error.strerror or error) from error


def _kind(data: bytes, name: str) -> str:
    """Tell "docx", "pdf", "html" or "text" from the content; anything else raises."""
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _zip_kind(data, name)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_OLE2):
        return _ole_kind(data, name)
    for mark, label in _OTHER_KINDS:
        if data.startswith(mark) and (mark not in _SHORT_MARKS or b"\x00" in data[:512]):
            raise UnsupportedFormat("unsupported_format", file=name, kind=_label(label))
    if data[4:8] == b"ftyp" or data[8:12] in (b"WEBP", b"AVI ", b"WAVE"):
        raise UnsupportedFormat("unsupported_format", file=name, kind=_label("media"))
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\x00", b"").lstrip(b"\xff\xfe")
    return "html" if _HTML.match(head) else "text"


def _zip_kind(data: bytes, name: str) -> str:
    # Entry names stand uncompressed in the file, so even a truncated archive shows what it was to be.
    if b"word/document" in data or (
        b"[Content_Types].xml" in data[:4096] and name.lower().endswith((".docx", ".docm"))
    ):
        return "docx"
    for entry, label in _ZIP_KINDS:
        if entry.encode() in data:
            raise UnsupportedFormat("unsupported_format", file=name, kind=_label(label))
    if name.lower().endswith((".docx", ".docm")):
        return "docx"
    raise UnsupportedFormat("unsupported_format", file=name, kind=_label("archive"))


def _ole_kind(data: bytes, name: str) -> str:
    """Office papers of before 2007, and newer ones under a password, come as OLE2 compound files."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableFile("docx_password", file=name)
    if "WordDocument".encode("utf-16-le") in data:
        raise UnsupportedFormat("legacy_doc", file=name)
    raise UnsupportedFormat("unsupported_format", file=name, kind=_label("old_office"))


def _dispatch(kind: str, data: bytes, name: str) -> Reading:
    if kind == "docx":
        from parser.readers.docx import read_docx

        return read_docx(data, name)
    if kind == "pdf":
        from parser.readers.pdf import read_pdf

        return read_pdf(data, name)
    if kind == "html":
        from parser.readers.html import read_html

        return read_html(data, name)
    from parser.readers.text import read_text

    return read_text(data, name)
