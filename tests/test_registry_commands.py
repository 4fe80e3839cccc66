"""`rasoat corpus …` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import cli
from console import run
from tests.papers import CHILD, NO_TASK, PARENT, SECRET
from tests.registry_papers import text_of, write


def call(*arguments: object) -> int:
    return run(cli.app, [str(argument) for argument in arguments])


@pytest.fixture
def papers(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Papers in a folder, and a registry that has not been made."""
    monkeypatch.setenv("RASOAT_DATABASE", place)
    folder = tmp_path / "den"
    folder.mkdir()
    for name, text in {"tinh.txt": PARENT, "xa.txt": CHILD, "giay-moi.txt": NO_TASK}.items():
        write(folder, name, text)
    return folder


def output(capfd: pytest.CaptureFixture[str]) -> str:
    return capfd.readouterr().out


def objects(capfd: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output(capfd).splitlines()]


def test_add_says_what_became_of_every_file(papers: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert call("corpus", "add", papers) == 0
    said = output(capfd)
    assert "tinh.txt: đã vào sổ, mã 2 – 45/KH-UBND, Bảo đảm an toàn thực phẩm" in said
    assert said.endswith(
        "Đã nhận 3 tệp: 3 văn bản mới, 0 bản mới của văn bản đã có, 0 đã có trong sổ, 0 không nhận được.\n"
    )
    other = write(papers, "tinh-2.txt", PARENT.replace("tại các chợ", "tại siêu thị"))
    spaced = write(papers, "tinh-3.txt", PARENT + "\n\n")
    assert call("corpus", "add", papers / "tinh.txt", other, spaced) == 0
    said = output(capfd)
    assert "tinh.txt: đã có trong sổ (đúng tệp này), mã 2" in said
    assert "tinh-2.txt: đã vào sổ, là bản thứ 2 của mã 2" in said
    assert "tinh-3.txt: đã có trong sổ (tệp khác, cùng nội dung), mã 2" in said


def test_what_fails_is_listed_and_the_others_are_kept(papers: Path, capfd: pytest.CaptureFixture[str]) -> None:
    secret = write(papers, "mat.txt", SECRET)
    assert call("corpus", "add", papers) == 0, "a bad paper in a folder is listed, no more"
    said = capfd.readouterr()
    assert "1 không nhận được" in said.out
    assert "mat.txt có dấu chỉ độ mật “MẬT”" in said.err
    assert call("corpus", "add", secret, papers / "tinh.txt") == 2, "a named file that fails is the user's error"
    assert call("corpus", "add", papers / "khong-co.txt") == 2
    assert call("corpus", "add", secret, "--allow-secret") == 0


def test_add_and_list_speak_json(papers: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write(papers, "mat.txt", SECRET)
    assert call("corpus", "add", papers, "--format", "json") == 0
    rows = {row["name"]: row for row in objects(capfd)}
    assert rows["tinh.txt"]["outcome"] == "new"
    assert rows["mat.txt"]["error"]["code"] == "secret"
    assert call("corpus", "list", "--format", "json", "--limit", "1") == 0
    (listed,) = objects(capfd)
    assert (listed["total"], len(listed["documents"])) == (3, 1)
    assert listed["documents"][0]["date"] == "2026-03-05"


def test_list_is_a_table_with_filters(papers: Path, capfd: pytest.CaptureFixture[str]) -> None:
    call("corpus", "add", papers)
    output(capfd)
    assert call("corpus", "list", "--type", "giay moi", "--from", "2026-03-01", "--to", "2026-03-31") == 0
    lines = output(capfd).splitlines()
    assert lines[0].split() == ["Mã", "Ngày", "Số,", "ký", "hiệu", "Trích", "yếu", "(cơ", "quan)"]
    assert "12-GM/HNDT" in lines[1]
    assert lines[-1] == "1 trong 1 văn bản."
    assert call("corpus", "list", "--level", "central") == 0
    assert output(capfd) == "Sổ chưa có văn bản nào như vậy.\n"
    assert call("corpus", "list", "--offset", "2", "--format", "json") == 0
    assert len(objects(capfd)[0]["documents"]) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "--from", "15/3/2026"],
        ["list", "--level", "thôn"],
        ["due", "--today", "mai"],
        ["show", "404"],
        ["search", "…"],
    ],
)
def test_mistakes_get_one_vietnamese_line(
    papers: Path, arguments: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert call("corpus", *arguments) == 2
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1 and said.err.startswith("rasoat: ")


def test_search_marks_the_words(papers: Path, capfd: pytest.CaptureFixture[str]) -> None:
    call("corpus", "add", papers)
    output(capfd)
    assert call("corpus", "search", "cho", "thuc pham") == 0
    said = output(capfd)
    assert ". 45/KH-UBND, 12/1/2026 – Ủy ban nhân dân tỉnh Hải Khê (mã 2)\n" in said
    assert "[thực phẩm]" in said, "an argument of two words is a phrase"
    assert call("corpus", "search", "thực phẩm", "--limit", "1") == 0
    assert output(capfd).endswith("2 văn bản.\nHiện 1 văn bản đầu.\n")
    assert call("corpus", "search", "thực phẩm", "--format", "json") == 0
    (found,) = objects(capfd)
    assert (found["count"], found["more"]) == (2, False)
    piece = found["hits"][0]["snippet"]
    assert {piece["text"][start:end].lower() for start, end in piece["marks"]} == {"thực", "phẩm"}
    assert call("corpus", "search", "khinh khí cầu") == 0
    assert output(capfd) == "Sổ chưa có văn bản nào như vậy.\n"


def test_show_tells_everything(papers: Path, capfd: pytest.CaptureFixture[str]) -> None:
    call("corpus", "add", papers)
    call("corpus", "compare", "45/KH-UBND", "3")
    output(capfd)
    assert call("corpus", "show", "45/KH-UBND") == 0
    said = output(capfd)
    for words in ("Tình trạng: chưa thấy bị thay thế", "Cấp: tỉnh", "Các bản (1)", "Viện dẫn", "Được viện dẫn bởi (1)"):
        assert words in said
    assert "thực hiện: Chỉ thị 17/CT-TTg (chưa có trong sổ)" in said
    assert "Kết quả đối chiếu (1)" in said and "còn thiếu" in said
    assert call("corpus", "show", "2", "--format", "json") == 0
    (page,) = objects(capfd)
    assert len(page["requirements"]) == 5
    assert page["verdicts"][0]["totals"]["missing"] >= 1
    assert call("corpus", "show", "3", "--format", "text") == 0
    assert "đối chiếu" in output(capfd)


def test_compare_keeps_what_humans_decided(papers: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    call("corpus", "add", papers)
    file = tmp_path / "qd.json"
    assert call("gap", papers / "tinh.txt", papers / "xa.txt", "--write-decisions", file, "--format", "json") == 0
    decisions = json.loads(file.read_text(encoding="utf-8"))
    decisions["decisions"][0] |= {"decision": "waive", "reason": "có văn bản riêng", "who": "Lan", "when": "2026-03-01"}
    file.write_text(json.dumps(decisions), encoding="utf-8")
    output(capfd)
    assert call("corpus", "decide", file) == 0
    assert output(capfd).startswith("Đã nhập 1 quyết định")
    assert call("corpus", "compare", "45/KH-UBND", "3", "--format", "json") == 0
    (report,) = objects(capfd)
    assert report["totals"]["waived"] == 1
    assert call("corpus", "compare", "45/KH-UBND", "3") == 0
    assert "độ phủ" in output(capfd)
    assert call("corpus", "show", "3") == 0
    assert "có văn bản riêng (Lan, 2026-03-01)" in output(capfd)


def test_cascade_in_every_form(papers: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    call("corpus", "add", papers)
    output(capfd)
    for form, words in (
        ("text", "Được thực hiện bởi"),
        ("mermaid", "graph TD"),
        ("dot", "digraph"),
        ("json", '"links"'),
    ):
        target = tmp_path / f"cay.{form}"
        assert call("corpus", "cascade", "45/KH-UBND", "--format", form, "-o", target) == 0
        assert words in target.read_text(encoding="utf-8")


def test_due_and_calendar(papers: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    call("corpus", "add", papers)
    output(capfd)
    assert call("corpus", "due", "--today", "2026-06-25", "--days", "7") == 0
    assert "29/6/2026 (còn 4 ngày): Tổ chức ít nhất 02 lớp tập huấn" in output(capfd)
    assert call("corpus", "due", "--today", "2030-01-01") == 0
    assert output(capfd).count("Không có việc nào.") == 2
    assert call("corpus", "due", "--today", "2026-06-25", "--format", "json") == 0
    assert objects(capfd)[0]["works"]
    target = tmp_path / "lich.ics"
    assert call("corpus", "calendar", "--today", "2026-01-01", "-o", target) == 0
    assert target.read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert f"vào {target}" in output(capfd)
    assert call("corpus", "calendar", "--today", "2026-01-01") == 0
    assert output(capfd).startswith("BEGIN:VCALENDAR")


def test_export_and_import(papers: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    call("corpus", "add", papers)
    target, fresh = tmp_path / "so.zip", tmp_path / "moi" / "so.sqlite3"
    assert call("corpus", "export", "-o", target) == 0
    assert call("corpus", "import", target, "--database", fresh) == 0
    assert "Đã đọc 3 bản văn bản (3 bản chưa có, đã thêm)" in output(capfd)
    assert call("corpus", "list", "--database", fresh) == 0
    assert "3 trong 3 văn bản." in output(capfd)
    assert call("corpus", "import", papers / "tinh.txt") == 2


def test_a_new_version_hides_the_old_one_and_replaced_papers_are_marked(
    papers: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    body = "1. Kế hoạch này thay thế Kế hoạch số 45/KH-UBND ngày 12/01/2026 của Ủy ban nhân dân tỉnh Hải Khê."
    call("corpus", "add", papers, write(papers, "moi.txt", text_of("99/KH-UBND", body=body, day=(2026, 6, 1))))
    output(capfd)
    assert call("corpus", "list", "--status", "replaced") == 0
    assert "[đã bị thay thế]" in output(capfd)
    assert call("corpus", "search", "45/KH-UBND") == 0
    assert "[đã bị thay thế]" in output(capfd)
