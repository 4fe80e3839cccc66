"""Small audits held in memory: papers, parents and plans with the verdicts a test wants."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from audit.batch.model import (
    Asked,
    Cited,
    Comparison,
    Failure,
    MemoryRun,
    PaperFacts,
    ParentFacts,
    PlanResult,
    Row,
    Said,
    Versions,
    count,
)
from audit.report import STATUSES, Status

VERSIONS = Versions("9.9.9", "verdict-test", "0123456789ab", date(2026, 5, 27))
_BLANK = PaperFacts(
    name="",
    sha256="0" * 64,
    bytes=1000,
    number=None,
    type="Kế hoạch",
    issuer=None,
    parent_issuer=None,
    unit=None,
    district=None,
    province=None,
    date=None,
    level=None,
    system="state",
    title=None,
    signer=None,
    signer_role=None,
    authority=None,
    place=None,
    secrecy=None,
    cites=(),
)
LETTERS = {"m": "missing", "p": "partial", "c": "covered", "n": "not_applicable"}


def paper(name: str, **facts: Any) -> PaperFacts:
    return replace(_BLANK, name=name, **facts)


def cites(
    number: str | None, day: date | None = None, issuer: str | None = None, relation: str = "implements"
) -> Cited:
    return Cited("Kế hoạch", number, day, issuer, relation)  # type: ignore[arg-type]


def asked(number: int, quote: str = "", section: str = "II. NHIỆM VỤ › 1. Phổ biến") -> Asked:
    text = quote or f"Xã, phường tổ chức ít nhất {number} hội nghị phổ biến về chăm sóc cây xanh"
    due = date(2026, 6, 30) if number % 2 else None
    return Asked(
        f"R{number:03d}",
        f"II.{number}",
        section,
        text,
        "task",
        due,
        ("commune",),
        ("Xã",),
        2,
        number * 100,
        number * 100 + 50,
    )


def parent(key: str, rows: int = 4, **facts: Any) -> ParentFacts:
    values = {
        "number": "45/KH-UBND",
        "issuer": "Ủy ban nhân dân tỉnh Tân Sơn",
        "date": date(2026, 1, 15),
        "level": "province",
        "place": "Tân Sơn",
        "title": "Trồng và chăm sóc cây xanh năm 2026",
        **facts,
    }
    sections = ("II. NHIỆM VỤ › 1. Phổ biến", "II. NHIỆM VỤ › 2. Trồng cây")
    own = tuple(asked(number, section=sections[(number - 1) * 2 // rows]) for number in range(1, rows + 1))
    return ParentFacts(key, paper(f"cap-tren-{key}.docx", **values), own)


def row(letter: str, choice: str | None = None, review: bool = False, **facts: Any) -> Row:
    """A verdict: m, p, c or n; `choice` is the reviewer's decision."""
    status: Status = LETTERS[letter]  # type: ignore[assignment]
    gap: Status | None = status if letter in "mp" else None
    if choice in ("waive", "reject"):
        gap = "missing" if gap is None and choice == "reject" else None
    said = (Said("Tổ chức một hội nghị\nphổ biến", 300, 330, 1),) if letter in "pc" else ()
    request = f"Đề nghị bổ sung nội dung “{letter}” theo yêu cầu tại mục II. Dự thảo hiện chưa có." if gap else ""
    reasons = ("weaker_target", "no_owner") if letter == "p" else ()
    return replace(
        Row(status, gap, 0.9, 0.5, 0.6, review, reasons, "Vì sao thế.", said, request, choice),  # type: ignore[arg-type]
        **facts,
    )


def plan(name: str, parents: dict[str, str] | None = None, choices: str = "", **facts: Any) -> PlanResult:
    """A plan with its verdicts against each parent: {"1": "mpcn"}; "w" and "r" in `choices` waive or reject."""
    found = []
    for key, letters in (parents or {}).items():
        marks = choices.ljust(len(letters))
        said = {"w": "waive", "r": "reject"}
        rows = tuple(row(letter, said.get(mark), mark == "?") for letter, mark in zip(letters, marks, strict=True))
        found.append(
            Comparison(
                key,
                count(rows),
                rows,
                f"bao-cao/{name}.html" if len(parents or {}) == 1 else f"bao-cao/{name}.{key}.html",
            )
        )
    return PlanResult(paper(name, **facts), tuple(found))


def commune(name: str, unit: str, verdicts: str, choices: str = "", **facts: Any) -> PlanResult:
    """The plan of a commune's people's committee against parent "1"."""
    values = {
        "unit": unit,
        "issuer": f"Ủy ban nhân dân {unit}",
        "number": "7/KH-UBND",
        "date": date(2026, 2, 1),
        "level": "commune",
        "cites": (cites("45/KH-UBND", date(2026, 1, 15), "UBND tỉnh Tân Sơn"),),
        **facts,
    }
    return plan(name, {"1": verdicts}, choices, **values)


def small_run(*plans: PlanResult, parents: tuple[ParentFacts, ...] = (), **facts: Any) -> MemoryRun:
    return MemoryRun(parents or (parent("1"),), plans, VERSIONS, **facts)


def usual_run() -> MemoryRun:
    """Five plans with every status and decision, a failure, a hostile name."""
    return small_run(
        commune("a/xa-dong-lac.docx", "xã Đồng Lạc", "mpcn", province="Tỉnh Tân Sơn"),
        commune("a/xa-hoa-thuy.docx", "xã Hòa Thủy", "cccc", province="Tỉnh Tân Sơn"),
        commune("b/phuong-an-khe.docx", "phường An Khê", "mmpn", "w?r ", province="Tỉnh Tân Sơn"),
        commune("b/xa-tan-my.pdf", "xã Tân Mỹ", "cmcc", "r   ", district="Huyện Tân Thượng"),
        commune("c/=la.docx", "=xã <Lạ> & “kỳ”", "pppp", cites=()),
        failures=(
            Failure("hong.pdf", "broken_pdf", "Tệp hong.pdf hỏng hoặc không phải PDF thật.", "Hãy xin lại tệp gốc."),
        ),
    )


assert set(LETTERS.values()) == set(STATUSES)
