"""The text of a Word paragraph: runs with their look, field results, accepted changes, and what is anchored there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from parser.readers.docx_fonts import FontCensus
from parser.readers.docx_names import (
    ALTERNATE,
    CHOICE,
    FALLBACK,
    MATH_TEXT,
    MATH_TEXT_STRICT,
    has,
    val,
    w,
)
from parser.readers.docx_numerals import symbol
from parser.readers.docx_styles import Styles, read_look, run_style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

TEXT_BOX = w("txbxContent")
RUN, RUN_PROPERTIES, TEXT, BREAK, FIELD_CHAR = w("r"), w("rPr"), w("t"), w("br"), w("fldChar")
SDT, SDT_PROPERTIES, SIMPLE_FIELD, RUBY, RUBY_BASE = w("sdt"), w("sdtPr"), w("fldSimple"), w("ruby"), w("rubyBase")
# Text that Word does not show once changes are accepted, and markup that holds no text of the paper.
UNSEEN = frozenset(
    w(name)
    for name in (
        "del", "moveFrom", "delText", "delInstrText", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr",
        "sdtPr", "sdtEndPr", "annotationRef", "footnoteRef", "endnoteRef", "sectPr",
    )
)  # fmt: skip
_ENOUGH_CODE = 200
_REMOVED = (w("del"), w("moveFrom"))
_FIXED = {
    w("tab"): "\t", w("ptab"): " ", w("cr"): "\n", BREAK: "\n", w("noBreakHyphen"): "-", w("softHyphen"): "",
}  # fmt: skip
_INSTRUCTION, _SYMBOL = w("instrText"), w("sym")
_NOTES = {w("footnoteReference"): "footnotes", w("endnoteReference"): "endnotes"}
# Results that belong to the page or repeat the headings, not to what the paper says.
_PAGE_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "TOC"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one look; a newline in it is a line break of the author."""

    text: str
    bold: bool
    italic: bool


@dataclass(slots=True)
class Content:
    """What a paragraph holds: pieces of text, text boxes anchored in it, notes it refers to."""

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def extend(self, other: Content) -> None:
        """Append what the next paragraph holds (their paragraph mark was deleted)."""
        self.pieces += other.pieces
        self.boxes += other.boxes
        self.notes += other.notes


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    shows_result: bool = False


class Fields:
    """The complex fields open at a point of the text; they may span paragraphs.

    Where begins and ends do not match (a damaged file) fields are not believed: better a code too many than half
    a paper swallowed.
    """

    def __init__(self, story: etree._Element) -> None:
        balance = 0
        for node in story.iter(FIELD_CHAR):
            if next(node.iterancestors(*_REMOVED), None) is not None:
                continue
            kind = node.get(w("fldCharType"))
            balance += (kind == "begin") - (kind == "end")
        self._trusted = balance == 0
        self._open: list[_Field] = []
        self._hiding = 0

    @property
    def visible(self) -> bool:
        """Whether text standing here is seen by a reader: all open fields are at their result, and show it."""
        return self._hiding == 0

    def mark(self, kind: str | None) -> None:
        """Meet a w:fldChar of this kind."""
        if not self._trusted:
            return
        if kind == "begin":
            self._open.append(_Field())
            self._hiding += 1
        elif kind == "separate" and self._open:
            current = self._open[-1]
            if not current.shows_result and not is_page_field(current.instruction):
                current.shows_result = True
                self._hiding -= 1
        elif kind == "end" and self._open:
            self._hiding -= not self._open.pop().shows_result

    def instruct(self, text: str) -> None:
        """Meet a part of the code of the innermost field; its first word is enough."""
        if self._open and len(self._open[-1].instruction) < _ENOUGH_CODE:
            self._open[-1].instruction += text


def is_page_field(instruction: str | None) -> bool:
    """Return whether a field with this code prints page numbers or a table of contents."""
    words = (instruction or "").split(None, 1)
    return bool(words) and words[0].upper() in _PAGE_FIELDS


def branch(alternate: etree._Element) -> etree._Element | None:
    """Return the one branch of an mc:AlternateContent to read: both hold the same text for old and new Words."""
    fallback = alternate.find(FALLBACK)
    for choice in alternate.iterchildren(CHOICE):
        if fallback is None or _has_text(choice) or not _has_text(fallback):
            return choice
    return fallback


def _has_text(node: etree._Element) -> bool:
    return next(node.iter(TEXT), None) is not None


def sdt_content(control: etree._Element) -> etree._Element | None:
    """Return what a content control holds; None for a prompt not filled in and for a table of contents."""
    properties = control.find(SDT_PROPERTIES)
    if has(properties, "showingPlcHdr"):
        return None
    gallery = None if properties is None else val(properties.find(w("docPartObj")), "docPartGallery")
    if gallery == "Table of Contents":
        return None
    return control.find(w("sdtContent"))


class RunReader:
    """Reads the inside of paragraphs; one per document, told the story (body, note, header) it is in."""

    def __init__(self, styles: Styles, census: FontCensus) -> None:
        self._styles = styles
        self._census = census
        self.fields: Fields | None = None

    def read(self, paragraph: etree._Element, style: str | None) -> Content:
        """Return the visible content of `paragraph`, which has the paragraph style `style`."""
        content = Content()
        self._walk(paragraph, style, content)
        return content

    def _walk(self, parent: etree._Element, style: str | None, content: Content) -> None:
        for node in visible_children(parent):
            tag = node.tag
            if tag == RUN:
                self._run(node, style, content)
            elif tag == TEXT_BOX:
                content.boxes.append(node)
            elif tag in (MATH_TEXT, MATH_TEXT_STRICT):
                self._say(node.text or "", False, False, content)
            else:
                self._walk(node, style, content)

    def _run(self, run: etree._Element, style: str | None, content: Content) -> None:
        properties = run.find(RUN_PROPERTIES)
        look = read_look(properties).over(self._styles.look(style, run_style(properties)))
        bold, italic = bool(look.bold), bool(look.italic)
        for node in visible_children(run):
            tag = node.tag
            if tag == FIELD_CHAR:
                if self.fields is not None:
                    self.fields.mark(node.get(w("fldCharType")))
            elif tag == _INSTRUCTION:
                if self.fields is not None:
                    self.fields.instruct(node.text or "")
            elif tag == TEXT_BOX:
                content.boxes.append(node)
            elif look.hidden:
                continue
            elif tag == RUN:
                # The base of a ruby.
                self._run(node, style, content)
            elif tag == TEXT:
                text = (node.text or "").replace("\n", " ")
                self._census.count(text, look.font)
                self._say(text.upper() if look.caps else text, bold, italic, content)
            elif tag in _FIXED:
                self._say(_FIXED[tag], bold, italic, content)
            elif tag == _SYMBOL:
                code = node.get(w("char")) or ""
                self._say(symbol(_hex(code), node.get(w("font")) or ""), bold, italic, content)
            elif tag in _NOTES:
                if self.fields is None or self.fields.visible:
                    content.notes.append((_NOTES[tag], node.get(w("id")) or ""))
            else:
                # Pictures with text boxes, embedded objects.
                self._walk(node, style, content)

    def _say(self, text: str, bold: bool, italic: bool, content: Content) -> None:
        if not text or not (self.fields is None or self.fields.visible):
            return
        pieces = content.pieces
        if text == "\n" and len(pieces) > 1 and pieces[-1].text == pieces[-2].text == "\n":
            # Two breaks part the lines around them for good; a million would only fill the memory.
            return
        pieces.append(Piece(text, bold, italic))


def visible_children(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the children that may hold visible text, seeing through choices and content controls."""
    for node in parent:
        tag = node.tag
        if not isinstance(tag, str) or tag in UNSEEN:
            continue
        if tag == ALTERNATE:
            chosen = branch(node)
            if chosen is not None:
                yield from visible_children(chosen)
        elif tag == SDT:
            held = sdt_content(node)
            if held is not None:
                yield from visible_children(held)
        elif tag == RUBY:
            base = node.find(RUBY_BASE)
            if base is not None:
                yield from visible_children(base)
        elif tag == SIMPLE_FIELD:
            if not is_page_field(node.get(w("instr"))):
                yield from visible_children(node)
        else:
            yield node


def _hex(code: str) -> int:
    try:
        return int(code, 16)
    except ValueError:
        return 0
