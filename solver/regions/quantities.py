"""Values as expressions over cells: sums of products, and the operations that are more than that. Exact.

A :class:`Sum` is affine in each cell when no cell stands twice in one product, so that over a box of regions its
extremes lie at corners. An :class:`Op` is an operation of :mod:`solver.arithmetic.operations`; dates are day numbers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction

from compiler.rulebook.terms import Period
from compiler.source.record import dataclass
from solver.arithmetic.operations import OPERATIONS
from solver.arithmetic.values import Calendar, Interval
from solver.regions.space import FIRST, LAST

Product = tuple[int, ...]
"""The cells that are multiplied, in order; a cell twice is its square."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Products with their factors, in order, none with factor 0."""

    parts: tuple[tuple[Product, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Given:
    """A length of time as it is written."""

    value: Period


@dataclass(frozen=True, slots=True)
class Op:
    """An operation on expressions."""

    name: str
    args: tuple[Expr | Given, ...]
    calendar: Calendar | None = None


Expr = Sum | Op
Point = Mapping[int, Fraction]
"""A value for each cell."""


def constant(value: Fraction | int) -> Sum:
    """A number."""
    return _sum({(): Fraction(value)})


def variable(cell: int) -> Sum:
    """The value of a cell."""
    return Sum((((cell,), Fraction(1)),))


def _sum(parts: Mapping[Product, Fraction]) -> Sum:
    return Sum(tuple(sorted((p, f) for p, f in parts.items() if f)))


def plus(a: Sum, b: Sum, times: Fraction | int = 1) -> Sum:
    """a + times × b"""
    parts = dict(a.parts)
    for product, factor in b.parts:
        parts[product] = parts.get(product, Fraction(0)) + factor * times
    return _sum(parts)


def product(a: Sum, b: Sum) -> Sum:
    """a × b"""
    parts: dict[Product, Fraction] = {}
    for p, f in a.parts:
        for q, g in b.parts:
            key = tuple(sorted((*p, *q)))
            parts[key] = parts.get(key, Fraction(0)) + f * g
    return _sum(parts)


def fixed(expr: Expr) -> Fraction | None:
    """The number itself, where the expression is one."""
    if isinstance(expr, Sum) and (not expr.parts or (len(expr.parts) == 1 and expr.parts[0][0] == ())):
        return expr.parts[0][1] if expr.parts else Fraction(0)
    return None


def cells_of(expr: Expr | Given) -> frozenset[int]:
    """The cells an expression looks at."""
    if isinstance(expr, Sum):
        return frozenset(c for p, _ in expr.parts for c in p)
    return frozenset(c for a in expr.args for c in cells_of(a)) if isinstance(expr, Op) else frozenset()


def is_linear(expr: Sum) -> bool:
    """Whether the expression is affine in each of its cells."""
    return all(len(set(p)) == len(p) for p, _ in expr.parts)


def at(expr: Expr, point: Point) -> Fraction | None:
    """The value at a point; None where there is none."""
    if isinstance(expr, Sum):
        total = Fraction(0)
        for cells, factor in expr.parts:
            for cell in cells:
                factor *= point[cell]
            total += factor
        return total
    operation = OPERATIONS[expr.name]
    given: list[object] = []
    for index, arg in enumerate(expr.args):
        if isinstance(arg, Given):
            given.append(arg.value)
            continue
        value: Fraction | None = at(arg, point)
        if value is None:
            return None
        kind = operation.kinds[min(index, len(operation.kinds) - 1)]
        if kind == "date":
            if value.denominator != 1 or not FIRST <= value <= LAST:
                return None
            given.append(dt.date.fromordinal(int(value)))
        else:
            given.append(value)
    result = operation.apply(given, expr.calendar)  # type: ignore[arg-type]
    if isinstance(result, dt.date):
        return Fraction(result.toordinal())
    return None if isinstance(result, Interval | bool | str | Period) else result


# Which way an operation goes as one of its arguments grows, the others standing still: never down (1), never up (-1).
_RISING: dict[str, tuple[int, ...]] = {
    "add": (1, 1),
    "subtract": (1, -1),
    "minimum": (1,),
    "maximum": (1,),
    "round_half_up": (1, 0),
    "round_up": (1, 0),
    "round_down": (1, 0),
    "units": (1, 0),
    "age": (-1, 1),
    "full_months": (-1, 1),
    "full_years": (-1, 1),
    "calendar_months": (-1, 1),
    "year": (1,),
    "month_start": (1,),
    "month_end": (1,),
    "next_month": (1,),
    "add_period": (1, 0),
    "subtract_period": (1, 0),
    "add_workdays": (1, 1),
}


def direction(expr: Expr, cell: int) -> int | None:
    """1 when the expression never falls as the cell grows, -1 when it never rises, 0 when it stands still; None when
    that is not known. Other cells may have any value that is not below nothing."""
    if isinstance(expr, Sum):
        signs = set()
        for cells, factor in expr.parts:
            if cell in cells:
                signs.add(1 if factor > 0 else -1)
        return next(iter(signs), 0) if len(signs) <= 1 else None
    known = _RISING.get(expr.name)
    if expr.name in ("multiply", "divide"):
        by = fixed(expr.args[1]) if isinstance(expr.args[1], Sum | Op) else None
        known = None if by is None else (1 if by > 0 else -1,)
    found: set[int] = set()
    for index, arg in enumerate(expr.args):
        inner = 0 if isinstance(arg, Given) else direction(arg, cell)
        if inner == 0:
            continue
        own = known[min(index, len(known) - 1)] if known else 0
        if inner is None or own == 0:
            return None
        found.add(inner * own)
    return next(iter(found), 0) if len(found) <= 1 else None


_TOTAL = {"add", "subtract", "multiply", "minimum", "maximum", "calendar_months", "overlap_days", "year", "month"}
_TOTAL |= {"full_months", "full_years", "month_start", "month_end"}
_WITH_UNIT = ("round_half_up", "round_up", "round_down", "units", "remainder", "divide")


def is_total(expr: Expr | Given) -> bool:
    """Whether the expression has a value wherever its cells have one."""
    if not isinstance(expr, Op):
        return True
    if expr.name in _WITH_UNIT:
        unit = fixed(expr.args[1]) if isinstance(expr.args[1], Sum | Op) else None
        return unit is not None and (unit > 0 or (expr.name == "divide" and unit != 0)) and is_total(expr.args[0])
    return expr.name in _TOTAL and all(is_total(a) for a in expr.args)
