"""Which encoding a text is in: the one whose decoding can be read as Vietnamese, by a clear margin."""

from __future__ import annotations

import re

from parser.readers.legacy.encodings import decode, encodings
from parser.syllables import measure

# Letters that only Unicode text has: the Vietnamese block, ă đ ĩ ũ ơ ư, combining marks. No legacy code looks like one.
GENUINE = re.compile("[\u1ea0-\u1ef9ĂăĐđĨĩŨũƠơƯư\u0300-\u036f]")
# Western characters that Vietnamese in Unicode does not use, and that each of the old encodings does.
STRANGE = re.compile("[¡-©«-¯±-´µ-»¼-¿Ä-ÇËÎÏÑÖ-ØÛÜÞßä-çëîïñö-øûüþÿŒœŠšŽžŸƒˆ†‡‰\x80-\x9f−∙μ]")
_SAMPLE = 30_000
_READABLE = 0.85
_READABLE_CLAIMED = 0.7
_BETTER = 0.2
_MARGIN = 0.03
_FEW = 2


def suspicious(text: str, least: int = 3) -> bool:
    """Whether `text` has enough Western characters to be worth a closer look."""
    found = STRANGE.finditer(text)
    return all(next(found, None) is not None for _ in range(least))


def recognise(text: str, claim: str | None = None) -> str | None:
    """Return the encoding of `text` (characters, no Unicode-only letters among them), or None: leave it alone.

    `claim` is what its font says; then the decoding must merely be readable, not win by a margin.
    """
    if text.isascii():
        return None
    sample = text[:_SAMPLE]
    plain = measure(sample)
    scores = {name: measure(decode(sample, name)) for name, used in encodings().items() if not used.bytes_only}
    ranked = sorted(scores, key=lambda name: scores[name].quality, reverse=True)
    best = ranked[0]
    if claim is not None and scores[claim].quality >= scores[best].quality - _MARGIN:
        gain = scores[claim].quality - plain.quality
        likely = gain > 0 or (gain == 0 and suspicious(text, 1))
        return claim if likely and scores[claim].quality >= _READABLE_CLAIMED else None
    found, second = scores[best], scores[ranked[1]]
    if found.words < _FEW or found.quality < max(_READABLE, plain.quality + _BETTER):
        return None
    return best if found.quality - second.quality >= _MARGIN or found.marked > second.marked else None
