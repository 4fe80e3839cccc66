"""The promises of `rasoat audit` at the size of a country: `python -m benchmarks.audit [--plans 3321] [-o FILE]`.

Generated plans (benchmarks.plans_generator) in a folder that is thrown away. All ratios are of one run; on shared
cores trust the ratios of CPU time more than those of the wall, and take the wall of a calm machine.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.__main__ import speed_table
from benchmarks.clock import ROOT, rasoat
from benchmarks.plans_generator import PER_FIELD, plan_docx, plan_path, write_all
from benchmarks.speed import Measure

_TICK = 1.0  # seconds between two looks at the memory; a look costs some milliseconds a process
_REST = 2.5  # seconds until a changed file's times can be trusted


@dataclass(frozen=True, slots=True)
class Audit:
    """One audit run to its end: seconds by the wall and of the CPU, most megabytes held by all its processes."""

    wall: float
    cpu: float
    megabytes: float
    megabytes_shared: float


def audit(parent: Path, plans: Path, out: Path, *options: str) -> Audit:
    """Run one audit; raises RuntimeError with its last words when it fails."""
    command = rasoat("audit", str(parent), str(plans), "-o", str(out), *options)
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        memory = _Memory(process.pid)
        memory.start()
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        memory.over.set()
        memory.join()
    if process.returncode:
        raise RuntimeError(f"audit ended with {process.returncode}: {(said.strip().splitlines() or ['no word'])[-1]}")
    return Audit(wall, usage.ru_utime + usage.ru_stime, memory.resident / 2**20, memory.proportional / 2**20)


class _Memory(threading.Thread):
    """Watches what a process and all it has started hold together: resident, and with shared pages counted once."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.resident = self.proportional = 0
        self.over = threading.Event()

    def run(self) -> None:
        import psutil

        while not self.over.wait(_TICK):
            resident = proportional = 0
            try:
                top = psutil.Process(self.pid)
                for process in (top, *top.children(recursive=True)):
                    held = process.memory_full_info()
                    resident += held.rss
                    proportional += getattr(held, "pss", held.rss)
            except psutil.Error:
                continue
            self.resident = max(self.resident, resident)
            self.proportional = max(self.proportional, proportional)


def measures(folder: Path, plans: int, jobs: int, dask: bool) -> list[Measure]:
    """Measure every promise on `plans` plans and a tenth of them."""
    parent, top = write_all(folder / "all", plans)
    _, few = write_all(folder / "tenth", max(1, plans // 10))
    tenth = len(list(few.rglob("*.docx")))
    time.sleep(_REST)
    cores = ["--jobs", str(jobs)]
    small = audit(parent, few, folder / "small", *cores)
    found = [*_tenths(parent, few, folder, tenth, small, jobs, dask)]
    whole = audit(parent, top, folder / "out", *cores)
    plan_path(top, plans // 2).write_bytes(plan_docx(plans // 2, edition=1))
    again = audit(parent, top, folder / "out", *cores)
    on = f"{plans:,} plans × {PER_FIELD * 10} requirements, {jobs} processes"
    index = (folder / "out" / "index.html").stat().st_size / 2**20
    return [
        Measure("audit, wall", whole.wall / 60, "min", 15.0, detail=f"{on}; {whole.cpu / 60:.1f} min CPU"),
        Measure("… peak memory of all processes", whole.megabytes_shared / 1024, "GB", 1.5, detail=_resident(whole)),
        Measure("… CPU a plan", whole.cpu / plans, "s"),
        Measure(f"{plans:,} plans / {tenth:,}, wall", whole.wall / small.wall, "×", 10.5 * plans / tenth / 10),
        Measure(f"{plans:,} plans / {tenth:,}, CPU", whole.cpu / small.cpu, "×"),
        Measure("second run, one plan changed", again.wall / whole.wall * 100, "%", 2.0, detail=f"{again.wall:.1f} s"),
        *found,
        Measure("index.html", index, "MB", 30.0),
    ]


def _resident(whole: Audit) -> str:
    return f"{whole.megabytes / 1024:.2f} GB with shared pages counted in each"


def _tenths(
    parent: Path, few: Path, folder: Path, tenth: int, small: Audit, jobs: int, dask: bool
) -> Iterator[Measure]:
    alone = audit(parent, few, folder / "alone", "--jobs", "1")
    times = f"{alone.wall:.0f} s / {small.wall:.0f} s; CPU {alone.cpu:.0f} s / {small.cpu:.0f} s"
    yield Measure(f"{jobs} processes against 1", alone.wall / small.wall, "×", 1.8, most=False, detail=times)
    if dask:
        with cluster(folder / "dask", jobs) as address:
            far = audit(parent, few, folder / "far", "--scheduler", address)
        near = audit(parent, few, folder / "near", "--jobs", str(jobs))
        joblib = min(near.wall, small.wall)
        detail = f"{far.wall:.0f} s / {joblib:.0f} s, {tenth:,} plans, {jobs} workers of one thread"
        yield Measure("Dask on loopback / joblib", far.wall / joblib, "×", 1.15, detail=detail)


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[str]:
    """A scheduler and workers as processes of their own on this machine; yields the scheduler's address."""
    folder.mkdir()
    known = folder / "scheduler.json"
    here = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(known)]
    processes = [_start("distributed.cli.dask_scheduler", *here)]
    try:
        while not (known.exists() and known.read_text()):
            time.sleep(0.1)
        address = json.loads(known.read_text())["address"]
        for number in range(workers):
            place = ["--local-directory", str(folder / str(number)), "--no-dashboard", "--no-nanny"]
            processes.append(_start("distributed.cli.dask_worker", address, "--nthreads", "1", *place))
        time.sleep(5)
        yield address
    finally:
        for process in reversed(processes):
            process.send_signal(signal.SIGTERM)
            process.wait()


def _start(module: str, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", module, *options]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write JSON when asked; 1 with --strict when a promise is not kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.audit", description=str(__doc__).split("\n")[0])
    parser.add_argument("--plans", type=int, default=3321)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--no-dask", action="store_true")
    parser.add_argument("--folder", type=Path, help="where to work, kept afterwards (default: a folder thrown away)")
    parser.add_argument("--strict", action="store_true", help="exit 1 when a promise is not kept")
    parser.add_argument("-o", "--output", type=Path, help="write the results as JSON")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        found = measures(options.folder or Path(scratch), options.plans, options.jobs, not options.no_dask)
    print(speed_table(found))
    if options.output:
        data = [dataclasses.asdict(measure) | {"kept": measure.kept} for measure in found]
        options.output.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return int(options.strict and any(measure.kept is False for measure in found))


if __name__ == "__main__":
    raise SystemExit(main())
