"""`rasoat watch`: a folder whose new papers are registered and summarised as they come."""

from __future__ import annotations

import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.corpus import database_option
from commands.options import allow_secret_option
from console import VietnameseCommand, complain
from corpus.errors import OutputError, RegistryError
from corpus.messages import message

if TYPE_CHECKING:
    from reports.watching import Watcher

_HEARING_SECONDS = 0.2
_RETRY_SECONDS = 30.0  # a database that is away comes back; meanwhile the files wait where they are


@click.command("watch", cls=VietnameseCommand, help=message("corpus", "watch"))
@click.argument("folder", type=click.Path(path_type=Path), metavar="THƯ_MỤC")
@click.option("--once", is_flag=True, help=message("corpus", "once"))
@click.option(
    "--interval", type=click.FloatRange(0.1, 3600), default=3.0, metavar="GIÂY", help=message("corpus", "interval")
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("docx", "html", "md")),
    default="docx",
    help=message("corpus", "summary_format"),
)
@database_option
@allow_secret_option
def watch_command(
    folder: Path, once: bool, interval: float, form: str, database: str | None, allow_secret: bool
) -> int:
    """Watch a folder until Ctrl-C (or a service manager's stop), or take what is there now with --once."""
    from corpus.registry.inbox import Inbox, one_watcher
    from corpus.registry.registry import open_registry
    from reports.watching import Watcher

    inbox = Inbox(folder)
    with one_watcher(folder), open_registry(database) as registry:
        watcher = Watcher(registry, inbox, form, allow_secret, click.echo)
        if once:
            inbox.ready()
            if inbox.waiting:
                time.sleep(interval)
                _round(watcher, set(), _Stop())
            return 0
        click.echo(message("watch", "started", folder=folder))
        with _Stop() as stop:
            _run(watcher, interval, stop)
        click.echo(message("watch", "stopped"))
    return 0


class _Stop:
    """Ctrl-C, or a service manager's request to end: heard between two files, so that none is left half-done.

    A second Ctrl-C ends at once; that too does no harm.
    """

    def __init__(self) -> None:
        self.asked = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> _Stop:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._hear)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _hear(self, *_: object) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True

    def pause(self, seconds: float) -> None:
        """Sleep, but wake up soon when asked to stop."""
        end = time.monotonic() + seconds
        while not self.asked and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, _HEARING_SECONDS))


def _run(watcher: Watcher, interval: float, stop: _Stop) -> None:
    stuck: set[Path] = set()
    while not stop.asked:
        try:
            _round(watcher, stuck, stop)
        except RegistryError as error:
            complain(str(error))
            stop.pause(_RETRY_SECONDS)
        stop.pause(interval)


def _round(watcher: Watcher, stuck: set[Path], stop: _Stop) -> None:
    """Deal with every file that is ready; one that cannot be moved is told of once, and tried again each round."""
    for path in watcher.inbox.ready():
        if stop.asked:
            return
        try:
            watcher.take(path)
            stuck.discard(path)
        except OutputError as error:
            if path not in stuck:
                complain(str(error))
            stuck.add(path)
