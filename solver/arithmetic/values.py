"""Values: exact numbers, intervals where only bounds are known, dates, lengths of time, names and yes/no."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction

from compiler.rulebook.terms import Period


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from ``low`` to ``high``, both included; None where there is no end. Made by :func:`interval`,
    which gives the number itself where both ends meet; ends the wrong way round are a ``ValueError``."""

    low: Fraction | None
    high: Fraction | None

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError((self.low, self.high))


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
    """Working days: Monday to Friday, without ``rest`` and with ``work``.

    ``years``: those in which some day is declared. Every year has days off that move, so of a year without any the
    calendar says nothing, and a count of working days that runs into it has no result."""

    rest: frozenset[dt.date]
    work: frozenset[dt.date]
    years: frozenset[int] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "years", frozenset(day.year for day in self.rest | self.work))

    def is_workday(self, day: dt.date) -> bool:
        """Whether offices work on ``day``, as far as the calendar goes."""
        return day in self.work or (day.weekday() < 5 and day not in self.rest)

    def covers(self, day: dt.date) -> bool:
        """Whether the calendar says anything about the year of ``day``."""
        return day.year in self.years
