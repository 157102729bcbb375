"""How far a comparison is from turning over, in the steps of what is compared: a day, a fen, a whole, a rank."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from math import gcd

from compiler.rulebook.model import Rulebook
from compiler.rulebook.terms import (
    Aggregate,
    Apply,
    Choose,
    Cond,
    Const,
    FieldOf,
    Holds,
    Marginal,
    Named,
    Period,
    Series,
    Term,
    Test,
)
from solver.arithmetic.operations import compare
from solver.arithmetic.values import Value
from solver.search.evaluate import Env, Evaluator

_FEN = Fraction(1, 100)
_WHOLE = (
    "age",
    "days_between",
    "full_months",
    "full_years",
    "calendar_months",
    "overlap_days",
    "year",
    "month",
    "units",
)
_SAME = ("add", "subtract", "negate", "minimum", "maximum", "cap", "floor")


def step(term: Term, rulebook: Rulebook) -> Fraction | None:
    """The least by which the value of a number can differ: 0 for what never changes, None where it has no least step
    that is known (a ratio, a division)."""
    match term:
        case Const():
            return Fraction(0)
        case Named(_, _, body):
            return step(body, rulebook)
        case FieldOf(_, owner, name):
            kind = rulebook.kind(owner)
            field = kind.get(name) if kind is not None else None
            if term.type.kind == "money":
                return _FEN
            return Fraction(1) if field is not None and field.type.name == "integer" else None
        case Apply(_, op, args):
            if op in _WHOLE:
                return Fraction(1)
            steps = [step(a, rulebook) for a in args]
            if op in ("round_half_up", "round_up", "round_down") and isinstance(args[1], Const):
                unit = args[1].value
                return unit if isinstance(unit, Fraction) else None
            if op in _SAME:
                return _common(steps, args)
            if op == "multiply":
                for factor, other in ((args[0], steps[1]), (args[1], steps[0])):
                    value = closed(factor)
                    if isinstance(value, Fraction) and other is not None:
                        return abs(value) * other
            return None
        case Choose(_, cases, otherwise):
            parts = [t for _, t in cases] + ([otherwise] if otherwise is not None else [])
            return _common([step(t, rulebook) for t in parts], tuple(parts))
        case Aggregate(_, "count"):
            return Fraction(1)
        case Aggregate(_, "sum" | "largest" | "smallest", _, _, key):
            return step(key, rulebook) if key is not None else Fraction(1)
        case Series(_, _, _, values):
            return _common([step(t, rulebook) for _, t in values], tuple(t for _, t in values))
        case Marginal():
            return None
        case _:
            return None


def _common(steps: list[Fraction | None], terms: tuple[Term, ...]) -> Fraction | None:
    """The step of everything that can be made of these: constants count with what they are."""
    parts: list[Fraction] = []
    for one, term in zip(steps, terms, strict=True):
        if one is None:
            return None
        value = closed(term)
        parts.append(value if one == 0 and isinstance(value, Fraction) else one)
    return _gcd(parts)


def _gcd(parts: list[Fraction]) -> Fraction:
    found = Fraction(0)
    for part in map(abs, parts):
        if found == 0 or part == 0:
            found = found or part
            continue
        scale = found.denominator * part.denominator
        found = Fraction(gcd(int(found * scale), int(part * scale)), scale)
    return found


def closed(term: Term) -> Value | None:
    """The value of a term that is the same in every case; None for others."""
    match term:
        case Const(value):
            return value
        case Named(_, _, body):
            return closed(body)
        case _:
            return None


def edges(cond: Test, rulebook: Rulebook) -> tuple[Fraction, Fraction] | None:
    """The differences (left less right) nearest to the threshold at which the comparison holds and fails; None where
    there is no least step. Dates are counted in days, lengths of time in their unit, ordered values in ranks."""
    kind = cond.left.type if cond.left.type.kind != "any" else cond.right.type
    if kind.kind in ("date", "period", "enum"):
        unit, rest = Fraction(1), Fraction(0)
    else:
        steps = [step(t, rulebook) for t in (cond.left, cond.right)]
        if any(s is None for s in steps):
            return None
        unit = _gcd([s for s in steps if s is not None])
        if unit == 0:
            return None
        fixed = [closed(t) for t in (cond.left, cond.right)]
        rest = Fraction(0)
        for value, sign in zip(fixed, (1, -1), strict=True):
            if isinstance(value, Fraction):
                rest += sign * value
        rest %= unit
    up = rest if rest else Fraction(0)  # the least difference that is not below 0
    around = sorted({up - unit, up, up + unit})
    holds = [d for d in around if compare(cond.op, "number", d, Fraction(0))]
    fails = [d for d in around if not compare(cond.op, "number", d, Fraction(0))]
    return min(holds, key=abs), min(fails, key=abs)


def distance(cond: Cond, env: Env, ev: Evaluator, ranks: dict[str, dict[str, int]]) -> Fraction | None:
    """Left less right in a case; None where it is not known. For a term of days (期内): days left."""
    if isinstance(cond, Holds):
        term = cond.term
        assert isinstance(term, Apply)
        applied, start, period = (ev.value(a, env) for a in term.args)
        from solver.arithmetic.dates import add_period

        if not (isinstance(applied, dt.date) and isinstance(start, dt.date) and isinstance(period, Period)):
            return None
        last = add_period(start, period, ev.calendar)
        return Fraction((last - applied).days) if last is not None else None
    assert isinstance(cond, Test)
    left, right = ev.value(cond.left, env), ev.value(cond.right, env)
    kind = cond.left.type if cond.left.type.kind != "any" else cond.right.type
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left - right
    if isinstance(left, dt.date) and isinstance(right, dt.date):
        return Fraction((left - right).days)
    if isinstance(left, Period) and isinstance(right, Period) and left.unit == right.unit:
        return Fraction(left.count - right.count)
    if isinstance(left, str) and isinstance(right, str) and kind.kind == "enum":
        of = ranks[kind.name]
        return Fraction(of[left] - of[right])
    return None
