"""Walk the end of a paper: Nơi nhận, the signature beside or below it, and where annexes begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

from parser.document import Paragraph
from parser.folding import fold
from parser.thethuc import numbering, signature
from parser.thethuc.lexicon import alternation, is_caps, table, words
from parser.thethuc.pieces import Piece, motto_of, pieces_of
from parser.thethuc.signature import Part

_ITEM = re.compile(r"(?:^|(?<=[;:.,]))\s*[-–•+*]\s*")
_BULLET = re.compile(r"[-–•+*▪]\s*(?=\S)")
_PAGE = re.compile(r"[-–\s]*\d{1,4}[-–\s]*$")
_END = " ;.,:/*_"
_LINES = 60
_BLOCK = 14
_TRIES = 40


@dataclass(slots=True)
class Tail:
    """What the end of the paper states; offsets are of characters, `found` False when there is no tail."""

    raw: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    date: numbering.DateLine | None = None
    body_end: int = 0
    end: int = 0
    found: bool = False

    @property
    def recipients(self) -> tuple[str, ...]:
        """The lines of Nơi nhận as written, without dash and closing sign."""
        return tuple(item for line in self.raw if (item := line.strip().rstrip(_END).strip()))


@cache
def _anchor() -> re.Pattern[str]:
    word = "|".join(re.sub(r"\s", "[ ]+", label) for label in words("tail", "recipients"))
    return re.compile(
        rf"^[*_| ]{{0,4}}(?:{word})[ ]*[*_]{{0,3}}[ ]*(?::|;|$|[ ](?=[-–*]))", re.MULTILINE | re.IGNORECASE
    )


@cache
def _annex() -> re.Pattern[str]:
    labels = alternation(words("tail", "annexes"))
    return re.compile(rf"(?:{labels})(?!\w)")


def is_annex(piece: Piece, following: Piece | None) -> bool:
    """Tell whether an annex begins here: its label in capitals or alone, or a title with "(Kèm theo …)" below."""
    found = _annex().match(piece.folded)
    if found is None or len(piece.text) > 250:
        return False
    if (
        is_caps(piece.text)
        or len(piece.text) - found.end() < 8
        and piece.text[:1].isupper()
        and piece.text[-1] not in ".;,:"
    ):
        return True
    return following is not None and following.folded.lstrip("(*[ ").startswith(words("tail", "attached"))


def read_tail(text: str, paragraphs: Sequence[Paragraph], body: int) -> Tail:
    """Read the tail of a paper whose body begins at paragraph `body`."""
    size = len(text)
    start = paragraphs[body].start if body < len(paragraphs) else size
    limit = len(paragraphs)
    for anchor in _anchor().finditer(text, start):
        index = _paragraph_at(paragraphs, anchor.start())
        if ":" not in anchor.group() and not _listed(text, paragraphs, index):
            continue  # a column of a table
        lone = _lone_signature(text, paragraphs, body, index)
        if lone and _another_paper(text, paragraphs, lone, index):
            return lone
        tail = _with_recipients(text, paragraphs, index, body)
        if lone and lone.body_end < tail.body_end:
            tail.body_end, tail.parts = lone.body_end, lone.parts + tail.parts
        return tail
    lone = _lone_signature(text, paragraphs, body, limit)
    return lone or Tail(body_end=size, end=size)


def _listed(text: str, paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Tell whether a list of bullets stands below paragraph `index`."""
    following = paragraphs[index + 1 : index + 2]
    return any(_BULLET.match(text, paragraph.start, paragraph.end) for paragraph in following)


def _paragraph_at(paragraphs: Sequence[Paragraph], offset: int) -> int:
    low, high = 0, len(paragraphs)
    while low < high:
        middle = (low + high) // 2
        if paragraphs[middle].end < offset:
            low = middle + 1
        else:
            high = middle
    return low


def _another_paper(text: str, paragraphs: Sequence[Paragraph], lone: Tail, index: int) -> bool:
    """Tell whether an annex or a second letterhead stands between a signature and the "Nơi nhận" found below it."""
    first = _paragraph_at(paragraphs, lone.end)
    pieces = pieces_of(text, paragraphs, first, min(index, first + _LINES))
    following = [*pieces[1:], None]
    return any(motto_of(piece) or is_annex(piece, after) for piece, after in zip(pieces, following, strict=False))


def _with_recipients(text: str, paragraphs: Sequence[Paragraph], index: int, body: int) -> Tail:
    tail = Tail(found=True, body_end=paragraphs[index].start)
    before = _backward(text, paragraphs, index, body, tail)
    pieces = pieces_of(text, paragraphs, index, index + _LINES)
    after, last = _forward(pieces, tail, bool(before) and before[-1].kind != "name")
    tail.parts = before + after
    tail.end = _end_of(text, paragraphs, pieces, last)
    return tail


def _end_of(text: str, paragraphs: Sequence[Paragraph], pieces: Sequence[Piece], last: int) -> int:
    """Return where the paragraph after the last piece of the tail begins."""
    paragraph = pieces[last].paragraph + 1 if pieces else 0
    return paragraphs[paragraph].start if paragraph < len(paragraphs) else len(text)


def _backward(text: str, paragraphs: Sequence[Paragraph], index: int, body: int, tail: Tail) -> list[Part]:
    """Collect a signature block that stands above Nơi nhận; nothing counts without an office or authority."""
    lines: list[list[Part]] = []
    kept, first = 0, index
    for at in range(index - 1, max(body, index - _BLOCK) - 1, -1):
        pieces = pieces_of(text, paragraphs, at, at + 1)
        line = " ".join(piece.text for piece in pieces)
        parts = signature.split_line(line)
        dated = numbering.date_line(line) if not parts else None
        if dated and kept:
            tail.date, first = dated, at
            continue
        if not parts and not (all(piece.decoration for piece in pieces) or _PAGE.match(line)):
            if not (is_caps(line) and len(line) < 60 and lines):
                break
            parts = [Part("caps", line)]
        lines.append(parts)
        if any(part.kind in ("authority", "role") for part in parts):
            kept, first = len(lines), at
    if not kept:
        return []
    tail.body_end = min(tail.body_end, paragraphs[first].start)
    return [part for line in reversed(lines[:kept]) for part in line] if kept else []


class _Forward:
    """State of the walk below "Nơi nhận"."""

    def __init__(self, tail: Tail, pieces: Sequence[Piece]) -> None:
        self.tail, self.pieces = tail, pieces
        self.parts: list[Part] = []
        self.last = 0
        self.archived = self.bulleted = self.named = False
        self.caps_open = False
        self.signed_above = False

    def add(self, line: str) -> None:
        """Add a line of recipients, one item or several."""
        for raw in _ITEM.split(line):
            if item := raw.strip(" *_"):
                self.tail.raw.append(item)
                self.archived = self.archived or fold(item).startswith(table("tail")["archive"])

    def item(self, piece: Piece) -> bool:
        """Take a bullet, an unbulleted recipient or the continuation of one."""
        text, cut = _cut_signature(piece.text)
        if _BULLET.match(text):
            self.bulleted = True
            self.add(text)
        elif self.tail.raw and self._continues(text, piece):
            self.tail.raw[-1] = f"{self.tail.raw[-1]} {text}"
        elif not self.archived and len(text) < 160 and (not self.bulleted or text[-1:] in ";,"):
            self.add(text)
        else:
            return False
        self.parts += cut
        self.named = self.named or any(part.kind == "name" for part in cut)
        return True

    def late(self, text: str) -> bool:
        """Take a recipient that a two-column page left below the signature: it stands before "Lưu"."""
        if not _BULLET.match(text) or text[-1:] != ";" or len(text) > 160:
            return False
        self.tail.raw.insert(-1, _BULLET.sub("", text, count=1))
        return True

    def _continues(self, text: str, piece: Piece) -> bool:
        if is_annex(piece, None) or len(text) > 160 or not self.bulleted:
            return False
        before = self.pieces[self.pieces.index(piece) - 1]
        ended = before.text[-1:] in ";." and not before.text.endswith(("TT.", "UBND."))
        if self.archived:
            return not ended and text[:1].islower() or before.text[-1:] in ",:(" and not is_caps(text)
        return not ended or text[:1].islower()


def _cut_signature(text: str) -> tuple[str, list[Part]]:
    """Part a recipients line from the piece of the signature that stood beside it in the other column."""
    if len(text) > 300:
        return text, []
    for found in re.finditer(r"[;.,]\s+(?=[^\W\d_])", text):
        rest = text[found.end() :]
        parts = signature.split_line(rest)
        if not parts or _BULLET.match(rest):
            continue
        offices = any(part.kind in ("authority", "role") for part in parts)
        if offices or found.group()[0] == "." and fold(text).lstrip("-–•+* ").startswith(table("tail")["archive"]):
            return text[: found.end()].strip(), parts
    return text, []


def _forward(pieces: Sequence[Piece], tail: Tail, signed_above: bool) -> tuple[list[Part], int]:
    """Walk from "Nơi nhận" to the end of the signature; return its parts and the index of the last piece."""
    walk = _Forward(tail, pieces)
    walk.signed_above = signed_above
    first = pieces[0]
    found = _anchor().match(first.text)
    rest = first.text[found.end() :].strip(" *_:") if found else ""
    if rest:
        parts = signature.split_line(rest)
        if parts:
            walk.parts += parts
        else:
            walk.bulleted = rest.startswith(("-", "–", "•"))
            walk.add(rest)
    for index in range(1, len(pieces)):
        piece = pieces[index]
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        if piece.decoration or _PAGE.match(piece.text):
            continue
        if not _take(walk, piece, following):
            break
        walk.last = index
    return walk.parts, walk.last


def _take(walk: _Forward, piece: Piece, following: Piece | None) -> bool:
    """Take one piece below "Nơi nhận" as recipient or signature; False ends the tail."""
    if motto_of(piece) or numbering.number_line(piece.text) and walk.named:
        return False
    parts = [] if _BULLET.match(piece.text) else signature.split_line(piece.text)
    offices = any(part.kind in ("authority", "role", "signed") for part in parts)
    if offices and not is_annex(piece, following):
        if walk.named and walk.archived and not _second_signer(walk, parts):
            return False
        walk.parts += parts
        walk.named = walk.named or any(part.kind == "name" for part in parts)
        walk.caps_open = not walk.named
        return True
    if (
        walk.caps_open
        and not walk.named
        and is_caps(piece.text)
        and len(piece.text) < 80
        and not is_annex(piece, following)
    ):
        named = bool(parts) and any(part.kind == "role" for part in walk.parts)
        walk.parts.append(parts[0] if named else Part("caps", piece.text))
        walk.named = named
        return True
    if is_annex(piece, following):
        return False
    if parts and (walk.archived or walk.caps_open or not walk.bulleted and (walk.tail.raw or walk.signed_above)):
        if walk.named and all(part.text not in [p.text for p in walk.parts] for part in parts):
            return _second_name(walk, parts)
        walk.parts += parts
        walk.named = True
        return True
    if numbering.date_line(piece.text):
        walk.tail.date = walk.tail.date or numbering.date_line(piece.text)
        return True
    return walk.item(piece) if not (walk.archived and walk.named) else walk.late(piece.text)


def _second_signer(walk: _Forward, parts: list[Part]) -> bool:
    return parts[0].kind == "authority" or sum(part.kind == "name" for part in walk.parts) == 1


def _second_name(walk: _Forward, parts: list[Part]) -> bool:
    """Take the name of a second signer, when two offices stand above the two names."""
    offices = sum(part.kind == "role" for part in walk.parts)
    if offices < 2 or sum(part.kind == "name" for part in walk.parts) >= offices:
        return False
    walk.parts += parts
    return True


def _lone_signature(text: str, paragraphs: Sequence[Paragraph], body: int, before: int) -> Tail | None:
    """Find the first signature block above paragraph `before`: an authority line and a name close below it."""
    size = len(paragraphs)
    marks = "|".join(re.escape(mark) for mark in signature.known_marks())
    pattern = re.compile(rf"^[*_| ]{{0,4}}(?:{marks})\s?[./:]?\s?(?=[^\W\d_])", re.MULTILINE)
    start = paragraphs[body].start if body < size else len(text)
    stop = paragraphs[before].start if before < size else len(text)
    for found in islice(pattern.finditer(text, start, stop), _TRIES):
        index = _paragraph_at(paragraphs, found.start())
        tail = _block(text, paragraphs, index, before)
        if tail:
            return tail
    return _closing_name(text, paragraphs, body) if before == size else None


def _block(text: str, paragraphs: Sequence[Paragraph], index: int, before: int) -> Tail | None:
    """Read a signature block that begins at paragraph `index`; None unless it ends in a name."""
    tail = Tail(found=True, body_end=paragraphs[index].start)
    pieces = pieces_of(text, paragraphs, index, min(index + _BLOCK, before))
    if not pieces or not signature.is_authority(pieces[0].text):
        return None
    last = -1
    for at, piece in enumerate(pieces):
        parts = signature.split_line(piece.text)
        if not parts and is_caps(piece.text) and len(piece.text) < 80 and at:
            parts = [Part("caps", piece.text)]
        if not parts and not (piece.decoration or _PAGE.match(piece.text)):
            break
        tail.parts += parts
        if any(part.kind == "name" for part in parts):
            last = at
            break
    if last < 0:
        return None
    tail.end = _end_of(text, paragraphs, pieces, last)
    return tail


def _closing_name(text: str, paragraphs: Sequence[Paragraph], body: int) -> Tail | None:
    """Read "GIÁM ĐỐC / Nguyễn Văn A" on the very last lines."""
    for index in range(max(body + 1, len(paragraphs) - 8), len(paragraphs)):
        pieces = pieces_of(text, paragraphs, index, len(paragraphs))
        parts = [signature.split_line(piece.text) for piece in pieces]
        if pieces and all(parts[at] or pieces[at].decoration for at in range(len(pieces))):
            flat = [part for line in parts for part in line]
            if flat and flat[0].kind in ("role", "authority") and flat[-1].kind == "name":
                return Tail([], flat, None, paragraphs[index].start, len(text), True)
    return None


def annex_start(text: str, paragraphs: Sequence[Paragraph], body: int) -> int | None:
    """Return where the first annex begins in a paper without a tail; None when there is none."""
    label = re.compile(r"^[*_ ]{0,4}(?:PHỤ LỤC|Phụ lục|ĐỀ CƯƠNG|GỢI Ý ĐỀ CƯƠNG|PHỤ BIỂU)", re.MULTILINE)
    start = paragraphs[body].start if body < len(paragraphs) else len(text)
    for found in label.finditer(text, start):
        index = _paragraph_at(paragraphs, found.start())
        pieces = pieces_of(text, paragraphs, index, index + 2)
        if pieces and is_annex(pieces[0], pieces[1] if len(pieces) > 1 else None):
            return paragraphs[index].start
    return None
