"""Scans: letters wrong, what of the parse is left, and the time, beside plain Tesseract on the same pictures.

The scans are the annotated examples that have an original in Word or PDF, printed and drawn at 200 dpi. Plain
Tesseract gets the same pages, `--psm 4`, and its text as it comes: reading columns across costs it most of its letters.
MarkItDown reads no pictures.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.figures import Figure
from benchmarks.ocr import cpu, error_rate, pictures
from benchmarks.samples import Sample, load_samples

DPI = 200
_KINDS = ("outline", "citations", "deadlines", "targets", "requirements", "header")


class Made(NamedTuple):
    """A scan made of an example: what its print says, in the order of the text layer it had, and the pictures."""

    sample: Sample
    truth: str
    data: bytes


def measure_scans(papers: Path | None = None) -> list[Figure]:
    """All figures of scans; none where Tesseract is not installed."""
    if shutil.which("tesseract") is None:
        return []
    figures = _real(papers) if papers is not None else []
    made = list(_made())
    return figures + (_clean(made) if made else [])


def _real(papers: Path) -> list[Figure]:
    """Real scans with a typed text."""
    ours: list[float] = []
    theirs: list[float] = []
    for text in sorted((papers / "gt").glob("scan-*.txt")):
        path = papers / "pdf" / f"{text.stem}.pdf"
        if path.is_file():
            truth = text.read_text(encoding="utf-8")
            ours.append(error_rate(_read(path).get("text", ""), truth))
            theirs.append(error_rate(_tesseract(path.read_bytes())[0], truth))
    if not ours:
        return []
    mean, peer = sum(ours) / len(ours), sum(theirs) / len(theirs)
    return [Figure("letters wrong, real scans (mean)", mean, 0.07, True, None, peer, f"{len(ours)} papers")]


def _made() -> Iterator[Made]:
    """The examples that have an original with its layout, as pictures in a PDF."""
    from parser.readers.pdf import read_pdf
    from tests.office import as_pdf

    samples = load_samples()
    words = {sample.name: path.read_bytes() for sample in samples if (path := sample.source("docx"))}
    printed = as_pdf(words)
    for sample in samples:
        path = sample.source("pdf")
        data = printed.get(sample.name) or (path.read_bytes() if path else None)
        if data is not None:
            yield Made(sample, read_pdf(data, "x.pdf").text, _pictured(data))


def _pictured(data: bytes) -> bytes:
    pages = pictures(data, DPI)
    target = io.BytesIO()
    pages[0].save(target, "PDF", save_all=True, append_images=pages[1:], resolution=DPI, quality=95)
    return target.getvalue()


def _clean(made: Sequence[Made]) -> list[Figure]:
    """Letters, parse and time on the made scans."""
    wrong: list[float] = []
    peer: list[float] = []
    ours = theirs = 0.0
    scores: dict[str, list[tuple[Any, Any]]] = {kind: [] for kind in _KINDS}
    with tempfile.TemporaryDirectory(prefix="rasoat-scans-") as folder:
        for sample, truth, data in made:
            path = Path(folder) / f"{sample.name}.pdf"
            path.write_bytes(data)
            before = cpu()
            found = _read(path)
            ours += cpu() - before
            text, seconds = _tesseract(data)
            theirs += seconds
            wrong.append(error_rate(found.get("text", ""), truth))
            peer.append(error_rate(text, truth))
            _score(sample, found, Path(folder), scores)
    pages = f"{len(made)} papers at {DPI} dpi"
    figures = [
        Figure("letters wrong, clean scans (mean)", _mean(wrong), 0.010, True, None, _mean(peer), pages),
        Figure(
            "time / bare Tesseract on the pages", ours / max(theirs, 1e-9), 1.1, True, None, 1.0, "CPU, parse included"
        ),
    ]
    for kind, pairs in scores.items():
        scanned, typed = (_f1([pair[side] for pair in pairs]) for side in (0, 1))
        if typed:
            figures.append(Figure(f"parse of scans / of text: {kind}", scanned / typed, 0.95, detail=pages))
    return figures


def _score(sample: Sample, found: dict[str, Any], folder: Path, scores: dict[str, list[tuple[Any, Any]]]) -> None:
    from tests.scoring import score_document

    path = folder / f"{sample.name}.txt"
    path.write_text(sample.text, encoding="utf-8")
    typed = _read(path)
    if not found or not typed:
        return
    one, _ = score_document(sample.gold, sample.text, found)
    other, _ = score_document(sample.gold, sample.text, typed)
    for kind in scores:
        scores[kind].append((one[kind], other[kind]))


def _f1(parts: Sequence[Any]) -> float:
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return float(total.f1)


def _read(path: Path) -> dict[str, Any]:
    """The parse of a file as plain data; {} where it cannot be read."""
    from corpus.errors import RasoatError
    from parser.pipeline import parse
    from parser.serialize import document_json

    try:
        return document_json(parse(path))
    except RasoatError:
        return {}


def _tesseract(data: bytes) -> tuple[str, float]:
    """Plain Tesseract's text of the pages, and its CPU seconds."""
    texts = []
    seconds = 0.0
    with tempfile.TemporaryDirectory(prefix="rasoat-tesseract-") as folder:
        for number, picture in enumerate(pictures(data, DPI)):
            page = Path(folder) / f"{number}.png"
            picture.save(page, compress_level=1)
            before = cpu()
            done = subprocess.run(
                ["tesseract", str(page), "-", "-l", "vie", "--psm", "4", "--dpi", str(DPI)],
                capture_output=True,
                text=True,
                check=False,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )
            seconds += cpu() - before
            texts.append(done.stdout)
    return "\n".join(texts), seconds


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(len(values), 1)
