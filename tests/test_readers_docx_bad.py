"""Files that cannot be read: one clear error each, before they cost memory or time."""

from __future__ import annotations

import contextlib
import time
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableFile, UnsupportedFormat
from parser.readers.docx import read_docx
from tests.docx_samples import OUTLINE, docx, item, p, run, tbl, text_box, tr, zipped

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TCVN3 = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'


def code(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_docx(data, "hỏng.docx")
    assert "hỏng.docx" in str(caught.value)
    assert "\n" not in str(caught.value)
    return caught.value.code


def sample() -> bytes:
    """Return a file with a bit of everything."""
    body = item("MỤC ĐÍCH") + tbl(tr("TT", "Việc")) + p(text_box(p("hộp"))) + p(run("thân ", "<w:b/>") * 50)
    return docx(body, numbering=OUTLINE, styles="", footnotes="")


def encrypted_entry(data: bytes) -> bytes:
    """Return the ZIP with every entry marked as encrypted, as ZIP tools do with a password."""
    marked = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = marked.find(signature)
        while at >= 0:
            marked[at + offset] |= 1
            at = marked.find(signature, at + 4)
    return bytes(marked)


BAD = [
    # cut or never a ZIP
    (b"PK\x03\x04 not really", "broken_docx"),
    (b"", "broken_docx"),
    # passwords: Office's own (an OLE2 file around the package) and that of ZIP tools
    (OLE2 + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "docx_password"),
    (encrypted_entry(sample()), "docx_password"),
    # an old .doc with a new name
    (OLE2 + b"\0" * 600, "legacy_doc"),
    # other things in a ZIP
    (zipped({"xl/workbook.xml": "<x/>"}), "unsupported_format"),
    (zipped({"ảnh.txt": "x"}), "unsupported_format"),
    # parts that are no XML, have no body, or smuggle a document type in
    (zipped({"word/document.xml": "<w:document"}), "broken_docx"),
    (zipped({"word/document.xml": ""}), "broken_docx"),
    (zipped({"word/document.xml": "<document/>"}), "broken_docx"),
    (zipped({"word/document.xml": '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'}), "broken_docx"),
    (docx(p("x"), styles="<w:style>"), "broken_docx"),
    # nothing to read
    (docx(""), "no_text"),
    (docx(p() + p(run("  \u200b"))), "no_text"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), BAD)
def test_bad_input(data: bytes, expected: str) -> None:
    assert code(data) == expected


def test_other_office_files_are_named() -> None:
    with pytest.raises(UnsupportedFormat) as caught:
        read_docx(zipped({"ppt/presentation.xml": "<x/>"}), "x.docx")
    assert caught.value.facts["kind"] == ".pptx"


def test_zip_bomb_is_refused_before_it_is_inflated() -> None:
    bomb = zipped({"word/document.xml": "<a/>", "word/media/x.bin": b"\0" * (64 * 1024 * 1024)})
    started = time.process_time()
    assert code(bomb) == "zip_bomb"
    assert time.process_time() - started < 10


def test_huge_document_part_is_refused() -> None:
    """A hundred megabytes of honest XML would take gigabytes as a tree."""
    block = "".join(chr(0x4E00 + (i * i) % 20000) for i in range(60_000)).encode()
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive, archive.open("word/document.xml", "w") as part:
        for _ in range(200):
            part.write(block)
    assert code(target.getvalue()) == "too_large"


def test_lying_size_is_caught() -> None:
    """The directory claims a small part, the stream holds more."""
    data = bytearray(zipped({"word/document.xml": "<a>" + "x" * 100_000 + "</a>"}))
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    assert code(bytes(data)) == "broken_docx"


@pytest.mark.parametrize("percent", range(0, 100, 5))
def test_truncated_file(percent: int) -> None:
    data = sample()
    assert code(data[: len(data) * percent // 100]) == "broken_docx"


@settings(max_examples=150)
@given(st.integers(0, 10**6), st.integers(0, 255))
def test_flipped_byte_gives_text_or_a_clear_error(at: int, value: int) -> None:
    data = bytearray(sample())
    data[at % len(data)] = value
    with contextlib.suppress(UnreadableFile):
        read_docx(bytes(data), "x.docx")


MARKUP = st.sampled_from(
    [
        "<w:p/>", "<w:tbl/>", "<w:tr/>", "<w:tc/>", "<w:r/>", "<w:t>x</w:t>", "<w:sdt/>", "<w:del/>",
        "<mc:AlternateContent/>", "<mc:AlternateContent><mc:Choice/></mc:AlternateContent>", "<w:txbxContent/>",
        '<w:fldChar w:fldCharType="end"/>', '<w:fldChar w:fldCharType="separate"/>', "<w:instrText>PAGE</w:instrText>",
        "<w:sym/>", "<w:footnoteReference/>", "<w:ruby/>", "<w:pPr><w:numPr><w:numId/></w:numPr></w:pPr>",
        '<w:pPr><w:numPr><w:ilvl w:val="-3"/><w:numId w:val="1"/></w:numPr></w:pPr>', "<w:rPr><w:rFonts/></w:rPr>",
        '<w:tcPr><w:vMerge/><w:gridSpan w:val="-1"/></w:tcPr>', "<!-- x -->", "<?x y?>",
    ]
)  # fmt: skip
WRAPPED = st.recursive(
    MARKUP,
    lambda inner: st.builds(
        lambda tag, parts: f"<w:{tag}>{''.join(parts)}</w:{tag}>",
        st.sampled_from(["p", "r", "tbl", "tr", "tc", "sdt", "sdtContent", "ins", "hyperlink", "txbxContent", "pict"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)


@settings(max_examples=150)
@given(WRAPPED)
def test_markup_in_any_order_is_survived(markup: str) -> None:
    reading = read_docx(docx(p("đầu") + markup + p("cuối"), numbering=OUTLINE), "x.docx")
    assert reading.text.startswith("đầu")
    assert reading.text.endswith("cuối")


@pytest.mark.parametrize(
    "body",
    [
        # Unicode letters in a style that still names the old font
        p(run("Cộng hòa xã hội chủ nghĩa Việt Nam", TCVN3)),
        # digits and plain letters are the same in all fonts
        p(run("15/3/2026 - KH", TCVN3)) + p("Kế hoạch tuần"),
    ],
)
def test_legacy_font_names_alone_prove_nothing(body: str) -> None:
    reading = read_docx(docx(body), "x.docx")
    assert not reading.findings
    assert reading.text.startswith(("Cộng hòa", "15/3/2026 - KH"))


def test_long_table_is_fast() -> None:
    """Sixty rows of five cells took python-docx two seconds."""
    data = docx(tbl(*(tr(*(f"ô {row}.{cell}" for cell in range(5))) for row in range(600)), columns=5))
    started = time.process_time()
    reading = read_docx(data, "x.docx")
    assert len(reading.paragraphs) == 3000
    assert time.process_time() - started < 10


def test_hostile_nesting_is_refused_or_read() -> None:
    deep = "<w:sdt><w:sdtContent>" * 5000 + p("x") + "</w:sdtContent></w:sdt>" * 5000
    assert code(docx(deep)) == "broken_docx"


BEGIN, SEPARATE, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
HOSTILE = [
    # a paragraph of nothing but line breaks; one of thousands of wrapped words
    p("<w:r>" + "<w:br/>" * 100_000 + "<w:t>x</w:t></w:r>"),
    p("<w:r>" + "<w:t>rà soát</w:t><w:br/>" * 30_000 + "</w:r>"),
    # fields within fields, each asked by each run
    p((BEGIN + SEPARATE) * 5_000 + run("x") * 5_000 + END * 5_000),
    # paragraphs that all run into the next
    p("ab", '<w:rPr><w:del w:id="1"/></w:rPr>') * 15_000,
    # tables in tables
    "<w:tbl><w:tr><w:tc>" * 70 + p("x") + "</w:tc></w:tr></w:tbl>" * 70,
]


@pytest.mark.parametrize("body", HOSTILE, ids=["breaks", "wraps", "fields", "marks", "tables"])
def test_hostile_markup_takes_bounded_time(body: str) -> None:
    started = time.process_time()
    assert read_docx(docx(body), "x.docx").text
    assert time.process_time() - started < 25


def test_millions_of_tags_are_refused() -> None:
    assert code(docx("<w:p/>" * 2_100_000)) == "zip_bomb"
