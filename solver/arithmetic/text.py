"""Values as text and back. So values travel through the solver, which itself knows no big or broken numbers.

Each value has one text, and reading it gives the value again. Texts come from :func:`write` (and from the literals of
the program, which have the same form); anything else that is read as a number, period or yes/no is a ``ValueError``.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

from compiler.rulebook.terms import Period
from solver.arithmetic.values import Interval, Number, Value, interval

_PERIOD: Final = {"months": "m", "days": "d", "workdays": "w"}
_UNIT: Final = {mark: unit for unit, mark in _PERIOD.items()}
_FRACTION: Final = re.compile(r"(-?[0-9]+)(?:/([0-9]*[1-9][0-9]*))?")
_LENGTH: Final = re.compile(r"(-?[0-9]+)([mdw])")
OPEN_END: Final = "~"
_LONG = 4000
"""Python converts no more than 4300 digits between ``int`` and ``str``; longer numbers go by way of ``Decimal``, whose
constructor and ``int`` are exact at any length."""


def write(value: Value) -> str:
    """``30000``, ``1/3``, ``[0,1000]``, ``[3000,~]``, ``2021-05-20``, ``24m``, ``true``, or the name itself."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Fraction):
        return _fraction(value)
    if isinstance(value, Interval):
        low, high = (OPEN_END if end is None else _fraction(end) for end in (value.low, value.high))
        return f"[{low},{high}]"
    if isinstance(value, Period):
        return f"{_digits(value.count)}{_PERIOD[value.unit]}"
    return value.isoformat() if isinstance(value, dt.date) else value


def read(kind: str, text: str) -> Value:
    """The value that was written; ``kind`` is number money boolean date period text enum entity."""
    if kind in ("number", "money"):
        return number(text)
    if kind == "date":
        return dt.date.fromisoformat(text)
    if kind == "period":
        return _period(text)
    return _truth(text) if kind == "boolean" else text


def number(text: str) -> Number:
    """A number or interval."""
    if not text.startswith("["):
        return _number(text)
    low, comma, high = text[1:-1].partition(",")
    if not comma or text[-1] != "]":
        raise ValueError(text)
    return interval(None if low == OPEN_END else _number(low), None if high == OPEN_END else _number(high))


def _number(text: str) -> Fraction:
    found = _FRACTION.fullmatch(text)
    if found is None:
        raise ValueError(text)
    above, below = found.groups()
    return Fraction(_integer(above), _integer(below)) if below else Fraction(_integer(above))


def _fraction(value: Fraction) -> str:
    above = _digits(value.numerator)
    return above if value.denominator == 1 else f"{above}/{_digits(value.denominator)}"


def _period(text: str) -> Period:
    found = _LENGTH.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return Period(_integer(found[1]), _UNIT[found[2]])


def _truth(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


def _digits(whole: int) -> str:
    # Three bits are less than a digit, so nothing as long as the limit gets past.
    return str(whole) if whole.bit_length() < 3 * _LONG else f"{Decimal(whole):f}"


def _integer(digits: str) -> int:
    return int(digits) if len(digits) < _LONG else int(Decimal(digits))
