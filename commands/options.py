"""What several commands share: the catalogue of their help lines, and options worded once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from corpus.messages import message


def word(code: str) -> str:
    """Return the sentence of the console that `code` names."""
    return message("console", code)


def files_argument(command: Callable[..., int]) -> Callable[..., int]:
    """Add the argument for one or more files."""
    return click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="TỆP…")(command)


def output_option(command: Callable[..., int]) -> Callable[..., int]:
    """Add -o, the file to write to."""
    return click.option("-o", "--output", type=click.Path(path_type=Path), metavar="TỆP", help=word("output"))(command)


def format_option(*names: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Add --format with the choices `names`; the first is the default."""
    kind = click.Choice(names)
    return click.option("--format", "form", type=kind, default=names[0], show_default=False, help=word("format"))


def allow_secret_option(command: Callable[..., int]) -> Callable[..., int]:
    """Add --allow-secret, the leave to read a paper that bears a secrecy mark."""
    return click.option("--allow-secret", is_flag=True, help=word("allow_secret"))(command)
