"""Control questions: what a model must know to tell before it is shown anybody's plan.

Half of them have their answer in other words, half only look as if they had one: a model that finds everything (or is
told to) fails, and so does one that finds nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from audit.report import Span
from audit.second_questions import Sheet, read_answer, written
from corpus.knowledge import load


@dataclass(frozen=True, slots=True)
class Control:
    """A question whose answer is known: in the passage `answer` of `text`, or in none."""

    sheet: Sheet
    text: str
    answer: Span | None

    def passed(self, reply: str) -> bool:
        """True for an answer that finds the right passage, or rightly none."""
        said = read_answer(reply, self.sheet, self.text)
        if said is None or self.answer is None or said.quote is None:
            return said is not None and self.answer is None and said.status == "missing"
        inside = self.answer.start <= said.quote.start and said.quote.end <= self.answer.end
        return inside and said.status != "missing"


@cache
def controls() -> tuple[Control, ...]:
    """Return the control questions, in the order of the table."""
    return tuple(
        _control(entry["asked"], entry["passages"], entry["answer"]) for entry in load("second_reader")["control"]
    )


def enough(right: int) -> bool:
    """True when a model with so many right answers may read papers."""
    least: int = load("second_reader")["controls"]["least"]
    return right >= least


def _control(asked: str, passages: list[str], answer: int) -> Control:
    spans, at = [], 0
    for passage in passages:
        spans.append(Span(at, at + len(passage)))
        at += len(passage) + 1
    text = "\n".join(passages)
    return Control(
        written(text, [("", span) for span in spans], ("", asked), asked), text, spans[answer - 1] if answer else None
    )
