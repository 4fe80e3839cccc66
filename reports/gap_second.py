"""The second reading in the report's words: a line at its row, a line in the head, an object in the JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from audit.report import SecondReading, SecondRun
from corpus.messages import message
from parser.document import Document
from reports.places import Place
from reports.wording import shorten

_QUOTE = 240  # characters of the plan's words in the line


def reading_line(second: SecondReading, child: Document, place: Callable[[int], Place]) -> str:
    """Return what the office's model says of the row, on what words, and what came of it."""
    quote = ""
    if second.quote is not None:
        words = shorten(child.text[second.quote.start : second.quote.end].replace("\n", " | "), _QUOTE)
        quote = message("second", "quote", words=words, place=place(second.quote.start))
    return message(
        "second",
        "reading",
        name=message("second", "name"),
        status=message("status", second.status),
        quote=quote,
        effect=message("second", second.effect, before=message("status", second.before)),
    )


def run_value(run: SecondRun) -> str:
    """Return whom the rows were sent to and how many came back, for the head of the report."""
    facts = {"address": run.address, "model": run.model or message("second", "unnamed_model")}
    if not run.asked:
        return message("second", "run_nothing", **facts, why=why_not(run))
    rest = []
    if run.unusable:
        rest.append(message("second", "unusable", count=run.unusable))
    if run.failures:
        count = sum(count for _, count in run.failures)
        rest.append(message("second", "unanswered", count=count, causes=_causes(run)))
    counts = {"right": run.right, "controls": run.controls, "asked": run.asked, "answered": run.answered}
    return message("second", "run", **facts, **counts, rest="".join(f", {part}" for part in rest) + ".")


def why_not(run: SecondRun) -> str:
    """Return why nothing of the papers was sent."""
    if run.withheld is not None:
        return message("second", "withheld", mark=run.withheld)
    if not run.controls:
        return message("second", "none_uncertain")
    causes = f" ({_causes(run)})" if run.failures else ""
    if sum(count for _, count in run.failures) == run.controls:
        return message("second", "silent", causes=causes)
    return message("second", "failed", right=run.right, controls=run.controls, causes=causes)


def _causes(run: SecondRun) -> str:
    return "; ".join(message("second", cause, count=count) for cause, count in run.failures)


def run_json(run: SecondRun | None) -> dict[str, Any] | None:
    """Return the same for the JSON; None where no second reader was asked for."""
    if run is None:
        return None
    return {
        "address": run.address,
        "model": run.model or None,
        "controls": {"right": run.right, "asked": run.controls},
        "asked": run.asked,
        "answered": run.answered,
        "unusable": run.unusable,
        "failures": dict(run.failures),
        "withheld": run.withheld,
    }
