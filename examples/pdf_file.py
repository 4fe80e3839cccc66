"""Write an example as a PDF with fpdf2: wrapped lines, page numbers, two-column header, ruled tables.

Tinos (apt package fonts-croscore, Apache licence) has the metrics of Times New Roman and all Vietnamese letters;
only the glyphs used are embedded.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos
from fpdf.fonts import FontFace
from markup import Line

_FONTS = Path("/usr/share/fonts/truetype/croscore")
_LEFT = 30


class _Paper(FPDF):
    """A4 with the page number at the top centre from the second page on, as the form rules ask."""

    def header(self) -> None:
        """Write the page number."""
        if self.page_no() > 1:
            self.set_y(10)
            self.set_font("Tinos", "", 13)
            self.cell(0, 6, str(self.page_no()), align=Align.C, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            self.ln(4)


def write(lines: list[Line], widths: tuple[int, ...] = ()) -> bytes:
    """Return the bytes of a PDF that holds these lines; `widths` are the shares of the table's columns."""
    paper = _Paper(format="A4")
    paper.set_creation_date(datetime(2025, 1, 1, tzinfo=UTC))
    for style, name in (("", "Regular"), ("B", "Bold"), ("I", "Italic")):
        paper.add_font("Tinos", style, _FONTS / f"Tinos-{name}.ttf")
    paper.set_margins(_LEFT, 20, 15)
    paper.set_auto_page_break(True, 20)
    paper.add_page()
    for key, group in groupby(lines, key=lambda line: "sides" if line.role in ("left", "right") else line.role):
        members = list(group)
        if key == "sides":
            _sides(paper, members)
        elif key == "cell":
            _table(paper, members, widths)
        else:
            for line in members:
                _paragraph(paper, line)
    return bytes(paper.output())


def _paragraph(paper: FPDF, line: Line) -> None:
    title = line.role == "title"
    if line.page_break:
        paper.add_page()
    bold = title or (line.label_length > 0 and line.text.isupper())
    paper.set_font("Tinos", "B" if bold else "", 14)
    with (
        paper.text_columns(text_align=Align.C if title else Align.J, line_height=1.35) as columns,
        columns.paragraph(first_line_indent=0 if title else 10, bottom_margin=1.5) as paragraph,
    ):
        paragraph.write(line.text)


def _sides(paper: FPDF, lines: list[Line]) -> None:
    left = [line for line in lines if line.role == "left"]
    right = [line for line in lines if line.role == "right"]
    signature = "Nơi nhận" in left[0].text
    top, bottom = paper.get_y(), paper.get_y()
    for column, x, width in ((left, _LEFT - 6, 76), (right, _LEFT + 72, 96)):
        paper.set_y(top)
        for line in column:
            small = signature and column is left
            paper.set_font("Tinos", "" if small else "B" if line.text.isupper() else "", 11 if small else 12.5)
            paper.set_x(x)
            paper.multi_cell(
                width, 5.5, line.text, align=Align.L if small else Align.C, new_x=XPos.LEFT, new_y=YPos.NEXT
            )
            if signature and column is right and line.text.isupper() and line is right[-2]:
                paper.ln(20)  # room for the signature
        bottom = max(bottom, paper.get_y())
    paper.set_y(bottom + 4)


def _table(paper: FPDF, lines: list[Line], widths: tuple[int, ...]) -> None:
    columns = max(line.column for line in lines) + 1
    paper.set_font("Tinos", "", 12)
    head = FontFace(emphasis="BOLD")
    with paper.table(col_widths=widths or None, line_height=6, text_align=Align.L, headings_style=head) as table:
        for _, group in groupby(lines, key=lambda line: line.row):
            members = {line.column: line.text for line in group}
            row = table.row()
            if len(members) == 1 and 0 in members:
                row.cell(members[0], colspan=columns)
                continue
            for column in range(columns):
                row.cell(members.get(column, ""))
    paper.ln(3)
