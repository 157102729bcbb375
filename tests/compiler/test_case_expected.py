"""What a case expects: amounts, outcomes, mappings."""

from fractions import Fraction

import pytest

from compiler.cases.model import ExpectedAmount
from tests.compiler.case_policy import fault, one


def sum_of(low, high=None, per=None, is_open=False, exact=False):
    low = None if low is None else Fraction(low)
    return low, low if exact else None if high is None else Fraction(high), is_open, per


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("一次性3万元", sum_of(30000, per="once", exact=True)),
        ("每月300元", sum_of(300, per="month", exact=True)),
        ("300元/月", sum_of(300, per="month", exact=True)),
        ("每月300元/月", sum_of(300, per="month", exact=True)),
        ("3000元", sum_of(3000, exact=True)),
        ("3000", sum_of(3000, exact=True)),
        ("0元", sum_of(0, exact=True)),
        ("每次不超过1000元", sum_of(0, 1000, "time")),
        ("每年不低于3000元", sum_of(3000, None, "year")),
        ("每年不低于3000元不超过5000元", sum_of(3000, 5000, "year")),
        ("未定额", sum_of(None, None, None, True)),
        ("一次性未定额", sum_of(None, None, "once", True)),
        ("once 30000", sum_of(30000, per="once", exact=True)),
        ("monthly 300", sum_of(300, per="month", exact=True)),
        ("each_time at most 1000", sum_of(0, 1000, "time")),
        ("yearly at least 3000", sum_of(3000, None, "year")),
        ("at least 3000 at most 5000", sum_of(3000, 5000)),
        ("daily 5 yuan", sum_of(5, per="day", exact=True)),
        ("open", sum_of(None, None, None, True)),
    ],
)
def test_expected_amounts(written, meant):
    case = one(f"事实: {{取证: {{证1: {{人员: 甲}}}}}}\n应得: {{取证补贴: {written}}}")
    (found,) = case.expected
    assert found.outcome == "granted" and found.amount == ExpectedAmount(*meant, written)
    assert (found.benefit, found.object) == ("取证补贴", None)


@pytest.mark.parametrize(
    ("written", "outcome"),
    [("准予", "granted"), ("不予", "refused"), ("让位", "displaced"), ("待定", "undetermined")]
    + [(w, w) for w in ("granted", "refused", "displaced", "undetermined")],
)
def test_expected_outcomes(written, outcome):
    for form in (written, f"{{结果: {written}}}"):
        case = one(f"事实: {{取证: {{证1: {{人员: 甲}}}}}}\n应得: {{取证补贴@证1: {form}}}")
        assert (case.expected[0].outcome, case.expected[0].amount, case.expected[0].object) == (outcome, None, "证1")


@pytest.mark.parametrize(
    "written",
    [
        "大概一千",
        "",
        "~",
        "'  '",
        "{}",
        "[不予]",
        "一次性",
        "不超过",
        "不低于3元不超过2元",
        "每月300元/年",
        "300元/学时",
        "1000元左右",
        "每次大约不超过1000元",
        "准予1000元",
        "一次性60%",
    ],
)
def test_expectations_that_are_not_understood(written):
    text = f"事实: {{取证: {{证1: {{人员: 甲}}}}}}\n应得:\n  取证补贴: {written}\n"
    code, line, column, path, _, _ = fault(text)
    assert (code, line, path) == ("TL0635", 3, "应得/取证补贴")
    assert column == (13 if written else 12)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("{结果: 也许}", ("TL0635", 16, "应得/取证补贴/结果")),
        ("{金额: 不予}", ("TL0635", 16, "应得/取证补贴/金额")),
        ("{结局: 不予}", ("TL0620", 10, "应得/取证补贴/结局")),
        ("{条款: [1, 2]}", ("TL0639", 16, "应得/取证补贴/条款")),
        ("{文件: 甲}", ("TL0632", 16, "应得/取证补贴/文件")),
        ("{领取: 李四}", ("TL0634", 16, "应得/取证补贴/领取")),
        ("{让位于: 甲}", ("TL0633", 18, "应得/取证补贴/让位于")),
        ("{因: [[1]]}", ("TL0624", 15, "应得/取证补贴/因")),
        ("{结果: 不予, outcome: 不予}", ("TL0606", 22, "应得/取证补贴/outcome")),
    ],
)
def test_faults_inside_an_expectation(body, found):
    text = f"事实: {{取证: {{证1: {{人员: 甲}}}}}}\n应得:\n  取证补贴:\n        {body}\n"
    code, line, column, path, _, _ = fault(text)
    assert (code, line, column, path) == (found[0], 4, found[1], found[2])
