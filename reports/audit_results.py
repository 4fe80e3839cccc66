"""One line per verdict for analysts: results.jsonl.

Lines of a plan whose result did not change since the last time are copied, not made again: an audit of 3,321 plans
has half a million of them. Beside the lines an index keeps where each plan's lines are, and what the page and the
workbook need of them (reasons, path of the gap report).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, get_args, runtime_checkable

from audit.batch.model import Asked, AuditRun, Comparison, PaperFacts, ParentFacts, PlanResult, Row
from audit.report import Reason
from corpus.errors import OutputError

REASONS: tuple[Reason, ...] = get_args(Reason)
LINES = "results.jsonl"
_FORM = 1  # of a line; another number makes all lines anew


@runtime_checkable
class Keyed(Protocol):
    """A run that knows by a key whether a plan's result is the one of last time."""

    def plan_keys(self) -> dict[str, str]:
        """Return the key of every plan's result."""

    def plan(self, name: str) -> PlanResult | None:
        """Return one plan."""


@dataclass(frozen=True, slots=True)
class Told:
    """What of a comparison only its rows tell: the path of its gap report, and the reasons as bits."""

    report: str
    reasons: bytes


@dataclass(frozen=True, slots=True)
class _Part:
    """The lines of one plan in the file of last time."""

    key: str
    start: int
    length: int
    told: dict[str, Told]


def write_results(run: AuditRun, folder: Path, index: Path) -> dict[str, dict[str, Told]]:
    """Write results.jsonl whole and return, by plan and parent, what only the rows tell. Raises OutputError.

    `index` is the file that remembers where each plan's lines are.
    """
    target = folder / LINES
    growing = folder / f".{LINES}.part"
    try:
        known = _known(index, target)
        parts: dict[str, _Part] = {}
        at = 0
        with growing.open("wb") as out:
            for name, part, data in _pieces(run, known, target):
                out.write(data)
                parts[name] = _Part(part.key, at, len(data), part.told)
                at += len(data)
        growing.replace(target)
        _remember(index, parts, at)
    except OSError as error:
        growing.unlink(missing_ok=True)
        raise OutputError("cannot_write", file=target, reason=error.strerror or error) from error
    return {name: part.told for name, part in parts.items()}


def lines_of(result: PlanResult, parents: Mapping[str, ParentFacts]) -> Iterator[dict[str, Any]]:
    """Yield one object per verdict of the plan."""
    for found in result.comparisons:
        for asked, row in zip(parents[found.parent].rows, found.rows, strict=True):
            yield _line(result.facts, found, asked, row)


def _line(facts: PaperFacts, found: Comparison, asked: Asked, row: Row) -> dict[str, Any]:
    said = row.evidence[0] if row.evidence else None
    return {
        "plan": facts.name,
        "unit": facts.unit,
        "district": facts.district,
        "province": facts.province,
        "parent": found.parent,
        "id": asked.id,
        "path": asked.path,
        "section": asked.section,
        "kind": asked.kind,
        "status": row.status,
        "gap": row.gap,
        "reasons": row.reasons,
        "score": round(row.score, 4),
        "p_missing": round(row.p_missing, 4),
        "p_gap": round(row.p_gap, 4),
        "needs_review": row.needs_review,
        "choice": row.choice,
        "evidence": said.quote if said else None,
        "evidence_page": said.page if said else None,
        "evidence_count": len(row.evidence),
        "explanation": row.explanation,
        "report": f"{found.report}#{asked.id}",
    }


def _pieces(run: AuditRun, known: Mapping[str, _Part], old: Path) -> Iterator[tuple[str, _Part, bytes]]:
    """The lines of every plan in the order of the run: copied where its key is the one of last time."""
    parents = {parent.key: parent for parent in run.parents}
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    if not isinstance(run, Keyed):
        for plan in run.plans():
            yield plan.facts.name, _part("", plan), _data(plan, parents, encode)
        return
    keys = run.plan_keys()
    fresh = sum(name not in known or known[name].key != key for name, key in keys.items())
    every = run.plans() if fresh * 2 > len(keys) else None
    with (old if known else Path(os.devnull)).open("rb") as before:
        for name in run.names:
            result: PlanResult | None = next(every) if every is not None else None
            part = known.get(name)
            if result is None and part is not None and part.key == keys[name]:
                before.seek(part.start)
                yield name, part, before.read(part.length)
                continue
            result = result or run.plan(name)
            if result is not None:
                yield name, _part(keys[name], result), _data(result, parents, encode)


def _data(result: PlanResult, parents: Mapping[str, ParentFacts], encode: Any) -> bytes:
    return "".join(encode(line) + "\n" for line in lines_of(result, parents)).encode()


def _part(key: str, result: PlanResult) -> _Part:
    told = {found.parent: Told(found.report, bytes(map(_bits, found.rows))) for found in result.comparisons}
    return _Part(key, 0, 0, told)


def _bits(row: Row) -> int:
    bits = 0
    for reason in row.reasons:
        bits |= 1 << REASONS.index(reason)
    return bits


def _known(index: Path, lines: Path) -> dict[str, _Part]:
    """The parts of the file of last time; none when it is not the file that the index speaks of."""
    try:
        data = json.loads(index.read_text(encoding="utf-8"))
        if data["form"] != _FORM or data["size"] != lines.stat().st_size:
            return {}
        return {
            name: _Part(key, start, length, {p: Told(r, bytes.fromhex(bits)) for p, (r, bits) in told.items()})
            for name, (key, start, length, told) in data["parts"].items()
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _remember(index: Path, parts: Mapping[str, _Part], size: int) -> None:
    rows = {
        name: (part.key, part.start, part.length, {p: (t.report, t.reasons.hex()) for p, t in part.told.items()})
        for name, part in parts.items()
    }
    growing = index.with_name(f"{index.name}.part")
    index.parent.mkdir(parents=True, exist_ok=True)
    growing.write_text(json.dumps({"form": _FORM, "size": size, "parts": rows}), encoding="utf-8")
    growing.replace(index)
