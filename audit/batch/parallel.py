"""One call, two sizes: the batches of an audit on the cores of this machine, or on the workers of a Dask scheduler.

A worker that dies takes its batch along: on this machine the plans it held are tried one at a time in a process of
their own, so that the one plan that kills workers is found and told, and all others get their verdicts. Dask gives
the batch of a lost machine to another one by itself.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from audit.batch.work import OtherProgram, Outcome, Setup, Task, audit_batch, failure_of
from corpus.errors import UnreadableFile, UsageError

_BATCH = 8  # plans: long enough to hide the way there and back, short enough to lose little
_BATCH_BYTES = 4_000_000  # where documents travel
_ALONE = 8  # plans; fewer are done in this process before other processes have even started
_CONNECT = 20  # seconds to wait for the scheduler and its first worker


def outcomes(setup: Setup, tasks: Iterable[Task], count: int, jobs: int, scheduler: str | None) -> Iterator[Outcome]:
    """Yield what becomes of each task, in the order they are done. Raises UsageError when the scheduler fails us."""
    if scheduler is None and (jobs == 1 or count <= _ALONE):
        for task in tasks:
            yield from audit_batch(setup, [task])
        return
    left = iter(tasks)
    while True:
        taken: dict[str, Task] = {}
        try:
            for outcome in _parallel(setup, left, taken, jobs, scheduler):
                if not isinstance(outcome, OtherProgram):
                    taken.pop(outcome.name, None)
                yield outcome
        except Exception as error:
            if not _is_death(error):
                raise
            yield from _one_by_one(setup, taken.values())
            continue
        return


def _parallel(
    setup: Setup, tasks: Iterator[Task], taken: dict[str, Task], jobs: int, scheduler: str | None
) -> Iterator[Outcome]:
    """Run the tasks in batches; `taken` holds those that were handed out and not yet given back."""
    from joblib import Parallel, delayed

    def batches() -> Iterator[Any]:
        for batch in _batches(tasks):
            taken.update({task.name: task for task in batch})
            yield delayed(audit_batch)(setup, batch)

    with _backend(jobs, scheduler) as ahead:
        run = Parallel(return_as="generator_unordered", pre_dispatch=ahead, batch_size=1)
        for outcome in run(batches()):
            yield from outcome


def _batches(tasks: Iterator[Task]) -> Iterator[list[Task]]:
    batch: list[Task] = []
    size = 0
    for task in tasks:
        batch.append(task)
        size += len(task.data or b"")
        if len(batch) == _BATCH or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


@contextmanager
def _backend(jobs: int, scheduler: str | None) -> Iterator[str]:
    """Choose where joblib works; yields how many batches are handed out ahead."""
    from joblib import parallel_config

    with ExitStack() as stack:
        stack.enter_context(warnings.catch_warnings())
        warnings.filterwarnings("ignore", message=".*(large graph|worker stopped while some jobs).*")
        if scheduler is None:
            stack.enter_context(parallel_config(backend="loky", n_jobs=jobs, inner_max_num_threads=1))
        else:
            _connect(stack, scheduler)
            stack.enter_context(parallel_config(backend="dask", n_jobs=-1, wait_for_workers_timeout=_CONNECT))
        yield "3 * n_jobs"


def _connect(stack: ExitStack, scheduler: str) -> None:
    """Connect to the scheduler and wait for a worker."""
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError("no_dask") from error
    try:
        connect: Any = Client  # untyped; joblib finds the client as the default one
        client = stack.enter_context(connect(scheduler, timeout=_CONNECT))
        client.wait_for_workers(1, timeout=_CONNECT)
    except (OSError, TimeoutError, ValueError) as error:
        raise UsageError("no_scheduler", address=scheduler, reason=str(error) or type(error).__name__) from error


def _is_death(error: BaseException) -> bool:
    """True when a worker process died under its work; the classes belong to packages loaded only where needed."""
    return type(error).__name__ in ("TerminatedWorkerError", "BrokenProcessPool", "KilledWorker")


def _one_by_one(setup: Setup, tasks: Iterable[Task]) -> Iterator[Outcome]:
    """Try each task in a process of its own; one whose process dies becomes a failure."""
    from joblib.externals.loky import ProcessPoolExecutor

    for task in list(tasks):
        with ProcessPoolExecutor(max_workers=1) as alone:
            try:
                yield from alone.submit(audit_batch, setup, [task]).result()
            except Exception as error:
                if not _is_death(error):
                    raise
                yield failure_of(task.name, UnreadableFile("worker_died", file=task.name))
