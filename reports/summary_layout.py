"""The summary as headed blocks of text and tables: one layout, shared by Markdown, HTML and DOCX.

So the three formats cannot differ in what they show.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.messages import message
from reports.summary import Summary, TaskLine
from reports.version import tool_version
from reports.wording import not_stated, shorten

_FIRST_PAGE_TEXT = 170  # characters of a task or deadline sentence on the first page
_FIRST_PAGE_ROWS = 10  # rows of calendar, targets and documents cited on the first page


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row; every row has as many cells."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading with notes, list items and at most one table; `appendix` blocks come after the first page."""

    heading: str
    notes: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    table: Table | None = None
    warning: bool = False
    appendix: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """Title, identity rows, blocks in reading order, and the line at the foot."""

    title: str
    subtitle: str
    identity: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    footer: str


def lay_out(summary: Summary) -> Layout:
    """Return the one-page layout of `summary`, with the whole lists as appendix where the page cuts them."""
    header = summary.header
    subtitle = " ".join(part for part in (header.type, header.number) if part)
    blocks = [
        *_warnings(summary),
        Block(_word("gist"), items=tuple(f"{line.text} ({line.place})" for line in summary.gist)),
        *_tasks(summary),
        *_targets(summary),
        *_calendar(summary),
        *_cited(summary),
    ]
    shown = [block for block in blocks if block.items or block.notes or block.table]
    shown.sort(key=lambda block: block.appendix)
    source = summary.source
    footer = _word("footer", version=tool_version(), file=source.name, sha=source.sha256[:16])
    return Layout(_word("heading"), subtitle or source.name, summary.identity, tuple(shown), footer)


def _word(code: str, **facts: object) -> str:
    return message("summary", code, **facts)


def _warnings(summary: Summary) -> Iterable[Block]:
    if summary.warnings:
        yield Block(_word("warnings"), items=summary.warnings, warning=True)


def _tasks(summary: Summary) -> Iterable[Block]:
    total = len(summary.tasks)
    if not total:
        yield Block(_word("tasks"), notes=(_word("no_tasks"),))
        return
    notes = [_word("tasks_count", total=total, dated=sum(bool(task.when) for task in summary.tasks))]
    first = summary.first_tasks
    cut = len(first) < total or any(len(task.text) > _FIRST_PAGE_TEXT for task in first)
    if len(first) < total:
        notes.append(_word("tasks_more", shown=len(first), total=total))
    yield Block(_word("tasks"), notes=tuple(notes), table=_task_table(first, _FIRST_PAGE_TEXT))
    if cut:
        yield Block(_word("all_tasks"), table=_task_table(summary.tasks, None), appendix=True)


def _task_table(tasks: tuple[TaskLine, ...], limit: int | None) -> Table:
    head = tuple(_word(f"column_{key}") for key in ("task", "who", "when", "place"))
    rows = tuple((_work_text(t, limit), who_text(t), t.when or not_stated(), str(t.place)) for t in tasks)
    return Table(head, rows)


def _work_text(task: TaskLine, limit: int | None) -> str:
    """What is to be done, and what must come of it where the paper's table says so."""
    text = shorten(task.text, limit) if limit else task.text
    return f"{text} ({_word('product', name=task.product)})" if task.product else text


def who_text(task: TaskLine) -> str:
    """Return the bodies of a task: those in the lead, then those who support."""
    lead = "; ".join(task.who) or not_stated()
    return f"{lead} ({_word('support', names='; '.join(task.support))})" if task.support else lead


def _targets(summary: Summary) -> Iterable[Block]:
    lines = tuple(f"{line.text} – {line.place}" for line in summary.targets)
    yield from _cut_list("targets", lines or (_word("no_targets"),))


def _cut_list(code: str, lines: tuple[str, ...]) -> Iterable[Block]:
    yield Block(_word(code), items=lines[:_FIRST_PAGE_ROWS], notes=_cut_note(len(lines)))
    if len(lines) > _FIRST_PAGE_ROWS:
        yield Block(_word("whole", name=_word(code)), items=lines, appendix=True)


def _cut_note(total: int) -> tuple[str, ...]:
    return (_word("list_more", shown=_FIRST_PAGE_ROWS, total=total),) if total > _FIRST_PAGE_ROWS else ()


def _calendar(summary: Summary) -> Iterable[Block]:
    head = tuple(_word(f"column_{key}") for key in ("when", "task", "place"))
    rows = tuple((line.when, line.work, str(line.place)) for line in summary.calendar)
    if not rows:
        yield Block(_word("calendar"), notes=(_word("no_calendar"),))
        return
    first = tuple((when, shorten(work, _FIRST_PAGE_TEXT), place) for when, work, place in rows[:_FIRST_PAGE_ROWS])
    yield Block(_word("calendar"), notes=_cut_note(len(rows)), table=Table(head, first))
    if len(rows) > _FIRST_PAGE_ROWS:
        yield Block(_word("whole", name=_word("calendar")), table=Table(head, rows), appendix=True)


def _cited(summary: Summary) -> Iterable[Block]:
    head = tuple(_word(f"column_{key}") for key in ("document", "relation", "mentions", "place"))
    rows = tuple((line.text, line.relation, str(line.mentions), str(line.place)) for line in summary.cited)
    if not rows:
        yield Block(_word("cited"), notes=(_word("no_cited"),))
        return
    yield Block(_word("cited"), notes=_cut_note(len(rows)), table=Table(head, rows[:_FIRST_PAGE_ROWS]))
    if len(rows) > _FIRST_PAGE_ROWS:
        yield Block(_word("whole", name=_word("cited")), table=Table(head, rows), appendix=True)
