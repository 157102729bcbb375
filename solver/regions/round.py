"""The roundest value of a stretch: a whole thousand before a hundred, a first of June before any other day."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

_STEPS = [Fraction(m) * Fraction(10) ** e for e in range(9, -5, -1) for m in (5, 2, 1)]


def round_number(low: Fraction, high: Fraction | None, parts: int) -> Fraction:
    """A number between two, on the grid of ``parts`` steps a unit; of those that are as round, the lowest. Nothing is
    taken only where there is nothing else."""
    if high is None:
        high = max(low * 2, low + 10, Fraction(1000 if parts == 100 else 10))
    for step in _STEPS:
        if (step * parts).denominator != 1:
            continue
        value = -(-low // step) * step
        if value == 0:
            value = step
        if low <= value <= high:
            return value
    return low


def round_day(low: dt.date, high: dt.date, anchor: dt.date) -> dt.date:
    """A day between two, near to ``anchor`` and not before it if that can be."""
    june = dt.date(anchor.year, 6, 1)
    if low <= june <= high and june >= anchor:
        return june
    if low <= anchor <= high:
        return anchor
    if low > anchor:
        for day in (_next(low, 12), _next(low, 1)):
            if day <= high:
                return day
        return low
    for day in (dt.date(high.year, 1, 1), high.replace(day=1)):
        if day >= low:
            return day
    return high


def _next(day: dt.date, months: int) -> dt.date:
    """The first day from ``day`` on that begins a year (12) or a month (1)."""
    if months == 12:
        return day if (day.month, day.day) == (1, 1) else dt.date(day.year + 1, 1, 1)
    if day.day == 1:
        return day
    return dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)
