"""Run every benchmark and print the tables: `python -m benchmarks [--slow] [-o results.json]`."""

from __future__ import annotations

import argparse
import dataclasses
import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.components import profile
from benchmarks.contest import Row, contest
from benchmarks.samples import load_samples, sources
from benchmarks.scoring import Score
from benchmarks.speed import Measure, command_measures, memory_measures, pdf_measures, readable, text_measures
from benchmarks.tables import markdown


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write JSON when asked; 1 with --strict when a promise is not kept."""
    options = _options().parse_args(arguments)
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it comments on every odd font
    samples = load_samples()
    texts = options.text or [sample.folder / "text.txt" for sample in samples]
    pdfs = readable(options.pdf or sources(samples, "pdf"))
    if not texts:
        print("no texts: corpus/annotated/documents is empty and no --text was given", file=sys.stderr)
        return 2
    measures = _measures(options, texts, pdfs)
    parts = _profile(texts, options.repeat)
    rows = [] if options.no_peers else contest(samples, options.repeat)
    _print(measures, parts, rows)
    if options.output:
        results = as_json(measures, parts, rows)
        options.output.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return int(options.strict and any(measure.kept is False for measure in measures))


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="speed and peers, as ratios of one run")
    parser.add_argument("--pdf", nargs="+", type=Path, help="text-layer PDFs to read instead of the examples")
    parser.add_argument("--text", nargs="+", type=Path, help="plain texts to read instead of the examples")
    parser.add_argument("--repeat", type=int, default=5, help="repetitions, of which the least counts (default 5)")
    parser.add_argument("--slow", action="store_true", help="also read a PDF of 2,000 pages and tell the memory")
    parser.add_argument("--no-peers", action="store_true", help="leave out the comparison with other tools")
    parser.add_argument("--strict", action="store_true", help="exit 1 when a promise is not kept")
    parser.add_argument("-o", "--output", type=Path, help="write the results as JSON")
    return parser


def _measures(options: argparse.Namespace, texts: Sequence[Path], pdfs: Sequence[Path]) -> list[Measure]:
    contents = [text.read_text(encoding="utf-8") for text in texts]
    measures = pdf_measures(pdfs, options.repeat)
    measures += text_measures(texts, options.repeat)
    measures += command_measures(contents, options.repeat)
    if options.slow:
        measures += memory_measures(pdfs)
    return measures


def _profile(texts: Sequence[Path], repeat: int) -> dict[str, float]:
    """Return each part's nanoseconds a character."""
    from parser.readers import read

    readings = [read(text) for text in texts]
    size = sum(len(reading.text) for reading in readings)
    return {part: seconds / size * 1e9 for part, seconds in profile(readings, repeat).items()}


def _print(measures: Sequence[Measure], parts: dict[str, float], rows: Sequence[Row]) -> None:
    print(speed_table(measures), profile_table(parts), *([peer_table(rows)] if rows else []), sep="\n\n")


def speed_table(measures: Sequence[Measure]) -> str:
    """Return the table of promises."""
    verdict = {True: "kept", False: "MISSED", None: ""}
    lines = []
    for m in measures:
        limit = "" if m.limit is None else f"{'≤' if m.most else '≥'} {_number(m.limit)}"
        lines.append((m.name, f"{_number(m.value)} {m.unit}", limit, verdict[m.kept], m.detail))
    return markdown(("speed", "measured", "promised", "", "on"), lines)


def profile_table(parts: dict[str, float]) -> str:
    """Return the table of parts, the slowest first."""
    total = sum(parts.values()) or 1.0
    ordered = sorted(parts.items(), key=lambda part: -part[1])
    lines = [(name, f"{cost:.0f}", f"{cost / total:.0%}") for name, cost in ordered]
    return markdown(("part of the extraction", "ns a character", "share"), [*lines, ("all", f"{total:.0f}", "")])


def peer_table(rows: Sequence[Row]) -> str:
    """Return the table of tools, task by task."""
    lines = []
    for row in rows:
        if row.note:
            lines.append((f"{row.task}: {row.tool}", *[""] * 6, row.note))
        else:
            speed = f"{row.speed:,.0f}" if row.speed else ""
            lines.append((f"{row.task}: {row.tool}", *_prf(row.found), *_prf(row.right), speed))
    header = ("task: tool", "found P", "R", "F1", "right P", "R", "F1", "characters/s")
    return markdown(header, lines)


def _prf(score: Score) -> tuple[str, str, str]:
    return f"{score.precision:.2f}", f"{score.recall:.2f}", f"{score.f1:.2f}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def as_json(measures: Sequence[Measure], parts: dict[str, float], rows: Sequence[Row]) -> dict[str, object]:
    """Return the results as plain data."""
    return {
        "speed": [dataclasses.asdict(m) | {"kept": m.kept} for m in measures],
        "profile": parts,
        "peers": [
            {"task": row.task, "tool": row.tool, "speed": row.speed, "note": row.note}
            | {name: {"p": s.precision, "r": s.recall, "f1": s.f1} for name, s in _scores(row).items()}
            for row in rows
        ],
    }


def _scores(row: Row) -> dict[str, Score]:
    return {} if row.note else {"found": row.found, "right": row.right}


if __name__ == "__main__":
    sys.exit(main())
