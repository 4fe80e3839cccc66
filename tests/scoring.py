"""Scores of what the program found against an annotation.

The annotated text and the text a reader makes of a DOCX or PDF differ in spaces, line ends and the order of table
cells, so places are compared by words: equal runs of words in both texts are laid on each other, and a span is the
set of annotated words it covers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

Item = Mapping[str, Any]
_LETTERS = re.compile(r"[^\W_]")
_WORD = re.compile(r"[^\W_]+")


def bare(value: object) -> str:
    """Return letters and digits only, in lower case: what must agree of a name, number or title."""
    return "".join(_LETTERS.findall(str(value or "").lower()))


@dataclass(frozen=True)
class Score:
    """Counts of one kind; they add up over documents."""

    hits: int = 0
    found: int = 0
    expected: int = 0

    @property
    def f1(self) -> float:
        """F1, 1 where nothing was expected and nothing found."""
        return 2 * self.hits / (self.found + self.expected) if self.found + self.expected else 1.0

    def __add__(self, other: Score) -> Score:
        return Score(self.hits + other.hits, self.found + other.found, self.expected + other.expected)


class Places:
    """Maps spans of the program's text to letter positions of the annotated text."""

    def __init__(self, expected: str, found: str) -> None:
        self._expected = [m.start() for m in _LETTERS.finditer(expected)]
        self._found = [m.start() for m in _LETTERS.finditer(found)]
        ours, theirs = _words(expected), _words(found)
        matcher = SequenceMatcher(None, [w for w, _ in ours], [w for w, _ in theirs], autojunk=False)
        self._to: dict[int, int] = {}
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag == "equal":
                self._lay(ours[a][1], theirs[c][1], sum(len(w) for w, _ in ours[a:b]))
            elif tag == "replace":  # a word broken or joined ("KL/⏎TW"): the letters still agree
                left, right = ("".join(w for w, _ in part) for part in (ours[a:b], theirs[c:d]))
                for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
                    self._lay(ours[a][1] + block.a, theirs[c][1] + block.b, block.size)

    def _lay(self, expected: int, found: int, size: int) -> None:
        self._to.update(zip(range(found, found + size), range(expected, expected + size), strict=True))

    def expected(self, start: int, end: int) -> frozenset[int]:
        """Letters of an annotated span."""
        return frozenset(range(bisect_left(self._expected, start), bisect_left(self._expected, end)))

    def found(self, start: int, end: int) -> frozenset[int]:
        """Letters of the annotated text a found span covers; letters the annotated text lacks count as negative."""
        letters = range(bisect_left(self._found, start), bisect_left(self._found, end))
        return frozenset(self._to.get(i, -1 - i) for i in letters)


def _words(text: str) -> list[tuple[str, int]]:
    words, letters = [], 0
    for match in _WORD.finditer(text):
        word = bare(match.group())
        words.append((word, letters))
        letters += len(word)
    return words


def jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    """Shared letters over all letters."""
    return len(a & b) / max(1, len(a | b))


def inside(a: frozenset[int], b: frozenset[int]) -> float:
    """Shared letters over the shorter span."""
    return len(a & b) / max(1, min(len(a), len(b)))


def pair(
    places: Places,
    expected: Sequence[Item],
    found: Sequence[Item],
    same: Callable[[Item, Item], bool],
    likeness: Callable[[frozenset[int], frozenset[int]], float] = inside,
    least: float = 0.5,
) -> list[tuple[int, int]]:
    """Pair expected and found items one to one, the closest first."""
    spans = [places.expected(e["start"], e["start"] + len(e["quote"])) for e in expected]
    theirs = [places.found(f["start"], f["end"]) for f in found]
    candidates = [
        (value, i, j)
        for i, a in enumerate(spans)
        for j, b in enumerate(theirs)
        if a & b and same(expected[i], found[j]) and (value := likeness(a, b)) >= least
    ]
    pairs, used_a, used_b = [], set(), set()
    for _, i, j in sorted(candidates, key=lambda c: (-c[0], c[1], c[2])):
        if i not in used_a and j not in used_b:
            used_a.add(i)
            used_b.add(j)
            pairs.append((i, j))
    return sorted(pairs)


def _fields(*names: str) -> Callable[[Item, Item], bool]:
    return lambda e, f: all((e.get(name) or None) == (f.get(name) or None) for name in names)


def _number(e: Item, f: Item) -> bool:
    return bare(e["number"]) == bare(f["number"])


SPANS: dict[str, tuple[str, Callable[[Item], bool], Callable[[Item, Item], bool]]] = {
    "citations": ("citations", lambda c: bool(c["number"]), _number),
    "citations_dated": (
        "citations",
        lambda c: bool(c["number"]),
        lambda e, f: _number(e, f) and (e["date"] or None) == f["date"],
    ),
    "citations_named": ("citations", lambda c: not c["number"], lambda e, f: True),
    "deadlines": ("deadlines", lambda d: True, _fields("kind", "to", "rrule")),
    "targets": ("targets", lambda t: True, _fields("comparator", "value", "value_to")),
    "requirements": ("requirements", lambda r: True, lambda e, f: True),
}
HEADER = ("number", "type", "issuer", "place", "date", "title", "signer", "signer_role")


def score_outline(expected: Iterable[Item], found: Iterable[Item]) -> Score:
    """Labels and beginnings of headings that stand in both, in order."""
    a, b = ([(bare(h["label"]), bare(h["heading"])[:20]) for h in side] for side in (expected, found))
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    return Score(sum(block.size for block in blocks), len(b), len(a))


def score_header(expected: Item, found: Item) -> tuple[Score, list[str]]:
    """Fields that agree (an accuracy: found == expected in number), and those that do not."""
    wrong = [name for name in HEADER if not _agrees(name, expected.get(name), found.get(name))]
    return Score(len(HEADER) - len(wrong), len(HEADER), len(HEADER)), wrong


def _agrees(name: str, expected: object, found: object) -> bool:
    a, b = bare(expected), bare(found)
    if name in ("title", "issuer") and a and b:
        return SequenceMatcher(None, a, b, autojunk=False).ratio() > 0.9
    return a == b


def score_lines(expected: Iterable[str], found: Iterable[str]) -> Score:
    """Lines (recipients, addressees) that stand in both."""
    a, b = {bare(x) for x in expected}, {bare(x) for x in found}
    return Score(len(a & b), len(b), len(a))


def score_document(gold: Item, gold_text: str, result: Item) -> tuple[dict[str, Score], list[str]]:
    """Score every kind; the second value tells each difference in one line."""
    places = Places(gold_text, result["text"])
    scores, differences = {}, []
    for kind, (key, wanted, same) in SPANS.items():
        expected, found = ([i for i in side[key] if wanted(i)] for side in (gold, result))
        close, least = (jaccard, 0.5) if kind == "requirements" else (inside, 0.3 if kind == "targets" else 0.5)
        pairs = pair(places, expected, found, same, close, least)
        scores[kind] = Score(len(pairs), len(found), len(expected))
        missed = set(range(len(expected))) - {i for i, _ in pairs}
        wrong = set(range(len(found))) - {j for _, j in pairs}
        differences += [f"{kind} missed: {_show(expected[i])}" for i in sorted(missed)]
        differences += [f"{kind} wrong: {_show(found[j])}" for j in sorted(wrong)]
    scores["outline"] = score_outline(gold["outline"], result["outline"])
    if scores["outline"].f1 < 1:
        a, b = ([f"{h['label']} {h['heading'][:30]}" for h in side["outline"]] for side in (gold, result))
        differences.append(f"outline: expected {[x for x in a if x not in b]}, got {[x for x in b if x not in a]}")
    scores["header"], wrong_fields = score_header(gold["header"], result["header"])
    differences += [f"header {n}: expected {gold['header'][n]!r}, got {result['header'][n]!r}" for n in wrong_fields]
    for lines in ("recipients", "addressees"):
        a, b = gold["header"].get(lines, []), result["header"][lines]
        scores[lines] = score_lines(a, b)
        if scores[lines].f1 < 1:
            differences.append(f"{lines}: expected {a}, got {b}")
    return scores, differences


def _show(item: Item) -> str:
    skip = ("start", "end", "page", "id", "targets", "deadlines", "citations", "path", "levels", "subject", "issuer")
    return str({k: v for k, v in item.items() if k not in skip and v})
