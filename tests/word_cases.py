"""A table of cases of Word's automatic numbering, each with the labels that Word's own rules give.

Written from ECMA-376 part 1 (17.9 Numbering, 17.13.5 revisions, 17.18.59 number formats) and [MS-OI29500].
The tests read every case and hold it against LibreOffice's PDF of the same file; the benchmark counts them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.docx_samples import (
    OUTLINE,
    abstract,
    docx,
    instance,
    level_override,
    lvl,
    num,
    p,
    run,
    start_override,
    style,
    tbl,
    tc,
    text_box,
    tr,
)


@dataclass(frozen=True, slots=True)
class WordCase:
    """One file: in its body the paragraphs are "@1", "@2" …; `labels` is what Word prints before each.

    `office` lists what LibreOffice prints where it departs from Word's rule (`why` says the rule).
    """

    name: str
    body: str
    labels: list[str]
    numbering: str = ""
    styles: str = ""
    office: dict[int, str] = field(default_factory=dict)
    why: str = ""

    @property
    def printed(self) -> list[str]:
        """What LibreOffice prints before each paragraph."""
        return [self.office.get(at, label) for at, label in enumerate(self.labels, start=1)]

    def found_in(self, text: str) -> list[str | None]:
        """The labels before the paragraphs in a reading or on a printed page, None for a paragraph not found."""
        found = [
            re.search(rf"(?:^|@\d+(?!\d))([^@\n]*)@{at}(?!\d)", text, re.MULTILINE)
            for at in range(1, len(self.labels) + 1)
        ]
        return [None if match is None else match[1].strip() for match in found]

    def data(self) -> bytes:
        """The case as a Word file, set in a font with Vietnamese letters."""
        parts = {"numbering": self.numbering, "styles": FONT + self.styles, "settings": _AS_ACCEPTED}
        return docx(self.body, **{name: part for name, part in parts.items() if part})


FONT = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Tinos" w:hAnsi="Tinos" w:cs="Tinos"/>'
    '<w:sz w:val="26"/><w:lang w:val="en-US"/></w:rPr></w:rPrDefault></w:docDefaults>'
)
# LibreOffice prints tracked changes as marked unless the file asks for the paper as it will be.
_AS_ACCEPTED = '<w:revisionView w:markup="0" w:insDel="0"/>'
_DELETED = '<w:rPr><w:del w:id="9" w:author="a" w:date="2024-01-01T00:00:00Z"/></w:rPr>'
_MOVED = '<w:rPr><w:moveFrom w:id="9" w:author="a" w:date="2024-01-01T00:00:00Z"/></w:rPr>'
_INSERTED = '<w:rPr><w:ins w:id="9" w:author="a" w:date="2024-01-01T00:00:00Z"/></w:rPr>'
_NEW_SECTION = '<w:sectPr><w:type w:val="nextPage"/><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'


def gone(text: str) -> str:
    """Deleted text under tracked changes."""
    return (
        f'<w:del w:id="8" w:author="a" w:date="2024-01-01T00:00:00Z"><w:r><w:delText>{text}</w:delText></w:r></w:del>'
    )


def new(text: str) -> str:
    """Inserted text under tracked changes."""
    return f'<w:ins w:id="7" w:author="a" w:date="2024-01-01T00:00:00Z">{run(text)}</w:ins>'


def control(inside: str) -> str:
    """A content control around blocks or runs."""
    return f"<w:sdt><w:sdtPr><w:alias w:val='o'/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def items(*levels: int | tuple[int, int], start: int = 1) -> str:
    """Numbered paragraphs "@1" … of these levels, or (level, numId)."""
    parts = []
    for at, level in enumerate(levels, start=start):
        at_level, identity = level if isinstance(level, tuple) else (level, 1)
        parts.append(p(f"@{at}", num(at_level, identity)))
    return "".join(parts)


def fmt(kind: str, more: str = "", text: str = "%1.", start: int = 1) -> str:
    """A list of one level in this number format."""
    return abstract(0, lvl(0, text, kind, more, start)) + instance(1, 0)


def paragraph_style(name: str, inside: str, based: str = "", default: bool = False) -> str:
    """A paragraph style."""
    parent = f'<w:basedOn w:val="{based}"/>' if based else ""
    mark = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="paragraph"{mark} w:styleId="{name}"><w:name w:val="{name}"/>{parent}'
        f"<w:pPr>{inside}</w:pPr></w:style>"
    )


_TWO = abstract(0, lvl(0, "%1."), lvl(1, "%1.%2."))
_DEEP = abstract(0, *(lvl(at, ".".join(f"%{n}" for n in range(1, at + 2))) for at in range(9))) + instance(1, 0)
_NORMAL = paragraph_style("Normal", "", default=True)
_HEADINGS = abstract(
    0,
    lvl(0, "%1.", "upperRoman", '<w:pStyle w:val="Heading1"/>'),
    lvl(1, "%2.", more='<w:pStyle w:val="Heading2"/>'),
    lvl(2, "%2.%3.", more='<w:pStyle w:val="Heading3"/>'),
) + instance(1, 0)
_HEADING_STYLES = (
    _NORMAL
    + paragraph_style("Heading1", f'{num(None, 1)}<w:outlineLvl w:val="0"/>', "Normal")
    + paragraph_style("Heading2", f'{num(1, 1)}<w:outlineLvl w:val="1"/>', "Heading1")
    + paragraph_style("Heading3", f'{num(2, 1)}<w:outlineLvl w:val="2"/>', "Heading2")
    + paragraph_style("Own", "<w:jc w:val='both'/>", "Heading2")
    + paragraph_style("Off", num(None, 0), "Heading1")
)
_VI = '|<w:rPr><w:lang w:val="vi-VN"/></w:rPr>'

FORMATS = [
    WordCase("decimal", items(0, 0), ["1.", "2."], fmt("decimal")),
    WordCase("upper Roman to L", items(*[0] * 5), ["XXXIX.", "XL.", "XLI.", "XLII.", "XLIII."],
             fmt("upperRoman", start=39)),
    WordCase("lower Roman", items(0, 0, 0, 0), ["i)", "ii)", "iii)", "iv)"], fmt("lowerRoman", text="%1)")),
    WordCase("upper letter", items(0, 0), ["A.", "B."], fmt("upperLetter")),
    WordCase("letters after z are doubled", items(0, 0, 0, 0), ["y)", "z)", "aa)", "bb)"],
             fmt("lowerLetter", text="%1)", start=25)),
    WordCase("letters know no đ", items(*[0] * 5), ["a)", "b)", "c)", "d)", "e)"], fmt("lowerLetter", text="%1)")),
    WordCase("a typed đ) stands between automatic letters", items(0, 0, 0, 0) + p("đ) @5") + items(0, start=6),
             ["a)", "b)", "c)", "d)", "đ)", "e)"], fmt("lowerLetter", text="%1)")),
    WordCase("padded with a zero", items(*[0] * 2), ["09.", "10."], fmt("decimalZero", start=9)),
    WordCase("no number but its text", items(0, 0), ["Bước:", "Bước:"], fmt("none", text="Bước:")),
    WordCase("ordinal", items(*[0] * 4), ["1st", "2nd", "3rd", "4th"], fmt("ordinal", text="%1")),
    WordCase("ordinal of the teens", items(*[0] * 4), ["10th", "11th", "12th", "13th"],
             fmt("ordinal", text="%1", start=10)),
    WordCase("ordinal beyond twenty", items(*[0] * 3), ["21st", "22nd", "23rd"], fmt("ordinal", text="%1", start=21)),
    WordCase("cardinal words", items(*[0] * 3), ["One.", "Two.", "Three."], fmt("cardinalText")),
    WordCase("cardinal words beyond twenty", items(0, 0), ["Twenty.", "Twenty-one."], fmt("cardinalText", start=20)),
    WordCase("ordinal words", items(*[0] * 3), ["First.", "Second.", "Third."], fmt("ordinalText")),
    WordCase("ordinal words beyond twenty", items(0, 0, 0), ["Twentieth.", "Twenty-first.", "Twenty-second."],
             fmt("ordinalText", start=20)),
    WordCase("cardinal words in Vietnamese", items(*[0] * 3), ["Một.", "Hai.", "Ba."], fmt("cardinalText", _VI),
             office={1: "One.", 2: "Two.", 3: "Three."}, why="17.18.59: in the language of the number"),
    WordCase("Vietnamese counting", items(*[0] * 3), ["bốn.", "năm.", "sáu."], fmt("vietnameseCounting", start=4),
             office={1: "4.", 2: "5.", 3: "6."}, why="17.18.59"),
    WordCase("number in dashes", items(0, 0), ["- 1 -", "- 2 -"], fmt("numberInDash", text="%1"),
             office={1: "1", 2: "2"}, why="17.18.59"),
    WordCase("hyphen bullet", items(0, 0), ["-", "-"], fmt("bullet", text="-")),
    WordCase("plus bullet", items(0), ["+"], fmt("bullet", text="+")),
    WordCase("bullet of the Symbol font", items(0), ["•"],
             fmt("bullet", '|<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr>', "\uf0b7"),
             office={1: "\uf0b7"}, why="the same sign, by its place in the font"),
    WordCase("text around the number", items(0, 0), ["Phụ lục I:", "Phụ lục II:"],
             fmt("upperRoman", text="Phụ lục %1:")),
    WordCase("the number as a fraction", items(0, 0), ["1/", "2/"], fmt("decimal", text="%1/")),
    WordCase("capitals of the label", items(0), ["ĐIỀU 1."], fmt("decimal", "|<w:rPr><w:caps/></w:rPr>", "Điều %1.")),
    WordCase("label followed by a space", items(0), ["1."], fmt("decimal", '<w:suff w:val="space"/>')),
    WordCase("label followed by nothing", items(0), ["1."], fmt("decimal", '<w:suff w:val="nothing"/>')),
    WordCase("starts at nought", items(0, 0), ["0.", "1."], fmt("decimal", start=0)),
]  # fmt: skip

LEVELS = [
    WordCase("outline of a plan", items(0, 1, 4, 0, 1, 2, 2, 3, 3),
             ["I.", "1.", "-", "II.", "1.", "1.1.", "1.2.", "a)", "b)"], OUTLINE),
    WordCase("nine levels", items(*range(9)), [".".join("1" * n) for n in range(1, 10)], _DEEP),
    WordCase("back up and down again", items(0, 1, 2, 1, 2, 2, 0, 1), ["1", "1.1", "1.1.1", "1.2", "1.2.1", "1.2.2",
             "2", "2.1"], _DEEP),
    WordCase("a skipped level shows its start", items(2, 2, 1, 0), ["1.1.1", "1.1.2", "1.2", "2"], _DEEP),
    WordCase("deeper levels start at their own start", items(0, 1, 1, 0, 1), ["1.", "1.5.", "1.6.", "2.", "2.5."],
             abstract(0, lvl(0, "%1."), lvl(1, "%1.%2.", start=5)) + instance(1, 0)),
    WordCase("legal numbering turns Roman parents to digits", items(0, 1, 0, 1), ["I.", "1.1.", "II.", "2.1."],
             abstract(0, lvl(0, "%1.", "upperRoman"), lvl(1, "%1.%2.", more="<w:isLgl/>")) + instance(1, 0),
             office={2: "I.1.", 4: "II.1."}, why="17.9.4"),
    WordCase("without it parents keep their letters", items(0, 1, 1), ["A.", "A.1.", "A.2."],
             abstract(0, lvl(0, "%1.", "upperLetter"), lvl(1, "%1.%2.")) + instance(1, 0)),
    WordCase("a level that never restarts", items(0, 1, 1, 0, 1),
             ["Chương I", "Điều 1.", "Điều 2.", "Chương II", "Điều 3."],
             abstract(0, lvl(0, "Chương %1", "upperRoman"), lvl(1, "Điều %2.", more='<w:lvlRestart w:val="0"/>'))
             + instance(1, 0), office={5: "Điều 1."}, why="17.9.10"),
    WordCase("a level that restarts after the first only", items(0, 1, 2, 1, 2, 0, 1, 2),
             ["I.", "1.", "a)", "2.", "b)", "II.", "1.", "a)"],
             abstract(0, lvl(0, "%1.", "upperRoman"), lvl(1, "%2."),
                      lvl(2, "%3)", "lowerLetter", '<w:lvlRestart w:val="1"/>')) + instance(1, 0),
             office={5: "a)"}, why="17.9.10"),
    WordCase("a label of an outer and an inner level", items(0, 1, 2), ["1.", "a)", "1.1."],
             abstract(0, lvl(0, "%1."), lvl(1, "%2)", "lowerLetter"), lvl(2, "%1.%3.")) + instance(1, 0)),
    WordCase("a parent with a bullet adds nothing", items(0, 1), ["-", "1)"],
             abstract(0, lvl(0, "-", "bullet"), lvl(1, "%2)")) + instance(1, 0)),
    WordCase("a parent without number takes its point with it", items(0, 1, 1), ["", "1.", "2."],
             abstract(0, lvl(0, "", "none"), lvl(1, "%1.%2.")) + instance(1, 0)),
    WordCase("a placeholder of a deeper level voids the label", items(0, 1), ["", "1."],
             abstract(0, lvl(0, "%1.%2."), lvl(1, "%2.")) + instance(1, 0),
             office={1: "1.%2%."}, why="[MS-OI29500] 2.1.283: Word drops the whole label"),
    WordCase("a hidden label is not printed", items(0, 0), ["", ""],
             fmt("decimal", "|<w:rPr><w:vanish/></w:rPr>"), office={1: "1.", 2: "2."},
             why="17.9.24: the run properties of the number, hidden among them"),
]  # fmt: skip

LISTS = [
    WordCase("lists of one abstract list count on", items((0, 1), (0, 2), (1, 2), (0, 1)),
             ["1.", "2.", "2.1.", "3."], _TWO + instance(1, 0) + instance(2, 0)),
    WordCase("an overridden start begins anew at its first use", items((0, 1), (0, 1), (0, 2), (0, 2)),
             ["1.", "2.", "1.", "2."], _TWO + instance(1, 0) + instance(2, 0, start_override(0, 1))),
    WordCase("an overridden start of a deeper level", items((0, 2), (1, 2), (0, 2), (1, 2)),
             ["1.", "1.5.", "2.", "2.5."], _TWO + instance(2, 0, start_override(1, 5)), office={4: "2.1."},
             why="17.9.26: the start also whenever the level begins anew"),
    WordCase("all levels overridden, as Word's restart does", items((0, 1), (1, 1), (0, 2), (1, 2), (1, 2)),
             ["1.", "1.1.", "1.", "1.1.", "1.2."],
             _TWO + instance(1, 0) + instance(2, 0, start_override(0, 1) + start_override(1, 1))),
    WordCase("after a restart the new list counts on", items((0, 1), (0, 2), (0, 2), (0, 2)),
             ["1.", "7.", "8.", "9."], _TWO + instance(1, 0) + instance(2, 0, start_override(0, 7))),
    WordCase("a list may redefine a level", items((0, 2), (0, 2)), ["(A)", "(B)"],
             _TWO + instance(1, 0) + instance(2, 0, level_override(0, lvl(0, "(%1)", "upperLetter")))),
    WordCase("two abstract lists do not disturb each other", items((0, 1), (0, 2), (0, 1), (0, 2)),
             ["I.", "1.", "II.", "2."], abstract(0, lvl(0, "%1.", "upperRoman")) + abstract(1, lvl(0, "%1."))
             + instance(1, 0) + instance(2, 1)),
    WordCase("a list goes on after plain text", items(0, 0) + p("chữ thường") + items(0, start=3),
             ["1.", "2.", "3."], _TWO + instance(1, 0)),
    WordCase("a list goes on in the next section", items(0, 0) + p("", _NEW_SECTION) + items(0, start=3),
             ["1.", "2.", "3."], _TWO + instance(1, 0)),
    WordCase("a list goes on through a table", items(0) + tbl(tr(tc(p("@2", num(0))), "ô"), tr(tc(p("@3", num(0))),
             "ô")) + items(0, start=4), ["1.", "2.", "3.", "4."], _TWO + instance(1, 0)),
    WordCase("cells count row by row", tbl(tr(tc(p("@1", num(0))), tc(p("@2", num(0)))), tr(tc(p("@3", num(0))),
             tc(p("@4", num(0))))), ["1.", "2.", "3.", "4."], _TWO + instance(1, 0)),
    WordCase("number nought takes the number away", items(0) + p("@2", num(0, 0)) + items(0, start=3),
             ["1.", "", "2."], _TWO + instance(1, 0)),
    WordCase("a list that is not there", items((0, 7)) + items(0, start=2), ["", "1."], _TWO + instance(1, 0)),
    WordCase("an empty numbered paragraph counts", items(0) + p("", num(0)) + items(0, start=2), ["1.", "3."],
             _TWO + instance(1, 0)),
    WordCase("a list style links to its list", items((0, 1), (0, 2)), ["Bước 1:", "Bước 2:"],
             abstract(0, '<w:numStyleLink w:val="DS"/>')
             + abstract(1, '<w:styleLink w:val="DS"/>', lvl(0, "Bước %1:")) + instance(1, 0) + instance(2, 1),
             '<w:style w:type="numbering" w:styleId="DS"><w:name w:val="DS"/><w:pPr><w:numPr><w:numId w:val="2"/>'
             "</w:numPr></w:pPr></w:style>"),
]  # fmt: skip

STYLES = [
    WordCase("headings linked to levels", p("@1", style("Heading1")) + p("@2", style("Heading2"))
             + p("@3", style("Heading3")) + p("@4", style("Heading3")) + p("@5", style("Heading1"))
             + p("@6", style("Heading2")), ["I.", "1.", "1.1.", "1.2.", "II.", "1."], _HEADINGS, _HEADING_STYLES),
    WordCase("a style inherits the number of its parent", p("@1", style("Heading1")) + p("@2", style("Own"))
             + p("@3", style("Own")), ["I.", "1.", "2."], _HEADINGS, _HEADING_STYLES),
    WordCase("a style takes the number away", p("@1", style("Heading1")) + p("@2", style("Off"))
             + p("@3", style("Heading1")), ["I.", "", "II."], _HEADINGS, _HEADING_STYLES),
    WordCase("a paragraph takes the number of its style away", p("@1", style("Heading1"))
             + p("@2", style("Heading1") + num(0, 0)) + p("@3", style("Heading1")), ["I.", "", "II."], _HEADINGS,
             _HEADING_STYLES),
    WordCase("a paragraph moves to another level of its style's list", p("@1", style("Heading1"))
             + p("@2", style("Heading1") + num(1, 1)), ["I.", "1."], _HEADINGS, _HEADING_STYLES),
    WordCase("styles and paragraphs of one list count together", p("@1", style("Heading1")) + p("@2", num(1, 1))
             + p("@3", style("Heading2")), ["I.", "1.", "2."], _HEADINGS, _HEADING_STYLES),
    WordCase("a paragraph states the level, its style the list", p("@1", style("Heading1"))
             + p("@2", style("Heading1") + num(2, None)) + p("@3", style("Heading2")), ["I.", "1.1.", "2."], _HEADINGS,
             _HEADING_STYLES),
    WordCase("Điều counts through the chapters", p("@1", style("Chuong")) + p("@2", style("Dieu")) + items(2, start=3)
             + p("@4", style("Dieu")) + p("@5", style("Chuong")) + items(2, start=6),
             ["Chương I", "Điều 1.", "1.", "Điều 2.", "Chương II", "1."],
             abstract(0, lvl(0, "Chương %1", "upperRoman", '<w:pStyle w:val="Chuong"/>'),
                      lvl(1, "Điều %2.", more='<w:pStyle w:val="Dieu"/><w:lvlRestart w:val="0"/>'), lvl(2, "%3."))
             + instance(1, 0), _NORMAL + paragraph_style("Chuong", num(0, 1), "Normal")
             + paragraph_style("Dieu", num(1, 1), "Normal")),
    WordCase("headings in cells count with the others", p("@1", style("Heading1")) + tbl(tr(tc(p("@2",
             style("Heading2"))), tc(p("@3", style("Heading2"))))) + p("@4", style("Heading1")),
             ["I.", "1.", "2.", "II."], _HEADINGS, _HEADING_STYLES),
    WordCase("a list of the default style", p("@1") + p("@2"), ["1.", "2."], _TWO + instance(1, 0),
             paragraph_style("Normal", num(0, 1), default=True)),
]  # fmt: skip

REVISIONS = [
    WordCase("a deleted paragraph takes no number", items(0) + p(gone("bỏ"), num(0) + _DELETED) + items(0, start=2),
             ["1.", "2."], _TWO + instance(1, 0)),
    WordCase("a deleted mark joins two paragraphs", items(0) + p("đầu ", num(0) + _DELETED) + p("@2", num(0))
             + items(0, start=3), ["1.", "2. đầu", "3."], _TWO + instance(1, 0)),
    WordCase("an inserted paragraph counts", items(0) + p(new("@2"), num(0) + _INSERTED) + items(0, start=3),
             ["1.", "2.", "3."], _TWO + instance(1, 0)),
    WordCase("a paragraph moved away takes no number", items(0) + p(
             f'<w:moveFrom w:id="5" w:author="a" w:date="2024-01-01T00:00:00Z">{run("cũ")}</w:moveFrom>',
             num(0) + _MOVED) + items(0, start=2), ["1.", "2."], _TWO + instance(1, 0)),
    WordCase("the old number of a changed paragraph is past", p("@1", num(0)
             + f'<w:pPrChange w:id="4" w:author="a" w:date="2024-01-01T00:00:00Z"><w:pPr>{num(1)}</w:pPr>'
             "</w:pPrChange>"), ["1."], _TWO + instance(1, 0)),
    WordCase("a hidden paragraph takes no number", items(0) + p(run("ẩn", "<w:vanish/>"), num(0)
             + "<w:rPr><w:vanish/></w:rPr>") + items(0, start=2), ["1.", "2."], _TWO + instance(1, 0),
             office={2: "3."}, why="17.3.2.41: as if the paragraph were not there"),
    WordCase("hidden words leave the number", p(run("ẩn", "<w:vanish/>") + run("@1"), num(0)) + items(0, start=2),
             ["1.", "2."], _TWO + instance(1, 0)),
    WordCase("paragraphs in a content control", items(0) + control(items(0, 1, start=2)) + items(0, start=4),
             ["1.", "2.", "2.1.", "3."], _TWO + instance(1, 0)),
    WordCase("a content control within a paragraph", p(control(run("@1")), num(0)) + items(0, start=2), ["1.", "2."],
             _TWO + instance(1, 0)),
    WordCase("text boxes count by themselves", items(0) + p(text_box(p("@2", num(0)), p("@3", num(0))))
             + items(0, start=4), ["1.", "1.", "2.", "2."], _TWO + instance(1, 0)),
    WordCase("a deleted row takes no number", tbl(tr(tc(p("@1", num(0))), "ô"), tr(tc(p(gone("bỏ"), num(0) + _DELETED)),
             tc(p(gone("ô"), _DELETED)), properties='<w:del w:id="3" w:author="a" w:date="2024-01-01T00:00:00Z"/>'),
             tr(tc(p("@2", num(0))), "ô")), ["1.", "2."], _TWO + instance(1, 0)),
    WordCase("paragraphs below a merged cell's first row are not there", tbl(
             tr(tc(p("@1", num(0)), properties='<w:vMerge w:val="restart"/>'), "ô"),
             tr(tc(p("", num(0)), properties="<w:vMerge/>"), "ô"), tr(tc(p("@2", num(0))), "ô")),
             ["1.", "2."], _TWO + instance(1, 0), office={2: "3."},
             why="17.4.84: the cell has no content of its own"),
    WordCase("a table in a cell counts in its place", tbl(tr(tc(p("@1", num(0)), tbl(tr(tc(p("@2", num(0))), "ô")),
             p("@3", num(0))), tc(p("@4", num(0))))), ["1.", "2.", "3.", "4."], _TWO + instance(1, 0)),
    WordCase("an inserted number", p("@1", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/><w:ins w:id="2" w:author="a"'
             ' w:date="2024-01-01T00:00:00Z"/></w:numPr>') + items(0, start=2), ["1.", "2."], _TWO + instance(1, 0)),
]  # fmt: skip

CASES = [*FORMATS, *LEVELS, *LISTS, *STYLES, *REVISIONS]
