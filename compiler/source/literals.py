"""Literals as they are written, in policies and in cases, and as exact values: numbers, money, dates, periods.

They stand with the source, below the surface, so that a case can be read without loading the language.
"""

from __future__ import annotations

import re
from dataclasses import field as part
from datetime import date
from fractions import Fraction

from compiler.source.record import dataclass
from compiler.source.text import NOWHERE, Span

_SCALE = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_COIN = {"元": Fraction(1), "yuan": Fraction(1), "角": Fraction(1, 10), "分": Fraction(1, 100), "fen": Fraction(1, 100)}
_PER = {"month": "月", "year": "年", "day": "日", "time": "次"}
_NUMBER = re.compile(r"([\d,.]+)(亿|千万|百万|十万|万|千|百|十)?(.*)", re.S)
_DATE = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})")
_PERIOD = {"年": ("months", 12), "year": ("months", 12), "个月": ("months", 1), "month": ("months", 1)}
_PERIOD |= {"天": ("days", 1), "day": ("days", 1), "个工作日": ("workdays", 1), "workday": ("workdays", 1)}


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


def number(written: str, kind: str, span: Span) -> Number:
    """The value of a NUMBER, COUNTLIT, MONEYLIT, PERCENT or PROPORTION token."""
    if kind == "PROPORTION":
        first, second = re.split("[:：]", written)
        if Fraction(first) == 0:
            raise ValueError(written)
        return Number(Fraction(second) / Fraction(first), "", written, span)
    if kind == "PERCENT":
        base = 1000 if written.endswith("‰") else 100
        return Number(Fraction(written[:-1].replace(",", "")) / base, "", written, span)
    match = _NUMBER.match(written)
    assert match is not None
    value = Fraction(match[1].replace(",", "")) * _SCALE[match[2] or ""]
    if kind != "MONEYLIT":
        return Number(value, "", written, span)
    coin, _, per = match[3].partition("/")
    unit = "元" + (f"/{_PER.get(per, per)}" if per else "")
    return Number(value * _COIN[coin], unit, written, span)


def date_literal(written: str, span: Span) -> DateLit:
    """A calendar date; raises ValueError when there is no such day."""
    match = _DATE.match(written)
    assert match is not None
    return DateLit(date(int(match[1]), int(match[2]), int(match[3])), span)


def period(written: str, span: Span) -> PeriodLit:
    """A whole number of months, days or working days; raises ValueError for fractions."""
    match = re.match(r"([\d,.]+)(.*)", written, re.S)
    assert match is not None
    unit, factor = _PERIOD[match[2].removesuffix("s")]
    count = Fraction(match[1].replace(",", "")) * factor
    if count.denominator != 1:
        raise ValueError(written)
    return PeriodLit(int(count), unit, written, span)
