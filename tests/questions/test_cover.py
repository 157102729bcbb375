"""Coverage: what it means that a case has seen something, each way; and that what is said to be out of reach is."""

from itertools import product

import pytest

from compiler.cases.bind import bind_case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.driver import compile_library
from compiler.source.text import SourceFile
from solver.questions.cover.cover import cover
from tests.meaning.policy import NUMBER, library


def covered(tmp_path, rules, *cases):
    """What became of each goal, by its id."""
    rulebook = compile_library(library(tmp_path, rules), (NUMBER,))
    log = Log()
    text = "\n---\n".join(f"案例: 案{n}\n{case}" for n, case in enumerate(cases, 1))
    raws = read_cases(SourceFile("cases.yaml", text), log) if cases else []
    bound = [bind_case(raw, rulebook, (NUMBER,), log) for raw in raws]
    assert not log.problems, [(p.code, p.fields) for p in log.problems]
    found = cover(rulebook, NUMBER, [(rulebook, case) for case in bound])
    assert len({f.goal.id for f in found.found}) == len(found.found)
    return {f.goal.id.removeprefix("1/"): f for f in found.found}


def proof(**fields):
    """A case with one certificate."""
    said = "".join(f"{name}: {value}, " for name, value in fields.items() if name != "日期")
    return f"事实: {{取证: {{证: {{人员: 张三, {said}日期: {fields.get('日期', '2021-05-01')}}}}}}}"


TWO = """
待遇 补贴
    对 取证 甲
    享受 甲.人员
    当 甲.等级 = 高级
    当 甲.费用 ≥ 1000元
    金额 一次性 500元
"""


def test_a_condition_is_seen_only_where_it_alone_would_have_changed_the_answer(tmp_path):
    level = {way: f"补贴/condition/甲.等级 = 高级/{way}" for way in ("held", "failed")}
    both_fail = covered(tmp_path, TWO, proof(等级="初级", 费用="10元"))
    assert both_fail[level["failed"]].state == both_fail[level["held"]].state == "missing"
    one_fails = covered(tmp_path, TWO, proof(等级="初级", 费用="1000元"))
    assert one_fails[level["failed"]].by == "案1" and one_fails[level["held"]].state == "missing"
    assert (
        one_fails["补贴/condition/甲.费用 ≥ 1000元/held"].state == "missing"
    )  # the claim fails on its level all the same
    both_hold = covered(tmp_path, TWO, proof(等级="高级", 费用="1000元"))
    assert both_hold[level["held"]].by == "案1" and both_hold[level["failed"]].state == "missing"


def test_what_decides_between_refused_and_undetermined_is_seen_too(tmp_path):
    """The level is no: refused, where it would have been undetermined."""
    found = covered(tmp_path, TWO, proof(等级="初级"))
    assert found["补贴/condition/甲.等级 = 高级/failed"].state == "seen"
    assert found["补贴/outcome/refused"].state == "seen"


@pytest.mark.parametrize(
    ("fee", "side", "state", "nearest"),
    [
        ("1000元", "inside", "seen", ""),
        ("1000.01元", "inside", "missing", "0.01"),
        ("5000元", "inside", "missing", "4000"),
        ("999.99元", "outside", "seen", ""),
        ("999元", "outside", "missing", "1"),
    ],
)
def test_a_boundary_is_seen_at_the_value_and_one_fen_across_it(tmp_path, fee, side, state, nearest):
    found = covered(tmp_path, TWO, proof(等级="高级", 费用=fee))[f"补贴/boundary/甲.费用 ≥ 1000元/{side}"]
    assert (found.state, found.nearest) == (state, nearest)


def test_a_boundary_between_two_dates_and_one_of_ranks(tmp_path):
    rules = """
待遇 补贴
    对 培训 甲
    享受 甲.人员
    当 甲.日期 > 甲.证书.日期
    当 甲.证书.等级 ≥ 中级
    金额 一次性 500元
"""

    def case(trained, level):
        facts = f"取证: {{证: {{人员: 张三, 等级: {level}, 日期: 2021-05-01}}}}"
        return f"事实: {{{facts}, 培训: {{班: {{人员: 张三, 证书: 证, 日期: {trained}}}}}}}"

    dates, ranks = "补贴/boundary/甲.日期 > 甲.证书.日期", "补贴/boundary/甲.证书.等级 ≥ 中级"
    found = covered(tmp_path, rules, case("2021-05-02", "中级"), case("2021-05-01", "中级"), case("2021-05-09", "初级"))
    assert [found[f"{dates}/{way}"].by for way in ("inside", "outside")] == ["案1", "案2"]
    assert [found[f"{ranks}/{way}"].by for way in ("inside", "outside")] == ["案1", "案3"]


def test_the_first_day_of_a_clause_and_the_day_before(tmp_path):
    found = covered(tmp_path, TWO, *(proof(等级="高级", 费用="1000元", 日期=d) for d in ("2021-01-01", "2020-12-31")))
    assert (found["date/2021-01-01/first"].by, found["date/2021-01-01/before"].by) == ("案1", "案2")


def test_every_row_is_taken_and_the_last_of_a_whole_table_cannot_fail(tmp_path):
    rules = """
待遇 补贴
    对 取证 甲
    享受 甲.人员
    金额 一次性 分档 甲.等级
        初级、中级、高级：100元、200元、300元
"""
    found = covered(tmp_path, rules, proof(等级="初级"), proof(等级="高级"))
    assert found["补贴/row/甲.等级 = 初级：100元/chosen"].by == "案1"
    assert found["补贴/row/甲.等级 = 中级：200元/chosen"].state == "missing"
    last = found["补贴/condition/甲.等级 = 高级/failed"]
    assert (last.state, last.cause.kind) == ("unreachable", "implied")
    assert set(last.cause.texts) == {"甲.等级 = 初级", "甲.等级 = 中级"}


def test_what_waits_for_an_office_is_out_of_reach_and_says_for_what(tmp_path):
    rules = """
待遇 补贴
    对 取证 甲
    享受 甲.人员
    当 甲.等级 = 高级
    当 酌情 「表现突出」
    金额 一次性 500元

待遇 名单补贴
    对 取证 甲
    享受 甲.人员
    当 甲.职业 属于（「电工」、「焊工」 等）
    金额 一次性 500元
"""
    found = covered(tmp_path, rules, proof(等级="高级", 职业="钳工"))
    for goal in ("outcome/granted", "condition/酌情 「表现突出」/held"):
        assert (found[f"补贴/{goal}"].cause.kind, found[f"补贴/{goal}"].cause.about) == ("open", ("表现突出",))
    assert found["补贴/outcome/displaced"].cause.kind == "alone"
    assert found["补贴/condition/甲.等级 = 高级/held"].state == "seen"  # without it: refused
    listed = "名单补贴/condition/甲.职业 属于（「电工」、「焊工」 等）/failed"
    assert (found[listed].state, found[listed].cause.kind) == ("unreachable", "endless")


def test_an_exception_is_seen_where_its_host_would_otherwise_be_granted(tmp_path):
    rules = """
待遇 补贴
    对 取证 甲
    享受 甲.人员
    当 甲.等级 = 高级
    金额 一次性 500元

例外 电工不补
    于 补贴 甲
    当 甲.职业 = 「电工」
    不予
"""
    held, failed = ("电工不补/rule/电工不补/held", "电工不补/rule/电工不补/failed")
    found = covered(tmp_path, rules, proof(等级="初级", 职业="电工"), proof(等级="初级", 职业="焊工"))
    assert (found[held].state, found[failed].state) == ("missing", "missing")
    found = covered(tmp_path, rules, proof(等级="高级", 职业="电工"), proof(等级="高级", 职业="焊工"))
    assert (found[held].by, found[failed].by) == ("案1", "案2")


ONCE = """
待遇 证书补贴
    对 取证 甲
    享受 甲.人员
    金额 一次性 500元

待遇 培训补贴
    对 培训 甲
    享受 甲.人员
    金额 一次性 300元

不重复 二选一
    成员 证书补贴 甲 每 甲.人员
    成员 培训补贴 甲 每 甲.人员
    窗口 自然年
    方式 一次
"""


def paid(day, trained):
    """A certificate and a course of one person."""
    facts = f"取证: {{证: {{人员: 张三, 日期: {day}}}}}, 培训: {{班: {{人员: 张三, 日期: {trained}}}}}"
    return f"历史完整: 是\n事实: {{{facts}}}"


def test_a_pair_is_seen_with_each_winner_and_not_meeting(tmp_path):
    cases = [paid("2021-03-01", "2021-06-01"), paid("2021-06-01", "2021-03-01"), paid("2021-03-01", "2022-06-01")]
    found = covered(tmp_path, ONCE, *cases)
    pair = "二选一/pair/only_once/{}/{}/{}".format
    assert found[pair("证书补贴", "培训补贴", "wins")].by == "案1"
    assert found[pair("培训补贴", "证书补贴", "wins")].by == "案2"
    assert found[pair("证书补贴", "培训补贴", "apart")].by == "案3"
    assert found[pair("证书补贴", "证书补贴", "wins")].state == "missing"
    assert found["证书补贴/outcome/displaced"].by == "案2"


def test_many_cases_at_once_show_what_each_of_them_shows(tmp_path):
    """Cases that need the same rules are decided in one solve."""
    cases = [paid(a, b) for a, b in product(("2021-03-01", "2022-03-01"), ("2021-06-01", "2021-01-05"))]
    together = covered(tmp_path, ONCE, *cases)
    seen = {id for case in cases for id, f in covered(tmp_path, ONCE, case).items() if f.state == "seen"}
    assert {id for id, f in together.items() if f.state == "seen"} == seen


def test_the_smaller_of_two_fixed_sums_never_wins_and_what_cannot_meet_is_no_pair(tmp_path):
    rules = (
        ONCE.replace("方式 一次", "方式 就高")
        + """
不重复 各算各的
    成员 证书补贴 甲 每 甲.人员 同 「甲类」
    成员 培训补贴 甲 每 甲.人员 同 「乙类」
    窗口 终身
    方式 原则
"""
    )
    found = covered(tmp_path, rules)
    lower = found["二选一/pair/higher/培训补贴/证书补贴/wins"]
    assert (lower.state, lower.cause.kind) == ("unreachable", "unequal")
    assert found["二选一/pair/higher/证书补贴/培训补贴/wins"].state == "missing"
    assert "各算各的/pair/bare/证书补贴/培训补贴/open" not in found
    assert found["各算各的/pair/bare/证书补贴/证书补贴/open"].state == "missing"


def test_caps_and_counts(tmp_path):
    rules = """
待遇 补贴
    对 取证 甲
    享受 甲.人员
    金额 一次性 甲.费用
    封顶 1000元
    限 1次 终身

待遇 定额
    对 培训 甲
    享受 甲.人员
    金额 一次性 500元
    封顶 1000元
"""
    two = "甲证: {人员: 张三, 费用: 800元, 日期: 2021-03-01}, 乙证: {人员: 张三, 费用: 10元, 日期: 2021-04-01}"
    found = covered(
        tmp_path, rules, f"历史完整: 是\n事实: {{取证: {{{two}}}}}", f"历史完整: 是\n{proof(费用='2000元')}"
    )
    assert (found["补贴/bound/封顶 1000元/slack"].by, found["补贴/bound/封顶 1000元/binding"].by) == ("案1", "案2")
    assert found["补贴/limit/限 1次 终身/补贴/reached"].by == "案1"
    assert found["补贴/limit/限 1次 终身/补贴/free"].state == "seen"
    never = found["定额/bound/封顶 1000元/binding"]
    assert (never.state, never.cause.kind) == ("unreachable", "unequal")


def test_a_cap_over_several_benefits_and_the_condition_under_which_it_applies(tmp_path):
    rules = """
待遇 证书补贴
    类别 津贴
    对 取证 甲
    享受 甲.人员
    金额 一次性 甲.费用

待遇 培训补贴
    类别 津贴
    对 培训 甲
    享受 甲.人员
    金额 一次性 甲.费用

例外 合计封顶
    于 类别 津贴
    当 事由日 ≥ 2021-06-01
    封顶 1000元 每 享受人 每 自然年
"""

    def two(day, fee):
        proofs = f"取证: {{证: {{人员: 张三, 费用: {fee}, 日期: {day}}}}}"
        return f"历史完整: 是\n事实: {{{proofs}, 培训: {{班: {{人员: 张三, 费用: 600元, 日期: {day}}}}}}}"

    found = covered(tmp_path, rules, two("2021-06-01", "600元"), two("2021-05-31", "600元"), two("2021-06-01", "400元"))
    bound = "合计封顶/bound/封顶 1000元 每 享受人 每 自然年"
    assert (found[f"{bound}/binding"].by, found[f"{bound}/slack"].state) == ("案1", "seen")
    rule = "合计封顶/rule/合计封顶"
    assert (found[f"{rule}/held"].by, found[f"{rule}/failed"].by) == ("案1", "案2")
    edge = "合计封顶/boundary/事由日 ≥ 2021-06-01"
    assert (found[f"{edge}/inside"].by, found[f"{edge}/outside"].by) == ("案1", "案2")
    few = covered(tmp_path, rules, two("2021-06-01", "400元"), two("2021-05-31", "400元"))
    assert [few[f"{rule}/{way}"].state for way in ("held", "failed")] == ["missing", "missing"]


def test_a_reading_is_seen_where_another_choice_would_have_changed_the_answer(tmp_path):
    rules = """
待遇 补贴
    对 取证 甲
    享受 甲.人员
    当 甲.等级 = 高级 或 范围 = 宽
    金额 一次性 500元

读法 范围
    严重 M
    问 「算不算？」
    选 宽 「都算」
    选 窄 「只算高级」

读法 没人问
    严重 L
    问 「要紧吗？」
    选 要紧 「要紧」
    选 不要紧 「不要紧」
"""
    fixed = "读法: {范围: 宽, 没人问: 要紧}\n"
    found = covered(tmp_path, rules, fixed + proof(等级="高级"))
    assert found["范围/reading/宽/taken"].state == "missing"
    found = covered(tmp_path, rules, fixed + proof(等级="初级"))
    assert found["范围/reading/宽/taken"].by == "案1"
    assert found["没人问/reading/要紧/taken"].cause.kind == "untested"


def test_a_parameter_is_seen_on_the_first_day_of_each_value_and_the_day_before(tmp_path):
    rules = """
参数 标准: 钱数
    自 2021-01-01 为 100元
    自 2022-01-01 为 200元

待遇 补贴
    对 取证 甲
    享受 甲.人员
    金额 一次性 标准（甲.日期）
"""
    found = covered(tmp_path, rules, proof(日期="2022-01-01"), proof(日期="2021-12-31"))
    assert (found["标准/date/2022-01-01/first"].by, found["标准/date/2022-01-01/before"].by) == ("案1", "案2")
    assert found["标准/date/2021-01-01/first"].state == "missing"
    assert found["标准/date/2021-01-01/before"].state == "unreachable"  # the clause does not apply on that day


def test_a_case_that_an_assertion_rejects_shows_nothing(tmp_path):
    rules = (
        TWO
        + """
断言 费用不为负
    对 取证 甲
    必须 甲.费用 ≥ 0元
    说法 「费用不会是负数」
"""
    )
    found = covered(tmp_path, rules, proof(等级="高级", 费用="-1元"))
    assert all(f.state != "seen" for f in found.values())


TANGLED = """
待遇 甲补贴
    对 取证 甲
    享受 甲.人员
    当 甲.费用 ≥ 100元
    当 甲.费用 > 50元 或 甲.等级 = 高级
    除非 甲.职业 = 「电工」 且 甲.等级 < 高级
    金额 一次性 分情形
        300元 当 甲.等级 = 高级
        300元 当 甲.费用 > 1000元
        200元 当 甲.费用 ≥ 1000元
        否则 甲.费用 的 10%
    封顶 250元

待遇 乙补贴
    对 取证 甲
    享受 甲.人员
    当 甲.费用 < 100元 且 甲.费用 ≥ 100元
    金额 一次性 10元

例外 高级另算
    于 甲补贴 甲
    当 甲.等级 = 高级 且 甲.费用 > 1000元
    金额 一次性 400元
"""


def test_everything_that_no_case_of_all_shows_is_proved_to_be_out_of_reach_and_nothing_else_is(tmp_path):
    """Every combination of the values at which the rules turn over: what is seen then is within reach, and what is not
    seen was proved to be out of it."""
    values = {
        "等级": ("初级", "中级", "高级", "未知"),
        "职业": ("电工", "焊工", "未知"),
        "费用": (
            "50元",
            "50.01元",
            "99.99元",
            "100元",
            "999.99元",
            "1000元",
            "1000.01元",
            "2500元",
            "2500.01元",
            "未知",
        ),
        "日期": ("2020-12-31", "2021-01-01"),
    }
    cases = [proof(**dict(zip(values, chosen, strict=True))) for chosen in product(*values.values())]
    by_cases = {id for id, f in covered(tmp_path, TANGLED, *cases).items() if f.state == "seen"}
    without = covered(tmp_path, TANGLED)
    out = {id: f.cause for id, f in without.items() if f.state == "unreachable"}
    assert by_cases.isdisjoint(out)
    assert set(without) == by_cases | set(out)
    assert out["甲补贴/condition/甲.费用 > 50元/failed"].texts == ("甲.费用 ≥ 100元",)
    assert out["乙补贴/outcome/granted"].kind == "implied"


COUNTED = """
定义 算数（乙: 培训）: 是否
    为 乙.天数 ≥ 5 且 乙.天数 ≥ 3

待遇 有班补贴
    对 取证 甲
    享受 甲.人员
    当 存在（乙 属于 培训 当 乙.人员 = 甲.人员 且 算数（乙））
    金额 一次性 分情形
        200元 当 计数（乙 属于 培训 当 算数（乙）） ≥ 2
        否则 100元
"""


def test_nothing_that_a_history_shows_is_proved_to_be_out_of_reach(tmp_path):
    """Members of a history may do more than the proofs look at; what is seen is never out of reach."""
    courses = [None, *product(("张三", "李四"), ("2", "3", "4", "5"))]
    cases = []
    for pair in product(courses, repeat=2):
        said = [f"班{i}: {{人员: {c[0]}, 天数: {c[1]}, 日期: 2021-02-01}}" for i, c in enumerate(pair) if c is not None]
        facts = f"取证: {{证: {{人员: 张三, 日期: 2021-05-01}}}}, 培训: {{{', '.join(said)}}}"
        cases.append(f"历史完整: 是\n事实: {{{facts}}}")
    seen = covered(tmp_path, COUNTED, *cases)
    out = {id for id, f in covered(tmp_path, COUNTED).items() if f.state == "unreachable"}
    assert {id for id, f in seen.items() if f.state == "seen"}.isdisjoint(out)
    assert "算数/condition/乙.天数 ≥ 3/failed" in out
    assert seen["算数/condition/乙.天数 ≥ 5/failed"].state == "seen"
    assert seen["算数/boundary/乙.天数 ≥ 5/inside"].state == "seen"
    assert seen["有班补贴/boundary/计数（乙 属于 培训 当 算数（乙）） ≥ 2/outside"].state == "seen"
