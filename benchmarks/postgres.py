"""A PostgreSQL server for one occasion: its own folder, a unix socket, no network, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PLACES = "/usr/lib/postgresql/*/bin/initdb"  # Debian keeps the server's programs off the path


class NoPostgres(Exception):
    """There is no PostgreSQL to start here; the text says what is missing."""


def programs() -> Path:
    """Return the folder of PostgreSQL's programs. Raises NoPostgres."""
    found = sorted(Path("/").glob(_PLACES.lstrip("/")), key=lambda path: path.parts[-3])
    named = shutil.which("initdb")
    if found:
        return found[-1].parent
    if named:
        return Path(named).resolve().parent
    raise NoPostgres("no initdb: the package postgresql is not installed")


def _account() -> str | None:
    """Return the account to run the server as: PostgreSQL refuses to run as root. None: our own."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise NoPostgres("PostgreSQL does not run as root, and there is no other account")


@contextmanager
def temporary_server(*settings: str) -> Iterator[str]:
    """Give the URL of a fresh server (database "postgres"). Raises NoPostgres when none can be started."""
    place, account = programs(), _account()
    folder = Path(tempfile.mkdtemp(prefix="rasoat-pg-", dir="/tmp"))  # a short path: sockets allow 107 characters
    try:
        if account is not None:
            shutil.chown(folder, account)
        data = folder / "data"
        make = [str(place / "initdb"), "-D", str(data), "-A", "trust", "-U", "rasoat", "-E", "UTF8", "--locale=C"]
        _run([*make, "--no-sync"], account)
        options = ["listen_addresses=", f"unix_socket_directories={folder}", "fsync=off", *settings]
        flags = " ".join(f"-c {option}" if not option.endswith("=") else f"-c {option}''" for option in options)
        control = [str(place / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
        _run([*control, "-o", flags, "start"], account)
        try:
            yield f"postgresql://rasoat@/postgres?host={folder}"
        finally:
            _run([*control, "-m", "immediate", "stop"], account)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: list[str], account: str | None) -> None:
    # A server that was started keeps what it inherits open: its output must go nowhere, not to a pipe we wait for.
    output = subprocess.DEVNULL if command[-1] == "start" else subprocess.PIPE
    done = subprocess.run(
        command, user=account, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, cwd="/", check=False
    )
    if done.returncode:
        words = (done.stdout or b"").decode(errors="replace").strip().splitlines()
        raise NoPostgres(f"{Path(command[0]).name} failed: {words[-1] if words else done.returncode}")
