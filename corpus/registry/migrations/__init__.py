"""Alembic migrations, inside the package so that they run from an installed wheel."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from corpus.errors import RegistryError


def config() -> Config:
    """Return Alembic's settings; no alembic.ini is needed."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    return settings


def upgrade(connection: Connection, revision: str | None, place: str) -> None:
    """Bring the tables up to date inside the caller's transaction.

    Raises RegistryError when the tables were made by a newer rasoat.
    """
    settings = config()
    known = {script.revision for script in ScriptDirectory.from_config(settings).walk_revisions()}
    if revision is not None and revision not in known:
        raise RegistryError("newer_registry", place=place)
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")
