"""A cap or floor that claims share, where not all is known of one of them: what may be used up is not nothing. The sums
are worked out by hand: 1000 yuan in a calendar year for each person."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.meaning.policy import results

RULES = """待遇 补贴
    对 培训 甲
    享受 甲.人员
    金额 一次性 甲.费用
    {bound} 1000元 每 甲.人员 每 自然年
"""
SECOND = "    二: {人员: 张, 费用: 800, 日期: 2021-09-01}\n"
PAID = "  已领取: {付: {待遇: 补贴, 享受人: 张, 金额: 700%s}}\n"


def sums(tmp_path, facts, bound="封顶", paid=""):
    """The least and the most that the second course is paid, and for what it waits."""
    case = f"案例: 例\n历史完整: 是\n事实:\n  人员: {{张: {{}}}}\n  培训:\n{facts}{SECOND}{paid}"
    found = results(tmp_path, RULES.format(bound=bound), case)
    (second,) = [r for r in found.values() if r.object == "二"]
    assert second.outcome == "granted"
    return second.amount.low, second.amount.high


@pytest.mark.parametrize(
    ("first", "least", "most"),
    [
        # All is known: 300 are left.
        ("人员: 张, 费用: 700, 日期: 2021-03-01", 300, 300),
        # How much the first is: from nothing to the whole cap.
        ("人员: 张, 日期: 2021-03-01", 0, 800),
        # On which day: before, and 300 are left; or after, or in another year.
        ("人员: 张, 费用: 700", 300, 800),
        # For whom: for the same person, or another.
        ("费用: 700, 日期: 2021-03-01", 300, 800),
        # For whom, but later in any case: the earlier of two uses a cap up first.
        ("费用: 700, 日期: 2021-10-01", 800, 800),
        # How much, but in another year.
        ("人员: 张, 日期: 2020-03-01", 800, 800),
        # Nothing but that there is one.
        ("学员: 张", 0, 800),
    ],
)
def test_what_a_cap_leaves(tmp_path, first, least, most):
    facts = f"    一: {{{first}}}\n" if "学员" not in first else "    一: {}\n"
    assert sums(tmp_path, facts) == (least, most)


@pytest.mark.parametrize(
    ("first", "least", "most"),
    [
        # 700 and 800 are more than 1000; 100 and 800 are made up by 100, with the last of them.
        ("人员: 张, 费用: 700, 日期: 2021-03-01", 800, 800),
        ("人员: 张, 费用: 100, 日期: 2021-03-01", 900, 900),
        # How much the first is: the second makes up to 200, or nothing.
        ("人员: 张, 日期: 2021-03-01", 800, 1000),
        # For whom: for another, and 200 are lacking; for the same, and 100 are.
        ("费用: 100, 日期: 2021-03-01", 900, 1000),
        # On which day: after, and it is that one which makes up; in another year, and 200 are lacking here.
        ("人员: 张, 费用: 100", 800, 1000),
    ],
)
def test_what_a_floor_makes_up(tmp_path, first, least, most):
    assert sums(tmp_path, f"    一: {{{first}}}\n", "保底") == (least, most)


@pytest.mark.parametrize(
    ("day", "least"),
    # Paid in the same year, in another, or nobody knows when.
    [(", 日期: 2021-01-10", 300), (", 日期: 2020-01-10", 800), ("", 300)],
)
def test_what_was_paid_before(tmp_path, day, least):
    low, high = sums(tmp_path, "", paid=PAID % day)
    assert (low, high) == (least, Fraction(800) if day != ", 日期: 2021-01-10" else least)
