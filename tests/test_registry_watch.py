"""`rasoat watch`: whole files only, once only, broken ones aside with their reason."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import func, select

import cli
from console import run
from corpus.errors import OutputError
from corpus.registry.inbox import Inbox, free_place, move, one_watcher
from corpus.registry.intake import take_in
from corpus.registry.registry import open_registry
from corpus.registry.schema import VersionRow
from reports.watching import Watcher
from tests.papers import CHILD, PARENT, SECRET
from tests.registry_papers import text_of, write

ROOT = Path(__file__).parent.parent


@pytest.fixture
def folder(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RASOAT_DATABASE", place)
    box = tmp_path / "van-ban-den"
    box.mkdir()
    return box


def watch(folder: Path, *options: object) -> int:
    return run(cli.app, ["watch", str(folder), "--once", "--interval", "0.1", *map(str, options)])


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_good_files_are_summarised_and_broken_ones_explained(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write(folder, "tinh.txt", PARENT)
    write(folder, "mat.txt", SECRET)
    (folder / "hong.docx").write_bytes(b"PK\x03\x04 cut off")
    assert watch(folder, "--format", "md") == 0
    assert names(folder / "da-xu-ly") == ["tinh.tom-tat.md", "tinh.txt"]
    assert names(folder / "loi") == ["hong.docx", "hong.docx.ly-do.txt", "mat.txt", "mat.txt.ly-do.txt"]
    assert "45/KH-UBND" in (folder / "da-xu-ly" / "tinh.tom-tat.md").read_text(encoding="utf-8")
    reason = (folder / "loi" / "mat.txt.ly-do.txt").read_text(encoding="utf-8-sig")
    assert "dấu chỉ độ mật" in reason and "An toàn" not in reason
    said = capfd.readouterr().out
    assert "tinh.txt: đã vào sổ, mã 1" in said and "hong.docx: chuyển vào" in said


def test_word_is_what_an_office_gets_by_default(folder: Path) -> None:
    write(folder, "tinh.txt", PARENT)
    watch(folder)
    assert (folder / "da-xu-ly" / "tinh.tom-tat.docx").read_bytes().startswith(b"PK")


def test_the_same_paper_again_goes_to_its_own_folder(folder: Path) -> None:
    write(folder, "tinh.txt", PARENT)
    watch(folder, "--format", "md")
    write(folder, "tinh.txt", PARENT)
    write(folder, "tinh-lai.txt", PARENT + "\n")
    watch(folder, "--format", "md")
    assert names(folder / "trung") == ["tinh-lai.txt", "tinh.txt"]
    assert names(folder / "da-xu-ly") == ["tinh.tom-tat.md", "tinh.txt"]


def test_another_paper_of_the_same_name_keeps_both(folder: Path) -> None:
    write(folder, "kh.txt", PARENT)
    watch(folder, "--format", "md")
    write(folder, "kh.txt", CHILD)
    watch(folder, "--format", "md")
    assert names(folder / "da-xu-ly") == ["kh (2).tom-tat.md", "kh (2).txt", "kh.tom-tat.md", "kh.txt"]


def test_an_archive_gives_a_summary_for_each_paper(folder: Path) -> None:
    with zipfile.ZipFile(folder / "goi.zip", "w") as archive:
        archive.writestr("xa.txt", CHILD)
        archive.writestr("hong.docx", b"PK\x03\x04 cut off")
    watch(folder, "--format", "md")
    assert names(folder / "da-xu-ly") == ["goi - xa.tom-tat.md", "goi.zip", "goi.zip.ly-do.txt"]


def test_what_a_killed_watcher_registered_is_finished_not_repeated(folder: Path, place: str) -> None:
    path = write(folder, "tinh.txt", PARENT)
    with open_registry(place) as registry:
        list(take_in(registry, [path], action="watch"))  # registered, then killed
        watch(folder, "--format", "md")
        with registry.database.reading() as session:
            assert session.scalar(select(func.count()).select_from(VersionRow)) == 1
    assert names(folder / "da-xu-ly") == ["tinh.tom-tat.md", "tinh.txt"]
    assert names(folder / "trung") == []


def test_files_under_way_are_left_alone(folder: Path) -> None:
    inbox = Inbox(folder)
    path = write(folder, "dai.txt", "a")
    for name in ("~$tinh.docx", ".an", "tai.crdownload", "Thumbs.db"):
        write(folder, name, "x")
    assert inbox.ready() == [], "seen for the first time"
    path.write_text("ab")
    assert inbox.ready() == [], "grown since"
    assert inbox.ready() == [path]
    path.unlink()
    assert inbox.ready() == [] and not inbox.waiting


def test_a_file_that_cannot_be_moved_stays_and_is_told_once(
    folder: Path, place: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from commands.watch import _round, _Stop

    write(folder, "tinh.txt", PARENT)

    def held(path: Path, target: Path) -> None:
        raise OutputError("cannot_write", file=target, reason="đang mở")

    with open_registry(place) as registry:
        watcher = Watcher(registry, Inbox(folder), "md", False, lambda line: None)
        monkeypatch.setattr("reports.watching.move", held)
        stuck: set[Path] = set()
        for _ in range(3):
            _round(watcher, stuck, _Stop())
        assert capfd.readouterr().err.count("đang mở") == 1
        assert (folder / "tinh.txt").exists()
        monkeypatch.undo()
        _round(watcher, stuck, _Stop())
    assert names(folder / "da-xu-ly") == ["tinh.tom-tat.md", "tinh.txt"] and not stuck


def test_only_one_watcher_a_folder(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with one_watcher(folder):
        assert watch(folder) == 2
    assert "đang được một rasoat watch khác theo dõi" in capfd.readouterr().err
    assert watch(folder / "khong-co") == 2
    assert watch(folder) == 0, "an empty folder is no mistake"


def test_its_help_is_vietnamese(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(cli.app, ["watch", "--help"]) == 0
    said = capfd.readouterr().out
    assert said.startswith("Cách dùng:") and "Options" not in said


def test_places_and_moves_that_fail_are_said(tmp_path: Path) -> None:
    blocked = write(tmp_path, "tep", "x")
    with pytest.raises(OutputError):
        free_place(blocked, "a.txt")
    with pytest.raises(OutputError):
        move(tmp_path / "khong-co", tmp_path / "b")


def start(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "cli.py", "watch", str(folder), "--interval", "0.2", "--format", "md"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for(path: Path, seconds: float = 240) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not path.exists():
        time.sleep(0.05)
    return path.exists()


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_takes_what_comes_and_ends_cleanly(folder: Path, stop: signal.Signals) -> None:
    process = start(folder)
    try:
        write(folder, "tinh.txt", PARENT)
        assert wait_for(folder / "da-xu-ly" / "tinh.txt")
        assert wait_for(folder / "da-xu-ly" / "tinh.tom-tat.md")
    finally:
        process.send_signal(stop)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert out.startswith("Đang theo dõi") and out.endswith("vẫn nằm nguyên trong thư mục.\n")


def test_killed_at_any_moment_and_started_again_nothing_is_lost_or_doubled(folder: Path, place: str) -> None:
    for number in range(12):
        write(folder, f"{number}.txt", text_of(f"{number + 1}/KH-UBND", title=f"Việc thứ {number}"))
    process = start(folder)
    assert wait_for(folder / "da-xu-ly" / "1.txt")
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert watch(folder, "--format", "md") == 0
    expected = sorted([f"{n}.txt" for n in range(12)] + [f"{n}.tom-tat.md" for n in range(12)])
    assert [name for name in names(folder / "da-xu-ly") if not name.startswith(".")] == expected
    assert names(folder / "trung") == [] and names(folder / "loi") == []
    with open_registry(place) as registry, registry.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(VersionRow)) == 12
    shutil.rmtree(folder)
