"""Bring an HTML page to the part that holds the paper: decode, drop page chrome, choose the content's root."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from corpus.errors import UnreadableFile
from corpus.knowledge import load
from parser.folding import fold
from parser.readers.encoding import characters, vietnamese_share

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_SEPARATORS = re.compile(r"[\s_]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DROPPED_TAGS = (
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "audio", "video", "nav",
    "aside", "input", "select", "button", "textarea", "dialog", "map", "head",
)  # fmt: skip
_DROPPED_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary", "dialog"))
_MOST = 0.9  # share of the page's text that the chosen root must hold
_LARGE = 0.4  # a part with that share of the text is no chrome, whatever its name says


@cache
def _names(key: str) -> frozenset[str]:
    return frozenset(load("reading")["html"][key])


@cache
def _mottos() -> tuple[str, ...]:
    lines = load("reading")["lines"]
    return (lines["motto"], *lines["right_heads"][:2])


def decode_html(data: bytes, name: str) -> tuple[str, str | None]:
    """Characters of a page and the legacy encoding they were in: byte order mark, UTF-8, the model of syllables, then
    the charset it declares if the result is plausible."""
    try:
        return characters(data, name, markup=True)
    except UnreadableFile as error:
        declared = _CHARSET.search(data[:4096])
        if declared is None:
            raise
        codec = declared.group(1).decode("ascii").lower()
        try:
            text = data.decode(codec, errors="replace" if codec == "utf-8" else "strict")
        except (LookupError, UnicodeDecodeError):
            raise error from None
        if text.count("\ufffd") > len(text) / 500 or vietnamese_share(text) < 0.5:
            raise error from None
        return text, None


def content_of(text: str, name: str) -> list[HtmlElement]:
    """The parts of the page `text` that hold the paper, page chrome taken out: a headline outside it, its root."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        page = html.document_fromstring(_XML_HEAD.sub("", text).encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableFile("no_text", file=name) from error
    body = page.find("body")
    root: HtmlElement = page if body is None else body
    _drop_chrome(root)
    chosen = _choose_root(root)
    headlines: list[HtmlElement] = [part for part in root.findall(".//h1") if part.text_content().strip()]
    if len(headlines) == 1 and chosen not in (headlines[0], *headlines[0].iterancestors()):
        return [headlines[0], chosen]
    return [chosen]


def _tokens(element: HtmlElement) -> set[str]:
    named = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return set(_SEPARATORS.split(named)) if named.strip() else set()


def _size(element: HtmlElement) -> int:
    return len(" ".join(element.text_content().split()))


def _holds_letterhead(element: HtmlElement) -> bool:
    return any(motto in fold(" ".join(element.text_content().split())) for motto in _mottos())


def _is_hidden(element: HtmlElement) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(element.get("style") or ""))
        or element.get("role") in _DROPPED_ROLES
    )


def _is_link_list(element: HtmlElement) -> bool:
    """Lists and boxes of links ("Tin liên quan") rather than of provisions."""
    if element.tag not in ("ul", "ol", "div", "section", "table"):
        return False
    links = element.findall(".//a")
    if len(links) < 3 or len(links) > 200:
        return False
    return sum(len((link.text_content() or "").strip()) for link in links) > 0.75 * _size(element)


def _drop_chrome(root: HtmlElement) -> None:
    for element in list(root.iter(*_DROPPED_TAGS)):
        _drop(element)
    total = max(1, _size(root))
    suspects = [
        element
        for element in root.iter()
        if isinstance(element.tag, str)
        and element is not root
        and (element.tag in ("header", "footer") or _is_hidden(element) or _tokens(element) & _names("chrome"))
    ]
    suspects += [element for element in root.iter("ul", "ol", "table") if _is_link_list(element)]
    for element in suspects:
        if element.getparent() is None or _size(element) > total * _LARGE:
            continue
        if _is_hidden(element) or not _holds_letterhead(element):
            _drop(element)


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()  # unlike remove(), keeps the text that follows the element


def _choose_root(body: HtmlElement) -> HtmlElement:
    """The innermost named content part with nearly all of the text; the whole page where none stands out."""
    total = max(1, _size(body))
    best = body
    for element in body.iter("article", "main", "div", "section", "td"):
        named = (
            element.tag in ("article", "main")
            or element.get("itemprop") == "articleBody"
            or element.get("role") == "main"
            or any(token in _names("content") for name in _tokens(element) for token in (name, *name.split("-")))
        )
        if named and _size(element) >= total * _MOST and (element.tag != "td" or not _holds_letterhead(best)):
            best = element
    return best
