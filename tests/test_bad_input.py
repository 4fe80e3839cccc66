"""Whatever stands at a path: one clear line, never a traceback, never much memory."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

import parser.readers as readers
import parser.readers.office as office
from corpus.errors import UnreadableFile, UnsupportedFormat
from parser.document import Reading, Source
from parser.readers import read
from parser.readers.files import MEGABYTE

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


def zipped(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("rong.txt", b"", "empty_file"),
        ("trang.txt", b" \n\t\r\n ", "no_text"),
        ("khoang.txt", "\ufeff\u200b\n".encode(), "no_text"),
        ("ke.txt", b"-----\n*\n", "no_text"),
        ("nhi-phan.txt", bytes(range(256)) * 40, "binary_as_text"),
        ("lung-tung.txt", b"\xe0\x20\xff\xfe\xd5" * 50, "unknown_encoding"),
        ("cut.txt", b"\xff\xfe\x00\xd8\x41\x00\x42\x00\x43\x00", "unknown_encoding"),
        ("cu.doc", OLE2 + "WordDocument".encode("utf-16-le"), "no_libreoffice"),
        ("cu.xls", OLE2 + "Workbook".encode("utf-16-le"), "no_libreoffice"),
        ("khoa.docx", OLE2 + "EncryptedPackage".encode("utf-16-le"), "docx_password"),
        ("anh.txt", b"\x89PNG\r\n\x1a\n", "damaged_file"),
        ("anh.jpg", b"\xff\xd8\xff\xe0", "damaged_file"),
        ("anh.webp", b"RIFF\x00\x00\x00\x00WEBP", "damaged_file"),
        ("anh.bmp", b"BM\x00\x00\x00\x00", "damaged_file"),
        ("phim.mp4", b"\x00\x00\x00\x18ftypmp42", "unsupported_format"),
        ("cu.rtf", b"{\\rtf1\\ansi}", "no_libreoffice"),
        ("bang.docx", zipped("xl/workbook.xml"), "broken_sheet"),
        ("winmail.dat", b"\x78\x9f\x3e\x22\x01\x00", "unsupported_format"),
        ("goi.zip", zipped("a.txt"), "is_container"),
    ],
)
def test_content_that_is_no_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes, code: str
) -> None:
    monkeypatch.setattr(office, "find_soffice", lambda: None)
    monkeypatch.setattr("parser.readers.ocr.images.require_engine", lambda _: None)
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    assert caught.value.code == code
    assert name in str(caught.value) and "\n" not in str(caught.value)


def test_kind_of_error_tells_unsupported_from_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.rar"
    path.write_bytes(b"Rar!\x1a\x07")
    with pytest.raises(UnsupportedFormat):
        read(path)


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    pipe = tmp_path / "ong"
    os.mkfifo(pipe)
    for path, code in ((tmp_path, "is_folder"), (tmp_path / "khong-co.txt", "missing_file"), (pipe, "not_regular")):
        with pytest.raises(UnreadableFile) as caught:
            read(path)
        assert caught.value.code == code


def test_a_name_too_long_for_the_system(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path / ("a" * 5000))
    assert caught.value.code in ("missing_file", "cannot_read")


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mat.txt"
    path.write_text("chữ")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # tests may run as root, whom no mode keeps out
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    assert caught.value.code == "no_permission"


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "to.txt"
    with path.open("wb") as stream:
        stream.truncate(101 * MEGABYTE)  # sparse: takes no room on the disk
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    assert (caught.value.code, caught.value.facts["limit"]) == ("too_large", 100)


class ForeignError(Exception):
    """Stands for the exception of a library that rasoat calls."""


@pytest.mark.parametrize("failure", [ForeignError("x"), RecursionError(), MemoryError()])
def test_failures_of_libraries_become_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("chữ")

    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr(readers, "_dispatch", fail)
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    assert caught.value.code == "damaged_file"


def test_a_defect_of_ours_is_not_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("chữ")
    monkeypatch.setattr("parser.readers.text.paragraphs_of", None)
    with pytest.raises(TypeError):
        read(path)


@pytest.mark.parametrize(
    ("data", "reader"),
    [
        ("  <!-- x --><!DOCTYPE html><p>chữ</p>".encode(), "html"),
        ("<html><p>chữ</p>".encode("utf-16"), "html"),
        ("Bài viết <p> trong câu.".encode(), "text"),
        ("MZ là hai chữ cái.".encode(), "text"),
    ],
)
def test_content_decides_not_the_name(tmp_path: Path, data: bytes, reader: str) -> None:
    path = tmp_path / "ten.pdf"
    path.write_bytes(data)
    assert read(path).source.reader == reader


@pytest.mark.parametrize(
    ("data", "module"),
    [
        (zipped("[Content_Types].xml", "word/document.xml"), "docx"),
        (b"PK\x03\x04" + b"\x00" * 40, "docx"),  # cut short: the name decides
        (b"\n%PDF-1.7", "pdf"),
    ],
)
def test_word_and_pdf_go_to_their_readers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, module: str
) -> None:
    pytest.importorskip(f"parser.readers.{module}")
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    seen: list[str] = []
    nothing = Reading("", (), Source("a", "", "", "text", None, 0))
    monkeypatch.setattr(f"parser.readers.{module}.read_{module}", lambda _, name: seen.append(name) or nothing)
    read(path)
    assert seen == ["a.docx"]
