"""CPU time of functions and of whole commands: minima over repetitions, because other processes share the cores."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def cpu_of(action: Callable[[], object], repeat: int) -> float:
    """Least CPU seconds (user + system) of `repeat` calls."""
    best = float("inf")
    for _ in range(max(1, repeat)):
        gc.collect()  # what the call before left behind is not this call's work
        began = time.process_time()
        action()
        best = min(best, time.process_time() - began)
    return best


@dataclass(frozen=True, slots=True)
class Run:
    """One command run to its end: seconds by the wall and of the CPU, what it printed."""

    wall: float
    cpu: float
    output: str


def run_command(command: Sequence[str]) -> Run:
    """Run `command` in the checkout; raises RuntimeError with its last words when it fails."""
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        output, errors = _drain(process)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        last = (errors.strip().splitlines() or ["no word"])[-1]
        raise RuntimeError(f"{' '.join(command[:3])} … ended with {process.returncode}: {last}")
    return Run(wall, usage.ru_utime + usage.ru_stime, output)


def _drain(process: subprocess.Popen[str]) -> tuple[str, str]:
    """Read both streams to their ends without reaping the process (wait4 does, for its CPU time)."""
    assert process.stdout is not None and process.stderr is not None
    output = process.stdout.read()
    return output, process.stderr.read()


def best_command(command: Sequence[str], repeat: int) -> Run:
    """Run `command` `repeat` times and keep the fastest by the wall."""
    return min((run_command(command) for _ in range(max(1, repeat))), key=lambda run: run.wall)


def rasoat(*arguments: str) -> list[str]:
    """Return the command line of rasoat in this checkout."""
    return [sys.executable, str(ROOT / "cli.py"), *arguments]
