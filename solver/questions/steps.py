"""What to try next: single changes that may bring a case nearer to what is wanted.

Comparisons are blamed of which at least one has to come out otherwise; each fact under them that may help is set to
each value at which something turns over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from functools import partial

from compiler.cases.model import Scalar
from compiler.rulebook.wordings import wordings
from solver.answers.model import Assessment, Result
from solver.arithmetic.values import Interval, ends
from solver.questions.ahead import Changes
from solver.questions.blockers import Aim, Blockers
from solver.questions.plainly import ENDS
from solver.search.around import around, swings
from solver.search.cells import CHOICE, WHOLE, apply, cost, current, declared, goes_forward
from solver.search.directed import Directed
from solver.search.endings import endings
from solver.search.evaluate import Cell, Evaluator
from solver.search.landmarks import Reach, middle_of, order_of, plain, values
from solver.search.leaves import Instance, blame, instances, sums, touched
from solver.search.near import Out
from solver.search.rooms import rooms
from solver.search.sway import Sway, TooWide, is_kept_out
from solver.search.utmost import utmost

Why = Callable[[], Instance | None]
"""The comparison that a change is for; found out when it is told."""


class Steps:
    """``aim``: what is wanted; ``alone``: no other claim matters to this one; ``first``: the case that the search began
    with. What is found to stand in the way goes to ``blockers``."""

    def __init__(self, aim: Aim, blockers: Blockers, alone: bool, first: Evaluator) -> None:
        self.aim, self.blockers, self.alone, self.first = aim, blockers, alone, first
        self.rulebook, self.case, self.benefit, self.object = aim.rulebook, aim.case, aim.benefit, aim.object
        self.want, self.lose = aim.want, aim.lose
        self.endings = tuple(endings(aim.benefit, aim.object))
        self.out = Out(aim.rulebook, first, aim.usable)
        first.memory.held.append(self.out)

    def after(
        self, changes: Changes, answer: Assessment | None, evaluator: Evaluator
    ) -> Iterator[tuple[Changes, int, int, Why]]:
        """Single changes that may help: what to set, its cost, how far it goes, and the comparison it is for."""
        case = evaluator.case
        result = self.aim.own(answer) if answer is not None else None
        cells: dict[Cell, Instance | None] = {}
        blamed: dict[Cell, list[Instance]] = {}
        with evaluator.still():
            to_blame = self._blamed(evaluator, answer)
            directed = Directed(evaluator, lambda cell: cell not in changes and self.aim.usable(cell))
            raising = self._raising(evaluator, directed)
            for instance in to_blame:
                for cell in sorted(directed.of(instance)):
                    if raising is None or cell in raising:
                        cells.setdefault(cell, instance)
                        blamed.setdefault(cell, []).append(instance)
            if raising is None and any(map(directed.is_measured, cells)):
                # How far a number has to go for the sum as well is seen when what the sum hangs on beside it is set.
                also = (self._raising(evaluator, directed, met=False) or frozenset()) - cells.keys()
                cells |= dict.fromkeys(sorted(also), self._amount_instances(evaluator)[0] if also else None)
        for cell in self._choices(result) if result is not None else ():
            cells.setdefault(cell, None)
        usable = [c for c in cells if self.aim.usable(c) and c not in changes]
        if not usable:
            self.blockers.stuck(tuple(directed.undecided) or to_blame, evaluator, changes)
            return
        with evaluator.still():
            reach = Reach(self._instances(evaluator), evaluator)
        none = True
        for cell in usable:
            before = current(case, cell)
            price = cost(self.rulebook, cell, before)
            allowed = self._values(reach, evaluator, cell, cells[cell], blamed.get(cell, ()))
            for rank, value in enumerate(allowed):
                none = False
                yield {cell: value}, price, rank + 1, partial(reach.turned, cell, before, value, to_blame, cells[cell])
        for cell in usable if none else ():
            # Of several numbers of which nothing is known one has to be said before it is seen what the others decide.
            if current(case, cell) is None and (some := self._plain(cell)) is not None:
                yield {cell: some}, cost(self.rulebook, cell, None), 1, partial(cells.get, cell)

    def _values(
        self, reach: Reach, evaluator: Evaluator, cell: Cell, instance: Instance | None, blamed: Sequence[Instance]
    ) -> Iterator[Scalar]:
        """The values that a cell is set to, the nearest first."""
        before = current(evaluator.case, cell)
        if cell[0] in (WHOLE, CHOICE):
            yield from () if before is True else (True,)
            return
        middle = middle_of(self.rulebook, self.case)
        found = values(self.rulebook, evaluator, cell, reach.probes(cell), reach.mentions(cell), middle)
        turning = reach.turning(cell, before, found, blamed)
        allowed = [v for v in turning if v != before and goes_forward(self.rulebook, cell, before, v)]
        if not allowed and len(found) > 1:
            self.blockers.backward(cell, instance)
        order = order_of(self.rulebook, cell, current(self.case, cell))
        if order is not None and before is not None:
            start = order(before)
            allowed.sort(key=lambda v: abs(order(v) - start))
        yield from reach.different(cell, before, allowed, self._is_named(cell))

    def _plain(self, cell: Cell) -> Scalar | None:
        """Some value of a number or day; of money, the sum that is wanted."""
        some = plain(self.rulebook, self.case, cell)
        field = declared(self.rulebook, cell)
        is_money = field is not None and field.type.kind == "money"
        return self.want if is_money and self.want is not None else next(iter(some), None)

    def is_dead_end(self, evaluator: Evaluator, changes: Changes, cell: Cell, value: Scalar) -> bool:
        """Whether a change takes away what the benefit itself asks for, and nothing that may be changed gives it
        back."""
        field = declared(self.rulebook, cell)
        if self.lose or field is None or field.type.kind == "entity":
            return False
        env = (self.object,)
        with evaluator.supposing(cell, value):
            if evaluator.state(self.benefit.condition, env) is not False:
                return False
            found = blame(self.benefit.condition, env, True, evaluator, self.aim.usable)
            read = {c for i in found for c in touched(i.leaf, i.env, evaluator)}
        return not any(self.aim.usable(c) for c in read - changes.keys() - {cell})

    def _blamed(self, evaluator: Evaluator, answer: Assessment | None) -> tuple[Instance, ...]:
        """Comparisons of which one has to come out otherwise."""
        env = (self.object,)
        condition = self.benefit.condition
        if self.lose:
            own = blame(condition, env, False, evaluator, self.aim.usable)
            return (*own, *self._ended(evaluator), *self._swings(evaluator, answer))
        found = blame(condition, env, True, evaluator, self.aim.usable)
        if found:
            return found
        if self.falls_short(evaluator):
            return self._amount_instances(evaluator)
        result = self.aim.own(answer) if answer is not None else None
        kept_out = (
            result is not None and result.outcome in ("displaced", "undetermined") and is_kept_out(result.because)
        )
        amount = () if kept_out else self._amount_instances(evaluator)
        ended = self._ended(evaluator) if result is not None and any(r.kind in ENDS for r in result.because) else ()
        return (*amount, *ended, *self._swings(evaluator, answer))

    def falls_short(self, evaluator: Evaluator) -> bool:
        """Whether the benefit's own sum is below the one that is wanted, or not known: as no more is paid than that, it
        has to rise, whatever others do."""
        amount = self.benefit.amount
        if self.want is None or self.lose or amount is None or not self._is_bounded:
            return False
        value = evaluator.value(amount, (self.object,))
        return value is None or (isinstance(value, Fraction | Interval) and self.is_below(ends(value)[1]))

    def _raising(self, evaluator: Evaluator, directed: Directed, met: bool = True) -> frozenset[Cell] | None:
        """The facts that may raise the benefit's own sum, where it has to rise: while its condition is ``met`` nothing
        else is missing first."""
        amount, env = self.benefit.amount, (self.object,)
        is_met = evaluator.state(self.benefit.condition, env) is True
        if amount is None or is_met is not met or not self.falls_short(evaluator):
            return None
        return directed.raising(amount, env)

    def nearer(self, evaluator: Evaluator, cell: Cell, value: Scalar) -> list[Scalar]:
        """Values of a number or day between what the case says and one that does, the nearest first, at which something
        turns over with all else as it is."""
        before = current(self.case, cell)
        order = order_of(self.rulebook, cell, before)
        if before is None or order is None:
            return []
        with evaluator.still():
            reach = Reach(self._instances(evaluator), evaluator)
        middle = middle_of(self.rulebook, self.case)
        found = values(self.rulebook, evaluator, cell, reach.probes(cell), reach.mentions(cell), middle)
        start, far = order(before), order(value)
        between = [v for v in found if 0 < (order(v) - start) * (1 if far > start else -1) < abs(far - start)]
        return sorted(between, key=lambda v: abs(order(v) - start))

    @property
    def _is_bounded(self) -> bool:
        """Whether no more than its own sum can be paid: a floor that claims share may lift it."""
        return all(cap.kind == "cap" for cap in self.benefit.caps)

    def _ended(self, evaluator: Evaluator) -> Iterator[Instance]:
        """What decides whether payment ends before it begins."""
        for end in self.endings:
            yield from end.blamed(self.lose, evaluator, self.aim.usable)

    def _swings(self, evaluator: Evaluator, answer: Assessment | None) -> tuple[Instance, ...]:
        """What decides between this claim and others: as little as will do."""
        if self.alone:
            return ()
        result = self.aim.own(answer) if answer is not None else None
        if answer is not None and result is not None:
            outcomes = {(r.benefit_id, r.object): r.outcome for r in answer.results}
            sway = Sway(self.rulebook, evaluator, self.aim.usable, outcomes, self.first)
            own = frozenset((b.id, self.object) for b in wordings(self.rulebook, self.benefit.id))
            with suppress(TooWide):
                if self.lose:
                    return sway.losing(own)
                if not self.lose and result.outcome != "granted":
                    return sway.gaining(own, result.because)
        return swings(self.rulebook, evaluator, self.benefit, self.object, self.aim.usable, self.out)

    def _amount_instances(self, evaluator: Evaluator) -> tuple[Instance, ...]:
        env = (self.object,)
        found = [i for t in sums(self.benefit) for i in instances(t, env, evaluator)]
        if self.benefit.amount is not None and self.want is not None:
            found.insert(0, Instance(self.aim.wanted(self.benefit.amount), env))
            found += rooms(self.rulebook, evaluator, self.benefit, self.object, self.want)
        return tuple(found)

    def _instances(self, evaluator: Evaluator) -> tuple[Instance, ...]:
        own = tuple(instances(self.benefit.condition, (self.object,), evaluator))
        near = () if self.alone else around(self.rulebook, evaluator, self.benefit, self.object, self.out)
        return (*own, *self._amount_instances(evaluator), *near, *(end.instance for end in self.endings))

    def _choices(self, result: Result) -> list[Cell]:
        """Choosing this benefit, where the claimant may choose; saying that a history is whole, where that is asked."""
        found: list[Cell] = []
        for reason in result.because:
            if reason.kind == "contest" and reason.about == "claimants_choice" and not self.lose:
                found.append((CHOICE, self.benefit.id, self.object))
            if reason.kind == "incomplete":
                found.append((WHOLE, reason.about, ""))
        return found

    def _is_named(self, cell: Cell) -> bool:
        """Whether the values of a field are a few names without an order."""
        field = declared(self.rulebook, cell)
        enum = self.rulebook.enum(field.type.name) if field is not None and field.type.kind == "enum" else None
        return enum is not None and not enum.ordered

    def most(self, changes: Changes) -> Fraction | None:
        """The most that the benefit can come to after some changes, which stay, as far as that is seen without a
        search."""
        amount = self.benefit.amount
        if self.want is None or self.lose or amount is None or not self._is_bounded:
            return None
        case = apply(self.rulebook, self.case, changes)

        def usable(cell: Cell) -> bool:
            return cell not in changes and self.aim.usable(cell)

        return utmost(self.rulebook, case, self.first.readings, usable, amount, (self.object,))

    def is_below(self, most: Fraction | None) -> bool:
        return most is not None and self.want is not None and most < self.want
