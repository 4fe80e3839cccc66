"""The version printed in the head of every report."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def tool_version() -> str:
    """Return rasoat's version, or "0" when it runs from a folder that was never installed."""
    try:
        return version("rasoat")
    except PackageNotFoundError:
        return "0"
