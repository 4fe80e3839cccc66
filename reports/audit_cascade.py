"""The chain of papers in words: who implements whom, its flaws, units without a plan, coverage in depth."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

from audit.batch.model import AuditRun, PaperFacts
from audit.cascade import FLAWS, Cascade, Flaw, tree
from audit.deep import DEPTHS, DeepView
from audit.roll import Roll
from audit.units import Unit, units_available
from corpus.messages import message
from reports.audit_figures import label_of, percent
from reports.sheets import FORMULA
from reports.wording import paper_name

_BRANCH = 40  # papers shown under one paper; the rest is told by their number


@dataclass(frozen=True, slots=True)
class FlawLine:
    """A flaw in words."""

    kind: str
    paper: str
    place: str
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class DepthLine:
    """A requirement of an upper paper: what each paper between says, and what the plans below make of it."""

    id: str
    place: str
    quote: str
    between: tuple[str, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Depth:
    """Deep coverage of one upper paper."""

    paper: str
    between: tuple[str, ...]
    coverage: str
    lines: tuple[DepthLine, ...]


@dataclass(frozen=True, slots=True)
class CascadeView:
    """Everything the outputs show of chains; `unrolled` says why no list of expected units was called, "" if it was."""

    tree: tuple[tuple[int, str], ...]
    counts: tuple[tuple[str, str, int], ...]
    flaws: tuple[FlawLine, ...]
    depths: tuple[Depth, ...]
    unrolled: str
    expected: int
    absent: tuple[tuple[str, str], ...]
    doubtful: tuple[tuple[str, str], ...]


def cascade_view(cascade: Cascade, roll: Roll | None, deep: Sequence[DeepView], run: AuditRun) -> CascadeView:
    """Put the chains into words."""
    papers = cascade.papers
    branches = []
    for depth, name, left in tree(cascade, _BRANCH):
        words = _branch(papers[name]) if name else message("cascade", "left", count=left)
        branches.append((depth, words))
    counts = cascade.counts()
    return CascadeView(
        tree=tuple(branches),
        counts=tuple((kind, message("cascade", kind), counts[kind]) for kind in FLAWS),
        flaws=tuple(_flaw(flaw, cascade) for kind in FLAWS for flaw in cascade.flaws if flaw.kind == kind),
        depths=tuple(_depth(view, run, cascade) for view in deep),
        unrolled="" if roll else message("cascade", "no_list" if units_available() else "not_rolled"),
        expected=len(roll.expected) if roll else 0,
        absent=tuple((unit.name, _above(unit)) for unit in roll.absent) if roll else (),
        doubtful=tuple(_doubtful(roll, cascade)) if roll else (),
    )


def cascade_text(view: CascadeView) -> str:
    """Return the chains as plain text, for the terminal."""
    lines = [message("cascade", "heading"), ""]
    lines += [f"{'  ' * depth}- {words}" for depth, words in view.tree] or [message("cascade", "no_tree")]
    lines += ["", *(f"{word}: {count}" for _, word, count in view.counts)]
    counted = message("cascade", "absent_count", absent=len(view.absent), expected=view.expected)
    lines.append(view.unrolled or counted)
    lines += [f"- {flaw.paper}: {flaw.sentence}" for flaw in view.flaws]
    if view.absent:
        lines += ["", message("cascade", "absent")]
        lines += [f"- {name}{f' ({place})' if place else ''}" for name, place in view.absent]
    lines += [f"- {name}: {why}" for name, why in view.doubtful]
    for depth in view.depths:
        lines += ["", message("cascade", "depth", paper=depth.paper, coverage=depth.coverage)]
        for line in depth.lines:
            counts = ", ".join(
                f"{message('depths', code)} {count}" for code, count in zip(DEPTHS, line.counts, strict=True) if count
            )
            lines.append(f"- {line.id} ({', '.join(line.between)}): {counts}")
    return "\n".join(lines) + "\n"


def cascade_csv(view: CascadeView) -> bytes:
    """Return flaws and absent units as one table (UTF-8 with a mark, so that Excel reads it)."""
    rows = [(flaw.kind, flaw.paper, flaw.place, flaw.name, flaw.sentence) for flaw in view.flaws]
    rows += [("absent", name, place, "", message("cascade", "absent_why")) for name, place in view.absent]
    rows += [("unmatched", name, "", name, why) for name, why in view.doubtful]
    heads = [message("cascade", f"column_{code}") for code in ("kind", "paper", "place", "file", "sentence")]
    return table_csv(heads, rows)


def table_csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return rows as CSV that Excel opens with the right letters and without reading text as formulas."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows([safe(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def safe(value: object) -> object:
    """Return text that a spreadsheet does not take for a formula."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return "'" + value
    return value


def _branch(paper: PaperFacts) -> str:
    return f"{label_of(paper)}: {paper_name(paper)}"


def _above(unit: Unit | PaperFacts) -> str:
    """The units above, as far as they are known."""
    return ", ".join(filter(None, (unit.district, unit.province)))


def _flaw(flaw: Flaw, cascade: Cascade) -> FlawLine:
    papers = cascade.papers
    paper = papers[flaw.paper]
    sentence = message(
        "cascade",
        f"{flaw.kind}_why",
        cited=paper_name(flaw.cited) if flaw.cited else "",
        parent=paper_name(papers[flaw.parent]) if flaw.parent else "",
        newer=paper_name(papers[flaw.newer]) if flaw.newer else "",
        candidates="; ".join(f"{paper_name(papers[name])} ({name})" for name in flaw.candidates),
    )
    return FlawLine(flaw.kind, label_of(paper), _above(paper), paper.name, sentence)


def _doubtful(roll: Roll, cascade: Cascade) -> Iterable[tuple[str, str]]:
    for name, units in roll.ambiguous:
        fitting = "; ".join(", ".join(filter(None, (unit.name, _above(unit)))) for unit in units)
        yield _label(cascade.papers.get(name), name), message("cascade", "ambiguous_unit", units=fitting)
    for name in roll.strangers:
        yield _label(cascade.papers.get(name), name), message("cascade", "stranger")


def _label(facts: PaperFacts | None, name: str) -> str:
    return name if facts is None else f"{label_of(facts)} ({name})"


def _depth(view: DeepView, run: AuditRun, cascade: Cascade) -> Depth:
    parent = next(facts for facts in run.parents if facts.key == view.parent)
    between = tuple(_label(cascade.papers.get(step.paper), step.paper) for step in view.steps)
    share = view.coverage()
    lines = []
    for column, (asked, counts) in enumerate(zip(parent.rows, view.counts(), strict=True)):
        words = tuple(message("status", DEPTHS[step.statuses[column]]) for step in view.steps)
        lines.append(DepthLine(asked.id, asked.path, asked.quote, words, tuple(counts[depth] for depth in DEPTHS)))
    return Depth(paper_name(parent.paper), between, "" if share is None else percent(share), tuple(lines))
