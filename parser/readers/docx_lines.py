"""From the pieces of a Word paragraph to lines: author's line breaks either part form lines or only wrap prose."""

from __future__ import annotations

import re

from parser.document import Align, Cell
from parser.readers.docx_runs import Piece
from parser.readers.paragraphs import Line, clean, join

# A line this long, with no stop at its end, is prose wrapped by hand.
_FULL_LINE = 60
_STOPS = tuple(".;:!?…")
_ITEM = re.compile(
    r"[-–—+*•▪➢✓●■□○]|\d{1,3}(?:\.\d{1,3})*[.)](?!\d)|[a-zđ][.)](?!\w)|[ivx]{2,4}\)|[IVXLC]{1,5}[.)-](?!\w)"
)
_OPEN_ENDS = (",", "/", "-", "–", "(")
_LETTER = re.compile(r"[^\W\d_]")


def to_lines(
    pieces: list[Piece], label: str, cell: Cell | None, align: Align, role: str, is_bullet: bool = False
) -> list[Line]:
    """Return the lines of one paragraph, its automatic number at the start of the first."""
    segments = _segments(pieces)
    if len(segments) == 1:
        # The common case; `build` cleans the line in any case.
        texts = [(text, pieces)] if (text := _text(pieces)).strip() else []
    else:
        texts = _heal([(clean(_text(segment)), segment) for segment in segments], cell is not None)
    if not texts:
        # Word prints the number of an empty item: the STT column of a table has nothing else.
        texts = [("", [])] if label and (cell is not None or not is_bullet) else []
    lines = []
    for index, (text, segment) in enumerate(texts):
        shown = [piece for piece in segment if piece.text.strip()]
        lines.append(
            Line(
                label + text if index == 0 else text,
                cell,
                all(piece.bold for piece in shown) if shown else False,
                all(piece.italic for piece in shown) if shown else False,
                align,
                "textbox" if role == "textbox" else "footnote" if role == "footnote" else "body",
            )
        )
    return lines


def _segments(pieces: list[Piece]) -> list[list[Piece]]:
    """Split the pieces at the author's line breaks."""
    segments: list[list[Piece]] = [[]]
    for piece in pieces:
        if "\n" not in piece.text:
            segments[-1].append(piece)
            continue
        first, *others = piece.text.split("\n")
        segments[-1].append(Piece(first, piece.bold, piece.italic))
        segments.extend([Piece(text, piece.bold, piece.italic)] for text in others)
    return segments


def _text(segment: list[Piece]) -> str:
    return "".join(piece.text for piece in segment)


def _heal(segments: list[tuple[str, list[Piece]]], in_cell: bool) -> list[tuple[str, list[Piece]]]:
    """Join segments that only wrap a sentence; drop empty ones, which part what stands around them."""
    healed: list[tuple[list[str], list[Piece]]] = []
    before = ""
    for text, segment in segments:
        if before and text and _goes_on(before, text, in_cell):
            healed[-1][0].extend((_glue(before, text), text))
            healed[-1][1].extend(segment)
        elif text:
            healed.append(([text], list(segment)))
        before = text
    return [("".join(parts), pieces) for parts, pieces in healed]


def _glue(before: str, after: str) -> str:
    """Return what `join` puts between two parts, judged by the characters that meet (parts may be many)."""
    tail, head = before[-4:], after[:1]
    return join(tail, head)[len(tail) : -len(head)]


def _goes_on(before: str, after: str, in_cell: bool) -> bool:
    """Return whether `after` continues the sentence of `before` (a wrap), rather than being a line of its own."""
    if before.endswith(_STOPS) or _ITEM.match(after) or not _LETTER.search(before):
        return False
    if before.endswith(_OPEN_ENDS) or after[0] in ",;)%":
        return True
    full = len(before) >= _FULL_LINE and not in_cell
    if before.isupper():
        # Capitals are form: only a long title runs on, and only in capitals ("KẾ HOẠCH" / "về việc …" are two lines).
        return full and after.isupper()
    return full or after[0].islower() or (after[0].isdigit() and before[-1].islower())
