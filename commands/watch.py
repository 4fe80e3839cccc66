"""`rasoat watch`: a folder whose new papers are registered and summarised as they come."""

from __future__ import annotations

import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from commands.corpus import database_option
from commands.options import allow_secret_option
from console import complain
from corpus.errors import OutputError, RegistryError
from corpus.messages import message

if TYPE_CHECKING:
    from reports.watching import Watcher

_RETRY_SECONDS = 30.0  # a database that is away comes back; meanwhile the files wait where they are


@click.command("watch", help=message("corpus", "watch"))
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
    signal.signal(signal.SIGTERM, _stop)
    with one_watcher(folder), open_registry(database) as registry:
        watcher = Watcher(registry, inbox, form, allow_secret, click.echo)
        if once:
            inbox.ready()
            if inbox.waiting:
                time.sleep(interval)
                _round(watcher, set())
            return 0
        click.echo(message("watch", "started", folder=folder))
        try:
            _run(watcher, interval)
        except KeyboardInterrupt:
            click.echo(message("watch", "stopped"))
    return 0


def _stop(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _run(watcher: Watcher, interval: float) -> NoReturn:
    stuck: set[Path] = set()
    while True:
        try:
            _round(watcher, stuck)
        except RegistryError as error:
            complain(str(error))
            time.sleep(_RETRY_SECONDS)
        time.sleep(interval)


def _round(watcher: Watcher, stuck: set[Path]) -> None:
    """Deal with every file that is ready; one that cannot be moved is told of once, and tried again each round."""
    for path in watcher.inbox.ready():
        try:
            watcher.take(path)
            stuck.discard(path)
        except OutputError as error:
            if path not in stuck:
                complain(str(error))
            stuck.add(path)
