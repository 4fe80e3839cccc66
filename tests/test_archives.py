"""The papers inside folders, archives, letters and packets: each found, each trouble said in one line."""

from __future__ import annotations

import base64
import zipfile
from collections.abc import Iterable
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest

import parser.readers.archives as archives
from parser.pipeline import parse_paper
from parser.readers import read, read_paper
from parser.readers.archives import Paper, expand, is_collection, papers
from parser.readers.edxml import facts_of_packet, open_packet
from parser.readers.sniff import kind_of
from tests import docx_samples as word
from tests.ole_samples import attachment, compound, outlook
from tests.papers import CHILD, PARENT

PLAN = word.docx("".join(word.p(line) for line in CHILD.splitlines() if line))
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def zipped(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return stream.getvalue()


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def told(found: Iterable[Paper]) -> dict[str, str | None]:
    return {paper.name: paper.error.code if paper.error else None for paper in found}


def test_a_file_is_its_own_only_paper(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", PARENT.encode())
    (paper,) = papers(path)
    assert (paper.name, paper.path, paper.stem) == ("a.txt", path, "a")
    assert not is_collection(path)
    assert read_paper(paper).text == read(path).text


def test_what_is_not_there_is_an_error_of_its_own(tmp_path: Path) -> None:
    assert told(papers(tmp_path / "khong-co.txt")) == {"khong-co.txt": "missing_file"}
    assert not is_collection(tmp_path / "khong-co.txt")


def test_a_folder_in_the_order_people_count(tmp_path: Path) -> None:
    for name in ("12/kế hoạch.txt", "2/kế hoạch.txt", "10.txt", "9.txt"):
        put(tmp_path, name, PARENT.encode())
    put(tmp_path, "Thumbs.db", b"x")
    put(tmp_path, "~$2.docx", b"x")
    put(tmp_path, ".ẩn/a.txt", b"x")
    put(tmp_path, "9.quyet-dinh.json", b"{}")
    put(tmp_path, "du-lieu.json", b"{}")
    put(tmp_path, "gói.zip", zipped({"a.txt": PARENT.encode()}))
    assert is_collection(tmp_path)
    assert list(told(papers(tmp_path)).items()) == [
        ("2/kế hoạch.txt", None),
        ("9.txt", None),
        ("10.txt", None),
        ("12/kế hoạch.txt", None),
        ("du-lieu.json", "not_a_paper"),
        ("gói.zip » a.txt", None),
    ]


def test_papers_in_an_archive_are_read_like_files(tmp_path: Path) -> None:
    path = put(tmp_path, "gói.zip", zipped({"12/kế hoạch.docx": PLAN, "2/công văn.txt": PARENT.encode()}))
    assert is_collection(path)
    letter, plan = papers(path)
    assert (letter.name, plan.name) == ("gói.zip » 2/công văn.txt", "gói.zip » 12/kế hoạch.docx")
    assert plan.stem == "gói - 12 - kế hoạch".replace("gói", "gói.zip")
    document = parse_paper(plan)
    assert document.reading.source.name == plan.name
    assert document.header.type == "Kế hoạch"


def test_an_archive_that_only_stores_word_files_is_no_word_file() -> None:
    assert kind_of(zipped({"a.docx": PLAN}, zipfile.ZIP_STORED), "gói.zip") == "zip"
    assert kind_of(PLAN, "khong-duoi") == "docx"


def test_troubles_in_an_archive_stop_nothing(tmp_path: Path) -> None:
    locked = bytearray(zipped({"khóa.txt": b"x", "ok.txt": PARENT.encode()}))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):  # the encryption bit in both directories
        at = locked.find(mark)
        locked[at + offset] |= 1
    torn = bytearray(zipped({"hỏng.txt": PARENT.encode() * 9}))
    torn[60] ^= 0xFF
    inner = zipped({"sâu.txt": PARENT.encode()})
    for _ in range(5):
        inner = zipped({"trong.zip": inner})
    data = zipped(
        {
            "1-khóa.zip": bytes(locked),
            "2-hỏng.zip": bytes(torn),
            "3-sâu.zip": inner,
            "4-cụt.zip": zipped({"a.txt": b"x"})[:-30],
            "5-rỗng.zip": zipped({}),
            "6.txt": b"",
            "7.py": b"print()",
            "8.txt": PARENT.encode(),
            "__MACOSX/._8.txt": b"x",
        }
    )
    found = told(papers(put(tmp_path, "gói.zip", data)))
    deep = next(name for name in found if "3-sâu" in name)
    assert found.pop(deep) == "too_deep"
    assert {name.removeprefix("gói.zip » "): code for name, code in found.items()} == {
        "1-khóa.zip » khóa.txt": "zip_password",
        "1-khóa.zip » ok.txt": None,
        "2-hỏng.zip » hỏng.txt": "broken_entry",
        "4-cụt.zip": "broken_zip",
        "5-rỗng.zip": "empty_zip",
        "6.txt": "empty_file",
        "7.py": "not_a_paper",
        "8.txt": None,
    }


def test_bombs_are_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = put(tmp_path, "bom.zip", zipped({"a.txt": b"\0" * (archives._RATIO_FROM + 1)}))
    assert told(papers(bomb)) == {"bom.zip » a.txt": "zip_bomb"}
    many = put(tmp_path, "nhieu.zip", zipped({f"{n}.txt": b"x" for n in range(5)}))
    monkeypatch.setattr(archives, "_MAX_ENTRIES", 3)
    monkeypatch.setattr(archives._Budget.__init__, "__defaults__", (archives._MAX_UNPACKED, 3))
    assert told(papers(many)) == {
        "nhieu.zip » 0.txt": None,
        "nhieu.zip » 1.txt": None,
        "nhieu.zip » 2.txt": None,
        "nhieu.zip": "too_much_inside",
    }
    monkeypatch.setattr(archives._Budget.__init__, "__defaults__", (3, 30))
    assert told(papers(many))["nhieu.zip"] == "too_much_inside"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1258", "cp437"])
def test_names_of_old_archives(tmp_path: Path, encoding: str) -> None:
    name = {"utf-8": "kế hoạch.txt", "cp1258": "Đông Hà.txt", "cp437": "plan é.txt"}[encoding]
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("N" * len(name.encode(encoding)), PARENT)
    data = stream.getvalue().replace(b"N" * len(name.encode(encoding)), name.encode(encoding))
    (paper,) = papers(put(tmp_path, "a.zip", data))
    shown = paper.name.removeprefix("a.zip » ")
    assert shown == name if encoding != "cp437" else shown.endswith(".txt")


def test_the_unicode_name_of_an_entry_goes_before_a_guess(tmp_path: Path) -> None:
    import struct
    import zlib

    raw, name = "\x82a.txt".encode("cp437", "replace"), "quyết định.txt".encode()
    field = struct.pack("<BI", 1, zlib.crc32("éa.txt".encode("cp437"))) + name
    info = zipfile.ZipInfo("XXXXXX")
    info.extra = struct.pack("<HH", 0x7075, len(field)) + field
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(info, PARENT)
    assert len(raw) == 6
    data = stream.getvalue().replace(b"XXXXXX", "éa.txt".encode("cp437"))
    (paper,) = papers(put(tmp_path, "a.zip", data))
    assert paper.name == "a.zip » quyết định.txt"


def test_no_name_leads_out_of_the_archive(tmp_path: Path) -> None:
    (paper,) = papers(put(tmp_path, "a.zip", zipped({"../../etc/\x07x.txt": PARENT.encode()})))
    assert paper.name == "a.zip » etc/_x.txt"


def letter(**parts: bytes) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"] = "van.thu@xa.example", "ubnd@tinh.example"
    mail["Subject"] = "Gửi kế hoạch năm 2026"
    mail["Message-ID"] = "<1@xa.example>"
    mail.set_content("Kính gửi Văn phòng,\n\nĐề nghị báo cáo trước ngày 20/3/2026.\n> Thư cũ\n> thư cũ\n")
    for name, data in parts.items():
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail


def test_a_letter_is_its_words_and_its_attachments(tmp_path: Path) -> None:
    mail = letter(**{"kế hoạch.docx": PLAN, "gói.zip": zipped({"a.txt": PARENT.encode()}), "khoa.json": b"{}"})
    mail.add_attachment(PICTURE, maintype="image", subtype="png", filename="logo.png", disposition="inline")
    photo = PICTURE + b"\0" * 60_000
    mail.add_attachment(photo, maintype="image", subtype="jpeg", filename="trang 1.jpg", disposition="inline")
    mail.add_attachment(letter(**{"cũ.txt": CHILD.encode()}))
    path = put(tmp_path, "thư.eml", mail.as_bytes())
    assert kind_of(path.read_bytes(), "khong-duoi") == "eml"
    assert told(papers(path)) == {
        "thư.eml » nội dung thư.txt": None,
        "thư.eml » kế hoạch.docx": None,
        "thư.eml » gói.zip » a.txt": None,
        "thư.eml » khoa.json": "not_a_paper",
        "thư.eml » trang 1.jpg": None,
        "thư.eml » tệp đính kèm 5.eml » nội dung thư.txt": None,
        "thư.eml » tệp đính kèm 5.eml » cũ.txt": None,
    }
    words = parse_paper(next(papers(path)))
    assert words.text.startswith("Gửi kế hoạch năm 2026\nKính gửi Văn phòng,")
    assert "Thư cũ" not in words.text


def test_letters_of_odd_making(tmp_path: Path) -> None:
    page = EmailMessage()
    page["Subject"], page["MIME-Version"] = "x", "1.0"
    page.set_content("<p>Đề nghị <b>báo cáo</b> trước ngày 20/3/2026</p>", subtype="html")
    (words,) = papers(put(tmp_path, "trang.eml", page.as_bytes()))
    assert words.name == "trang.eml » nội dung thư.html"
    assert read_paper(words).text == "Đề nghị báo cáo trước ngày 20/3/2026"
    strange = "MIME-Version: 1.0\nContent-Type: text/plain; charset=la-lung\nSubject: =?x?q?\n\nĐề nghị họp".encode()
    (words,) = papers(put(tmp_path, "la.eml", strange))
    assert "Đề nghị họp" in read_paper(words).text
    empty = b"MIME-Version: 1.0\nSubject: \n\n  \n"
    assert told(papers(put(tmp_path, "rong.eml", empty))) == {"rong.eml": "empty_mail"}
    assert kind_of("Kính gửi: Ủy ban nhân dân\nSố: 12".encode(), "a.txt") == "text"


def test_a_saved_outlook_message(tmp_path: Path) -> None:
    data = outlook(
        "Gửi kế hoạch",
        "Đề nghị cho ý kiến.",
        [
            attachment("kế hoạch.docx", PLAN),
            attachment("chữ ký.png", PICTURE, flags=4),
            {
                "__properties_version1.0": b"\0" * 8,
                "__substg1.0_3001001F": "Thư trước".encode("utf-16-le"),
                "__substg1.0_3701000D": {
                    "__properties_version1.0": b"\0" * 24,
                    "__substg1.0_1000001E": "Nội dung thư trước".encode("cp1258", "replace"),
                },
            },
        ],
    )
    path = put(tmp_path, "thư.msg", data)
    assert told(papers(path)) == {
        "thư.msg » nội dung thư.txt": None,
        "thư.msg » kế hoạch.docx": None,
        "thư.msg » Thư trước/nội dung thư.txt": None,
    }
    assert read_paper(next(papers(path))).text == "Gửi kế hoạch\nĐề nghị cho ý kiến."
    page = outlook("x", "", [], **{"__substg1.0_10130102": "<p>Mời họp</p>".encode()})
    (words,) = papers(put(tmp_path, "trang.msg", page))
    assert read_paper(words).text == "Mời họp"
    assert told(papers(put(tmp_path, "rong.msg", outlook("x", "", [])))) == {"rong.msg": "empty_mail"}


def test_old_office_files_are_told_apart_by_their_streams() -> None:
    assert kind_of(compound({"WordDocument": b"x" * 5000, "1Table": b"x"}), "a") == "doc"
    assert kind_of(compound({"Workbook": b"x"}), "a") == "xls"


NS = 'xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016" xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016"'
PACKET = """<?xml version="1.0" encoding="utf-8"?>
<edXML {ns}><edXML:edXMLEnvelope><edXML:edXMLHeader><edXML:MessageHeader>
<edXML:From><edXML:OrganId>H00</edXML:OrganId><edXML:OrganName>UBND tỉnh Hải Khê</edXML:OrganName></edXML:From>
<edXML:Code><edXML:CodeNumber>45</edXML:CodeNumber><edXML:CodeNotation>{notation}</edXML:CodeNotation></edXML:Code>
<edXML:PromulgationInfo><edXML:Place>N/A</edXML:Place><edXML:PromulgationDate>2026/01/12</edXML:PromulgationDate></edXML:PromulgationInfo>
<edXML:DocumentType><edXML:TypeName>Kế hoạch</edXML:TypeName></edXML:DocumentType>
<edXML:Subject>Bảo đảm an toàn thực phẩm</edXML:Subject>
</edXML:MessageHeader></edXML:edXMLHeader></edXML:edXMLEnvelope>
<AttachmentEncoded>{attachments}</AttachmentEncoded></edXML>"""


def packet(files: dict[str, bytes], notation: str = "KH-UBND") -> bytes:
    attachments = "".join(
        f"<Attachment><AttachmentName>{name}</AttachmentName><ContentTransferEncoded>"
        f"{base64.b64encode(data).decode()}</ContentTransferEncoded></Attachment>"
        for name, data in files.items()
    )
    return PACKET.format(ns=NS, notation=notation, attachments=attachments).encode()


def test_a_packet_gives_its_files_and_says_what_it_knows(tmp_path: Path) -> None:
    data = packet({"kh.txt": zipped({"5cbf32d.txt": PARENT.encode()}), "phụ lục.docx": PLAN, "hỏng.txt": b""})
    path = put(tmp_path, "gói.edxml", data)
    assert kind_of(data, "khong-duoi") == "edxml"
    assert told(papers(path)) == {"gói.edxml » kh.txt": None, "gói.edxml » phụ lục.docx": None}
    document = parse_paper(next(papers(path)))
    assert document.header.number == "45/KH-UBND", "unzipped under its own name"
    (note,) = document.findings
    assert (note.kind, note.severity) == ("packet", "info")
    assert "Số, ký hiệu: 45/KH-UBND; Ngày ban hành: 12/1/2026; Cơ quan ban hành: UBND tỉnh Hải Khê" in note.message


@pytest.mark.parametrize(
    ("notation", "number"),
    [("KH-UBND", "45/KH-UBND"), ("45/KH-UBND", "45/KH-UBND"), ("KH/TU", "45-KH/TU"), ("", "45")],
)
def test_numbers_in_packets(notation: str, number: str) -> None:
    assert f"Số, ký hiệu: {number}; " in str(facts_of_packet(open_packet(packet({}, notation))))


def test_bad_packets(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE edXML [<!ENTITY a "x">]>' + packet({"a.txt": b"x"}).partition(b"?>")[2]
    for data in (packet({"a.txt": b"x"})[:-40], bomb):
        assert told(papers(put(tmp_path, "a.edxml", data))) == {"a.edxml": "broken_packet"}
    assert told(papers(put(tmp_path, "b.edxml", packet({})))) == {"b.edxml": "empty_mail"}
    assert facts_of_packet(open_packet(b"<edXML/>")) is None


def test_expanding_what_a_walk_found(tmp_path: Path) -> None:
    put(tmp_path, "gói.zip", zipped({"a.txt": b"x"}))
    (found,) = archives.walk(tmp_path)
    assert told(expand(found)) == {"gói.zip » a.txt": None}
