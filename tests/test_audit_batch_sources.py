"""What an audit takes for its plans: folders, archives, patterns, lists; what it need not look at again."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest

from audit.batch import sources
from audit.batch.files import Folder, fit_name
from audit.batch.sources import collect, load_sources
from corpus.errors import OutputError


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for name in ("a/10.txt", "a/2.txt", "b/2.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"Nội dung {name}", encoding="utf-8")
    return tmp_path


def names(*given: Path) -> list[str]:
    return [source.name for source in collect(given, {}).sources]


def test_names_are_paths_under_what_was_given(place: Path) -> None:
    assert names(place) == ["a/2.txt", "a/10.txt", "b/2.txt"]
    assert names(place / "a") == ["2.txt", "10.txt"]
    assert names(place / "a", place / "b") == ["a/2.txt", "a/10.txt", "b/2.txt"]
    assert names(place / "a" / "2.txt", place / "b" / "2.txt") == ["2.txt", "2.txt (2)"]


def test_the_same_file_counts_once(place: Path) -> None:
    assert names(place / "a" / "2.txt", place / "a" / ".." / "a" / "2.txt") == ["2.txt"]


def test_patterns_and_lists(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "ds.txt").write_text("\ufeff# các xã\na/2.txt\n\nb\nkhong-co.txt\n", encoding="utf-8")
    found = collect([Path(f"@{place / 'ds.txt'}")], {})
    assert [source.name for source in found.sources] == ["2.txt", "b/2.txt"]
    assert [refused.error.code for refused in found.refused] == ["missing_file"]
    assert names(place / "*" / "2.txt") == ["2.txt", "2.txt (2)"]
    monkeypatch.chdir(place)
    assert names(Path("a/*.txt")) == ["10.txt", "2.txt"]
    assert [r.error.code for r in collect([Path("c/*.txt"), Path("@khong-co")], {}).refused] == ["missing_file"] * 2
    (place / "hong.txt").write_bytes(b"\xff\xfe\xfa\xfb\x80")
    assert collect([Path("@hong.txt")], {}).refused[0].error.code == "bad_list"


def test_known_states_are_believed_fresh_and_changed_ones_not(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert collect([place], {}).seen == {}  # made a moment ago, whatever their dates say
    monkeypatch.setattr(sources, "_GRAIN", -1.0)
    first = collect([place], {})
    assert len(first.seen) == 3
    made_up = {
        path: (state, [(name, "0" * 64) for name, _ in entries]) for path, (state, entries) in first.seen.items()
    }
    assert {source.sha256 for source in collect([place], made_up).sources} == {"0" * 64}
    monkeypatch.undo()
    fresh = place / "b" / "2.txt"
    fresh.write_text("Nội dung khác", encoding="utf-8")
    again = collect([place], made_up)
    assert again.sources[2].sha256 == hashlib.sha256(fresh.read_bytes()).hexdigest()
    assert str(fresh.resolve()) not in again.seen


def test_what_is_packed_is_loaded_with_one_opening(place: Path) -> None:
    packed = place / "nop.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(place / "a" / "2.txt", "x/2.txt")
        archive.write(place / "b" / "2.txt", "y/2.txt")
        archive.writestr("y/mã.py", "print()")
    found = collect([place], {})
    assert [r.name for r in found.refused] == ["nop.zip » y/mã.py"]
    loaded = {source.name: data for source, data in load_sources(found.sources)}
    assert loaded["nop.zip » y/2.txt"] == loaded["b/2.txt"] == "Nội dung b/2.txt".encode()
    assert list(load_sources(found.sources[:1])) == [(found.sources[0], "Nội dung a/2.txt".encode())]
    (place / "a" / "2.txt").unlink()
    assert list(load_sources(found.sources[:1])) == []


@pytest.mark.parametrize(
    ("name", "fit"),
    [
        ("huyện A/xã B.docx", "huyện A/xã B.docx"),
        ("nop.zip » ../../x.docx", "nop.zip/x.docx"),
        ('a?/b:"c".docx', "a_/b__c_.docx"),
        ("CON/nul.docx", "_CON/_nul.docx"),
        ("a. /b", "a/b"),
        ("x" * 300 + ".docx", "x" * 120),
    ],
)
def test_names_fit_every_system(name: str, fit: str) -> None:
    assert fit_name(name) == fit


def test_output_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("")
    with pytest.raises(OutputError):
        Folder(tmp_path / "tep" / "ra")
    folder = Folder(tmp_path / "ra")
    folder.clear()
    (tmp_path / "ra" / "x").write_text("")
    with pytest.raises(OutputError):
        folder.put("x/y.html", b"")
    folder.put("a/b/c.html", b"c")
    folder.drop(["a/b/c.html", "a/khong-co.html"])
    assert not (tmp_path / "ra" / "a").exists()
    assert folder.size("x") == 0
    assert folder.size("y") is None
