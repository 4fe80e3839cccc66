"""A verdict that rests on a page hardly legible is for a human to look at, whatever the words seem to say."""

from __future__ import annotations

from dataclasses import replace

from audit.report import Item, Span
from parser.document import Document

POOR_PAGE = "ocr_poor"  # the finding that recognition leaves on pages it read badly; it spans their text
UNREAD_PAGES = ("ocr_failed", "pages_scanned", "pages_broken")


def doubted(items: tuple[Item, ...], parent: Document, child: Document) -> tuple[Item, ...]:
    """Return the items, those marked for review whose words, or whose missing answer, may be misread."""
    asked, answered = _poor(parent), _poor(child)
    holes = bool(answered) or any(finding.kind in UNREAD_PAGES for finding in child.findings)
    if not (asked or holes):
        return items
    return tuple(
        replace(item, needs_review=True) if _rests_on(item, asked, answered, holes) else item for item in items
    )


def _poor(document: Document) -> tuple[Span, ...]:
    return tuple(Span(f.start, f.end) for f in document.findings if f.kind == POOR_PAGE)


def _rests_on(item: Item, asked: tuple[Span, ...], answered: tuple[Span, ...], holes: bool) -> bool:
    if item.status == "not_applicable":
        return False
    requirement = item.requirement
    if any(page.start < requirement.end and requirement.start < page.end for page in asked):
        return True
    if item.status == "missing" and holes:
        return True  # the answer may stand on the page that could not be read
    return any(page.start < span.end and span.start < page.end for page in answered for span in item.evidence)
