"""What humans decided about verdicts, kept in a sidecar file and honoured as long as both papers stay the same.

The format is described in docs/decisions.md. A decision is found again by the requirement's stable id, and when that
says nothing (or says another thing than the recorded quote) by the quote itself. It holds only on the very papers it
was made for; on any other state of them it is shown, but must be looked at again.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, get_args

from audit.report import GAPS, Choice, GapReport, Item, LostReview, Review
from corpus.errors import UnreadableFile
from corpus.messages import message
from parser.folding import fold

SCHEMA = "rasoat.decisions/1"
SUFFIX = ".quyet-dinh.json"
_ALIKE = 0.85  # from this similarity on, two quotes are the same requirement in another edition
_MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Decisions:
    """A decision file: the papers it was made for, and what was decided (rows nobody has decided are left off)."""

    parent_sha256: str
    child_sha256: str
    rows: tuple[LostReview, ...]


def sidecar(child: Path) -> Path:
    """Return where the decisions about the plan `child` are looked for unless the user names a file."""
    return child.with_name(child.name + SUFFIX)


def read_decisions(path: Path) -> Decisions:
    """Return the decisions in the file.

    Raises UnreadableFile when it cannot be read or is not what docs/decisions.md says.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _malformed(path, "too_large")
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise UnreadableFile("missing_file", file=path) from error
    except OSError as error:
        raise UnreadableFile("cannot_read", file=path, reason=error.strerror or str(error)) from error
    except (ValueError, RecursionError) as error:
        raise _malformed(path, "not_json") from error
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise _malformed(path, "other_schema", schema=SCHEMA)
    hashes = [data.get(paper, {}) for paper in ("parent", "child")]
    shas = [paper.get("sha256") if isinstance(paper, dict) else None for paper in hashes]
    if not all(isinstance(sha, str) and sha for sha in shas):
        raise _malformed(path, "no_hashes")
    if not isinstance(data.get("decisions"), list):
        raise _malformed(path, "no_list")
    rows = [_row(path, number, row) for number, row in enumerate(data["decisions"], start=1)]
    decided = tuple(row for row in rows if row is not None)
    _refuse_repeats(path, decided)
    return Decisions(str(shas[0]), str(shas[1]), decided)


def with_decisions(report: GapReport, child: Path, named: Path | None = None) -> GapReport:
    """Return `report` with the decisions of the file `named`, else of the file beside the plan if there is one."""
    path = named or sidecar(child)
    if named is None and not path.is_file():
        return report
    return apply_decisions(report, read_decisions(path))


def apply_decisions(report: GapReport, decisions: Decisions) -> GapReport:
    """Return `report` with the decisions attached; what matches no requirement is kept in `lost`."""
    parent, child = report.parent.reading.source.sha256, report.child.reading.source.sha256
    changed = (decisions.parent_sha256, decisions.child_sha256) != (parent, child)
    found, lost = _match(decisions.rows, report.items)
    items = []
    for item in report.items:
        row = found.get(item.id)
        if row is None:
            items.append(item)
            continue
        stale = changed or row.review.stale or not _same(row.quote or item.requirement.quote, item.requirement.quote)
        items.append(replace(item, review=replace(row.review, stale=stale)))
    gone = dict.fromkeys([*report.lost, *(replace(row, review=replace(row.review, stale=True)) for row in lost)])
    return replace(report, items=tuple(items), lost=tuple(gone))


def decisions_json(report: GapReport) -> dict[str, Any]:
    """Return a decision file for `report`: every gap, open (decision null) or decided, and all other decisions.

    Decisions that are stale stay so (`"stale": true`) although the file now names the papers as they are.
    """
    rows = [_item_row(item) for item in report.items if item.review is not None or item.status in GAPS]
    rows += [{"requirement": gone.requirement, "quote": gone.quote, **review_json(gone.review)} for gone in report.lost]
    return {
        "schema": SCHEMA,
        "parent": _paper(report.parent.reading.source.name, report.parent.reading.source.sha256),
        "child": _paper(report.child.reading.source.name, report.child.reading.source.sha256),
        "decisions": rows,
    }


def review_json(review: Review | None) -> dict[str, Any]:
    """Return the fields of a decision as files and reports carry them; all empty while nobody has decided."""
    if review is None:
        return {"decision": None, "reason": "", "who": "", "when": ""}
    fields = {"decision": review.choice, "reason": review.reason, "who": review.who, "when": review.when}
    return {**fields, "stale": True} if review.stale else fields


def _item_row(item: Item) -> dict[str, Any]:
    found = {"requirement": item.id, "quote": item.requirement.quote, "path": item.requirement.path}
    return {**found, "verdict": item.status, **review_json(item.review)}


def _paper(name: str, sha256: str) -> dict[str, str]:
    return {"name": name, "sha256": sha256}


def _row(path: Path, number: int, row: object) -> LostReview | None:
    """Return one decision; None for a row that nobody has decided yet."""
    if not isinstance(row, dict):
        raise _malformed(path, "no_object", number=number)
    words = {}
    for key in ("requirement", "quote", "reason", "who", "when"):
        value = row.get(key) or ""
        if not isinstance(value, str):
            raise _malformed(path, "no_text", number=number, key=key)
        words[key] = _line(value)
    if not words["requirement"] and not words["quote"]:
        raise _malformed(path, "no_requirement", number=number)
    choice = _choice(path, number, row.get("decision"))
    if choice is None:
        if words["reason"]:
            raise _malformed(path, "undecided", number=number)
        return None
    if choice != "agree" and not words["reason"]:
        raise _malformed(path, "no_reason", number=number)
    review = Review(choice, words["reason"], words["who"], words["when"], bool(row.get("stale")))
    return LostReview(words["requirement"], words["quote"], review)


def _line(value: str) -> str:
    """Return the text as one NFC line that any encoding can carry (JSON may hold half characters)."""
    return unicodedata.normalize("NFC", " ".join(value.encode("utf-8", "replace").decode().split()))


def _choice(path: Path, number: int, value: object) -> Choice | None:
    """Return the choice in the contract's or in the user's words ("miễn"); None for one not made yet."""
    if value is None or value == "":
        return None
    said = fold(_line(str(value)))
    if said == fold(message("choices", "open")):
        return None
    choices: tuple[Choice, ...] = get_args(Choice)
    for choice in choices:
        if said in (choice, fold(message("choices", choice))):
            return choice
    raise _malformed(path, "unknown_choice", number=number, value=_line(str(value))[:40], allowed=", ".join(choices))


def _refuse_repeats(path: Path, rows: Iterable[LostReview]) -> None:
    """Two decisions on one requirement contradict each other or are a slip; neither may win in silence."""
    seen: set[str] = set()
    for row in rows:
        if row.requirement and row.requirement in seen:
            raise _malformed(path, "repeated", requirement=row.requirement)
        seen.add(row.requirement)


def _match(rows: tuple[LostReview, ...], items: tuple[Item, ...]) -> tuple[dict[str, LostReview], list[LostReview]]:
    """Return the decision of each item by its id, and the decisions left over."""
    by_id = {item.id: item for item in items}
    found: dict[str, LostReview] = {}
    rest = []
    for row in rows:
        item = by_id.get(row.requirement)
        if item is not None and (not row.quote or _most_alike(row.quote, {item.id: _plain(item.requirement.quote)})):
            found[item.id] = row
        else:
            rest.append(row)
    quotes = {item.id: _plain(item.requirement.quote) for item in items}
    lost = []
    for row in rest:
        best = _most_alike(row.quote, {key: quote for key, quote in quotes.items() if key not in found})
        if best is not None:
            found[best] = row
        else:
            lost.append(row)
    return found, lost


def _most_alike(quote: str, others: dict[str, str]) -> str | None:
    """Return the key of the plain quote most like `quote`; None when none is alike enough to be the same."""
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(_plain(quote))  # what it knows of the second text serves for all the first ones
    best, most = None, _ALIKE
    for key, other in others.items():
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() >= most and matcher.quick_ratio() >= most and matcher.ratio() >= most:
            best, most = key, matcher.ratio()
    return best


def _same(first: str, second: str) -> bool:
    return _plain(first) == _plain(second)


def _plain(quote: str) -> str:
    return " ".join(fold(quote).split())


def _malformed(path: Path, code: str, **facts: object) -> UnreadableFile:
    return UnreadableFile("bad_decisions", file=path, reason=message("decisions", code, **facts))
