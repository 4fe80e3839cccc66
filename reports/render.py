"""From a document or verdict to the bytes of the format asked for."""

from __future__ import annotations

import json
from typing import Any

from audit.report import GapReport, Status
from parser.document import Document
from reports.summary import summarise


def render_summary(document: Document, form: str) -> bytes:
    """Return the summary of `document` as `form`: md, html, docx or json."""
    summary = summarise(document)
    if form == "docx":
        from reports.summary_docx import summary_docx

        return summary_docx(summary)
    if form == "html":
        from reports.summary_html import summary_html

        return summary_html(summary).encode()
    if form == "json":
        from reports.summary_json import summary_json

        return _json(summary_json(summary))
    from reports.summary_markdown import summary_markdown

    return summary_markdown(summary).encode()


def render_gap(report: GapReport, form: str, only: tuple[Status, ...] = ()) -> bytes:
    """Return `report` as `form`: text, json, html, docx or xlsx; `only` hides the rows of other statuses."""
    if form == "html":
        from reports.gap_html import gap_html

        return gap_html(report, only).encode()
    if form == "json":
        from reports.gap_json import gap_json

        return _json(gap_json(report, only))
    if form == "docx":
        from reports.gap_docx import gap_docx

        return gap_docx(report, only)
    if form == "xlsx":
        from reports.gap_xlsx import gap_xlsx

        return gap_xlsx(report, only)
    from reports.gap_text import gap_text

    return gap_text(report, only).encode()


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"
