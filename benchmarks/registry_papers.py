"""Invented papers for the registry: real clauses of the project's own examples, shuffled, with rarer words between.

The parser is not measured here, so the papers are made as the parser would hand them over.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from benchmarks.clock import ROOT
from corpus.registry.kept import Kept
from parser.document import Actor, Citation, Deadline, Header, Level, Requirement, Source

_CLAUSE = re.compile(r"[,;.:\n]+")
_SYLLABLE = re.compile(r"[^\W\d_]{2,7}")
_KINDS = (("Kế hoạch", "KH"), ("Quyết định", "QĐ"), ("Thông báo", "TB"), ("Báo cáo", "BC"), ("Chỉ thị", "CT"))
_LEVELS: tuple[tuple[Level, str], ...] = (("province", "tỉnh"), ("commune", "xã"), ("commune", "phường"))
_FIRST = date(2015, 1, 5)


@dataclass(frozen=True, slots=True)
class Stock:
    """What papers are made of: clauses (common ones first), rare pairs of syllables, names of places."""

    clauses: list[str]
    clause_weights: list[float]
    rare: list[str]
    rare_weights: list[float]
    places: list[str]


def stock(seed: int = 7) -> Stock:
    """Return the stock, the same for the same seed."""
    rng = random.Random(seed)
    texts = [
        path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "corpus" / "annotated").rglob("*.txt"))
        if path.stem != "marked"
    ]
    pieces = {piece.strip() for text in texts for piece in _CLAUSE.split(text)}
    clauses = sorted(piece for piece in pieces if 12 < len(piece) < 160)
    rng.shuffle(clauses)
    syllables = sorted({found.lower() for clause in clauses for found in _SYLLABLE.findall(clause)})
    rare = [f"{rng.choice(syllables)} {rng.choice(syllables)}" for _ in range(40_000)]
    places = [" ".join(rng.choice(syllables).capitalize() for _ in range(2)) for _ in range(600)]
    return Stock(clauses, _zipf(len(clauses), 20), rare, _zipf(len(rare), 5), places)


def _zipf(count: int, shift: int) -> list[float]:
    return list(accumulate(1 / (rank + shift) for rank in range(count)))


def papers(count: int, things: Stock, seed: int = 11) -> Iterator[Kept]:
    """Yield `count` papers of 2 to 6 kB; most cite an earlier one, some by a number that nobody has."""
    rng = random.Random(seed)
    named: list[Header] = []
    for number in range(count):
        header = _header(rng, things, number)
        cited = rng.choice(named[-2000:]) if named and rng.random() < 0.8 else None
        kept = _paper(rng, things, header, cited)
        if rng.random() < 0.2:
            named.append(header)
        yield kept


def _header(rng: random.Random, things: Stock, number: int) -> Header:
    kind, code = rng.choice(_KINDS)
    level, word = rng.choice(_LEVELS)
    place = rng.choice(things.places)
    return Header(
        number=f"{rng.randint(1, 900)}/{code}-UBND",
        type=kind,
        issuer=f"Ủy ban nhân dân {word} {place}",
        place=place,
        date=_FIRST + timedelta(days=number * 4000 // 100_000 + rng.randint(0, 20)),
        title=" ".join(rng.choices(things.clauses, cum_weights=things.clause_weights, k=2))[:150],
        system="state",
        level=level,
    )


def _paper(rng: random.Random, things: Stock, header: Header, cited: Header | None) -> Kept:
    size = rng.randint(25, 85)
    body = rng.choices(things.clauses, cum_weights=things.clause_weights, k=size)
    rare = rng.choices(things.rare, cum_weights=things.rare_weights, k=size)
    head = f"{header.issuer}\nSố: {header.number}\n{header.title}\n"
    basis = f"Thực hiện {cited.type} số {cited.number} của {cited.issuer}" if cited else "Thực hiện nhiệm vụ được giao"
    text = head + basis + "\n" + ".\n".join(f"{clause} {words}" for clause, words in zip(body, rare, strict=True))
    start = len(head)
    citations = ()
    if cited:
        quote = basis.removeprefix("Thực hiện ")
        at = start + len("Thực hiện ")
        found = (cited.type or "", cited.number, cited.date, cited.issuer, "implements", None)
        citations = (Citation(quote, at, at + len(quote), *found),)  # type: ignore[arg-type]
    due = (header.date or _FIRST) + timedelta(days=rng.randint(20, 400))
    line = start + len(basis) + 1
    requirement = Requirement(
        "R1", body[0], line, line + len(body[0]), "I.1", "task", (Actor("Ủy ban nhân dân các xã", "all", "commune"),),
        ("commune",), due, (0,), (), (),
    )  # fmt: skip
    deadline = Deadline(body[0][:20], line, line + 20, "due", None, due, None)
    digest = hashlib.sha256(text.encode()).hexdigest()
    source = Source(f"{digest[:8]}.txt", digest, "text/plain", "text", None, len(text))
    return Kept(source, header, text, citations, (deadline,), (requirement,))


def questions(count: int, things: Stock, headers: list[Header], seed: int = 13) -> list[tuple[str, dict[str, str]]]:
    """Return `count` mixed questions with filters: words, phrases, numbers, with and without diacritics."""
    from corpus.registry.identity import plain

    rng = random.Random(seed)
    asked = []
    for number in range(count):
        words = rng.choices(things.clauses, cum_weights=things.clause_weights)[0].split()
        at = rng.randrange(max(1, len(words) - 3))
        some = [word.strip("()“”\"'+-–/%") for word in words[at : at + 4]]
        some = [word for word in some if word] or ["kế", "hoạch"]
        kind = number % 8
        text = {
            0: some[0],
            1: " ".join(some[:2]),
            2: f'"{" ".join(some[:2])}"',
            3: f'"{" ".join(some)}"',
            4: str(rng.choice(headers).number),
            5: plain(" ".join(some[:3])),
            6: rng.choices(things.rare, cum_weights=things.rare_weights)[0],
            7: plain(f'"{" ".join(some[:3])}"'),
        }[kind]
        filters = {}
        if number % 3 == 0:
            filters = rng.choice(
                [
                    {"type": "Chỉ thị"},
                    {"level": "commune"},
                    {"issuer": rng.choice(headers).place or ""},
                    {"start": "2020-01-01", "end": "2020-12-31"},
                    {"status": "active"},
                ]
            )
        asked.append((text, filters))
    return asked


def as_text(asked: list[tuple[str, dict[str, str]]]) -> str:
    """Return the questions one a line, to be read by a human."""
    return "\n".join(f"{text}  {json.dumps(filters, ensure_ascii=False)}" for text, filters in asked)
