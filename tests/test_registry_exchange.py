"""The registry as one file: out of either database, into either; damaged files are refused whole."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from audit.decisions import read_decisions
from audit.gap import compare
from corpus.errors import OutputError, RegistryError, UnreadableFile
from corpus.registry.exchange import Moved, export_registry, import_registry
from corpus.registry.look import Narrow, find_document, page_of
from corpus.registry.registry import Registry, open_registry
from corpus.registry.reviews import decisions_on, keep_decisions, keep_report
from corpus.registry.schema import EventRow, VerdictRow, VersionRow
from corpus.registry.search import search
from reports.registry_json import page_json
from tests.papers import CHILD, PARENT
from tests.registry_papers import put, read


@pytest.fixture
def registry(place: str) -> Iterator[Registry]:
    with open_registry(place) as opened:
        put(opened, CHILD, "xa.txt")
        put(opened, PARENT, "tinh.txt")
        put(opened, PARENT.replace("tại các chợ", "tại siêu thị"), "tinh-moi.txt")
        with opened.database.writing() as session:
            keep_report(session, compare(read(PARENT.encode()), read(CHILD.encode())))
        yield opened


@pytest.fixture
def other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry]:
    monkeypatch.setenv("RASOAT_ORIGINALS", str(tmp_path / "khac" / "originals"))
    with open_registry(str(tmp_path / "khac" / "so.sqlite3")) as opened:
        yield opened


def contents(registry: Registry) -> object:
    """Everything that a user can see of the documents, without ids and the trail (an import leaves its own lines)."""
    with registry.database.reading() as session:
        pages = [page_json(page_of(session, find_document(session, str(number)))) for number in (1, 2)]
    for page in pages:
        page["trail"] = [event for event in page["trail"] if event["action"] != "import"]
    return pages


def test_what_goes_out_comes_in_the_same(registry: Registry, other: Registry, tmp_path: Path) -> None:
    file = tmp_path / "so.zip"
    assert export_registry(registry, file) == Moved(versions=3, new=3, verdicts=1, events=4)
    moved = import_registry(other, file)
    assert (moved.versions, moved.new, moved.verdicts, moved.missing) == (3, 3, 1, 0)
    assert contents(other) == contents(registry)
    with other.database.reading() as session:
        hashes = session.scalars(select(VersionRow.sha256)).all()
        assert search(session, other.index, "siêu thị", Narrow()).count == 1
    assert all(other.originals.get(sha256) == registry.originals.get(sha256) for sha256 in hashes)


def test_twice_in_changes_nothing(registry: Registry, tmp_path: Path) -> None:
    file = tmp_path / "so.zip"
    export_registry(registry, file)
    before = contents(registry)
    moved = import_registry(registry, file)
    assert (moved.new, moved.verdicts, moved.decisions, moved.events) == (0, 0, 0, 0)
    assert contents(registry) == before
    with registry.database.reading() as session:
        assert len(session.scalars(select(EventRow)).all()) == 4


def test_the_file_is_the_form_that_the_page_describes(registry: Registry, tmp_path: Path) -> None:
    file = tmp_path / "so.zip"
    export_registry(registry, file)
    with zipfile.ZipFile(file) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        first = json.loads(archive.read("versions.jsonl").splitlines()[0])
        originals = [name for name in archive.namelist() if name.startswith("originals/")]
    assert (manifest["schema"], manifest["versions"]) == ("rasoat.registry/1", 3)
    assert first["text"][first["citations"][0]["start"] :].startswith(first["citations"][0]["quote"])
    assert len(originals) == 3
    assert [path.name for path in tmp_path.glob(".so*")] == [], "no half-written file is left"


def test_an_original_that_is_gone_is_counted(registry: Registry, other: Registry, tmp_path: Path) -> None:
    with registry.database.reading() as session:
        sha256 = session.scalars(select(VersionRow.sha256)).first() or ""
    registry.originals.path(sha256).unlink()
    assert export_registry(registry, tmp_path / "so.zip").missing == 1
    moved = import_registry(other, tmp_path / "so.zip")
    assert (moved.new, moved.missing) == (3, 1)


def test_no_folder_to_write_to_is_said(registry: Registry, tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        export_registry(registry, tmp_path / "khong-co" / "so.zip")


def rewritten(source: Path, target: Path, name: str, data: bytes) -> Path:
    """Copy an export with one member changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.namelist():
            new.writestr(member, data if member == name else old.read(member))
    return target


@pytest.mark.parametrize("kind", ["missing", "text", "cut", "empty zip", "bad line", "bad row", "false original"])
def test_damaged_files_are_refused(registry: Registry, other: Registry, tmp_path: Path, kind: str) -> None:
    good, bad = tmp_path / "so.zip", tmp_path / "hong.zip"
    export_registry(registry, good)
    with zipfile.ZipFile(good) as archive:
        original = next(name for name in archive.namelist() if name.startswith("originals/"))
    if kind == "text":
        bad.write_text("không phải")
    elif kind == "cut":
        bad.write_bytes(good.read_bytes()[:-200])
    elif kind == "empty zip":
        zipfile.ZipFile(bad, "w").close()
    elif kind == "bad line":
        rewritten(good, bad, "versions.jsonl", b"{not json\n")
    elif kind == "bad row":
        rewritten(good, bad, "versions.jsonl", b'{"source": {}}\n')
    elif kind == "false original":
        rewritten(good, bad, original, b"something else")
    with pytest.raises(UnreadableFile):
        import_registry(other, bad)


def test_a_file_of_another_schema_is_named(registry: Registry, tmp_path: Path) -> None:
    export_registry(registry, tmp_path / "so.zip")
    manifest = json.dumps({"schema": "rasoat.registry/9"}).encode()
    bad = rewritten(tmp_path / "so.zip", tmp_path / "moi.zip", "manifest.json", manifest)
    with pytest.raises(UnreadableFile, match="rasoat.registry/9"):
        import_registry(registry, bad)


# Verdicts and decisions


def test_a_second_report_of_the_same_model_replaces_the_first(registry: Registry) -> None:
    report = compare(read(PARENT.encode()), read(CHILD.encode()))
    with registry.database.writing() as session:
        keep_report(session, report)
        row = session.scalars(select(VerdictRow)).one()
        assert row.totals == report.totals()
        assert [item["status"] for item in row.items] == [item.status for item in report.items]


def decision_file(folder: Path, registry: Registry, choice: str) -> Path:
    report = compare(read(PARENT.encode()), read(CHILD.encode()))
    rows = [{"requirement": report.items[0].id, "quote": report.items[0].requirement.quote, "decision": choice}]
    rows[0] |= {"reason": "đã có văn bản khác", "who": "Lan", "when": "2026-03-01"}
    papers = {
        name: {"name": name, "sha256": getattr(report, name).reading.source.sha256} for name in ("parent", "child")
    }
    path = folder / "xa.quyet-dinh.json"
    path.write_text(json.dumps({"schema": "rasoat.decisions/1", **papers, "decisions": rows}), encoding="utf-8")
    return path


def test_decisions_come_in_once_and_are_changed_by_later_ones(registry: Registry, tmp_path: Path) -> None:
    counts = []
    for choice in ("waive", "waive", "agree"):
        decisions = read_decisions(decision_file(tmp_path, registry, choice))
        with registry.database.writing() as session:
            counts.append(keep_decisions(session, decisions, "xa.quyet-dinh.json"))
    assert counts == [1, 0, 1]
    with registry.database.reading() as session:
        kept = decisions_on(session, decisions.parent_sha256, decisions.child_sha256)
        assert [row.review.choice for row in kept.rows] == ["agree"]
        assert kept == decisions


def test_an_unknown_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegistryError), open_registry("mysql://may/so"):
        pass
