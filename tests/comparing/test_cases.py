"""What becomes of recorded cases: every expected value here was worked out from the two texts."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from solver.answers.comparison import Total
from tests.comparing.laws import CASES, COURSE, LAW, change, compared, library, sorts
from tiaoli.comparing.compare import compare
from tiaoli.comparing.sides import Side

MORE = LAW.replace("一次性500元", "一次性800元").replace("一次性 500元", "一次性 800元")
LONGER = LAW.replace("满10天", "满15天").replace("满 10", "满 15")


def test_the_same_law_changes_nothing(tmp_path: Path):
    found = compared(tmp_path, LAW, LAW)
    assert found.proved and not found.reworded and not found.differs
    assert sorts(found) == {}
    assert found.documents == ()
    assert [c.touched for c in found.cases] == [False] * 5


def test_a_higher_sum_is_more_and_names_its_rule(tmp_path: Path):
    found = compared(tmp_path, LAW, MORE)
    assert sorts(found) == {"中级证书: 证书补贴@证": "more"}
    one = change(found, "中级证书", "证书补贴")
    assert [a.low for a in one.old.amounts] == [500] and [a.low for a in one.new.amounts] == [800]
    assert [(c.change, c.sort, c.name, c.clause, c.direct) for c in one.causes] == [
        ("changed", "benefit", "证书补贴", "1", True)
    ]


def test_the_other_way_round_it_is_less(tmp_path: Path):
    assert sorts(compared(tmp_path, MORE, LAW)) == {"中级证书: 证书补贴@证": "less"}


def test_a_higher_threshold_loses_one_and_gives_another_the_same_on_other_grounds(tmp_path: Path):
    found = compared(tmp_path, LAW, LONGER)
    assert sorts(found) == {
        "培训12天: 培训补贴@班": "lost",
        "培训20天: 培训补贴@班": "grounds",
    }  # where the days are not stated, both laws wait for the same fact
    lost = change(found, "培训12天", "培训补贴")
    assert [(r.left.value, r.right.value, r.state) for r in lost.gone if r.kind == "test"] == [("12", "10", "yes")]
    assert [(r.left.value, r.right.value, r.state) for r in lost.come if r.kind == "test"] == [("12", "15", "no")]
    assert sorts(compared(tmp_path / "zurück", LONGER, LAW))["培训12天: 培训补贴@班"] == "gained"


def test_only_what_meets_the_change_is_touched(tmp_path: Path):
    found = compared(tmp_path, LAW, LONGER)
    assert [(t.benefit, t.clause, t.by) for t in found.reach.touched] == [("培训补贴", "2", "rule")]
    assert {t.benefit for t in found.reach.untouched} == {"证书补贴", "高级奖励"}
    assert {c.case: c.touched for c in found.cases} == {
        "中级证书": False,
        "初级证书": False,
        "培训12天": True,
        "培训20天": True,
        "不知道几天": True,
    }


def test_sums_are_exact_and_what_is_not_decided_is_no_nothing(tmp_path: Path):
    found = {s.benefit: s for s in compared(tmp_path, LAW, LONGER).sums}
    course = found["培训补贴"]
    assert (course.per, course.old, course.new) == (
        "month",
        Total(2, Fraction(200), Fraction(200), 0, 1),
        Total(1, Fraction(100), Fraction(100), 0, 1),
    )
    assert found["证书补贴"].old == Total(1, Fraction(500), Fraction(500), 0, 0)
    assert "高级奖励" not in found


def test_an_interval_stays_one_in_the_sums(tmp_path: Path):
    cases = "案例: 高级\n事实: {人员: {张三: {}}, 取证: {证: {人员: 张三, 等级: 高级, 日期: 2024-05-01}}}\n"
    fixed = LAW.replace("奖励不超过1000元", "奖励600元").replace("不超过 1000元", "600元")
    found = compared(tmp_path, LAW, fixed, cases)
    # From nothing to 1000 before, 600 now: neither more nor less.
    assert sorts(found) == {"高级: 高级奖励@证": "otherwise"}
    prize = next(s for s in found.sums if s.benefit == "高级奖励")
    assert (prize.old.low, prize.old.high, prize.new.low, prize.new.high) == (0, 1000, 600, 600)


def test_an_open_sum_is_counted_beside(tmp_path: Path):
    cases = "案例: 高级\n事实: {人员: {张三: {}}, 取证: {证: {人员: 张三, 等级: 高级, 日期: 2024-05-01}}}\n"
    open_ = LAW.replace("奖励不超过1000元", "给予一定奖励").replace("不超过 1000元", "未定 「一定奖励」")
    found = compared(tmp_path, LAW, open_, cases)
    assert sorts(found) == {"高级: 高级奖励@证": "otherwise"}
    prize = next(s for s in found.sums if s.benefit == "高级奖励")
    assert prize.new == Total(1, Fraction(0), Fraction(0), 1, 0)


def test_a_new_condition_that_nobody_stated_leaves_it_undecided_and_back(tmp_path: Path):
    family = LAW.replace(
        "    当 等级：甲.等级 在 中级 以上", "    当 等级：甲.等级 在 中级 以上\n    当 军属：甲.人员.军属"
    )
    assert sorts(compared(tmp_path / "a", LAW, family)) == {
        "中级证书: 证书补贴@证": "undecided",
    }
    assert sorts(compared(tmp_path / "b", family, LAW)) == {"中级证书: 证书补贴@证": "decided"}


def test_another_payee_is_a_change(tmp_path: Path):
    cases = "案例: 高级\n事实: {人员: {张三: {}}, 取证: {证: {人员: 张三, 等级: 高级, 日期: 2024-05-01}}}\n"
    other = LAW.replace("    享受 甲.人员\n    当 等级", "    享受 甲.人员\n    领取 甲\n    当 等级")
    found = compared(tmp_path, LAW, other, cases)
    assert sorts(found) == {"高级: 证书补贴@证": "otherwise"}
    one = change(found, "高级", "证书补贴")
    assert (one.old.payees, one.new.payees) == (("张三",), ("证",))


def test_a_benefit_that_comes_or_goes_is_gained_or_lost(tmp_path: Path):
    without = LAW.replace(COURSE, "")
    found = compared(tmp_path / "a", without, LAW)
    assert sorts(found) == {
        **{f"培训{n}天: 培训补贴@班": "gained" for n in (12, 20)},
        "不知道几天: 培训补贴@班": "undecided",
    }
    assert [(t.benefit, t.by) for t in found.reach.touched] == [("培训补贴", "came")]
    found = compared(tmp_path / "b", LAW, without)
    assert sorts(found)["培训12天: 培训补贴@班"] == "lost"
    assert [(t.benefit, t.by) for t in found.reach.touched] == [("培训补贴", "went")]
    # A name that nobody declared to be the same is not guessed to be.
    renamed = LAW.replace("培训补贴", "学习补贴")
    assert sorts(compared(tmp_path / "c", LAW, renamed)) == {
        **{f"培训{n}天: 培训补贴@班": "lost" for n in (12, 20)},
        **{f"培训{n}天: 学习补贴@班": "gained" for n in (12, 20)},
        "不知道几天: 培训补贴@班": "decided",
        "不知道几天: 学习补贴@班": "undecided",
    }


def test_who_meets_a_changed_benefit_is_touched_and_the_cause_is_named(tmp_path: Path):
    bar = """
四、同一人不得同时享受证书补贴和培训补贴，已享受培训补贴的不再享受证书补贴。

```tiaoli
条款 4 「不重复」

不重复 证书和培训
    依据 「已享受培训补贴的不再享受证书补贴」
    成员 证书补贴 甲 每 甲.人员
    成员 培训补贴 甲 每 甲.人员
    窗口 终身
    方式 不得 证书补贴
```
"""
    cases = """案例: 两样都有
事实:
  人员: {张三: {}}
  取证: {证: {人员: 张三, 等级: 中级, 日期: 2024-05-01}}
  培训: {班: {人员: 张三, 天数: 12, 日期: 2024-05-01}}
---
案例: 只有证书
事实: {人员: {张三: {}}, 取证: {证: {人员: 张三, 等级: 中级, 日期: 2024-05-01}}}
"""
    found = compared(tmp_path, LAW + bar, LONGER + bar, cases)
    # 12 days were enough and displaced the certificate; now they are not, and the certificate is paid.
    assert sorts(found) == {"两样都有: 培训补贴@班": "lost", "两样都有: 证书补贴@证": "gained"}
    assert {(t.benefit, t.by) for t in found.reach.touched} == {("培训补贴", "rule"), ("证书补贴", "meets")}
    assert [(t.benefit) for t in found.reach.untouched] == ["高级奖励"]
    assert {c.case: c.touched for c in found.cases} == {"两样都有": True, "只有证书": False}
    gained = change(found, "两样都有", "证书补贴")
    assert [(c.sort, c.name, c.direct) for c in gained.causes] == [("benefit", "培训补贴", False)]


def test_a_case_that_one_side_cannot_read_is_said_and_not_dropped(tmp_path: Path):
    narrow = LAW.replace("    费用 钱数\n", "")
    cases = (
        "案例: 有费用\n事实: {人员: {张三: {}}, 取证: {证: {人员: 张三, 等级: 中级, 费用: 90元, 日期: 2024-05-01}}}\n"
    )
    found = compared(tmp_path, LAW, narrow, cases)
    (case,) = found.cases
    assert (case.unreadable, case.faults, case.touched) == ("new", (("TL0623", "费用"),), True)
    assert found.differs


def test_a_reading_that_is_settled_is_dropped_from_the_case_and_said(tmp_path: Path):
    reading = """
读法 证书怎么算
    严重 M
    依据 「取得中级以上证书的，给予一次性500元」
    问 「补一次还是每证都补？」
    选 一次 「一次」
    选 每证 「每证」
    涉及 证书补贴
```
"""
    open_ = LAW.replace(
        "    金额 一次性 500元\n```\n", "    当 读法：证书怎么算 = 每证\n    金额 一次性 500元\n" + reading
    )
    cases = """案例: 每证
读法: {证书怎么算: 每证}
事实: {人员: {张三: {}}, 取证: {证: {人员: 张三, 等级: 中级, 日期: 2024-05-01}}}
"""
    found = compared(tmp_path, open_, LAW, cases)
    (case,) = found.cases
    assert case.dropped == ("证书怎么算 = 每证",)
    assert not case.unreadable
    assert sorts(found) == {"每证: 证书补贴@证": "grounds"}


@pytest.mark.parametrize("side", ["old", "new"])
def test_cases_of_one_casebook_alone_are_asked_about_too(tmp_path: Path, side: str):
    books = {"old": "", "new": "", side: CASES}
    roots = [library(tmp_path / n, law, books[n]) for n, law in (("old", LAW), ("new", MORE))]
    found = compare(*(Side(r, (), frozenset(), r.name) for r in roots), "zh")
    assert {c.recorded for c in found.cases} == {side}
    assert sorts(found) == {"中级证书: 证书补贴@证": "more"}


def test_a_case_whose_facts_were_edited_is_asked_with_the_new_ones_under_both_laws(tmp_path: Path):
    old = library(tmp_path / "old", LAW, CASES)
    new = library(tmp_path / "new", LAW, CASES.replace("天数: 12", "天数: 3"))
    found = compare(Side(old, (), frozenset(), "old"), Side(new, (), frozenset(), "new"), "zh")
    # The law is the same, so the change is one of the facts and not of the law.
    assert sorts(found) == {}
    assert [c.case for c in found.cases if c.edited] == ["培训12天"]
