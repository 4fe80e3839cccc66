"""The parts of one clause: frame ("Trên cơ sở …,"), order ("Giao"), actors, verb."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parser.bodies_names import Name, head_pattern, lists_on, name_at, skip_bracket, verb_pattern
from parser.duties.lexicon import lexicon, pattern

_COMMA = re.compile(r"[,:]\s+")
_LEAD_LENGTH = 320  # a frame longer than this is no frame
_REACH = 260  # how far behind its subject the verb of a clause may stand
_HEAD_COLON = re.compile(r"\s*:\s*")


@dataclass(frozen=True, slots=True)
class Clause:
    """What a clause says on its surface; `core` is where it begins behind its frame."""

    start: int
    end: int
    core: int
    order: bool = False
    modal: bool = False
    verb: int | None = None
    actors: tuple[Name, ...] = ()
    support: tuple[Name, ...] = ()

    @property
    def subject(self) -> bool:
        """Whether the clause names who must act."""
        return bool(self.actors)

    @property
    def imperative(self) -> bool:
        """Whether the clause begins with its verb."""
        return self.verb is not None and not self.actors


class ClauseReader:
    """Reads clauses of one text; holds the text and its folded form."""

    def __init__(self, text: str, folded: str) -> None:
        self._text = text
        self._folded = folded
        self._words = lexicon()
        self._verb = verb_pattern()
        self._head = head_pattern()

    def read(self, start: int, end: int) -> Clause:
        """The parts of the clause `text[start:end]`."""
        at = start
        if connector := self._words.connector.match(self._folded, at, end):
            at = connector.end()
        found = self._main(start, at, end)
        leading = self._words.lead.match(self._folded, at, end)
        if found and leading and found.imperative:
            found = self._bound_subject(start, at, end) or found
        if found and found.actors and pattern("concerning").match(self._folded, at, end):
            found = self._concerned_subject(start, found, end) or found
        if found or not leading:
            return self._with_support(found or Clause(start, end, at, modal=self._modal(at, end)))
        return self._with_support(self._behind_frame(start, at, end))

    def _behind_frame(self, start: int, at: int, end: int) -> Clause:
        """The main clause behind the frame that begins at `at`: the first place where one can be read."""
        inner = self._subject_inside(start, at, end)
        for comma in _COMMA.finditer(self._folded, at, min(end, at + _LEAD_LENGTH)):
            if inner and inner.core < comma.start():
                break
            if lists_on(self._folded, at, comma.start()):
                continue
            found = self._main(start, comma.end(), end)
            if found and (found.actors or found.order or found.verb == comma.end()):
                return found
        return inner or Clause(start, end, at, modal=self._modal(at, end))

    def _bound_subject(self, start: int, at: int, end: int) -> Clause | None:
        """ "Phát huy kết quả …, các cấp ủy cần …": the verb opens a frame when a subject with a modal follows."""
        for comma in _COMMA.finditer(self._folded, at, min(end, at + _LEAD_LENGTH)):
            names = self.names(comma.end(), end)
            if not names:
                continue
            verb, modal = self._predicate(names[-1].end, end)
            if modal and verb is not None and self._words.modal.match(self._folded, verb, end):
                return Clause(start, end, comma.end(), False, True, verb, names)
        return None

    def _concerned_subject(self, start: int, clause: Clause, end: int) -> Clause | None:
        """ "Đối với chi bộ yếu, đảng ủy xã có phương án …": a subject with its verb follows, so it acts."""
        begin = clause.actors[-1].end
        for comma in _COMMA.finditer(self._folded, begin, min(end, begin + _LEAD_LENGTH)):
            names = self.names(comma.end(), end)
            verb, modal = self._predicate(names[-1].end, end) if names else (None, False)
            if names and verb is not None and (modal or self.follows(names[-1].end, verb)):
                return Clause(start, end, comma.end(), False, modal, verb, names)
        return None

    def names(self, start: int, end: int) -> tuple[Name, ...]:
        """The bodies listed from `start` on."""
        return name_at(self._text, self._folded, start, end)

    def follows(self, name_end: int, verb: int) -> bool:
        """Whether a verb stands directly behind a name: nothing but adverbs between."""
        gap = self._folded[name_end:verb].strip(" ,:")
        return not gap or self._words.adverb.fullmatch(gap + " ") is not None

    def _modal(self, start: int, end: int) -> bool:
        return self._words.modal.search(self._folded, start, min(end, start + _REACH)) is not None

    def _main(self, start: int, at: int, end: int) -> Clause | None:
        """Read a clause whose core begins at `at`; None when neither order, verb nor subject begins there."""
        if order := self._words.order.match(self._folded, at, end):
            begin = self._skip_space(order.end(), end)
            names = self.names(begin, end)
            if names:
                verb, modal = self._predicate(names[-1].end, end)
                return Clause(start, end, at, True, modal, verb, names)
        if (verb_at := self._verb_at(at, end)) is not None:
            return Clause(start, end, at, bool(order), self._modal(at, min(end, at + 60)), verb_at)
        names = self.names(at, end)
        if not names:
            return None
        verb, modal = self._predicate(names[-1].end, end)
        if verb is None and not modal:
            return None
        return self._ordered(start, at, end, Clause(start, end, at, False, modal, verb, names))

    def _ordered(self, start: int, at: int, end: int, clause: Clause) -> Clause:
        """ "X đề nghị Y làm …", "X mời Y dự …": the actor is Y."""
        at_verb = clause.actors[-1].end + 1
        invited = self._words.invite.match(self._folded, at_verb, end)
        if clause.verb is None and not invited:
            return clause
        order = invited or self._words.order.match(self._folded, clause.verb or at_verb, end)
        if not order:
            return clause
        names = self.names(self._skip_space(order.end(), end), end)
        if not names and self._words.delegating.match(order.group()):
            return clause  # whoever sends a clerk acts itself
        if not names:
            return Clause(start, end, at, True, clause.modal, clause.verb, ())
        verb, modal = self._predicate(names[-1].end, end)
        return Clause(start, end, at, True, modal, verb if verb is not None else clause.verb, names)

    def _verb_at(self, at: int, end: int) -> int | None:
        """Where a clause that begins with (adverbs and) its verb has that verb."""
        if self._verb.match(self._folded, at, end):
            return at
        adverb = self._words.adverb.match(self._folded, at, end)
        return at if adverb and self._verb.match(self._folded, adverb.end(), end) else None

    def _predicate(self, at: int, end: int) -> tuple[int | None, bool]:
        """The first lower-case verb and whether a modal stands behind a subject that ends at `at`."""
        at = skip_bracket(self._text, at, end)
        limit = min(end, at + _REACH)
        modal = self._words.modal.search(self._folded, at, limit)
        verb = None
        for match in self._verb.finditer(self._folded, at, limit):
            if self._text[match.start()].islower() or self._text[at : match.start()].strip() == ":":
                verb = match.start()
                break
        if modal and (verb is None or modal.start() < verb):
            verb = modal.start()
        return verb, modal is not None

    def _subject_inside(self, start: int, at: int, end: int) -> Clause | None:
        """A subject behind a frame without a comma ("nếu có khó khăn, vướng mắc các đơn vị …")."""
        limit = min(end, at + _LEAD_LENGTH)
        for match in pattern("plural").finditer(self._folded, at, limit):
            begin = match.start()
            names = self.names(begin, end)
            if names and (predicate := self._predicate(names[-1].end, end))[0] is not None:
                return Clause(start, end, begin, False, predicate[1], predicate[0], names)
        return None

    def _with_support(self, clause: Clause) -> Clause:
        match = pattern("support").search(self._folded, clause.core, min(clause.end, clause.core + _LEAD_LENGTH))
        names = self.names(match.end(), clause.end) if match else ()
        if not names:
            return clause
        return Clause(
            clause.start, clause.end, clause.core, clause.order, clause.modal, clause.verb, clause.actors, names
        )

    def _skip_space(self, at: int, end: int) -> int:
        while at < end and self._text[at] in " \u00a0:":
            at += 1
        return at
