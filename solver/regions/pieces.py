"""An expression over one cell as straight pieces, and the extremes of expressions over boxes of regions. Exact.

Within a region without marks every piece is a straight line, so a difference of two expressions has its extremes, and
its changes of sign, where pieces end; the places where it changes sign become marks of the cell. Rounding is taken for
a band around the line that is rounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

from compiler.source.record import dataclass
from solver.regions.quantities import Expr, Op, Sum, at, cells_of, direction, fixed, is_linear, plus
from solver.regions.space import Region

CORNERS = 4096
STEPS = 200
"""Steps of a cell that are looked at one by one."""


@dataclass(frozen=True, slots=True)
class Line:
    """``base`` + ``slope`` × cell, give or take: at least ``below`` under it, at most ``above`` over it."""

    base: Fraction
    slope: Fraction
    below: Fraction = Fraction(0)
    above: Fraction = Fraction(0)

    def at(self, value: Fraction) -> Fraction:
        """The value on the line itself."""
        return self.base + self.slope * value


Pieces = list[tuple[Fraction | None, Line]]
"""Lines with where each begins (None: from the lowest on), in order."""


def pieces(expr: Expr, cell: int, lowest: Fraction | None) -> Pieces | None:
    """The expression as straight pieces along its only cell, which is at least ``lowest``; None when it cannot be told
    so."""
    if isinstance(expr, Sum):
        base = slope = Fraction(0)
        for cells, factor in expr.parts:
            if len(cells) > 1:
                return None
            base, slope = (base + factor, slope) if not cells else (base, slope + factor)
        return [(None, Line(base, slope))]
    if expr.name in ("minimum", "maximum"):
        found: Pieces | None = None
        for arg in expr.args:
            inner = pieces(arg, cell, lowest) if isinstance(arg, Sum | Op) else None
            if inner is None:
                return None
            found = inner if found is None else _extreme(found, inner, expr.name == "maximum")
        return found
    if expr.name in ("add", "subtract"):
        ends = [pieces(a, cell, lowest) for a in expr.args if isinstance(a, Sum | Op)]
        first, second = ends[0], ends[1]
        if first is None or second is None:
            return None
        return [(s, _added(x, y, expr.name == "subtract")) for s, x, y in overlay(first, second)]
    if expr.name in ("multiply", "divide"):
        return _scaled(expr, cell, lowest)
    if expr.name in ("round_half_up", "round_up", "round_down"):
        inner = pieces(expr.args[0], cell, lowest) if isinstance(expr.args[0], Sum | Op) else None
        unit = fixed(expr.args[1]) if isinstance(expr.args[1], Sum | Op) else None
        if inner is None or unit is None or unit <= 0:
            return None
        return [(s, _rounded(x, expr.name, unit, lowest if s is None else s)) for s, x in inner]
    if expr.name == "units":
        inner = pieces(expr.args[0], cell, lowest) if isinstance(expr.args[0], Sum | Op) else None
        unit = fixed(expr.args[1]) if isinstance(expr.args[1], Sum | Op) else None
        if inner is None or unit is None or unit <= 0:
            return None
        return [(s, Line(x.base / unit, x.slope / unit, x.below / unit + 1, x.above / unit)) for s, x in inner]
    return None


def _added(x: Line, y: Line, less: bool) -> Line:
    if less:
        return Line(x.base - y.base, x.slope - y.slope, x.below + y.above, x.above + y.below)
    return Line(x.base + y.base, x.slope + y.slope, x.below + y.below, x.above + y.above)


def _scaled(expr: Op, cell: int, lowest: Fraction | None) -> Pieces | None:
    """A product with a number, or a quotient by one."""
    a, b = expr.args
    assert isinstance(a, Sum | Op) and isinstance(b, Sum | Op)
    if fixed(b) is None and expr.name == "multiply":
        a, b = b, a
    factor, inner = fixed(b), pieces(a, cell, lowest)
    if factor is None or inner is None or (expr.name == "divide" and not factor):
        return None
    f = 1 / factor if expr.name == "divide" else factor
    below = [(x.below * f, x.above * f) if f >= 0 else (-x.above * f, -x.below * f) for _, x in inner]
    return [(s, Line(x.base * f, x.slope * f, *b)) for (s, x), b in zip(inner, below, strict=True)]


def _rounded(line: Line, how: str, unit: Fraction, start: Fraction | None) -> Line:
    """The band in which a rounded line lies. Up and down are away from and towards nothing, so that below nothing the
    band lies on the other side; where the line may go there it is taken on both."""
    if how == "round_half_up":
        below = above = unit / 2
    elif start is None or line.slope < 0 or line.at(start) - line.below < 0:
        below = above = unit
    else:
        below, above = (unit, Fraction(0)) if how == "round_down" else (Fraction(0), unit)
    return Line(line.base, line.slope, line.below + below, line.above + above)


def overlay(a: Pieces, b: Pieces) -> list[tuple[Fraction | None, Line, Line]]:
    """Two sets of pieces, cut at the beginnings of both."""
    starts = sorted({s for s, _ in (*a, *b) if s is not None})
    found: list[tuple[Fraction | None, Line, Line]] = [(None, a[0][1], b[0][1])]
    found += [(s, _line(a, s), _line(b, s)) for s in starts]
    return found


def _line(of: Pieces, value: Fraction) -> Line:
    return next(line for start, line in reversed(of) if start is None or start <= value)


def _extreme(a: Pieces, b: Pieces, largest: bool) -> Pieces:
    cut = overlay(a, b)
    found: Pieces = []
    for index, (start, one, two) in enumerate(cut):
        end = cut[index + 1][0] if index + 1 < len(cut) else None
        crossing = meet(one, two)
        stops = [start]
        if crossing is not None and (start is None or crossing > start) and (end is None or crossing < end):
            stops.append(crossing)
        for place, stop in enumerate(stops):
            further = stops[place + 1] if place + 1 < len(stops) else end
            probe = _inside(stop, further)
            first = one.at(probe) >= two.at(probe)
            better, other = (one, two) if first == largest else (two, one)
            line = Line(better.base, better.slope, max(better.below, other.below), max(better.above, other.above))
            found.append((stop, line))
    return found


def _inside(start: Fraction | None, end: Fraction | None) -> Fraction:
    if start is None:
        return end - 1 if end is not None else Fraction(0)
    return (start + end) / 2 if end is not None else start + 1


def meet(one: Line, two: Line) -> Fraction | None:
    """Where two lines cross."""
    return (two.base - one.base) / (one.slope - two.slope) if one.slope != two.slope else None


def turning(a: Expr, b: Expr, cell: int, lowest: Fraction | None) -> list[Fraction] | None:
    """Where the pieces of either end, and where the two are equal; None when that cannot be told."""
    one, two = pieces(a, cell, lowest), pieces(b, cell, lowest)
    if one is None or two is None:
        return None
    cut = overlay(one, two)
    found = [s for s, _, _ in cut if s is not None]
    for start, x, y in cut:
        index = [s for s, _, _ in cut].index(start)
        end = cut[index + 1][0] if index + 1 < len(cut) else None
        gap = (x.base - y.base, x.slope - y.slope)
        slack = (Fraction(0), x.below + y.above, -(x.above + y.below))
        for shift in set(slack):
            if gap[1]:
                where = -(gap[0] - shift) / gap[1]
                if (start is None or where >= start) and (end is None or where <= end):
                    found.append(where)
    return sorted(set(found))


@dataclass(frozen=True, slots=True)
class Range:
    """What a value lies between over a box; None: without end. ``exact``: both ends are taken or come near to."""

    low: Fraction | None
    high: Fraction | None
    exact: bool


def difference(a: Expr, b: Expr, box: Mapping[int, Region]) -> Range:
    """What a - b lies between over a box of regions, one for each cell of both."""
    if a == b:
        return Range(Fraction(0), Fraction(0), True)
    if len(box) == 1:
        steady = _steady(a, b, *next(iter(box.items())))
        if steady is not None:
            return steady
        counted = _counted(a, b, *next(iter(box.items())))
        if counted is not None:
            return counted
    nested = _nested(a, b, box)
    if nested is not None:
        return nested
    if isinstance(a, Sum) and isinstance(b, Sum):
        gap = plus(a, b, -1)
        if is_linear(gap):
            return extremes(gap, {c: box[c] for c in cells_of(gap)})
    if len(box) == 1:
        return _both(_along(a, b, *next(iter(box.items()))), *_chosen(a, b, box))
    one, two = bounds(a, box), bounds(b, box)
    return _both(Range(_less(one.low, two.high), _less(one.high, two.low), False), *_chosen(a, b, box))


def _chosen(a: Expr, b: Expr, box: Mapping[int, Region]) -> Iterator[Range]:
    """Bounds from what the smaller and the larger of several come to: min(a, b) - c is min(a - c, b - c), and the
    smaller of two pairs differ by no more than one of the pairs does."""
    one, ours = _picked(a)
    two, theirs = _picked(b)
    if ours and len(ours) == len(theirs) and one == two:
        yield _hull([difference(x, y, _part(box, x, y)) for x, y in zip(ours, theirs, strict=True)])
    if ours:
        found = [difference(x, b, _part(box, x, b)) for x in ours]
        yield _least(found) if one == "minimum" else _greatest(found)
    elif theirs:
        found = [difference(a, y, _part(box, a, y)) for y in theirs]
        yield _greatest(found) if two == "minimum" else _least(found)


def _picked(expr: Expr) -> tuple[str, tuple[Expr, ...]]:
    """Whether the smallest or the largest is taken, and of what; nothing where it is neither, or not of sums alone."""
    if not isinstance(expr, Op) or expr.name not in _PICKS:
        return "", ()
    args = tuple(x for x in expr.args if isinstance(x, Sum | Op))
    return (expr.name, args) if len(args) == len(expr.args) else ("", ())


_PICKS = ("minimum", "maximum")


def _part(box: Mapping[int, Region], *exprs: Expr) -> dict[int, Region]:
    used = frozenset(c for e in exprs for c in cells_of(e))
    return {c: r for c, r in box.items() if c in used}


def _least(found: Sequence[Range]) -> Range:
    lows, highs = [r.low for r in found], [r.high for r in found if r.high is not None]
    low = None if None in lows else min(x for x in lows if x is not None)
    return Range(low, min(highs, default=None), False)


def _greatest(found: Sequence[Range]) -> Range:
    lows, highs = [r.low for r in found if r.low is not None], [r.high for r in found]
    high = None if None in highs else max(x for x in highs if x is not None)
    return Range(max(lows, default=None), high, False)


def _both(first: Range, *more: Range) -> Range:
    """What lies in all of these."""
    low, high, exact = first.low, first.high, first.exact
    for one in more:
        low = one.low if low is None or (one.low is not None and one.low > low) else low
        high = one.high if high is None or (one.high is not None and one.high < high) else high
    return Range(low, high, exact)


def _steady(a: Expr, b: Expr, cell: int, region: Region) -> Range | None:
    """A difference that only rises or only falls along its cell: what it comes to at both ends, rounding and all."""
    way = direction(Op("subtract", (a, b)), cell)
    if way is None or region.low is None:
        return None
    ends: list[Fraction | None] = [_gap(a, b, {cell: region.low})]
    if region.high is not None:
        ends.append(_gap(a, b, {cell: region.high}))
        if None in ends:
            return None
    else:
        one, two = pieces(a, cell, region.low), pieces(b, cell, region.low)
        if one is None or two is None or ends[0] is None:
            return None
        if one[-1][1].slope != two[-1][1].slope:
            ends.append(None)
        else:
            last = max([s for s in (one[-1][0], two[-1][0], region.low) if s is not None])
            ends.append(_gap(a, b, {cell: last + 1}))
    low, high = ends if way >= 0 else ends[::-1]
    return Range(low, high, True)


def _counted(a: Expr, b: Expr, cell: int, region: Region) -> Range | None:
    """A difference over a few steps: every one of them looked at."""
    if not region.parts or region.low is None or region.high is None:
        return None
    first, last = int(region.low * region.parts), int(region.high * region.parts)
    if last - first >= STEPS:
        return None
    found = [_gap(a, b, {cell: Fraction(step, region.parts)}) for step in range(first, last + 1)]
    known = [g for g in found if g is not None]
    return Range(min(known), max(known), True) if len(known) == len(found) else None


def _gap(a: Expr, b: Expr, point: Mapping[int, Fraction]) -> Fraction | None:
    x, y = at(a, point), at(b, point)
    return x - y if x is not None and y is not None else None


def _less(x: Fraction | None, y: Fraction | None) -> Fraction | None:
    return x - y if x is not None and y is not None else None


def _more(x: Fraction | None, y: Fraction | None) -> Fraction | None:
    return x + y if x is not None and y is not None else None


_ROUNDS = ("round_down", "round_half_up", "round_up")


def _nested(a: Expr, b: Expr, box: Mapping[int, Region]) -> Range | None:
    """Both rounded alike: the sign of the difference is that of what is rounded."""
    if not (isinstance(a, Op) and isinstance(b, Op) and a.name == b.name and a.name in _ROUNDS):
        return None
    unit = fixed(a.args[1]) if isinstance(a.args[1], Sum | Op) else None
    if a.args[1] != b.args[1] or unit is None or unit <= 0:
        return None
    first, second = a.args[0], b.args[0]
    assert isinstance(first, Sum | Op) and isinstance(second, Sum | Op)
    inner = difference(first, second, box)
    low = -_steps(-inner.low, unit) if inner.low is not None else None
    high = _steps(inner.high, unit) if inner.high is not None else None
    return Range(low, high, inner.exact and (low is None or low == inner.low) and (high is None or high == inner.high))


def _steps(value: Fraction, unit: Fraction) -> Fraction:
    """Up to the next whole step: two values so far apart are no further apart when both are rounded."""
    return -(-value // unit) * unit


def _along(a: Expr, b: Expr, cell: int, region: Region) -> Range:
    one, two = pieces(a, cell, region.low), pieces(b, cell, region.low)
    if one is None or two is None:
        first, second = bounds(a, {cell: region}), bounds(b, {cell: region})
        return Range(_less(first.low, second.high), _less(first.high, second.low), False)
    found: list[Range] = []
    cut = overlay(one, two)
    for index, (start, x, y) in enumerate(cut):
        end = cut[index + 1][0] if index + 1 < len(cut) else None
        low = region.low if start is None or (region.low is not None and region.low > start) else start
        high = region.high if end is None or (region.high is not None and region.high < end) else end
        if low is not None and high is not None and low > high:
            continue
        level = low if low is not None else high
        if not x.slope and not y.slope and level is not None:
            same = _gap(a, b, {cell: level})  # both stand still, rounded or not
            if same is not None:
                found.append(Range(same, same, True))
                continue
        gap = Sum(tuple(p for p in (((), x.base - y.base), ((cell,), x.slope - y.slope)) if p[1]))
        line = extremes(gap, {cell: Region(low, high)} if x.slope != y.slope else {})
        below, above = x.below + y.above, x.above + y.below
        found.append(
            Range(
                line.low - below if line.low is not None else None,
                line.high + above if line.high is not None else None,
                not below and not above,
            )
        )
    return _hull(found)


def _hull(found: Sequence[Range]) -> Range:
    lows, highs = [r.low for r in found], [r.high for r in found]
    return Range(
        None if None in lows else min(x for x in lows if x is not None),
        None if None in highs else max(x for x in highs if x is not None),
        all(r.exact for r in found),
    )


def extremes(expr: Sum, box: Mapping[int, Region]) -> Range:
    """The extremes of an expression that is affine in each cell: they lie at corners, or grow without end."""
    if 2 ** len(box) > CORNERS:
        return Range(None, None, False)
    lows: list[Fraction | None] = []
    highs: list[Fraction | None] = []
    open_ended = [c for c, r in box.items() if r.low is None or r.high is None]
    for ends in product(*(((c, r.low), (c, r.high)) for c, r in box.items())):
        corner = {cell: end for cell, end in ends if end is not None}
        if len(corner) < len(box):
            continue  # an end that is open
        value = at(expr, corner)
        lows.append(value)
        highs.append(value)
    for cell in open_ended:
        # Along an open end the value grows, falls or stands still, by the sign of the slope over the rest of the box.
        slope = Sum(tuple((tuple(x for x in p if x != cell), f) for p, f in expr.parts if cell in p))
        rate = extremes(slope, {c: r for c, r in box.items() if c in cells_of(slope)})
        upward = box[cell].high is None
        rises = rate.high is None or rate.high > 0
        falls = rate.low is None or rate.low < 0
        if rises if upward else falls:
            highs.append(None)
        if falls if upward else rises:
            lows.append(None)
        if box[cell].low is None and box[cell].high is None:
            if rises or falls:
                lows.append(None)
                highs.append(None)
            else:
                rest = Sum(tuple((p, f) for p, f in expr.parts if cell not in p))
                inner = extremes(rest, {c: r for c, r in box.items() if c in cells_of(rest)})
                lows.append(inner.low)
                highs.append(inner.high)
    return Range(
        None if None in lows or not lows else min(x for x in lows if x is not None),
        None if None in highs or not highs else max(x for x in highs if x is not None),
        True,
    )


def bounds(expr: Expr, box: Mapping[int, Region]) -> Range:
    """What an expression lies between over a box; not always the tightest."""
    if isinstance(expr, Sum):
        own = {c: r for c, r in box.items() if c in cells_of(expr)}
        return extremes(expr, own) if is_linear(expr) else Range(None, None, False)
    args = [bounds(a, box) for a in expr.args if isinstance(a, Sum | Op)]
    if expr.name in ("minimum", "maximum"):
        lows, highs = [r.low for r in args], [r.high for r in args]
        pick = min if expr.name == "minimum" else max
        known_low = [x for x in lows if x is not None]
        known_high = [x for x in highs if x is not None]
        if expr.name == "minimum":
            low = None if None in lows else min(known_low)
            high = pick(known_high) if known_high else None
        else:
            low = pick(known_low) if known_low else None
            high = None if None in highs else max(known_high)
        return Range(low, high, False)
    if expr.name in ("add", "subtract"):
        one, two = args
        if expr.name == "add":
            return Range(_more(one.low, two.low), _more(one.high, two.high), False)
        return Range(_less(one.low, two.high), _less(one.high, two.low), False)
    if expr.name == "multiply" and all(r.low is not None and r.low >= 0 for r in args):
        one, two = args
        low = one.low * two.low if one.low is not None and two.low is not None else None
        return Range(low, one.high * two.high if one.high is not None and two.high is not None else None, False)
    if expr.name in _ROUNDS:
        unit = fixed(expr.args[1]) if isinstance(expr.args[1], Sum | Op) else None
        if unit is not None and unit > 0:
            inner = args[0]
            down, up = (inner.low - unit if inner.low is not None else None), inner.high
            if down is not None and inner.low is not None and inner.low >= 0:
                down = max(down, Fraction(0))
            return Range(down, up + unit if up is not None else None, False)
    if expr.name in _COUNTS:
        return Range(Fraction(0), None, False)
    return Range(None, None, False)


_COUNTS = ("age", "calendar_months", "overlap_days", "year", "month")
