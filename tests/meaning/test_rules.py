"""Conditions, amounts and dates: each construct in a small policy, with results worked out by hand."""

from fractions import Fraction

import pytest

from tests.meaning.policy import HEAD, results, said


def one(tmp_path, rules, facts, head=HEAD, more="历史完整: 是"):
    """The only result of a case."""
    (result,) = results(tmp_path, rules, f"案例: 例\n{more}\n事实:\n{facts}", head).values()
    return result


COURSE = "  培训: {班: {人员: 张, 天数: %s, 费用: %s, 日期: 2021-05-01}}\n"


@pytest.mark.parametrize(("fee", "paid"), [("5000元", "3000"), ("1万元", "6000"), ("12000", "6000"), ("0", "0")])
def test_a_percentage_under_a_cap(tmp_path, fee, paid):
    rules = "待遇 补贴\n    对 培训 甲\n    享受 甲.人员\n    金额 一次性 甲.费用 的 60%\n    封顶 6000元\n"
    assert said(one(tmp_path, rules, COURSE % (1, fee))) == paid


def test_an_amount_that_machine_integers_would_wrap(tmp_path):
    rules = "待遇 补贴\n    对 培训 甲\n    享受 甲.人员\n    金额 一次性 甲.费用 的 60%\n"
    fee = 10**20 + 1
    assert one(tmp_path, rules, COURSE % (1, fee)).amount.low == Fraction(fee) * 60 / 100


def test_only_a_cap_or_only_a_floor_is_an_interval(tmp_path):
    head = "待遇 补贴\n    对 培训 甲\n    享受 甲.人员\n    金额 每次 "
    assert said(one(tmp_path, head + "不超过 1000元\n", COURSE % (1, 1))) == "[0,1000]"
    assert said(one(tmp_path, head + "不低于 3000元\n", COURSE % (1, 1))) == "[3000,None]"


def test_a_marginal_scale(tmp_path):
    rules = """待遇 补助
    对 培训 甲
    享受 甲.人员
    金额 一次性 分段 甲.费用
        不超过 1万元: 50%
        超过 1万元 不超过 3万元: 60%
        超过 3万元: 70%
"""
    # 10000×50 % + 20000×60 % + 5000×70 % = 5000 + 12000 + 3500
    assert said(one(tmp_path, rules, COURSE % (1, 35000))) == "20500"
    assert said(one(tmp_path, rules, COURSE % (1, 10000))) == "5000"


@pytest.mark.parametrize(
    ("word", "at", "outcome"),
    [
        ("满", 10, "granted"),
        ("不低于", 10, "granted"),
        ("不满", 10, "refused"),
        ("超过", 10, "refused"),
        ("超过", 11, "granted"),
        ("不超过", 10, "granted"),
        ("≥", 9, "refused"),
        ("<", 9, "granted"),
    ],
)
def test_boundary_words(tmp_path, word, at, outcome):
    rules = f"待遇 补贴\n    对 培训 甲\n    享受 甲.人员\n    当 甲.天数 {word} 10\n    金额 一次性 1元\n"
    assert one(tmp_path, rules, COURSE % (at, 1)).outcome == outcome


@pytest.mark.parametrize(("said_so", "outcome"), [("（含）", "granted"), ("（不含）", "refused"), ("", "granted")])
def test_a_bracket_beats_the_civil_code(tmp_path, said_so, outcome):
    rules = f"待遇 补贴\n    对 培训 甲\n    享受 甲.人员\n    当 甲.天数 在 10 以下{said_so}\n    金额 一次性 1元\n"
    assert one(tmp_path, rules, COURSE % (10, 1)).outcome == outcome


def test_a_fact_that_is_not_stated_is_unknown(tmp_path):
    rules = "待遇 补贴\n    对 培训 甲\n    享受 甲.人员\n    当 甲.天数 满 10\n    金额 一次性 1元\n"
    result = one(tmp_path, rules, "  培训: {班: {人员: 张, 日期: 2021-05-01}}\n")
    assert result.outcome == "undetermined"
    assert result.missing == ("培训/班.天数",)
    assert result.interpreters == ("某局",)


def test_what_fails_anyway_needs_no_more_facts(tmp_path):
    rules = """待遇 补贴
    对 培训 甲
    享受 甲.人员
    当 甲.天数 满 10
    当 甲.费用 超过 100元
    金额 一次性 1元
"""
    assert one(tmp_path, rules, "  培训: {班: {天数: 1, 日期: 2021-05-01}}\n").outcome == "refused"


BASE = "待遇 补贴\n    对 培训 甲\n    享受 甲.人员\n    金额 一次性 1000元\n"


@pytest.mark.parametrize(
    ("days", "fee", "outcome"), [(20, 1, "granted"), (5, 1, "refused"), (5, 9999, "granted"), (20, 9999, "granted")]
)
def test_an_exception_and_its_exception(tmp_path, days, fee, outcome):
    rules = (
        BASE
        + """
例外 太短
    于 补贴 甲
    当 甲.天数 不满 10
    不予

例外 费用高
    于 太短 甲
    当 甲.费用 超过 5000元
    准予
"""
    )
    assert one(tmp_path, rules, COURSE % (days, fee)).outcome == outcome


def test_an_exception_with_another_amount(tmp_path):
    rules = BASE + "\n例外 长班\n    于 补贴 甲\n    当 甲.天数 满 10\n    金额 一次性 1500元\n"
    assert said(one(tmp_path, rules, COURSE % (10, 1))) == "1500"
    assert said(one(tmp_path, rules, COURSE % (9, 1))) == "1000"


def test_two_exceptions_with_different_amounts_are_never_picked_from(tmp_path):
    more = "\n例外 {0}\n    于 补贴 甲\n    当 甲.天数 满 {1}\n    金额 一次性 {2}元\n"
    rules = BASE + more.format("长班", 10, 1500) + more.format("更长", 20, 1800)
    assert said(one(tmp_path, rules, COURSE % (15, 1))) == "1500"
    assert said(one(tmp_path, rules, COURSE % (20, 1))) == "undetermined"


def test_discretion_open_lists_and_documents_that_are_not_held(tmp_path):
    rules = BASE.replace("    金额", "    当 {}\n    金额")
    facts = COURSE % (10, 1)
    assert one(tmp_path, rules.format("酌情 「可」"), facts).outcome == "undetermined"
    result = one(tmp_path, rules.format("按 桐人社发〔2020〕33号"), facts)
    assert (result.outcome, result.missing) == ("undetermined", ("桐人社发〔2020〕33号",))
    assert one(tmp_path, rules.format("甲.天数 属于 (10、11)"), facts).outcome == "granted"
    assert one(tmp_path, rules.format("甲.天数 属于 (12、11)"), facts).outcome == "refused"
    assert one(tmp_path, rules.format("甲.天数 属于 (12、11等)"), facts).outcome == "undetermined"


@pytest.mark.parametrize(
    ("day", "reading", "outcome"),
    [
        ("2020-12-31", "", "refused"),
        ("2021-01-01", "", "granted"),
        ("2020-08-18", "是", "refused"),
        ("2020-08-19", "是", "granted"),
        ("2020-08-19", "否", "refused"),
    ],
)
def test_dates_of_effect(tmp_path, day, reading, outcome):
    head = HEAD.replace("条款 1\n", "条款 1\n    追溯 2020-08-19 当 追溯一 = 是\n") if reading else HEAD
    rules = BASE + ("\n读法 追溯一\n    选 是 「追溯」\n    选 否 「不追溯」\n" if reading else "")
    more = f"历史完整: 是\n读法: {{追溯一: {reading}}}" if reading else "历史完整: 是"
    facts = f"  培训: {{班: {{人员: 张, 日期: {day}}}}}\n"
    assert one(tmp_path, rules, facts, head, more).outcome == outcome


def test_an_open_reading_leaves_the_answer_open(tmp_path):
    head = HEAD.replace("条款 1\n", "条款 1\n    追溯 2020-08-19 当 追溯一 = 是\n")
    rules = BASE + "\n读法 追溯一\n    选 是 「追溯」\n    选 否 「不追溯」\n"
    result = one(tmp_path, rules, "  培训: {班: {人员: 张, 日期: 2020-12-01}}\n", head)
    assert result.outcome == "undetermined"
    assert result.missing == ("追溯一",)
    assert result.readings == (("追溯一", "", "open"),)


COUNTS = "待遇 补贴\n    对 取证 甲\n    享受 甲.人员\n    当 {}\n    金额 一次性 {}\n"
THREE = """  取证:
    一: {人员: 张, 费用: 100, 日期: 2021-03-01}
    二: {人员: 张, 费用: 250, 日期: 2021-01-15}
    三: {人员: 李, 费用: 900, 日期: 2021-02-01}
"""


@pytest.mark.parametrize(
    ("condition", "held"),
    [
        ("计数(乙 属于 取证 当 乙.人员 = 甲.人员) = 2", {"一", "二"}),
        ("合计(乙.费用 对于 乙 属于 取证 当 乙.人员 = 甲.人员) = 350元", {"一", "二"}),
        ("最大(乙.费用 对于 乙 属于 取证) = 甲.费用", {"三"}),
        ("最早(乙 属于 取证 当 乙.人员 = 甲.人员) = 甲", {"二", "三"}),
        ("最晚(乙 属于 取证) = 甲", {"一"}),
        ("每个(乙 属于 取证 当 乙.日期 ≥ 甲.日期)", {"二"}),
        ("非 存在(乙 属于 取证 当 乙.日期 < 甲.日期)", {"二"}),
    ],
)
def test_sums_counts_and_picks(tmp_path, condition, held):
    found = results(tmp_path, COUNTS.format(condition, "1元"), f"案例: 例\n历史完整: 是\n事实:\n{THREE}")
    assert {r.object for r in found.values() if r.outcome == "granted"} == held
    assert {r.outcome for r in found.values()} <= {"granted", "refused"}


def test_a_count_over_an_open_history_is_at_least_what_is_stated(tmp_path):
    rule = COUNTS.format("计数(乙 属于 取证 当 乙.人员 = 甲.人员) {}", "1元")
    case = f"案例: 例\n事实:\n{THREE}"
    assert results(tmp_path, rule.format("≥ 2"), case)["补贴@一"].outcome == "granted"
    assert results(tmp_path, rule.format("≤ 2"), case)["补贴@一"].outcome == "undetermined"
    assert results(tmp_path, rule.format("< 2"), case)["补贴@一"].outcome == "refused"


def test_a_recursive_status_along_a_chain(tmp_path):
    head = HEAD.replace("主体 人员\n", "主体 企业\n    上级 企业\n    国有 是否\n\n主体 人员\n    企业 企业\n")
    rules = """定义 国有控股(甲: 企业): 是否
    为 甲.国有 或 国有控股(甲.上级)

待遇 补贴
    对 培训 甲
    享受 甲.人员
    当 国有控股(甲.人员.企业)
    金额 一次性 1元
"""
    facts = """  企业:
    孙: {{国有: 否, 上级: 子}}
    子: {{国有: 否, 上级: 母}}
    母: {{国有: {}}}
  人员: {{张: {{企业: 孙}}}}
  培训: {{班: {{人员: 张, 日期: 2021-05-01}}}}
"""
    assert one(tmp_path, rules, facts.format("是"), head).outcome == "granted"
    assert one(tmp_path, rules, facts.format("否"), head).outcome == "undetermined"
    looped = facts.format("否, 上级: 孙")
    assert one(tmp_path, rules, looped, head).outcome == "refused"


def test_a_parameter_is_a_dated_series(tmp_path):
    rules = """参数 标准: 钱数
    自 2021-01-01 为 100元
    自 2021-07-01 为 120元

待遇 补贴
    对 培训 甲
    享受 甲.人员
    金额 一次性 标准(甲.日期)
"""
    for day, paid in (("2021-06-30", "100"), ("2021-07-01", "120")):
        assert said(one(tmp_path, rules, f"  培训: {{班: {{日期: {day}}}}}\n")) == paid


def test_a_cap_shared_within_a_year(tmp_path):
    rules = """待遇 补贴
    对 培训 甲
    享受 甲.人员
    金额 一次性 甲.费用
    封顶 6000元 每 甲.人员 每 自然年
"""
    case = """案例: 例
历史完整: 是
事实:
  培训:
    一: {人员: 张, 费用: 4000, 日期: 2021-03-01}
    二: {人员: 张, 费用: 4000, 日期: 2021-09-01}
    三: {人员: 张, 费用: 4000, 日期: 2022-01-01}
    四: {人员: 李, 费用: 4000, 日期: 2021-09-01}
"""
    assert [said(r) for r in results(tmp_path, rules, case).values()] == ["4000", "2000", "4000", "4000"]


def test_a_cap_within_a_year_of_the_first_payment(tmp_path):
    rules = """待遇 补贴
    对 培训 甲
    享受 甲.人员
    金额 一次性 甲.费用
    封顶 6000元 每 甲.人员 每 满一年
"""
    case = """案例: 例
历史完整: 是
事实:
  培训:
    一: {人员: 张, 费用: 4000, 日期: 2021-09-01}
    二: {人员: 张, 费用: 4000, 日期: 2022-08-31}
    三: {人员: 李, 费用: 4000, 日期: 2021-09-01}
    四: {人员: 李, 费用: 4000, 日期: 2022-09-01}
"""
    assert [said(r) for r in results(tmp_path, rules, case).values()] == ["4000", "2000", "4000", "4000"]


def test_an_uplift_and_the_rounding_that_is_declared(tmp_path):
    rules = """待遇 补贴
    对 培训 甲
    享受 甲.人员
    金额 一次性 甲.费用
    上浮 25% 当 甲.天数 满 10
    取整 舍去 到 10元
"""
    assert said(one(tmp_path, rules, COURSE % (10, 1001))) == "1250"  # 1251.25
    assert said(one(tmp_path, rules, COURSE % (9, 1009))) == "1000"


def test_a_third_of_a_sum_is_rounded_half_up_to_the_fen(tmp_path):
    rules = "待遇 补贴\n    对 培训 甲\n    享受 甲.人员\n    金额 一次性 甲.费用 / 3\n"
    assert one(tmp_path, rules, COURSE % (1, 100)).amount.low == Fraction(3333, 100)
    assert one(tmp_path, rules, COURSE % (1, 200)).amount.low == Fraction(6667, 100)


def test_by_analogy(tmp_path):
    rules = """待遇 补贴
    对 培训 甲
    享受 甲.人员
    当 资格: 甲.天数 满 30
    金额 一次性 1元

参照 持证人
    于 补贴 甲
    替代 资格
    当 甲.证书.等级 = 高级
"""
    case = "  取证: {{证: {{人员: 张, 等级: {}, 日期: 2021-01-05}}}}\n"
    case += "  培训: {{班: {{天数: 3, 证书: 证, 日期: 2021-05-01}}}}\n"
    assert one(tmp_path, rules, case.format("高级")).outcome == "granted"
    assert one(tmp_path, rules, case.format("初级")).outcome == "refused"


def test_tiers_are_paired_by_position(tmp_path):
    rules = """待遇 补贴
    对 取证 甲
    享受 甲.人员
    金额 一次性 分档 甲.等级
        高级、中级、初级: 3000元、2000元、1000元
"""
    for level, paid in (("初级", "1000"), ("中级", "2000"), ("高级", "3000")):
        assert said(one(tmp_path, rules, f"  取证: {{证: {{等级: {level}, 日期: 2021-01-05}}}}\n")) == paid


def test_an_open_reading_under_which_every_choice_pays_the_same_leaves_the_amount_known(tmp_path):
    """An amount that does not depend on how the text is read is no open amount."""
    rules = """
读法 基数
    严重 M
    问 「按哪个数算？」
    选 甲数 「按甲数」
    选 乙数 「按乙数」

待遇 奖励
    对 取证 甲
    享受 甲.人员
    金额 一次性 分情形
        甲.费用 * 2 当 基数 = 甲数
        否则 甲.费用 + 100元
"""
    case = """
案例: 一样
事实:
  人员: {张三: {}}
  取证: {证: {人员: 张三, 费用: 100元, 日期: 2021-05-01}}
"""
    assert said(results(tmp_path, rules, case)["奖励@证"]) == "200"
    other = case.replace("100元", "300元")
    assert results(tmp_path, rules, other)["奖励@证"].missing == ("基数",)
