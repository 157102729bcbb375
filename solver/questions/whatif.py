"""What would have to change? The least changes after which a benefit is granted (or reaches a sum), or is lost.

Routes are searched in the order of their cost. A case that is not as wanted is blamed on comparisons of which at least
one must come out otherwise; each open field under them is set to each value at which something turns over, and the
changed case is assessed. So every route has been assessed, none contains another, and within the landmark values
(:mod:`solver.search.landmarks`) none is missed unless a limit was reached, which is said.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass as mutable
from dataclasses import field, replace
from fractions import Fraction
from operator import itemgetter

from compiler.cases.model import Case, Scalar
from compiler.diagnostics.problem import Rejected
from compiler.rulebook.model import Rulebook
from compiler.rulebook.wordings import whole
from solver.answers.model import Assessment, Result
from solver.questions.ahead import TOGETHER, Ahead, Changes, Key
from solver.questions.assess import Assessor, engine_of
from solver.questions.blockers import Aim, Blockers, text_of
from solver.questions.routes import Change, Limits, Route, WhatIf
from solver.questions.steps import Steps, Why
from solver.search.cells import another, apply, cost, current, declared
from solver.search.evaluate import Cell, Evaluator
from solver.search.homes import Homes
from solver.search.landmarks import order_of
from solver.search.leaves import Instance
from solver.search.memory import Memory


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


@mutable(slots=True)
class _Node:
    changes: Changes
    why: dict[Cell, Why] = field(default_factory=dict)


def _renamed(cell: Cell, called: dict[str, str]) -> Cell:
    return cell[0], called.get(cell[1], cell[1]), cell[2]


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
        memory.held.append(self.aim)
        self.first = self._evaluator({})
        self.blockers = Blockers(self.aim, self.homes, self.readings, self._outcome)
        self.steps = Steps(self.aim, self.blockers, self.alone, self.first)

    def run(self) -> WhatIf:
        """Search from the case as it stands."""
        at_first = self._assess({}, terse=False)
        now = self.aim.own(at_first) if at_first is not None else None
        if at_first is None or now is None:
            raise KeyError(self.object)
        most = self.steps.most({})
        if self.steps.is_below(most) and not self.aim.reached(now):
            blockers = self.blockers.out_of_reach(self._evaluator({}))
            return WhatIf(now, self.lose, self.want, (), blockers, self.tried, most=most)
        if self.want is not None and not self.lose and self.benefit.amount is None:
            return WhatIf(now, self.lose, self.want, (), self.blockers.without_sum(), self.tried)
        routes: list[tuple[Change, ...]] = []
        limit, below = "", None
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
            if node.changes and most is None and self.steps.is_below(self.steps.most(node.changes)):
                continue  # what was changed keeps the sum down
            limit = self._limit(time.monotonic() - started, bool(routes))
            if limit:
                below = price
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
                    route = self._route(node)
                    if not any(self._contains({c.cell: c.after for c in route}, r) for r in routes):
                        routes.append(route)
                    continue
                break
            for more, dearer, further, why in self.steps.after(node.changes, answer, evaluator):
                cell = next(iter(more))
                if most is not None and self.steps.is_below(self.steps.most({**node.changes, **more})):
                    continue  # whatever else is changed, the sum is not reached
                # What blocks a way is asked for only where there is none.
                if routes and self.steps.is_dead_end(evaluator, node.changes, cell, more[cell]):
                    continue
                count += 1
                step = _Node({**node.changes, **more}, {**node.why, cell: why})
                heapq.heappush(heap, (price + dearer, rank + further, count, step))
        stuck = not routes and not limit and not self.aim.reached(now)
        blockers = self.blockers.all(self._evaluator({})) if stuck else ()
        told = tuple(self._told(routes))
        return WhatIf(now, self.lose, self.want, told, blockers, self.tried, limit, below=below)

    def _limit(self, seconds: float, has_route: bool) -> str:
        """Which limit is reached after some time, if one is."""
        if self.tried >= self.limits.nodes:
            return "nodes"
        enough = self.limits.enough if has_route and self.limits.enough is not None else self.limits.seconds
        return "seconds" if seconds > min(enough, self.limits.seconds) else ""

    # ------------------------------------------------------------ one state

    def _evaluator(self, changes: Changes) -> Evaluator:
        case = apply(self.rulebook, self.case, changes)
        return Evaluator(self.rulebook, case, self.readings, memory=self.memory)

    def _may_be(self, evaluator: Evaluator) -> bool:
        """Whether only the solver can tell if a changed case is as wanted: the benefit's own condition or sum may say
        already that it is not."""
        state = evaluator.state(self.benefit.condition, (self.object,))
        if self.lose:
            return not (self.alone and state is True)
        return state is True and not self.steps.falls_short(evaluator)

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

    def _is_reached(self, answer: Assessment | None) -> bool:
        """Whether the result that is asked about is as wanted."""
        result = self.aim.own(answer) if answer is not None else None
        return result is not None and self.aim.reached(result)

    def _outcome(self, case: Case, terse: bool) -> Result | None:
        answer = self._decided(case, terse)
        return self.aim.own(answer) if answer is not None else None

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
        for cell in [*changes] if len(changes) > 1 else ():
            changes[cell] = self._nearest(changes, cell)
        called = self._called(changes)
        found = [self._change(*one, node.why[one[0]]()) for one in sorted(changes.items(), key=itemgetter(0))]
        return tuple(
            replace(c, cell=_renamed(c.cell, called), after=self._name(c.cell, c.after, called)) for c in found
        )

    def _nearest(self, changes: Changes, cell: Cell) -> Scalar:
        """How far a number has to go with the other changes of a route: it may have gone further before they were
        made."""
        others = {c: v for c, v in changes.items() if c != cell}
        nearer = self.steps.nearer(self._evaluator(others), cell, changes[cell])
        states = [{**others, cell: value} for value in nearer]
        asked = [state for state in states if self._may_be(self._evaluator(state))]
        self.tried += len(asked)
        reached = (
            s
            for s, answer in zip(asked, self._several(asked) if asked else (), strict=True)
            if self._is_reached(answer)
        )
        return next(reached, changes)[cell]

    def _name(self, cell: Cell, value: Scalar, called: dict[str, str]) -> Scalar:
        field = declared(self.rulebook, cell)
        named = field is not None and field.type.kind == "entity"
        return called.get(str(value), value) if named else value

    def _called(self, changes: Changes) -> dict[str, str]:
        """What parties and things that the case does not have are called, the same in all routes: one that was to be
        the second is the first where the other is not needed."""
        case, called = self.case, dict[str, str]()
        for cell, value in sorted(changes.items(), key=itemgetter(0)):
            field = declared(self.rulebook, cell)
            kind = field.type.name if field is not None and field.type.kind == "entity" else None
            if (
                kind is not None
                and str(value) not in called
                and (kind, value) not in {(f.kind, f.id) for f in case.facts}
            ):
                called[str(value)] = another(case, kind)
                case = apply(self.rulebook, case, {cell: called[str(value)]})
        return called

    def _told(self, routes: Sequence[tuple[Change, ...]]) -> Iterator[Route]:
        """The routes, each with what it leads to."""
        states = [{change.cell: change.after for change in route} for route in routes]
        self.tried += len(states)
        for route, answer in zip(routes, self._several(states, terse=False) if states else (), strict=True):
            result = self.aim.own(answer) if answer is not None else None
            assert result is not None  # it was reached
            yield Route(route, sum(change.cost for change in route), result)

    def _change(self, cell: Cell, value: Scalar, instance: Instance | None) -> Change:
        home = self.homes.of(instance.leaf) if instance is not None else self.homes.own
        before = current(self.case, cell)
        price = cost(self.rulebook, cell, before)
        return Change(cell, before, value, price, home.document, home.clause, home.quote, text_of(instance))
