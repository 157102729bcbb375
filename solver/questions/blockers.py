"""What no allowed change gets past, where a search finds no way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from fractions import Fraction

from compiler.cases.model import Case, Scalar
from compiler.rulebook.model import Benefit, GroupDecl, Rulebook
from compiler.rulebook.terms import All, Apply, Cond, Const, Named, Open, Reads, Term, Test, bare, walk
from compiler.source.record import dataclass
from compiler.source.text import Span
from solver.answers.model import Assessment, Result
from solver.arithmetic.values import Interval
from solver.search.cells import WHOLE, apply, declared, is_open_to_change
from solver.search.evaluate import Cell, Evaluator
from solver.search.homes import Homes, bounds
from solver.search.leaves import Instance, Leaf, blame, instances, touched, words_of
from solver.search.utmost import utmost

Changes = Mapping[Cell, Scalar]


@dataclass(frozen=True, slots=True)
class Aim:
    """What a search is after: that a claim is granted, or comes to a sum (``want``, in yuan), or is lost."""

    rulebook: Rulebook
    case: Case
    benefit: Benefit
    object: str
    want: Fraction | None
    lose: bool
    known: dict[Cell, bool] = field(default_factory=dict, compare=False, repr=False)
    tests: dict[int, Test] = field(default_factory=dict, compare=False, repr=False)

    def own(self, answer: Assessment) -> Result | None:
        """The result that is asked about."""
        return next((r for r in answer.results if r.claim == (*self.benefit.family, self.object)), None)

    def reached(self, result: Result) -> bool:
        """Whether a result is what is wanted."""
        if self.lose:
            return result.outcome in ("refused", "displaced")
        if result.outcome != "granted":
            return False
        if self.want is None:
            return True
        return result.amount.low is not None and result.amount.low >= self.want

    def wanted(self, amount: Term) -> Test:
        """The comparison of an amount with the sum that is wanted: one for each amount."""
        assert self.want is not None
        if id(amount) not in self.tests:
            want = Const(self.want, amount.type, str(self.want))
            self.tests[id(amount)] = Test("want", "ge", amount, want, "", "sign", origin=_formula(amount))
        return self.tests[id(amount)]

    def usable(self, cell: Cell) -> bool:
        """Whether a fact may be changed."""
        if cell not in self.known:
            self.known[cell] = is_open_to_change(self.rulebook, self.case, cell)
        return self.known[cell]


@dataclass(frozen=True, slots=True)
class Blocker:
    """What no allowed change gets past: ``kind`` is fixed (a field that cannot change), forward (one that would have to
    go back), cap (a sum is cut off there), document, discretion, reading, or rule; ``name`` what, ``text`` the
    comparison it stands in; ``document``, ``clause`` and ``quote`` where that is; ``cell`` the field, where it is
    one."""

    kind: str
    name: str
    text: str = ""
    document: str = ""
    clause: str = ""
    quote: str = ""
    cell: Cell | None = None


class Blockers:
    """Gathers what stands in the way. ``assess``: what a case comes to for the claim, tersely or not; None when the
    case contradicts an assertion. ``readings``: how the text is read."""

    def __init__(
        self,
        aim: Aim,
        homes: Homes,
        readings: Mapping[str, str],
        assess: Callable[[Case, bool], Result | None],
    ) -> None:
        self.aim, self.homes, self.readings, self.assess = aim, homes, readings, assess
        self.lost_by: dict[str, bool] = {}
        self.found: dict[str, Blocker] = {}

    def all(self, evaluator: Evaluator) -> tuple[Blocker, ...]:
        """Everything that was noted, and what is seen of the case as it stands."""
        self._last_word(evaluator)
        return tuple(self.found.values())

    def without_sum(self) -> tuple[Blocker, ...]:
        """That the law names no sum that could be reached."""
        benefit = self.aim.benefit
        home = self.homes.own
        name = benefit.open or benefit.gives or benefit.origin.text.strip() or benefit.name
        self._say(Blocker("rule", name, "", home.document, home.clause, home.quote))
        return tuple(self.found.values())

    def out_of_reach(self, evaluator: Evaluator) -> tuple[Blocker, ...]:
        """What keeps a sum below the one that is wanted whatever is changed: the caps that always do; else the sum as
        the law has it, where no facts at all would reach it; else the facts that it is reckoned from."""
        amount, env = self.aim.benefit.amount, (self.aim.object,)
        for bound in bounds(self.aim.benefit):
            if self._never_reaches(bound.args[1], self.aim.usable):
                self._block_by("cap", bound.origin.text, Instance(bound, env))
        if not self.found and amount is not None:
            wanted = Instance(self.aim.wanted(amount), env)
            if self._never_reaches(amount, lambda _: True):
                self._block_by("rule", text_of(wanted), wanted)
            else:
                self._note(wanted, evaluator, {})
        return tuple(self.found.values())

    def _never_reaches(self, sum_: Term, usable: Callable[[Cell], bool]) -> bool:
        most = utmost(self.aim.rulebook, self.aim.case, dict(self.readings), usable, sum_, (self.aim.object,))
        return self.aim.want is not None and most is not None and most < self.aim.want

    def backward(self, cell: Cell, instance: Instance | None) -> None:
        """Note a fact that would have to go back."""
        self._block_by("forward", _called(cell), instance, cell)

    def stuck(self, blamed: tuple[Instance, ...], evaluator: Evaluator, changes: Changes) -> None:
        """Note what stands in the way where no field may be changed: every part of the conditions without a way out."""
        parts = [] if self.aim.lose else _conjuncts(self.aim.benefit.condition)
        dead = [blame(p, (self.aim.object,), True, evaluator, self.aim.usable) for p in parts]
        stuck = [d for d in dead if d and not any(self.aim.usable(c) for i in d for c in self._cells(i, evaluator))]
        for instance in dict.fromkeys(i for part in (*stuck, blamed) for i in part):
            self._note(instance, evaluator, changes)
        if not blamed:
            result = self.assess(apply(self.aim.rulebook, self.aim.case, changes), False)
            for reason in result.because if result is not None else ():
                name = reason.name if reason.kind in ("reading", "displaced_by") else reason.about or reason.name
                home = self.homes.own
                document, clause = reason.document or home.document, reason.clause or home.clause
                self._say(Blocker(reason.kind, name, reason.text, document, clause, reason.quote or home.quote))

    @staticmethod
    def _cells(instance: Instance, evaluator: Evaluator) -> list[Cell]:
        return sorted(c for c in touched(instance.leaf, instance.env, evaluator) if c[0] != WHOLE)

    def _note(self, instance: Instance, evaluator: Evaluator, changes: Changes) -> None:
        leaf = instance.leaf
        if isinstance(leaf, Open):
            self._block_by(leaf.reason, leaf.about, instance)
            return
        if isinstance(leaf, Reads):
            group = self._holding(leaf) if self.aim.lose else None
            if group is None or self._lost_by(leaf.reading):
                self._block_by("reading", leaf.reading, instance)
            else:  # however it is read, there is nothing here that the benefit could give way to
                self._say(Blocker("rule", group.origin.text, "", group.document, group.clause, group.quote))
            return
        cells = self._cells(instance, evaluator)
        told = [c for c in cells if not self._is_reference(c)] or cells
        for cell in told:
            if cell not in changes and not self.aim.usable(cell):
                self._block_by("fixed", _called(cell), instance, cell)
        if not cells:
            self._block_by("rule", leaf.origin.text, instance)

    def _holding(self, leaf: Leaf) -> GroupDecl | None:
        """The rule against double payment whose membership asks this; None where it is asked elsewhere."""
        return next((g for g in self.aim.rulebook.groups if any(node is leaf for node in walk(g.members))), None)

    def _lost_by(self, reading: str) -> bool:
        """Whether another choice of a reading alone takes the benefit away."""
        if reading not in self.lost_by:
            decl = next(r for r in self.aim.rulebook.readings if r.name == reading)
            other = (c for c, _ in decl.choices if c != self.readings.get(reading))
            self.lost_by[reading] = any(self._lost_under(reading, choice) for choice in other)
        return self.lost_by[reading]

    def _lost_under(self, reading: str, choice: str) -> bool:
        taken = tuple(sorted({**dict(self.aim.case.readings), reading: choice}.items()))
        result = self.assess(replace(self.aim.case, readings=taken), True)
        return result is not None and self.aim.reached(result)

    def _last_word(self, evaluator: Evaluator) -> None:
        """What stands in the way of every route although something could be changed: a cap below the sum, what a sum
        is reckoned from, the facts that cannot change under what would have to fail."""
        env = (self.aim.object,)
        if self.aim.want is not None:
            for bound in bounds(self.aim.benefit):
                most = evaluator.value(bound.args[1], env)
                if _below(most, self.aim.want):
                    self._block_by("cap", bound.origin.text, Instance(bound, env))
            if not self.found and self.aim.benefit.amount is not None:
                self._note(Instance(self.aim.wanted(self.aim.benefit.amount), env), evaluator, {})
        if self.found:
            return
        for instance in dict.fromkeys(instances(self.aim.benefit.condition, env, evaluator)):
            if not isinstance(instance.leaf, Open | Reads) and self._cells(instance, evaluator):
                self._note(instance, evaluator, {})
        if not self.found:
            benefit = self.aim.benefit
            sum_ = benefit.amount if self.aim.want is not None else None
            text = (_formula(sum_) if sum_ is not None else benefit.origin).text
            self._say(Blocker("rule", text if text.strip() else benefit.name))

    def _block_by(self, kind: str, name: str, instance: Instance | None, cell: Cell | None = None) -> None:
        home = self.homes.of(instance.leaf) if instance is not None else self.homes.own
        self._say(Blocker(kind, name, text_of(instance), home.document, home.clause, home.quote, cell))

    def _is_reference(self, cell: Cell) -> bool:
        field = declared(self.aim.rulebook, cell)
        return field is not None and field.type.kind == "entity"

    def _say(self, blocker: Blocker) -> None:
        name = (blocker.name.strip().splitlines() or [""])[0]  # a rule goes by its first line
        self.found.setdefault(name, replace(blocker, name=name))


def _called(cell: Cell) -> str:
    return f"{cell[0]}/{cell[1]}.{cell[2]}"


def text_of(instance: Instance | None) -> str:
    """The words of a comparison."""
    return words_of(instance) if instance is not None else ""


def _formula(amount: Term) -> Span:
    """Where a sum is written, behind its caps and rounding."""
    while isinstance(amount, Named) or (isinstance(amount, Apply) and amount.label):
        amount = amount.body if isinstance(amount, Named) else amount.args[0]
    return amount.origin


def _below(value: object, sum_: Fraction) -> bool:
    high = value.high if isinstance(value, Interval) else value
    return isinstance(high, Fraction) and high < sum_


def _conjuncts(cond: Cond) -> list[Cond]:
    """The parts of a condition that must all hold."""
    inner = bare(cond)
    return [p for o in inner.operands for p in _conjuncts(o)] if isinstance(inner, All) else [cond]
