"""Where the registry lives, and how its tables come about and are kept up to date."""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from corpus.errors import RegistryError
from corpus.registry import trail
from corpus.registry.database import HEAD, Database, data_folder, locate
from corpus.registry.migrations import config
from corpus.registry.registry import open_registry
from corpus.registry.schema import Base
from tests.papers import PARENT
from tests.registry_papers import put


def test_the_named_place_comes_before_the_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASOAT_DATABASE", str(tmp_path / "bien.sqlite3"))
    assert locate().url.database == str(tmp_path / "bien.sqlite3")
    named = locate(str(tmp_path / "ten.sqlite3"))
    assert named.url.database == str(tmp_path / "ten.sqlite3")
    assert named.originals == tmp_path / "ten-originals"
    assert locate(f"sqlite:///{tmp_path}/url.sqlite3").shown == f"{tmp_path}/url.sqlite3"


def test_without_a_name_the_registry_is_the_users_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("RASOAT_DATABASE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    assert locate().url.database == str(tmp_path / "rasoat" / "registry.sqlite3")


@pytest.mark.parametrize(
    ("platform", "end"), [("win32", ("Local", "rasoat")), ("darwin", ("Application Support", "rasoat"))]
)
def test_every_system_has_its_own_place_for_data(
    platform: str, end: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr("corpus.registry.database.sys.platform", platform)
    assert data_folder().parts[-2:] == end


def test_a_password_is_never_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RASOAT_ORIGINALS", str(tmp_path))
    place = locate("postgresql://lan:bimat@may.coquan.vn/so")
    assert "bimat" not in place.shown
    assert (place.url.drivername, place.originals) == ("postgresql+psycopg", tmp_path)


@pytest.mark.parametrize("url", ["mysql://lan:bimat@may/so", "://", "gopher://x"])
def test_other_databases_are_refused_in_one_line(url: str) -> None:
    with pytest.raises(RegistryError) as error:
        locate(url)
    assert error.value.code == "bad_database_url"
    assert "bimat" not in str(error.value)


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    path = tmp_path / "thu.txt"
    path.write_text("Đây là một lá thư, không phải cơ sở dữ liệu." * 50, encoding="utf-8")
    with pytest.raises(RegistryError, match="thu.txt"), open_registry(str(path)):
        pass


def test_a_server_that_is_not_there_is_said(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(RegistryError) as error, open_registry(f"postgresql://lan@/so?host={tmp_path}"):
        pass
    assert error.value.code == "registry_unusable"


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("x")
    with pytest.raises(RegistryError), open_registry(str(tmp_path / "tep" / "so.sqlite3")):
        pass


def test_the_migrations_make_what_the_mapping_says(place: str) -> None:
    database = Database(locate(place))
    with database.engine.connect() as connection:
        own = {"include_name": lambda name, kind, _: kind != "table" or not str(name).startswith("search")}
        differences = compare_metadata(MigrationContext.configure(connection, opts=own), Base.metadata)
    database.close()
    assert differences == []


def test_the_head_known_here_is_alembics() -> None:
    assert ScriptDirectory.from_config(config()).get_current_head() == HEAD


def test_an_up_to_date_registry_opens_without_alembic(place: str) -> None:
    import subprocess

    with open_registry(place):
        pass
    code = (
        "import sys; from corpus.registry.registry import open_registry\n"
        f"with open_registry({place!r}): print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_tables_of_a_newer_rasoat_are_left_alone(place: str) -> None:
    with open_registry(place) as registry, registry.database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(RegistryError) as error, open_registry(place):
        pass
    assert error.value.code == "newer_registry"


def _open(place: str) -> None:
    with open_registry(place):
        pass


def test_two_processes_may_make_the_registry_at_once(place: str) -> None:
    pool = multiprocessing.get_context("spawn")
    workers = [pool.Process(target=_open, args=(place,)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]


def test_sqlite_runs_in_wal_mode_with_foreign_keys(tmp_path: Path) -> None:
    with open_registry(str(tmp_path / "so.sqlite3")) as registry, registry.database.reading() as session:
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert session.scalar(text("PRAGMA foreign_keys")) == 1
        assert (session.scalar(text("PRAGMA busy_timeout")) or 0) >= 30_000


def test_a_failed_transaction_leaves_nothing(place: str) -> None:
    with open_registry(place) as registry:
        with pytest.raises(RuntimeError), registry.database.writing() as session:
            trail.record(session, "add", None)
            raise RuntimeError
        with registry.database.reading() as session:
            assert session.scalar(text("SELECT count(*) FROM events")) == 0


def test_tidying_changes_nothing_that_is_seen(place: str) -> None:
    with open_registry(place) as registry:
        added = put(registry, PARENT)
        registry.database.tidy()
        assert put(registry, PARENT).document_id == added.document_id
