"""Letters saved by Outlook (.msg): an OLE2 file whose streams are MAPI properties ([MS-OXMSG]).

Only what is needed to get at the papers is read: subject, words, attachments, letters within the letter.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from parser.readers.mail import SMALL_PICTURE, attachment_name, page_file, words_file

if TYPE_CHECKING:
    from olefile import OleFileIO

# Property tags of [MS-OXPROPS].
_SUBJECT, _BODY, _HTML = 0x0037, 0x1000, 0x1013
_DATA, _LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _CONTENT_ID, _FLAGS = 0x3701, 0x3707, 0x3704, 0x3001, 0x3712, 0x3714
_CODE_PAGE = 0x3FFD
_UNICODE, _ANSI, _BINARY, _LETTER = 0x001F, 0x001E, 0x0102, 0x000D
_HEADS = (32, 24, 8)  # bytes before the fixed properties: top letter, letter within, attachment
_SHOWN_IN_WORDS = 4  # attachment flag: a picture in the midst of the words
_IMAGE = re.compile(r"\.(?:png|jpe?g|gif|bmp|emz|wmz)$", re.IGNORECASE)
_MAX_NESTED = 4


def parts_of_outlook(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield (file name, bytes) of the letter's words, when it has any, and of each attachment."""
    import olefile

    with olefile.OleFileIO(BytesIO(data)) as compound:
        yield from _letter(compound, (), 0)


def _letter(compound: OleFileIO, place: tuple[str, ...], depth: int) -> Iterator[tuple[str, bytes]]:
    page = _code_page(compound, place, depth)
    html = _stream(compound, place, _HTML, _BINARY)
    body = _string(compound, place, _BODY, page)
    if body is not None and any(ch.isalpha() for ch in body):
        words = words_file(_string(compound, place, _SUBJECT, page) or "", body)
    else:
        words = page_file(_decoded(html, page)) if html else None
    if words is not None:
        yield words
    children = {parts[len(place)] for parts in compound.listdir(False, True) if len(parts) > len(place)}
    attached = sorted(
        name
        for name in children
        if name.lower().startswith("__attach_version1.0_#") and compound.exists([*place, name])
    )
    for number, name in enumerate(attached, 1):
        yield from _attachment(compound, (*place, name), number, page, depth)


def _attachment(
    compound: OleFileIO, place: tuple[str, ...], number: int, page: str, depth: int
) -> Iterator[tuple[str, bytes]]:
    tags = (_LONG_NAME, _SHORT_NAME, _SHOWN_NAME)
    written = next((text for tag in tags if (text := _string(compound, place, tag, page))), "")
    name = attachment_name(written, number)
    data = _stream(compound, place, _DATA, _BINARY)
    if data is None:
        inner = (*place, f"__substg1.0_{_DATA:04X}{_LETTER:04X}")
        if depth < _MAX_NESTED and compound.exists(list(inner)):
            for part, content in _letter(compound, inner, depth + 1):
                yield f"{name}/{part}", content
        return
    shown = _number(compound, place, _FLAGS, _HEADS[2]) & _SHOWN_IN_WORDS
    if len(data) < SMALL_PICTURE and _IMAGE.search(name) and (shown or _string(compound, place, _CONTENT_ID, page)):
        return
    yield name, data


def _stream(compound: OleFileIO, place: tuple[str, ...], tag: int, kind: int) -> bytes | None:
    way = [*place, f"__substg1.0_{tag:04X}{kind:04X}"]
    if not compound.exists(way) or compound.get_type(way) != 2:  # 2: a stream
        return None
    with compound.openstream(way) as stream:
        return bytes(stream.read())


def _string(compound: OleFileIO, place: tuple[str, ...], tag: int, page: str) -> str | None:
    data = _stream(compound, place, tag, _UNICODE)
    if data is not None:
        return data.decode("utf-16-le", "replace").rstrip("\0")
    data = _stream(compound, place, tag, _ANSI)
    return None if data is None else _decoded(data, page).rstrip("\0")


def _decoded(data: bytes, page: str) -> str:
    for encoding in ("utf-8", page):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("cp1258", "replace")


def _code_page(compound: OleFileIO, place: tuple[str, ...], depth: int) -> str:
    number = _number(compound, place, _CODE_PAGE, _HEADS[1] if depth else _HEADS[0])
    return f"cp{number}" if number and number != 65001 else "utf-8"


def _number(compound: OleFileIO, place: tuple[str, ...], tag: int, head: int) -> int:
    """Return a number among the fixed properties (16 bytes each: tag, flags, value), 0 when it is not there."""
    way = [*place, "__properties_version1.0"]
    if not compound.exists(way):
        return 0
    with compound.openstream(way) as stream:
        data = stream.read()[head:]
    for at in range(0, len(data) - 15, 16):
        found, _, value = struct.unpack_from("<III", data, at)
        if found >> 16 == tag:
            return int(value)
    return 0
