"""The whole engine measured on annotated sets, leave one parent out: verdicts, thresholds, checks, what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from audit.gap import Reader, compare
from audit.reasons import exact_faults
from audit.report import GAPS, GapReport, Item
from corpus.knowledge import load
from models.baselines import BASELINES
from models.dataset import LabelledPair
from models.evaluation import Fold, folds
from models.exact import CHECKS, Check
from models.metrics import figures, matrix_of
from models.passages import Pairing
from models.verdict import Opinion, VerdictModel

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

_OVERLAP = 0.3  # a found requirement answers a gold one when they share this much of the shorter


@dataclass(frozen=True, slots=True)
class Row:
    """One gold requirement in one plan: what is right, what the engine says and how sure, what plain search says."""

    set_name: str
    child_name: str
    requirement: str
    quote: str
    gold: str
    said: str
    doubtful: bool
    p_missing: float
    p_partial: float
    """Of a thin answer, given that there is one."""
    p_gap: float
    exact: bool
    checks: tuple[str, ...]
    plain: dict[str, str]

    @property
    def key(self) -> str:
        """The name of the row across runs."""
        return f"{self.set_name}/{self.child_name}/{self.requirement}"


@dataclass(frozen=True, slots=True)
class Alone:
    """A verdict on a requirement as the parser finds it; "none" as gold or said where there is no counterpart."""

    set_name: str
    child_name: str
    quote: str
    gold: str
    said: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All rows with requirements given, and the same plans with requirements as the parser finds them.

    `foreseen` are the rows that each plan's report tells a human to read.
    """

    rows: tuple[Row, ...]
    alone: tuple[Alone, ...]
    foreseen: dict[str, int]

    def matrices(self, said: Callable[[Row], str] = lambda row: row.said) -> list[NDArray[int64]]:
        """Return one matrix for each parent, requirements given."""
        return _by_set((row.set_name, row.gold, said(row)) for row in self.rows)

    def matrices_alone(self) -> list[NDArray[int64]]:
        """Return one matrix for each parent, requirements found by the parser."""
        return _by_set((row.set_name, row.gold, row.said) for row in self.alone)


@dataclass(slots=True)
class _Recorder:
    """Stands where a second reader would, and only remembers the opinion (after that of the reader behind it)."""

    behind: Reader | None = None
    opinion: Opinion | None = field(default=None, init=False)

    @property
    def version(self) -> str:
        """The version of the reader behind."""
        return self.behind.version if self.behind is not None else ""

    def reread(self, pairing: Pairing, opinion: Opinion, rows: Sequence[int]) -> Opinion:
        """Return the opinion as the reader behind leaves it."""
        self.opinion = self.behind.reread(pairing, opinion, rows) if self.behind is not None else opinion
        return self.opinion


def evaluate(
    pairs: Sequence[LabelledPair],
    told: Callable[[str], None] = lambda name: None,
    reader: Reader | None = None,
    further: Sequence[LabelledPair] = (),
) -> Evaluation:
    """Judge every plan of `pairs` by a model that has not seen its parent; all models learn from `further` as well.

    `told` is called with each parent's name.
    """
    rows: list[Row] = []
    alone: list[Alone] = []
    foreseen: dict[str, int] = {}
    for fold in folds(pairs, further):
        told(fold.held[0].set_name)
        for number, pair in enumerate(fold.held):
            report, found = _rows(pair, number, fold, reader)
            rows += found
            alone += _alone(pair, fold.model, reader)
            foreseen[f"{pair.set_name}/{pair.child_name}"] = report.rows_to_read()
    return Evaluation(tuple(rows), tuple(alone), foreseen)


def _rows(pair: LabelledPair, number: int, fold: Fold, reader: Reader | None) -> tuple[GapReport, list[Row]]:
    recorder = _Recorder(reader)
    requirements = [wanted.requirement for wanted in pair.pairing.wanted]
    report = compare(
        pair.pairing.parent, pair.pairing.child, model=fold.model, reader=recorder, requirements=requirements
    )
    plain = {b: [fold.cuts[b].status(float(s)) for s in fold.scores[b][number]] for b in BASELINES}
    rows = []
    for i, (item, verdict) in enumerate(zip(report.items, pair.verdicts, strict=True)):
        if verdict is None or recorder.opinion is None:
            continue
        found = recorder.opinion.shortfalls[i]
        excused = item.status == "not_applicable"
        rows.append(
            Row(
                pair.set_name,
                pair.child_name,
                item.requirement.id,
                item.requirement.quote,
                verdict.label,
                item.status,
                verdict.doubtful,
                float(recorder.opinion.p_missing[i]),
                float(recorder.opinion.p_partial[i]),
                item.p_gap,
                bool(exact_faults(found)),
                tuple(check for check in CHECKS if any(s.check == check for s in found)),
                {b: "not_applicable" if excused else plain[b][i] for b in BASELINES},
            )
        )
    return report, rows


def _alone(pair: LabelledPair, model: VerdictModel, reader: Reader | None) -> list[Alone]:
    """Gold verdicts against those on the requirements that the parser itself finds; gaps on no requirement at all."""
    report = compare(pair.pairing.parent, pair.pairing.child, model=model, reader=reader)
    touched: set[int] = set()
    found = []
    for wanted, verdict in zip(pair.pairing.wanted, pair.verdicts, strict=True):
        start, end = wanted.requirement.start, wanted.requirement.end
        shared = {i: n for i, item in enumerate(report.items) if (n := _shared(item, start, end))}
        touched.update(shared)
        if verdict is not None:
            best = max(shared, key=lambda i: shared[i], default=None)
            said = report.items[best].status if best is not None else "none"
            found.append(Alone(pair.set_name, pair.child_name, wanted.requirement.quote, verdict.label, said))
    idle = [item for i, item in enumerate(report.items) if i not in touched and item.status in GAPS]
    return found + [Alone(pair.set_name, pair.child_name, i.requirement.quote, "none", i.status) for i in idle]


def _shared(item: Item, start: int, end: int) -> int:
    own = item.requirement
    common = min(own.end, end) - max(own.start, start)
    return common if common > 0 and common >= _OVERLAP * min(own.end - own.start, end - start) else 0


def _by_set(outcomes: Iterable[tuple[str, str, str]]) -> list[NDArray[int64]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for name, gold, said in outcomes:
        groups.setdefault(name, []).append((gold, said))
    return [matrix_of(group) for _, group in sorted(groups.items())]


def said_with(row: Row, missing: float, partial: float) -> str:
    """Return what the engine would say of the row with other thresholds."""
    if row.said == "not_applicable":
        return "not_applicable"
    if row.p_missing >= missing:
        return "missing"
    return "partial" if row.exact or row.p_partial >= partial else "covered"


def threshold_curve(
    evaluation: Evaluation, missing: Iterable[float], partial: Iterable[float]
) -> list[dict[str, float]]:
    """Return the figures for each pair of thresholds, in order."""
    seconds = tuple(partial)
    return [
        {"missing": first, "partial": second, **_chosen(evaluation, first, second)}
        for first in missing
        for second in seconds
    ]


def _chosen(evaluation: Evaluation, missing: float, partial: float) -> dict[str, float]:
    found = figures(matrix_of((row.gold, said_with(row, missing, partial)) for row in evaluation.rows))
    return {name: found[name] for name in ("missing_f1", "gap_f1", "accuracy", "macro_f1")}


def current_thresholds() -> tuple[float, float]:
    """Return the thresholds in force (missing, partial)."""
    limits = load("gap")["verdict"]
    return limits["missing"], limits["partial"]


def check_rates(rows: Sequence[Row]) -> dict[Check, dict[str, tuple[int, int]]]:
    """Return, for each exact check and gold label, on how many of the rows with that label it fired."""
    binding = [row for row in rows if row.gold != "not_applicable"]
    labels = ("covered", "partial", "missing")
    of = {label: [row for row in binding if row.gold == label] for label in labels}
    return {c: {label: (sum(c in row.checks for row in of[label]), len(of[label])) for label in labels} for c in CHECKS}


def changes(rows: Sequence[Row], last: dict[str, Any]) -> tuple[list[tuple[Row, str]], list[tuple[Row, str]]]:
    """Return the rows (with what was said before) that became right and those that became wrong since the last run."""
    before = last.get("verdicts", {})
    known = [(row, before[row.key]) for row in rows if row.key in before]
    gained = [(row, old) for row, old in known if row.said == row.gold != old]
    lost = [(row, old) for row, old in known if old == row.gold != row.said]
    return gained, lost
