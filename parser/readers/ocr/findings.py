"""The last steps on a recognised document: closed sets repaired, and everything said that a reader must know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from corpus.knowledge import load
from corpus.messages import message
from parser.document import Finding, Page, Paragraph, Reading
from parser.readers.ocr.edits import Edit, apply, disjoint
from parser.readers.ocr.repair import repairs
from parser.readers.pdf_shapes import PageLayout
from parser.secrecy import running_mark


def finish(reading: Reading, pages: Sequence[PageLayout]) -> Reading:
    """Repair what closed sets prove, name the reader, and add the findings on recognised pages."""
    reading = _failures(reading, pages)
    scans = {page.number: page for page in pages if page.scan is not None}
    if not scans:
        return reading
    letters = sum(page.letters for page in pages)
    if sum(page.letters for page in scans.values()) >= letters / 2:
        reading = replace(reading, source=replace(reading.source, reader="ocr"))
    recognised = tuple(p for p in reading.paragraphs if _page_of(p, reading.pages) in scans)
    before = reading.text
    edits = disjoint(repairs(before, recognised))
    reading, done = apply(reading, edits)
    spans = {page.number: page for page in reading.pages}
    found = [
        *mark_findings(page.scan.mark for page in scans.values() if page.scan and page.scan.mark),
        *_quality(scans, spans),
        *_blanks(scans, spans),
        _told(scans, spans, len(reading.pages)),
        *(_repaired(new, before[old.start : old.end]) for old, new in zip(edits, done, strict=True)),
    ]
    return replace(reading, findings=(*reading.findings, *found))


def _failures(reading: Reading, pages: Sequence[PageLayout]) -> Reading:
    numbers = [page.number for page in pages if page.unread]
    if not numbers:
        return reading
    text = message("ocr", "failed", pages=", ".join(map(str, numbers)))
    return replace(reading, findings=(*reading.findings, Finding("ocr_failed", "warning", text, 0, 0)))


def _page_of(paragraph: Paragraph, pages: Sequence[Page]) -> int:
    return next((page.number for page in pages if page.start <= paragraph.start < max(page.end, page.start + 1)), 0)


def mark_findings(marks: Iterable[str]) -> Iterator[Finding]:
    """What is said of marks of secrecy and urgency in red stamps, which are lifted off before letters are read."""
    for mark in dict.fromkeys(marks):
        urgent = Finding("urgency_stamp", "warning", message("warnings", "urgency", mark=mark), 0, 0)
        yield running_mark(mark) or urgent


def _quality(scans: dict[int, PageLayout], spans: dict[int, Page]) -> Iterator[Finding]:
    """A warning for each run of pages whose text cannot be relied on."""
    least = load("ocr")["quality"]["least"]
    poor = [number for number, page in sorted(scans.items()) if page.scan and page.scan.quality < least]
    for _, group in groupby(enumerate(poor), key=lambda pair: pair[1] - pair[0]):
        numbers = [number for _, number in group]
        worst = min(page.scan.quality for n in numbers if (page := scans[n]).scan)
        name = str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"
        text = message("ocr", "poor", pages=name, share=round(100 * worst))
        yield Finding("ocr_poor", "warning", text, spans[numbers[0]].start, spans[numbers[-1]].end)


def _blanks(scans: dict[int, PageLayout], spans: dict[int, Page]) -> Iterator[Finding]:
    for number, page in sorted(scans.items()):
        for blank in ("number", "date"):
            if page.scan and blank in page.scan.blanks:
                span = spans[number]
                yield Finding(
                    f"unread_{blank}", "warning", message("ocr", f"hand_{blank}", page=number), span.start, span.start
                )


def _told(scans: dict[int, PageLayout], spans: dict[int, Page], count: int) -> Finding:
    quality = sum(page.scan.quality for page in scans.values() if page.scan) / len(scans)
    numbers = sorted(scans)
    code = "read_whole" if len(numbers) == count else "read_pages"
    text = message("ocr", code, pages=", ".join(map(str, numbers)), share=round(100 * quality))
    return Finding("ocr_read", "info", text, spans[numbers[0]].start, spans[numbers[-1]].end)


def _repaired(edit: Edit, old: str) -> Finding:
    text = message("ocr", "repaired", old=old, new=edit.text) if old else message("ocr", "spaced")
    return Finding("ocr_repaired", "info", text, edit.start, edit.end)
