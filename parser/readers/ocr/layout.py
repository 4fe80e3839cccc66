"""Words of a page → the rows that the PDF reader makes paragraphs of."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from parser.readers.ocr import handwriting, sifting
from parser.readers.ocr.engine import Word
from parser.readers.ocr.page import PageWords
from parser.readers.pdf_columns import whole_line
from parser.readers.pdf_lines import build_rows
from parser.readers.pdf_shapes import Line, PageLayout, Run, Scan, ScannedWord
from parser.syllables import measure

_EM = 1.06  # of the height that Tesseract gives a line's letters: the letter size
_SAME_SIZE = 0.4  # lines this near to the usual size of the page have it: the measure wavers with the accents


def lay_out(page: PageWords, number: int, stamped: list[Run] | None = None) -> PageLayout:
    """The page as the text-layer reader would have seen it; `stamped` are letters set over its picture."""
    layout = PageLayout(number, page.width, page.height, [], page.grids)
    blanks = _empty_blanks(page) if number == 1 else set()
    sizes = _sizes(page.words)
    numbered = zip(page.regions, page.words, strict=True)
    for region, members in groupby(numbered, key=lambda pair: pair[0]):
        runs = [_run(word, sizes[word.line], at) for at, (_, word) in enumerate(members)]
        rows = build_rows([*runs, *(run for run in stamped or () if _lies_in(run, runs))], number)
        if region in page.cells:
            layout.grids[page.cells[region][0]].lines[page.cells[region][1]] = [whole_line(row) for row in rows]
        else:
            layout.rows += rows
    if page.mark and layout.rows:
        first = layout.rows[0][0]
        layout.rows.insert(0, [Line(number, page.mark, first.x0, first.x1, first.top - 1, first.size)])
    layout.letters = sum(len(word.text) for word in page.words)
    layout.scan = Scan(
        tuple(ScannedWord(w.text, w.x0, w.y0, w.x1, w.y1, w.confidence) for w in page.words),
        page.askew,
        sifting.confidence(page.words) / 100,
        measure(" ".join(word.text for word in page.words)).quality,
        page.mark,
        frozenset(blanks),
        tuple(page.bands),
    )
    return layout


def _empty_blanks(page: PageWords) -> set[str]:
    """Leave out numbers and days written by hand; tell which."""
    region_of = {word.line: region for word, region in zip(page.words, page.regions, strict=True)}
    filled = handwriting.take_out(page.words, page.height, page.unread)
    page.words = filled.words
    page.regions = [region_of[word.line] for word in filled.words]
    return filled.blanks


def _run(word: Word, size: float, at: int) -> Run:
    return Run(
        word.baseline, word.x0, word.x1, size, word.text, at, at, False, False, True, True, -1, False
    )  # fmt: skip


def _lies_in(stamp: Run, runs: list[Run]) -> bool:
    return min(run.y for run in runs) - 10 < stamp.y < max(run.y for run in runs) + 10


def _sizes(words: list[Word]) -> dict[int, float]:
    """Letter size of each line, the usual one where the measure only wavers about it."""
    sizes = {word.line: word.size * _EM for word in words}
    counts: Counter[float] = Counter()
    for word in words:
        counts[round(sizes[word.line] * 2) / 2] += len(word.text)
    usual = counts.most_common(1)[0][0] if counts else 12.0
    return {line: usual if abs(size - usual) < _SAME_SIZE * usual else size for line, size in sizes.items()}
