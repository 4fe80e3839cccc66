"""Give names printed in capitals the letters a reader would write: "SỞ CÔNG THƯƠNG" is "Sở Công Thương"."""

from __future__ import annotations

import re
from functools import cache

from parser.folding import fold
from parser.thethuc.lexicon import alternation, table, words

_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?[aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ]{1,3}"
    r"(?:ch|ng|nh|[cmnpt])?$"
)
_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*\.?|[^\w\s]+|\s+")
_VOWEL = re.compile("[aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ]")


@cache
def _known() -> re.Pattern[str]:
    names = tuple(sorted((fold(name) for name in table("casing")["names"]), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{alternation(names)})(?!\w)")


@cache
def _spelling() -> dict[str, str]:
    return {fold(name): name for name in table("casing")["names"]}


def acronym(word: str) -> bool:
    """Tell whether a word in capitals is an abbreviation: no Vietnamese syllable is spelt so ("THPT", "MTTQ")."""
    return len(word) > 1 and _SYLLABLE.match(word.lower()) is None


def _vowelless(word: str) -> bool:
    return _VOWEL.search(word.lower()) is None


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def expand(name: str) -> str:
    """Return `name` with its everyday abbreviations written out and tone marks in the new style."""
    expansions: dict[str, str] = table("casing")["expand"]
    pattern = rf"(?<!\w)(?:{alternation(tuple(sorted(expansions, key=len, reverse=True)))})(?!\w)"
    folded = fold(name)
    parts: list[str] = []
    at = 0
    for found in re.finditer(pattern, folded):
        end = found.end() + (1 if name[found.end() : found.end() + 1] == "." else 0)
        parts += [name[at : found.start()], expansions[found.group()]]
        at = end
    return re.sub(r"\s+", " ", "".join([*parts, name[at:]]))


def restyle(name: str) -> str:
    """Return `name` with tone marks placed in the new style ("Uỷ" is "Ủy"), capitals kept."""
    folded = fold(name)
    return "".join(new.upper() if old.isupper() else new for old, new in zip(name, folded, strict=True))


def proper(name: str) -> str:
    """Return a body's name, given in capitals, in usual letters."""
    name = restyle(name)
    folded = fold(name)
    known = {found.start(): found.group() for found in _known().finditer(folded)}
    out: list[str] = []
    at, capitalise, in_place = 0, True, False
    levels = set(words("bodies", "levels"))
    heads = set(words("casing", "heads"))
    proper_after = words("casing", "proper_after")
    committees, organs = words("bodies", "committees"), words("bodies", "organs")
    while at < len(name):
        if at in known and not in_place:
            at_known = at
            out.append(_spelling()[known[at]])
            at += len(known[at])
            in_place = known[at_known] in committees or fold("".join(out)).endswith(proper_after)
            capitalise = in_place or known[at_known] in organs
            continue
        token = _WORD.match(name, at)
        word = token.group() if token else name[at]
        at += len(word)
        low = fold(word)
        if not word[:1].isalpha():
            out.append(word)
            if word[:1] in ",;-–" and not in_place:
                capitalise = True
            continue
        level = _level_at(folded, at - len(word), levels)
        if acronym(word) and (not in_place or _vowelless(word)):
            out.append(word)
            in_place = fold("".join(out)).endswith(proper_after)
            capitalise = in_place or low in organs
        elif level and at < len(name) and (out or not capitalise):
            out.append(level)
            at += len(level) - len(word)
            capitalise = in_place = True
        else:
            out.append(_capital(low) if capitalise or in_place else low)
            spoken = fold("".join(out))
            capitalise = low in heads and not in_place
            if spoken.endswith(proper_after):
                capitalise = in_place = True
    return _capital("".join(out))


def _level_at(folded: str, at: int, levels: set[str]) -> str | None:
    """Return the level word ("thành phố") that begins at `at` and has a name after it."""
    for level in sorted(levels, key=len, reverse=True):
        if folded.startswith(level + " ", at):
            return level
    return None


def as_written(name: str, body: str) -> str | None:
    """Return `name` in the letters that running text of the paper gives it, None when it never does."""
    folded = fold(name)
    running = fold(body)
    at = running.find(folded)
    while at >= 0:
        seen = body[at : at + len(name)]
        if seen.upper() != seen and seen[:1].isupper():
            return restyle(seen)
        at = running.find(folded, at + 1)
    return None
