"""How reasons are told to a reader who has never seen a rule."""

import pytest

from solver.answers.model import Reason, Shown
from solver.questions.plainly import in_short, plainly

PART = Shown("text", "部分")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("甲.培训费 的 60%", "培训费 的 60%"),
        ("培训费用（甲）的 60%", "培训费用的 60%"),
        ("甲.专家团队.人数 * 1.5", "专家团队.人数 * 1.5"),
        ("cost(a) * 0.5 - a.paid", "cost * 0.5 - paid"),
        ("较小（甲.天数、20）", "较小（天数、20）"),
        # Of two things each keeps its name; a number with a point and a text without a name stay as they are.
        ("甲.费用 - 乙.费用", "甲.费用 - 乙.费用"),
        ("费用（甲）- 乙.费用", "费用（甲）- 乙.费用"),
        ("0.5 * 1000元", "0.5 * 1000元"),
    ],
)
def test_a_sum_about_one_thing_leaves_its_name_out(written: str, told: str) -> None:
    (node,) = plainly((Reason("step", "note", written),))
    assert node.text == told
    assert in_short((Reason("cap", "note", written),))[0].text == told


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
