"""Who implements whom, and how it is drawn."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date

import pytest

from corpus.registry.cascade import Cascade, Edge, Node, cascade
from corpus.registry.look import find_document
from corpus.registry.registry import Registry, open_registry
from reports.registry_graph import cascade_dot, cascade_mermaid, cascade_text
from reports.registry_json import as_bytes, cascade_json
from tests.registry_papers import put, text_of

PROVINCE = "ỦY BAN NHÂN DÂN\nTỈNH HẢI KHÊ"
COMMUNES = ("ĐỒNG LẠC", "BÌNH SƠN")


@pytest.fixture
def registry(place: str) -> Iterator[Registry]:
    with open_registry(place) as opened:
        central = "Thực hiện Chỉ thị số 17/CT-TTg ngày 13/4/2025 của Thủ tướng Chính phủ;"
        put(opened, text_of("45/KH-UBND", "Trồng rừng", basis=central))
        above = "của Ủy ban nhân dân tỉnh Hải Khê;"
        for number, name in enumerate(COMMUNES, start=8):
            basis = f"Thực hiện Kế hoạch số 45/KH-UBND ngày 12/01/2026 {above}"
            issuer = f"ỦY BAN NHÂN DÂN\nXÃ {name}"
            put(
                opened, text_of(f"{number}/KH-UBND", "Trồng rừng xã", basis=basis, issuer=issuer, day=(2026, 2, number))
            )
        yield opened


def gather(registry: Registry, named: str) -> Cascade:
    with registry.database.reading() as session:
        return cascade(session, find_document(session, named))


def test_up_to_papers_not_yet_there_and_down_to_all(registry: Registry) -> None:
    found = gather(registry, "45/KH-UBND")
    numbers = {key: node.number for key, node in found.nodes.items()}
    links = {(numbers[edge.child], numbers[edge.parent]) for edge in found.edges}
    assert links == {("45/KH-UBND", "17/CT-TTg"), ("8/KH-UBND", "45/KH-UBND"), ("9/KH-UBND", "45/KH-UBND")}
    assert [node.number for node in found.nodes.values() if node.document_id is None] == ["17/CT-TTg"]


def test_from_the_bottom_the_whole_chain_is_seen_but_no_siblings(registry: Registry) -> None:
    numbers = {node.number for node in gather(registry, "8/KH-UBND").nodes.values()}
    assert numbers == {"8/KH-UBND", "45/KH-UBND", "17/CT-TTg"}


def test_the_text_reads_as_a_tree(registry: Registry) -> None:
    lines = cascade_text(gather(registry, "45/KH-UBND")).splitlines()
    assert lines == [
        "Kế hoạch 45/KH-UBND, Ủy ban nhân dân tỉnh Hải Khê, 12/1/2026: Trồng rừng (mã 1)",
        "",
        "Thực hiện các văn bản",
        "└─ Chỉ thị 17/CT-TTg, Thủ tướng Chính phủ, 13/4/2025 (chưa có trong sổ)",
        "",
        "Được thực hiện bởi",
        "├─ Kế hoạch 8/KH-UBND, Ủy ban nhân dân xã Đồng Lạc, 8/2/2026: Trồng rừng xã (mã 2)",
        "└─ Kế hoạch 9/KH-UBND, Ủy ban nhân dân xã Bình Sơn, 9/2/2026: Trồng rừng xã (mã 3)",
    ]


def test_papers_that_cite_each_other_end(place: str) -> None:
    basis = "Thực hiện Kế hoạch số {}/KH-UBND ngày 12/01/2026 của Ủy ban nhân dân tỉnh Hải Khê;"
    with open_registry(place) as registry:
        for own, other in ((1, 2), (2, 3), (3, 1)):
            put(registry, text_of(f"{own}/KH-UBND", f"Việc {own}", basis=basis.format(other)))
        found = gather(registry, "1/KH-UBND")
    assert len(found.nodes) == 3
    assert len(found.edges) == 3
    assert cascade_text(found).count("(đã nêu ở trên)") == 2, "once upwards, once downwards"
    assert cascade_dot(found).count("->") == 3


def test_only_the_newest_version_speaks(registry: Registry) -> None:
    changed = text_of("8/KH-UBND", "Trồng rừng xã", issuer="ỦY BAN NHÂN DÂN\nXÃ ĐỒNG LẠC", day=(2026, 2, 8))
    assert put(registry, changed).outcome == "version"
    numbers = {node.number for node in gather(registry, "45/KH-UBND").nodes.values()}
    assert numbers == {"45/KH-UBND", "17/CT-TTg", "9/KH-UBND"}


def drawing() -> Cascade:
    nodes = [
        Node("1", 1, '45/"KH"', "Kế hoạch", "Ủy ban <nhân dân>", date(2026, 1, 12), "Việc", "replaced"),
        Node("cited:17", None, "17/CT-TTg", "Chỉ thị", None, None, None, None),
    ]
    found = Cascade("1", {node.key: node for node in nodes})
    found.add(Edge("1", "cited:17", "implements"))
    found.add(Edge("1", "cited:17", "implements"))
    return found


def test_mermaid_escapes_what_is_its_own(registry: Registry) -> None:
    text = cascade_mermaid(drawing())
    assert text.startswith("graph TD\n")
    assert 'n0["Kế hoạch 45/#34;KH#34;<br/>Ủy ban #60;nhân dân#62;<br/>12/1/2026"]' in text
    assert text.count("n1 --> n0") == 1
    assert "class n1 absent" in text


def test_dot_is_read_by_graphviz() -> None:
    text = cascade_dot(drawing())
    assert '\\"KH\\"' in text
    assert re.search(r"n1 -> n0;", text)
    if shutil.which("dot"):
        done = subprocess.run(["dot", "-Tsvg"], input=text, capture_output=True, text=True, check=True)
        assert "<svg" in done.stdout


def test_json_names_both_ends() -> None:
    data = json.loads(as_bytes(cascade_json(drawing())))
    assert data["schema"] == "rasoat.registry.cascade/1"
    assert data["links"] == [{"child": "1", "parent": "cited:17", "relation": "implements"}]
    assert {row["document"] for row in data["documents"]} == {1, None}
    assert data["documents"][0]["date"] == "2026-01-12"


def test_a_cascade_too_large_is_cut_and_says_so(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.registry.cascade._MOST_NODES", 2)
    found = gather(registry, "45/KH-UBND")
    assert found.cut
    assert "chỉ hiện 2 văn bản" in cascade_text(found)
