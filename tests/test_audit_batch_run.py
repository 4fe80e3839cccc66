"""Never twice, never lost: what an audit keeps, redoes and lets go."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from audit.batch.files import Folder
from audit.batch.lock import only_one
from audit.batch.model import MemoryRun
from audit.decisions import decisions_json, sidecar
from audit.gap import compare
from corpus.errors import OutputError, SecretPaper, UnreadableFile, UsageError
from parser.pipeline import parse
from tests.audit_papers import Silent, audit, outcome, pages, write_plan, write_plans
from tests.papers import CHILD, PARENT, SECRET


@pytest.fixture
def set_up(tmp_path: Path) -> tuple[Path, Path, Path]:
    parent, plans = write_plans(tmp_path, 4)
    return parent, plans, tmp_path / "ra"


def test_every_plan_gets_the_verdicts_of_a_single_gap_report(set_up: tuple[Path, Path, Path]) -> None:
    parent, plans, out = set_up
    store = audit([parent], [plans], out)
    above = parse(parent)
    assert store.names == tuple(f"xa-{number}.docx" for number in range(1, 5))
    assert [row.quote for row in store.parents[0].rows] == [r.quote for r in above.requirements]
    for plan in store.plans():
        report = compare(above, parse(plans / plan.facts.name))
        found = plan.comparisons[0]
        assert [row.status for row in found.rows] == [item.status for item in report.items]
        assert [row.explanation for row in found.rows] == [item.explanation for item in report.items]
        totals = report.totals()
        assert (found.totals.missing, found.totals.covered) == (totals["missing"], totals["covered"])
        assert found.totals.coverage == totals["coverage"]
        assert (out / found.report).read_text(encoding="utf-8").startswith("<!")


def test_store_gives_what_a_run_in_memory_gives(set_up: tuple[Path, Path, Path]) -> None:
    parent, plans, out = set_up
    store = audit([parent], [plans], out)
    memory = MemoryRun(store.parents, tuple(store.plans()), store.versions, store.failures)
    assert list(store.facts()) == list(memory.facts())
    assert store.names == memory.names
    assert (store.statuses("1") == memory.statuses("1")).all()
    assert (store.marks("1") == memory.marks("1")).all()
    assert store.plan("xa-2.docx") == memory.results[1]
    assert store.plan("khac.docx") is None


def test_second_run_does_nothing_and_leaves_everything(set_up: tuple[Path, Path, Path]) -> None:
    parent, plans, out = set_up
    first, before = outcome(audit([parent], [plans], out)), pages(out)
    watcher = Silent()
    assert outcome(audit([parent], [plans], out, watcher)) == first
    assert (watcher.begun, watcher.done, pages(out)) == ([(0, 4)], [], before)


def test_only_the_changed_plan_is_done_again(set_up: tuple[Path, Path, Path], tmp_path: Path) -> None:
    parent, plans, out = set_up
    audit([parent], [plans], out).close()
    write_plan(plans / "xa-3.docx", 2, edition=1)
    watcher = Silent()
    again = outcome(audit([parent], [plans], out, watcher))
    assert (watcher.begun, watcher.done) == ([(1, 3)], ["xa-3.docx"])
    assert again == outcome(audit([parent], [plans], tmp_path / "moi"))
    assert pages(out) == pages(tmp_path / "moi")


def test_a_change_that_keeps_size_and_time_of_a_fresh_file_is_seen(tmp_path: Path) -> None:
    parent, plans = tmp_path / "tinh.txt", tmp_path / "xa.txt"
    parent.write_text(PARENT, encoding="utf-8")
    plans.write_text(CHILD, encoding="utf-8")
    audit([parent], [plans], tmp_path / "ra").close()
    plans.write_text(CHILD.replace("30/8/2026", "30/6/2026"), encoding="utf-8")
    watcher = Silent()
    audit([parent], [plans], tmp_path / "ra", watcher)
    assert watcher.done == ["xa.txt"]


def test_removed_plans_vanish_with_their_pages(set_up: tuple[Path, Path, Path]) -> None:
    parent, plans, out = set_up
    audit([parent], [plans], out).close()
    (plans / "xa-1.docx").unlink()
    store = audit([parent], [plans], out)
    assert "xa-1.docx" not in store.names
    assert not any("xa-1." in name for name in pages(out))
    assert len(store.statuses("1")) == 3


def test_a_page_that_somebody_deleted_is_made_again(set_up: tuple[Path, Path, Path]) -> None:
    parent, plans, out = set_up
    audit([parent], [plans], out).close()
    before = pages(out)
    (out / "bao-cao" / "xa-2.docx.html").unlink()
    watcher = Silent()
    audit([parent], [plans], out, watcher)
    assert watcher.done == ["xa-2.docx"]
    assert pages(out) == before


def test_another_parent_or_option_redoes_every_plan(set_up: tuple[Path, Path, Path]) -> None:
    parent, plans, out = set_up
    audit([parent], [plans], out).close()
    watcher = Silent()
    store = audit([parent], [plans], out, watcher, level="province")
    assert watcher.begun == [(4, 0)]
    parent.write_bytes((plans / "xa-4.docx").read_bytes())
    store = audit([parent], [plans], out, watcher)
    assert watcher.begun[-1] == (3, 0)  # the fourth plan is the parent now
    assert store.names == ("xa-1.docx", "xa-2.docx", "xa-3.docx")


def test_a_broken_plan_is_listed_and_its_old_result_gone(set_up: tuple[Path, Path, Path]) -> None:
    parent, plans, out = set_up
    audit([parent], [plans], out).close()
    (plans / "xa-2.docx").write_bytes(b"PK\x03\x04 word/document")
    (plans / "rong.docx").write_bytes(b"")
    watcher = Silent()
    store = audit([parent], [plans], out, watcher)
    assert watcher.failed == ["xa-2.docx"]
    assert [(failure.name, failure.code) for failure in store.failures] == [
        ("rong.docx", "empty_file"),
        ("xa-2.docx", "broken_docx"),
    ]
    assert store.failures[1].advice == "Hãy xin lại tệp gốc."
    assert len(store.names) == 3
    assert not any("xa-2." in name for name in pages(out))


def test_a_secret_plan_leaves_nothing_but_its_name(tmp_path: Path) -> None:
    parent, secret, out = tmp_path / "tinh.txt", tmp_path / "mat.txt", tmp_path / "ra"
    parent.write_text(PARENT, encoding="utf-8")
    secret.write_text(SECRET, encoding="utf-8")
    store = audit([parent], [secret], out)
    assert [failure.code for failure in store.failures] == ["secret"]
    assert pages(out) == {}
    assert store.names == ()
    assert audit([parent], [secret], out, allow_secret=True).names == ("mat.txt",)
    with pytest.raises(SecretPaper):
        audit([secret], [parent], tmp_path / "khac")


def test_decisions_beside_a_plan_count_and_are_part_of_its_state(set_up: tuple[Path, Path, Path]) -> None:
    import json

    parent, plans, out = set_up
    audit([parent], [plans], out).close()
    plan = plans / "xa-1.docx"
    data = decisions_json(compare(parse(parent), parse(plan)))
    data["decisions"][0] |= {
        "decision": "waive",
        "reason": "Xã không có chợ",
        "who": "Tổ rà soát",
        "when": "2026-03-01",
    }
    sidecar(plan).write_text(json.dumps(data), encoding="utf-8")
    watcher = Silent()
    store = audit([parent], [plans], out, watcher)
    assert watcher.done == ["xa-1.docx"]
    first = next(store.plans())
    assert first.comparisons[0].totals.waived == 1
    assert (store.marks("1")[0] & 4).sum() == 4
    sidecar(plan).write_text("{}", encoding="utf-8")
    assert [failure.code for failure in audit([parent], [plans], out).failures] == ["bad_decisions"]


def test_archives_hold_plans_as_folders_do(set_up: tuple[Path, Path, Path], tmp_path: Path) -> None:
    parent, plans, out = set_up
    packed = tmp_path / "nop.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in plans.iterdir():
            archive.write(path, f"dot 1/{path.name}")
    store = audit([parent], [packed], out)
    assert store.names[0] == "nop.zip » dot 1/xa-1.docx"
    assert (out / "bao-cao" / "nop.zip" / "dot 1" / "xa-1.docx.html").is_file()
    loose = audit([parent], [plans], tmp_path / "khac")
    assert store.statuses("1").tolist() == loose.statuses("1").tolist()
    watcher = Silent()
    audit([parent], [packed], out, watcher)
    assert watcher.begun == [(0, 4)]


def test_several_parents_each_plan_against_those_it_cites(tmp_path: Path) -> None:
    first, second, other = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "ke-hoach"
    first.write_text(PARENT, encoding="utf-8")
    below = PARENT.replace("45/KH-UBND", "46/KH-UBND").replace("ngày 12 tháng 01", "ngày 20 tháng 01")
    below = below.replace(
        "Thực hiện Chỉ thị số 17/CT-TTg ngày 13/4/2025 của Thủ tướng Chính phủ",
        "Thực hiện Kế hoạch số 45/KH-UBND ngày 12/01/2026 của Ủy ban nhân dân tỉnh Hải Khê",
    )
    second.write_text(below, encoding="utf-8")
    other.mkdir()
    (other / "xa.txt").write_text(CHILD, encoding="utf-8")
    (other / "khac.txt").write_text(CHILD.replace("45/KH-UBND", "99/KH-UBND"), encoding="utf-8")
    store = audit([first, second], [other], tmp_path / "ra")
    assert {plan.facts.name: [c.parent for c in plan.comparisons] for plan in store.plans()} == {
        "khac.txt": [],
        "xa.txt": ["1"],
    }
    assert [(link.facts.name, [c.parent for c in link.comparisons]) for link in store.links()] == [
        ("a.txt", []),
        ("b.txt", ["1"]),
    ]
    assert (tmp_path / "ra" / "bao-cao" / "xa.txt.1.html").is_file()
    assert store.statuses("2").tolist() == [[255] * len(store.parents[1].rows)] * 2
    every = audit([first, second], [other], tmp_path / "ra", all_parents=True)
    assert [[c.parent for c in plan.comparisons] for plan in every.plans()] == [["1", "2"], ["1", "2"]]


def test_a_parent_that_cannot_be_read_stops_the_audit(set_up: tuple[Path, Path, Path], tmp_path: Path) -> None:
    _, plans, out = set_up
    with pytest.raises(UnreadableFile):
        audit([tmp_path / "khong-co.docx"], [plans], out)
    (tmp_path / "trong").mkdir()
    with pytest.raises(UsageError):
        audit([tmp_path / "trong"], [plans], out)
    with pytest.raises(UsageError):
        audit([plans / "xa-1.docx"], [tmp_path / "trong"], out)


def test_one_audit_at_a_time_in_a_folder(set_up: tuple[Path, Path, Path]) -> None:
    parent, plans, out = set_up
    with only_one(Folder(out).hidden), pytest.raises(OutputError) as refused:
        audit([parent], [plans], out)
    assert "Một lần rà soát khác" in str(refused.value)
    assert audit([parent], [plans], out).names


def test_output_folder_among_the_plans_is_no_plan(set_up: tuple[Path, Path, Path]) -> None:
    parent, plans, _ = set_up
    audit([parent], [plans], plans / "ket-qua").close()
    store = audit([parent], [plans], plans / "ket-qua")
    assert (len(store.names), store.failures) == (4, ())


def test_half_grown_files_are_cleared(set_up: tuple[Path, Path, Path]) -> None:
    parent, plans, out = set_up
    audit([parent], [plans], out).close()
    (out / ".index.html.k3j2").write_text("nửa chừng")
    (out / ".rasoat" / "growing" / "file").write_text("nửa chừng")
    audit([parent], [plans], out)
    assert not list(out.glob(".index*"))
    assert not list((out / ".rasoat" / "growing").iterdir())
