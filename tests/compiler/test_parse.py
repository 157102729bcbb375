"""What the grammar accepts, in Chinese and in English, and how it refuses the rest."""

import datetime
from fractions import Fraction

import pytest

from compiler.diagnostics.problem import Log
from compiler.source.text import SourceFile, Span
from compiler.surface import tree as t
from compiler.surface.parse import parse_block


def parse(text: str):
    log = Log()
    return parse_block(Span(SourceFile("x.md", text), 0, len(text)), log), log.problems


def one(text: str):
    (item,), problems = parse(text)
    assert not problems
    return item


ZH = """待遇 大师工作室建设资助
    依据 [3.b] 「对新认定的」
    对 工作室认定 甲
    领取 甲.工作室
    当 甲.级别 = 县级 且 甲.首次申报
    金额 一次性 3万元
"""
EN = """benefit 大师工作室建设资助
    basis [3.b] "对新认定的"
    for 工作室认定 甲
    payee 甲.工作室
    when 甲.级别 = 县级 and 甲.首次申报
    amount once 3万元
"""


def test_chinese_and_english_keywords_give_one_tree():
    assert one(ZH) == one(EN)


def test_full_width_punctuation_is_as_good_as_half_width():
    assert one("定义 成年（甲：人员）：是否\n    为 周岁（甲.出生日期，甲.日期）≥ 18\n") == one(
        "定义 成年(甲: 人员): 是否\n    为 周岁(甲.出生日期, 甲.日期) >= 18\n"
    )


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("3万元", 30000, "元"),
        ("1.5万元", 15000, "元"),
        ("50万元", 500000, "元"),
        ("1,000元", 1000, "元"),
        ("5角", Fraction(1, 2), "元"),
        ("300元/月", 300, "元/月"),
        ("60%", Fraction(3, 5), ""),
        ("1:0.5", Fraction(1, 2), ""),
        ("35岁", 35, ""),
        ("10万", 100000, ""),
    ],
)
def test_literals_are_exact(written, value, unit):
    item = one(f"定义 甲\n    为 {written}\n")
    assert (item.body.value, item.body.unit) == (Fraction(value), unit)


def test_dates_in_both_forms():
    assert one("定义 甲\n    为 2021年4月1日\n").body == one("定义 甲\n    为 2021-04-01\n").body
    assert one("定义 甲\n    为 2021-04-01\n").body.value == datetime.date(2021, 4, 1)


def test_an_impossible_date_is_a_fault_with_a_place():
    items, (problem,) = parse("定义 甲\n    为 2021-02-30\n")
    assert items == []
    assert (problem.code, problem.span.line, problem.span.column) == ("TL0110", 2, 8)


def test_keywords_are_reserved_only_where_they_could_be_meant():
    kind = one("事件 认定\n    级别 (县级 < 市级)\n    日期 日期\n")
    assert [f.name.text for f in kind.fields] == ["级别", "日期"]
    assert kind.fields[0].type.ordered


def test_one_broken_item_does_not_hide_the_next():
    items, problems = parse("条款 1\n定义 甲\n    为 = 3\n条款 2\n定义 乙\n    为 (3\n条款 3\n")
    assert [i.id.text for i in items] == ["1", "2", "3"]
    assert [p.span.line for p in problems] == [3, 6]


def test_a_line_that_may_stand_once():
    _, (problem,) = parse("待遇 甲\n    对 取证 乙\n    对 取证 丙\n    金额 一次性 1元\n")
    assert problem.code == "TL0108"


def test_the_boundary_word_is_kept():
    item = one("定义 甲\n    为 乙.年龄 在 35 以下（含）\n")
    assert item.body == t.Compare(
        "le", t.Access(t.Ref("乙"), t.Word("年龄")), t.Number(Fraction(35), "", "35"), "ORLESS", True
    )


def test_tiers_pair_keys_and_values():
    item = one("定义 甲\n    为 分档 乙.奖项\n        金牌、银牌: 50万元、35万元\n        否则 未规定\n")
    (row,) = item.body.rows
    assert [k.name for k in row.keys] == ["金牌", "银牌"]
    assert [v.value for v in row.values] == [500000, 350000]
    assert isinstance(item.body.otherwise, t.Unsettled)
