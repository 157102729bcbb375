"""A smallest case that two choices of a reading decide differently, found by search. Each policy here puts its reading
somewhere else; what each choice must give is worked out by hand beside it."""

from dataclasses import replace
from pathlib import Path

import pytest

from compiler.driver import compile_library, load
from solver.questions.apart import Witness
from solver.questions.assess import assess
from solver.questions.lasting import alike, payments
from solver.questions.witness import NoWitness, witness
from tests.meaning.policy import HEAD, NUMBER, library

POLICY = Path(__file__).parents[2] / "policy"
COUNTY = "桐人社发〔2021〕7号"
SECONDS = 600.0
READING = """
读法 读
    严重 H
    问 「怎么读？」
    选 一 「第一种」
    选 二 「第二种」
    涉及 奖励
"""


def _witness(tmp_path, rules, head=HEAD):
    rulebook = compile_library(library(tmp_path, READING + rules, head), (NUMBER,))
    found = witness(rulebook, (NUMBER,), "读", seconds=SECONDS)
    if isinstance(found, Witness):
        _is_one(rulebook, found)
    return found


def _is_one(rulebook, found):
    """The program, asked for all of the case under either choice, gives what the witness says: different things."""
    told = []
    for choice, expected in zip(found.choices, found.results, strict=True):
        case = replace(found.case, readings=(*found.case.readings, (found.reading, choice)))
        (result,) = [r for r in assess(rulebook, case, explain=False).results if r.claim == expected.claim]
        told.append((result, payments(rulebook, result)))
        assert (result.outcome, result.amount) == (expected.outcome, expected.amount)
    (a, of_a), (b, of_b) = told
    assert not alike(a, b, of_a, of_b)


def _said(found):
    return {c: r.outcome for c, r in zip(found.choices, found.results, strict=True)}


def _facts(found, kind):
    return [{v.field: v.written for v in f.values} for f in found.case.facts if f.kind == kind]


def test_a_count(tmp_path):
    # Three certificates or two: with exactly two (and no third) the second choice grants and the first refuses.
    found = _witness(
        tmp_path,
        """
定义 张数（甲：取证）：整数
    为 计数（乙 属于 取证 当 乙.人员 = 甲.人员 且 乙.等级 = 高级）

待遇 奖励
    对 取证 甲
    享受 甲.人员
    当 张数（甲）≥ 3 或 读 = 二 且 张数（甲）≥ 2
    金额 一次性 1000元
""",
    )
    assert _said(found) == {"一": "refused", "二": "granted"}
    assert len(_facts(found, "取证")) == 2
    assert [f["等级"] for f in _facts(found, "取证")] == ["高级", "高级"]


def test_a_count_above_two(tmp_path):
    # Four certificates under either choice; the reading asks for a fifth.
    counted = "计数（乙 属于 取证 当 乙.人员 = 甲.人员）"
    found = _witness(
        tmp_path,
        f"""
待遇 奖励
    对 取证 甲
    享受 甲.人员
    当 {counted} ≥ 4
    当 读 = 一 或 {counted} ≥ 5
    金额 一次性 1000元
""",
    )
    assert _said(found) == {"一": "granted", "二": "refused"}
    assert len(_facts(found, "取证")) == 4


def test_a_window_of_days(tmp_path):
    # One certificate in a calendar year, or in twelve months: two within twelve months, in different years.
    found = _witness(
        tmp_path,
        """
定义 先前（乙：取证、甲：取证）：是否
    为 乙.人员 = 甲.人员 且 乙.日期 < 甲.日期 且 同期（乙、甲）

定义 同期（乙：取证、甲：取证）：是否
    为 读 = 一 且 年（乙.日期） = 年（甲.日期） 或 读 = 二 且 乙.日期 + 12个月 > 甲.日期

待遇 奖励
    对 取证 甲
    享受 甲.人员
    当 非 存在（乙 属于 取证 当 先前（乙、甲））
    金额 一次性 1000元
""",
    )
    first, second = sorted(f["日期"] for f in _facts(found, "取证"))
    assert _said(found) == {"一": "granted", "二": "refused"}
    assert first[:4] != second[:4]


def test_which_record_counts(tmp_path):
    # The fee of the dearest course, or of the cheapest: two courses with different fees.
    found = _witness(
        tmp_path,
        """
定义 课费（甲：取证）：钱数
    为 分情形
        最大（乙.费用 对于 乙 属于 培训 当 乙.证书 = 甲）当 读 = 一
        否则 最小（乙.费用 对于 乙 属于 培训 当 乙.证书 = 甲）

待遇 奖励
    对 取证 甲
    享受 甲.人员
    金额 一次性 课费（甲）
""",
    )
    fees = [f["费用"] for f in _facts(found, "培训")]
    assert len(fees) == 2 and fees[0] != fees[1]
    assert {r.amount.low for r in found.results} == {1000, 2000}


def test_a_percentage_of_what(tmp_path):
    # Half of the fee of the certificate, or half of the fee of the course.
    found = _witness(
        tmp_path,
        """
待遇 奖励
    对 培训 甲
    享受 甲.人员
    金额 一次性 分情形
        甲.费用 的 50% 当 读 = 一
        否则 甲.证书.费用 的 50%
""",
    )
    assert [r.amount.low for r in found.results] == [500, 1000]


def test_a_rule_against_having_two(tmp_path):
    # The second benefit is paid beside the first, or not: whoever has both.
    found = _witness(
        tmp_path,
        """
待遇 奖励
    对 取证 甲
    享受 甲.人员
    当 甲.等级 ≥ 中级
    金额 一次性 1000元

待遇 补贴
    对 培训 甲
    享受 甲.人员
    当 甲.天数 ≥ 10
    金额 一次性 500元

不重复 只给一项
    成员 奖励 甲 每 甲.人员
    成员 补贴 甲 每 甲.人员
    窗口 自然年
    方式 先后 奖励、补贴
    当 读 = 二
""",
    )
    assert _said(found) == {"一": "granted", "二": "displaced"}
    assert found.results[0].benefit == "补贴"
    assert len({f["日期"][:4] for kind in ("取证", "培训") for f in _facts(found, kind)}) == 1


def test_who_is_the_same(tmp_path):
    # Once for each person, or once for each occupation: the same person with two occupations.
    found = _witness(
        tmp_path,
        """
待遇 奖励
    对 取证 甲
    享受 甲.人员
    金额 一次性 1000元

不重复 同职业
    成员 奖励 甲 每 甲.人员 同 甲.职业
    窗口 终身
    方式 一次
    当 读 = 二

不重复 同一人
    成员 奖励 甲 每 甲.人员
    窗口 终身
    方式 一次
    当 读 = 一
""",
    )
    assert sorted(_said(found).values()) == ["displaced", "granted"]
    trades = [f["职业"] for f in _facts(found, "取证")]
    assert len(trades) == 2 and trades[0] != trades[1]


def test_what_was_paid_before(tmp_path):
    # A payment already made counts, or not.
    found = _witness(
        tmp_path,
        """
待遇 奖励
    对 取证 甲
    享受 甲.人员
    金额 一次性 1000元

不重复 前发
    成员 奖励 甲 每 甲.人员
    成员 已领取 乙 每 乙.享受人 当 乙.待遇 = 「旧奖金」
    窗口 终身
    方式 不得 奖励
    当 读 = 二
""",
    )
    assert _said(found) == {"一": "granted", "二": "displaced"}
    assert [f["待遇"] for f in _facts(found, "已领取")] == ["旧奖金"]


def test_a_list_of_members(tmp_path):
    # Every member of the team has to be of age, or one of them.
    head = HEAD.replace(
        "事件 培训\n", "主体 团队\n    成员 列表 人员\n\n事件 获奖\n    团队 团队\n    日期 日期\n\n事件 培训\n"
    )
    found = _witness(
        tmp_path,
        """
待遇 奖励
    对 获奖 甲
    享受 甲.团队
    当 存在（乙 属于 甲.团队.成员 当 乙.出生日 ≤ 2000-01-01）
    当 读 = 一 或 每个（乙 属于 甲.团队.成员 当 乙.出生日 ≤ 2000-01-01）
    金额 一次性 1000元
""",
        head,
    )
    assert _said(found) == {"一": "granted", "二": "refused"}
    born = [f["出生日"] for f in _facts(found, "人员")]
    assert len(born) == 2 and min(born) <= "2000-01-01" < max(born)


def test_when_payment_ends(tmp_path):
    # A month, or a year: the same sum a month for another time.
    found = _witness(
        tmp_path,
        """
待遇 奖励
    对 取证 甲
    享受 甲.人员
    金额 每月 100元
    终止 读 = 一 自 甲.日期 + 1个月
    终止 读 = 二 自 甲.日期 + 12个月
""",
    )
    assert [len(p.ticks) for p in found.pays] == [1, 12]


def test_what_one_choice_leaves_to_the_office(tmp_path):
    found = _witness(
        tmp_path,
        """
待遇 奖励
    对 取证 甲
    享受 甲.人员
    当 甲.等级 ≥ 中级
    当 读 = 一 或 酌情 「办法全文」
    金额 一次性 1000元
""",
    )
    assert _said(found) == {"一": "granted", "二": "undetermined"}


def test_a_reading_that_no_rule_asks_for(tmp_path):
    found = _witness(tmp_path, "待遇 奖励\n    对 取证 甲\n    享受 甲.人员\n    金额 一次性 1000元")
    assert found == NoWitness("unused")


def test_a_reading_that_makes_no_difference(tmp_path):
    # Whoever is of the high grade is above the middle one as well: both choices ask for the same in the end.
    found = _witness(
        tmp_path,
        """
待遇 奖励
    对 取证 甲
    享受 甲.人员
    当 甲.等级 = 高级
    当 读 = 一 或 甲.等级 > 中级
    金额 一次性 1000元
""",
    )
    assert found == NoWitness("alike")


def test_a_limit_that_is_reached_is_said(tmp_path):
    rules = "待遇 奖励\n    对 取证 甲\n    享受 甲.人员\n    当 甲.等级 = 高级 且 读 = 一\n    金额 一次性 1000元"
    rulebook = compile_library(library(tmp_path, READING + rules), (NUMBER,))
    assert witness(rulebook, (NUMBER,), "读", nodes=1, seconds=SECONDS) == NoWitness("limit")


def _readings():
    return [r.name for r in load(POLICY, (COUNTY,)).readings if r.choices and r.document == COUNTY]


FEW = ("配比基数", "五家左右", "建设与优秀并发", "多枚奖牌", "两年期限")


@pytest.mark.parametrize("reading", [pytest.param(n, marks=() if n in FEW else pytest.mark.heavy) for n in _readings()])
def test_every_reading_of_the_county_document_has_a_witness(reading):
    rulebook = load(POLICY, (COUNTY,))
    found = witness(rulebook, (COUNTY,), reading, seconds=SECONDS)
    assert isinstance(found, Witness)
    _is_one(rulebook, found)
