"""`--second-reader`: the one option with which rasoat sends anything anywhere, and says so first."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from console import complain
from corpus.messages import message

if TYPE_CHECKING:
    from audit.report import SecondRun
    from audit.second_reading import SecondReader

KEY = "RASOAT_READER_KEY"  # in the environment only: an option would stand in the shell's history


def open_reader(address: str, model: str, parent: Path, child: Path) -> SecondReader:
    """Return the second reader at `address`, which announces on standard error what it is about to send.

    Raises UsageError when the address or the key cannot be used, or the package it needs is not installed.
    """
    from audit.second_reading import SecondReader
    from models.remote_reader import RemoteReader
    from reports.gap_second import why_not

    asker = RemoteReader(address, model, os.environ.get(KEY, ""))

    def announce(run: SecondRun, rows: int) -> None:
        if not rows:
            complain(message("second", "nothing_sent", why=why_not(run)))
            return
        clear = message("second", "in_clear") if asker.in_clear else ""
        complain(message("second", "sending", rows=rows, child=child, parent=parent, address=asker.address) + clear)

    return SecondReader(asker, announce)
