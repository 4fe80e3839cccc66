"""A plan against its parent: every requirement gets a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from audit.applicability import Exemption, not_binding
from audit.conduct import is_conduct
from audit.identity import stable_ids
from audit.legibility import doubted
from audit.own_plan import OwnPlan, own_plan
from audit.reasons import exact_faults, thin_faults
from audit.report import GAPS, Fault, GapReport, Item, Span, Status
from corpus.knowledge import load
from corpus.messages import message
from models.passages import Asking, Pairing, Wanted, answer, asking
from models.verdict import Opinion, VerdictModel, opine, shipped_model
from parser.document import Document, Level, Requirement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.second_reading import SecondReader

_Excuse = Exemption | OwnPlan | Literal["conduct"]
_TITLE_LENGTH = 120  # characters; a longer labelled line is a duty of its own


class Reader(Protocol):
    """A second-stage reader of meanings: may correct the opinion on uncertain rows."""

    @property
    def version(self) -> str:
        """What reports name the reader by."""

    def reread(self, pairing: Pairing, opinion: Opinion, rows: Sequence[int]) -> Opinion:
        """Return the opinion, corrected on those of `rows` where the reader is surer than the words are."""


def compare(
    parent: Document,
    child: Document,
    level: Level | None = None,
    model: VerdictModel | None = None,
    reader: Reader | None = None,
    requirements: Sequence[Requirement] | None = None,
    second: SecondReader | None = None,
    asked: Asking | None = None,
) -> GapReport:
    """Return the verdict on every requirement of `parent` (or on `requirements` of it) in `child`.

    `level` overrides the level that the child's header tells; `model` replaces the installed weights; `reader` reads
    again what words leave open; `second` is the office's own language model, for the rows that stay uncertain; `asked`
    is the parent's side, where it is at hand.
    """
    level = level or child.header.level
    model = model or shipped_model()
    asked = asked or asking(parent, tuple(parent.requirements if requirements is None else requirements))
    pairing = answer(asked, child)
    opinion = opine(pairing, model)
    excused = [_excused(wanted, pairing, level) for wanted in asked.wanted]
    if reader is not None:
        opinion = reader.reread(pairing, opinion, [row for row, why in enumerate(excused) if why is None])
    ids = stable_ids(wanted.requirement.quote for wanted in asked.wanted)
    items = tuple(_judge(ids[row], row, pairing, opinion, excused[row]) for row in range(len(ids)))
    items = doubted(items, parent, child)
    version = reader.version if reader is not None else None
    report = GapReport(parent, child, level, items, _extra(pairing, opinion, items), model.version, reader=version)
    return report if second is None else second.read_again(report, pairing, opinion)


def _excused(wanted: Wanted, pairing: Pairing, level: Level | None) -> _Excuse | None:
    """Why no model judges it: it does not bind the child, asks for a manner only, or for this very plan; else None."""
    parent = pairing.parent
    exempt = not_binding(
        wanted.requirement,
        level,
        pairing.child.header,
        parent.header.level,
        _headings(wanted, parent),
        pairing.child.text,
    )
    if exempt is not None:
        return exempt
    if is_conduct(wanted.requirement, parent, wanted.unit):
        return "conduct"
    return own_plan(wanted.requirement, parent, pairing.child)


def _judge(key: str, row: int, pairing: Pairing, opinion: Opinion, excused: _Excuse | None) -> Item:
    requirement = pairing.wanted[row].requirement
    if excused == "conduct":
        return _conduct(key, row, pairing, opinion)
    if isinstance(excused, OwnPlan):
        return _answered_by_itself(key, requirement, excused)
    if excused is not None:
        reason, why = excused
        reasons = (reason,) if reason else ()
        return Item(key, requirement, "not_applicable", (), reasons, 1.0, 0.0, 0.0, False, (), why)
    p_missing = float(opinion.p_missing[row])
    p_partial = (1 - p_missing) * float(opinion.p_partial[row])
    status, faults = _status(row, pairing, opinion, p_missing, p_partial)
    chances = {"missing": p_missing, "partial": p_partial, "covered": 1 - p_missing - p_partial}
    score = max(chances[status], _exact_share() * (1 - p_missing)) if faults else chances[status]
    evidence = _evidence(row, pairing, opinion, status)
    return Item(
        key,
        requirement,
        status,
        faults,
        tuple(dict.fromkeys(fault.reason for fault in faults)),
        score,
        p_missing,
        1.0 - chances["covered"],
        score < load("gap")["review"]["unsure"],
        evidence,
        _explain(status, faults, evidence, row, pairing, opinion),
    )


def _exact_share() -> float:
    """How often an answer with a fault is thin indeed, measured on the annotated sets."""
    share: float = load("gap")["verdict"]["exact"]
    return share


def _conduct(key: str, row: int, pairing: Pairing, opinion: Opinion) -> Item:
    """The row of a duty of manner: answered by the plan as a whole, with the chance that its words are missing kept."""
    p_missing = float(opinion.p_missing[row])
    return Item(
        key,
        pairing.wanted[row].requirement,
        "covered",
        (),
        (),
        1 - p_missing,
        p_missing,
        p_missing,
        False,
        _evidence(row, pairing, opinion, "missing"),
        message("gap", "conduct"),
    )


def _answered_by_itself(key: str, requirement: Requirement, found: OwnPlan) -> Item:
    """The row of the duty to plan: the plan itself is the answer, thin when it came late or was not sent."""
    sure: float = load("gap")["own_plan"]["sure"]
    faults = found.faults if found.status == "partial" else ()
    reasons = tuple(dict.fromkeys(fault.reason for fault in faults))
    why = " ".join(fault.sentence for fault in found.faults) or message("gap", "own_plan")
    missing = sure if found.status == "missing" else 1 - sure
    gap = sure if found.status in GAPS else 1 - sure
    return Item(key, requirement, found.status, faults, reasons, sure, missing, gap, False, found.evidence, why)


def _headings(wanted: Wanted, parent: Document) -> str:
    """The titles above the requirement, nearest first, as one line; a labelled sentence beside it is no title."""
    at = wanted.unit.heading if wanted.unit else None
    if at is not None and parent.outline[at].start <= wanted.requirement.start < parent.outline[at].end:
        at = parent.outline[at].parent
    titles: list[str] = []
    while at is not None:
        if len(parent.outline[at].heading) <= _TITLE_LENGTH:
            titles.append(parent.outline[at].heading)
        at = parent.outline[at].parent
    return " / ".join(titles)


def _status(
    row: int, pairing: Pairing, opinion: Opinion, p_missing: float, p_partial: float
) -> tuple[Status, tuple[Fault, ...]]:
    """The likeliest status; exact shortfalls make a present answer partial whatever the model thinks."""
    limits = load("gap")["verdict_read" if opinion.by_meaning else "verdict"]
    if p_missing >= limits["missing"]:
        return "missing", ()
    faults = exact_faults(opinion.shortfalls[row])
    if faults:
        return "partial", faults
    if p_partial / max(1e-9, 1 - p_missing) >= limits["partial"]:
        return "partial", thin_faults(pairing, opinion, row)
    return "covered", ()


def _evidence(row: int, pairing: Pairing, opinion: Opinion, status: Status) -> tuple[Span, ...]:
    """The best committing passages, best first, none inside another; for a missing one only a near miss is shown."""
    limits = load("gap")["evidence"]
    odds, order = opinion.evidence.odds[row], opinion.evidence.order[row]
    chosen: list[Span] = []
    for i in order[: limits["looked_at"]]:
        passage = pairing.passages[int(i)]
        if not passage.commits or odds[i] < odds[order[0]] - limits["behind"] or len(chosen) == limits["most"]:
            break
        if not any(span.start < passage.end and passage.start < span.end for span in chosen):
            chosen.append(Span(passage.start, passage.end))
    if status == "missing":
        near = bool(chosen) and odds[order[0]] >= limits["near_miss"]
        return tuple(chosen[:1]) if near else ()
    return tuple(chosen)


def _explain(
    status: Status,
    faults: tuple[Fault, ...],
    evidence: tuple[Span, ...],
    row: int,
    pairing: Pairing,
    opinion: Opinion,
) -> str:
    if faults:
        return " ".join(fault.sentence for fault in faults)
    if status == "covered":
        return message("gap", "covered")
    outside = _only_outside(row, pairing, opinion)
    if outside:
        return message("gap", "only_outside", zone=message("zones", outside))
    return message("gap", "near_miss" if evidence else "missing")


def _only_outside(row: int, pairing: Pairing, opinion: Opinion) -> str | None:
    """The zone (purpose, basis, …) in which the matter is spoken of without any commitment; None when nowhere."""
    limits = load("gap")["evidence"]
    odds = opinion.evidence.odds[row]
    idle = [i for i, p in enumerate(pairing.passages) if not p.commits and p.zone in ("purpose", "basis")]
    best = max(idle, key=lambda i: odds[i], default=None)
    if best is None or odds[best] < limits["near_miss"]:
        return None
    return pairing.passages[best].zone


def _extra(pairing: Pairing, opinion: Opinion, items: tuple[Item, ...]) -> tuple[Span, ...]:
    """Requirements of the child's own that answer nothing of the parent and serve as nobody's evidence."""
    limit = load("gap")["evidence"]["foreign"]
    used = [span for item in items for span in item.evidence]
    best = opinion.evidence.odds.max(axis=0) if len(items) and pairing.passages else None
    found = []
    for requirement in pairing.child.requirements:
        if any(span.start < requirement.end and requirement.start < span.end for span in used):
            continue
        inside = [i for i, p in enumerate(pairing.passages) if p.start < requirement.end and requirement.start < p.end]
        if best is None or (inside and all(best[i] < limit for i in inside)):
            found.append(Span(requirement.start, requirement.end))
    return tuple(found)
