"""The choice that pays most, held against trying every choice."""

import itertools
import random
from datetime import date
from fractions import Fraction

import pytest

from compiler.cases.bind import bind_case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.driver import compile_library
from compiler.source.text import SourceFile
from solver.arithmetic.values import ends
from solver.questions.assess import assess
from solver.questions.choose import choose
from solver.questions.schedule import schedule
from tests.meaning.policy import NUMBER, library

pytestmark = pytest.mark.heavy

RULES = """
待遇 技能补贴
    对 取证 甲
    享受 甲.人员
    金额 一次性 甲.费用 的 60%

待遇 月津贴
    对 取证 甲
    享受 甲.人员
    当 甲.等级 ≥ 中级
    金额 每月 100元
    期限 24个月

待遇 培训补贴
    对 培训 乙
    享受 乙.人员
    金额 一次性 乙.费用

不重复 三选一
    成员 技能补贴 甲 每 甲.人员
    成员 月津贴 甲 每 甲.人员
    成员 培训补贴 乙 每 乙.人员
    窗口 终身
    方式 自选
"""
LIMITED = """
待遇 培训补贴
    对 培训 乙
    享受 乙.人员
    金额 一次性 乙.费用
    限 2次 每 乙.人员 自选
"""


def _open(tmp_path, rules, facts):
    rulebook = compile_library(library(tmp_path, rules), (NUMBER,))
    log = Log()
    (raw,) = read_cases(SourceFile("a.yaml", f"案例: 问\n历史完整: 是\n事实:\n{facts}"), log)
    case = bind_case(raw, rulebook, (NUMBER,), log)
    assert not log.problems, [(p.code, p.fields) for p in log.problems]
    return rulebook, case


def _paid(rulebook, results, best):
    """What is paid in the time that was looked at, counted from the schedules."""
    found = [schedule(rulebook, r, best.end) for r in results if r.outcome == "granted"]
    ticks = [t for s in found if s is not None for t in s.ticks if best.start <= t.day <= best.end]
    return sum((ends(t.amount)[0] for t in ticks), Fraction(0))


def _by_trying(rulebook, case, best):
    """The most that any set of choices pays."""
    from dataclasses import replace

    claims = [(r.benefit_id, r.object) for r in assess(rulebook, case, explain=False).results if r.outcome != "refused"]
    return max(
        _paid(rulebook, assess(rulebook, replace(case, choices=picks), explain=False).results, best)
        for size in range(len(claims) + 1)
        for picks in itertools.combinations(claims, size)
    )


PERSON = "  取证: {证: {人员: 张三, 等级: 高级, 费用: 2500元, 日期: 2022-01-01}}\n"
COURSE = "  培训: {课: {人员: 张三, 费用: 1400元, 日期: 2022-01-01}}\n"


@pytest.mark.parametrize(
    ("over", "taken", "pays"),
    # once: 1500 by certificate, 1400 by course; monthly 100, that is 100, 1200, 2400
    [("month", "技能补贴", 1500), ("year", "技能补贴", 1500), ("life", "月津贴", 2400)],
)
def test_what_is_best_depends_on_how_far_one_looks(tmp_path, over, taken, pays):
    rulebook, case = _open(tmp_path, RULES, PERSON + COURSE)
    best = choose(rulebook, case, over)
    (tangle,) = best.tangles
    assert [rulebook.benefit(b).name for b, _ in tangle.options[0].taken] == [taken]
    assert (best.pays, best.proved, best.certain, best.short) == (pays, True, True, 0)
    assert len(tangle.options) == 3


def test_each_alternative_says_what_it_would_have_paid(tmp_path):
    rulebook, case = _open(tmp_path, RULES, PERSON + COURSE)
    (tangle,) = choose(rulebook, case, "year").tangles
    assert [o.pays for o in tangle.options] == [1500, 1400, 1200]


def test_people_do_not_get_in_each_others_way(tmp_path):
    facts = (
        "  取证:\n    一: {人员: 张三, 等级: 高级, 费用: 2500元, 日期: 2022-01-01}\n"
        "    二: {人员: 李四, 等级: 初级, 费用: 100元, 日期: 2022-01-01}\n"
        "  培训: {课: {人员: 李四, 费用: 500元, 日期: 2022-01-01}}\n"
    )
    rulebook, case = _open(tmp_path, RULES, facts)
    best = choose(rulebook, case, "year")
    # 1500 rather than 1200; 500 rather than 60
    assert len(best.tangles) == 2 and best.pays == 2000


def test_so_many_of_several(tmp_path):
    fees = (300, 900, 500, 700)
    facts = "  培训:\n" + "".join(
        f"    课{i}: {{人员: 张三, 费用: {fee}元, 日期: 2022-0{i + 1}-01}}\n" for i, fee in enumerate(fees)
    )
    rulebook, case = _open(tmp_path, LIMITED, facts)
    best = choose(rulebook, case, "year")
    assert (best.pays, best.proved) == (1600, True)
    assert {e for _, e in best.tangles[0].options[0].taken} == {"课1", "课3"}


@pytest.mark.parametrize("seed", range(5))
def test_nothing_pays_more_than_the_choice_that_was_found(tmp_path, seed):
    draw = random.Random(seed)
    rules = RULES + (LIMITED.replace("培训补贴", "补课补贴") if seed % 2 else "")
    people = ["张三", "李四"]
    facts = "  取证:\n" + "".join(
        f"    证{i}: {{人员: {draw.choice(people)}, 等级: {draw.choice(['初级', '中级', '高级'])}, "
        f"费用: {draw.randrange(100, 5000)}元, 日期: 2022-01-0{i + 1}}}\n"
        for i in range(2)
    )
    facts += "  培训:\n" + "".join(
        f"    课{i}: {{人员: {draw.choice(people)}, 费用: {draw.randrange(100, 3000)}元, 日期: 2022-02-0{i + 1}}}\n"
        for i in range(2)
    )
    rulebook, case = _open(tmp_path, rules, facts)
    best = choose(rulebook, case, draw.choice(["month", "year", "life"]))
    assert best.proved and _paid(rulebook, best.results, best) == best.pays
    assert best.pays == _by_trying(rulebook, case, best)


def test_hundreds_of_workers_of_one_enterprise(tmp_path):
    """60 of 200 courses are subsidised, one choice for the whole enterprise: the 60 dearest."""
    rules = """
主体 企业
    名称 文本

事件 课程
    企业 企业
    费用 钱数
    日期 日期

待遇 课程补贴
    对 课程 乙
    享受 乙.企业
    金额 一次性 乙.费用
    限 60次 每 乙.企业 自选
"""
    fees = [100 + (i * 37) % 200 for i in range(200)]
    facts = "  课程:\n" + "".join(
        f"    课{i}: {{企业: 厂, 费用: {fee}元, 日期: 2022-01-01}}\n" for i, fee in enumerate(fees)
    )
    rulebook, case = _open(tmp_path, rules, facts)
    best = choose(rulebook, case, "year")
    assert best.pays == sum(sorted(fees)[-60:]) and best.proved


def test_what_the_case_chose_is_left_aside_and_dates_are_those_of_the_first_year(tmp_path):
    rulebook, case = _open(tmp_path, RULES, PERSON + COURSE)
    from dataclasses import replace

    best = choose(rulebook, replace(case, choices=(("月津贴", "证"),)), "year")
    assert (best.start, best.end, best.pays) == (date(2022, 1, 1), date(2022, 12, 31), 1500)


def test_nothing_to_choose(tmp_path):
    rulebook, case = _open(tmp_path, RULES, COURSE)
    best = choose(rulebook, case, "year")
    assert (best.tangles, best.pays, best.proved) == ((), 1400, True)
