"""The `rasoat` command: one thin function per job of the user, no logic.

Heavy imports stand inside the commands, so that `rasoat --help` answers at once.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from commands.audit import audit_command
from commands.corpus_reviews import corpus_group
from commands.learning import evaluate_command, train_command
from commands.options import allow_secret_option, files_argument, format_option, output_option, word
from commands.papers import each_paper, read_allowed, write_result
from commands.watch import watch_command
from console import EXIT_GAP, VietnameseGroup, run
from corpus.errors import UsageError

if TYPE_CHECKING:
    from parser.document import Level

_Choice = TypeVar("_Choice", bound=str)
_LEVELS = ("central", "province", "district", "commune", "grassroots")


@click.group(cls=VietnameseGroup, help=word("about"), context_settings={"max_content_width": 100})
@click.version_option(package_name="rasoat", prog_name="rasoat", message="%(prog)s %(version)s", help=word("version"))
def app() -> None:
    """Hold the commands together."""


@app.command("parse", help=word("parse"))
@files_argument
@format_option("json")
@output_option
@allow_secret_option
def parse_command(files: tuple[Path, ...], form: str, output: Path | None, allow_secret: bool) -> int:
    """Print the whole structure of each document, one JSON object a line."""
    from parser.serialize import document_json

    return each_paper(
        files, output, form, lambda document: _json(document_json(document)), one_stream=True, allow_secret=allow_secret
    )


@app.command("summary", help=word("summary"))
@files_argument
@format_option("md", "html", "docx", "json")
@output_option
@allow_secret_option
def summary_command(files: tuple[Path, ...], form: str, output: Path | None, allow_secret: bool) -> int:
    """Write the one-page summary of each document."""
    from reports.render import render_summary

    return each_paper(
        files,
        output,
        form,
        lambda document: render_summary(document, form),
        one_stream=form != "docx",
        allow_secret=allow_secret,
    )


@app.command("gap", help=word("gap"))
@click.argument("parent", type=click.Path(path_type=Path), metavar="CẤP_TRÊN")
@click.argument("child", type=click.Path(path_type=Path), metavar="KẾ_HOẠCH")
@click.option("--level", type=click.Choice(_LEVELS), help=word("level"))
@format_option("text", "json", "html", "docx", "xlsx")
@output_option
@click.option("--only", default="", metavar="KẾT_QUẢ", help=word("only"))
@click.option("--fail-on", default="", metavar="KẾT_QUẢ", help=word("fail_on"))
@click.option("--decisions", type=click.Path(path_type=Path), metavar="TỆP", help=word("decisions"))
@click.option("--write-decisions", type=click.Path(path_type=Path), metavar="TỆP", help=word("write_decisions"))
@click.option("--no-reader", is_flag=True, help=word("no_reader"))
@click.option("--second-reader", metavar="ĐỊA_CHỈ", help=word("second_reader"))
@click.option("--second-reader-model", default="", metavar="TÊN", help=word("second_reader_model"))
@allow_secret_option
def gap_command(
    parent: Path,
    child: Path,
    level: Level | None,
    form: str,
    output: Path | None,
    only: str,
    fail_on: str,
    decisions: Path | None,
    write_decisions: Path | None,
    no_reader: bool,
    second_reader: str | None,
    second_reader_model: str,
    allow_secret: bool,
) -> int:
    """Compare one plan with its parent."""
    from audit.decisions import decisions_json, with_decisions
    from audit.gap import compare
    from audit.report import GAPS, STATUSES
    from commands.reading import meaning_reader
    from reports.files import write_whole
    from reports.render import render_gap

    shown, failing = _choices("--only", only, STATUSES), _choices("--fail-on", fail_on, GAPS)
    if form in ("docx", "xlsx") and output is None and sys.stdout.isatty():
        raise UsageError("binary_to_terminal", format=form)
    second = None
    if second_reader is not None:
        from commands.second_reader import open_reader

        second = open_reader(second_reader, second_reader_model, parent, child)
    elif second_reader_model:
        raise UsageError("model_without_reader")
    papers = read_allowed(parent, allow_secret), read_allowed(child, allow_secret)
    reader = None if no_reader else meaning_reader()
    compared = compare(*papers, level, reader=reader, second=second)
    report = with_decisions(compared, child, decisions)
    if write_decisions is not None:
        if write_decisions.exists():
            report = with_decisions(report, child, write_decisions)
        data = json.dumps(decisions_json(report), ensure_ascii=False, indent=1)
        write_whole(write_decisions, data.encode() + b"\n")
    write_result(render_gap(report, form, shown), output)
    return EXIT_GAP if any(item.gap in failing for item in report.items) else 0


def _choices(option: str, value: str, allowed: tuple[_Choice, ...]) -> tuple[_Choice, ...]:
    """Return the words of a comma-separated option, each of them one of `allowed`."""
    chosen = [choice.strip() for choice in value.split(",") if choice.strip()]
    for choice in chosen:
        if choice not in allowed:
            raise UsageError("unknown_option", value=choice, option=option, allowed=", ".join(allowed))
    return tuple(choice for choice in allowed if choice in chosen)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"


app.add_command(train_command)
app.add_command(evaluate_command)
app.add_command(audit_command)
app.add_command(corpus_group)
app.add_command(watch_command)


def main() -> None:
    """Entry point of the console command."""
    sys.exit(run(app))


if __name__ == "__main__":
    main()
