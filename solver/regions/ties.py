"""What ties a quantity to the facts it is reckoned from: over a box of regions it lies between its extremes there.

A search takes a quantity for a cell of its own. These formulas rule out what cannot be: a sum of seven of two parts
that are below three each. They need not rule out everything; they never rule out what can be.
"""

from __future__ import annotations

from itertools import product
from math import prod

from solver.regions.formulas import Formula
from solver.regions.pieces import Range, bounds
from solver.regions.quantities import Expr, cells_of
from solver.regions.space import Region, Space

BOXES = 300


def ties(space: Space) -> list[Formula]:
    """Formulas that no case makes yes. Call it when every mark is in its place."""
    found: list[Formula] = []
    for number, cell in enumerate(space.cells):
        if cell.key[0] == "quantity" and cell.marks:
            expr: Expr = cell.key[1]  # type: ignore[assignment]
            found += _of(space, number, expr)
    return found


def _of(space: Space, quantity: int, expr: Expr) -> list[Formula]:
    cells = sorted(cells_of(expr))
    regions = [space.regions(c) for c in cells]
    if prod(len(r) for r in regions) > BOXES or any(space.cells[c].sort != "scale" for c in cells):
        return []
    f = space.formulas
    marks, own = space.ordered(quantity), space.regions(quantity)
    found: list[Formula] = []
    for chosen in product(*regions):
        box = dict(zip(cells, chosen, strict=True))
        known = bounds(expr, box)
        inside = [i for i, r in enumerate(own) if _touches(r, known)]
        first, last = (inside[0], inside[-1]) if inside else (0, len(own) - 1)
        place = [space.within(c, r) for c, r in box.items()]
        if last < len(marks):
            found.append(f.every((*place, space.reached(quantity, marks[last][0], bool(marks[last][1])))))
        if first > 0:
            below = f.negate(space.reached(quantity, marks[first - 1][0], bool(marks[first - 1][1])))
            found.append(f.every((*place, below)))
    return found


def _touches(region: Region, known: Range) -> bool:
    """Whether a region and a range share a value, or may."""
    above = known.low is not None and region.high is not None and (known.low, 0) > (region.high, -region.high_open)
    below = known.high is not None and region.low is not None and (known.high, 0) < (region.low, region.low_open)
    return not above and not below
