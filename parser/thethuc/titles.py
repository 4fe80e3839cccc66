"""The kind of the paper and its abstract (trích yếu): "KẾ HOẠCH" and the lines below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parser.thethuc.lexicon import is_caps, starts, table, type_names, type_pattern, unspaced_types, words
from parser.thethuc.pieces import Piece

_LABEL = re.compile(
    r"(?:[ivx]{1,5}|\d{1,2}(?:\.\d{1,2})*|[a-zđ])\s*[.)]\s*\D|(?:[ivx]{1,5}|[a-zđ]|\d{1,2})\s?[-–]\s*[^\W\d]|(?:phần|chương|điều|mục)\s+(?:[ivx\d]+|thứ)\b"
)
_BRACKETED = re.compile(r"\*?\s*[(\[].*[)\]]\.?\s*$")
_NO_TITLE_END = (".", ";", ":")
_MAX_LINE = 170


@dataclass(frozen=True, slots=True)
class TypeLine:
    """The kind a line names and what the line says after it."""

    name: str
    rest: str


def type_line(piece: Piece, below_letterhead: bool) -> TypeLine | None:
    """Read a line that prints the kind of the paper; mixed case only counts as the whole line under a letterhead."""
    if (spaced := unspaced_types().get(piece.folded)) is not None:
        return TypeLine(spaced, "")
    found = type_pattern().match(piece.folded)
    if found is None or len(piece.text) > 400:
        return None
    rest = piece.text[found.end() :].strip(" -–*.")
    if piece.text[found.end() : found.end() + 1] == ":":
        return None
    name = type_names()[found.group()]
    shown = piece.text[: found.end()]
    if is_caps(shown):
        if rest and not is_caps(rest) and not below_letterhead:
            return None
        return TypeLine(name, rest)
    if not rest and shown[:1].isupper() and (below_letterhead or piece.bold or piece.centred):
        return TypeLine(name, "")
    return None


def bracketed(piece: Piece) -> bool:
    """Tell whether the piece is a note in brackets ("(Ban hành kèm theo …)")."""
    return _BRACKETED.match(piece.text) is not None and len(piece.text) < 400


def decider(piece: Piece, following: Piece | None) -> bool:
    """Tell whether the piece names, in capitals, who decides: "THỦ TƯỚNG CHÍNH PHỦ" above "Căn cứ …"."""
    if not is_caps(piece.text) or len(piece.text) > 160 or not starts("title", "deciders").match(piece.folded):
        return False
    if following is None:
        return False
    ahead = following.folded.lstrip("-–*+ ")
    return ahead.startswith(table("title")["grounds"]) or bracketed(following) or following.text[:1] in "-–"


def continues(piece: Piece, following: Piece | None, parts: Sequence[str], above: Piece) -> bool:
    """Tell whether `piece` belongs to the abstract whose lines so far are `parts`."""
    text, folded = piece.text, piece.folded
    if _LABEL.match(folded) or text[:1] in "-–+•" or (text[-1:] == ":" and len(text) > 20):
        return False
    opener = starts("title", "body_openers").match(folded)
    if not parts:
        if opener and text[:1].isupper() and _opens_body(text, folded, following):
            return False
        return text[-1:] not in (";", ":") and not (text[-1:] == "." and len(text) > 200) and len(text) < 700
    last = parts[-1]
    if last[-1:] in ".;:" or len(text) > 500:
        return False
    if text[:1].islower() or _open_quote(parts):
        return True
    if is_caps(last):
        return is_caps(text)
    if opener or is_caps(text) or text[-1:] in _NO_TITLE_END or len(text) > _MAX_LINE:
        return False
    if last[-1:] in ",-–" or last.split(" ")[-1].lower() in words("bodies", "dangling"):
        return True
    if piece.bold is not None or piece.centred:
        return bool(piece.bold) == bool(above.bold) and (bool(piece.bold) or piece.centred)
    return len(last) > 40 and following is not None and not _heading_like(piece)


def _opens_body(text: str, folded: str, following: Piece | None) -> bool:
    """Tell whether a line with a body's first words is the body's opening and not an abstract with those words."""
    if folded.startswith(table("title")["grounds"]) or len(text) > 450:
        return True
    broken = following is not None and following.text[:1].islower()
    return text[-1:] in ":;" or (text[-1:] == "," and not broken)


def _open_quote(parts: Sequence[str]) -> bool:
    joined = " ".join(parts)
    return joined.count("“") > joined.count("”") or joined.count("(") > joined.count(")")


def _heading_like(piece: Piece) -> bool:
    return len(piece.text) < 14 and not any(ch.isdigit() for ch in piece.text)


def join(parts: Sequence[str]) -> str | None:
    """Return the abstract as one line, without what typists set around it."""
    title = " ".join(part.strip() for part in parts).strip(" *_-–.;")
    return title or None
