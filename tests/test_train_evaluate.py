"""The commands train and evaluate as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import audit.measured
import cli
import models.evaluation
from console import EXIT_WRONG, run
from models.verdict import VerdictModel
from tests.sets import write_sets


def call(*arguments: object) -> int:
    return run(cli.app, [str(argument) for argument in arguments])


def test_train_writes_weights_that_load_and_says_what_changed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    sets, weights = write_sets(tmp_path / "sets"), tmp_path / "verdict.json"
    assert call("train", "--folder", sets, "-o", weights) == 0
    out = capfd.readouterr().out
    assert "3 văn bản cấp trên, 6 kế hoạch, 18 nhãn" in out
    assert "Trước đó chưa có tệp trọng số" in out
    model = VerdictModel.from_json(json.loads(weights.read_text(encoding="utf-8")))
    first = weights.read_bytes()
    assert call("train", "--folder", sets, "-o", weights) == 0
    assert "Trọng số không đổi" in capfd.readouterr().out
    assert weights.read_bytes() == first
    (sets / "roads").rename(tmp_path / "set-aside")
    assert call("train", "--folder", sets, "-o", weights) == 0
    assert "Trọng số khác tệp cũ" in capfd.readouterr().out
    assert json.loads(weights.read_text(encoding="utf-8"))["version"] != model.version


def test_evaluate_prints_a_table_saves_the_run_and_compares_the_next(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit.measured, "LAST", tmp_path / "last.json")
    sets, result = write_sets(tmp_path / "sets"), tmp_path / "result.json"
    assert call("evaluate", "--folder", sets, "--save", "-o", result) == 0
    shown = capfd.readouterr()
    assert "ĐÁNH GIÁ MÔ HÌNH ĐỐI CHIẾU" in shown.out
    assert "Chưa có lần chạy trước" in shown.out
    assert "Đo trên flags" in shown.err, "progress goes to standard error"
    saved = json.loads((tmp_path / "last.json").read_text(encoding="utf-8"))
    whole = json.loads(result.read_text(encoding="utf-8"))
    assert saved["schema"] == whole["schema"] == "rasoat.evaluation/1"
    assert len(saved["verdicts"]) == len(whole["rows"]) == 18
    assert call("evaluate", "--folder", sets) == 0
    assert "Sai thêm so với lần chạy trước: 0" in capfd.readouterr().out


@pytest.mark.parametrize("command", ["train", "evaluate"])
def test_an_installed_rasoat_without_sets_says_so(
    command: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models.evaluation, "CHECKOUT", tmp_path)
    assert call(command) == EXIT_WRONG
    error = capfd.readouterr().err
    assert error.count("\n") == 1
    assert "Không có bộ mẫu đã gán nhãn" in error


def test_unwritable_weights_leave_nothing_behind(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    sets = write_sets(tmp_path / "sets")
    assert call("train", "--folder", sets, "-o", tmp_path / "nowhere" / "verdict.json") == EXIT_WRONG
    assert "Không ghi được" in capfd.readouterr().err
