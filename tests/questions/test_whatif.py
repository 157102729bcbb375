"""What would have to change: routes worked out by hand, and all of them found by trying everything."""

from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from compiler.driver import compile_library, load
from solver.questions.assess import assess
from solver.questions.routes import Limits
from solver.questions.whatif import whatif
from solver.search.cells import apply
from tests.meaning.policy import NUMBER, bound, head, library

HEAD = head("""
主体 人员
    出生日 日期 固定
    学历 (高中 < 大专 < 本科) 渐进 代价 3
    户籍 (本县、外县) 可变 代价 2
    在岗 是否 可变
    月收入 钱数 可变
    缴费月数 整数 渐进

事件 申请
    人员 人员 必填 固定
    费用 钱数 可变
    日期 日期 渐进
""")


def ask(tmp_path, rules, case, benefit="补贴", **how):
    rulebook = compile_library(library(tmp_path, rules, HEAD), (NUMBER,))
    of = bound(rulebook, case)
    (object_,) = [f.id for f in of.facts if f.kind == "申请"]
    return whatif(rulebook, of, benefit, object_, **how), rulebook, of


HEAD_OF_RULE = "待遇 补贴\n    对 申请 甲\n    享受 甲.人员\n"


def routes(found):
    return [{c.cell[2]: str(c.after) for c in r.changes} for r in found.routes]


CASE = """
案例: 试
事实:
  人员: {张三: {出生日: 1990-06-15, 学历: 高中, 户籍: 外县, 在岗: 否, 月收入: 5000元, 缴费月数: 10}}
  申请: {申: {人员: 张三, 费用: 1000元, 日期: 2024-05-01}}
"""


def test_a_number_moves_to_the_threshold_and_no_further(tmp_path):
    """月收入低于3000元: from 5000 the last sum below is 2999.99."""
    rules = HEAD_OF_RULE + "    当 甲.人员.月收入 < 3000元\n    金额 一次性 100元\n"
    found, _, _ = ask(tmp_path, rules, CASE)
    assert [r.changes[0].after for r in found.routes] == [Fraction("2999.99")]


def test_what_only_goes_forward_is_not_taken_back(tmp_path):
    """缴费月数 is 渐进: 满12 can be reached from 10, 不满10 cannot."""
    rules = HEAD_OF_RULE + "    当 甲.人员.缴费月数 {}\n    金额 一次性 100元\n"
    found, _, _ = ask(tmp_path, rules.format("满 12"), CASE)
    assert routes(found) == [{"缴费月数": "12"}]
    found, _, _ = ask(tmp_path, rules.format("不满 10"), CASE)
    assert found.routes == ()
    assert [(b.kind, b.name) for b in found.blockers] == [("forward", "人员/张三.缴费月数")]


def test_waiting_is_a_route(tmp_path):
    """Born 1990-06-15, 35 years of age on 2025-06-15: apply on that day. The date of birth stays what it is."""
    rules = HEAD_OF_RULE + "    当 周岁(甲.人员.出生日, 甲.日期) 满 35\n    金额 一次性 100元\n"
    found, _, _ = ask(tmp_path, rules, CASE)
    assert routes(found) == [{"日期": "2025-06-15"}]


def test_a_fixed_field_that_blocks_every_route_is_named(tmp_path):
    rules = HEAD_OF_RULE + "    当 甲.人员.出生日 < 1990-01-01\n    当 甲.人员.在岗\n    金额 一次性 100元\n"
    found, _, _ = ask(tmp_path, rules, CASE)
    assert found.routes == ()
    assert [(b.kind, b.name) for b in found.blockers] == [("fixed", "人员/张三.出生日")]


def test_a_document_that_is_not_held_blocks(tmp_path):
    rules = "未存 某发〔2020〕9号 「名录」\n\n" + HEAD_OF_RULE + "    当 按 某发〔2020〕9号\n    金额 一次性 100元\n"
    found, _, _ = ask(tmp_path, rules, CASE)
    assert [(b.kind, b.name) for b in found.blockers] == [("document", "某发〔2020〕9号")]


def test_cheaper_routes_come_first_and_none_contains_another(tmp_path):
    """Local residence (2), or a degree (3) together with work (1). Work alone, or a degree alone, does nothing."""
    rules = (
        HEAD_OF_RULE + "    当 甲.人员.户籍 = 本县 或 (甲.人员.学历 ≥ 大专 且 甲.人员.在岗)\n    金额 一次性 100元\n"
    )
    found, _, _ = ask(tmp_path, rules, CASE)
    assert routes(found) == [{"户籍": "本县"}, {"学历": "大专", "在岗": "True"}]
    assert [r.cost for r in found.routes] == [2, 4]


def test_a_sum_is_reached_where_the_share_reaches_it(tmp_path):
    """60 % of the fee: 900 yuan needs a fee of 1500; above the cap of 1200 there is nothing."""
    rules = HEAD_OF_RULE + "    金额 一次性 甲.费用 的 60%\n    封顶 1200元\n"
    found, _, _ = ask(tmp_path, rules, CASE, want=Fraction(900))
    assert [r.changes[0].after for r in found.routes] == [Fraction(1500)]
    assert found.routes[0].result.amount.low == 900
    found, _, _ = ask(tmp_path, rules, CASE, want=Fraction(1201))
    assert found.routes == ()


def test_how_it_would_be_lost(tmp_path):
    """Granted while income is below 6000: lost at 6000."""
    rules = HEAD_OF_RULE + "    当 甲.人员.月收入 < 6000元\n    金额 一次性 100元\n"
    found, _, _ = ask(tmp_path, rules, CASE, lose=True)
    assert [r.changes[0].after for r in found.routes] == [Fraction(6000)]


def test_what_the_case_does_not_say_costs_nothing(tmp_path):
    rules = HEAD_OF_RULE + "    当 甲.人员.在岗 且 甲.人员.户籍 = 本县\n    金额 一次性 100元\n"
    found, _, _ = ask(tmp_path, rules, CASE.replace(", 在岗: 否", ""))
    assert [(c.cell[2], c.before, c.after) for c in found.routes[0].changes] == [
        ("在岗", None, True),
        ("户籍", "外县", "本县"),
    ]
    assert found.routes[0].cost == 2


CONDITIONS = [
    "甲.人员.户籍 = 本县 且 甲.人员.月收入 < 3000元",
    "甲.人员.户籍 = 本县 或 甲.人员.月收入 < 3000元 且 甲.人员.在岗",
    "(甲.人员.学历 ≥ 本科 或 甲.人员.在岗) 且 (甲.人员.户籍 = 本县 或 甲.人员.缴费月数 满 12)",
    "非 (甲.人员.户籍 = 外县 且 甲.人员.月收入 ≥ 4000元) 且 (甲.人员.在岗 或 甲.人员.学历 = 大专)",
    "(甲.人员.在岗 且 甲.人员.学历 = 本科) 或 (甲.人员.在岗 且 甲.人员.月收入 < 3000元 且 甲.人员.户籍 = 本县)",
]
# Every value at which one of the conditions turns over, in the direction the field allows, with its cost.
VALUES = {
    ("人员", "张三", "学历"): (3, ["大专", "本科"]),
    ("人员", "张三", "户籍"): (2, ["本县"]),
    ("人员", "张三", "在岗"): (1, [True]),
    ("人员", "张三", "月收入"): (1, [Fraction("3999.99"), Fraction("2999.99")]),
    ("人员", "张三", "缴费月数"): (1, [Fraction(12)]),
}


@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_least_route_is_found_and_no_other(tmp_path, condition):
    """Against all combinations of changes: those that grant and of which no part grants already."""
    rules = HEAD_OF_RULE + f"    当 {condition}\n    金额 一次性 100元\n"
    found, rulebook, case = ask(tmp_path, rules, CASE)
    granting = []
    for values in product(*([None, *range(len(options))] for _, options in VALUES.values())):
        changes = {
            cell: options[i] for (cell, (_, options)), i in zip(VALUES.items(), values, strict=True) if i is not None
        }
        (result,) = assess(rulebook, apply(rulebook, case, changes)).results
        if result.outcome == "granted":
            granting.append(changes)

    def nearer(a, b):
        """Whether a holds within b: b has all its fields, each as far or further."""
        return all(c in b and VALUES[c][1].index(b[c]) >= VALUES[c][1].index(v) for c, v in a.items())

    least = [g for g in granting if not any(nearer(o, g) and o != g for o in granting)]
    told = [{c.cell: c.after for c in r.changes} for r in found.routes]

    def key(route):
        return sorted((c[2], str(v)) for c, v in route.items())

    assert sorted(map(key, told)) == sorted(map(key, least))
    assert [r.cost for r in found.routes] == sorted(sum(VALUES[c][0] for c in g) for g in least)


ANY_OF_THREE = """    当 甲.人员.月收入 < 3000元 或 甲.人员.户籍 = 本县 或 甲.人员.学历 ≥ 大专
    金额 一次性 100元
"""


def test_once_there_is_a_route_others_may_be_left_and_it_is_said_what_is_sure(tmp_path):
    """Ways that cost 1 (income), 2 (household) and 3 (degree). No time at all for more than one: the nearest is told,
    and that every way that costs less than the next would is among those told."""
    found, _, _ = ask(tmp_path, HEAD_OF_RULE + ANY_OF_THREE, CASE, limits=Limits(enough=0.0))
    assert [r.cost for r in found.routes] == [1]
    assert (found.limit, found.below) == ("seconds", 2)
    found, _, _ = ask(tmp_path, HEAD_OF_RULE + ANY_OF_THREE, CASE)
    assert ([r.cost for r in found.routes], found.limit, found.below) == ([1, 2, 3], "", None)


def test_while_there_is_no_route_the_search_goes_on(tmp_path):
    """Not a moment for others, and two changes that are needed together: they are found all the same."""
    rules = HEAD_OF_RULE + "    当 甲.人员.月收入 < 3000元\n    当 甲.人员.户籍 = 本县\n    金额 一次性 100元\n"
    found, _, _ = ask(tmp_path, rules, CASE, limits=Limits(enough=0.0))
    assert [{c.cell[2] for c in r.changes} for r in found.routes] == [{"月收入", "户籍"}]
    nothing, _, _ = ask(tmp_path, rules, CASE, limits=Limits(seconds=0.0))
    assert (nothing.routes, nothing.limit, nothing.below) == ((), "seconds", 0)


def test_a_party_that_is_not_in_the_case_is_one_route_whatever_it_is_called():
    """Two medals whose teams of experts nobody has named (桐人社发〔2021〕7号 第8条): what is given for one of them
    takes a team of one. Which of two teams that nobody has heard of it is, is no difference."""
    document = "桐人社发〔2021〕7号"
    rulebook = load(Path(__file__).parents[2] / "policy", (document,))
    medal = "选手: 李四, 竞赛: 世界技能大赛, 本县选手: 是, 上级奖励: 0元, 团体人数: 1"
    text = f"""
案例: 试
历史完整: 是
事实:
  竞赛获奖:
    银牌: {{{medal}, 奖项: 银牌, 日期: 2021-10-01}}
    金牌: {{{medal}, 奖项: 金牌, 日期: 2023-10-01}}
"""
    case = bound(rulebook, text, document)
    for medal in ("银牌", "金牌"):
        found = whatif(rulebook, case, "世赛专家团队奖励", medal)
        assert [{(*c.cell[1:], str(c.after)) for c in r.changes} for r in found.routes] == [
            {(medal, "专家团队", "某专家团队"), ("某专家团队", "人数", "1")}
        ]
