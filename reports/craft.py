"""What reports add to each plan of an audit, as functions that every worker can import."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from audit.batch.model import ParentFacts, PlanResult, Versions
from audit.report import GapReport, Item
from parser.document import Document
from reports.audit_letters import letter_files
from reports.gap_layout import section_finder
from reports.gap_requests import request
from reports.render import render_gap


@dataclass(frozen=True, slots=True)
class ReportCraft:
    """The functions that make a plan's words, page and letter (audit.batch.work.Craft)."""

    section: Callable[[Document], Callable[[int], str]]
    request: Callable[[Item, GapReport], str]
    page: Callable[[GapReport], bytes]
    extras: Callable[[PlanResult, Sequence[ParentFacts], Versions], dict[str, bytes]]


def page(report: GapReport) -> bytes:
    """Return the gap report of a plan as one HTML page."""
    return render_gap(report, "html")


def craft() -> ReportCraft:
    """Return the craft of this installation."""
    return ReportCraft(section_finder, request, page, letter_files)
