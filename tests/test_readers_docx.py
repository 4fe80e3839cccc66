"""What a Word file says: every place Word keeps text in, in reading order, as Word shows it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.document import Cell, Reading
from parser.readers.docx import MEDIA_TYPE, read_docx
from tests.docx_samples import OUTLINE, docx, field, item, num, p, run, style, tbl, tc, text_box, tr


def read(body: str, **parts: str) -> Reading:
    return read_docx(docx(body, **parts), "mẫu.docx")


def lines(body: str, **parts: str) -> list[str]:
    return read(body, **parts).text.split("\n")


def ins(inside: str) -> str:
    return f'<w:ins w:id="1" w:author="a">{inside}</w:ins>'


def gone(text: str) -> str:
    return f'<w:del w:id="2" w:author="a"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


MARK_GONE = '<w:rPr><w:del w:id="3" w:author="a"/></w:rPr>'
BR = "<w:r><w:br/></w:r>"

INSIDE = [
    # tabs part words
    ("<w:r><w:t>Số lượng</w:t><w:tab/><w:t>12</w:t></w:r>", "Số lượng 12"),
    # a hyphen that forbids a line break is a hyphen, one that only allows it is nothing
    (
        "<w:r><w:t>01</w:t><w:noBreakHyphen/><w:t>KL/TW, hội</w:t><w:softHyphen/><w:t>nghị</w:t></w:r>",
        "01-KL/TW, hộinghị",
    ),
    # glyphs of symbol fonts stand for characters; unknown pictures for nothing
    ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t> 90%</w:t></w:r>', "≥ 90%"),
    ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t> Có</w:t></w:r>', "☑ Có"),
    ('<w:r><w:sym w:font="Wingdings" w:char="zz"/><w:t>Có</w:t></w:r>', "Có"),
    # links, smart tags and content controls only wrap text
    ('<w:hyperlink r:id="x">' + run("trang tin") + "</w:hyperlink>", "trang tin"),
    ("<w:smartTag>" + run("xã Đồng Lúa") + "</w:smartTag>", "xã Đồng Lúa"),
    ("<w:sdt><w:sdtPr/><w:sdtContent>" + run("đã điền") + "</w:sdtContent></w:sdt>", "đã điền"),
    # a prompt nobody filled in is not text of the paper
    (
        run("Số:")
        + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        + run("Bấm để nhập")
        + "</w:sdtContent></w:sdt>",
        "Số:",
    ),
    # fields show their result, not their code; page numbers show nothing
    (run("xem ") + field('HYPERLINK "http://x"', "cổng tin"), "xem cổng tin"),
    (run("Trang ") + field("PAGE", "7") + run("."), "Trang ."),
    (run("a ") + field("IF 1", "b ", field("REF x", "c")) + run(" d"), "a b c d"),
    ('<w:fldSimple w:instr=" DATE ">' + run("10/5/2026") + "</w:fldSimple>", "10/5/2026"),
    (run("a") + '<w:fldSimple w:instr=" NUMPAGES ">' + run("12") + "</w:fldSimple>", "a"),
    # a field never closed must not swallow the text
    ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("vẫn đọc"), "vẫn đọc"),
    # tracked changes: accepted
    (run("trước ngày ") + gone("15/3/2026") + ins(run("30/3/2026")), "trước ngày 30/3/2026"),
    ("<w:moveFrom>" + run("chỗ cũ") + "</w:moveFrom><w:moveTo>" + run("chỗ mới") + "</w:moveTo>", "chỗ mới"),
    # hidden text is not printed; caps are
    (run("thấy") + run(" ẩn", "<w:vanish/>"), "thấy"),
    (run("thấy", '<w:vanish w:val="0"/>'), "thấy"),
    (run("Ủy ban", "<w:caps/>") + run(" nhân dân", "<w:smallCaps/>"), "ỦY BAN NHÂN DÂN"),
    # ruby shows its base, formulas their text
    (
        "<w:r><w:ruby><w:rt>" + run("chú") + "</w:rt><w:rubyBase>" + run("chữ") + "</w:rubyBase></w:ruby></w:r>",
        "chữ",
    ),
    ("<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>", "x+1"),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "expected"), INSIDE)
def test_inside_of_a_paragraph(inside: str, expected: str) -> None:
    assert read(p(inside)).text == expected


BREAKS = [
    # form lines set with line breaks are lines
    (["SỞ CÔNG THƯƠNG", "-------"], ["SỞ CÔNG THƯƠNG", "-------"]),
    (["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
    (["THỦ TRƯỞNG", "", "", "Trần Văn Mẫu"], ["THỦ TRƯỞNG", "Trần Văn Mẫu"]),
    (["Nơi nhận:", "- Như trên;", "- Lưu: VT."], ["Nơi nhận:", "- Như trên;", "- Lưu: VT."]),
    # a list typed with line breaks stays a list
    (["các việc sau", "a) rà soát", "1. báo cáo"], ["các việc sau", "a) rà soát", "1. báo cáo"]),
    (["các việc", "ii) rà soát"], ["các việc", "ii) rà soát"]),
    # capitals are form: the abstract of a paper stands under its kind, a long title runs on
    (["KẾ HOẠCH", "về việc rà soát"], ["KẾ HOẠCH", "về việc rà soát"]),
    (
        ["KẾ HOẠCH RÀ SOÁT, SẮP XẾP CÁC CỤM CÔNG NGHIỆP TRÊN ĐỊA BÀN TỈNH", "GIAI ĐOẠN MỚI"],
        ["KẾ HOẠCH RÀ SOÁT, SẮP XẾP CÁC CỤM CÔNG NGHIỆP TRÊN ĐỊA BÀN TỈNH GIAI ĐOẠN MỚI"],
    ),
    (["I. MỤC ĐÍCH,", "YÊU CẦU"], ["I. MỤC ĐÍCH, YÊU CẦU"]),
    # symbols and dates broken at their middle, figures that begin a line
    (["theo Chỉ thị số 05-", "CT/TW"], ["theo Chỉ thị số 05-CT/TW"]),
    (["tổng kinh phí", "1.500 triệu đồng"], ["tổng kinh phí 1.500 triệu đồng"]),
    # prose wrapped by hand is one sentence again
    (["công việc của chúng", "ta. Hơn nữa"], ["công việc của chúng ta. Hơn nữa"]),
    (["Các xã rà soát, đôn", "đốc các đơn vị"], ["Các xã rà soát, đôn đốc các đơn vị"]),
    (
        ["Chủ trì, phối hợp với các sở, ban, ngành của tỉnh và Ủy ban nhân dân", "Thành phố rà soát"],
        ["Chủ trì, phối hợp với các sở, ban, ngành của tỉnh và Ủy ban nhân dân Thành phố rà soát"],
    ),
    # an empty line parts even prose
    (["đoạn thứ nhất", "", "đoạn thứ hai"], ["đoạn thứ nhất", "đoạn thứ hai"]),
]


@pytest.mark.parametrize(("typed", "expected"), BREAKS)
def test_line_breaks(typed: list[str], expected: list[str]) -> None:
    assert lines(p(BR.join(run(text) if text else "" for text in typed))) == expected


def test_break_after_a_full_line_in_a_cell_parts_names() -> None:
    """A cell lists things one under another, however long they are."""
    long = "Trung tâm Xúc tiến thương mại và Khuyến công thuộc Sở Công Thương tỉnh"
    assert lines(tbl(tr(tc(p(run(long) + BR + run("Chi cục Kiểm lâm"))), "x"))) == [long, "Chi cục Kiểm lâm", "x"]


def test_deleted_paragraph_mark_joins_paragraphs() -> None:
    body = p("Hoàn thành ", MARK_GONE) + p("trước ngày 30/3") + p("Đoạn sau")
    assert lines(body) == ["Hoàn thành trước ngày 30/3", "Đoạn sau"]


def test_deleted_mark_at_the_end_loses_nothing() -> None:
    assert lines(tbl(tr(tc(p("cuối ô", MARK_GONE)), "ô sau"))) == ["cuối ô", "ô sau"]


def test_style_separator_runs_a_heading_into_its_text() -> None:
    body = p("Mục đích.", num(0) + "<w:rPr><w:vanish/><w:specVanish/></w:rPr>") + p(" Nâng cao nhận thức.")
    assert lines(body, numbering=OUTLINE) == ["I. Mục đích. Nâng cao nhận thức."]


def test_table_cells_carry_their_place() -> None:
    reading = read(
        tbl(
            tr("TT", "Việc"),
            tr(tc("1", properties='<w:vMerge w:val="restart"/>'), tc("a", "b")),
            tr(tc("che", properties="<w:vMerge/>"), "c"),
            tr(tc("gộp", properties='<w:gridSpan w:val="2"/>')),
        )
        + p("sau")
        + tbl(tr("x", "y"))
    )
    cells = [(reading.text[q.start : q.end], q.cell) for q in reading.paragraphs]
    assert cells == [
        ("TT", Cell(0, 0, 0)),
        ("Việc", Cell(0, 0, 1)),
        ("1", Cell(0, 1, 0, rows=2)),
        ("a", Cell(0, 1, 1)),
        ("b", Cell(0, 1, 1)),
        ("c", Cell(0, 2, 1)),
        ("gộp", Cell(0, 3, 0, columns=2)),
        ("sau", None),
        ("x", Cell(1, 0, 0)),
        ("y", Cell(1, 0, 1)),
    ]


def test_table_rows_deleted_hidden_shifted_and_wrapped() -> None:
    sdt = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    reading = read(
        tbl(
            tr("bỏ", "bỏ", properties='<w:del w:id="1" w:author="a"/>'),
            tr("ẩn", "ẩn", properties="<w:hidden/>"),
            tr("thêm", tc("xóa ô", properties='<w:cellDel w:id="2"/>'), properties='<w:ins w:id="3" w:author="a"/>'),
            sdt.format(tr("lùi", sdt.format(tc("bọc")), properties='<w:gridBefore w:val="1"/>')),
            tr(tc("trái", properties='<w:hMerge w:val="restart"/>'), tc(properties="<w:hMerge/>")),
            tr(tc("rộng", properties='<w:gridSpan w:val="99999999"/>')),
        )
    )
    assert [(reading.text[q.start : q.end], q.cell) for q in reading.paragraphs] == [
        ("thêm", Cell(0, 0, 0)),
        ("lùi", Cell(0, 1, 1)),
        ("bọc", Cell(0, 1, 2)),
        ("trái", Cell(0, 2, 0, columns=2)),
        ("rộng", Cell(0, 3, 0, columns=63)),
    ]


def test_nested_table_belongs_to_the_outer_cell() -> None:
    reading = read(tbl(tr(tc("trước", tbl(tr("a", "b")), "sau"), "phải")))
    assert reading.text == "trước\na\nb\nsau\nphải"
    assert {q.cell for q in reading.paragraphs} == {Cell(0, 0, 0), Cell(0, 0, 1)}


def test_single_cell_is_a_frame_not_a_table() -> None:
    """Portals wrap whole papers in one cell; what is inside is body, and tables inside are tables."""
    reading = read(tbl(tr(tc("Điều 1", tbl(tr("a", "b"))))))
    assert [q.cell for q in reading.paragraphs] == [None, Cell(0, 0, 0), Cell(0, 0, 1)]


def test_text_box_is_read_once_after_its_paragraph() -> None:
    reading = read(p(run("Câu có ") + text_box(p("DỰ THẢO")) + run("hộp chữ")) + p("sau"))
    assert reading.text == "Câu có hộp chữ\nDỰ THẢO\nsau"
    assert [q.role for q in reading.paragraphs] == ["body", "textbox", "body"]


def test_text_box_of_old_versions_only() -> None:
    alternate = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="x"><w:drawing/></mc:Choice><mc:Fallback><w:pict><v:shape>'
        f"<v:textbox><w:txbxContent>{p('cũ')}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert lines(p(alternate)) == ["cũ"]


def test_notes_stand_at_the_end_in_order_of_their_marks() -> None:
    mark = '<w:r><w:{}Reference w:id="{}"/></w:r>'
    body = p(run("Theo Chỉ thị") + mark.format("footnote", 7) + run(" của tỉnh") + mark.format("endnote", 2)) + p("Hết")
    reading = read(
        body + p(run("x", "<w:vanish/>") + mark.format("footnote", 99)),
        footnotes=f'<w:footnote w:id="7">{p("<w:r><w:footnoteRef/></w:r>" + run(" Số 01-CT/TU"))}</w:footnote>'
        f'<w:footnote w:id="8">{p("không ai nhắc")}</w:footnote>',
        endnotes=f'<w:endnote w:id="2">{p("Chú cuối")}</w:endnote>',
    )
    assert reading.text == "Theo Chỉ thị của tỉnh\nHết\nSố 01-CT/TU\nChú cuối"
    assert [q.role for q in reading.paragraphs] == ["body", "body", "footnote", "footnote"]


FIRST = '<w:headerReference w:type="first" r:id="header1"/><w:headerReference w:type="default" r:id="header2"/>'


def test_letterhead_in_the_first_page_header_is_read() -> None:
    data = docx(
        p("KẾ HOẠCH") + tbl(tr("a", "b")),
        section=FIRST + "<w:titlePg/>",
        header1=tbl(tr("UBND XÃ ĐỒNG LÚA", "Kế hoạch")) + p(field("PAGE", "1")),
        header2=p("Chạy trên mọi trang"),
    )
    reading = read_docx(data, "x.docx")
    assert reading.text == "UBND XÃ ĐỒNG LÚA\nKẾ HOẠCH\na\nb"
    assert [q.cell for q in reading.paragraphs] == [Cell(0, 0, 0), None, Cell(1, 0, 0), Cell(1, 0, 1)]


@pytest.mark.parametrize(
    "section", [FIRST, "<w:titlePg/>", '<w:titlePg/><w:headerReference w:type="first" r:id="no"/>']
)
def test_running_headers_and_footers_are_not_text(section: str) -> None:
    data = docx(p("thân"), section=section, header1=p("đầu"), header2=p("chạy"), footer1=p("chân"))
    assert read_docx(data, "x.docx").text == "thân"


def test_table_of_contents_repeats_headings_and_is_left_out() -> None:
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>'
    body = (
        f"<w:sdt>{gallery}<w:sdtContent>{p('I. CHUNG 1')}</w:sdtContent></w:sdt>"
        + p(begin + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("II. RIÊNG 2"))
        + p(run("III. KHÁC 3") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
        + p("I. CHUNG")
    )
    assert lines(body) == ["I. CHUNG"]


STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Thuong"><w:pPr><w:jc w:val="both"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Tua"><w:basedOn w:val="Thuong"/><w:pPr><w:jc w:val="center"/></w:pPr>'
    "<w:rPr><w:b/><w:caps/></w:rPr></w:style>"
    '<w:style w:type="paragraph" w:styleId="TuaNho"><w:basedOn w:val="Tua"/>'
    '<w:rPr><w:caps w:val="0"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Dam"><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Vong"><w:basedOn w:val="Vong2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Vong2"><w:basedOn w:val="Vong"/><w:rPr><w:i/></w:rPr></w:style>'
    '<w:style w:type="paragraph"/>'
)
FORM = [
    # the default style rules where nothing is said
    (p("a"), ("a", False, False, "justify")),
    # styles hand down, the nearest word wins
    (p("a", style("Tua")), ("A", True, False, "center")),
    (p("a", style("TuaNho")), ("a", True, False, "center")),
    (p("a", style("Tua") + '<w:jc w:val="end"/>'), ("A", True, False, "right")),
    # bold of both paragraph and character style cancels out, direct bold does not
    (p(run("a", '<w:rStyle w:val="Dam"/>'), style("TuaNho")), ("a", False, False, "center")),
    (p(run("a", '<w:rStyle w:val="Dam"/><w:b/>'), style("TuaNho")), ("a", True, False, "center")),
    # all visible characters must be bold; spaces do not count
    (p(run("a", "<w:b/>") + run(" ") + run("b", "<w:b/><w:i/>")), ("a b", True, False, "justify")),
    (p(run("a", "<w:b/>") + run("b", '<w:b w:val="0"/><w:i/>')), ("ab", False, False, "justify")),
    # a loop of styles and a style nobody defined do no harm
    (p("a", style("Vong")), ("a", False, True, "left")),
    (p("a", style("Khong")), ("a", False, False, "justify")),
]  # fmt: skip


@pytest.mark.parametrize(("paragraph", "expected"), FORM)
def test_form_marks(paragraph: str, expected: tuple[str, bool, bool, str]) -> None:
    reading = read(paragraph, styles=STYLES)
    (only,) = reading.paragraphs
    assert (reading.text, only.bold, only.italic, only.align) == expected


def test_source_names_the_reader_and_has_no_pages() -> None:
    reading = read(p("chữ"))
    assert (reading.source.reader, reading.source.media_type, reading.source.pages) == ("docx", MEDIA_TYPE, None)
    assert reading.pages == ()


def test_text_is_nfc_whatever_the_file_holds() -> None:
    text = "Đẩy mạnh tuyên truyền về chỉ tiêu"
    assert read(p(unicodedata.normalize("NFD", text))).text == text


def test_strict_office_open_xml_is_read() -> None:
    from tests.docx_samples import W_NS, zipped

    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    xml = f'<w:document xmlns:w="{W_NS}"><w:body>{p("chặt chẽ")}</w:body></w:document>'.replace(W_NS, strict)
    assert read_docx(zipped({"word/document.xml": xml}), "x.docx").text == "chặt chẽ"


def test_file_made_by_python_docx() -> None:
    """A second opinion on the samples: a file that no code of these tests wrote."""
    from io import BytesIO

    import docx as python_docx

    document = python_docx.Document()
    document.add_paragraph("Kế hoạch tuần", style="List Number")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "trái"
    table.cell(0, 1).text = "phải"
    document.add_paragraph("việc", style="List Bullet")
    target = BytesIO()
    document.save(target)
    assert read_docx(target.getvalue(), "x.docx").text == "1. Kế hoạch tuần\ntrái\nphải\n• việc"


WORDS = st.text(alphabet="aăâbcđeêghiklmnoôơpqrstuưvxyỦẾỐ 019-/.,;:()\t\n", min_size=0, max_size=40)


@given(st.lists(st.lists(WORDS, max_size=3), max_size=6))
def test_paragraphs_tile_the_text(paragraphs: list[list[str]]) -> None:
    """Paragraphs are the lines of the text, in order, with nothing between but newlines."""
    body = "".join(p("".join(run(text) for text in texts)) for texts in paragraphs)
    reading = read(body + item("cuối"), numbering=OUTLINE)
    assert [reading.text[q.start : q.end] for q in reading.paragraphs] == reading.text.split("\n")
