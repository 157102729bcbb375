"""A comparison of two expressions as a formula: a mark on the cell at which it turns over, where there is one."""

from __future__ import annotations

from fractions import Fraction

from compiler.rulebook.terms import NUMBER
from solver.regions.formulas import NO, Formula
from solver.regions.pieces import bounds, pieces
from solver.regions.quantities import Expr, Op, Sum, at, cells_of, constant, direction, fixed, is_total, plus, variable
from solver.regions.space import Cell, Region, Space

_FARTHEST = 10**15
COUNTED = ("age", "full_months", "full_years", "calendar_months", "overlap_days")
"""Whole numbers that follow from several dates; a quantity of its own wherever it stands."""
_TURNED = {"ge": "le", "gt": "lt", "le": "ge", "lt": "gt", "eq": "eq", "ne": "ne"}


def domain(space: Space, cell: int) -> Region:
    """All values of a cell."""
    of = space.cells[cell]
    return Region(of.low, of.high, parts=of.parts)


def quantity(space: Space, expr: Expr) -> int:
    """A cell that stands for the value of an expression of several cells. That it goes with them is not looked into
    here: a case is built from all of them, or the search says that it found none."""
    found = space.find(("quantity", expr))
    if found is not None:
        return found
    box = {c: domain(space, c) for c in cells_of(expr)}
    known = bounds(expr, box)
    parts = 1 if isinstance(expr, Op) and expr.name in COUNTED else 0
    made = Cell(("quantity", expr), "scale", NUMBER, parts, known.low, known.high, silent=not is_total(expr))
    return space.cell(made)


def compare(space: Space, op: str, left: Expr, right: Expr) -> Formula:
    """Whether ``left op right``: eq ne lt le gt ge. Neither where a value is missing."""
    stated = space.formulas.every(space.formulas.stated(c) for c in sorted(cells_of(left) | cells_of(right)))
    if left == right:
        holds = op in ("eq", "le", "ge")
        return space.formulas.split(stated, NO) if holds else space.formulas.split(NO, stated)
    if isinstance(left, Sum) and isinstance(right, Sum):
        return _sums(space, op, plus(left, right, -1), stated)
    cells = cells_of(left) | cells_of(right)
    if len(cells) == 1:
        cell = next(iter(cells))
        found = _straight(space, op, left, right, cell) or _monotone(space, op, left, right, cell)
        if found is not None:
            return found
    if fixed(left) is not None:
        left, right, op = right, left, _TURNED[op]
    limit = fixed(right)
    if limit is not None:
        return _with_facts(space, space.compare(quantity(space, left), op, limit), stated)
    gap = quantity(space, Op("subtract", (left, right)))
    return _with_facts(space, space.compare(gap, op, Fraction(0)), stated)


def _with_facts(space: Space, formula: Formula, stated: Formula) -> Formula:
    """Known only where the facts are that it is reckoned from."""
    f = space.formulas
    return f.split(f.every((formula, stated)), f.every((f.negate(formula), stated)))


def _sums(space: Space, op: str, gap: Sum, stated: Formula) -> Formula:
    number = fixed(gap)
    if number is not None:
        holds = {"eq": number == 0, "ne": number != 0, "lt": number < 0, "le": number <= 0, "gt": number > 0}
        yes = holds.get(op, number >= 0)
        return space.formulas.split(stated, NO) if yes else space.formulas.split(NO, stated)
    rest = Sum(tuple(p for p in gap.parts if p[0]))
    base = next((f for p, f in gap.parts if not p), Fraction(0))
    lead = rest.parts[0][1]
    scaled = Sum(tuple((p, f / lead) for p, f in rest.parts))
    op = op if lead > 0 else _TURNED[op]
    limit = -base / lead
    if len(scaled.parts) == 1 and len(scaled.parts[0][0]) == 1:
        return space.compare(scaled.parts[0][0][0], op, limit)
    return _with_facts(space, space.compare(quantity(space, scaled), op, limit), stated)


def _straight(space: Space, op: str, left: Expr, right: Expr, cell: int) -> Formula | None:
    """Both sides in straight pieces without rounding: the marks are where they meet."""
    lowest = space.cells[cell].low
    one, two = pieces(left, cell, lowest), pieces(right, cell, lowest)
    if one is None or two is None or any(x.below or x.above for _, x in (*one, *two)):
        return None
    from solver.regions.pieces import overlay

    f = space.formulas
    cut = overlay(one, two)
    ways = []
    for index, (start, x, y) in enumerate(cut):
        end = cut[index + 1][0] if index + 1 < len(cut) else None
        gap = Sum(tuple(p for p in (((), x.base - y.base), ((cell,), x.slope - y.slope)) if p[1]))
        parts = [_sums(space, op, gap, f.stated(cell))]
        if start is not None:
            parts.append(space.reached(cell, start, False))
        if end is not None:
            parts.append(f.negate(space.reached(cell, end, False)))
        ways.append(f.every(parts))
    yes = f.some(ways)
    return f.split(yes, f.every((f.negate(yes), f.stated(cell))))


def _monotone(space: Space, op: str, left: Expr, right: Expr, cell: int) -> Formula | None:
    """A difference that only grows or only falls as the cell grows: the mark is found by halving."""
    of = space.cells[cell]
    gap = Op("subtract", (left, right))
    way = direction(gap, cell)
    if not of.parts or not way or of.low is None:
        return None
    last = int(of.high * of.parts) if of.high is not None else _FARTHEST
    first = int(of.low * of.parts)

    def value(step: int) -> Fraction | None:
        return at(gap, {cell: Fraction(step, of.parts)})

    if value(first) is None or value(last) is None:
        return None

    def mark(above: bool) -> Formula | None:
        """The formula that the difference is at least nothing (``above``: more than that)."""

        def over(step: int) -> bool | None:
            found = value(step)
            return None if found is None else found > 0 if above else found >= 0

        low, high = first, last
        start, end = over(low), over(high)
        if start is None or end is None:
            return None
        stated = space.formulas.stated(cell)
        if start == end:
            return space.formulas.split(stated, NO) if start else space.formulas.split(NO, stated)
        while high - low > 1:
            half = (low + high) // 2
            state = over(half)
            if state is None:
                return None
            low, high = (half, high) if state == start else (low, half)
        reached = space.reached(cell, Fraction(high, of.parts), False)
        return reached if end else space.formulas.negate(reached)

    at_least, above = mark(False), mark(True)
    if at_least is None or above is None:
        return None
    f = space.formulas
    equal = f.every((at_least, f.negate(above)))
    return {
        "ge": at_least,
        "gt": above,
        "lt": f.negate(at_least),
        "le": f.negate(above),
        "eq": equal,
        "ne": f.negate(equal),
    }[op]


def larger_than_nothing(space: Space, expr: Expr) -> bool:
    """Whether an expression is surely not below nothing."""
    low = bounds(expr, {c: domain(space, c) for c in cells_of(expr)}).low
    return low is not None and low >= 0


ZERO = constant(0)
__all__ = ["ZERO", "compare", "domain", "larger_than_nothing", "quantity", "variable"]
