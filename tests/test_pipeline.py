"""The pipeline as a spaCy Language: offsets kept, components exchangeable, results in Doc.spans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.document import Document
from parser.folding import fold
from parser.pipeline import COMPONENTS, Analysis, analyse, build_pipeline
from parser.readers.paragraphs import Line, build
from tests.papers import PARENT, reading_of

ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạếềểễệ AĂĐÊÔƠƯ0123456789.,;:()/-\n\t“”…"


@given(st.text(ALPHABET, max_size=80))
def test_tokens_give_the_text_back(text: str) -> None:
    assert build_pipeline().make_doc(text).text == text


@given(st.text(max_size=60))
def test_folding_moves_no_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Uỷ ban, HOÀ bình", "ủy ban, hòa bình"),  # old tone placement
        ("quý, quỷ, toàn, hoạt", "quý, quỷ, toàn, hoạt"),  # u belongs to q; closed syllables keep theirs
        ("khoẻ, thuỳ, toè", "khỏe, thùy, tòe"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_symbols_are_one_token() -> None:
    words = [token.text for token in build_pipeline().make_doc("Kết luận số 01-KL/TW, ngày 18/5/2021")]
    assert "01-KL/TW" in words and "18/5/2021" in words


def test_found_things_stand_in_span_groups() -> None:
    nlp = build_pipeline()
    assert [name for name, _ in nlp.pipeline] == [f"rasoat_{name}" for name in COMPONENTS]
    reading = reading_of(PARENT)
    doc = nlp.make_doc(reading.text)
    doc._.rasoat = Analysis(reading)
    for _, component in nlp.pipeline:
        doc = component(doc)
    quotes = [span.text for span in doc.spans["citations"]]
    assert any("17/CT-TTg" in quote for quote in quotes)
    assert len(doc.spans["requirements"]) == len(doc._.rasoat.requirements)


def test_texts_beyond_a_million_characters_are_analysed() -> None:
    document: Document = analyse(reading_of("Ủy ban nhân dân xã tổ chức thực hiện kế hoạch.\n" * 22_000))
    assert len(document.text) > 1_000_000


def test_builder_is_the_readers_own() -> None:
    text, paragraphs = build([Line("Một"), Line("Hai")])
    assert [text[p.start : p.end] for p in paragraphs] == ["Một", "Hai"]


def test_words_are_offered_as_a_component() -> None:
    nlp = build_pipeline()
    nlp.add_pipe("rasoat_words")
    try:
        reading = reading_of("Ủy ban nhân dân xã Đồng Lạc tổ chức tập huấn, hoà giải ở cơ sở.")
        doc = nlp.make_doc(reading.text)
        doc = nlp.get_pipe("rasoat_words")(doc)
    finally:
        nlp.remove_pipe("rasoat_words")
    words = [span.text for span in doc.spans["words"]]
    assert "tổ chức" in words and "tập huấn" in words
    assert "".join(words).replace(" ", "") == reading.text.replace(" ", ""), "no letter lost or rewritten"
