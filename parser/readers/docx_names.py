"""Names of WordprocessingML: the few elements and attributes the reader looks at, spelled once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# ISO/IEC 29500 Strict spells the same elements under other addresses.
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_W = "{" + TRANSITIONAL.decode() + "}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
RELATION_ID = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
MATH_TEXT_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/math}t"
ALTERNATE = _MC + "AlternateContent"
CHOICE = _MC + "Choice"
FALLBACK = _MC + "Fallback"

_OFF = frozenset({"0", "false", "off", "none"})


def w(name: str) -> str:
    """Return the full name of the WordprocessingML element or attribute `name`."""
    return _W + name


VAL = w("val")


def val(parent: etree._Element | None, name: str) -> str | None:
    """Return the w:val of the child `name` of `parent`, None where either is absent."""
    child = None if parent is None else parent.find(w(name))
    return None if child is None else child.get(VAL)


def number(text: str | None, default: int) -> int:
    """Return `text` as a whole number, `default` where it is none (a damaged file must not stop the reader)."""
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default


def is_on(node: etree._Element) -> bool:
    """Return what an on/off property says: present means on unless its value says off."""
    return node.get(VAL) not in _OFF


def has(parent: etree._Element | None, name: str) -> bool:
    """Return whether `parent` has the on/off property `name` switched on."""
    child = None if parent is None else parent.find(w(name))
    return child is not None and is_on(child)
