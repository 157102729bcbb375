"""Answers: what a case comes to, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.console import Console

from compiler.diagnostics.problem import Rejected as Refused
from compiler.diagnostics.problem import problem
from solver.answers.model import Amount, Assessment, Otherwise, Outcome, Reason, Receipt, Result
from solver.questions.plainly import readable
from tiaoli.asking import chosen
from tiaoli.notebook.faults import told
from tiaoli.notebook.html import Html
from tiaoli.notebook.money import Money
from tiaoli.notebook.view import Plain, View

if TYPE_CHECKING:
    from tiaoli.notebook.case import Case


class Answer(View):
    """What one benefit comes to for one object. ``result`` is the whole of it as the solver gives it
    (:class:`~solver.answers.model.Result`); sums here are :class:`Money`, exact, in yuan."""

    def __init__(self, case: Case, assessment: Assessment, result: Result) -> None:
        super().__init__(case.words)
        self.case, self.assessment, self.result = case, assessment, result

    @property
    def benefit(self) -> str:
        """The name of the benefit."""
        return self.result.benefit

    @property
    def object(self) -> str:
        """The fact it is about, by its id in the case; its kind is ``result.object_kind``."""
        return self.result.object

    @property
    def outcome(self) -> Outcome:
        """granted, refused, displaced (given up for another benefit) or undetermined."""
        return self.result.outcome

    @property
    def granted(self) -> bool:
        """Whether it is granted."""
        return self.result.outcome == "granted"

    @property
    def amount(self) -> Money | None:
        """What is due, when that is one figure; None when it is no money, open, or an interval."""
        return self._money(self.result.amount)

    @property
    def least(self) -> Money | None:
        """The least that is due; None when that is not known."""
        return self._end(self.result.amount, low=True)

    @property
    def most(self) -> Money | None:
        """The most that is due; None when there is no end or it is not known."""
        return self._end(self.result.amount, low=False)

    @property
    def would_be(self) -> Money | None:
        """What it would come to without displacement, caps and limits, when that is one figure."""
        return self._money(self.result.would_be)

    @property
    def per(self) -> str:
        """How often the amount is due: once, month, year, time (each time) or day."""
        return self.result.amount.per

    @property
    def payee(self) -> str:
        """Who is paid."""
        return self.result.payee

    @property
    def beneficiary(self) -> str:
        """Who the benefit is for."""
        return self.result.beneficiary

    @property
    def document(self) -> str:
        """The number of the document."""
        return self.result.document

    @property
    def clause(self) -> str:
        """The id of the clause."""
        return self.result.clause

    @property
    def quotes(self) -> tuple[str, ...]:
        """The law's own words, verbatim."""
        return self.result.quotes

    @property
    def on(self) -> dt.date | None:
        """The day that decides."""
        return self.result.on

    @property
    def because(self) -> tuple[Reason, ...]:
        """The short reasons: what failed, what won, what is missing."""
        return self.result.because

    @property
    def why(self) -> tuple[Reason, ...]:
        """The whole tree of reasons; empty unless the answer comes from ``explain``."""
        return self.result.why

    @property
    def notes(self) -> tuple[Reason, ...]:
        """What goes with the answer: from when, for how long, in which parts, until when, open questions."""
        return self.result.notes

    @property
    def missing(self) -> tuple[str, ...]:
        """What would have to be known: facts as ``kind/id.field``, documents, readings, whoever decides."""
        return self.result.missing

    @property
    def displaced_by(self) -> tuple[str, ...]:
        """The benefits it gives way to."""
        return self.result.displaced_by

    @property
    def holds(self) -> str:
        """Whether it holds under all readings, some, the default ones only, or is open until one is taken."""
        return self.result.holds

    @property
    def otherwise(self) -> tuple[Otherwise, ...]:
        """What else may come out under other readings."""
        return self.result.otherwise

    def to_dict(self) -> Plain:
        """The result as ``--json`` writes it: ``#/$defs/result`` of the published schema."""
        from tiaoli.report.json import result

        return result(self.result, self.words)

    def __repr__(self) -> str:
        from tiaoli.screen.assess import due_text

        outcome = self.words.say(f"outcome.{self.outcome}")
        parts = (f"{self.benefit}@{self.object}:", outcome, due_text(self.result, self.words))
        return f"<Answer {' '.join(p for p in parts if p)}>"

    def _draw(self, console: Console) -> None:
        from tiaoli.screen.assess import details, headline
        from tiaoli.screen.console import put
        from tiaoli.screen.explain import explanation

        if self.why:
            put(console, explanation(readable(self.result), self.assessment, console, self.words))
        else:
            put(console, headline(self.result, console, self.words))
            put(console, details(self.result, self.assessment, console, self.words))

    def _markup(self) -> Html:
        from tiaoli.notebook.markup import assessed, explained

        show = explained if self.why else assessed
        return show(replace(self.assessment, results=(self.result,)), self.words)

    def _money(self, amount: Amount) -> Money | None:
        return Money(amount.low, self.words.language) if amount.kind == "exact" and amount.low is not None else None

    def _end(self, amount: Amount, low: bool) -> Money | None:
        value = amount.low if low else amount.high
        return Money(value, self.words.language) if value is not None else None


class Answers(View):
    """All answers to a case, in the order of the clauses. ``answers["职工学徒补贴"]`` is the answer about a benefit,
    ``answers["职工学徒补贴@班"]`` about one object; iteration gives them all."""

    def __init__(self, case: Case, assessment: Assessment) -> None:
        super().__init__(case.words)
        self.case, self.assessment = case, assessment

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the benefits, each once."""
        return tuple(dict.fromkeys(r.benefit for r in self.assessment.results))

    @property
    def findings(self) -> tuple[Reason, ...]:
        """Where the case does not fit the rules."""
        return self.assessment.findings

    @property
    def receipt(self) -> Receipt:
        """What the answers were made with; ``tiaoli verify`` holds it against a library."""
        from tiaoli.receipt import receipt_of

        opened = self.case.opened
        return receipt_of(((opened.case.documents, opened.case.known, opened.rulebook),))

    def __iter__(self) -> Iterator[Answer]:
        return (self._answer(r) for r in self.assessment.results)

    def __len__(self) -> int:
        return len(self.assessment.results)

    def __contains__(self, benefit: object) -> bool:
        return benefit in self.names

    def __getitem__(self, benefit: str) -> Answer:
        """The answer about a benefit, by name or id. Raises Rejected: TL0703 when there is none, TL0706 when there are
        several objects; :meth:`all` gives those."""
        found = self.all(benefit)
        if len(found) > 1:
            with told(self.words):
                choices = "、".join(f"{a.benefit}@{a.object}" for a in found)
                raise Refused((problem("TL0706", found=benefit, choices=choices),))
        return found[0]

    def all(self, benefit: str) -> tuple[Answer, ...]:
        """The answers about a benefit, one for each object. Raises Rejected (TL0703) when there is none."""
        with told(self.words):
            return tuple(self._answer(r) for r in chosen(self.assessment, benefit))

    def of(self, outcome: Outcome) -> tuple[Answer, ...]:
        """The answers with that outcome: granted, refused, displaced or undetermined."""
        return tuple(a for a in self if a.outcome == outcome)

    @property
    def granted(self) -> tuple[Answer, ...]:
        """What is granted."""
        return self.of("granted")

    def to_dict(self) -> Plain:
        """What ``tiaoli assess --json`` writes: ``#/$defs/answers`` of the published schema."""
        from tiaoli.report.json import answers

        return answers((self.assessment,), self.receipt, self.words)

    def _answer(self, result: Result) -> Answer:
        return Answer(self.case, self.assessment, result)

    def _draw(self, console: Console) -> None:
        from tiaoli.screen.assess import show_assessment

        show_assessment(console, self.assessment, self.words)

    def _markup(self) -> Html:
        from tiaoli.notebook.markup import assessed

        return assessed(self.assessment, self.words)


class Explanation(Answers):
    """Why, or why not: the answers with their whole trees of reasons (``answer.why``)."""

    def _draw(self, console: Console) -> None:
        from tiaoli.screen.explain import show_explanation

        told = tuple(readable(r) for r in self.assessment.results)
        show_explanation(console, self.assessment, told, self.words)

    def _markup(self) -> Html:
        from tiaoli.notebook.markup import explained

        return explained(self.assessment, self.words)
