"""A plan against its parent on tiny papers: every status and reason, with both quotes, by exact checks and by models.

What models think is fixed by hand where the test is about what the engine makes of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import log

import pytest

from audit.gap import compare
from audit.report import GapReport, Item, Reason
from models.evidence import Evidence
from models.logistic import Logistic
from models.passages import Pairing
from models.strength import VERDICT_FEATURES
from models.verdict import Opinion, VerdictModel, shipped_model
from parser.document import Document
from tests.plans import child, parent

TEACH = "Tổ chức ít nhất 04 lớp tập huấn về nếp sống văn minh"
LIST = "Rà soát danh sách hộ nghèo, hoàn thành trước ngày 30/6/2026"
FLAGS = "Treo cờ Tổ quốc tại các tuyến đường trung tâm trong dịp lễ"
ORDER = "Thực hiện nghiêm Chỉ thị số 12/CT-UBND ngày 05/3/2025 của Ủy ban nhân dân tỉnh"
DRAINS = "Phát quang bụi rậm, khơi thông cống rãnh trước mùa mưa"
MONTHLY = "Tổ chức vệ sinh đường làng, ngõ xóm hằng tháng"
ALL = (TEACH, LIST, FLAGS, ORDER, DRAINS, MONTHLY)


def constant(chance: float) -> Logistic:
    zeros, ones = (0.0,) * len(VERDICT_FEATURES), (1.0,) * len(VERDICT_FEATURES)
    return Logistic(VERDICT_FEATURES, zeros, ones, zeros, log(chance / (1 - chance)))


def model(missing: float, partial: float) -> VerdictModel:
    return replace(shipped_model(), missing=constant(missing), partial=constant(partial))


SURE = model(0.03, 0.03)
THIN = model(0.05, 0.9)
GONE = model(0.95, 0.5)


def one(asked: str, said: str, opinion: VerdictModel = SURE) -> Item:
    """The verdict on `asked` in a plan that says `said`."""
    report = compare(parent(asked), child(said), model=opinion)
    assert len(report.items) == 1, [item.requirement.quote for item in report.items]
    return report.items[0]


def test_a_copy_is_covered_and_an_empty_plan_misses_everything() -> None:
    """With the installed weights: the two ends that no retraining may move."""
    above = parent(*ALL)
    whole = compare(above, child(*ALL))
    assert [item.status for item in whole.items] == ["covered"] * len(ALL)
    assert whole.totals()["coverage"] == 1.0
    nothing = compare(above, child("Chăm sóc vườn hoa trước trụ sở"))
    assert [item.status for item in nothing.items] == ["missing"] * len(ALL)
    assert nothing.totals()["coverage"] == 0.0


EXACT: list[tuple[str, str, Reason]] = [
    (TEACH, "Tổ chức ít nhất 02 lớp tập huấn về nếp sống văn minh", "weaker_target"),
    (LIST, "Rà soát danh sách hộ nghèo, hoàn thành trước ngày 30/9/2026", "later_deadline"),
    (MONTHLY, "Tổ chức vệ sinh đường làng, ngõ xóm hằng quý", "later_deadline"),
    (ORDER, "Thực hiện nghiêm Chỉ thị số 21/CT-UBND ngày 05/3/2025 của Ủy ban nhân dân tỉnh", "wrong_citation"),
]


@pytest.mark.parametrize(("asked", "said", "reason"), EXACT, ids=[f"{row[2]}-{row[1][:20]}" for row in EXACT])
def test_exact_shortfalls_decide_whatever_the_model_thinks(asked: str, said: str, reason: Reason) -> None:
    item = one(asked, said)
    assert (item.status, item.reasons) == ("partial", (reason,))
    fault = item.faults[0]
    assert fault.asked in asked
    assert fault.said in said
    assert fault.asked in item.explanation
    assert fault.said in item.explanation


THIN_ROWS: list[tuple[str, str, tuple[Reason, ...], str]] = [
    ("Rà soát danh sách hộ nghèo trước ngày 30/6/2026", "Rà soát danh sách hộ nghèo", ("no_deadline",), "trước ngày 30/6/2026"),
    (TEACH, "Tổ chức các lớp tập huấn về nếp sống văn minh", ("weaker_target",), "ít nhất 04 lớp"),
    (FLAGS, "Khuyến khích treo cờ Tổ quốc tại các tuyến đường trung tâm trong dịp lễ", ("weaker_target",), "Khuyến khích"),
    (DRAINS, "Phát quang bụi rậm hai bên đường", ("incomplete",), "khơi thông cống rãnh trước mùa mưa"),
    (FLAGS, FLAGS, ("incomplete",), "chưa đủ"),  # nothing exact explains it: the sentence says no more than is known
]  # fmt: skip


@pytest.mark.parametrize(("asked", "said", "reasons", "told"), THIN_ROWS, ids=[row[1][:40] for row in THIN_ROWS])
def test_thin_answers_are_explained(asked: str, said: str, reasons: tuple[Reason, ...], told: str) -> None:
    item = one(asked, said, THIN)
    assert (item.status, item.reasons) == ("partial", reasons)
    assert told in item.explanation


def test_covered_shows_its_evidence() -> None:
    above, plan = parent(FLAGS), child(FLAGS, DRAINS)
    item = compare(above, plan, model=SURE).items[0]
    assert item.status == "covered"
    assert plan.text[item.evidence[0].start : item.evidence[0].end] == FLAGS
    assert item.faults == ()


def test_missing_shows_at_most_a_near_miss() -> None:
    item = one(FLAGS, "Treo cờ Tổ quốc tại các hộ gia đình trong dịp lễ", GONE)
    assert item.status == "missing"
    assert len(item.evidence) == 1
    assert "đoạn gần nhất" in item.explanation
    far = one(FLAGS, "Chăm sóc vườn hoa trước trụ sở", GONE)
    assert (far.status, far.evidence) == ("missing", ())


def test_words_in_the_purpose_alone_are_told_to_be_so() -> None:
    plan = child("Chăm sóc vườn hoa trước trụ sở", purpose=FLAGS + ".")
    item = compare(parent(FLAGS), plan).items[0]
    assert item.status == "missing"
    assert "mục đích" in item.explanation


def test_duties_of_others_are_not_applicable_with_their_reason() -> None:
    above = parent(FLAGS, lead="Sở Văn hóa, Thể thao và Du lịch")
    item = compare(above, child(FLAGS), model=SURE).items[0]
    assert (item.status, item.reasons, item.score) == ("not_applicable", (), 1.0)
    assert (item.p_missing, item.p_gap, item.needs_review) == (0.0, 0.0, False)
    abolished = compare(parent(FLAGS, lead="Ủy ban nhân dân các huyện"), child(FLAGS), model=SURE).items[0]
    assert abolished.reasons == ("level_abolished",)


def test_level_can_be_overridden() -> None:
    report = compare(parent(FLAGS), child(FLAGS), level="province", model=SURE)
    assert report.level == "province"
    assert report.items[0].status == "not_applicable"
    assert compare(parent(FLAGS), child(FLAGS), model=SURE).level == "commune"


def test_rows_near_the_border_want_a_human() -> None:
    assert one(FLAGS, FLAGS, model(0.4, 0.4)).needs_review
    assert not one(FLAGS, FLAGS, SURE).needs_review
    assert not one(FLAGS, FLAGS, GONE).needs_review


@pytest.mark.parametrize("opinion", [SURE, THIN, GONE, model(0.4, 0.4)], ids=["sure", "thin", "gone", "border"])
def test_probabilities_are_probabilities(opinion: VerdictModel) -> None:
    report = compare(parent(*ALL), child(*ALL[:3], "Phát quang bụi rậm"), model=opinion)
    for item in report.items:
        for chance in (item.score, item.p_missing, item.p_gap):
            assert 0.0 <= chance <= 1.0
        assert item.p_gap >= item.p_missing - 1e-9


def test_own_additions_of_the_plan_are_listed() -> None:
    own = "Xây dựng tủ sách pháp luật tại nhà văn hóa các thôn"
    plan = child(FLAGS, own)
    report = compare(parent(FLAGS), plan)
    assert own in [plan.text[span.start : span.end] for span in report.extra]
    assert FLAGS not in [plan.text[span.start : span.end] for span in report.extra]


def test_a_second_reader_has_the_last_word() -> None:
    class Stern:
        """Finds nothing anywhere."""

        version = "thử"

        def reread(self, pairing: Pairing, opinion: Opinion, rows: Sequence[int]) -> Opinion:
            assert isinstance(opinion.evidence, Evidence)
            return replace(opinion, p_missing=opinion.p_missing * 0 + 0.99)

    report = compare(parent(*ALL), child(*ALL), model=SURE, reader=Stern())
    assert {item.status for item in report.items} == {"missing"}


def test_no_requirements_no_rows() -> None:
    report = compare(parent(FLAGS), child(FLAGS), requirements=())
    assert (report.items, report.rows_to_read(), report.totals()["coverage"]) == ((), 0, 1.0)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Tổ chức tuần tra ban đêm tại các điểm đông người", True),  # nobody is named
        ("Công an xã tổ chức tuần tra ban đêm tại các điểm đông người", False),  # the body is named again
    ],
)
def test_a_thin_answer_that_names_nobody_says_so(said: str, expected: bool) -> None:
    item = one("Công an xã tổ chức tuần tra ban đêm tại các điểm đông người", said, THIN)
    assert ("no_owner" in item.reasons) is expected
    if expected:
        assert "Công an xã" in item.explanation


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Tổ chức tuần tra ban đêm tại các điểm đông người", True),  # patrols, but tells nobody
        ("Tuần tra ban đêm tại các điểm đông người, gửi kết quả về Công an huyện", False),
        ("Tuần tra ban đêm; hằng tháng báo cáo kết quả", False),
    ],
)
def test_a_thin_answer_that_reports_nothing_says_so(said: str, expected: bool) -> None:
    asked = "Báo cáo kết quả tuần tra ban đêm tại các điểm đông người về Công an huyện trước ngày 20 hằng tháng"
    item = one(asked, said, THIN)
    assert ("no_report" in item.reasons) is expected
    if expected:
        assert f"Cấp trên yêu cầu “{asked}”, kế hoạch không ghi việc báo cáo." in item.explanation


def report_of(*chances: float) -> GapReport:
    item = one(FLAGS, FLAGS)
    items = tuple(replace(item, p_gap=chance) for chance in chances)
    empty: Document = child(FLAGS)
    return GapReport(empty, empty, None, items, (), "0")


READING: list[tuple[tuple[float, ...], float, int]] = [
    ((), 0.95, 0),
    ((0.0, 0.0), 0.95, 0),  # nothing to be expected, nothing to be read
    ((1.0, 0.0, 0.0), 0.95, 1),
    ((0.0, 0.0, 1.0), 0.95, 1),  # likeliest first, wherever they stand
    ((1.0, 1.0), 0.95, 2),
    ((1.0, 1.0), 0.5, 1),
    ((0.9, 0.05, 0.05), 0.9, 1),
    ((0.25, 0.25, 0.25, 0.25), 0.95, 4),
    ((0.25, 0.25, 0.25, 0.25), 0.5, 2),
]


@pytest.mark.parametrize(("chances", "share", "expected"), READING)
def test_rows_to_read(chances: tuple[float, ...], share: float, expected: int) -> None:
    assert report_of(*chances).rows_to_read(share) == expected
