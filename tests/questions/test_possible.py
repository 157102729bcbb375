"""Certain, possible, impossible: by hand, and held against every completion of the case."""

from fractions import Fraction
from itertools import product

import pytest

from compiler.cases.bind import bind_case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.driver import compile_library
from compiler.source.text import SourceFile
from solver.questions.assess import assess
from solver.questions.possible import possibilities
from solver.search.cells import apply
from tests.meaning.policy import NUMBER, library
from tests.questions.test_whatif import HEAD, HEAD_OF_RULE


def ask(tmp_path, rules, case, **how):
    rulebook = compile_library(library(tmp_path, rules, HEAD), (NUMBER,))
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
