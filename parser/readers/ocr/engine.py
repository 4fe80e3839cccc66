"""Tesseract at arm's length: one picture in through a pipe, words with places and confidence out."""

from __future__ import annotations

import html
import os
import re
import shutil
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import ScannedPdf

if TYPE_CHECKING:
    from parser.readers.ocr.picture import Gray

PAGE_SECONDS = 120.0  # a page takes about one second; what takes this long is no page of text
_LINE = re.compile(
    r"<span class='ocr_(?:line|header|caption|textfloat)'[^>]*?title=\"bbox (\d+) (\d+) (\d+) (\d+);"
    r"(?: textangle [\d.]+;)? baseline (-?[\d.e+-]+) (-?[\d.e+-]+);"
    r" x_size ([\d.e+-]+);[^\"]*\""
    r"|<span class='ocrx_word'[^>]*?bbox (\d+) (\d+) (\d+) (\d+); x_wconf (\d+)'[^>]*>(.*?)</span>",
    re.DOTALL,
)
_TIFF_HEAD = 128  # bytes before the picture
_NO_WHITE_ON_BLACK = ("-c", "tessedit_do_invert=0")  # doubtful lines are not read a second time as white on black
_STRANGE = str.maketrans("ÐðÑñ⁄", "ĐđNn/")  # look the same and are in no Vietnamese text
_TWICE = re.compile("NÑ|ÑN|ÑÑ|ĐÐ|ÐĐ|ÐÐ|ĐĐ|/⁄|⁄/")  # one letter, read as it is and as its look-alike
_TAG = re.compile(r"<[^>]+>")


class EngineFailure(Exception):
    """Tesseract gave no answer for a page (time limit, crash): the page is told of, the others are still read."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as recognised, in pixels of the picture given; `line` numbers Tesseract's lines, `baseline` is the
    height the line stands on at the word, `size` the height of its letters from top to descender."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float
    line: int
    baseline: float
    size: float


@cache
def _program() -> str | None:
    found = shutil.which("tesseract")
    if found is None and os.name == "nt":
        found = shutil.which(str(Path(os.environ.get("PROGRAMFILES", "")) / "Tesseract-OCR" / "tesseract.exe"))
    return found


def require_engine(name: str) -> None:
    """Raise ScannedPdf (no_tesseract, no_tesseract_vie) unless Tesseract and its Vietnamese data are installed."""
    program = _program()
    if program is None:
        raise ScannedPdf("no_tesseract", file=name)
    if "vie" not in _languages(program):
        raise ScannedPdf("no_tesseract_vie", file=name)


@cache
def _languages(program: str) -> tuple[str, ...]:
    try:
        done = subprocess.run([program, "--list-langs"], capture_output=True, timeout=PAGE_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return tuple(done.stdout.decode("utf-8", "replace").split())


def recognise(picture: Gray, dpi: int, mode: int = 6, letters: str = "") -> list[Word]:
    """Return the words of a grey picture, line by line, made of `letters` only if given. Raises EngineFailure."""
    only = ("-c", f"tessedit_char_whitelist={letters}") if letters else ()
    return parse_words(
        _run(picture, dpi, *only, *_NO_WHITE_ON_BLACK, "-l", "vie", "--oem", "1", "--psm", str(mode), "hocr")
    )


def _run(picture: Gray, dpi: int, *options: str) -> str:
    program = _program() or "tesseract"
    data = as_tiff(picture)
    # one core per page: pages side by side are faster than one page on all cores
    environment = dict(os.environ, OMP_THREAD_LIMIT="1")
    arguments = ["stdout", "--dpi", str(dpi), *options]
    try:
        with _in_memory(data) as held:
            if held is None:
                command = [program, "stdin", *arguments]
                more: dict[str, Any] = {"input": data}
            else:  # a file of memory is read at once, a pipe letter by letter
                command = [program, f"/dev/fd/{held}", *arguments]
                more = {"pass_fds": (held,)}
            done: subprocess.CompletedProcess[bytes] = subprocess.run(
                command, capture_output=True, timeout=PAGE_SECONDS, env=environment, check=False, **more
            )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EngineFailure(str(error)) from error
    if done.returncode:
        raise EngineFailure(done.stderr.decode("utf-8", "replace")[-200:])
    return done.stdout.decode("utf-8", "replace")


def as_tiff(picture: Gray) -> bytes:
    """The picture as an uncompressed TIFF: Tesseract takes seconds per hundred pages to unpack a PNG, and as long for
    a plain PGM, which it reads letter by letter."""
    height, width = picture.shape
    fields = (
        (256, width), (257, height), (258, 8), (259, 1), (262, 1), (273, _TIFF_HEAD), (277, 1), (278, height),
        (279, width * height),
    )  # fmt: skip
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in fields)
    head = struct.pack("<2sHIH", b"II", 42, 8, len(fields)) + entries + bytes(4)
    return head.ljust(_TIFF_HEAD, b"\0") + picture.tobytes()


@contextmanager
def _in_memory(data: bytes) -> Iterator[int | None]:
    """The data as an open file that is in memory only; None where the system has no such files."""
    if not hasattr(os, "memfd_create") or not Path("/dev/fd").exists():
        yield None
        return
    held = os.memfd_create("page")
    try:
        with os.fdopen(os.dup(held), "wb") as stream:
            stream.write(data)
        os.lseek(held, 0, os.SEEK_SET)
        yield held
    finally:
        os.close(held)


def parse_words(hocr: str) -> list[Word]:
    """Read Tesseract's hOCR: the one output that tells the baseline of each line."""
    words: list[Word] = []
    line = -1
    left = bottom = slope = offset = size = 0.0
    for found in _LINE.finditer(hocr):
        if found.group(1):
            left, bottom = float(found.group(1)), float(found.group(4))
            slope, offset, size = (float(found.group(k)) for k in (5, 6, 7))
            line += 1
            continue
        text = html.unescape(_TAG.sub("", found.group(13))).strip()
        text = _TWICE.sub(lambda twice: twice.group()[0], text).translate(_STRANGE)
        if not text:
            continue
        x0, y0, x1, y1, confidence = (float(found.group(k)) for k in range(8, 13))
        baseline = bottom + offset + slope * ((x0 + x1) / 2 - left)
        words.append(Word(text, x0, y0, x1, y1, confidence, line, baseline, size))
    return words
