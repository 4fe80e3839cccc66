"""The names of a .zip's entries as their owner wrote them: UTF-8, or the code page of an old Windows."""

from __future__ import annotations

import struct
import unicodedata
import zipfile
import zlib

_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075  # Info-ZIP's extra field with the name in UTF-8
# Code pages of Vietnamese machines, tried on names that are no UTF-8.
_CODE_PAGES = ("cp1258", "cp1252")


def entry_name(info: zipfile.ZipInfo) -> str:
    """Return the name of an entry in NFC, with "/" between its parts and no way out of the archive."""
    name = info.filename if info.flag_bits & _UTF8_FLAG else _decode(info)
    parts = name.replace("\\", "/").split("/")
    kept = [part for part in parts if part not in ("", ".", "..")]
    shown = "".join(ch if ch.isprintable() else "_" for ch in "/".join(kept))
    return unicodedata.normalize("NFC", shown) or "?"


def _decode(info: zipfile.ZipInfo) -> str:
    """Decode a name that its archive does not mark as UTF-8; zipfile took it for cp437."""
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    if raw.isascii():
        return info.filename
    own = _unicode_path(info.extra, raw)
    if own is not None:
        return own
    for encoding in ("utf-8", *_CODE_PAGES):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """Return the name in the Unicode path field, when it belongs to this very name (its checksum tells)."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        field = extra[4 : 4 + size]
        if kind == _UNICODE_PATH and len(field) > 5 and struct.unpack_from("<I", field, 1)[0] == zlib.crc32(raw):
            return field[5:].decode("utf-8", "replace")
        extra = extra[4 + size :]
    return None
