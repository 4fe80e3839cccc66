"""Files as they were before Unicode, written out of Unicode text: TCVN3, VNI, VPS, VISCII in .txt, .docx and .pdf.

The writer is the reader's counterpart and knows only the published tables. Where an encoding or a container cannot
hold a letter (toned capitals of TCVN3 outside its capital fonts, capitals that are control codes inside XML), the
small letter is written, and the truth to compare with says so.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from corpus.knowledge import load

ENCODINGS = ("TCVN3", "VNI", "VPS", "VISCII")
CONTAINERS = ("txt", "docx", "pdf")
FONTS = {"TCVN3": ".VnTime", "VNI": "VNI-Times", "VPS": "VPS Times", "VISCII": "VISCII Times"}
CAPITALS = ".VnTimeH"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_PUNCTUATION = str.maketrans("–—“”‘’…•", "--\"\"''.-")
_FONT_FOLDER = Path("/usr/share/fonts/truetype")
_FONT_FILES = ("croscore/Tinos-Regular.ttf", "dejavu/DejaVuSerif.ttf", "liberation/LiberationSerif-Regular.ttf")


class Run(NamedTuple):
    """Text of one font, as the Western characters that a machine without it shows."""

    font: str
    text: str


class Written(NamedTuple):
    """A file and the Unicode text that it stands for."""

    data: bytes
    truth: str


@cache
def _codes(encoding: str) -> dict[str, str]:
    """Map each letter to its code, as Western characters (VNI: a vowel and a mark)."""
    row = next(row for row in load("legacy")["encoding"] if row["name"] == encoding)
    if "codes" in row:
        words = row["codes"].split()
        return {letter: chr(int(code, 16)) for letter, code in zip(words[::2], words[1::2], strict=True)}
    words = row["letters"].split()
    table = dict(zip(words[::2], words[1::2], strict=True))
    for line in row["marks"]:
        vowel, *rest = line.split()
        table |= {letter: vowel + mark for letter, mark in zip(rest[::2], rest[1::2], strict=True)}
    return table | {letter.upper(): code.upper() for letter, code in table.items()}


def encode(text: str, encoding: str) -> str:
    """Return `text` in `encoding`, each code as the character of that number; letters without a code stay."""
    codes = _codes(encoding)
    return "".join(codes.get(letter, letter) for letter in unicodedata.normalize("NFC", text))


def writable(text: str, encoding: str, container: str) -> str:
    """Return `text` with the letters made small that a file of this kind cannot hold; signs become plain ones."""
    text = unicodedata.normalize("NFC", text).translate(_PUNCTUATION)
    codes = _codes(encoding)
    fonts_of_capitals = encoding == "TCVN3" and container != "txt"

    def holds(letter: str) -> bool:
        if letter.isascii() or fonts_of_capitals:
            return True
        code = codes.get(letter)
        return code is not None and (container == "txt" or all(map(_survives, code)))

    return "".join(letter if holds(letter) else _small(letter, codes) for letter in text)


def _survives(code: str) -> bool:
    """Whether Word or PDF can keep this code: control codes and the gaps of Windows-1252 are lost there."""
    number = ord(code)
    return number >= 0xA0 or (number >= 0x80 and bytes([number]).decode("cp1252", "ignore") != "")


def _small(letter: str, codes: dict[str, str]) -> str:
    return letter.lower() if letter.lower() in codes else unicodedata.normalize("NFKD", letter)[:1]


def write(text: str, encoding: str, container: str) -> Written:
    """Return `text` as a file of this kind in this encoding, with what a perfect reader makes of it."""
    truth = writable(text, encoding, container)
    if container == "txt":
        return Written(encode(truth, encoding).encode("latin-1", "replace"), truth)
    return Written((_docx if container == "docx" else _pdf)(truth, encoding), truth)


def runs(line: str, encoding: str) -> Iterator[Run]:
    """Cut a line into runs: in TCVN3 toned capitals, and lines of capitals, are set in the capital font."""
    font = FONTS[encoding]
    if encoding != "TCVN3":
        yield Run(font, encode(line, encoding))
        return
    if line.isupper():
        yield Run(CAPITALS, encode(line.lower(), encoding))
        return
    codes = _codes(encoding)
    capitals = "".join(letter.upper() for letter in codes if letter.upper() not in codes)
    for piece in re.findall(f"[{capitals}]+|[^{capitals}]+", line):
        large = piece[0] in capitals
        yield Run(CAPITALS if large else font, encode(piece.lower() if large else piece, encoding))


def shown(text: str) -> str:
    """Return codes between 80 and 9F as the characters Windows shows for them."""
    return "".join(bytes([ord(c)]).decode("cp1252", "replace") if 0x80 <= ord(c) < 0xA0 else c for c in text)


def _docx(text: str, encoding: str) -> bytes:
    import docx

    document = docx.Document()
    for line in text.split("\n"):
        paragraph = document.add_paragraph()
        for font, letters in runs(line, encoding):
            run = paragraph.add_run(shown(letters))
            run.font.name = font
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _pdf(text: str, encoding: str) -> bytes:
    from fpdf import FPDF

    sheet: Any = FPDF(unit="pt", format="A4")
    sheet.set_auto_page_break(False)
    names = (FONTS[encoding], CAPITALS) if encoding == "TCVN3" else (FONTS[encoding],)
    for name in names:
        sheet.add_font(name, "", _renamed_font(name))
    sheet.add_page()
    x, y = 85.0, 80.0
    for line in text.split("\n"):
        for font, letters in runs(line, encoding):
            sheet.set_font(font, "", 13)
            for word in re.findall(r" *[^ ]+| +$", shown(letters)):
                width = sheet.get_string_width(word)
                if x + width > 540:
                    x, y, word = 85.0, y + 17, word.lstrip(" ")
                    width = sheet.get_string_width(word)
                if y > 780:
                    sheet.add_page()
                    sheet.set_font(font, "", 13)
                    y = 80.0
                sheet.text(x, y, word)
                x += width
        x, y = 85.0 + 35, y + 21
    return bytes(sheet.output())


@cache
def _renamed_font(name: str) -> str:
    """The path of a font file with Western letters that calls itself `name`."""
    import tempfile

    from fontTools.ttLib import TTFont

    source = next((_FONT_FOLDER / file for file in _FONT_FILES if (_FONT_FOLDER / file).exists()), None)
    if source is None:
        raise FileNotFoundError("apt: fonts-croscore or fonts-dejavu-core")
    font = TTFont(source)
    for record in font["name"].names:
        if record.nameID in (1, 4, 6):
            record.string = name.replace(" ", "") if record.nameID == 6 else name
    path = Path(tempfile.mkdtemp(prefix="rasoat-font-")) / "font.ttf"
    font.save(path)
    return str(path)
