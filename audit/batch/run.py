"""An audit from the first look at the folders to the last stored verdict: never twice, never lost.

A result is known by a key made of everything it depends on: the plan's content and name, the parents, the decisions
beside the plan, the options, and the state of program, rules and model. What has its key in the store already is not
done again; what is no longer there goes. A run that was killed is continued by starting it again.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from audit.batch.codec import dumped
from audit.batch.facts import parent_facts
from audit.batch.files import Folder, fit_name
from audit.batch.model import Failure, ParentFacts
from audit.batch.parallel import outcomes
from audit.batch.sources import Source, collect, load_sources
from audit.batch.store import Store, Stored
from audit.batch.work import Craft, Done, OtherProgram, Setup, Task, Terms, failure_of, setup_of
from audit.decisions import Decisions, read_decisions, sidecar
from corpus.errors import RasoatError, SecretPaper, UnreadableFile, UsageError
from parser.document import Document

PAGES, CHAIN = "bao-cao", "bao-cao/cap-tren"
Plan = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Order:
    """What to audit and how. `shared` says that the workers of the scheduler see the same paths as this process."""

    parents: tuple[Path, ...]
    children: tuple[Path, ...]
    terms: Terms
    jobs: int = 1
    scheduler: str | None = None
    shared: bool = False


class Watcher(Protocol):
    """Whoever wants to see the run go on."""

    def begin(self, count: int, known: int) -> None:
        """Tell how many plans there are to audit, and how many are known from before."""

    def step(self, name: str, failure: Failure | None) -> None:
        """Tell that a plan is done, or failed."""


@dataclass(slots=True)
class _Job:
    """A paper to be held against the parents: where it is, what its result is known by, where its page goes."""

    source: Source
    link: bool
    stem: str
    key: str = ""
    decisions: Decisions | None = None
    decided: str = ""

    @property
    def plan(self) -> Plan:
        return self.source.name, self.link


@dataclass(slots=True)
class _Parents:
    """The parents of a run: their files, and, once they had to be read, their facts and documents."""

    sources: list[Source]
    read: list[tuple[ParentFacts, Document]] = field(default_factory=list)


def run_audit(order: Order, folder: Folder, craft: Craft, watcher: Watcher) -> Store:
    """Bring the store of `folder` up to date with `order` and return it; the caller holds the folder's lock.

    Raises UnreadableFile for a parent that cannot be read, SecretPaper for one that may not, UsageError for a
    scheduler that does not answer, OutputError for a folder that cannot be written. A plan that cannot be audited is
    among the failures of the store.
    """
    folder.clear()
    store = Store(folder.path)
    try:
        _run(order, folder, store, craft, watcher)
    except BaseException:
        store.close()
        raise
    return store


def _run(order: Order, folder: Folder, store: Store, craft: Craft, watcher: Watcher) -> None:
    seen = store.seen()
    parents = _Parents(list(_parent_sources(order.parents)))
    found = collect(order.children, seen, folder.path.resolve())
    store.set_seen({p: s for p, s in found.seen.items() if seen.get(p) != s}, [p for p in seen if p not in found.seen])
    failures = [failure_of(refused.name, refused.error) for refused in found.refused]
    if not found.sources and not found.refused:
        raise UsageError("no_plans")
    own = {source.sha256 for source in parents.sources}
    plans = [source for source in found.sources if source.sha256 not in own]
    jobs = list(_jobs(plans, PAGES, False)) + (list(_jobs(parents.sources, CHAIN, True)) if len(own) > 1 else [])
    jobs, unfit = _with_decisions(jobs)
    failures += unfit
    base = _digest([order.terms.__repr__(), [(p.name, p.sha256) for p in parents.sources]])
    for job in jobs:
        job.key = _key(base, job, job.source.sha256)
    _drop_gone(store, folder, {job.plan for job in jobs})
    todo = _unknown(store, folder, jobs)
    watcher.begin(sum(not job.link for job in todo), sum(not job.link for job in jobs) - sum(not j.link for j in todo))
    if todo:
        _read_parents(parents, order.terms, craft)
        setup = setup_of(order.terms, parents.read, craft)
        failures += _work_off(order, setup, todo, base, folder, store, watcher)
    facts = _parent_facts(parents, base, order.terms, store, craft)
    store.finish(facts, order.terms.versions, _once(failures), [job.plan for job in jobs])


def _work_off(
    order: Order, setup: Setup, todo: Sequence[_Job], base: str, folder: Folder, store: Store, watcher: Watcher
) -> list[Failure]:
    """Do what is to be done; every result is stored as soon as it comes."""
    jobs = {job.plan: job for job in todo}
    failures: list[Failure] = []
    before = store.written()
    for outcome in outcomes(setup, _tasks(todo, order), len(todo), order.jobs, order.scheduler):
        if isinstance(outcome, OtherProgram):
            raise UsageError("other_program", version=outcome.tool)
        if isinstance(outcome, Failure):
            failures.append(outcome)
            store.remove([(outcome.name, False)])
            folder.drop(path for path, _ in before.get((outcome.name, False), ()))
            watcher.step(outcome.name, outcome)
            jobs.pop((outcome.name, False), None)
            continue
        job = jobs.pop((outcome.name, outcome.link))
        stored = _put(outcome, _key(base, job, outcome.sha256), folder)
        store.add([stored])
        kept = {path for path, _ in stored.written}
        folder.drop(path for path, _ in before.get(job.plan, ()) if path not in kept)
        if not outcome.link:
            watcher.step(outcome.name, None)
    lost = [failure_of(name, UnreadableFile("missing_file", file=name)) for name, link in jobs if not link]
    return failures + lost


def _put(outcome: Done, key: str, folder: Folder) -> Stored:
    written = []
    for path, data in outcome.files:
        whole = zlib.decompress(data)
        folder.put(path, whole)
        written.append((path, len(whole)))
    return Stored(outcome.name, outcome.link, key, outcome.facts, outcome.record, outcome.cells, tuple(written))


def _tasks(todo: Sequence[_Job], order: Order) -> Iterator[Task]:
    """Tasks with the path where the worker can read it; what is packed in archives, or goes far, with its bytes."""
    local = order.scheduler is None or order.shared
    packed = []
    for job in todo:
        if local and job.source.inner is None:
            yield Task(job.source.name, job.link, str(job.source.file), None, job.decisions, job.stem)
        else:
            packed.append(job)
    jobs = {(job.source.file, job.source.inner): job for job in packed}
    for source, data in load_sources(job.source for job in packed):
        job = jobs[source.file, source.inner]
        yield Task(job.source.name, job.link, None, data, job.decisions, job.stem)


def _parent_sources(paths: Iterable[Path]) -> Iterator[Source]:
    """The parents in the order given, each content once. Raises what hinders the first that cannot be opened."""
    known: set[str] = set()
    for path in paths:
        found = collect([path], {})
        for refused in found.refused:
            if refused.error.code != "not_a_paper" or not path.is_dir():
                raise refused.error
        if not found.sources:
            raise UsageError("no_parents", place=path)
        yield from (source for source in found.sources if source.sha256 not in known)
        known |= {source.sha256 for source in found.sources}


def _read_parents(parents: _Parents, terms: Terms, craft: Craft) -> None:
    from parser.pipeline import analyse
    from parser.readers import read_bytes

    for number, (source, data) in enumerate(load_sources(parents.sources), start=1):
        document = analyse(read_bytes(data, source.name))
        if document.header.secrecy and not terms.allow_secret:
            raise SecretPaper("secret", file=source.name, mark=document.header.secrecy)
        facts = parent_facts(document, source.name, str(number), craft.section(document))
        parents.read.append((facts, document))


def _parent_facts(parents: _Parents, base: str, terms: Terms, store: Store, craft: Craft) -> tuple[ParentFacts, ...]:
    """The parents as the outputs show them; from the store when nothing made us read them."""
    if not parents.read and store.meta("base") == base:
        return store.parents
    if not parents.read:
        _read_parents(parents, terms, craft)
    store.set_meta("base", base)
    return tuple(facts for facts, _ in parents.read)


def _jobs(sources: Iterable[Source], top: str, link: bool) -> Iterator[_Job]:
    """Jobs with pages of different names, also where capitals make no difference."""
    taken: set[str] = set()
    for source in sources:
        stem = f"{top}/{fit_name(source.name)}"
        if stem.casefold() in taken or stem.casefold().startswith(f"{CHAIN}/") != link:
            stem += f"-{hashlib.sha256(source.name.encode()).hexdigest()[:8]}"
        taken.add(stem.casefold())
        yield _Job(source, link, stem)


def _with_decisions(jobs: Iterable[_Job]) -> tuple[list[_Job], list[Failure]]:
    """Add the decisions that lie beside the plans; a plan whose file of decisions is no such file fails."""
    fit: list[_Job] = []
    failures = []
    for job in jobs:
        beside = sidecar(job.source.file) if job.source.inner is None and not job.link else None
        try:
            if beside is not None and beside.is_file():
                job.decisions = read_decisions(beside)
                job.decided = hashlib.sha256(beside.read_bytes()).hexdigest()
            fit.append(job)
        except RasoatError as error:
            failures.append(failure_of(job.source.name, error))
    return fit, failures


def _unknown(store: Store, folder: Folder, jobs: Sequence[_Job]) -> list[_Job]:
    """The jobs without a result, or whose files are not all there any more."""
    keys, written = store.known(), store.written()
    return [
        job
        for job in jobs
        if keys.get(job.plan) != job.key or any(folder.size(path) != size for path, size in written.get(job.plan, ()))
    ]


def _drop_gone(store: Store, folder: Folder, here: set[Plan]) -> None:
    gone = [plan for plan in store.known() if plan not in here]
    if gone:
        written = store.written()
        store.remove(gone)
        folder.drop(path for plan in gone for path, _ in written.get(plan, ()))


def _key(base: str, job: _Job, sha256: str) -> str:
    return _digest([base, job.source.name, job.link, job.stem, sha256, job.decided])


def _digest(value: object) -> str:
    return hashlib.sha256(dumped(value).encode()).hexdigest()


def _once(failures: Iterable[Failure]) -> list[Failure]:
    """One line a file, by name."""
    return [by_name for _, by_name in sorted({failure.name: failure for failure in failures}.items())]
