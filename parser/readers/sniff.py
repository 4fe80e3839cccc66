"""Which kind of file some bytes are: told by what they hold, by the name only where the content leaves it open."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from corpus.errors import UnreadableFile, UnsupportedFormat
from corpus.knowledge import load

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Kinds that hold papers and are none themselves.
CONTAINERS = ("zip", "eml", "msg", "edxml")
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
# First bytes of kinds that rasoat does not read; reading.toml has the names a user knows them by.
_OTHER_KINDS = (
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"%!PS", "postscript"),
    (b"ID3", "media"),
    (b"SQLite format 3", "database"),
    (b"\x78\x9f\x3e\x22", "tnef"),
)
_SHORT_MARKS = (b"BM", b"MZ", b"ID3")  # also letters that a text may begin with
_WORD_NAMES = (".docx", ".docm", ".dotx", ".dotm")
# The entry that tells what an office file is; a plain archive may hold whole office files, but none of these.
_ZIP_KINDS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "excel_binary"),
    ("ppt/presentation.xml", "powerpoint"),
)
_OPENDOCUMENT = {b"text": "odt", b"spreadsheet": "ods"}
_OLE_KINDS = (
    ("__properties_version1.0", "msg"),
    ("EncryptedPackage", "locked"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
)
_READ = ("docx", "xlsx", "odt", "ods", "doc", "xls", "msg", "zip")
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*){0,5}"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|div|p|table|article|main|section|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
# Header lines of a saved letter: any field first, then at least one that only mail programs write.
_MAIL_FIELD = re.compile(rb"(?:\xef\xbb\xbf)?(?:From \S+ [^\n]{0,80}\n)?[A-Za-z][A-Za-z0-9-]{1,40}:[ \t]")
_MAIL_PROOF = re.compile(rb"^(?:MIME-Version|Received|Message-ID|Return-Path|X-Mailer|DKIM-Signature):", re.I | re.M)


def kind_of(data: bytes, name: str) -> str:
    """Return the kind of the file `data`: "text", "html", "pdf", "docx", "doc", "rtf", "odt", "xlsx", "xls", "ods",
    "image", or a container ("zip", "eml", "msg", "edxml"). Raises UnreadableFile or UnsupportedFormat for all else."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _known(_zip_kind(data, name), name)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(OLE2):
        return _known(_ole_kind(data), name)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if _begins(data, _IMAGES) or data[8:12] == b"WEBP":
        return "image"
    for mark, label in _OTHER_KINDS:
        if _begins(data, (mark,)):
            raise unsupported(name, label)
    if data[4:8] == b"ftyp" or data[8:12] in (b"AVI ", b"WAVE"):
        raise unsupported(name, "media")
    return _text_kind(data)


def unsupported(name: str, label: str) -> UnsupportedFormat:
    """Return the error for a kind of file that rasoat does not read."""
    return UnsupportedFormat("unsupported_format", file=name, kind=load("reading")["kinds"][label])


def _begins(data: bytes, marks: tuple[bytes, ...]) -> bool:
    return any(data.startswith(mark) and (mark not in _SHORT_MARKS or b"\x00" in data[:512]) for mark in marks)


def _known(kind: str, name: str) -> str:
    if kind == "locked":
        raise UnreadableFile("docx_password", file=name)
    if kind not in _READ:
        raise unsupported(name, kind)
    return kind


def _zip_kind(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = set(archive.namelist())
            mimetype = archive.read("mimetype")[:80] if "mimetype" in entries else b""
    except Exception:  # cut off or damaged: zipfile fails in many ways, and the reader will say what is wrong
        return _torn_zip_kind(data, name)
    if mimetype.startswith(b"application/vnd.oasis.opendocument."):
        return _OPENDOCUMENT.get(mimetype.rpartition(b".")[2].split(b"-")[0], "opendocument")
    for entry, kind in _ZIP_KINDS:
        if entry in entries:
            return kind
    if "[Content_Types].xml" in entries and any(entry.startswith("word/") for entry in entries):
        return "docx"
    return "docx" if name.lower().endswith(_WORD_NAMES) else "zip"


def _torn_zip_kind(data: bytes, name: str) -> str:
    """Tell a cut-off file by its entry names, which stand uncompressed in it."""
    if name.lower().endswith(".zip"):
        return "zip"
    for entry, kind in _ZIP_KINDS:
        if entry.encode() in data:
            return kind
    return "docx" if name.lower().endswith(_WORD_NAMES) else "zip"


def _ole_kind(data: bytes) -> str:
    """Office papers of before 2007, saved Outlook messages, and newer papers under a password come as OLE2 files.

    The root's own entries decide: a message may hold a Word file, and a Word file another one.
    """
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(data)) as compound:
            entries = {parts[0] for parts in compound.listdir(streams=True, storages=True)}
    except Exception:  # a torn directory, which olefile reports in many ways
        entries = set()
    if not entries:  # the names themselves stand in the file as UTF-16
        entries = {entry for entry, _ in _OLE_KINDS if entry.encode("utf-16-le") in data}
    return next((kind for entry, kind in _OLE_KINDS if entry in entries), "old_office")


def _text_kind(data: bytes) -> str:
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\x00", b"").lstrip(b"\xff\xfe")
    if _HTML.match(head):
        return "html"
    if b"edXML" in head and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return "edxml"
    if _MAIL_FIELD.match(head):
        block = data[:65536].replace(b"\r\n", b"\n").split(b"\n\n", 1)[0]
        if _MAIL_PROOF.search(block):
            return "eml"
    return "text"
