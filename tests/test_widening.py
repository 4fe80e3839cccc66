"""Requirements joined with their neighbours: which are joined, what their label is, what a passage alone answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.dataset import Label, LabelledPair, Verdict, load_sets
from models.evaluation import further_pairs, long_names, split_reader_sets
from models.training import train
from models.widening import widened
from tests.sets import write_sets


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> tuple[LabelledPair, ...]:
    return load_sets(write_sets(tmp_path_factory.mktemp("sets")))


def test_neighbours_of_one_label_are_joined_to_a_long_requirement(pairs: tuple[LabelledPair, ...]) -> None:
    full = next(p for p in pairs if p.child_name == "full.txt")
    wide = widened(full)
    assert wide is not None
    (wanted,) = wide.pairing.wanted
    (verdict,) = wide.verdicts
    text = wide.pairing.parent.text
    assert text[wanted.requirement.start : wanted.requirement.end] == wanted.requirement.quote
    assert wanted.requirement.id == "R0+R1+R2"
    assert verdict is not None and verdict.label == "covered" and len(verdict.evidence) == len(verdict.parts) == 3
    assert full.joined is full.joined, "made once"


def test_every_joined_label_follows_from_its_parts(pairs: tuple[LabelledPair, ...]) -> None:
    for pair in pairs:
        wide = pair.joined
        for verdict in wide.verdicts if wide else ():
            labels = {part.label for part in verdict.parts} if verdict else set()
            if verdict and verdict.parts:
                assert verdict.label == (labels.pop() if len(labels) == 1 else "partial")


def _verdict(label: Label, *evidence: tuple[int, int], parts: tuple[Verdict, ...] = ()) -> Verdict:
    return Verdict(label, None, evidence, False, parts)


COVERED, THIN, MISSING = _verdict("covered", (0, 10)), _verdict("partial", (20, 30)), _verdict("missing")


@pytest.mark.parametrize(
    ("verdict", "span", "expected"),
    [
        (COVERED, (2, 5), "covered"),
        (COVERED, (10, 20), "missing"),  # spans are half-open
        (THIN, (25, 26), "partial"),
        (MISSING, (0, 99), "missing"),
        # a passage that answers one part of two is a thin answer to the whole, whatever the whole is
        (_verdict("covered", (0, 10), (40, 50), parts=(COVERED, _verdict("covered", (40, 50)))), (0, 9), "partial"),
        (_verdict("covered", (0, 10), (40, 50), parts=(COVERED, _verdict("covered", (40, 50)))), (0, 45), "covered"),
        (_verdict("partial", (0, 10), parts=(COVERED, MISSING)), (0, 10), "partial"),
        (_verdict("partial", (0, 10), parts=(COVERED, MISSING)), (60, 70), "missing"),
    ],
)
def test_what_a_passage_alone_answers(verdict: Verdict, span: tuple[int, int], expected: Label) -> None:
    assert verdict.of_passage(*span) == expected


def test_further_sets_are_never_the_held_out_ones() -> None:
    learnt, held = (({pair.set_name for pair in part}) for part in split_reader_sets())
    assert learnt and held and not learnt & held
    long = long_names()
    assert len(held - long) >= len((learnt | held) - long) // 3, "a third is kept apart"
    assert len(held & long) >= len(long) // 9, "and a ninth of the last round"
    assert {pair.set_name for pair in further_pairs(None)} == learnt
    assert further_pairs(Path("somewhere")) == (), "a folder of one's own stands for itself"


def test_further_plans_change_the_models_over_a_requirement_only(pairs: tuple[LabelledPair, ...]) -> None:
    own = [pair for pair in pairs if pair.set_name != "roads"]
    alone, more = train(own), train(own, [pair for pair in pairs if pair.set_name == "roads"])
    assert more.pair == alone.pair
    assert more.missing != alone.missing and more.version != alone.version
