"""`rasoat corpus`: the registry of documents, command by command; the work is done in corpus.registry and reports."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.options import allow_secret_option, format_option, output_option
from commands.papers import write_result
from console import EXIT_WRONG, VietnameseGroup, complain
from corpus.errors import UsageError
from corpus.messages import message

if TYPE_CHECKING:
    from corpus.registry.look import Narrow

_LEVELS = ("central", "province", "district", "commune", "grassroots")
_STATUSES = ("active", "amended", "replaced")
_Command = Callable[..., int]


def _word(code: str) -> str:
    return message("corpus", code)


def _day(value: str | date) -> date:
    """Return the day that an option names. Raises UsageError."""
    try:
        return value if isinstance(value, date) else date.fromisoformat(value)
    except ValueError as error:
        raise UsageError("bad_day", value=value) from error


def database_option(command: _Command) -> _Command:
    """Add --database, the registry to use."""
    return click.option("--database", metavar="SỔ", help=_word("database"))(command)


def _day_option(name: str, code: str) -> Callable[[_Command], _Command]:
    return click.option(name, type=_day, metavar="NGÀY", help=_word(code))


def _filters(command: _Command) -> _Command:
    """Add the options that narrow a list or a search."""
    for option in (
        click.option("--status", type=click.Choice(_STATUSES), help=_word("status")),
        _day_option("--to", "end"),
        _day_option("--from", "start"),
        click.option("--level", type=click.Choice(_LEVELS), help=_word("level")),
        click.option("--issuer", metavar="TÊN", help=_word("issuer")),
        click.option("--type", metavar="LOẠI", help=_word("type")),
    ):
        command = option(command)
    return command


def _limit_option(default: int) -> Callable[[_Command], _Command]:
    number = click.IntRange(1, 100_000)
    return click.option("--limit", type=number, default=default, metavar="SỐ", help=_word("limit"))


def _narrow(chosen: dict[str, Any]) -> Narrow:
    from corpus.registry.look import Narrow

    start, end = chosen.pop("from"), chosen.pop("to")
    return Narrow(start=start, end=end, **chosen)


def _print(text: str) -> None:
    write_result(text.encode(), None)


@click.group("corpus", cls=VietnameseGroup, help=_word("group"))
def corpus_group() -> None:
    """Hold the commands of the registry together."""


@corpus_group.command("add", help=_word("add"))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="TỆP…")
@format_option("text", "json")
@database_option
@allow_secret_option
def add_command(files: tuple[Path, ...], form: str, database: str | None, allow_secret: bool) -> int:
    """Take papers in; those that cannot be read are listed, the others are kept."""
    from corpus.registry.intake import take_in
    from corpus.registry.registry import open_registry
    from parser.readers.archives import is_collection
    from reports.registry_json import added_json, as_bytes
    from reports.registry_text import added_line

    counts = dict.fromkeys(("new", "version", "same_file", "same_text", "failed"), 0)
    failed = False
    with open_registry(database) as registry:
        for path in files:
            within, stored, wrong = is_collection(path), 0, 0
            for taken in take_in(registry, [path], allow_secret):
                counts[taken.added.outcome if taken.added else "failed"] += 1
                stored += taken.added is not None
                wrong += taken.error is not None
                if form == "json":
                    write_result(as_bytes(added_json(taken)), None)
                elif taken.added is not None:
                    _print(added_line(taken.name, taken.added) + "\n")
                if taken.error is not None:
                    complain(str(taken.error))
            failed = failed or stored == 0 or (wrong > 0 and not within)
    if form == "text":
        same = counts["same_file"] + counts["same_text"]
        said = {"new": counts["new"], "version": counts["version"], "same": same, "failed": counts["failed"]}
        _print(message("corpus", "added", files=sum(counts.values()), **said) + "\n")
    return EXIT_WRONG if failed else 0


@corpus_group.command("list", help=_word("list"))
@_filters
@_limit_option(50)
@click.option("--offset", type=click.IntRange(0), default=0, metavar="SỐ", help=_word("offset"))
@format_option("text", "json")
@database_option
def list_command(limit: int, offset: int, form: str, database: str | None, **chosen: Any) -> int:
    """List documents, newest first."""
    from corpus.registry.look import list_documents
    from corpus.registry.registry import open_registry
    from reports.registry_json import as_bytes, list_json
    from reports.registry_text import list_text

    with open_registry(database) as registry, registry.database.reading() as session:
        rows, total = list_documents(session, _narrow(chosen), limit, offset)
        write_result(as_bytes(list_json(rows, total)) if form == "json" else list_text(rows, total).encode(), None)
    return 0


@corpus_group.command("show", help=_word("show"))
@click.argument("named", metavar="MÃ|SỐ")
@format_option("text", "json")
@database_option
def show_command(named: str, form: str, database: str | None) -> int:
    """Print everything about one document."""
    from corpus.registry.look import find_document, page_of
    from corpus.registry.registry import open_registry
    from reports.registry_json import as_bytes, page_json
    from reports.registry_text import page_text

    with open_registry(database) as registry, registry.database.reading() as session:
        page = page_of(session, find_document(session, named))
        write_result(as_bytes(page_json(page)) if form == "json" else page_text(page).encode(), None)
    return 0


@corpus_group.command("search", help=_word("search"))
@click.argument("words", nargs=-1, required=True, metavar="CHỮ…")
@_filters
@_limit_option(20)
@format_option("text", "json")
@database_option
def search_command(words: tuple[str, ...], limit: int, form: str, database: str | None, **chosen: Any) -> int:
    """Search the full text."""
    from corpus.registry.registry import open_registry
    from corpus.registry.search import search
    from reports.registry_json import as_bytes, hits_json
    from reports.registry_text import hits_text

    # The shell takes the quotes of "kế hoạch năm" away: an argument of several words among others is a phrase.
    asked = " ".join(f'"{word}"' if " " in word.strip() and len(words) > 1 else word for word in words)
    with open_registry(database) as registry, registry.database.reading() as session:
        found = search(session, registry.index, asked, _narrow(chosen), limit)
        write_result(as_bytes(hits_json(found)) if form == "json" else hits_text(found, _mark()).encode(), None)
    return 0


def _mark() -> Callable[[str], str]:
    """Return how a word that was looked for is shown: bold on a terminal, in brackets in a file."""
    if sys.stdout.isatty():
        return lambda word: click.style(word, bold=True)
    return lambda word: f"[{word}]"


@corpus_group.command("cascade", help=_word("cascade"))
@click.argument("named", metavar="SỐ|MÃ")
@format_option("text", "mermaid", "dot", "json")
@output_option
@database_option
def cascade_command(named: str, form: str, output: Path | None, database: str | None) -> int:
    """Show who implements whom around one document."""
    from corpus.registry.cascade import cascade
    from corpus.registry.look import find_document
    from corpus.registry.registry import open_registry
    from reports.registry_graph import cascade_dot, cascade_mermaid, cascade_text
    from reports.registry_json import as_bytes, cascade_json

    with open_registry(database) as registry, registry.database.reading() as session:
        found = cascade(session, find_document(session, named))
    if form == "json":
        write_result(as_bytes(cascade_json(found)), output)
        return 0
    draw = {"mermaid": cascade_mermaid, "dot": cascade_dot}.get(form, cascade_text)
    write_result(draw(found).encode(), output)
    return 0


@corpus_group.command("due", help=_word("due"))
@click.option("--days", type=click.IntRange(0, 3650), default=30, metavar="SỐ", help=_word("days"))
@click.option("--past", type=click.IntRange(0, 3650), default=30, metavar="SỐ", help=_word("past"))
@_day_option("--today", "today")
@format_option("text", "json")
@database_option
def due_command(days: int, past: int, today: date | None, form: str, database: str | None) -> int:
    """List what is due soon and what is overdue."""
    from corpus.registry.due import due_works
    from corpus.registry.registry import open_registry
    from reports.registry_json import as_bytes, due_json
    from reports.registry_text import due_text

    day = today or date.today()
    with open_registry(database) as registry, registry.database.reading() as session:
        works = due_works(session, day, days, past)
        if form == "json":
            write_result(as_bytes(due_json(works, day, days, past)), None)
        else:
            _print(due_text(works, day, days, past))
    return 0


@corpus_group.command("calendar", help=_word("calendar"))
@_day_option("--today", "today")
@output_option
@database_option
def calendar_command(today: date | None, output: Path | None, database: str | None) -> int:
    """Write what is due from today on as a calendar."""
    from corpus.registry.due import all_works
    from corpus.registry.registry import open_registry
    from reports.registry_calendar import calendar_file

    with open_registry(database) as registry, registry.database.reading() as session:
        works = all_works(session, today or date.today())
        write_result(calendar_file(works), output)
    if output is not None:
        _print(message("corpus", "calendar_written", count=len(works), file=output) + "\n")
    return 0
