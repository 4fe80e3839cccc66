"""Chains of papers: who implements whom, what is wrong in it, and coverage followed down."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from audit.batch.model import NOT_COMPARED, PaperFacts, PlanResult, Said
from audit.cascade import Cascade, Flaw, link_papers, tree
from audit.deep import DEPTHS, deep_coverage
from tests.audit_runs import cites, commune, paper, parent, plan, row, small_run

CENTRAL = paper(
    "tw.docx", number="12/CT-TTg", type="Chỉ thị", issuer="Thủ tướng Chính phủ", date=date(2025, 9, 1), level="central"
)
PROVINCE = paper(
    "tinh.docx",
    number="45/KH-UBND",
    issuer="Ủy ban nhân dân tỉnh Tân Sơn",
    date=date(2025, 10, 15),
    level="province",
    title="Trồng cây xanh",
    cites=(cites("12/CT-TTg", date(2025, 9, 1), "Thủ tướng Chính phủ"),),
)


def ward(*cited: object, name: str = "xa.docx", **facts: object) -> PaperFacts:
    values = {"issuer": "Ủy ban nhân dân xã Đồng Lạc", "date": date(2025, 11, 1), "level": "commune", **facts}
    return paper(name, cites=tuple(cited), **values)


def only_flaws(cascade: Cascade, name: str = "xa.docx") -> list[str]:
    return [flaw.kind for flaw in cascade.flaws if flaw.paper == name]


def test_papers_stand_under_what_they_carry_out() -> None:
    base = ward(cites("45/KH-UBND", date(2025, 10, 15)), cites("12/CT-TTg", relation="basis"), number="7/KH-UBND")
    cell = paper(
        "thon.docx",
        issuer="Thôn Khe Mai",
        level="grassroots",
        date=date(2025, 12, 1),
        cites=(cites("07/KH-UBND", date(2025, 11, 1), "UBND xã Đồng Lạc"),),
    )
    cascade = link_papers([CENTRAL, PROVINCE, base, cell])
    assert cascade.flaws == ()
    assert cascade.parents() == {"tinh.docx": ["tw.docx"], "xa.docx": ["tinh.docx"], "thon.docx": ["xa.docx"]}
    assert cascade.roots() == ["tw.docx"]
    assert [(depth, name) for depth, name, _ in tree(cascade)] == [
        (0, "tw.docx"),
        (1, "tinh.docx"),
        (2, "xa.docx"),
        (3, "thon.docx"),
    ]
    assert [link.sure for link in cascade.links] == [True, True, False, True]


@pytest.mark.parametrize(
    ("cited", "kinds"),
    [
        # number and date right, or the date left off: a link
        (cites("45/KH-UBND", date(2025, 10, 15), "UBND tỉnh Tân Sơn"), []),
        (cites("45/KH-UBND"), []),
        (cites("045 /KH-UBND", None, "Ủy ban nhân dân tỉnh"), []),
        # the same number, another day of the year: a slip, never a match
        (cites("45/KH-UBND", date(2025, 10, 16)), ["wrong_date"]),
        # the day of another year, where nothing else is cited
        (cites("45/KH-UBND", date(2024, 10, 15)), ["wrong_date"]),
        # number and day of this paper, another province or another organ
        (cites("45/KH-UBND", date(2025, 10, 15), "UBND tỉnh Hải Yên"), ["wrong_issuer"]),
        (cites("45/KH-UBND", date(2025, 10, 15), "Hội đồng nhân dân tỉnh Tân Sơn"), ["wrong_issuer"]),
        # a commune's paper of the same number is another paper altogether
        (cites("45/KH-UBND", date(2025, 3, 2), "UBND xã Tân Mỹ"), ["orphan"]),
        # nothing of the set, or only what it replaces
        (cites("99/KH-UBND"), ["orphan"]),
        (cites("45/KH-UBND", relation="replaces"), ["orphan"]),
        (cites(None), ["orphan"]),
        # without a number type and day must do, and the body must fit
        (cites(None, date(2025, 10, 15), "UBND tỉnh"), []),
        (cites(None, date(2025, 10, 15), "UBND tỉnh Hải Yên"), ["orphan"]),
        (cites(None, date(2025, 10, 14), "UBND tỉnh"), ["orphan"]),
    ],
)
def test_a_citation_is_sound_slipped_or_of_another_paper(cited: object, kinds: list[str]) -> None:
    cascade = link_papers([CENTRAL, PROVINCE, ward(cited)], ["tw.docx", "tinh.docx"])
    assert only_flaws(cascade) == kinds
    assert any(link.child == "xa.docx" for link in cascade.links) == (kinds == [])


def test_an_old_number_of_another_year_beside_the_right_one_is_no_slip() -> None:
    both = ward(cites("45/KH-UBND", date(2025, 10, 15)), cites("45/KH-UBND", date(2023, 2, 1), relation="mention"))
    assert only_flaws(link_papers([PROVINCE, both])) == []


def test_what_fits_several_papers_is_said_and_not_guessed() -> None:
    other = replace(PROVINCE, name="tinh-khac.docx", issuer="Ủy ban nhân dân tỉnh Hải Yên", title="Việc khác")
    cascade = link_papers([PROVINCE, other, ward(cites("45/KH-UBND"))], ["tinh.docx", "tinh-khac.docx"])
    flaw = next(flaw for flaw in cascade.flaws if flaw.kind == "ambiguous")
    assert set(flaw.candidates) == {"tinh.docx", "tinh-khac.docx"}
    named = link_papers([PROVINCE, other, ward(cites("45/KH-UBND", None, "UBND tỉnh Hải Yên"))])
    assert [link.parent for link in named.links if link.child == "xa.docx"] == ["tinh-khac.docx"]


def test_a_replaced_paper_is_outdated_for_those_that_come_after() -> None:
    newer = paper(
        "moi.docx",
        number="80/KH-UBND",
        issuer=PROVINCE.issuer,
        date=date(2026, 1, 5),
        level="province",
        cites=(cites("45/KH-UBND", date(2025, 10, 15), relation="replaces"),),
    )
    old, new = cites("45/KH-UBND", date(2025, 10, 15)), cites("80/KH-UBND", date(2026, 1, 5))
    late = link_papers([PROVINCE, newer, ward(old, date=date(2026, 2, 1))])
    assert [(f.kind, f.parent, f.newer) for f in late.flaws if f.paper == "xa.docx"] == [
        ("outdated", "tinh.docx", "moi.docx")
    ]
    assert only_flaws(link_papers([PROVINCE, newer, ward(old)])) == ["overtaken"]
    assert only_flaws(link_papers([PROVINCE, newer, ward(old, new, date=date(2026, 2, 1))])) == []
    assert late.counts()["outdated"] == 1


def test_a_later_version_of_the_same_number_replaces_it() -> None:
    again = replace(PROVINCE, name="tinh-sua.docx", date=date(2025, 10, 25))
    cascade = link_papers([PROVINCE, again, ward(cites("45/KH-UBND", date(2025, 10, 15)))])
    assert only_flaws(cascade) == ["outdated"]
    next_year = replace(PROVINCE, name="nam-sau.docx", date=date(2026, 10, 25), title="Phòng cháy rừng")
    assert only_flaws(link_papers([PROVINCE, next_year, ward(cites("45/KH-UBND", date(2025, 10, 15)))])) == []


def test_papers_that_cite_each_other_do_not_loop() -> None:
    day = date(2026, 1, 5)
    one = paper("a.docx", number="1/KH-UBND", level="province", date=day, cites=(cites("2/KH-UBND", day),))
    two = paper("b.docx", number="2/KH-UBND", level="province", date=day, cites=(cites("1/KH-UBND", day),))
    three = paper("c.docx", number="3/KH-UBND", level="commune", cites=(cites("1/KH-UBND"),))
    top = paper("d.docx", number="9/CT-TTg", level="central")
    four = replace(two, cites=(*two.cites, cites("9/CT-TTg")))
    cascade = link_papers([one, four, three, top])
    assert [(link.child, link.parent) for link in cascade.links if link.child == "a.docx"] == [("a.docx", "b.docx")]
    assert [name for _, name, _ in tree(cascade)] == ["d.docx", "b.docx", "a.docx", "c.docx"]


def test_on_one_level_a_number_alone_proves_nothing() -> None:
    wards = [ward(cites("1/KH-UBND", relation="basis"), name=f"{n}.docx", number="1/KH-UBND") for n in range(3)]
    assert link_papers([PROVINCE, *wards]).links == ()


def test_a_wide_tree_is_cut_and_says_so() -> None:
    wards = [ward(cites("45/KH-UBND"), name=f"xa-{n}.docx") for n in range(9)]
    lines = list(tree(link_papers([PROVINCE, *wards]), most=4))
    assert len(lines) == 1 + 4 + 1
    assert lines[-1] == (1, "", 5)


def test_a_set_of_one_level_has_no_orphans() -> None:
    assert link_papers([ward(name="a.docx"), ward(name="b.docx")]).flaws == ()
    assert link_papers([]).roots() == []
    assert Flaw("orphan", "a.docx") in link_papers([PROVINCE, ward(name="a.docx")]).flaws


# Coverage in depth: a central paper (1) of four requirements, a province's (2) of three.


def middle(letters: str, said: list[int | None]) -> PlanResult:
    """The province's paper held against the central one; `said` is the duty of its own that answers each."""
    result = plan("cap-tren-2.docx", {"1": letters})
    lower = parent("2", 3).rows
    found = result.comparisons[0]
    rows = []
    for letter, own in zip(letters, said, strict=True):
        place = (
            Said("…", lower[own].start + 5, lower[own].start + 20, 1) if own is not None else Said("…", 9000, 9010, 1)
        )
        rows.append(row(letter, evidence=(place,) if letter in "pc" else ()))
    return replace(result, comparisons=(replace(found, rows=tuple(rows)),))


@pytest.mark.parametrize(
    ("upper", "said", "lower", "direct", "deep"),
    [
        # covered at every level, or as bad as the worst of them
        ("cccc", [0, 1, 2, 0], "cpm", None, ["covered", "partial", "missing", "covered"]),
        ("pmcc", [0, 1, 2, 0], "ccc", None, ["partial", "missing", "covered", "covered"]),
        # answered in words that are no duty of their own: nothing to follow, for a human to look at
        ("cppc", [None, None, 1, 1], "ccc", None, ["untraced", "partial", "partial", "covered"]),
        # what the province does itself, and what does not bind it
        ("cncc", [0, None, 1, 2], "ncc", None, ["covered", "not_applicable", "covered", "covered"]),
        ("cncc", [0, None, 1, 2], "ccc", "mmmm", ["covered", "missing", "covered", "covered"]),
    ],
)
def test_deep_coverage_is_the_worst_along_the_chain(
    upper: str, said: list[int | None], lower: str, direct: str | None, deep: list[str]
) -> None:
    verdicts = {"2": lower} | ({"1": direct} if direct else {})
    run = small_run(
        plan("xa.docx", verdicts),
        plan("khac.docx", {"1": "cccc"}),
        parents=(parent("1", 4), parent("2", 3)),
        chain=(middle(upper, said),),
    )
    (view,) = deep_coverage(run)
    assert [DEPTHS[code] for code in view.statuses[0]] == deep
    assert [DEPTHS[code] for code in view.statuses[1]] == ["covered"] * 4  # stands directly below the central paper
    assert sum(view.counts()[0].values()) == 2
    bound = [status for status in deep if status != "not_applicable"]
    assert view.coverage() == (bound.count("covered") + 4) / (len(bound) + 4)


def test_a_duty_of_the_communes_that_no_chain_asks_about_is_untraced() -> None:
    run = small_run(
        plan("xa.docx", {"2": "ccc"}, level="commune"),
        plan("chi-bo.docx", {"2": "ccc"}, level="grassroots"),
        parents=(parent("1", 4), parent("2", 3)),
        chain=(middle("nccc", [None, 0, 1, 2]),),
    )
    (view,) = deep_coverage(run)
    assert [DEPTHS[code] for code in view.statuses[:, 0]] == ["untraced", "not_applicable"]


def test_without_chains_there_is_no_depth() -> None:
    assert deep_coverage(small_run(commune("xa.docx", "xã Đồng Lạc", "cccc"))) == ()


def test_a_plan_outside_the_chain_is_not_counted() -> None:
    run = small_run(
        plan("xa.docx", {"2": "ccc"}),
        plan("la.docx", {}),
        parents=(parent("1", 4), parent("2", 3)),
        chain=(middle("cccc", [0, 1, 2, 0]),),
    )
    (view,) = deep_coverage(run)
    assert set(view.statuses[1]) == {NOT_COMPARED}
    assert view.coverage() == 1.0
