"""The files that an audit could not take in, as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable

from audit.batch.model import Failure
from corpus.messages import message
from reports.audit_cascade import table_csv

_COLUMNS = ("file", "reason", "advice", "code")


def failures_csv(failures: Iterable[Failure]) -> bytes:
    """Return one line a file: which, why, what to do; UTF-8 with the mark that Excel needs to see it."""
    heads = [message("audit", f"failures_{column}") for column in _COLUMNS]
    return table_csv(heads, [(one.name, one.message, one.advice, one.code) for one in failures])
