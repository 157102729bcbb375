"""What is paid again and again and ends before its first payment is not paid at all, and takes nobody's place."""

from datetime import date

import pytest

from solver.questions.assess import assess
from solver.questions.possible import possibilities
from solver.questions.turns import turns
from solver.questions.whatif import whatif
from solver.questions.witness import witness
from tests.meaning.policy import NUMBER
from tests.meaning.test_unknown import contradictions
from tests.questions.test_exploring import bound, completions

HEAD = """
事件 任职
    人员 人员 必填
    合格 是否
    离岗 是否
    离岗日 日期
    日期 日期

"""
ALLOWANCE = """待遇 津贴
    类别 补贴
    对 任职 甲
    享受 甲.人员
    当 甲.合格
    金额 每月 200元
    终止 甲.离岗 自 甲.离岗日

"""
OTHER = """待遇 补助
    类别 补贴
    对 任职 甲
    享受 甲.人员
    当 甲.合格
    金额 每月 100元

"""
BOTH = "不重复 只给一样\n    成员 津贴 甲 每 甲.人员\n    成员 补助 甲 每 甲.人员\n    窗口 终身\n    方式 "
POST = """
案例: 试
历史完整: 是
事实:
  人员: {张三: {}}
  任职: {职: {人员: 张三%s}}
"""
# The first month is March 2022: it is lost when payment ends in it or before.
OUTCOMES = {
    "合格: 是, 离岗: 否, 日期: 2022-03-10": ("granted", ()),
    "合格: 是, 离岗: 是, 离岗日: 2022-04-01, 日期: 2022-03-10": ("granted", ()),
    "合格: 是, 离岗: 是, 离岗日: 2022-03-31, 日期: 2022-03-10": ("refused", ()),
    "合格: 是, 离岗: 是, 离岗日: 2021-03-10, 日期: 2022-03-10": ("refused", ()),
    # Whether somebody left, and when: as long as it may have been so early nobody can tell.
    "合格: 是, 日期: 2022-03-10": ("undetermined", ("任职/职.离岗", "任职/职.离岗日")),
    "合格: 是, 离岗: 是, 日期: 2022-03-10": ("undetermined", ("任职/职.离岗日",)),
    "合格: 是, 离岗日: 2021-03-10, 日期: 2022-03-10": ("undetermined", ("任职/职.离岗",)),
    # Whoever left later had at least one payment.
    "合格: 是, 离岗日: 2022-04-01, 日期: 2022-03-10": ("granted", ()),
    # It is refused whatever the rest turns out to be.
    "离岗: 是, 离岗日: 2021-03-10, 日期: 2022-03-10": ("refused", ()),
    "合格: 否, 日期: 2022-03-10": ("refused", ()),
}


def said(stated):
    return f", {stated}" if stated else ""


@pytest.mark.parametrize("stated", OUTCOMES)
def test_when_there_is_a_first_payment(tmp_path, stated):
    (result,) = assess(*bound(tmp_path, HEAD + ALLOWANCE, POST % said(stated)), explain=True).results
    assert (result.outcome, result.missing) == OUTCOMES[stated]


def test_what_is_told_of_an_end_that_came_before(tmp_path):
    """The end is the reason, and the only one: the benefit's own condition holds."""
    stated = "合格: 是, 离岗: 是, 离岗日: 2021-03-10, 日期: 2022-03-10"
    (result,) = assess(*bound(tmp_path, HEAD + ALLOWANCE, POST % said(stated)), explain=True).results
    assert [(r.kind, r.state, r.about) for r in result.because] == [("ends", "no", "2021-03-10")]
    assert [r.kind for r in result.why].count("ends") == 1


@pytest.mark.parametrize("next_month", ["次月", ""])
def test_months_begin_and_end_as_the_rule_says(tmp_path, next_month):
    """Paid from the month after, here April; who leaves in March had nothing, who leaves in April nothing either,
    unless April itself is still paid (终止 … 次月)."""
    rules = HEAD + ALLOWANCE.replace("    终止", "    起付 甲.日期 次月\n    终止").replace(
        "自 甲.离岗日", f"自 甲.离岗日 {next_month}".rstrip()
    )
    for left, outcome in (("2022-03-31", "refused"), ("2022-04-30", "granted" if next_month else "refused")):
        stated = f"合格: 是, 离岗: 是, 离岗日: {left}, 日期: 2022-03-10"
        (result,) = assess(*bound(tmp_path, rules, POST % said(stated)), explain=False).results
        assert result.outcome == outcome


@pytest.mark.parametrize("shape", ["不得 补助", "就高", "先后 津贴、补助"])
def test_it_takes_nobodys_place(tmp_path, shape):
    """The allowance is the one that is kept; where it ended before it began the other is due."""
    rules = HEAD + ALLOWANCE + OTHER + BOTH + shape
    left = "离岗: 是, 离岗日: 2021-03-10, 合格: 是, 日期: 2022-03-10"
    stays = "离岗: 否, 合格: 是, 日期: 2022-03-10"
    for stated, outcomes in ((left, ["refused", "granted"]), (stays, ["granted", "displaced"])):
        found = assess(*bound(tmp_path, rules, POST % said(stated)), explain=False).results
        assert [r.outcome for r in found] == outcomes


GRID = {
    ("任职", "职", "合格"): [True, False],
    ("任职", "职", "离岗"): [True, False],
    ("任职", "职", "离岗日"): [date(2021, 12, 31), date(2022, 3, 31), date(2022, 4, 1), date(2023, 1, 1)],
    ("任职", "职", "日期"): [date(2020, 12, 31), date(2022, 1, 1), date(2022, 3, 10)],
}
SHAPES = {
    "单独": "",
    "不得": BOTH + "不得 补助",
    "就高": BOTH + "就高",
    "补差": BOTH + "补差",
    "限次": "例外 限次\n    于 类别 补贴\n    限 1次 每 自然年\n",
}


@pytest.mark.heavy
@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_said_holds_however_the_rest_turns_out(tmp_path, shape):
    rules = HEAD + ALLOWANCE + (OTHER if shape != "单独" else "") + SHAPES[shape]
    assert list(contradictions(*bound(tmp_path, rules, POST % said("")), GRID)) == []


@pytest.mark.heavy
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("known", ["", "合格: 是, 日期: 2022-03-10", "离岗: 是, 合格: 是", "离岗日: 2022-03-31"])
def test_what_may_come_out_is_what_every_completion_comes_to(tmp_path, shape, known):
    rules = HEAD + ALLOWANCE + (OTHER if shape != "单独" else "") + SHAPES[shape]
    rulebook, case = bound(tmp_path, rules, POST % said(known))
    open_, every = completions(rulebook, case, GRID)
    for found in possibilities(rulebook, case, seconds=600.0):
        claim = found.now.claim
        outcomes = {next(r for r in a.results if r.claim == claim).outcome for a in every.values()}
        assert set(found.outcomes) >= outcomes
        assert set(found.outcomes) <= outcomes | {"undetermined"}
        assert {m.cell for m in found.matters} <= set(open_)


def test_what_would_have_to_change_is_the_day_of_leaving(tmp_path):
    """Left in the month before: the first day on which something is paid is 1 April."""
    stated = "合格: 是, 离岗: 是, 离岗日: 2022-02-10, 日期: 2022-03-10"
    rulebook, case = bound(tmp_path, HEAD + ALLOWANCE, POST % said(stated))
    found = whatif(rulebook, case, "津贴", "职")
    routes = [{c.cell[2]: c.after for c in r.changes} for r in found.routes]
    assert {"离岗日": date(2022, 4, 1)} in routes
    assert {"离岗": False} in routes


def test_another_claim_is_had_by_an_end_of_the_first(tmp_path):
    """The other allowance is due where the first ended before it began: leaving by the end of March."""
    rules = HEAD + ALLOWANCE + OTHER + BOTH + "不得 补助"
    rulebook, case = bound(tmp_path, rules, POST % ", 合格: 是, 离岗: 是, 离岗日: 2022-06-10, 日期: 2022-03-10")
    found = whatif(rulebook, case, "补助", "职")
    assert {"离岗日": date(2022, 3, 31)} in [{c.cell[2]: c.after for c in r.changes} for r in found.routes]


def test_what_another_day_waits_for_is_told(tmp_path):
    """Before the measure there is nothing; from its first day on it hangs on the day of leaving."""
    rulebook, case = bound(tmp_path, HEAD + ALLOWANCE, POST % ", 合格: 是, 离岗: 是, 日期: 2022-03-10")
    (result,) = assess(rulebook, case, explain=False).results
    before, since = turns(rulebook, case, result).stretches
    assert (before.result.outcome, since.start, since.result.outcome) == ("refused", date(2021, 1, 1), "undetermined")
    assert [c.fact for r in since.waits for c in r.children if c.state == "unknown"] == ["任职/职.离岗日"]


def test_a_case_that_tells_readings_apart_says_that_payment_goes_on(tmp_path):
    """Else what is asked about would wait for the day of leaving."""
    reading = "读法 读\n    严重 M\n    问 「要不要合格？」\n    选 要 「要」\n    选 不要 「不要」\n    涉及 津贴\n\n"
    rules = HEAD + reading + ALLOWANCE.replace("当 甲.合格", "当 甲.合格 或 读 = 不要")
    rulebook, _ = bound(tmp_path, rules, POST % "")
    found = witness(rulebook, (NUMBER,), "读", seconds=600.0)
    assert [r.outcome for r in found.results] == ["refused", "granted"]
    assert {v.field: v.written for f in found.case.facts if f.kind == "任职" for v in f.values}["离岗"] == "否"
