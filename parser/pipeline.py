"""The walk from a `Reading` to a `Document`, as a spaCy `Language` of registered components.

Each component is a thin wrapper around a pure function of its own module; what it found is kept in
`doc._.rasoat` (an `Analysis`) and shown in `doc.spans[<name>]`, so another component can be added
with `nlp.add_pipe` and displaCy can draw the result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from parser.citations import find_citations
from parser.deadlines import find_deadlines
from parser.document import (
    Citation,
    Deadline,
    Document,
    Finding,
    Frame,
    Header,
    Heading,
    Reading,
    Requirement,
    Target,
    Unit,
)
from parser.header import find_header
from parser.outline import find_outline
from parser.requirements import find_requirements
from parser.secrecy import find_mark
from parser.segmentation import words_component
from parser.targets import find_targets
from parser.units import find_units

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from parser.readers.archives import Paper

_LONGEST = 10**9  # characters; spaCy's own limit is for parsers that need memory per token, which we do not run
COMPONENTS = ("header", "outline", "units", "citations", "deadlines", "targets", "requirements")


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(slots=True)
class Analysis:
    """What the components have found so far; one per spaCy Doc, in `doc._.rasoat`."""

    reading: Reading
    header: Header = field(default_factory=Header)
    frame: Frame = field(default_factory=lambda: Frame(0, 0, 0))
    outline: tuple[Heading, ...] = ()
    units: tuple[Unit, ...] = ()
    citations: tuple[Citation, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    targets: tuple[Target, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    findings: tuple[Finding, ...] = ()

    def finish(self) -> Document:
        """Freeze the analysis into a Document."""
        return Document(
            reading=self.reading,
            header=self.header,
            frame=self.frame,
            outline=self.outline,
            units=self.units,
            citations=self.citations,
            deadlines=self.deadlines,
            targets=self.targets,
            requirements=self.requirements,
            findings=self.reading.findings + self.findings,
        )


def _header(a: Analysis) -> Iterable[_Spanned]:
    a.header, a.frame = find_header(a.reading)
    if a.header.secrecy is None and (mark := find_mark(a.reading, a.frame)) is not None:
        a.header = replace(a.header, secrecy=mark)
    return ()


def _outline(a: Analysis) -> Iterable[_Spanned]:
    a.outline = find_outline(a.reading, a.frame)
    return a.outline


def _units(a: Analysis) -> Iterable[_Spanned]:
    a.units = find_units(a.reading, a.frame, a.outline)
    return a.units


def _citations(a: Analysis) -> Iterable[_Spanned]:
    a.citations = find_citations(a.reading, a.header, a.frame)
    return a.citations


def _deadlines(a: Analysis) -> Iterable[_Spanned]:
    a.deadlines = find_deadlines(a.reading, a.header, a.frame, a.units, a.citations)
    return a.deadlines


def _targets(a: Analysis) -> Iterable[_Spanned]:
    a.targets = find_targets(a.reading, a.frame, a.units, a.citations, a.deadlines)
    return a.targets


def _requirements(a: Analysis) -> Iterable[_Spanned]:
    a.requirements = find_requirements(
        a.reading, a.header, a.frame, a.outline, a.units, a.citations, a.deadlines, a.targets
    )
    return a.requirements


_STEPS: dict[str, Callable[[Analysis], Iterable[_Spanned]]] = {
    "header": _header,
    "outline": _outline,
    "units": _units,
    "citations": _citations,
    "deadlines": _deadlines,
    "targets": _targets,
    "requirements": _requirements,
}


class _Component:
    """A spaCy component: run one step and show what it found as a span group of the same name."""

    def __init__(self, step: str) -> None:
        self.step = step

    def __call__(self, doc: Doc) -> Doc:
        found = _STEPS[self.step](doc._.rasoat)
        spans = (doc.char_span(f.start, f.end, label=self.step, alignment_mode="expand") for f in found)
        doc.spans[self.step] = [span for span in spans if span is not None]
        return doc


@cache
def build_pipeline() -> Language:
    """Return the shared spaCy pipeline ("rasoat_header" … "rasoat_requirements")."""
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    from parser.tokenizer import Tokenizer

    if not Doc.has_extension("rasoat"):
        Doc.set_extension("rasoat", default=None)
    nlp = Language(Vocab(), max_length=_LONGEST)
    nlp.tokenizer = Tokenizer(nlp.vocab)
    for name in COMPONENTS:
        factory = f"rasoat_{name}"
        if not Language.has_factory(factory):
            Language.component(factory, func=_Component(name))
        nlp.add_pipe(factory)
    if not Language.has_factory("rasoat_words"):  # offered, not run: see parser.segmentation
        Language.component("rasoat_words", func=words_component)
    return nlp


def analyse(reading: Reading) -> Document:
    """Run every component over `reading` and return the finished Document."""
    nlp = build_pipeline()
    doc = nlp.make_doc(reading.text)
    doc._.rasoat = Analysis(reading)
    for _, component in nlp.pipeline:
        doc = component(doc)
    analysis: Analysis = doc._.rasoat
    return analysis.finish()


def parse(path: Path) -> Document:
    """Read the file at `path` and analyse it. Raises UnreadableFile and its kinds (corpus.errors)."""
    from parser.readers import read

    return analyse(read(path))


def parse_paper(paper: Paper) -> Document:
    """Read and analyse a paper that `parser.readers.archives.papers` found. Raises UnreadableFile and its kinds."""
    from parser.readers import read_paper

    return analyse(read_paper(paper))
