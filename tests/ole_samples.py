"""Builder of small OLE2 compound files ([MS-CFB]): saved Outlook messages and old Office files for the tests."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any

Tree = Mapping[str, Any]  # name: bytes of a stream, or a Tree of a storage
_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_NONE = 0xFFFFFFFF


def compound(tree: Tree) -> bytes:
    """Return a compound file with these streams and storages."""
    entries: list[dict[str, Any]] = [{"name": "Root Entry", "kind": 5, "data": b""}]
    entries[0]["child"] = _add(tree, entries)
    mini = b""
    mini_fat: list[int] = []
    for entry in entries[1:]:
        data = entry["data"]
        if entry["kind"] == 2 and len(data) < _CUTOFF:
            entry["start"] = len(mini_fat) if data else _END
            count = -(-len(data) // _MINI)
            mini_fat += [len(mini_fat) + step + 1 for step in range(count - 1)] + [_END] * bool(count)
            mini += data.ljust(count * _MINI, b"\0")
    sectors: list[bytes] = []
    fat: list[int] = []

    def store(data: bytes) -> int:
        if not data:
            return _END
        count = -(-len(data) // _SECTOR)
        start = len(sectors)
        for number in range(count):
            sectors.append(data[number * _SECTOR : (number + 1) * _SECTOR].ljust(_SECTOR, b"\0"))
            fat.append(start + number + 1 if number + 1 < count else _END)
        return start

    for entry in entries[1:]:
        if entry["kind"] == 2 and len(entry["data"]) >= _CUTOFF:
            entry["start"] = store(entry["data"])
    entries[0].update(start=store(mini), size=len(mini))
    mini_start = store(b"".join(struct.pack("<I", value) for value in mini_fat).ljust(_SECTOR, b"\xff"))
    directory = store(b"".join(map(_entry, entries)))
    fat_sectors = -(-(len(fat) + 1) // 128)
    first_fat = len(sectors)
    fat += [_FAT] * fat_sectors
    table = b"".join(struct.pack("<I", value) for value in fat).ljust(fat_sectors * _SECTOR, b"\xff")
    head = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, fat_sectors, directory, 0, _CUTOFF,
        mini_start, 1, _END, 0,
    )  # fmt: skip
    places = [first_fat + number for number in range(fat_sectors)]
    head += b"".join(struct.pack("<I", place) for place in places + [_FREE] * (109 - len(places)))
    return head + b"".join(sectors) + table


def _add(tree: Tree, entries: list[dict[str, Any]]) -> int:
    """Add the entries of a storage, each hung to the right of the one before; return the first one's number."""
    first = previous = _NONE
    for name in sorted(tree, key=lambda name: (len(name), name.upper())):
        value = tree[name]
        number = len(entries)
        entry: dict[str, Any] = {"name": name, "kind": 2 if isinstance(value, bytes) else 1, "data": b""}
        entries.append(entry)
        if isinstance(value, bytes):
            entry["data"] = value
        else:
            entry["child"] = _add(value, entries)
        if previous == _NONE:
            first = number
        else:
            entries[previous]["right"] = number
        previous = number
    return first


def _entry(entry: dict[str, Any]) -> bytes:
    name = entry["name"].encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        name, len(name), entry["kind"], 1, _NONE, entry.get("right", _NONE), entry.get("child", _NONE), b"", 0, 0, 0,
        entry.get("start", 0 if entry["kind"] != 2 else _END), entry.get("size", len(entry["data"])),
    )  # fmt: skip


def outlook(subject: str, body: str, attachments: list[Tree], **more: bytes) -> bytes:
    """Return a saved Outlook message; an attachment is a storage made by `attachment`."""
    tree: dict[str, Any] = {
        "__properties_version1.0": b"\0" * 32,
        "__nameid_version1.0": {"__substg1.0_00020102": b""},
        "__substg1.0_0037001F": subject.encode("utf-16-le"),
        "__substg1.0_1000001F": body.encode("utf-16-le"),
        **more,
    }
    for number, storage in enumerate(attachments):
        tree[f"__attach_version1.0_#{number:08X}"] = storage
    return compound(tree)


def attachment(name: str, data: bytes, flags: int = 0) -> dict[str, Any]:
    """Return the storage of one attachment."""
    return {
        "__properties_version1.0": b"\0" * 8 + struct.pack("<IIII", 0x37140003, 6, flags, 0),
        "__substg1.0_3707001F": name.encode("utf-16-le"),
        "__substg1.0_37010102": data,
    }
