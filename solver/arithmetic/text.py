"""Values as text and back. So values travel through the solver, which itself knows no big or broken numbers."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from compiler.rulebook.terms import Period
from solver.arithmetic.values import Interval, Value, interval

_PERIOD = {"months": "m", "days": "d", "workdays": "w"}
_UNIT = {mark: unit for unit, mark in _PERIOD.items()}
OPEN_END = "~"


def write(value: Value) -> str:
    """``30000``, ``1/3``, ``[0,1000]``, ``[3000,~]``, ``2021-05-20``, ``24m``, ``true``, or the name itself."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, Interval):
        low, high = (OPEN_END if end is None else str(end) for end in (value.low, value.high))
        return f"[{low},{high}]"
    if isinstance(value, Period):
        return f"{value.count}{_PERIOD[value.unit]}"
    return value.isoformat() if isinstance(value, dt.date) else value


def read(kind: str, text: str) -> Value:
    """The value that was written; ``kind`` is number money boolean date period text enum entity."""
    if kind in ("number", "money"):
        return number(text)
    if kind == "date":
        return dt.date.fromisoformat(text)
    if kind == "period":
        return Period(int(text[:-1]), _UNIT[text[-1]])
    return text == "true" if kind == "boolean" else text


def number(text: str) -> Fraction | Interval:
    """A number or interval."""
    if not text.startswith("["):
        return Fraction(text)
    low, high = (None if end == OPEN_END else Fraction(end) for end in text[1:-1].split(","))
    return interval(low, high)
