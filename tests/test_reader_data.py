"""The contrast pairs keep their form: nine different passages a requirement, known labels, ids of their own."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np

from corpus.knowledge import load
from models.evaluation import long_names
from models.reading.learn.build import by_round, some_again, split
from models.reading.learn.pairs import LabelledRow

FOLDER = Path(__file__).parent.parent / "corpus" / "annotated" / "reader"


def test_contrast_pairs_keep_their_form() -> None:
    rows = [
        json.loads(line)
        for file in sorted((FOLDER / "contrast").glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    assert len({row["id"] for row in rows}) == len(rows)
    assert len({row["field"] for row in rows}) >= 25
    for row in rows:
        labels = Counter(passage["label"] for passage in row["passages"])
        assert set(labels) == {"covered", "partial", "missing"} and sum(labels.values()) == 9, row["id"]
        assert len({passage["text"] for passage in row["passages"]}) == 9, row["id"]
    assert sum(len(row["passages"]) for row in rows) >= 8_000


def test_sets_quote_their_papers() -> None:
    folders = sorted(gold.parent for round_ in ("sets", "long") for gold in (FOLDER / round_).glob("*/gold.json"))
    assert len(folders) >= 120
    assert len({folder.name for folder in folders}) == len(folders), "names tell the sets apart in every table"
    for folder in folders:
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        parent = (folder / "parent.txt").read_text(encoding="utf-8")
        for asked in gold["requirements"]:
            assert parent[asked["start"] :].startswith(asked["quote"]), (folder.name, asked["id"])
        assert len(gold["children"]) >= (4 if folder.parent.name == "sets" else 3)
        for name, child in gold["children"].items():
            text = (folder / "children" / name).read_text(encoding="utf-8")
            quotes = [label["evidence"] for label in child["labels"].values() if label.get("evidence")]
            assert all(quote in text for quote in quotes), (folder.name, name)


def test_rows_go_by_round_and_half_with_whole_parents() -> None:
    """What the reader's training is cut into: the first round, the last one, and two halves of all other parents."""
    first_names, last_names = load("reader")["first_round"]["sets"], sorted(long_names())
    rows = [_row(name) for name in (*first_names[:3], "xa_a", "xa_b", "xa_c", *last_names[:2]) for _ in range(10)]
    first, others, long = by_round(rows)
    assert {row.set_name for row in first} == set(first_names[:3])
    assert {row.set_name for row in long} == set(last_names[:2])
    halves = split(others)
    assert {row.set_name for row in halves["even"]} == {"xa_a", "xa_c"}
    assert {row.set_name for row in halves["odd"]} == {"xa_b"}
    for stage in ("halves", "long"):
        again = some_again(first, stage)
        assert again == some_again(first, stage)
        assert len(again) == int(load("reader")["stages"][stage]["again"] * len(first))


def _row(set_name: str) -> LabelledRow:
    return LabelledRow(set_name, "covered", False, np.zeros(1), (), (), ())


def test_no_set_of_the_first_round_is_held_out() -> None:
    assert not set(load("reader")["first_round"]["sets"]) & set(load("reader")["held_out"]["sets"])
