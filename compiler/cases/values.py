"""Values of a case: the text that was written, read as the type that is declared."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction

from compiler.cases.model import Scalar
from compiler.cases.words import FALSE, TRUE
from compiler.rulebook.terms import Period, Type
from compiler.source.text import SourceFile, Span
from compiler.surface.literals import number

_NOWHERE = Span(SourceFile("", ""), 0, 0)
_NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?(?:亿|千万|百万|十万|万)?$")
_MONEY = re.compile(r"(-?)([\d,]+(?:\.\d+)?(?:亿|千万|百万|十万|万|千|百)?(?:元|角|分|yuan|fen))(?:/(\w+))?$")
_PERCENT = re.compile(r"[\d.]+[%％‰]$")
_RATIO = re.compile(r"(\d+)\s*/\s*(\d+)$")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$")
_PERIOD = re.compile(r"(\d+)\s*(年|个月|天|日|个工作日|years?|months?|days?|workdays?)$")
_UNITS = {"年": ("months", 12), "year": ("months", 12), "个月": ("months", 1), "month": ("months", 1)}
_UNITS |= {"天": ("days", 1), "日": ("days", 1), "day": ("days", 1), "个工作日": ("workdays", 1)}
_UNITS |= {"workday": ("workdays", 1)}
_PER = {"month": "月", "year": "年", "day": "日", "time": "次"}
_COUNTERS = re.compile(r"(周岁|岁|次|人|名|个|家|场|户|项|学时|小时|天|平方米)$")


class Unreadable(ValueError):
    """The text is no value of the type; ``code`` names the fault."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_value(text: str, kind: Type) -> Scalar:
    """The value; raises :class:`Unreadable` with the code of the fault."""
    text = text.strip()
    match kind.kind:
        case "boolean":
            if text.lower() in TRUE or text.lower() in FALSE:
                return text.lower() in TRUE
            raise Unreadable("TL0624")
        case "number":
            value = _number(text)
            if kind.name == "integer" and value.denominator != 1:
                raise Unreadable("TL0641")
            return value
        case "money":
            return read_money(text, kind.unit)
        case "date":
            return read_date(text)
        case "period":
            return _period(text)
        case _:
            return text


def _number(text: str) -> Fraction:
    try:
        ratio = _RATIO.match(text)
        if ratio:
            return Fraction(int(ratio[1]), int(ratio[2]))
        if _PERCENT.match(text):
            return number(text.replace("％", "%"), "PERCENT", _NOWHERE).value
        plain = _COUNTERS.sub("", text).strip()
        if _NUMBER.match(plain):
            sign = -1 if plain.startswith("-") else 1
            return sign * number(plain.lstrip("-"), "NUMBER", _NOWHERE).value
    except (ValueError, ZeroDivisionError):
        raise Unreadable("TL0624") from None
    raise Unreadable("TL0624")


def read_money(text: str, unit: str = "元") -> Fraction:
    """Yuan. A bare number is yuan; a unit of time must be the declared one."""
    match = _MONEY.match(text)
    try:
        if match is None:
            if not _NUMBER.match(text):
                raise Unreadable("TL0624")
            return _number(text)
        per = _PER.get(match[3], match[3]) if match[3] else ""
        if per and unit != f"元/{per}":
            raise Unreadable("TL0624")
        sign = -1 if match[1] else 1
        return sign * number(match[2], "MONEYLIT", _NOWHERE).value
    except Unreadable:
        raise
    except ValueError:
        raise Unreadable("TL0624") from None


def read_date(text: str) -> dt.date:
    """A calendar date."""
    match = _DATE.match(text)
    if match is None:
        raise Unreadable("TL0624")
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise Unreadable("TL0625") from None


def _period(text: str) -> Period:
    match = _PERIOD.match(text)
    if match is None:
        raise Unreadable("TL0624")
    unit, factor = _UNITS[match[2].rstrip("s") if match[2].isascii() else match[2]]
    return Period(int(match[1]) * factor, unit)
