"""Which duties bind a plan at all: by level, by kind of body, by field, by name; everything doubtful binds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from audit.applicability import not_binding
from parser.document import Actor, ActorRole, Header, Level, Requirement, System

SINCE = date(2026, 1, 20)
COMMUNE, PROVINCE, GRASSROOTS = "UBND xã Đồng Lạc", "Sở Y tế tỉnh Hải Khê", "Trường Tiểu học Đồng Lạc"

# (levels of the duty, its bearers, level of the plan, issuer of the plan, binds?)
ROWS: list[tuple[tuple[Level, ...], tuple[str, ...], Level | None, str | None, bool]] = [
    # levels
    (("commune",), (), "commune", COMMUNE, True),
    (("province",), (), "commune", COMMUNE, False),
    (("commune",), (), "province", PROVINCE, False),
    (("province", "commune"), (), "commune", COMMUNE, True),
    (("grassroots",), (), "grassroots", GRASSROOTS, True),
    (("grassroots",), (), "commune", COMMUNE, False),
    ((), (), "commune", COMMUNE, True),  # a duty without a level is everybody's
    (("province",), (), None, COMMUNE, True),  # a plan without a level is held to everything
    (("province",), (), None, None, True),
    # the district after its end
    (("district",), (), "commune", COMMUNE, False),
    (("district", "commune"), (), "commune", COMMUNE, True),  # the other level goes on
    # kinds of bodies
    (("grassroots",), ("các trường học",), "grassroots", "Thôn Bãi Giữa", False),
    (("grassroots",), ("các trường học",), "grassroots", GRASSROOTS, True),
    (("grassroots",), ("các thôn, tổ dân phố",), "grassroots", GRASSROOTS, False),
    (("grassroots",), ("các thôn", "các trường học"), "grassroots", GRASSROOTS, True),
    (("grassroots",), ("Trạm Y tế",), "grassroots", "Thôn Bãi Giữa", False),
    (("grassroots",), ("Ban Công tác Mặt trận",), "grassroots", "Thôn Bãi Giữa", True),
    (("grassroots",), ("các cơ quan, đơn vị",), "grassroots", GRASSROOTS, True),  # everybody
    (("grassroots",), (), "grassroots", GRASSROOTS, True),
    (("commune",), ("Ủy ban nhân dân các phường",), "commune", COMMUNE, False),
    (("commune",), ("Ủy ban nhân dân các phường",), "commune", "UBND phường Bến Nứa", True),
    (("commune",), ("Ủy ban nhân dân các xã, phường",), "commune", COMMUNE, True),
    (("commune",), ("các tổ chức chính trị - xã hội",), "commune", "Hội Phụ nữ phường Bến Nứa", True),  # "xã hội" is no commune
    # departments
    (("province",), ("Sở Công Thương",), "province", PROVINCE, False),
    (("province",), ("Sở Y tế",), "province", PROVINCE, True),
    (("province",), ("Sở Y tế", "Sở Công Thương"), "province", PROVINCE, True),
    (("province",), ("Ủy ban nhân dân tỉnh",), "province", PROVINCE, False),
    (("province",), ("các sở, ban, ngành",), "province", PROVINCE, True),
    # institutions of their own
    (("commune", "grassroots"), ("Kho bạc Nhà nước khu vực X",), "commune", COMMUNE, False),
    (("commune", "grassroots"), ("Trường Đại học Hải Khê",), "grassroots", GRASSROOTS, False),
    (("commune",), ("Kho bạc Nhà nước khu vực X", "UBND các xã"), "commune", COMMUNE, True),
    # sides: Party committees are asked apart from governments; a commune's plan covers its police
    (("commune",), ("Đảng ủy các xã, phường",), "commune", COMMUNE, False),
    (("commune",), ("Đảng ủy các xã, phường",), "commune", "Đảng ủy xã Đồng Lạc", True),
    (("commune",), ("Ủy ban nhân dân các xã, phường",), "commune", "Công an xã Đồng Lạc", False),
    (("commune",), ("Công an các xã, phường",), "commune", COMMUNE, True),
    (("commune",), ("Công an các xã, phường", "Ban chỉ huy quân sự xã"), "commune", "Công an xã Đồng Lạc", True),
    # single bodies by name
    (("commune",), ("UBND xã Cồn Lau",), "commune", COMMUNE, False),
    (("commune",), ("UBND xã Cồn Lau", "UBND xã Đồng Lạc"), "commune", COMMUNE, True),
    (("commune",), ("UBND xã Đồng Lạc",), "commune", COMMUNE, True),
    (("commune",), ("Đảng ủy phường Bến Nứa",), "commune", "Đảng ủy xã Đồng Lạc", False),
]  # fmt: skip


def requirement(levels: tuple[Level, ...], bearers: tuple[str, ...], role: ActorRole = "lead") -> Requirement:
    actors = tuple(Actor(name, role, None) for name in bearers)
    return Requirement("1", "làm", 0, 3, "I", "task", actors, levels, None, (), (), ())


@pytest.mark.parametrize(
    ("levels", "bearers", "level", "issuer", "binds"),
    ROWS,
    ids=[f"{i}-{'+'.join(row[0])}-{'+'.join(row[1])}-{row[3]}" for i, row in enumerate(ROWS)],
)
def test_binds(
    levels: tuple[Level, ...], bearers: tuple[str, ...], level: Level | None, issuer: str | None, binds: bool
) -> None:
    found = not_binding(requirement(levels, bearers), level, Header(issuer=issuer, date=SINCE))
    assert (found is None) == binds
    if found is not None:
        assert found[1].endswith("."), "one Vietnamese sentence says why"


def test_abolished_district_is_a_reason_of_its_own() -> None:
    found = not_binding(requirement(("district",), ()), "commune", Header(issuer=COMMUNE, date=SINCE))
    assert found is not None
    assert found[0] == "level_abolished"


@pytest.mark.parametrize("day", [date(2025, 6, 30), None], ids=["before the end", "day unknown"])
def test_district_counts_while_it_lasts(day: date | None) -> None:
    header = Header(issuer="UBND huyện Ngàn Sâu", date=day)
    assert not_binding(requirement(("district",), ()), "district", header) is None


def test_supporters_alone_excuse_nobody() -> None:
    found = not_binding(requirement(("commune",), ("các trường học",), "support"), "commune", Header(issuer=COMMUNE))
    assert found is None


# (what is asked, headings above it, its supporters, binds a commune under a province's plan?)
OWN: list[tuple[str, str, tuple[str, ...], bool]] = [
    ("Tổ chức lễ phát động toàn tỉnh", "", (), False),
    ("Tổ chức lễ phát động", "", (), True),
    ("Gặp mặt kiều bào về quê đón Tết", "", (), False),  # external relations are none of a commune's
    ("Gặp mặt đại biểu", "Công tác đối ngoại", (), False),
    ("Gặp mặt kiều bào tại các xã, phường", "", (), True),  # lower levels are named
    ("Soạn thảo văn bản quy phạm pháp luật", "", (), False),
    ("Ban hành quy định", "Hoàn thiện thể chế", (), False),
    ("Báo cáo kết quả toàn tỉnh", "", (), True),  # who reports is below
    (
        "Ký kết chương trình phối hợp",
        "",
        ("Công an tỉnh", "Hội Nông dân tỉnh"),
        False,
    ),  # partners at the issuer's level
    ("Ký kết chương trình phối hợp", "", ("Công an xã",), True),
]


@pytest.mark.parametrize(
    ("quote", "headings", "partners", "binds"), OWN, ids=[f"{i}-{row[0]}" for i, row in enumerate(OWN)]
)
def test_what_the_issuers_own_level_alone_can_do(
    quote: str, headings: str, partners: tuple[str, ...], binds: bool
) -> None:
    asked = replace(requirement(("province", "commune"), partners, "support"), quote=quote)
    header = Header(issuer=COMMUNE, date=SINCE)
    assert (not_binding(asked, "commune", header, "province", headings) is None) == binds
    assert not_binding(asked, "province", header, "province", headings) is None, "the issuer's own level is bound"


def test_a_school_under_the_heading_of_villages_is_not_bound() -> None:
    asked, header = requirement(("grassroots",), ()), Header(issuer=GRASSROOTS, date=SINCE)
    assert not_binding(asked, "grassroots", header, None, "Các thôn, tổ dân phố") is not None
    assert not_binding(asked, "grassroots", header, None, "Các trường học") is None


@pytest.mark.parametrize(
    ("issuer", "superior", "binds"),
    [
        ("Chi bộ Hạt Kiểm lâm", "Huyện ủy Ngàn Sâu", True),  # stands right below the issuer
        ("Liên đoàn Lao động huyện Ngàn Sâu, CĐCS Công ty Bến Nứa", None, True),  # its name says under whom
        ("Chi bộ Trường THCS Đồng Lạc", "Đảng ủy xã Đồng Lạc", False),  # its commune stands between
        ("Thôn Bãi Giữa", None, False),
    ],
)
def test_a_duty_without_a_bearer_reaches_the_base_right_below_the_issuer(
    issuer: str, superior: str | None, binds: bool
) -> None:
    header = Header(issuer=issuer, parent_issuer=superior, level="grassroots", date=date(2024, 5, 6))
    asked = requirement(("district", "commune"), ())
    assert (not_binding(asked, "grassroots", header, "district") is None) == binds
    named = requirement(("commune",), ("UBND các xã",))
    assert not_binding(named, "grassroots", header, "district") is not None, "a named bearer stays the bearer"


@pytest.mark.parametrize(
    ("bearer", "text", "binds"),
    [
        ("UBND các xã ven biển", "Xã có 04 thôn giáp biển, trồng phi lao chắn cát.", True),
        ("UBND các xã ven biển", "Xã miền núi, phát triển cây dược liệu.", False),  # never speaks of the sea
        ("các xã có rừng", "Ký quy chế phối hợp bảo vệ rừng.", True),
        ("UBND các xã", "Xã miền núi.", True),  # no condition
    ],
)
def test_conditions_of_place(bearer: str, text: str, binds: bool) -> None:
    asked = requirement(("commune",), (bearer,))
    header = Header(issuer=COMMUNE, date=SINCE)
    assert (not_binding(asked, "commune", header, child_text=text) is None) == binds
    assert not_binding(asked, "commune", header) is None, "without the plan's text nobody is excused"


@pytest.mark.parametrize(
    ("quote", "bearers", "binds"),
    [
        ("Các doanh nghiệp viễn thông mở rộng vùng phủ sóng", ("Các doanh nghiệp viễn thông",), False),
        ("Mở rộng vùng phủ sóng", ("Các doanh nghiệp viễn thông",), False),  # they stand in the heading
        ("Yêu cầu nhà thầu bổ sung nhân lực", ("nhà thầu",), True),  # somebody is to ask them
        ("Các doanh nghiệp, sở, ngành mở rộng", ("Các doanh nghiệp", "Ủy ban nhân dân các xã"), True),
    ],
)
def test_duties_of_firms_alone_bind_no_office(quote: str, bearers: tuple[str, ...], binds: bool) -> None:
    asked = replace(requirement((), bearers), quote=quote)
    assert (not_binding(asked, "commune", Header(issuer=COMMUNE, date=SINCE), "province") is None) == binds


@pytest.mark.parametrize(
    ("issuer", "quote", "bearers", "binds"),
    [
        ("Trạm Y tế xã Đồng Lạc", "Lập hồ sơ quản lý trẻ suy dinh dưỡng", (), True),
        ("Bệnh viện Đa khoa khu vực Cồn Lau", "Tiết kiệm điện", ("Các cơ quan, đơn vị",), True),
        ("Bệnh viện Đa khoa khu vực Cồn Lau", "Tiết kiệm điện", ("UBND các xã",), False),
        ("Trường THCS Đồng Lạc", "Trên 60% số gia đình của xã, phường đạt danh hiệu", (), False),  # a territory
        ("Chi bộ Trường THCS Đồng Lạc", "Lập hồ sơ quản lý", (), False),  # a cell gets its duties from its committee
    ],
)
def test_a_duty_of_everybody_reaches_schools_and_stations(
    issuer: str, quote: str, bearers: tuple[str, ...], binds: bool
) -> None:
    asked = replace(requirement(("province", "commune"), bearers), quote=quote)
    header = Header(issuer=issuer, level="grassroots", date=SINCE)
    assert (not_binding(asked, "grassroots", header, "province") is None) == binds


def test_a_department_in_the_column_of_helpers_is_bound() -> None:
    asked = requirement(("province",), ("Sở Công Thương",))
    helper = Actor("Sở Y tế", "support", None)
    header = Header(issuer=PROVINCE, date=SINCE)
    assert not_binding(asked, "province", header, "province") is not None
    assert not_binding(replace(asked, actors=(*asked.actors, helper)), "province", header, "province") is None
    said = replace(asked, actors=(*asked.actors, helper), quote="Chủ trì, phối hợp với Sở Y tế kiểm tra")
    assert not_binding(said, "province", header, "province") is not None, "only named in another's sentence"


# (bearers of a duty of the base, level of the parent's issuer, system and issuer of the plan, binds the commune?)
PARTY, FRONT = "Đảng ủy xã Đồng Lạc", "Ủy ban MTTQ Việt Nam xã Đồng Lạc"
OF_THE_BASE: list[tuple[tuple[str, ...], Level | None, System, str, bool]] = [
    (("các chi bộ",), "province", "party", PARTY, True),
    (("các chi bộ",), "province", "state", COMMUNE, False),  # a government does not lead Party cells
    (("các chi hội",), "province", "union", "Hội Nông dân xã Đồng Lạc", True),
    (("chi hội phụ nữ",), "province", "union", "Hội LHPN xã Đồng Lạc", True),
    (("Ban Công tác Mặt trận",), "province", "front", FRONT, True),
    (("Mỗi thôn, tổ dân phố",), "district", "state", COMMUNE, True),
    (("các thôn",), "district", "party", PARTY, True),
    (("thôn Đồi Sim",), "province", "state", COMMUNE, False),  # one village by its name
    (("Chi bộ Trường THPT Lê Lợi",), "province", "party", PARTY, False),
    (("bản thân cán bộ",), "province", "state", COMMUNE, False),
    (("chi bộ",), "commune", "party", PARTY, False),  # the commune's own paper reaches its cells itself
    (("chi bộ",), None, "party", PARTY, False),
    (("các trường học",), "province", "state", COMMUNE, False),  # schools get the paper and answer it themselves
    (("các chi hội", "các trường học"), "province", "union", "Hội LHPN xã Đồng Lạc", False),
    ((), "province", "state", COMMUNE, False),
]


@pytest.mark.parametrize(("bearers", "issuer_level", "system", "issuer", "binds"), OF_THE_BASE)
def test_a_commune_answers_for_its_cells_and_villages(
    bearers: tuple[str, ...], issuer_level: Level | None, system: System, issuer: str, binds: bool
) -> None:
    asked = requirement(("grassroots",), bearers)
    header = Header(issuer=issuer, level="commune", date=SINCE, system=system)
    assert (not_binding(asked, "commune", header, issuer_level) is None) == binds
