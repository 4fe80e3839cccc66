"""The head of the gap report: the identity of both papers and everything the verdicts depend on."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from audit.report import GapReport, Status
from corpus.knowledge import load
from corpus.messages import message
from parser.document import Document
from reports.gap_second import run_value
from reports.version import tool_version
from reports.wording import format_day, unknown

Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """A heading and lines of label and value under it."""

    role: str
    rows: Rows


@dataclass(frozen=True, slots=True)
class Rules:
    """The state of the tables under corpus/knowledge: their common hash and the newest day a rule holds from."""

    digest: str
    newest: date


def paper_facts(role: str, document: Document, more: Rows = ()) -> Facts:
    """Return what identifies one of the two papers; `role` is "parent" or "child"."""
    header, source = document.header, document.reading.source
    values = {
        "type": header.type,
        "number": header.number,
        "date": format_day(header.date) if header.date else None,
        "issuer": header.issuer,
        "title": header.title,
    }
    rows = tuple((message("identity", key), value or unknown(key, document.findings)) for key, value in values.items())
    file = ((message("gap", "file"), source.name), (message("gap", "sha256"), source.sha256))
    return Facts(message("gap", role), (*rows, *more, *file))


def level_row(report: GapReport) -> tuple[str, str]:
    """Return the level the child is held to."""
    word = message("levels", report.level) if report.level else message("gap", "unknown_level")
    return message("gap", "level"), word


def run_facts(report: GapReport, only: tuple[Status, ...], shown: int) -> Facts:
    """Return versions, thresholds, filters and decisions: what must be equal for another run to say the same."""
    rules = rules_version()
    values = {
        "tool": tool_version(),
        "model": report.model_version,
        "reader": report.reader or message("gap", "no_reader"),
        "rules": message("gap", "rules_value", digest=rules.digest, day=format_day(rules.newest)),
        "thresholds": message("gap", "thresholds_value", **_numbers(thresholds(report.reader))),
        "filters": _filter(report, only, shown),
        "decisions": _decisions(report),
    }
    rows = [(message("gap", key), value) for key, value in values.items()]
    if report.second is not None:
        rows.append((message("second", "name"), run_value(report.second)))
    return Facts(message("gap", "run"), tuple(rows))


def thresholds(reader: str | None = None) -> dict[str, float]:
    """Return the thresholds of the verdicts by name: those of words alone, or those with a reader of meanings."""
    table = load("gap")
    read = table["verdict_read"] if reader else {}
    return {**table["verdict"], **read, "unsure": table["review"]["unsure"]}


@cache
def rules_version() -> Rules:
    """Return the state of all knowledge tables."""
    tables = sorted(
        (entry for entry in files("corpus.knowledge").iterdir() if entry.name.endswith(".toml")), key=lambda e: e.name
    )
    digest = hashlib.sha256()
    newest = date.min
    for table in tables:
        data = table.read_bytes()
        digest.update(table.name.encode() + b"\0" + data)
        newest = max([newest, *_starts(tomllib.loads(data.decode("utf-8")))])
    return Rules(digest.hexdigest()[:12], newest)


def _starts(value: Any) -> Iterable[date]:
    """Every `valid_from` day inside a table."""
    if isinstance(value, dict):
        if isinstance(value.get("valid_from"), date):
            yield value["valid_from"]
        for inner in value.values():
            yield from _starts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _starts(inner)


def _numbers(values: dict[str, float]) -> dict[str, str]:
    return {name: f"{value:.2f}".replace(".", ",") for name, value in values.items()}


def _filter(report: GapReport, only: tuple[Status, ...], shown: int) -> str:
    if not only:
        return message("gap", "no_filter")
    words = ", ".join(message("status", status) for status in only)
    return message("gap", "only", words=words, shown=shown, all=len(report.items))


def _decisions(report: GapReport) -> str:
    reviews = [item.review for item in report.items if item.review]
    if not reviews and not report.lost:
        return message("gap", "no_decisions")
    stale = sum(review.stale for review in reviews)
    count = len(reviews) + len(report.lost)
    return message("gap", "decisions_value", count=count, stale=stale, lost=len(report.lost))
