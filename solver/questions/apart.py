"""Whether one case tells the choices of a reading apart: first by direct evaluation, then by the program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from compiler.cases.model import Case, Scalar
from compiler.diagnostics.problem import Rejected
from compiler.rulebook.model import Benefit, Rulebook
from compiler.rulebook.terms import Cond, Reads, Term, walk
from compiler.source.record import dataclass
from solver.answers.model import Result
from solver.arithmetic.values import Interval, Value
from solver.questions.assess import Assessor
from solver.questions.lasting import alike, payments, same
from solver.questions.schedule import Schedule
from solver.search.cells import apply, current, declared
from solver.search.evaluate import Cell, Env, Evaluator
from solver.search.leaves import Asked, Between, touched, undecided
from solver.search.memory import Memory
from solver.search.rivals import Asks, Rival, rivals
from solver.search.scenes import Scene

_FACTS = frozenset({"missing_fact", "incomplete"})


@dataclass(frozen=True, slots=True)
class Witness:
    """A small case that two choices of a reading decide differently. ``results``: what each choice gives; ``pays``:
    the payments of the first ten years; ``limit``: time was up before one was found that both choices decide."""

    reading: str
    choices: tuple[str, str]
    case: Case
    results: tuple[Result, Result]
    pays: tuple[Schedule | None, Schedule | None] = (None, None)
    limit: bool = False


def payment_parts(benefit: Benefit) -> tuple[object, ...]:
    """What it hangs on when a benefit begins and ends, and in which parts it is paid."""
    return (benefit.starting, benefit.duration, benefit.stops, benefit.parts)


def payment_terms(benefit: Benefit) -> tuple[Cond | Term, ...]:
    """The same, condition by condition and value by value."""
    found = [p for s in benefit.stops for p in (s.condition, s.date)]
    found += [p for part in benefit.parts for p in (part.condition, part.due)]
    return tuple(p for p in (*found, benefit.starting, benefit.duration) if p is not None)


def claim_parts(benefit: Benefit) -> tuple[Cond | Term, ...]:
    """Everything that is evaluated for one claim: conditions and values, without the rules between claims."""
    found = (benefit.condition, benefit.amount, benefit.decides, benefit.beneficiary, benefit.applicant, benefit.payee)
    governs = benefit.wording.governs if benefit.wording is not None else None
    return tuple(p for p in (*found, governs, *payment_terms(benefit)) if p is not None)


def payment_readings(rulebook: Rulebook, benefit: str) -> frozenset[str]:
    """The readings on which those hang."""
    decl = rulebook.benefit(benefit)
    if decl is None:
        return frozenset()
    return frozenset(n.reading for n in walk(payment_parts(decl)) if isinstance(n, Reads))


@dataclass(frozen=True, slots=True)
class View:
    """What direct evaluation says of the claim under one choice. ``state``: its condition; ``values``: its sum, the day
    that decides it; ``ends``: when it begins and ends, in which parts it is paid. ``open``: the facts that keep state
    and values from being known; ``open_ends``: those that keep the rest from it. A sum between two ends is not known
    while a fact is open that it looks at."""

    evaluator: Evaluator
    state: bool | None
    values: tuple[Value | None, ...]
    ends: tuple[Value | None, ...]
    open: tuple[Cell, ...]
    open_ends: tuple[Cell, ...]


class Apart:
    """Asks about one scene, under every choice of one reading."""

    def __init__(
        self,
        assessor: Assessor,
        concerned: Rulebook,
        asks: Asks,
        scene: Scene,
        reading: str,
        choices: tuple[str, ...],
    ) -> None:
        self.asks = asks
        self.assessor, self.scene, self.reading, self.choices = assessor, scene, reading, choices
        self.concerned = concerned  # only the groups and limits in which the reading has a say
        self.rulebook, self.benefit, self.object = assessor.rulebook, scene.benefit, scene.object
        self.env = (scene.object,)
        paid = self.benefit.payee if asks(self.benefit.payee) else None
        self.terms = tuple(t for t in (self.benefit.amount, self.benefit.decides, paid) if t is not None)
        self.memory = Memory()
        self.of_payments = asks(payment_parts(self.benefit))
        near = assessor.engine.near(scene.base, self.benefit.id)
        kinds = {f.kind for f in scene.base.facts}
        rulebook = assessor.rulebook
        beside = [b for b in rulebook.benefits if b.id in near and b.id != self.benefit.id and b.kind in kinds]
        beside_all = (
            *((b.condition, b.amount, b.decides) for b in beside),
            *(g for g in rulebook.groups if g.id in near),
            *(x for x in rulebook.limits if x.id in near),
            self.benefit.caps,
        )
        self.between = asks(beside_all) and (bool(self.benefit.caps) or self._has_rivals())
        self.condition = asks(self.benefit.condition)
        self.own = self.condition or asks(self.terms)
        more_of_kind = sum(f.kind == self.benefit.kind for f in scene.base.facts) > 1
        self.meets = self.between or (self.own and more_of_kind and assessor.engine.meets(scene.base, self.benefit.id))

    def _has_rivals(self) -> bool:
        evaluator = Evaluator(self.rulebook, self.scene.base, {})
        return any(not r.itself for r in rivals(self.concerned, evaluator, self.benefit, self.object))

    @property
    def can_matter(self) -> bool:
        """Whether any rule that comes into play here asks for the reading."""
        return self.own or self.between or self.of_payments

    # ------------------------------------------------------------ by direct evaluation

    def views(self, case: Case) -> list[View]:
        """The case under each choice. The evaluators share what a search sets otherwise."""
        found = []
        changed: dict[Cell, Scalar] = {}
        for choice in self.choices:
            readings = {**dict(case.readings), self.reading: choice}
            evaluator = Evaluator(self.rulebook, case, readings, memory=self.memory)
            evaluator.as_read = False  # one memory for all choices
            evaluator.changed = changed
            state = evaluator.state(self.benefit.condition, self.env)
            values = tuple(evaluator.value(t, self.env) for t in self.terms) if state is not False else ()
            ends = self.ends(evaluator) if state is not False else ()
            open_ = dict.fromkeys(self._open(evaluator, state, values))
            open_ends = dict.fromkeys(c for p in self._unknown_ends(evaluator) for c in p) if state is not False else ()
            found.append(View(evaluator, state, values, ends, tuple(open_), tuple(open_ends)))
        return found

    def _open(self, evaluator: Evaluator, state: bool | None, values: tuple[Value | None, ...]) -> Iterator[Cell]:
        for one in undecided(self.benefit.condition, self.env, evaluator) if state is None else ():
            yield from self.cells(one.leaf, one.env, evaluator)
        for term, value in zip(self.terms, values, strict=False):
            if value is None or isinstance(value, Interval):
                yield from self.cells(term, self.env, evaluator)

    def ends(self, evaluator: Evaluator) -> tuple[Value | None, ...]:
        """When the benefit begins and ends, and in which parts it is paid, as far as it is known."""
        return tuple(value for _, value in self._ends(evaluator))

    def _ends(self, evaluator: Evaluator) -> Iterator[tuple[Cond | Term, Value | None]]:
        if not self.of_payments:
            return
        pairs = [(stop.condition, stop.date) for stop in self.benefit.stops]
        more = [(part.condition, part.due) for part in self.benefit.parts]
        for condition, term in (*pairs, *more, (None, self.benefit.starting), (None, self.benefit.duration)):
            state = evaluator.state(condition, self.env) if condition is not None else True
            if condition is not None:
                yield condition, state
            if term is not None and state is not False:
                yield term, evaluator.value(term, self.env)

    def _unknown_ends(self, evaluator: Evaluator) -> Iterator[list[Cell]]:
        """The open facts of each part that is not known; those first that ask for the reading."""
        unknown = [part for part, value in self._ends(evaluator) if value is None]
        for part in sorted(unknown, key=lambda p: not self.asks(p)):
            if isinstance(part, Cond):
                for one in undecided(part, self.env, evaluator):
                    yield self.cells(one.leaf, one.env, evaluator)
            else:
                yield self.cells(part, self.env, evaluator)

    def cells(self, node: Cond | Term | Between | Asked, env: Env, evaluator: Evaluator) -> list[Cell]:
        """The facts that a condition or value looks at and that are not stated, in their order."""
        return [c for c in sorted(touched(node, env, evaluator)) if is_open(self.rulebook, evaluator, c)]

    def others(self, evaluator: Evaluator) -> list[tuple[Rival, bool | None]]:
        """What the claim can meet, and whether it is there to be met."""
        found = []
        for rival in rivals(self.concerned, evaluator, self.benefit, self.object):
            states = [evaluator.state(c, (rival.object,)) for c in rival.conditions]
            found.append((rival, False if False in states else None if None in states else True))
        return found

    def promising(self, views: list[View]) -> bool:
        """Whether the program is to be asked: two choices may come to something different as far as can be seen."""
        settled = [v for v in views if not v.open]
        if len({(v.state, v.values) for v in settled}) > 1:
            return True
        granted = [v for v in settled if v.state is not False]
        if not granted or len(settled) < 2:
            return False
        if len({v.ends for v in granted if not v.open_ends}) > 1:
            return True
        if self.between and self.benefit.caps:
            return True
        return self.meets and any(s is True and not r.itself for v in granted for r, s in self.others(v.evaluator))

    def going_on(self, case: Case) -> Case:
        """The case in which no payment is known to have ended, as far as single facts say so: else what is asked about
        would wait for them."""
        rulebook = self.rulebook
        evaluator = Evaluator(rulebook, case, {**dict(case.readings), self.reading: self.choices[0]})
        for benefit in rulebook.benefits:
            for object_ in evaluator.objects.get(benefit.kind, ()) if benefit.paid_at_all is not None else ():
                self._go_on(evaluator, benefit, (object_,))
        return apply(rulebook, case, evaluator.changed)

    def _go_on(self, evaluator: Evaluator, benefit: Benefit, env: Env) -> None:
        condition = benefit.paid_at_all
        assert condition is not None
        while evaluator.state(condition, env) is None:
            found = list(undecided(condition, env, evaluator))
            cells = [c for one in found for c in self.cells(one.leaf, one.env, evaluator)]
            yes_no = [c for c in cells if (f := declared(self.rulebook, c)) is not None and f.type.kind == "boolean"]
            if not yes_no:
                return
            evaluator.changed[yes_no[0]] = False
            if evaluator.state(condition, env) is False:
                evaluator.changed[yes_no[0]] = True

    # ------------------------------------------------------------ by the program

    def witness(self, case: Case) -> Witness | None:
        """The case as a witness: two choices that give different things, or pay for another time; or one that decides
        what the other leaves to somebody. What a missing fact leaves open is no difference. Two that are both decided
        are better than one."""
        return self.witnesses((case,))[0]

    def witnesses(self, cases: Sequence[Case]) -> list[Witness | None]:
        """The same for several cases, decided together."""
        return [self._told(case, told) for case, told in zip(cases, self._assessed(cases, self.choices), strict=True)]

    def _told(self, case: Case, answers: Sequence[tuple[Result, ...]]) -> Witness | None:
        """``answers``: the results under each choice."""
        told: list[tuple[str, dict[Claimed, Told]]] = []
        half: Witness | None = None
        for choice, results in zip(self.choices, answers, strict=True):
            clear = self._clear(case, choice, results)
            for before, others in told:
                for claim, (a, of_a) in others.items():
                    if claim not in clear:
                        continue
                    b, of_b = clear[claim]
                    if not same(a, b) or not (alike(a, b, of_a, of_b) or lacks_end(a) or lacks_end(b)):
                        found = Witness(self.reading, (before, choice), case, (a, b), (of_a, of_b))
                        if is_decided(found):
                            return found
                        half = half or found
            told.append((choice, clear))
        return half

    def waits(self, case: Case, claim: Claimed) -> frozenset[str]:
        """What a claim waits for under the first choice: readings, facts, documents; with what it meets."""
        ((found,),) = self._assessed((case,), self.choices[:1])
        mine = [r for r in found if r.claim == claim]
        return frozenset(n for r in (found if any(map(_is_contested, mine)) else mine) for n in r.missing)

    def _clear(self, case: Case, choice: str, results: Sequence[Result]) -> dict[Claimed, Told]:
        """What every claim comes to under a choice, the one asked about first; not those that wait for a missing
        fact."""
        own = (*self.benefit.family, self.object)
        evaluator = Evaluator(self.rulebook, case, {**dict(case.readings), self.reading: choice})
        found = tuple(r for r in results if not self._is_vague(r, evaluator))
        waits = any(_lacks(r) for r in found)
        return {
            r.claim: (r, payments(self.rulebook, r))
            for r in sorted(found, key=lambda r: r.claim != own)
            if not _lacks(r) and not (waits and _is_contested(r))
        }

    def _assessed(self, cases: Sequence[Case], choices: Sequence[str]) -> list[list[tuple[Result, ...]]]:
        """For each case the results under each choice; none where the law rejects the case."""
        taken = [replace(c, readings=(*c.readings, (self.reading, choice))) for c in cases for choice in choices]
        answers = iter(self.assessor.assess_many(taken, False, focus=frozenset({self.benefit.id})))
        told = (() if isinstance(a, Rejected) else a.results for a in answers)
        return [[next(told) for _ in choices] for _ in cases]

    def _is_vague(self, result: Result, evaluator: Evaluator) -> bool:
        """Whether a missing fact leaves it open how much is paid."""
        benefit = self.rulebook.benefit(result.benefit_id)
        if result.amount.kind != "interval" or benefit is None or benefit.amount is None:
            return False
        return bool(self.cells(benefit.amount, (result.object,), evaluator))


Told = tuple[Result, Schedule | None]
Claimed = tuple[str, str, str]


def is_decided(found: Witness) -> bool:
    """Whether both choices decide, and neither leaves it to somebody."""
    return all(r.outcome != "undetermined" for r in found.results)


def _lacks(result: Result) -> bool:
    return result.outcome == "undetermined" and any(r.kind in _FACTS for r in result.because)


def _is_contested(result: Result) -> bool:
    return result.outcome == "undetermined" and any(r.kind in ("contest", "limit") for r in result.because)


def lacks_end(result: Result) -> bool:
    """Whether a missing fact leaves it open until when a result is paid."""
    return any(r.kind in _FACTS for n in result.notes if n.state == "unknown" for r in n.children)


def is_open(rulebook: Rulebook, evaluator: Evaluator, cell: Cell) -> bool:
    """Whether a cell is a field of a fact, and no history or choice, and the case does not state it."""
    field = declared(rulebook, cell)
    if field is None or field.type.list or cell in evaluator.changed:
        return False
    return current(evaluator.case, cell) is None


def compared(values: list[Value | None]) -> tuple[object, ...]:
    """How values lie to each other, pair by pair; None for a pair of which one is not known."""
    return tuple(_order(a, b) for a, b in _pairs(values))


def _pairs(values: list[Value | None]) -> Iterator[tuple[Value | None, Value | None]]:
    for index, a in enumerate(values):
        for b in values[index + 1 :]:
            yield a, b


def _order(a: Value | None, b: Value | None) -> object:
    if a is None or b is None:
        return None
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return (a > b) - (a < b)
    if isinstance(a, dt.date) and isinstance(b, dt.date):
        return (a > b) - (a < b)
    return a == b
