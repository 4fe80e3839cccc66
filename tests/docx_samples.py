"""Builders of small Word files, part by part, so that a test shows exactly the markup it is about."""

from __future__ import annotations

import zipfile
from io import BytesIO

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W_NS}" xmlns:r="{R_NS}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def docx(body: str, *, section: str = "", **parts: str) -> bytes:
    """Return a Word file with this content of w:body; `parts` are the insides of styles, numbering, footnotes …"""
    roots = {name: name for name in ("styles", "numbering", "footnotes", "endnotes", "settings")}
    members = {"word/document.xml": _part("document", f"<w:body>{body}<w:sectPr>{section}</w:sectPr></w:body>")}
    relations = ""
    overrides = f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    for name, inside in parts.items():
        kind = roots.get(name, "header" if name.startswith("header") else "footer")
        members[f"word/{name}.xml"] = _part({"header": "hdr", "footer": "ftr"}.get(kind, kind), inside)
        relations += f'<Relationship Id="{name}" Type="{R_NS}/{kind}" Target="{name}.xml"/>'
        overrides += f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>'
    members["word/_rels/document.xml.rels"] = f'{_HEAD}<Relationships xmlns="{_RELS}">{relations}</Relationships>'
    members["_rels/.rels"] = (
        f'{_HEAD}<Relationships xmlns="{_RELS}"><Relationship Id="d" Type="{R_NS}/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    )
    members["[Content_Types].xml"] = (
        f'{_HEAD}<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    return zipped(members)


def zipped(members: dict[str, str | bytes] | dict[str, str]) -> bytes:
    """Return a ZIP of these members, content types first."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(members):
            archive.writestr(name, members[name])
    return target.getvalue()


def _part(root: str, inside: str) -> str:
    return f"{_HEAD}<w:{root} {NAMESPACES}>{inside}</w:{root}>"


def t(text: str) -> str:
    """Return a w:t."""
    return f'<w:t xml:space="preserve">{text}</w:t>'


def run(text: str, look: str = "") -> str:
    """Return a run of this text with these run properties."""
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{t(text)}</w:r>"


def p(inside: str = "", properties: str = "") -> str:
    """Return a paragraph; plain text is put in a run, markup taken as it is."""
    content = inside if inside.startswith("<") or not inside else run(inside)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{content}</w:p>"


def style(name: str) -> str:
    """Return the paragraph property that names a style."""
    return f'<w:pStyle w:val="{name}"/>'


def num(level: int | None, identity: int | None = 1) -> str:
    """Return the paragraph property of an automatic number."""
    ilvl = "" if level is None else f'<w:ilvl w:val="{level}"/>'
    num_id = "" if identity is None else f'<w:numId w:val="{identity}"/>'
    return f"<w:numPr>{ilvl}{num_id}</w:numPr>"


def item(text: str, level: int = 0, identity: int = 1) -> str:
    """Return an automatically numbered paragraph."""
    return p(text, num(level, identity))


def lvl(at: int, text: str, fmt: str = "decimal", more: str = "", start: int = 1) -> str:
    """Return a level of a list; `more` goes before its text (pStyle, isLgl, lvlRestart, suff) in schema order."""
    head, _, tail = more.partition("|")
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{fmt}"/>{head}'
        f'<w:lvlText w:val="{text}"/>{tail}</w:lvl>'
    )


def abstract(identity: int, *levels: str) -> str:
    """Return a w:abstractNum."""
    return (
        f'<w:abstractNum w:abstractNumId="{identity}"><w:multiLevelType w:val="multilevel"/>'
        f"{''.join(levels)}</w:abstractNum>"
    )


def instance(identity: int, of: int, overrides: str = "") -> str:
    """Return a w:num of the abstract list `of`."""
    return f'<w:num w:numId="{identity}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def start_override(at: int, value: int) -> str:
    """Return an override of where a level starts."""
    return f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{value}"/></w:lvlOverride>'


def level_override(at: int, level: str) -> str:
    """Return an override of the whole definition of a level."""
    return f'<w:lvlOverride w:ilvl="{at}">{level}</w:lvlOverride>'


def tc(*blocks: str, properties: str = "") -> str:
    """Return a table cell; plain texts become paragraphs."""
    inside = "".join(block if block.startswith("<") else p(block) for block in blocks) or p()
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """Return a table row; plain texts become cells."""
    inside = "".join(cell if cell.startswith("<") else tc(cell) for cell in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{inside}</w:tr>"


def tbl(*rows: str, columns: int = 2) -> str:
    """Return a table."""
    grid = '<w:gridCol w:w="2000"/>' * columns
    return (
        f"<w:tbl><w:tblPr><w:tblW w:w='0' w:type='auto'/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def text_box(*paragraphs: str) -> str:
    """Return a run with a text box as Word writes it: for new versions and, again, for old ones."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" '
        'distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        '<wp:extent cx="4000000" cy="1000000"/><wp:wrapTopAndBottom/><wp:docPr id="1" name="hop"/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="4000000" cy="1000000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        f"<wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def field(code: str, *result: str) -> str:
    """Return the runs of a complex field."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        mark.format("begin")
        + f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        + mark.format("separate")
        + "".join(part if part.startswith("<") else run(part) for part in result)
        + mark.format("end")
    )


OUTLINE = abstract(
    0,
    lvl(0, "%1.", "upperRoman"),
    lvl(1, "%2."),
    lvl(2, "%2.%3."),
    lvl(3, "%4)", "lowerLetter"),
    lvl(4, "-", "bullet"),
) + instance(1, 0)
