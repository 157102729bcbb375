"""What a case expects its sums to come to together."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.compiler.case_policy import fault, one

FACTS = "事实: {人员: {李四: {}}, 取证: {证1: {人员: 甲}}}\n"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("9000元", [(9000, 9000, None, None, ())]),
        ("一次性3万元", [(30000, 30000, "once", None, ())]),
        ("不低于3000元", [(3000, None, None, None, ())]),
        ("每次100元至200元", [(100, 200, "time", None, ())]),
        ("{一次性: 3万元, 每年: 不超过6000元}", [(30000, 30000, "once", None, ()), (0, 6000, "year", None, ())]),
        ("{monthly: 300 yuan}", [(300, 300, "month", None, ())]),
        ("{领取: 李四, 金额: 每月300元}", [(300, 300, "month", "李四", ())]),
        ("{benefits: [取证补贴], amount: 5}", [(5, 5, None, None, ("取证补贴",))]),
        ("[5元, {payee: 李四, amount: 1元}]", [(5, 5, None, None, ()), (1, 1, None, "李四", ())]),
    ],
)
@pytest.mark.parametrize("key", ["合计", "total"])
def test_totals(written: str, meant: list[tuple[object, ...]], key: str) -> None:
    case = one(f"{FACTS}应得: {{{key}: {written}}}")
    found = [(t.amount.low, t.amount.high, t.amount.per, t.payee, t.benefits) for t in case.totals]
    expected = [(Fraction(low), None if high is None else Fraction(high), *rest) for low, high, *rest in meant]
    assert (found, case.expected) == (expected, ())


@pytest.mark.parametrize(
    ("written", "code", "path"),
    [
        ("大概", "TL0635", "应得/合计"),
        ("准予", "TL0635", "应得/合计"),
        ("未定额", "TL0635", "应得/合计"),
        ("~", "TL0635", "应得/合计"),
        ("[]", "TL0635", "应得/合计"),
        ("{领取: 李四}", "TL0635", "应得/合计"),
        ("{每月: 300元/年}", "TL0635", "应得/合计/每月"),
        ("{每月: 1元, monthly: 2元}", "TL0606", "应得/合计/monthly"),
        ("{金额: 1元, 条款: 3}", "TL0620", "应得/合计/条款"),
        ("{金额: 1元, 领取: 王五}", "TL0634", "应得/合计/领取"),
        ("{金额: 1元, 领取: [李四]}", "TL0639", "应得/合计/领取"),
        ("{金额: 1元, 待遇: 没有的补贴}", "TL0633", "应得/合计/待遇"),
    ],
)
def test_totals_that_are_not_understood(written: str, code: str, path: str) -> None:
    found = fault(f"{FACTS}应得:\n  合计: {written}\n")
    assert (found[0], found[3]) == (code, path)


def test_a_total_stands_once() -> None:
    found = fault(f"{FACTS}应得:\n  合计: 1元\n  total: 2元\n")
    assert (found[0], found[1], found[3]) == ("TL0606", 4, "应得/total")


def test_more_that_an_expectation_can_say() -> None:
    case = one(f"{FACTS}应得: {{取证补贴: {{结果: 不予, 非因: [级别, 日期], 决定条款: 试人社发〔2021〕1号 3}}}}")
    (found,) = case.expected
    assert (found.not_because, found.decided_by) == (("级别", "日期"), "试人社发〔2021〕1号 3")
    english = one(f"{FACTS}应得: {{取证补贴: {{outcome: refused, not_because: 级别, decided_by: 3}}}}")
    assert (english.expected[0].not_because, english.expected[0].decided_by) == (("级别",), "3")
