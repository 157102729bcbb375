"""For how long a running benefit is paid, as far as two answers are held against each other by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from compiler.rulebook.model import Rulebook
from solver.answers.model import Pays, Reason, Result
from solver.arithmetic.values import ends
from solver.questions.schedule import Schedule, schedule

YEARS = 10
"""How many years of payments are looked at."""
_OF_TIME = frozenset({"starts", "duration", "ends", "suspends", "part"})


def payments(rulebook: Rulebook, result: Result) -> Schedule | None:
    """What a granted result pays in its first ten years; None when it pays nothing, or its first day is not known."""
    if result.outcome != "granted" or result.on is None or result.amount.per not in ("month", "year", "day"):
        return None
    until = result.on.toordinal() + 366 * YEARS
    return schedule(rulebook, result, dt.date.fromordinal(min(until, dt.date.max.toordinal())))


def same(a: Result, b: Result) -> bool:
    """Whether two results give the same: outcome, sum, form and payee."""
    return (a.outcome, a.amount, a.payee, a.gives) == (b.outcome, b.amount, b.payee, b.gives)


def as_long(a: Schedule | None, b: Schedule | None) -> bool:
    """Whether two results are paid on the same days."""
    if a is None or b is None:
        return a is b
    return _when(a) == _when(b)


def alike(a: Result, b: Result, of_a: Schedule | None, of_b: Schedule | None) -> bool:
    """Whether two results give the same, for the same time."""
    return same(a, b) and as_long(of_a, of_b)


def _when(paid: Schedule) -> tuple[object, ...]:
    return tuple((t.day, t.sure) for t in paid.ticks), paid.ending, len(paid.undated)


def pays_of(paid: Schedule) -> Pays:
    """How often it is paid and what that comes to, or why that is not known."""
    if not all(t.sure for t in paid.ticks):
        return Pays("unsure")
    if paid.ending == "open":
        return Pays("open")
    low, high = ends(paid.total)
    return Pays("ended", len(paid.ticks), low, high)


def open_in_time(notes: Iterable[Reason]) -> tuple[str, ...]:
    """The readings on which it hangs from when, until when or in which parts something is paid."""
    found: dict[str, None] = {}
    for note in notes:
        if note.kind in _OF_TIME:
            found |= dict.fromkeys(c.name for c in note.children if c.kind == "reading" and c.state == "unknown")
    return tuple(found)
