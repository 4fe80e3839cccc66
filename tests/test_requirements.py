"""Requirements: what is a duty and what is background, where one ends, who must do it, by when, of which kind."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.citations import find_citations
from parser.deadlines import find_deadlines
from parser.document import Cell, Frame, Header, Paragraph, Reading, Requirement, Source, Unit
from parser.outline import find_outline
from parser.requirements import find_requirements
from parser.targets import find_targets
from parser.units import find_units

_DAY = date(2024, 3, 1)
PLAN = Header(type="Kế hoạch", system="state", level="province", date=_DAY, issuer="UBND tỉnh Lam An")


def reading_of(text: str, table: list[list[str]] | None = None) -> Reading:
    """One paragraph a line that is not blank; the rows of `table` follow as cells."""
    lines: list[tuple[str, Cell | None]] = [(line.strip(), None) for line in text.split("\n") if line.strip()]
    for row, cells in enumerate(table or []):
        lines += [(cell, Cell(0, row, column)) for column, cell in enumerate(cells) if cell]
    paragraphs, at = [], 0
    for line, place in lines:
        paragraphs.append(Paragraph(at, at + len(line), place))
        at += len(line) + 1
    whole = "\n".join(line for line, _ in lines)
    return Reading(whole, tuple(paragraphs), Source("x.txt", "", "text/plain", "text", None, len(whole)))


def find(
    text: str, header: Header = PLAN, table: list[list[str]] | None = None, body_end: int | None = None
) -> tuple[Requirement, ...]:
    """The requirements of a paper that has neither head nor tail (an annex begins at `body_end`)."""
    reading = reading_of(text, table)
    end = len(reading.text) if body_end is None else body_end
    frame = Frame(0, end, end)
    outline = find_outline(reading, frame)
    units = find_units(reading, frame, outline)
    citations = find_citations(reading, header, frame)
    deadlines = find_deadlines(reading, header, frame, units, citations)
    targets = find_targets(reading, frame, units, citations, deadlines)
    found = find_requirements(reading, header, frame, outline, units, citations, deadlines, targets)
    for item in found:
        assert reading.text[item.start : item.end] == item.quote
    return found


def quotes(text: str, header: Header = PLAN) -> list[str]:
    """The quotes alone."""
    return [item.quote for item in find(text, header)]


DUTIES = [
    # one bullet, final stop left off
    ("II. NHIỆM VỤ\n1. Tuyên truyền\n- Mở chuyên mục trên Đài xã.", ["Mở chuyên mục trên Đài xã"]),
    # each sentence of a bullet is one
    ("II. NHIỆM VỤ\n- Rà soát hộ khó khăn. Lập danh sách theo mẫu.", ["Rà soát hộ khó khăn", "Lập danh sách theo mẫu"]),
    # task and report part at the semicolon
    (
        "III. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ theo dõi, đôn đốc các huyện thực hiện; báo cáo UBND tỉnh kết quả.",
        ["Sở Nội vụ theo dõi, đôn đốc các huyện thực hiện", "báo cáo UBND tỉnh kết quả"],
    ),
    # … and at the comma before "gửi", when a whole task stands before it
    (
        "III. TỔ CHỨC THỰC HIỆN\n1. Các huyện ủy xây dựng kế hoạch thực hiện phù hợp với địa phương, gửi Tỉnh ủy trước ngày 15/3/2024.",
        ["Các huyện ủy xây dựng kế hoạch thực hiện phù hợp với địa phương", "gửi Tỉnh ủy trước ngày 15/3/2024"],
    ),
    # "tổng hợp, báo cáo" is one act
    (
        "III. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế chủ trì kiểm tra và tổng hợp kết quả của các huyện, báo cáo UBND tỉnh.",
        ["Sở Y tế chủ trì kiểm tra và tổng hợp kết quả của các huyện, báo cáo UBND tỉnh"],
    ),
    # another actor begins another duty
    (
        "II. NHIỆM VỤ\n- Sở Y tế cấp thuốc; UBND các xã huy động lực lượng phun thuốc.",
        ["Sở Y tế cấp thuốc", "UBND các xã huy động lực lượng phun thuốc"],
    ),
    # bodies listed with semicolons are one subject
    (
        "III. TỔ CHỨC THỰC HIỆN\n1. Các sở, ban, ngành; UBND các huyện; UBND các xã xây dựng kế hoạch.",
        ["Các sở, ban, ngành; UBND các huyện; UBND các xã xây dựng kế hoạch"],
    ),
    # acts of the same kind stay together
    (
        "II. NHIỆM VỤ\n- Củng cố tổ hòa giải; động viên người có uy tín.",
        ["Củng cố tổ hòa giải; động viên người có uy tín"],
    ),
    # a due date of its own makes a clause a duty of its own
    (
        "II. NHIỆM VỤ\n- Đẩy mạnh tuyên truyền miệng; tổ chức hội thi trước ngày 20/5/2024.",
        ["Đẩy mạnh tuyên truyền miệng", "tổ chức hội thi trước ngày 20/5/2024"],
    ),
    # a figure begins a target
    (
        "II. CHỈ TIÊU\n1. 100% thôn có nhà văn hóa; ít nhất 90% hộ đạt chuẩn văn hóa.",
        ["100% thôn có nhà văn hóa", "ít nhất 90% hộ đạt chuẩn văn hóa"],
    ),
    # a numbered paragraph with nothing but assigning lines below holds a whole task
    (
        "II. NỘI DUNG\n1. Diễn tập phòng chống thiên tai\n- Cơ quan chủ trì: Sở Xây dựng.\n- Thời gian thực hiện: Quý II/2024.",
        ["Diễn tập phòng chống thiên tai"],
    ),
    # a title with bullets below it is only a title
    (
        "II. NHIỆM VỤ\n1. Phát triển văn hóa\n- Trùng tu đình làng; mở thư viện.\n- Bảo đảm kinh phí.",
        ["Trùng tu đình làng; mở thư viện", "Bảo đảm kinh phí"],
    ),
    # demands bind, purposes do not
    (
        "I. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích\n- Nâng cao nhận thức của Nhân dân.\n2. Yêu cầu\n- Việc triển khai phải thiết thực.",
        ["Việc triển khai phải thiết thực"],
    ),
    # undivided "Mục đích, yêu cầu": only what binds somebody
    (
        "I. MỤC ĐÍCH, YÊU CẦU\n1. Tạo chuyển biến trong nhận thức.\n2. Các cấp ủy xây dựng kế hoạch cụ thể.",
        ["Các cấp ủy xây dựng kế hoạch cụ thể"],
    ),
    # general aims
    (
        "II. MỤC TIÊU CHUNG\nXây dựng tỉnh giàu đẹp, văn minh.\nIII. NHIỆM VỤ\n1. Trồng rừng phòng hộ.",
        ["Trồng rừng phòng hộ"],
    ),
    # a list of papers to read
    (
        "II. NHIỆM VỤ\n- Tài liệu dùng để học tập gồm:\n+ Tập sách về địa phương.\n+ Sổ tay công dân số.\n- Học tập trong tháng 4/2024.",
        ["Học tập trong tháng 4/2024"],
    ),
    # what was done
    (
        "II. NHIỆM VỤ\n- Thời gian qua, các xã đã tổ chức nhiều hội thi.\n- Tiếp tục tổ chức hội thi.",
        ["Tiếp tục tổ chức hội thi"],
    ),
    # who pays is a duty, that money is there is none
    (
        "IV. KINH PHÍ\n1. Kinh phí thực hiện bố trí từ ngân sách nhà nước theo phân cấp.\n2. Kinh phí được bố trí trong dự toán của các sở, ngành.",
        ["Kinh phí được bố trí trong dự toán của các sở, ngành"],
    ),
    # particulars of a meeting
    ("II. NỘI DUNG\n1. Thành phần\n- Lãnh đạo các sở, ngành.\n2. Địa điểm: Hội trường tỉnh.", []),
    # whom to ring is no duty
    (
        "III. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế cấp thuốc.\nTrong quá trình thực hiện, nếu có vướng mắc, các xã liên hệ ông An để được hướng dẫn.",
        ["Sở Y tế cấp thuốc"],
    ),
    # difficulties are to be told upwards
    (
        "III. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế cấp thuốc.\nTrong quá trình thực hiện, nếu có vướng mắc, các xã phản ánh về Sở Y tế để xem xét.",
        ["Sở Y tế cấp thuốc", "Trong quá trình thực hiện, nếu có vướng mắc, các xã phản ánh về Sở Y tế để xem xét"],
    ),
    # only the request of the closing sentence
    (
        "II. NHIỆM VỤ\n1. Trồng rừng.\nTrên đây là Kế hoạch trồng rừng, UBND tỉnh yêu cầu các sở, ngành nghiêm túc thực hiện./.",
        ["Trồng rừng", "UBND tỉnh yêu cầu các sở, ngành nghiêm túc thực hiện"],
    ),
    # a paragraph torn by a page break is one
    (
        "II. NHIỆM VỤ\n- Phát huy vai trò của người\ncó uy tín trong thôn.",
        ["Phát huy vai trò của người\ncó uy tín trong thôn"],
    ),
    # praise, agreement, definitions
    (
        "II. NỘI DUNG\n1. UBND tỉnh đánh giá cao nỗ lực của các xã.\n2. Trồng rừng là nhiệm vụ quan trọng.\n3. Sở Y tế xin báo cáo để Quý cơ quan biết.",
        [],
    ),
]


@pytest.mark.parametrize(("text", "expected"), DUTIES)
def test_what_is_required(text: str, expected: list[str]) -> None:
    assert quotes(text) == expected


LETTER = Header(type="Công văn", system="state", level="province", date=_DAY, addressees=("UBND các huyện",))


@pytest.mark.parametrize(
    ("text", "header", "expected"),
    [
        # the introduction of a letter tells why
        (
            "Ngày 02/02/2024, Bộ Y tế đã có văn bản về tiêm chủng.\nUBND tỉnh đề nghị UBND các huyện rà soát trẻ chưa tiêm.",
            LETTER,
            ["UBND tỉnh đề nghị UBND các huyện rà soát trẻ chưa tiêm"],
        ),
        # a decision lays down rules, and names who must carry it out
        (
            "Điều 1. Thành lập Tổ công tác.\nĐiều 2. UBND các huyện có trách nhiệm cử người tham gia.\n"
            "Điều 3. Chánh Văn phòng, Giám đốc Sở chịu trách nhiệm thi hành Quyết định này.",
            Header(type="Quyết định", level="province", date=_DAY),
            [
                "UBND các huyện có trách nhiệm cử người tham gia",
                "Chánh Văn phòng, Giám đốc Sở chịu trách nhiệm thi hành Quyết định này",
            ],
        ),
        # reports and invitations give no task
        ("I. KẾT QUẢ\n- Các xã tổ chức 12 hội thi.", Header(type="Báo cáo", level="province"), []),
        ("Kính mời các đồng chí dự họp.", Header(type="Giấy mời", level="province"), []),
    ],
)
def test_kinds_of_papers(text: str, header: Header, expected: list[str]) -> None:
    assert quotes(text, header) == expected


ACTORS = [
    # "chủ trì" leads, "phối hợp với" supports
    (
        "II. NHIỆM VỤ\n- Sở Y tế chủ trì, phối hợp với Công an tỉnh kiểm tra.",
        [("Sở Y tế", "lead"), ("Công an tỉnh", "support")],
    ),
    # the heading above the bullets
    (
        "III. TỔ CHỨC THỰC HIỆN\n1. Ban Dân vận Tỉnh ủy\n- Theo dõi việc thực hiện.\n- Tổng hợp.",
        [("Ban Dân vận Tỉnh ủy", "all")],
    ),
    # a heading that orders, and one that addresses
    ("III. TỔ CHỨC THỰC HIỆN\n1. Giao Sở Nội vụ\n- Theo dõi việc thực hiện.\n- Tổng hợp.", [("Sở Nội vụ", "all")]),
    ("III. TỔ CHỨC THỰC HIỆN\n1. Đối với UBND các xã\n- Lập tổ tự quản.\n- Tổng hợp.", [("UBND các xã", "all")]),
    # the bullet above the sub-bullets
    ("II. NHIỆM VỤ\n- Sở Tài chính:\n+ Bố trí kinh phí.", [("Sở Tài chính", "all")]),
    # a lead-in that orders
    (
        "Chủ tịch UBND tỉnh yêu cầu các sở, ngành thực hiện các việc sau:\n1. Rà soát thủ tục.",
        [("các sở, ngành", "all")],
    ),
    # … and one that orders two kinds of bodies, each by a verb of its own
    (
        "Sở Giáo dục đề nghị UBND các xã, phường, yêu cầu các cơ sở giáo dục thực hiện các nội dung sau:\n1. Rà soát phòng học.",
        [("UBND các xã, phường", "all"), ("các cơ sở giáo dục", "all")],
    ),
    # behind a frame
    ("II. NHIỆM VỤ\n- Căn cứ tình hình thực tế, các trường xây dựng kế hoạch.", [("các trường", "all")]),
    ("II. NHIỆM VỤ\n- Phát huy kết quả đạt được, các cấp ủy cần chủ động đổi mới.", [("các cấp ủy", "all")]),
    # who is asked, not who asks
    ("II. NHIỆM VỤ\n- UBND tỉnh đề nghị Hội Nông dân tỉnh vận động hội viên.", [("Hội Nông dân tỉnh", "all")]),
    # nobody named
    ("II. NHIỆM VỤ\n- Vận động Nhân dân hiến đất làm đường.", []),
    # a comma inside the list of a phrase begins no clause
    ("I. CHỈ TIÊU\n- Đến hết năm 2024, tỷ lệ hộ nghèo của từng xã, phường giảm còn dưới 2%.", []),
    ("II. NHIỆM VỤ\n- Mỗi năm mở 02 lớp cho bí thư, phó bí thư chi bộ, mời Trường Chính trị giảng bài.", []),
    # persons the duty is about, not who acts
    ("I. CHỈ TIÊU\n- 100% học sinh, giáo viên có mã định danh được xác thực.", []),
    ("II. NHIỆM VỤ\n- Phân công đảng ủy viên dự sinh hoạt với chi bộ ít nhất 01 lần/quý.", []),
    ("II. NHIỆM VỤ\n- 100% trường học ký cam kết an toàn.", [("trường học", "all")]),  # a body acts, counted or not
    # who sends a clerk acts itself
    ("II. NHIỆM VỤ\n- UBND cấp xã phân công 01 công chức theo dõi phổ cập.", [("UBND cấp xã", "all")]),
    # concerned is one, acting the other
    (
        "II. NHIỆM VỤ\n- Đối với chi bộ sinh hoạt yếu, đảng ủy xã, phường có phương án củng cố.",
        [("đảng ủy xã, phường", "all")],
    ),
    ("II. NHIỆM VỤ\n- Đối với các sở, ngành: rà soát thủ tục.", [("các sở, ngành", "all")]),
]


@pytest.mark.parametrize(("text", "expected"), ACTORS)
def test_actors(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(actor.name, actor.role) for actor in find(text)[0].actors] == expected


def test_the_actor_of_a_sentence_goes_on_in_the_next() -> None:
    first, second = find("II. NHIỆM VỤ\n- Công an tỉnh mở đợt cao điểm. Tăng cường tuần tra ban đêm.")
    assert [actor.name for actor in second.actors] == [actor.name for actor in first.actors] == ["Công an tỉnh"]


def test_under_an_owners_heading_a_sentence_without_a_subject_is_the_owners() -> None:
    first, second = find(
        "III. NHIỆM VỤ\n1. UBND các xã, phường\n"
        "Mỗi thôn, tổ dân phố tổ chức ít nhất 02 buổi tuyên truyền. Rà soát, xử lý dứt điểm các điểm đen về rác thải."
    )
    assert [actor.name for actor in first.actors] == ["Mỗi thôn, tổ dân phố"]
    assert [actor.name for actor in second.actors] == ["UBND các xã, phường"]


def test_assigning_lines_name_who_and_when_for_the_item_above() -> None:
    text = (
        "II. NỘI DUNG\n1. Rà soát văn bản về đất đai\n- Cơ quan chủ trì: Sở Tư pháp.\n- Cơ quan phối hợp: UBND các xã.\n"
        "- Thời gian thực hiện: trước ngày 30/6/2024.\n2. Tập huấn cho cán bộ"
    )
    first, second = find(text)
    assert [(actor.name, actor.role) for actor in first.actors] == [("Sở Tư pháp", "lead"), ("UBND các xã", "support")]
    assert first.due == date(2024, 6, 29)
    assert second.actors == () and second.due is None


def test_a_labelled_assigning_line_concerns_its_section_but_overrides_nobody() -> None:
    text = (
        "II. NỘI DUNG\n1. Học tập chuyên đề\n1.1. Nội dung\n- Sở Nội vụ biên soạn tài liệu.\n- Tổ chức học tập ở cơ sở.\n"
        "1.2. Cơ quan thực hiện: UBND các huyện."
    )
    first, second = find(text)
    assert [actor.name for actor in first.actors] == ["Sở Nội vụ"]
    assert [actor.name for actor in second.actors] == ["UBND các huyện"]


LEVELS = [
    ("II. NHIỆM VỤ\n- Sở Y tế cấp thuốc cho các xã.", PLAN, ("province",)),
    ("II. NHIỆM VỤ\n- UBND các huyện, xã lập danh sách.", PLAN, ("district", "commune")),
    ("II. NHIỆM VỤ\n- Vận động Nhân dân trồng cây.", PLAN, ("province", "district", "commune")),  # the issuer downwards
    ("II. NHIỆM VỤ\n- Các chủ đầu tư đẩy nhanh tiến độ.", PLAN, ()),  # companies have no level
    # a commune's Party committee is a grassroots organisation of the Party; cells are another
    ("II. NHIỆM VỤ\n- Các chi, đảng bộ cơ sở xây dựng kế hoạch.", PLAN, ("commune", "grassroots")),
    ("II. NHIỆM VỤ\n- Mỗi trường cử 01 giáo viên làm phổ cập.", PLAN, ("grassroots",)),
    ("1. Rà soát trẻ chưa tiêm.", LETTER, ("district",)),  # a letter binds whom it addresses
]


@pytest.mark.parametrize(("text", "header", "expected"), LEVELS)
def test_levels(text: str, header: Header, expected: tuple[str, ...]) -> None:
    assert find(text, header)[0].levels == expected


KINDS = [
    ("II. NHIỆM VỤ\n- Trồng rừng phòng hộ.", "task"),
    ("II. CHỈ TIÊU\n- 100% thôn có nhà văn hóa.", "target"),
    ("II. NHIỆM VỤ\n- Mỗi xã trồng ít nhất 500 cây.", "target"),
    ("II. NHIỆM VỤ\n- Gửi báo cáo về Sở Nội vụ trước ngày 15/3/2024.", "report"),
    ("II. NHIỆM VỤ\n- Xây dựng báo cáo chuyên đề.", "task"),  # writing one is not sending it
    ("II. NHIỆM VỤ\n- Triển khai thực hiện Chỉ thị số 12-CT/TW ngày 03/02/2024 của Ban Bí thư.", "cite"),
    ("II. NHIỆM VỤ\n- Tổ chức hội nghị sơ kết thực hiện Chỉ thị số 12-CT/TW của Ban Bí thư.", "task"),  # another act
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_kind(text: str, kind: str) -> None:
    assert find(text)[0].kind == kind


def test_links_ids_and_path() -> None:
    text = "II. NHIỆM VỤ\n1. Y tế\n1.1. Sở Y tế tiêm chủng cho ít nhất 95% trẻ, xong trước ngày 01/7/2024.\n1.2. Sở Y tế cấp thuốc."
    first, second = find(text)
    assert (first.id, second.id) == ("R01", "R02")
    assert (first.path, second.path) == ("II.1.1", "II.1.2")
    assert first.due == date(2024, 6, 30)
    assert len(first.deadlines) == len(first.targets) == 1 and first.citations == ()


_HEAD = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành"]


def test_a_row_of_a_task_table_is_one_requirement() -> None:
    rows = [_HEAD, ["1", "Số hóa hồ sơ đất đai", "Sở Tư pháp; UBND các xã", "Công an tỉnh", "Trước ngày 01/9/2024"]]
    (item,) = find("II. PHÂN CÔNG NHIỆM VỤ", table=rows)
    assert item.quote == "Số hóa hồ sơ đất đai"
    assert [(a.name, a.role) for a in item.actors] == [
        ("Sở Tư pháp", "lead"),
        ("UBND các xã", "lead"),
        ("Công an tỉnh", "support"),
    ]
    assert item.due == date(2024, 8, 31) and item.levels == ("province", "commune")


@pytest.mark.parametrize(
    "rows",
    [
        [["TT", "Họ và tên", "Chức vụ"], ["1", "Nguyễn Văn An", "Chủ tịch"]],  # a list of persons
        [["Thời gian", "Nội dung"], ["7h30 - 8h00", "Đón tiếp đại biểu"]],  # an agenda that charges nobody
        [["TT", "Nội dung", "Điểm"], ["1", "Có đủ hồ sơ theo quy định", "5"]],  # a form of marks
        [_HEAD, ["2", "", "Sở Y tế", "", "Quý I"]],  # no task in the row
        [_HEAD, ["A", "CÔNG TÁC TUYÊN TRUYỀN", "", "", ""]],  # a section of the table
        [_HEAD, ["", "Tổng cộng:", "", "", "12"]],  # a sum
        [["Quý", "Chủ đề", "Nội dung liên hệ"], ["I/2024", "Học và làm theo", "Việc nêu gương ở chi bộ"]],  # themes
        [["TT", "Nội dung", "Đơn vị tính", "Số lượng"], ["1", "Máy phát điện dự phòng", "chiếc", "02"]],  # a purchase
    ],
)
def test_other_tables_give_no_task(rows: list[list[str]]) -> None:
    assert find("II. NỘI DUNG", table=rows) == ()


HEADS = [
    # (header, row) and who, day and kind
    (["Mã", "Việc phải làm", "Ai chủ trì", "Hạn"], ["A1", "Trồng cây ven kênh", "Sở Y tế", "30/6/2024"],
     [("Sở Y tế", "lead")], date(2024, 6, 30), "task"),
    # the month of a row is its time
    (["Tháng", "Việc", "Phụ trách"], ["Tháng 5/2024", "Ra quân tổng vệ sinh", "Sở Y tế"], [("Sở Y tế", "all")],
     date(2024, 5, 31), "task"),
    # a list of reports: who receives them does not act
    (["TT", "Loại báo cáo", "Nơi nhận", "Thời hạn"], ["1", "Kết quả sáu tháng", "Sở Nội vụ", "15/6/2024"],
     [], date(2024, 6, 15), "report"),
    # what was done last year is nobody's name; who watches stands in for who acts
    (["TT", "Chỉ tiêu", "Thực hiện 2023", "Người theo dõi"], ["1", "Số vườn rau mới", "4.000", "Tổ hai"],
     [("Tổ hai", "all")], None, "target"),
    # but only there
    (["TT", "Việc", "Người thực hiện", "Người theo dõi"], ["1", "Sơn lại cổng chào", "Tổ một", "Tổ hai"],
     [("Tổ một", "all")], None, "task"),
    # the unit of a figure is no body
    (["TT", "Chỉ tiêu", "Đơn vị", "Cơ quan theo dõi"], ["1", "Số hộ có nước sạch", "Hộ", "Sở Y tế"],
     [("Sở Y tế", "all")], None, "target"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "row", "actors", "due", "kind"), HEADS)
def test_columns_by_their_heads(
    head: list[str], row: list[str], actors: list[tuple[str, str]], due: date | None, kind: str
) -> None:
    (item,) = find("II. PHÂN CÔNG", table=[head, row])
    assert item.quote == row[1]
    assert ([(a.name, a.role) for a in item.actors], item.due, item.kind) == (actors, due, kind)


def test_rows_of_figures_are_targets_and_persons_are_named_each() -> None:
    rows = [
        ["TT", "Chỉ tiêu", "Người theo dõi"],
        ["1", "Tỷ lệ hộ dùng nước sạch đạt 95%", "Trần Thị Bình; Lê Văn Cường"],
    ]
    (item,) = find("II. CHỈ TIÊU", table=rows)
    assert item.kind == "target"
    assert [a.name for a in item.actors] == ["Trần Thị Bình", "Lê Văn Cường"]
    assert item.levels == ("province",)


def test_report_outline_binds_who_must_report() -> None:
    body = "III. TỔ CHỨC THỰC HIỆN\n1. UBND các xã gửi báo cáo (theo đề cương kèm theo) trước ngày 20/5/2024."
    annex = "\nĐỀ CƯƠNG\nBáo cáo kết quả thực hiện\nI. TÌNH HÌNH CHUNG\n1. Thuận lợi và khó khăn\n2. Số hộ tham gia"
    found = find(body + annex, body_end=len(body))
    assert [item.quote for item in found[1:]] == ["Thuận lợi và khó khăn", "Số hộ tham gia"]
    assert {item.kind for item in found} == {"report"}
    assert found[1].path.startswith("ĐC") and [a.name for a in found[1].actors] == ["UBND các xã"]


def test_other_annexes_need_an_order() -> None:
    body = "II. NHIỆM VỤ\n1. Trồng rừng phòng hộ."
    annex = "\nPHỤ LỤC\nBẢNG CHẤM ĐIỂM\n1. Có phòng đọc sách\n2. UBND xã phải công khai kết quả."
    found = find(body + annex, body_end=len(body))
    assert [item.quote for item in found] == ["Trồng rừng phòng hộ", "UBND xã phải công khai kết quả"]


CLASSES = [
    # permission, composition, effect and purpose bind nobody
    ("II. NHIỆM VỤ\n- Đối với các xã ít hội viên, tùy điều kiện có thể tổ chức lễ tại nhà văn hóa.", []),
    ("II. NHIỆM VỤ\n- Đợt 1: Gồm các hội viên đủ tuổi từ ngày 01/6 đến hết tháng 9 trong năm.", []),
    ("II. NHIỆM VỤ\n- Lắp đặt đèn cảm biến. Giúp tiết kiệm điện.", ["Lắp đặt đèn cảm biến. Giúp tiết kiệm điện"]),
    ("II. NHIỆM VỤ\n1. Mạng có 40 điểm. Trong đó, có 12 điểm ở vùng cao.", []),
    # … but "trong đó" may begin a duty
    (
        "II. NHIỆM VỤ\n- Bố trí kinh phí. Trong đó, ưu tiên mua thiết bị cho trạm.",
        ["Bố trí kinh phí", "Trong đó, ưu tiên mua thiết bị cho trạm"],
    ),
    # telling of the paper is none, telling people is one
    ("II. NHIỆM VỤ\n- Trưởng thôn tuyên truyền để Nhân dân biết, thực hiện.", None),
    ("Văn phòng UBND tỉnh thông báo để các cơ quan biết, thực hiện.", []),
    # a date alone belongs to its task
    (
        "II. NHIỆM VỤ\n- Sở Y tế rà soát các trạm; hoàn thành trước ngày 31/12/2024.",
        ["Sở Y tế rà soát các trạm; hoàn thành trước ngày 31/12/2024"],
    ),
    # a frame before the imperative of those who are named above
    (
        "III. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n- Căn cứ Kế hoạch này, xây dựng kế hoạch chi tiết.",
        ["Căn cứ Kế hoạch này, xây dựng kế hoạch chi tiết"],
    ),
    # a lead-in is a duty when nothing below it is
    (
        "II. NHIỆM VỤ\n- Các xã lập danh sách theo từng đợt, cụ thể:\n+ Đợt 1: gồm hội viên trên 60 tuổi.",
        ["Các xã lập danh sách theo từng đợt"],
    ),
    ("II. NHIỆM VỤ\n- Các xã thực hiện các việc sau, cụ thể:\n+ Trồng rừng.", ["Trồng rừng"]),
    # who pays
    ("III. KINH PHÍ\nNguồn kinh phí thực hiện từ các công ty viễn thông.", None),
    # the inviting body is named
    ("II. NHIỆM VỤ\n- UBND tỉnh mời các sở cùng tham dự hội nghị.", None),
    # themes and general aims
    ("I. CHỦ ĐỀ\n“Vì một thôn xanh”.\nII. NHIỆM VỤ\n- Trồng cây.", ["Trồng cây"]),
    ("I. MỤC TIÊU\nPhát huy sức mạnh đoàn kết.\nII. NHIỆM VỤ\n- Trồng cây.", ["Trồng cây"]),
]


@pytest.mark.parametrize(("text", "expected"), CLASSES)
def test_classes_of_sentences(text: str, expected: list[str] | None) -> None:
    last = text.split("\n")[-1].removeprefix("- ").rstrip(".")  # None: the last line is one duty
    assert quotes(text) == ([last] if expected is None else expected)


def test_papers_of_a_dossier_are_to_be_sent() -> None:
    found = find("II. HỒ SƠ\n1. Hồ sơ đề nghị khen thưởng\n- Tờ khai của hội viên.\n- Nghị quyết của chi hội.")
    assert [(item.quote, item.kind) for item in found] == [
        ("Tờ khai của hội viên", "report"),
        ("Nghị quyết của chi hội", "report"),
    ]


def test_a_programme_with_owners_gives_one_duty_a_row() -> None:
    rows = [
        ["Thời gian", "Nội dung", "Người phụ trách"],
        ["NGÀY 1: NGÀY 04/3/2024"],
        ["7h30 - 8h00", "Chuyên đề 1: An toàn giao thông", "Đoàn trường"],
    ]
    (item,) = find("II. CHƯƠNG TRÌNH", table=rows)
    assert item.quote == "Chuyên đề 1: An toàn giao thông" and item.due == date(2024, 3, 4)
    assert [actor.name for actor in item.actors] == ["Đoàn trường"]


def test_a_plan_behind_a_decision_gives_tasks() -> None:
    body = "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch trồng rừng."
    annex = (
        "\nKẾ HOẠCH\nTrồng rừng\nI. MỤC ĐÍCH\nNâng cao nhận thức.\nII. MỤC TIÊU\n1. 100% thôn có vườn ươm."
        "\nIII. CHẾ ĐỘ BÁO CÁO\nCác xã báo cáo kết quả về Sở Nội vụ trước ngày 28 hằng tháng."
    )
    found = find(body + annex, Header(type="Quyết định", level="province", date=_DAY), body_end=len(body))
    assert [item.kind for item in found] == ["target", "report"]


def test_titles_that_name_bodies_charge_them_although_they_hold_a_verb() -> None:
    text = "III. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n- Trồng cây.\n2. Các công ty xây dựng hạ tầng chợ\n- Dọn vệ sinh."
    item = find(text)[-1]
    assert [actor.name for actor in item.actors] == ["Các công ty xây dựng hạ tầng chợ"] and item.levels == ()


def test_what_stands_outside_the_body_is_not_read() -> None:
    text = "Kính gửi: Sở Y tế\nTM. ỦY BAN NHÂN DÂN"
    unit = Unit(0, 17, "paragraph", "head")
    reading = reading_of(text)
    assert find_requirements(reading, PLAN, Frame(0, 0, 0), (), (unit,), (), (), ()) == ()


_PIECES = [
    "Sở Y tế ",
    "chủ trì",
    "; ",
    ". ",
    "gửi báo cáo về xã",
    "\n- ",
    "\n1. ",
    "II. NHIỆM VỤ\n",
    "đã ",
    "(",
    ")",
    "“",
    "100%",
    ":",
    "Giao ",
    "phải ",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=14))
def test_odd_text_never_fails_and_spans_stay_in_order(pieces: list[str]) -> None:
    starts = [item.start for item in find("".join(pieces))]
    assert starts == sorted(set(starts))


@pytest.mark.parametrize(
    "piece",
    ["tổ chức hội nghị; ", "các sở, ", "Sở Y tế và ", "gửi báo cáo, ", "theo, ", "1", "(", "Sở Y tế báo cáo xã. "],
)
def test_a_megabyte_of_anything_is_judged_in_time(piece: str) -> None:
    text = (piece * (1_000_000 // len(piece))).strip()
    unit = Unit(0, len(text), "paragraph", "organisation")
    begun = time.process_time()
    find_requirements(reading_of(text), PLAN, Frame(0, len(text), len(text)), (), (unit,), (), (), ())
    assert time.process_time() - begun < 50


# (sentence under "Kết quả đạt được, hạn chế", what of it is asked)
SITUATION = [
    ("Năm 2025, các xã hỗ trợ sửa chữa 120 căn nhà cho hộ nghèo; tỷ lệ hộ nghèo còn 3%.", []),
    ("Hội có 58 chi hội, vận động được 1.640 đơn vị máu trong năm 2025.", []),
    ("Cán bộ thôn ngại va chạm, chưa thường xuyên kiểm tra.", []),
    ("Xã Đồng Lạc được thành lập từ ngày 01/7/2025, có 22 thôn.", []),
    ("UBND tỉnh yêu cầu khắc phục ngay các tồn tại trên.", ["UBND tỉnh yêu cầu khắc phục ngay các tồn tại trên"]),
    (
        "UBND tỉnh yêu cầu UBND các xã khắc phục trước ngày 30/6/2024.",
        ["UBND tỉnh yêu cầu UBND các xã khắc phục trước ngày 30/6/2024"],
    ),
    ("UBND các xã khắc phục xong trước ngày 30/6/2024.", ["UBND các xã khắc phục xong trước ngày 30/6/2024"]),
    ("Phải thu hồi 30 ha rừng trước ngày 30/6/2024.", ["Phải thu hồi 30 ha rừng trước ngày 30/6/2024"]),
]


@pytest.mark.parametrize(("sentence", "expected"), SITUATION)
def test_a_report_of_the_situation_asks_only_what_it_orders(sentence: str, expected: list[str]) -> None:
    assert quotes(f"I. KẾT QUẢ ĐẠT ĐƯỢC, HẠN CHẾ\n{sentence}") == expected
