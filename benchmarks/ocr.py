"""Recognition beside plain Tesseract: `python -m benchmarks.ocr [--pages N] [--parse]`.

The project's PDFs are printed to pictures (clean, worn by a copier, badly worn), read, and compared with the written
text. With RASOAT_GOLD set, the real scans in it that have a checked text are read as well, and `--parse` scores what
is found in scanned renders of its annotated papers against the same papers as text.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import resource
import subprocess
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.samples import DOCUMENTS
from benchmarks.tables import markdown

_DPI = 200
_FONTS = Path("/usr/share/fonts/truetype/croscore")


@dataclass(slots=True)
class Race:
    """Errors and seconds of both readers over one kind of pages."""

    name: str
    pages: int = 0
    own: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)
    own_seconds: float = 0.0
    plain_seconds: float = 0.0

    def row(self) -> list[str]:
        """The race as a row of the table."""
        mean = [sum(rates) / len(rates) for rates in (self.own, self.plain)]
        ratio = self.own_seconds / self.plain_seconds
        return [self.name, str(self.pages), f"{mean[0]:.4f}", f"{mean[1]:.4f}", f"{ratio:.2f}"]


def error_rate(read: str, written: str) -> float:
    """Edits that make `written` of `read`, by its length; spaces folded, NFC."""
    given, wanted = (" ".join(unicodedata.normalize("NFC", text).split()) for text in (read, written))
    first = np.frombuffer(given.encode("utf-32-le"), np.uint32)
    second = np.frombuffer(wanted.encode("utf-32-le"), np.uint32)
    steps = np.arange(len(second) + 1)
    before = steps.copy()
    for at, letter in enumerate(first, start=1):
        row = np.empty_like(before)
        row[0] = at
        row[1:] = np.minimum(before[1:] + 1, before[:-1] + (second != letter))
        before = np.minimum.accumulate(row - steps) + steps
    return float(before[-1]) / max(len(wanted), 1)


def cpu() -> float:
    """CPU seconds of this process and of the commands it ran."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def pictures(data: bytes, dpi: int = _DPI) -> list[Any]:
    """The pages of a PDF as pictures."""
    import pypdfium2
    from PIL import Image

    document = pypdfium2.PdfDocument(data)
    try:
        return [
            Image.fromarray(np.array(page.render(scale=dpi / 72, rev_byteorder=True).to_numpy()[..., :3]))
            for page in document
        ]
    finally:
        document.close()


def worn(image: Any, degrees: float, blur: float, noise: float, quality: int, stamp: bool) -> Any:
    """What a copier makes of a page: askew, soft, grainy, compressed, with a red seal on it."""
    from PIL import Image, ImageChops, ImageDraw, ImageFilter

    if stamp:
        seal = Image.new("RGB", image.size, "white")
        pen, size = ImageDraw.Draw(seal), round(1.4 * image.width / 8.27)
        x, y = round(0.6 * image.width), round(0.72 * image.height)
        pen.ellipse((x, y, x + size, y + size), outline=(214, 40, 48), width=6)
        pen.ellipse(
            (x + size // 4, y + size // 4, x + 3 * size // 4, y + 3 * size // 4), outline=(214, 40, 48), width=4
        )
        image = ImageChops.multiply(image, seal)
    image = image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    image = image.filter(ImageFilter.GaussianBlur(blur))
    grain = np.random.default_rng(1).normal(0, noise, (image.height, image.width, 1))
    rough = np.clip(np.asarray(image).astype(np.float32) + grain, 0, 255).astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(rough).save(buffer, "JPEG", quality=quality)
    return Image.open(buffer).convert("RGB")


WEAR: dict[str, tuple[int, Callable[[Any], Any]]] = {
    "clean render, 200 dpi": (200, lambda image: image),
    "worn, 200 dpi": (200, lambda image: worn(image, 0.8, 0.5, 6, 60, True)),
    "badly worn, 150 dpi": (150, lambda image: worn(image, -1.6, 0.4, 14, 40, True)),
}


def scanned(images: Sequence[Any], dpi: int) -> bytes:
    """A PDF of these pictures."""
    buffer = io.BytesIO()
    images[0].save(buffer, "PDF", save_all=True, append_images=list(images[1:]), resolution=dpi, quality=90)
    return buffer.getvalue()


def run(race: Race, data: bytes, written: str) -> None:
    """Read a scanned PDF with rasoat and with Tesseract alone; time both on the same picture files."""
    from parser.readers.pdf import read_pdf

    images = pictures(data)
    race.own.append(error_rate(read_pdf(data, "scan.pdf").text, written))
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}.png" for number in range(len(images))]
        for image, file in zip(images, files, strict=True):
            image.save(file)
        race.own_seconds += min(_seconds(lambda: [recognised(file) for file in files]) for _ in range(2))
        alone: list[str] = []
        race.plain_seconds += min(_seconds(lambda: alone.extend(map(tesseract, files))) for _ in range(2))
    race.plain.append(error_rate("\n".join(alone[: len(files)]), written))
    race.pages += len(images)


def _seconds(action: Callable[[], object]) -> float:
    began = cpu()
    action()
    return cpu() - began


def recognised(file: Path) -> object:
    """A picture file read and laid out."""
    from PIL import Image

    from parser.readers.ocr.layout import lay_out
    from parser.readers.ocr.page import read_page
    from parser.readers.pdf_flow import flow

    with Image.open(file) as image:
        return flow([lay_out(read_page(np.asarray(image)), 1)])


def tesseract(file: Path) -> str:
    """What Tesseract alone reads."""
    command = ["tesseract", str(file), "stdout", "-l", "vie", "--psm", "4", "--oem", "1"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout


def races(most: int) -> Iterator[Race]:
    """All races: the project's PDFs in three states, then the real scans."""
    from parser.readers.pdf import read_pdf

    for name, (dpi, wear) in WEAR.items():
        race = Race(name)
        for file in sorted(DOCUMENTS.glob("*/source.pdf")):
            data = file.read_bytes()
            images = pictures(data, dpi)
            if race.pages + len(images) <= most:
                run(race, scanned([wear(image) for image in images], dpi), read_pdf(data, file.name).text)
        yield race
    real = Race("real scans")
    folder = Path(os.environ.get("RASOAT_GOLD", "/nowhere")) / "docs"
    for truth in sorted(folder.glob("gt/scan-*.txt")):
        run(real, (folder / "pdf" / f"{truth.stem}.pdf").read_bytes(), truth.read_text(encoding="utf-8"))
    if real.pages:
        yield real


def printed(text: str) -> bytes:
    """A plain text as a PDF: A4, 14 points, one paragraph a line."""
    from fpdf import FPDF

    paper = FPDF(format="A4")
    paper.add_font("Tinos", "", _FONTS / "Tinos-Regular.ttf")
    paper.set_margins(30, 20, 15)
    paper.set_auto_page_break(True, 20)
    paper.add_page()
    paper.set_font("Tinos", "", 14)
    for line in text.split("\n"):
        if line.strip():
            paper.multi_cell(0, 7, " ".join(line.split()), align="L", new_x="LMARGIN", new_y="NEXT")
            paper.ln(2)
    return bytes(paper.output())


def parse_scores(folder: Path) -> Iterator[list[str]]:
    """For each kind of finding, F1 on the papers as text and as scans, and their ratio."""
    from parser.pipeline import analyse
    from parser.readers import read_bytes
    from parser.serialize import document_json
    from tests.scoring import Score, score_document

    totals: dict[str, list[Score]] = {}
    for gold_file in sorted(folder.glob("*/*/gold.json")):
        if gold_file.parent.parent.name == "rendered":
            continue
        gold = json.loads(gold_file.read_text(encoding="utf-8"))
        text = gold_file.with_name("text.txt").read_text(encoding="utf-8")
        joined = read_bytes(text.encode(), "van-ban.txt").text  # copies from the web have lines broken at random
        scan = scanned([worn(image, 0.4, 0.4, 3, 75, False) for image in pictures(printed(joined))], _DPI)
        for way, (data, name) in enumerate(((text.encode(), "van-ban.txt"), (scan, "scan.pdf"))):
            scores, _ = score_document(gold, text, document_json(analyse(read_bytes(data, name))))
            for kind, score in scores.items():
                totals.setdefault(kind, [Score(), Score()])[way] += score
    for kind, (as_text, as_scan) in totals.items():
        if as_text.expected:
            yield [kind, f"{as_text.f1:.3f}", f"{as_scan.f1:.3f}", f"{as_scan.f1 / max(as_text.f1, 1e-9):.3f}"]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ocr", description="recognition beside plain Tesseract")
    parser.add_argument("--pages", type=int, default=12, help="pages of each kind at most (default 12)")
    parser.add_argument("--parse", action="store_true", help="also score scanned renders of the gold (RASOAT_GOLD)")
    options = parser.parse_args()
    header = ["pages", "number", "CER rasoat", "CER Tesseract alone", "CPU ratio"]
    print(markdown(header, [race.row() for race in races(options.pages)]))
    if options.parse:
        gold = Path(os.environ.get("RASOAT_GOLD", "/nowhere")) / "gold"
        print("\n" + markdown(["found", "F1 text", "F1 scan", "ratio"], list(parse_scores(gold))))


if __name__ == "__main__":
    main()
