"""The `rasoat` command: one thin function per job of the user."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Rà soát văn bản hành chính.")


@app.command("parse")
def parse_command(
    files: Annotated[list[Path], typer.Argument(metavar="TỆP…")],
    format: Annotated[str, typer.Option("--format")] = "json",
) -> None:
    """Đọc văn bản, in cấu trúc đầy đủ."""
    from parser.pipeline import parse
    from parser.serialize import document_json

    for file in files:
        json.dump(document_json(parse(file)), sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")


@app.callback()
def _root() -> None:
    """rasoat."""


def main() -> None:
    """Entry point of the console command."""
    app()


if __name__ == "__main__":
    main()
