"""Read the marked text of an example: one paragraph a line, findings marked where they stand.

Marking in place keeps every offset of the annotation right by construction. The marks:

    {r kind~actors~levels~due~path}…{/r}   requirement; actors joined by &, levels as letters of CPDXG
    {d kind~from~to~rrule}…{/d}            time expression
    {t comparator~value~unit~per~value_to}…{/t}   target
    {c type~number~date~issuer}…{/c}       citation
    {x kind~note}…{/x}                     defect
    {e R07~covered~why}…{/e}               in a lower plan: what answers requirement R07 ("+": an extra task)
    {ins}…{/ins} {del}…{/del}              tracked changes (deleted text is not part of the text)

At the start of a line stand, each followed by a space: `@L` `@R` (left, right part of a header or footer
without rulings), `@C` (centred, bold), `@F` (footnote of the paragraph before), `@P` (page break, no text),
`^2` (labelled line of depth 2; `^1=PL1` where the label is not written as such), `#1` (the label is counted
by Word at that level). Lines in pipes are rows of a ruled table. A TOML head between `+++` lines holds the
header and how to write the file.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

LEVELS = {"C": "central", "P": "province", "D": "district", "X": "commune", "G": "grassroots"}
_TAG = re.compile(r"\{(/?)(r|d|t|c|x|e|ins|del)(?: ([^{}]*))?\}")
_DIRECTIVE = re.compile(r"(@[LRCFP]|\^\d(?:=[^\s#]+)?|#\d)(?: |$|(?=#))")
_LABEL = re.compile(
    r"(?P<named>(?:Phần|Chương|Mục|Điều|Khoản|Điểm)\s+(?:thứ\s+)?\w+)[.:]*\s*"
    r"|(?P<plain>[IVXL]+|\d+(?:\.\d+)*|[a-zđA-Z])[.)\-:/]+\s*"
)

Role = Literal["body", "left", "right", "title", "cell", "footnote"]


@dataclass(slots=True)
class Run:
    """A piece of a line; `change` tells text that Word holds as inserted or deleted."""

    text: str
    change: Literal["", "ins", "del"] = ""


@dataclass(slots=True)
class Line:
    """One paragraph as it is laid out; `auto` is the Word numbering level that writes its label."""

    runs: list[Run]
    role: Role = "body"
    auto: int | None = None
    label_length: int = 0
    row: int = -1
    column: int = -1
    table: int = -1
    page_break: bool = False

    @property
    def text(self) -> str:
        """What the reader sees: without deleted text."""
        return "".join(run.text for run in self.runs if run.change != "del")


@dataclass(slots=True)
class Example:
    """A marked text, taken apart: the lines to lay out, the plain text and the annotation."""

    build: dict[str, Any]
    lines: list[Line]
    text: str
    gold: dict[str, Any]


@dataclass(slots=True)
class _Collector:
    text: str = ""
    lines: list[Line] = field(default_factory=list)
    outline: list[dict[str, Any]] = field(default_factory=list)
    found: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {"c": [], "d": [], "t": [], "r": [], "x": [], "e": []}
    )
    stack: list[tuple[int, str]] = field(default_factory=list)
    pending_title: bool = False

    def add(self, line: Line, marked: str, mark: str | None) -> None:
        """Append one paragraph: its text, its outline mark and the findings marked in it."""
        start = len(self.text) + (1 if self.text else 0)
        pieces, open_tags, change = [], [], ""
        offset, plain = 0, start
        for tag in [*_TAG.finditer(marked), None]:
            piece = marked[offset : tag.start() if tag else len(marked)]
            if piece:
                pieces.append(Run(piece, change))  # type: ignore[arg-type]
                plain += len(piece) if change != "del" else 0
            if tag is None:
                break
            offset = tag.end()
            closing, name, fields = tag.group(1), tag.group(2), tag.group(3) or ""
            if name in ("ins", "del"):
                change = "" if closing else name
            elif closing:
                opened = open_tags.pop()
                if opened[0] != name:
                    raise ValueError(f"mark {opened[0]} closed by {name}: {marked}")
                self.found[name].append({"fields": opened[1], "start": opened[2], "end": plain})
            else:
                open_tags.append((name, fields.split("~"), plain))
        if open_tags:
            raise ValueError(f"mark not closed: {marked}")
        line.runs = pieces
        if re.search(r"[{}]|^[@^#]", line.text):
            raise ValueError(f"mark not understood: {line.text}")
        self.text += ("\n" if self.text else "") + line.text
        self.lines.append(line)
        if self.pending_title:
            self.outline[-1]["heading"], self.pending_title = line.text[:80], False
        if mark is not None:
            self._outline(line, mark)
        path = self._path()
        for item in self.found["r"]:
            if item["start"] >= start:
                item["path"] = path

    def _outline(self, line: Line, mark: str) -> None:
        depth = int(mark[1])
        if "=" in mark:
            label, heading = mark.split("=")[1], line.text[:80]
            self.pending_title = bool(re.fullmatch(r"PHỤ LỤC(?: [IVX\d]+)?", line.text))
        else:
            match = _LABEL.match(line.text)
            if match is None:
                raise ValueError(f"no label: {line.text}")
            label = match["named"] or match["plain"]
            heading = line.text[match.end() :][:80]
            line.label_length = match.end()
        self.outline.append({"label": label, "depth": depth, "heading": heading, "line": self.text.count("\n") + 1})
        self.stack = [(d, name) for d, name in self.stack if d < depth] + [(depth, label)]

    def _path(self) -> str:
        parts: list[str] = []
        for _, label in self.stack:
            while "." in label and parts and label.startswith(parts[-1] + "."):
                parts.pop()  # "1.2" already holds its parent "1"
            parts.append(label)
        return ".".join(parts)


def read(path: Path) -> Example:
    """Take the marked text at `path` apart."""
    _, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    settings = tomllib.loads(head)
    collector = _Collector()
    tables, rows, in_table, page_break = -1, 0, False, False
    for raw in body.split("\n"):
        if not raw.strip():
            in_table = in_table and raw.strip() != ""
            continue
        if raw.startswith("|"):
            tables, rows = (tables, rows + 1) if in_table else (tables + 1, 0)
            in_table = True
            for column, cell in enumerate(raw.strip("|").split("|")):
                mark = None
                cell = cell.strip()
                if cell.startswith("^"):
                    mark, _, cell = cell.partition(" ")
                if cell:
                    collector.add(Line([], "cell", row=rows, column=column, table=tables), cell, mark)
            continue
        in_table = False
        line, mark = Line([]), None
        while match := _DIRECTIVE.match(raw):
            raw, word = raw[match.end() :], match.group(1)
            if word[0] == "^":
                mark = word
            elif word[0] == "#":
                line.auto = int(word[1])
            elif word == "@P":
                page_break = True
            else:
                roles: dict[str, Role] = {"@L": "left", "@R": "right", "@C": "title", "@F": "footnote"}
                line.role = roles[word]
        if raw:
            line.page_break, page_break = page_break, False
            collector.add(line, raw, mark)
    return Example(settings.get("build", {}), collector.lines, collector.text, _gold(settings, collector))


def _gold(settings: dict[str, Any], collector: _Collector) -> dict[str, Any]:
    text = collector.text

    def items(kind: str, *names: str) -> list[dict[str, Any]]:
        result = []
        for item in sorted(collector.found[kind], key=lambda i: (i["start"], -i["end"])):
            given = [value or None for value in item["fields"]]
            values = dict(zip(names, [*given, *[None] * len(names)], strict=False))
            result.append({"quote": text[item["start"] : item["end"]], "start": item["start"], **values, "_": item})
        return result

    header = {"number": None, "type": None, "issuer": None, "place": None, "date": None, "title": None}
    header |= {"signer": None, "signer_role": None, "authority": None, "recipients": [], "addressees": []}
    gold: dict[str, Any] = {
        "file": "text.txt",
        "header": header | settings["header"],
        "outline": collector.outline,
        "citations": items("c", "type", "number", "date", "issuer"),
        "deadlines": items("d", "kind", "from", "to", "rrule"),
        "targets": items("t", "comparator", "value", "unit", "per", "value_to"),
        "requirements": items("r", "kind", "actors", "levels", "due", "path"),
        "defects": items("x", "kind", "note"),
        "evidence": items("e", "id", "status", "why"),
    }
    for target in gold["targets"]:
        for key in ("value", "value_to"):
            target[key] = float(target[key]) if target[key] else None
    for requirement in gold["requirements"]:
        requirement["path"] = requirement["path"] or requirement["_"]["path"]
        requirement["actors"] = (requirement["actors"] or "").split("&") if requirement["actors"] else []
        requirement["levels"] = [LEVELS[letter] for letter in requirement["levels"] or ""]
    for kind in ("citations", "deadlines", "targets", "requirements", "defects", "evidence"):
        for item in gold[kind]:
            del item["_"]
    for optional in ("defects", "evidence"):
        if not gold[optional]:
            del gold[optional]
    return gold
