"""A cascade of documents as a tree for reading, and as a picture for Mermaid and Graphviz."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.messages import message
from reports.wording import format_day, shorten

if TYPE_CHECKING:
    from corpus.registry.cascade import Cascade, Edge, Node

_TITLE = 70  # characters
_DEEPEST = 40  # levels drawn; a chain from the centre to a village has five


def cascade_text(found: Cascade) -> str:
    """Return what the document implements and what implements it, each as a tree; repeats are not unfolded."""
    lines = [_line(found.nodes[found.root])]
    for code, upwards in (("implements", True), ("implemented", False)):
        branches = list(_branches(found, found.root, upwards, "", {found.root}))
        lines += ["", message("corpus", code), *(branches or ["  " + message("corpus", "none")])]
    if found.cut:
        lines += ["", message("corpus", "cut", count=len(found.nodes))]
    return "\n".join(lines) + "\n"


def _branches(found: Cascade, key: str, upwards: bool, lead: str, seen: set[str]) -> Iterator[str]:
    """Yield the lines under a node; what was drawn already is not unfolded again, which also ends cycles."""
    links = (found.up if upwards else found.down).get(key, [])
    for number, link in enumerate(links, start=1):
        last = number == len(links)
        other = link.parent if upwards else link.child
        repeated = other in seen or len(lead) > 3 * _DEEPEST
        note = f" {message('corpus', 'above')}" if repeated else ""
        yield f"{lead}{'└─ ' if last else '├─ '}{_line(found.nodes[other], link)}{note}"
        if not repeated:
            seen.add(other)
            yield from _branches(found, other, upwards, lead + ("   " if last else "│  "), seen)


def _line(node: Node, link: Edge | None = None) -> str:
    relation = f" – {message('corpus', f'relation_{link.relation}')}" if link and link.relation == "basis" else ""
    here = node.document_id is not None
    known = message("corpus", "in_registry", id=node.document_id) if here else message("corpus", "not_in_registry")
    state = f" [{message('corpus', f'status_{node.status}')}]" if node.status in ("amended", "replaced") else ""
    title = f": {shorten(node.title, _TITLE)}" if node.title else ""
    return f"{_name(node)}{title} ({known}){relation}{state}"


def _name(node: Node) -> str:
    parts = [" ".join(part for part in (node.type, node.number) if part) or message("corpus", "unnumbered")]
    parts += [node.issuer] if node.issuer else []
    parts += [format_day(node.date)] if node.date else []
    return ", ".join(parts)


def cascade_mermaid(found: Cascade) -> str:
    """Return the cascade as a Mermaid flow chart, parents above; papers not in the registry are dashed."""
    names = _short_names(found)
    lines = ["graph TD"]
    for key, node in found.nodes.items():
        lines.append(f'  {names[key]}["{_escaped(_label(node)).replace(chr(10), "<br/>")}"]')
    lines += [f"  {names[edge.parent]} {_arrow(edge)} {names[edge.child]}" for edge in found.edges]
    absent = [names[key] for key, node in found.nodes.items() if node.document_id is None]
    lines += ["  classDef absent stroke-dasharray: 5 5", f"  class {','.join(absent)} absent"] if absent else []
    return "\n".join([*lines, f"  style {names[found.root]} stroke-width:3px"]) + "\n"


def _arrow(edge: Edge) -> str:
    return "-->" if edge.relation == "implements" else "-.->"


def cascade_dot(found: Cascade) -> str:
    """Return the cascade in Graphviz's language, parents above."""
    names = _short_names(found)
    lines = ["digraph cascade {", "  rankdir=TB;", '  node [shape=box, fontname="Times New Roman"];']
    for key, node in found.nodes.items():
        style = ", style=dashed" if node.document_id is None else ", penwidth=2" if key == found.root else ""
        lines.append(f'  {names[key]} [label="{_quoted(_label(node))}"{style}];')
    for edge in found.edges:
        style = " [style=dashed]" if edge.relation == "basis" else ""
        lines.append(f"  {names[edge.parent]} -> {names[edge.child]}{style};")
    return "\n".join([*lines, "}"]) + "\n"


def _short_names(found: Cascade) -> dict[str, str]:
    return {key: f"n{number}" for number, key in enumerate(found.nodes)}


def _label(node: Node) -> str:
    head = " ".join(part for part in (node.type, node.number) if part) or message("corpus", "unnumbered")
    day = format_day(node.date) if node.date else None
    return "\n".join(part for part in (head, node.issuer, day) if part)


def _escaped(text: str) -> str:
    """Return text for a quoted Mermaid label: its entities are numbers, and "#" begins one."""
    return re.sub(r'[#"<>&]', lambda match: f"#{ord(match[0])};", text)


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
