"""Styles of a Word file, resolved once per style: what a run looks like, how a paragraph is set and numbered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from parser.document import Align
from parser.readers.docx_names import VAL, is_on, val, w

if TYPE_CHECKING:
    from lxml import etree

_ALIGN: dict[str, Align] = {
    "left": "left", "start": "left", "center": "center", "right": "right", "end": "right",
    "both": "justify", "distribute": "justify", "lowKashida": "justify", "mediumKashida": "justify",
    "highKashida": "justify", "thaiDistribute": "justify",
}  # fmt: skip
_BOLD, _ITALIC, _CAPS, _SMALL_CAPS, _HIDDEN = w("b"), w("i"), w("caps"), w("smallCaps"), w("vanish")
_FONTS, _RUN_STYLE = w("rFonts"), w("rStyle")
_ASCII, _HANSI, _ASCII_THEME = w("ascii"), w("hAnsi"), w("asciiTheme")
_MAX_CHAIN = 50


@dataclass(frozen=True, slots=True)
class Look:
    """Run properties that matter to the text; None means "not stated here"."""

    bold: bool | None = None
    italic: bool | None = None
    caps: bool | None = None
    hidden: bool | None = None
    font: str | None = None

    def over(self, base: Look) -> Look:
        """Return this look with `base` filling in what it leaves open."""
        if self is PLAIN:
            return base
        return Look(
            base.bold if self.bold is None else self.bold,
            base.italic if self.italic is None else self.italic,
            base.caps if self.caps is None else self.caps,
            base.hidden if self.hidden is None else self.hidden,
            self.font or base.font,
        )


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """A paragraph style with its ancestors folded in; `number_style` is the nearest that speaks of numbering."""

    look: Look = PLAIN
    align: Align | None = None
    num_id: str | None = None
    level: str | None = None
    number_style: str | None = None


def read_look(properties: etree._Element | None) -> Look:
    """Return the look that a w:rPr states directly."""
    if properties is None or not len(properties):
        return PLAIN
    bold = italic = caps = small = hidden = None
    font = None
    for node in properties:
        tag = node.tag
        if tag == _BOLD:
            bold = is_on(node)
        elif tag == _ITALIC:
            italic = is_on(node)
        elif tag == _CAPS:
            caps = is_on(node)
        elif tag == _SMALL_CAPS:
            small = is_on(node)
        elif tag == _HIDDEN:
            hidden = is_on(node)
        elif tag == _FONTS and node.get(_ASCII_THEME) is None:
            font = node.get(_HANSI) or node.get(_ASCII)
    return Look(bold, italic, small if caps is None else caps or bool(small), hidden, font)


def read_align(properties: etree._Element | None) -> Align | None:
    """Return the alignment that a w:pPr states directly."""
    return _ALIGN.get(val(properties, "jc") or "")


class Styles:
    """The style sheet, looked up by style id; every answer is computed once."""

    def __init__(self, root: etree._Element | None) -> None:
        self._nodes: dict[str, etree._Element] = {}
        self._default: str | None = None
        self._base = PLAIN
        self._paragraphs: dict[str | None, ParagraphStyle] = {}
        self._characters: dict[str, Look] = {}
        self._looks: dict[tuple[str | None, str | None], Look] = {}
        if root is None:
            return
        self._base = read_look(root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}"))
        for node in root.iterchildren(w("style")):
            identity = node.get(w("styleId"))
            if identity is None:
                continue
            self._nodes[identity] = node
            if node.get(w("type")) == "paragraph" and node.get(w("default")) in ("1", "true", "on"):
                self._default = identity

    def paragraph(self, identity: str | None) -> ParagraphStyle:
        """Return the style of a paragraph that names `identity` (None: the document's default style)."""
        style = self._paragraphs.get(identity)
        if style is None:
            style = self._paragraphs[identity] = self._fold(identity)
        return style

    def look(self, paragraph: str | None, character: str | None) -> Look:
        """Return the look that styles alone give a run.

        Bold, italic, caps and hidden are toggles: stated by both styles they cancel out (ECMA-376 17.7.3).
        """
        key = (paragraph, character)
        look = self._looks.get(key)
        if look is None:
            look = self._looks[key] = self._combine(self.paragraph(paragraph).look, self._character(character))
        return look

    def numbering_target(self, identity: str) -> str | None:
        """Return the numId behind the list style `identity` (w:numStyleLink)."""
        node = self._nodes.get(identity)
        return None if node is None else val(node.find(f"{w('pPr')}/{w('numPr')}"), "numId")

    def _combine(self, first: Look, second: Look) -> Look:
        base = self._base
        return Look(
            bool(base.bold) or bool(first.bold) != bool(second.bold),
            bool(base.italic) or bool(first.italic) != bool(second.italic),
            bool(base.caps) or bool(first.caps) != bool(second.caps),
            bool(base.hidden) or bool(first.hidden) != bool(second.hidden),
            second.font or first.font or base.font,
        )

    def _chain(self, identity: str | None) -> list[tuple[str, etree._Element]]:
        """Return the style and its ancestors, nearest first; a loop of styles ends where it closes."""
        chain: list[tuple[str, etree._Element]] = []
        while identity in self._nodes and identity is not None and len(chain) < _MAX_CHAIN:
            node = self._nodes[identity]
            chain.append((identity, node))
            identity = val(node, "basedOn")
        return chain

    def _fold(self, identity: str | None) -> ParagraphStyle:
        look, align = PLAIN, None
        num_id = level = number_style = None
        for name, node in self._chain(identity if identity in self._nodes else self._default):
            look = look.over(read_look(node.find(w("rPr"))))
            properties = node.find(w("pPr"))
            align = align or read_align(properties)
            numbering = None if properties is None else properties.find(w("numPr"))
            if numbering is None:
                continue
            number_style = number_style or name
            level = val(numbering, "ilvl") if level is None else level
            num_id = val(numbering, "numId") if num_id is None else num_id
        return ParagraphStyle(look, align, num_id, level, number_style)

    def _character(self, identity: str | None) -> Look:
        if identity is None:
            return PLAIN
        look = self._characters.get(identity)
        if look is None:
            look = PLAIN
            for _, node in self._chain(identity):
                look = look.over(read_look(node.find(w("rPr"))))
            self._characters[identity] = look
        return look


def run_style(properties: etree._Element | None) -> str | None:
    """Return the id of the character style that a w:rPr names."""
    node = None if properties is None else properties.find(_RUN_STYLE)
    return None if node is None else node.get(VAL)
