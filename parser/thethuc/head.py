"""Walk the top of a paper: letterhead, number, date, secrecy, title or subject, addressees."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.knowledge import load
from parser.folding import fold
from parser.thethuc import numbering, titles
from parser.thethuc.issuers import begins_body
from parser.thethuc.lexicon import alternation, is_caps, starts, table, words
from parser.thethuc.pieces import Piece, motto_fragment, motto_of

_SUBJECT = re.compile(r"(?:v/v|về việc)\s*[:.]?\s*")
_STAMP_TIME = re.compile(r"[\d\s.:/+-]{6,}$|\S+@\S+$")
_LONG = 240


@dataclass(slots=True)
class Head:
    """What the top of the paper states; `body` is the index of the first piece below it."""

    letterhead: list[str] = field(default_factory=list)
    claimed: str | None = None  # capitals in the issuer's place that are no known body's
    motto: str | None = None
    number: str | None = None
    symbol: str = ""
    numbered: bool = False
    place: str | None = None
    dated: bool = False
    date: numbering.DateLine | None = None
    type: str | None = None
    title: str | None = None
    subject: str | None = None
    secrecy: str | None = None
    urgency: str | None = None
    addressees: tuple[str, ...] = ()
    dispatcher: str | None = None
    body: int = 0

    @property
    def found(self) -> bool:
        """Tell whether the top is one of a paper at all (and not of a web page that speaks about one)."""
        return bool(self.motto or self.numbered or self.type or self.addressees or (self.dated and self.letterhead))


class _Walk:
    """State of the walk over the pieces; each `_take_…` tells whether it knows the piece at `at`."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces
        self.head = Head()
        self.at = 0
        self.fragment = False
        self.subject: list[str] = []
        self.in_subject = False

    def piece(self, ahead: int = 0) -> Piece | None:
        index = self.at + ahead
        return self.pieces[index] if index < len(self.pieces) else None

    def take_mark(self, piece: Piece) -> bool:
        """Rules, mottos (whole or broken), drafts, secrecy and urgency, stamps of electronic signatures."""
        motto = motto_of(piece)
        if motto or motto_fragment(piece, self.fragment):
            self.head.motto = (
                self.head.motto
                or motto
                or ("party" if "đảng" in piece.folded or "cộng sản" in piece.folded else "state")
            )
            self.fragment = motto is None
            return True
        self.fragment = False
        bare = piece.folded.strip(" .:*()[]!")
        if bare in words("letterhead", "secrecy") and is_caps(piece.text):
            self.head.secrecy = piece.text.strip(" .:*()[]!")
            return True
        if bare in words("letterhead", "urgency") and (is_caps(piece.text) or piece.bold):
            self.head.urgency = piece.text.strip(" .:*()[]!")
            return True
        if piece.decoration or bare in words("letterhead", "drafts"):
            return True
        return self._stamp(piece)

    def _stamp(self, piece: Piece) -> bool:
        if self.head.letterhead or self.head.numbered:
            return False
        return piece.folded.startswith(words("letterhead", "stamps")) or _STAMP_TIME.match(piece.text) is not None

    def take_number(self, piece: Piece) -> bool:
        """The number line, also when number or date stand on the next line."""
        text, used = piece.text, 1
        following = self.piece(1)
        if numbering.is_label(piece.folded) and following and numbering.number_line(f"Số {following.text}"):
            text, used = f"{text} {following.text}", 2
        line = numbering.number_line(text)
        if line is None:
            return False
        after = self.piece(used)
        if line.number and numbering.open_ended(text) and after and is_caps(after.text.split(" ")[0]):
            longer = numbering.number_line(text + after.text)
            line, used = (longer, used + 1) if longer else (line, used)
        if not self.head.numbered:
            self.head.number, self.head.symbol, self.head.numbered = line.number, line.symbol, True
        if line.rest:
            self._take_rest(line.rest)
        self.at += used - 1
        return True

    def _take_rest(self, rest: str) -> None:
        dated = numbering.date_line(rest)
        if dated:
            self.set_date(dated)
        elif found := _SUBJECT.match(fold(rest)):
            self.subject, self.in_subject = [rest[found.end() :]], True

    def set_date(self, dated: numbering.DateLine) -> None:
        if not self.head.dated:
            self.head.date, self.head.dated, self.head.place = dated, True, dated.place

    def take_date(self, piece: Piece) -> bool:
        """The place and date line, whole or broken over up to three lines."""
        if len(piece.text) > 80:
            return False
        text = piece.text
        for ahead in range(3):
            dated = numbering.date_line(text)
            following = self.piece(ahead + 1)
            if dated and self.in_subject and dated.place is None:
                return False  # "… ngày 29/6/2026" ends the subject above
            if dated and (dated.day or ahead or not following or not numbering.date_line(f"{text} {following.text}")):
                self.set_date(dated)
                self.at += ahead
                return True
            if following is None or len(following.text) > 40 or "," not in text and "ngày" not in fold(text):
                return False
            text = f"{text} {following.text}"
        return False

    def take_subject(self, piece: Piece) -> bool:
        """The "V/v …" of a letter, over one or more lines."""
        if found := _SUBJECT.match(piece.folded):
            self.subject, self.in_subject = [piece.text[found.end() :]], True
            return True
        if self.head.numbered and not self.subject and piece.folded.startswith("về ") and len(piece.text) < _LONG:
            self.subject, self.in_subject = [piece.text], True
            return True
        return False

    def goes_on(self, piece: Piece) -> bool:
        """Tell whether an unknown piece continues the subject above it."""
        return self.in_subject and len(piece.text) < _LONG and not begins_letterhead(piece)


def begins_letterhead(piece: Piece) -> bool:
    """Tell whether the piece is a capitals line of a letterhead."""
    return is_caps(piece.text) and begins_body(piece.text) and len(piece.text) < 160


def _is_letterhead(piece: Piece, head: Head, tabled: bool) -> bool:
    """Tell a line of the letterhead: a body's name, or capitals that go on with one above.

    A letterhead `tabled`, set in a table, ends with it: the capitals below are a title ("DANH MỤC …").
    """
    if not is_caps(piece.text) or len(piece.text) > 160 or piece.text[-1] in ".;:":
        return False
    return begins_body(piece.text) or bool(head.letterhead) and not (tabled and piece.cell is None)


def _claimed(walk: _Walk) -> str | None:
    """Return capitals in the place of the issuer: the paper's first line, the motto or the number right after it.

    The place is fixed (NĐ 30/2020, Phụ lục I), so the name need not be one of a known body ("VIETTEL NGHỆ AN"); but
    drafts, forms and gazettes print other lines there.
    """
    piece, after = walk.piece(), walk.piece(1)
    if piece is None or after is None or not is_caps(piece.text) or not 2 <= len(piece.text.split()) <= 12:
        return None
    if re.search(r"[\d/]", piece.text) or starts("letterhead", "no_issuer").match(piece.folded):
        return None
    return piece.text if motto_of(after) or numbering.number_line(after.text) else None


def _begins_list(piece: Piece) -> bool:
    """Tell the head of a table of tasks, which may follow the letterhead at once (annexes, spreadsheets)."""
    return piece.cell is not None and piece.folded in load("reading")["tables"]["number_heads"]


def read_head(pieces: Sequence[Piece]) -> Head:
    """Read the top of a paper from its first pieces."""
    walk = _Walk(pieces)
    head = walk.head
    tabled = False
    head.claimed = _claimed(walk)
    while (piece := walk.piece()) is not None:
        if walk.take_mark(piece):
            pass
        elif _GREETING.match(piece.folded) or _is_dispatch(piece) or _begins_list(piece):
            break
        elif walk.take_number(piece) or walk.take_date(piece):
            walk.in_subject = walk.in_subject and head.numbered and piece.folded.startswith("số") and bool(walk.subject)
        elif titles.type_line(piece, bool(head.motto or head.numbered or head.dated or head.letterhead)):
            break
        elif walk.take_subject(piece):
            pass
        elif walk.goes_on(piece):
            walk.subject.append(piece.text)
        elif _is_letterhead(piece, head, tabled):
            head.letterhead.append(piece.text)
            tabled = tabled or piece.cell is not None
            walk.in_subject = False
        elif head.found or walk.at >= 6 or len(piece.text) > 120:
            break
        walk.at += 1
    if walk.subject:
        head.subject = " ".join(walk.subject).strip()
    _read_title(walk)
    _read_addressees(walk)
    return head


def _read_title(walk: _Walk) -> None:
    head, piece = walk.head, walk.piece()
    if piece is None:
        return
    line = titles.type_line(piece, bool(head.motto or head.numbered or head.dated or head.letterhead))
    if line is None:
        return
    head.type = line.name
    walk.at += 1
    parts = [line.rest] if line.rest else []
    while (piece := walk.piece()) is not None:
        if walk.take_mark(piece):
            walk.at += 1
            if parts and piece.decoration:
                break
            continue
        if _GREETING.match(piece.folded) or _is_dispatch(piece):
            break
        if (walk.take_number(piece) or walk.take_date(piece)) and not parts:
            walk.at += 1
            continue
        if titles.decider(piece, walk.piece(1)):
            walk.at += 1
            break
        if titles.bracketed(piece):
            walk.at += 1
            continue
        if not titles.continues(piece, walk.piece(1), parts, walk.pieces[walk.at - 1]):
            break
        parts.append(piece.text)
        walk.at += 1
    _skip_below(walk)
    head.title = titles.join(parts)


def _skip_below(walk: _Walk) -> None:
    """Pass rules, notes in brackets, the decider's line and a date line under the title."""
    while (piece := walk.piece()) is not None:
        known = walk.take_mark(piece) or titles.bracketed(piece) or titles.decider(piece, walk.piece(1))
        if not known and not (len(piece.text) < 90 and (walk.take_number(piece) or walk.take_date(piece))):
            break
        walk.at += 1


_GREETING = re.compile(rf"(?:{alternation(words('title', 'greeting'))})(?!\w)\s*:?")
_ITEM = re.compile(r"(?:^|(?<=[;:.,]))\s*[-–•+*]\s*")


def _is_dispatch(piece: Piece) -> bool:
    word = re.escape(table("title")["dispatch"])
    return re.search(rf"\S\s{word}\s*:", piece.folded) is not None and len(piece.text) < 200


def _read_addressees(walk: _Walk) -> None:
    head, piece = walk.head, walk.piece()
    if piece is None:
        head.body = walk.at
        return
    if found := _GREETING.match(piece.folded):
        rest = piece.text[found.end() :].strip()
    elif _is_dispatch(piece):
        at = piece.folded.rindex(":") if piece.folded.endswith(":") else piece.folded.index(":")
        head.dispatcher = re.sub(r"\s+\S+\s*$", "", piece.text[:at])
        rest = piece.text[at + 1 :].strip()
    else:
        head.body = walk.at
        return
    glued = _glued_body(rest)
    if glued:  # the body's first sentence stands on the same line: the whole line stays in the body
        head.addressees, head.body = (rest[:glued].strip(" ;.,:"),), walk.at
        return
    walk.at += 1
    lines = [rest] if rest else []
    bulleted = rest.startswith(("-", "–", "•", "+", "*"))
    while (piece := walk.piece()) is not None and _still_addressed(piece, lines, bulleted):
        if not lines and not head.dated and walk.take_date(piece):  # read between the greeting and its list
            walk.at += 1
            continue
        bulleted = bulleted or piece.text.startswith(("-", "–", "•", "+"))
        if lines and not _ITEM.match(piece.text) and lines[-1][-1:] not in ";.":
            lines[-1] = f"{lines[-1]} {piece.text}"
        elif not piece.decoration:
            lines.append(piece.text)
        walk.at += 1
    head.addressees = tuple(
        item for line in lines for part in _ITEM.split(line) if (item := part.strip().rstrip(";.,: "))
    )
    while (piece := walk.piece()) is not None and walk.take_mark(piece):
        walk.at += 1
    head.body = walk.at


def _glued_body(rest: str) -> int | None:
    """Return where a body's opening words follow the addressee on one long line."""
    if len(rest) < 200:
        return None
    for found in re.finditer(rf"(?<=[^\W_]) (?:{alternation(words('title', 'body_openers'))})(?!\w)", fold(rest)):
        if rest[found.start() + 1].isupper():
            return found.start()
    return None


def _still_addressed(piece: Piece, lines: list[str], bulleted: bool) -> bool:
    """Tell whether the list of addressees goes on in `piece`."""
    if piece.decoration:
        return True
    if len(piece.text) > 400 or starts("title", "body_openers").match(piece.folded.lstrip("-–•+* ")):
        return False
    if piece.text.startswith(("-", "–", "•", "+", "*")):
        return True
    if not lines:
        return len(piece.text) < 200
    if lines[-1][-1] == ";":
        return len(piece.text) < 250
    if lines[-1][-1] == "." or not bulleted:
        return len(piece.text) < 100 and piece.text[:1].islower() and lines[-1][-1] != "."
    return piece.text[:1].islower() or piece.cell is not None
