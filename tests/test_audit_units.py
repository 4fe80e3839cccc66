"""Units of local government: their names in every spelling, and the roll of those that ought to have a plan."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import units
from audit.roll import default_expected, match_units
from audit.units import Unit, expected_units, name_key, named_unit, slug, unit_list
from corpus.errors import UnreadableFile, UsageError
from tests.audit_runs import paper

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
LISTED = (
    Unit("Xã Đồng Lạc", "Huyện Tân Thượng", "Tỉnh Tân Sơn"),
    Unit("Xã Đồng Lạc", "Huyện Sơn Hạ", "Tỉnh Tân Sơn"),
    Unit("Phường Hòa Thủy", None, "Tỉnh Tân Sơn"),
    Unit("Xã Ea H'Lon", None, "Tỉnh Tân Sơn"),
    Unit("Phường 1", None, "Tỉnh Tân Sơn"),
    Unit("Xã Văn Lan", None, "Tỉnh Tân Sơn"),
    Unit("Xã Văn Lăn", None, "Tỉnh Tân Sơn"),
    Unit("Đặc khu Hòn Nghi", None, "Tỉnh Tân Sơn"),
    Unit("Tân Mỹ", None, "Tỉnh Tân Sơn"),
)


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        # every system names its unit in its own way
        ("Ủy ban nhân dân xã Đồng Lạc", "xã", "Đồng Lạc"),
        ("UBND P. An Khê", "phường", "An Khê"),
        ("Đảng ủy đặc khu Hòn Nghi", "đặc khu", "Hòn Nghi"),
        ("Ủy ban MTTQ Việt Nam xã Ea H’leo", "xã", "Ea H’leo"),
        ("Huyện ủy An Trà", "huyện", "An Trà"),
        ("Đảng ủy Đồng Lạc", None, "Đồng Lạc"),
        # the unit ends where the unit above begins
        ("UBND xã Đồng Lạc huyện Tân Thượng", "xã", "Đồng Lạc"),
        ("Thị xã Đông Bàu", "thị xã", "Đông Bàu"),
        # "xã hội" is no unit, "xã Hội Sơn" is one
        ("Bảo hiểm xã hội huyện An Trà", "huyện", "An Trà"),
        ("UBND xã Hội Sơn", "xã", "Hội Sơn"),
        ("UBND XÃ ĐỒNG LẠC", "xã", "ĐỒNG LẠC"),
        ("phường Văn Miếu - Quốc Tử", "phường", "Văn Miếu - Quốc Tử"),
    ],
)
def test_a_body_names_its_unit(text: str, kind: str | None, name: str) -> None:
    found = named_unit(text)
    assert found is not None
    assert (found.kind, found.name) == (kind, name)


@pytest.mark.parametrize(
    "text",
    ["Sở Y tế", "Tỉnh ủy", "Bộ Chính trị", "Kế hoạch của UBND tỉnh về tăng cường", "UBND TỈNH VỀ TĂNG", "", None],
)
def test_where_no_unit_is_named_none_is_found(text: str | None) -> None:
    assert named_unit(text) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hoà Thuỷ", "Hòa Thủy"), ("Tân Mĩ", "Tân Mỹ"), ("Ea H’Lon", "Ea H'lon"), ("01", "1"), ("Đồng-Lạc", "đồng lạc")],
)
def test_spellings_of_one_name_are_equal(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxy áàảãạấầẩẫậúùủũụýỳ'’-1", max_size=25))
def test_keys_are_the_same_in_every_case(name: str) -> None:
    name = unicodedata.normalize("NFC", name)
    assert name_key(name) == name_key(name.upper().replace("ẞ", "ß")) or not name.strip()
    assert slug(name).isascii()


@pytest.mark.parametrize(
    ("facts", "unit"),
    [
        ({"issuer": "Đảng ủy phường Hoà Thuỷ"}, 2),
        ({"issuer": "MTTQ xã Ea H’lon"}, 3),
        ({"unit": "phường 01"}, 4),
        ({"issuer": "Đảng ủy Hòn Nghi"}, 7),
        ({"issuer": "UBND xã Tân Mĩ"}, 8),
        # the place of signature, then the file, where the paper says nothing else
        ({"place": "Hòa Thủy"}, 2),
        ({"name": "nop/KH_phuong-hoa-thuy 2026.docx"}, 2),
        # two of one name: the district decides
        ({"unit": "xã Đồng Lạc", "district": "Huyện Sơn Hạ"}, 1),
        ({"issuer": "UBND xã Van Lan"}, (5, 6)),
        ({"unit": "xã Đồng Lạc"}, (0, 1)),
        ({"issuer": "UBND xã Không Tên"}, ()),
        ({"issuer": "UBND phường Đồng Lạc"}, ()),
    ],
)
def test_the_roll_finds_says_or_leaves(facts: dict[str, str], unit: int | tuple[int, ...]) -> None:
    plan = paper(**{"name": "ke-hoach.docx", "level": "commune", **facts})  # type: ignore[arg-type]
    roll = match_units(LISTED, [plan])
    if isinstance(unit, int):
        assert roll.present == {plan.name: LISTED[unit]}
        assert len(roll.absent) == len(LISTED) - 1
    elif unit:
        assert [(name, set(fitting)) for name, fitting in roll.ambiguous] == [(plan.name, {LISTED[i] for i in unit})]
        assert roll.absent == LISTED
    else:
        assert roll.strangers == (plan.name,)


def test_the_plan_of_a_cell_is_not_the_plan_of_its_commune() -> None:
    cell = paper("chi-bo.docx", issuer="Chi bộ thôn Mai", parent_issuer="Đảng ủy xã Văn Lan", level="grassroots")
    assert match_units(LISTED, [cell]).present == {}


def test_a_list_file_is_read_with_numbers_heads_and_remarks(tmp_path: Path) -> None:
    path = tmp_path / "ds.txt"
    path.write_text(
        "STT\tTên\n1. Xã Đồng Lạc, huyện Tân Thượng, tỉnh Tân Sơn\n2;Phường An Khê;Thành phố Sơn Hạ;Tỉnh Tân Sơn\n"
        "# ghi chú\n\n- Xã Tân Mỹ\n3\tXã Ba\tThành phố Hải Yên\nXã Tân Mỹ\n",
        encoding="utf-8-sig",
    )
    assert unit_list(path) == (
        Unit("Xã Đồng Lạc", "huyện Tân Thượng", "tỉnh Tân Sơn"),
        Unit("Phường An Khê", "Thành phố Sơn Hạ", "Tỉnh Tân Sơn"),
        Unit("Xã Tân Mỹ"),
        Unit("Xã Ba", None, "Thành phố Hải Yên"),
    )


def test_a_list_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        unit_list(tmp_path / "khong-co.txt")


def test_the_tables_know_both_tiers() -> None:
    assert (len(expected_units(None, AFTER, "province")), len(expected_units(None, BEFORE, "province"))) == (34, 63)
    assert len(expected_units(None, AFTER)) == 3321
    assert {unit.district for unit in expected_units("Cà Mau", AFTER)} == {None}
    assert all(unit.district for unit in expected_units("tỉnh Cà Mau", BEFORE))
    assert expected_units("Cà Mau", BEFORE, "district")
    keys = [(unit.province, unit.name) for unit in expected_units(None, AFTER)]
    assert len(set(keys)) == len(keys)


def test_every_unit_is_found_again_by_its_own_name() -> None:
    everyone = expected_units(None, AFTER)
    plans = [
        paper(f"{number}.docx", issuer=f"Ủy ban nhân dân {unit.name}", level="commune", province=unit.province)
        for number, unit in enumerate(everyone)
    ]
    roll = match_units(everyone, plans)
    assert roll.absent == () and roll.ambiguous == ()


@pytest.mark.parametrize(
    ("province", "day", "level", "code"),
    [("Xứ Lạ", AFTER, "commune", "unknown_province"), (None, AFTER, "district", "no_district_level")],
)
def test_what_the_tables_do_not_know_is_said(province: str | None, day: date, level: str, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        expected_units(province, day, level)  # type: ignore[arg-type]
    assert caught.value.code == code


def test_without_the_package_the_list_must_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    units._table.cache_clear()
    monkeypatch.setattr(units, "find_spec", lambda name: None)
    with pytest.raises(UsageError) as caught:
        expected_units(None, AFTER)
    assert caught.value.code == "no_units_package"
    assert not units.units_available()


PROVINCE = paper("tinh.docx", issuer="Tỉnh ủy Cà Mau", level="province", date=AFTER)


@pytest.mark.parametrize(
    ("above", "below", "level", "count"),
    [
        (PROVINCE, "commune", "commune", len(expected_units("Cà Mau", AFTER))),
        (paper("tw.docx", issuer="Chính phủ", level="central", date=AFTER), "province", "province", 34),
        (
            paper("huyen.docx", unit="huyện Cái Nước", province="Cà Mau", level="district", date=BEFORE),
            "commune",
            "commune",
            11,
        ),
        # a central paper over communes of nowhere, cells, a province that is none: no list is made up
        (paper("tw.docx", issuer="Chính phủ", level="central", date=AFTER), "commune", "commune", 0),
        (PROVINCE, "grassroots", "commune", 0),
        (paper("la.docx", issuer="Tỉnh ủy Xứ Lạ", level="province", date=AFTER), "commune", "commune", 0),
    ],
)
def test_the_usual_list_follows_from_the_parent(above: object, below: str, level: str, count: int) -> None:
    found, kind = default_expected([above], [paper("xa.docx", level=below)])  # type: ignore[list-item]
    assert (len(found), kind) == (count, level)
