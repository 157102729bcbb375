"""Both laws asked about a case: what each gives, by the whole program, so that a witness is one.

Conditions and sums are evaluated directly first (:mod:`solver.search.evaluate`); what that proposes, the program
decides.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from compiler.cases.model import Case, Fact
from compiler.diagnostics.problem import Rejected
from compiler.rulebook.model import Benefit, Rulebook
from solver.answers.model import Result
from solver.answers.universal import Sort, Witness
from solver.arithmetic import numbers
from solver.arithmetic.values import Interval, ends
from solver.engine.run import Engine
from solver.questions.assess import Assessor
from solver.questions.weighing import NOTHING, OPEN, Given, given, weigh
from solver.regions.rules import ranked
from solver.regions.vocabulary import seen_by
from solver.search.evaluate import Evaluator


def alone(rulebook: Rulebook, ids: frozenset[str]) -> Rulebook:
    """The rulebook with these benefits only, and of the rules between claims only those between these."""
    groups = tuple(
        g for g in rulebook.groups if g.shape in ("precedence", "tie") and all(m.benefit in ids for m in g.members)
    )
    return replace(
        rulebook, benefits=tuple(b for b in rulebook.benefits if b.id in ids), groups=groups, limits=(), together=()
    )


class Both:
    """The benefits of one name in two laws, before they meet any others."""

    def __init__(self, old: Rulebook, new: Rulebook, kind: str, object_: str) -> None:
        self.laws = (old, new)
        self.kind, self.object = kind, object_
        self._assessors = tuple(Assessor(Engine(law)) for law in self.laws)
        # Where a law rejects cases, or pays by instalments and until an end, direct evaluation does not say all.
        self.plain = not any(
            law.assertions or any(b.stops or b.parts or b.duration is not None for b in law.benefits)
            for law in self.laws
        )
        self._ranked = tuple(ranked(law, law.benefits) for law in self.laws)

    def proposed(self, case: Case, wanted: Sort) -> Witness | None:
        """The case as a witness, if it is one by direct evaluation; nothing is told by it yet. Where a law rejects
        cases the program is asked at once."""
        sorts, change = weigh(*self.guess(case))
        if wanted not in sorts:
            return None
        if not self.plain:
            return self.decided(case, wanted)
        return Witness(wanted, case, (), (), change)

    def decided(self, case: Case, wanted: Sort) -> Witness | None:
        """The case as a witness, if it is one by the program."""
        found: list[tuple[Result, ...]] = []
        for law, assessor in zip(self.laws, self._assessors, strict=True):
            try:
                results = assessor.assess(seen_by(law, case), False).results
            except Rejected:
                return None
            found.append(tuple(r for r in results if r.object == self.object and r.object_kind == self.kind))
        old, new = found
        sorts, change = weigh(given(self.laws[0], old), given(self.laws[1], new))
        return Witness(wanted, case, old, new, change) if wanted in sorts else None

    def guess(self, case: Case) -> tuple[Given, Given]:
        """What both give, evaluated directly."""
        old, new = (
            _given(law, benefits, seen_by(law, case), self.object)
            for law, benefits in zip(self.laws, self._ranked, strict=True)
        )
        return old, new

    def fewer(self, witness: Witness) -> Witness:
        """The witness without every fact that it can do without, as the program decides it."""
        case = witness.case
        wanted = self.guess(case)
        for reading in case.readings:
            shorter = replace(case, readings=tuple(r for r in case.readings if r != reading))
            case = shorter if self._still(shorter, wanted, witness) else case
        for fact in witness.case.facts:
            for value in fact.values:
                if value.stated and not self._is_required(fact.kind, value.field):
                    shorter = _without(case, fact, value.field)
                    case = shorter if self._still(shorter, wanted, witness) else case
        case = replace(case, facts=_kept(case.facts, (self.kind, self.object)))
        told = self.decided(case, witness.sort) or self.decided(witness.case, witness.sort)
        if told is None:
            raise AssertionError(f"a {witness.sort} that the program does not bear out: {witness.case}")
        return told

    def _still(self, case: Case, wanted: tuple[Given, Given], witness: Witness) -> bool:
        """Whether a shorter case comes to the same on both sides."""
        if self.guess(case) != wanted:
            return False
        told = witness if self.plain else self.decided(case, witness.sort)
        return told is not None and told.change == witness.change

    def _is_required(self, kind: str, field: str) -> bool:
        decls = [k.get(field) for law in self.laws if (k := law.kind(kind)) is not None]
        return any(d is not None and d.required for d in decls)


def _given(law: Rulebook, benefits: tuple[Benefit, ...], case: Case, object_: str) -> Given:
    """What the first of the benefits that is not refused comes to."""
    readings = {r.name: r.default for r in law.readings if r.default is not None} | dict(case.readings)
    evaluator = Evaluator(law, case, readings)
    for benefit in benefits:
        states = [evaluator.state(condition, (object_,)) for condition in benefit.counting]
        if False in states:
            continue
        if None in states:
            return OPEN
        return _worth(evaluator, benefit, object_)
    return NOTHING


def _worth(evaluator: Evaluator, benefit: Benefit, object_: str) -> Given:
    if benefit.amount is None:
        return Given("words", per=benefit.form)
    value = evaluator.value(benefit.amount, (object_,))
    if not isinstance(value, Fraction | Interval):
        return OPEN
    for bound in (*(c for c in benefit.caps if c.kind == "cap"), *(c for c in benefit.caps if c.kind != "cap")):
        applies = True if bound.condition is None else evaluator.state(bound.condition, (object_,))
        if applies is None:
            return OPEN
        if not applies:
            continue
        limit = evaluator.value(bound.amount, (object_,))
        if bound.unit is not None and evaluator.value(bound.unit, (object_,)) is None:
            return OPEN
        if isinstance(limit, Fraction | Interval):
            value = numbers.cap(value, limit) if bound.kind == "cap" else numbers.floor_at(value, limit)
    if benefit.sort == "recovery":
        value = numbers.negate(value)
    low, high = ends(value)
    return Given("sum", low, high, benefit.form)


def _without(case: Case, of: Fact, field: str) -> Case:
    facts = tuple(
        replace(f, values=tuple(v for v in f.values if v.field != field)) if (f.kind, f.id) == (of.kind, of.id) else f
        for f in case.facts
    )
    return replace(case, facts=facts)


def _kept(facts: tuple[Fact, ...], object_: tuple[str, str]) -> tuple[Fact, ...]:
    """The facts of which something is said, or that others refer to."""
    named = {v for f in facts for x in f.values for v in (x.value if isinstance(x.value, tuple) else (x.value,))}
    return tuple(f for f in facts if f.values or f.id in named or (f.kind, f.id) == object_)
