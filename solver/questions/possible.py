"""Not everything is known: what is certain, what is impossible, what is possible, and which facts still matter.

The facts a case leaves out are set one after the other to every value at which something turns over
(:mod:`solver.search.landmarks`), and each completed case is assessed, until it is decided whatever the rest is. What
comes out is a tree of questions. A fact matters when two completions that differ in it alone come out differently.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from compiler.cases.model import Case, Scalar
from compiler.diagnostics.problem import Rejected
from compiler.rulebook.model import Benefit, Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import All, Any, Cond, Label, Not, Quantifier, Recursive, Term
from compiler.rulebook.wordings import whole, wordings
from compiler.source.record import dataclass
from solver.answers.model import Assessment, Outcome, Result
from solver.questions.assess import Assessor, engine_of
from solver.questions.completions import Fact, Leaf, Node, Tree, leaves, matters, same_for_all
from solver.search.around import around, meeting
from solver.search.cells import WHOLE, apply, current, declared
from solver.search.endings import endings
from solver.search.evaluate import Cell, Env, Evaluator, Memory
from solver.search.landmarks import LARGEST, Reach, middle_of, scale_of, values
from solver.search.leaves import Instance, instances, sums, touched
from solver.search.sides import caps_of, sides

NODES, SECONDS = 600, 10.0
Status = Literal["certain", "possible", "impossible"]
OTHER = "（其他）"  # a text that no rule mentions


@dataclass(frozen=True, slots=True)
class Possibility:
    """What a benefit may come to for an object.

    ``outcomes``: all that can come out, in a fixed order. ``low``/``high``: the least and the most that is paid
    where it is granted (yuan; ``high`` None: without end). ``matters``: in the order in which answers settle most.
    ``idle``: facts that the rules look at and that cannot matter any more. ``open``: what no fact of the case can
    decide. ``assumed``: a party nothing is said of, for those whose name does not matter but whose facts do.
    """

    now: Result
    status: Status
    outcomes: tuple[Outcome, ...]
    low: Fraction | None
    high: Fraction | None
    matters: tuple[Fact, ...]
    idle: tuple[Cell, ...]
    open: tuple[str, ...]
    assumed: tuple[tuple[Cell, Scalar], ...]
    tree: Tree
    tried: int
    limit: str = ""


def possibilities(
    rulebook: Rulebook,
    case: Case,
    wanted: tuple[str, ...] = (),
    nodes: int = NODES,
    seconds: float = SECONDS,
    unknowable: frozenset[Cell] = frozenset(),
) -> tuple[Possibility, ...]:
    """For each benefit and object of the case (or those of the benefits named by id). ``unknowable``: facts nobody can
    tell, which stay open; ``nodes``: cases assessed for each at most, ``seconds`` for all together. Raises Rejected
    when the case itself contradicts an assertion."""
    return tuple(one_by_one(rulebook, case, wanted, nodes, seconds, unknowable))


def one_by_one(
    rulebook: Rulebook,
    case: Case,
    wanted: tuple[str, ...],
    nodes: int,
    seconds: float,
    unknowable: frozenset[Cell],
) -> Iterator[Possibility]:
    """The same, each looked into when it is asked for."""
    until = time.monotonic() + seconds
    assessor = Assessor(engine_of(rulebook))
    (told,) = assessor.assess_many((case,), False, focus=frozenset(wanted) or None)
    if isinstance(told, Rejected):
        raise told
    results = told.results
    asked = [r for r in results if not wanted or {b.id for b in wordings(rulebook, r.benefit_id)} & set(wanted)]
    for index, result in enumerate(asked):
        # What one does not use of its share of the time is left to the others.
        share = max(until - time.monotonic(), 0.0) / (len(asked) - index)
        yield _Explorer(rulebook, case, assessor, result, nodes, share, unknowable).run()


class _Explorer:
    def __init__(
        self,
        rulebook: Rulebook,
        case: Case,
        assessor: Assessor,
        now: Result,
        nodes: int,
        seconds: float,
        unknowable: frozenset[Cell],
    ) -> None:
        found = whole(rulebook, now.benefit_id)
        assert found is not None
        self.rulebook, self.case, self.assessor, self.now = rulebook, case, assessor, now
        self.benefit: Benefit = found
        self.nodes, self.seconds, self.unknowable = nodes, seconds, unknowable
        self.readings = {r.name: r.default for r in rulebook.readings if r.default is not None} | dict(case.readings)
        self.tried, self.limit, self.started = 0, "", time.monotonic()
        self.memory = Memory()
        self.foreseen: dict[frozenset[tuple[Cell, Scalar]], Assessment | Rejected] = {}
        self.assumed: dict[Cell, Scalar] = {}
        self.extents: list[tuple[Fraction | None, Fraction | None]] = []

    def run(self) -> Possibility:
        """Grow the tree and read it."""
        tree = self._grow({})
        assert tree is not None  # the case as it stands contradicts nothing
        ends = list(leaves(tree))
        outcomes = {leaf.outcome for leaf in ends}
        ordered: tuple[Outcome, ...] = ("granted", "displaced", "refused", "undetermined")
        status: Status = "possible"
        if outcomes == {"granted"}:
            status = "certain"
        elif outcomes <= {"refused", "displaced"}:
            status = "impossible"
        paid = [leaf for leaf in ends if leaf.outcome == "granted"]
        found = [(leaf.low, leaf.high) for leaf in paid] + self.extents
        lows = [low for low, _ in found if low is not None]
        highs = [high for _, high in found]
        asked = matters(tree)
        looked_at = {c for c in self._mentioned() if current(self.case, c) is None}
        return Possibility(
            now=self.now,
            status=status,
            outcomes=tuple(o for o in ordered if o in outcomes),
            low=min(lows, default=None),
            high=None if None in highs else max((h for h in highs if h is not None), default=None),
            matters=asked,
            idle=tuple(sorted(looked_at - {m.cell for m in asked})),
            open=tuple(dict.fromkeys(o for leaf in ends for o in leaf.open)),
            assumed=tuple(self.assumed.items()),
            tree=tree,
            tried=self.tried,
            limit=self.limit,
        )

    # ------------------------------------------------------------ the tree

    def _grow(self, changes: dict[Cell, Scalar]) -> Tree | None:
        """The tree under these answers; None when they contradict an assertion, so that no such case exists.

        What the benefit's own condition decides needs no solver; what may meet another claim, or be paid, does.
        """
        case = apply(self.rulebook, self.case, changes)
        evaluator = Evaluator(self.rulebook, case, self.readings, memory=self.memory)
        state = evaluator.state(self.benefit.condition, (self.now.object,))
        result: Result | None = None
        if not changes:
            # With nothing set the case is as it was assessed already.
            self.tried += 1
            if self.now.outcome != "undetermined" and not self._open_sums(self.now, evaluator):
                return self._leaf(self.now, changes)
            result = self.now
        elif state is not False and self._is_late():
            return Leaf("undetermined", limit=True)
        elif state is True:
            result = self._assess(changes)
            if result is None:
                return None
            if result.outcome != "undetermined" and not self._open_sums(result, evaluator):
                return self._leaf(result, changes)
        elif self._contradicts(evaluator):
            return None
        elif state is False:
            self.tried += 1
            return Leaf("refused")
        if result is not None and result.outcome != "undetermined":
            open_ = self._open_sums(result, evaluator)
        else:
            open_ = self._open_cells(result, evaluator)
        if result is not None and result.outcome == "granted" and any(self._is_measured(c) for c in open_):
            # Between the values that are tried a sum may be anything that it may be while they are not known.
            self.extents.append((result.amount.low, result.amount.high))
        cells = [c for c in open_ if c not in changes and c not in self.unknowable]
        if not cells:
            result = result or self._assess(changes)
            return self._leaf(result, changes) if result is not None else None
        # The first open fact is looked at whatever the limit, so that there is something to ask for.
        if changes and self._is_late():
            return Leaf("undetermined", limit=True)
        cell = cells[0]
        branches: list[tuple[Scalar, Tree]] = []
        found = self._values(cell, evaluator)
        if len(found) == 1:
            self.assumed.setdefault(cell, found[0])
        self._foresee([{**changes, cell: value} for value in found])
        for value in found:
            under = self._grow({**changes, cell: value})
            if under is not None:
                branches.append((value, under))
        if not branches:
            return None if changes else self._leaf(self.now, changes)
        first = branches[0][1]
        # What was not looked at any further may differ: a question too many rather than one too few.
        cut = any(leaf.limit for _, tree in branches for leaf in leaves(tree))
        if not cut and all(same_for_all(first, tree) for _, tree in branches[1:]):
            return first
        return Node(cell, tuple(branches))

    def _is_late(self) -> bool:
        """Whether a limit is reached; from then on nothing more is assessed."""
        if not self.limit and self.tried >= self.nodes:
            self.limit = "nodes"
        if not self.limit and time.monotonic() - self.started > self.seconds:
            self.limit = "seconds"
        return bool(self.limit)

    def _contradicts(self, evaluator: Evaluator) -> bool:
        """Whether a case contradicts an assertion of the law, so that it does not exist."""
        return any(
            (one.when is None or evaluator.state(one.when, (fact.id,)) is True)
            and evaluator.state(one.must, (fact.id,)) is False
            for one in self.rulebook.assertions
            for fact in evaluator.case.facts
            if fact.kind == one.kind
        )

    def _foresee(self, several: list[dict[Cell, Scalar]]) -> None:
        """Decide together the cases in which the benefit's own condition holds: they are asked for next."""
        cases = [apply(self.rulebook, self.case, changes) for changes in several]
        evaluators = [Evaluator(self.rulebook, case, self.readings, memory=self.memory) for case in cases]
        env = (self.now.object,)
        some = [n for n, ev in enumerate(evaluators) if ev.state(self.benefit.condition, env) is True]
        if len(some) > 1 and not self.limit:
            told = self.assessor.assess_many([cases[n] for n in some], False, focus=frozenset({self.benefit.id}))
            self.foreseen.update(zip((frozenset(several[n].items()) for n in some), told, strict=True))

    def _assess(self, changes: dict[Cell, Scalar]) -> Result | None:
        self.tried += 1
        told = self.foreseen.pop(frozenset(changes.items()), None)
        if told is None:
            case = apply(self.rulebook, self.case, changes)
            (told,) = self.assessor.assess_many((case,), False, focus=frozenset({self.benefit.id}))
        if isinstance(told, Rejected):
            return None
        return next(r for r in told.results if r.claim == self.now.claim)

    def _leaf(self, result: Result, changes: dict[Cell, Scalar]) -> Leaf:
        if result.outcome == "undetermined":
            return Leaf("undetermined", open=result.missing)
        low, high = result.amount.low, result.amount.high
        largest = {c: v for c, v in changes.items() if isinstance(v, Fraction) and v >= LARGEST}
        if largest and high is not None:
            # The most that was tried stands for however much: does the sum still grow there?
            less = self._assess({**changes, **{c: v * 9 / 10 for c, v in largest.items()}})
            high = high if less is not None and less.amount.high == high else None
        return Leaf(result.outcome, low, high)

    def _values(self, cell: Cell, evaluator: Evaluator) -> list[Scalar]:
        if cell[0] == WHOLE:
            return [True, False]
        reach = Reach(self._instances(evaluator), evaluator)
        middle = middle_of(self.rulebook, self.case)
        found = values(self.rulebook, evaluator, cell, reach.probes(cell), reach.mentions(cell), middle)
        field = declared(self.rulebook, cell)
        kind = field.type if field is not None else None
        if kind is not None and kind.kind == "text":
            meets = meeting(self.rulebook, evaluator, self.benefit).get(cell, ())
            return [*dict.fromkeys((*found, *meets)), OTHER]
        scale = scale_of(kind, None) if kind is not None else None
        if scale is None or kind is None:
            return found
        if kind.kind == "date":
            return found or [middle]
        # A sum may follow from the number itself: its least and its largest value stand for the ends.
        return list(dict.fromkeys((scale.at(0), *found, scale.at(scale.last))))

    # ------------------------------------------------------------ which facts are open

    def _open_cells(self, result: Result | None, evaluator: Evaluator) -> list[Cell]:
        """Facts that are not known under what is not decided, in the order of the rule."""
        env = (self.now.object,)
        found: list[Instance] = list(undecided(self.benefit.condition, env, evaluator))
        read = [touched(i.leaf, i.env, evaluator) for i in found]
        if evaluator.state(self.benefit.condition, env) is True:
            read += [touched(term, env, evaluator) for term in sums(self.benefit)]
            near = around(self.rulebook, evaluator, self.benefit, self.now.object)
            read += [touched(i.leaf, i.env, evaluator) for i in (*near, *self._endings())]
            read.append(frozenset(meeting(self.rulebook, evaluator, self.benefit)))
        cells = {c: None for part in read for c in sorted(part) if self._is_open(c, evaluator)}
        for reason in result.because if result is not None else ():
            if reason.kind == "incomplete":
                cells.setdefault((WHOLE, reason.about, ""))
        return list(cells)

    def _open_sums(self, result: Result, evaluator: Evaluator) -> list[Cell]:
        """Where it is granted and how much is not known: sums that are not stated, its own and those paid before."""
        if result.outcome != "granted" or result.amount.kind != "interval":
            return []
        own = (c for term in sums(self.benefit) for c in sorted(touched(term, (self.now.object,), evaluator)))
        paid = ((PAID, fact.id, "金额") for fact in evaluator.case.facts if fact.kind == PAID)
        found = dict.fromkeys((*own, *paid, *self._shared(evaluator)))
        return [c for c in found if c[0] != WHOLE and c not in self.unknowable and self._is_open(c, evaluator)]

    def _shared(self, evaluator: Evaluator) -> Iterator[Cell]:
        """What the other claims under a cap or floor are read from: whether they count there, and how much."""
        own = frozenset((b.id, self.now.object) for b in wordings(self.rulebook, self.benefit.id))
        for cap in caps_of(self.rulebook, own):
            for side in sides(self.rulebook, evaluator, cap, own):
                benefit = self.rulebook.benefit(side.claim[0])
                for condition in (side.condition, benefit.condition if benefit is not None else None):
                    yield from sorted(touched(condition, (side.object,), evaluator)) if condition is not None else ()
                for placed in (*side.keys, side.day, side.sum):
                    yield from sorted(touched(*placed, evaluator)) if placed is not None else ()

    def _is_measured(self, cell: Cell) -> bool:
        """Whether there are more values of a fact than are tried."""
        field = declared(self.rulebook, cell)
        return field is None or scale_of(field.type, None) is not None

    def _is_open(self, cell: Cell, evaluator: Evaluator) -> bool:
        if cell[0] == WHOLE:
            return not evaluator.case.is_complete(cell[1])
        field = declared(self.rulebook, cell)
        return field is not None and not field.type.list and current(evaluator.case, cell) is None

    def _instances(self, evaluator: Evaluator) -> tuple[Instance, ...]:
        env = (self.now.object,)
        own = [i for part in (self.benefit.condition, *sums(self.benefit)) for i in instances(part, env, evaluator)]
        near = around(self.rulebook, evaluator, self.benefit, self.now.object)
        return tuple(dict.fromkeys((*own, *near, *self._endings())))

    def _endings(self) -> list[Instance]:
        return [end.instance for end in endings(self.benefit, self.now.object)]

    def _mentioned(self) -> set[Cell]:
        """Every fact of the case that the rule looks at."""
        evaluator = Evaluator(self.rulebook, self.case, self.readings)
        env = (self.now.object,)
        parts: list[Cond | Term] = [self.benefit.condition, *sums(self.benefit)]
        read = [touched(i.leaf, i.env, evaluator) for part in parts for i in instances(part, env, evaluator)]
        read += [touched(term, env, evaluator) for term in sums(self.benefit)]
        return {c for part in read for c in part if declared(self.rulebook, c) is not None}


def undecided(cond: Cond, env: Env, evaluator: Evaluator) -> Iterator[Instance]:
    """The comparisons that keep a condition undecided."""
    if evaluator.state(cond, env) is not None:
        return
    match cond:
        case Label(_, _, _, operand) | Not(_, operand):
            yield from undecided(operand, env, evaluator)
        case All(_, operands) | Any(_, operands):
            for part in operands:
                yield from undecided(part, env, evaluator)
        case Quantifier(_, _, members, where):
            listed, _ = evaluator.members(members, env)
            for member in listed if where is not None else ():
                assert where is not None
                yield from undecided(where, evaluator.inner(members, env, member), evaluator)
            yield Instance(cond, env)
        case Recursive():
            yield from instances(cond, env, evaluator)
        case _:
            yield Instance(cond, env)
