"""The uncertain rows of a gap report, read again by an office's own language model (docs/second-reader.md).

Nothing of a paper with a secrecy mark is sent, and nothing of any paper before the model has answered control
questions of rasoat's own: a model that finds everything, or nothing, is of no use to anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from audit.reasons import exact_faults
from audit.report import Fault, GapReport, Item, SecondRun, Span
from audit.second_controls import controls, enough
from audit.second_questions import Sheet, read_answer, sheet
from audit.second_weighing import weigh_answer
from models.exact import shortfalls
from models.passages import Pairing
from models.verdict import Opinion

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
    """Reads the uncertain rows of a report again.

    `announce` is told, before rows are sent, how many; and with 0 rows, why nothing is sent.
    """

    asker: Asker
    announce: Callable[[SecondRun, int], None]

    def read_again(self, report: GapReport, pairing: Pairing, opinion: Opinion) -> GapReport:
        """Return the report with the second readings in it."""
        run = SecondRun(self.asker.address, self.asker.model)
        mark = report.parent.header.secrecy or report.child.header.secrecy
        if mark:
            return self._refused(report, replace(run, withheld=mark))
        doubtful = [row for row, item in enumerate(report.items) if item.needs_review]
        doubtful.sort(key=lambda row: report.items[row].score)  # the least sure first, should time run out
        sheets = {row: sheet(row, pairing, opinion) for row in doubtful}
        sheets = {row: asked for row, asked in sheets.items() if asked.shown}
        if not sheets:
            return replace(report, second=run)
        run = self._tried(run)
        if not enough(run.right):
            return self._refused(report, run)
        self.announce(run, len(sheets))
        return self._read(report, pairing, opinion, sheets, run)

    def _refused(self, report: GapReport, run: SecondRun) -> GapReport:
        self.announce(run, 0)
        return replace(report, second=run)

    def _tried(self, run: SecondRun) -> SecondRun:
        """Ask the control questions: how many answers are right, and why others did not come."""
        known = controls()
        replies = self.asker.ask([control.sheet for control in known])
        right = sum(
            control.passed(reply.text) for control, reply in zip(known, replies, strict=True) if reply.text is not None
        )
        return replace(run, right=right, controls=len(known), failures=_failures(replies))

    def _read(
        self, report: GapReport, pairing: Pairing, opinion: Opinion, sheets: dict[int, Sheet], run: SecondRun
    ) -> GapReport:
        replies = self.asker.ask(list(sheets.values()))
        items, unusable = list(report.items), 0
        for (row, asked), reply in zip(sheets.items(), replies, strict=True):
            if reply.text is None:
                continue
            answer = read_answer(reply.text, asked, report.child.text)
            if answer is None:
                unusable += 1
                continue
            own = exact_faults(opinion.shortfalls[row])
            items[row] = weigh_answer(items[row], answer, report.parent, own, _exact(row, answer.quote, pairing))
        failures = _failures(replies)
        answered = len(sheets) - unusable - sum(count for _, count in failures)
        return replace(
            report,
            items=tuple(items),
            extra=tuple(span for span in report.extra if not _serves(span, items)),
            second=replace(run, asked=len(sheets), answered=answered, unusable=unusable, failures=failures),
        )


def _failures(replies: Sequence[Reply]) -> tuple[tuple[str, int], ...]:
    """The causes for which no answer came, with their counts."""
    causes = Counter[str](reply.cause or "malformed" for reply in replies if reply.text is None)
    return tuple(sorted(causes.items()))


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
