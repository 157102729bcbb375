"""Arithmetic on exact numbers and intervals. The result holds every number that could come out of numbers within the
arguments, with no looser bound than the ends of the arguments give, and is exact where the arguments are. None: no
result can be stated. A unit to round to or to count in is an exact number above zero."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import floor

from solver.arithmetic.values import Interval, Number, ends, interval

_Far = tuple[int, Fraction]
"""An end that may lie infinitely far: -1 or 1 with zero for the two infinities, 0 with the number otherwise."""

_ZERO = Fraction(0)
_FEN = Fraction(1, 100)


def _rising(f: Callable[[Fraction], Fraction], x: Number) -> Number:
    """A function that never falls, applied to both ends."""
    if isinstance(x, Fraction):
        return f(x)
    return interval(f(x.low) if x.low is not None else None, f(x.high) if x.high is not None else None)


def add(a: Number, b: Number) -> Number:
    """a + b"""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a + b
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
    """a × b; nothing times anything is nothing, however far the other reaches."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a * b
    corners = [_times(x, y) for x in _reach(a) for y in _reach(b)]
    (down, low), (up, high) = min(corners), max(corners)
    return interval(None if down else low, None if up else high)


def _reach(number: Number) -> tuple[_Far, _Far]:
    low, high = ends(number)
    return (-1, _ZERO) if low is None else (0, low), (1, _ZERO) if high is None else (0, high)


def _times(x: _Far, y: _Far) -> _Far:
    (far, a), (wide, b) = x, y
    if not far and not wide:
        return 0, a * b
    return (far or _sign(a)) * (wide or _sign(b)), _ZERO


def _sign(x: Fraction) -> int:
    return (x > 0) - (x < 0)


def divide(a: Number, b: Number) -> Number | None:
    """a ÷ b; nothing when b is or may be zero."""
    if isinstance(b, Fraction):
        return multiply(a, 1 / b) if b != 0 else None
    low, high = b.low, b.high
    if low is not None and low > 0:
        return multiply(a, interval(1 / high if high is not None else _ZERO, 1 / low))
    if high is not None and high < 0:
        return multiply(a, interval(1 / high, 1 / low if low is not None else _ZERO))
    return None


def at_most(x: Number) -> Number:
    """不超过 x with no formula: from nothing to x (from x to nothing where x is negative)."""
    low, high = ends(x)
    return interval(None if low is None else min(_ZERO, low), None if high is None else max(_ZERO, high))


def at_least(x: Number) -> Number:
    """不低于 x with no formula: from x on."""
    return Interval(ends(x)[0], None)


def between(x: Number, y: Number) -> Number | None:
    """From x to y; nothing when they are the wrong way round."""
    low, high = ends(x)[0], ends(y)[1]
    return None if low is not None and high is not None and low > high else interval(low, high)


def minimum(first: Number, *others: Number) -> Number:
    """The smallest; an open end loses against any number."""
    lows, highs = zip(ends(first), *(ends(n) for n in others), strict=True)
    known = [h for h in highs if h is not None]
    low = None if None in lows else min(e for e in lows if e is not None)
    return interval(low, min(known) if known else None)


def maximum(first: Number, *others: Number) -> Number:
    """The largest."""
    return negate(minimum(negate(first), *(negate(n) for n in others)))


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
    """余数: what is left of x after whole units. Bounds within one unit keep their distance from it; bounds that lie
    further apart leave anything up to a whole unit."""
    if not isinstance(unit, Fraction) or unit <= 0:
        return None
    low, high = ends(x)
    if low is None or high is None or floor(low / unit) != floor(high / unit):
        return Interval(_ZERO, unit)
    return subtract(x, floor(low / unit) * unit)


def share(total: Number, parts: Number, index: Number) -> Number | None:
    """均分: part ``index`` (from 1) of a sum in ``parts``. Parts are whole fen, the earlier ones take the fen that are
    left over, and a fraction of a fen stays in the last one, so that the parts always make the whole. None unless the
    count and the index are exact and whole, the index is one of the parts, and the sum is not negative."""
    if not isinstance(parts, Fraction) or not isinstance(index, Fraction):
        return None
    if parts.denominator != 1 or index.denominator != 1 or not 1 <= index <= parts:
        return None
    low, high = ends(total)
    if low is None or low < 0:
        return None
    first = _share(low, parts, index)
    if isinstance(total, Fraction):
        return first
    if index < parts:
        return interval(first, None if high is None else _share(high, parts, index))
    # The fraction of a fen makes the last part jump down at each whole fen; within one fen it only rises.
    if high is not None and floor(low / _FEN) == floor(high / _FEN):
        return interval(first, _share(high, parts, index))
    return interval(_even(low, parts), None if high is None else _even(high, parts) + _FEN)


def _share(total: Fraction, parts: Fraction, index: Fraction) -> Fraction:
    fen = floor(total / _FEN)
    even = _even(total, parts)
    mine = even + _FEN if index <= fen % parts else even
    return mine + total - fen * _FEN if index == parts else mine


def _even(total: Fraction, parts: Fraction) -> Fraction:
    """What every part has at least, in whole fen."""
    return floor(total / _FEN) // parts * _FEN


def band(x: Number, low: Number, high: Number | None, rate: Number) -> Number:
    """分段: the part of x between ``low`` and ``high`` (None: without end) at ``rate``; nothing below ``low``."""
    upper = x if high is None else minimum(x, high)
    return multiply(maximum(_ZERO, subtract(upper, low)), rate)
