"""`parse` and `summary` over folders, archives and letters: what is done, what is listed, which exit code."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import pytest

import cli
from console import run
from tests.papers import CHILD, NO_TASK, PARENT, SECRET


def call(*arguments: object) -> int:
    return run(cli.app, [str(argument) for argument in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "vào"
    (place / "con").mkdir(parents=True)
    (place / "tinh.txt").write_text(PARENT, encoding="utf-8")
    (place / "con" / "xa.txt").write_text(CHILD, encoding="utf-8")
    (place / "mat.txt").write_text(SECRET, encoding="utf-8")
    (place / "rong.txt").write_bytes(b"")
    with zipfile.ZipFile(place / "gói.zip", "w") as archive:
        archive.writestr("giấy mời.txt", NO_TASK)
    return place


def test_a_folder_is_done_paper_by_paper(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert call("parse", folder) == 0, "a batch that finishes has done its work"
    caught = capfd.readouterr()
    names = [json.loads(line)["source"]["name"] for line in caught.out.splitlines()]
    assert names == ["con/xa.txt", "gói.zip » giấy mời.txt", "tinh.txt"]
    assert len(caught.err.splitlines()) == 3
    assert "mat.txt có dấu chỉ độ mật “MẬT”" in caught.err and "rong.txt rỗng" in caught.err
    assert f"{folder}: đã đọc 3 văn bản, 2 tệp không đọc." in caught.err


def test_results_of_a_folder_land_in_a_folder_without_the_secret_one(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "ra"
    out.mkdir()
    assert call("summary", folder, "--format", "docx", "-o", out) == 0
    assert sorted(path.name for path in out.iterdir()) == ["con - xa.docx", "gói.zip - giấy mời.docx", "tinh.docx"]
    assert call("summary", folder, "--format", "docx", "-o", out, "--allow-secret") == 0
    assert (out / "mat.docx").exists()


def test_the_suffix_of_the_output_names_the_form(folder: Path, tmp_path: Path) -> None:
    page, text, forced = tmp_path / "a.html", tmp_path / "a.md", tmp_path / "b.html"
    for target in (page, text):
        assert call("summary", folder / "tinh.txt", "-o", target) == 0
    assert call("summary", folder / "tinh.txt", "-o", forced, "--format", "md") == 0
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert text.read_text(encoding="utf-8") == forced.read_text(encoding="utf-8")
    assert text.read_text(encoding="utf-8").startswith("# "), "a form that is asked for outright wins"


def test_papers_of_one_name_do_not_overwrite_each_other(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "ra"
    out.mkdir()
    assert call("summary", folder / "tinh.txt", folder / "tinh.txt", "--format", "html", "-o", out) == 0
    assert sorted(path.name for path in out.iterdir()) == ["tinh (2).html", "tinh.html"]


def test_one_file_takes_a_whole_folder(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "ra.jsonl"
    assert call("parse", folder, "-o", target) == 0
    assert len(target.read_text(encoding="utf-8").splitlines()) == 3


def test_nothing_that_could_be_read_is_an_error(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "rong").mkdir()
    assert call("parse", tmp_path / "rong") == 2
    assert "đã đọc 0 văn bản" in capfd.readouterr().err
    (tmp_path / "hong.zip").write_bytes(b"PK\x03\x04junk")
    assert call("parse", tmp_path / "hong.zip") == 2
    assert "không mở được" in capfd.readouterr().err


def test_word_summaries_of_a_folder_do_not_go_to_a_stream(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert call("summary", folder, "--format", "docx") == 2
    assert "phải ghi ra tệp" in capfd.readouterr().err


def test_a_command_for_one_paper_says_so(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for other in (folder / "gói.zip", folder):
        assert call("gap", folder / "tinh.txt", other) == 2
        assert "cần một văn bản" in capfd.readouterr().err


def test_a_secret_attachment_alone_is_an_error(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with zipfile.ZipFile(folder / "kín.zip", "w") as archive:
        archive.writestr("a.txt", SECRET)
    assert call("summary", folder / "kín.zip") == 2
    caught = capfd.readouterr()
    assert caught.out == "" and "kín.zip » a.txt có dấu chỉ độ mật" in caught.err


def test_no_terminal_gets_a_word_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert call("summary", folder / "tinh.txt", "--format", "docx") == 2
