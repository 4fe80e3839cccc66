"""Search finds the same papers in both databases: with and without diacritics, phrases, numbers, filters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import RegistryError, UsageError
from corpus.registry.identity import number_key, plain
from corpus.registry.index import pair_hashes, tsvector
from corpus.registry.look import Narrow, find_document, list_documents, page_of
from corpus.registry.registry import Registry, open_registry
from corpus.registry.search import Hits, search
from corpus.registry.snippets import snippet
from corpus.registry.terms import question, words
from tests.registry_papers import put, text_of

COMMUNE = "ỦY BAN NHÂN DÂN\nXÃ ĐỒNG LẠC"


@pytest.fixture
def registry(place: str) -> Iterator[Registry]:
    with open_registry(place) as opened:
        put(opened, text_of("45/KH-UBND", "Phòng cháy, chữa cháy rừng", body="1. Các xã phát dọn đường băng cản lửa."))
        put(
            opened,
            text_of("7/CT-UBND", "Thu gom rác thải", kind="CHỈ THỊ", day=(2025, 3, 2), body="1. Hoà giải ở cơ sở."),
        )
        put(
            opened,
            text_of(
                "12/KH-UBND",
                "Nuôi tôm trên cát",
                basis="Thực hiện Kế hoạch số 45/KH-UBND ngày 12/01/2026 của Ủy ban nhân dân tỉnh Hải Khê;",
                body="1. Thôn Cát Trắng nuôi tôm, phòng bệnh; không cháy nổ.",
                issuer=COMMUNE,
                day=(2026, 2, 20),
                place="Đồng Lạc",
            ),
        )
        yield opened


def ask(registry: Registry, asked: str, **narrow: object) -> Hits:
    with registry.database.reading() as session:
        return search(session, registry.index, asked, Narrow(**narrow))  # type: ignore[arg-type]


def numbers(found: Hits) -> list[str | None]:
    return [hit.document.number for hit in found.hits]


@pytest.mark.parametrize(
    ("asked", "expected", "why"),
    [
        ("nuôi tôm", ["12/KH-UBND"], "with diacritics"),
        ("nuoi tom", ["12/KH-UBND"], "without"),
        ("NUÔI TÔM", ["12/KH-UBND"], "capitals"),
        ("nuoi tôm", ["12/KH-UBND"], "half and half"),
        ("đường băng", ["45/KH-UBND"], "đ"),
        ("duong bang", ["45/KH-UBND"], "d for đ"),
        ("cháy phòng", ["45/KH-UBND", "12/KH-UBND"], "words in any order; a title counts more than a body"),
        ('"phòng cháy"', ["45/KH-UBND"], "a phrase: “phòng bệnh; không cháy” is none"),
        ('"phong chay"', ["45/KH-UBND"], "a phrase without diacritics"),
        ("“phòng cháy” rừng", ["45/KH-UBND"], "printers' quotes, and a word besides"),
        ('"chữa cháy rừng"', ["45/KH-UBND"], "a phrase of three"),
        ('"cháy chữa rừng"', [], "all pairs elsewhere is no phrase"),
        ("hòa giải", ["7/CT-UBND"], "the other way to place the tone"),
        ("45/KH-UBND", ["45/KH-UBND", "12/KH-UBND"], "a number: the paper itself, then what cites it"),
        ("45/kh-ubnd", ["45/KH-UBND", "12/KH-UBND"], "in small letters"),
        ("số 045/KH-UBND", None, "what is no such number"),
        ("khinh khí cầu", [], "nothing"),
        ("Đồng Lạc", ["12/KH-UBND"], "an issuer"),
    ],
)
def test_search_finds(registry: Registry, asked: str, expected: list[str] | None, why: str) -> None:
    found = ask(registry, asked)
    if expected is not None:
        assert numbers(found) == expected, why
        assert found.count == len(expected) and not found.more


def test_exact_diacritics_come_before_others(registry: Registry) -> None:
    put(registry, text_of("50/KH-UBND", "Mo rong cho", body="1. Cac xa mo cho que."))
    put(registry, text_of("51/KH-UBND", "Mở rộng chợ", body="1. Các xã mở chợ quê, mở thêm quầy, mở cửa sớm."))
    assert numbers(ask(registry, "mở chợ"))[0] == "51/KH-UBND"
    found = ask(registry, "mo cho")
    assert numbers(found) == ["50/KH-UBND", "51/KH-UBND"]
    assert [hit.exact for hit in found.hits] == [True, False]


@pytest.mark.parametrize(
    ("narrow", "expected"),
    [
        ({"type": "Chỉ thị"}, {"7/CT-UBND"}),
        ({"type": "chi thi"}, {"7/CT-UBND"}),
        ({"issuer": "đồng lạc"}, {"12/KH-UBND"}),
        ({"issuer": "UBND xã Dong Lac"}, {"12/KH-UBND"}),
        ({"level": "province"}, {"45/KH-UBND", "7/CT-UBND"}),
        ({"start": date(2026, 1, 12)}, {"45/KH-UBND", "12/KH-UBND"}),
        ({"end": date(2026, 1, 11)}, {"7/CT-UBND"}),
        ({"start": date(2026, 1, 13), "end": date(2026, 2, 20)}, {"12/KH-UBND"}),
        ({"status": "replaced"}, set()),
        ({"status": "active", "level": "commune", "type": "kế hoạch"}, {"12/KH-UBND"}),
    ],
)
def test_search_and_list_are_narrowed_alike(registry: Registry, narrow: dict[str, object], expected: set[str]) -> None:
    assert set(numbers(ask(registry, "ủy ban nhân dân", **narrow))) == expected
    with registry.database.reading() as session:
        rows, total = list_documents(session, Narrow(**narrow), 10)  # type: ignore[arg-type]
    assert {row.number for row in rows} == expected
    assert total == len(expected)


def test_a_number_asked_for_obeys_the_filters_too(registry: Registry) -> None:
    assert numbers(ask(registry, "45/KH-UBND", level="commune")) == ["12/KH-UBND"]


def test_an_older_version_is_no_answer(registry: Registry) -> None:
    put(registry, text_of("45/KH-UBND", "Phòng cháy, chữa cháy rừng", body="1. Các xã tuần tra ban đêm."))
    assert numbers(ask(registry, "băng cản lửa")) == []
    assert numbers(ask(registry, "tuần tra")) == ["45/KH-UBND"]


def test_a_paper_older_than_the_newest_matches_is_still_found_by_its_number(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.registry.index.CANDIDATES", 1)
    monkeypatch.setattr("corpus.registry.search.CANDIDATES", 1)
    found = ask(registry, "45/KH-UBND")
    assert numbers(found)[0] == "45/KH-UBND"
    assert found.more


@pytest.mark.parametrize("asked", ["", "  ", '""', "?!", "…"])
def test_a_question_without_words_is_a_mistake(registry: Registry, asked: str) -> None:
    with pytest.raises(UsageError):
        ask(registry, asked)


@pytest.mark.parametrize(
    "asked",
    [
        "AND",
        "NOT OR",
        "a* b*",
        "(((",
        "x:y",
        "'; DROP TABLE documents; --",
        "\\",
        "<-> & |",
        "!a",
        "NEAR(a b)",
        "^a",
        "a'b",
    ],
)
def test_nothing_in_a_question_is_a_command(registry: Registry, asked: str) -> None:
    """Both databases have query languages of their own; what a user types is only ever words."""
    if question(asked):
        ask(registry, asked)
    assert numbers(ask(registry, "nuôi tôm")) == ["12/KH-UBND"]


@pytest.mark.parametrize("named", ["45/KH-UBND", "45/kh-ubnd", " 45/KH-UBND ", "1"])
def test_a_document_is_named_by_number_or_id(registry: Registry, named: str) -> None:
    with registry.database.reading() as session:
        assert find_document(session, named).number == "45/KH-UBND"


def test_an_ambiguous_or_unknown_name_is_said(registry: Registry) -> None:
    put(registry, text_of("45/KH-UBND", issuer="ỦY BAN NHÂN DÂN\nTỈNH NAM LÃNG"))
    with registry.database.reading() as session:
        with pytest.raises(RegistryError, match="2 văn bản số “45/KH-UBND”"):
            find_document(session, "45/KH-UBND")
        for named in ("999", "1/XX-YY"):
            with pytest.raises(RegistryError, match="không có văn bản"):
                find_document(session, named)


def test_a_page_shows_both_directions(registry: Registry) -> None:
    with registry.database.reading() as session:
        parent = page_of(session, find_document(session, "45/KH-UBND"))
        child = page_of(session, find_document(session, "12/KH-UBND"))
    assert {other.number for _, other in parent.cited_by} == {"12/KH-UBND"}
    assert {other.number for _, other in child.citations if other} == {"45/KH-UBND"}
    assert [event.action for event in parent.trail] == ["add"]


# Words and snippets


def test_words_of_a_question() -> None:
    asked = question('số 05-CT/TW "học tập và làm theo" Hoà bình "nước"')
    assert asked.numbers == ("5-ct/tw",)
    assert asked.phrases == (("học", "tập", "và", "làm", "theo"),)
    assert asked.words == ("số", "hòa", "bình", "nước")
    assert asked.plain().words == ("so", "hoa", "binh", "nuoc")


@pytest.mark.parametrize(
    ("number", "key"), [("05-CT/TW", "5-ct/tw"), ("5 - CT/TW", "5-ct/tw"), ("100/QĐ-TTg", "100/qđ-ttg"), (None, None)]
)
def test_numbers_are_compared_by_their_keys(number: str | None, key: str | None) -> None:
    assert number_key(number) == key


@given(st.text(max_size=60))
def test_plain_text_keeps_every_offset(text: str) -> None:
    assert len(plain(text)) == len(text)


@pytest.mark.parametrize(
    ("asked", "marked"),
    [
        ("nuôi tôm", ["nuôi", "tôm"]),
        ("nuoi tom", ["nuôi", "tôm"]),
        ('"nuôi tôm"', ["nuôi tôm"]),
        ("an", ["an"]),
        ("45/kh-ubnd", ["45/KH-UBND"]),
        ("khí cầu", []),
    ],
)
def test_snippets_mark_what_was_asked(asked: str, marked: list[str]) -> None:
    text = "Mở đầu. " * 40 + "Thôn nuôi tôm an toàn, ăn sạch theo Kế hoạch số 45/KH-UBND. " + "Kết thúc. " * 40
    found = snippet(text, question(asked))
    assert [found.text[start:end] for start, end in found.marks] == marked
    assert len(found.text) < 260
    assert "\n" not in found.text


@given(st.text(alphabet="ab ôn\nđ-/\"'", max_size=400), st.text(alphabet='ab ôn"đ', max_size=12))
def test_snippets_never_mark_outside_their_text(text: str, asked: str) -> None:
    found = snippet(text, question(asked))
    assert all(0 <= start < end <= len(found.text) for start, end in found.marks)


def test_a_tsvector_stays_within_postgresqls_limits() -> None:
    many = [f"từ{number}" for number in range(100_000)] + ["lặp"] * 1000
    assert len(tsvector(["đầu"], many).encode()) < 1_000_000
    assert tsvector(["a"], ["a", "b"]) == "'a':1A,3 'b':4"


def test_pairs_are_signed_32_bit_integers() -> None:
    hashes = pair_hashes(words("ủy ban nhân dân xã"))
    assert len(hashes) == 4
    assert all(-(2**31) <= number < 2**31 for number in hashes)


def test_a_long_paper_is_found_by_its_end(place: str) -> None:
    long = text_of("1/KH-UBND", body="\n".join(f"{n}. Việc làm số {n} của thôn bản{n}." for n in range(1, 9000)))
    with open_registry(place) as registry:
        put(registry, long.replace("của thôn bản8999", "của thôn tận cùng"))
        assert len(ask(registry, "tận cùng").hits) == 1
