"""All outputs of a finished audit, from one set of figures: page, workbook, tables for analysts, chains.

Every file is written whole and put in its place by renaming. Reminder letters and gap reports belong to single plans
and are made where the plan is compared (`reports.audit_letters.letter_files`, `reports.render.render_gap`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from audit.batch.model import AuditRun, PaperFacts
from audit.cascade import link_papers
from audit.deep import deep_coverage
from audit.report import STATUSES
from audit.roll import Roll, default_expected, match_units
from audit.units import Unit, UnitLevel
from corpus.messages import message
from reports.audit_cascade import CascadeView, cascade_csv, cascade_text, cascade_view, table_csv
from reports.audit_failures import failures_csv
from reports.audit_figures import ParentFigures, count_audit
from reports.audit_index import AuditView, index_html
from reports.audit_letters import letter_path
from reports.audit_matrix import write_matrix
from reports.audit_results import LINES, Told, write_results
from reports.audit_table import TABLE, write_table
from reports.files import write_whole
from reports.wording import format_day, paper_name

INDEX, MATRIX, RANKING, REQUIREMENTS, FAILURES, CHAINS = (
    "index.html",
    "matrix.xlsx",
    "ranking.csv",
    "requirements.csv",
    "failures.csv",
    "chuoi-van-ban.csv",
)
SHEETS = 60  # plans with a sheet of their own in the workbook; of more only the gap reports are linked


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the figures that all files print, the files, and the seconds each part took."""

    view: AuditView
    files: tuple[str, ...]
    seconds: Mapping[str, float]

    @property
    def chains(self) -> str:
        """The chains as text for a terminal."""
        return cascade_text(self.view.cascade)


@dataclass(slots=True)
class _Clock:
    seconds: dict[str, float] = field(default_factory=dict)
    last: float = field(default_factory=perf_counter)

    def lap(self, name: str) -> None:
        """Keep the seconds since the last lap."""
        now = perf_counter()
        self.seconds[name], self.last = now - self.last, now


def write_outputs(
    run: AuditRun,
    folder: Path,
    expected: Sequence[Unit] | None = None,
    level: UnitLevel = "commune",
    filters: str = "",
    sheets: int = SHEETS,
    index: Path | None = None,
) -> Written:
    """Write every output of the audit into `folder`. Raises OutputError.

    `expected` are the units that ought to have a plan (a list of the user's), of `level`; left off, they follow from
    the parent (`audit.roll.default_expected`). `filters` says in words what the audit was restricted to. `index` is
    where the places of lines are remembered between runs (default: in the hidden part of the folder).
    """
    clock = _Clock()
    told = write_results(run, folder, index or folder / ".rasoat" / "lines.json")
    clock.lap(LINES)
    roll, cascade = _chains(run, expected, level)
    clock.lap("chains")
    view = _view(run, told, cascade, roll, filters)
    clock.lap("figures")
    tabled = write_table(folder, view.figures, told)
    clock.lap(TABLE)
    write_whole(folder / INDEX, index_html(view).encode())
    clock.lap(INDEX)
    write_matrix(run, view, folder / MATRIX, sheets)
    clock.lap(MATRIX)
    files = [LINES, *([TABLE] if tabled else []), INDEX, MATRIX]
    for name, data in _tables(view).items():
        write_whole(folder / name, data)
        files.append(name)
    clock.lap("csv")
    return Written(view, tuple(files), clock.seconds)


def _chains(run: AuditRun, expected: Sequence[Unit] | None, level: UnitLevel) -> tuple[Roll | None, CascadeView]:
    plans = [facts for facts, _ in run.facts()]
    papers = [parent.paper for parent in run.parents]
    given = expected is not None
    if expected is None:
        expected, level = default_expected(papers, plans)
    roll = match_units(expected, plans, level) if expected else None
    if roll is not None and not given and not roll.present:
        roll = None  # not one plan is on the list: it is not the list of this audit
    cascade = link_papers([*papers, *plans], [paper.name for paper in papers])
    return roll, cascade_view(cascade, roll, deep_coverage(run), run)


def _view(
    run: AuditRun,
    told: Mapping[str, Mapping[str, Told]],
    cascade: CascadeView,
    roll: Roll | None,
    filters: str,
) -> AuditView:
    places = {name: (unit.district or "", unit.province or "") for name, unit in roll.present.items()} if roll else {}
    figures = count_audit(run, places, _letters(told))
    letters = sum(bool(line.letter) for one in figures for line in one.lines)
    return AuditView(figures, told, run.failures, run.versions, cascade, len(run.names), letters, filters)


def _letters(told: Mapping[str, Mapping[str, Told]]) -> Callable[[PaperFacts, str], str]:
    """The path of the letter that goes with a plan's gap report."""
    return lambda facts, parent: letter_path(told[facts.name][parent].report)


def _tables(view: AuditView) -> dict[str, bytes]:
    """The small tables, each with the figures that the page prints."""
    return {
        RANKING: _ranking(view.figures),
        REQUIREMENTS: _requirements(view.figures),
        FAILURES: failures_csv(view.failures),
        CHAINS: cascade_csv(view.cascade),
    }


def _ranking(figures: Sequence[ParentFigures]) -> bytes:
    codes = ("parent", "rank", "plan", "place", "number", "date", "coverage")
    heads = [message("audit_tables", code) for code in codes]
    heads += [message("status", status) for status in STATUSES]
    heads += [message("audit_tables", code) for code in ("open_gaps", "waived", "needs_review", "file", "sha256")]
    rows: list[Sequence[object]] = []
    for one in figures:
        parent = paper_name(one.parent.paper)
        for rank, line in enumerate(one.ranking(), start=1):
            facts, totals = line.facts, line.totals
            day = format_day(facts.date) if facts.date else ""
            head = (parent, rank, line.label, line.place, facts.number or "", day, totals.coverage)
            counts = (totals.missing, totals.partial, totals.covered, totals.not_applicable)
            rows.append(
                (*head, *counts, totals.open_gaps, totals.waived, totals.needs_review, facts.name, facts.sha256)
            )
    return table_csv(heads, rows)


def _requirements(figures: Sequence[ParentFigures]) -> bytes:
    heads = [message("audit_tables", code) for code in ("parent", "id", "path", "section", "asked", "due", "coverage")]
    heads += [message("status", status) for status in STATUSES]
    heads += [message("audit_tables", "open_gaps")]
    rows: list[Sequence[object]] = []
    for one in figures:
        parent = paper_name(one.parent.paper)
        for line in one.requirements:
            asked, counted = line.asked, line.counted
            day = format_day(asked.due) if asked.due else ""
            head = (parent, asked.id, asked.path, asked.section, asked.quote, day, round(counted.coverage, 4))
            rows.append((*head, *(counted.of(status) for status in STATUSES), counted.open_gaps))
    return table_csv(heads, rows)
