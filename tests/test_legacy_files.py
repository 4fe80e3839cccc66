"""Word, PDF and web files from before Unicode, and repaired look-alikes, as a user gets them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.legacy import measure_legacy, word_accuracy
from benchmarks.legacy_files import CONTAINERS, ENCODINGS, encode, write
from corpus.errors import ScannedPdf, UnreadableFile
from parser.readers import read, read_bytes
from parser.readers.docx import read_docx
from parser.readers.html import read_html
from parser.readers.lookalikes import repair
from parser.readers.pdf_health import check_pages
from parser.readers.pdf_shapes import PageLayout
from parser.readers.truth import Verdict, VerdictKind
from tests.docx_samples import docx
from tests.pdf_samples import Sheet, font_files
from tests.test_legacy import PAPER

pytest.importorskip("fpdf", reason="the dev dependency fpdf2 writes the sample PDFs")
GENUINE = "Đoạn này gõ bằng Unicode: sai số ± 5%, § 2."


def run(text: str, font: str) -> str:
    return (
        f'<w:r><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
    )


def paragraph(*inside: str) -> str:
    return f"<w:p>{''.join(inside)}</w:p>"


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("container", CONTAINERS)
def test_whole_papers(encoding: str, container: str, tmp_path: Path) -> None:
    if container == "pdf":
        font_files()  # skips where the machine has none
    data, truth = write(PAPER, encoding, container)
    path = tmp_path / f"cu.{container}"
    path.write_bytes(data)
    reading = read(path)
    right, total = word_accuracy(truth, reading.text)
    assert right == total
    assert [found.kind for found in reading.findings] == ["legacy_encoding"]


def test_a_genuine_paragraph_in_an_old_paper_stays() -> None:
    body = paragraph(run(encode(PAPER.split("\n")[4].lower(), "TCVN3"), ".VnTime")) + paragraph(run(GENUINE, "Arial"))
    assert read_docx(docx(body), "cu.docx").text.split("\n") == [PAPER.split("\n")[4].lower(), GENUINE]


def test_soft_hyphens_and_symbols_of_word_are_letters() -> None:
    """LibreOffice writes code AD as a soft hyphen, Word keeps odd codes as symbols: both are ư in these fonts."""
    font = '<w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr>'
    first = f"<w:r>{font}<w:t>Thñ t</w:t><w:softHyphen/><w:t>íng ChÝnh phñ, tr</w:t></w:r>"
    second = f'<w:r>{font}<w:sym w:font=".VnTime" w:char="F0AD"/><w:t>êng häc</w:t></w:r>'
    assert read_docx(docx(paragraph(first, second)), "cu.docx").text == "Thủ tướng Chính phủ, trường học"


def test_soft_hyphens_of_new_papers_stay_unseen() -> None:
    body = paragraph("<w:r><w:t>Kế hoạch thực</w:t><w:softHyphen/><w:t> hiện</w:t></w:r>")
    assert read_docx(docx(body), "moi.docx").text == "Kế hoạch thực hiện"


def test_the_font_may_come_from_a_style() -> None:
    look = '<w:rFonts w:ascii="VNI-Times" w:hAnsi="VNI-Times"/>'
    styles = f'<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:rPr>{look}</w:rPr></w:style>'
    body = paragraph("<w:r><w:t>Coäng hoøa xaõ hoäi</w:t></w:r>")
    assert read_docx(docx(body, styles=styles), "cu.docx").text == "Cộng hòa xã hội"


def test_letters_betray_an_old_paper_under_a_new_font() -> None:
    body = paragraph(run(encode(PAPER.split("\n")[5].lower(), "TCVN3"), "Times New Roman")) * 3
    assert read_docx(docx(body), "cu.docx").text.split("\n")[0] == PAPER.split("\n")[5].lower()


def test_automatic_numbers_and_notes_are_decoded_too() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="§iÒu %1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    listed = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    body = paragraph(listed, run("C¸c x· tæ chøc thùc hiÖn", ".VnTime"), '<w:r><w:footnoteReference w:id="7"/></w:r>')
    notes = f'<w:footnote w:id="7">{paragraph(run("Theo ®Ò nghÞ cña Së", ".VnTime"))}</w:footnote>'
    text = read_docx(docx(body, numbering=numbering, footnotes=notes), "cu.docx").text
    assert text.split("\n") == ["Điều 1. Các xã tổ chức thực hiện", "Theo đề nghị của Sở"]


def test_web_pages() -> None:
    page = "<html><body><p>Céng hoµ x· héi chñ nghÜa ViÖt Nam</p><p>C¸c x· b¸o c¸o kÕt qu¶ thùc hiÖn</p></body></html>"
    for data in (page.encode(), page.encode("latin-1")):
        reading = read_html(data, "cu.html")
        assert reading.text == "Cộng hoà xã hội chủ nghĩa Việt Nam\nCác xã báo cáo kết quả thực hiện"
        assert [found.kind for found in reading.findings] == ["legacy_encoding"]


def test_old_letters_under_a_new_name_in_a_pdf(tmp_path: Path) -> None:
    sheet = Sheet()
    for line in PAPER.lower().split("\n"):
        sheet.flow(encode(line, "TCVN3").replace("\u00ad", "−"))
    sheet.flow(GENUINE)
    path = tmp_path / "cu.pdf"
    path.write_bytes(sheet.data())
    reading = read(path)
    assert word_accuracy(PAPER.lower() + GENUINE, reading.text)[0] == word_accuracy(PAPER + GENUINE, "")[1]
    assert GENUINE in reading.text


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("BỘ CÔNG THƢƠNG hƣớng dẫn, TRƯỞNG", "BỘ CÔNG THƯƠNG hướng dẫn, TRƯỞNG"),  # both letters in one paper
        ("QUYẾT ÐỊNH số 5/QÐ-UBND, ðược", "QUYẾT ĐỊNH số 5/QĐ-UBND, được"),  # eth
        ("Số: 24/HD-ВСА của Bộ, ВСТ-ВТC", "Số: 24/HD-BCA của Bộ, BCT-BTC"),  # Cyrillic capitals
        ("Ủy bаn nhân dân", "Ủy ban nhân dân"),  # one Cyrillic letter in a word
        ("Kế hoạch của TΡ và ΤΤ", "Kế hoạch của TP và TT"),  # Greek
        ("CỘNG HÕA, PHÕNG TÕA, còn phõng", "CỘNG HÒA, PHÒNG TÒA, còn phòng"),  # Õ for Ò
        ("CỘNG HÕA, HÀI LÕNG", "CỘNG HÒA, HÀI LÒNG"),  # a doubtful word in a paper that has the fault
        ("CỘNG HÕA, LẠC LÕNG, TRÒ", "CỘNG HÒA, LẠC LÕNG, TRÒ"),  # … but not where Ò is known
    ],
)
def test_lookalikes(text: str, repaired: str) -> None:
    found, count = repair(text)
    assert found == repaired
    assert count == sum(a != b for a, b in zip(text, repaired, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "Võ Văn Rõ gõ cửa ngõ, lạc lõng, võng, dõng dạc, cõi, mõ, nhẹ nhõm, xõa, lõa, sõi",  # words with õ
        "Đại sứ quán Liên bang Nga (Российская Федерация), đường Рос",  # Russian
        "hệ số α, β, γ, Δ; điện trở 5 Ω, 10 μm của Việt Nam",  # Greek signs
        "Norðurland og Þingvellir",  # no Vietnamese at all
        "Ke hoach khong dau",
        "hõ trợ (lỗi gõ phím) của người soạn",  # a slip of the typist is the paper's own
    ],
)
def test_what_only_looks_like_a_fault_stays(text: str) -> None:
    assert repair(text) == (text, 0)


@given(st.text(alphabet=st.sampled_from("aAưƯƢđÐВсΑωõÕòh phngЖ \n"), max_size=80))
def test_repair_keeps_every_place(text: str) -> None:
    repaired, count = repair(text)
    assert len(repaired) == len(text) and (count == 0) == (repaired == text)
    assert repair(repaired)[0] == repaired or "õ" in repaired.lower()


def test_repair_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("QUYẾT ÐỊNH của Ủy ban nhân dân xã", encoding="utf-8")
    reading = read(path)
    assert reading.text.startswith("QUYẾT ĐỊNH")
    assert [(found.kind, found.severity) for found in reading.findings] == [("lookalikes", "info")]


def page(kind: VerdictKind, number: int = 1, *, picture: bool = False) -> PageLayout:
    letters = {"none": 0, "stray": 90}.get(kind, 900)
    return PageLayout(number, 595, 842, [], [], letters, picture, {}, Verdict(kind, 1.0, letters // 5))


def test_half_of_the_pages_decide() -> None:
    good, scan, broken = page("good"), page("none", 2, picture=True), page("garbage", 3)
    assert check_pages([good, page("good", 2)], "x.pdf") == ()
    told = check_pages([good, good, good, good, good, scan, broken], "x.pdf")
    assert [(found.kind, found.severity) for found in told] == [
        ("pages_scanned", "warning"),
        ("pages_broken", "warning"),
    ]
    assert "Trang 2 (trong 7 trang)" in told[0].message and "Trang 3" in told[1].message
    for pages, code in (
        ([good, scan], "scanned_pdf"),
        ([good, broken], "broken_text_layer"),
        ([page("none")], "no_text"),
    ):
        with pytest.raises(UnreadableFile) as caught:
            check_pages(pages, "x.pdf")
        assert caught.value.code == code and isinstance(caught.value, ScannedPdf) == (code == "scanned_pdf")


def test_nothing_of_a_broken_page_is_passed_on() -> None:
    broken = page("garbage", 2)
    broken.rows = [[]]
    check_pages([page("good"), page("good"), page("good"), broken], "x.pdf")
    assert broken.rows == []


def test_benchmark_rows() -> None:
    rows = measure_legacy([PAPER], encodings=("VNI",), containers=("txt",))
    assert [(row.encoding, row.container, row.ours) for row in rows] == [("VNI", "txt", 1.0)]
    assert rows[0].words > 100


def test_spreadsheets() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (
        ["TT", "NhiÖm vô", "C¬ quan chñ tr×"],
        ["1", "KiÓm tra tr\u00adíc TÕt", "Tr¹m Y tÕ x·"],
        ["2", "Họp", ""],
    ):
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    reading = read_bytes(target.getvalue(), "cu.xlsx")
    assert reading.text.split("\n") == [
        "TT",
        "Nhiệm vụ",
        "Cơ quan chủ trì",
        "1",
        "Kiểm tra trước Tết",
        "Trạm Y tế xã",
        "2",
        "Họp",
    ]
    assert reading.findings[0].kind == "legacy_encoding"


def test_letters_taken_for_a_hyphen_at_the_end_of_a_line_of_a_pdf(tmp_path: Path) -> None:
    """Code AD is ư in TCVN3; PDFium reports it there like any hyphen."""
    font_files()
    path = tmp_path / "cu.pdf"
    for ahead in range(6):  # whichever word the line breaks after
        line = "xã " * ahead + "thực hiện theo kế hoạch của thành phố trong năm nay " + "như thư tư chưa " * 12
        data, truth = write(line + "số 5/NĐ-CP", "TCVN3", "pdf")
        path.write_bytes(data)
        assert read(path).text.split() == truth.split()
