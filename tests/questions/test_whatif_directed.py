"""Which facts may raise a sum, or turn a comparison of sums: worked out by hand, and held against every combination of
values: no combination raises a sum without setting one of them otherwise."""

from fractions import Fraction
from itertools import product

import pytest

from compiler.driver import compile_library
from compiler.rulebook.wordings import whole
from solver.arithmetic.values import Interval, ends
from solver.questions.assess import assess
from solver.questions.whatif import whatif
from solver.search.cells import apply, current, is_open_to_change
from solver.search.directed import Directed
from solver.search.evaluate import Evaluator
from tests.meaning.policy import NUMBER, bound, library
from tests.questions.test_whatif import HEAD, HEAD_OF_RULE

# Three applications: two of one person, one of another; what an application is about, and its day, cannot be changed.
FIELDS = HEAD.replace("    日期 日期 渐进\n", "    日期 日期 固定\n    补充 是否 可变\n    比例 小数 可变\n")
FACTS = """
案例: 试
历史完整: 是
事实:
  人员:
    张三: {出生日: 1990-06-15, 学历: 高中, 户籍: 外县, 在岗: 否, 月收入: 5000元, 缴费月数: 10}
    李四: {出生日: 1980-06-15, 学历: 大专, 户籍: 本县, 在岗: 是, 月收入: 900元, 缴费月数: 30}
  申请:
    申: {人员: 张三, 费用: 1000元, 日期: 2024-05-01, 补充: 否, 比例: 0.5}
    早: {人员: 张三, 费用: 4000元, 日期: 2024-03-01, 补充: 否, 比例: 0.5}
    别: {人员: 李四, 费用: 3000元, 日期: 2024-04-01, 补充: 是, 比例: 0.5}
"""


def case_of(tmp_path, sum_, facts=FACTS):
    rules = HEAD_OF_RULE + f"    金额 一次性 {sum_}\n"
    rulebook = compile_library(library(tmp_path, rules, FIELDS), (NUMBER,))
    return rulebook, bound(rulebook, facts), whole(rulebook, rulebook.benefits[0].id).amount


def directed_at(rulebook, case):
    evaluator = Evaluator(rulebook, case, {})
    return Directed(evaluator, lambda cell: is_open_to_change(rulebook, case, cell)), evaluator


def named(cells):
    return {f"{id}.{field}" for kind, id, field in cells if kind in ("人员", "申请")}


EARLIER = "合计（乙.费用 对于 乙 属于 申请 当 乙.人员 = 甲.人员 且 乙.日期 < 甲.日期）"


@pytest.mark.parametrize(
    ("sum_", "up", "down"),
    [
        # 500 of the fee are below the cap: the fee alone can raise it, for it is cut off at 2000 only later.
        ("较小（甲.费用 的 50%、2000元）", {"申.费用"}, {"申.费用"}),
        # The 800 that are left are what binds; the fee could only lower it.
        ("较小（甲.费用、800元）", set(), {"申.费用"}),
        # 5000 - 4000: what the earlier one came to takes off; what the other person has does not.
        (f"5000元 - {EARLIER}", {"早.费用"}, {"早.费用"}),
        # Of nothing left the larger is 0: a rise of the income or of what was earlier cannot lower it.
        (f"较大（1000元 - {EARLIER}、0元）", {"早.费用"}, set()),
        # One counts so far; that it is not 补充 may change, and of the other person's too.
        ("计数（乙 属于 申请 当 乙.补充） × 100元", {"申.补充", "早.补充"}, {"别.补充"}),
        # Who has not is 0 now; 大专 is enough, and nothing else is asked.
        ("分情形 200元 当 甲.人员.学历 ≥ 大专 否则 100元", {"张三.学历"}, set()),
        # A case that comes to less is no way up; the one that holds may go on to hold and come to more.
        ("分情形 50元 当 甲.补充 否则 甲.费用 的 10%", {"申.费用"}, {"申.费用", "申.补充"}),
        # What holds of the day holds whatever is changed, so nothing is read from the income.
        ("分情形 甲.费用 当 甲.日期 ≥ 2024-01-01 否则 甲.人员.月收入", {"申.费用"}, {"申.费用"}),
        # Two factors, both above nothing.
        ("甲.费用 × 甲.比例", {"申.费用", "申.比例"}, {"申.费用", "申.比例"}),
        # Shared among as many as there are with its fee: its own is always one of them, whatever it is.
        ("1000元 / 计数（乙 属于 申请 当 乙.日期 = 甲.日期 且 乙.费用 = 甲.费用）", set(), set()),
    ],
)
def test_what_may_move_a_sum(tmp_path, sum_, up, down):
    rulebook, case, amount = case_of(tmp_path, _written(sum_))
    directed, evaluator = directed_at(rulebook, case)
    with evaluator.still():
        found = [directed.moving(amount, ("申",), way) for way in (True, False)]
    assert [named(c for c in cells if is_open_to_change(rulebook, case, c)) for cells in found] == [up, down]


def _written(sum_):
    """Cases of a sum on lines of their own."""
    if not sum_.startswith("分情形"):
        return sum_
    first, rest = sum_.removeprefix("分情形 ").split(" 否则 ")
    return f"分情形\n        {first}\n        否则 {rest}"


SUMS = {
    "cap": "较小（甲.费用 的 60%、甲.人员.月收入）",
    "rest": f"较大（3000元 - {EARLIER}、0元）",
    "least of three": "较小（甲.费用、甲.人员.月收入、甲.人员.缴费月数 × 20元）",
    "share": "较大（甲.费用 - 500元、0元）/ 计数（乙 属于 申请 当 乙.人员 = 甲.人员）",
    "degree": """分情形
        甲.费用 当 甲.人员.学历 ≥ 大专
        较小（甲.费用、300元）当 非 甲.补充
        否则 700元""",
    "all": "合计（乙.费用 的 10% 对于 乙 属于 申请 当 乙.补充）",
    "rounded": "四舍五入（甲.费用 × 甲.比例，100元）",
    "difference": "甲.人员.月收入 - 较大（甲.费用、2000元）",
}
GRID = {
    ("人员", "张三", "学历"): ["高中", "大专"],
    ("人员", "张三", "月收入"): [Fraction(n) for n in (400, 5000, 6000)],
    ("人员", "张三", "缴费月数"): [Fraction(n) for n in (10, 60)],
    ("申请", "申", "费用"): [Fraction(n) for n in (0, 1000, 6000, 7000)],
    ("申请", "申", "补充"): [False, True],
    ("申请", "早", "费用"): [Fraction(n) for n in (0, 2500, 4000)],
    ("申请", "早", "补充"): [False, True],
    ("申请", "别", "费用"): [Fraction(n) for n in (100, 3000)],
}
GIVEN = [{}, {("申请", "申", "费用"): Fraction(6000)}, {("申请", "早", "补充"): True, ("人员", "张三", "学历"): "大专"}]


@pytest.mark.heavy
@pytest.mark.parametrize("name", SUMS)
@pytest.mark.parametrize("given", GIVEN)
def test_no_combination_moves_a_sum_without_one_of_them(tmp_path, name, given):
    """Every combination of values of eight facts: where the sum is higher than before one of those that may raise it is
    other than before, where it is lower one of those that may lower it; and where it is another sum at all, one of
    those that may come to matter."""
    rulebook, stated, amount = case_of(tmp_path, SUMS[name])
    case = apply(rulebook, stated, given)
    directed, evaluator = directed_at(rulebook, case)
    env = ("申",)
    with evaluator.still():
        up, down = (directed.moving(amount, env, way) for way in (True, False))
        mattering = directed.mattering(amount, env)
        before = evaluator.value(amount, env)
    assert isinstance(before, Fraction)
    raised = 0
    for values in product(*GRID.values()):
        changes = {c: v for c, v in zip(GRID, values, strict=True) if v != current(case, c)}
        after = Evaluator(rulebook, apply(rulebook, case, changes), {}).value(amount, env)
        raised += after > before
        assert after == before or changes.keys() & mattering, changes
        assert after <= before or changes.keys() & up, changes
        assert after >= before or changes.keys() & down, changes
    assert raised or not up & GRID.keys()


UNKNOWN = """
案例: 试
历史完整: 是
事实:
  人员: {张三: {出生日: 1990-06-15, 学历: 高中, 户籍: 外县, 在岗: 否, 月收入: 5000元, 缴费月数: 10}}
  申请: {申: {人员: 张三, 日期: 2024-05-01}}
"""
OPEN = {
    "product": ("甲.费用 × 甲.比例", {}),
    "case": ("分情形\n        甲.费用 当 甲.补充\n        否则 甲.费用 的 50%", {}),
    "case and cap": (
        "分情形\n        较小（甲.费用、300元）当 甲.补充\n        否则 较小（甲.费用、甲.人员.月收入）",
        {},
    ),
    "one case is enough": (
        "分情形\n        500元 当 甲.补充\n        500元 当 甲.人员.学历 ≥ 大专\n        否则 100元",
        {},
    ),
    "no case may hold": ("分情形\n        甲.费用 当 甲.补充\n        600元 当 甲.人员.学历 ≥ 大专", {}),
    "known in part": ("甲.费用 × 甲.比例", {("申请", "申", "比例"): Fraction(1, 2)}),
}
OPEN_GRID = {
    ("人员", "张三", "学历"): ["高中", "大专"],
    ("申请", "申", "费用"): [None, *(Fraction(n) for n in (0, 200, 500, 1000))],
    ("申请", "申", "补充"): [None, False, True],
    ("申请", "申", "比例"): [None, *(Fraction(n, 2) for n in (0, 1, 2))],
}


@pytest.mark.heavy
@pytest.mark.parametrize("name", OPEN)
@pytest.mark.parametrize("want", [200, 500])
def test_a_sum_that_is_not_known_is_reached_wherever_some_combination_does(tmp_path, name, want):
    """What is not stated may turn out any way. Every combination of some values, or of saying nothing: a route costs no
    more than any that reaches the sum for sure; and none is found only where none does."""
    sum_, given = OPEN[name]
    rulebook, stated, _ = case_of(tmp_path, sum_, UNKNOWN)
    case = apply(rulebook, stated, given)
    found = whatif(rulebook, case, rulebook.benefits[0].id, "申", want=Fraction(want))
    costs = {"学历": 3, "月收入": 1}
    least = []
    for values in product(*OPEN_GRID.values()):
        changes = {c: v for c, v in zip(OPEN_GRID, values, strict=True) if v is not None and v != current(case, c)}
        if changes.keys() & given.keys():
            continue
        (result,) = assess(rulebook, apply(rulebook, case, changes), explain=False).results
        if result.amount.low is not None and result.amount.low >= want:
            least.append((sum(costs.get(c[2], 0) for c in changes), frozenset(changes)))
    assert found.limit == "" and least
    assert found.routes[0].cost <= min(cost for cost, _ in least)
    for route in found.routes:
        assert route.result.amount.low >= want
    # Whatever reaches it sets the facts of some route, unless there are more routes than are told.
    told = [frozenset(c.cell for c in route.changes) for route in found.routes]
    assert len(told) == 5 or all(any(route <= cells for route in told) for _, cells in least)


def test_higher_and_lower_are_of_what_is_known(tmp_path):
    """An income between two bounds: its low end has to come above the high one."""
    rulebook, case, amount = case_of(tmp_path, "较小（甲.费用、甲.人员.月收入）")
    evaluator = Evaluator(rulebook, case, {}, {("人员", "张三", "月收入"): Interval(Fraction(800), Fraction(900))})
    directed = Directed(evaluator, lambda cell: is_open_to_change(rulebook, case, cell))
    with evaluator.still():
        assert ends(evaluator.value(amount, ("申",))) == (800, 900)
        assert named(directed.moving(amount, ("申",), True)) == {"张三.月收入", "申.人员"}
