"""Why another day is answered otherwise, as a citizen reads it. The sentences are worked out from the rules by hand."""

from __future__ import annotations

import re

import pytest

from solver.questions.assess import assess
from solver.questions.plainly import plainly
from solver.questions.turns import turns
from tests.meaning.policy import HEAD
from tests.questions.test_timeline import _open
from tiaoli.screen.phrases import place, sentence
from tiaoli.screen.reasons import simplified
from tiaoli.words import words_of

ZH = words_of("zh")
SPOKEN = HEAD.replace(
    "    费用 钱数\n    日期 日期\n\n事件",
    "    费用 钱数\n    日期 日期\n"
    "        说法 「您取得证书的日期是{值}」\n        说法 「you were certified on {值}」\n\n事件",
)
CASE = "案例: 问\n历史完整: 是\n事实:\n  取证:\n    证: {人员: 张三, 等级: 高级, 日期: 2022-01-31}\n"
SECOND = "    旧: {人员: 张三, 等级: 初级, 日期: 2022-06-01}\n"
BENEFIT = "待遇 津贴\n    对 取证 甲\n    享受 甲.人员\n"


def told(tmp_path, rules, case=CASE, object_="证", head=SPOKEN):
    """For each day but the first on which the answer turns: outcome and sum, and the sentences."""
    rulebook, bound = _open(tmp_path, rules, case, head)
    result = next(r for r in assess(rulebook, bound, explain=False).results if r.object == object_)
    found = {}
    for stretch in turns(rulebook, bound, result).stretches[1:]:
        nodes = simplified(plainly(stretch.causes))
        assert all(node.document and (node.clause or node.kind == "window") for node in stretch.causes)
        amount = stretch.result.amount.low
        lines = [(n.state, sentence(n, ZH), *(sentence(c, ZH) for c in n.children)) for n in nodes]
        found[stretch.start.isoformat()] = (amount if stretch.result.outcome == "granted" else None, lines)
    return found


def test_the_vocabulary_says_the_fact_and_the_law_its_day(tmp_path):
    found = told(tmp_path, BENEFIT + "    金额 一次性 500元\n")
    assert found == {"2021-01-01": (500, [("yes", "您取得证书的日期是2021年1月1日，本条自2021年1月1日起施行")])}


def test_the_last_day_is_told_with_the_day_after(tmp_path):
    head = SPOKEN.replace("    施行 2021-01-01\n", "    施行 2021-01-01\n    失效 2022-12-31\n")
    found = told(tmp_path, BENEFIT + "    金额 一次性 500元\n", head=head)
    assert found["2023-01-01"] == (None, [("no", "您取得证书的日期是2023年1月1日，本条到2022年12月31日为止")])


def test_a_day_that_the_law_reaches_back_to(tmp_path):
    head = SPOKEN.replace("条款 1\n", "条款 1\n    追溯 2020-07-01\n")
    found = told(tmp_path, BENEFIT + "    金额 一次性 500元\n", head=head)
    # From 2021 on the clause itself is in force; nothing turns.
    assert found == {"2020-07-01": (500, [("yes", "您取得证书的日期是2020年7月1日，追溯到2020年7月1日")])}


def test_a_computed_comparison_goes_by_the_name_that_the_drafter_gave_it(tmp_path):
    rules = BENEFIT + "    当 年满六十：周岁（甲.人员.出生日，甲.日期）满 60\n    金额 一次性 500元\n"
    found = told(tmp_path, rules, CASE + "  人员: {张三: {出生日: 1962-02-28}}\n")
    assert found == {"2022-02-28": (500, [("yes", "年满六十：实为 60，要求 ≥ 60（是否含本数依《民法典》第1259条）")])}


def test_a_definition_is_told_with_those_it_is_about(tmp_path):
    """500 in place of 800 where the other certificate is of the same month."""
    rules = (
        "定义 同月（甲：取证、乙：取证）：是否\n"
        "    为 年（甲.日期）= 年（乙.日期）且 月（甲.日期）= 月（乙.日期）\n\n"
        + BENEFIT
        + "    金额 一次性 分情形\n"
        + "        500元 当 存在（乙 属于 取证 当 乙.等级 = 初级 且 同月（甲、乙））\n        否则 800元\n"
    )
    found = told(tmp_path, rules, CASE + SECOND)
    assert found["2022-06-01"] == (500, [("yes", "「同月」（旧）成立")])
    assert found["2022-07-01"] == (800, [("no", "「同月」（旧）不成立")])


def test_two_facts_are_told_by_their_names(tmp_path):
    rules = BENEFIT + "    当 非 存在（乙 属于 取证 当 乙.日期 < 甲.日期）\n    金额 一次性 500元\n"
    found = told(tmp_path, rules, CASE + SECOND)
    line = "取证「旧」的日期（2022年6月1日）早于取证「证」的日期（2022年6月2日）"
    assert found["2022-06-02"] == (None, [("note", line)])


def test_what_an_alternative_makes_good_is_no_cause(tmp_path):
    """On 1 June 2022 the first way in opens, and the second has been open all the time."""
    rules = BENEFIT + "    当 甲.日期 ≥ 2022-06-01 或 甲.等级 = 高级\n    金额 一次性 500元\n"
    assert list(told(tmp_path, rules)) == ["2021-01-01"]


def test_a_rule_between_claims_is_named_with_its_window(tmp_path):
    """Of two certificates in a year the earlier is paid; of one day the first in the order of names."""
    found = told(tmp_path, BENEFIT + "    金额 一次性 500元\n    限 1次 每 自然年 先到\n", CASE + SECOND)
    assert {day: amount for day, (amount, _) in found.items()} == {
        "2021-01-01": 500,
        "2022-06-01": None,
        "2023-01-01": 500,
    }
    (later,) = found["2023-01-01"][1]
    assert re.fullmatch("按「.+」，取证「证」的日期（2023年1月1日）晚于取证「旧」的日期（2022年6月1日）", later[1])
    assert later[2] == "不在“自然年”以内"


def test_a_cap_that_claims_share(tmp_path):
    found = told(tmp_path, BENEFIT + "    金额 一次性 800元\n    封顶 1000元 每 甲.人员 每 自然年\n", CASE + SECOND)
    assert {day: amount for day, (amount, _) in found.items()} == {
        "2021-01-01": 800,
        "2022-06-01": 200,
        "2023-01-01": 800,
    }
    assert [c for *_, c in found["2023-01-01"][1]] == ["不在“自然年”以内"]


@pytest.mark.parametrize(("language", "said"), [("zh", "第1条"), ("en", "clause 1")])
def test_each_cause_has_its_place(tmp_path, language, said):
    rulebook, bound = _open(tmp_path, BENEFIT + "    金额 一次性 500元\n", CASE, SPOKEN)
    (result,) = assess(rulebook, bound, explain=False).results
    (cause,) = turns(rulebook, bound, result).stretches[1].causes
    assert place(cause.document, cause.clause, cause.document, words_of(language)).lower() == said
