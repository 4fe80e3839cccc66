"""Whether a clause is something a body must do, or background."""

from __future__ import annotations

from parser.bodies_names import find_names
from parser.duties.clause import Clause
from parser.duties.lexicon import lexicon, pattern
from parser.duties.setting import PaperKind, Setting

_SHORT = 8  # letters; shorter pieces are dates, numbers, remnants
_SHOUTED = 0.5  # share of capitals in signatures and titles


class Judge:
    """Decides for the clauses of one paper."""

    def __init__(self, text: str, folded: str, kind: PaperKind) -> None:
        self._text = text
        self._folded = folded
        self._kind = kind
        self._words = lexicon()

    def is_duty(self, clause: Clause, setting: Setting, measured: bool = False) -> bool:
        """Whether the clause tells what somebody must do; `measured`: it holds a target, a date or a recipient."""
        stance = setting.stance
        if stance == "skip" or clause.end - clause.start < _SHORT:
            return stance == "outline"
        if stance == "outline" or (setting.dossier and stance == "listed"):
            return True
        said = self._folded[clause.start : clause.end]
        charged = bool(self._words.money.match(said)) and self._names_somebody(clause)
        if self._words.money.match(said) and not (clause.subject or setting.aims or charged):
            return False
        if (
            self._is_shouted(clause)
            or self._words.never.search(said)
            or self._is_background(clause, setting)
            or self._is_past(clause)
            or self._is_allowed(clause)
        ):
            return False
        if stance == "listed":
            if setting.motto and said[0] in '“"':
                return False
            if self._listed(clause, said) or measured or setting.governed or charged:
                return True
            return setting.aims and pattern("future").search(said) is None
        if stance in ("mixed", "goal"):
            return self._mixed(clause, said) or (stance == "goal" and measured)
        if stance == "told":
            return self._asked_amid_report(clause, measured)
        if stance == "ordered":
            return (clause.order and clause.subject) or (clause.subject and clause.modal)
        return self._strict(clause)

    def _is_shouted(self, clause: Clause) -> bool:
        """Titles and signatures: mostly capitals."""
        head = self._text[clause.start : min(clause.end, clause.start + 80)]
        letters = [ch for ch in head if ch.isalpha()]
        return sum(ch.isupper() for ch in letters) > _SHOUTED * len(letters)

    def _informs(self, clause: Clause, strict: bool) -> bool:
        """Whether the clause only tells somebody of the paper ("thông báo để … biết")."""
        if strict and pattern("told").search(self._folded, clause.start, clause.end):
            return True
        plain = not (clause.imperative or clause.modal or clause.subject)
        if plain and pattern("consists").match(self._folded, clause.core, clause.end):
            return True
        return pattern("announced").match(self._folded, clause.start, clause.end) is not None

    def _is_allowed(self, clause: Clause) -> bool:
        """Whether the clause permits ("… có thể …") and orders nothing."""
        semicolon = self._folded.find(";", clause.core, clause.end)
        end = semicolon if semicolon >= 0 else clause.end
        match = None if clause.order else pattern("permits").search(self._folded, clause.core, end)
        if match is None or (clause.modal and clause.verb is not None and clause.verb < match.start()):
            return False
        if clause.verb is None or clause.verb >= match.start():
            return True
        framed = self._words.lead.match(self._folded, clause.start, clause.end)
        return (
            framed is not None
            and pattern("permitted_after").fullmatch(self._folded, clause.start, match.start()) is not None
        )

    def _is_background(self, clause: Clause, setting: Setting) -> bool:
        strict = setting.stance == "strict"
        if self._text[clause.start] == "(" or self._words.contact.search(self._folded, clause.start, clause.end):
            return True
        if not clause.order and (self._informs(clause, strict) or self._explains(clause)):
            return True
        named = clause.subject and clause.verb is not None
        begin = clause.start + (self._text[clause.start] in "*_")
        for at in {begin, clause.core}:
            if self._words.background.match(self._folded, at, clause.end):
                return not (clause.order and clause.actors)
            if self._words.frame.match(self._folded, at, clause.end):
                owned = bool(setting.actors) and clause.imperative
                return not (clause.core > at and (clause.order or named or owned))
        return False

    def _names_somebody(self, clause: Clause) -> bool:
        """Whether bodies of a known level are named: "của các sở, ngành và UBND các xã"."""
        for name in find_names(self._folded, clause.start, clause.end, self._text):
            if pattern("owner").search(self._folded, max(clause.start, name.start - 8), name.start):
                return True
        return False

    def _explains(self, clause: Clause) -> bool:
        return not clause.modal and self._words.copula.match(self._folded, clause.start, clause.end) is not None

    def _is_past(self, clause: Clause) -> bool:
        if clause.order:
            return False
        behind = clause.actors[-1].end if clause.actors else clause.core
        return pattern("past_near").match(self._folded, behind, clause.end) is not None

    def _listed(self, clause: Clause, said: str) -> bool:
        if clause.order or clause.subject or clause.imperative or clause.modal:
            return True
        return said[0] in '“"' or (pattern("bound").search(said) is not None and pattern("is").match(said) is None)

    def _mixed(self, clause: Clause, said: str) -> bool:
        if clause.subject and (clause.modal or clause.verb is not None):
            return True
        return not clause.imperative and pattern("bound").search(said) is not None

    def _asked_amid_report(self, clause: Clause, measured: bool) -> bool:
        """Whether a sentence that tells what is asks for something: an order, a "must", a body with a day to come."""
        if clause.order or (clause.modal and (clause.subject or measured)):
            return True
        owned = clause.subject and clause.verb is not None
        return owned and pattern("to_come").search(self._folded, clause.start, clause.end) is not None

    def _strict(self, clause: Clause) -> bool:
        if self._kind == "none":
            return False
        if clause.order and (clause.actors or clause.verb is not None):
            return True
        if pattern("done").search(self._folded, clause.core, clause.end):
            return False
        if self._kind == "normative":
            return clause.subject and clause.modal
        if clause.subject and clause.verb is not None:
            return True
        return clause.imperative or pattern("difficulties").match(self._folded, clause.core, clause.end) is not None
