"""Certain, possible, impossible: by hand, and held against every completion of the case."""

from datetime import date
from fractions import Fraction
from itertools import product

import pytest

from compiler.cases.bind import bind_case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.driver import compile_library
from compiler.source.text import SourceFile
from solver.questions.assess import assess, assess_many
from solver.questions.possible import possibilities
from solver.questions.whatif import whatif
from solver.search.cells import apply, current
from tests.meaning.policy import NUMBER, library
from tests.questions.test_whatif import HEAD, HEAD_OF_RULE


def ask(tmp_path, rules, case, head=HEAD, **how):
    rulebook = compile_library(library(tmp_path, rules, head), (NUMBER,))
    log = Log()
    (raw,) = read_cases(SourceFile("case.yaml", case), log)
    bound = bind_case(raw, rulebook, (NUMBER,), log)
    assert not log.problems, [(p.code, p.fields) for p in log.problems]
    return possibilities(rulebook, bound, **how), rulebook, bound


CASE = """
案例: 试
事实:
  人员: {张三: {出生日: 1990-06-15%s}}
  申请: {申: {人员: 张三, 日期: 2024-05-01%s}}
"""


def test_what_is_decided_whatever_the_rest_is(tmp_path):
    """Either alternative holds for every answer: local or not local."""
    rules = HEAD_OF_RULE + "    当 甲.人员.户籍 = 本县 或 甲.人员.户籍 = 外县\n    金额 一次性 100元\n"
    ((found,), _, _) = ask(tmp_path, rules, CASE % ("", ""))
    assert found.now.outcome == "undetermined"
    assert (found.status, found.low, found.high) == ("certain", 100, 100)
    assert found.matters == () and [c[2] for c in found.idle] == ["户籍"]


def test_what_cannot_be_any_more(tmp_path):
    """No income is below 1000 and at least 2000."""
    rules = HEAD_OF_RULE + "    当 甲.人员.月收入 < 1000元 且 甲.人员.月收入 ≥ 2000元\n    金额 一次性 100元\n"
    ((found,), _, _) = ask(tmp_path, rules, CASE % ("", ""))
    assert found.status == "impossible"


def test_the_fact_that_settles_most_comes_first(tmp_path):
    """Not at work: refused at once, so work settles one answer of two. No answer about residence or degree settles
    anything alone; a degree leaves fewer questions behind than residence does."""
    rules = (
        HEAD_OF_RULE + "    当 甲.人员.在岗 且 (甲.人员.户籍 = 本县 或 甲.人员.学历 = 本科)\n    金额 一次性 100元\n"
    )
    ((found,), _, _) = ask(tmp_path, rules, CASE % ("", ""))
    assert found.status == "possible"
    assert [(m.cell[2], m.settles) for m in found.matters] == [
        ("在岗", Fraction(1, 2)),
        ("学历", Fraction(0)),
        ("户籍", Fraction(0)),
    ]


def test_what_no_longer_matters_is_named(tmp_path):
    """Local residence is stated, so the degree cannot matter."""
    rules = (
        HEAD_OF_RULE + "    当 甲.人员.在岗 且 (甲.人员.户籍 = 本县 或 甲.人员.学历 = 本科)\n    金额 一次性 100元\n"
    )
    ((found,), _, _) = ask(tmp_path, rules, CASE % (", 户籍: 本县", ""))
    assert [m.cell[2] for m in found.matters] == ["在岗"]
    assert [c[2] for c in found.idle] == ["学历"]


def test_a_sum_that_follows_from_what_is_not_known(tmp_path):
    """60 % of a fee that is not stated, at most 1200: something from 0 to 1200. Without the cap there is no end."""
    capped = HEAD_OF_RULE + "    金额 一次性 甲.费用 的 60%\n    封顶 1200元\n"
    ((found,), _, _) = ask(tmp_path, capped, CASE % ("", ""))
    assert (found.status, found.low, found.high) == ("certain", 0, 1200)
    (tmp_path / "b").mkdir()
    ((found,), _, _) = ask(tmp_path / "b", HEAD_OF_RULE + "    金额 一次性 甲.费用 的 60%\n", CASE % ("", ""))
    assert (found.status, found.low, found.high) == ("certain", 0, None)


def test_what_no_fact_can_decide_is_said(tmp_path):
    rules = HEAD_OF_RULE + "    当 甲.人员.在岗\n    当 酌情 「可」\n    金额 一次性 100元\n"
    ((found,), _, _) = ask(tmp_path, rules, CASE % ("", ""))
    assert (found.status, found.outcomes, found.open) == ("possible", ("refused", "undetermined"), ("可",))


def test_a_limit_is_said(tmp_path):
    rules = HEAD_OF_RULE + "    当 甲.人员.在岗 且 甲.人员.户籍 = 本县\n    金额 一次性 100元\n"
    ((found,), _, _) = ask(tmp_path, rules, CASE % ("", ""), nodes=1)
    assert (found.status, found.limit) == ("possible", "nodes")


CONDITIONS = [
    "甲.人员.户籍 = 本县 且 甲.人员.月收入 < 3000元",
    "甲.人员.户籍 = 本县 或 甲.人员.月收入 < 3000元 且 甲.人员.在岗",
    "(甲.人员.学历 ≥ 本科 或 甲.人员.在岗) 且 (甲.人员.户籍 = 本县 或 甲.人员.缴费月数 满 12)",
    "非 (甲.人员.户籍 = 外县 且 甲.人员.月收入 ≥ 4000元) 且 (甲.人员.在岗 或 非 甲.人员.在岗)",
    "甲.人员.学历 ≥ 高中 或 甲.人员.在岗",
    "甲.人员.在岗 且 非 甲.人员.在岗 且 甲.人员.户籍 = 本县",
]
VALUES = {
    ("人员", "张三", "学历"): ["高中", "大专", "本科"],
    ("人员", "张三", "户籍"): ["本县", "外县"],
    ("人员", "张三", "在岗"): [True, False],
    ("人员", "张三", "月收入"): [Fraction(0), Fraction(2999), Fraction(3000), Fraction(3999), Fraction(4000)],
    ("人员", "张三", "缴费月数"): [Fraction(11), Fraction(12)],
}


@pytest.mark.parametrize("condition", CONDITIONS)
def test_against_every_completion(tmp_path, condition):
    """All completions are assessed. Certain: all grant; impossible: none does; a fact matters when two completions
    that differ in it alone come out differently."""
    amount = "    金额 一次性 分情形\n        200元 当 甲.人员.学历 = 本科\n        否则 100元\n"
    ((found,), rulebook, case) = ask(tmp_path, HEAD_OF_RULE + f"    当 {condition}\n" + amount, CASE % ("", ""))
    came_out = {}
    for values in product(*VALUES.values()):
        (result,) = assess(rulebook, apply(rulebook, case, dict(zip(VALUES, values, strict=True)))).results
        came_out[values] = (result.outcome, result.amount.low)
    granted = [low for outcome, low in came_out.values() if outcome == "granted"]
    status = "certain" if len(granted) == len(came_out) else "possible" if granted else "impossible"
    assert found.status == status
    assert (found.low, found.high) == (min(granted, default=None), max(granted, default=None))
    matters = {
        cell
        for i, cell in enumerate(VALUES)
        if any(came_out[a] != came_out[(*a[:i], other, *a[i + 1 :])] for a in came_out for other in VALUES[cell])
    }
    assert {m.cell for m in found.matters} == matters


def test_where_time_is_up_there_is_still_something_to_ask(tmp_path):
    """No time at all: the first open fact is named, and nothing is said to be settled."""
    rules = HEAD_OF_RULE + "    当 甲.人员.在岗 且 甲.人员.户籍 = 本县\n    金额 一次性 100元\n"
    ((found,), _, _) = ask(tmp_path, rules, CASE % ("", ""), seconds=0.0)
    assert (found.status, found.limit) == ("possible", "seconds")
    assert [m.cell[2] for m in found.matters] == ["在岗"]


REST = """
待遇 补足
    对 申请 甲
    享受 甲.人员
    金额 一次性 100元

不重复 扣掉已领的
    成员 补足 甲 每 甲.人员
    窗口 终身
    方式 补差
"""


def test_how_much_was_paid_before_matters_to_what_is_left(tmp_path):
    """It is granted in any case; 100 yuan less what was paid is what is due, from nothing to the whole."""
    paid = "  已领取: {付: {待遇: 补足, 享受人: 张三, 日期: 2024-01-01}}\n"
    case = CASE.replace("事实:", "历史完整: 是\n事实:") % ("", "") + paid
    ((found,), _, _) = ask(tmp_path, REST, case)
    assert (found.outcomes, [m.cell for m in found.matters]) == (("granted", "displaced"), [("已领取", "付", "金额")])
    assert (found.low, found.high) == (0, 100)


SHARING = HEAD.replace("事件 申请", "事件 奖励\n    人员 人员\n    金额 钱数\n    日期 日期\n\n事件 申请", 1)
SHARED = """
待遇 津贴
    类别 补贴
    对 申请 甲
    享受 甲.人员
    金额 一次性 800元

待遇 奖金
    类别 补贴
    对 奖励 甲
    享受 甲.人员
    金额 一次性 甲.金额

例外 合计封顶
    于 类别 补贴
    封顶 1000元 每 享受人 每 自然年
"""


@pytest.mark.heavy
@pytest.mark.parametrize(
    "open_", [("奖金日",), ("金额",), ("津贴日",), ("奖金日", "金额"), ("津贴日", "金额"), ("谁",)]
)
def test_a_cap_that_claims_share_against_every_completion(tmp_path, open_):
    """1000 yuan a year for an allowance of 800 and a prize: what is not known of one leaves open what is left for the
    other. All completions are assessed."""
    stated = {"津贴日": "2024-05-01", "奖金日": "2024-03-01", "金额": "700元", "谁": "张三"}
    text = {k: "" if k in open_ else v for k, v in stated.items()}
    facts = (
        "  人员: {张三: {}, 李四: {}}\n"
        f"  申请: {{申: {{人员: 张三, 日期: {text['津贴日']}}}}}\n"
        f"  奖励: {{奖: {{人员: {text['谁']}, 金额: {text['金额']}, 日期: {text['奖金日']}}}}}\n"
    )
    found, rulebook, case = ask(tmp_path, SHARED, f"案例: 试\n历史完整: 是\n事实:\n{facts}", head=SHARING)
    days = [date(y, m, d) for y in (2020, 2023, 2024, 2025) for m, d in ((1, 1), (3, 1), (5, 1), (5, 2), (12, 31))]
    grid = {
        ("申请", "申", "日期"): days,
        ("奖励", "奖", "日期"): days,
        ("奖励", "奖", "金额"): [Fraction(v) for v in (0, 199, 200, 201, 999, 1000, 1001, 10**9)],
        ("奖励", "奖", "人员"): ["张三", "李四"],
    }
    grid = {cell: values for cell, values in grid.items() if current(case, cell) is None}
    cases = [apply(rulebook, case, dict(zip(grid, values, strict=True))) for values in product(*grid.values())]
    answers = assess_many(rulebook, cases, explain=False)
    for one in found:
        came_out = [next(r for r in a.results if r.claim == one.now.claim) for a in answers]
        granted = [r.amount.low for r in came_out if r.outcome == "granted"]
        status = "certain" if len(granted) == len(came_out) else "possible" if granted else "impossible"
        assert one.status == status
        high = None if max(granted) >= 10**9 else max(granted)
        assert (one.low, one.high) == (min(granted), high), one.now.benefit
        differ = {(r.outcome, r.amount) for r in came_out}
        assert bool(one.matters) == (len(differ) > 1), one.now.benefit


ENDED = """
待遇 津贴
    对 申请 甲
    享受 甲.人员
    当 非 存在（乙 属于 奖励 当 乙.人员 = 甲.人员 且 乙.日期 < 甲.日期）
    金额 每月 300元
    终止 存在（乙 属于 奖励 当 乙.人员 = 甲.人员）自 最早（乙 属于 奖励 当 乙.人员 = 甲.人员）.日期
"""


def test_payment_that_would_end_before_it_begins(tmp_path):
    """A prize before the application keeps the allowance out, one of the same month ends it before its first payment;
    one of a later month leaves it granted."""
    facts = "  申请: {申: {人员: 张三, 日期: 2024-05-01}}\n  奖励: {奖: {人员: 张三, 日期: %s}}\n"
    case = "案例: 试\n历史完整: 是\n事实:\n  人员: {张三: {}}\n" + facts
    ((found,), rulebook, bound) = ask(tmp_path, ENDED, case % "", head=SHARING)
    days = [date(2024, 4, 30), date(2024, 5, 1), date(2024, 5, 31), date(2024, 6, 1)]
    cell = ("奖励", "奖", "日期")
    answers = assess_many(rulebook, [apply(rulebook, bound, {cell: d}) for d in days], explain=False)
    assert [a.results[0].outcome for a in answers] == ["refused", "refused", "refused", "granted"]
    assert (found.status, found.outcomes) == ("possible", ("granted", "refused"))
    assert [m.cell for m in found.matters] == [cell]


def test_what_would_keep_payment_from_ending_before_it_begins(tmp_path):
    facts = "  申请: {申: {人员: 张三, 日期: 2024-05-01}}\n  奖励: {奖: {人员: 张三, 日期: 2024-05-01}}\n"
    case = "案例: 试\n历史完整: 是\n事实:\n  人员: {张三: {}}\n" + facts
    (_, rulebook, bound) = ask(tmp_path, ENDED, case, head=SHARING)
    found = whatif(rulebook, bound, rulebook.benefits[0].id, "申")
    told = [{c.cell: c.after for c in route.changes} for route in found.routes]
    assert found.now.outcome == "refused"
    assert {("奖励", "奖", "日期"): date(2024, 6, 1)} in told
