"""Dated tables of Vietnamese administrative knowledge, one TOML file each."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """Return the table `corpus/knowledge/<name>.toml`, parsed once per process.

    Raises FileNotFoundError or tomllib.TOMLDecodeError: both are defects of the installation.
    """
    text = files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
