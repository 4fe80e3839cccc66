"""edXML packets, by which Vietnamese offices exchange papers (QCVN 102:2016/BTTTT and its amendment of 2022).

A packet is one XML file: facts of the paper in the header, the files themselves in base64, each often zipped alone.
Element names are taken without their namespace: senders disagree on which elements carry it.
"""

from __future__ import annotations

import base64
import binascii
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from corpus.messages import message
from parser.readers.mail import attachment_name

if TYPE_CHECKING:
    from lxml import etree

_DAY = re.compile(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})|(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_MAX_FILE = 300 * 1024 * 1024


def open_packet(data: bytes) -> etree._Element:
    """Return the root of the packet `data`. Raises ValueError when it is not whole XML."""
    from lxml import etree

    if b"<!DOCTYPE" in data[:65536]:
        raise ValueError("a packet has no document type")  # it would only serve to smuggle entities in
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("not whole XML") from error


def parts_of_packet(packet: etree._Element) -> Iterator[tuple[str, bytes]]:
    """Yield (file name, bytes) of each file in the packet."""
    for number, attachment in enumerate(_named(packet, "Attachment"), 1):
        coded = _value(attachment, "ContentTransferEncoded")
        if not coded:
            continue
        name = attachment_name(_value(attachment, "AttachmentName"), number)
        try:
            content = base64.b64decode("".join(coded.split()), validate=True)
        except (binascii.Error, ValueError):
            content = b""  # named all the same: an empty file is reported as one
        yield name, _unwrapped(content, name)


def facts_of_packet(packet: etree._Element) -> str | None:
    """Return in one sentence what the packet's header says of the paper; None when it says nothing."""
    header = next(_named(packet, "MessageHeader"), None)
    if header is None:
        return None
    code = next(_named(header, "Code"), None)
    number = _joined(_value(code, "CodeNumber"), _value(code, "CodeNotation")) if code is not None else ""
    issued = next(_named(header, "PromulgationInfo"), None)
    sender = next(_named(header, "From"), None)
    facts = {
        "type": _value(next(_named(header, "DocumentType"), None), "TypeName"),
        "number": number,
        "date": _day(_value(issued, "PromulgationDate")),
        "issuer": _value(sender, "OrganName"),
        "title": _value(header, "Subject"),
        "signer": _value(next(_named(header, "SignerInfo"), None), "FullName"),
    }
    said = [f"{message('identity', key)}: {value}" for key, value in facts.items() if value]
    return "; ".join(said) or None


def _named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return (node for node in root.iter("{*}" + name))


def _value(root: etree._Element | None, name: str) -> str:
    """The text of the first element `name` below `root`, on one line; "" where there is none or only "N/A"."""
    node = None if root is None else next(_named(root, name), None)
    text = "" if node is None else str(node.text or "").strip()
    text = text if name == "ContentTransferEncoded" else " ".join(text.split())[:500]
    return "" if text.upper() == "N/A" else text


def _joined(number: str, notation: str) -> str:
    """ "15" and "KH-UBND" make "15/KH-UBND"; either may hold the whole symbol already."""
    if not number or number in notation.split("/")[:1] or "/" in number:
        return notation or number if "/" not in number else number
    between = "-" if "/" in notation else "/"  # the Party writes 15-KH/TU
    return f"{number}{between}{notation}" if notation else number


def _day(text: str) -> str:
    found = _DAY.search(text)
    if found is None:
        return ""
    year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    return f"{int(day)}/{int(month)}/{year}"


def _unwrapped(content: bytes, name: str) -> bytes:
    """The file itself where it was zipped alone under a made-up name; a real .zip stays one."""
    if not content.startswith(b"PK\x03\x04"):
        return content
    suffix = PurePosixPath(name).suffix.lower()
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            alone = len(entries) == 1 and PurePosixPath(entries[0].filename).suffix.lower() == suffix
            if alone and entries[0].file_size <= _MAX_FILE and not entries[0].flag_bits & 1:
                return archive.read(entries[0])
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError):
        return content  # its reader will say what is wrong
    return content
