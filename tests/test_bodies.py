"""Bodies: what a name is, where it ends, and which level it tells on which day."""

from __future__ import annotations

import time
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.knowledge import load
from parser.bodies import districts_exist, find_bodies, level_of
from parser.bodies_levels import announced_levels, bound_levels, city_level, default_levels, levels_in, levels_of, tiers
from parser.bodies_words import word_pattern
from parser.document import Header, Level

_THREE_TIERS = date(2024, 5, 10)
_LAST_DAY = date(2025, 6, 30)
_TWO_TIERS = date(2025, 7, 1)

LEVELS: list[tuple[str, date | None, Level | None]] = [
    ("Ban Tuyên giáo Tỉnh ủy", _THREE_TIERS, "province"),  # a department has the level of its body
    ("Sở Nông nghiệp và Môi trường", _TWO_TIERS, "province"),
    ("cơ sở vật chất", _THREE_TIERS, None),  # "sở" in another word
    ("trụ sở", _THREE_TIERS, None),
    ("Ủy ban MTTQ Việt Nam các xã, phường", _THREE_TIERS, "commune"),
    ("Uỷ ban nhân dân huyện Sông Mây, tỉnh Lam An", _THREE_TIERS, "district"),  # the first level word; old tone marks
    ("UBND xã Tân Bình, huyện Sông Mây, tỉnh Lam An", _THREE_TIERS, "commune"),
    ("Đảng ủy trực thuộc Tỉnh ủy", _THREE_TIERS, "district"),  # right under the province
    ("Đảng ủy trực thuộc Tỉnh ủy", _TWO_TIERS, "commune"),
    ("các tỉnh ủy, thành ủy trực thuộc Trung ương", _THREE_TIERS, "province"),
    ("thành phố Lam Sơn", _THREE_TIERS, "district"),  # a city under a province, while districts last
    ("thành phố Lam Sơn", _LAST_DAY, "district"),
    ("thành phố Lam Sơn", _TWO_TIERS, "province"),
    ("Thành ủy Hải Phòng", _THREE_TIERS, "province"),  # centrally run
    ("Công an thành phố Huế", date(2024, 12, 31), "district"),  # centrally run from 2025 on
    ("Công an thành phố Huế", date(2025, 1, 1), "province"),
    ("Ban Thường vụ Thành ủy", _THREE_TIERS, None),  # the name alone does not tell
    ("Bộ Y tế", None, "central"),
    ("Bộ Chỉ huy Quân sự tỉnh", None, "province"),  # no ministry
    ("các bộ phận chuyên môn", None, None),
    ("Trường THCS xã Tân Bình", _THREE_TIERS, "grassroots"),
    ("chi bộ thôn", _THREE_TIERS, "grassroots"),
    ("bản Nà Sang", _THREE_TIERS, "grassroots"),
    ("văn bản của xã", _THREE_TIERS, "commune"),  # "bản" only where a name begins
    ("các tổ chức chính trị - xã hội", _THREE_TIERS, None),  # "xã hội" is no commune
    ("Hợp tác xã Đồng Tâm", _THREE_TIERS, None),
    ("Phòng Nội vụ", _THREE_TIERS, "district"),
    ("Phòng Kinh tế", _TWO_TIERS, "commune"),
    ("Ủy ban Mặt trận Tổ quốc Việt Nam", _THREE_TIERS, "central"),  # named without a place
    ("các đồng chí", _THREE_TIERS, None),
]


@pytest.mark.parametrize(("name", "on", "expected"), LEVELS)
def test_level_of(name: str, on: date | None, expected: Level | None) -> None:
    assert level_of(name, on) == expected


@pytest.mark.parametrize(
    ("name", "own", "city", "expected"),
    [
        ("Ban Thường vụ Thành ủy", "district", None, "district"),  # the paper of a city under a province
        ("UBND thành phố", "province", None, "province"),
        ("UBND thành phố", "province", "district", "district"),  # a province speaks of its cities
        ("Phòng Quản lý đô thị", "province", None, "province"),  # an office of a department
        ("Ủy ban MTTQ Việt Nam các cấp", "district", None, "district"),
    ],
)
def test_own_level_settles_what_the_name_leaves_open(
    name: str, own: Level, city: Level | None, expected: Level
) -> None:
    assert level_of(name, _THREE_TIERS, own=own, city=city) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ban Chỉ huy cấp tỉnh, cấp xã", ("province", "commune")),
        ("Mặt trận từ tỉnh đến các xã, phường", ("province", "district", "commune")),  # the levels between too
        ("UBND xã Tân Bình, huyện Sông Mây", ("commune",)),  # a place, not a list
        ("các đoàn thể", ()),
    ],
)
def test_levels_in_a_name(name: str, expected: tuple[Level, ...]) -> None:
    assert levels_in(name, _THREE_TIERS) == expected


@pytest.mark.parametrize(
    ("names", "header", "expected"),
    [
        (["các sở", "UBND cấp xã"], Header(level="province", date=_TWO_TIERS), ("province", "commune")),
        (["các cơ quan, đơn vị, địa phương"], Header(level="province", date=_TWO_TIERS), ("province", "commune")),
        (
            ["các cấp ủy"],
            Header(level="district", system="party", date=_THREE_TIERS),
            ("commune", "grassroots"),  # said by a committee to those below it
        ),
        (["UBND cùng cấp"], Header(level="province", system="state", date=_TWO_TIERS), ("province", "commune")),
        (["các đơn vị"], Header(level="province", date=_TWO_TIERS), ("province", "commune")),
        (["Phòng Phát triển nông thôn"], Header(level="province", date=_TWO_TIERS), ("province",)),
        (["Phòng Kinh tế"], Header(level="commune"), ("commune",)),  # a paper without its date
        (["Hội LHPN cơ sở"], Header(level="province", system="union", date=_TWO_TIERS), ("commune",)),
        (["chủ đầu tư", "các doanh nghiệp"], Header(level="province", date=_TWO_TIERS), ()),  # no part of the State
        # localities as members of a list, and as a mere place
        (["Các sở, ban, ngành, địa phương"], Header(level="province", date=_TWO_TIERS), ("province", "commune")),
        (
            ["Sở Y tế và các địa phương"],
            Header(level="province", date=_THREE_TIERS),
            ("province", "district", "commune"),
        ),
        (["Sở Y tế ở địa phương"], Header(level="province", date=_TWO_TIERS), ("province",)),
        # everybody who receives the paper, parts in a task, mass organisations without a place
        (["Thủ trưởng các cơ quan, đơn vị"], Header(level="province", date=_TWO_TIERS), ("province", "commune")),
        (["các cơ quan, đơn vị thuộc Sở"], Header(level="province", date=_TWO_TIERS), ("province",)),
        (["Cơ quan chủ trì thẩm định"], Header(level="province", date=_TWO_TIERS), ("province", "commune")),
        (["Hội Người cao tuổi"], Header(level="province", date=_TWO_TIERS), ("province", "commune")),
        (["Các đơn vị thuộc tuyến cơ sở"], Header(level="province", date=_TWO_TIERS), ("commune", "grassroots")),
        (["Các chi bộ, đảng bộ trực thuộc"], Header(level="district", date=_THREE_TIERS), ("commune", "grassroots")),
        # the offices of a commune since the reform; before it a province's or district's "Phòng"
        (["Phòng Văn hóa - Xã hội"], Header(level="province", date=_TWO_TIERS), ("commune",)),
        (["Phòng Kinh tế đối ngoại Sở Ngoại vụ"], Header(level="province", date=_TWO_TIERS), ("province",)),
        # a road is no province
        (["Mỗi thôn dọc tỉnh lộ"], Header(level="province", date=_TWO_TIERS), ("grassroots",)),
        (["thành ủy"], Header(level="province", date=_THREE_TIERS, issuer="Tỉnh ủy Lam An tỉnh"), ("district",)),
        (["các cơ quan"], Header(), ()),  # without the paper's level nothing is guessed
    ],
)
def test_levels_of_the_named(names: list[str], header: Header, expected: tuple[Level, ...]) -> None:
    assert levels_of(names, header) == expected


def test_default_levels_go_from_the_issuer_down() -> None:
    assert default_levels(Header(level="province", date=_THREE_TIERS)) == ("province", "district", "commune")
    assert default_levels(Header(level="province", date=_TWO_TIERS)) == ("province", "commune")
    assert default_levels(Header(level="commune", date=_TWO_TIERS)) == ("commune", "grassroots")
    assert default_levels(Header()) == ()


def test_city_level_of_a_centrally_run_city_is_its_own() -> None:
    assert city_level(Header(level="province", date=_THREE_TIERS, issuer="UBND thành phố Hà Nội")) == "province"


def test_the_district_tier_ends_with_june_2025() -> None:
    assert districts_exist(_LAST_DAY) and not districts_exist(_TWO_TIERS) and districts_exist(None)
    assert "district" not in tiers(_TWO_TIERS)


NAMES = [
    (
        "Giao Sở Văn hóa, Thể thao và Du lịch chủ trì, phối hợp với Công an tỉnh",
        ["Sở Văn hóa, Thể thao và Du lịch", "Công an tỉnh"],
    ),
    (
        "Các sở, ban, ngành; UBND các xã, phường và các đơn vị có liên quan tổ chức thực hiện",
        ["Các sở, ban, ngành", "UBND các xã, phường", "các đơn vị có liên quan"],
    ),
    ("Ban Tổ chức Huyện ủy tổng hợp", ["Ban Tổ chức Huyện ủy"]),  # a verb in capitals belongs to the name
    ("các huyện ủy, thị ủy, đảng ủy trực thuộc", ["các huyện ủy", "thị ủy", "đảng ủy trực thuộc"]),
    ("Đối với Hội Nông dân xã (sau đây gọi là Hội), Đoàn xã", ["Hội Nông dân xã", "Đoàn xã"]),  # prefix, bracket
    ("Tổ chức hội nghị, hội thảo trong trường hợp cần thiết", []),  # no bodies at all
    ("các cơ quan tham mưu, giúp việc Tỉnh ủy theo dõi", ["các cơ quan tham mưu, giúp việc Tỉnh ủy"]),
]

NAMES += [
    ("LÃNH ĐẠO, CHỈ ĐẠO CÔNG TÁC BẦU CỬ", []),  # an act, as titles name it
    ("Chính quyền số và dịch vụ công", []),
    ("Lãnh đạo các cơ quan, đơn vị kiểm tra", ["Lãnh đạo các cơ quan, đơn vị"]),
]


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_find_bodies(text: str, expected: list[str]) -> None:
    found = find_bodies(text, 0, len(text), _THREE_TIERS)
    assert [body.name for body in found] == expected
    assert all(text[body.start : body.end] == body.name for body in found)


@given(
    st.lists(
        st.sampled_from(["các xã", " và ", "; ", "Sở Y tế", "(", ")", " tổ chức", ", ", "A", "Thành ủy"]), max_size=12
    )
)
def test_found_bodies_are_spans_in_order(pieces: list[str]) -> None:
    text = "".join(pieces)
    at = 0
    for body in find_bodies(text, 0, len(text), None):
        assert at <= body.start < body.end
        assert text[body.start : body.end] == body.name
        at = body.end


def test_every_word_of_the_table_is_folded() -> None:
    table = load("bodies")
    for row in table["level"]:
        for word in row["words"]:
            assert word == unicodedata.normalize("NFC", word).lower()


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        (["sở", "sở, ban", "sở, ban, ngành"], "sở, ban, ngành tỉnh", "sở, ban, ngành"),  # the longest
        (["sở", "sở, ban, ngành"], "sở, ban khác", "sở"),  # falls back to the shorter
        (["ban"], "bang", None),  # whole words only
        (["a.b"], "axb", None),  # taken literally
    ],
)
def test_word_pattern(words: list[str], text: str, expected: str | None) -> None:
    import re

    match = re.match(word_pattern(words), text)
    assert (match.group() if match else None) == expected


@pytest.mark.parametrize("piece", ["Sở Y tế và ", "các sở, ", "các ", "(", "Bộ phận "])
def test_a_megabyte_of_names_is_read_in_time(piece: str) -> None:
    text = piece * (500_000 // len(piece))
    begun = time.process_time()
    find_bodies(text, 0, len(text), None)
    assert time.process_time() - begun < 30


_PROVINCE = Header(level="province", system="state", date=_TWO_TIERS)
_INTERNAL = Header(level="province", date=_TWO_TIERS, recipients=("Ban Giám đốc Sở", "Lưu: VT"))
_TO_SCHOOLS = Header(level="province", date=_TWO_TIERS, recipients=("UBND các xã, phường", "Các trường học", "Lưu: VT"))


@pytest.mark.parametrize(
    ("text", "names", "header", "expected"),
    [
        # nobody named: the issuer and those below it who receive the paper
        ("Tổ chức tuyên truyền về chuyển đổi số", [], _PROVINCE, ("province", "commune")),
        ("Chuẩn bị tài liệu tập huấn", [], _INTERNAL, ("province",)),
        ("Tổ chức tuyên truyền về chuyển đổi số", [], _TO_SCHOOLS, ("province", "commune", "grassroots")),
        # an event of one level, a result of the whole province
        ("Tổ chức hội thi Dân vận khéo cấp tỉnh", [], _PROVINCE, ("province",)),
        ("Toàn tỉnh trồng 200 ha rừng", [], _PROVINCE, ("province",)),
        # a share of the settlements is reached by the communes; a share of papers is not one of settlements
        ("100% khu dân cư có tổ thu gom rác", [], _PROVINCE, ("commune", "grassroots")),
        ("100% văn bản đi được ký số", [], _PROVINCE, ("province", "commune")),
        ("Mỗi thôn có một điểm đọc sách", ["Mỗi thôn"], _PROVINCE, ("commune", "grassroots")),
        ("Tuyến cơ sở lập danh sách trẻ chưa tiêm", [], _PROVINCE, ("commune", "grassroots")),
        # persons belong to the issuer, companies to nobody, unknown bodies may be anybody
        ("In tài liệu", ["Trần Thị Bình"], _PROVINCE, ("province",)),
        ("Lắp đặt trạm phát sóng", ["các doanh nghiệp viễn thông"], _PROVINCE, ()),
        ("Duy trì chuyên mục", ["trang thông tin điện tử"], _PROVINCE, ("province", "commune")),
    ],
)
def test_levels_that_a_duty_binds(text: str, names: list[str], header: Header, expected: tuple[Level, ...]) -> None:
    assert bound_levels(text, names, header) == expected


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["Công tác tuyên truyền", "NHIỆM VỤ CỦA UBND XÃ"], ("commune",)),  # the nearest title that names somebody
        (["MỤC TIÊU (đối với từng xã)"], ("commune",)),
        (["Nhiệm vụ của các sở, ngành"], ("province",)),
        (["Phát huy vai trò của nhân dân"], ()),  # no body
        (["Thực hiện nghị quyết của Chính phủ"], ()),  # whose paper, not whose duties
        (["Phát huy vai trò của Sở Y tế"], ()),
        (["Xã nông thôn mới"], ()),  # a title that merely speaks of communes
        ([], ()),
    ],
)
def test_titles_tell_whose_duties_follow(titles: list[str], expected: tuple[Level, ...]) -> None:
    assert announced_levels(titles, _PROVINCE) == expected
    assert bound_levels("Lập danh sách hộ nghèo", [], _PROVINCE, expected) == (expected or ("province", "commune"))
    assert bound_levels("Lập danh sách", ["Sở Y tế"], _PROVINCE, expected) == ("province",), "a named body says more"


def test_recipients_named_in_an_article_tell_nothing() -> None:
    lines = ("Như Điều 3", "Thường trực Tỉnh ủy", "Lưu: VT")
    assert default_levels(Header(level="province", date=_TWO_TIERS, recipients=lines)) == ("province", "commune")


@pytest.mark.parametrize("line", ["Các đảng ủy, ủy ban kiểm tra trực thuộc", "Các đơn vị", "Công đoàn cơ sở"])
def test_recipients_below_that_tell_no_level_do_not_leave_the_duty_to_the_issuer(line: str) -> None:
    header = Header(level="province", date=_TWO_TIERS, recipients=("Thường trực Tỉnh ủy", line, "Lưu: VT"))
    assert "commune" in default_levels(header)
