"""Is the text layer fit to be read? Judged page by page; what cannot be read is said, never passed on as text."""

from __future__ import annotations

from corpus.errors import ScannedPdf, UnreadableFile
from corpus.messages import message
from parser.document import Finding
from parser.readers.legacy.notice import notices
from parser.readers.pdf_shapes import PageLayout
from parser.readers.truth import Verdict, judge_page

_LETTERS_OF_A_PAGE = 30


def judge(page: PageLayout) -> Verdict:
    """Judge the text layer of `page` by its lines (a run ends wherever the font does, also inside a word).

    Stamps over a scan are none of its text.
    """
    lines = [line for row in page.rows for line in row] + [
        line for grid in page.grids for cell in grid.lines for line in cell
    ]
    text = "\n".join([line.text for line in lines if not (page.is_picture and line.stamped)])
    verdict = judge_page(text, page.fonts, page.letters, page.is_picture)
    return Verdict("stray", 0.0, 0) if verdict.kind == "none" and page.letters else verdict


def is_scan(page: PageLayout) -> bool:
    """Whether `page` is a picture with no text of the paper over it (a signature's stamp at most)."""
    return page.is_picture and page.verdict is not None and page.verdict.kind in ("none", "stray")


def is_garbage(page: PageLayout) -> bool:
    """Whether the letters of `page` are not those that its reader sees."""
    return page.verdict is not None and page.verdict.kind == "garbage"


def check_pages(pages: list[PageLayout], name: str) -> tuple[Finding, ...]:
    """Take out the text of pages that cannot be read, and return what is to be said of the text layer.

    Raises ScannedPdf or UnreadableFile (no_text, broken_text_layer) where half of the paper cannot be read.
    """
    scans = [page for page in pages if is_scan(page)]
    broken = [page for page in pages if is_garbage(page)]
    half = sum(page.letters >= _LETTERS_OF_A_PAGE or page.is_picture for page in pages) / 2
    if scans and len(scans) + len(broken) >= half and len(scans) >= len(broken):
        raise ScannedPdf("scanned_pdf", file=name)
    if not any(page.letters for page in pages):
        raise UnreadableFile("no_text", file=name)
    if broken and len(scans) + len(broken) >= half:
        raise UnreadableFile("broken_text_layer", file=name)
    for page in broken:
        page.rows, page.grids = [], []
    recognised = [page for page in pages if page.verdict is not None and page.verdict.kind == "faulty_ocr"]
    return (
        *_recoded(pages),
        *_warnings(pages, recognised, "pages_recognised"),
        *_warnings(pages, scans, "pages_scanned"),
        *_warnings(pages, broken, "pages_broken"),
    )


def _recoded(pages: list[PageLayout]) -> tuple[Finding, ...]:
    total: dict[str, int] = {}
    for page in pages:
        for encoding, count in page.recoded.items():
            total[encoding] = total.get(encoding, 0) + count
    return notices(total, sum(page.letters for page in pages))


def _warnings(pages: list[PageLayout], unread: list[PageLayout], kind: str) -> tuple[Finding, ...]:
    if not unread:
        return ()
    numbers = ", ".join(str(page.number) for page in unread)
    return (Finding(kind, "warning", message("encodings", kind, pages=numbers, count=len(pages)), 0, 0),)
