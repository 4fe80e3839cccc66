"""What several commands share: the catalogue of their help lines, and options worded once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
from click.core import ParameterSource

from corpus.messages import message


def word(code: str) -> str:
    """Return the sentence of the console that `code` names."""
    return message("console", code)


def files_argument(command: Callable[..., int]) -> Callable[..., int]:
    """Add the argument for one or more files."""
    return click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="TỆP…")(command)


def output_option(command: Callable[..., int]) -> Callable[..., int]:
    """Add -o, the file to write to; read before --format, which goes by its suffix."""
    kind = click.Path(path_type=Path)
    return click.option("-o", "--output", type=kind, metavar="TỆP", help=word("output"), is_eager=True)(command)


def format_option(*names: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Add --format with the choices `names`; without it the suffix of -o decides, else the first of them."""

    def by_suffix(context: click.Context, _parameter: click.Parameter, value: str) -> str:
        output: Path | None = context.params.get("output")
        said = context.get_parameter_source("form") is not ParameterSource.DEFAULT
        suffix = output.suffix[1:].lower() if output is not None else ""
        return suffix if suffix in names and not said else value

    kind = click.Choice(names)
    return click.option(
        "--format", "form", type=kind, default=names[0], show_default=False, help=word("format"), callback=by_suffix
    )


def allow_secret_option(command: Callable[..., int]) -> Callable[..., int]:
    """Add --allow-secret, the leave to read a paper that bears a secrecy mark."""
    return click.option("--allow-secret", is_flag=True, help=word("allow_secret"))(command)
