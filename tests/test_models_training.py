"""Training and measuring on three tiny sets: the same every time, without what is measured, with clear refusals."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from audit.evaluation import Evaluation, Row, changes, check_rates, evaluate, said_with, threshold_curve
from audit.measured import changes_since, details, last_run, measured
from corpus.errors import UsageError
from models.baselines import BASELINES, Cut, learn_cut, scores
from models.dataset import Finder, LabelledPair, load_sets
from models.evaluation import folds, training_pairs
from models.training import leave_one_out, train
from reports.evaluation import evaluation_json, evaluation_text
from tests.sets import write_sets


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sets(tmp_path_factory.mktemp("sets"))


@pytest.fixture(scope="module")
def pairs(folder: Path) -> tuple[LabelledPair, ...]:
    return load_sets(folder)


@pytest.fixture(scope="module")
def evaluation(pairs: tuple[LabelledPair, ...]) -> Evaluation:
    return evaluate(pairs)


def test_sets_are_read_with_gold_on_our_text(pairs: tuple[LabelledPair, ...]) -> None:
    assert [(p.set_name, p.child_name) for p in pairs][:2] == [("books", "full.txt"), ("books", "thin.txt")]
    assert len(pairs) == 6
    for pair in pairs:
        assert len(pair.verdicts) == len(pair.pairing.wanted) == 3
        for verdict in pair.verdicts:
            assert verdict is not None
            assert bool(verdict.evidence) == (verdict.label != "missing")
    late = pairs[1].verdicts[0]
    assert late is not None
    start, end = late.evidence[0]
    assert "30/9/2026" in pairs[1].pairing.child.text[start:end]


def test_training_is_reproducible(pairs: tuple[LabelledPair, ...], folder: Path) -> None:
    again = train(load_sets(folder))
    assert json.dumps(train(pairs).to_json()) == json.dumps(again.to_json())


def test_version_tells_the_labels_apart(pairs: tuple[LabelledPair, ...]) -> None:
    assert train(pairs).version != train(pairs[:4]).version


def test_held_out_parent_is_nowhere_in_the_rest(pairs: tuple[LabelledPair, ...]) -> None:
    for held, rest in leave_one_out(pairs):
        assert {p.set_name for p in held}.isdisjoint(p.set_name for p in rest)
        assert len(held) + len(rest) == len(pairs)


def test_folds_learn_without_the_parent(pairs: tuple[LabelledPair, ...]) -> None:
    found = list(folds(pairs))
    assert [fold.held[0].set_name for fold in found] == ["books", "flags", "roads"]
    assert len({fold.model.version for fold in found}) == 3
    rest = [pair for pair in pairs if pair.set_name != "books"]
    assert found[0].model == train(rest)


FOUND: list[tuple[str, str, str | None]] = [
    ("Treo cờ\ntại các thôn.", "Treo cờ tại các thôn", "Treo cờ\ntại các thôn"),  # a joined line
    ("Treo cờ tại các thôn.", "treo cờ  tại các thôn;", "Treo cờ tại các thôn"),  # case, spaces, end mark
    ("Treo cờ tại các thôn.", "Hạ cờ tại các xã", None),
    ("Treo cờ tại các thôn.", "", None),
    ("Phạt người đổ rác theo Nghị định số 45.", "Phạt người đổ rác theo Nghị\n\n2\n\nđịnh số 45", "Phạt người đổ rác theo Nghị định số 45"),  # a dropped page number
    ("a) Treo cờ ở thôn. b) Treo cờ ở thôn.", "Treo cờ ở thôn", "Treo cờ ở thôn"),  # the first of several
    ("Rà soát danh sách hộ nghèo trên địa bàn.", "Rà soát danh sách hộ nghèo trên 3 địa bàn", "Rà soát danh sách hộ nghèo"),
    ("Rà soát danh sách hộ nghèo trên địa bàn.", "Rà 3 soát danh sách hộ nghèo trên địa bàn", "danh sách hộ nghèo trên địa bàn"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote", "expected"), FOUND, ids=[f"{i}-{row[1]}" for i, row in enumerate(FOUND)])
def test_quotes_are_found_by_their_letters(text: str, quote: str, expected: str | None) -> None:
    found = Finder(text).find(quote)
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert expected in text[found[0] : found[1]] or text[found[0] : found[1]] in expected


def test_baselines_score_a_copy_highest(pairs: tuple[LabelledPair, ...]) -> None:
    full, thin = pairs[0], pairs[1]
    for baseline in BASELINES:
        found, less = scores(full, baseline), scores(thin, baseline)
        assert ((found >= 0) & (found <= 1 + 1e-9)).all()
        assert found[0] > 0.5 > less[1]


def test_cut_is_learned_from_rows() -> None:
    cut = learn_cut([(0.1, "missing"), (0.2, "missing"), (0.5, "partial"), (0.6, "partial"), (0.9, "covered")])
    assert [cut.status(score) for score in (0.15, 0.55, 0.95)] == ["missing", "partial", "covered"]
    assert Cut(0.3, 0.3).status(0.3) == "covered"


def test_every_label_gets_a_row(evaluation: Evaluation) -> None:
    assert len(evaluation.rows) == 18
    assert len({row.key for row in evaluation.rows}) == 18
    assert len(evaluation.foreseen) == 6
    late = [row for row in evaluation.rows if row.gold == "partial"]
    assert all(row.exact and row.checks == ("later_day",) for row in late)


def test_requirements_of_the_parser_are_matched_to_gold(evaluation: Evaluation) -> None:
    assert sum(row.gold != "none" for row in evaluation.alone) == 18
    assert not [row for row in evaluation.alone if row.said == "none"]


def test_gaps_on_no_gold_requirement_are_counted(pairs: tuple[LabelledPair, ...]) -> None:
    """Gold duties set aside: what the parser finds there becomes a gap on no requirement."""
    thin = pairs[1]
    bare = replace(thin, pairing=replace(thin.pairing, wanted=thin.pairing.wanted[:1]), verdicts=thin.verdicts[:1])
    found = evaluate([pairs[0], bare, *pairs[2:]])
    idle = [row for row in found.alone if row.gold == "none"]
    assert {row.child_name for row in idle} <= {"thin.txt"}
    assert all(row.said in ("missing", "partial") for row in idle)
    assert sum(matrix.sum() for matrix in found.matrices_alone()) == len(found.alone)


def test_the_engine_says_what_the_thresholds_in_force_say(evaluation: Evaluation) -> None:
    facts = measured(evaluation)
    now = facts["thresholds"]
    for row in evaluation.rows:
        assert said_with(row, now["missing"], now["partial"]) == row.said
        assert said_with(row, 0.0, 0.0) == "missing"
        assert said_with(row, 1.1, 1.1) == ("partial" if row.exact else "covered")
    here = next(p for p in facts["curve"] if (p["missing"], p["partial"]) == (now["missing"], now["partial"]))
    assert here["missing_f1"] == facts["figures"]["missing_f1"]
    assert len(threshold_curve(evaluation, (0.2, 0.4), (0.3, 0.5, 0.7))) == 6


def test_checks_are_counted_by_label(evaluation: Evaluation) -> None:
    rates = check_rates(evaluation.rows)
    assert rates["later_day"] == {"covered": (0, 9), "partial": (3, 3), "missing": (0, 6)}
    assert measured(evaluation)["checks"]["later_day"]["decides"]
    assert not measured(evaluation)["checks"]["softened"]["decides"]


def row(gold: str, said: str, key: str = "R1") -> Row:
    return Row(
        "set", "plan.txt", key, "Treo cờ", gold, said, False, 0.1, 0.1, 0.2, False, (), {"tfidf": said, "bm25": said}
    )


CHANGES: list[tuple[str, str, str, str]] = [
    ("missing", "covered", "missing", "gained"),
    ("missing", "missing", "covered", "lost"),
    ("missing", "covered", "partial", ""),  # wrong before and after
    ("missing", "missing", "missing", ""),
]


@pytest.mark.parametrize(("gold", "before", "now", "kind"), CHANGES)
def test_changes_since_the_last_run(gold: str, before: str, now: str, kind: str) -> None:
    changed = row(gold, now)
    gained, lost = changes([changed], {"verdicts": {changed.key: before}})
    assert [len(gained), len(lost)] == [int(kind == "gained"), int(kind == "lost")]
    assert changes([changed], {}) == ([], []), "rows unknown to the last run are no change"


def test_text_and_json_say_the_same(evaluation: Evaluation, tmp_path: Path) -> None:
    facts = measured(evaluation)
    saved = tmp_path / "last.json"
    assert last_run(saved) == {}
    saved.write_bytes(evaluation_json(facts))
    assert last_run(saved) == facts
    assert changes_since(evaluation, last_run(saved)) == {"gained": [], "lost": []}
    text = evaluation_text(facts, None)
    assert "3 văn bản cấp trên, 6 kế hoạch, 18 nhãn" in text
    assert f"{facts['figures']['missing_f1']:.3f}".replace(".", ",") in text
    flipped = {**facts, "verdicts": {**facts["verdicts"], evaluation.rows[0].key: "not_applicable"}}
    changed = changes_since(evaluation, flipped)
    assert [len(changed["gained"]), len(changed["lost"])] == [
        int(evaluation.rows[0].said == evaluation.rows[0].gold),
        0,
    ]
    assert "Đúng thêm so với lần chạy trước: 1" in evaluation_text(facts, changed)
    many = {"gained": [changed["gained"][0]] * 25, "lost": []}
    assert "và 5 dòng nữa" in evaluation_text(facts, many)
    assert len(details(evaluation)["rows"]) == 18


def test_shared_pair_features_are_computed_once(pairs: tuple[LabelledPair, ...]) -> None:
    assert pairs[0].table is pairs[0].table
    assert np.isfinite(pairs[0].table).all()


def test_demo_is_never_trained_on(tmp_path: Path) -> None:
    write_sets(tmp_path)
    (tmp_path / "roads").rename(tmp_path / "demo")
    assert {pair.set_name for pair in training_pairs(tmp_path)} == {"flags", "books"}


def test_no_sets_and_too_few_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Không có bộ mẫu"):
        training_pairs(tmp_path)
    write_sets(tmp_path, ("flags",))
    with pytest.raises(UsageError, match="ít nhất 2"):
        training_pairs(tmp_path)
    write_sets(tmp_path, ("roads",))
    with pytest.raises(UsageError, match="ít nhất 3"):
        training_pairs(tmp_path, least=3)


def test_a_parent_with_nothing_but_doubtful_labels_teaches_nothing(pairs: tuple[LabelledPair, ...]) -> None:
    doubtful = [
        replace(pair, verdicts=tuple(v and replace(v, doubtful=True) for v in pair.verdicts)) for pair in pairs[:2]
    ]
    assert train([*doubtful, *pairs[2:]]).missing != train(pairs).missing
