"""The summary as a JSON object ("rasoat.summary/1")."""

from __future__ import annotations

from typing import Any

from parser.serialize import header_json, source_json
from reports.places import Place
from reports.summary import Summary

SCHEMA = "rasoat.summary/1"


def summary_json(summary: Summary) -> dict[str, Any]:
    """Return the summary with English keys; texts stay as the paper has them, null where it states nothing."""
    return {
        "schema": SCHEMA,
        "source": source_json(summary.source),
        "header": header_json(summary.header),
        "gist": [{"text": line.text, **_place(line.place)} for line in summary.gist],
        "tasks": [
            {
                "id": task.id,
                "kind": task.kind,
                "text": task.text,
                "who": list(task.who),
                "support": list(task.support),
                "when": task.when or None,
                "due": task.due.isoformat() if task.due else None,
                "product": task.product,
                **_place(task.place),
            }
            for task in summary.tasks
        ],
        "targets": [{"text": line.text, **_place(line.place)} for line in summary.targets],
        "calendar": [
            {
                "when": line.when,
                "day": line.day.isoformat() if line.day else None,
                "work": line.work or None,
                **_place(line.place),
            }
            for line in summary.calendar
        ],
        "cited": [
            {"text": line.text, "relation": line.relation, "mentions": line.mentions, **_place(line.place)}
            for line in summary.cited
        ],
        "signatures": list(summary.signatures),
        "warnings": list(summary.warnings),
    }


def _place(place: Place) -> dict[str, Any]:
    return {"path": place.path, "page": place.page}
