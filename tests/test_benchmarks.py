"""The pieces of the benchmark, on tiny inputs: what they count, not how fast anything is."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import __main__ as command
from benchmarks import clock, components, contest, peers, samples, speed
from benchmarks.scoring import Item, Score, overlap, plain, score_sequence, score_spans
from benchmarks.tables import markdown
from parser.readers import read

TEXT = """ỦY BAN NHÂN DÂN XÃ SUỐI MƠ
Số: 12/KH-UBND
Suối Mơ, ngày 10 tháng 3 năm 2025
KẾ HOẠCH
Trồng cây năm 2025
Căn cứ Kế hoạch số 45/KH-UBND ngày 02/01/2025 của Ủy ban nhân dân huyện Rừng Xanh;
I. NHIỆM VỤ
1. Các thôn báo cáo kết quả trước ngày 30/4/2025.
"""


@pytest.fixture
def sample(tmp_path: Path) -> samples.Sample:
    """One annotated document in a folder of its own, as a Word file too."""
    import docx

    folder = tmp_path / "suoi-mo"
    folder.mkdir()
    deadline, citation = "trước ngày 30/4/2025", "Kế hoạch số 45/KH-UBND ngày 02/01/2025"
    gold = {
        "header": {"date": "2025-03-10"},
        "outline": [
            {"label": "I", "heading": "NHIỆM VỤ", "depth": 1},
            {"label": "1", "heading": "Các thôn báo cáo kết quả trước ngày 30/4/2025.", "depth": 2},
        ],
        "citations": [
            {"quote": citation, "start": TEXT.index(citation), "type": "Kế hoạch", "number": "45/KH-UBND"},
            {"quote": "Luật", "start": 0, "type": "Luật", "number": None},
        ],
        "deadlines": [{"quote": deadline, "start": TEXT.index(deadline), "kind": "due", "to": "2025-04-29"}],
    }
    (folder / "text.txt").write_text(TEXT, encoding="utf-8")
    (folder / "gold.json").write_text(json.dumps(gold), encoding="utf-8")
    document = docx.Document()
    for line in TEXT.splitlines():
        document.add_paragraph(line)
    document.save(str(folder / "source.docx"))
    return samples.load_samples(tmp_path)[0]


def test_samples_know_their_files(sample: samples.Sample) -> None:
    assert sample.name == "suoi-mo"
    assert samples.sources([sample], "docx") == [sample.folder / "source.docx"]
    assert samples.sources([sample], "pdf") == []


def test_cpu_of_calls_as_often_as_told() -> None:
    calls: list[int] = []
    assert clock.cpu_of(lambda: calls.append(1), 3) >= 0
    assert len(calls) == 3


def test_commands_give_output_and_failures_their_last_words() -> None:
    assert clock.run_command([sys.executable, "-c", "print('xong')"]).output == "xong\n"
    with pytest.raises(RuntimeError, match="ended with 3: hỏng"):
        clock.run_command([sys.executable, "-c", "import sys; print('hỏng', file=sys.stderr); sys.exit(3)"])


def test_long_docx_has_the_pages_asked_for(tmp_path: Path) -> None:
    file = samples.write_long_docx([TEXT], tmp_path / "long.docx", pages=2)
    assert 2 * samples.PAGE_CHARS <= len(read(file).text) + 1 < 2 * samples.PAGE_CHARS + 120


def test_long_pdf_repeats_its_originals(tmp_path: Path) -> None:
    original = tmp_path / "two.pdf"
    document = pypdfium2.PdfDocument.new()
    for _ in range(2):
        document.new_page(595, 842)
    document.save(str(original))
    document.close()
    assert samples.write_long_pdf([original], tmp_path / "long.pdf", pages=5) == 6


@pytest.mark.parametrize(
    ("wanted", "given", "hits"),
    [
        ([(0, 10)], [(0, 10)], 1),  # the same span
        ([(0, 10)], [(4, 30)], 1),  # more than half of the shorter
        ([(0, 10)], [(6, 30)], 0),  # less than half
        ([(0, 10)], [(0, 10), (0, 10)], 1),  # one to one: the second find is a false one
        ([(0, 10), (0, 10)], [(0, 10)], 1),  # and the second wanted is missed
        ([(0, 4), (4, 8)], [(3, 8), (0, 4)], 2),  # best overlap first
        ([], [(0, 1)], 0),
    ],
)
def test_spans_match_one_to_one(wanted: list[tuple[int, int]], given: list[tuple[int, int]], hits: int) -> None:
    score = score_spans([Item(*w) for w in wanted], [Item(*g) for g in given])
    assert (score.hits, score.given, score.wanted) == (hits, len(given), len(wanted))


def test_right_needs_the_value_too() -> None:
    wanted, given = [Item(0, 5, "01-KL/TW")], [Item(0, 5, "01 - kl/tw")]
    assert score_spans(wanted, given, lambda a, b: plain(a.value) == plain(b.value)).hits == 1
    assert score_spans(wanted, given, lambda a, b: a.value == b.value).hits == 0


def test_scores_add_up_and_empty_ones_are_zero() -> None:
    total = Score()
    assert (total.precision, total.recall, total.f1) == (0, 0, 0)
    total += Score(1, 2, 4)
    total += Score(1, 2, 0)
    assert (total.precision, total.recall, total.f1) == (0.5, 0.5, 0.5)


def test_sequences_count_what_comes_in_order() -> None:
    assert score_sequence(["I", "1", "2"], ["I", "2", "x"]).hits == 2


@given(st.tuples(*[st.integers(0, 50)] * 4))
def test_overlap_is_a_share_and_symmetric(ends: tuple[int, int, int, int]) -> None:
    one, other = Item(*sorted(ends[:2])), Item(*sorted(ends[2:]))
    assert 0 <= overlap(one, other) <= 1
    assert overlap(one, other) == overlap(other, one)


@pytest.mark.parametrize(
    ("value", "last"),
    [
        ({"type": "value", "grain": "day", "value": "2025-04-30T00:00"}, "2025-04-30"),
        ({"type": "value", "grain": "week", "value": "2025-04-28T00:00"}, "2025-05-04"),
        ({"type": "value", "grain": "month", "value": "2024-02-01T00:00"}, "2024-02-29"),
        ({"type": "value", "grain": "quarter", "value": "2025-04-01T00:00"}, "2025-06-30"),
        ({"type": "value", "grain": "year", "value": "2025-01-01T00:00"}, "2025-12-31"),
        ({"type": "interval", "to": {"value": "2025-05-01T00:00"}}, "2025-04-30"),  # half-open
        ({"type": "interval", "from": {"value": "2025-05-01T00:00"}}, None),  # open to the end
    ],
)
def test_last_day_of_duckling_values(value: dict[str, object], last: str | None) -> None:
    assert peers.last_day(value) == (date.fromisoformat(last) if last else None)


def test_law_pattern_finds_laws_and_no_party_symbols(sample: samples.Sample) -> None:
    text = "Luật số 45/2019/QH14, Nghị định số 30/2020/NĐ-CP và Kết luận số 01-KL/TW"
    found = peers.load_law_pattern()(samples.Sample("x", text, {}, sample.folder))
    assert [item.value for item in found] == ["45/2019/QH14", "30/2020/NĐ-CP"]


def test_entities_join_neighbours_and_need_a_digit() -> None:
    tagged = [("Kết luận", "O"), ("số", "B-LOC"), ("01", "I-LOC"), ("của", "O"), ("Bộ Chính trị", "B-ORG")]
    line = "Kết luận số 01 của Bộ Chính trị"
    assert list(peers._entities(line, 100, tagged)) == [Item(109, 114, "01")]
    assert list(peers._entities("năm 2025", 0, [("năm", "B-LOC"), ("2025", "I-LOC")])) == []  # a date


def test_lines_keep_their_offsets() -> None:
    assert list(peers.lines("a\n\n bc\n")) == [(0, "a"), (3, " bc")]


def test_own_row_is_scored_on_the_annotation(sample: samples.Sample) -> None:
    for task in contest.TASKS:
        row = contest._own_row(task, [sample], 1)
        assert row.right.hits == row.right.wanted > 0, task
        assert row.speed


def test_readers_that_change_letters_are_placed_by_quote() -> None:
    place = contest._placer("trang 2 hạn hạn", "hạn, hạn 3")
    assert place(8, 11) == (0, 3)
    assert place(12, 15) == (5, 8)
    assert contest._placer("xa", "b")(0, 1) == (0, 0)


def test_a_missing_peer_says_so(sample: samples.Sample) -> None:
    def absent() -> peers.Finder:
        raise ModuleNotFoundError("No module named 'absent'")

    def unusable() -> peers.Finder:
        raise ImportError("no time zone database")

    assert contest._peer_row("deadlines", "absent", absent, [sample]).note == "not installed"
    row = contest._peer_row("deadlines", "unusable", unusable, [sample])
    assert row.note == "no time zone database"
    assert "no time zone database" in command.peer_table([row])


def test_a_peer_is_scored_like_the_project(sample: samples.Sample) -> None:
    row = contest._peer_row("citations", "regex", peers.load_law_pattern, [sample])
    assert (row.found.hits, row.found.wanted, row.note) == (0, 1, "")


def test_profile_tells_every_part(sample: samples.Sample) -> None:
    parts = components.profile([read(sample.folder / "text.txt")], 1)
    assert list(parts)[0] == "tokens"
    assert {"header", "requirements", "span groups"} < set(parts)
    assert all(seconds >= 0 for seconds in parts.values())


def test_limits_are_upper_or_lower() -> None:
    assert speed.Measure("x", 2, "s", 2).kept is True
    assert speed.Measure("x", 3, "s", 2).kept is False
    assert speed.Measure("x", 3, "s", 2, most=False).kept is True
    assert speed.Measure("x", 3, "s").kept is None


def test_unreadable_pdfs_are_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 broken")
    assert speed.readable([broken]) == []
    assert "broken.pdf" in capsys.readouterr().err
    assert speed.pdf_measures([], 1) == speed.memory_measures([]) == []


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
def test_pdf_and_memory_measures_on_an_example() -> None:
    files = samples.sources(samples.load_samples(), "pdf")[:1]
    if not files:
        pytest.skip("no example PDF")
    ratio = speed.pdf_measures(files, 1)[0]
    assert ratio.value > 0
    reading, whole = speed.memory_measures(files, pages=4)
    assert 0 < reading.value <= whole.value


def test_the_command_prints_tables_and_writes_json(
    sample: samples.Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "load_samples", lambda: [sample])
    monkeypatch.setattr(contest, "PEERS", (("citations", "law-style regex", peers.load_law_pattern),))
    output = tmp_path / "results.json"
    assert command.main(["--repeat", "1", "-o", str(output)]) == 0
    printed = capsys.readouterr().out
    assert "extraction from plain text" in printed and "law-style regex" in printed
    results = json.loads(output.read_text(encoding="utf-8"))
    assert set(results) == {"speed", "profile", "peers"}
    assert {row["task"] for row in results["peers"]} == set(contest.TASKS)


def test_the_command_without_texts_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(command, "load_samples", list)
    assert command.main([]) == 2
    assert "no texts" in capsys.readouterr().err


def test_tables_are_markdown() -> None:
    assert markdown(("a", "b"), [("x", "10")]) == "| a |  b |\n| - | -: |\n| x | 10 |"
