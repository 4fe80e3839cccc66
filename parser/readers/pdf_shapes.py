"""What the PDF reader hands from stage to stage; all places count in points from a page's top left corner."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from parser.readers.truth import Verdict


class Run(NamedTuple):
    """Neighbouring letters on one baseline, in the order of the content stream (`first`..`last` are char indices).

    `lead` and `trail` tell of a written space before and after; `cell` is the ruled cell it stands in, or -1;
    `stamped` letters come from an annotation (number and date stamps, signature services).
    """

    y: float
    x0: float
    x1: float
    size: float
    text: str
    first: int
    last: int
    bold: bool
    italic: bool
    lead: bool
    trail: bool
    cell: int
    stamped: bool


@dataclass(slots=True)
class Line:
    """A visual line, or the piece of one between two wide gaps. `mark` is a raised note mark it begins with."""

    page: int
    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    italic: bool = False
    mark: str = ""
    stamped: bool = False

    @property
    def top(self) -> float:
        """Upper edge: letters with two accents reach about one size above the baseline."""
        return self.y - self.size

    @property
    def bottom(self) -> float:
        """Lower edge: descenders reach about a quarter of the size below the baseline."""
        return self.y + 0.25 * self.size

    @property
    def center(self) -> float:
        """Horizontal middle."""
        return (self.x0 + self.x1) / 2


Row = list[Line]
"""The pieces of one visual line, left to right."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a ruled table: its box and its place in the grid."""

    x0: float
    y0: float
    x1: float
    y1: float
    row: int
    column: int
    rows: int
    columns: int


@dataclass(slots=True)
class Grid:
    """A ruled table on one page; `lines` holds, for each cell, its visual lines."""

    cells: list[GridCell]
    lines: list[list[Line]] = field(default_factory=list)

    @property
    def top(self) -> float:
        """Upper edge of the table."""
        return min(cell.y0 for cell in self.cells)

    @property
    def columns(self) -> int:
        """Number of columns of the grid."""
        return max(cell.column + cell.columns for cell in self.cells)


@dataclass(slots=True)
class Band:
    """Rows that stand in two columns: issuer and motto, recipients and signature."""

    left: list[Line]
    right: list[Line]


class ScannedWord(NamedTuple):
    """A recognised word and its box."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Scan:
    """What is known of a page that was recognised: its words, how askew it lay (degrees), its stamped mark.

    `bands` are its two-column blocks as seen in the picture: top, bottom, and where the right column begins.
    `confidence` is Tesseract's own (0 to 1), `syllables` the share of words that can be Vietnamese; `blanks` names
    the fields of the form that were filled in by hand ("number", "date").
    """

    words: tuple[ScannedWord, ...]
    askew: float
    confidence: float
    syllables: float
    mark: str | None = None
    blanks: frozenset[str] = frozenset()
    bands: tuple[tuple[float, float, float], ...] = ()

    @property
    def quality(self) -> float:
        """How far the page's text can be trusted, 0 to 1."""
        return self.confidence * self.syllables


@dataclass(slots=True)
class PageLayout:
    """One page, taken apart: rows outside tables, ruled tables, and what the checks of the text layer need.

    `verdict` is what its text layer is worth, `recoded` how many letters came from each legacy encoding.
    """

    number: int
    width: float
    height: float
    rows: list[Row]
    grids: list[Grid]
    letters: int = 0
    is_picture: bool = False
    fonts: dict[str, int] = field(default_factory=dict)
    verdict: Verdict | None = None
    recoded: dict[str, int] = field(default_factory=dict)
    scan: Scan | None = None
    unread: bool = False


@dataclass(slots=True)
class Frame:
    """The type area of pages of one size: margins and the size of body letters.

    A line that reaches `right` counts as full; with ragged lines that is less than the widest line's `outer` edge.
    """

    left: float
    right: float
    size: float
    outer: float

    @property
    def center(self) -> float:
        """Where centred lines have their middle."""
        return (self.left + self.outer) / 2
