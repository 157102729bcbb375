"""A sum that no change reaches: said at once, with the most that it can come to, worked out by hand; and held against
every combination of values."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from compiler.driver import compile_library
from compiler.rulebook.wordings import whole
from solver.questions.assess import assess
from solver.questions.whatif import whatif
from solver.search.cells import apply, current, is_open_to_change
from solver.search.utmost import utmost
from tests.meaning.policy import NUMBER, library
from tests.meaning.policy import bound as bound_to
from tests.questions.test_whatif import CASE, HEAD, HEAD_OF_RULE, ask, routes

# Of the case: born in 1990 (fixed), 高中, 外县, income 5000, 10 months, fee 1000. The fields are those of test_whatif.
BY_DEGREE = """    金额 一次性 分情形
        100元 当 甲.人员.学历 = 高中
        200元 当 甲.人员.学历 = 大专
        300元 当 甲.人员.学历 = 本科
"""
BY_BIRTH = """    金额 一次性 分情形
        500元 当 甲.人员.出生日 < 1980-01-01
        否则 200元
"""


def _blocked(found):
    return [(b.kind, b.cell and b.cell[2]) for b in found.blockers]


def test_the_law_itself_has_no_such_sum(tmp_path):
    """No degree gives more than 300 yuan, so the rule is what stands in the way; 300 is reached by two degrees."""
    found, _, _ = ask(tmp_path, HEAD_OF_RULE + BY_DEGREE, CASE, want=Fraction(301))
    assert (found.routes, found.most, found.tried, found.limit) == ((), 300, 1, "")
    assert _blocked(found) == [("rule", None)]
    assert found.blockers[0].name.startswith("分情形 100元 当")
    found, _, _ = ask(tmp_path, HEAD_OF_RULE + BY_DEGREE, CASE, want=Fraction(300))
    assert (routes(found), found.most) == ([{"学历": "本科"}], None)


def test_a_fact_that_cannot_change_keeps_it_down(tmp_path):
    """Who was born in 1990 gets 200; only the day of birth could make it 500."""
    found, _, _ = ask(tmp_path, HEAD_OF_RULE + BY_BIRTH, CASE, want=Fraction(201))
    assert (found.routes, found.most) == ((), 200)
    assert _blocked(found) == [("fixed", "出生日")]


def test_a_cap_keeps_it_down(tmp_path):
    """60 % of a fee that may be anything, and no more than 1200."""
    rules = HEAD_OF_RULE + "    金额 一次性 甲.费用 的 60%\n    封顶 1200元\n"
    found, _, _ = ask(tmp_path, rules, CASE, want=Fraction(1201))
    assert (found.routes, found.most, _blocked(found)) == ((), 1200, [("cap", None)])


def test_nothing_is_said_of_a_sum_that_has_no_end(tmp_path):
    """60 % of the fee: 6000 takes a fee of 10000."""
    rules = HEAD_OF_RULE + "    金额 一次性 甲.费用 的 60%\n"
    found, _, _ = ask(tmp_path, rules, CASE, want=Fraction(6000))
    assert (routes(found), found.most) == ([{"费用": "10000"}], None)


def test_a_floor_that_claims_share_may_lift_it(tmp_path):
    """The sum is 100, but whoever has the benefit is to get 350 in a year: that is reached as things are."""
    floor = "例外 合计保底\n    于 类别 奖补\n    保底 350元 每 享受人 每 自然年\n"
    rules = HEAD_OF_RULE + "    类别 奖补\n    金额 一次性 100元\n\n" + floor
    found, rulebook, bound = ask(tmp_path, rules, CASE, want=Fraction(350))
    (now,) = assess(rulebook, bound, explain=False).results
    assert (found.most, found.routes, found.now.amount.low, now.amount.low) == (None, (), 350, 350)


def test_what_holds_already_needs_no_bound(tmp_path):
    """100 yuan are paid now, and 100 were asked for."""
    found, _, _ = ask(tmp_path, HEAD_OF_RULE + BY_DEGREE, CASE, want=Fraction(100))
    assert (found.routes, found.blockers, found.most) == ((), (), None)


def test_a_party_that_is_not_in_the_case_may_come_to_count(tmp_path):
    """Whom an application is for is not stated, so it may be somebody the case does not have: then two persons count,
    and 200 yuan are reached."""
    rules = HEAD_OF_RULE + "    金额 一次性 计数（乙 属于 人员） × 100元\n"
    _, rulebook, bound = ask(tmp_path, rules, CASE)
    bound = replace(
        bound,
        complete=("人员",),
        facts=tuple(
            replace(f, values=tuple(v for v in f.values if v.field != "人员")) if f.kind == "申请" else f
            for f in bound.facts
        ),
    )
    found = whatif(rulebook, bound, "补贴", "申", want=Fraction(200))
    assert found.most is None


RULES = {
    "share": "    金额 一次性 较小（甲.费用 的 60%、500元）\n",
    "degree": BY_DEGREE,
    "degree and income": """    金额 一次性 分情形
        400元 - 甲.人员.月收入 的 10% 当 甲.人员.学历 ≥ 大专
        甲.人员.缴费月数 × 10元 当 甲.人员.缴费月数 ≤ 24
        否则 150元
    封顶 320元
""",
    "birth": BY_BIRTH,
    "lesser": """    金额 一次性 较小（甲.人员.月收入、甲.费用、较大（甲.人员.缴费月数 × 20元、300元））
    封顶 700元
""",
    "slices": "    金额 一次性 较小（甲.费用 / 2、甲.人员.月收入 - 100元）\n    封顶 800元\n",
}
GRID = {
    ("人员", "张三", "学历"): ["高中", "大专", "本科"],
    ("人员", "张三", "月收入"): [Fraction(n) for n in (0, 700, 5000)],
    ("人员", "张三", "缴费月数"): [Fraction(n) for n in (10, 24, 25, 60)],
    ("申请", "申", "费用"): [Fraction(n) for n in (0, 900, 1000, 4000)],
}
MOST = {"share": 500, "degree": 300, "degree and income": 320, "birth": 200, "lesser": 700, "slices": 800}


@pytest.mark.parametrize("name", RULES)
def test_no_combination_of_values_comes_to_more(tmp_path, name):
    """The most is never too low; in these rules it is reached, as worked out by hand."""
    _, rulebook, bound = ask(tmp_path, HEAD_OF_RULE + RULES[name], CASE)
    benefit = whole(rulebook, rulebook.benefits[0].id)

    def usable(cell):
        return is_open_to_change(rulebook, bound, cell)

    most = utmost(rulebook, bound, {}, usable, benefit.amount, ("申",))
    sums = []
    for values in product(*GRID.values()):
        case = apply(rulebook, bound, dict(zip(GRID, values, strict=True)))
        (result,) = assess(rulebook, case, explain=False).results
        sums.append(result.amount.low)
    assert (most, max(sums)) == (MOST[name], MOST[name])


COSTS = {"学历": 3, "月收入": 1, "缴费月数": 1, "费用": 1}


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("want", [150, 200, 201, 310, 320, 500])
def test_a_route_costs_no_more_than_any_combination_that_reaches_the_sum(tmp_path, name, want):
    """Every combination of values, those that go forward: none that reaches the sum is nearer than the nearest route;
    and where none reaches it there is no route."""
    found, rulebook, bound = ask(tmp_path, HEAD_OF_RULE + RULES[name], CASE, want=Fraction(want))
    least = []
    for values in product(*GRID.values()):
        changes = {c: v for c, v in zip(GRID, values, strict=True) if v != current(bound, c)}
        (result,) = assess(rulebook, apply(rulebook, bound, changes), explain=False).results
        if result.amount.low is not None and result.amount.low >= want:
            least.append(sum(COSTS[c[2]] for c in changes))
    assert found.limit == ""
    if not least:
        assert found.routes == ()
    elif min(least) > 0:
        assert found.routes[0].cost <= min(least)


@pytest.mark.heavy
@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("want", [150, 200, 201, 310, 320, 500])
@pytest.mark.parametrize(
    "condition", ["", "    当 甲.费用 ≥ 950元\n", "    当 甲.人员.月收入 < 3000元 或 甲.人员.缴费月数 ≥ 20\n"]
)
def test_no_number_goes_further_than_it_has_to(tmp_path, name, want, condition):
    """One step (a fen, a month) nearer to what the case says, with all else of the route, it is not reached."""
    case = CASE.replace("费用: 1000元", "费用: 700元")
    found, rulebook, bound = ask(tmp_path, HEAD_OF_RULE + condition + RULES[name], case, want=Fraction(want))
    for route in found.routes:
        changes = {c.cell: c.after for c in route.changes}
        for cell, before in ((c.cell, c.before) for c in route.changes if isinstance(c.before, Fraction)):
            step = Fraction(1, 100) if cell[2] != "缴费月数" else Fraction(1)
            nearer = changes[cell] + (step if before > changes[cell] else -step)
            (result,) = assess(rulebook, apply(rulebook, bound, {**changes, cell: nearer}), explain=False).results
            reached = result.outcome == "granted" and result.amount.low is not None and result.amount.low >= want
            assert not reached, (changes, cell, nearer)


@pytest.mark.parametrize("most", ["5000元", None])
def test_a_number_goes_as_far_as_condition_and_sum_need_together(tmp_path, most):
    """A fee of 100 at least is asked for; with a lower degree no more than 300 is given. From 50, a sum of 1000 takes
    大专 and a fee of 1000: neither the 100 that the condition needs alone nor the cap that is further off."""
    own = f"较小（甲.费用、{most}）" if most is not None else "甲.费用"
    rules = HEAD_OF_RULE + "    当 甲.费用 ≥ 100元\n    金额 一次性 分情形\n"
    rules += f"        {own} 当 甲.人员.学历 ≥ 大专\n        否则 较小（甲.费用、300元）\n"
    for fee in ("50元", "500元"):
        found, _, _ = ask(tmp_path, rules, CASE.replace("费用: 1000元", f"费用: {fee}"), want=Fraction(1000))
        assert (routes(found), found.limit) == ([{"学历": "大专", "费用": "1000"}], "")


def test_while_its_own_sum_falls_short_nothing_else_is_changed(tmp_path):
    """Two applications of one person under a cap of 5000 yuan a year for both: 60 % of 1000 is 600. 1200 take a fee of
    2000, whatever the other one comes to."""
    rules = HEAD_OF_RULE + "    类别 奖补\n    金额 一次性 甲.费用 的 60%\n\n"
    rules += "例外 合计\n    于 类别 奖补\n    封顶 5000元 每 享受人 每 自然年\n"
    case = CASE.replace("日期: 2024-05-01}}", "日期: 2024-05-01}, 又: {人员: 张三, 费用: 500元, 日期: 2024-06-01}}")
    rulebook = compile_library(library(tmp_path, rules, HEAD), (NUMBER,))
    found = whatif(rulebook, bound_to(rulebook, case), "补贴", "申", want=Fraction(1200))
    assert [[(c.cell, c.after) for c in r.changes] for r in found.routes] == [
        [(("申请", "申", "费用"), Fraction(2000))]
    ]


def test_where_the_law_names_no_sum_there_is_none_to_reach(tmp_path):
    rules = HEAD_OF_RULE + "    给予 「荣誉称号」\n"
    found, _, _ = ask(tmp_path, rules, CASE, want=Fraction(1000))
    assert (found.routes, found.limit, [(b.kind, b.name) for b in found.blockers]) == ((), "", [("rule", "荣誉称号")])
