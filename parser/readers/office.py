"""Old Word, RTF and OpenDocument files: LibreOffice turns them into .docx or .xlsx, and those readers do the rest.

Lighter converters were looked at and left: antiword, catdoc and wvWare lose automatic numbers or tables, and none
keeps the font of each run, which tells the legacy encodings apart.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cache
from importlib import import_module
from io import BytesIO
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.knowledge import load
from parser.document import Reading, Source

TIME_LIMIT = 120.0  # seconds; a paper of 300 pages takes about 10
_PROGRAMS = ("soffice", "libreoffice", "/usr/lib/libreoffice/program/soffice", "/opt/libreoffice/program/soffice")
# Settings of the throw-away profile: no macro runs, no link or picture is fetched from elsewhere, no field is updated
# that would change what the author printed.
_SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Office.Calc/Content/Update", "Link", "2"),
    ("org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode", "1"),
    ("org.openoffice.Office.Calc/Formula/Load", "ODFRecalcMode", "1"),
    ("org.openoffice.Office.Common/Misc", "FirstRun", "false"),
)
_WORDS, _SHEETS = ("docx:MS Word 2007 XML", "docx:read_docx"), ("xlsx:Calc MS Excel 2007 XML", "spreadsheet:read_xlsx")
# Kind: media type, what it becomes, who reads that.
_KINDS = {
    "doc": ("application/msword", *_WORDS),
    "rtf": ("application/rtf", *_WORDS),
    "odt": ("application/vnd.oasis.opendocument.text", *_WORDS),
    "xls": ("application/vnd.ms-excel", *_SHEETS),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", *_SHEETS),
}


def read_office(data: bytes, name: str, kind: str) -> Reading:
    """Read a file of `kind` through LibreOffice. Raises UnreadableFile, also when LibreOffice is not there."""
    if _has_password(data, kind):
        raise UnreadableFile("docx_password", file=name)
    media_type, target, function = _KINDS[kind]
    converted = convert(data, name, kind, target)
    module, _, reader_name = function.partition(":")
    reader: Callable[[bytes, str], Reading] = getattr(import_module(f"parser.readers.{module}"), reader_name)
    reading = reader(converted, name)
    source = Source(name, hashlib.sha256(data).hexdigest(), media_type, "doc", None, len(data))
    return replace(reading, source=source)


def convert(data: bytes, name: str, kind: str, target: str, limit: float = TIME_LIMIT) -> bytes:
    """Return `data` as LibreOffice writes it in `target` ("suffix:filter").

    Every call has a folder of its own that nobody else may enter (mode 0700), with its own profile, so that calls
    side by side do not meet; it is deleted whatever happens.
    """
    program = find_soffice()
    if program is None:
        raise UnreadableFile("no_libreoffice", file=name, kind=load("reading")["kinds"][kind])
    with tempfile.TemporaryDirectory(prefix="rasoat-", ignore_cleanup_errors=True) as folder:
        room = Path(folder)
        paper = room / f"paper.{kind}"
        paper.write_bytes(data)
        _write_profile(room / "profile")
        done = _run(_command(program, room, paper, target), room, limit)
        result = room / "out" / f"paper.{target.partition(':')[0]}"
        if not done:
            raise UnreadableFile("conversion_timeout", file=name, seconds=round(limit))
        if not result.is_file():
            raise UnreadableFile("conversion_failed", file=name)
        return result.read_bytes()


@cache
def find_soffice() -> str | None:
    """Return the path of LibreOffice's program, None where it is not installed."""
    return next((found for program in _PROGRAMS if (found := shutil.which(program))), None)


def _command(program: str, room: Path, paper: Path, target: str) -> list[str]:
    return [
        *_without_network(),
        program,
        f"-env:UserInstallation={(room / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        "--nologo",
        "--convert-to",
        target,
        "--outdir",
        str(room / "out"),
        str(paper),
    ]


@cache
def _without_network() -> tuple[str, ...]:
    """The prefix that takes the network away from a program, where the system lets an ordinary user do that."""
    prefix = ("unshare", "--map-root-user", "--net")
    try:
        probe = subprocess.run([*prefix, "true"], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.SubprocessError):
        return ()
    return prefix if probe.returncode == 0 else ()


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{key}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, key, value in _SETTINGS
    )
    head = '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(f"{head}{items}</oor:items>", encoding="utf-8")


def _run(command: list[str], room: Path, limit: float) -> bool:
    """Run the command for at most `limit` seconds; its whole family ends with it. Returns whether it ended itself."""
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT") if key in os.environ}
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=room,
        env={**kept, "HOME": str(room), "TMPDIR": str(room), "SAL_USE_VCLPLUGIN": "svp"},
        start_new_session=True,
    ) as process:
        try:
            process.wait(timeout=limit)
            return True
        except subprocess.TimeoutExpired:
            return False
        finally:
            _end_family(process)


def _end_family(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the process group: LibreOffice's launcher starts a second process that does the work."""
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _has_password(data: bytes, kind: str) -> bool:
    """Tell a file under a password beforehand: LibreOffice would only fail, without saying why."""
    if kind in ("odt", "ods"):
        import zipfile

        with zipfile.ZipFile(BytesIO(data)) as archive:
            return "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read(
                "META-INF/manifest.xml"
            )
    if kind != "doc":
        return False
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(data)) as compound, compound.openstream("WordDocument") as stream:
            head = stream.read(12)
    except Exception:  # a torn file, which olefile reports in many ways; LibreOffice may still mend it
        return False
    return len(head) == 12 and bool(head[11] & 1)  # fEncrypted in the file information block ([MS-DOC] 2.5.2)
