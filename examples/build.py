"""Build the example documents from their marked texts: text, annotation, and the Word, PDF or HTML file.

    .venv/bin/python examples/build.py [FOLDER…]

Needs fpdf2 (dev extra) and, for the PDFs, the apt package fonts-croscore. The results are committed, so only
those who change an example need this.
"""

from __future__ import annotations

import json
import sys
import textwrap
from html import escape
from pathlib import Path

import markup
import word_file

ROOT = Path(__file__).resolve().parent.parent / "corpus" / "annotated"


def build(folder: Path) -> None:
    """Write text.txt, gold.json and source.* beside the marked text of one document."""
    example = markup.read(folder / "marked.txt")
    for old in folder.glob("source.*"):
        old.unlink()
    form = example.build.get("format", "txt")
    (folder / f"source.{form}").write_bytes(render(example, form))
    (folder / "text.txt").write_text(example.text + "\n", encoding="utf-8")
    gold = json.dumps(example.gold, ensure_ascii=False, indent=1)
    (folder / "gold.json").write_text(gold + "\n", encoding="utf-8")


def render(example: markup.Example, form: str) -> bytes:
    """Return the bytes of the document in the format its marked text asks for."""
    if form == "docx":
        return word_file.write(example.lines)
    if form == "pdf":
        import pdf_file

        return pdf_file.write(example.lines, tuple(example.build.get("widths", ())))
    if form == "html":
        return _web_page(example).encode()
    return _plain(example).encode()


def _plain(example: markup.Example) -> str:
    """Return the text; with `wrap`, hard-wrapped as pasted from a PDF, page numbers included."""
    width = example.build.get("wrap")
    if not width:
        return example.text + "\n"
    lines = [piece for line in example.lines for piece in textwrap.wrap(line.text, width, break_on_hyphens=True)]
    page = example.build.get("page", 40)
    pages = [lines[i : i + page] for i in range(0, len(lines), page)]
    return "\n".join("\n".join(p) if n == 1 else f"{n}\n" + "\n".join(p) for n, p in enumerate(pages, start=1)) + "\n"


def _web_page(example: markup.Example) -> str:
    """Return a news page: the example's lines as an article amid the page's own furniture."""
    chrome = example.build["chrome"]
    menu = "".join(f'<li><a href="#">{escape(entry)}</a></li>' for entry in chrome["menu"])
    more = "".join(f'<li><a href="#">{escape(entry)}</a></li>' for entry in chrome["more"])
    title, *rest = example.lines
    article = "\n".join(f"<p>{escape(line.text)}</p>" for line in rest)
    return (
        f'<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8"><title>{escape(title.text)}</title>\n'
        "<style>nav li { display: inline }</style><script>var views = 128;</script></head>\n<body>\n"
        f"<header><div class=logo>{escape(chrome['site'])}</div><nav><ul>{menu}</ul></nav></header>\n"
        f"<main><article><h1>{escape(title.text)}</h1>\n{article}\n</article></main>\n"
        f'<aside class="related"><h3>Tin liên quan</h3><ul>{more}</ul></aside>\n'
        f"<footer><p>{escape(chrome['footer'])}</p></footer>\n</body></html>\n"
    )


def build_pair(folder: Path) -> None:
    """Write the files and the gap annotation of a pair: parent.marked and children/*.marked."""
    parent = _write_named(folder / "parent.marked")
    requirements = [
        {"id": f"R{n:02}", **{key: r[key] for key in ("quote", "start", "levels", "kind")}}
        for n, r in enumerate(parent.gold["requirements"], start=1)
    ]
    children = {}
    for marked in sorted((folder / "children").glob("*.marked")):
        child = _write_named(marked)
        children[f"{marked.stem}.txt"] = {
            "level": child.gold["header"]["level"],
            "labels": _labels(child, [r["id"] for r in requirements]),
            "extra": [
                {"quote": e["quote"], "start": e["start"]} for e in child.gold.get("evidence", ()) if e["id"] == "+"
            ],
        }
    gold = json.dumps(
        {"parent": "parent.txt", "requirements": requirements, "children": children}, ensure_ascii=False, indent=1
    )
    (folder / "gold.json").write_text(gold + "\n", encoding="utf-8")


def _write_named(marked: Path) -> markup.Example:
    """Write a marked text as the document of its own name, and its plain text beside it."""
    example = markup.read(marked)
    form = example.build.get("format", "txt")
    marked.with_suffix(f".{form}").write_bytes(render(example, form))
    marked.with_suffix(".txt").write_text(example.text + "\n", encoding="utf-8")
    return example


def _labels(child: markup.Example, ids: list[str]) -> dict[str, dict[str, str | None]]:
    """Return the verdict on every requirement: marked evidence, not bound (listed in the head), or missing."""
    labels: dict[str, dict[str, str | None]] = {}
    for mark in child.gold.get("evidence", ()):
        if mark["id"] != "+":
            verdict = {"status": mark["status"] or "covered", "why": mark["why"], "evidence": mark["quote"]}
            labels.setdefault(mark["id"], verdict)
    unbound = child.build.get("not_applicable", ())
    for name in ids:
        status = "not_applicable" if name in unbound else "missing"
        labels.setdefault(name, {"status": status, "why": None, "evidence": None})
    if strangers := set(labels) - set(ids):
        raise ValueError(f"unknown requirements {strangers}")
    return dict(sorted(labels.items()))


def main(names: list[str]) -> None:
    """Build the folders named, or all."""
    folders = [Path(name) for name in names] or sorted(p.parent for p in ROOT.glob("documents/*/marked.txt"))
    for folder in folders:
        build(folder)
    if not names:
        for folder in sorted(p for p in (ROOT / "pairs").iterdir() if (p / "parent.marked").exists()):
            build_pair(folder)
    print(f"{len(folders)} documents built")


if __name__ == "__main__":
    main(sys.argv[1:])
