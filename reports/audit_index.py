"""The page of an audit: heat map, ranking, most-missed requirements, roll-ups, chains, in one file without a server.

3,321 plans × 200 requirements are 660,000 cells. They travel as two bytes each in base64 and are drawn on a canvas,
only those in view; evidence stays in the plans' own gap reports, which the page opens at the requirement's anchor.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audit.batch.model import Failure, PaperFacts, Versions
from audit.deep import DEPTHS
from audit.report import STATUSES, Status
from corpus.knowledge import load
from corpus.messages import message
from reports.audit_cascade import CascadeView
from reports.audit_figures import ParentFigures, label_of, percent
from reports.audit_results import REASONS, Told
from reports.gap_head import thresholds
from reports.html import render
from reports.wording import format_day, not_stated, paper_name, shorten

_TABS = ("map", "ranking", "missed", "fields", "places", "cascade", "failures", "run")
_LISTED = 500  # flaws shown in the page; all of them are in the table beside it
_TITLE = 160
_QUOTE = 900  # characters of a requirement in the page; the gap report has the whole


@dataclass(frozen=True, slots=True)
class AuditView:
    """Everything the outputs of a finished audit show besides the verdicts themselves.

    `told` is what only the rows of a plan tell (by plan and parent): path of its gap report, reasons.
    """

    figures: tuple[ParentFigures, ...]
    told: Mapping[str, Mapping[str, Told]]
    failures: tuple[Failure, ...]
    versions: Versions
    cascade: CascadeView
    plans: int
    letters: int
    filters: str


def index_html(view: AuditView) -> str:
    """Return the page as HTML text."""
    data = json.dumps(page_data(view), ensure_ascii=False, separators=(",", ":"))
    return render(
        "audit.html.j2",
        view=view,
        data=data.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"),
        title=_title(view.figures),
        cards=_cards(view),
        run=head_of(view),
        first=next((n for n, figures in enumerate(view.figures) if figures.lines), 0),
        names=[paper_name(figures.parent.paper) for figures in view.figures],
        tabs=_TABS,
        badges={"cascade": number(_flawed(view.cascade)), "failures": number(len(view.failures))},
        marks=json.dumps([message("audit_index", f"legend_{code}") for code in _marks(view)], ensure_ascii=False),
        most=_LISTED,
        script=load("messages")["audit_script"],
        depths=[message("depths", depth) for depth in DEPTHS],
        word=lambda code, **facts: message("audit_index", code, **facts),
        chain=lambda code, **facts: message("cascade", code, **facts),
    )


def page_data(view: AuditView) -> dict[str, Any]:
    """Return what the page's script reads."""
    plans: dict[str, int] = {}
    table: list[list[object]] = []
    for figures in view.figures:
        for line in figures.lines:
            if line.facts.name not in plans:
                plans[line.facts.name] = len(table)
                table.append(_plan(line.facts))
    return {
        "plans": table,
        "parents": [_parent(figures, plans, view.told) for figures in view.figures],
        "statuses": [[status, message("status", status), _letter(status)] for status in STATUSES],
        "reasons": [message("reasons", reason) for reason in REASONS],
        "decisions": [message("gap", "waived"), message("gap", "rejected")],
        "words": load("messages")["audit_script"],
    }


def _letter(status: Status) -> str:
    return message("audit_index", f"letter_{status}")


def _cells(figures: ParentFigures, told: Sequence[Told | None]) -> str:
    """Return status, open gap, decision, doubt and reasons of every cell, two bytes each, in base64."""
    import numpy as np

    statuses, marks = figures.grid.statuses[figures.rows], figures.grid.marks[figures.rows]
    blank = bytes(statuses.shape[1])
    joined = b"".join(blank if one is None else one.reasons for one in told)
    codes = np.frombuffer(joined, dtype=np.uint8).reshape(statuses.shape).astype("<u2") << 8
    return base64.b64encode((codes | statuses | (marks << 3)).astype("<u2").tobytes()).decode("ascii")


def _plan(facts: PaperFacts) -> list[object]:
    return [
        label_of(facts),
        facts.number or "",
        format_day(facts.date) if facts.date else "",
        facts.issuer or "",
        message("levels", facts.level) if facts.level else "",
        facts.name,
        facts.sha256,
        shorten(facts.title or "", _TITLE),
    ]


def _parent(figures: ParentFigures, plans: Mapping[str, int], told: Mapping[str, Mapping[str, Told]]) -> dict[str, Any]:
    sections = [name for name, _ in figures.fields()]
    told_here = [told.get(line.facts.name, {}).get(figures.parent.key) for line in figures.lines]
    places = sorted({line.place for line in figures.lines})
    ranks = {line.facts.name: rank for rank, line in enumerate(figures.ranking(), start=1)}
    return {
        "title": paper_name(figures.parent.paper),
        "sections": sections,
        "rows": [
            [
                asked.id,
                asked.path,
                sections.index(asked.section),
                shorten(asked.quote, _QUOTE),
                message("kinds", asked.kind),
                format_day(asked.due) if asked.due else "",
                asked.page or 0,
            ]
            for asked in figures.parent.rows
        ],
        "places": places,
        "plans": [plans[line.facts.name] for line in figures.lines],
        "place": [places.index(line.place) for line in figures.lines],
        "totals": [
            [line.totals.coverage, line.totals.open_missing, line.totals.open_partial, line.totals.needs_review]
            for line in figures.lines
        ],
        "rank": [ranks[line.facts.name] for line in figures.lines],
        "reports": ["" if one is None else one.report for one in told_here],
        "letters": [line.letter for line in figures.lines],
        "cells": _cells(figures, told_here),
    }


def _flawed(view: CascadeView) -> int:
    """How many things the chain's tab has to tell."""
    return len(view.flaws) + len(view.absent) + len(view.doubtful)


def _marks(view: AuditView) -> list[str]:
    """The marks on cells that occur in this audit."""
    totals = [figures.total for figures in view.figures]
    marks = {"review": "needs_review", "waived": "waived", "rejected": "rejected"}
    return [mark for mark, count in marks.items() if any(getattr(total, count) for total in totals)]


def _title(figures: Sequence[ParentFigures]) -> str:
    if len(figures) == 1:
        return paper_name(figures[0].parent.paper)
    return message("audit_index", "parents", count=len(figures))


def _cards(view: AuditView) -> list[list[tuple[str, str, str]]]:
    """Per parent the figures at the top: (class, figure, words)."""
    cards = []
    for figures in view.figures:
        total = figures.total
        row = [("", number(len(figures.lines)), "plans"), ("", number(len(figures.requirements)), "asked")]
        row.append(("", percent(total.coverage) if total.binding else "–", "coverage"))
        row += [(status, number(total.of(status)), status) for status in STATUSES]
        row.append(("", number(total.open_gaps), "open_gaps"))
        row.append(("", number(total.needs_review), "needs_review"))
        row += [("", number(count), code) for code in ("waived", "rejected") if (count := getattr(total, code))]
        row.append(("", number(sum(bool(line.letter) for line in figures.lines)), "letters"))
        cards.append([(tone, figure, message("audit_index", f"card_{code}")) for tone, figure, code in row])
    return cards


def head_of(view: AuditView) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return headings with their lines: every parent's identity, then what the verdicts depend on."""
    blocks = []
    for figures in view.figures:
        paper = figures.parent.paper
        stated = {
            "type": paper.type,
            "number": paper.number,
            "date": format_day(paper.date) if paper.date else None,
            "issuer": paper.issuer,
            "title": paper.title,
        }
        rows = [(message("identity", code), value or not_stated()) for code, value in stated.items()]
        rows += [(message("gap", "file"), paper.name), (message("gap", "sha256"), paper.sha256)]
        blocks.append((message("gap", "parent"), rows))
    versions = view.versions
    limits = {name: f"{value:.2f}".replace(".", ",") for name, value in thresholds().items()}
    rules = message("gap", "rules_value", digest=versions.rules, day=format_day(versions.rules_newest))
    read = message("audit_index", "read_value", plans=number(view.plans), failures=number(len(view.failures)))
    rows = [
        (message("gap", "tool"), versions.tool),
        (message("gap", "model"), versions.model),
        (message("gap", "rules"), rules),
        (message("gap", "thresholds"), message("gap", "thresholds_value", **limits)),
        (message("gap", "filters"), view.filters or message("gap", "no_filter")),
        (message("audit_index", "read"), read),
    ]
    return [*blocks, (message("gap", "run"), rows)]


def number(value: int) -> str:
    """Return a count with dots between thousands."""
    return f"{value:,}".replace(",", ".")
