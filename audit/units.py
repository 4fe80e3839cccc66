"""Units of local government: which ones ought to have a plan, and which unit a plan speaks for.

The expected units come from a list file or from the tables of the package vietnamadminunits. Its data file is read
directly: importing the package takes a second, loads geometry libraries and prepares a geocoder that talks to the
network, none of which is needed to know the names.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from corpus.errors import UnreadableFile, UsageError
from corpus.knowledge import load
from parser.bodies import districts_exist
from parser.folding import fold

UnitLevel = Literal["province", "district", "commune"]
_LISTED = 5_000_000  # bytes; a list of all units of the country is a hundredth of that
_NAME = r"[^\W_][\w'’`]*(?:[ -]+[^\W_][\w'’`]*){0,6}"
_APART = re.compile(r"[,;\t|]+|\s+[–-]\s+(?=(?:thuộc|huyện|quận|tỉnh|thành phố)\b)")
_ORDER = re.compile(r"^\s*\d{1,4}\s*[.)\t;,|-]\s*|^\s*[-+•*]\s+")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that ought to have a plan: "Xã Đồng Lạc"; `district` None where there is none or it is not said."""

    name: str
    district: str | None = None
    province: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A unit as a paper names it: kind ("xã"; None where not said) and bare name."""

    kind: str | None
    name: str


def units_available() -> bool:
    """Tell whether the tables of units are installed (extra "units")."""
    return find_spec("vietnamadminunits") is not None


def expected_units(province: str | None, day: date | None, level: UnitLevel = "commune") -> tuple[Unit, ...]:
    """Return the units of `level` in `province` (None: in the whole country) as they stood on `day` (None: today's).

    Before 1 July 2025 there were 63 provinces and a district level. Raises UsageError when the tables are not
    installed (`no_units_package`), or the province is unknown or there were no districts then (`unknown_province`,
    `no_district_level`).
    """
    old = day is not None and districts_exist(day)
    if level == "district" and not old:
        raise UsageError("no_district_level")
    rows = _table(old)
    if province is not None:
        wanted = place_key(province)
        rows = tuple(row for row in rows if place_key(row[0]) == wanted)
        if not rows:
            raise UsageError("unknown_province", province=province)
    if level == "province":
        return tuple(Unit(name, None, name) for name in dict.fromkeys(row[0] for row in rows))
    if level == "district":
        pairs = dict.fromkeys((row[0], row[1]) for row in rows if row[1])
        return tuple(Unit(str(district), None, top) for top, district in pairs)
    return tuple(Unit(ward, district, top) for top, district, ward in rows if ward)


def unit_list(path: Path) -> tuple[Unit, ...]:
    """Read a list of units: one a line, the units above it after a comma, semicolon, tab or bar; "#" is a remark.

    A running number in front is left off. Raises UnreadableFile.
    """
    from parser.readers import read

    if path.suffix.lower() in (".txt", ".csv", ".tsv", ""):
        try:
            lines = _decoded(path).splitlines()
        except OSError as error:
            raise UnreadableFile("cannot_read", file=path, reason=error.strerror or str(error)) from error
    else:
        lines = read(path).text.splitlines()
    headings = set(load("units")["list"]["headings"])
    units = []
    for line in lines:
        parts = [part.strip(" \"'.") for part in _APART.split(_ORDER.sub("", line.partition("#")[0]))]
        parts = [part for part in parts if part and not part.isdigit()]
        if parts and fold(parts[0]) not in headings:
            units.append(_listed(parts))
    return tuple(dict.fromkeys(units))


def named_unit(text: str | None, kinds: Sequence[str] | None = None) -> Named | None:
    """Return the first unit that `text` names, of one of `kinds` (None: any kind); None when it names none."""
    if not text:
        return None
    table = load("units")
    folded = fold(text)
    pattern = _pattern(tuple(kinds if kinds is not None else table["kinds"]))
    found = pattern.search(folded)
    while found is not None:
        said = found["kind"]
        kind = table["shorts"][found["short"]] if said is None else table["committees"].get(said, said)
        start, end = found.span("name")
        inside = table["not_units"]["after"].get(kind, ())  # "bảo hiểm xã hội", but "xã Hội Sơn"
        other = folded[start:end].split()[0] in inside and (text.isupper() or not text[start].isupper())
        name = "" if other else _proper(text, start, end)
        if name:
            return Named(kind, name)
        found = pattern.search(folded, start)
    bare = _bare().match(folded)
    name = _proper(text, *bare.span("name")) if bare else ""
    return Named(None, name) if name and fold(name).split()[0] not in table["kinds"] else None


def unit_kinds(text: str) -> frozenset[str]:
    """Return the kinds of unit ("tỉnh", "xã", …) whose words stand in the name of a body, named or not."""
    return _kinds_in(fold(text))


def unit_key(named: Named) -> str:
    """Return kind and name in the form in which variants of spelling are equal."""
    return f"{named.kind or ''} {name_key(named.name)}".strip()


@cache
def _table(old: bool) -> tuple[tuple[str, str | None, str | None], ...]:
    """(province, district, ward) of every unit, from the data file of the package."""
    spec = find_spec("vietnamadminunits")
    if spec is None or spec.origin is None:
        raise UsageError("no_units_package")
    data = Path(spec.origin).parent / "data" / "dataset.db"
    query = (
        "SELECT province, district, ward FROM admin_units_legacy"
        if old
        else "SELECT province, NULL, ward FROM admin_units"
    )
    try:
        with closing(sqlite3.connect(f"{data.as_uri()}?mode=ro", uri=True)) as connection:
            rows = connection.execute(query).fetchall()
    except sqlite3.Error as error:
        raise UsageError("no_units_package") from error
    # Some names are written with the Icelandic letter that looks like Đ.
    fixed = (tuple(name and name.replace("\u00d0", "\u0110") for name in row) for row in rows)
    return tuple((row[0], row[1], row[2]) for row in fixed)


def _decoded(path: Path) -> str:
    from parser.readers import read

    if path.stat().st_size > _LISTED:
        raise UnreadableFile("too_large", file=path, size=path.stat().st_size // 1_000_000, limit=_LISTED // 1_000_000)
    data = path.read_bytes()
    try:
        return unicodedata.normalize("NFC", data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return read(path).text  # the reader of papers knows the encodings of old files


def _listed(parts: Sequence[str]) -> Unit:
    """The first unit of a line, with those above it."""
    above = {kind: part for part in parts[1:] if (named := named_unit(part)) and (kind := named.kind)}
    district = next((above[kind] for kind in ("huyện", "quận", "thị xã") if kind in above), None)
    province = above.get("tỉnh")
    if "thành phố" in above and province is None:
        province = above["thành phố"]
    elif "thành phố" in above:
        district = district or above["thành phố"]
    return Unit(parts[0], district, province)


@cache
def _pattern(kinds: tuple[str, ...]) -> re.Pattern[str]:
    """A kind of unit (in full or short) or a committee named after its unit, and the name that follows."""
    table = load("units")
    shorts = sorted((s for s, kind in table["shorts"].items() if kind in kinds), key=len, reverse=True)
    short = "|".join(map(re.escape, shorts))
    return re.compile(rf"(?<!\w)(?:(?P<kind>{_heads(kinds)})\s+|(?P<short>{short})\.\s*)(?P<name>{_NAME})")


def _proper(text: str, start: int, end: int) -> str:
    """The proper name at the start of the stretch, "" where there is none ("UBND tỉnh về tăng cường …").

    It ends before the unit above and, in text with capitals where they belong, before the first word without one; in
    capitals or small letters throughout before a word that no name holds.
    """
    above = _above().search(fold(text), start, end)
    words = text[start : above.start() if above else end].split(" ")
    telling = any(word[:1].isupper() and not word.isupper() for word in text.split())
    stops = load("units")["not_units"]["words"]
    kept: list[str] = []
    for word in words:
        if word[:1].islower() if telling else fold(word) in stops:
            break
        kept.append(word)
    return " ".join(kept).strip(" -")


@cache
def _heads(kinds: tuple[str, ...]) -> str:
    """Pattern of the words that tell a kind of unit, and of committees named after their unit; longest first."""
    table = load("units")
    words = []
    for kind in sorted((kind for kind in table["kinds"] if kind in kinds), key=len, reverse=True):
        words.append(("(?<!thị )" if kind == "xã" else "") + re.escape(kind))
    committees = sorted((name for name, kind in table["committees"].items() if kind in kinds), key=len, reverse=True)
    return rf"\b(?:{'|'.join((*map(re.escape, committees), *words))})(?!\w)"


@cache
def _kinds_in(folded: str) -> frozenset[str]:
    table = load("units")
    found = set()
    for match in re.finditer(_heads(tuple(table["kinds"])), folded):
        found.add(table["committees"].get(match[0], match[0]))
    return frozenset(found)


@cache
def _bare() -> re.Pattern[str]:
    words = sorted(load("units")["bodies"]["bare"], key=len, reverse=True)
    return re.compile(rf"^(?:{'|'.join(map(re.escape, words))})\s+(?P<name>{_NAME})$")


@cache
def _above() -> re.Pattern[str]:
    """Where a name written without commas goes on to the unit above: "xã Đồng Lạc huyện Tân Thượng"."""
    return re.compile(rf"\s(?:thuộc|{'|'.join(load('units')['kinds'])})\s")


def place_key(name: str) -> str:
    """Return the key of a province or district without its kind: letterheads say "tỉnh A", lists often only "A"."""
    named = named_unit(name)
    return name_key(named.name if named else name)


@cache
def name_key(name: str) -> str:
    """Return a bare name with its variants folded.

    Equal are: case, tone placement, i/y at the end of a syllable, apostrophes, hyphens, spaces, leading zeros.
    """
    words = []
    for word in re.findall(r"[\w]+", re.sub(r"['’`]", "", fold(name))):
        parts = unicodedata.normalize("NFD", word.lstrip("0") if word.isdigit() else word)
        words.append(unicodedata.normalize("NFC", re.sub(r"(?<=[bcdghklmnpqrstvx])y(?=[\u0300-\u0323]*$)", "i", parts)))
    return " ".join(words)


def ascii_form(text: str) -> str:
    """Return the text in lower case without diacritics."""
    plain = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    return "".join(char for char in plain if not unicodedata.combining(char))


def slug(name: str) -> str:
    """Return the name without diacritics and spaces, as file names are made."""
    return re.sub(r"[^a-z0-9]", "", ascii_form(name))
