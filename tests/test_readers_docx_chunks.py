"""Files embedded whole in a Word file: what portals export as Word."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from corpus.errors import UnreadableFile
from parser.readers.docx import read_docx
from tests.docx_samples import docx, p, tbl, tr

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
_PAGE = (
    "<html><head><meta charset='utf-8'></head><body><p>Kế hoạch năm 2026</p><table><tr><td>TT</td><td>Việc</td></tr>"
    "<tr><td>1</td><td>Trồng cây</td></tr></table></body></html>"
)
_MAIL = (
    'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\nContent-Type: text/html; charset="utf-8"\n'
    "Content-Transfer-Encoding: 8bit\n\n" + _PAGE + "\n--x--\n"
)


def with_chunk(name: str, data: bytes, body: str) -> bytes:
    """A Word file that embeds `data` where its body has an altChunk."""
    source = zipfile.ZipFile(BytesIO(docx(body)))
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for member in source.namelist():
            content = source.read(member)
            if member == "word/_rels/document.xml.rels":
                link = f'<Relationship Id="c1" Type="{_RELATION}" Target="{name}"/></Relationships>'
                content = content.replace(b"</Relationships>", link.encode())
            archive.writestr(member, content)
        archive.writestr(f"word/{name}", data)
    return target.getvalue()


CHUNK = '<w:altChunk r:id="c1"/>'


@pytest.mark.parametrize(
    ("name", "data"), [("a.html", _PAGE.encode()), ("a.mht", _MAIL.encode())], ids=["web page", "mail archive"]
)
def test_a_page_is_read_where_it_stands(name: str, data: bytes) -> None:
    reading = read_docx(with_chunk(name, data, tbl(tr("a", "b")) + p("Trước.") + CHUNK + p("Sau.")), "x.docx")
    assert reading.text.split("\n") == ["a", "b", "Trước.", "Kế hoạch năm 2026", "TT", "Việc", "1", "Trồng cây", "Sau."]
    assert {q.cell.table for q in reading.paragraphs if q.cell} == {0, 1}


def test_word_files_and_plain_text() -> None:
    assert read_docx(with_chunk("a.docx", docx(p("Bên trong")), CHUNK), "x.docx").text == "Bên trong"
    assert read_docx(with_chunk("a.txt", "Chữ thường".encode(), CHUNK + p("Sau")), "x.docx").text == "Chữ thường\nSau"


@pytest.mark.parametrize("data", [b"{\\rtf1 a}", b"", b"PK\x03\x04 hong"], ids=["rtf", "nothing", "damaged"])
def test_what_cannot_be_read_leaves_the_rest(data: bytes) -> None:
    assert read_docx(with_chunk("a.bin", data, CHUNK + p("Sau")), "x.docx").text == "Sau"
    with pytest.raises(UnreadableFile):
        read_docx(with_chunk("a.bin", data, CHUNK), "x.docx")
