"""What a claim would have come to, had one condition come out the other way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction

from compiler.asp.free import Free
from compiler.cases.model import Case
from compiler.rulebook.model import Rulebook
from compiler.rulebook.terms import (
    Aggregate,
    Apply,
    Choose,
    Cond,
    FieldOf,
    Marginal,
    Named,
    Series,
    Term,
)
from solver.search.evaluate import Env, Evaluator

Node = Cond | Term


class Forced(Evaluator):
    """Evaluates a case with, for a while, one condition set to yes or no in one scope, wherever it stands."""

    def __init__(self, rulebook: Rulebook, case: Case, readings: dict[str, str], free: Free) -> None:
        super().__init__(rulebook, case, readings)
        self._free = free
        self._id = ""
        self._scope: Env = ()
        self._value = False

    def state(self, cond: Cond, env: Env) -> bool | None:
        """Whether a condition holds; None when it is not known."""
        if cond.id == self._id and self._free.within(cond, env) == self._scope:
            return self._value
        return super().state(cond, env)

    @contextmanager
    def turned(self, cond: Cond, env: Env, value: bool) -> Iterator[None]:
        """The condition comes out as ``value`` in this scope."""
        self._id, self._scope, self._value = cond.id, self._free.within(cond, env), value
        try:
            yield
        finally:
            self._id = ""


def taken(node: object, env: Env, ev: Evaluator) -> Iterator[tuple[Node, int, Env]]:
    """What a value was made of: each table with the row that was taken (from 0, the last: otherwise), each scale with
    the slices that were reached, each cap and floor (0: it changed nothing, 1: it did), each dated value."""
    match node:
        case Choose(_, cases, otherwise):
            for index, (cond, term) in enumerate(cases):
                state = ev.state(cond, env)
                if state is None:
                    return
                if state:
                    yield node, index, env
                    yield from taken(term, env, ev)
                    return
            if otherwise is not None:
                yield node, len(cases), env
                yield from taken(otherwise, env, ev)
        case Marginal(_, subject, slices):
            whole = ev.value(subject, env)
            for index, part in enumerate(slices):
                if isinstance(whole, Fraction) and whole > part.low:
                    yield node, index, env
            yield from taken(subject, env, ev)
        case Apply(_, _, args, _, label):
            if label in ("cap", "floor"):
                before, after = ev.value(args[0], env), ev.value(node, env)
                if before is not None and after is not None:
                    yield node, int(before != after), env
            for arg in args:
                yield from taken(arg, env, ev)
        case Named(_, _, body):
            yield from taken(body, env, ev)
        case FieldOf(base):
            yield from taken(base, env, ev)
        case Series(_, _, day, values):
            yield node, 0, env
            when = ev.value(day, env)
            current = [term for start, term in values if isinstance(when, dt.date) and start <= when]
            if current:
                yield from taken(current[-1], env, ev)
        case Aggregate(_, _, members, where, key):
            for member in ev.members(members, env)[0]:
                inner = ev.inner(members, env, member)
                if where is None or ev.state(where, inner):
                    yield from taken(key, inner, ev)
        case _:
            return
