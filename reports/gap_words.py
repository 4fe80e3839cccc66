"""Which words of a requirement its evidence leaves unsaid, and which words of the evidence nobody asked for.

Content words are aligned by difflib on their folded forms, abbreviations written out. A word that only moved (it
stands on the other side in the same pair of words, or is the same figure) is no difference. Long stretches of the
evidence that have nothing to do with the requirement are other matter, not other words: they stay unmarked, and long
passages are cut down to the sentences that speak of the requirement.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from corpus.knowledge import load
from models.words import common_abbreviations
from parser.folding import fold

_WORD = re.compile(r"\d[\d./,%-]*\d%?|\d%?|[^\W\d_]+")
_BREAK = re.compile(r"[.;:!?…|]")
_ROW_NUMBER = re.compile(r"\s*\d{1,3}(?:\.\d{1,3})*\s*\|")
_SENTENCE = re.compile(r"[^.;!?]+(?:[.;!?]+(?=\s|$)|[.;!?]+(?=\S)[^.;!?]*)*[.;!?]*\s*")
_FOREIGN = 10  # so many unasked content words on end speak of something else
_LEAST_SHARED = 0.25  # below this share of common words two texts are not worth comparing word by word
_LONG = 320  # characters; evidence beyond is cut to the sentences that matter
_CUT = "… "
_ALIGNABLE = 300_000  # word pairs; aligning more takes too long and shows a reader nothing


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `differs` when the other side does not say it."""

    text: str
    differs: bool = False


Marked = tuple[Piece, ...]
Abbreviations = Mapping[str, tuple[str, ...]]


class _Token(NamedTuple):
    word: str
    start: int
    end: int


def plain(text: str) -> Marked:
    """Return `text` with nothing marked."""
    return (Piece(text),)


def text_of(marked: Iterable[Piece], before: str = "", after: str = "") -> str:
    """Return the text, the differing pieces between `before` and `after`."""
    return "".join(f"{before}{piece.text}{after}" if piece.differs else piece.text for piece in marked)


def compare_words(
    asked: str, said: Sequence[str], abbreviations: Abbreviations | None = None, bearers: Iterable[str] = ()
) -> tuple[Marked, tuple[Marked, ...]]:
    """Return the requirement and each passage of its evidence with the differing words marked.

    `bearers` are the names of those who must act: the plan need not repeat them, so they are not marked.
    """
    shorts = {**common_abbreviations(), **(abbreviations or {})}
    named = [(at, at + len(name)) for name in bearers if (at := asked.find(name)) >= 0]
    wanted = [t for t in _tokens(asked, shorts) if not any(start <= t.start < end for start, end in named)]
    answers = [_tokens(text, shorts) for text in said]
    unsaid = set(range(len(wanted)))
    passages = []
    for text, answer in zip(said, answers, strict=True):
        missed, unasked = _differing(wanted, answer)
        unsaid &= missed
        alike = len(missed) <= (1 - _LEAST_SHARED) * len(wanted)
        strange = {answer[i] for run in _runs(sorted(unasked)) if alike and len(run) < _FOREIGN for i in run}
        common = [token for i, token in enumerate(answer) if i not in unasked]
        passages.append(_focused(text, common, strange))
    comparable = said and len(unsaid) <= (1 - _LEAST_SHARED) * len(wanted)
    return _mark(asked, {wanted[i] for i in unsaid} if comparable else set()), tuple(passages)


@cache
def _stop() -> frozenset[str]:
    return frozenset(load("words")["stop"])


def _tokens(text: str, shorts: Abbreviations) -> list[_Token]:
    """Content words with their places; the words of a written-out abbreviation share its place."""
    tokens = []
    number = _ROW_NUMBER.match(text)  # the running number of a table row says nothing
    for match in _WORD.finditer(fold(text), number.end() if number else 0):
        word = match[0]
        if word in _stop():
            continue
        words = (word.lstrip("0") or "0",) if word[0].isdigit() else shorts.get(word, (word,))
        tokens += [_Token(each, match.start(), match.end()) for each in words]
    return tokens


def _differing(asked: list[_Token], said: list[_Token]) -> tuple[set[int], set[int]]:
    """Return the indices of words not said, and those of words not asked."""
    one, other = [token.word for token in asked], [token.word for token in said]
    missed, unasked = set(range(len(one))), set(range(len(other)))
    if one == other or len(one) * len(other) > _ALIGNABLE:
        return set(), set()
    for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        missed -= set(range(block.a, block.a + block.size))
        unasked -= set(range(block.b, block.b + block.size))
    return missed - _moved(one, other), unasked - _moved(other, one)


def _moved(words: list[str], others: list[str]) -> set[int]:
    """Indices of words that stand in `others` beside the same neighbour, and of figures that stand there at all."""
    pairs, known = set(pairwise(others)), set(others)
    moved = {i for i, word in enumerate(words) if word[0].isdigit() and word in known}
    for i, pair in enumerate(pairwise(words)):
        if pair in pairs:
            moved |= {j for j in (i, i + 1) if not words[j][0].isdigit()}
    return moved


def _runs(indices: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for index in indices:
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _focused(text: str, common: list[_Token], strange: set[_Token]) -> Marked:
    """Mark the strange words; of a long passage keep only the sentences with several common words."""
    if len(text) <= _LONG:
        return _mark(text, strange)
    sentences = [(match.start(), match.end()) for match in _SENTENCE.finditer(text)]
    shared = _by_sentence(sentences, common)
    counts = [len({token.word for token in tokens}) for tokens in shared]
    needed = max(2, max(counts, default=0) // 2)
    if not any(count >= needed for count in counts):
        return _mark(text, strange)
    pieces: list[Piece] = []
    last = 0
    for (start, end), count, tokens in zip(sentences, counts, _by_sentence(sentences, strange), strict=True):
        if count < needed:
            continue
        if start > last:
            pieces.append(Piece(_CUT))
        pieces += _mark(text[start:end], {_Token(t.word, t.start - start, t.end - start) for t in tokens})
        last = end
    return tuple(pieces) if last >= len(text) else (*pieces, Piece(_CUT.strip()))


def _by_sentence(sentences: list[tuple[int, int]], tokens: Iterable[_Token]) -> list[list[_Token]]:
    """The tokens that stand in each sentence."""
    starts = [start for start, _ in sentences]
    found: list[list[_Token]] = [[] for _ in sentences]
    for token in tokens:
        at = bisect_right(starts, token.start) - 1
        if at >= 0 and token.end <= sentences[at][1]:
            found[at].append(token)
    return found


def _mark(text: str, tokens: set[_Token]) -> Marked:
    """Cut `text` into pieces; marked words with only small words between them become one piece."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted({(token.start, token.end) for token in tokens}):
        if spans and _joined(text[spans[-1][1] : start]):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    pieces, last = [], 0
    for start, end in spans:
        pieces += [Piece(text[last:start]), Piece(text[start:end], True)]
        last = end
    return tuple(piece for piece in [*pieces, Piece(text[last:])] if piece.text)


def _joined(between: str) -> bool:
    return not _BREAK.search(between) and all(word in _stop() for word in _WORD.findall(fold(between)))
