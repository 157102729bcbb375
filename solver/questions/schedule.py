"""When a benefit is paid: the payments of one result, counted by the rules of the calendar.

A monthly benefit is paid for calendar months, the first of them the month of its start (or the next, where the rule
says 次月); a yearly one on the start and each anniversary of it; anything else once, or in its instalments. A length of
time says how many months or years; an end stops the month it falls in, or the one after it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import takewhile
from typing import Literal

from compiler.rulebook.model import Rulebook
from compiler.rulebook.terms import Period
from compiler.source.record import dataclass
from solver.answers.model import Reason, Result
from solver.arithmetic import numbers
from solver.arithmetic.dates import add_months, add_period, month_start, next_month, unpaid_from
from solver.arithmetic.text import number, read
from solver.arithmetic.values import Number, ends, interval
from solver.questions.notes import NEXT_MONTH

Ending = Literal["single", "duration", "stop", "open"]
LONGEST = 1200
"""Payments of one result that are looked at, at most (a hundred years of months)."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One payment: its day, its sum in yuan, and whether it is ``sure`` (else it may be made)."""

    day: dt.date
    amount: Number
    sure: bool


@dataclass(frozen=True, slots=True)
class Schedule:
    """The payments of a result in order. ``ending``: a single payment (or instalments), after a ``duration``, by a
    ``stop``, or ``open``: the text names no end, and the payments are those up to the day that was asked for.

    ``undated``: sums that are due on a day nobody knows. ``last``: the day after which nothing is paid any more, where
    there is one. ``why``: the notes that decided over the end.
    """

    result: Result
    ticks: tuple[Tick, ...]
    ending: Ending
    undated: tuple[Number, ...] = ()
    last: dt.date | None = None
    why: tuple[Reason, ...] = ()

    @property
    def total(self) -> Number:
        """All that is paid, undated sums included."""
        return total((*(t.amount if t.sure else perhaps(t.amount) for t in self.ticks), *self.undated))


def schedule(rulebook: Rulebook, result: Result, until: dt.date) -> Schedule | None:
    """The payments of a result up to and including ``until``; None when it pays nothing (no money, not granted).

    Of an undetermined result every payment is one that may be made.
    """
    amount = result.amount if result.outcome == "granted" else result.would_be
    if result.outcome not in ("granted", "undetermined") or amount.kind not in ("exact", "interval"):
        return None
    value = interval(amount.low, amount.high)
    sure = result.outcome == "granted"
    start = _start(result)
    if amount.per in ("once", "time"):
        return _parts(rulebook, result, value, start, sure)
    if start is None:
        return Schedule(result, (), "open", undated=(perhaps(value),))
    return _running(result, amount.per, value, start, sure, until)


def never_paid(result: Result) -> tuple[Reason, ...]:
    """What leaves no time for a running payment, so that nothing is ever paid; empty where something is. An end before
    the first payment has refused the claim already (``Benefit.paid_at_all``): what is left is a length of time of 0."""
    per, start = result.amount.per, _start(result)
    if result.outcome != "granted" or result.amount.kind == "none" or per in ("once", "time") or start is None:
        return ()
    by_note = ((note, _end(replace(result, notes=(note,)), per, start).day) for note in result.notes)
    return tuple(replace(note, state="no") for note, day in by_note if day is not None and day <= start)


def total(amounts: tuple[Number, ...]) -> Number:
    """The sum of amounts, some of which may be ranges."""
    found: Number = Fraction(0)
    for amount in amounts:
        found = numbers.add(found, amount)
    return found


def perhaps(amount: Number) -> Number:
    """A sum that may be paid or not."""
    return interval(Fraction(0), ends(amount)[1])


def _start(result: Result) -> dt.date | None:
    note = next((n for n in result.notes if n.kind == "starts"), None)
    if note is None:
        return result.on
    if note.left is None or note.left.type == "unknown":
        return None
    day = dt.date.fromisoformat(note.left.value)
    return next_month(day) if note.op == NEXT_MONTH else day


def _parts(rulebook: Rulebook, result: Result, value: Number, start: dt.date | None, sure: bool) -> Schedule:
    """A single payment, or its instalments."""
    benefit = rulebook.benefit(result.benefit_id)
    parts = benefit.parts if benefit is not None else ()
    notes = [n for n in result.notes if n.kind == "part"]
    if not parts or len(notes) != len(parts):
        tick = (Tick(start, value, sure),) if start is not None else ()
        return Schedule(result, tick, "single", undated=() if tick else (value if sure else perhaps(value),))
    ticks: list[Tick] = []
    undated: list[Number] = []
    for note in notes:
        assert note.right is not None  # the sum of the part: see solver.questions.instalments
        piece = number(note.right.value)
        if note.state == "no":
            continue
        certain = sure and note.state in ("note", "yes")
        if note.left is not None and note.left.type == "date":
            ticks.append(Tick(dt.date.fromisoformat(note.left.value), piece, certain))
        elif note.left is None and start is not None:
            ticks.append(Tick(start, piece, certain))
        else:
            undated.append(piece if certain else perhaps(piece))
    return Schedule(result, tuple(sorted(ticks, key=lambda t: t.day)), "single", tuple(undated), why=tuple(notes))


@dataclass(frozen=True, slots=True)
class _End:
    """Nothing is paid from ``day`` on; before it nothing is certain from ``doubt`` on."""

    day: dt.date | None
    doubt: dt.date | None
    ending: Ending
    why: tuple[Reason, ...]


def _running(result: Result, per: str, value: Number, start: dt.date, sure: bool, until: dt.date) -> Schedule:
    end = _end(result, per, start)
    last = min(until + dt.timedelta(days=1), end.day) if end.day is not None else until + dt.timedelta(days=1)
    days = takewhile(lambda day: day < last, _days(per, start))
    ticks = tuple(Tick(day, value, sure and (end.doubt is None or day < end.doubt)) for day in days)
    return Schedule(result, ticks, end.ending, last=end.day, why=end.why)


def _days(per: str, start: dt.date) -> Iterator[dt.date]:
    """The days of payment: the start, then each first of a month, or each anniversary, or each day."""
    yield start
    for count in range(1, LONGEST):
        if per == "day":
            day: dt.date | None = start + dt.timedelta(days=count)
        else:
            day = add_months(month_start(start), count) if per == "month" else add_months(start, 12 * count)
        if day is None:
            return
        yield day


def _end(result: Result, per: str, start: dt.date) -> _End:
    """The first day from which nothing is paid, and the first from which nothing is certain."""
    day: dt.date | None = None
    doubt: dt.date | None = None
    ending: Ending = "open"
    why: list[Reason] = []
    for note in result.notes:
        if note.kind == "duration" and note.left is not None:
            why.append(note)
            length = read("period", note.left.value) if note.left.type == "period" else None
            if not isinstance(length, Period):
                doubt = start
                continue
            reached = _after(per, start, length)
            if "usually" in note.op:  # in other cases it is longer: what comes after may be paid
                if reached is not None:
                    doubt = min(reached, doubt) if doubt is not None else reached
            elif reached is not None and (day is None or reached < day):
                day, ending = reached, "duration"
            if "at_most" in note.op:
                doubt = min(start, doubt) if doubt is not None else start
        elif note.kind in ("ends", "suspends"):
            why.append(note)
            stopped = dt.date.fromisoformat(note.about) if note.about else None
            first = unpaid_from(per, stopped, note.op == NEXT_MONTH) if stopped is not None else start
            if note.kind == "ends" and note.state == "note" and stopped is not None:
                if day is None or first < day:
                    day, ending = first, "stop"
            else:
                doubt = min(first, doubt) if doubt is not None else first
    return _End(day, doubt, ending, tuple(why))


def _after(per: str, start: dt.date, length: Period) -> dt.date | None:
    """The first day behind a length of time that begins with the first payment. Months of a monthly benefit are whole
    calendar months."""
    if per == "month" and length.unit == "months":
        return add_months(month_start(start), length.count)
    return add_period(start, length, None)
