"""The summary as Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from reports.summary import Summary
from reports.summary_layout import Block, Table, lay_out


def summary_markdown(summary: Summary) -> str:
    """Return the page as Markdown text, ending in a newline."""
    layout = lay_out(summary)
    lines = [f"# {layout.title}: {_plain(layout.subtitle)}", ""]
    lines += [f"- **{label}:** {_plain(value)}" for label, value in layout.identity]
    for block in layout.blocks:
        lines += ["", *_block(block)]
    lines += ["", "---", "", f"*{_plain(layout.footer)}*", ""]
    return "\n".join(lines)


def _block(block: Block) -> Iterable[str]:
    yield f"## {block.heading}"
    yield ""
    for note in block.notes:
        yield _plain(note)
        yield ""
    for item in block.items:
        yield f"- {_plain(item)}"
    if block.table:
        yield from _table(block.table)


def _table(table: Table) -> Iterable[str]:
    yield "| " + " | ".join(table.head) + " |"
    yield "|" + "---|" * len(table.head)
    for row in table.rows:
        yield "| " + " | ".join(_plain(cell).replace("|", "\\|") for cell in row) + " |"


def _plain(text: str) -> str:
    """Keep the paper's own characters from being read as Markdown or HTML."""
    for mark in "\\`*_<>#":
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())
