"""The table of operations that rules call by name, with the kinds they take and give, and comparison."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Final

from compiler.rulebook.terms import Period
from compiler.source.record import dataclass
from solver.arithmetic import dates, numbers
from solver.arithmetic.text import OPEN_END, read
from solver.arithmetic.values import Calendar, Interval, Value, ends


@dataclass(frozen=True, slots=True)
class Operation:
    """A function of values. ``kinds``: of its arguments; the last repeats when ``many``. ``calendar``: it wants one.

    ``polymorphic``: the first argument names the kind of the others."""

    name: str
    function: Callable[..., Value | None]
    kinds: tuple[str, ...]
    many: bool = False
    calendar: bool = False
    polymorphic: bool = False

    def apply_texts(self, texts: Sequence[str], calendar: Calendar | None) -> Value | None:
        """Apply to values as the solver has them; None when there is no result."""
        if self.polymorphic:
            kind, texts = texts[0], texts[1:]
            args: list[Value | None] = [read(kind, text) for text in texts]
        else:
            args = [_argument(self.kinds[min(i, len(self.kinds) - 1)], text) for i, text in enumerate(texts)]
        return self.apply(args, calendar)

    def apply(self, args: Sequence[Value | None], calendar: Calendar | None) -> Value | None:
        """Apply to values; numbers that are not exact where an exact one is needed give no result."""
        return self.function(*args, calendar) if self.calendar else self.function(*args)


def _argument(kind: str, text: str) -> Value | None:
    return None if text == OPEN_END else read(kind, text)


def _exact(function: Callable[..., Value | None]) -> Callable[..., Value | None]:
    """A function of exact numbers only."""

    def guarded(*args: object) -> Value | None:
        return None if any(isinstance(a, Interval) for a in args) else function(*args)

    return guarded


def _extreme(last: bool) -> Callable[..., Value | None]:
    """The larger or smaller of values of one kind."""

    def pick(*values: Value) -> Value | None:
        found: list[Fraction | Interval] = [v for v in values if isinstance(v, Fraction | Interval)]
        if len(found) == len(values):
            return numbers.maximum(*found) if last else numbers.minimum(*found)
        days = [v for v in values if isinstance(v, dt.date)]
        if len(days) == len(values):
            return max(days) if last else min(days)
        periods = [v for v in values if isinstance(v, Period)]
        if len(periods) == len(values) and len({p.unit for p in periods}) == 1:
            return max(periods, key=_count) if last else min(periods, key=_count)
        return None

    return pick


def _count(period: Period) -> int:
    return period.count


def _add_periods(a: Period, b: Period) -> Period | None:
    return Period(a.count + b.count, a.unit) if a.unit == b.unit else None


def _scale_period(a: Period | Fraction, b: Period | Fraction) -> Period | None:
    period, factor = (a, b) if isinstance(a, Period) else (b, a)
    if not isinstance(period, Period) or not isinstance(factor, Fraction):
        return None
    count = period.count * factor
    return Period(int(count), period.unit) if count.denominator == 1 else None


def _to_months(period: Period) -> Fraction | None:
    return Fraction(period.count) if period.unit == "months" else None


def _year(day: dt.date) -> Fraction:
    return Fraction(day.year)


def _month(day: dt.date) -> Fraction:
    return Fraction(day.month)


def _level(up: bool) -> Callable[..., str | None]:
    """A value of an ordered enumeration some steps up or down, at most to its end. ``values``: a|b|c, lowest first."""

    def move(value: str, steps: Fraction, values: str) -> str | None:
        order = values.split("|")
        if value not in order or steps.denominator != 1:
            return None
        place = order.index(value) + (int(steps) if up else -int(steps))
        return order[max(0, min(place, len(order) - 1))]

    return move


_NN = ("number", "number")
_DD = ("date", "date")
_LIST = (
    Operation("add", numbers.add, _NN),
    Operation("subtract", numbers.subtract, _NN),
    Operation("multiply", numbers.multiply, _NN),
    Operation("divide", numbers.divide, _NN),
    Operation("negate", numbers.negate, ("number",)),
    Operation("at_most", numbers.at_most, ("number",)),
    Operation("at_least", numbers.at_least, ("number",)),
    Operation("between", numbers.between, _NN),
    Operation("minimum", _extreme(False), ("any",), many=True, polymorphic=True),
    Operation("maximum", _extreme(True), ("any",), many=True, polymorphic=True),
    Operation("cap", numbers.cap, _NN),
    Operation("floor", numbers.floor_at, _NN),
    Operation("round_half_up", numbers.round_half_up, _NN),
    Operation("round_up", numbers.round_up, _NN),
    Operation("round_down", numbers.round_down, _NN),
    Operation("units", numbers.units, _NN),
    Operation("remainder", numbers.remainder, _NN),
    Operation("share", numbers.share, ("number", "number", "number")),
    Operation("slice", numbers.band, ("number", "number", "number", "number")),
    Operation("age", dates.age, _DD),
    Operation("days_between", dates.days_between, _DD),
    Operation("full_months", dates.full_months, _DD),
    Operation("full_years", dates.full_years, _DD),
    Operation("calendar_months", dates.calendar_months, _DD),
    Operation("overlap_days", dates.overlap_days, (*_DD, *_DD)),
    Operation("year", _year, ("date",)),
    Operation("month", _month, ("date",)),
    Operation("month_start", dates.month_start, ("date",)),
    Operation("month_end", dates.month_end, ("date",)),
    Operation("next_month", dates.next_month, ("date",)),
    Operation("add_period", dates.add_period, ("date", "period"), calendar=True),
    Operation("subtract_period", dates.subtract_period, ("date", "period"), calendar=True),
    Operation("add_workdays", _exact(dates.add_workdays), ("date", "number"), calendar=True),
    Operation("within", dates.within, ("date", "date", "period"), calendar=True),
    Operation("scale_period", _scale_period, ("period", "number")),
    Operation("add_periods", _add_periods, ("period", "period")),
    Operation("to_months", _to_months, ("period",)),
    Operation("levels_up", _exact(_level(True)), ("enum", "number", "text")),
    Operation("levels_down", _exact(_level(False)), ("enum", "number", "text")),
)
OPERATIONS: Final = {o.name: o for o in _LIST}


_HOLDS: Final[dict[str, Callable[..., bool]]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}


def compare(op: str, kind: str, a: Value, b: Value) -> bool | None:
    """Whether ``a op b`` (eq ne lt le gt ge); None when intervals or unlike lengths of time leave it open."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return _HOLDS[op](a, b)
    if isinstance(a, Fraction | Interval) and isinstance(b, Fraction | Interval):
        return _compare_numbers(op, a, b)
    if isinstance(a, Period) and isinstance(b, Period):
        return _HOLDS[op](a.count, b.count) if a.unit == b.unit else None
    if isinstance(a, dt.date) and isinstance(b, dt.date):
        return _HOLDS[op](a, b)
    return _HOLDS[op](a, b) if op in ("eq", "ne") else None


def _compare_numbers(op: str, a: Fraction | Interval, b: Fraction | Interval) -> bool | None:
    (al, ah), (bl, bh) = ends(a), ends(b)
    if al is not None and al == ah and bl is not None and bl == bh:
        return _HOLDS[op](al, bl)
    below = ah is not None and bl is not None and ah < bl
    above = al is not None and bh is not None and al > bh
    if below or above:
        return _HOLDS[op](-1 if below else 1, 0)
    if op in ("le", "gt") and ah is not None and bl is not None and ah <= bl:
        return op == "le"
    if op in ("ge", "lt") and al is not None and bh is not None and al >= bh:
        return op == "ge"
    return None
