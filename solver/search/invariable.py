"""What is so whatever the facts are."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from fractions import Fraction

from compiler.rulebook.terms import (
    Aggregate,
    Apply,
    Choose,
    Const,
    FieldOf,
    Named,
    Quantifier,
    Series,
    Term,
    Var,
)
from solver.search.evaluate import Env, Evaluator

_BESIDE = ("id", "origin", "written", "label")
_RISING = ("add", "multiply", "minimum", "cap", "maximum", "floor", "round_half_up", "round_up", "round_down", "units")
"""Of what is not below nothing they make nothing that is."""


def never_negative(term: Term, evaluator: Evaluator) -> bool:
    """Whether a sum is never below nothing: a search sets no number below it."""
    match term:
        case Named(_, _, body):
            return never_negative(body, evaluator)
        case Const(value):
            return isinstance(value, Fraction) and value >= 0
        case FieldOf(_, owner, name):
            values = (of.get(name) for (kind, _), of in evaluator.facts.items() if kind == owner)
            return all(v is None or (isinstance(v, Fraction) and v >= 0) for v in values)
        case Apply(_, op, args) if op in _RISING:
            return all(never_negative(a, evaluator) for a in args)
        case Series(_, _, _, values):
            return all(never_negative(t, evaluator) for _, t in values)
        case Choose(_, cases, otherwise):
            rest = otherwise is None or never_negative(otherwise, evaluator)
            return rest and all(never_negative(t, evaluator) for _, t in cases)
        case Aggregate(_, kind, _, _, key):
            return kind == "count" or (kind == "sum" and key is not None and never_negative(key, evaluator))
        case _:
            return False


def same(a: object, b: object, env: Env, bound: frozenset[int] = frozenset()) -> bool:
    """Whether two terms say the same of the same objects, so that no facts tell them apart."""
    a, b = (x.body if isinstance(x, Named) else x for x in (a, b))
    if isinstance(a, Var) and isinstance(b, Var):
        if a.depth in bound or b.depth in bound:
            return a.depth == b.depth
        here = [env[v.depth] if v.depth < len(env) else "" for v in (a, b)]
        return here[0] == here[1] if all(here) else a.depth == b.depth
    if type(a) is not type(b):
        return False
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(same(x, y, env, bound) for x, y in zip(a, b, strict=True))
    if not is_dataclass(a):
        return a == b
    if isinstance(a, Aggregate | Quantifier):
        bound |= {a.members.depth}
    names = (f.name for f in fields(a) if f.name not in _BESIDE)
    return all(same(getattr(a, n), getattr(b, n), env, bound) for n in names)
