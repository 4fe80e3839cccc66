"""One fast regular expression for a long list of words.

Python's `re` tries the branches of an alternation one after another; a trie of the words keeps the number of
branches at each letter small, so that lists of hundreds of words stay cheap at every position of a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

_Trie = dict[str, Any]  # letter -> subtrie; "" marks the end of a word


def word_pattern(words: Iterable[str]) -> str:
    """A regular expression that matches the longest of `words` that ends at a word boundary (folded text)."""
    trie: _Trie = {}
    for word in words:
        node = trie
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _source(trie)


def _source(node: _Trie) -> str:
    branches = [_branch(char, child) for char, child in sorted(node.items()) if char]
    if not branches:
        return r"(?!\w)" if "" in node else ""
    body = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    # The longer word first; when it fails, the shorter one must still end at a word boundary.
    return f"(?:{body}|(?!\\w))" if "" in node else body


def _branch(char: str, child: _Trie) -> str:
    prefix = re.escape(char)
    while len(child) == 1 and "" not in child:  # fold chains without branching into one literal
        ((char, child),) = child.items()
        prefix += re.escape(char)
    return prefix + _source(child)
