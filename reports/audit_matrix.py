"""matrix.xlsx: plans × requirements coloured by status, totals, most missed, what could not be read, single plans.

Written row by row (openpyxl's write-only mode). The large sheet has as many cells as there are verdicts; they differ
only in status and marks, so each is a copy of one of a few models (`reports.sheet_rows`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any

from audit.batch.model import NEEDS_REVIEW, REJECTED, WAIVED, AuditRun, Comparison, PlanResult
from audit.report import STATUSES
from corpus.messages import message
from reports.audit_figures import Counted, ParentFigures, PlanLine, label_of
from reports.audit_index import AuditView, head_of
from reports.files import write_whole
from reports.sheet_rows import Model, Rows, copied, shown, told, with_rows
from reports.sheets import FORMULA, Content, fit_text
from reports.wording import format_day, paper_name

_FILLS = {"missing": "B3361B", "partial": "F2B33D", "covered": "CFE3EE", "not_applicable": "ECEFF3"}
_INKS = {"missing": "FFFFFF", "partial": "3A2600", "covered": "2C5F7D", "not_applicable": "6B7683"}
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_SHOWN = NEEDS_REVIEW | WAIVED | REJECTED
_LEADING = 5  # columns before the first requirement of the large sheet


def write_matrix(run: AuditRun, view: AuditView, path: Path, sheets: int) -> None:
    """Write the workbook; plans get a sheet of their own when there are at most `sheets`. Raises OutputError."""
    book = _Book()
    _totals(book, view)
    several = len(view.figures) > 1
    for number, figures in enumerate(view.figures, start=1):
        _matrix(book, figures, f" {number}" if several else "")
    _missed(book, view.figures)
    _places(book, view.figures)
    _failures(book, view)
    _plans(book, run, view, len(view.told) <= sheets)
    write_whole(path, book.data())


class _Book:
    """The workbook with its few looks."""

    def __init__(self) -> None:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Font, PatternFill

        self._book: Any = Workbook(write_only=True)
        self._book.properties.creator = "rasoat"
        self._cell = WriteOnlyCell
        self._plain = Font(name="Times New Roman", size=11)
        self._bold = Font(name="Times New Roman", size=11, bold=True)
        self._link = Font(name="Times New Roman", size=11, color="1F4E8C", underline="single")
        self._head_fill = PatternFill("solid", fgColor="E8EDF4")
        self._wrap = Alignment(wrap_text=True, vertical="top")
        self._middle = Alignment(wrap_text=True, horizontal="center", vertical="center")
        self._top = Alignment(vertical="top")
        self._upright = Alignment(text_rotation=90, horizontal="center", vertical="bottom")
        self._centre = Alignment(horizontal="center", vertical="center")
        self._names: set[str] = set()
        self._rows: dict[str, Rows] = {}
        self._lines: dict[str, int] = {}
        self._widths: dict[str, tuple[float, ...]] = {}
        self._looks: dict[tuple[type, bool, bool, bool, bool], Any] = {}

    def sheet(self, name: str, widths: Sequence[float], freeze: str = "A2") -> Any:
        """Add a sheet; its name is cut and made unique as Excel demands."""
        from openpyxl.utils import get_column_letter

        base = name.translate(_FORBIDDEN).strip(" '")[:31] or "-"
        unique, number = base, 2
        while unique.casefold() in self._names:
            unique, number = f"{base[: 31 - len(str(number)) - 1]} {number}", number + 1
        self._names.add(unique.casefold())
        sheet = self._book.create_sheet(unique)
        self._widths[unique] = tuple(widths)
        for column, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.freeze_panes = freeze
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        return sheet

    def line(self, sheet: Any, cells: Sequence[Any] = ()) -> None:
        """Add a row as high as its longest text needs: not every program finds that out when it opens the file."""
        number = self._lines[sheet.title] = self._lines.get(sheet.title, 0) + 1
        widths = self._widths[sheet.title]
        texts = [(str(cell.value), width) for cell, width in zip(cells, widths, strict=False) if _wraps(cell)]
        lines = max((ceil(len(text) * 0.95 / width) for text, width in texts), default=1)
        if lines > 1:
            sheet.row_dimensions[number].height = min(400, 15 * lines)
        sheet.append(list(cells))

    def filtered(self, sheet: Any, columns: int, rows: int, first: int = 1) -> None:
        """Give the table its filters and repeat its head on every printed page."""
        from openpyxl.utils import get_column_letter

        sheet.auto_filter.ref = f"A{first}:{get_column_letter(max(1, columns))}{max(first, rows)}"
        sheet.print_title_rows = f"1:{first}"

    def heads(self, sheet: Any, names: Sequence[str], upright: int | None = None) -> list[Any]:
        """Return the cells of a head; those from `upright` on are turned."""
        cells = []
        for number, name in enumerate(names):
            cell = self.text(sheet, name, bold=True)
            cell.fill = self._head_fill
            cell.alignment = self._middle
            if upright is not None and number >= upright:
                cell.alignment = self._upright
            cells.append(cell)
        return cells

    def text(self, sheet: Any, content: Content, bold: bool = False, wrap: bool = True) -> Any:
        """Return a cell of text, a count or a share; text stays text whatever it begins with."""
        formula = isinstance(content, str) and content.startswith(FORMULA)
        look = (type(content), bold, wrap, formula, False)
        return self._dressed(sheet, fit_text(content) if isinstance(content, str) else content, look)

    def link(self, sheet: Any, words: str, path: str) -> Any:
        """Return a cell that opens a file beside the workbook."""
        cell = self._dressed(sheet, words, (str, False, False, False, True))
        cell.hyperlink = path
        return cell

    def _dressed(self, sheet: Any, content: Content, look: tuple[type, bool, bool, bool, bool]) -> Any:
        """A cell in one of the few looks, which are found once: openpyxl compares a whole style at each assignment."""
        cell = self._cell(sheet, content)
        if isinstance(content, str):
            cell.data_type = "s"
        if look not in self._looks:
            kind, bold, wrap, formula, link = look
            cell.font = self._link if link else self._bold if bold else self._plain
            cell.alignment = self._wrap if wrap else self._top
            cell.quotePrefix = formula
            if kind is float:
                cell.number_format = "0.0%"
            self._looks[look] = copy(cell._style)
        cell._style = copy(self._looks[look])
        return cell

    def verdict(self, sheet: Any, status: int, mark: int) -> Any:
        """Return the cell of a verdict: its letter in its colour, with the marks of review and decision."""
        from openpyxl.styles import Font, PatternFill

        name = STATUSES[status]
        words = message("audit_index", f"letter_{name}")
        words += "?" if mark & NEEDS_REVIEW else ""
        words += "/" if mark & WAIVED else "!" if mark & REJECTED else ""
        cell = self._cell(sheet, words)
        cell.fill = PatternFill("solid", fgColor=_FILLS[name])
        cell.font = Font(name="Times New Roman", size=11, bold=True, color=_INKS[name])
        cell.alignment = self._centre
        cell.data_type = "s"
        return cell

    def fill(self, sheet: Any, rows: Rows) -> None:
        """Put `rows` in the place of the sheet's last row when the workbook is finished."""
        self._rows[f"xl/worksheets/sheet{self._book.index(sheet) + 1}.xml"] = rows

    def data(self) -> bytes:
        """Return the file."""
        buffer = BytesIO()
        self._book.save(buffer)
        return with_rows(buffer.getvalue(), self._rows)


def _wraps(cell: Any) -> bool:
    return cell is not None and isinstance(cell.value, str) and bool(cell.alignment.wrap_text)


def _word(code: str, **facts: object) -> str:
    return message("audit_matrix", code, **facts)


def _totals(book: _Book, view: AuditView) -> None:
    """What the audit was, and its figures per parent, field and place."""
    sheet = book.sheet(_word("sheet_totals"), (46, 16, 16, 16, 16, 16, 16, 16), freeze="A1")
    for heading, rows in head_of(view):
        book.line(sheet, [book.text(sheet, heading, bold=True)])
        for label, value in rows:
            book.line(sheet, [book.text(sheet, label), book.text(sheet, value, wrap=False)])
        book.line(sheet)
    heads = [_word("part"), _word("plans"), *_count_heads()]
    for figures in view.figures:
        book.line(sheet, book.heads(sheet, [paper_name(figures.parent.paper), *heads[1:]]))
        count = len(figures.lines)
        _counted(book, sheet, _word("all"), count, figures.total)
        for name, counted in figures.fields():
            _counted(book, sheet, name or _word("no_section"), count, counted)
        book.line(sheet)
    book.line(sheet, [book.text(sheet, _word("legend"), bold=True)])
    for code in ("letters", "marks"):
        book.line(sheet, [book.text(sheet, _word(code), wrap=False)])


def _count_heads() -> list[str]:
    return [message("audit_tables", "coverage"), *(message("status", each) for each in STATUSES), _word("open_gaps")]


def _counted(book: _Book, sheet: Any, name: str, plans: int, counted: Counted) -> None:
    values: list[Content] = [name, plans, counted.coverage, *(counted.of(each) for each in STATUSES), counted.open_gaps]
    book.line(sheet, [book.text(sheet, value) for value in values])


def _matrix(book: _Book, figures: ParentFigures, number: str) -> None:
    """One row a plan, one column a requirement; the head holds the requirement's place and words."""
    width = len(figures.requirements)
    sheet = book.sheet(_word("sheet_matrix") + number, (30, 24, 9, 8, 8, *([4.2] * width)), freeze="F2")
    heads = [_word("plan"), _word("place"), message("audit_tables", "coverage"), _word("missing"), _word("partial")]
    asked = [f"{line.asked.path or line.asked.id}. {line.asked.quote[:120]}" for line in figures.requirements]
    sheet.row_dimensions[1].height = 220
    sheet.append(book.heads(sheet, [*heads, *asked], upright=_LEADING))
    statuses, marks = figures.grid.statuses[figures.rows], figures.grid.marks[figures.rows] & _SHOWN
    looks = sorted(set(zip(statuses.ravel().tolist(), marks.ravel().tolist(), strict=True)))
    lead = [book.text(sheet, value, wrap=False) for value in ("-", 0.5, 1)]
    sheet.append([*lead, *(book.verdict(sheet, *look) for look in looks)])
    book.filtered(sheet, _LEADING + width, len(figures.lines) + 1)

    def rows(models: Sequence[Model]) -> Iterator[list[str]]:
        words, share, count, *verdicts = models
        cells = {status | mark << 8: copied(model) for (status, mark), model in zip(looks, verdicts, strict=True)}
        keys = (statuses.astype("uint16") | marks.astype("uint16") << 8).tolist()
        for line, row in zip(figures.lines, keys, strict=True):
            totals = line.totals
            head = [told(words, line.label), told(words, line.place), shown(share, totals.coverage)]
            head += [shown(count, totals.open_missing), shown(count, totals.open_partial)]
            yield head + [cells[key] for key in row]

    if figures.lines:
        book.fill(sheet, rows)


def _missed(book: _Book, figures: Sequence[ParentFigures]) -> None:
    sheet = book.sheet(_word("sheet_missed"), (10, 70, 30, 12, 12, *([12] * 6)))
    columns = ("path", "asked", "section", "due")
    heads = [
        *(message("audit_tables", code) for code in columns),
        _word("missing"),
        _word("partial"),
        *_count_heads()[:-1],
    ]
    if len(figures) > 1:
        heads.append(message("audit_tables", "parent"))
    book.line(sheet, book.heads(sheet, heads))
    rows = 1
    for one in figures:
        for line in one.most_missed():
            asked, counted = line.asked, line.counted
            due = format_day(asked.due) if asked.due else ""
            values: list[Content] = [asked.path or asked.id, asked.quote, asked.section, due]
            values += [counted.open_missing, counted.open_partial, counted.coverage]
            values += [counted.of(each) for each in STATUSES]
            values += [paper_name(one.parent.paper)] if len(figures) > 1 else []
            book.line(sheet, [book.text(sheet, value) for value in values])
            rows += 1
    book.filtered(sheet, len(heads), rows)


def _places(book: _Book, figures: Sequence[ParentFigures]) -> None:
    sheet = book.sheet(_word("sheet_places"), (46, 12, *([14] * 6)))
    heads = [_word("place"), _word("plans"), *_count_heads()]
    book.line(sheet, book.heads(sheet, heads))
    rows = 1
    for one in figures:
        for place in one.places():
            _counted(book, sheet, place.name or _word("no_place"), place.plans, place.counted)
            rows += 1
    book.filtered(sheet, len(heads), rows)


def _failures(book: _Book, view: AuditView) -> None:
    sheet = book.sheet(_word("sheet_failures"), (50, 80, 60))
    heads = [message("audit_index", f"column_{code}") for code in ("file", "why", "advice")]
    book.line(sheet, book.heads(sheet, heads))
    for failure in view.failures:
        values = (failure.name, failure.message, failure.advice)
        book.line(sheet, [book.text(sheet, value) for value in values])
    book.filtered(sheet, len(heads), len(view.failures) + 1)


def _plans(book: _Book, run: AuditRun, view: AuditView, own_sheets: bool) -> None:
    """The list of plans with links to their gap reports and letters; few plans have a sheet each as well."""
    sheet = book.sheet(_word("sheet_plans"), (8, 34, 30, 24, 12, 10, 10, 10, 16, 16, 40))
    codes = ("rank", "plan", "place", "number", "coverage")
    heads = [message("audit_tables", code) for code in codes]
    heads += [_word("missing"), _word("partial"), _word("review"), _word("report"), _word("letter"), _word("file")]
    if len(view.figures) > 1:
        heads.append(message("audit_tables", "parent"))
    book.line(sheet, book.heads(sheet, heads))
    rows = 1
    for figures in view.figures:
        for rank, line in enumerate(figures.ranking(), start=1):
            book.line(sheet, _plan_row(book, sheet, rank, line, figures, view))
            rows += 1
    book.filtered(sheet, len(heads), rows)
    for result in run.plans() if own_sheets else ():
        _own_sheet(book, result, view.figures)


def _plan_row(book: _Book, sheet: Any, rank: int, line: PlanLine, figures: ParentFigures, view: AuditView) -> list[Any]:
    totals, facts = line.totals, line.facts
    known = view.told.get(facts.name, {}).get(figures.parent.key)
    values: list[Content] = [rank, line.label, line.place, facts.number or "", totals.coverage]
    values += [totals.open_missing, totals.open_partial, totals.needs_review]
    cells = [book.text(sheet, value, wrap=False) for value in values]
    cells.append(book.link(sheet, _word("open"), known.report) if known and known.report else None)
    cells.append(book.link(sheet, _word("open"), line.letter) if line.letter else None)
    cells.append(book.text(sheet, facts.name, wrap=False))
    if len(view.figures) > 1:
        cells.append(book.text(sheet, paper_name(figures.parent.paper), wrap=False))
    return cells


def _own_sheet(book: _Book, result: PlanResult, figures: Sequence[ParentFigures]) -> None:
    """The verdicts on one plan."""
    parents: dict[str, ParentFigures] = {one.parent.key: one for one in figures}
    sheet = book.sheet(label_of(result.facts), (9, 60, 14, 50, 46, 50))
    heads = [message("audit_tables", "path"), message("audit_tables", "asked"), message("gap", "column_status")]
    heads += [message("gap", code) for code in ("column_evidence", "column_explanation", "request")]
    book.line(sheet, book.heads(sheet, heads))
    rows = 1
    for found in result.comparisons:
        for values in _verdicts(found, parents[found.parent]):
            cells = [book.text(sheet, value) for value in values]
            book.line(sheet, cells)
            rows += 1
    book.filtered(sheet, len(heads), rows)


def _verdicts(found: Comparison, figures: ParentFigures) -> Iterator[tuple[str, ...]]:
    for asked, row in zip(figures.parent.rows, found.rows, strict=True):
        status = message("status", row.status) + (f" ({message('gap', 'review')})" if row.needs_review else "")
        said = row.evidence[0].quote.replace("\n", " | ") if row.evidence else ""
        yield asked.path or asked.id, asked.quote, status, said, row.explanation, row.request
