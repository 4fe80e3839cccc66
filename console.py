"""Click in Vietnamese: help pages and usage errors of the `rasoat` command.

Click words its messages in English; its exceptions are typed, so each type gets a sentence from the catalogue.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from corpus.errors import RasoatError
from corpus.messages import message

EXIT_GAP = 1  # only with --fail-on: a status named there occurs
EXIT_WRONG = 2  # wrong usage or an input that cannot be read (the contract's exit code)


def _word(code: str, **facts: object) -> str:
    return message("console", code, **facts)


class VietnameseCommand(click.Command):
    """A command whose help page is Vietnamese throughout."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the --help option, worded in Vietnamese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _word("help")
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=_word("usage") + " ")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the pieces of the usage line with the word for options in Vietnamese."""
        return [_word("options_piece"), *super().collect_usage_pieces(ctx)[1:]]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of options."""
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx)) is not None]
        if records:
            with formatter.section(_word("options")):
                formatter.write_dl(records)


class VietnameseGroup(VietnameseCommand, click.Group):
    """The group of commands, listed in the order they were written."""

    command_class = VietnameseCommand

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of a user's day, not of the alphabet."""
        return list(self.commands)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the usage pieces of a group."""
        return [_word("options_piece"), _word("command_piece")]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands."""
        rows = [(name, self.commands[name].get_short_help_str(90)) for name in self.list_commands(ctx)]
        with formatter.section(_word("commands")):
            formatter.write_dl(rows)


def run(group: click.Group, arguments: Sequence[str] | None = None) -> int:
    """Run the command line; print one Vietnamese line for an error; return the exit code."""
    try:
        code = group.main(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except RasoatError as error:
        complain(str(error))
        return EXIT_WRONG
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "", err=True)
        return EXIT_WRONG
    except click.exceptions.Abort:
        complain(_word("aborted"))
        return EXIT_WRONG
    except click.ClickException as error:
        complain(f"{_explain(error)} {_word('see_help')}")
        return EXIT_WRONG
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone; nothing to tell anybody
        return 0
    return code if isinstance(code, int) else 0


def complain(line: str) -> None:
    """Print one line on standard error."""
    click.echo(f"rasoat: {line}", err=True)


def _explain(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        return _word("no_such_option", option=error.option_name)
    if isinstance(error, click.MissingParameter):
        return _word("missing", name=error.param.human_readable_name if error.param else "?")
    if isinstance(error, click.BadParameter) and isinstance(error.param, click.Parameter):
        choices = error.param.type
        allowed = ", ".join(choices.choices) if isinstance(choices, click.Choice) else "–"
        return _word("bad_value", name=error.param.opts[0], allowed=allowed)
    if isinstance(error, click.BadOptionUsage):
        return _word("needs_value", option=error.option_name)
    return _word("wrong_usage")
