"""Unknown is never no: what a case with missing facts comes to is what it comes to however they turn out."""

from datetime import date
from fractions import Fraction
from itertools import product

import pytest

from solver.questions.assess import assess_many
from solver.search.cells import apply
from tests.questions.test_exploring import bound

CLAIMS = """
待遇 津贴
    类别 补贴
    对 取证 甲
    享受 甲.人员
    当 甲.合格
    金额 一次性 分情形
        300元 当 甲.等级 = 高级
        200元 当 甲.等级 = 中级
        100元 当 甲.等级 = 初级
"""
PRIZE = """待遇 奖金
    类别 补贴
    对 取证 甲
    享受 甲.人员
    当 甲.合格
    当 甲.等级 = 高级
    金额 一次性 150元

"""
BOTH = "不重复 只给一样\n    成员 津贴 甲 每 甲.人员\n    成员 奖金 甲 每 甲.人员\n    窗口 自然年\n    方式 "
RULES = {
    "一次": "不重复 只给一次\n    成员 津贴 甲 每 甲.人员\n    窗口 终身\n    方式 一次\n",
    "一年一次": "不重复 只给一次\n    成员 津贴 甲 每 甲.人员\n    窗口 自然年\n    方式 一次\n",
    "就高": "不重复 只给一次\n    成员 津贴 甲 每 甲.人员\n    窗口 自然年\n    方式 就高\n",
    "补差": "不重复 只给一次\n    成员 津贴 甲 每 甲.人员\n    窗口 终身\n    方式 补差\n",
    "阶梯": "不重复 只给一次\n    成员 津贴 甲 每 甲.人员 金额 甲.等级\n    窗口 终身\n    方式 阶梯\n",
    "按数额的阶梯": "不重复 只给一次\n    成员 津贴 甲 每 甲.人员\n    窗口 终身\n    方式 阶梯\n",
    "自选": "不重复 只给一次\n    成员 津贴 甲 每 甲.人员\n    窗口 自然年\n    方式 自选\n",
    "原则": "不重复 只给一次\n    成员 津贴 甲 每 甲.人员\n    窗口 终身\n    方式 原则\n",
    "只有高级算": "不重复 只给一次\n    成员 津贴 甲 每 甲.人员 当 甲.等级 = 高级\n    窗口 终身\n    方式 一次\n",
    "不得奖金": PRIZE + BOTH + "不得 奖金\n",
    "先后": PRIZE + BOTH + "先后 津贴、奖金\n",
    "两样就高": PRIZE + BOTH + "就高\n",
    "两样补差": PRIZE + BOTH + "补差\n",
    "限次": "例外 限次\n    于 津贴 甲\n    限 1次 每 自然年\n",
    "限次高者": "例外 限次\n    于 津贴 甲\n    限 1次 终身 高者\n",
    "封顶": "例外 合计封顶\n    于 类别 补贴\n    封顶 350元 每 享受人 每 自然年\n",
    "保底": "例外 合计保底\n    于 类别 补贴\n    保底 350元 每 享受人 每 自然年\n",
}
CASE = """
案例: 试
历史完整: 是
事实:
  人员: {张三: {}}
  取证: {先: {人员: 张三}, 后: {人员: 张三}}
"""
VALUES = {
    "等级": ["初级", "高级"],
    "合格": [True, False],
    "日期": [date(2022, 12, 30), date(2022, 12, 31), date(2023, 1, 1)],
}
TWO = {("取证", object_, field): values for object_ in ("先", "后") for field, values in VALUES.items()}
del TWO["取证", "后", "合格"]
PAID = """
案例: 试
历史完整: 是
事实:
  人员: {张三: {}, 李四: {}}
  取证: {先: {人员: 张三, 合格: 是}}
  已领取: {付: {待遇: 津贴}}
"""
ONE = {
    ("取证", "先", "等级"): VALUES["等级"],
    ("取证", "先", "日期"): VALUES["日期"][1:],
    ("已领取", "付", "享受人"): ["张三", "李四"],
    ("已领取", "付", "金额"): [Fraction(50), Fraction(100), Fraction(320)],
    ("已领取", "付", "日期"): VALUES["日期"][1:],
    ("已领取", "付", "事由"): ["先", "别的"],
}


def told(result):
    """What is said of a claim: its outcome, and between what its sum lies."""
    return result.outcome, result.amount.low, result.amount.high


def agrees(said, comes_to):
    """Whether what was said of a case with missing facts holds of one in which more is known."""
    outcome, low, high = said
    other, least, most = comes_to
    if outcome != "granted":
        return outcome in ("undetermined", other)
    if other == "displaced":
        return low == 0  # where something is taken off, nothing may be left
    return other == "granted" and least >= low and (high is None or (most is not None and most <= high))


def contradictions(rulebook, case, cells):
    """Every case in which some of the facts are not known, against those in which one more is: what holds of each of
    these holds of those below them."""
    every = [v for v in product(*([None, *values] for values in cells.values())) if not {"李四", "先"} <= set(v)]
    known = [{cell: v for cell, v in zip(cells, values, strict=True) if v is not None} for values in every]
    answers = assess_many(rulebook, [apply(rulebook, case, changes) for changes in known], explain=False)
    comes_to = {v: {r.claim: told(r) for r in a.results} for v, a in zip(every, answers, strict=True)}
    for values, said in comes_to.items():
        for i, open_ in enumerate(cells.values()):
            for more in open_ if values[i] is None else ():
                completed = comes_to.get((*values[:i], more, *values[i + 1 :]), said)
                for claim, one in said.items():
                    if not agrees(one, completed[claim]):
                        yield values, claim, one, more, completed[claim]


@pytest.mark.heavy
@pytest.mark.parametrize("rule", RULES)
def test_what_is_said_of_two_claims_holds_however_the_rest_turns_out(tmp_path, rule):
    """Two certificates of one person under every rule between claims; level and day of each may be open, and whether
    the first is valid."""
    days = VALUES["日期"] if "自然年" in RULES[rule] else VALUES["日期"][:2]
    cells = {cell: days if cell[2] == "日期" else values for cell, values in TWO.items()}
    case = CASE.replace("后: {人员: 张三", "后: {人员: 张三, 合格: 是")
    assert list(contradictions(*bound(tmp_path, CLAIMS + "\n" + RULES[rule], case), cells)) == []


@pytest.mark.heavy
@pytest.mark.parametrize("rule", [name for name in RULES if not name.startswith("两样")])
def test_what_is_said_beside_a_payment_holds_however_the_rest_turns_out(tmp_path, rule):
    """A certificate and a payment that was made, of which it may be open to whom, how much, when, and for what. Nothing
    was paid to another for the certificate itself. Days matter where a year is counted in."""
    case, cells = PAID, dict(ONE)
    if "自然年" not in RULES[rule]:
        case = PAID.replace("合格: 是", "合格: 是, 日期: 2023-01-01").replace("津贴}", "津贴, 日期: 2022-12-31}")
        cells = {cell: values for cell, values in ONE.items() if cell[2] != "日期"}
    assert list(contradictions(*bound(tmp_path, CLAIMS + "\n" + RULES[rule], case), cells)) == []


def said_of(tmp_path, rule, first, second):
    """What is said of two certificates, of which this much is known."""
    stated = CASE.replace("先: {人员: 张三}", f"先: {{人员: 张三, 合格: 是, {first}}}")
    stated = stated.replace("后: {人员: 张三}", f"后: {{人员: 张三, 合格: 是, {second}}}")
    rulebook, case = bound(tmp_path, CLAIMS + "\n" + RULES[rule], stated)
    (answer,) = assess_many(rulebook, [case], explain=False)
    return {r.object: told(r) for r in answer.results}


def test_of_two_equal_sums_the_first_is_given_and_which_that_is_may_be_open(tmp_path):
    """300 yuan each in one year, one of an unknown day: either may be the first."""
    said = said_of(tmp_path, "就高", "等级: 高级, 日期: 2022-12-30", "等级: 高级")
    assert {outcome for outcome, _, _ in said.values()} == {"undetermined"}


def test_what_an_earlier_claim_takes_off_may_be_open(tmp_path):
    """The first certificate is granted, its level and so its sum not known: of 300 yuan for the second anything may be
    left."""
    said = said_of(tmp_path, "补差", "日期: 2022-12-30", "等级: 高级, 日期: 2022-12-31")
    assert said["后"] == ("granted", 0, 300)


def test_a_step_that_is_not_known_on_a_day_that_is_not_known(tmp_path):
    """The first certificate may be the higher and the earlier one."""
    said = said_of(tmp_path, "阶梯", "", "等级: 初级, 日期: 2022-12-31")
    assert said["后"][0] == "undetermined"
