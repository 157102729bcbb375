"""Arithmetic on exact numbers and intervals. The result holds every number that could come out, and no looser bound
than the ends of the arguments give. None: no result can be stated."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import floor

from solver.arithmetic.values import Interval, Number, ends, interval

End = Fraction | None


def _rising(f: Callable[[Fraction], Fraction], x: Number) -> Number:
    """A function that never falls, applied to both ends."""
    low, high = ends(x)
    return interval(f(low) if low is not None else None, f(high) if high is not None else None)


def add(a: Number, b: Number) -> Number:
    """a + b"""
    (al, ah), (bl, bh) = ends(a), ends(b)
    return interval(
        al + bl if al is not None and bl is not None else None, ah + bh if ah is not None and bh is not None else None
    )


def negate(a: Number) -> Number:
    """-a"""
    low, high = ends(a)
    return interval(-high if high is not None else None, -low if low is not None else None)


def subtract(a: Number, b: Number) -> Number:
    """a - b"""
    return add(a, negate(b))


def multiply(a: Number, b: Number) -> Number:
    """a × b"""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a * b
    if isinstance(b, Fraction):
        a, b = b, a
    if isinstance(a, Fraction):
        low, high = ends(b)
        if a == 0:
            return Fraction(0)
        scaled = (low * a if low is not None else None, high * a if high is not None else None)
        return interval(*scaled) if a > 0 else interval(scaled[1], scaled[0])
    (al, ah), (bl, bh) = ends(a), ends(b)
    if al is not None and bl is not None and al >= 0 and bl >= 0:
        return interval(al * bl, ah * bh if ah is not None and bh is not None else _zero_or_open(ah, bh))
    if al is None or ah is None or bl is None or bh is None:
        return Interval(None, None)
    products = [x * y for x in (al, ah) for y in (bl, bh)]
    return interval(min(products), max(products))


def _zero_or_open(a: End, b: End) -> End:
    return Fraction(0) if 0 in (a, b) else None


def divide(a: Number, b: Number) -> Number | None:
    """a ÷ b; nothing when b is or may be zero."""
    low, high = ends(b)
    if isinstance(b, Fraction):
        return multiply(a, 1 / b) if b != 0 else None
    if low is not None and low > 0:
        return multiply(a, interval(1 / high if high is not None else Fraction(0), 1 / low))
    if high is not None and high < 0:
        return multiply(a, interval(1 / high, 1 / low if low is not None else Fraction(0)))
    return None


def at_most(x: Number) -> Number:
    """不超过 x with no formula: from 0 to x."""
    high = ends(x)[1]
    return interval(Fraction(0), high) if high is None or high >= 0 else interval(high, Fraction(0))


def at_least(x: Number) -> Number:
    """不低于 x with no formula: from x on."""
    return Interval(ends(x)[0], None)


def between(x: Number, y: Number) -> Number | None:
    """From x to y; nothing when they are the wrong way round."""
    low, high = ends(x)[0], ends(y)[1]
    return None if low is not None and high is not None and low > high else interval(low, high)


def minimum(*numbers: Number) -> Number:
    """The smallest; an open end loses against any number."""
    lows, highs = zip(*(ends(n) for n in numbers), strict=True)
    known = [h for h in highs if h is not None]
    low = None if None in lows else min(e for e in lows if e is not None)
    return interval(low, min(known) if known else None)


def maximum(*numbers: Number) -> Number:
    """The largest."""
    return negate(minimum(*(negate(n) for n in numbers)))


def cap(x: Number, limit: Number) -> Number:
    """封顶: no more than ``limit``."""
    return minimum(x, limit)


def floor_at(x: Number, limit: Number) -> Number:
    """保底: no less than ``limit``."""
    return maximum(x, limit)


def _rounded(x: Number, unit: Number, whole: Callable[[Fraction], int]) -> Number | None:
    if not isinstance(unit, Fraction) or unit <= 0:
        return None
    return _rising(lambda v: whole(v / unit) * unit, x)


def round_half_up(x: Number, unit: Number) -> Number | None:
    """四舍五入 to ``unit``; a half goes away from zero."""
    return _rounded(x, unit, lambda q: floor(q + Fraction(1, 2)) if q >= 0 else -floor(-q + Fraction(1, 2)))


def round_up(x: Number, unit: Number) -> Number | None:
    """进位 to ``unit``, away from zero."""
    return _rounded(x, unit, lambda q: -floor(-q) if q >= 0 else floor(q))


def round_down(x: Number, unit: Number) -> Number | None:
    """舍去 to ``unit``, towards zero."""
    return _rounded(x, unit, lambda q: floor(q) if q >= 0 else -floor(-q))


def units(x: Number, unit: Number) -> Number | None:
    """每满: how many whole units are in x."""
    if not isinstance(unit, Fraction) or unit <= 0:
        return None
    return _rising(lambda v: Fraction(floor(v / unit)), x)


def remainder(x: Number, unit: Number) -> Number | None:
    """余数: what is left of x after whole units; within [0, unit] when x is not exact."""
    if not isinstance(unit, Fraction) or unit <= 0:
        return None
    return x - floor(x / unit) * unit if isinstance(x, Fraction) else Interval(Fraction(0), unit)


def share(total: Number, parts: Number, index: Number) -> Number | None:
    """均分: part ``index`` (from 1) of a sum in ``parts``; whole fen, earlier parts take the fen that are left, and a
    fraction of a fen stays in the last part, so that the parts always make the whole."""
    if not (isinstance(total, Fraction) and isinstance(parts, Fraction) and isinstance(index, Fraction)):
        return None
    if parts.denominator != 1 or index.denominator != 1 or not 1 <= index <= parts or total < 0:
        return None
    fen = floor(total * 100)
    rest = total - Fraction(fen, 100)
    each, more = divmod(fen, int(parts))
    mine = Fraction(each + (1 if index <= more else 0), 100)
    return mine + rest if index == parts else mine


def band(x: Number, low: Number, high: Number | None, rate: Number) -> Number:
    """分段: the part of x between ``low`` and ``high`` at ``rate``."""
    upper = x if high is None else minimum(x, high)
    return multiply(maximum(Fraction(0), subtract(upper, low)), rate)
