"""Where two answers differ: every pair of rows over every box of regions, with how much is lost or gained there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from solver.engine.regions import TimeUp
from solver.regions.formulas import NO, Formula
from solver.regions.pieces import Range, difference, turning
from solver.regions.quantities import Expr, Given, Op, cells_of, is_total
from solver.regions.rules import NOTHING, Side, Worth
from solver.regions.space import Region, Space
from solver.regions.thresholds import domain

BOXES = 2_000


@dataclass(frozen=True)
class Event:
    """``sort``: loss, gain or other (decided differently, and no sum more or less). ``most``: what is lost or gained at
    the very most in the box, in yuan; None when it grows without end. ``sure``: that much is really reached there."""

    sort: str
    formula: Formula
    most: Fraction | None
    sure: bool
    old: Worth
    new: Worth
    box: tuple[tuple[int, Region], ...]


def pairs(space: Space, old: Side, new: Side) -> Iterator[tuple[Formula, Worth, Worth]]:
    """Every two answers that one case can get from the two sides, with the formula under which it gets them; what is
    refused comes to nothing."""
    f = space.formulas
    found: dict[tuple[Worth, Worth], list[Formula]] = {}
    ours = [*old.rows, (old.refused, NOTHING)]
    theirs = [*new.rows, (new.refused, NOTHING)]
    for g, a in ours:
        for h, b in theirs:
            formula = f.every((g, h))
            if not f.is_hopeless(formula) and not (a is NOTHING and b is NOTHING):
                found.setdefault((a, b), []).append(formula)
    for (a, b), formulas in found.items():
        yield f.some(formulas), a, b


def mark(space: Space, old: Side, new: Side) -> None:
    """Put a mark wherever one of two sums overtakes the other, or a piece of one ends."""
    for _, a, b in pairs(space, old, new):
        if a.span is None or b.span is None:
            continue
        for one, two in ((a.span.low, b.span.low), (a.span.high, b.span.high)):
            if one is None or two is None or one == two:
                continue
            one, two = _inner(one, two)
            cells = cells_of(one) | cells_of(two)
            if len(cells) == 1:
                cell = next(iter(cells))
                for value in turning(one, two, cell, space.cells[cell].low) or ():
                    space.reached(cell, value, False)
                    space.reached(cell, value, True)


def _inner(one: Expr, two: Expr) -> tuple[Expr, Expr]:
    """What is rounded, where both are rounded alike."""
    if sorted(_roundings(one)) == sorted(_roundings(two)):
        return _unrounded(one), _unrounded(two)
    return one, two


def _roundings(expr: Expr | Given) -> list[tuple[str, str]]:
    if not isinstance(expr, Op):
        return []
    inner = [r for a in expr.args for r in _roundings(a)]
    return [*inner, (expr.name, str(expr.args[1:]))] if expr.name.startswith("round") else inner


def _unrounded(expr: Expr) -> Expr:
    if not isinstance(expr, Op):
        return expr
    args = tuple(a if isinstance(a, Given) else _unrounded(a) for a in expr.args)
    first = args[0]
    if expr.name.startswith("round") and not isinstance(first, Given):
        return first
    return Op(expr.name, args, expr.calendar)


def events(space: Space, old: Side, new: Side, deadline: float) -> list[Event]:
    """All differences. Call it when every mark is in its place. Raises :class:`TimeUp`."""
    found: list[Event] = []
    for formula, a, b in pairs(space, old, new):
        if time.monotonic() > deadline:
            raise TimeUp
        if a.span is None or b.span is None:
            found += _without_sum(formula, a, b)
        elif a.per != b.per and NOTHING not in (a, b):
            found.append(Event("other", formula, Fraction(0), True, a, b, ()))
        else:
            found += _boxes(space, formula, a, b)
    return found


def _without_sum(formula: Formula, a: Worth, b: Worth) -> Iterator[Event]:
    """Something whose worth the text does not say."""
    if a.span is None and b.span is None:
        if a.per != b.per:
            yield Event("other", formula, Fraction(0), True, a, b, ())
    elif b is NOTHING:
        yield Event("loss", formula, Fraction(0), True, a, b, ())
    elif a is NOTHING:
        yield Event("gain", formula, Fraction(0), True, a, b, ())
    else:
        yield Event("other", formula, Fraction(0), True, a, b, ())


def _boxes(space: Space, formula: Formula, a: Worth, b: Worth) -> Iterator[Event]:
    assert a.span is not None and b.span is not None
    ends = [(a.span.low, b.span.low), (a.span.high, b.span.high)]
    cells = sorted({c for pair in ends for e in pair if e is not None for c in cells_of(e)})
    regions = [space.regions(c) for c in cells]
    if prod(len(r) for r in regions) > BOXES:
        regions = [[domain(space, c)] for c in cells]
    for chosen in product(*regions):
        box = tuple(zip(cells, chosen, strict=True))
        gaps = [_gap(space, new, old, dict(box)) for old, new in ends]
        inside = formula
        if any(len(r) > 1 for r in regions):
            inside = space.formulas.every((formula, *(space.within(c, r) for c, r in box)))
        if inside == NO:
            continue
        whole = all(e is None or is_total(e) for pair in ends for e in pair)
        falls = [g for g in gaps if g.low is None or g.low < 0]
        rises = [g for g in gaps if g.high is None or g.high > 0]
        if falls:
            lows = [g.low for g in falls]
            most = None if None in lows else max(-x for x in lows if x is not None)
            yield Event("loss", inside, most, whole and all(g.exact for g in falls), a, b, box)
        if rises:
            highs = [g.high for g in rises]
            most = None if None in highs else max(x for x in highs if x is not None)
            yield Event("gain", inside, most, whole and all(g.exact for g in rises), a, b, box)
        level = all((g.low is None or g.low <= 0) and (g.high is None or g.high >= 0) for g in gaps)
        if level and (a is NOTHING) != (b is NOTHING):
            yield Event("other", inside, Fraction(0), whole and not falls and not rises, a, b, box)


def _gap(space: Space, new: Expr | None, old: Expr | None, box: dict[int, Region]) -> Range:
    """What the new sum has more than the old; an open end is more than any number."""
    if new is None and old is None:
        return Range(Fraction(0), Fraction(0), True)
    if new is None:
        return Range(Fraction(1), None, True)
    if old is None:
        return Range(None, Fraction(-1), True)
    if old == new:
        return Range(Fraction(0), Fraction(0), True)
    used = cells_of(old) | cells_of(new)
    return difference(new, old, {c: r for c, r in box.items() if c in used})
