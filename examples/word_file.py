"""Write an example as a Word file: plain WordprocessingML, byte for byte the same on every run."""

from __future__ import annotations

import zipfile
from io import BytesIO
from itertools import groupby
from xml.sax.saxutils import escape

from markup import Line

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_STAMP = (2025, 1, 1, 0, 0, 0)
_TYPES = {
    "document": "document.main",
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
}
# What the four levels of a numbered plan look like; level 2 shows its parent, as "1.2." does.
_LEVELS = (("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."), ("lowerLetter", "%4)"))


def write(lines: list[Line]) -> bytes:
    """Return the bytes of a DOCX that holds these lines."""
    footnotes = [line for line in lines if line.role == "footnote"]
    parts = {
        "word/document.xml": _document(lines),
        "word/styles.xml": _styles(),
        "word/numbering.xml": _numbering(),
        "word/footnotes.xml": _footnotes(footnotes),
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in {**_package(), **parts}.items():
            info = zipfile.ZipInfo(name, _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + content)
    return out.getvalue()


def _package() -> dict[str, str]:
    base = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{base}{kind}+xml"/>' for name, kind in _TYPES.items()
    )
    relations = "".join(
        f'<Relationship Id="rId{i}" Type="{rel}{name}" Target="{name}.xml"/>'
        for i, name in enumerate(list(_TYPES)[1:], start=1)
    )
    space = 'xmlns="http://schemas.openxmlformats.org/package/2006/'
    return {
        "[Content_Types].xml": f'<Types {space}content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships {space}relationships"><Relationship Id="rId1" '
        f'Type="{rel}officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships {space}relationships">{relations}</Relationships>',
    }


def _document(lines: list[Line]) -> str:
    body, note = [], 0
    for key, group in groupby(lines, key=_block):
        members = list(group)
        if key == "sides":
            body.append(_sides(members))
        elif key.startswith("table"):
            body.append(_table(members))
        elif key == "footnote":
            for _ in members:
                note += 1
                mark = (
                    f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{note}"/></w:r>'
                )
                body[-1] = body[-1].removesuffix("</w:p>") + mark + "</w:p>"
        else:
            body.extend(_paragraph(line) for line in members)
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1701"/>'
    )
    return f"<w:document {_W}><w:body>{''.join(body)}{page}</w:sectPr></w:body></w:document>"


def _block(line: Line) -> str:
    if line.role in ("left", "right"):
        return "sides"
    return f"table{line.table}" if line.role == "cell" else line.role


def _paragraph(line: Line, align: str = "both") -> str:
    marks = ""
    runs, skip = "", line.label_length if line.auto is not None else 0
    if line.auto is not None:
        marks = f'<w:numPr><w:ilvl w:val="{line.auto}"/><w:numId w:val="1"/></w:numPr>'
    bold = "<w:rPr><w:b/></w:rPr>" if line.role == "title" or _heading(line) else ""
    for run in line.runs:
        text, skip = run.text[skip:], max(0, skip - len(run.text))
        kind = "delText" if run.change == "del" else "t"
        piece = f'<w:r>{bold}<w:{kind} xml:space="preserve">{escape(text)}</w:{kind}></w:r>'
        if run.change:
            by = 'w:id="1" w:author="Chuyên viên" w:date="2025-01-01T00:00:00Z"'
            piece = f"<w:{run.change} {by}>{piece}</w:{run.change}>"
        runs += piece
    align = "center" if line.role == "title" else align
    stop = '<w:r><w:br w:type="page"/></w:r>' if line.page_break else ""
    return f'<w:p><w:pPr>{marks}<w:jc w:val="{align}"/></w:pPr>{stop}{runs}</w:p>'


def _heading(line: Line) -> bool:
    return line.role == "body" and line.label_length > 0 and line.text.isupper()


def _borders(kind: str) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return "<w:tblBorders>" + "".join(f'<w:{s} w:val="{kind}" w:sz="4"/>' for s in sides) + "</w:tblBorders>"


def _cell(lines: list[Line], width: int, align: str) -> str:
    content = "".join(_paragraph(line, align) for line in lines) or "<w:p/>"
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def _sides(lines: list[Line]) -> str:
    left = [line for line in lines if line.role == "left"]
    right = [line for line in lines if line.role == "right"]
    cells = _cell(left, 4000, "left" if "Nơi nhận" in left[0].text else "center") + _cell(right, 5300, "center")
    return f"<w:tbl><w:tblPr>{_borders('none')}</w:tblPr><w:tr>{cells}</w:tr></w:tbl><w:p/>"


def _table(lines: list[Line]) -> str:
    columns = max(line.column for line in lines) + 1
    rows = []
    for _, group in groupby(lines, key=lambda line: line.row):
        members = {line.column: line for line in group}
        if len(members) == 1 and 0 in members:  # a section title across the table
            span = f'<w:tcPr><w:gridSpan w:val="{columns}"/></w:tcPr>'
            rows.append(f"<w:tr><w:tc>{span}{_paragraph(members[0], 'left')}</w:tc></w:tr>")
            continue
        cells = (_cell([members[c]] if c in members else [], 9300 // columns, "left") for c in range(columns))
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    grid = f'<w:gridCol w:w="{9300 // columns}"/>' * columns
    return f"<w:tbl><w:tblPr>{_borders('single')}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl><w:p/>"


def _styles() -> str:
    font = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="28"/>'
    return (
        f"<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>{font}</w:rPr></w:rPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>'
    )


def _numbering() -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(_LEVELS)
    )
    return (
        f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def _footnotes(lines: list[Line]) -> str:
    notes = "".join(
        f'<w:footnote w:id="{i}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> '
        f"{escape(line.text)}</w:t></w:r></w:p></w:footnote>"
        for i, line in enumerate(lines, start=1)
    )
    frame = "".join(
        f'<w:footnote w:type="{kind}" w:id="{i}"><w:p/></w:footnote>'
        for i, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    return f"<w:footnotes {_W}>{frame}{notes}</w:footnotes>"
