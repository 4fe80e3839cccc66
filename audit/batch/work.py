"""What one worker does: read a plan, hold it against its parents, make its records and its page.

The same function runs in this process, in a process beside it and on another machine. Parents come parsed and are
unpacked once a worker; tables and weights are loaded once a worker by the modules that use them.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock, Thread
from time import sleep
from typing import TYPE_CHECKING, Protocol

from audit.batch.codec import dumped, packed, result_out, totals_out
from audit.batch.facts import paper_facts, rows_of
from audit.batch.model import Comparison, Failure, PaperFacts, ParentFacts, PlanResult, Versions, codes, count, marks_of
from audit.batch.store import Cells
from audit.batch.versions import program_digest
from audit.decisions import Decisions, apply_decisions
from audit.report import GapReport, Item
from corpus.errors import RasoatError, SecretPaper, UnreadableFile
from corpus.messages import message
from parser.document import Document, Level

if TYPE_CHECKING:
    from models.passages import Asking

_HEARTBEAT = 1.0  # seconds between two looks at whether the master lives
_ONE = Lock()  # readers of PDFs and the pipeline are not made for threads, which workers of Dask may have


class Craft(Protocol):
    """What the room of reports adds to a verdict; its functions must be importable where the workers run."""

    @property
    def section(self) -> Callable[[Document], Callable[[int], str]]:
        """Return the titled headings above an offset of the parent."""

    @property
    def request(self) -> Callable[[Item, GapReport], str]:
        """Return the paragraph that asks for what is missing; "" when nothing is."""

    @property
    def page(self) -> Callable[[GapReport], bytes]:
        """Return the plan's gap report."""

    @property
    def extras(self) -> Callable[[PlanResult, Sequence[ParentFacts], Versions], dict[str, bytes]]:
        """Return more files of a plan by path under the output folder (its reminder letter)."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How plans are compared: options that change verdicts or pages, and the state of the program."""

    level: Level | None
    all_parents: bool
    allow_secret: bool
    versions: Versions
    program: str


@dataclass(frozen=True, slots=True)
class Setup:
    """What is the same for every plan of a run; `parents` is the pickle of (ParentFacts, Document) pairs.

    `master` is the process that hands out the work: workers it has started must not outlive it.
    """

    terms: Terms
    digest: str
    parents: bytes
    craft: Craft
    master: int


@dataclass(frozen=True, slots=True)
class Task:
    """A plan to audit: its bytes, or the path of the file where the worker can read it.

    `link` marks a parent that is held against other parents; `stem` is where its page goes, without the ending.
    """

    name: str
    link: bool
    path: str | None
    data: bytes | None
    decisions: Decisions | None
    stem: str


@dataclass(frozen=True, slots=True)
class Done:
    """A plan's result on its way back: records ready to be stored and files ready to be written, compressed."""

    name: str
    link: bool
    sha256: str
    facts: str
    record: bytes
    cells: tuple[Cells, ...]
    files: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class OtherProgram:
    """The worker runs another version of the program: its results would not be those of this one."""

    tool: str


Outcome = Done | Failure | OtherProgram


def setup_of(terms: Terms, parents: Sequence[tuple[ParentFacts, Document]], craft: Craft) -> Setup:
    """Return the setup for these parents."""
    blob = zlib.compress(pickle.dumps(tuple(parents)), 1)
    return Setup(terms, hashlib.sha256(blob).hexdigest(), blob, craft, os.getpid())


def audit_batch(setup: Setup, tasks: Sequence[Task]) -> list[Outcome]:
    """Audit each plan; one that cannot be read becomes a failure. Raises only what is a defect of the program."""
    if setup.terms.program != program_digest():
        return [OtherProgram(setup.terms.versions.tool)]
    _follow(setup.master)
    with _ONE:
        return [_audit(setup, task) for task in tasks]


@cache
def _follow(master: int) -> None:
    """End this process soon after its master was killed; else it would wait for work for ever.

    Only for processes that the master itself has started: a worker of Dask belongs to its scheduler. Windows keeps the
    number of a dead parent, so there workers end by joblib's own time-out.
    """
    if os.getppid() != master:
        return

    def watch() -> None:
        while os.getppid() == master:
            sleep(_HEARTBEAT)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def failure_of(name: str, error: RasoatError) -> Failure:
    """Return the line of a file that cannot be audited: its reason, and what to do about it."""
    reason, advice = _split(str(error))
    return Failure(name, error.code, reason, advice or message("audit", "advice"))


def _split(line: str) -> tuple[str, str]:
    """The first sentence says what is wrong, the rest what to do (corpus/errors.py)."""
    first, stop, rest = line.partition(". ")
    return (first + ".", rest) if stop else (line, "")


def _audit(setup: Setup, task: Task) -> Outcome:
    try:
        document = _read(task)
        if document.header.secrecy and not setup.terms.allow_secret:
            raise SecretPaper("secret", file=task.name, mark=document.header.secrecy)
        return _compared(setup, task, document)
    except RasoatError as error:
        return failure_of(task.name, error)
    except MemoryError:
        return failure_of(task.name, UnreadableFile("damaged_file", file=task.name))


def _read(task: Task) -> Document:
    from parser.pipeline import analyse
    from parser.readers import read_bytes
    from parser.readers.files import load_file

    data = load_file(Path(task.path), task.name) if task.path is not None else task.data
    if not data:
        raise UnreadableFile("empty_file", file=task.name)
    return analyse(read_bytes(data, task.name))


@lru_cache(maxsize=4)
def _parents(digest: str, blob: bytes) -> tuple[tuple[ParentFacts, Asking], ...]:
    """The parents with all that can be made of them once for any number of plans."""
    from models.passages import asking

    parents: tuple[tuple[ParentFacts, Document], ...] = pickle.loads(zlib.decompress(blob))
    return tuple((facts, asking(document, document.requirements)) for facts, document in parents)


def _compared(setup: Setup, task: Task, document: Document) -> Done:
    from audit.gap import compare

    terms, craft = setup.terms, setup.craft
    facts = paper_facts(document, task.name)
    parents = [pair for pair in _parents(setup.digest, setup.parents) if pair[0].paper.sha256 != facts.sha256]
    asked = parents_of(facts, [pair[0] for pair in parents], terms.all_parents and not task.link, task.link)
    found: list[Comparison] = []
    files: list[tuple[str, bytes]] = []
    for parent, wanted in parents:
        if parent.key not in asked:
            continue
        report = compare(wanted.parent, document, None if task.link else terms.level, asked=wanted)
        report = _decided(report, task.decisions)
        rows = rows_of(report, craft.request)
        path = f"{task.stem}.html" if len(parents) == 1 else f"{task.stem}.{parent.key}.html"
        found.append(Comparison(parent.key, count(rows), rows, path))
        files.append((path, craft.page(report)))
    result = PlanResult(facts, tuple(found))
    if not task.link:
        files += craft.extras(result, [pair[0] for pair in parents], terms.versions).items()
    record = result_out(result)
    return Done(
        task.name,
        task.link,
        facts.sha256,
        dumped(record["facts"]),
        packed(record),
        tuple(Cells(c.parent, dumped(totals_out(c.totals)), codes(c.rows), marks_of(c.rows)) for c in found),
        tuple((path, zlib.compress(data, 1)) for path, data in files),
    )


def _decided(report: GapReport, decisions: Decisions | None) -> GapReport:
    """The report with the decisions of the file beside the plan, where they were made on this very parent."""
    if decisions is None:
        return report
    return apply_decisions(report, decisions)


def parents_of(facts: PaperFacts, parents: Sequence[ParentFacts], every: bool, link: bool) -> set[str]:
    """Return the keys of the parents that the paper is held against.

    A single parent of a run is what every plan is to be held against; of several, those that the paper cites, with a
    wrong date or issuer too: the plan means them, and the cascade tells the slip.
    """
    if every or (len(parents) == 1 and not link):
        return {parent.key for parent in parents}
    from audit.cascade import link_papers

    own = replace(facts, name="")  # the parent itself may be among the plans, under the same name
    papers = [replace(parent.paper, name=parent.key) for parent in parents]
    cascade = link_papers([own, *papers], [parent.key for parent in parents])
    meant = {link.parent for link in cascade.links if link.child == ""}
    slips = ("wrong_date", "wrong_issuer")
    return meant | {f.parent for f in cascade.flaws if f.paper == "" and f.parent and f.kind in slips}
