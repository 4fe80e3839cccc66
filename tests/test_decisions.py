"""What a human decided: found again, honoured only on the same papers, never lost, never half read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.decisions import (
    SCHEMA,
    apply_decisions,
    decisions_json,
    read_decisions,
    sidecar,
    with_decisions,
)
from audit.gap import compare
from audit.report import GAPS, Choice, GapReport, Item, Status
from corpus.errors import UnreadableFile
from parser.pipeline import parse
from tests.papers import CHILD, PARENT


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> GapReport:
    folder = tmp_path_factory.mktemp("papers")
    for name, text in (("tinh.txt", PARENT), ("xa.txt", CHILD)):
        (folder / name).write_text(text, encoding="utf-8")
    found = compare(parse(folder / "tinh.txt"), parse(folder / "xa.txt"))
    wanted: tuple[Status, ...] = ("partial", "missing", "covered", "missing", "not_applicable")
    items = (_as(item, status) for item, status in zip(found.items, [*wanted, *["covered"] * 9], strict=False))
    return replace(found, items=tuple(items))


def _as(item: Item, status: Status) -> Item:
    """The row with another verdict, so that these tests do not hang on the learned weights."""
    p_gap = {"missing": 0.9, "partial": 0.8, "covered": 0.2, "not_applicable": 0.0}[status]
    return replace(item, status=status, p_gap=p_gap, p_missing=p_gap, needs_review=status == "covered")


def file_for(report: GapReport, *rows: dict[str, Any], **changed: Any) -> dict[str, Any]:
    papers = {"parent": report.parent, "child": report.child}
    hashes = {name: {"sha256": paper.reading.source.sha256} for name, paper in papers.items()}
    return {"schema": SCHEMA, **hashes, "decisions": list(rows), **changed}


def row(item: Item, decision: str | None, **changed: Any) -> dict[str, Any]:
    words = {"reason": "đã làm năm trước", "who": "Nguyễn Thị Mai", "when": "2026-02-20"} if decision else {}
    return {"requirement": item.id, "quote": item.requirement.quote, "decision": decision, **words, **changed}


def decided(report: GapReport, folder: Path, data: Any) -> GapReport:
    path = folder / "quyet-dinh.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return apply_decisions(report, read_decisions(path))


@pytest.mark.parametrize(
    ("status", "decision", "gap", "waived", "rejected"),
    [
        ("missing", "agree", "missing", 0, 0),  # agreeing mends nothing
        ("missing", "waive", None, 1, 0),  # an accepted hole is no hole
        ("partial", "waive", None, 1, 0),
        ("missing", "reject", None, 0, 1),  # the human found it
        ("covered", "reject", "missing", 0, 1),  # the human says it is not there
        ("covered", "waive", None, 0, 0),  # nothing to waive
        ("not_applicable", "reject", "missing", 0, 1),  # the human says that it binds
        ("not_applicable", "agree", None, 0, 0),
    ],
)
def test_what_a_decision_does(
    status: Status, decision: Choice, gap: Status | None, waived: int, rejected: int, report: GapReport, tmp_path: Path
) -> None:
    index = next(i for i, item in enumerate(report.items) if item.status == status)
    after = decided(report, tmp_path, file_for(report, row(report.items[index], decision)))
    item, totals = after.items[index], after.totals()
    assert (item.gap, item.open_gap) == (gap, gap is not None)
    assert (totals["waived"], totals["rejected"]) == (waived, rejected)
    assert item.status == status, "what the program found stays visible"
    assert {key: totals[key] for key in GAPS} == {key: report.totals()[key] for key in GAPS}
    assert not item.unsure


def test_coverage_counts_as_the_human_says(report: GapReport, tmp_path: Path) -> None:
    covered = sum(item.status == "covered" for item in report.items)
    gaps = [item for item in report.items if item.status in GAPS]
    assert report.totals()["coverage"] == round(covered / (covered + 3), 4)
    waived = decided(report, tmp_path, file_for(report, row(gaps[0], "waive")))
    assert waived.totals()["coverage"] == round(covered / (covered + 2), 4)
    rejected = decided(report, tmp_path, file_for(report, row(gaps[0], "reject")))
    assert rejected.totals()["coverage"] == round((covered + 1) / (covered + 3), 4)


@pytest.mark.parametrize("paper", ["parent", "child"])
def test_a_changed_paper_makes_decisions_stale(paper: str, report: GapReport, tmp_path: Path) -> None:
    item = report.items[1]
    after = decided(report, tmp_path, file_for(report, row(item, "waive"), **{paper: {"sha256": "0" * 64}}))
    review = after.items[1].review
    assert review is not None and review.stale and review.choice == "waive"
    assert after.items[1].open_gap and after.items[1].unsure
    assert after.totals()["waived"] == 0


def test_a_requirement_is_found_again_by_its_words(report: GapReport, tmp_path: Path) -> None:
    item = report.items[1]
    exact = {"requirement": "R000000", "quote": item.requirement.quote.upper()}
    after = decided(report, tmp_path, file_for(report, row(item, "waive", **exact)))
    assert after.items[1].waived, "same papers, same words: the id alone has changed"
    alike = {"requirement": "R000000", "quote": item.requirement.quote.replace("địa bàn", "địa bàn xã")}
    after = decided(report, tmp_path, file_for(report, row(item, "waive", **alike)))
    assert after.items[1].review is not None and after.items[1].review.stale, "nearly the same is for a human to judge"
    assert after.lost == ()


def test_words_win_over_an_id_that_points_elsewhere(report: GapReport, tmp_path: Path) -> None:
    first, second = report.items[0], report.items[1]
    after = decided(report, tmp_path, file_for(report, row(second, "waive", requirement=first.id)))
    assert after.items[0].review is None
    assert after.items[1].waived


def test_a_decision_without_a_requirement_is_listed(report: GapReport, tmp_path: Path) -> None:
    gone = {"requirement": "R999999", "quote": "Xây dựng nhà văn hóa", "decision": "agree", "who": "A"}
    after = decided(report, tmp_path, file_for(report, gone))
    assert [lost.requirement for lost in after.lost] == ["R999999"]
    assert all(item.review is None for item in after.items)
    assert decided(after, tmp_path, file_for(report, gone)).lost == after.lost, "listed once however often applied"


@pytest.mark.parametrize("word", ["miễn", " MIỄN ", "waive", "mie\u0302\u0303n"])
def test_decisions_in_vietnamese_words(word: str, report: GapReport, tmp_path: Path) -> None:
    after = decided(report, tmp_path, file_for(report, row(report.items[1], word)))
    assert after.items[1].waived


@pytest.mark.parametrize("word", [None, "", "chưa xem"])
def test_rows_nobody_decided_change_nothing(word: str | None, report: GapReport, tmp_path: Path) -> None:
    empty = row(report.items[1], word, reason="", who="", when="")
    assert decided(report, tmp_path, file_for(report, empty)) == report


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"schema": "rasoat.gap/1"}, "thiếu “schema”"),  # another file of ours
        ({"parent": {}}, "mã băm"),  # cannot be tied to a paper
        ({"child": "abc"}, "mã băm"),
        ({"decisions": {}}, "danh sách"),
        ({"decisions": ["R1"]}, "mục thứ 1 không phải đối tượng"),
        ({"decisions": [{"decision": "agree"}]}, "không ghi “requirement”"),
        ({"decisions": [{"requirement": 7, "decision": "agree"}]}, "“requirement” phải là chữ"),
        ({"decisions": [{"requirement": "R1", "decision": "maybe\nnot"}]}, "là “maybe not”"),  # stays one line
        ({"decisions": [{"requirement": "R1", "decision": 1}]}, "chỉ nhận agree, reject, waive"),
        ({"decisions": [{"requirement": "R1", "decision": "waive"}]}, "không ghi “reason”"),  # nobody could check it
        ({"decisions": [{"requirement": "R1", "reason": "đã làm"}]}, "chưa ghi “decision”"),  # forgotten
        ({"decisions": [{"requirement": "R1", "decision": "agree"}] * 2}, "R1 có hai quyết định"),
    ],
)
def test_malformed_files_are_one_line(change: dict[str, Any], expected: str, report: GapReport, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        decided(report, tmp_path, file_for(report, **change))
    assert expected in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b"null"])
def test_files_that_are_no_decisions(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile):
        read_decisions(path)


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (tmp_path / "khong-co.json", tmp_path):
        with pytest.raises(UnreadableFile):
            read_decisions(path)
    monkeypatch.setattr("audit.decisions._MOST_BYTES", 1)
    (tmp_path / "lon.json").write_text("{}")
    with pytest.raises(UnreadableFile, match="quá lớn"):
        read_decisions(tmp_path / "lon.json")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["requirement", "quote", "decision", "reason", "stale", "x"]), inner)
        ),
        max_leaves=12,
    )
)
def test_no_content_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, value: object) -> None:
    path = tmp_path_factory.mktemp("any") / "x.json"
    data = {"schema": SCHEMA, "parent": {"sha256": "1"}, "child": {"sha256": "2"}, "decisions": [value]}
    path.write_text(json.dumps(data), encoding="utf-8")
    try:
        read_decisions(path)
    except UnreadableFile as error:
        str(error).encode()


def test_template_has_every_gap_undecided(report: GapReport) -> None:
    data = decisions_json(report)
    assert data["schema"] == SCHEMA
    assert [r["requirement"] for r in data["decisions"]] == [i.id for i in report.items if i.status in GAPS]
    assert all(r["decision"] is None for r in data["decisions"])


def test_written_again_nothing_decided_is_lost(report: GapReport, tmp_path: Path) -> None:
    covered = next(item for item in report.items if item.status == "covered")
    gone = {"requirement": "R999999", "quote": "Xây dựng nhà văn hóa", "decision": "agree"}
    first = decided(report, tmp_path, file_for(report, row(report.items[1], "waive"), row(covered, "reject"), gone))
    second = decided(report, tmp_path, decisions_json(first))
    assert second == first
    assert {r["requirement"] for r in decisions_json(second)["decisions"]} >= {covered.id, "R999999"}


def test_stale_decisions_do_not_freshen_by_being_written_again(report: GapReport, tmp_path: Path) -> None:
    old = file_for(report, row(report.items[1], "waive"), child={"sha256": "0" * 64})
    written = decisions_json(decided(report, tmp_path, old))
    assert written["child"]["sha256"] == report.child.reading.source.sha256
    again = decided(report, tmp_path, written)
    assert again.items[1].review is not None and again.items[1].review.stale
    for line in written["decisions"]:
        line.pop("stale", None)  # the reviewer looked at it again
    assert decided(report, tmp_path, written).items[1].waived


def test_the_file_beside_the_plan_is_found(report: GapReport, tmp_path: Path) -> None:
    plan = tmp_path / "ke-hoach.docx"
    assert with_decisions(report, plan) == report
    assert sidecar(plan).name == "ke-hoach.docx.quyet-dinh.json"
    sidecar(plan).write_text(json.dumps(file_for(report, row(report.items[1], "waive"))), encoding="utf-8")
    assert with_decisions(report, plan).items[1].waived
    with pytest.raises(UnreadableFile):
        with_decisions(report, plan, tmp_path / "khac.json")
