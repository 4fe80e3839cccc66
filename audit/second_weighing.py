"""What an answer of the second reader changes in a row: little, and never unseen.

An answer counts with words found in the plan only, and then has half the say. It never overrides an exact finding
(a lower figure, a later day, another paper's number), and a row whose verdict it changes stays marked for a human.
"""

from __future__ import annotations

from dataclasses import replace

from audit.report import Effect, Fault, Item, Reason, SecondReading, Span, Status
from audit.second_questions import Answer
from corpus.knowledge import load
from corpus.messages import message
from parser.document import Document, Requirement


def weigh_answer(
    item: Item, answer: Answer, parent: Document, own: tuple[Fault, ...], quoted: tuple[Fault, ...]
) -> Item:
    """Return the row with the answer in it.

    `own` are exact faults the first reader found, `quoted` those of the paragraph quoted now: no reader's opinion
    stands against either.
    """
    proven = own if item.status == "partial" else ()
    if answer.status == "missing":
        return _found_nothing(item, answer, proven)
    status: Status = "partial" if quoted or proven else answer.status
    if answer.quote is None or (status == item.status and answer.status != status):
        return _noted(item, answer, "kept")
    if status == item.status:
        sure = _meets(
            item.evidence, answer.quote
        )  # on the same words: otherwise one of the two has seen something else
        agreed = replace(_shared(item, status), second=_second(item, answer, "agreed"))
        return replace(agreed, needs_review=not sure)
    faults = (quoted or (_thin(item.requirement, answer.reason, parent),)) if status == "partial" else ()
    explanation = " ".join(dict.fromkeys(f.sentence for f in faults)) or message("second", "covered")
    return _changed(item, answer, status, faults, _evidence(item, answer.quote), explanation)


def _found_nothing(item: Item, answer: Answer, proven: tuple[Fault, ...]) -> Item:
    """The row after an answer "missing".

    That counts only when it says of the words the first reader relied on most that they speak of something else: an
    answer that shows nothing may have looked at nothing.
    """
    if item.status == "missing":
        return _noted(item, answer, "agreed")
    if proven or answer.quote is None or not _meets(item.evidence[:1], answer.quote):
        return _noted(item, answer, "kept")
    return _changed(item, answer, "missing", (), (answer.quote,), message("second", "missing"))


def _meets(evidence: tuple[Span, ...], quote: Span) -> bool:
    """True when the words quoted are among those the first reader relied on."""
    return any(span.start < quote.end and quote.start < span.end for span in evidence)


def _changed(
    item: Item, answer: Answer, status: Status, faults: tuple[Fault, ...], evidence: tuple[Span, ...], explanation: str
) -> Item:
    """The row with another status than before: never without the mark that a human must look."""
    return replace(
        _shared(item, status),
        status=status,
        faults=faults,
        reasons=tuple(dict.fromkeys(fault.reason for fault in faults)),
        needs_review=True,
        evidence=evidence,
        explanation=explanation,
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


def _evidence(item: Item, quote: Span) -> tuple[Span, ...]:
    """The words quoted, then what the row rested on before; a near miss beside a missing requirement goes."""
    before = item.evidence if item.status != "missing" else ()
    apart = [span for span in before if span.end <= quote.start or quote.end <= span.start]
    most: int = load("gap")["evidence"]["most"]
    return (quote, *apart[: most - 1])
