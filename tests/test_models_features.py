"""Features of requirement × passage on tiny papers: shares are shares, the same words are wholly said."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.evidence import ROW_FEATURES, weigh
from models.features import PAIR_FEATURES, pair_features
from models.passages import Pairing, pair_up
from models.strength import VERDICT_FEATURES, best_unit, member_shares, verdict_features
from models.verdict import opine, shipped_model
from tests.plans import child, parent

SHARES = [
    PAIR_FEATURES.index(name)
    for name in (
        "said", "said_with_context", "pairs_said", "triples_said", "asked", "share_unsaid", "figures_said", "act_said",
        "length_ratio", "said_and_asked", "said_in_runs",
    )
]  # fmt: skip
FLAGS = "Treo cờ Tổ quốc tại 100% hộ gia đình trong dịp lễ"
ROADS = "Tổ chức ít nhất 02 đợt phát quang đường liên thôn"
LOANS = "Rà soát, thẩm định danh sách hộ nghèo vay vốn chăn nuôi"


def pairing(wanted: tuple[str, ...], said: tuple[str, ...], **facts: str) -> Pairing:
    above = parent(*wanted)
    return pair_up(above, child(*said, **facts), above.requirements)


def column(pair: Pairing, words: str) -> int:
    text = pair.child.text
    return next(i for i, p in enumerate(pair.passages) if text[p.start : p.end] == words)


@pytest.fixture(scope="module")
def both() -> Pairing:
    return pairing((FLAGS, ROADS, LOANS), (FLAGS, "Phát quang bụi rậm hai bên đường vào nghĩa trang"))


def test_all_shares_are_shares(both: Pairing) -> None:
    table = pair_features(both)
    assert table.shape == (3, len(both.passages), len(PAIR_FEATURES))
    assert (table[:, :, SHARES] >= 0).all()
    assert (table[:, :, SHARES] <= 1 + 1e-9).all()
    assert np.isfinite(table).all()


def test_the_same_words_are_wholly_said(both: Pairing) -> None:
    values = dict(zip(PAIR_FEATURES, pair_features(both)[0, column(both, FLAGS)], strict=True))
    for name in ("said", "said_with_context", "pairs_said", "triples_said", "asked", "figures_said", "act_said"):
        assert values[name] == pytest.approx(1.0), name
    for name in ("rarest_unsaid", "three_rarest_unsaid", "share_unsaid"):
        assert values[name] == 0.0, name


def test_a_passage_of_other_words_says_less(both: Pairing) -> None:
    table, near = pair_features(both), column(both, "Phát quang bụi rậm hai bên đường vào nghĩa trang")
    said = PAIR_FEATURES.index("said")
    assert table[1, near, said] > table[0, near, said]
    assert table[1, near, PAIR_FEATURES.index("figures_said")] == 0.0


@given(st.lists(st.sampled_from((FLAGS, ROADS, LOANS)), min_size=1, max_size=4))
def test_order_and_repetition_of_the_plan_keep_features_in_bounds(said: list[str]) -> None:
    pair = pairing((ROADS,), tuple(said))
    table = pair_features(pair)
    assert (table[:, :, SHARES] <= 1 + 1e-9).all()
    assert (ROADS in said) == bool((table[0, :, PAIR_FEATURES.index("triples_said")] > 0.999).any())


def test_bearers_named_by_the_parent_are_no_words_to_be_said() -> None:
    pair = pairing(("Ủy ban nhân dân các xã, phường phát quang đường liên thôn",), (ROADS,))
    assert "ủy" not in pair.wanted[0].words
    assert "quang" in pair.wanted[0].words


def test_purpose_commits_to_nothing() -> None:
    pair = pairing((FLAGS,), (ROADS,), purpose=FLAGS + ".")
    assert not pair.passages[column(pair, FLAGS + ".")].commits
    assert pair.passages[column(pair, ROADS)].commits
    assert "cờ" not in pair.committed_words


def test_evidence_ranks_the_answer_first_and_purpose_never(both: Pairing) -> None:
    found = weigh(both, shipped_model().pair)
    assert found.rows.shape == (3, len(ROW_FEATURES))
    assert int(found.order[0, 0]) == column(both, FLAGS)
    idle = pairing((FLAGS,), (ROADS,), purpose=FLAGS + ".")
    assert int(weigh(idle, shipped_model().pair).order[0, 0]) != column(idle, FLAGS + ".")


def test_known_pair_features_give_the_same_evidence(both: Pairing) -> None:
    model = shipped_model().pair
    assert np.array_equal(weigh(both, model).rows, weigh(both, model, pair_features(both)).rows)


def test_verdict_features_are_finite_and_named(both: Pairing) -> None:
    rows, found = verdict_features(both, weigh(both, shipped_model().pair))
    assert rows.shape == (3, len(VERDICT_FEATURES))
    assert np.isfinite(rows).all()
    assert len(found) == 3


def test_shares_of_members() -> None:
    pair = pairing(("Phát quang bụi rậm, khơi thông cống rãnh",), ("Phát quang bụi rậm ven đường",))
    evidence = weigh(pair, shipped_model().pair)
    cut, drains = member_shares(pair, evidence, 0)
    assert cut == pytest.approx(1.0)
    assert drains == 0.0
    number = best_unit(pair, evidence, 0)
    assert number is not None
    assert "ven đường" in pair.child.text[pair.child.units[number].start : pair.child.units[number].end]


def test_nothing_asked_and_nothing_said() -> None:
    above, plan = parent(FLAGS), child(FLAGS)
    nothing_asked = opine(pair_up(above, plan, ()), shipped_model())
    assert len(nothing_asked.p_missing) == 0
    pair = pair_up(above, plan, above.requirements)
    silent = Pairing(above, plan, pair.wanted, (), pair.rarity, frozenset())
    assert len(opine(silent, shipped_model()).p_missing) == len(above.requirements)
