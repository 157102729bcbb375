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
from compiler.source.record import dataclass
from solver.answers.model import Result
from solver.questions.assess import Assessor, engine_of
from solver.questions.possible import undecided
from solver.questions.standing import Taken, readings_of, same
from solver.search.around import around
from solver.search.cells import apply, current, declared
from solver.search.evaluate import Cell, Evaluator
from solver.search.landmarks import Reach, middle_of, values
from solver.search.leaves import instances, touched
from solver.search.skeleton import skeleton

SOLVES, SECONDS = 300, 5.0


@dataclass(frozen=True, slots=True)
class Meaning:
    """A reading, and the results of the case under each of its choices; only results that differ somewhere."""

    reading: ReadingDecl
    taken: str  # fixed, default or open
    choice: str
    under: tuple[tuple[str, tuple[Result, ...]], ...]

    @property
    def matters(self) -> bool:
        """Whether the case comes out differently."""
        return any(results for _, results in self.under)


def meanings(rulebook: Rulebook, case: Case) -> tuple[Meaning, ...]:
    """What each reading would mean for a case, the others left as they are."""
    assessor = Assessor(engine_of(rulebook))
    fixed = dict(case.readings)
    found = []
    for decl in rulebook.readings:
        if not decl.choices:
            continue
        table: list[tuple[str, tuple[Result, ...]]] = []
        for choice, _ in decl.choices:
            changed = replace(case, readings=tuple(sorted({**fixed, decl.name: choice}.items())))
            table.append((choice, assessor.assess(changed, explain=False).results))
        differing = {
            r.claim
            for _, results in table[1:]
            for r, first in zip(results, table[0][1], strict=True)
            if not same(r, first)
        }
        under = tuple((c, tuple(r for r in rs if r.claim in differing)) for c, rs in table)
        taken = "fixed" if decl.name in fixed else "default" if decl.default is not None else "open"
        found.append(Meaning(decl, taken, fixed.get(decl.name, decl.default or ""), under))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Witness:
    """A small case that two choices of a reading decide differently. ``results``: what each choice gives."""

    reading: str
    choices: tuple[str, str]
    case: Case
    results: tuple[Result, Result]


def witness(
    rulebook: Rulebook, documents: tuple[str, ...], reading: str, nodes: int = SOLVES, seconds: float = SECONDS
) -> Witness | None:
    """A smallest case that tells two choices of a reading apart; None when none was found within the limits."""
    return _Witness(rulebook, documents, reading, nodes, seconds).run()


class _Witness:
    """Grows cases fact by fact until two choices of the reading decide one differently, then leaves out what it can."""

    def __init__(
        self, rulebook: Rulebook, documents: tuple[str, ...], reading: str, nodes: int, seconds: float
    ) -> None:
        self.rulebook, self.documents, self.reading = rulebook, documents, reading
        decl = next(r for r in rulebook.readings if r.name == reading)
        self.choices = tuple(c for c, _ in decl.choices)
        self.others = {
            r.name: tuple(c for c, _ in r.choices) for r in rulebook.readings if r.choices and r.name != reading
        }
        self.assessor = Assessor(engine_of(rulebook))
        self.nodes, self.deadline = nodes, time.monotonic() + seconds

    def run(self) -> Witness | None:
        """Try every benefit the reading touches, smaller cases first."""
        touched_by = [b for b in self.rulebook.benefits if self.reading in readings_of(self.rulebook, b.id)]
        for nodes in (self.nodes // 8, self.nodes):
            for size in (1, 2):
                for benefit in touched_by:
                    for kinds in self._kinds(benefit, size):
                        found = self._search(benefit, kinds, nodes)
                        if found is not None:
                            return found
        return None

    def _kinds(self, benefit: Benefit, size: int) -> Iterator[tuple[str, ...]]:
        if size == 1:
            yield (benefit.kind,)
        elif size == 2:
            yield (benefit.kind, PAID)
            yield (benefit.kind, benefit.kind)
            near = {m.kind for g in self.rulebook.groups for m in g.members if self._meets(g.members, benefit)}
            yield from ((benefit.kind, kind) for kind in sorted(near - {benefit.kind, PAID}))

    @staticmethod
    def _meets(members: tuple[object, ...], benefit: Benefit) -> bool:
        return any(getattr(m, "benefit", None) == benefit.id for m in members)

    def _search(self, benefit: Benefit, kinds: tuple[str, ...], nodes: int) -> Witness | None:
        base = self._with_payment(skeleton(self.rulebook, self.documents, kinds), benefit)
        object_ = next(f.id for f in base.facts if f.kind == benefit.kind)
        stack: list[tuple[dict[Cell, Scalar], Taken]] = [({}, ())]
        tried = 0
        while stack and tried < nodes and time.monotonic() < self.deadline:
            changes, taken = stack.pop()
            tried += 1
            found = self._told_apart(base, changes, taken, benefit, object_)
            if isinstance(found, Witness):
                return self._smallest(base, changes, taken, benefit, object_) or found
            waiting = [n for n in found if n in self.others]
            if waiting:
                stack.extend((changes, (*taken, (waiting[0], c))) for c in reversed(self.others[waiting[0]]))
            elif found:
                case = self._stated(base, changes, taken)
                further = list(self._further(case, changes, benefit, object_))
                stack.extend((f, taken) for f in reversed(further))
        return None

    def _told_apart(
        self, base: Case, changes: dict[Cell, Scalar], taken: Taken, benefit: Benefit, object_: str
    ) -> Witness | list[str]:
        """The witness, if this case is one; else what is still missing (nothing: no use in going on)."""
        case = self._stated(base, changes, taken)
        results = [(c, self._result(case, benefit, object_, c)) for c in self.choices]
        decided = [(c, r) for c, r in results if r is not None and r.outcome != "undetermined"]
        for first, a in decided:
            for second, b in decided:
                if first != second and not same(a, b):
                    return Witness(self.reading, (first, second), case, (a, b))
        if any(r is None for _, r in results) or len(decided) == len(self.choices):
            return []
        return list(dict.fromkeys(n for _, r in results if r is not None for n in r.missing)) or [""]

    def _smallest(
        self, base: Case, changes: dict[Cell, Scalar], taken: Taken, benefit: Benefit, object_: str
    ) -> Witness | None:
        """The same without every fact that is not needed."""
        found: Witness | None = None
        for cell in list(changes):
            fewer = {c: v for c, v in changes.items() if c != cell}
            shorter = self._told_apart(base, fewer, taken, benefit, object_)
            if isinstance(shorter, Witness):
                changes, found = fewer, shorter
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
    ) -> Iterator[dict[Cell, Scalar]]:
        readings = {r.name: r.default for r in self.rulebook.readings if r.default is not None}
        cells: dict[Cell, None] = {}
        reach = None
        for choice in self.choices:
            evaluator = Evaluator(self.rulebook, case, {**readings, **dict(case.readings), self.reading: choice})
            found = list(undecided(benefit.condition, (object_,), evaluator))
            terms = [t for t in (benefit.amount, benefit.decides) if t is not None]
            if not found:
                found += [i for t in terms for i in instances(t, (object_,), evaluator)]
                found += around(self.rulebook, evaluator, benefit, object_)
            parts = [touched(i.leaf, i.env, evaluator) for i in found]
            parts += [touched(t, (object_,), evaluator) for t in terms]
            for part in parts:
                cells |= {c: None for c in sorted(part) if self._is_open(c, case)}
            everything = [i for p in (benefit.condition, *terms) for i in instances(p, (object_,), evaluator)]
            reach = (evaluator, Reach((*everything, *around(self.rulebook, evaluator, benefit, object_)), evaluator))
        if not cells or reach is None:
            return
        cell = next(iter(cells))
        evaluator, comparisons = reach
        middle = middle_of(self.rulebook, case)
        field = declared(self.rulebook, cell)
        options = values(self.rulebook, evaluator, cell, comparisons.probes(cell), comparisons.mentions(cell), middle)
        if not options and field is not None:
            plain: dict[str, list[Scalar]] = {"date": [middle], "money": [Fraction(1000)], "number": [Fraction(1)]}
            options = plain.get(field.type.kind, [])
        for value in options:
            yield {**changes, cell: value}

    def _is_open(self, cell: Cell, case: Case) -> bool:
        field = declared(self.rulebook, cell)
        return field is not None and not field.type.list and current(case, cell) is None
