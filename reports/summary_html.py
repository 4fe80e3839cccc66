"""The summary as one self-contained HTML page, A4 in print."""

from __future__ import annotations

from reports.html import render
from reports.summary import Summary
from reports.summary_layout import lay_out


def summary_html(summary: Summary) -> str:
    """Return the page as HTML text."""
    return render("summary.html.j2", layout=lay_out(summary))
