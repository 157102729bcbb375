"""A smallest case that tells two choices of a reading apart.

A case is grown fact by fact, each set to a value at which something turns over (:mod:`solver.search.landmarks`), those
values first under which the choices part. Direct evaluation says which facts matter next and when it is worth asking;
only the program decides. What a witness does not need is then left out.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from heapq import heappop, heappush
from itertools import islice
from typing import Literal

from compiler.cases.model import Case, Scalar
from compiler.rulebook.model import Benefit, Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import Reads, Term, walk
from compiler.source.record import dataclass
from solver.arithmetic.values import Value
from solver.questions.apart import Apart, View, Witness, compared, is_decided, payment_readings, payment_terms
from solver.questions.assess import Assessor, engine_of
from solver.questions.plainer import plainer
from solver.questions.standing import Taken, readings_of
from solver.search.around import between
from solver.search.cells import Changes, apply, current, declared
from solver.search.evaluate import Cell, Env, Evaluator
from solver.search.landmarks import Probe, is_reckoned, mentions, middle_of, plain, probe, values
from solver.search.leaves import Instance, instances, touched, undecided
from solver.search.rivals import Asks, Known, concerned
from solver.search.scenes import scenes

NODES, SECONDS = 300, 5.0
_PASSES = ((20, False), (60, False), (20, True), (NODES, False), (40, True))
"""How many cases of each scene are looked at, and whether with one of the other readings taken otherwise. Little is
spent on each before more is spent on any: which scene it takes is not known beforehand."""
_AT_ONCE = 8
"""Cases that the program is asked about together, at most."""
_MORE = 24
"""Cases that are looked at for one that both choices decide, once there is one that only one of them decides."""
Why = Literal["unused", "alike", "limit"]


@dataclass(frozen=True, slots=True)
class NoWitness:
    """Why no case was found. ``unused``: no rule asks how the reading is taken. ``alike``: among the small cases that
    were looked through, all that are worth looking at, none is decided differently. ``limit``: not all were."""

    why: Why


def witness(
    rulebook: Rulebook, documents: tuple[str, ...], reading: str, nodes: int = NODES, seconds: float = SECONDS
) -> Witness | NoWitness:
    """A smallest case that tells two choices of a reading apart, or why there is none. ``nodes``: cases looked at in
    each scene at most; ``seconds``: for all together."""
    return Witnesses(rulebook, documents).of(reading, nodes, seconds)


class Witnesses:
    """Looks for witnesses under one law; what is the same for all its readings is found once."""

    def __init__(self, rulebook: Rulebook, documents: tuple[str, ...]) -> None:
        self.rulebook, self.documents = rulebook, documents
        self.asks: Known = {}
        self.near = {b.id: self._near(b) for b in rulebook.benefits}

    def of(self, reading: str, nodes: int = NODES, seconds: float = SECONDS) -> Witness | NoWitness:
        """See :func:`witness`."""
        return _Seeker(self, reading, nodes, seconds).run()

    def _near(self, benefit: Benefit) -> tuple[str, ...]:
        """The readings that can matter to a benefit."""
        found = dict.fromkeys(readings_of(self.rulebook, benefit.id))
        found |= dict.fromkeys(sorted(payment_readings(self.rulebook, benefit.id)))
        rules = (*(x for x in self.rulebook.limits if any(c.benefit == benefit.id for c in x.covers)), benefit.caps)
        found |= {n.reading: None for n in walk(rules) if isinstance(n, Reads)}
        return tuple(found)


class _Seeker:
    """Goes through the scenes of every benefit that the reading touches.

    The other readings are taken as their defaults have it, else by their first choice; where that leads nowhere, with
    one of them taken otherwise."""

    def __init__(self, law: Witnesses, reading: str, nodes: int, seconds: float) -> None:
        self.rulebook, self.documents, self.near = law.rulebook, law.documents, law.near
        self.reading, self.nodes = reading, nodes
        decl = next(r for r in self.rulebook.readings if r.name == reading)
        self.choices = tuple(c for c, _ in decl.choices)
        self.others = {r.name: r for r in self.rulebook.readings if r.choices and r.name != reading}
        self.assessor = Assessor(engine_of(self.rulebook))
        self.asks = Asks(reading, law.asks)
        self.concerned = concerned(self.rulebook, self.asks)
        self._scenes: dict[str, list[Apart]] = {}
        self.deadline = time.monotonic() + seconds

    def run(self) -> Witness | NoWitness:
        """Search with more and more patience."""
        near = self.near
        asked = [b for b in self.rulebook.benefits if self.reading in near[b.id]]
        if not asked:
            return NoWitness("unused")
        done: set[tuple[int, int, Taken]] = set()  # scenes of which every case was looked at
        half: tuple[Apart, Witness] | None = None
        left = _MORE
        for nodes, turned in ((min(n, self.nodes), turned) for n, turned in _PASSES):
            if half is not None:
                return plainer(*half)
            for number, benefit in enumerate(asked):
                for place, apart in enumerate(self._apart(benefit)):
                    for taken in self._takings(near[benefit.id], turned):
                        if (number, place, taken) in done:
                            continue
                        growth = _Growth(apart, taken, nodes if half is None else min(nodes, left), self.deadline)
                        found = growth.run()
                        left -= growth.looked if half is not None else 0
                        if found is not None and is_decided(found):
                            return plainer(apart, found)
                        if found is not None:
                            half = half or (apart, found)
                        if growth.whole:
                            done.add((number, place, taken))
                        late = time.monotonic() > self.deadline
                        if left <= 0 or late:
                            return replace(plainer(*half), limit=late) if half is not None else NoWitness("limit")
        untried = (
            (number, place, taken) not in done
            for number, benefit in enumerate(asked)
            for place, _ in enumerate(self._apart(benefit))
            for turned in (False, True)
            for taken in self._takings(near[benefit.id], turned)
        )
        return NoWitness("limit" if any(untried) else "alike")

    def _apart(self, benefit: Benefit) -> list[Apart]:
        """The benefit's scenes in which a rule that asks for the reading comes into play."""
        known = self._scenes.get(benefit.id)
        if known is not None:
            return known
        found = (
            Apart(self.assessor, self.concerned, self.asks, scene, self.reading, self.choices)
            for scene in scenes(self.concerned, self.documents, benefit, self.asks, self.assessor.engine.meets)
        )
        made = self._scenes[benefit.id] = [apart for apart in found if apart.can_matter]
        return made

    def _takings(self, near: tuple[str, ...], turned: bool) -> Iterator[Taken]:
        """How the other readings that matter to the benefit are taken."""
        base = {n: self.others[n].default or self.others[n].choices[0][0] for n in near if n in self.others}
        if not turned:
            yield tuple(base.items())
            return
        for name, choice in base.items():
            for other, _ in self.others[name].choices:
                if other != choice:
                    yield tuple({**base, name: other}.items())


class _Growth:
    """Grows the cases of one scene: those first that follow the best guess at every fact, then those that leave it
    once, and so on. ``looked``: how many were looked at; ``whole``: every one was."""

    def __init__(self, apart: Apart, taken: Taken, nodes: int, deadline: float) -> None:
        self.apart, self.taken, self.nodes, self.deadline = apart, taken, nodes, deadline
        self.rulebook = apart.rulebook
        self.whole, self.looked = False, 0

    def run(self) -> Witness | None:
        """The first case that the program decides differently under two choices; where there is none, the first that it
        decides under one and leaves to somebody under another.

        The program is asked about several cases at once, about more each time: which are looked at, and in which order,
        does not hang on what it says."""
        half: Witness | None = None
        cases = self._promising()
        at_once = 1
        while True:
            some = list(islice(cases, at_once))
            for (number, _), found in zip(some, self.apart.witnesses([case for _, case in some]), strict=True):
                if found is not None and is_decided(found):
                    self.looked = number
                    return found
                half = half or found
            if len(some) < at_once:
                return half
            at_once = min(2 * at_once, _AT_ONCE)

    def _promising(self) -> Iterator[tuple[int, Case]]:
        """The cases that the program is to be asked about, with how many were looked at by then."""
        waiting: list[tuple[int, int, int, dict[Cell, Scalar]]] = [(0, 0, 0, {})]
        count = 0
        while waiting and self.looked < self.nodes and time.monotonic() <= self.deadline:
            self.looked += 1
            left, depth, _, changes = heappop(waiting)
            case = self._stated(changes)
            views = self.apart.views(case)
            if all(v.state is False for v in views):
                continue
            if self.apart.promising(views):
                yield self.looked, self.apart.going_on(case)
            for rank, further in enumerate(self._further(views, changes)):
                count += 1
                heappush(waiting, (left + bool(rank), depth - 1, count, further))
        self.whole = not waiting

    def _stated(self, changes: Changes) -> Case:
        return replace(apply(self.rulebook, self.apart.scene.base, changes), readings=self.taken)

    # ------------------------------------------------------------ which fact next, and how

    def _further(self, views: list[View], changes: dict[Cell, Scalar]) -> list[dict[Cell, Scalar]]:
        """The case with the next open fact set to each value that may matter. Where no fact is open, with one that is
        taken for granted set otherwise."""
        cell = next(self._open(views), None)
        if cell is not None:
            return [{**changes, cell: value} for value in self._ranked(cell, views)]
        return [
            {**changes, cell: value}
            for cell in self._granted(views, changes)
            for value in self._ranked(cell, views)
            if value != current(views[0].evaluator.case, cell)
        ]

    def _open(self, views: list[View]) -> Iterator[Cell]:
        """The open facts: those the claim hangs on, when it is paid, what there is beside it, how the two lie."""
        for view in views:
            yield from view.open
        for view in views:
            yield from view.open_ends
        if not self.apart.meets:
            return
        for view in (v for v in views if v.state is not False):
            others = self.apart.others(view.evaluator)
            for rival, state in others:
                for cond in rival.conditions if state is None else ():
                    for one in undecided(cond, (rival.object,), view.evaluator):
                        yield from self.apart.cells(one.leaf, one.env, view.evaluator)
            for rival, state in others:
                for term in rival.terms if state is True else ():
                    yield from self.apart.cells(term, (rival.object,), view.evaluator)
            for one in self._between(view.evaluator):
                yield from self.apart.cells(one.leaf, one.env, view.evaluator)

    def _granted(self, views: list[View], changes: Changes) -> Iterator[Cell]:
        """Facts that the rules look at and that are stated without having been set: declared defaults, whom an object
        beside the first refers to, and what a payment was for."""
        seen: dict[Cell, None] = {}
        for view in views:
            for one in self._everything(view.evaluator):
                for cell in sorted(touched(one.leaf, one.env, view.evaluator)):
                    field = declared(self.rulebook, cell)
                    if field is None or field.type.list or cell in changes or cell in seen:
                        continue
                    if current(view.evaluator.case, cell) is None:
                        continue
                    beside = field.type.kind == "entity" and cell[1] != self.apart.object
                    if field.default is not None or beside or cell[0] == PAID:
                        seen[cell] = None
        yield from seen

    def _ranked(self, cell: Cell, views: list[View]) -> list[Scalar]:
        """The values worth trying, the most telling first; not those under which every choice refuses."""
        ranked = []
        for number, value in enumerate(self._options(cell, views)):
            rank = self._rank(cell, value, views)
            if rank is not None:
                ranked.append((rank, number, value))
        return [value for _, _, value in sorted(ranked, key=lambda r: r[:2])]

    def _rank(self, cell: Cell, value: Scalar, views: list[View]) -> tuple[int, ...] | None:
        """How telling a value is: whether the conditions part, then the sums, then the ends; whether there is something
        for the claim to meet; how often payment stops; None where every choice refuses."""
        apart, env = self.apart, self.apart.env
        changed = views[0].evaluator.changed
        changed[cell] = value
        try:
            states = [v.evaluator.state(apart.benefit.condition, env) for v in views]
            if set(states) == {False}:
                return None
            parted = len({s for s in states if s is not None}) > 1
            if parted:
                return (-1,)
            sums: list[list[Value | None]] = [[v.evaluator.value(t, env) for v in views] for t in apart.terms]
            ends = [list(e) for e in zip(*(apart.ends(v.evaluator) for v in views), strict=False)]
            met = {s for v in views for r, s in apart.others(v.evaluator) if not r.itself} if apart.meets else {True}
            return (
                value == 0 and not isinstance(value, bool),
                1 + (None not in states if apart.condition else None in states),
                _parting(sums) if apart.own else 0,
                _parting(ends) if apart.of_payments else 0,
                0 if True in met else 1 if None in met else 2,
                sum(v.evaluator.state(stop.condition, env) is True for v in views for stop in apart.benefit.stops),
            )
        finally:
            changed.pop(cell)

    def _options(self, cell: Cell, views: list[View]) -> list[Scalar]:
        case = views[0].evaluator.case
        middle = middle_of(self.rulebook, case)
        found: dict[Scalar, None] = {}
        told: list[Scalar] = []
        seen: set[tuple[int, Env]] = set()
        for view in views:
            mine = []
            for one in self._everything(view.evaluator):
                if (id(one.leaf), one.env) in seen and not self.apart.asks(one.leaf):
                    continue
                seen.add((id(one.leaf), one.env))
                if cell in touched(one.leaf, one.env, view.evaluator):
                    mine.append(one)
            known = view.evaluator.memory.reckoned
            probes = [probe(one, view.evaluator) for one in mine if is_reckoned(cell, one, known)]
            if view is views[0]:
                probes += self._contrasts(cell, views)
            told += mentions(mine)
            found |= dict.fromkeys(values(self.rulebook, view.evaluator, cell, probes, mentions(mine), middle))
        return list(found) if found else self._plain(cell, case)

    def _contrasts(self, cell: Cell, views: list[View]) -> list[Probe]:
        """How the sums and days under the choices lie to each other, where they look at the cell."""
        env = self.apart.env
        found: list[Probe] = []
        for term in self.apart.terms if self.apart.own else ():
            if any(cell in touched(term, env, v.evaluator) for v in views):

                def contrast(term: Term = term) -> object:
                    return compared([v.evaluator.value(term, env) for v in views])

                found.append(contrast)
        return found

    def _plain(self, cell: Cell, case: Case) -> list[Scalar]:
        """Where nothing turns over: some value; of a text that of the same field elsewhere, and one of its own."""
        field = declared(self.rulebook, cell)
        if field is not None and field.type.kind == "text":
            said = {v.value for f in case.facts if f.kind == cell[0] for v in f.values if v.field == cell[2]}
            return [*sorted(v for v in said if isinstance(v, str)), f"某{cell[2]}{len(said) + 1 if said else ''}"]
        return plain(self.rulebook, case, cell)

    # ------------------------------------------------------------ what is looked at

    def _everything(self, evaluator: Evaluator) -> Iterator[Instance]:
        """Every comparison that can matter here."""
        ends = payment_terms(self.apart.benefit) if self.apart.of_payments else ()
        for part in (self.apart.benefit.condition, *self.apart.terms, *ends):
            yield from instances(part, self.apart.env, evaluator)
        if self.apart.meets:
            for rival, _ in self.apart.others(evaluator):
                for part in (*rival.conditions, *rival.terms):
                    yield from instances(part, (rival.object,), evaluator)
            yield from self._between(evaluator)

    def _between(self, evaluator: Evaluator) -> tuple[Instance, ...]:
        return between(self.apart.concerned, evaluator, self.apart.benefit, self.apart.object)


def _parting(values: list[list[Value | None]]) -> int:
    """0 where some value is known to differ between choices, 1 where that is open, 2 where all are known to agree."""
    told = [x for v in values for x in compared(v)]
    if any(x is not None and x is not True and x != 0 for x in told) or any(x is False for x in told):
        return 0
    return 1 if None in told else 2
