"""A ready paragraph per gap: what the reviewer can send back to those who drafted the plan."""

from __future__ import annotations

from audit.report import Fault, GapReport, Item
from corpus.messages import message
from parser.document import Document
from reports.places import Place, place_finder
from reports.wording import format_day, paper_name, shorten

_QUOTE = 220  # characters of a requirement, enough to know it by
_PART = 120  # characters of what is missing or weaker
_INNER = str.maketrans("“”", "‘’")  # quotation marks inside quotation marks


def request(item: Item, report: GapReport) -> str:
    """Return the paragraph for an open gap; "" for a row nobody has to act on."""
    if item.gap is None:
        return ""
    requirement = item.requirement
    place = Place(requirement.path, place_finder(report.parent)(requirement.start).page)
    facts = {
        "quote": _quoted(requirement.quote.rstrip(" .;,"), _QUOTE),
        "where": message("requests", "where", place=place, paper=name_of(report.parent)),
        "due": _due(item, report.parent),
    }
    if item.rejected:
        return message("requests", "human", **facts)
    said_at = place_finder(report.child)(item.evidence[0].start) if item.evidence else Place("", None)
    if item.status == "partial":
        points = "; ".join(dict.fromkeys(_point(fault, item) for fault in item.faults)) or _point(None, item)
        return message("requests", "partial", **facts, said_at=said_at, points=points)
    return message("requests", "near_miss" if item.evidence else "missing", **facts, said_at=said_at)


def _due(item: Item, parent: Document) -> str:
    """The day, where the quote itself does not say it (a heading, lead-in or table column does)."""
    requirement = item.requirement
    times = [parent.deadlines[i] for i in requirement.deadlines]
    if requirement.due is None or any(requirement.start <= time.start < requirement.end for time in times):
        return ""
    return message("requests", "due", day=format_day(requirement.due))


def name_of(paper: Document) -> str:
    """Return the paper by type, number, date and issuer, as far as it states them: "Kế hoạch số 45/KH-UBND …"."""
    return paper_name(paper.header)


def _point(fault: Fault | None, item: Item) -> str:
    """What to change, with both figures where there are two."""
    if fault is None:
        return message("requests", "incomplete")
    whole = fault.asked == item.requirement.quote
    facts = {"asked": _quoted(fault.asked, _PART), "said": _quoted(fault.said, _PART)}
    code: str = fault.reason
    if fault.reason == "weaker_target" and whole and fault.said:
        code = "softened"
    elif fault.reason == "incomplete" and not whole and fault.asked:
        code = "incomplete_part"
    elif fault.reason in ("weaker_target", "later_deadline", "wrong_citation") and not fault.said:
        code = f"{fault.reason}_unsaid"
    return message("requests", code, **facts)


def _quoted(text: str, limit: int) -> str:
    """Shorten the text; marks of quotation inside become single ones, except between the parts of a list."""
    parts = text.split("”, “")
    return shorten("”, “".join(part.translate(_INNER) for part in parts), limit)
