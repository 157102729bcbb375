"""What would each reading of the text mean: for a case, and which small case tells two readings apart?"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from compiler.cases.model import Case, Fact, FieldValue, Scalar
from compiler.diagnostics.problem import Rejected
from compiler.rulebook.model import Benefit, ReadingDecl, Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import Aggregate, Cond, Quantifier, Reads, Term, walk
from compiler.source.record import dataclass
from solver.answers.model import Result
from solver.questions.assess import Assessor, engine_of
from solver.questions.lasting import as_long, payments, same
from solver.questions.possible import undecided
from solver.questions.schedule import Schedule
from solver.questions.standing import Taken, readings_near, readings_of
from solver.search.around import around
from solver.search.cells import apply, current, declared
from solver.search.evaluate import Cell, Evaluator
from solver.search.landmarks import Reach, middle_of, values
from solver.search.leaves import Instance, instances, touched
from solver.search.skeleton import skeleton

SOLVES, SECONDS = 300, 5.0
Pays = tuple[Schedule | None, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """A reading, and the results of the case under each of its choices; only results that differ somewhere, in what
    they give or in how long it is paid. ``pays``: for each choice and result the payments of the first ten years."""

    reading: ReadingDecl
    taken: str  # fixed, default or open
    choice: str
    under: tuple[tuple[str, tuple[Result, ...]], ...]
    pays: tuple[Pays, ...] = ()

    @property
    def matters(self) -> bool:
        """Whether the case comes out differently."""
        return any(results for _, results in self.under)


def meanings(rulebook: Rulebook, case: Case) -> tuple[Meaning, ...]:
    """What each reading would mean for a case, the others left as they are."""
    assessor = Assessor(engine_of(rulebook))
    fixed = dict(case.readings)
    kinds = {f.kind for f in case.facts}
    claimed = [b.id for b in rulebook.benefits if b.kind in kinds]
    near = {id: frozenset(readings_near(assessor, case, id)) | _of_payments(rulebook, id) for id in claimed}
    found = []
    for decl in rulebook.readings:
        if not decl.choices:
            continue
        taken = "fixed" if decl.name in fixed else "default" if decl.default is not None else "open"
        under: tuple[tuple[str, tuple[Result, ...]], ...] = tuple((c, ()) for c, _ in decl.choices)
        pays: tuple[Pays, ...] = ()
        if any(decl.name in readings for readings in near.values()):
            under, pays = _under_each(assessor, case, decl)
        found.append(Meaning(decl, taken, fixed.get(decl.name, decl.default or ""), under, pays))
    return tuple(found)


def _under_each(
    assessor: Assessor, case: Case, decl: ReadingDecl
) -> tuple[tuple[tuple[str, tuple[Result, ...]], ...], tuple[Pays, ...]]:
    """The results that differ, and what they pay, under each choice."""
    table: list[tuple[str, tuple[Result, ...], Pays]] = []
    for choice, _ in decl.choices:
        changed = replace(case, readings=tuple(sorted({**dict(case.readings), decl.name: choice}.items())))
        results = assessor.assess(changed, explain=False).results
        table.append((choice, results, tuple(payments(assessor.rulebook, r) for r in results)))
    _, first, first_pays = table[0]
    differing = [
        i
        for i in range(len(first))
        if any(not alike(first[i], results[i], first_pays[i], pays[i]) for _, results, pays in table[1:])
    ]
    under = tuple((c, tuple(results[i] for i in differing)) for c, results, _ in table)
    return under, tuple(tuple(pays[i] for i in differing) for _, _, pays in table)


def alike(a: Result, b: Result, of_a: Schedule | None, of_b: Schedule | None) -> bool:
    """Whether two results give the same, for the same time."""
    return same(a, b) and as_long(of_a, of_b)


def _of_payments(rulebook: Rulebook, benefit: str) -> frozenset[str]:
    """The readings on which it hangs when a benefit begins and ends, and in which parts it is paid."""
    decl = rulebook.benefit(benefit)
    if decl is None:
        return frozenset()
    parts = (decl.starting, decl.duration, decl.stops, decl.parts)
    return frozenset(n.reading for n in walk(parts) if isinstance(n, Reads))


@dataclass(frozen=True, slots=True)
class Witness:
    """A small case that two choices of a reading decide differently. ``results``: what each choice gives; ``pays``:
    the payments of the first ten years."""

    reading: str
    choices: tuple[str, str]
    case: Case
    results: tuple[Result, Result]
    pays: tuple[Schedule | None, Schedule | None] = (None, None)


def witness(
    rulebook: Rulebook, documents: tuple[str, ...], reading: str, nodes: int = SOLVES, seconds: float = SECONDS
) -> Witness | None:
    """A smallest case that tells two choices of a reading apart; None when none was found within the limits."""
    return _Witness(rulebook, documents, reading, nodes, seconds).run()


class _Witness:
    """Grows cases fact by fact until two choices of the reading decide one differently, then leaves out what it can.

    The other readings are taken as their defaults have it, else by their first choice; where that leads nowhere, with
    one of them taken otherwise."""

    def __init__(
        self, rulebook: Rulebook, documents: tuple[str, ...], reading: str, nodes: int, seconds: float
    ) -> None:
        self.rulebook, self.documents, self.reading = rulebook, documents, reading
        decl = next(r for r in rulebook.readings if r.name == reading)
        self.choices = tuple(c for c, _ in decl.choices)
        self.others = {r.name: r for r in rulebook.readings if r.choices and r.name != reading}
        self.assessor = Assessor(engine_of(rulebook))
        self.nodes, self.deadline = nodes, time.monotonic() + seconds

    def run(self) -> Witness | None:
        """Try every benefit the reading touches, smaller cases first, then with other readings."""
        touched_by = [
            b
            for b in self.rulebook.benefits
            if self.reading in (*readings_of(self.rulebook, b.id), *_of_payments(self.rulebook, b.id))
        ]
        # Little is spent on each before more is spent on any: which kinds of facts it takes is not known beforehand.
        for turned, nodes in ((False, self.nodes // 20), (False, self.nodes // 5), (True, 15), (False, self.nodes)):
            for benefit in touched_by:
                for kinds in self._kinds(benefit, nodes == self.nodes):
                    for taken in self._takings(benefit, turned):
                        found = self._search(benefit, kinds, nodes, taken)
                        if found is not None:
                            return found
        return None

    def _takings(self, benefit: Benefit, turned: bool) -> Iterator[Taken]:
        """How the other readings that matter to the benefit are taken."""
        near = dict.fromkeys((*readings_of(self.rulebook, benefit.id), *_of_payments(self.rulebook, benefit.id)))
        base = {n: self.others[n].default or self.others[n].choices[0][0] for n in near if n in self.others}
        if not turned:
            yield tuple(base.items())
            return
        for name, choice in base.items():
            for other, _ in self.others[name].choices:
                if other != choice:
                    yield tuple({**base, name: other}.items())

    def _kinds(self, benefit: Benefit, last: bool) -> Iterator[tuple[str, ...]]:
        """The objects a case is made of: the benefit's alone, two of them, one beside what a group that asks for the
        reading holds against it; in the ``last`` attempt beside anything else it can meet."""
        one, two = (benefit.kind,), (benefit.kind, benefit.kind)
        looks_around = any(isinstance(n, Quantifier | Aggregate) and self._reads(n) for n in walk(benefit.condition))
        groups = [g for g in self.rulebook.groups if any(m.benefit == benefit.id for m in g.members)]
        of_reading = {m.kind for g in groups if self._reads(g) for m in g.members}
        others = {m.kind for g in groups for m in g.members} | {PAID}
        found = [two, one] if looks_around else [one, two]
        beside = sorted(others - {benefit.kind}, key=lambda k: (k not in of_reading, k != PAID, k))
        pairs = [(benefit.kind, kind) for kind in beside]
        meeting = [p for p in pairs if self.assessor.engine.meets(skeleton(self.rulebook, (), p), benefit.id)]
        first = [p for p in meeting if p[1] in of_reading]
        yield from dict.fromkeys((*first, *found, *(meeting if last else ())))

    def _reads(self, node: object) -> bool:
        """Whether a rule asks how the reading is taken."""
        return any(isinstance(n, Reads) and n.reading == self.reading for n in walk(node))

    def _search(self, benefit: Benefit, kinds: tuple[str, ...], nodes: int, taken: Taken) -> Witness | None:
        base = self._with_payment(skeleton(self.rulebook, self.documents, kinds), benefit)
        object_ = next(f.id for f in base.facts if f.kind == benefit.kind)
        stack: list[dict[Cell, Scalar]] = [{}]
        tried = 0
        while stack and tried < nodes and time.monotonic() < self.deadline:
            changes = stack.pop()
            tried += 1
            found = self._told_apart(base, changes, taken, benefit, object_)
            if isinstance(found, Witness):
                return self._smallest(base, changes, taken, benefit, object_) or found
            if found:
                case = self._stated(base, changes, taken)
                stack.extend(reversed(self._further(case, changes, benefit, object_)))
        return None

    def _told_apart(
        self, base: Case, changes: dict[Cell, Scalar], taken: Taken, benefit: Benefit, object_: str
    ) -> Witness | bool:
        """The witness, if this case is one; else whether there is any use in going on."""
        case = self._stated(base, changes, taken)
        states = {self._state(case, benefit, object_, c) for c in self.choices}
        if states == {False}:
            return False
        if states == {None}:
            return True
        results = [(c, self._result(case, benefit, object_, c)) for c in self.choices]
        decided = [
            (c, r, payments(self.rulebook, r)) for c, r in results if r is not None and r.outcome != "undetermined"
        ]
        for i, (first, a, of_a) in enumerate(decided):
            for second, b, of_b in decided[i + 1 :]:
                if not alike(a, b, of_a, of_b):
                    return Witness(self.reading, (first, second), case, (a, b), (of_a, of_b))
        open_ends = any(s is not None and any(not t.sure for t in s.ticks) for _, _, s in decided)
        return all(r is not None for _, r in results) and (len(decided) < len(self.choices) or open_ends)

    def _state(self, case: Case, benefit: Benefit, object_: str, choice: str) -> bool | None:
        """What the benefit's own condition comes to; it is quicker to tell than to solve."""
        readings = {**dict(case.readings), self.reading: choice}
        return Evaluator(self.rulebook, case, readings).state(benefit.condition, (object_,))

    def _smallest(
        self, base: Case, changes: dict[Cell, Scalar], taken: Taken, benefit: Benefit, object_: str
    ) -> Witness | None:
        """The same without every fact and every reading that is not needed."""
        found: Witness | None = None
        for cell in list(changes):
            fewer = {c: v for c, v in changes.items() if c != cell}
            shorter = self._told_apart(base, fewer, taken, benefit, object_)
            if isinstance(shorter, Witness):
                changes, found = fewer, shorter
        for name, _ in taken:
            less = tuple(t for t in taken if t[0] != name)
            shorter = self._told_apart(base, changes, less, benefit, object_)
            if isinstance(shorter, Witness):
                taken, found = less, shorter
        return found

    def _stated(self, base: Case, changes: dict[Cell, Scalar], taken: Taken) -> Case:
        return replace(apply(self.rulebook, base, changes), readings=taken)

    def _with_payment(self, case: Case, benefit: Benefit) -> Case:
        """A payment made before, where the case has one: of this benefit, for this object, to whoever it is for."""
        facts = []
        object_ = next(f for f in case.facts if f.kind == benefit.kind)
        evaluator = Evaluator(self.rulebook, case, {})
        whose = evaluator.value(benefit.beneficiary, (object_.id,))
        for fact in case.facts:
            if fact.kind == PAID:
                said: dict[str, Scalar] = {
                    "待遇": benefit.name,
                    "事由": object_.id,
                    "享受人": str(whose or object_.id),
                    "金额": Fraction(1),
                    "前发": True,
                }
                facts.append(Fact(PAID, fact.id, tuple(FieldValue(n, v, str(v)) for n, v in said.items())))
            else:
                facts.append(fact)
        return replace(case, facts=tuple(facts))

    def _result(self, case: Case, benefit: Benefit, object_: str, choice: str) -> Result | None:
        taken = replace(case, readings=(*case.readings, (self.reading, choice)))
        try:
            found = self.assessor.assess(taken, False, benefit.id).results
        except Rejected:
            return None
        return next(r for r in found if r.claim == (*benefit.family, object_))

    def _further(
        self, case: Case, changes: dict[Cell, Scalar], benefit: Benefit, object_: str
    ) -> list[dict[Cell, Scalar]]:
        """The case with the next open fact set to each value at which something turns over; first where the condition
        already parts, then where it is open, then where all agree; not where all say no."""
        env = (object_,)
        cells: dict[Cell, None] = {}
        looked: list[tuple[Evaluator, Reach]] = []
        terms = [t for t in (benefit.amount, benefit.decides) if t is not None]
        ends: list[Cond | Term] = [p for s in benefit.stops for p in (s.condition, s.date) if p is not None]
        for choice in self.choices:
            evaluator = Evaluator(self.rulebook, case, {**dict(case.readings), self.reading: choice})
            near = self._around(evaluator, benefit, object_)
            found = list(undecided(benefit.condition, env, evaluator))
            if not found:
                found += [i for t in (*terms, *ends) for i in instances(t, env, evaluator)]
                found += near
            parts = [touched(i.leaf, i.env, evaluator) for i in found]
            parts += [touched(t, env, evaluator) for t in terms]
            for part in parts:
                cells |= {c: None for c in sorted(part) if self._is_open(c, case)}
            everything = [i for p in (benefit.condition, *terms, *ends) for i in instances(p, env, evaluator)]
            looked.append((evaluator, Reach((*everything, *near), evaluator)))
        if not cells:
            return []
        cell = next(iter(cells))
        ranked = []
        for number, value in enumerate(self._options(cell, case, looked)):
            states = []
            for evaluator, _ in looked:
                evaluator.changed[cell] = value
                states.append(evaluator.state(benefit.condition, env))
                evaluator.changed.pop(cell)
            if set(states) != {False}:
                decided = {s for s in states if s is not None}
                ranked.append((0 if len(decided) > 1 else 1 if None in states else 2, number, value))
        return [{**changes, cell: value} for _, _, value in sorted(ranked, key=lambda r: r[:2])]

    def _options(self, cell: Cell, case: Case, looked: list[tuple[Evaluator, Reach]]) -> list[Scalar]:
        middle = middle_of(self.rulebook, case)
        found: dict[Scalar, None] = {}
        for evaluator, reach in looked:
            more = values(self.rulebook, evaluator, cell, reach.probes(cell), reach.mentions(cell), middle)
            found |= dict.fromkeys(more)
        field = declared(self.rulebook, cell)
        if not found and field is not None:
            plain: dict[str, list[Scalar]] = {"date": [middle], "money": [Fraction(1000)], "number": [Fraction(1)]}
            return plain.get(field.type.kind, [])
        return list(found)

    def _around(self, evaluator: Evaluator, benefit: Benefit, object_: str) -> tuple[Instance, ...]:
        if not self.assessor.engine.meets(evaluator.case, benefit.id):
            return ()
        return around(self.rulebook, evaluator, benefit, object_)

    def _is_open(self, cell: Cell, case: Case) -> bool:
        field = declared(self.rulebook, cell)
        return field is not None and not field.type.list and current(case, cell) is None
