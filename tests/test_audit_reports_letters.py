"""Reminder letters: the form follows the sender's system and the day, blanks stay blank."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest

from audit.batch.model import ParentFacts, PlanResult
from corpus.knowledge import load
from reports.audit_letters import form_of, letter_files, letter_path, number_tail
from reports.letter_docx import Grid, Line, Text, letter_docx
from tests.audit_runs import VERSIONS, commune, paper, parent

PARTY = {"number": "12-KH/TU", "issuer": "Tỉnh ủy Tân Sơn", "parent_issuer": "Đảng bộ tỉnh Tân Sơn", "system": "party"}
FRONT = {"number": "9/KH-MTTQ-BTT", "issuer": "Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh Tân Sơn", "system": "front"}
YOUTH = {"number": "6-KH/TĐTN-PT", "issuer": "Ban Chấp hành Đoàn TNCS Hồ Chí Minh tỉnh Tân Sơn", "system": "union"}


def opened(data: bytes) -> Any:
    return docx.Document(BytesIO(data))


def words(data: bytes) -> str:
    document = opened(data)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(paragraph.text for paragraph in document.paragraphs)])


def the_letter(plan: PlanResult, above: ParentFacts) -> bytes:
    (data,) = letter_files(plan, [above], VERSIONS).values()
    return data


@pytest.mark.parametrize(
    ("facts", "motto", "tail", "lines"),
    [
        ({}, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số:          /UBND-………", ["ỦY BAN NHÂN DÂN", "TỈNH TÂN SƠN"]),
        (PARTY, "ĐẢNG CỘNG SẢN VIỆT NAM", "Số          -CV/TU", ["ĐẢNG BỘ TỈNH TÂN SƠN", "TỈNH ỦY TÂN SƠN", "*"]),
        (
            FRONT,
            "CỘNG HÒA XÃ HỘI",
            "Số:          /MTTQ-BTT",
            ["ỦY BAN MTTQ VIỆT NAM", "TỈNH TÂN SƠN", "BAN THƯỜNG TRỰC"],
        ),
        (YOUTH, "ĐOÀN TNCS HỒ CHÍ MINH", "-CV/TĐTN-PT", ["BAN CHẤP HÀNH ĐOÀN TNCS HỒ CHÍ MINH", "TỈNH TÂN SƠN", "***"]),
    ],
)
def test_the_head_follows_the_sender(facts: dict[str, str], motto: str, tail: str, lines: list[str]) -> None:
    data = the_letter(commune("xa.docx", "xã Đồng Lạc", "mpcn"), parent("1", 4, **facts))
    head = opened(data).tables[0]
    left, right = (cell.text for cell in head.rows[0].cells)
    assert motto in right and "ngày …… tháng …… năm 20……" in right and "Tân Sơn" in right
    assert tail in left
    assert [line for line in left.split("\n") if line][: len(lines)] == lines


def test_the_party_ends_without_the_marks_of_the_state() -> None:
    plan = commune("xa.docx", "xã Đồng Lạc", "mpcn")
    party, state = words(the_letter(plan, parent("1", 4, **PARTY))), words(the_letter(plan, parent("1", 4)))
    assert "hướng dẫn./." in state and "Lưu: VT" in state and "V/v đôn đốc" in state
    assert "hướng dẫn./." not in party and "Lưu Văn phòng" in party and "về việc đôn đốc" in party


def test_what_only_an_office_knows_stays_blank() -> None:
    text = words(the_letter(commune("xa.docx", "xã Đồng Lạc", "mmcc"), parent("1", 4)))
    assert "trước ngày ……/……/20……" in text
    assert "QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ" in text and "Họ và tên" in text
    unknown = words(
        the_letter(
            commune("xa.docx", "xã Đồng Lạc", "mmcc", issuer=None), parent("1", 4, issuer=None, number=None, place=None)
        )
    )
    assert "Kính gửi: ……" in unknown and "Số:          ……" in unknown and "None" not in unknown


def test_the_counts_and_paragraphs_are_those_of_the_plan() -> None:
    plan = commune("xa.docx", "xã Đồng Lạc", "mmpn", choices="w   ")
    data = the_letter(plan, parent("1", 4))
    text = words(data)
    assert "Trong 3 nội dung phải thực hiện, kế hoạch còn 1 nội dung chưa có và 1 nội dung chưa đủ." in text
    listed = [p.text for p in opened(data).paragraphs if p.text[:2] in ("1.", "2.", "3.")]
    assert len(listed) == 2
    assert "Kế hoạch hiện chưa có" in text and "Dự thảo" not in text  # it has number and date: it is issued
    draft = commune("xa.docx", "xã Đồng Lạc", "mccc", number=None)
    assert "Dự thảo hiện chưa có" in words(the_letter(draft, parent("1", 4)))


@pytest.mark.parametrize(
    ("verdicts", "said"), [("mccc", "còn 1 nội dung chưa có."), ("pccc", "còn 1 nội dung chưa đủ.")]
)
def test_one_kind_of_gap_is_not_said_beside_none_of_the_other(verdicts: str, said: str) -> None:
    text = words(the_letter(commune("xa.docx", "xã Đồng Lạc", verdicts), parent("1", 4)))
    assert said in text and " 0 nội dung" not in text


def test_doubtful_gaps_are_marked_for_a_human() -> None:
    text = words(the_letter(commune("xa.docx", "xã Đồng Lạc", "mmcc", choices=" ?"), parent("1", 4)))
    assert text.count("[cần người xem trước khi gửi]") == 1


def test_many_gaps_go_to_an_annex_under_their_headings() -> None:
    data = the_letter(commune("xa.docx", "xã Đồng Lạc", "mp" * 6), parent("1", 12))
    annex = opened(data).tables[2]
    assert "Phụ lục kèm theo" in words(data) and len(annex.rows) == 1 + 2 + 12
    assert [row.cells[0].text for row in annex.rows][:3] == ["TT", "Nội dung chưa có (6)", "1"]
    assert annex.rows[2].cells[1].text == "Mục II.1, trang 2"


def test_no_letter_without_open_gaps_and_one_per_parent() -> None:
    assert letter_files(commune("xa.docx", "xã Đồng Lạc", "cccn"), [parent("1", 4)], VERSIONS) == {}
    assert letter_files(commune("xa.docx", "xã Đồng Lạc", "mccc", choices="w"), [parent("1", 4)], VERSIONS) == {}


@pytest.mark.parametrize(
    ("report", "path"),
    [
        ("bao-cao/xa.docx.html", "dondoc/xa.docx"),
        ("bao-cao/a/xa.DOCX.2.html", "dondoc/a/xa.DOCX.2.docx"),
        ("bao-cao/xa.pdf.html", "dondoc/xa.pdf.docx"),
        ("bao-cao/xa.pdf.docx.html", "dondoc/xa.pdf.docx.docx"),
        ("bao-cao/xa.html", "dondoc/xa.docx"),
    ],
)
def test_letters_have_names_of_their_own(report: str, path: str) -> None:
    assert letter_path(report) == path


@pytest.mark.parametrize(
    ("number", "tail"),
    [
        ("123/KH-UBND", "/UBND-………"),
        ("257-KH/TU", "-CV/TU"),
        ("288/KH-MTTQ-BTT", "/MTTQ-BTT"),
        ("1654/UBND-NC", "/UBND-………"),
        ("13/2023/NQ-HĐND", "……………"),
        (None, "……………"),
    ],
)
def test_the_symbol_is_taken_from_the_senders_own_paper_or_left(number: str | None, tail: str) -> None:
    assert number_tail(paper("a.docx", number=number)) == tail


@pytest.mark.parametrize(
    ("system", "issuer", "day", "source"),
    [
        ("party", "Tỉnh ủy Tân Sơn", date(2026, 5, 26), "HD 36-HD/VPTW"),
        ("party", "Tỉnh ủy Tân Sơn", date(2026, 5, 27), "HD 05-HD/VPTW"),
        ("state", "UBND tỉnh Tân Sơn", date(2026, 5, 27), "NĐ 30/2020/NĐ-CP"),
        ("union", "Hội LHPN tỉnh Tân Sơn", date(2026, 1, 1), "NĐ 30/2020/NĐ-CP"),
        ("union", "Tỉnh đoàn Tân Sơn", date(2026, 1, 1), "Hướng dẫn 29-HD/TWĐTN-VP"),
        ("front", "Ủy ban MTTQ Việt Nam xã Đồng Lạc", None, "NĐ 30/2020/NĐ-CP"),
        # older than every rule: the oldest known form of the system rather than none
        ("state", "UBND tỉnh Tân Sơn", date(2015, 1, 1), "NĐ 30/2020/NĐ-CP"),
    ],
)
def test_forms_are_dated(system: str, issuer: str, day: date | None, source: str) -> None:
    assert form_of(paper("a.docx", system=system, issuer=issuer), day)["source"].startswith(source)


def test_every_form_is_whole() -> None:
    keys = set(load("letters")["form"][0]) - {"name"}
    for form in load("letters")["form"]:
        assert keys <= set(form)
        assert len(form["margins"]) == 4 and form["rule"] <= len(form["motto"])
        assert {"body", "head", "motto", "day", "number", "subject", "recipients"} <= set(form["sizes"])


def test_the_same_letter_is_the_same_bytes_and_hostile_text_stays_text() -> None:
    hostile = Text("a&b <w:t> \x00 “kỳ” ]]>")
    blocks = [Line((hostile,)), Grid((((Line((hostile,)),),),), (100,))]
    one, other = (letter_docx(blocks, (20, 20, 30, 15), "Thư & <b>") for _ in range(2))
    assert one == other
    assert opened(one).paragraphs[0].text == "a&b <w:t>  “kỳ” ]]>"
    assert opened(one).core_properties.title == "Thư & <b>"
