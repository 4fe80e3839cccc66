"""The gap report as one self-contained HTML page."""

from __future__ import annotations

from audit.report import STATUSES, GapReport, Status
from corpus.messages import message
from reports.gap_layout import lay_out_gap
from reports.html import render


def gap_html(report: GapReport, only: tuple[Status, ...] = ()) -> str:
    """Return the page as HTML text."""
    layout = lay_out_gap(report, only)
    present = {row.status for row in layout.rows}
    buttons = [(status, message("status", status)) for status in STATUSES if status in present]
    return render("gap.html.j2", layout=layout, buttons=buttons, word=lambda code: message("gap", code))
