"""The registry in a terminal: what was added, lists, search results, what is due, one document in full."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from corpus.messages import message
from reports.wording import format_day, shorten

if TYPE_CHECKING:
    from corpus.registry.add import Added
    from corpus.registry.due import Work
    from corpus.registry.look import Page
    from corpus.registry.schema import DocumentRow, VerdictRow
    from corpus.registry.search import Hits
    from corpus.registry.snippets import Snippet

_TITLE, _QUOTE = 100, 160  # characters of a title or quote in a list
_ROWS = 30  # of one kind on a document's page; the JSON has all


def added_line(name: str, added: Added) -> str:
    """Return what became of a file."""
    what = message("corpus", "named", id=added.document_id, name=_name(added.number, added.title))
    return message("corpus", added.outcome, name=name, what=what, ordinal=added.ordinal)


def _name(number: str | None, title: str | None) -> str:
    parts = [number or message("corpus", "unnumbered"), shorten(title, _TITLE) if title else ""]
    return ", ".join(part for part in parts if part)


def list_text(rows: Sequence[DocumentRow], total: int) -> str:
    """Return a list of documents, one a line under headings."""
    if not rows:
        return message("corpus", "nothing") + "\n"
    codes = ("column_id", "column_day", "column_number", "column_title")
    table = [tuple(message("corpus", code) for code in codes), *(_cells(row) for row in rows)]
    widths = [max(len(line[at]) for line in table) for at in range(3)]
    lines = [
        f"{line[0]:>{widths[0]}}  {line[1]:<{widths[1]}}  {line[2]:<{widths[2]}}  {line[3]}".rstrip() for line in table
    ]
    return "\n".join([*lines, "", message("corpus", "listed", shown=len(rows), total=total)]) + "\n"


def _cells(row: DocumentRow) -> tuple[str, str, str, str]:
    state = f" [{_state(row)}]" if row.status != "active" else ""
    return str(row.id), _day(row.date), row.number or "–", f"{_called(row)} ({_issuer(row)}){state}"


def _called(row: DocumentRow) -> str:
    title = shorten(row.title, _TITLE) if row.title else message("corpus", "untitled")
    return f"{row.type}: {title}" if row.type else title


def _state(row: DocumentRow) -> str:
    return message("corpus", f"status_{row.status}")


def _day(day: date | None) -> str:
    return format_day(day) if day else "–"


def _issuer(row: DocumentRow) -> str:
    return row.issuer or message("corpus", "no_issuer")


def head_line(row: DocumentRow) -> str:
    """Return number, date, issuer and id of a document."""
    return message(
        "corpus",
        "head",
        number=row.number or message("corpus", "unnumbered"),
        day=format_day(row.date) if row.date else message("corpus", "no_day"),
        issuer=_issuer(row),
        id=row.id,
    )


def format_moment(at: str) -> str:
    """Return a time of the registry (UTC) as the clock on the wall shows it."""
    return f"{datetime.fromisoformat(at).astimezone():%H:%M %d/%m/%Y}"


def hits_text(found: Hits, mark: Callable[[str], str]) -> str:
    """Return search results; `mark` shows a word that was looked for."""
    if not found.hits:
        return message("corpus", "nothing") + "\n"
    lines = []
    for number, hit in enumerate(found.hits, start=1):
        state = f" [{_state(hit.document)}]" if hit.document.status != "active" else ""
        lines += [f"{number}. {head_line(hit.document)}{state}", f"   {_called(hit.document)}"]
        lines += [f"   … {marked(hit.snippet, mark)} …", ""]
    lines.append(message("corpus", "hits_more" if found.more else "hits", count=found.count))
    if len(found.hits) < found.count:
        lines.append(message("corpus", "hits_shown", shown=len(found.hits)))
    return "\n".join(lines) + "\n"


def marked(piece: Snippet, mark: Callable[[str], str]) -> str:
    """Return the text of a snippet with its words marked."""
    parts, at = [], 0
    for start, end in piece.marks:
        parts += [piece.text[at:start], mark(piece.text[start:end])]
        at = end
    return "".join(parts) + piece.text[at:]


def due_text(works: Sequence[Work], today: date, days: int, past: int) -> str:
    """Return what is overdue and what comes, each with who must do it and where it stands."""
    late = [work for work in works if work.day < today]
    coming = [work for work in works if work.day >= today]
    first, last = today - timedelta(days=past), today + timedelta(days=days)
    lines = [message("corpus", "overdue", count=len(late), start=format_day(first)), *_works(late, today), ""]
    title = message("corpus", "coming", start=format_day(today), end=format_day(last), count=len(coming))
    return "\n".join([*lines, title, *_works(coming, today)]) + "\n"


def _works(works: Sequence[Work], today: date) -> list[str]:
    if not works:
        return [f"  {message('corpus', 'nothing_due')}"]
    lines = []
    for work in works:
        when = f"{format_day(work.day)} ({_distance(work, today)})"
        who = "; ".join(work.who) or message("corpus", "nobody")
        place = ", " + message("places", "section", path=work.path) if work.path else ""
        lines += [f"  {when}: {shorten(work.text, _QUOTE)}", f"      {who}", f"      {head_line(work.document)}{place}"]
    return lines


def _distance(work: Work, today: date) -> str:
    days = (work.day - today).days
    if days < 0:
        said = message("corpus", "late", days=-days)
    elif days == 0:
        said = message("corpus", "today_due")
    else:
        said = message("corpus", "left", days=days)
    return f"{message('corpus', 'again')}, {said}" if work.rrule else said


def page_text(page: Page) -> str:
    """Return everything the registry knows of one document."""
    row = page.document
    level = f"{message('corpus', 'page_level')}: {message('levels', row.level)}" if row.level else None
    lines = [head_line(row), _called(row), f"{message('corpus', 'state')}: {_state(row)}", *([level] if level else [])]
    sections: tuple[tuple[str, Iterable[str]], ...] = (
        ("versions", _versions(page)),
        ("cites", _cites(page)),
        ("cited_by", dict.fromkeys(head_line(other) for _, other in page.cited_by)),
        ("requirements", (_requirement(row.path, row.quote, row.due) for row in page.requirements)),
        ("deadlines", dict.fromkeys(f"{row.quote}{_until(row.to_day)}" for row in page.deadlines)),
        ("verdicts", (verdict_line(verdict, head_line(other)) for verdict, other in page.verdicts)),
        ("decisions", _decisions(page)),
        ("trail", _trail(page)),
    )
    for code, found in sections:
        lines += _section(code, list(found))
    return "\n".join(lines) + "\n"


def _section(code: str, found: Sequence[str]) -> list[str]:
    if not found:
        return []
    shown = [f"  {line}" for line in found[:_ROWS]]
    if len(found) > _ROWS:
        shown.append(f"  {message('corpus', 'more_lines', count=len(found) - _ROWS)}")
    return ["", f"{message('corpus', code)} ({len(found)})", *shown]


def _versions(page: Page) -> Iterator[str]:
    for row in page.versions:
        facts = {"name": row.name, "at": format_moment(row.added_at), "by": row.added_by, "sha": row.sha256[:12]}
        yield message("corpus", "version_line", ordinal=row.ordinal, **facts)


def _cites(page: Page) -> Iterable[str]:
    """Return each paper cited once, with where it stands in the registry."""
    lines: dict[str, None] = {}
    for row, other in page.citations:
        if row.number or other is not None:
            known = message("corpus", "in_registry", id=other.id) if other else message("corpus", "not_in_registry")
            name = " ".join(part for part in (row.type, row.number) if part)
            lines[f"{message('relations', row.relation)}: {name} ({known})"] = None
    return lines


def _requirement(path: str, quote: str, due: date | None) -> str:
    return f"{path + ': ' if path else ''}{shorten(quote, _QUOTE)}{_until(due)}"


def _until(day: date | None) -> str:
    return f" ({message('reports', 'until', end=format_day(day))})" if day else ""


def verdict_line(row: VerdictRow, name: str) -> str:
    """Return the counts of a verdict."""
    counts = {status: row.totals[status] for status in ("missing", "partial", "covered", "not_applicable")}
    return message("corpus", "verdict_line", name=name, model=row.model, at=format_moment(row.made_at), **counts)


def _decisions(page: Page) -> Iterator[str]:
    for row in page.decisions:
        facts = {"quote": shorten(row.quote, _QUOTE), "reason": row.reason, "who": row.who, "when": row.when}
        yield message("corpus", "decision_line", choice=message("choices", row.choice), **facts)


def _trail(page: Page) -> Iterator[str]:
    for row in page.trail:
        yield message(
            "corpus",
            "event_line",
            at=format_moment(row.at),
            who=row.who,
            action=message("corpus", f"action_{row.action}"),
        )
