"""Technical regulations and standards, which are cited by a number of their own: "QCVN 10:2024/BXD"."""

from __future__ import annotations

import re
from functools import cache

from corpus.knowledge import load
from parser.citing.mention import Mention, View
from parser.citing.tails import either, read_tail
from parser.folding import fold


@cache
def _kinds() -> dict[str, str]:
    norms: dict[str, list[str]] = load("citations")["norms"]
    return {prefix: kind for kind, prefixes in norms.items() for prefix in prefixes}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?P<prefix>{either(tuple(_kinds()))})(?: (?P<family>iso|iec|iso/iec))?(?: ?số)?[ \u00a0]?:?[ \u00a0]?"
        r"(?P<number>\d{1,6}(?:-\d{1,3})?)[ \u00a0]?[:-][ \u00a0]?(?P<year>(?:19|20)\d\d)"
        r"(?:/(?P<body>[a-zđ]{2,10}))?(?!\w)"
    )


@cache
def _named() -> re.Pattern[str]:
    kinds = either(tuple(fold(kind) for kind in load("citations")["norms"]))
    return re.compile(
        rf"(?<!\w){kinds}(?:[ \u00a0](?:kỹ thuật )?(?:quốc gia|địa phương|việt nam))?(?: số)?[ \u00a0]:?$"
    )


def find_norms(view: View) -> list[Mention]:
    """Every technical regulation or standard cited by number, in order."""
    found = []
    for match in _pattern().finditer(view.folded):
        low = view.text.rfind("\n", max(0, match.start() - 60), match.start()) + 1
        named = _named().search(view.folded, max(low, match.start() - 60), match.start())
        end, day, issuer = read_tail(view, match.end())
        body = f"/{match['body'].upper()}" if match["body"] else ""
        family = f" {match['family'].upper()}" if match["family"] else ""
        number = f"{match['prefix'].upper()}{family} {match['number']}:{match['year']}{body}"
        start = named.start() if named else match.start()
        found.append(Mention(start, end, match.end(), _kinds()[match["prefix"]], number, None, day, issuer))
    return found
