"""Features that tell a full answer from a thin one: exact shortfalls, and how evenly the asked list is said.

Plans differ in how closely they keep to their parent's words, so the main features are given again relative to the
plan's other requirements: in a near copy an unsaid word is a sign of omission, in a free paraphrase it is not.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from models.evidence import ROW_FEATURES, Evidence
from models.exact import CHECKS, Shortfall, shortfalls
from models.passages import Pairing
from models.words import Words, common_abbreviations, words_of

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

_LIST = (
    "weakest_member",  # share of word weight of the least said member of the requirement's list
    "members_unsaid",  # share of members of which less than a third is said
    "members",
    "has_day",
    "has_figure",
    "has_paper",
)
_RELATIVE = (
    "best",
    "said_together",
    "said_anywhere",
    "unsaid_anywhere",
    "lead",
    "best_pairs_said",
    "best_said",
    "best_rarest_unsaid",
    "most_pairs_said",
    "weakest_member",
    "members_unsaid",
)
VERDICT_FEATURES = (*ROW_FEATURES, *CHECKS, *_LIST, *(f"{name}_in_plan" for name in _RELATIVE))
"""Everything the two verdict models see of a requirement, in order."""

_MEMBER = re.compile(r"[;,]| và | hoặc ")
_DATE = re.compile(r"\d{1,2}/\d{1,4}")  # a date is no member; the check of days speaks of it
_SPREAD_FLOOR = 0.15  # keeps a plan whose requirements all look alike from blowing up tiny differences


def verdict_features(pairing: Pairing, evidence: Evidence) -> tuple[NDArray[float64], list[list[Shortfall]]]:
    """Return (requirements × VERDICT_FEATURES) and each requirement's exact shortfalls in its best passage's unit."""
    import numpy as np

    if not len(evidence.rows):
        return np.zeros((0, len(VERDICT_FEATURES))), []
    found = [shortfalls_in_best(pairing, evidence, row) for row in range(len(pairing.wanted))]
    flags = [[float(any(s.check == check for s in short)) for check in CHECKS] for short in found]
    lists = [_members(pairing, evidence, row) for row in range(len(pairing.wanted))]
    absolute = np.hstack([evidence.rows, np.array(flags), np.array(lists)])
    columns = [VERDICT_FEATURES.index(name) for name in _RELATIVE]
    main = absolute[:, columns]
    relative = (main - main.mean(axis=0)) / (main.std(axis=0) + _SPREAD_FLOOR)
    return np.hstack([absolute, relative]), found


def best_unit(pairing: Pairing, evidence: Evidence, row: int) -> int | None:
    """Return the index of the child's unit that holds the best committing passage; None when the plan has none."""
    if not evidence.order.shape[1]:
        return None
    passage = pairing.passages[int(evidence.order[row, 0])]
    return passage.unit if passage.commits else None


def shortfalls_in_best(pairing: Pairing, evidence: Evidence, row: int) -> list[Shortfall]:
    """Return the exact shortfalls of a requirement in the unit of its best committing passage."""
    number = best_unit(pairing, evidence, row)
    if number is None:
        return []
    unit = pairing.child.units[number]
    requirement = pairing.wanted[row].requirement
    return shortfalls(requirement, pairing.parent, pairing.child, ((unit.start, unit.end),))


def _members(pairing: Pairing, evidence: Evidence, row: int) -> list[float]:
    requirement = pairing.wanted[row].requirement
    shares = member_shares(pairing, evidence, row)
    return [
        min(shares, default=1.0),
        sum(share < 1 / 3 for share in shares) / max(1, len(shares)),
        float(len(shares)),
        float(bool(requirement.deadlines)),
        float(bool(requirement.targets)),
        float(bool(requirement.citations)),
    ]


def member_shares(pairing: Pairing, evidence: Evidence, row: int) -> list[float]:
    """Return, for each member of the requirement's list, how much of its word weight the best unit says."""
    number = best_unit(pairing, evidence, row)
    said: set[str] = set()
    for passage in pairing.passages:
        if passage.unit == number:
            said.update(passage.words, passage.context)
    return [_share(words, said, pairing) for words in members(pairing.wanted[row].core).values()]


@lru_cache(maxsize=4096)  # thousands of plans are asked the same
def members(quote: str) -> dict[str, Words]:
    """Return the members of a list, as written, each with its words; one-word members are no members."""
    parts = {part.strip(): words_of(part, common_abbreviations()) for part in _MEMBER.split(quote)}
    return {part: words for part, words in parts.items() if len(words) >= 2 and not _DATE.search(part)}


def _share(words: Words, said: set[str], pairing: Pairing) -> float:
    weights = {word: pairing.rarity(word) for word in words}
    return sum(w for word, w in weights.items() if word in said) / (sum(weights.values()) or 1.0)
