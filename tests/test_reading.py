"""The reader of meanings: what it is shown, what it makes of the answers, which rows it may touch."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from math import log
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.gap import compare
from models.logistic import Logistic
from models.passages import pair_up
from models.reading.impressions import IMPRESSIONS, PASSAGES, impressions
from models.reading.learn.copies import Contrast, copies, weakened, without_bearer
from models.reading.reader import MeaningReader, ReaderModel, best_passages, shipped_reader
from models.reading.text import ReadPair, read_pair
from models.strength import VERDICT_FEATURES
from models.verdict import opine, shipped_model
from tests.plans import child, parent

TEACH = "Tập huấn an toàn thực phẩm cho hộ kinh doanh ăn uống"
DRAINS = "Phát quang bụi rậm, khơi thông cống rãnh trước mùa mưa"
SAID = "Mở lớp hướng dẫn giữ vệ sinh thức ăn cho chủ quán cơm, quán nước"
DECOY = "Tập huấn phòng cháy, chữa cháy cho hộ kinh doanh ăn uống"
ALL_NAMES = (*VERDICT_FEATURES, *IMPRESSIONS)


class Fixed:
    """A network that knows its answers: passages with one of `good` cover, all others miss."""

    def __init__(self, *good: str) -> None:
        self.good, self.asked = good or ("-",), list[ReadPair]()

    def read(self, pairs: Sequence[ReadPair]) -> Any:
        self.asked += pairs
        rows = [(0.96, 0.02, 0.02) if pair.passage.endswith(self.good) else (0.02, 0.02, 0.96) for pair in pairs]
        return np.array(rows).reshape(-1, 3)


def listening(name: str, weight: float, intercept: float = 0.0) -> Logistic:
    """A model that looks at one impression only."""
    count = len(ALL_NAMES)
    weights = tuple(weight if other == name else 0.0 for other in ALL_NAMES)
    return Logistic(ALL_NAMES, (0.0,) * count, (1.0,) * count, weights, intercept)


TRUSTING = ReaderModel("thử", listening("read_least_missing", 1.0), listening("read_least_missing", 0.0, -4.0))


def constant(chance: float) -> Logistic:
    count = len(VERDICT_FEATURES)
    return Logistic(VERDICT_FEATURES, (0.0,) * count, (1.0,) * count, (0.0,) * count, log(chance / (1 - chance)))


def reader(*good: str) -> tuple[MeaningReader, Fixed]:
    network = Fixed(*good)
    return MeaningReader(network, TRUSTING), network  # type: ignore[arg-type]


UNSURE = replace(shipped_model(), missing=constant(0.5), partial=constant(0.05))
SURELY_THERE = replace(shipped_model(), missing=constant(0.01), partial=constant(0.05))


def test_a_paraphrase_that_words_do_not_see_is_found_and_shown_first() -> None:
    who, _ = reader(SAID)
    plan = child(DECOY, SAID, DRAINS)
    item = compare(parent(TEACH), plan, model=UNSURE, reader=who).items[0]
    assert item.status == "covered"
    assert plan.text[item.evidence[0].start : item.evidence[0].end] == SAID


def test_a_decoy_with_the_same_words_is_no_answer() -> None:
    who, _ = reader()
    item = compare(parent(TEACH), child(DECOY, DRAINS), model=UNSURE, reader=who).items[0]
    assert item.status == "missing"


def test_sure_rows_and_rows_that_do_not_bind_are_not_read() -> None:
    who, network = reader()
    compare(parent(TEACH, DRAINS), child(SAID), model=SURELY_THERE, reader=who)
    assert network.asked == []
    school = child(SAID, issuer="TRƯỜNG TIỂU HỌC\nĐỒNG LẠC")
    compare(parent(TEACH), school, level="grassroots", model=UNSURE, reader=who)
    assert network.asked == []


def test_a_report_names_its_reader_and_says_when_there_was_none() -> None:
    who, _ = reader()
    assert compare(parent(TEACH), child(SAID), reader=who).reader == "thử"
    assert compare(parent(TEACH), child(SAID)).reader is None


def test_the_best_passages_are_few_and_none_inside_another() -> None:
    above, plan = parent(TEACH), child(*(f"{SAID} đợt {number}. {DECOY} đợt {number}" for number in range(9)))
    pairing = pair_up(above, plan, above.requirements)
    chosen = best_passages(pairing, opine(pairing, shipped_model()).evidence, 0)
    spans = [(pairing.passages[at].start, pairing.passages[at].end) for at in chosen]
    assert len(chosen) == PASSAGES
    assert not any(a != b and a[0] <= b[0] and b[1] <= a[1] for a in spans for b in spans)


def test_the_reader_sees_heading_and_lead_in() -> None:
    above, plan = parent(TEACH), child(SAID, lead="Trạm Y tế")
    pairing = pair_up(above, plan, above.requirements)
    at = next(i for i, p in enumerate(pairing.passages) if SAID in plan.text[p.start : p.end])
    asked = read_pair(pairing, 0, at)
    assert asked.requirement == TEACH and asked.sides[0].startswith(asked.title)
    assert "Trạm Y tế" in asked.sides[1] and asked.sides[1].endswith(SAID)


def test_without_any_passage_nothing_answers() -> None:
    found = dict(zip(IMPRESSIONS, impressions(np.zeros((0, 3)), []), strict=True))
    assert found["read_least_missing"] > 0


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=PASSAGES))
def test_impressions_are_finite_whatever_the_network_says(answers: list[tuple[float, float, float]]) -> None:
    found = impressions(np.array(answers), [-1.0 * i for i in range(len(answers))])
    assert len(found) == len(IMPRESSIONS)
    assert np.isfinite(found).all()


# (requirement, what a weakened copy may not hold any more)
WEAKER = [
    ("Bảo đảm 95% hộ dân phân loại rác tại nguồn", "95%"),
    ("Hoàn thành rà soát trước ngày 15/11/2026", "15/11/2026"),
    ("Hoàn thành rà soát trước ngày 30/12/2026", "/2026"),  # the year turns
    ("Tổ chức ít nhất 04 buổi tuyên truyền", "04"),
]


@pytest.mark.parametrize(("requirement", "gone"), WEAKER)
def test_a_weakened_copy_differs_in_its_figure_or_day_alone(requirement: str, gone: str) -> None:
    weaker = weakened(requirement, random.Random(3))
    assert weaker is not None and gone not in weaker
    assert weaker.split()[0] == requirement.split()[0]


@pytest.mark.parametrize(
    "requirement",
    ["Tuyên truyền nếp sống văn minh", "Giảm tỷ lệ hộ nghèo còn không quá 3%"],  # no figure; a cap is not weakened so
)
def test_what_has_no_figure_to_lower_is_left_alone(requirement: str) -> None:
    assert weakened(requirement, random.Random(3)) is None


def test_copies_leave_off_the_bearer_and_teach_all_three_labels() -> None:
    assert without_bearer("Ủy ban nhân dân các xã tổ chức 02 hội thi") == "Tổ chức 02 hội thi"
    passages = (("covered", "paraphrase", SAID, ""),)
    two = [Contrast(str(n), "y tế", f"UBND xã tổ chức ít nhất 0{n} lớp", "", passages) for n in (4, 6)]
    found = list(copies(two, random.Random(1)))
    assert {label for _, label in found} == {"covered", "partial", "missing"}


@pytest.mark.skipif(shipped_reader() is None, reason="cần gói phụ reader (onnxruntime, tokenizers)")
class TestInstalled:
    """The shipped network on sentences of our own: the order of chances, not their values."""

    # requirement, a passage that says the same in other words, a passage with its words about something else
    PAIRS = (
        ("Tổ chức tập huấn kiến thức an toàn thực phẩm cho 100% chủ hộ kinh doanh thức ăn đường phố, hoàn thành trước ngày 30/6/2026.", "Trạm Y tế mở lớp phổ biến quy định vệ sinh thức ăn cho toàn bộ người bán hàng ăn vỉa hè, xong trong tháng 5/2026.", "Tổ chức tập huấn kiến thức phòng cháy, chữa cháy cho 100% chủ hộ kinh doanh thức ăn đường phố, hoàn thành trước ngày 30/6/2026."),
        ("Rà soát, lập danh sách hộ nghèo, hộ cận nghèo có trẻ em bỏ học trên địa bàn, báo cáo trước ngày 15/9/2026.", "Phòng Văn hóa - Xã hội nắm lại các gia đình nghèo, cận nghèo có con nghỉ học giữa chừng, gửi danh sách trước 10/9/2026.", "Rà soát, lập danh sách hộ kinh doanh có nợ thuế trên địa bàn, báo cáo trước ngày 15/9/2026."),
        ("Tiêm phòng vắc xin dại cho tối thiểu 80% đàn chó, mèo nuôi trên địa bàn xã trong quý II/2026.", "Phòng Kinh tế phối hợp các thôn đưa ít nhất 85% chó, mèo đi tiêm ngừa bệnh dại, xong trước 30/6/2026.", "Tuyên truyền về bệnh dại tới tối thiểu 80% hộ nuôi chó, mèo trên địa bàn xã trong quý II/2026."),
        ("Thăm, tặng quà 100% gia đình liệt sĩ, thương binh nhân dịp 27/7/2026.", "Ủy ban Mặt trận cùng Hội Cựu chiến binh xã đến từng nhà người có công trao quà dịp Ngày Thương binh - Liệt sĩ.", "Thăm, tặng quà 100% trẻ em mồ côi, khuyết tật nhân dịp Tết Trung thu 2026."),
        ("Bồi dưỡng kỹ năng số cho cán bộ Hội Phụ nữ các chi hội, mỗi năm ít nhất 02 lớp.", "Hội LHPN xã mở mỗi năm 02 lớp hướng dẫn chi hội trưởng dùng phần mềm, dịch vụ công trực tuyến.", "Bồi dưỡng kỹ năng bán hàng cho hội viên phụ nữ khởi nghiệp, mỗi năm ít nhất 02 lớp."),
        ("Lắp đặt camera an ninh tại 100% nhà văn hóa thôn, hoàn thành trước ngày 31/12/2026.", "Đến hết năm 2026, Công an xã cùng các thôn gắn xong mắt quan sát ở tất cả các nhà văn hóa.", "Lắp đặt đèn chiếu sáng tại 100% nhà văn hóa thôn, hoàn thành trước ngày 31/12/2026."),
    )  # fmt: skip

    def test_paraphrases_answer_better_than_decoys(self) -> None:
        from models.reading.network import shipped_network

        asked = [ReadPair(duty, "", said, "") for duty, *both in self.PAIRS for said in both]
        found = shipped_network().read(asked)
        right = [found[i][2] < found[i + 1][2] for i in range(0, len(found), 2)]
        assert sum(right) >= 5, found.round(2)  # words alone get all six wrong
        assert np.allclose(found.sum(axis=1), 1, atol=1e-3)

    def test_long_texts_are_cut_not_refused(self) -> None:
        from models.reading.network import shipped_network

        found = shipped_network().read([ReadPair("a " * 5000, "b " * 5000, "c " * 5000, "d"), ReadPair("", "", "", "")])
        assert found.shape == (2, 3) and np.isfinite(found).all()

    def test_one_text_one_answer(self) -> None:
        who = shipped_reader()
        assert who is not None
        first, second = (compare(parent(TEACH), child(DECOY, SAID), reader=who).items[0].p_missing for _ in range(2))
        assert first == second
