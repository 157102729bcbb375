"""How reasons are told to a reader who has never seen a rule."""

from pathlib import Path

import pytest

from solver.answers.model import Reason, Shown
from solver.questions.plainly import in_short, plainly
from tests.meaning.policy import results

PART = Shown("text", "部分")
RULES = """
枚举 类别：一类、二类

定义 标准（档：类别）：钱数
    为 分情形
        100元 当 档 = 一类
        否则 200元

定义 培训费用（甲：取证）：钱数
    为 甲.费用

定义 加倍（数：钱数）：钱数
    为 数 * 2

待遇 奖励
    对 取证 甲
    享受 甲.人员
    金额 一次性 {amount}
"""


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("甲.费用 的 60%", "费用 的 60%"),
        ("培训费用（甲）的 60%", "培训费用的 60%"),
        ("加倍（甲.费用） + 甲.费用 * 0.5", "加倍（费用） + 费用 * 0.5"),
        # What stands in brackets is no name for the object here, and stays.
        ("标准（二类） + 甲.费用", "标准（二类） + 费用"),
        # Of two things each keeps its name; a formula without a name stays as it is.
        ("甲.费用 + 合计（乙.费用 对于 乙 属于 取证）", "甲.费用 + 合计（乙.费用 对于 乙 属于 取证）"),
        ("标准（二类） * 0.5", "标准（二类） * 0.5"),
    ],
)
def test_a_sum_about_one_thing_leaves_its_name_out(tmp_path: Path, amount: str, told: str) -> None:
    facts = "人员: 张三, 日期: 2022-01-01, 等级: 中级, 费用: 1000元"
    case = f"案例: 问\n事实:\n  取证: {{证: {{{facts}}}}}\n"
    result = results(tmp_path, RULES.format(amount=amount), case)["奖励@证"]

    def steps(nodes: tuple[Reason, ...]) -> list[Reason]:
        return [x for n in nodes for x in ([n] if n.kind == "step" and n.op else []) + steps(n.children)]

    last = steps(result.why)[-1]
    assert last.text == amount
    assert steps(plainly(result.why))[-1].text == told
    assert in_short((last,))[0].text == told


def test_a_condition_keeps_the_names_that_its_rule_has() -> None:
    assert plainly((Reason("test", "no", "甲.级别 = 高级"),))[0].text == "甲.级别 = 高级"


def test_what_cannot_be_decided_names_each_open_reading_once() -> None:
    asked = [Reason("reading", "unknown", f"基数 = {c}", name="基数", right=Shown("text", c)) for c in ("总额", "部分")]
    fact = Reason("missing_fact", "unknown", about="培训/班.费用")
    other = Reason("reading", "unknown", "团体 = 一份", name="团体", right=PART)
    (node,) = plainly((Reason("undecided", "note", "分情形 …", children=(*asked, fact, other)),))
    assert node.text == ""
    assert [(c.kind, c.name or c.about, c.right) for c in node.children] == [
        ("reading", "基数", None),
        ("missing_fact", "培训/班.费用", None),
        ("reading", "团体", PART),
    ]
