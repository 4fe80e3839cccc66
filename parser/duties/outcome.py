"""From a duty to its kind, its actors and its last allowed day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from parser.bodies import level_of
from parser.bodies_levels import city_level
from parser.bodies_names import Name
from parser.document import Actor, ActorRole, Citation, Deadline, Header, RequirementKind
from parser.duties.lexicon import lexicon, pattern

_NEAR = 110  # letters between the beginning of an order and the document it is to carry out


def kind_of(
    folded: str,
    start: int,
    end: int,
    report: bool,
    under_targets: bool,
    figures: Sequence[int],
    citations: Sequence[Citation],
) -> RequirementKind:
    """The kind of the duty `folded[start:end]`; `citations` are those that lie in it."""
    if report:
        return "report"
    if under_targets or (figures and _is_target(folded, start, end)):
        return "target"
    if citations and _carries_out(folded, start, citations[0]):
        return "cite"
    return "task"


def _is_target(folded: str, start: int, end: int) -> bool:
    head = folded[start : min(end, start + 60)]
    return lexicon().target.match(folded, start, end) is not None or pattern("quantity").search(head) is not None


def _carries_out(folded: str, start: int, citation: Citation) -> bool:
    before = folded[start : citation.start]
    if citation.number is None or len(before) > _NEAR:
        return False
    if pattern("according").search(before):
        return True
    verb = pattern("carry_out").search(before)
    return verb is not None and pattern("other_work").search(before) is None


def actors_of(
    text: str,
    folded: str,
    span: tuple[int, int],
    acting: Sequence[Name],
    support: Sequence[Name],
    header: Header,
    leading: bool = False,
) -> tuple[Actor, ...]:
    """The actors as written, each once, with role and level; `leading` where the paper says they lead."""
    leads = leading or pattern("leads").search(folded, *span) is not None
    city = city_level(header)
    found: dict[str, Actor] = {}
    for names, role in ((acting, "lead" if leads or support else "all"), (support, "support")):
        for name in names:
            written = " ".join(text[name.start : name.end].split())
            level = level_of(written, header.date, header.system, header.level, city)
            if written:
                found.setdefault(written.lower(), Actor(written, _role(role), level))
    return tuple(found.values())


def _role(role: str) -> ActorRole:
    return "lead" if role == "lead" else "support" if role == "support" else "all"


def due_of(deadlines: Sequence[Deadline]) -> date | None:
    """The last day allowed: the latest of the dated deadlines."""
    days = [item.to for item in deadlines if item.to is not None and item.kind in ("due", "period", "event")]
    return max(days) if days else None
