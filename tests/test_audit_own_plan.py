"""The duty to plan is answered by the plan itself, judged by its day and its recipients."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from audit.gap import compare
from audit.own_plan import own_plan
from audit.report import Item
from parser.document import Document
from parser.pipeline import parse

PARENT = """TỈNH ỦY HOA LƯ BẮC
ĐẢNG CỘNG SẢN VIỆT NAM
*
Số 12-KL/TU
Hoa Lư Bắc, ngày 05 tháng 01 năm 2026
KẾT LUẬN
CỦA BAN THƯỜNG VỤ TỈNH ỦY
về phát triển kinh tế rừng
Ban Thường vụ Tỉnh ủy kết luận như sau:
I. NHIỆM VỤ
1. Đảng ủy các xã, phường lãnh đạo trồng 200 ha rừng gỗ lớn trong năm 2026.
II. TỔ CHỨC THỰC HIỆN
{asked}
Nơi nhận:
- Đảng ủy các xã, phường;
- Lưu Văn phòng.
T/M BAN THƯỜNG VỤ
BÍ THƯ
Lê Mẫu
"""
CHILD = """ĐẢNG BỘ TỈNH HOA LƯ BẮC
ĐẢNG ỦY XÃ LA VÂN
ĐẢNG CỘNG SẢN VIỆT NAM
*
Số 07-KH/ĐU
La Vân, {day}
{kind}
{about}
I. NHIỆM VỤ
1. Ban Thường vụ Đảng ủy lãnh đạo trồng 20 ha rừng gỗ lớn tại thôn Đồi Sim trong quý II/2026.
Nơi nhận:
{sent}
- Các chi bộ;
- Lưu Văn phòng.
T/M BAN THƯỜNG VỤ
BÍ THƯ
Trần Thử
"""
ABOUT = "thực hiện Kết luận số 12-KL/TU ngày 05/01/2026 của Ban Thường vụ Tỉnh ủy về phát triển kinh tế rừng"
IN_TIME, LATE, BLANK = "ngày 20 tháng 01 năm 2026", "ngày 20 tháng 3 năm 2026", "ngày     tháng     năm 2026"
TO_PROVINCE, NOT_SENT = "- Ban Thường vụ Tỉnh ủy (b/c);", "- Thường trực Hội đồng nhân dân xã;"
PLAN = "Đảng ủy các xã, phường xây dựng kế hoạch thực hiện Kết luận này trước ngày 15/02/2026."
SEND = "Đảng ủy các xã, phường ban hành kế hoạch thực hiện gửi Ban Thường vụ Tỉnh ủy trước ngày 15/02/2026."


def papers(
    folder: Path, asked: str, day: str = IN_TIME, sent: str = TO_PROVINCE, kind: str = "KẾ HOẠCH", about: str = ABOUT
) -> tuple[Document, Document]:
    parent, child = folder / "parent.txt", folder / "child.txt"
    parent.write_text(PARENT.format(asked=asked), encoding="utf-8")
    child.write_text(CHILD.format(day=day, sent=sent, kind=kind, about=about), encoding="utf-8")
    return parse(parent), parse(child)


def rows(parent: Document, child: Document) -> list[Item]:
    """The rows of the duties after the first one."""
    return list(compare(parent, child).items[1:])


# (intent, what is asked, day of the plan, recipients, status, reasons)
JUDGED = [
    ("a plan in time answers", PLAN, IN_TIME, TO_PROVINCE, "covered", ()),
    ("a plan after the day is late", PLAN, LATE, TO_PROVINCE, "partial", ("later_deadline",)),
    (
        "a plan whose day is blank does not show that it came in time",
        PLAN,
        BLANK,
        NOT_SENT,
        "partial",
        ("no_deadline",),
    ),
    ("no day asked, none missed", PLAN.replace(" trước ngày 15/02/2026", ""), LATE, NOT_SENT, "covered", ()),
    ("sent to whom it is to be sent", SEND, IN_TIME, TO_PROVINCE, "covered", ()),
    ("recipients by their initials", SEND, IN_TIME, "- BTV Tỉnh ủy;", "covered", ()),
    ("not sent", SEND, IN_TIME, NOT_SENT, "partial", ("no_report",)),
    ("late and not sent: nothing of what was asked", SEND, LATE, NOT_SENT, "missing", ()),
]


@pytest.mark.parametrize(
    ("asked", "day", "sent", "status", "reasons"), [row[1:] for row in JUDGED], ids=[row[0] for row in JUDGED]
)
def test_the_plan_itself_is_the_answer(
    tmp_path: Path, asked: str, day: str, sent: str, status: str, reasons: tuple[str, ...]
) -> None:
    parent, child = papers(tmp_path, asked, day, sent)
    (item,) = rows(parent, child)
    assert (item.status, item.reasons) == (status, reasons)
    for span in item.evidence:
        assert child.text[span.start : span.end] == child.text[span.start : span.end].strip() != ""


def test_the_reasons_quote_both_papers(tmp_path: Path) -> None:
    (item,) = rows(*papers(tmp_path, PLAN, LATE))
    assert "“trước ngày 15/02/2026”" in item.explanation
    assert "“La Vân, ngày 20 tháng 3 năm 2026”" in item.explanation


# Duties that only look like it: they go to the models.
OTHERS = [
    "Đảng ủy các xã, phường xây dựng kế hoạch tuyên truyền về kinh tế rừng.",
    "Đảng ủy các xã, phường xây dựng kế hoạch thực hiện; kiện toàn ban chỉ đạo phát triển rừng.",
    "Đảng ủy các xã, phường xây dựng kế hoạch thực hiện Nghị quyết số 99-NQ/TU.",
    "Đảng ủy các xã, phường xây dựng kế hoạch thực hiện công tác phòng cháy rừng.",
    "Đảng ủy các xã, phường báo cáo kết quả thực hiện trước ngày 15/11/2026.",
    "Đảng ủy các xã, phường xây dựng kế hoạch thực hiện, trồng 300 ha keo tại khu vực ven suối.",
    "Đảng ủy các xã, phường mở 05 lớp tập huấn trồng rừng, xây dựng kế hoạch thực hiện.",
    "Đảng ủy các xã, phường hướng dẫn các chi bộ xây dựng kế hoạch thực hiện.",
    "Đảng ủy các xã, phường xây dựng kế hoạch thực hiện có hiệu quả công tác phòng cháy rừng mùa khô.",
    "Giám sát các xã ban hành kế hoạch thực hiện Kết luận này.",
    "Sở Nông nghiệp tham mưu UBND tỉnh ban hành kế hoạch thực hiện Kết luận này.",
    "Đảng ủy các xã, phường xây dựng kế hoạch thực hiện trên địa bàn việc thu gom rác thải.",
]


@pytest.mark.parametrize("asked", OTHERS)
def test_other_duties_are_left_to_the_models(tmp_path: Path, asked: str) -> None:
    parent, child = papers(tmp_path, asked)
    assert [own_plan(requirement, parent, child) for requirement in parent.requirements] == [None] * len(
        parent.requirements
    )


@pytest.mark.parametrize(
    ("kind", "about", "answers"),
    [
        ("CHƯƠNG TRÌNH HÀNH ĐỘNG", ABOUT, True),
        ("BÁO CÁO", ABOUT, False),  # tells what was done
        ("QUYẾT ĐỊNH", ABOUT, False),
        ("KẾ HOẠCH", "tổ chức Tết trồng cây Xuân Bính Ngọ", False),  # does not say that it carries the parent out
        ("KẾ HOẠCH", "thực hiện Kết luận của Tỉnh ủy về phát triển kinh tế rừng", True),  # names it without a number
    ],
)
def test_only_a_paper_that_carries_the_parent_out_answers(tmp_path: Path, kind: str, about: str, answers: bool) -> None:
    parent, child = papers(tmp_path, PLAN, kind=kind, about=about)
    assert (own_plan(parent.requirements[1], parent, child) is not None) is answers


def test_a_sending_parted_from_the_plan_is_judged_like_it(tmp_path: Path) -> None:
    asked = "Đảng ủy các xã, phường xây dựng kế hoạch thực hiện Kết luận này, gửi Ban Thường vụ Tỉnh ủy trước ngày 15/02/2026."
    found = rows(*papers(tmp_path, asked, LATE))
    assert [item.status for item in found][-1] == "partial"
    assert any("later_deadline" in item.reasons for item in found)


def test_recipients_that_are_not_stated_prove_nothing(tmp_path: Path) -> None:
    parent, child = papers(tmp_path, SEND)
    child = replace(child, header=replace(child.header, recipients=(), date=date(2026, 1, 20)))
    found = own_plan(parent.requirements[1], parent, child)
    assert found is not None and found.faults == ()


# (line of recipients, is it or may it be the Standing Committee of the province?)
RECIPIENTS = [
    ("- Ban Thường vụ Tỉnh ủy (để báo cáo);", True),
    ("- BTV Tỉnh ủy;", True),
    ("- BTVTU, VPTU;", True),
    ("- Ban Thường vụ Đảng ủy xã;", False),  # of another level
    ("- Ban Tổ chức Tỉnh ủy;", True),  # of its level: it may be the way there
    ("- Các chi bộ trực thuộc;", False),
]


@pytest.mark.parametrize(("line", "meant"), RECIPIENTS)
def test_a_recipient_is_or_may_be_the_body(tmp_path: Path, line: str, meant: bool) -> None:
    parent, child = papers(tmp_path, SEND, sent=line)
    found = own_plan(parent.requirements[1], parent, child)
    assert found is not None
    assert [fault.reason for fault in found.faults] == ([] if meant else ["no_report"])


def test_the_file_copy_is_sent_to_nobody(tmp_path: Path) -> None:
    parent, child = papers(tmp_path, SEND, sent="- Lưu: VT;")
    found = own_plan(parent.requirements[1], parent, child)
    assert found is not None and [fault.reason for fault in found.faults] == ["no_report"]


def test_the_day_of_the_cited_parent_is_not_the_plans_own(tmp_path: Path) -> None:
    parent, child = papers(tmp_path, PLAN, BLANK)
    found = own_plan(parent.requirements[1], parent, child)
    assert found is not None
    assert [child.text[span.start : span.end] for span in found.evidence] == ["KẾ HOẠCH"]


def test_a_parent_without_number_does_not_make_every_paper_its_own(tmp_path: Path) -> None:
    asked = "Đảng ủy các xã, phường xây dựng kế hoạch thực hiện Nghị quyết số 99-NQ/TU."
    parent, child = papers(tmp_path, asked)
    blank = replace(parent, header=replace(parent.header, number=None))
    assert own_plan(parent.requirements[1], blank, child) is None
