"""`rasoat corpus compare|decide|export|import`: what is judged and decided, and the registry as one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.corpus import corpus_group, database_option
from commands.options import format_option
from commands.papers import write_result
from corpus.messages import message

__all__ = ["corpus_group"]  # with these commands hung in

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from corpus.registry.registry import Registry
    from parser.document import Document


def _word(code: str) -> str:
    return message("corpus", code)


def _say(text: str) -> None:
    write_result(f"{text}\n".encode(), None)


@corpus_group.command("compare", help=_word("compare"))
@click.argument("parent", metavar="CẤP_TRÊN")
@click.argument("child", metavar="KẾ_HOẠCH")
@format_option("text", "json")
@database_option
def compare_command(parent: str, child: str, form: str, database: str | None) -> int:
    """Compare two documents of the registry and keep the verdicts."""
    from audit.decisions import apply_decisions
    from audit.gap import compare
    from corpus.registry.registry import open_registry
    from corpus.registry.reviews import decisions_on, keep_report
    from reports.render import render_gap

    with open_registry(database) as registry:
        with registry.database.reading() as session:
            above, below = (_again(registry, session, named) for named in (parent, child))
            decisions = decisions_on(session, above.reading.source.sha256, below.reading.source.sha256)
        report = apply_decisions(compare(above, below), decisions)
        with registry.database.writing() as session:
            keep_report(session, report)
    if form == "json":
        write_result(render_gap(report, "json"), None)
    else:
        totals = report.totals()
        counts = {status: int(totals[status]) for status in ("missing", "partial", "covered", "not_applicable")}
        coverage = f"{totals['coverage']:.0%}"
        _say(message("corpus", "compared", coverage=coverage, **counts))
    return 0


def _again(registry: Registry, session: Session, named: str) -> Document:
    """Return the newest version of a document, read anew from its original: verdicts need its whole layout."""
    from corpus.registry.look import find_document, newest_version
    from parser.pipeline import analyse
    from parser.readers import read_bytes

    version = newest_version(session, find_document(session, named))
    return analyse(read_bytes(registry.originals.get(version.sha256), version.name))


@corpus_group.command("decide", help=_word("decide"))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="TỆP…")
@database_option
def decide_command(files: tuple[Path, ...], database: str | None) -> int:
    """Take in decision files (docs/decisions.md)."""
    from audit.decisions import read_decisions
    from corpus.registry.registry import open_registry
    from corpus.registry.reviews import keep_decisions

    found = [(path, read_decisions(path)) for path in files]
    with open_registry(database) as registry:
        for path, decisions in found:
            with registry.database.writing() as session:
                count = keep_decisions(session, decisions, path.name)
            _say(message("corpus", "decided", count=count, file=path))
    return 0


@corpus_group.command("export", help=_word("export"))
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), metavar="TỆP", help=_word("export_output")
)
@database_option
def export_command(output: Path, database: str | None) -> int:
    """Write the whole registry as one file."""
    from corpus.registry.exchange import export_registry
    from corpus.registry.registry import open_registry

    with open_registry(database) as registry:
        moved = export_registry(registry, output)
    counts = {"versions": moved.versions, "verdicts": moved.verdicts, "decisions": moved.decisions}
    _say(message("corpus", "exported", file=output, events=moved.events, **counts))
    _tell_missing(moved.missing)
    return 0


@corpus_group.command("import", help=_word("import"))
@click.argument("file", type=click.Path(path_type=Path), metavar="TỆP")
@database_option
def import_command(file: Path, database: str | None) -> int:
    """Add what an exported registry holds."""
    from corpus.registry.exchange import import_registry
    from corpus.registry.registry import open_registry

    with open_registry(database) as registry:
        moved = import_registry(registry, file)
    counts = {"versions": moved.versions, "new": moved.new, "verdicts": moved.verdicts, "decisions": moved.decisions}
    _say(message("corpus", "imported", events=moved.events, **counts))
    _tell_missing(moved.missing)
    return 0


def _tell_missing(count: int) -> None:
    from console import complain

    if count:
        complain(message("corpus", "missing_originals", count=count))
