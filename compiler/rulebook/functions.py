"""The built-in functions of the language: names in both languages, what they take and give.

``arguments`` are kinds (number money date period any); ``money?`` takes money or numbers and the result keeps its
unit. ``level``: a value of the ordered enumeration that the first argument is of. The exact operation behind each
stands in :mod:`solver.arithmetic.operations` under ``op``.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Function(NamedTuple):
    """A function: names, the operation, the kinds of its arguments, its result. ``many``: the last may repeat."""

    zh: str
    en: str
    op: str
    arguments: tuple[str, ...]
    result: str
    many: bool = False


_TABLE = """
周岁        age               age             date date             number
间隔天数    days_between      days_between    date date             number
满月数      full_months       full_months     date date             number
满年数      full_years        full_years      date date             number
月份数      calendar_months   calendar_months date date             number
重叠天数    overlap_days      overlap_days    date date date date   number
年          year_of           year            date                  number
月          month_of          month           date                  number
月初        month_start       month_start     date                  date
月末        month_end         month_end       date                  date
次月        next_month_of     next_month      date                  date
工作日后    workdays_after    add_workdays    date number           date
期内        within            within          date date period      boolean
每满        whole_units       units           money? money?         number
余数        remainder         remainder       money? money?         money?
较大        larger            maximum         any any*              any
较小        smaller           minimum         any any*              any
四舍五入    rounded           round_half_up   money? money?         money?
进位        rounded_up        round_up        money? money?         money?
舍去        rounded_down      round_down      money? money?         money?
均分        share             share           money? number number  money?
月数        months_in         to_months       period                number
升档        levels_up         levels_up       enum number           level
降档        levels_down       levels_down     enum number           level
"""


def _read() -> tuple[Function, ...]:
    functions = []
    for row in _TABLE.strip().splitlines():
        zh, en, op, *kinds = row.split()
        arguments = tuple(k.rstrip("*") for k in kinds[:-1])
        functions.append(Function(zh, en, op, arguments, kinds[-1], kinds[-2].endswith("*")))
    return tuple(functions)


FUNCTIONS: Final = _read()
BY_NAME: Final = {name: f for f in FUNCTIONS for name in (f.zh, f.en)}
