"""The audit trail: who did what to which paper, when (UTC)."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.registry.schema import EventRow


def now() -> str:
    """Return this moment in UTC, as the registry writes times."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def who() -> str:
    """Return the name of the account at work, or "?" on a machine that knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # what getpass raises differs by system and Python version
        return "?"


def record(session: Session, action: str, sha256: str | None, **detail: Any) -> None:
    """Write a line of the trail in the caller's transaction: no deed without its line, no line without its deed."""
    session.add(EventRow(at=now(), who=who(), action=action, sha256=sha256, detail=detail))


def trail_of(session: Session, hashes: Sequence[str]) -> list[EventRow]:
    """Return what was done to the papers with these hashes, oldest first."""
    rows = select(EventRow).where(EventRow.sha256.in_(hashes)).order_by(EventRow.at, EventRow.id)
    return list(session.scalars(rows))
