"""What the second reader is asked about a row, and what of its answer can be taken at its word.

The papers' words are data: they go out as one line of JSON between two marks that no paper can hold, and nothing of
what comes back is shown or believed except a status, a reason out of a list, and words found in the plan itself.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from string import Template
from typing import Any, get_args

from audit.report import Reason, Span, Status
from corpus.knowledge import load
from models.passages import COMMITTING, Pairing
from models.verdict import Opinion
from parser.document import Document, Requirement, Unit
from parser.folding import fold

_STATUSES: dict[str, Status] = {"covered": "covered", "partial": "partial", "missing": "missing"}
_REASONS: dict[str, Reason] = {
    reason: reason for reason in get_args(Reason) if reason not in ("level_abolished",)
}  # what a reader of one passage can see
_THOUGHTS = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_FENCE = re.compile(r"\A\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A row as the second reader sees it: its words, and the spans of the plan that are shown."""

    system: str
    user: str
    shown: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A well-formed answer: covered and partial always with the words of the plan they rest on.

    "missing" may quote the words that come nearest and speak of something else.
    """

    status: Status
    quote: Span | None
    reason: Reason


def sheet(row: int, pairing: Pairing, opinion: Opinion) -> Sheet:
    """Return what is asked about the row."""
    requirement, parent, child = pairing.wanted[row].requirement, pairing.parent, pairing.child
    shown = _shown(row, pairing, opinion)
    return written(
        child.text,
        [(_context(unit, child), span) for span, unit in shown],
        (_above(requirement, parent), requirement.quote),
        parent.text,
    )


def written(text: str, passages: list[tuple[str, Span]], asked: tuple[str, str], parent: str) -> Sheet:
    """Return the sheet for `asked` (heading, words) and the `passages` (heading, span) of the plan `text`."""
    data = {
        "yeu_cau": {"de_muc": asked[0], "noi_dung": asked[1]},
        "doan": [
            {"so": number, "de_muc": above, "noi_dung": text[span.start : span.end]}
            for number, (above, span) in enumerate(passages, start=1)
        ],
    }
    prompt = load("second_reader")["prompt"]
    facts = {"mark": _mark(parent, text), "data": json.dumps(data, ensure_ascii=False)}
    system, user = (Template(prompt[part]).substitute(facts) for part in ("system", "question"))
    return Sheet(system, user, tuple(span for _, span in passages))


def read_answer(text: str, sheet: Sheet, plan: str) -> Answer | None:
    """Return the answer in the model's words; None when it is not what was asked for, or rests on nothing."""
    said = _object(text)
    if said is None:
        return None
    status, quote, reason = said.get("status"), said.get("quote"), said.get("reason")
    if not isinstance(status, str) or status not in _STATUSES:
        return None
    if not isinstance(quote, str | None) or not isinstance(reason, str | None):
        return None
    why = _REASONS.get(reason or "", "incomplete")
    found = _find(quote or "", sheet, plan)
    if found is None and status != "missing":
        return None
    return Answer(_STATUSES[status], found, why)


def _shown(row: int, pairing: Pairing, opinion: Opinion) -> list[tuple[Span, Unit]]:
    """The best committing passages, best first, none overlapping; whole paragraphs as far as they are short enough."""
    limits, child = load("second_reader")["passages"], pairing.child
    chosen: list[tuple[Span, Unit]] = []
    for i in opinion.evidence.order[row]:
        passage = pairing.passages[int(i)]
        if not passage.commits or len(chosen) == limits["most"]:
            break
        unit = child.units[passage.unit]
        whole = unit.end - unit.start <= limits["longest"] and unit.zone in COMMITTING
        span = Span(unit.start, unit.end) if whole else Span(passage.start, passage.end)
        fits = span.end - span.start <= limits["longest"]
        overlaps = any(span.start < other.end and other.start < span.end for other, _ in chosen)
        if fits and not overlaps and not _suspect(child.text[span.start : span.end]):
            chosen.append((span, unit))
    return chosen


def _suspect(text: str) -> bool:
    """True for words that speak to a machine rather than to an office."""
    folded = fold(text)
    return any(phrase in folded for phrase in load("second_reader")["passages"]["suspect"])


def _above(requirement: Requirement, parent: Document) -> str:
    unit = next((u for u in parent.units if u.start < requirement.end and requirement.start < u.end), None)
    return _context(unit, parent) if unit else ""


def _context(unit: Unit, document: Document) -> str:
    """The heading above the unit and the lead-in of its list."""
    parts = []
    if unit.heading is not None and unit.kind != "heading":
        parts.append(document.outline[unit.heading].heading)
    if unit.parent is not None:
        lead = document.units[unit.parent]
        parts.append(document.text[lead.start : lead.end])
    limit = load("second_reader")["passages"]["context"]
    return " / ".join(part[:limit] for part in dict.fromkeys(parts) if not _suspect(part))


def _mark(parent: str, child: str) -> str:
    """A line that stands in neither paper: whoever writes it into one of them changes it."""
    source = "\0".join((parent, child))
    return f"=== {sha256(source.encode('utf-8', 'replace')).hexdigest()[:24]} ==="


def _object(text: str) -> dict[str, Any] | None:
    """The one JSON object of the answer; a model's thoughts before it and a code fence around it are let pass."""
    text = _THOUGHTS.sub("", text, count=1)
    fenced = _FENCE.match(text)
    try:
        value = json.loads(fenced[1] if fenced else text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _find(quote: str, sheet: Sheet, text: str) -> Span | None:
    """Where one of the passages shown holds these very words; white space may differ, nothing else."""
    words = unicodedata.normalize("NFC", quote).split()
    limits = load("second_reader")["answer"]
    if len(words) < limits["fewest_words"] or len("".join(words)) < limits["fewest_letters"]:
        return None
    if sum(map(len, words)) > max((span.end - span.start for span in sheet.shown), default=0):
        return None
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)")
    for span in sheet.shown:
        found = pattern.search(text, span.start, span.end)
        if found:
            return Span(found.start(), found.end())
    return None
