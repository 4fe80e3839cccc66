"""Matrix."""

from __future__ import annotations

from pathlib import Path

from audit.batch.model import AuditRun
from reports.audit_index import AuditView


def write_matrix(run: AuditRun, view: AuditView, path: Path, sheets: int) -> None:
    """Write the workbook."""
