"""Names in the program: quoted, checked, and built in one place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction

from compiler.rulebook.terms import Period, Value


def quoted(name: str) -> str:
    """A name as a string of the program. Names come from the lexer and hold letters, digits and a few signs."""
    if any(c in name for c in '"\\\n'):
        raise ValueError(name)
    return f'"{name}"'


def scope(used: Iterable[int]) -> str:
    """The scope term of the variables of these depths."""
    term = ""
    for depth in used:
        term = f"({term},E{depth})" if term else f"E{depth}"
    return term or "all"


def exact(value: Fraction) -> str:
    """A number as text: ``30000``, ``1/3``."""
    return str(value.numerator) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"


_PERIOD = {"months": "m", "days": "d", "workdays": "w"}


def constant(value: Value) -> str:
    """A literal of the policy as a term of the program. Free text is not one (see :class:`~compiler.asp.emit`)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Fraction):
        return f'"{exact(value)}"'
    if isinstance(value, dt.date):
        return f'"{value.isoformat()}"'
    if isinstance(value, Period):
        return f'"{value.count}{_PERIOD[value.unit]}"'
    return quoted(value)
