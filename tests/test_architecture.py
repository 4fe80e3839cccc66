"""The rules of the house that a reader would otherwise have to trust: one-way imports, small modules, lazy start."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.knowledge import load

ROOT = Path(__file__).parent.parent
# Imports go from right to left only. The registry of documents stands in corpus/, but knows documents and verdicts.
ROOMS = ("corpus", "parser", "models", "audit", "corpus.registry", "reports", "commands", "cli")
SOURCES = sorted(path for room in ROOMS[:-1] if "." not in room for path in (ROOT / room).rglob("*.py"))
TOP = [ROOT / "cli.py", ROOT / "console.py"]
HEAVY = (
    "spacy",
    "sklearn",
    "underthesea",
    "pdfplumber",
    "pypdfium2",
    "docx",
    "lxml",
    "numpy",
    "jinja2",
    "sqlalchemy",
    "alembic",
    "icalendar",
)


def room_of(name: str) -> str:
    return "corpus.registry" if name.startswith("corpus.registry") else name.split(".")[0]


def imported_rooms(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return {room_of(name) for name in names} & set(ROOMS)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    room = room_of(".".join(path.relative_to(ROOT).with_suffix("").parts))
    later = set(ROOMS[ROOMS.index(room) + 1 :])
    assert imported_rooms(path) & later == set()


def test_modules_and_functions_stay_small() -> None:
    too_long = []
    for path in [*SOURCES, *TOP]:
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 450:
            too_long.append(f"{path.name}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > 70:
                too_long.append(f"{path.name}:{node.name}")
    assert too_long == []


def test_start_imports_nothing_heavy() -> None:
    code = f"import sys, cli; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_library_prints_nothing() -> None:
    calls = [
        f"{path.name}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert calls == []


def test_every_message_asked_for_is_in_the_catalogue() -> None:
    catalogue = load("messages")
    missing = []
    for path in [*SOURCES, *TOP]:
        for section, code in re.findall(r'\bmessage\(\s*"(\w+)",\s*"([\w>=<]+)"', path.read_text(encoding="utf-8")):
            if code not in catalogue.get(section, {}):
                missing.append(f"{path.name}: {section}.{code}")
    assert missing == []


REMOTE = ROOT / "models" / "remote_reader.py"  # the office's own language model, only with --second-reader


def test_nothing_is_sent_anywhere() -> None:
    """No module of ours opens a socket or names a network library, but the one behind `--second-reader`."""
    network = {"socket", "ssl", "asyncio", "urllib", "http", "requests", "httpx", "aiohttp", "ftplib", "smtplib"}
    guilty = []
    for path in [*SOURCES, *TOP]:
        if path == REMOTE:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            guilty += [f"{path.name}: {name}" for name in names if name.split(".")[0] in network]
    assert guilty == []


def test_the_way_out_is_opened_by_one_option_alone() -> None:
    """Only commands/second_reader.py imports the module that can send, and inside its function."""
    users = {}
    for path in [*SOURCES, *TOP]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        typed = [
            node for node in ast.walk(tree) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        ]
        hints = {id(inner) for node in typed for inner in ast.walk(node)}
        found = [
            node.col_offset
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "models.remote_reader" and id(node) not in hints
        ]
        if found:
            users[path.name] = found
    assert list(users) == ["second_reader.py"]
    assert all(users["second_reader.py"]), "inside a function, never when the program starts"


def test_a_comparison_without_the_option_loads_nothing_that_can_send(tmp_path: Path) -> None:
    from tests.papers import CHILD, PARENT

    for name, text in {"tinh.txt": PARENT, "xa.txt": CHILD}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    code = (
        "import sys, cli, console\n"
        f"code = console.run(cli.app, ['gap', {str(tmp_path / 'tinh.txt')!r}, {str(tmp_path / 'xa.txt')!r}, "
        f"'-o', {str(tmp_path / 'out.txt')!r}])\n"
        "print(code, [n for n in ('models.remote_reader', 'audit.second_reading') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0 []"
