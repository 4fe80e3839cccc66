"""The commands as a user runs them: output, exit codes, one Vietnamese line per mistake."""

from __future__ import annotations

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

import cli
from console import run
from tests.papers import CHILD, NO_TASK, PARENT, SECRET

ROOT = Path(__file__).parent.parent


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    for name, text in {"tinh.txt": PARENT, "xa.txt": CHILD, "giay-moi.txt": NO_TASK, "mat.txt": SECRET}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def call(*arguments: object) -> int:
    return run(cli.app, [str(argument) for argument in arguments])


def test_parse_prints_one_json_object_a_line(papers: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert call("parse", papers / "tinh.txt", papers / "xa.txt") == 0
    first, second = (json.loads(line) for line in capfd.readouterr().out.splitlines())
    assert first["schema"] == second["schema"] == "rasoat.document/1"
    assert first["header"]["number"] == "45/KH-UBND"
    assert second["header"]["number"] is None, "a blank number is not stated, never guessed"
    assert second["header"]["date"] is None
    for found in ("citations", "deadlines", "targets", "requirements"):
        for item in first[found]:
            assert first["text"][item["start"] : item["end"]] == item["quote"]


def test_real_process_starts_and_ends_like_the_function(papers: Path) -> None:
    command = [sys.executable, "cli.py", "gap", str(papers / "tinh.txt"), str(papers / "xa.txt"), "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    report = json.loads(done.stdout)
    assert report["schema"] == "rasoat.gap/1"
    assert report["child"]["level"] == "commune"
    assert done.stderr == ""


@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_summary_prints(form: str, papers: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert call("summary", papers / "tinh.txt", "--format", form) == 0
    out = capfd.readouterr().out
    assert "Bảo đảm an toàn thực phẩm trên địa bàn tỉnh năm 2026" in out
    assert "30/6/2026" in out


def test_summary_of_a_paper_without_tasks_says_so(papers: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert call("summary", papers / "giay-moi.txt") == 0
    assert "Văn bản không giao nhiệm vụ." in capfd.readouterr().out


def test_summary_docx_goes_to_a_file(papers: Path) -> None:
    from docx import Document

    target = papers / "tom-tat.docx"
    assert call("summary", papers / "tinh.txt", "--format", "docx", "-o", target) == 0
    words = Document(BytesIO(target.read_bytes()))
    assert any("Việc phải làm" in paragraph.text for paragraph in words.paragraphs)
    assert [path.name for path in papers.glob(".*")] == [], "no temporary file is left behind"


def test_several_word_summaries_need_a_folder(papers: Path, capfd: pytest.CaptureFixture[str]) -> None:
    files = [papers / "tinh.txt", papers / "xa.txt"]
    assert call("summary", *files, "--format", "docx") == 2
    assert "phải ghi ra tệp" in capfd.readouterr().err
    assert call("summary", *files, "--format", "docx", "-o", papers / "chua-co") == 2
    assert "Không có thư mục" in capfd.readouterr().err
    folder = papers / "ket-qua"
    folder.mkdir()
    assert call("summary", *files, "--format", "docx", "-o", folder) == 0
    assert sorted(path.name for path in folder.iterdir()) == ["tinh.docx", "xa.docx"]


def test_one_bad_file_does_not_stop_the_others(papers: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (papers / "rong.txt").write_bytes(b"")
    assert call("parse", papers / "rong.txt", papers / "khong-co.txt", papers / "xa.txt") == 2
    caught = capfd.readouterr()
    assert len(caught.out.splitlines()) == 1
    assert len(caught.err.splitlines()) == 2
    assert "rong.txt" in caught.err and "khong-co.txt" in caught.err


def test_results_land_in_the_file_asked_for(papers: Path, capfd: pytest.CaptureFixture[str]) -> None:
    target = papers / "bao-cao.html"
    assert call("gap", papers / "tinh.txt", papers / "xa.txt", "--format", "html", "-o", target) == 0
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert capfd.readouterr().out == ""


def test_unwritable_output_is_one_line(papers: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert call("gap", papers / "tinh.txt", papers / "xa.txt", "-o", papers / "khong" / "co.txt") == 2
    assert "Không ghi được kết quả" in capfd.readouterr().err


def test_a_secret_paper_stops_with_nothing_said_of_it(papers: Path, capfd: pytest.CaptureFixture[str]) -> None:
    target = papers / "ra.md"
    for command in (
        ("parse", papers / "mat.txt"),
        ("summary", papers / "mat.txt", "-o", target),
        ("gap", papers / "tinh.txt", papers / "mat.txt"),
        ("gap", papers / "mat.txt", papers / "xa.txt", "-o", target),
    ):
        assert call(*command) == 2
        caught = capfd.readouterr()
        assert caught.out == "" and not target.exists()
        assert caught.err.count("\n") == 1 and "độ mật" in caught.err and "--allow-secret" in caught.err


def test_leave_to_read_a_secret_paper_still_warns(papers: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert call("summary", papers / "mat.txt", "--allow-secret") == 0
    caught = capfd.readouterr()
    assert "độ mật" in caught.err
    assert "Văn bản có dấu chỉ độ mật" in caught.out
    assert call("gap", papers / "tinh.txt", papers / "mat.txt", "--allow-secret") == 0


def test_level_overrides_the_header(papers: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert call("gap", papers / "tinh.txt", papers / "xa.txt", "--level", "province", "--format", "json") == 0
    items = json.loads(capfd.readouterr().out)["items"]
    by_level = {item["status"] for item in items if item["levels"] == ["commune"]}
    assert by_level == {"not_applicable"}


@pytest.mark.parametrize(("form", "mark"), [("docx", b"PK"), ("xlsx", b"PK"), ("html", b"<!DOCTYPE")])
def test_gap_report_goes_to_a_file(form: str, mark: bytes, papers: Path) -> None:
    target = papers / f"bao-cao.{form}"
    assert call("gap", papers / "tinh.txt", papers / "xa.txt", "--format", form, "-o", target) == 0
    assert target.read_bytes().startswith(mark)


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_binary_reports_do_not_go_to_a_terminal(
    form: str, papers: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert call("gap", papers / "tinh.txt", papers / "xa.txt", "--format", form) == 2
    assert "phải ghi ra tệp" in capfd.readouterr().err


def gap_items(papers: Path, capfd: pytest.CaptureFixture[str], *more: object) -> list[dict[str, Any]]:
    assert call("gap", papers / "tinh.txt", papers / "xa.txt", "--format", "json", *more) == 0
    items: list[dict[str, Any]] = json.loads(capfd.readouterr().out)["items"]
    return items


def test_only_hides_rows(papers: Path, capfd: pytest.CaptureFixture[str]) -> None:
    everything = gap_items(papers, capfd)
    shown = gap_items(papers, capfd, "--only", "partial, missing")
    assert shown == [item for item in everything if item["status"] in ("missing", "partial")] != everything


def test_fail_on_looks_at_open_gaps_alone(papers: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pair = [papers / "tinh.txt", papers / "xa.txt"]
    target = papers / "xa.txt.quyet-dinh.json"
    assert call("gap", *pair, "--fail-on", "missing") == 1
    assert call("gap", *pair, "--fail-on", "missing,partial", "--write-decisions", target) == 1
    decisions = json.loads(target.read_text(encoding="utf-8"))
    for row in decisions["decisions"]:
        row.update(decision="miễn", reason="đã làm", who="Mai", when="2026-02-20")
    target.write_text(json.dumps(decisions), encoding="utf-8")
    assert call("gap", *pair, "--fail-on", "missing,partial") == 0, "the file beside the plan is honoured"
    with (papers / "xa.txt").open("a", encoding="utf-8") as plan:
        plan.write("Bổ sung một dòng.\n")
    assert call("gap", *pair, "--fail-on", "missing") == 1, "the plan has changed since"
    assert "cần xem lại" in capfd.readouterr().out


def test_written_decisions_are_kept(papers: Path) -> None:
    pair = [papers / "tinh.txt", papers / "xa.txt"]
    target = papers / "qd.json"
    assert call("gap", *pair, "--write-decisions", target) == 0
    decisions = json.loads(target.read_text(encoding="utf-8"))
    decisions["decisions"][0].update(decision="waive", reason="đã làm")
    target.write_text(json.dumps(decisions), encoding="utf-8")
    assert call("gap", *pair, "--write-decisions", target) == 0
    again = json.loads(target.read_text(encoding="utf-8"))["decisions"]
    assert [row["decision"] for row in again] == ["waive", *[None] * (len(again) - 1)]


def test_a_file_that_is_no_decisions_is_never_overwritten(papers: Path, capfd: pytest.CaptureFixture[str]) -> None:
    target = papers / "ghi-chu.json"
    target.write_text("{}", encoding="utf-8")
    assert call("gap", papers / "tinh.txt", papers / "xa.txt", "--write-decisions", target) == 2
    assert target.read_text(encoding="utf-8") == "{}"
    error = capfd.readouterr().err
    assert "Tệp quyết định" in error and len(error.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["gap", "a.txt", "b.txt", "--only", "thieu"], "cho phép: missing, partial, covered, not_applicable"),
        (["gap", "a.txt", "b.txt", "--fail-on", "covered"], "cho phép: missing, partial"),  # no gap
        (["gap", "a.txt"], "Thiếu tham số KẾ_HOẠCH"),  # one of two papers
        (["gap", "a.txt", "b.txt", "--levl", "x"], "Không có tuỳ chọn --levl"),  # a slip of the pen
        (["summary", "a.txt", "--format", "pdf"], "các giá trị cho phép: md, html, docx, json"),  # unknown format
        (["summary", "a.txt", "-o"], "Tuỳ chọn -o"),  # a value forgotten
        (["tomtat"], "tên lệnh không có"),  # unknown command
    ],
)
def test_wrong_usage_is_one_vietnamese_line(
    arguments: list[str], expected: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(cli.app, arguments) == 2
    error = capfd.readouterr().err
    assert expected in error
    assert len(error.splitlines()) == 1
    assert "Traceback" not in error


def test_help_is_vietnamese(capfd: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--help"], *([name, "--help"] for name in cli.app.commands)):
        assert run(cli.app, arguments) == 0
        out = capfd.readouterr().out
        assert "Cách dùng:" in out and "Tuỳ chọn" in out
        assert not {"Usage", "Options", "Commands", "Show"}.intersection(out.replace(":", " ").split())


def test_no_arguments_show_the_help(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(cli.app, []) == 2
    assert "Cách dùng:" in capfd.readouterr().err


def test_commands_without_an_implementation_are_absent() -> None:
    assert list(cli.app.commands) == ["parse", "summary", "gap", "train", "evaluate", "audit", "corpus", "watch"]
