"""What an office's own language model may change in a gap report: little, and never unseen.

Only rows that the first reader marks as uncertain are sent. An answer counts with words found in the plan only, and
then has half the say. It never overrides an exact finding (a lower figure, a later day, another paper's number), its
"missing" changes nothing, and a row whose verdict it changes stays marked for a human. docs/second-reader.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from audit.reasons import exact_faults
from audit.report import Effect, Fault, GapReport, Item, Reason, SecondReading, SecondRun, Span, Status
from audit.second_questions import Answer, Sheet, read_answer, sheet
from corpus.knowledge import load
from corpus.messages import message
from models.exact import shortfalls
from models.passages import Pairing
from models.verdict import Opinion
from parser.document import Document, Requirement

if TYPE_CHECKING:
    from models.remote_reader import Reply


class Asker(Protocol):
    """The client of a language model (models/remote_reader.py, or a stand-in)."""

    address: str
    model: str

    def ask(self, questions: Sequence[Sheet]) -> Sequence[Reply]:
        """Return one reply for each question, in their order."""


@dataclass(frozen=True, slots=True)
class SecondReader:
    """Reads the uncertain rows of a report again; `announce` is told the number of rows before they are sent.

    Or, with 0 rows, the secrecy mark for which nothing is sent.
    """

    asker: Asker
    announce: Callable[[int, str | None], None]

    def read_again(self, report: GapReport, pairing: Pairing, opinion: Opinion) -> GapReport:
        """Return the report with the second readings in it; papers with a secrecy mark are never sent."""
        run = SecondRun(self.asker.address, self.asker.model, 0, 0, 0)
        mark = report.parent.header.secrecy or report.child.header.secrecy
        if mark:
            self.announce(0, mark)
            return replace(report, second=replace(run, withheld=mark))
        doubtful = [row for row, item in enumerate(report.items) if item.needs_review]
        doubtful.sort(key=lambda row: report.items[row].score)  # the least sure first, should time run out
        sheets = {row: sheet(row, pairing, opinion) for row in doubtful}
        sheets = {row: asked for row, asked in sheets.items() if asked.shown}
        if not sheets:
            return replace(report, second=run)
        self.announce(len(sheets), None)
        replies = self.asker.ask(list(sheets.values()))
        items, unusable, failures = list(report.items), 0, Counter[str]()
        for (row, asked), reply in zip(sheets.items(), replies, strict=True):
            answer = None if reply.text is None else read_answer(reply.text, asked, report.child)
            if answer is not None:
                own = exact_faults(opinion.shortfalls[row])
                items[row] = weigh_answer(items[row], answer, report.parent, own, _exact(row, answer.quote, pairing))
            elif reply.text is not None:
                unusable += 1
            else:
                failures[reply.cause or "malformed"] += 1
        answered = len(sheets) - unusable - failures.total()
        return replace(
            report,
            items=tuple(items),
            extra=tuple(span for span in report.extra if not _serves(span, items)),
            second=replace(
                run, asked=len(sheets), answered=answered, unusable=unusable, failures=tuple(sorted(failures.items()))
            ),
        )


def _serves(span: Span, items: Sequence[Item]) -> bool:
    """True for words of the plan that are somebody's evidence by now, and so no addition of its own."""
    return any(said.start < span.end and span.start < said.end for item in items for said in item.evidence)


def _exact(row: int, quote: Span | None, pairing: Pairing) -> tuple[Fault, ...]:
    """The exact faults of the paragraph that the second reader quotes."""
    if quote is None:
        return ()
    child = pairing.child
    units = tuple((u.start, u.end) for u in child.units if u.start < quote.end and quote.start < u.end)
    return exact_faults(shortfalls(pairing.wanted[row].requirement, pairing.parent, child, units))


def weigh_answer(
    item: Item, answer: Answer, parent: Document, own: tuple[Fault, ...], quoted: tuple[Fault, ...]
) -> Item:
    """Return the row with the answer in it.

    `own` are exact faults the first reader found, `quoted` those of the paragraph quoted now: no reader's opinion
    stands against either.
    """
    quote = answer.quote
    if quote is None:  # "missing" has nothing to show for itself, and so decides nothing
        return _noted(item, answer, "agreed" if item.status == "missing" else "kept")
    status: Status = "partial" if quoted or (own and item.status == "partial") else answer.status
    if status == item.status:
        if answer.status != status:
            return _noted(item, answer, "kept")
        return replace(_shared(item, status), needs_review=False, second=_second(item, answer, "agreed"))
    faults = (quoted or (_thin(item.requirement, answer.reason, parent),)) if status == "partial" else ()
    return replace(
        _shared(item, status),
        status=status,
        faults=faults,
        reasons=tuple(dict.fromkeys(fault.reason for fault in faults)),
        needs_review=True,
        evidence=_evidence(item, quote),
        explanation=_explanation(faults),
        second=_second(item, answer, "changed"),
    )


def _second(item: Item, answer: Answer, effect: Effect) -> SecondReading:
    return SecondReading(answer.status, answer.quote, effect, item.status)


def _noted(item: Item, answer: Answer, effect: Effect) -> Item:
    """The row as it was, with what the second reader says beside it."""
    return replace(item, second=_second(item, answer, effect))


def _shared(item: Item, status: Status) -> Item:
    """The chances of the row, a share of them moved to `status`; a row both agree on never becomes less sure."""
    voice: float = load("second_reader")["answer"]["voice"]
    chances = {"missing": item.p_missing, "partial": item.p_gap - item.p_missing, "covered": 1 - item.p_gap}
    chances = {name: (1 - voice) * chance + voice * (name == status) for name, chance in chances.items()}
    score = max(chances[status], item.score) if status == item.status else chances[status]
    return replace(item, score=score, p_missing=chances["missing"], p_gap=1 - chances["covered"])


def _thin(requirement: Requirement, reason: Reason, parent: Document) -> Fault:
    """The second reader's reason as a fault; one that names what the requirement does not ask for is "incomplete"."""
    asked: dict[Reason, list[str]] = {
        "weaker_target": [parent.targets[i].quote for i in requirement.targets],
        "later_deadline": [parent.deadlines[i].quote for i in requirement.deadlines],
        "no_deadline": [parent.deadlines[i].quote for i in requirement.deadlines],
        "wrong_citation": [parent.citations[i].quote for i in requirement.citations],
        "no_owner": [actor.name for actor in requirement.actors if actor.role != "support"],
    }
    if not asked.get(reason, [requirement.quote]):
        reason = "incomplete"
    words = "; ".join(asked.get(reason, [requirement.quote]))
    return Fault(reason, words, "", message("second", "partial", reason=message("reasons", reason)))


def _explanation(faults: tuple[Fault, ...]) -> str:
    if not faults:
        return message("second", "covered")
    return " ".join(dict.fromkeys(fault.sentence for fault in faults))


def _evidence(item: Item, quote: Span) -> tuple[Span, ...]:
    """The words quoted, then what the row rested on before; a near miss beside a missing requirement goes."""
    before = item.evidence if item.status != "missing" else ()
    apart = [span for span in before if span.end <= quote.start or quote.end <= span.start]
    most: int = load("gap")["evidence"]["most"]
    return (quote, *apart[: most - 1])
