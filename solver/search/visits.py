"""Every condition and value that a rule comes to in one case, member by member."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from compiler.rulebook.terms import (
    Aggregate,
    All,
    Always,
    Any,
    Apply,
    Choose,
    Cond,
    FieldOf,
    Holds,
    Label,
    Marginal,
    Named,
    Not,
    OneOf,
    Quantifier,
    Reads,
    Recursive,
    Series,
    Term,
    Test,
)
from solver.search.evaluate import Env, Evaluator

Node = Cond | Term


def visits(node: object, env: Env, ev: Evaluator, seen: set[tuple[str, Env]]) -> Iterator[tuple[Node, Env]]:
    """Every condition and value under a node, for every member that it runs over; bodies of recursive definitions once
    for each argument. Cases of a value that the way the text is read rules out are none, unless the evaluator looks at
    all of them."""
    if isinstance(node, Cond | Term):
        yield node, env
    match node:
        case Label(_, _, _, operand) | Not(_, operand):
            yield from visits(operand, env, ev, seen)
        case All(_, operands) | Any(_, operands):
            for part in operands:
                yield from visits(part, env, ev, seen)
        case Test(_, _, left, right):
            yield from visits(left, env, ev, seen)
            yield from visits(right, env, ev, seen)
        case OneOf(_, term) | Holds(_, term):
            yield from visits(term, env, ev, seen)
        case Quantifier(_, _, members, where) | Aggregate(_, _, members, where):
            yield from visits(members.list, env, ev, seen)
            for member in ev.members(members, env)[0]:
                inner = ev.inner(members, env, member)
                yield from visits(where, inner, ev, seen)
                if isinstance(node, Aggregate):
                    yield from visits(node.key, inner, ev, seen)
        case Recursive(_, definition, args):
            given = tuple(str(ev.value(a, env) or "") for a in args)
            for arg in args:
                yield from visits(arg, env, ev, seen)
            if (definition, given) not in seen and all(given):
                seen.add((definition, given))
                yield from visits(ev.body(definition), given, ev, seen)
        case Choose(_, cases, otherwise):
            for cond, term in cases:
                settled = by_reading(cond, ev.readings) if ev.as_read else None
                if settled is False:  # as the text is read, this case is none
                    continue
                yield from visits(cond, env, ev, seen)
                yield from visits(term, env, ev, seen)
                if settled:
                    break
            else:
                yield from visits(otherwise, env, ev, seen)
        case Apply(_, _, args):
            for arg in args:
                yield from visits(arg, env, ev, seen)
        case Named(_, _, body):
            yield from visits(body, env, ev, seen)
        case Marginal(_, subject):
            yield from visits(subject, env, ev, seen)
        case Series(_, _, day, values):
            yield from visits(day, env, ev, seen)
            for _, term in values:
                yield from visits(term, env, ev, seen)
        case FieldOf(base):
            yield from visits(base, env, ev, seen)
        case _:
            return


def by_reading(cond: Cond, readings: Mapping[str, str]) -> bool | None:
    """How a condition comes out whatever the facts are, by the way the text is read alone; None where it hangs on
    facts."""
    match cond:
        case Label(_, _, _, operand):
            return by_reading(operand, readings)
        case Not(_, operand):
            state = by_reading(operand, readings)
            return None if state is None else not state
        case All(_, operands):
            states = {by_reading(o, readings) for o in operands}
            return False if False in states else None if None in states else True
        case Any(_, operands):
            states = {by_reading(o, readings) for o in operands}
            return True if True in states else None if None in states else False
        case Reads(_, reading, choice):
            return readings[reading] == choice if reading in readings else None
        case Always(_, value):
            return value
        case _:
            return None
