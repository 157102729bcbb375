"""Conditions and terms of one case evaluated directly, without a solver, and with some fields set otherwise.

The program decides; this proposes. A search needs to know where a comparison turns over as one field moves, and asks
that many thousand times, each time about a single condition. Every answer a search gives is then decided by the
program itself, and tests hold the two against each other.

Three values: True, False, and None for what is not known. A value that is not known is None as well.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import TypeVar, cast

from compiler.asp.free import free_of
from compiler.cases.model import Case, Scalar
from compiler.rulebook.model import Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import (
    Aggregate,
    All,
    Always,
    Any,
    Apply,
    Choose,
    Cond,
    Const,
    FieldOf,
    Holds,
    Label,
    Marginal,
    Members,
    Missing,
    Named,
    Not,
    OneOf,
    Open,
    Quantifier,
    Reads,
    Recursive,
    Series,
    Term,
    Test,
    Var,
)
from solver.arithmetic import numbers
from solver.arithmetic.operations import OPERATIONS, compare
from solver.arithmetic.text import read, write
from solver.arithmetic.values import Calendar, Interval, Value
from solver.engine import aggregate
from solver.search.memory import Memory

Cell = tuple[str, str, str]
"""A field of a fact: kind, id, field."""
Env = tuple[str, ...]
T = TypeVar("T")
_NUMERIC = ("number", "money", "period")
_MEASURED = (Fraction, Interval, dt.date)


_Values = dict[tuple[int, Env], Value | None]
_States = dict[tuple[int, Env], bool | None]


class _Apart:
    """What is the same for all values of a cell, while the ``others`` that are changed stay as they are. ``looks``: how
    often the cell was looked at so far."""

    __slots__ = ("cell", "looks", "others", "states", "values")

    def __init__(self, cell: Cell, others: dict[Cell, Scalar]) -> None:
        self.cell, self.others, self.looks = cell, others, 0
        self.values: _Values = {}
        self.states: _States = {}


class Evaluator:
    """Evaluates under a case, fixed readings and changed cells. ``read`` collects every cell that was looked at,
    ``memory`` is what does not change from state to state; it may be shared. ``as_read``: comparisons are listed only
    as far as they can matter under these readings; else under any, so that a memory can be shared by several."""

    def __init__(
        self,
        rulebook: Rulebook,
        case: Case,
        readings: dict[str, str],
        changed: dict[Cell, Scalar] | None = None,
        memory: Memory | None = None,
    ) -> None:
        self.rulebook, self.case, self.readings = rulebook, case, readings
        self.as_read = True
        self.changed: dict[Cell, Scalar] = dict(changed or {})
        self.read: set[Cell] = set()
        self.memory = Memory() if memory is None else memory
        cast = tuple((f.kind, f.id) for f in case.facts)
        self.listed = self.memory.listed.setdefault(cast, {})
        self.cells = self.memory.cells.setdefault(cast, {})
        self.facts: dict[tuple[str, str], dict[str, Scalar | tuple[Scalar, ...]]] = {
            (f.kind, f.id): {v.field: v.value for v in f.values} for f in case.facts
        }
        self.objects: dict[str, list[str]] = {}
        for fact in case.facts:
            self.objects.setdefault(fact.kind, []).append(fact.id)
        self._ranks = {e.name: {v: i for i, v in enumerate(e.values)} for e in rulebook.enums}
        self._deemed = {e.name: frozenset(e.deemed) for e in rulebook.enums}
        self._bodies = {d.name: d.body for d in rulebook.recursive}
        self.calendar = (
            Calendar(frozenset(rulebook.holidays), frozenset(rulebook.workdays)) if rulebook.calendar else None
        )
        self._free = free_of(rulebook)
        self._pending: set[tuple[str, Env]] = set()
        self._kept: _Values | None = None
        self._held: _States = {}
        self._apart: dict[Cell, _Apart] = {}
        self._now: _Apart | None = None

    @contextmanager
    def afresh(self) -> Iterator[None]:
        """While every fact that is looked at is read, whatever was kept of it."""
        before, self._kept = self._kept, None
        try:
            yield
        finally:
            self._kept = before

    @contextmanager
    def still(self) -> Iterator[None]:
        """While nothing is changed: what was evaluated once is kept. What is kept is not read again."""
        before = self._kept, self._held, self._now
        self._kept, self._held, self._now = {}, {}, None
        try:
            yield
        finally:
            self._kept, self._held, self._now = before

    @contextmanager
    def supposing(self, cell: Cell, value: Scalar) -> Iterator[None]:
        """While a cell has another value, and nothing else changes. What does not look at the cell is evaluated once
        for all its values."""
        had, before = cell in self.changed, self.changed.get(cell)
        others = {c: v for c, v in self.changed.items() if c != cell}
        apart = self._apart.get(cell)
        if apart is None or apart.others != others:
            apart = self._apart[cell] = _Apart(cell, others)
        self.changed[cell] = value
        try:
            with self.still():
                self._now = apart
                yield
        finally:
            if had and before is not None:
                self.changed[cell] = before
            else:
                self.changed.pop(cell, None)

    def by_payments(self, key: Hashable, find: Callable[[], T]) -> T:
        """What hangs on nothing but who there is and what was paid; found once for each."""
        if any(cell[0] == PAID for cell in self.changed):
            return find()
        paid = tuple(fact for fact in self.case.facts if fact.kind == PAID)
        whole = (key, id(self.listed), tuple(map(id, paid)))
        known = self.memory.kept.get(whole)
        if known is None:
            before, self.read = self.read, set()
            try:
                found = find()
            finally:
                read, self.read = frozenset(self.read), before | self.read
            known = self.memory.kept[whole] = paid, read, found
        self.read |= known[1]
        return cast("T", known[2])

    # ------------------------------------------------------------ terms

    def value(self, term: Term, env: Env) -> Value | None:
        """The value of a term in a scope; None when it is not known."""
        if isinstance(term, FieldOf):
            of = self.value(term.base, env)
            found = self.field((term.owner, of, term.name)) if isinstance(of, str) else None
            return None if isinstance(found, tuple) else found
        if isinstance(term, Var):
            return env[term.depth] if term.depth < len(env) and env[term.depth] else None
        if isinstance(term, Const):
            return term.value
        if self._kept is None or self._pending:
            return self._evaluated(term, env)
        key = (id(term), self._free.within(term, env))
        now = self._now
        if now is None:
            if key not in self._kept:
                self._kept[key] = self._evaluated(term, env)
            return self._kept[key]
        if key in now.values:
            return now.values[key]
        if key in self._kept:
            now.looks += 1
            return self._kept[key]
        before = now.looks
        value = self._evaluated(term, env)
        (now.values if now.looks == before else self._kept)[key] = value
        return value

    def _evaluated(
        self, term: Apply | Choose | Marginal | Aggregate | Named | Series | Missing, env: Env
    ) -> Value | None:
        match term:
            case Named(_, _, body):
                return self.value(body, env)
            case Missing():
                return None
            case Apply(_, op, args):
                given = [self.value(a, env) for a in args]
                return None if any(g is None for g in given) else OPERATIONS[op].apply(given, self.calendar)
            case Choose():
                return self._choose(term, env)
            case Marginal(_, subject, slices):
                whole = self.value(subject, env)
                if not isinstance(whole, Fraction | Interval):
                    return None
                total: Fraction | Interval = Fraction(0)
                for s in slices:
                    total = numbers.add(total, numbers.band(whole, s.low, s.high, s.rate))
                return total
            case Series(_, _, day, values):
                when = self.value(day, env)
                if not isinstance(when, dt.date):
                    return None
                current = [t for start, t in values if start <= when]
                return self.value(current[-1], env) if current else None
            case Aggregate():
                return self._aggregate(term, env)

    def rank(self, enum: str) -> Callable[[object], int] | None:
        """The place of a value in an enumeration; None when there is none of that name."""
        ranks = self._ranks.get(enum)
        return (lambda value: ranks.get(str(value), -1)) if ranks is not None else None

    def field(self, cell: Cell) -> Value | tuple[Scalar, ...] | None:
        """The value of a cell, with changes."""
        self.read.add(cell)
        if self._now is not None and cell == self._now.cell:
            self._now.looks += 1
        if cell in self.changed:
            return self.changed[cell]
        return self.facts.get(cell[:2], {}).get(cell[2])

    def _choose(self, node: Choose, env: Env) -> Value | None:
        """As the program has it: the branches that are open must come to one known value."""
        found, sure = self.branches(node, env)
        if not found or (node.otherwise is None and not sure):
            return None
        return found[0] if all(f is not None and f == found[0] for f in found) else None

    def branches(self, node: Choose, env: Env) -> tuple[list[Value | None], bool]:
        """What the branches that are open come to, in their order, and whether a case of them surely holds."""
        found: list[Value | None] = []
        for cond, term in node.cases:
            state = self.state(cond, env)
            if state is not False:
                found.append(self.value(term, env))
            if state is True:
                return found, True
        if node.otherwise is not None:
            found.append(self.value(node.otherwise, env))
        return found, False

    def members(self, members: Members, env: Env) -> tuple[list[str], bool]:
        """Who a quantifier runs over, in order, and whether they are all there is."""
        if members.list is None:
            return list(self.objects.get(members.kind, ())), self.case.is_complete(members.kind)
        assert isinstance(members.list, FieldOf)
        of = self.value(members.list.base, env)
        found = self.field((members.list.owner, of, members.list.name)) if isinstance(of, str) else None
        return ([str(x) for x in found], True) if isinstance(found, tuple) else ([], False)

    def inner(self, members: Members, env: Env, member: str) -> Env:
        """The scope in which a member is looked at."""
        return (*env[: members.depth], *("",) * (members.depth - len(env)), member)

    def _aggregate(self, node: Aggregate, env: Env) -> Value | None:
        listed, whole = self.members(node.members, env)
        if node.members.list is not None and not whole:
            return None
        if node.kind in ("count", "sum", "mean"):
            return aggregate.reckon(node.kind, self._parts(node, env, listed), whole)
        sort = node.key.type.kind if node.key is not None else "number"
        state = aggregate.start(node.kind)
        for member in listed:
            inner = self.inner(node.members, env, member)
            state = aggregate.step(node.kind, sort, state, self._status(node, inner), self._key(node, inner), member)
        text = aggregate.finish(node.kind, sort, state, whole)
        if text is None:
            return None
        return text if node.type.kind in ("entity", "text", "enum") else read(node.type.kind, text)

    def _parts(self, node: Aggregate, env: Env, listed: list[str]) -> Iterator[tuple[str, Fraction | Interval | None]]:
        """Of each member whether it counts, and what it adds."""
        for member in listed:
            inner = self.inner(node.members, env, member)
            status = self._status(node, inner)
            # It is looked at even where it does not count: what a sum is read from is the same for all values.
            value = self.value(node.key, inner) if node.key is not None else Fraction(1)
            yield status, value if isinstance(value, Fraction | Interval) else None

    def _status(self, node: Aggregate, env: Env) -> str:
        holds = True if node.where is None else self.state(node.where, env)
        return "sure" if holds else "out" if holds is False else "maybe"

    def _key(self, node: Aggregate, env: Env) -> str:
        if node.key is None:
            return "1"
        value = self.value(node.key, env)
        if value is None:
            return "?"
        if node.key.type.kind == "enum":
            return f"{self._ranks[node.key.type.name][str(value)] + 1}:{value}"
        return write(value)

    # ------------------------------------------------------------ conditions

    def state(self, cond: Cond, env: Env) -> bool | None:
        """Whether a condition holds; None when it is not known."""
        if self._kept is None or self._pending or not isinstance(cond, Quantifier | All | Any):
            return self._state(cond, env)
        key = (id(cond), self._free.within(cond, env))
        now = self._now
        if now is None:
            if key not in self._held:
                self._held[key] = self._state(cond, env)
            return self._held[key]
        if key in now.states:
            return now.states[key]
        if key in self._held:
            now.looks += 1
            return self._held[key]
        before = now.looks
        found = self._state(cond, env)
        (now.states if now.looks == before else self._held)[key] = found
        return found

    def _state(self, cond: Cond, env: Env) -> bool | None:
        match cond:
            case Label(_, _, _, operand):
                return self.state(operand, env)
            case Not(_, operand):
                state = self.state(operand, env)
                return None if state is None else not state
            case All(_, operands):
                return _every([self.state(o, env) for o in operands])
            case Any(_, operands):
                return _some([self.state(o, env) for o in operands])
            case Test():
                return self._test(cond, env)
            case OneOf(_, term, options, opened):
                value = self.value(term, env)
                if value is None:
                    return None
                kind = options[0].type.kind if options else "text"
                found = [self._same("eq", kind, options[0].type.name, value, o.value) for o in options]
                return True if True in found else None if opened or None in found else False
            case Holds(_, term):
                value = self.value(term, env)
                return value if isinstance(value, bool) else None
            case Quantifier():
                return self._quantifier(cond, env)
            case Reads(_, reading, choice):
                return self.readings[reading] == choice if reading in self.readings else None
            case Always(_, value):
                return value
            case Open():
                return None
            case Recursive(_, definition, args):
                return self._recursive(definition, args, env)

    def _test(self, cond: Test, env: Env) -> bool | None:
        left, right = self.value(cond.left, env), self.value(cond.right, env)
        if left is None or right is None:
            return None
        kind = cond.left.type if cond.left.type.kind != "any" else cond.right.type
        return self._same(cond.op, kind.kind, kind.name, left, right)

    def _same(self, op: str, kind: str, name: str, left: Value, right: Value) -> bool | None:
        if kind == "enum" and op in ("eq", "ne"):
            same = left == right or (left, right) in self._deemed.get(name, ())
            return same if op == "eq" else not same
        if kind == "enum":
            ranks = self._ranks[name]
            return compare(op, "number", Fraction(ranks[str(left)]), Fraction(ranks[str(right)]))
        return compare(op, kind, left, right)

    def _quantifier(self, cond: Quantifier, env: Env) -> bool | None:
        listed, whole = self.members(cond.members, env)
        where = cond.where
        if where is None:
            return True if listed else False if whole else None
        states = [self.state(where, self.inner(cond.members, env, m)) for m in listed]
        if cond.kind == "exists":
            found = _some(states)
            return found if found is True or whole else None
        found = _every(states)
        return found if found is False or whole else None

    def body(self, definition: str) -> Cond:
        """What a recursive definition says."""
        return self._bodies[definition]

    def _recursive(self, definition: str, args: tuple[Term, ...], env: Env) -> bool | None:
        """What is built up holds; what leads back to itself does not hold by that alone."""
        given = [self.value(a, env) for a in args]
        if any(g is None for g in given):
            return None
        key = (definition, tuple(str(g) for g in given))
        if key in self._pending:
            return False
        self._pending.add(key)
        try:
            return self.state(self.body(definition), key[1])
        finally:
            self._pending.discard(key)


def _every(states: list[bool | None]) -> bool | None:
    return False if False in states else None if None in states else True


def _some(states: list[bool | None]) -> bool | None:
    return True if True in states else None if None in states else False


def is_measured(value: Value | None) -> bool:
    """Whether a value lies on a scale: a number, a date."""
    return isinstance(value, _MEASURED)
