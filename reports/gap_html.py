"""The gap report as one self-contained HTML page."""

from __future__ import annotations

from audit.report import GapReport
from corpus.messages import message
from reports.gap_layout import lay_out_gap
from reports.html import render


def gap_html(report: GapReport) -> str:
    """Return the page as HTML text."""
    return render("gap.html.j2", layout=lay_out_gap(report), word=lambda code: message("gap", code))
