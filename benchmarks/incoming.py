"""Whatever paper comes in: `python -m benchmarks.incoming [--papers FOLDER] [-o results.json]` prints the table.

Old encodings, pages without a true text layer, scans, Word's numbers and tables: each measured on files made here
out of the annotated examples, beside MarkItDown and plain Tesseract where they can do the job. With `--papers` also
on real papers: a folder with `pdf/` or `doc/` and, in `gt/`, the text that a person typed, under the same names
(those in old encodings say so in their names).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.figures import Figure, figure_table
from benchmarks.samples import load_samples

_ENTRY = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})>")
_OLD = re.compile("tcvn3|vni|vps|viscii")
_CHARS = 1500  # of each text on a made page
_KINDS = {
    "good": frozenset({"good"}),
    "garbage": frozenset({"garbage"}),
    "picture": frozenset({"none", "stray"}),
    "legacy": frozenset({"legacy"}),
    "lookalikes": frozenset({"lookalikes"}),
}
Page = tuple[str, bytes]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write JSON when asked; 1 with --strict when a promise is not kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.incoming", description=__doc__)
    parser.add_argument("--papers", type=Path, help="folder of real papers with their typed texts in gt/")
    parser.add_argument("--parts", nargs="+", choices=list(PARTS), default=list(PARTS), help="only these parts")
    parser.add_argument("--texts", type=int, default=6, help="how many examples to make files of (default 6)")
    parser.add_argument("--strict", action="store_true", help="exit 1 when a promise is not kept")
    parser.add_argument("-o", "--output", type=Path, help="write the figures as JSON")
    options = parser.parse_args(arguments)
    texts = [sample.text for sample in load_samples()][: options.texts]
    figures = [figure for part in options.parts for figure in PARTS[part](texts, options.papers)]
    print(figure_table(figures))
    if options.output:
        rows = [figure._asdict() | {"kept": figure.kept} for figure in figures]
        options.output.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return int(options.strict and any(figure.kept is False for figure in figures))


def legacy(texts: Sequence[str], papers: Path | None) -> list[Figure]:
    """Share of words right to the last mark, in the four old encodings."""
    from benchmarks.legacy import measure_legacy

    rows = measure_legacy(texts)
    figures = []
    for encoding in dict.fromkeys(row.encoding for row in rows):
        mine = [row for row in rows if row.encoding == encoding]
        words = sum(row.words for row in mine)
        value = sum(row.ours * row.words for row in mine) / max(words, 1)
        told = [f"viparse {row.viparse:.3f} on .{row.container}" for row in mine if row.viparse is not None]
        figures.append(Figure(f"words exact, {encoding}", value, 0.99, detail=", ".join([f"{words:,} words", *told])))
    found = _typed(papers, ("doc", "docx", "pdf"), lambda name: bool(_OLD.search(name))) if papers else []
    right = total = 0
    for path, truth in found:
        from benchmarks.legacy import word_accuracy

        # Typed texts of files in capital fonts keep the small letters behind them.
        one, all_ = word_accuracy(truth.lower(), _text(path).lower())
        right, total = right + one, total + all_
    if total:
        figures.append(Figure("words exact, real old files", right / total, 0.99, detail=f"{len(found)} papers"))
    return figures


def _typed(papers: Path, kinds: Sequence[str], wanted: Callable[[str], bool]) -> list[tuple[Path, str]]:
    """The real papers that have a typed text."""
    found = []
    for text in sorted((papers / "gt").glob("*.txt")):
        places = [papers / kind / f"{text.stem}.{kind}" for kind in kinds]
        path = next((place for place in places if place.is_file()), None)
        if path is not None and wanted(text.stem):
            found.append((path, text.read_text(encoding="utf-8")))
    return found


def _text(path: Path) -> str:
    from corpus.errors import RasoatError
    from parser.readers import read

    try:
        return read(path).text
    except RasoatError:
        return ""


def verdicts(texts: Sequence[str], papers: Path | None) -> list[Figure]:
    """Which text layers are true: every page judged as what it is, no alarm on good ones."""
    right = alarms = total = good = 0
    for text in texts:
        for kind, data in _pages(text):
            found = _verdict(data)
            total, right = total + 1, right + (found in _KINDS[kind])
            good, alarms = good + (kind == "good"), alarms + (kind == "good" and found != "good")
    figures = [
        Figure("text layers judged right", right / max(total, 1), 1.0, detail=f"{total} made files"),
        Figure("false alarms on good text layers", alarms, 0, most=True, detail=f"{good} made files"),
    ]
    if papers is not None:
        scans = [path for path in sorted((papers / "pdf").glob("*.pdf")) if path.stem.startswith("scan")]
        seen = sum(_verdict(path.read_bytes()) not in ("good", "legacy", "lookalikes") for path in scans)
        if scans:
            figures.append(Figure("real scans told from text", seen / len(scans), 1.0, detail=f"{len(scans)} papers"))
    return figures


def _verdict(data: bytes) -> str:
    """The commonest verdict on the file's pages."""
    from parser.readers.pdf import _read_page
    from parser.readers.pdf_engine import LOCK, opened

    kinds: list[str] = []
    with LOCK, opened(data, "x.pdf") as document:
        for index in range(len(document)):
            page = _read_page(document, index, "x.pdf")
            kinds.append("legacy" if page.recoded else page.verdict.kind if page.verdict is not None else "")
    return max(kinds, key=kinds.count)


def _pages(text: str) -> Iterator[Page]:
    """One text as files: a good layer, five broken letter maps, a picture, an old encoding, look-alike letters."""
    from benchmarks.legacy_files import write

    text = text[:_CHARS]
    good = _printed(text)
    yield "good", good
    yield "garbage", good.replace(b"/ToUnicode", b"/ToUnicodX")
    for change in (
        lambda glyph, letter: letter + 0x400 if letter > 0x7E else letter,
        lambda glyph, letter: 0x20 if letter > 0x7E else letter,
        lambda glyph, letter: letter - 29 if 0x40 < letter < 0x7F else letter,
        lambda glyph, letter: 0xE000 + glyph,
    ):
        yield "garbage", _remapped(good, change)
    yield "picture", _pictured(good)
    yield "legacy", write(text, "TCVN3", "pdf").data
    if "Ư" in text or "ư" in text:
        yield "lookalikes", _printed(text.replace("Ư", "Ƣ").replace("ư", "ƣ"))


def _printed(text: str) -> bytes:
    from tests.pdf_samples import Sheet

    sheet = Sheet()
    sheet.pdf.set_compression(False)
    for line in filter(None, text.split("\n")):
        if sheet.y > 760:
            sheet.page()
        sheet.flow(line)
    return sheet.data()


def _remapped(data: bytes, change: Callable[[int, int], int]) -> bytes:
    def entry(match: re.Match[bytes]) -> bytes:
        return b"<%04X> <%04X>" % (int(match[1], 16), change(int(match[1], 16), int(match[2], 16)))

    return _ENTRY.sub(entry, data)


def _pictured(data: bytes) -> bytes:
    """The file's pages as pictures, as a scanner makes them."""
    import io

    import pypdfium2

    pictures = []
    document = pypdfium2.PdfDocument(data)
    for page in document:
        pictures.append(page.render(scale=100 / 72).to_pil().convert("L"))
    document.close()
    target = io.BytesIO()
    pictures[0].save(target, "PDF", save_all=True, append_images=pictures[1:], resolution=100)
    return target.getvalue()


def scans(texts: Sequence[str], papers: Path | None) -> list[Figure]:
    """What recognition reads of scans, and what of the parse is left."""
    from benchmarks.scans import measure_scans

    return measure_scans(papers)


def cases(texts: Sequence[str], papers: Path | None) -> list[Figure]:
    """Word's numbers and tables, by their tables of cases."""
    from benchmarks.tables_cases import measure_cases

    return [
        Figure(
            row.name,
            row.ours / row.cases,
            1.0,
            markitdown=None if row.markitdown is None else row.markitdown / row.cases,
            detail=f"{row.cases} cases",
        )
        for row in measure_cases()
    ]


PARTS: dict[str, Callable[[Sequence[str], Path | None], list[Figure]]] = {
    "legacy": legacy,
    "verdicts": verdicts,
    "scans": scans,
    "cases": cases,
}


if __name__ == "__main__":
    sys.exit(main())
