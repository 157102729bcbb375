"""Values of a case: the text that was written, read as the type that is declared. Exact, or refused."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from typing import Final

from compiler.cases.model import Scalar
from compiler.cases.words import FALSE, TRUE
from compiler.rulebook.terms import Period, Type
from compiler.source import literals
from compiler.source.text import NOWHERE

# Commas only where they group thousands: 1,5 is no number here, so that nobody's 1½ becomes 15.
_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_SCALE = r"(?:千万|百万|十万|亿|万|千|百|十)?"
_NUMBER: Final = re.compile(rf"({_DIGITS}(?:亿|万)?)\s*(?:周岁|岁|次|人|名|个|家|场|户|项|学时|小时|天|平方米)?")
_PERCENT: Final = re.compile(rf"{_DIGITS}[%‰]")
_RATIO: Final = re.compile(rf"({_DIGITS})\s*/\s*({_DIGITS})")
_MONEY: Final = re.compile(rf"({_DIGITS}{_SCALE})\s*(元|角|分|yuan|fen)(?:/(\w+))?")
_BARE_MONEY: Final = re.compile(rf"{_DIGITS}(?:亿|万)?")
_DATE: Final = re.compile(r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)")
_PERIOD: Final = re.compile(rf"({_DIGITS})\s*(年|个月|天|日|个工作日|years?|months?|days?|workdays?)")
_PER: Final = {"month": "月", "year": "年", "day": "日", "time": "次"}
_FULL_WIDTH: Final = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)}


class Unreadable(ValueError):
    """The text is no value of the type; ``code`` names the fault."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_value(text: str, kind: Type) -> Scalar:
    """The value of a boolean, number, money, date, period or text.

    Raises :class:`Unreadable`: TL0624 another type, TL0625 no such day, TL0641 no whole number.
    """
    match kind.kind:
        case "boolean":
            word = text.strip().lower()
            if word not in TRUE and word not in FALSE:
                raise Unreadable("TL0624")
            return word in TRUE
        case "number":
            return read_number(text, kind.name == "integer")
        case "money":
            return read_money(text, kind.unit)[0]
        case "date":
            return read_date(text)
        case "period":
            return read_period(text)
        case _:
            return text


def _plain(text: str) -> str:
    """Full-width digits and marks are as good as half-width ones."""
    return text.translate(_FULL_WIDTH).replace("−", "-").strip()


def _signed(text: str) -> tuple[int, str]:
    return (-1, text[1:].lstrip()) if text.startswith("-") else (1, text)


def _fraction(digits: str) -> Fraction:
    try:
        return Fraction(digits.replace(",", ""))
    except ValueError:  # more digits than the interpreter turns into a number
        raise Unreadable("TL0624") from None


def _scaled(written: str, kind: str) -> Fraction:
    try:
        return literals.number(written, kind, NOWHERE).value
    except ValueError:
        raise Unreadable("TL0624") from None


def read_number(text: str, whole: bool = False) -> Fraction:
    """``12`` ``1.5万`` ``35岁`` ``60%`` ``3/5``; with ``whole`` only whole numbers."""
    sign, body = _signed(_plain(text))
    match = _NUMBER.fullmatch(body)
    if match:
        value = sign * _scaled(match[1], "NUMBER")
        if whole and value.denominator != 1:
            raise Unreadable("TL0641")
        return value
    ratio = _RATIO.fullmatch(body)
    if not ratio and not _PERCENT.fullmatch(body):
        raise Unreadable("TL0624")
    if whole:
        raise Unreadable("TL0641")
    if not ratio:
        return sign * _scaled(body, "PERCENT")
    below = _fraction(ratio[2])
    if below == 0:
        raise Unreadable("TL0624")
    return sign * _fraction(ratio[1]) / below


def read_money(text: str, unit: str = "") -> tuple[Fraction, str]:
    """An amount in yuan and what it is per (月, 年, 日, 次 …; empty when nothing is said).

    A bare number is yuan. With ``unit`` (元 or 元/月 …) an amount per something else is refused; an amount that does
    not say per what is one of the declared unit.
    """
    sign, body = _signed(_plain(text))
    if _BARE_MONEY.fullmatch(body):
        return sign * _scaled(body, "NUMBER"), ""
    match = _MONEY.fullmatch(body)
    if match is None:
        raise Unreadable("TL0624")
    per = _PER.get(match[3], match[3]) if match[3] else ""
    if per and unit and unit != f"元/{per}":
        raise Unreadable("TL0624")
    return sign * _scaled(match[1] + match[2], "MONEYLIT"), per


def read_date(text: str) -> dt.date:
    """``2021-05-01`` or ``2021年5月1日`` (and with ``/`` or ``.``, as spreadsheets write it)."""
    match = _DATE.fullmatch(_plain(text))
    if match is None:
        raise Unreadable("TL0624")
    month, day = match[3] or match[5], match[4] or match[6]
    try:
        return dt.date(int(match[1]), int(month), int(day))
    except ValueError:
        raise Unreadable("TL0625") from None


def read_period(text: str) -> Period:
    """``24个月`` ``2年`` ``10天`` ``10个工作日``: whole months, days or working days."""
    match = _PERIOD.fullmatch(_plain(text))
    if match is None:
        raise Unreadable("TL0624")
    try:
        read = literals.period(match[1] + ("天" if match[2] == "日" else match[2]), NOWHERE)
    except ValueError:
        raise Unreadable("TL0624") from None
    return Period(read.count, read.unit)
