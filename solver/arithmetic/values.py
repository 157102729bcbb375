"""Values: exact numbers, intervals where only bounds are known, dates, lengths of time, names and yes/no."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from compiler.rulebook.terms import Period
from compiler.source.record import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from ``low`` to ``high``, both included; None where there is no end."""

    low: Fraction | None
    high: Fraction | None


Number = Fraction | Interval
Value = Fraction | Interval | dt.date | Period | str | bool


def interval(low: Fraction | None, high: Fraction | None) -> Number:
    """The interval, or the number where both ends meet."""
    return low if low is not None and low == high else Interval(low, high)


def ends(number: Number) -> tuple[Fraction | None, Fraction | None]:
    """The two ends of a number; equal when it is exact."""
    return (number.low, number.high) if isinstance(number, Interval) else (number, number)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days: Monday to Friday, without ``rest`` and with ``work``."""

    rest: frozenset[dt.date]
    work: frozenset[dt.date]

    def is_workday(self, day: dt.date) -> bool:
        """Whether offices work on ``day``."""
        return day in self.work or (day.weekday() < 5 and day not in self.rest)
