"""Settings shared by all tests, and the registry on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

# A first example pays for imports and compiled patterns, and a shared machine is slow at times: no deadline per example.
# The same examples every run, so that a red run can be repeated; HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile("house")

_databases = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server of the test run's own, without network; tests that need it skip where there is none."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    from benchmarks.postgres import NoPostgres, temporary_server

    try:
        with temporary_server() as url:
            yield url
    except NoPostgres as error:
        pytest.skip(str(error))


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The place of a registry that does not exist yet: a file, or a new database of the server."""
    if request.param == "sqlite":
        return str(tmp_path / "so" / "registry.sqlite3")
    return new_database(request.getfixturevalue("postgres"), tmp_path, monkeypatch)


def new_database(server: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Make an empty database on the server; its originals stand in `folder`."""
    import psycopg

    name = f"registry_{next(_databases)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    monkeypatch.setenv("RASOAT_ORIGINALS", str(folder / "originals"))
    return server.replace("/postgres?", f"/{name}?")
