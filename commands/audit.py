"""`rasoat audit`: all plans of a province at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import allow_secret_option
from console import VietnameseCommand
from corpus.errors import UsageError
from corpus.messages import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.batch.store import Store
    from audit.batch.work import Terms
    from audit.units import Unit
    from parser.document import Level

_LEVELS = ("central", "province", "district", "commune", "grassroots")


def _word(code: str) -> str:
    return message("audit", f"help_{code}")


@click.command("audit", cls=VietnameseCommand, help=_word("audit"))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="[CẤP_TRÊN] KẾ_HOẠCH…")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="THƯ_MỤC", help=_word("output"))
@click.option("--parent", multiple=True, type=click.Path(path_type=Path), metavar="CẤP_TRÊN", help=_word("parent"))
@click.option("--list", "lists", multiple=True, type=click.Path(path_type=Path), metavar="TỆP", help=_word("list"))
@click.option("--all-parents", is_flag=True, help=_word("all_parents"))
@click.option("--level", type=click.Choice(_LEVELS), help=message("console", "level"))
@click.option("--expected", type=click.Path(path_type=Path), metavar="TỆP", help=_word("expected"))
@click.option("--jobs", type=click.IntRange(min=1), metavar="SỐ", help=_word("jobs"))
@click.option("--scheduler", metavar="ĐỊA_CHỈ", help=_word("scheduler"))
@click.option("--shared-folder", is_flag=True, help=_word("shared_folder"))
@allow_secret_option
def audit_command(
    files: tuple[Path, ...],
    output: Path | None,
    parent: tuple[Path, ...],
    lists: tuple[Path, ...],
    all_parents: bool,
    level: Level | None,
    expected: Path | None,
    jobs: int | None,
    scheduler: str | None,
    shared_folder: bool,
    allow_secret: bool,
) -> int:
    """Hold many plans against one or several parents."""
    from audit.batch.files import Folder
    from audit.batch.lock import only_one
    from audit.batch.run import Order, run_audit
    from commands.progress import Progress
    from reports.craft import craft

    if output is None:
        raise UsageError("no_output")
    children = [*(files if parent else files[1:]), *(Path(f"@{path}") for path in lists)]
    if not children:
        raise UsageError("no_plans")
    order = Order(
        parents=parent or files[:1],
        children=tuple(children),
        terms=_terms(level, all_parents, allow_secret),
        jobs=jobs or _cores(),
        scheduler=scheduler,
        shared=shared_folder,
    )
    _hush()
    folder = Folder(output)
    with only_one(folder.hidden):
        with Progress() as progress:
            store = run_audit(order, folder, craft(), progress)
        try:
            _outputs(store, folder.path, expected, _filters(level, all_parents))
        finally:
            store.close()
    return 0


def _hush() -> None:
    """Keep joblib's manager thread from printing a traceback when the user stops an audit half-way."""
    import threading

    usual = threading.excepthook

    def hook(told: threading.ExceptHookArgs) -> None:
        if told.thread is None or told.thread.name != "ExecutorManagerThread":
            usual(told)

    threading.excepthook = hook


def _filters(level: Level | None, all_parents: bool) -> str:
    """What the audit was told to do otherwise than usual, in words."""
    words = [message("audit", "filter_level", level=message("levels", level))] if level else []
    return "; ".join([*words, *([message("audit", "filter_all_parents")] if all_parents else [])])


def _terms(level: Level | None, all_parents: bool, allow_secret: bool) -> Terms:
    from audit.batch.model import Versions
    from audit.batch.versions import program_digest
    from audit.batch.work import Terms
    from models.verdict import shipped_model
    from reports.gap_head import rules_version
    from reports.version import tool_version

    rules = rules_version()
    versions = Versions(tool_version(), shipped_model().version, rules.digest, rules.newest)
    return Terms(level, all_parents, allow_secret, versions, program_digest())


def _cores() -> int:
    from joblib import cpu_count

    cores: int = cpu_count()
    return cores


def _outputs(store: Store, folder: Path, expected: Path | None, filters: str) -> None:
    """Make the final outputs from what is stored, and say what came out."""
    from reports.audit_outputs import INDEX, write_outputs

    click.echo(message("audit", "writing"), err=True)
    write_outputs(store, folder, _expected(expected), filters=filters)
    failures = store.failures
    facts = {"plans": len(store.names), "failed": len(failures), "file": folder / INDEX}
    click.echo(message("audit", "done", **facts), err=True)
    if failures:
        click.echo(message("audit", "see_failures", file=folder / "failures.csv"), err=True)


def _expected(path: Path | None) -> Sequence[Unit] | None:
    from audit.units import unit_list

    return unit_list(path) if path is not None else None
