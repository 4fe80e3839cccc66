"""Folders of small Word plans for the tests of audits: the generator of the benchmarks, a tenth of its size."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

from audit.batch.files import Folder
from audit.batch.lock import only_one
from audit.batch.model import Failure, Versions
from audit.batch.run import Order, run_audit
from audit.batch.store import Store
from audit.batch.versions import program_digest
from audit.batch.work import Terms
from benchmarks.plans_generator import parent_docx, plan_docx
from models.verdict import shipped_model
from reports.craft import craft
from reports.gap_head import rules_version

ROOT = Path(__file__).parent.parent
PER_FIELD = 3  # 30 requirements


class Silent:
    """A watcher that remembers what it was told."""

    def __init__(self) -> None:
        self.begun: list[tuple[int, int]] = []
        self.done: list[str] = []
        self.failed: list[str] = []

    def begin(self, count: int, known: int) -> None:
        self.begun.append((count, known))

    def step(self, name: str, failure: Failure | None) -> None:
        (self.done if failure is None else self.failed).append(name)


def write_plans(folder: Path, count: int) -> tuple[Path, Path]:
    """Write a parent and so many plans; return the parent's file and the folder of the plans."""
    parent, plans = folder / "tinh.docx", folder / "ke-hoach"
    plans.mkdir(parents=True)
    parent.write_bytes(parent_docx(PER_FIELD))
    for number in range(count):
        write_plan(plans / f"xa-{number + 1}.docx", number)
    return parent, plans


def write_plan(path: Path, number: int, edition: int = 0) -> None:
    """Write the plan of a ward."""
    path.write_bytes(plan_docx(number, edition, PER_FIELD))


def terms(**facts: object) -> Terms:
    rules = rules_version()
    versions = Versions("0", shipped_model().version, rules.digest, rules.newest)
    given = {"level": None, "all_parents": False, "allow_secret": False, **facts}
    return Terms(**given, versions=versions, program=program_digest())  # type: ignore[arg-type]


def audit(
    parents: list[Path], children: list[Path], out: Path, watcher: Silent | None = None, **facts: object
) -> Store:
    """Run an audit in this process."""
    order = Order(tuple(parents), tuple(children), terms(**facts))
    folder = Folder(out)
    with only_one(folder.hidden):
        return run_audit(order, folder, craft(), watcher or Silent())


def outcome(store: Store) -> dict[str, object]:
    """Everything an audit found, comparable with another audit's."""
    return {
        "names": store.names,
        "parents": store.parents,
        "plans": list(store.plans()),
        "links": list(store.links()),
        "statuses": [store.statuses(parent.key).tolist() for parent in store.parents],
        "failures": store.failures,
    }


def pages(out: Path) -> dict[str, bytes]:
    """The files of an output folder that a user sees."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and ".rasoat" not in path.parts
    }


def command(*arguments: object) -> list[str]:
    return [sys.executable, str(ROOT / "cli.py"), "audit", *map(str, arguments)]


def rasoat(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run `rasoat audit` as a user does."""
    return subprocess.run(command(*arguments), cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)


@contextmanager
def dask_cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and workers as processes of their own; yields its address and the workers."""
    known = folder / "scheduler.json"
    start = [sys.executable, "-m"]
    quiet = {"cwd": ROOT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    here = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(known)]
    processes = [subprocess.Popen([*start, "distributed.cli.dask_scheduler", *here], **quiet)]  # type: ignore[call-overload]
    try:
        for _ in range(300):
            if known.exists() and known.read_text():
                break
            sleep(0.1)
        address = json.loads(known.read_text())["address"]
        for number in range(workers):
            place = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(folder / str(number))]
            processes.append(subprocess.Popen([*start, "distributed.cli.dask_worker", address, *place], **quiet))  # type: ignore[call-overload]
        yield address, processes[1:]
    finally:
        for process in processes[::-1]:
            process.kill()
            process.wait()
