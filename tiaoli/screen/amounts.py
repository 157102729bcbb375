"""Amounts and values as people read them. Exact always: a sum that is no whole number of fen is shown as a fraction."""

from __future__ import annotations

import re
from fractions import Fraction

from solver.answers.model import Amount, Shown
from tiaoli.words import Words

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_INTERVAL = re.compile(r"[\[(]([^,]*),([^,\])]*)[\])]")
_ENDLESS = frozenset({"", "~", "∞", "+∞", "inf", "-∞", "-inf", "None", "none"})
_PER_UNIT = {"月": "per_month", "年": "per_year", "日": "per_day", "天": "per_day", "次": "per_time"}
_MEASURED = frozenset({"money", "number", "ratio", "period", "date"})
_YES = frozenset({"true", "yes", "是", "True"})
_NO = frozenset({"false", "no", "否", "False"})
_PERIODS = {"m": "month", "d": "day", "w": "workday"}


def amount_text(amount: Amount, gives: str, words: Words) -> str:
    """The amount with its form; what is given instead when it is no money; empty when there is neither."""
    if amount.kind == "none":
        return gives
    if amount.kind == "open":
        return words.say("amount.open", text=amount.text)
    per = words.table[f"per.{amount.per}"] if amount.per else ""
    low = None if amount.low is None else money_text(amount.low, words)
    high = None if amount.high is None else money_text(amount.high, words)
    if amount.kind == "exact" and low is not None:
        return words.say("amount.exact", per=per, value=low)
    if high is not None and (low is None or amount.low == 0):
        return words.say("amount.at_most", per=per, high=high)
    if low is not None and high is not None:
        return words.say("amount.between", per=per, low=low, high=high)
    if low is not None and amount.low != 0:
        return words.say("amount.at_least", per=per, low=low)
    return words.say("amount.unknown")


def money_text(value: Fraction, words: Words) -> str:
    """Yuan. Where the language counts in 万, whole thousands of at least 1万 are written so (3万元, 1.5万元)."""
    yuan = words.table["unit.yuan"]
    if (value * 100).denominator != 1:
        near = Fraction(round(value * 100), 100)
        return words.say("amount.about", value=f"{value}{yuan}", near=number_text(near, words, 2) + yuan)
    for unit, size, step in (("hundred_million", 10**8, 10**7), ("ten_thousand", 10**4, 10**3)):
        if words.table[f"unit.{unit}"] and abs(value) >= size and value % step == 0:
            return number_text(value / size, words) + words.table[f"unit.{unit}"]
    return number_text(value, words, 0 if value.denominator == 1 else 2) + yuan


def number_text(value: Fraction, words: Words, places: int | None = None) -> str:
    """An exact number in decimals, with at least ``places`` of them; as a fraction when no decimals can hold it."""
    needed = _decimals(value)
    if needed is None:
        return f"{value.numerator}/{value.denominator}"
    digits = max(needed, places or 0)
    scaled = abs(value) * 10**digits
    whole, rest = divmod(scaled.numerator, 10**digits)
    group = words.table["unit.group"]
    shown = f"{whole:,}".replace(",", group)
    sign = "-" if value < 0 else ""
    return f"{sign}{shown}.{rest:0{digits}d}" if digits else f"{sign}{shown}"


def _decimals(value: Fraction) -> int | None:
    """How many decimals ``value`` has, up to 12; None when it has no end."""
    for digits in range(13):
        if (value * 10**digits).denominator == 1:
            return digits
    return None


def shown_text(value: Shown, words: Words) -> str:
    """A value by its type; what cannot be read as its type is shown as it stands."""
    if value.type == "unknown":
        return words.say("value.unknown")
    if value.type == "boolean" and value.value in _YES | _NO:
        return words.say("value.yes" if value.value in _YES else "value.no")
    interval = (
        _INTERVAL.fullmatch(value.value) if value.type in ("money", "number", "ratio", "period", "date") else None
    )
    if interval:
        low, high = (None if end.strip() in _ENDLESS else _one(end.strip(), value, words) for end in interval.groups())
        key = "between" if low and high else "at_least" if low else "at_most" if high else "unknown"
        return words.say(f"value.{key}", low=low or "", high=high or "")
    return _one(value.value, value, words)


def long_text(value: Shown, words: Words) -> str:
    """A value for the middle of a sentence: a date is written out."""
    if value.type != "date" or not _DAY.fullmatch(value.value):
        return shown_text(value, words)
    year, month, day = value.value.split("-")
    return words.say("value.day_long", year=year, month=words.table[f"month.{int(month)}"], day=str(int(day)))


def _one(written: str, value: Shown, words: Words) -> str:
    if value.type == "period":
        return _period(written, words)
    if value.type not in ("money", "number", "ratio"):
        return written
    try:
        number = Fraction(written)
    except (ValueError, ZeroDivisionError):
        return written
    if value.type == "money":
        _, _, per = value.unit.partition("/")
        tail = words.table[f"unit.{_PER_UNIT[per]}"] if per in _PER_UNIT else f"/{per}" if per else ""
        return money_text(number, words) + tail
    if value.type == "ratio" and _decimals(number * 100) is not None:
        return number_text(number * 100, words) + "%"
    return number_text(number, words) + value.unit


def _period(written: str, words: Words) -> str:
    count, unit = written[:-1], written[-1:]
    if unit not in _PERIODS or not count.lstrip("-").isdigit():
        return written
    if unit == "m" and int(count) % 12 == 0 and int(count):
        return f"{int(count) // 12}{words.table['unit.year']}"
    return f"{count}{words.table[f'unit.{_PERIODS[unit]}']}"
