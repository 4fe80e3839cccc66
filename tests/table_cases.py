"""A table of cases of Word tables, each with the cells that a reader of the printed page sees.

The tests read every case from the Word file and from LibreOffice's PDF of it: both must give these cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parser.document import Reading
from tests.docx_samples import abstract, docx, instance, lvl, num, p, run, tc, text_box, tr
from tests.word_cases import FONT

Cells = dict[tuple[int, int, int], str]
"""(table, row, column) → the cell's paragraphs, joined by " / "."""

HEAD = ("TT", "Nội dung công việc", "Cơ quan chủ trì", "Thời gian hoàn thành")
WIDTHS = (700, 4300, 2200, 2100)
_BORDERS = "".join(
    f'<w:{side} w:val="{{0}}" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_RULED = f"<w:tblBorders>{_BORDERS.format('single')}</w:tblBorders>"
_LEVEL_RULES = (
    '<w:tblBorders><w:top w:val="single" w:sz="4" w:color="000000"/><w:bottom w:val="single" w:sz="4" w:color="000000"/>'
    '<w:insideH w:val="single" w:sz="4" w:color="000000"/></w:tblBorders>'
)
PAGE = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1417"/>'
_WIDE_PAGE = (
    '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1417"/>'
)
_REPEAT = "<w:tblHeader/>"
_BREAK = p('<w:r><w:br w:type="page"/></w:r>')


@dataclass(frozen=True, slots=True)
class TableCase:
    """One file: `cells` of the Word file; `printed` of its PDF where the print cannot show the same."""

    name: str
    body: str
    cells: Cells
    section: str = PAGE
    numbering: str = ""
    around: tuple[str, ...] = ()
    printed: Cells | None = None
    why: str = ""

    def data(self) -> bytes:
        """The case as a Word file."""
        parts = {"numbering": self.numbering, "styles": FONT}
        return docx(self.body, section=self.section, **{name: part for name, part in parts.items() if part})


def cells_of(reading: Reading) -> Cells:
    """The cells of a reading."""
    found: dict[tuple[int, int, int], list[str]] = {}
    for paragraph in reading.paragraphs:
        cell = paragraph.cell
        if cell is not None:
            text = reading.text[paragraph.start : paragraph.end]
            found.setdefault((cell.table, cell.row, cell.column), []).append(text)
    return {place: " / ".join(texts) for place, texts in found.items()}


def plain_of(reading: Reading) -> tuple[str, ...]:
    """The paragraphs outside tables."""
    return tuple(reading.text[p.start : p.end] for p in reading.paragraphs if p.cell is None)


def table(*rows: str, widths: Sequence[int] = WIDTHS, look: str = _RULED) -> str:
    """A table of fixed column widths."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{look}<w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def row(*cells: str | tuple[str, ...], widths: Sequence[int] = WIDTHS, properties: str = "") -> str:
    """A row of cells as wide as its columns; a tuple is a cell of several paragraphs, markup a cell as it is."""
    done = []
    for cell, width in zip(cells, widths, strict=False):
        blocks = cell if isinstance(cell, tuple) else (cell,)
        ready = len(blocks) == 1 and blocks[0].startswith("<w:tc>")
        done.append(blocks[0] if ready else tc(*blocks, properties=f'<w:tcW w:w="{width}" w:type="dxa"/>'))
    return tr(*done, properties=properties)


def wide(text: str, columns: int, width: int, more: str = "") -> str:
    """A cell over several columns."""
    return tc(text, properties=f'<w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{columns}"/>{more}')


def tall(text: str, width: int, first: bool = True, more: str = "") -> str:
    """A cell over several rows: its first part, or a part below."""
    mark = '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
    return tc(text, properties=f'<w:tcW w:w="{width}" w:type="dxa"/>{more}{mark}')


def grid(*rows: Sequence[str], number: int = 0, first: int = 0) -> Cells:
    """The cells of a table row by row; "" stands for an empty cell and for one covered by another."""
    return {
        (number, at, column): text
        for at, texts in enumerate(rows, start=first)
        for column, text in enumerate(texts)
        if text
    }


_TASKS = (
    ("Tuyên truyền về phân loại rác tại nguồn trong các khu dân cư", "Hội Phụ nữ phường", "Quý I/2026"),
    ("Kiểm tra vệ sinh môi trường các tuyến đường", "Ủy ban nhân dân phường", "Trước ngày 30/6/2026"),
    ("Tổng hợp kết quả, báo cáo Thường trực Đảng ủy", "Văn phòng Đảng ủy", "Tháng 12/2026"),
)
_ROWS = [(f"{at}", *_TASKS[(at - 1) % 3]) for at in range(1, 46)]
_LONG = "; ".join(f"tổ dân phố số {at} rà soát hộ gia đình chưa có nước sạch" for at in range(1, 150)) + "."
_SECTION_ROW = "Công tác tuyên truyền"
_AUTO = tc(p("", num(0)), properties='<w:tcW w:w="700" w:type="dxa"/>')
_FILLED = tuple(
    f"Tổ dân phố số {at} {'tuyên truyền, vận động nhân dân giữ gìn vệ sinh ' * (at % 3 + 1)}trong khu dân cư."
    for at in range(1, 24)
)
_FILL = "".join(map(p, _FILLED))

SHAPES = [
    TableCase("a task table between paragraphs", p("Phân công nhiệm vụ như sau:") + table(row(*HEAD), row(*_ROWS[0]),
              row(*_ROWS[1])) + p("Các đơn vị tổ chức thực hiện."), grid(HEAD, _ROWS[0], _ROWS[1]),
              around=("Phân công nhiệm vụ như sau:", "Các đơn vị tổ chức thực hiện.")),
    TableCase("empty cells keep their place", table(row(*HEAD), row("1", "Sơ kết", "", "Quý II"), row("", "Tổng kết",
              "Văn phòng", "")), grid(HEAD, ("1", "Sơ kết", "", "Quý II"), ("", "Tổng kết", "Văn phòng"))),
    TableCase("a cell over two columns", table(row("TT", "Nội dung", wide("Phân công", 2, 4300)),
              row("1", "Sơ kết", "Văn phòng", "Quý II")),
              grid(("TT", "Nội dung", "Phân công"), ("1", "Sơ kết", "Văn phòng", "Quý II"))),
    TableCase("a head of two rows", table(
              tr(tall("TT", 700), tall("Nội dung", 4300), wide("Phân công", 2, 4300)),
              tr(tall("", 700, False), tall("", 4300, False), tc("Chủ trì"), tc("Phối hợp")),
              row("1", "Sơ kết", "Văn phòng", "Mặt trận")),
              grid(("TT", "Nội dung", "Phân công"), ("", "", "Chủ trì", "Phối hợp"),
                   ("1", "Sơ kết", "Văn phòng", "Mặt trận"))),
    TableCase("a body named once for three rows", table(row(*HEAD),
              tr(tc("1"), tc("Việc một"), tall("Văn phòng", 2200), tc("Quý I")),
              tr(tc("2"), tc("Việc hai"), tall("", 2200, False), tc("Quý II")),
              tr(tc("3"), tc("Việc ba"), tall("", 2200, False), tc("Quý III"))),
              grid(HEAD, ("1", "Việc một", "Văn phòng", "Quý I"), ("2", "Việc hai", "", "Quý II"),
                   ("3", "Việc ba", "", "Quý III"))),
    TableCase("a section row over all columns", table(row(*HEAD), tr(wide("I. CÔNG TÁC TUYÊN TRUYỀN", 4, 9300)),
              row(*_ROWS[0])), grid(HEAD, ("I. CÔNG TÁC TUYÊN TRUYỀN",), _ROWS[0])),
    TableCase("cells of several paragraphs and bullets", table(row(*HEAD), row("1", ("Tổ chức hội nghị:",
              "- Chuẩn bị tài liệu cho đại biểu dự hội nghị quán triệt;", "- Mời báo cáo viên."),
              ("Hội Phụ nữ;", "Văn phòng."), "Quý I")),
              grid(HEAD, ("1", "Tổ chức hội nghị: / - Chuẩn bị tài liệu cho đại biểu dự hội nghị quán triệt; / "
                   "- Mời báo cáo viên.", "Hội Phụ nữ; / Văn phòng.", "Quý I"))),
    TableCase("automatic numbers in the first column", table(row(*HEAD), *(
              tr(_AUTO, tc(task), tc(body), tc(time)) for _, task, body, time in _ROWS[:3])),
              grid(HEAD, *((f"{at}.", *rest) for at, (_, *rest) in enumerate(_ROWS[:3], start=1))),
              numbering=abstract(0, lvl(0, "%1.")) + instance(1, 0)),
    TableCase("a table in a cell belongs to the cell", table(row(*HEAD), row("1", tc("Chia tổ:", table(
              row("Tổ một", "Ông Tư", widths=(1900, 1900)), widths=(1900, 1900), look=""), p("Báo cáo kết quả."),
              properties='<w:tcW w:w="4300" w:type="dxa"/>'), "Văn phòng", "Quý I")),
              grid(HEAD, ("1", "Chia tổ: / Tổ một / Ông Tư / Báo cáo kết quả.", "Văn phòng", "Quý I")),
              printed=grid(HEAD, ("1", "Chia tổ: / Tổ một Ông Tư / Báo cáo kết quả.", "Văn phòng", "Quý I")),
              why="two words side by side in a cell are one printed line"),
    TableCase("a text box in a cell is read in it", table(row(*HEAD), row("1", (p("Treo băng rôn.") + p(text_box(
              p("Nội dung băng rôn."))),), "Văn phòng", "Quý I")),
              grid(HEAD, ("1", "Treo băng rôn. / Nội dung băng rôn.", "Văn phòng", "Quý I"))),
    TableCase("a letter turned on its side in the head", table(tr(tc("TT"), tc("Nội dung"), tc("Chủ trì", properties=
              '<w:tcW w:w="2200" w:type="dxa"/><w:textDirection w:val="btLr"/>'), tc("Thời gian"), properties=
              '<w:trHeight w:val="1500" w:hRule="exact"/>'), row("1", "Sơ kết", "Văn phòng", "Quý II")),
              grid(("TT", "Nội dung", "Chủ trì", "Thời gian"), ("1", "Sơ kết", "Văn phòng", "Quý II"))),
    TableCase("a frame of one cell is no table", p(_FILLED[1]) + table(row("Lưu ý: gửi báo cáo qua thư điện tử.",
              widths=(9000,)), widths=(9000,)) + p(_FILLED[2]), {}, around=(_FILLED[1],
              "Lưu ý: gửi báo cáo qua thư điện tử.", _FILLED[2])),
    TableCase("persons one below the other", table(row(*HEAD), row("1", "Chấm bài", ("Vũ Việt Linh", "Nguyễn Thị Loan"),
              "Quý I")), grid(HEAD, ("1", "Chấm bài", "Vũ Việt Linh / Nguyễn Thị Loan", "Quý I"))),
    TableCase("a figure too wide for its cell", table(row("TT", "Việc", "Hạn", widths=(700, 4300, 900)), row("1", "Họp", "15/9/2026", widths=(700, 4300, 900)),
              widths=(700, 4300, 900)), grid(("TT", "Việc", "Hạn"), ("1", "Họp", "15/9/2026"))),
    TableCase("bold and italic runs make one cell", table(row(*HEAD), row("1", tc(p(run("Rà soát ", "<w:b/>")
              + run("hộ nghèo", "<w:i/>")), properties='<w:tcW w:w="4300" w:type="dxa"/>'), "Văn phòng", "Quý I")),
              grid(HEAD, ("1", "Rà soát hộ nghèo", "Văn phòng", "Quý I"))),
]  # fmt: skip

PAGES = [
    TableCase("the head is repeated on each page", table(row(*HEAD, properties=_REPEAT), *(row(*r) for r in _ROWS)),
              grid(HEAD, *_ROWS)),
    TableCase("without a repeated head", table(row(*HEAD), *(row(*r) for r in _ROWS)), grid(HEAD, *_ROWS)),
    TableCase("a head of two rows is repeated", table(
              tr(tall("TT", 700), tall("Nội dung", 4300), wide("Phân công", 2, 4300), properties=_REPEAT),
              tr(tall("", 700, False), tall("", 4300, False), tc("Chủ trì"), tc("Phối hợp"), properties=_REPEAT),
              *(row(*r) for r in _ROWS)),
              grid(("TT", "Nội dung", "Phân công"), ("", "", "Chủ trì", "Phối hợp"), *_ROWS)),
    TableCase("a row goes on over the page break", table(row(*HEAD, properties=_REPEAT), row("1", _LONG, "Văn phòng",
              "Quý I"), row(*_ROWS[1])), grid(HEAD, ("1", _LONG, "Văn phòng", "Quý I"), _ROWS[1])),
    TableCase("a row goes on without a repeated head", table(row(*HEAD), row("1", _LONG, "Văn phòng", "Quý I"),
              row(*_ROWS[1])), grid(HEAD, ("1", _LONG, "Văn phòng", "Quý I"), _ROWS[1])),
    TableCase("a table begins low on the page", _FILL + table(row(*HEAD), *(row(*r) for r in _ROWS[:12])),
              grid(HEAD, *_ROWS[:12]), around=_FILLED),
    TableCase("a tall cell goes on over the page break", table(row(*HEAD), *(
              tr(tc(r[0]), tc(r[1]), tall("Văn phòng" if at == 0 else "", 2200, at == 0), tc(r[3]))
              for at, r in enumerate(_ROWS))),
              grid(HEAD, *((r[0], r[1], "Văn phòng" if at == 0 else "", r[3]) for at, r in enumerate(_ROWS)))),
    TableCase("section rows over pages", table(row(*HEAD, properties=_REPEAT), *(
              part for at, r in enumerate(_ROWS) for part in
              ([tr(wide(f"{_SECTION_ROW} {at // 15 + 1}", 4, 9300))] if at % 15 == 0 else []) + [row(*r)])),
              grid(HEAD, *(part for at, r in enumerate(_ROWS) for part in
              ([(f"{_SECTION_ROW} {at // 15 + 1}",)] if at % 15 == 0 else []) + [r]))),
    TableCase("a table on landscape pages", table(row(*HEAD, properties=_REPEAT), *(row(*r) for r in _ROWS)),
              grid(HEAD, *_ROWS), section=_WIDE_PAGE),
    TableCase("a table that goes on as a second one", table(row(*HEAD), *(row(*r) for r in _ROWS[:4])) + _BREAK
              + table(*(row(*r) for r in _ROWS[4:8])), grid(HEAD, *_ROWS[:8])),
    TableCase("a second one that repeats the head", table(row(*HEAD), *(row(*r) for r in _ROWS[:4])) + _BREAK
              + table(row(*HEAD), *(row(*r) for r in _ROWS[4:8])), grid(HEAD, *_ROWS[:8])),
    TableCase("a row of a programme cut by the page", "".join(map(p, _FILLED[:21])) + table(
              row("Thời gian", "Nội dung", "Phụ trách", widths=(1100, 2500, 1800)),
              *(row(f"{at}h30 - {at + 1}h00", "Hướng dẫn học sinh sử dụng các công cụ học tập số an toàn", "Tổ Tin học",
                    widths=(1100, 2500, 1800)) for at in range(6, 16)), widths=(1100, 2500, 1800)),
              grid(("Thời gian", "Nội dung", "Phụ trách"), *((f"{at}h30 - {at + 1}h00",
              "Hướng dẫn học sinh sử dụng các công cụ học tập số an toàn", "Tổ Tin học") for at in range(6, 16))),
              around=_FILLED[:21]),
    TableCase("another table on the next page", table(row(*HEAD), row(*_ROWS[0])) + _BREAK + table(
              row("TT", "Họ và tên", "Chức vụ", "Điện thoại"), row("1", "Lê Văn An", "Bí thư", "0123")),
              grid(HEAD, _ROWS[0]) | grid(("TT", "Họ và tên", "Chức vụ", "Điện thoại"), ("1", "Lê Văn An", "Bí thư",
              "0123"), number=1)),
    TableCase("two tables with a title between", table(row(*HEAD), row(*_ROWS[0])) + p("Phụ lục 2")
              + table(row(*HEAD), row(*_ROWS[1])), grid(HEAD, _ROWS[0]) | grid(HEAD, _ROWS[1], number=1),
              around=("Phụ lục 2",)),
]  # fmt: skip

_INNER = (
    '<w:tblBorders><w:insideH w:val="single" w:sz="4" w:color="000000"/>'
    '<w:insideV w:val="single" w:sz="4" w:color="000000"/></w:tblBorders>'
)
_SIGNERS = (("NGƯỜI LẬP BIỂU", "Lê Văn An"), ("KẾ TOÁN TRƯỞNG", "Trần Thị Bình"), ("THỦ TRƯỞNG", "Phạm Văn Cường"))
_OPEN_WIDTHS = (700, 4100, 2200, 2100)

UNRULED = [
    TableCase("rules between the rows only", p(_FILLED[4]) + table(row(*HEAD), *(row(*r) for r in _ROWS[:6]),
              look=_LEVEL_RULES) + p(_FILLED[5]), grid(HEAD, *_ROWS[:6]), around=(_FILLED[4], _FILLED[5])),
    TableCase("no outer rules", p(_FILLED[4]) + table(row(*HEAD), *(row(*r) for r in _ROWS[:6]), look=_INNER)
              + p(_FILLED[5]), grid(HEAD, *_ROWS[:6]), around=(_FILLED[4], _FILLED[5])),
    TableCase("no rules at all", p(_FILLED[4]) + table(row(*HEAD), *(row(*r) for r in _ROWS[:6]), look="")
              + p(_FILLED[5]), grid(HEAD, *_ROWS[:6]), around=(_FILLED[4], _FILLED[5])),
    TableCase("three who sign", p(_FILLED[4]) + table(row(*((role, "", "", name) for role, name in _SIGNERS),
              widths=(3100, 3100, 3100)), widths=(3100, 3100, 3100), look=""),
              grid(tuple(f"{role} / {name}" for role, name in _SIGNERS)), around=(_FILLED[4],)),
]  # fmt: skip

CASES = [*SHAPES, *PAGES, *UNRULED]
