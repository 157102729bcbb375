"""Sums, counts, extremes and picks, member by member: the state travels through the program as text.

A member is ``sure``, ``maybe`` or ``out``; its key may be unknown (``?``). What cannot be told is an interval, or
nothing. Numbers are exact.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from solver.arithmetic import numbers
from solver.arithmetic.text import number, write
from solver.arithmetic.values import Interval, Number, ends, interval

_NUMERIC = ("number", "money")


def start(kind: str) -> str:
    """The state before the first member."""
    return "0;0" if kind in ("count", "sum", "mean") else ""


def step(kind: str, sort: str, state: str, status: str, key: str, member: str) -> str:
    """The state after one more member."""
    if status == "out":
        return state
    if kind == "count":
        sure, maybe = (int(x) for x in state.split(";"))
        return f"{sure + (status == 'sure')};{maybe + (status == 'maybe')}"
    if kind in ("sum", "mean"):
        return _add(state, status, key)
    mark = "!" if status == "sure" else "~"
    entry = f"{mark}{key}\x1f{member}"
    return f"{state}\x1e{entry}" if state else entry


def _add(state: str, status: str, key: str) -> str:
    """State of a sum: the number so far and how many members are in it; ``?`` once nothing can be said."""
    total, count = state.split(";")
    if total == "?" or key == "?":
        return f"?;{count}"
    value = number(key)
    if status == "maybe":
        return f"{write(numbers.add(number(total), _perhaps(value)))};?"
    more = "?" if count == "?" else str(int(count) + 1)
    return f"{write(numbers.add(number(total), value))};{more}"


def reckon(kind: str, parts: Iterable[tuple[str, Number | None]], closed: bool) -> Number | None:
    """A count, sum or mean at once, of the status and value of each member: what :func:`step` and :func:`finish` come
    to; None when it is unknown."""
    count = maybe = 0
    total: Number | None = Fraction(0)
    for status, value in parts:
        if status == "out":
            continue
        if status == "sure":
            count += 1
        else:
            maybe += 1
        if kind == "count":
            continue
        if value is None:
            total = None
        elif total is not None:
            total = numbers.add(total, value if status == "sure" else _perhaps(value))
    if kind == "count":
        return interval(Fraction(count), Fraction(count + maybe) if closed else None)
    if total is None or not closed:
        return None
    if kind == "sum":
        return total
    if maybe or not count:
        return None
    least, most = ends(total)
    return interval(least / count if least is not None else None, most / count if most is not None else None)


def _perhaps(value: Number) -> Number:
    """What a member adds that may not be one."""
    low, high = ends(value)
    zero = Fraction(0)
    return Interval(min(zero, low) if low is not None else None, max(zero, high) if high is not None else None)


def finish(kind: str, sort: str, state: str, closed: bool) -> str | None:
    """The value of the aggregate; None when it is unknown."""
    if kind == "count":
        sure, maybe = (int(x) for x in state.split(";"))
        if not closed:
            return write(Interval(Fraction(sure), None))
        return write(Fraction(sure) if not maybe else Interval(Fraction(sure), Fraction(sure + maybe)))
    if kind in ("sum", "mean"):
        total, count = state.split(";")
        if total == "?" or not closed:
            return None
        if kind == "sum":
            return total
        if count in ("?", "0"):
            return None
        value, n = number(total), Fraction(int(count))
        if isinstance(value, Fraction):
            return write(value / n)
        low, high = ends(value)
        return write(Interval(low / n if low is not None else None, high / n if high is not None else None))
    return _extreme(kind, sort, state) if closed and state else None


def _extreme(kind: str, sort: str, state: str) -> str | None:
    """The smallest or largest key, or the member that has it; None if an unsure or unknown one could beat it."""
    entries = [(e[0], *e[1:].split("\x1f")) for e in state.split("\x1e")]
    if any(key == "?" for _, key, _ in entries):
        return None
    ranked = [(mark, _order(sort, key), key, member) for mark, key, member in entries]
    if any(order is None for _, order, _, _ in ranked):
        return None
    upward = kind in ("largest", "latest")
    ranked.sort(key=lambda e: (e[1], e[3]), reverse=upward)
    best = ranked[0]
    if best[0] != "!":
        return None
    if kind in ("earliest", "latest"):
        ties = [e for e in ranked if e[1] == best[1]]
        return min(e[3] for e in ties) if all(e[0] == "!" for e in ties) else None
    return best[2].split(":", 1)[1] if sort == "enum" else best[2]


def _order(sort: str, key: str) -> Fraction | str | None:
    if sort == "enum":
        return Fraction(int(key.split(":", 1)[0]))
    if sort in _NUMERIC:
        value = number(key)
        return None if isinstance(value, Interval) else value
    if sort == "period":
        return Fraction(int(key[:-1])) * (30 if key.endswith("m") else 1)
    return key
