"""The figures of `rasoat evaluate` as a Vietnamese text table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from corpus.messages import message

_FIGURES = (
    "missing_precision",
    "missing_recall",
    "missing_f1",
    "missing_f2",
    "gap_precision",
    "gap_recall",
    "gap_f1",
    "gap_f2",
    "accuracy",
    "macro_f1",
    "applicability",
    "spurious",
)
_OF_PARENT = ("missing_f1", "gap_f1", "accuracy", "macro_f1", "applicability")
_LABELS = ("covered", "partial", "missing")
_CURVE = ("missing_f1", "gap_f1", "accuracy", "macro_f1")
_LEARNT = ("contrast_accuracy", "held_out_auc", "held_out_missing_f1")
_BEST = 5  # pairs of thresholds listed
_SHOWN = 20  # changed verdicts listed of each kind; all of them stand in the JSON


def _word(code: str, **facts: object) -> str:
    return message("evaluation", code, **facts)


def evaluation_text(facts: dict[str, Any], changed: dict[str, list[dict[str, str]]] | None) -> str:
    """Return the table; `changed` are the verdicts gained and lost, None when there is no earlier run."""
    parts = (_head, _figures, _matrix, _parents, _trust, _reading, _curve, _checks, _held_out)
    lines = [line for part in parts for line in part(facts)]
    return "\n".join([*lines, *_changed(changed)]) + "\n"


def evaluation_json(facts: dict[str, Any]) -> bytes:
    """Return the figures as JSON, one verdict a line, so that two runs compare well in a diff."""
    return (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode()


def _table(columns: Sequence[str], lines: Sequence[tuple[str, Sequence[str]]]) -> Iterator[str]:
    """Align a first column of names to the left, all others to the right."""
    first = max([len(name) for name, _ in lines] + [len(columns[0])])
    widths = [max(len(title), *(len(cells[i]) for _, cells in lines)) for i, title in enumerate(columns[1:])]
    for name, cells in [(columns[0], columns[1:]), *lines]:
        yield (f"  {name:<{first}}  " + "  ".join(f"{c:>{w}}" for c, w in zip(cells, widths, strict=True))).rstrip()


def _head(facts: dict[str, Any]) -> Iterator[str]:
    yield _word("heading").upper()
    yield _word("scope", sets=facts["sets"], plans=facts["plans"], rows=facts["rows"])
    yield _word("thresholds", **{name: _share(value) for name, value in facts["thresholds"].items()})


def _figures(facts: dict[str, Any]) -> Iterator[str]:
    yield from ("", _word("figures"))
    columns = [_word(code) for code in ("figure", "engine", "interval", "firm", "tfidf", "bm25", "alone")]
    lines = []
    for name in _FIGURES:
        low, high = facts["intervals"][name]
        plain = [facts["baselines"][b][name] for b in ("tfidf", "bm25")]
        cells = [_share(facts["figures"][name]), f"{_share(low)}–{_share(high)}", _share(facts["firm"][name])]
        lines.append((_word(name), [*cells, *map(_share, plain), _share(facts["alone"][name])]))
    yield from _table(columns, lines)
    yield _word("figures_note")


def _matrix(facts: dict[str, Any]) -> Iterator[str]:
    yield from ("", _word("matrix"))
    shown = [*_LABELS, "not_applicable"]
    words = [message("status", label) for label in shown]
    lines = [(w, [str(facts["matrix"][gold][said]) for said in shown]) for gold, w in zip(shown, words, strict=True)]
    yield from _table([_word("gold_said"), *words], lines)


def _parents(facts: dict[str, Any]) -> Iterator[str]:
    yield from ("", _word("parents"))
    lines = [(name, [_share(found[f]) for f in _OF_PARENT]) for name, found in facts["parents"].items()]
    yield from _table([_word("parent"), *(_word(name) for name in _OF_PARENT)], lines)


def _trust(facts: dict[str, Any]) -> Iterator[str]:
    for name, found in facts["calibration"].items():
        yield from ("", _word(f"calibration_{name}", ece=_share(found["ece"]), brier=_share(found["brier"])))
        lines = [
            (f"{_share(b['low'])}–{_share(b['high'])}", [str(b["rows"]), _share(b["mean"]), _share(b["true"])])
            for b in found["bins"]
        ]
        yield from _table([_word(code) for code in ("chance", "bin_rows", "bin_mean", "bin_true")], lines)


def _reading(facts: dict[str, Any]) -> Iterator[str]:
    found = facts["reading"]
    yield from ("", _word("reading"))
    share = found["needed"] / max(1, found["rows"])
    yield "  " + _word("reading_all", needed=found["needed"], rows=found["rows"], share=_share(share))
    plan = {name: f"{found[name]:.1f}".replace(".", ",") for name in ("plan_rows", "plan_needed", "plan_foreseen")}
    yield "  " + _word("reading_plan", **plan)


def _curve(facts: dict[str, Any]) -> Iterator[str]:
    now = facts["thresholds"]
    columns = [_word(name) for name in _CURVE]
    for moved, fixed in (("missing", "partial"), ("partial", "missing")):
        yield from ("", _word(f"curve_{moved}", **{fixed: _share(now[fixed])}))
        points = sorted((p for p in facts["curve"] if p[fixed] == now[fixed]), key=lambda point: float(point[moved]))
        lines = [(_share(p[moved]), [_share(p[name]) for name in _CURVE]) for p in points]
        yield from _table([_word("threshold"), *columns], lines)
    yield from ("", _word("curve_best"))
    best = sorted(facts["curve"], key=lambda p: -(p["missing_f1"] + p["gap_f1"] + p["macro_f1"]))[:_BEST]
    lines = [(f"{_share(p['missing'])} / {_share(p['partial'])}", [_share(p[name]) for name in _CURVE]) for p in best]
    yield from _table([_word("threshold_pair"), *columns], lines)


def _checks(facts: dict[str, Any]) -> Iterator[str]:
    yield from ("", _word("checks"))
    lines = []
    for name, found in facts["checks"].items():
        cells = [f"{found[label][0]}/{found[label][1]}" for label in _LABELS]
        fired, of = found["covered"]
        lines.append((name, [_word("decides" if found["decides"] else "explains"), *cells, _share(fired / max(1, of))]))
    words = [message("status", label) for label in _LABELS]
    yield from _table([_word("check"), _word("role"), *words, _word("false_rate")], lines)


def _held_out(facts: dict[str, Any]) -> Iterator[str]:
    """Words against words with the reader, on parents nobody has learnt from; then the learning curve."""
    found = facts.get("held_out")
    if not found:
        return
    yield from ("", _word("held_out", sets=len(found["sets"])))
    columns = [name for name in ("words", "reader") if found[name]]
    lines = [(_word(name), [_share(found[c][name]) for c in columns]) for name in found["words"]]
    yield from _table([_word("figure"), *(_word(f"by_{name}") for name in columns)], lines)
    if found["learning"]:
        yield from ("", _word("learning"))
        points = [
            (_word("pairs_and_plans" if p["with_plans"] else "pairs_only", pairs=p["pairs"]), _learnt(p))
            for p in found["learning"]
        ]
        yield from _table([_word("pairs"), *(_word(f"learnt_{name}") for name in _LEARNT)], points)


def _learnt(point: dict[str, Any]) -> list[str]:
    return ["–" if point[name] is None else _share(point[name]) for name in _LEARNT]


def _changed(changed: dict[str, list[dict[str, str]]] | None) -> Iterator[str]:
    yield ""
    if changed is None:
        yield _word("no_last")
        return
    for name in ("gained", "lost"):
        rows = changed[name]
        yield _word(name, count=len(rows))
        for row in rows[:_SHOWN]:
            before, now, gold = (message("status", row[key]) for key in ("before", "now", "gold"))
            yield "  " + _word("change", row=row["row"], before=before, now=now, gold=gold)
        if len(rows) > _SHOWN:
            yield "  " + _word("more", count=len(rows) - _SHOWN)


def _share(value: float) -> str:
    return f"{value:.3f}".replace(".", ",")
