"""Opening a Word file safely: sizes are judged before anything is inflated, XML is parsed without entities.

An office document is a ZIP of XML parts that point at each other by relationships. Files come from
strangers, so nothing in them is believed: not the extension, not the sizes, not the nesting.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from corpus.errors import UnreadableFile, UnsupportedFormat
from parser.readers.docx_names import STRICT, TRANSITIONAL

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

MEGABYTE = 1024 * 1024
# A page of Word takes about 30 kB of XML: a part of 32 MB is a book of a thousand pages.
MAX_PART = 32 * MEGABYTE
# Such a book has 1.5 million tags; more in that space are there to fill the memory.
MAX_TAGS = 2_000_000
MAX_TOTAL = 1024 * MEGABYTE
MAX_ENTRIES = 20_000
# Honest XML shrinks to a tenth, a dull table to a hundredth; small parts may do what they like.
MAX_RATIO = 200
RATIO_MATTERS_FROM = 8 * MEGABYTE

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_MAIN_TYPE = "/officeDocument"
_MAIN_PART = "word/document.xml"
_DOCTYPE = b"<!DOCTYPE"
_FLAG_ENCRYPTED = 0x1
# What else may sit in a ZIP, by the part that gives it away.
_OTHER_KINDS = {"xl/workbook.xml": ".xlsx", "ppt/presentation.xml": ".pptx", "content.xml": ".odt"}
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    IndexError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
)


class Package:
    """The parts of one Word file: the main document and what it refers to, by kind of relationship."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.prepare: Callable[[etree._Element], object] | None = None  # called on each part before it is handed out
        self._zip = _open(data, name)
        self._main = self._find_main()
        self._targets = self._relationships(self._main)

    def main(self) -> etree._Element:
        """Return the root of the main document."""
        return self._parse(self._main)

    def part(self, kind: str) -> etree._Element | None:
        """Return the root of the part that the main document calls `kind` ("styles", "numbering" …), if any."""
        for target_kind, target in self._targets.values():
            if target_kind == kind and target in self._zip.NameToInfo:
                return self._prepared(target)
        return None

    def related(self, relation: str) -> etree._Element | None:
        """Return the root of the part behind the relationship id `relation`, if any."""
        target = self._targets.get(relation, ("", ""))[1]
        return self._prepared(target) if target in self._zip.NameToInfo else None

    def stored(self, relation: str) -> bytes:
        """Return the part behind the relationship id `relation` as it stands in the file, b"" where there is none."""
        target = self._targets.get(relation, ("", ""))[1]
        return self._read(target) if target in self._zip.NameToInfo else b""

    def raw(self, names: re.Pattern[str]) -> dict[str, bytes]:
        """Return the parts whose names match, as they stand in the file."""
        return {name: self._read(name) for name in self._zip.NameToInfo if names.match(name)}

    def _prepared(self, target: str) -> etree._Element:
        root = self._parse(target)
        if self.prepare is not None:
            self.prepare(root)
        return root

    def _find_main(self) -> str:
        for kind, target in self._relationships("").values():
            if kind == "officeDocument" and target in self._zip.NameToInfo and not target.startswith(("xl/", "ppt/")):
                return target
        if _MAIN_PART in self._zip.NameToInfo:
            return _MAIN_PART
        kind = next((kind for part, kind in _OTHER_KINDS.items() if part in self._zip.NameToInfo), ".zip")
        raise UnsupportedFormat("unsupported_format", file=self.name, kind=kind)

    def _relationships(self, part: str) -> dict[str, tuple[str, str]]:
        """Return {id: (last word of the type, path of the target)} of the relationships of `part`."""
        folder, base = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{base}.rels")
        if path not in self._zip.NameToInfo:
            return {}
        found: dict[str, tuple[str, str]] = {}
        for node in self._parse(path):
            if not isinstance(node.tag, str) or node.get("TargetMode") == "External":
                continue
            target = node.get("Target") or ""
            absolute = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            kind = (node.get("Type") or "").rpartition("/")[2]
            found[node.get("Id") or ""] = (kind, posixpath.normpath(absolute))
        return found

    def _parse(self, part: str) -> etree._Element:
        from lxml import etree

        data = self._read(part)
        if data.count(b"<") > MAX_TAGS:
            raise UnreadableFile("zip_bomb", file=self.name, size=len(data) // MEGABYTE)
        if _DOCTYPE in data:
            # No word processor writes one; it only serves to smuggle entities in.
            raise UnreadableFile("broken_docx", file=self.name)
        if STRICT in data:
            data = data.replace(STRICT, TRANSITIONAL)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
            remove_pis=True,
        )  # fmt: skip
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableFile("broken_docx", file=self.name) from error

    def _read(self, part: str) -> bytes:
        info = self._zip.NameToInfo[part]
        if info.flag_bits & _FLAG_ENCRYPTED:
            raise UnreadableFile("docx_password", file=self.name)
        if info.file_size > MAX_PART:
            raise UnreadableFile(
                "too_large", file=self.name, size=info.file_size // MEGABYTE, limit=MAX_PART // MEGABYTE
            )
        try:
            # zipfile never hands out more than the size that was judged above, whatever the stream holds.
            return self._zip.read(info)
        except _DAMAGE as error:
            raise UnreadableFile("broken_docx", file=self.name) from error


def _open(data: bytes, name: str) -> zipfile.ZipFile:
    if data.startswith(_OLE2):
        if _ENCRYPTED_STREAM in data:
            raise UnreadableFile("docx_password", file=name)
        raise UnsupportedFormat("legacy_doc", file=name)
    try:
        opened = zipfile.ZipFile(BytesIO(data))
    except _DAMAGE as error:
        raise UnreadableFile("broken_docx", file=name) from error
    entries = opened.infolist()
    total = sum(entry.file_size for entry in entries)
    if total > MAX_TOTAL or len(entries) > MAX_ENTRIES or any(_swells(entry) for entry in entries):
        raise UnreadableFile("zip_bomb", file=name, size=total // MEGABYTE)
    return opened


def _swells(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > RATIO_MATTERS_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
