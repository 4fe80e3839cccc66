"""Is the text layer fit to be read? Scans, fonts of the time before Unicode, broken letter maps get a clear error."""

from __future__ import annotations

import re

from corpus.errors import ScannedPdf, UnreadableFile
from parser.readers.pdf_shapes import PageLayout

_LETTERS_OF_A_PAGE = 30
_LETTERS_OF_A_STAMP = 300  # what a signature service prints over a scanned page
_LEGACY = re.compile(r"\.Vn|VNI[-_]|VnTime|\.VN", re.IGNORECASE)
_LEGACY_SHARE = 0.15
# Letters no Vietnamese paper has, and Latin-1 signs inside words: what a wrong or missing letter map leaves.
_STRANGE = re.compile(
    "[Ä-ÇËÎ-ÑÖØÛÜÞ-ßä-çëîïñöøûüþÿĀāĄ-ďĒ-ħĪ-ŧŪ-Ɵƀ-ƟƢ-Ʈƻ-ͯ\u0500-\u1dff\ue000-\uf8ff\ufffd]"
    "|(?<=[^\\W\\d_])[¡-¿×÷](?=[^\\W\\d_])|[\x00-\x08\x0e-\x1f]"
)
_STRANGE_SHARE = 0.02


def check_pages(pages: list[PageLayout], name: str) -> None:
    """Raise ScannedPdf or UnreadableFile (no_text, legacy_font) where there is nothing to read as it stands."""
    pictures = sum(page.is_picture and page.letters < _LETTERS_OF_A_STAMP for page in pages)
    if pictures and pictures >= sum(page.letters >= _LETTERS_OF_A_PAGE or page.is_picture for page in pages) / 2:
        raise ScannedPdf("scanned_pdf", file=name)
    if not any(page.letters for page in pages):
        raise UnreadableFile("no_text", file=name)
    fonts: dict[str, int] = {}
    for page in pages:
        for font, count in page.fonts.items():
            fonts[font] = fonts.get(font, 0) + count
    legacy = {font: count for font, count in fonts.items() if _LEGACY.match(font)}
    if sum(legacy.values()) > _LEGACY_SHARE * sum(fonts.values()):
        raise UnreadableFile("legacy_font", file=name, font=max(legacy, key=legacy.__getitem__))


def check_text(text: str, name: str) -> None:
    """Raise UnreadableFile (broken_text_layer) where too many letters are of no alphabet these papers use."""
    if len(_STRANGE.findall(text)) > _STRANGE_SHARE * len(text):
        raise UnreadableFile("broken_text_layer", file=name)


def repair_letters(text: str) -> str:
    """Some converters map ư to the gha letter ƣ, which Vietnamese has not: put ư back where a text has no ư at all."""
    if ("ƣ" in text or "Ƣ" in text) and "ư" not in text and "Ư" not in text:
        return text.replace("ƣ", "ư").replace("Ƣ", "Ư")
    return text
