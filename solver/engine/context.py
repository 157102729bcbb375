"""The functions that the program calls while it is grounded. Exact; no result where there is none.

Values travel as strings. A function that cannot tell gives no symbol, so that nothing is derived from it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Final

from clingo import Number, String, Symbol, SymbolType

from solver.arithmetic.dates import share_window
from solver.arithmetic.operations import OPERATIONS, Operation, compare
from solver.arithmetic.text import read, write
from solver.arithmetic.values import Calendar, Value
from solver.engine import aggregate

_REMEMBERED: Final = 16384  # results of each function


def _text(symbol: Symbol) -> str:
    if symbol.type == SymbolType.String:
        return symbol.string
    return str(symbol)


Called = Callable[..., list[Symbol] | Symbol]


class Context:
    """Given to ``ground``. ``calendar``: the working days declared by the policy, None when it declares none.

    A result is remembered, since the same is asked for every object that an operand does not depend on, and again when
    a case is decided under another reading. Each function becomes an attribute when it is first called for."""

    def __init__(self, calendar: Calendar | None) -> None:
        self._functions = _Functions(calendar)

    def __getattr__(self, name: str) -> Called:
        found: Called = lru_cache(_REMEMBERED)(self._functions.called(name))
        setattr(self, name, found)
        return found


class _Functions:
    def __init__(self, calendar: Calendar | None) -> None:
        self._calendar = calendar

    def called(self, name: str) -> Called:
        """The function of a name."""
        operation = OPERATIONS.get(name)
        found: Called = self._wrap(operation) if operation is not None else getattr(self, name)
        return found

    def _wrap(self, operation: Operation) -> Called:
        def call(*symbols: Symbol) -> list[Symbol]:
            texts = [_text(s) for s in symbols]
            result = operation.apply_texts(texts, self._calendar)
            return [] if result is None else [_symbol(result)]

        return call

    def compare(self, op: Symbol, kind: Symbol, left: Symbol, right: Symbol) -> list[Symbol]:
        """1 when the comparison holds, 0 when it does not, nothing when it cannot be told."""
        verdict = compare(op.string, kind.string, read(kind.string, _text(left)), read(kind.string, _text(right)))
        return [] if verdict is None else [Number(int(verdict))]

    def weigh(self, left: Symbol, right: Symbol) -> list[Symbol]:
        """-1, 0 or 1 as ``left`` is less than, equal to or more than ``right``; nothing when it cannot be told."""
        a, b = read("money", _text(left)), read("money", _text(right))
        for op, sign in (("lt", -1), ("eq", 0), ("gt", 1)):
            if compare(op, "money", a, b):
                return [Number(sign)]
        return []

    def apart(self, window: Symbol, first: Symbol, second: Symbol) -> Symbol:
        """1 when two dates do not share the window."""
        days = (dt.date.fromisoformat(_text(first)), dt.date.fromisoformat(_text(second)))
        return Number(0 if share_window(window.string, *days) else 1)

    def whole(self, number: Symbol) -> Symbol:
        """A number of the program as a value."""
        return String(str(number.number))

    def int(self, value: Symbol) -> list[Symbol]:
        """A value as a number of the program, when it is a whole one that fits."""
        number = read("number", _text(value))
        if not isinstance(number, Fraction):
            return []
        if number.denominator != 1 or not -(2**31) <= number < 2**31:
            return []
        return [Number(number.numerator)]

    def ranked(self, rank: Symbol, value: Symbol) -> Symbol:
        """A value of an ordered enumeration with its rank in front."""
        return String(f"{rank.number}:{_text(value)}")

    def start(self, kind: Symbol) -> Symbol:
        """The state of an aggregate before its first member."""
        return String(aggregate.start(kind.string))

    def step(self, *symbols: Symbol) -> Symbol:
        """The state after one more member."""
        return String(aggregate.step(*(_text(s) for s in symbols)))

    def finish(self, kind: Symbol, sort: Symbol, state: Symbol, closed: Symbol) -> list[Symbol]:
        """The value of an aggregate."""
        result = aggregate.finish(kind.string, sort.string, state.string, closed.number == 1)
        return [] if result is None else [String(result)]


def _symbol(value: Value) -> Symbol:
    if isinstance(value, bool):
        from clingo import Function

        return Function("true" if value else "false")
    return String(write(value))
