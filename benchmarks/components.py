"""Where the time of an extraction goes: CPU seconds of the tokenizer, of each component, of the span groups."""

from __future__ import annotations

import gc
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from parser.document import Reading


def profile(readings: Sequence[Reading], repeat: int) -> dict[str, float]:
    """Return the least CPU seconds of each part over all `readings`, tokenizer first."""
    best: dict[str, float] = {}
    for _ in range(max(1, repeat)):
        gc.collect()
        seen: dict[str, float] = {}
        for reading in readings:
            _measure(reading, seen)
        for part, seconds in seen.items():
            best[part] = min(seconds, best.get(part, seconds))
    return best


def _measure(reading: Reading, seen: dict[str, float]) -> None:
    """Add the seconds of one document to `seen`."""
    from parser.pipeline import Analysis, build_pipeline

    nlp = build_pipeline()
    began = time.process_time()
    doc = nlp.make_doc(reading.text)
    doc._.rasoat = analysis = Analysis(reading)
    now = time.process_time()
    seen["tokens"] = seen.get("tokens", 0.0) + now - began
    for name, component in nlp.pipeline:
        part = name.removeprefix("rasoat_")
        began = time.process_time()
        doc = component(doc)
        now = time.process_time()
        spans = _span_seconds(doc, part, getattr(analysis, part, ()))
        seen[part] = seen.get(part, 0.0) + max(0.0, now - began - spans)
        seen["span groups"] = seen.get("span groups", 0.0) + spans


def _span_seconds(doc: Any, part: str, found: object) -> float:
    """Seconds of making a component's span group once more: inside the component it cannot be timed alone."""
    if not isinstance(found, tuple):  # the header has no group
        return 0.0
    began = time.process_time()
    spans = [doc.char_span(f.start, f.end, label=part, alignment_mode="expand") for f in found]
    doc.spans[part] = [span for span in spans if span is not None]
    return time.process_time() - began
