"""One engine, two sizes: several processes, several machines, and workers that die."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from time import monotonic, sleep

import psutil
import pytest

import audit.batch.parallel as parallel
from audit.batch.model import Failure
from audit.batch.store import Store
from audit.batch.work import OtherProgram, Setup, Task, audit_batch, failure_of, setup_of
from corpus.errors import UnreadableFile, UsageError
from reports.craft import craft
from tests.audit_papers import ROOT, audit, command, dask_cluster, outcome, pages, rasoat, terms, write_plans

PLANS = 18


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Parent, plans, and the output folder of an audit by one process."""
    top = tmp_path_factory.mktemp("mot-tien-trinh")
    parent, plans = write_plans(top, PLANS)
    (plans / "hong.docx").write_bytes(b"PK\x03\x04 word/document")
    done = rasoat(parent, plans, "-o", top / "ra", "--jobs", 1)
    assert done.returncode == 0, done.stderr
    assert f"Rà soát {PLANS + 1} kế hoạch." in done.stderr
    assert f"Xong {PLANS} kế hoạch, 1 tệp không rà soát được." in done.stderr
    assert "hong.docx" in (top / "ra" / "failures.csv").read_text(encoding="utf-8-sig")
    return parent, plans, top / "ra"


def found(out: Path) -> dict[str, object]:
    store = Store(out)
    try:
        return outcome(store)
    finally:
        store.close()


def same(out: Path, other: Path) -> None:
    """The two folders hold the same, byte by byte (a workbook's and a table's inside is their own tests' matter)."""
    assert found(out) == found(other)
    first, second = pages(out), pages(other)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_two_processes_find_the_same(alone: tuple[Path, Path, Path], tmp_path: Path) -> None:
    parent, plans, out = alone
    assert rasoat(parent, plans, "-o", tmp_path / "ra", "--jobs", 2).returncode == 0
    same(tmp_path / "ra", out)


def test_killed_at_any_moment_and_started_again(alone: tuple[Path, Path, Path], tmp_path: Path) -> None:
    parent, plans, out = alone
    line = command(parent, plans, "-o", tmp_path / "ra", "--jobs", 2)
    for wanted in (1, PLANS // 2):
        process = subprocess.Popen(line, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = monotonic() + 120
        while process.poll() is None and monotonic() < until:
            if len(list((tmp_path / "ra").glob("bao-cao/*.html"))) >= wanted:
                process.send_signal(signal.SIGKILL)
                break
            sleep(0.02)
        process.wait()
        assert_no_orphans()
    for page in (tmp_path / "ra").glob("bao-cao/*.html"):
        assert page.read_bytes().rstrip().endswith(b"</html>")
    done = rasoat(parent, plans, "-o", tmp_path / "ra", "--jobs", 1)
    assert "giữ kết quả đã có" in done.stderr
    same(tmp_path / "ra", out)


def assert_no_orphans() -> None:
    """Workers end with the audit that was killed."""
    for _ in range(100):
        orphans = [process for process in psutil.process_iter(["ppid", "cmdline"]) if is_orphan(process)]
        if not orphans:
            return
        sleep(0.1)
    raise AssertionError(orphans)


def is_orphan(process: psutil.Process) -> bool:
    return process.info["ppid"] == 1 and any("popen_loky" in word for word in process.info["cmdline"] or ())


def test_second_audit_into_the_folder_says_so_and_stops(alone: tuple[Path, Path, Path]) -> None:
    from audit.batch.files import Folder
    from audit.batch.lock import only_one

    parent, plans, out = alone
    with only_one(Folder(out).hidden):
        done = rasoat(parent, plans, "-o", out)
    assert done.returncode == 2
    assert done.stderr.startswith("rasoat: Một lần rà soát khác đang ghi vào thư mục")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX signals")
def test_dask_loses_a_worker_and_finds_the_same(alone: tuple[Path, Path, Path], tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    parent, plans, out = alone
    with dask_cluster(tmp_path, workers=2) as (address, workers):
        line = command(parent, plans, "-o", tmp_path / "ra", "--scheduler", address)
        process = subprocess.Popen(line, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        until = monotonic() + 120
        while process.poll() is None and monotonic() < until:
            if len(list((tmp_path / "ra").glob("bao-cao/*.html"))) >= 1:
                os.kill(workers[0].pid, signal.SIGKILL)
                break
            sleep(0.02)
        _, said = process.communicate(timeout=240)
        assert process.returncode == 0, said.decode()
        assert workers[0].wait(timeout=10) == -signal.SIGKILL
        assert workers[1].poll() is None
    same(tmp_path / "ra", out)


def test_scheduler_that_is_not_there(
    alone: tuple[Path, Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    parent, plans, _ = alone
    monkeypatch.setattr(parallel, "_CONNECT", 1)
    setup = setup_of(terms(), [], craft())
    with pytest.raises(UsageError) as refused:
        list(parallel.outcomes(setup, [Task("x", False, "x", None, None, "x")], 1, 1, "tcp://127.0.0.1:9"))
    assert "tcp://127.0.0.1:9" in str(refused.value)


def test_worker_of_another_version_is_told_apart(alone: tuple[Path, Path, Path]) -> None:
    given = terms()
    other = Setup(type(given)(given.level, False, False, given.versions, "khac"), "", b"", craft(), 0)
    assert audit_batch(other, []) == [OtherProgram(given.versions.tool)]


def deadly(setup: Setup, tasks: list[Task]) -> list[Failure]:
    """Stands for a batch of work in which one plan kills its process."""
    if any(task.name == "doc-hai" for task in tasks):
        os._exit(1)
    return [failure_of(task.name, UnreadableFile("empty_file", file=task.name)) for task in tasks]


def test_the_plan_that_kills_workers_is_found_and_the_others_are_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "audit_batch", deadly)
    names = [f"xa-{number}" for number in range(20)]
    names.insert(11, "doc-hai")
    tasks = [Task(name, False, name, None, None, name) for name in names]
    setup = setup_of(terms(), [], craft())
    got = {
        one.name: one.code for one in parallel.outcomes(setup, tasks, len(tasks), 2, None) if isinstance(one, Failure)
    }
    assert got == {name: "worker_died" if name == "doc-hai" else "empty_file" for name in names}


def test_usage_errors_are_vietnamese_lines(tmp_path: Path) -> None:
    parent, plans = write_plans(tmp_path, 1)
    for arguments, words in [
        ((parent, "-o", tmp_path / "ra"), "Chưa chỉ ra kế hoạch nào"),
        ((parent, plans), "Chưa chỉ ra thư mục kết quả"),
        ((tmp_path / "x.docx", plans, "-o", tmp_path / "ra"), "Không tìm thấy tệp"),
    ]:
        done = rasoat(*arguments)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert words in done.stderr
    done = rasoat("--parent", parent, plans, "-o", tmp_path / "ra", "--level", "commune")
    assert done.returncode == 0
    assert (tmp_path / "ra" / "index.html").is_file()


def test_audit_in_this_process_uses_no_other(alone: tuple[Path, Path, Path], tmp_path: Path) -> None:
    parent, plans, _ = alone
    assert audit([parent], [plans / "xa-1.docx"], tmp_path / "ra").names == ("xa-1.docx",)
