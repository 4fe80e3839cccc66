"""Search in a large registry on both databases: `python -m benchmarks.registry [--documents N] [-o results.json]`.

The figure promised: 100,000 documents, mixed questions, the whole answer with titles and marked snippets in at most
100 ms at the 95th percentile (CPU time of this process and the server's together).
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from benchmarks.postgres import NoPostgres, temporary_server
from benchmarks.registry_papers import Stock, papers, questions, stock
from benchmarks.speed import Measure
from benchmarks.tables import markdown
from corpus.registry.registry import Registry

PROMISED_MS = 100.0
_ONE_PROCESS = "max_parallel_workers_per_gather=0"  # so that one process's CPU time is the whole answer's


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 with --strict when a promise is not kept."""
    options = _options().parse_args(arguments)
    things = stock()
    measures = []
    with tempfile.TemporaryDirectory() as folder:
        if "sqlite" in options.on:
            measures += measure(str(Path(folder) / "registry.sqlite3"), Path(folder), things, options)
        if "postgresql" in options.on:
            try:
                with temporary_server(
                    "shared_buffers=512MB", "maintenance_work_mem=256MB", "jit=off", _ONE_PROCESS
                ) as url:
                    measures += measure(url, Path(folder), things, options)
            except NoPostgres as error:
                print(f"left out: {error}", file=sys.stderr)
    lines = [(m.name, f"{m.value:,.1f} {m.unit}", _limit(m), _kept(m), m.detail) for m in measures]
    print(markdown(("registry", "measured", "promised", "", "on"), lines))
    if options.output:
        rows = [dataclasses.asdict(m) | {"kept": m.kept} for m in measures]
        options.output.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return int(options.strict and any(measure.kept is False for measure in measures))


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.registry", description="search in a large registry")
    parser.add_argument("--documents", type=int, default=100_000, help="papers to invent (default 100,000)")
    parser.add_argument("--questions", type=int, default=200, help="questions to ask (default 200)")
    parser.add_argument("--repeat", type=int, default=3, help="repetitions, of which the least counts (default 3)")
    parser.add_argument("--on", nargs="+", default=["sqlite", "postgresql"], choices=["sqlite", "postgresql"])
    parser.add_argument("--strict", action="store_true", help="exit 1 when a promise is not kept")
    parser.add_argument("--slowest", type=int, default=0, help="also name the slowest questions")
    parser.add_argument("-o", "--output", type=Path, help="write the results as JSON")
    return parser


def _limit(measure: Measure) -> str:
    return "" if measure.limit is None else f"≤ {measure.limit:g}"


def _kept(measure: Measure) -> str:
    return {True: "kept", False: "MISSED", None: ""}[measure.kept]


def measure(url: str, folder: Path, things: Stock, options: argparse.Namespace) -> list[Measure]:
    """Fill a registry at `url` and time searches and further additions."""
    from corpus.registry.add import incoming
    from corpus.registry.registry import open_registry

    os.environ["RASOAT_ORIGINALS"] = str(folder / "originals")
    with open_registry(url) as registry:
        kind = registry.database.kind
        headers = [kept.header for kept in papers(min(options.documents, 2000), things)]
        began = time.perf_counter()
        with _indexed_afterwards(registry):
            for _ in registry.add_in_batches(incoming(kept) for kept in papers(options.documents, things)):
                pass
        loading = time.perf_counter() - began
        registry.database.tidy()
        detail = f"{options.documents:,} documents"
        results = [Measure(f"{kind}: loading", loading / options.documents * 1000, "ms a document", detail=detail)]
        times = _search_times(registry, questions(options.questions, things, headers), options.repeat)
        if options.slowest:
            for seconds, what in sorted(times, reverse=True)[: options.slowest]:
                print(f"{kind}: {seconds * 1000:.0f} ms: {what}", file=sys.stderr)
        ordered = sorted(seconds * 1000 for seconds, _ in times)
        for share, limit in ((0.5, None), (0.95, PROMISED_MS), (1.0, None)):
            at = min(len(ordered) - 1, int(share * len(ordered)))
            name = "slowest" if share == 1.0 else f"{share:.0%} within"
            results.append(
                Measure(f"{kind}: search, {name}", ordered[at], "ms", limit, True, f"{len(ordered)} questions")
            )
        fresh = [incoming(kept) for kept in papers(40, things, seed=99)]
        waits = []
        for paper in fresh:
            began = time.perf_counter()
            list(registry.add_in_batches([paper]))
            waits.append((time.perf_counter() - began) * 1000)
        one = sorted(waits)[len(waits) // 2]
        return [*results, Measure(f"{kind}: add of one more", one, "ms by the clock", detail="median, parsing apart")]


@contextmanager
def _indexed_afterwards(registry: Registry) -> Iterator[None]:
    """Build PostgreSQL's word indexes when all papers are in, as one does for a first filling; SQLite needs no help."""
    columns = ("exact", "plain", "pairs") if registry.database.kind == "postgresql" else ()
    with registry.database.writing() as session:
        for column in columns:
            session.execute(text(f"DROP INDEX ix_search_{column}"))
    yield
    with registry.database.writing() as session:
        for column in columns:
            session.execute(text(f"CREATE INDEX ix_search_{column} ON search USING gin ({column})"))


def _search_times(registry: Registry, asked: list[tuple[str, dict[str, str]]], repeat: int) -> list[tuple[float, str]]:
    """Return the least CPU seconds of each question, ours and the server's: other programs share the cores."""
    from corpus.registry.look import Narrow
    from corpus.registry.search import search

    times = []
    for words, filters in asked:
        days = {name: date.fromisoformat(value) for name, value in filters.items() if name in ("start", "end")}
        narrow = Narrow(**{**filters, **days})  # type: ignore[arg-type]
        best, count = float("inf"), 0
        for _ in range(repeat):
            with registry.database.reading() as session:
                server = _server_process(session)
                began = time.process_time() + _cpu_of(server)
                count = search(session, registry.index, words, narrow).count
                best = min(best, time.process_time() + _cpu_of(server) - began)
        times.append((best, f"{words} {filters} ({count})"))
    return times


def _server_process(session: Session) -> int | None:
    if session.get_bind().dialect.name == "sqlite":
        return None
    return session.scalar(text("SELECT pg_backend_pid()"))


def _cpu_of(process: int | None) -> float:
    """Return the CPU seconds of another process so far: exact to a nanosecond where the kernel tells, as Linux does."""
    if process is None:
        return 0.0
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9


if __name__ == "__main__":
    sys.exit(main())
