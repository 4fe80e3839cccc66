"""TCVN3, VNI, VPS, VISCII: the tables letter by letter, the choice among them, and runs that must not be touched."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.legacy_files import ENCODINGS, encode, shown
from corpus.errors import UnreadableFile
from parser.readers.encoding import characters
from parser.readers.legacy import Segment, decode, decode_bytes, encoding, recode, recode_lines
from parser.readers.legacy.evidence import recognise
from parser.readers.legacy.fonts import claim_of
from parser.readers.text import read_text

LETTERS = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
PAPER = """ỦY BAN NHÂN DÂN XÃ SUỐI MƠ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Thực hiện Kế hoạch số 45/KH-UBND ngày 02/01/2001 về phòng, chống thiên tai, Ủy ban nhân dân xã yêu cầu:
1. Các thôn tổ chức trực ban, chuẩn bị lương thực, thuốc chữa bệnh; báo cáo trước ngày 30/4/2001.
2. Trạm Y tế xã chủ trì, phối hợp với Ban Chỉ huy Quân sự diễn tập sơ tán người già, trẻ em.
Giao Văn phòng theo dõi, đôn đốc, tổng hợp kết quả; khen thưởng đơn vị làm tốt, nhắc nhở nơi làm chậm."""
# Written by hand from the fonts' own charts, independent of the tables.
ANCHORS = [
    ("TCVN3", "Céng hoµ x· héi chñ nghÜa ViÖt Nam", "Cộng hoà xã hội chủ nghĩa Việt Nam"),
    ("TCVN3", "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
    ("TCVN3", "Thñ t\u00adíng, n\u00adíc, ®\u00adîc, \u00adu tiªn, nh\u00ad", "Thủ tướng, nước, được, ưu tiên, như"),
    ("TCVN3", "Thñ t−íng, n−íc nhµ, 5 − 3 = 2", "Thủ tướng, nước nhà, 5 − 3 = 2"),  # a minus sign for ư, and one
    ("TCVN3", "tr-êng häc, kinh tÕ - x· héi, KH-UBND", "trường học, kinh tế - xã hội, KH-UBND"),  # hyphens likewise
    ("VNI", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
    ("VNI", "ÑOÄC LAÄP - TÖÏ DO - HAÏNH PHUÙC", "ĐỘC LẬP - TỰ DO - HẠNH PHÚC"),
    (
        "VNI",
        "Ñaø Naüng, saün saøng, baùo chí, quyù, kyû luaät, giaù trò",
        "Đà Nẵng, sẵn sàng, báo chí, quý, kỷ luật, giá trị",
    ),
    ("VNI", "AÙp duïng, Uûy ban", "Áp dụng, Ủy ban"),  # small marks over capitals
    ("VISCII", "C\xb5ng h\xf2a xã h\xb5i chü nghîa Vi®t Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
    ("VISCII", "Ðµc l§p - Tñ do - HÕnh phúc", "Độc lập - Tự do - Hạnh phúc"),
    ("VPS", "C¶ng hòa xã h¶i chû nghïa Vi\x8ct Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
    ("VPS", "ñ¶c lÆp - T¿ do - Hånh phúc", "Độc lập - Tự do - Hạnh phúc"),
]


@pytest.mark.parametrize(("name", "coded", "plain"), ANCHORS)
def test_known_lines(name: str, coded: str, plain: str) -> None:
    assert decode(coded, name) == plain
    assert decode(shown(coded), name) == plain  # as Windows shows codes 80 to 9F


@pytest.mark.parametrize("name", [*ENCODINGS, "TCVN5712"])
def test_every_letter_of_both_cases_has_one_code(name: str) -> None:
    capitals = "" if name == "TCVN3" else LETTERS.upper()
    used = encoding(name)
    letters = set(used.single.values()) | set(used.pairs.values())
    assert set(LETTERS + capitals) <= letters
    if not used.pairs:
        codes = [code for code in used.single if code < 0x100]
        assert len({used.single[code] for code in codes}) == len(codes)


@pytest.mark.parametrize("name", ENCODINGS)
def test_round_trip_of_single_letters(name: str) -> None:
    for letter in LETTERS + ("ĂÂÊÔƠƯĐ" if name == "TCVN3" else LETTERS.upper()):
        assert decode(encode(letter, name), name) == letter
        if name != "VNI":
            assert decode_bytes(encode(letter, name).encode("latin-1"), name) == letter


SYLLABLES = st.sampled_from(PAPER.split() + ["ẵng", "kỹ", "mỵ", "ngoằn", "ngõ", "khoẻ", "rẽ", "chỗ", "ghế"])


@settings(max_examples=150)
@given(st.lists(SYLLABLES, min_size=1, max_size=30).map(" ".join), st.sampled_from(ENCODINGS))
def test_round_trip_of_text(text: str, name: str) -> None:
    text = text.lower() if name == "TCVN3" else text
    assert decode(encode(text, name), name) == text
    assert decode(shown(encode(text, name)), name) == text


@settings(max_examples=200)
@given(st.text(max_size=120), st.sampled_from([*ENCODINGS, "TCVN5712"]))
def test_decoding_never_fails(text: str, name: str) -> None:
    decode(text, name)
    recode_lines(text)
    claim_of(text)


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_a_clear_error(data: bytes) -> None:
    try:
        characters(data, "x.txt")
    except UnreadableFile as error:
        assert error.code in ("unknown_encoding", "binary_as_text")


@pytest.mark.parametrize("name", [*ENCODINGS, "TCVN5712"])
def test_text_files_are_recognised_by_their_syllables(name: str) -> None:
    text = PAPER.lower() if name == "TCVN3" else PAPER
    codes = {letter: chr(code) for code, letter in encoding(name).single.items() if code < 0x100}
    coded = encode(text, name) if name == "VNI" else "".join(codes.get(letter, letter) for letter in text)
    reading = read_text(coded.encode("latin-1"), "cu.txt")
    assert reading.text.split() == unicodedata.normalize("NFC", text).split()
    assert [found.kind for found in reading.findings] == ["legacy_encoding"]
    assert name.removesuffix("5712")[:3] in reading.findings[0].message


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
def test_unicode_and_windows_texts_are_no_legacy(codec: str) -> None:
    text = PAPER
    if codec == "cp1258":  # tones as marks after the letter
        text = "".join(
            base + "".join(marks)
            for base, *marks in (
                [unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", ch) if c not in TONES))]
                + [c for c in unicodedata.normalize("NFD", ch) if c in TONES]
                for ch in text
            )
        )
    reading = read_text(text.encode(codec), "moi.txt")
    assert reading.text.split() == PAPER.split()
    assert not reading.findings


TONES = "\u0300\u0301\u0303\u0309\u0323"


@pytest.mark.parametrize(
    "text",
    [
        PAPER,
        "Ke hoach kiem tra, khong dau. KH-UBND 15/3/2026",
        "và có là cô á à ã é è ê ì í ò ó ô õ ù ú ý",  # Vietnamese letters that Latin-1 has
        "Müller, Ångström, Łódź: Österreich für Äpfel, niño, façade, señor ønsker",
        "Diện tích 120 m², nhiệt độ 30°C, sai số ± 5%, “trích dẫn” – hết… §1 ©2026 ®",
        "L'été à la plage, où êtes-vous allés, ça va très bien élève garçon Noël",
    ],
)
def test_other_texts_stay_to_the_letter(text: str) -> None:
    assert recode_lines(text) == (text, {})
    for font in (None, "Times New Roman"):
        assert recode([Segment(line, font, at) for at, line in enumerate(text.split("\n"))]).encodings == {}


@settings(max_examples=150)
@given(
    st.lists(SYLLABLES, min_size=1, max_size=20).map(" ".join), st.sampled_from([None, ".VnTime", "VNI-Times", "Arial"])
)
def test_a_run_with_letters_of_unicode_is_never_touched(text: str, font: str | None) -> None:
    genuine = text + " đường"
    mixed = [
        Segment("Céng hoµ x· héi chñ nghÜa", ".VnTime", 0),
        Segment(genuine, font, 1),
        Segment("c¸c x·", ".VnTime", 2),
    ]
    assert recode(mixed).texts == ["Cộng hoà xã hội chủ nghĩa", genuine, "các xã"]


def test_lines_of_two_encodings_and_of_none() -> None:
    lines = [
        "Kính gửi: Ủy ban nhân dân xã và các thôn",
        "B¸o c¸o vÒ t×nh h×nh thùc hiÖn kÕ ho¹ch quý I",
        "Baùo caùo veà tình hình thöïc hieän keá hoaïch quyù II",
        "và có ± 5%",
    ]
    text, found = recode_lines("\n".join(lines))
    assert text.split("\n") == [
        lines[0],
        "Báo cáo về tình hình thực hiện kế hoạch quý I",
        "Báo cáo về tình hình thực hiện kế hoạch quý II",
        lines[3],
    ]
    assert set(found) == {"TCVN3", "VNI"}


def test_words_cut_between_runs() -> None:
    """Word cuts runs anywhere, between a vowel of VNI and its mark too; pieces of words are judged with their line."""
    vni = [Segment(part, "VNI-Times", 0) for part in ("Keá hoa", "ïch na", "êm")]
    assert "".join(recode(vni).texts) == "Kế hoạch năm"
    tcvn = [Segment(part, ".VnTime", 0) for part in ("tr\u00ad", "êng h", "äc cña x·")]
    assert "".join(recode(tcvn).texts) == "trường học của xã"


def test_capital_fonts_give_capitals() -> None:
    parts = [
        Segment("kÕ ho¹ch", ".VnTimeH", 0),
        Segment(" n¨m 2001", ".VnTime", 0),
        Segment("ubnd x·", ".VnArialH,Bold", 1),
    ]
    assert recode(parts).texts == ["KẾ HOẠCH", " năm 2001", "UBND XÃ"]
    assert recode([Segment("Kế hoạch", ".VnTimeH", 0)]).texts == ["Kế hoạch"]  # retyped: the font is not there any more


def test_stale_font_names_turn_no_sign_into_a_letter() -> None:
    """In a paper retyped in Unicode the old font's name stays; fractions and signs are fractions and signs."""
    parts = [Segment("Kế hoạch thực hiện năm 2026", ".VnTime", 0), Segment("½ ± 5% § 2 ©", ".VnTime", 1)]
    assert recode(parts).texts == [part.text for part in parts]


def test_codes_of_symbol_fonts() -> None:
    private = "".join(chr(0xF000 + ord(letter)) for letter in "KÕ ho¹ch")
    assert recode([Segment(private, ".VnTime", 0), Segment("\uf0b7", "Symbol", 1)]).texts == ["Kế hoạch", "\uf0b7"]


def test_utf8_read_as_windows_is_put_back() -> None:
    data = "Ủy ban nhân dân xã: kế hoạch, à, Đức, ưu tiên".encode()
    broken = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)
    text, found = recode_lines("Kính gửi các thôn\n" + broken)
    assert text == "Kính gửi các thôn\n" + data.decode()
    assert list(found) == ["UTF-8"]
    half = len(broken) // 2
    parts = [Segment(broken[:half], None, 0), Segment(broken[half:], None, 0)]
    assert "".join(recode(parts).texts) == data.decode()


@pytest.mark.parametrize(
    ("font", "encoding_", "capitals"),
    [
        (".VnTime", "TCVN3", False),
        ("ABCDEF+.VnTimeH", "TCVN3", True),
        (".VnTime,Bold", "TCVN3", False),
        (".VNTIMEH", "TCVN3", True),
        (".VnArial NarrowH", "TCVN3", False),
        ("VnTime", "TCVN3", False),
        ("VNI-Times", "VNI", False),
        ("VNI Helve", "VNI", False),
        ("VPS Times", "VPS", False),
        ("VISCII Times", "VISCII", False),
    ],
)
def test_fonts_and_their_claims(font: str, encoding_: str, capitals: bool) -> None:
    claim = claim_of(font)
    assert claim is not None and (claim.encoding, claim.capitals) == (encoding_, capitals)


@pytest.mark.parametrize("font", [None, "", "Times New Roman", "VNU Times", "Verdana", "Vivaldi", "UVnTime"])
def test_fonts_that_claim_nothing(font: str | None) -> None:
    assert claim_of(font) is None


def test_two_words_are_too_few_to_tell() -> None:
    assert recognise("®") is None
    with pytest.raises(UnreadableFile):
        characters(b"ab \xf8\xd0 cd ef 12345", "x.txt")
