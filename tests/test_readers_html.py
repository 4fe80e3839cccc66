"""Saved web pages: chrome, lists, tables, encodings."""

from __future__ import annotations

import pytest

from corpus.errors import UnreadableFile
from parser.document import Cell
from parser.readers.html import read_html

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Cổng xã</title><script>var a = "x";</script></head>
<body><header class="top"><ul class="menu"><li><a href="/">Trang chủ</a></li></ul></header><nav>Điều hướng</nav>
<form id="aspnetForm"><div class="breadcrumb">Trang chủ / Văn bản</div>
<div class="main-content"><div class="entry">
<table><tr><td align="center"><b>ỦY BAN NHÂN DÂN<br>XÃ THẠCH LONG</b></td>
<td style="text-align: center"><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</b></td></tr>
<tr><td>Số: 12/KH-UBND</td><td><i>Thạch Long, ngày&nbsp;05 tháng
3 năm 2026</i></td></tr></table>
<center><strong>KẾ HOẠCH</strong></center>
<p>Nâng cao <b>chất lượng</b> phục vụ &amp; giảm thời gian chờ của người dân khi làm thủ tục tại bộ phận một cửa xã.</p>
<ol type="a" start="2"><li>Rà soát hồ sơ;</li><li><p>Niêm yết công khai.</p></li></ol>
<ul><li>- Đã có gạch;</li><li>Chưa có gạch.</li></ul><ul style="list-style: none"><li>Không dấu.</li></ul>
<table><tr><th>TT</th><th colspan="2">Việc</th></tr><tr><td rowspan="2">1</td><td>Mở lớp</td><td>Quý I</td></tr>
<tr><td>Tổng kết</td><td>Quý II</td></tr></table>
<p style="display:none">Ẩn</p><p style="font-weight:bold; font-style:italic">Đậm nghiêng</p>
</div></div><aside>Tin mới</aside>
<div class="tin-lien-quan"><a>Một</a><a>Hai</a></div></form>
<ul><li><a>Xã A họp dân</a></li><li><a>Xã B ra quân</a></li><li><a>Xã C sơ kết</a></li></ul>
<footer>Bản quyền</footer></body></html>"""


def read_lines(page: str) -> list[str]:
    return read_html(page.encode(), "x.html").text.split("\n")


def test_page_without_its_chrome() -> None:
    assert read_lines(PAGE) == [
        "ỦY BAN NHÂN DÂN",
        "XÃ THẠCH LONG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 12/KH-UBND",
        "Thạch Long, ngày 05 tháng 3 năm 2026",
        "KẾ HOẠCH",
        "Nâng cao chất lượng phục vụ & giảm thời gian chờ của người dân khi làm thủ tục tại bộ phận một cửa xã.",
        "b. Rà soát hồ sơ;",
        "c. Niêm yết công khai.",
        "- Đã có gạch;",
        "- Chưa có gạch.",
        "Không dấu.",
        "TT",
        "Việc",
        "1",
        "Mở lớp",
        "Quý I",
        "Tổng kết",
        "Quý II",
        "Đậm nghiêng",
    ]


def test_cells_and_form_marks() -> None:
    reading = read_html(PAGE.encode(), "x.html")
    found = {reading.text[p.start : p.end]: p for p in reading.paragraphs}
    assert found["XÃ THẠCH LONG"].cell == Cell(0, 0, 0)
    assert found["Độc lập - Tự do - Hạnh phúc"].cell == Cell(0, 0, 1)
    assert found["Việc"].cell == Cell(1, 0, 1, columns=2)
    assert found["1"].cell == Cell(1, 1, 0, rows=2)
    assert found["Tổng kết"].cell == Cell(1, 2, 1)  # the cell above still covers column 0
    assert found["KẾ HOẠCH"].align == "center"
    assert found["Độc lập - Tự do - Hạnh phúc"].align == "center"
    assert (found["KẾ HOẠCH"].bold, found["Số: 12/KH-UBND"].bold) == (True, False)
    assert (found["Đậm nghiêng"].bold, found["Đậm nghiêng"].italic) == (True, True)
    assert reading.source.reader == "html" and reading.source.media_type == "text/html"


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        # a layout table is no data: nested tables, one column, one very long cell beside a side bar
        ("<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td><td>c</td></tr></table>", ["a", "b", "c"]),
        ("<table><tr><td>một</td></tr><tr><td>hai</td></tr></table>", ["một", "hai"]),
        (f"<table><tr><td>{'chữ ' * 500}</td><td>bên</td></tr></table>", [("chữ " * 500).strip(), "bên"]),
        # preformatted text keeps its lines
        ("<pre>Dòng một.\nDòng hai.</pre>", ["Dòng một.", "Dòng hai."]),
        # Roman list marks, an item's own number, markers that the text has already
        ('<ol type="I"><li>x</li><li value="4">y</li><li>z</li></ol>', ["I. x", "IV. y", "V. z"]),
        ('<ol type="i" start="9"><li>x</li></ol>', ["ix. x"]),
        ("<ol><li>1.1. Có số</li></ol>", ["1.1. Có số"]),
        # a bare fragment, an XML declaration
        ('<?xml version="1.0" encoding="utf-8"?><p>chữ<br/>nữa</p>', ["chữ", "nữa"]),
        # a press page whose headline stands outside its article
        (
            "<div><h1>Xã ra quân</h1></div><article><p>" + "Tin dài. " * 40 + "</p></article><div>12 giờ</div>",
            ["Xã ra quân", ("Tin dài. " * 40).strip()],
        ),
        # a page whose banner carries the letterhead keeps it
        (
            '<div class="banner"><p>ĐẢNG CỘNG SẢN VIỆT NAM</p></div><p>' + "Nội dung dài. " * 9 + "</p>",
            ["ĐẢNG CỘNG SẢN VIỆT NAM", ("Nội dung dài. " * 9).strip()],
        ),
    ],
)
def test_structures(page: str, lines: list[str]) -> None:
    assert read_lines(page) == lines


@pytest.mark.parametrize(
    "data",
    [
        "<html><meta charset=windows-1258><p>Xã Hòa</p>".encode("utf-16"),
        b"\xef\xbb\xbf" + "<html><p>Xã Hòa</p>".encode(),
        '<html><meta charset="windows-1258"><p>Xa\u0303 Ho\u0300a</p>'.encode("cp1258"),
        b'<html><meta charset="utf-8"><p>X\xc3\xa3 H\xc3\xb2a</p>',
    ],
)
def test_encodings(data: bytes) -> None:
    assert read_html(data, "x.html").text == "Xã Hòa"


def test_declared_utf8_with_one_broken_byte_is_read() -> None:
    data = b'<meta charset="utf-8"><p>' + "Kế hoạch của xã. ".encode() * 60 + b"\xff</p>"
    assert read_html(data, "x.html").text.startswith("Kế hoạch của xã.")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html><body><script>x()</script></body></html>", "no_text"),
        (b"<html></html>", "no_text"),
        (b'<meta charset="no-such"><p>\xff\xfe\xfd</p>', "unknown_encoding"),
        (b"<p>\xe0\xff\xfe\xd5</p>", "unknown_encoding"),
        (b'<meta charset="windows-1251"><p>\xcf\xf0\xe8\xe2\xe5\xf2 \xcf\xf0\xe8</p>', "unknown_encoding"),
    ],
)
def test_pages_that_cannot_be_read(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_html(data, "x.html")
    assert caught.value.code == code


def test_deep_nesting_does_not_break_the_walk() -> None:
    assert "chữ" in read_html(b"<html><body>" + "<p>chữ</p>".encode() + b"<div>" * 30_000, "x.html").text
