"""Papers and questions as words to look for.

Both databases are given ready words, so that they find the same papers: folded as the parser folds (exact words), and
without diacritics (plain words). Document numbers are words too ("5-ct/tw").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.registry.identity import issuer_key, number_key, plain
from parser.document import Header
from parser.folding import fold
from parser.symbols import find_symbols

WORD = re.compile(r"[^\W_]{1,64}")
_QUOTED = re.compile(r"[\"“”„]([^\"“”„]*)[\"“”„]")
_MOST_WORDS = 12  # of one question; more would be a pasted page


@dataclass(frozen=True, slots=True)
class Words:
    """A text as exact words and, one for one, plain words."""

    exact: tuple[str, ...]
    plain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndexTerms:
    """What a version is found by: words of its head (number, title, issuer) and of its body."""

    head: Words
    body: Words


@dataclass(frozen=True, slots=True)
class Question:
    """What the user looks for: words that must all occur, phrases, document numbers (as keys)."""

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    numbers: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases or self.numbers)

    def plain(self) -> Question:
        """Return the question without diacritics."""
        return Question(
            tuple(map(plain, self.words)),
            tuple(tuple(map(plain, phrase)) for phrase in self.phrases),
            tuple(map(plain, self.numbers)),
        )


def words(text: str) -> list[str]:
    """Return the exact words of `text`."""
    return WORD.findall(fold(text))


def index_terms(header: Header, text: str, cited: Iterable[str | None]) -> IndexTerms:
    """Return what a version is found by: its own name, its text, the numbers of the papers it cites, its marks."""
    own = number_key(header.number)
    named = (header.number, header.title, header.parent_issuer, header.issuer)
    head = [word for piece in named if piece for word in words(piece)] + ([own] if own else [])
    others = dict.fromkeys(key for name in cited if (key := number_key(name)))
    return IndexTerms(_words(head + marks(header)), _words(words(text) + list(others)))


def marks(header: Header) -> list[str]:
    """Return words no text can hold, by which a search is narrowed to a type, level, year or issuer."""
    found = [type_mark(header.type)] if header.type else []
    found += [level_mark(header.level)] if header.level else []
    found += [year_mark(header.date.year)] if header.date else []
    return found + issuer_marks(issuer_key(header.parent_issuer, header.issuer))


def type_mark(kind: str) -> str:
    """Return the mark of a type of document."""
    return "=t-" + "-".join(WORD.findall(plain(kind)))


def level_mark(level: str) -> str:
    """Return the mark of a level."""
    return f"=l-{level}"


def year_mark(year: int) -> str:
    """Return the mark of a year."""
    return f"=y{year}"


def issuer_marks(key: str | None) -> list[str]:
    """Return a mark for each word of an issuer's key."""
    return [f"=i-{word}" for word in dict.fromkeys(WORD.findall(plain(key or "")))]


def _words(exact: list[str]) -> Words:
    return Words(tuple(exact), tuple(plain(" ".join(exact)).split(" ")) if exact else ())


def question(asked: str) -> Question:
    """Return what the user's words look for; quoted pieces are phrases, document numbers are kept whole."""
    numbers: list[str] = []
    for symbol in reversed(find_symbols(asked)):
        key = number_key(symbol.number)
        if key:
            numbers.insert(0, key)
            asked = asked[: symbol.start] + " " + asked[symbol.end :]
    phrases = [tuple(words(match[1])) for match in _QUOTED.finditer(asked)]
    single = words(_QUOTED.sub(" ", asked)) + [phrase[0] for phrase in phrases if len(phrase) == 1]
    return Question(
        tuple(dict.fromkeys(single))[:_MOST_WORDS],
        tuple(dict.fromkeys(phrase[:_MOST_WORDS] for phrase in phrases if len(phrase) > 1))[:_MOST_WORDS],
        tuple(dict.fromkeys(numbers)),
    )
