"""The eight shapes give different money. A is 2000 and B is 3000, as in the table of the patterns."""

import pytest

from tests.meaning.policy import results, said

BENEFITS = """
待遇 甲补贴
    对 取证 甲
    享受 甲.人员
    金额 一次性 2000元

待遇 乙补贴
    对 培训 甲
    享受 甲.人员
    金额 一次性 3000元

"""
GROUP = """
不重复 甲乙
    成员 甲补贴 甲 每 甲.人员 同 甲
    成员 乙补贴 甲 每 甲.人员 同 甲.证书
    窗口 同一事由
    方式 {shape}
"""
CASE = """
案例: 甲乙
历史完整: 是
{more}
事实:
  人员: {{张: {{}}}}
  取证: {{证: {{人员: 张, 日期: 2021-05-01}}}}
  培训: {{班: {{人员: 张, 证书: 证, 日期: 2021-06-01}}}}
  {paid}
"""
PAID = "已领取: {付: {待遇: 甲补贴, 享受人: 张, 事由: 证, 金额: 2000, 日期: 2021-05-03}}"


def both(tmp_path, shape, more="", paid=""):
    found = results(tmp_path, BENEFITS + GROUP.format(shape=shape), CASE.format(more=more, paid=paid))
    return said(found["甲补贴@证"]), said(found["乙补贴@班"])


def test_named_loser(tmp_path):
    assert both(tmp_path, "不得 甲补贴") == ("displaced", "3000")


def test_claimants_choice_is_open_until_it_is_made(tmp_path):
    assert both(tmp_path, "自选") == ("undetermined", "undetermined")


@pytest.mark.parametrize(("chosen", "expected"), [("甲补贴", ("2000", "displaced")), ("乙补贴", ("displaced", "3000"))])
def test_claimants_choice(tmp_path, chosen, expected):
    assert both(tmp_path, "自选", more=f"选择: [{chosen}]") == expected


def test_higher_with_nothing_paid(tmp_path):
    assert both(tmp_path, "就高") == ("displaced", "3000")


def test_higher_with_a_payment_that_does_not_say_what_it_was_for(tmp_path):
    """For this certificate 1000 are left of 3000; for another all of it is due. Nobody can tell which."""
    assert both(tmp_path, "就高", paid=PAID.replace(" 事由: 证,", ""))[1] == "undetermined"


def test_higher_with_the_lower_one_paid_pays_the_difference(tmp_path):
    assert both(tmp_path, "就高", paid=PAID)[1] == "1000"


def test_top_up(tmp_path):
    assert both(tmp_path, "补差") == ("2000", "1000")


def test_the_same_fact_only_once(tmp_path):
    assert both(tmp_path, "一次") == ("2000", "displaced")


def test_only_once_looks_back_at_what_is_not_stated(tmp_path):
    case = CASE.format(more="", paid="").replace("历史完整: 是\n", "")
    found = results(tmp_path, BENEFITS + GROUP.format(shape="一次"), case)
    assert said(found["甲补贴@证"]) == "undetermined"
    assert "已领取" in found["甲补贴@证"].missing


def test_order_in_time(tmp_path):
    assert both(tmp_path, "先后 乙补贴、甲补贴") == ("displaced", "3000")


def test_the_bare_principle_does_not_say_who_wins(tmp_path):
    assert both(tmp_path, "原则") == ("undetermined", "undetermined")


def test_another_ground_is_another_matter(tmp_path):
    case = CASE.format(more="", paid="").replace("证书: 证", "证书: 证二")
    case = case.replace("{证: {人员", "{证二: {人员: 李, 日期: 2021-02-01}, 证: {人员")
    found = results(tmp_path, BENEFITS + GROUP.format(shape="就高"), case)
    assert said(found["甲补贴@证"]) == "2000"
    assert said(found["乙补贴@班"]) == "3000"


def test_together_beats_the_bar(tmp_path):
    third = "\n待遇 丙补贴\n    对 培训 甲\n    享受 甲.人员\n    当 甲.天数 > 100\n    金额 一次性 1元\n"
    bar = GROUP.format(shape="就高").replace("    窗口", "    成员 丙补贴 甲 每 甲.人员 同 甲.证书\n    窗口")
    rules = BENEFITS + third + bar + "\n可同时 甲补贴、乙补贴\n"
    found = results(tmp_path, rules, CASE.format(more="", paid=""))
    assert [said(r) for r in found.values()] == ["2000", "3000", "undetermined"]


def test_the_displaced_one_says_by_whom_and_what_it_would_have_been(tmp_path):
    found = results(tmp_path, BENEFITS + GROUP.format(shape="就高"), CASE.format(more="", paid=""))
    lost = found["甲补贴@证"]
    assert lost.displaced_by == ("乙补贴",)
    assert lost.would_be.low == 2000


LADDER = """
待遇 等级补贴
    对 取证 甲
    享受 甲.人员
    金额 一次性 分档 甲.等级
        初级、中级、高级: 1000元、1500元、2000元

不重复 阶梯
    成员 等级补贴 甲 每 甲.人员 同 甲.职业 金额 甲.等级
    窗口 同一事由
    方式 阶梯
"""


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [("初级", "高级", ["1000", "2000"]), ("高级", "初级", ["2000", "displaced"]), ("中级", "中级", ["1500", "1500"])],
)
def test_ladder(tmp_path, first, second, expected):
    case = f"""
案例: 阶梯
历史完整: 是
事实:
  取证:
    一: {{人员: 张, 职业: 焊工, 等级: {first}, 日期: 2021-03-01}}
    二: {{人员: 张, 职业: 焊工, 等级: {second}, 日期: 2022-03-01}}
"""
    assert [said(r) for r in results(tmp_path, LADDER, case).values()] == expected


def test_a_ladder_within_one_occupation_only(tmp_path):
    case = """
案例: 阶梯
历史完整: 是
事实:
  取证:
    一: {人员: 张, 职业: 焊工, 等级: 高级, 日期: 2021-03-01}
    二: {人员: 张, 职业: 电工, 等级: 初级, 日期: 2022-03-01}
"""
    assert [said(r) for r in results(tmp_path, LADDER, case).values()] == ["2000", "1000"]


LIMIT = """
待遇 补贴
    对 培训 甲
    享受 甲.人员
    金额 每次 500元
    限 2次 自然年
"""


def test_counts_per_year(tmp_path):
    case = """
案例: 次数
历史完整: 是
事实:
  培训:
    一: {人员: 张, 日期: 2021-03-01}
    二: {人员: 张, 日期: 2021-06-01}
    三: {人员: 张, 日期: 2021-12-31}
    四: {人员: 张, 日期: 2022-01-01}
    五: {人员: 李, 日期: 2021-12-31}
"""
    rules = LIMIT.replace("限 2次 自然年", "限 2次 每 自然年")
    found = results(tmp_path, rules, case)
    assert [said(r) for r in found.values()] == ["500", "500", "displaced", "500", "500"]


def test_payments_already_made_count(tmp_path):
    case = """
案例: 次数
历史完整: 是
事实:
  培训: {一: {人员: 张, 日期: 2021-03-01}, 二: {人员: 张, 日期: 2021-06-01}}
  已领取: {付: {待遇: 补贴, 享受人: 张, 金额: 500, 日期: 2021-01-10}}
"""
    rules = LIMIT.replace("限 2次 自然年", "限 2次 每 自然年")
    assert [said(r) for r in results(tmp_path, rules, case).values()] == ["500", "displaced"]


def test_a_count_with_an_open_history_is_open(tmp_path):
    case = """
案例: 次数
事实:
  培训: {一: {人员: 张, 日期: 2021-03-01}}
"""
    rules = LIMIT.replace("限 2次 自然年", "限 2次 每 自然年")
    assert [said(r) for r in results(tmp_path, rules, case).values()] == ["undetermined"]


def test_a_group_that_says_which_payments_belong_to_it_takes_no_other(tmp_path):
    """成员 已领取 … 当: a payment that does not meet the condition is outside, whatever benefit it was of."""
    rules = """
待遇 奖励
    对 取证 甲
    享受 甲.人员
    金额 一次性 100元

不重复 不重复领
    成员 奖励 甲 每 甲.人员 同 甲
    成员 已领取 乙 每 乙.享受人 同 乙.事由 当 乙.前发
    窗口 同一事由
    方式 原则
"""
    case = """
案例: 本文件自己发过的
历史完整: 是
事实:
  人员: {张三: {}}
  取证: {证: {人员: 张三, 日期: 2021-05-01}}
  已领取: {付: {待遇: 奖励, 享受人: 张三, 事由: 证, 金额: 100元, 日期: 2021-06-01, 前发: 否}}
"""
    assert results(tmp_path, rules, case)["奖励@证"].outcome == "granted"
    assert results(tmp_path, rules, case.replace("前发: 否", "前发: 是"))["奖励@证"].outcome == "undetermined"


def test_a_group_may_be_of_one_shape_under_one_reading_and_of_another_under_another(tmp_path):
    rules = f"""{BENEFITS}
不重复 甲乙
    成员 甲补贴 甲 每 享受人 同 甲
    成员 乙补贴 甲 每 享受人 同 甲.证书
    窗口 同一事由
    方式 就高 当 怎么读 = 高的
    方式 不得 乙补贴 当 怎么读 = 甲的

读法 怎么读
    问 「哪个？」
    选 高的 「高」
    选 甲的 「甲」
    涉及 甲补贴、乙补贴
"""
    for reading, expected in (("高的", ("displaced", "3000")), ("甲的", ("2000", "displaced"))):
        found = results(tmp_path, rules, CASE.format(more=f"读法: {{怎么读: {reading}}}", paid=""))
        assert (said(found["甲补贴@证"]), said(found["乙补贴@班"])) == expected
    found = results(tmp_path, rules, CASE.format(more="", paid=""))
    assert (said(found["甲补贴@证"]), said(found["乙补贴@班"])) == ("undetermined", "undetermined")


def test_members_by_category_are_told_apart_by_the_name_of_the_benefit(tmp_path):
    rules = """
待遇 甲补贴
    类别 补贴
    对 取证 甲
    享受 甲.人员
    金额 一次性 2000元

待遇 丙补贴
    类别 补贴
    对 取证 甲
    享受 甲.人员
    金额 一次性 500元

不重复 各领一次
    成员 类别 补贴 甲 每 享受人 同 待遇名
    窗口 终身
    方式 一次
"""
    case = """
案例: 两本证
历史完整: 是
事实:
  人员: {张: {}}
  取证: {一: {人员: 张, 日期: 2021-05-01}, 二: {人员: 张, 日期: 2021-06-01}}
"""
    found = results(tmp_path, rules, case)
    assert {k: said(r) for k, r in found.items()} == {
        "甲补贴@一": "2000",
        "甲补贴@二": "displaced",
        "丙补贴@一": "500",
        "丙补贴@二": "displaced",
    }
