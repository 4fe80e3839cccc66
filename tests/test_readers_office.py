"""Old Word, RTF and OpenDocument through LibreOffice; what happens when it is not there, hangs or fails."""

from __future__ import annotations

import os
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

import parser.readers.office as office
from corpus.errors import UnreadableFile
from parser.document import Reading
from parser.readers import read_bytes
from tests import docx_samples as word
from tests.ole_samples import compound

RTF = (
    rb"{\rtf1\ansi{\fonttbl{\f0 Times New Roman;}}\f0 K\u7870? HO\u7840?CH\par "
    rb"T\u7893? ch\u7913?c t\u7853?p hu\u7845?n tr\u432?\u7899?c ng\'e0y 30/6/2026.\par "
    rb"\trowd\cellx2000\cellx5000 TT\intbl\cell N\u7897?i dung\intbl\cell\row "
    rb"\trowd\cellx2000\cellx5000 1\intbl\cell R\'e0 so\'e1t\intbl\cell\row\pard}"
)
NUMBERED = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


@pytest.fixture(scope="module", autouse=True)
def own_rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Rooms are made in a folder of this module's own, so that what others do at the same time does not count."""
    before = tempfile.tempdir
    tempfile.tempdir = str(tmp_path_factory.mktemp("rooms"))
    yield
    tempfile.tempdir = before


@pytest.fixture(scope="module")
def soffice() -> str:
    found = office.find_soffice()
    if found is None:
        pytest.skip("LibreOffice is not installed (apt: libreoffice-writer-nogui libreoffice-calc-nogui)")
    return found


@pytest.fixture(scope="module")
def old_word(soffice: str) -> bytes:
    """A .doc with automatic numbers and a table, made by LibreOffice from a .docx of ours."""
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    table = "".join(
        f"<w:tr>{''.join(f'<w:tc>{word.p(cell)}</w:tc>' for cell in row)}</w:tr>"
        for row in (("TT", "Nội dung", "Chủ trì"), ("1", "Rà soát danh sách", "Sở Y tế"))
    )
    body = word.p("Mục đích", item) + word.p("Yêu cầu", item) + f"<w:tbl>{table}</w:tbl>" + word.p("Cuối văn bản.")
    return office.convert(word.docx(body, numbering=NUMBERED), "a.docx", "docx", "doc:MS Word 97")


def rooms() -> set[str]:
    return {path.name for path in Path(tempfile.gettempdir()).glob("rasoat-*")}


@pytest.fixture(scope="module")
def side_by_side(old_word: bytes) -> dict[str, Reading]:
    """The readings of two files converted at the same time; nothing may be left behind."""
    found: dict[str, Reading] = {}

    def convert(data: bytes, name: str) -> None:
        found[name] = read_bytes(data, name)

    threads = [threading.Thread(target=convert, args=pair) for pair in ((old_word, "cũ.doc"), (RTF, "a.rtf"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rooms() == set()
    return found


def test_a_word_file_of_before_2007_keeps_numbers_and_tables(side_by_side: dict[str, Reading], old_word: bytes) -> None:
    reading = side_by_side["cũ.doc"]
    assert reading.text.splitlines()[:2] == ["1. Mục đích", "2. Yêu cầu"]
    assert [p.cell.row for p in reading.paragraphs if p.cell] == [0, 0, 0, 1, 1, 1]
    assert (reading.source.reader, reading.source.media_type) == ("doc", "application/msword")
    assert reading.source.bytes == len(old_word), "the source is the file itself, not what it was turned into"


def test_rich_text(side_by_side: dict[str, Reading]) -> None:
    reading = side_by_side["a.rtf"]
    assert reading.text.splitlines()[:2] == ["KẾ HOẠCH", "Tổ chức tập huấn trước ngày 30/6/2026."]
    assert [p.cell is None for p in reading.paragraphs] == [True, True, False, False, False, False]


def test_an_open_spreadsheet_becomes_table_rows(soffice: str) -> None:
    rows = (("STT", "Nội dung", "Chủ trì"), ("1", "Rà soát danh sách", "Sở Y tế"))
    cells = ("".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row) for row in rows)
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<office:document-content {names} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="a">{table}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    media = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{media}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", media)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    reading = read_bytes(stream.getvalue(), "a.ods")
    assert reading.text.splitlines() == [cell for row in rows for cell in row]
    assert (reading.source.reader, reading.source.media_type) == ("doc", media)


def script(folder: Path, lines: str) -> str:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def failure(data: bytes = RTF, kind: str = "rtf", limit: float = 20) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        office.convert(data, f"a.{kind}", kind, "docx:MS Word 2007 XML", limit)
    assert f"a.{kind}" in str(caught.value) and "\n" not in str(caught.value)
    return caught.value


def test_without_libreoffice_the_line_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_soffice", lambda: None)
    error = failure()
    assert error.code == "no_libreoffice"
    assert "sudo apt install" in str(error)


def test_a_conversion_that_hangs_ends_with_its_whole_family(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pid = tmp_path / "pid"
    program = script(tmp_path, f"sleep 300 & echo $! > {pid}; stat -c %a . > {tmp_path}/mode; wait")
    monkeypatch.setattr(office, "find_soffice", lambda: program)
    monkeypatch.setattr(office, "_without_network", lambda: ())
    started = time.monotonic()
    assert failure(limit=1).code == "conversion_timeout"
    assert time.monotonic() - started < 10
    assert rooms() == set(), "its room is deleted"
    assert (tmp_path / "mode").read_text().strip() == "700", "nobody else may look in"
    deadline = time.monotonic() + 5
    while _alive(int(pid.read_text())) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(int(pid.read_text()))


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False


def test_a_conversion_that_gives_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = script(tmp_path, "exit 1")
    monkeypatch.setattr(office, "find_soffice", lambda: program)
    assert failure().code == "conversion_failed"
    assert rooms() == set()


def test_each_run_has_a_profile_of_its_own_that_runs_no_macro(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = tmp_path / "seen"
    program = script(
        tmp_path, f'echo "$@" >> {seen}; cat profile/user/registrymodifications.xcu >> {seen}; env >> {seen}'
    )
    monkeypatch.setattr(office, "find_soffice", lambda: program)
    monkeypatch.setattr(office, "_without_network", lambda: ())
    monkeypatch.setenv("SECRET_OF_THE_SHELL", "x")
    failure()
    failure()
    text = seen.read_text(encoding="utf-8")
    profiles = {word for word in text.split() if word.startswith("-env:UserInstallation=")}
    assert len(profiles) == 2
    assert 'DisableMacrosExecution" oor:op="fuse"><value>true' in text
    assert "SECRET_OF_THE_SHELL" not in text


def test_a_machine_without_unshare(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(office.subprocess, "run", missing)
    assert office._without_network.__wrapped__() == ()


def test_passwords_are_said_before_anything_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_soffice", lambda: None)
    head = bytearray(5000)
    head[11] = 1  # fEncrypted
    sealed = BytesIO()
    with zipfile.ZipFile(sealed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    for data, name in ((compound({"WordDocument": bytes(head)}), "a.doc"), (sealed.getvalue(), "a.odt")):
        with pytest.raises(UnreadableFile) as caught:
            read_bytes(data, name)
        assert caught.value.code == "docx_password"
    assert not office._has_password(compound({"WordDocument": bytes(5000)}), "doc")
    assert not office._has_password(b"", "xls")
