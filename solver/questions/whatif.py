"""What would have to change? The least changes after which a benefit is granted (or reaches a sum), or is lost.

Routes are searched in the order of their cost. A case that is not as wanted is blamed on comparisons of which at least
one must come out otherwise; each open field under them is set to each value at which something turns over, and the
changed case is assessed. So every route has been assessed, none contains another, and within the landmark values
(:mod:`solver.search.landmarks`) none is missed unless a limit was reached, which is said.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass as mutable
from dataclasses import field
from fractions import Fraction
from functools import partial
from operator import itemgetter

from compiler.cases.model import Case, Scalar
from compiler.diagnostics.problem import Rejected
from compiler.rulebook.model import Rulebook
from compiler.rulebook.wordings import whole, wordings
from solver.answers.model import Assessment, Result
from solver.arithmetic.values import Interval, ends
from solver.questions.ahead import TOGETHER, Ahead, Changes, Key
from solver.questions.assess import Assessor, engine_of
from solver.questions.blockers import Aim, Blockers, text_of
from solver.questions.plainly import ENDS
from solver.questions.routes import Change, Limits, Route, WhatIf
from solver.search.around import around, swings
from solver.search.cells import (
    CHOICE,
    WHOLE,
    apply,
    cost,
    current,
    declared,
    goes_forward,
)
from solver.search.endings import endings
from solver.search.evaluate import Cell, Evaluator
from solver.search.homes import Homes
from solver.search.landmarks import Reach, middle_of, order_of, values
from solver.search.leaves import Instance, blame, instances, sums, touched
from solver.search.memory import Memory
from solver.search.rooms import rooms
from solver.search.sway import Sway, TooWide, is_kept_out
from solver.search.utmost import utmost


def whatif(
    rulebook: Rulebook,
    case: Case,
    benefit: str,
    object_: str,
    want: Fraction | None = None,
    lose: bool = False,
    limits: Limits | None = None,
    memory: Memory | None = None,
) -> WhatIf:
    """Find the least changes. ``benefit`` is its id; ``want`` the sum to be reached (yuan, in the benefit's form).
    ``memory`` may be shared by all questions about the case.

    Raises :class:`KeyError` when the case has no such benefit and object.
    """
    return _Search(rulebook, case, benefit, object_, want, lose, limits or Limits(), memory or Memory()).run()


Why = Callable[[], Instance | None]
"""The comparison that a change is for; found out when it is told."""


@mutable(slots=True)
class _Node:
    changes: Changes
    why: dict[Cell, Why] = field(default_factory=dict)


_Entry = tuple[int, int, int, _Node]
"""A state to be looked at: what it costs, how far it goes, when it was found."""


class _Search:
    def __init__(
        self,
        rulebook: Rulebook,
        case: Case,
        benefit: str,
        object_: str,
        want: Fraction | None,
        lose: bool,
        limits: Limits,
        memory: Memory,
    ) -> None:
        found = whole(rulebook, benefit)
        if found is None:
            raise KeyError(benefit)
        self.rulebook, self.case, self.benefit, self.object = rulebook, case, found, object_
        self.want, self.lose, self.limits = want, lose, limits
        self.aim = Aim(rulebook, case, found, object_, want, lose)
        self.assessor = Assessor(engine_of(rulebook))
        self.homes = Homes(rulebook, found)
        ends = (found.parts, found.stops, found.duration, found.starting)
        self.alone = not any(ends) and not self.assessor.engine.meets(case, found.id)
        self.readings = {r.name: r.default for r in rulebook.readings if r.default is not None} | dict(case.readings)
        self.tried = 0
        self.reached: dict[Key, bool] = {}  # of states that were decided, whether they are as wanted
        self.ahead = Ahead(self._several, lambda changes: self._may_be(self._evaluator(changes)))
        self.memory = memory
        self.first = self._evaluator({})
        self.endings = tuple(endings(found, object_))
        self.blockers = Blockers(self.aim, self.homes, self.readings, self._outcome)

    def run(self) -> WhatIf:
        """Search from the case as it stands."""
        at_first = self._assess({}, terse=False)
        now = self._own(at_first) if at_first is not None else None
        if at_first is None or now is None:
            raise KeyError(self.object)
        most = self._most({})
        if self._is_below(most) and not self.aim.reached(now):
            blockers = self.blockers.out_of_reach(self._evaluator({}))
            return WhatIf(now, self.lose, self.want, (), blockers, self.tried, most=most)
        if self.want is not None and not self.lose and self.benefit.amount is None:
            return WhatIf(now, self.lose, self.want, (), self.blockers.without_sum(), self.tried)
        routes: list[tuple[Change, ...]] = []
        limit = ""
        started = time.monotonic()
        count = 0
        heap: list[_Entry] = [(0, 0, 0, _Node({}))]
        visited: set[Key] = set()
        while heap and len(routes) < self.limits.routes:
            price, rank, _, node = heapq.heappop(heap)
            key = frozenset(node.changes.items())
            if key in visited or any(self._contains(node.changes, r) for r in routes):
                continue
            visited.add(key)
            if self.tried >= self.limits.nodes or time.monotonic() - started > self.limits.seconds:
                limit = "nodes" if self.tried >= self.limits.nodes else "seconds"
                break
            evaluator = self._evaluator(node.changes)
            answer: Assessment | None = at_first
            if node.changes and self._may_be(evaluator):
                self.tried += 1
                following = (node.changes for *_, node in heapq.nsmallest(2 * TOGETHER, heap))
                answer = self.ahead.answer(node.changes, following, visited)
                if answer is None:
                    continue
            elif node.changes:
                answer = None
            self.reached[key] = self._is_reached(answer)
            if self.reached[key]:
                if node.changes:
                    routes.append(self._route(node))
                    continue
                break
            for more, dearer, further, why in self._steps(node.changes, answer, evaluator):
                cell = next(iter(more))
                if most is not None and self._is_below(self._most({**node.changes, **more})):
                    continue  # whatever else is changed, the sum is not reached
                # What blocks a way is asked for only where there is none.
                if routes and self._is_dead_end(evaluator, node.changes, cell, more[cell]):
                    continue
                count += 1
                step = _Node({**node.changes, **more}, {**node.why, cell: why})
                heapq.heappush(heap, (price + dearer, rank + further, count, step))
        stuck = not routes and not limit and not self.aim.reached(now)
        blockers = self.blockers.all(self._evaluator({})) if stuck else ()
        told = tuple(self._told(routes))
        return WhatIf(now, self.lose, self.want, told, blockers, self.tried, limit)

    def _most(self, changes: Changes) -> Fraction | None:
        """The most that the benefit can come to after some changes, which stay, as far as that is seen without a
        search."""
        amount = self.benefit.amount
        if self.want is None or self.lose or amount is None or not self._is_bounded:
            return None
        case = apply(self.rulebook, self.case, changes)

        def usable(cell: Cell) -> bool:
            return cell not in changes and self.aim.usable(cell)

        return utmost(self.rulebook, case, self.readings, usable, amount, (self.object,))

    def _is_below(self, most: Fraction | None) -> bool:
        return most is not None and self.want is not None and most < self.want

    # ------------------------------------------------------------ one state

    def _evaluator(self, changes: Changes) -> Evaluator:
        case = apply(self.rulebook, self.case, changes)
        return Evaluator(self.rulebook, case, self.readings, memory=self.memory)

    def _may_be(self, evaluator: Evaluator) -> bool:
        """Whether only the solver can tell if a changed case is as wanted: the benefit's own condition may say already
        that it is not."""
        state = evaluator.state(self.benefit.condition, (self.object,))
        return not (self.alone and state is True) if self.lose else state is True

    def _assess(self, changes: Changes, terse: bool = True) -> Assessment | None:
        """What the changed case gets; None when it contradicts an assertion."""
        return self._decided(apply(self.rulebook, self.case, changes), terse)

    def _several(self, states: Sequence[Changes], terse: bool = True) -> list[Assessment | None]:
        """What several changed cases get."""
        cases = [apply(self.rulebook, self.case, changes) for changes in states]
        found = self.assessor.assess_many(cases, False, terse, frozenset({self.benefit.id}))
        return [None if isinstance(answer, Rejected) else answer for answer in found]

    def _decided(self, case: Case, terse: bool) -> Assessment | None:
        self.tried += 1
        try:
            return self.assessor.assess(case, explain=False, focus=self.benefit.id, terse=terse)
        except Rejected:
            return None

    def _own(self, answer: Assessment) -> Result | None:
        """The result that is asked about."""
        return next((r for r in answer.results if r.claim == (*self.benefit.family, self.object)), None)

    def _is_reached(self, answer: Assessment | None) -> bool:
        """Whether the result that is asked about is as wanted."""
        result = self._own(answer) if answer is not None else None
        return result is not None and self.aim.reached(result)

    def _outcome(self, case: Case, terse: bool) -> Result | None:
        answer = self._decided(case, terse)
        return self._own(answer) if answer is not None else None

    def _contains(self, changes: Changes, route: tuple[Change, ...]) -> bool:
        """Whether these changes hold a whole route: the same values, or on a scale the same direction or further."""
        return all(self._covers(changes, c) for c in route)

    def _covers(self, changes: Changes, change: Change) -> bool:
        after = changes.get(change.cell)
        if after is None or after == change.after:
            return after is not None
        order = order_of(self.rulebook, change.cell, change.before)
        if order is None or change.before is None:
            return False
        start, near, far = order(change.before), order(change.after), order(after)
        return (near > start) == (far > start) and abs(far - start) > abs(near - start)

    def _route(self, node: _Node) -> tuple[Change, ...]:
        """The changes of a route, without those that turn out not to be needed."""
        changes = dict(node.changes)
        while len(changes) > 1:
            several = [{c: v for c, v in changes.items() if c != cell} for cell in changes]
            asked = [
                fewer
                for fewer in several
                if frozenset(fewer.items()) not in self.reached and self._may_be(self._evaluator(fewer))
            ]
            self.tried += len(asked)
            for fewer, answer in zip(asked, self._several(asked) if asked else (), strict=True):
                self.reached[frozenset(fewer.items())] = self._is_reached(answer)
            enough = (fewer for fewer in several if self.reached.get(frozenset(fewer.items())))
            changes, before = next(enough, changes), changes
            if changes is before:
                break
        return tuple(self._change(*one, node.why[one[0]]()) for one in sorted(changes.items(), key=itemgetter(0)))

    def _told(self, routes: Sequence[tuple[Change, ...]]) -> Iterator[Route]:
        """The routes, each with what it leads to."""
        states = [{change.cell: change.after for change in route} for route in routes]
        self.tried += len(states)
        for route, answer in zip(routes, self._several(states, terse=False) if states else (), strict=True):
            result = self._own(answer) if answer is not None else None
            assert result is not None  # it was reached
            yield Route(route, sum(change.cost for change in route), result)

    def _change(self, cell: Cell, value: Scalar, instance: Instance | None) -> Change:
        home = self.homes.of(instance.leaf) if instance is not None else self.homes.own
        before = current(self.case, cell)
        price = cost(self.rulebook, cell, before)
        return Change(cell, before, value, price, home.document, home.clause, home.quote, text_of(instance))

    # ------------------------------------------------------------ what to try next

    def _steps(
        self, changes: Changes, answer: Assessment | None, evaluator: Evaluator
    ) -> Iterator[tuple[Changes, int, int, Why]]:
        """Single changes that may help: what to set, its cost, how far it goes, and the comparison it is for."""
        case = evaluator.case
        result = self._own(answer) if answer is not None else None
        with evaluator.still():
            to_blame = self._blamed(evaluator, answer)
        cells: dict[Cell, Instance | None] = {}
        blamed: dict[Cell, list[Instance]] = {}
        for instance in to_blame:
            for cell in sorted(touched(instance.leaf, instance.env, evaluator)):
                cells.setdefault(cell, instance)
                blamed.setdefault(cell, []).append(instance)
        for cell in self._choices(result) if result is not None else ():
            cells.setdefault(cell, None)
        usable = [c for c in cells if self.aim.usable(c) and c not in changes]
        if not usable:
            self.blockers.stuck(to_blame, evaluator, changes)
            return
        with evaluator.still():
            reach = Reach(self._instances(evaluator), evaluator)
        for cell in usable:
            before = current(case, cell)
            price = cost(self.rulebook, cell, before)
            if cell[0] in (WHOLE, CHOICE):
                if before is not True:
                    yield {cell: True}, price, 1, partial(cells.get, cell)
                continue
            found = values(
                self.rulebook,
                evaluator,
                cell,
                reach.probes(cell),
                reach.mentions(cell),
                middle_of(self.rulebook, self.case),
            )
            turning = reach.turning(cell, before, found, blamed.get(cell, ()))
            allowed = [v for v in turning if v != before and goes_forward(self.rulebook, cell, before, v)]
            if not allowed and len(found) > 1:
                self.blockers.backward(cell, cells[cell])
            order = order_of(self.rulebook, cell, current(self.case, cell))
            if order is not None and before is not None:
                start = order(before)
                allowed.sort(key=lambda v: abs(order(v) - start))
            for rank, value in enumerate(reach.different(cell, before, allowed, self._is_named(cell))):
                yield (
                    {cell: value},
                    price,
                    rank + 1,
                    partial(reach.turned, cell, before, value, to_blame, cells[cell]),
                )

    def _is_dead_end(self, evaluator: Evaluator, changes: Changes, cell: Cell, value: Scalar) -> bool:
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
        if self._falls_short(evaluator):
            return self._amount_instances(evaluator)
        result = self._own(answer) if answer is not None else None
        kept_out = (
            result is not None and result.outcome in ("displaced", "undetermined") and is_kept_out(result.because)
        )
        amount = () if kept_out else self._amount_instances(evaluator)
        ended = self._ended(evaluator) if result is not None and any(r.kind in ENDS for r in result.because) else ()
        return (*amount, *ended, *self._swings(evaluator, answer))

    def _falls_short(self, evaluator: Evaluator) -> bool:
        """Whether the benefit's own sum is below the one that is wanted: as no more is paid than that, it has to rise,
        whatever others do."""
        amount = self.benefit.amount
        if self.want is None or amount is None or not self._is_bounded:
            return False
        value = evaluator.value(amount, (self.object,))
        return isinstance(value, Fraction | Interval) and self._is_below(ends(value)[1])

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
        result = self._own(answer) if answer is not None else None
        if answer is not None and result is not None:
            outcomes = {(r.benefit_id, r.object): r.outcome for r in answer.results}
            sway = Sway(self.rulebook, evaluator, self.aim.usable, outcomes, self.first)
            own = frozenset((b.id, self.object) for b in wordings(self.rulebook, self.benefit.id))
            with suppress(TooWide):
                if self.lose:
                    return sway.losing(own)
                if not self.lose and result.outcome != "granted":
                    return sway.gaining(own, result.because)
        return swings(self.rulebook, evaluator, self.benefit, self.object, self.aim.usable)

    def _amount_instances(self, evaluator: Evaluator) -> tuple[Instance, ...]:
        env = (self.object,)
        found = [i for t in sums(self.benefit) for i in instances(t, env, evaluator)]
        if self.benefit.amount is not None and self.want is not None:
            found.insert(0, Instance(self.aim.wanted(self.benefit.amount), env))
            found += rooms(self.rulebook, evaluator, self.benefit, self.object, self.want)
        return tuple(found)

    def _instances(self, evaluator: Evaluator) -> tuple[Instance, ...]:
        own = tuple(instances(self.benefit.condition, (self.object,), evaluator))
        near = () if self.alone else around(self.rulebook, evaluator, self.benefit, self.object)
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
