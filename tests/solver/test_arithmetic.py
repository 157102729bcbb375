"""Money is exact at any size; intervals hold everything that could come out; dates follow the civil code."""

import datetime as dt
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compiler.rulebook.terms import Period
from solver.arithmetic import dates, numbers
from solver.arithmetic.operations import OPERATIONS, compare
from solver.arithmetic.text import read, write
from solver.arithmetic.values import Calendar, Interval, ends, interval

D = dt.date
fractions = st.fractions(min_value=-(10**12), max_value=10**12, max_denominator=1000)
amounts = st.fractions(min_value=0, max_value=10**40, max_denominator=100)


@st.composite
def intervals_with_point(draw):
    """An interval and a number in it."""
    low, point, high = sorted(draw(st.lists(fractions, min_size=3, max_size=3)))
    return interval(low, high), point


def inside(point, number):
    low, high = ends(number)
    return (low is None or low <= point) and (high is None or point <= high)


@given(amounts, amounts)
def test_sums_and_percentages_are_exact_far_beyond_32_bits(a, b):
    assert numbers.add(a, b) == a + b
    assert numbers.multiply(a, F(60, 100)) == a * 60 / 100
    assert numbers.cap(a, b) == min(a, b)
    assert compare("ge", "money", a, b) is (a >= b)


def test_the_figures_at_which_machine_integers_wrap():
    assert numbers.multiply(F(100_000), F(100_000)) == 10_000_000_000
    assert numbers.add(F(2_147_483_647), F(1)) == 2_147_483_648
    assert compare("gt", "money", F(2**31), F(2**31 - 1)) is True


@pytest.mark.parametrize("name", ["add", "subtract", "multiply", "minimum", "maximum"])
@given(a=intervals_with_point(), b=intervals_with_point())
def test_an_interval_holds_whatever_its_points_give(name, a, b):
    function = getattr(numbers, name)
    assert inside(function(a[1], b[1]), function(a[0], b[0]))


@given(intervals_with_point(), st.sampled_from([F(1, 100), F(1), F(10)]))
def test_rounding_an_interval_holds_the_rounded_points(x, unit):
    for function in (numbers.round_half_up, numbers.round_up, numbers.round_down, numbers.units, numbers.remainder):
        assert inside(function(x[1], unit), function(x[0], unit))


@given(intervals_with_point(), intervals_with_point())
def test_a_comparison_that_is_decided_holds_for_every_point(a, b):
    for op in ("eq", "ne", "lt", "le", "gt", "ge"):
        verdict = compare(op, "number", a[0], b[0])
        if verdict is not None:
            assert compare(op, "number", a[1], b[1]) is verdict


def test_division_by_what_may_be_zero_has_no_result():
    assert numbers.divide(F(1), F(0)) is None
    assert numbers.divide(F(1), Interval(F(-1), F(1))) is None
    assert numbers.divide(F(10), Interval(F(2), F(5))) == Interval(F(2), F(5))


def test_half_a_fen_goes_up():
    fen = F(1, 100)
    assert numbers.round_half_up(F("0.125"), fen) == F("0.13")
    assert numbers.round_half_up(F("0.1249"), fen) == F("0.12")
    assert numbers.round_half_up(F("-0.125"), fen) == F("-0.13")
    assert numbers.round_up(F("123.01"), F(10)) == 130
    assert numbers.round_down(F("129.99"), F(10)) == 120


@given(st.integers(0, 10**15), st.integers(1, 60))
def test_shares_in_whole_fen_make_the_whole(fen, parts):
    total = F(fen, 100)
    shares = [numbers.share(total, F(parts), F(i)) for i in range(1, parts + 1)]
    assert sum(shares) == total
    assert shares == sorted(shares, reverse=True)
    assert shares[0] - shares[-1] <= F(1, 100)


@given(st.one_of(fractions, intervals_with_point().map(lambda x: x[0])))
def test_numbers_survive_their_text(value):
    assert read("number", write(value)) == value


def test_open_ends_survive_their_text():
    assert read("money", write(Interval(F(3000), None))) == Interval(F(3000), None)
    assert read("money", write(Interval(None, None))) == Interval(None, None)


def test_marginal_bands():
    # 3 % up to 36000, 10 % above: on 50000 that is 1080 + 1400.
    x = F(50000)
    assert numbers.band(x, F(0), F(36000), F(3, 100)) == 1080
    assert numbers.band(x, F(36000), None, F(1, 10)) == 1400
    assert numbers.band(F(20000), F(36000), None, F(1, 10)) == 0


def test_the_last_day_of_february():
    assert dates.add_months(D(2021, 1, 31), 1) == D(2021, 2, 28)
    assert dates.add_months(D(2020, 1, 31), 1) == D(2020, 2, 29)
    assert dates.add_months(D(2021, 8, 31), 6) == D(2022, 2, 28)
    assert dates.add_months(D(9999, 12, 1), 1) is None


def test_whole_years_of_age_on_the_birthday():
    assert dates.age(D(1986, 6, 2), D(2021, 6, 1)) == 34
    assert dates.age(D(1986, 6, 1), D(2021, 6, 1)) == 35
    assert dates.age(D(2000, 2, 29), D(2021, 2, 28)) == 20
    assert dates.age(D(2000, 2, 29), D(2021, 3, 1)) == 21


def test_a_window_of_months_ends_on_the_day_of_the_same_number():
    assert dates.within(D(2022, 5, 20), D(2021, 5, 20), Period(12, "months"), None) is True
    assert dates.within(D(2022, 5, 21), D(2021, 5, 20), Period(12, "months"), None) is False
    assert dates.within(D(2021, 5, 19), D(2021, 5, 20), Period(12, "months"), None) is False


def test_working_days_need_a_calendar():
    calendar = Calendar(frozenset({D(2021, 10, 1), D(2021, 10, 4)}), frozenset({D(2021, 10, 9)}))
    assert dates.add_workdays(D(2021, 9, 30), F(1), calendar) == D(2021, 10, 5)
    assert dates.add_workdays(D(2021, 10, 8), F(1), calendar) == D(2021, 10, 9)
    assert dates.add_workdays(D(2021, 9, 30), F(1), None) is None


def test_months_and_overlaps():
    assert dates.calendar_months(D(2021, 1, 31), D(2021, 2, 1)) == 2
    assert dates.full_months(D(2021, 1, 31), D(2021, 2, 28)) == 1
    assert dates.full_months(D(2021, 1, 30), D(2021, 2, 27)) == 0
    assert dates.overlap_days(D(2021, 1, 1), D(2021, 1, 31), D(2021, 1, 31), D(2021, 3, 1)) == 1
    assert dates.overlap_days(D(2021, 1, 1), D(2021, 1, 30), D(2021, 1, 31), D(2021, 3, 1)) == 0


def test_months_and_days_are_not_compared():
    assert compare("lt", "period", Period(1, "months"), Period(30, "days")) is None
    assert compare("lt", "period", Period(1, "months"), Period(2, "months")) is True


@given(st.sampled_from(sorted(OPERATIONS)), st.lists(st.integers(-(10**30), 10**30), min_size=4, max_size=4))
def test_no_operation_on_numbers_raises(name, values):
    operation = OPERATIONS[name]
    if operation.polymorphic or set(operation.kinds) != {"number"}:
        return
    operation.apply([F(v) for v in values[: len(operation.kinds)]], None)
