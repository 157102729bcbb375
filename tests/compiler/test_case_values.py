"""Values of a case: exact, or refused with a reason."""

import datetime as dt
from fractions import Fraction

import pytest

from compiler.rulebook.terms import Period
from tests.compiler.case_policy import fault, one


def value(field, written):
    case = one(f"事实:\n  取证:\n    证1:\n      人员: 张三\n      {field}: {written}\n")
    return case.facts[0].get(field)


@pytest.mark.parametrize(
    ("field", "written", "meant"),
    [
        ("首次", "是", True),
        ("首次", "Yes", True),
        ("首次", "true", True),
        ("首次", "否", False),
        ("首次", "no", False),
        ("首次", "False", False),
        ("次数", "3", Fraction(3)),
        ("次数", "1,200", Fraction(1200)),
        ("次数", "3次", Fraction(3)),
        ("次数", "２", Fraction(2)),
        ("次数", "-1", Fraction(-1)),
        ("次数", "99999999999999999999", Fraction(10**20 - 1)),
        ("分数", "59.95", Fraction(5995, 100)),
        ("分数", "1.5万", Fraction(15000)),
        ("占比", "60%", Fraction(3, 5)),
        ("占比", "6‰", Fraction(6, 1000)),
        ("占比", "0.6", Fraction(3, 5)),
        ("占比", "3/5", Fraction(3, 5)),
        ("占比", "1/3", Fraction(1, 3)),
        ("费用", "3万元", Fraction(30000)),
        ("费用", "30000元", Fraction(30000)),
        ("费用", "30000", Fraction(30000)),
        ("费用", "1.5万元", Fraction(15000)),
        ("费用", "3,000.05元", Fraction(300005, 100)),
        ("费用", "-800元", Fraction(-800)),
        ("费用", "５角", Fraction(1, 2)),
        ("费用", "100 yuan", Fraction(100)),
        ("时长", "24个月", Period(24, "months")),
        ("时长", "2年", Period(24, "months")),
        ("时长", "1.5年", Period(18, "months")),
        ("时长", "10天", Period(10, "days")),
        ("时长", "10个工作日", Period(10, "workdays")),
        ("时长", "2 years", Period(24, "months")),
        ("日期", "2021-05-01", dt.date(2021, 5, 1)),
        ("日期", "2021-5-1", dt.date(2021, 5, 1)),
        ("日期", "2021年5月1日", dt.date(2021, 5, 1)),
        ("日期", "2024-02-29", dt.date(2024, 2, 29)),
        ("级别", "中级", "中级"),
        ("级别", "'中级 '", "中级"),
        ("工种", "焊工", "焊工"),
        ("证号", "2021-05-01", "2021-05-01"),
        ("证号", "'未知'", "未知"),
        ("证号", "'~'", "~"),
        ("证号", "0017", "0017"),
    ],
)
def test_values_are_exact(field, written, meant):
    found = value(field, written)
    assert found.value == meant and type(found.value) is type(meant)
    assert found.written == written.strip("'").strip() and found.stated


@pytest.mark.parametrize("written", ["300元/月", "300元/month", "300", "300元"])
def test_money_per_month(written):
    case = one(f"事实: {{人员: {{张三: {{月薪: {written}}}}}}}")
    assert case.facts[0].get("月薪").value == 300


@pytest.mark.parametrize(
    ("field", "written", "wanted"),
    [
        ("首次", "1", "是否"),
        ("首次", "也许", "是否"),
        ("次数", "三", "数"),
        ("次数", "1,5", "数"),
        ("次数", "'1 5'", "数"),
        ("次数", "1e3", "数"),
        ("次数", "٣", "数"),
        ("分数", "nan", "数"),
        ("占比", "1/0", "数"),
        ("占比", "60％％", "数"),
        ("费用", "很多", "元"),
        ("费用", "300元/月", "元"),
        ("费用", "3万", None),
        ("费用", "30美元", "元"),
        ("费用", "60%", "元"),
        ("费用", "1000-2000元", "元"),
        ("时长", "24", "期间"),
        ("时长", "0.3个月", "期间"),
        ("时长", "-1年", "期间"),
        ("时长", "半年", "期间"),
        ("日期", "2021-05", "日期"),
        ("日期", "5月1日", "日期"),
        ("日期", "2021-5月1", "日期"),
        ("日期", "'2021-05-01 08:00'", "日期"),
        ("日期", "是", "日期"),
    ],
)
def test_values_of_another_type_are_refused(field, written, wanted):
    if wanted is None:
        assert value(field, written).value == 30000
        return
    text = f"事实:\n  取证:\n    证1:\n      人员: 张三\n      {field}: {written}\n"
    code, line, column, path, fields, _ = fault(text)
    assert (code, line, column, path) == ("TL0624", 5, 13, f"事实/取证/证1/{field}")
    assert fields == {"found": written.strip("'"), "wanted": wanted}


def test_money_per_another_time_is_refused():
    assert fault("事实: {人员: {张三: {月薪: 300元/年}}}")[4] == {"found": "300元/年", "wanted": "元/月"}


def test_lists_take_a_list_or_a_single_value():
    case = one(
        "事实: {取证: {证1: {人员: 甲, 别名: [一, '二 ']}, 证2: {人员: 甲, 别名: 三}, 证3: {人员: 甲, 别名: []}}}",
    )
    assert [f.get("别名").value for f in case.facts[:3]] == [("一", "二"), ("三",), ()]
    assert [f.get("别名").written for f in case.facts[:3]] == ["[一, '二 ']", "三", "[]"]


@pytest.mark.parametrize("written", ["[一, 未知]", "[一, ~]", "[一, [二]]", "{一: 二}"])
def test_a_list_has_no_holes(written):
    code, _, _, path, fields, _ = fault(f"事实: {{取证: {{证1: {{人员: 甲, 别名: {written}}}}}}}")
    assert (code, path, fields["wanted"]) == ("TL0624", "事实/取证/证1/别名", "列表 文本")


@pytest.mark.parametrize("written", ["未知", "unknown", "~", "null", ""])
def test_what_is_not_known_is_not_stated(written):
    case = one(f"事实: {{取证: {{证1: {{人员: 甲, 首次: {written}}}}}}}")
    assert case.facts[0].get("首次") is None


def test_defaults_are_marked_as_such():
    case = one("事实: {人员: {甲: , 乙: {本地: 是}, 丙: {本地: }, 丁: {本地: 未知}}}")
    found = [f.get("本地") for f in case.facts]
    assert [(v.value, v.stated, v.written) for v in found[:3]] == [
        (False, False, "否"),
        (True, True, "是"),
        (False, False, "否"),
    ]
    assert found[3] is None  # said to be unknown: unknown is never no
