"""The calendar: ages, lengths of time, deadlines. Dates from year 1 to 9999; beyond them there is no result."""

from __future__ import annotations

import calendar as months
import datetime as dt
from fractions import Fraction

from compiler.rulebook.terms import Period
from solver.arithmetic.values import Calendar

EVERYWHERE = frozenset({"lifetime", "sameevent"})
"""Windows in which every day lies."""
_DAY = dt.timedelta(days=1)


def add_months(day: dt.date, count: int) -> dt.date | None:
    """The same day ``count`` months on; the month's last day where there is no such day (31 January + 1 month)."""
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return None
    return dt.date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def add_period(day: dt.date, period: Period, calendar: Calendar | None) -> dt.date | None:
    """``day`` plus a length of time; working days need a calendar."""
    if period.unit == "months":
        return add_months(day, period.count)
    if period.unit == "workdays":
        return add_workdays(day, Fraction(period.count), calendar)
    try:
        return day + dt.timedelta(days=period.count)
    except OverflowError:
        return None


def subtract_period(day: dt.date, period: Period, calendar: Calendar | None) -> dt.date | None:
    """``day`` minus a length of time."""
    return add_period(day, Period(-period.count, period.unit), calendar)


def add_workdays(day: dt.date, count: Fraction, calendar: Calendar | None) -> dt.date | None:
    """The day after ``count`` working days; the first day is not counted (民法典 第201条). None without a calendar."""
    if calendar is None or count.denominator != 1 or abs(count) > 100_000:
        return None
    step, left = (_DAY, int(count)) if count >= 0 else (-_DAY, -int(count))
    try:
        while left:
            day += step
            left -= calendar.is_workday(day)
    except OverflowError:
        return None
    return day


def full_months(start: dt.date, end: dt.date) -> Fraction:
    """Whole months from ``start`` to ``end``; negative when ``end`` lies before. A month ends on the same day of the
    next month, or on its last day where that day does not exist."""
    if end < start:
        return -full_months(end, start)
    count = (end.year - start.year) * 12 + end.month - start.month
    reached = add_months(start, count)
    return Fraction(count if reached is not None and reached <= end else count - 1)


def full_years(start: dt.date, end: dt.date) -> Fraction:
    """Whole years from ``start`` to ``end``."""
    count = full_months(start, end)
    return Fraction(int(count) // 12) if count >= 0 else -Fraction(int(-count) // 12)


def age(birth: dt.date, day: dt.date) -> Fraction | None:
    """周岁 on ``day``, whole years; reached on the birthday, and on 1 March in a common year for 29 February."""
    if day < birth:
        return None
    before = (day.month, day.day) < (birth.month, birth.day)
    return Fraction(day.year - birth.year - before)


def days_between(start: dt.date, end: dt.date) -> Fraction:
    """Days from ``start`` to ``end``; negative when ``end`` lies before."""
    return Fraction((end - start).days)


def calendar_months(start: dt.date, end: dt.date) -> Fraction:
    """How many calendar months the stretch touches; 0 when ``end`` lies before ``start``."""
    if end < start:
        return Fraction(0)
    return Fraction((end.year - start.year) * 12 + end.month - start.month + 1)


def overlap_days(a: dt.date, b: dt.date, c: dt.date, d: dt.date) -> Fraction:
    """Days that two stretches share, first and last days included; 0 when there are none."""
    return Fraction(max(0, (min(b, d) - max(a, c)).days + 1))


def month_start(day: dt.date) -> dt.date:
    """The first day of the month."""
    return day.replace(day=1)


def month_end(day: dt.date) -> dt.date:
    """The last day of the month."""
    return day.replace(day=months.monthrange(day.year, day.month)[1])


def next_month(day: dt.date) -> dt.date | None:
    """The first day of the next month."""
    return add_months(day.replace(day=1), 1)


def unpaid_from(per: str, end: dt.date, month_after: bool) -> dt.date:
    """The first day for which nothing is paid once payment ends: by months the first of the month of the end, or of the
    one after it; the day itself for other forms."""
    if per != "month":
        return end
    return (next_month(end) or dt.date.max) if month_after else month_start(end)


def within(applied: dt.date, start: dt.date, period: Period, calendar: Calendar | None) -> bool | None:
    """期内: from ``start`` to the last day of the window, included. The first day is not counted (民法典 第201条); a
    window of months ends on the day of the same number, or the month's last (第202条)."""
    last = add_period(start, period, calendar)
    return None if last is None else start <= applied <= last


def share_window(window: str, first: dt.date, second: dt.date) -> bool:
    """Whether two dates fall in one window: samemonth, sameyear (自然年), rollyear (less than a year apart), or any."""
    a, b = sorted((first, second))
    match window:
        case "samemonth":
            return (a.year, a.month) == (b.year, b.month)
        case "sameyear":
            return a.year == b.year
        case "rollyear":
            later = _year_later(a)
            return later is None or b < later
        case _:
            return True


def _year_later(day: dt.date) -> dt.date | None:
    """The same day a year on; 1 March for 29 February."""
    if day.year == dt.MAXYEAR:
        return None
    return dt.date(day.year + 1, 3, 1) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)
