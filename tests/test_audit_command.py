"""`rasoat audit` inside this process: its options, its words, its bar."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from audit.batch.model import Failure
from benchmarks.plans_generator import parent_docx, plan_docx, unit_name
from cli import app
from commands.progress import Progress
from console import run
from parser.pipeline import parse
from tests.audit_papers import write_plans


def test_an_audit_says_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parent, plans = write_plans(tmp_path, 2)
    expected = tmp_path / "don-vi.txt"
    expected.write_text(f"Xã {unit_name(0)}\nXã {unit_name(1)}\nXã Suối Mơ\n", encoding="utf-8")
    line = ["audit", str(parent), str(plans), "-o", str(tmp_path / "ra"), "--jobs", "1"]
    assert run(app, [*line, "--expected", str(expected), "--level", "commune", "--all-parents"]) == 0
    said = capsys.readouterr().err
    assert "Rà soát 2 kế hoạch." in said
    assert f"Mở {tmp_path / 'ra' / 'index.html'} để xem kết quả." in said
    assert "Suối Mơ" in (tmp_path / "ra" / "chuoi-van-ban.csv").read_text(encoding="utf-8-sig")
    page = (tmp_path / "ra" / "index.html").read_text(encoding="utf-8")
    assert "coi mọi kế hoạch là của cấp xã; đối chiếu với mọi văn bản cấp trên" in page
    (plans / "rong.docx").write_bytes(b"")
    assert run(app, line) == 0
    said = capsys.readouterr().err
    assert "Xong 2 kế hoạch, 1 tệp không rà soát được." in said
    assert "failures.csv" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["x.docx", "-o", "ra"], "Chưa chỉ ra kế hoạch nào"),
        (["x.docx", "y.docx"], "Chưa chỉ ra thư mục kết quả"),
        ([], "Thiếu tham số"),
    ],
)
def test_wrong_usage(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, ["audit", *arguments]) == 2
    assert words in capsys.readouterr().err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_bar_with_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    with Progress() as progress:
        progress.begin(3, 1)
        progress.step("a", None)
        progress.step("b", Failure("b", "damaged_file", "Tệp b bị hỏng.", ""))
        progress.step("c", None)
    said = screen.getvalue()
    assert "Rà soát 3 kế hoạch; 1 kế hoạch khác không đổi" in said
    assert "rasoat: Tệp b bị hỏng." in said
    assert "3/3" in said
    assert "1 tệp lỗi" in said


def test_no_terminal_gets_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress() as progress:
        progress.begin(2, 0)
        progress.step("a", Failure("a", "damaged_file", "Tệp a bị hỏng.", ""))
        progress.step("b", None)
    said = capsys.readouterr().err.splitlines()
    assert said[:2] == ["Rà soát 2 kế hoạch.", "rasoat: Tệp a bị hỏng."]
    assert said[2].startswith("Đã xong 2/2 kế hoạch;")
    assert "1 tệp lỗi" in said[2]


def test_generated_papers_are_what_the_benchmark_promises(tmp_path: Path) -> None:
    path = tmp_path / "tinh.docx"
    path.write_bytes(parent_docx())
    assert 150 <= len(parse(path).requirements) <= 175
    path.write_bytes(plan_docx(7))
    plan = parse(path)
    assert plan.header.issuer == f"Ủy ban nhân dân xã {unit_name(7)}"
    assert 50 <= len(plan.requirements) <= 75
    assert plan_docx(7) == plan_docx(7) != plan_docx(7, edition=1)
    assert len({unit_name(number) for number in range(3321)}) == 3321
