"""Leaves of the tree that hold values: numbers, dates, lengths of time. Apart, so that a case loads no tree."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as part
from datetime import date
from fractions import Fraction

from compiler.source.text import NOWHERE, Span


@dataclass(frozen=True, slots=True)
class Number:
    """An exact number with its unit: ``""``, ``元``, ``元/月``, ``ratio``. ``written`` is the literal itself."""

    value: Fraction
    unit: str
    written: str
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class DateLit:
    """A calendar date."""

    value: date
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PeriodLit:
    """A length of time in ``months``, ``days`` or ``workdays``."""

    count: int
    unit: str
    written: str
    span: Span = part(default=NOWHERE, compare=False, repr=False)
