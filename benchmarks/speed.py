"""The promises of speed and memory, each measured against its limit."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from benchmarks.clock import best_command, cpu_of, rasoat, run_command
from benchmarks.samples import write_long_docx, write_long_pdf

T = TypeVar("T")

# Reads a PDF in a process of its own and tells the most memory it held (VmHWM: of this program alone, unlike
# ru_maxrss, which begins at what the parent held).
_READ_AND_WEIGH = """
import json, re, sys, time
from pathlib import Path
sys.path.insert(0, "")
from parser.readers import read
from parser.pipeline import analyse
began = time.process_time()
reading = read(Path(sys.argv[1]))
seconds = time.process_time() - began
peak = lambda: int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
at_reading = peak()
analyse(reading)
print(json.dumps([seconds, at_reading, peak()]))
"""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measured promise; `limit` None means told for information."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    most: bool = True
    detail: str = ""

    @property
    def kept(self) -> bool | None:
        """Whether the promise is kept; None where nothing was promised."""
        if self.limit is None:
            return None
        return self.value <= self.limit if self.most else self.value >= self.limit


def readable(files: Sequence[Path]) -> list[Path]:
    """Return the PDFs with a text layer; say which are left out, and why."""
    from corpus.errors import UnreadableFile
    from parser.readers import read

    kept = []
    for file in files:
        try:
            read(file)
            kept.append(file)
        except UnreadableFile as error:  # a scan or a broken layer: no text to compare
            print(f"left out: {error}", file=sys.stderr)
    return kept


def pdf_measures(files: Sequence[Path], repeat: int) -> list[Measure]:
    """Compare `parse` of text-layer PDFs with pdfplumber's extract_text alone on the same pages."""
    from parser.pipeline import analyse
    from parser.readers import read

    if not files:
        return []
    readings = {file: read(file) for file in files}
    for reading in readings.values():
        analyse(reading)  # warm
    reading_seconds = _sum_of(read, list(readings), repeat)
    rest = _sum_of(analyse, list(readings.values()), repeat)
    plumber = _sum_of(_plumber_text, list(readings), repeat)
    pages = sum(reading.source.pages or 0 for reading in readings.values())
    what = f"{len(readings)} PDFs, {pages} pages; pdfplumber {plumber / pages * 1000:.0f} ms a page"
    return [
        Measure("parse of PDFs / pdfplumber extract_text", (reading_seconds + rest) / plumber, "×", 0.30, True, what),
        Measure("… of it reading", reading_seconds / plumber, "×"),
        Measure("… of it extraction", rest / plumber, "×"),
        Measure("parse of PDFs", (reading_seconds + rest) / pages * 1000, "ms a page"),
    ]


def _sum_of(action: Callable[[T], object], inputs: Sequence[T], repeat: int) -> float:
    return sum(cpu_of(partial(action, given), repeat) for given in inputs)


def _plumber_text(file: Path) -> None:
    import pdfplumber

    with pdfplumber.open(file) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.close()


def text_measures(files: Sequence[Path], repeat: int) -> list[Measure]:
    """Characters a second a core from plain text, with the reader and without."""
    from parser.pipeline import analyse
    from parser.readers import read

    readings = [read(file) for file in files]
    for reading in readings:
        analyse(reading)
    size = sum(len(reading.text) for reading in readings)
    rest = _sum_of(analyse, readings, repeat)
    reading_seconds = _sum_of(read, list(files), repeat)
    what = f"{len(files)} texts, {size:,} characters"
    return [
        Measure("extraction from plain text", size / rest, "characters/s", 150_000, False, what),
        Measure("… reader included", size / (rest + reading_seconds), "characters/s", 150_000, False),
    ]


def command_measures(texts: Sequence[str], repeat: int) -> list[Measure]:
    """Seconds of the cold commands by the wall."""
    helped = best_command(rasoat("--help"), repeat)
    with tempfile.TemporaryDirectory() as folder:
        file = write_long_docx(texts, Path(folder) / "ten-pages.docx")
        summed = best_command(rasoat("summary", str(file)), repeat)
    return [
        Measure("rasoat --help, cold", helped.wall, "s", 0.3, True, f"{helped.cpu:.2f} s CPU"),
        Measure("rasoat summary of a 10-page DOCX, cold", summed.wall, "s", 2.0, True, f"{summed.cpu:.2f} s CPU"),
    ]


def memory_measures(originals: Sequence[Path], pages: int = 2000) -> list[Measure]:
    """Most memory held while reading (and then analysing) a PDF of `pages` pages."""
    if not originals:
        return []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "long.pdf"
        count = write_long_pdf(originals, file, pages)
        run = run_command([sys.executable, "-c", _READ_AND_WEIGH, str(file)])
    seconds, reading, whole = json.loads(run.output)
    name = f"peak memory reading a PDF of {count:,} pages"
    return [
        Measure(name, reading, "MB", 1024, True, f"{seconds:.1f} s CPU"),
        Measure("… extraction included", whole, "MB"),
    ]
