"""How far a long run is: a bar with rate, time left and failures, or now and then a plain line where nobody watches."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any

import click

from corpus.messages import message

if TYPE_CHECKING:
    from audit.batch.model import Failure

_EVERY = 10.0  # seconds between two plain lines


class Progress:
    """Shows the plans of an audit as they are done (audit.batch.run.Watcher)."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._count = self._done = self._failed = 0
        self._begun = self._said = 0.0

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()

    def begin(self, count: int, known: int) -> None:
        """Tell how many plans there are to audit, and how many are known from before."""
        code = "begin_again" if known else "begin"
        click.echo(message("audit", code, count=count, known=known), err=True)
        self._count, self._begun = count, time.monotonic()
        self._said = self._begun
        if count and sys.stderr.isatty():
            from tqdm import tqdm

            shape = "{percentage:3.0f}% |{bar}| {n_fmt}/{total_fmt} · {rate_fmt} · " + message("audit", "left")
            self._bar = tqdm(
                total=count, file=sys.stderr, unit=message("audit", "unit"), bar_format=shape + " {remaining}{postfix}"
            )

    def step(self, name: str, failure: Failure | None) -> None:
        """Tell that a plan is done, or failed."""
        self._done += 1
        self._failed += failure is not None
        if self._bar is not None:
            if failure is not None:
                self._bar.set_postfix_str(message("audit", "failed", count=self._failed), refresh=False)
                self._bar.write(f"rasoat: {failure.message}", file=sys.stderr)
            self._bar.update()
            return
        if failure is not None:
            click.echo(f"rasoat: {failure.message}", err=True)
        now = time.monotonic()
        if now - self._said >= _EVERY or (self._done == self._count and self._count > 1):
            self._said = now
            click.echo(self._line(now), err=True)

    def _line(self, now: float) -> str:
        rate = self._done / max(now - self._begun, 1e-6)
        left = round((self._count - self._done) / rate)
        return message(
            "audit",
            "line",
            done=self._done,
            count=self._count,
            rate=f"{rate:.1f}".replace(".", ","),
            left=f"{left // 60:02d}:{left % 60:02d}",
            failed=self._failed,
        )
