"""results.parquet: every verdict as a row of codes, from the matrices, where pyarrow is installed.

Half a million rows of codes are a megabyte or two and written in a moment. Words of the plan (evidence, explanation)
and probabilities are in results.jsonl, which has the same rows in the same order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from audit.batch.model import NEEDS_REVIEW, OPEN_GAP, REJECTED, WAIVED
from audit.report import STATUSES
from corpus.errors import OutputError
from reports.audit_figures import ParentFigures
from reports.audit_results import REASONS, Told

TABLE = "results.parquet"
_GAPS = ("missing", "partial", None)


def write_table(folder: Path, figures: Sequence[ParentFigures], told: Mapping[str, Mapping[str, Told]]) -> bool:
    """Write the table; False when pyarrow is not installed. Raises OutputError."""
    if find_spec("pyarrow") is None:
        return False
    import pyarrow as pa
    import pyarrow.parquet as parquet

    target, growing = folder / TABLE, folder / f".{TABLE}.part"
    tables = [pa.table(_columns(pa, one, told)) for one in figures]
    try:
        parquet.write_table(pa.concat_tables(tables, promote_options="default"), growing, compression="zstd")
        growing.replace(target)
    except OSError as error:
        growing.unlink(missing_ok=True)
        raise OutputError("cannot_write", file=target, reason=error.strerror or error) from error
    return True


def _columns(pa: Any, figures: ParentFigures, told: Mapping[str, Mapping[str, Told]]) -> dict[str, Any]:
    """The columns of one parent's plans; words are kept once and rows hold their number."""
    import numpy as np

    rows, parent = figures.parent.rows, figures.parent.key
    grid, lines = figures.grid, figures.lines
    statuses, marks = grid.statuses[figures.rows].ravel(), grid.marks[figures.rows].ravel()
    plans = np.repeat(np.arange(len(lines), dtype=np.int32), len(rows))
    asked = np.tile(np.arange(len(rows), dtype=np.int32), len(lines))
    here = [told.get(line.facts.name, {}).get(parent) for line in lines]
    bits = np.frombuffer(b"".join(bytes(len(rows)) if one is None else one.reasons for one in here), dtype=np.uint8)
    partial = statuses == STATUSES.index("partial")
    gaps = np.where((marks & OPEN_GAP) == 0, 2, np.where(partial, 1, 0))

    def words(codes: Any, values: Sequence[str | None]) -> Any:
        spelt = pa.array([value or "" for value in values], pa.string())
        blank = np.array([value is None for value in values], dtype=bool)
        mask = blank[codes] if len(values) else None
        return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32), mask=mask), spelt)

    return {
        "plan": words(plans, [line.facts.name for line in lines]),
        "unit": words(plans, [line.facts.unit for line in lines]),
        "district": words(plans, [line.district or None for line in lines]),
        "province": words(plans, [line.province or None for line in lines]),
        "parent": words(np.zeros(len(plans), dtype=np.int32), [parent]),
        "id": words(asked, [row.id for row in rows]),
        "path": words(asked, [row.path for row in rows]),
        "section": words(asked, [row.section for row in rows]),
        "kind": words(asked, [row.kind for row in rows]),
        "status": words(statuses, STATUSES),
        "gap": words(gaps, _GAPS),
        "reasons": words(bits, [";".join(_reasons(number)) for number in range(256)]),
        "needs_review": pa.array((marks & NEEDS_REVIEW) > 0),
        "waived": pa.array((marks & WAIVED) > 0),
        "rejected": pa.array((marks & REJECTED) > 0),
        "report": words(plans, [None if one is None else one.report for one in here]),
    }


def _reasons(bits: int) -> list[str]:
    return [reason for place, reason in enumerate(REASONS) if bits >> place & 1]
