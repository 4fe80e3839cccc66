"""Reminder letters (công văn đôn đốc): one per plan with open gaps, in the form of the body that asks.

The sender is the issuer of the parent, so its system decides the form. What only an office can say stays blank:
number, date, deadline, signature. The form's words and sizes are dated data (corpus/knowledge/letters.toml).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from audit.batch.model import Asked, Comparison, PaperFacts, ParentFacts, PlanResult, Row, Versions
from corpus.knowledge import load
from parser.folding import fold
from reports.letter_docx import Block, Grid, Line, Text, letter_docx
from reports.places import Place
from reports.wording import paper_name

_INLINE = 8  # gaps that fit into the letter itself; more go to an annex
_LONG = 26  # letters of a body's name in capitals that fit into the column of the head
_PAPER = re.compile(r"\.(?:docx?|pdf|html?|txt|rtf|odt)$", re.IGNORECASE)
_SYMBOL = re.compile(r"^\d+[^/-]*(?P<apart>[/-])(?P<rest>.+)$")


@dataclass(frozen=True, slots=True)
class _Gap:
    """A gap that is still open."""

    asked: Asked
    row: Row
    text: str


@dataclass(frozen=True, slots=True)
class _Letter:
    """Who writes to whom about what."""

    form: dict[str, Any]
    sender: str
    addressee: str
    plan: str
    subject: str
    parent: ParentFacts
    gaps: tuple[_Gap, ...]
    found: Comparison

    def words(self, code: str, **facts: object) -> str:
        """Return a sentence of the letter."""
        template: str = load("letters")["words"][code]
        return template.format(sender=self.sender, addressee=self.addressee, plan=self.plan, **facts)

    def size(self, part: str) -> float:
        """Return the size of the letters of a part."""
        size: float = self.form["sizes"][part]
        return size


def letter_files(result: PlanResult, parents: Sequence[ParentFacts], versions: Versions) -> dict[str, bytes]:
    """Return the letters of a plan by path under the output folder: one per parent it leaves gaps against."""
    known = {parent.key: parent for parent in parents}
    files = {}
    for found in result.comparisons:
        if found.totals.open_gaps:
            files[letter_path(found.report)] = letter(result.facts, found, known[found.parent])
    return files


def letter_path(report: str) -> str:
    """Return the path of the letter that belongs to the gap report at `report`."""
    stem = report.partition("/")[2].removesuffix(".html")
    plain = _PAPER.sub("", stem)
    clash = bool(_PAPER.search(plain)) or not stem.lower().endswith(".docx")
    return f"dondoc/{stem if clash else plain}.docx"


def letter(plan: PaperFacts, found: Comparison, parent: ParentFacts) -> bytes:
    """Return the letter as a Word file."""
    content = _content(plan, found, parent)
    blocks = [_head(content), *_body(content), _foot(content)]
    if len(content.gaps) > _INLINE:
        blocks += _annex(content)
    return letter_docx(blocks, content.form["margins"], content.subject)


def form_of(paper: PaperFacts, day: date | None) -> dict[str, Any]:
    """Return the form of a letter of the paper's issuer on `day`; youth unions have one of their own."""
    issuer = fold(paper.issuer or "")
    forms = [form for form in load("letters")["form"] if paper.system in form["systems"]]
    named = [form for form in forms if any(word in issuer for word in form.get("issuers", ()))]
    fitting = named or [form for form in forms if "issuers" not in form]
    valid = [form for form in fitting if day is None or form["valid_from"] <= day <= form.get("valid_to", date.max)]
    chosen: dict[str, Any] = (valid or fitting)[-1]
    return chosen


def number_tail(paper: PaperFacts) -> str:
    """Return what follows the number of a letter, as far as the sender's own paper shows how it signs."""
    tails = load("letters")["tail"]
    symbol = _SYMBOL.match(paper.number or "")
    if symbol is None:
        return str(tails["none"])
    kind, _, issuer = symbol["rest"].partition("/" if symbol["apart"] == "-" else "-")
    if not issuer or not kind or re.match(r"\d", kind):
        return str(tails["none"])
    if symbol["apart"] == "-":
        return str(tails["party"]).format(issuer=issuer)
    codes = load("issuers")["codes"]
    if kind in codes["state"] or kind in codes["mass"]:  # a letter itself: "1654/UBND-NC"
        return str(tails["open"]).format(issuer=kind)
    return str(tails["open" if issuer in tails["with_unit"] else "plain"]).format(issuer=issuer)


def _content(plan: PaperFacts, found: Comparison, parent: ParentFacts) -> _Letter:
    words = load("letters")["words"]
    days = [day for day in (plan.date, parent.paper.date) if day]
    number = f" số {plan.number}" if plan.number else ""
    kind = plan.type[:1].lower() + plan.type[1:] if plan.type else words["the_plan"]
    rows = zip(parent.rows, found.rows, strict=True)
    issued = plan.number is not None and plan.date is not None
    return _Letter(
        form=form_of(parent.paper, max(days, default=None)),
        sender=parent.paper.issuer or words["unknown_sender"],
        addressee=plan.issuer or words["unknown_addressee"],
        plan=f"{plan.type or words['the_plan']}{number}",
        subject=words["subject"].format(plan=words["subject_plan"].format(type=kind, number=number)),
        parent=parent,
        gaps=tuple(_Gap(asked, row, _request(row, parent, issued)) for asked, row in rows if row.gap),
        found=found,
    )


def _request(row: Row, parent: ParentFacts, issued: bool) -> str:
    """The ready paragraph; the parent is named once above the list, and an issued plan is no draft."""
    text = row.request.replace(f", {paper_name(parent.paper)}", "")
    for draft, plan in load("letters")["words"]["issued"] if issued else ():
        text = text.replace(draft, plan)
    return text


def _head(letter: _Letter) -> Grid:
    """Issuer and motto, number and day, what the letter is about."""
    form, paper = letter.form, letter.parent.paper
    above, own = _issuer_lines(paper, bool(form.get("whole")))
    size = letter.size("head")
    left = [_centred(line.upper(), size) for line in above]
    left += [Line((Text(line.upper(), size, bold=True),), "center") for line in own]
    if form["mark"]:
        left.append(_centred(form["mark"], size))
    else:
        left[-1] = replace(left[-1], rule=0.35)
    left.append(_centred(form["number"].format(tail=number_tail(paper)), letter.size("number"), before=6))
    about = form["subject"].format(subject=letter.subject)
    left.append(_centred(about, letter.size("subject"), before=3, italic=form["subject_italic"]))
    right = []
    for place, motto in enumerate(form["motto"], start=1):
        last = place == form["rule"]
        smaller = 0 if last else 1  # the upper line of the motto is the longer one
        right.append(Line((Text(motto, letter.size("motto") - smaller, bold=True),), "center", rule=0.6 if last else 0))
    place_name = paper.place or load("letters")["words"]["unknown_place"]
    right.append(_centred(form["day"].format(place=place_name), letter.size("day"), before=8, italic=True))
    return Grid(((tuple(left), tuple(right)),), (72, 98))


def _issuer_lines(paper: PaperFacts, whole: bool) -> tuple[list[str], list[str]]:
    """The lines of the bodies above, and of the body that writes.

    An organ stands under the body it speaks for; a long name is broken before the word for its unit.
    """
    issuer = paper.issuer or load("letters")["words"]["unknown_sender"]
    for organ in () if whole else load("letters")["organs"]["split"]:
        if fold(issuer).startswith(fold(organ) + " "):
            return _broken(issuer[len(organ) + 1 :]), [organ]
    return (_broken(paper.parent_issuer) if paper.parent_issuer else []), _broken(issuer)


def _broken(name: str) -> list[str]:
    """The name of a body in one line, or in two where it is long and names a unit."""
    kinds = "|".join(map(re.escape, load("units")["kinds"]))
    at = re.search(rf"\s(?=(?:{kinds})\s)", fold(name))
    return [name] if at is None or len(name) < _LONG else [name[: at.start()], name[at.end() :]]


def _body(letter: _Letter) -> list[Block]:
    counts = letter.found.totals
    paper = letter.parent.paper
    title = f" {_about(paper.title)}" if paper.title else ""
    opening = letter.words("opening", parent=paper_name(paper), title=title)
    kinds = {"missing": counts.open_missing, "partial": counts.open_partial}
    code = "result" if all(kinds.values()) else f"result_{'missing' if counts.open_missing else 'partial'}"
    result = letter.words(code, binding=counts.binding, **kinds)
    size = letter.size("body")
    to = letter.form["to"].format(addressee=letter.addressee)
    lines: list[Block] = [Line((Text(to, size),), "center", before=16, after=14)]
    lines.append(_said(f"{opening} {result}", size))
    if len(letter.gaps) > _INLINE:
        lines.append(_said(letter.words("ask_annex"), size))
    else:
        lines.append(_said(letter.words("ask", parent_short=paper_name(paper)), size))
        lines += _listed(letter, size)
    lines.append(_said(letter.words("deadline"), size))
    lines.append(_said(letter.words("help").rstrip(".") + letter.form["end"], size))
    return lines


def _about(title: str) -> str:
    """The abstract of the paper as it goes on in a sentence: "về tăng cường …"."""
    about: str = load("letters")["words"]["about"]
    folded = fold(title)
    if folded.startswith(f"{about} "):
        return title[:1].lower() + title[1:]
    title = title if title.isupper() is False else title.capitalize()
    return f"{about} {title[:1].lower() + title[1:]}"


def _listed(letter: _Letter, size: float) -> list[Block]:
    lines: list[Block] = []
    number = 0
    both = len({gap.row.gap for gap in letter.gaps}) > 1
    for kind in ("missing", "partial"):
        chosen = [gap for gap in letter.gaps if gap.row.gap == kind]
        if chosen and both:
            lines.append(Line((Text(letter.words(kind), size, bold=True),), "both", 28, 4, 2, keep=True))
        for gap in chosen:
            number += 1
            lines.append(Line((Text(f"{number}. {gap.text}", size), *_doubt(gap, size)), "both", 28, 2, 4))
    return lines


def _doubt(gap: _Gap, size: float) -> tuple[Text, ...]:
    """A mark on gaps that the program is not sure of, for whoever finishes the letter."""
    if not gap.row.needs_review:
        return ()
    return (Text(load("letters")["words"]["review"], size - 2, italic=True, doubt=True),)


def _foot(letter: _Letter) -> Grid:
    """Recipients on the left, signature on the right."""
    form, small = letter.form, letter.size("recipients")
    style = form["recipients_style"]
    heading = Text(
        form["recipients"], small + 1, bold="bold" in style, italic="italic" in style, underline=style == "underline"
    )
    left = [Line((heading,), "left"), *(Line((Text(line, small),), "left") for line in form["lines"])]
    size = letter.size("body")
    right = [
        Line((Text(form["power"], size - 2, bold=True),), "center"),
        Line((Text(form["signer"], size - 2, italic=True),), "center", before=4, after=44),
        Line((Text(form["name_line"], size, bold=True),), "center"),
    ]
    return Grid(((tuple(left), tuple(right)),), (75, 90))


def _annex(letter: _Letter) -> list[Block]:
    size = letter.size("body")
    words = load("letters")["words"]
    note = letter.words("annex_note", parent_short=paper_name(letter.parent.paper))
    lines: list[Block] = [
        Line((Text(words["annex"], size, bold=True),), "center", new_page=True),
        Line((Text(words["annex_title"], size, bold=True),), "center"),
        Line((Text(note, size - 1, italic=True),), "center", after=8),
    ]
    rows: list[tuple[tuple[Line, ...], ...]] = [
        tuple(_cell(words[f"column_{code}"], True, "center") for code in ("order", "place", "request"))
    ]
    number = 0
    for kind in ("missing", "partial"):
        chosen = [gap for gap in letter.gaps if gap.row.gap == kind]
        if chosen:
            rows.append((_cell(f"{words[kind]} ({len(chosen)})", True),))
        for gap in chosen:
            number += 1
            place = str(Place(gap.asked.path, gap.asked.page))
            request = (Line((Text(gap.text, 12), *_doubt(gap, 12)), "both", before=2, after=2),)
            rows.append((_cell(str(number), False, "center"), _cell(place[:1].upper() + place[1:], False), request))
    return [*lines, Grid(tuple(rows), (11, 29, 125), borders=True, head=1)]


def _cell(text: str, bold: bool, align: Any = "left") -> tuple[Line, ...]:
    return (Line((Text(text, 12, bold=bold),), align, before=2, after=2),)


def _centred(text: str, size: float, before: float = 0, italic: bool = False) -> Line:
    return Line((Text(text, size, italic=italic),), "center", before=before)


def _said(text: str, size: float) -> Line:
    return Line((Text(text, size),), "both", 28, 3, 5)
