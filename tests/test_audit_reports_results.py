"""Lines for analysts: copied where nothing changed, whole at any moment; the workbook's cells stay text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from audit.batch.model import MemoryRun, PlanResult
from corpus.errors import OutputError
from reports.audit_outputs import write_outputs
from reports.audit_results import LINES, write_results
from reports.sheet_rows import copied, shown, told, with_rows
from tests.audit_runs import commune, small_run, usual_run


class KeyedRun:
    """A run with keys, that counts how often a plan is read."""

    def __init__(self, run: MemoryRun, keys: dict[str, str]) -> None:
        self._run, self._keys, self.read = run, keys, 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._run, name)

    def plan_keys(self) -> dict[str, str]:
        return self._keys

    def plan(self, name: str) -> PlanResult | None:
        self.read += 1
        return next((result for result in self._run.results if result.facts.name == name), None)

    def plans(self) -> Iterator[PlanResult]:
        for result in self._run.results:
            self.read += 1
            yield result


def wards(*verdicts: str) -> MemoryRun:
    return small_run(*(commune(f"xa-{n}.docx", f"xã Tân {n}", said) for n, said in enumerate(verdicts)))


def written(run: MemoryRun, keys: dict[str, str], folder: Path) -> tuple[int, str]:
    keyed = KeyedRun(run, keys)
    write_results(keyed, folder, folder / "lines.json")  # type: ignore[arg-type]
    return keyed.read, (folder / LINES).read_text(encoding="utf-8")


def test_only_changed_plans_are_read_again(tmp_path: Path) -> None:
    names = [f"xa-{n}.docx" for n in range(4)]
    first = written(wards("cccc", "mmmm", "pppp", "nnnn"), dict.fromkeys(names, "1"), tmp_path)
    assert first[0] == 4
    again = written(wards("cccc", "mmmm", "pppp", "nnnn"), dict.fromkeys(names, "1"), tmp_path)
    assert again == (0, first[1])
    changed = wards("cccc", "cccc", "pppp", "nnnn")
    read, text = written(changed, {**dict.fromkeys(names, "1"), "xa-1.docx": "2"}, tmp_path)
    fresh = tmp_path / "khac"
    fresh.mkdir()
    assert (read, text) == (1, written(changed, dict.fromkeys(names, "1"), fresh)[1])


def test_plans_that_go_or_come_change_the_file(tmp_path: Path) -> None:
    written(wards("cccc", "mmmm"), {"xa-0.docx": "1", "xa-1.docx": "1"}, tmp_path)
    read, text = written(wards("cccc"), {"xa-0.docx": "1"}, tmp_path)
    assert read == 0 and text.count("\n") == 4
    read, text = written(wards("cccc", "pppp"), {"xa-0.docx": "1", "xa-1.docx": "7"}, tmp_path)
    assert read == 1 and text.count('"status":"partial"') == 4


@pytest.mark.parametrize("spoil", ["lines.json", LINES])
def test_a_damaged_memory_only_costs_time(tmp_path: Path, spoil: str) -> None:
    keys = {"xa-0.docx": "1"}
    _, text = written(wards("cccc"), keys, tmp_path)
    (tmp_path / spoil).write_text("{", encoding="utf-8")
    assert written(wards("cccc"), keys, tmp_path) == (1, text)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        write_results(usual_run(), tmp_path / "khong-co", tmp_path / "lines.json")


def test_lines_keep_their_words_and_point_into_the_report(tmp_path: Path) -> None:
    write_results(usual_run(), tmp_path, tmp_path / "lines.json")
    line = json.loads((tmp_path / LINES).read_text(encoding="utf-8").splitlines()[1])
    assert (line["plan"], line["status"], line["evidence_page"]) == ("a/xa-dong-lac.docx", "partial", 1)
    assert line["report"] == "bao-cao/a/xa-dong-lac.docx.html#R002"
    assert line["reasons"] == ["weaker_target", "no_owner"]


def test_cells_that_look_like_formulas_stay_text(tmp_path: Path) -> None:
    run = small_run(
        commune("=cmd|x.docx", "=1+1", "mpcn", choices="w r ", number="+84", issuer="@la"),
        commune("[a]:*?.docx", "xã [Lạ]:*?/\\ tên rất dài để vượt quá ba mươi mốt chữ", "cccc"),
        commune("b.docx", "xã [Lạ]:*?/\\ tên rất dài để vượt quá ba mươi mốt chữ", "cccc"),
    )
    write_outputs(run, tmp_path)
    book = load_workbook(tmp_path / "matrix.xlsx")
    formulas = [
        cell.coordinate for sheet in book for line in sheet.iter_rows() for cell in line if cell.data_type == "f"
    ]
    assert formulas == []
    assert book["Ma trận"]["A2"].value == "=1+1"
    assert len(book.sheetnames) == 6 + 3 and max(map(len, book.sheetnames)) <= 31
    assert "'=1+1" in (tmp_path / "ranking.csv").read_text(encoding="utf-8")


def test_single_plans_have_sheets_up_to_a_limit(tmp_path: Path) -> None:
    run = wards("cccc", "mmmm", "pppp")
    write_outputs(run, tmp_path, sheets=3)
    assert len(load_workbook(tmp_path / "matrix.xlsx").sheetnames) == 9
    write_outputs(run, tmp_path, sheets=2)
    book = load_workbook(tmp_path / "matrix.xlsx")
    assert len(book.sheetnames) == 6
    links = [cell.hyperlink.target for cell in book["Danh sách"]["I"][1:]]
    assert links == [f"bao-cao/xa-{n}.docx.html" for n in (0, 2, 1)]


def test_the_large_sheet_has_frozen_heads_colours_and_marks(tmp_path: Path) -> None:
    write_outputs(usual_run(), tmp_path)
    sheet = load_workbook(tmp_path / "matrix.xlsx")["Ma trận"]
    assert sheet.freeze_panes == "F2" and sheet.auto_filter.ref == "A1:I6"
    assert [cell.value for cell in sheet[2]][5:] == ["T", "M", "Đ", "–"]
    assert [cell.value for cell in sheet[4]][5:] == ["T/", "T?", "M!", "–"]
    fills = {cell.fill.fgColor.rgb for cell in sheet[2][5:]}
    assert len(fills) == 4


def test_rows_are_copies_of_their_models() -> None:
    from io import BytesIO

    from openpyxl import Workbook

    book = Workbook()
    book.active["A1"], book.active["A2"], book.active["B2"] = "đầu", "mẫu", 0.5
    data = BytesIO()
    book.save(data)
    values = ["=1", "a&b<c>", " x ", "\x01y", "@"]

    def rows(models: object) -> Iterator[list[str]]:
        words, share = models  # type: ignore[misc]
        for value in values:
            yield [told(words, value), shown(share, 0.25), copied(words)]
        yield [told(words, "ngắn")]

    sheet = load_workbook(BytesIO(with_rows(data.getvalue(), {"xl/worksheets/sheet1.xml": rows}))).active
    assert [cell.value for cell in sheet["A"]] == ["đầu", "=1", "a&b<c>", " x ", "y", "@", "ngắn"]
    assert [cell.value for cell in sheet["B"]][1:] == [0.25] * 5 + [None]
    assert [cell.value for cell in sheet["C"]][1:6] == ["mẫu"] * 5
    assert all(cell.data_type in "sn" for line in sheet.iter_rows() for cell in line)
