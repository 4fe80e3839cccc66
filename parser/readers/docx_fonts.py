"""Text of a Word file from before Unicode (TCVN3 ".VnTime", VNI …): noticed while reading, then decoded in the tree.

A font name proves little: papers retyped in Unicode often keep a legacy font in a style, and Word then
borrows glyphs from another font. So the letters decide (parser.readers.legacy), and a paper without a sign of
legacy letters is never walked twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from parser.readers.docx_names import val, w
from parser.readers.docx_styles import Styles, read_look, run_style
from parser.readers.legacy.encodings import decode
from parser.readers.legacy.evidence import GENUINE, STRANGE
from parser.readers.legacy.fonts import claim_of
from parser.readers.legacy.recode import Segment, recode
from parser.syllables import measure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_PARAGRAPH, _RUN, _PROPERTIES, _RUN_PROPERTIES = w("p"), w("r"), w("pPr"), w("rPr")
_TEXT, _SOFT_HYPHEN, _SYMBOL, _LEVEL_TEXT = w("t"), w("softHyphen"), w("sym"), w("lvlText")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PRIVATE = 0xF000
_ENOUGH = 3


@dataclass(slots=True)
class FontCensus:
    """Notices, run by run, whether a document may hold text of a legacy encoding."""

    claimed: int = 0
    strange: int = 0

    def count(self, text: str, font: str | None) -> None:
        """Take in one run."""
        if claim_of(font) is not None:
            self.claimed += not GENUINE.search(text)
        elif not text.isascii() and STRANGE.search(text) and not GENUINE.search(text):
            self.strange += 1

    @property
    def suspicious(self) -> bool:
        """Whether a closer look is worth its time."""
        return self.claimed > 0 or self.strange >= _ENOUGH


def recode_story(root: etree._Element, styles: Styles) -> dict[str, int]:
    """Decode the legacy runs under `root` in place; return how many characters came from each encoding."""
    nodes: list[etree._Element] = []
    segments: list[Segment] = []
    for number, paragraph in enumerate(root.iter(_PARAGRAPH)):
        style = val(paragraph.find(_PROPERTIES), "pStyle")
        for run in _runs(paragraph):
            properties = run.find(_RUN_PROPERTIES)
            font = read_look(properties).over(styles.look(style, run_style(properties))).font
            for node in run.iterchildren(_TEXT, _SOFT_HYPHEN, _SYMBOL):
                text, named = _letters(node, font)
                if text:
                    nodes.append(node)
                    segments.append(Segment(text, named, number))
    result = recode(segments)
    for node, segment, text in zip(nodes, segments, result.texts, strict=True):
        if text != segment.text:
            node.tag = _TEXT
            node.text = text
            node.set(_SPACE, "preserve")
    return result.encodings


def recode_labels(root: etree._Element, encoding: str) -> None:
    """Decode the words in automatic numbers ("§iÒu %1.") of a document that is in `encoding`."""
    key = w("val")
    for node in root.iter(_LEVEL_TEXT):
        text = node.get(key) or ""
        decoded = decode(text, encoding)
        if decoded != text and measure(text).words and measure(decoded).quality > measure(text).quality:
            node.set(key, decoded)


def _runs(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The runs of this paragraph, without those of paragraphs inside it (text boxes)."""
    for run in paragraph.iter(_RUN):
        if next(run.iterancestors(_PARAGRAPH), None) is paragraph:
            yield run


def _letters(node: etree._Element, font: str | None) -> tuple[str, str | None]:
    """What a node of a run stands for, were it legacy text, and its font."""
    if node.tag == _TEXT:
        return node.text or "", font
    if node.tag == _SOFT_HYPHEN:  # the code of ư in TCVN3 is taken for a soft hyphen by converters of old Word files
        return "\u00ad", font
    named = node.get(w("font"))
    if claim_of(named) is None:
        return "", font
    try:
        code = int(node.get(w("char")) or "", 16)
    except ValueError:
        return "", font
    return chr(code - _PRIVATE if code >= _PRIVATE else code) if 0x20 <= code % _PRIVATE < 0x100 else "", named
