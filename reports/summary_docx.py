"""The summary as a Word file, to be edited or forwarded."""

from __future__ import annotations

from reports.summary import Summary
from reports.summary_layout import lay_out
from reports.word import WordPage

_WIDTHS = {3: (45, 90, 35), 4: (75, 40, 30, 25)}  # millimetres, by number of columns; 170 in all


def summary_docx(summary: Summary) -> bytes:
    """Return the page as the bytes of a DOCX file."""
    layout = lay_out(summary)
    page = WordPage(f"{layout.title}: {layout.subtitle}")
    page.table((), layout.identity, (45, 125))
    first_appendix = True
    for block in layout.blocks:
        page.heading(block.heading, new_page=block.appendix and first_appendix)
        first_appendix = first_appendix and not block.appendix
        for note in block.notes:
            page.paragraph(note, bold=block.warning)
        for item in block.items:
            page.bullet(item)
        if block.table:
            page.table(block.table.head, block.table.rows, _WIDTHS[len(block.table.head)])
    page.paragraph(layout.footer, small=True)
    return page.data()
