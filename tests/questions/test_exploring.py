"""Looking into what may still be said: held against every completion, where claims meet and much is not known."""

from datetime import date
from fractions import Fraction
from itertools import product

import pytest

from compiler.cases.bind import bind_case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.driver import compile_library
from compiler.source.text import SourceFile
from solver.questions.assess import assess_many
from solver.questions.possible import possibilities
from solver.search.cells import apply, current
from solver.search.evaluate import Evaluator
from solver.search.residue import Residues
from tests.meaning.policy import NUMBER, head, library

HEAD = head("""
主体 人员
    在岗 是否

事件 取证
    人员 人员 必填
    等级 (初级 < 中级 < 高级)
    合格 是否
    人数 整数
    日期 日期
""")
RULES = """
待遇 津贴
    对 取证 甲
    享受 甲.人员
    当 甲.合格
    当 甲.人员.在岗
    金额 一次性 分情形
        300元 当 甲.等级 = 高级
        200元 当 甲.等级 = 中级
        100元 当 甲.等级 = 初级

不重复 津贴一次
    成员 津贴 甲 每 甲.人员%s
    窗口 %s
    方式 %s
"""
CASE = """
案例: 试
历史完整: 是
事实:
  人员: {张三: %s}
  取证: {先: %s, 后: %s}
"""
DAYS = [date(2020, 12, 31), date(2021, 6, 1), date(2022, 1, 1), date(2022, 12, 31), date(2023, 1, 1)]
GRID = {
    ("人员", "张三", "在岗"): [True, False],
    ("取证", "先", "等级"): ["初级", "中级", "高级"],
    ("取证", "先", "合格"): [True, False],
    ("取证", "先", "日期"): DAYS,
    ("取证", "后", "等级"): ["初级", "中级", "高级"],
    ("取证", "后", "合格"): [True, False],
    ("取证", "后", "日期"): DAYS,
}


def bound(tmp_path, rules, case):
    rulebook = compile_library(library(tmp_path, rules, HEAD), (NUMBER,))
    log = Log()
    (raw,) = read_cases(SourceFile("case.yaml", case), log)
    found = bind_case(raw, rulebook, (NUMBER,), log)
    assert not log.problems, [(p.code, p.fields) for p in log.problems]
    return rulebook, found


def completions(rulebook, case, grid):
    """Every completion of a case over a grid of values, and what each comes to."""
    open_ = {cell: values for cell, values in grid.items() if current(case, cell) is None}
    every = list(product(*open_.values()))
    cases = [apply(rulebook, case, dict(zip(open_, values, strict=True))) for values in every]
    return open_, dict(zip(every, assess_many(rulebook, cases, explain=False), strict=True))


SHAPES = [
    ("", "终身", "一次"),
    ("", "自然年", "一次"),
    ("", "自然年", "就高"),
    ("", "终身", "补差"),
    (" 金额 甲.等级", "终身", "阶梯"),
]
KNOWN = [
    ("{}", "{人员: 张三}", "{人员: 张三}"),
    ("{在岗: 是}", "{人员: 张三, 等级: 中级}", "{人员: 张三, 等级: 中级}"),
    ("{在岗: 是}", "{人员: 张三, 合格: 是, 日期: 2022-01-01}", "{人员: 张三, 合格: 是}"),
]


@pytest.mark.heavy
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("known", KNOWN)
def test_two_claims_that_meet_against_every_completion(tmp_path, shape, known):
    """Two certificates of one person, of which one may have to give way to the other, in every shape: all completions
    are assessed. Outcomes, sums, and which facts matter, are those of the completions, and far fewer are looked at."""
    rulebook, case = bound(tmp_path, RULES % shape, CASE % known)
    grid, answers = completions(rulebook, case, GRID)
    for one in possibilities(rulebook, case):
        came_out = {}
        for values, answer in answers.items():
            result = next(r for r in answer.results if r.claim == one.now.claim)
            came_out[values] = (result.outcome, result.amount.low)
        assert set(one.outcomes) == {outcome for outcome, _ in came_out.values()}
        granted = [low for outcome, low in came_out.values() if outcome == "granted"]
        assert (one.low, one.high) == (min(granted), max(granted))
        differ = {
            cell
            for i, cell in enumerate(grid)
            if any(came_out[a] != came_out[(*a[:i], other, *a[i + 1 :])] for a in came_out for other in grid[cell])
        }
        assert {m.cell for m in one.matters} == differ
        assert not one.limit and one.tried < max(50, len(answers) // 5)


def test_what_the_other_claim_is_read_from_does_not_matter_once_it_cannot_count(tmp_path):
    """The other certificate is not valid: neither its day nor its level is looked into, nor asked for."""
    known = ("{在岗: 是}", "{人员: 张三, 合格: 是, 等级: 高级, 日期: 2022-01-01}", "{人员: 张三, 合格: 否}")
    rulebook, case = bound(tmp_path, RULES % ("", "终身", "就高"), CASE % known)
    first = next(p for p in possibilities(rulebook, case) if p.now.object == "先")
    assert (first.status, first.low, first.high, first.matters) == ("certain", 300, 300, ())


AGREEING = """
待遇 团队奖
    对 取证 甲
    享受 甲.人员
    金额 一次性 分情形
        100元 * 甲.人数 当 标准 = 每人一份
        否则 100元

读法 标准
    严重 M
    依据 「办法全文」
    问 「按人还是按团队？」
    选 每人一份 「按人」
    选 一队一份 「按团队」
    涉及 团队奖
"""


def test_a_sum_is_known_where_all_readings_agree(tmp_path):
    """By heads or by team, which nobody has decided: a team of one gets 100 yuan either way, any other waits for it."""
    rulebook, case = bound(
        tmp_path, AGREEING, "案例: 试\n事实:\n  人员: {张三: {}}\n  取证: {先: {人员: 张三, 日期: 2022-01-01}}\n"
    )
    (found,) = possibilities(rulebook, case)
    assert (found.status, found.outcomes) == ("possible", ("granted", "undetermined"))
    assert (found.low, found.high, found.open) == (100, 100, ("标准",))
    (fact,) = found.matters
    assert fact.cell == ("取证", "先", "人数") and Fraction(1) in fact.answers


def left(rulebook, case, answers):
    """What answers leave of the claim for the first certificate."""
    evaluator = Evaluator(rulebook, apply(rulebook, case, answers), {})
    return Residues(rulebook, rulebook.benefits[0], "先").of(evaluator, answers)


def test_answers_that_leave_the_same_to_be_decided(tmp_path):
    """A first certificate of 2022 and one of the day after are both of the year of the second one's day; a later one is
    not. While the second day is open both have to be kept."""
    first = ("取证", "先", "日期")
    for day, same in (("2022-06-01", True), ("", False)):
        known = ("{}", "{人员: 张三}", f"{{人员: 张三, 日期: {day}}}")
        (tmp_path / (day or "open")).mkdir()
        rulebook, case = bound(tmp_path / (day or "open"), RULES % ("", "自然年", "一次"), CASE % known)
        one, other = (left(rulebook, case, {first: d}) for d in (date(2022, 1, 1), date(2022, 1, 2)))
        assert (one.sign == other.sign) is same
        assert left(rulebook, case, {first: date(2023, 1, 1)}).sign != one.sign


def test_what_is_left_is_the_same_step_by_step(tmp_path):
    """Taken over from what was left before the last answer, or made anew."""
    rulebook, case = bound(tmp_path, RULES % ("", "自然年", "就高"), CASE % KNOWN[0])
    residues = Residues(rulebook, rulebook.benefits[0], "先")
    answers, before = {}, left(rulebook, case, {})
    for cell, values in GRID.items():
        answers = {**answers, cell: values[0]}
        evaluator = Evaluator(rulebook, apply(rulebook, case, answers), {})
        step, anew = residues.of(evaluator, answers, before, cell), left(rulebook, case, answers)
        assert (step.sign, step.waits) == (anew.sign, anew.waits)
        assert cell not in step.waits
        before = step
    assert before.waits == ()
