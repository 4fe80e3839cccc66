"""Is the text layer fit to be read? Scans, fonts of the time before Unicode, broken letter maps get a clear error."""

from __future__ import annotations

import re

from corpus.errors import ScannedPdf, UnreadableFile
from parser.readers.pdf_shapes import PageLayout

_LETTERS_OF_A_PAGE = 30
_LEGACY = re.compile(r"\.Vn|VNI[-_]|VnTime|\.VN", re.IGNORECASE)
_LEGACY_SHARE = 0.15
# Letters of Vietnamese and of European languages that its papers quote.
_KNOWN = re.compile(r"[A-Za-zÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
_STRANGE_SHARE = 0.04


def check_pages(pages: list[PageLayout], name: str) -> None:
    """Raise ScannedPdf or UnreadableFile (no_text, legacy_font) where there is nothing to read as it stands."""
    blank = [page for page in pages if page.letters < _LETTERS_OF_A_PAGE]
    if len(blank) > len(pages) / 2:
        if any(page.has_image for page in blank):
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
    strange = sum(ch.isalpha() or "\ue000" <= ch <= "\uf8ff" or ch == "\ufffd" for ch in text)
    strange -= len(_KNOWN.findall(text))
    letters = sum(map(str.isalpha, text))
    if letters and strange > _STRANGE_SHARE * letters:
        raise UnreadableFile("broken_text_layer", file=name)


def repair_letters(text: str) -> str:
    """Some converters map ư to the gha letter ƣ, which Vietnamese has not: put ư back where a text has no ư at all."""
    if ("ƣ" in text or "Ƣ" in text) and "ư" not in text and "Ư" not in text:
        return text.replace("ƣ", "ư").replace("Ƣ", "Ư")
    return text
