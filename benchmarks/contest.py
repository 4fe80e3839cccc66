"""rasoat beside its peers on the project's annotated examples: what is found, what is right, how fast."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Literal

from benchmarks.clock import cpu_of
from benchmarks.peers import (
    Finder,
    dated,
    heading_key,
    load_dateparser,
    load_duckling,
    load_law_pattern,
    load_markitdown,
    load_underthesea,
)
from benchmarks.samples import Sample
from benchmarks.scoring import Item, Score, plain, score_sequence, score_spans

if TYPE_CHECKING:
    from parser.document import Document

Task = Literal["deadlines", "citations", "headings"]

PEERS: tuple[tuple[Task, str, Callable[[], Finder]], ...] = (
    ("deadlines", "dateparser.search (vi)", load_dateparser),
    ("deadlines", "Duckling (vi)", load_duckling),
    ("citations", "law-style regex", load_law_pattern),
    ("citations", "underthesea NER", load_underthesea),
    ("headings", "MarkItDown, # lines", partial(load_markitdown, False)),
    ("headings", "MarkItDown, any label", partial(load_markitdown, True)),
)
TASKS: tuple[Task, ...] = ("deadlines", "citations", "headings")


@dataclass(slots=True)
class Row:
    """One tool at one task; `note` says why it was not measured."""

    task: Task
    tool: str
    found: Score = field(default_factory=Score)
    right: Score = field(default_factory=Score)
    speed: float | None = None
    note: str = ""


def contest(samples: Sequence[Sample], repeat: int) -> list[Row]:
    """Measure rasoat and every peer that is installed, task by task."""
    rows = []
    for task in TASKS:
        papers = [s for s in samples if task != "headings" or s.source("docx")]
        if not papers:
            continue
        rows.append(_own_row(task, papers, repeat))
        for peer_task, tool, load in PEERS:
            if peer_task == task:
                rows.append(_peer_row(task, tool, load, papers))
    return rows


def _own_row(task: Task, papers: Sequence[Sample], repeat: int) -> Row:
    """Time the whole of rasoat (reading and every extraction, whatever the task) and score this task's part."""
    from parser.pipeline import parse

    files = [(s.source("docx") if task == "headings" else None) or s.folder / "text.txt" for s in papers]
    documents = [parse(file) for file in files]
    seconds = cpu_of(lambda: [parse(file) for file in files], repeat)
    row = Row(task, "rasoat (everything)", speed=sum(len(s.text) for s in papers) / seconds)
    for sample, document in zip(papers, documents, strict=True):
        _add(row, sample, own_items(task, document, sample))
    return row


def _peer_row(task: Task, tool: str, load: Callable[[], Finder], papers: Sequence[Sample]) -> Row:
    row = Row(task, tool)
    try:
        find = load()
    except ImportError as error:
        row.note = "not installed" if isinstance(error, ModuleNotFoundError) else str(error)
        return row
    results: list[list[Item]] = [find(sample) for sample in papers[:1]]  # warm

    def every() -> None:
        results[:] = [find(sample) for sample in papers]

    row.speed = sum(len(s.text) for s in papers) / max(cpu_of(every, 2), 1e-9)
    for sample, items in zip(papers, results, strict=True):
        _add(row, sample, items)
    return row


def _add(row: Row, sample: Sample, given: Sequence[Item]) -> None:
    """Score one paper's items into `row`."""
    wanted = gold_items(row.task, sample)
    if row.task == "headings":
        row.found += score_sequence([_text_of(item) for item in wanted], [_text_of(item) for item in given])
        row.right += score_sequence([item.value for item in wanted], [item.value for item in given])
        return
    row.found += score_spans(wanted, given)
    row.right += score_spans(wanted, given, lambda want, have: plain(want.value) == plain(have.value))


def _text_of(item: Item) -> str:
    """Return a heading's text without its label."""
    return (item.value or "").partition(" ")[2]


def gold_items(task: Task, sample: Sample) -> list[Item]:
    """Return what the annotation has: time expressions, numbered citations, or headings in order."""
    if task == "headings":
        return [Item(n, n + 1, heading_key(h["label"], h.get("heading"))) for n, h in enumerate(sample.gold["outline"])]
    items = []
    for entry in sample.gold[task]:
        start, end = entry["start"], entry["start"] + len(entry["quote"])
        if task == "citations":
            if entry.get("number"):
                items.append(Item(start, end, entry["number"]))
        else:
            items.append(Item(start, end, f"{entry.get('to')} {entry.get('rrule')}"))
    return items


def own_items(task: Task, document: Document, sample: Sample) -> list[Item]:
    """Return rasoat's findings at their places in the annotated text."""
    if task == "headings":
        return [Item(n, n + 1, heading_key(h.label, h.heading)) for n, h in enumerate(document.outline)]
    place = _placer(document.text, sample.text)
    if task == "citations":
        return [Item(*place(c.start, c.end), c.number) for c in document.citations if c.number]
    return [dated(*place(d.start, d.end), d.to, d.rrule) for d in document.deadlines]


def _placer(read: str, annotated: str) -> Callable[[int, int], tuple[int, int]]:
    """Map spans of the text as read onto the annotated text by counting letters: readers drop blanks and re-wrap."""
    ours = [i for i, ch in enumerate(read) if ch.isalnum()]
    theirs = [i for i, ch in enumerate(annotated) if ch.isalnum()]
    if [read[i] for i in ours] != [annotated[i] for i in theirs]:
        return lambda start, end: _by_quote(read, annotated, start, end)

    def place(start: int, end: int) -> tuple[int, int]:
        first, last = bisect.bisect_left(ours, start), bisect.bisect_left(ours, end) - 1
        return theirs[first], theirs[last] + 1

    return place


def _by_quote(read: str, annotated: str, start: int, end: int) -> tuple[int, int]:
    """Find the same occurrence of the quote; where there is none, an empty span that matches nothing."""
    quote, at = read[start:end], -1
    for _ in range(read.count(quote, 0, start) + 1):
        at = annotated.find(quote, at + 1)
        if at < 0:
            return 0, 0
    return at, at + len(quote)
