"""Every fault of a case with its code, place, path, fields and near names."""

import pytest

from compiler.diagnostics import catalogue
from compiler.source.text import width
from tests.compiler.case_policy import FACT, NUMBER, bind, fault, one

LONG = "长" * 201


@pytest.mark.parametrize(
    ("text", "code", "path", "fields", "near"),
    [
        (FACT + "‸文档: 甲\n", "TL0620", "文档", {"found": "文档"}, None),
        (FACT + "‸expects: {}\n", "TL0620", "expects", {"found": "expects"}, None),
        (FACT + "‸facts: {}\n", "TL0606", "facts", {"found": "facts"}, ()),
        ("‸- 甲\n", "TL0621", "", {"found": "- 甲"}, ()),
        ("事实: ‸[甲]\n", "TL0621", "事实", {"found": "事实"}, ()),
        ("事实: {取证: ‸甲}\n", "TL0621", "事实/取证", {"found": "取证"}, ()),
        ("事实: {人员: {张三: ‸1990-01-01}}\n", "TL0621", "事实/人员/张三", {"found": "张三"}, ()),
        (FACT + "读法: ‸追溯\n", "TL0621", "读法", {"found": "读法"}, ()),
        ("事实: {‸取得证: {证1: {}}}\n", "TL0622", "事实/取得证", {"found": "取得证"}, ("取证",)),
        (
            "事实: {取证: {证1: {人员: 甲, ‸费: 1元}}}\n",
            "TL0623",
            "事实/取证/证1/费",
            {"found": "费", "kind": "取证"},
            None,
        ),
        ("案例: ‸[甲]\n" + FACT, "TL0624", "案例", {"found": "[甲]", "wanted": "文本"}, ()),
        (FACT + "日期: ‸昨天\n", "TL0624", "日期", {"found": "昨天", "wanted": "日期"}, ()),
        (FACT + "已知: ‸2021-02-29\n", "TL0625", "已知", {"found": "2021-02-29"}, ()),
        (
            "事实: {复审: {复1: {日期: ‸2021年13月1日}}}\n",
            "TL0625",
            "事实/复审/复1/日期",
            {"found": "2021年13月1日"},
            (),
        ),
        (
            "事实: {取证: {证1: {人员: 甲, 级别: ‸中级工}}}\n",
            "TL0626",
            "事实/取证/证1/级别",
            {"found": "中级工", "enum": "取证.级别"},
            None,
        ),
        ("事实: {取证: {‸证1: {}}}\n", "TL0627", "事实/取证/证1", {"field": "人员", "kind": "取证", "id": "证1"}, ()),
        (
            "事实: {取证: {证1: {‸人员: 未知}}}\n",
            "TL0627",
            "事实/取证/证1/人员",
            {"field": "人员", "kind": "取证", "id": "证1"},
            (),
        ),
        ("事实: {人员: {甲: {}}, 单位: {‸甲: {}}}\n", "TL0628", "事实/单位/甲", {"found": "甲"}, ()),
        ("事实: {人员: {甲: {}, ‸'甲 ': {}}}\n", "TL0628", "事实/人员/甲", {"found": "甲"}, ()),
        (
            "事实: {复审: {复1: {原证: ‸证9}}, 取证: {证1: {人员: 张三}}}\n",
            "TL0629",
            "事实/复审/复1/原证",
            {"found": "证9", "kind": "取证"},
            ("证1",),
        ),
        ("事实: {人员: {甲: {单位: ‸甲}}}\n", "TL0629", "事实/人员/甲/单位", {"found": "甲", "kind": "单位"}, ()),
        (FACT + "读法: {‸能否追溯: 可以}\n", "TL0630", "读法/能否追溯", {"found": "能否追溯"}, ("追溯",)),
        (
            FACT + "读法: {追溯: ‸都行}\n",
            "TL0631",
            "读法/追溯",
            {"found": "都行", "reading": "追溯"},
            (
                "可以",
                "不可以",
            ),
        ),
        (FACT + "应得: {‸考证补贴: 不予}\n", "TL0633", "应得/考证补贴", {"found": "考证补贴"}, None),
        (FACT + "选择: [‸考证补贴@证1]\n", "TL0633", "选择", {"found": "考证补贴"}, None),
        (FACT + "应得: {‸取证补贴@证9: 不予}\n", "TL0634", "应得/取证补贴@证9", {"found": "证9"}, ("证1",)),
        (FACT + "应得: {‸取证补贴@张三: 不予}\n", "TL0634", "应得/取证补贴@张三", {"found": "张三"}, ()),
        (FACT + "选择: ‸取证补贴@证9\n", "TL0634", "选择", {"found": "证9"}, ("证1",)),
        (FACT + "历史完整: [取证, ‸获奖]\n", "TL0636", "历史完整", {"found": "获奖"}, ()),
        ("‸案例: 空\n", "TL0637", "", {}, ()),
        ("案例: 空\n‸事实:\n", "TL0637", "事实", {}, ()),
        ("案例: 空\n‸事实: {人员: {}}\n", "TL0637", "事实", {}, ()),
        ("事实: {取证: {证1: {人员: ‸[甲, 乙]}}}\n", "TL0639", "事实/取证/证1/人员", {"field": "人员"}, ()),
        ("事实: {取证: {证1: {人员: 甲, 次数: ‸1.5}}}\n", "TL0641", "事实/取证/证1/次数", {"found": "1.5"}, ()),
        ("事实: {取证: {证1: {人员: 甲, 次数: ‸100%}}}\n", "TL0641", "事实/取证/证1/次数", {"found": "100%"}, ()),
        ('案例: ‸"甲\\n乙"\n' + FACT, "TL0642", "案例", {"found": "甲\n乙"}, ()),
        ('事实: {人员: {"甲\\t": {}, ‸"乙\\t丙": {}}}\n', "TL0642", "事实/人员", {"found": "乙\t丙"}, ()),
        (
            "事实: {取证: {证1: {人员: 甲, 证号: ‸" + LONG + "}}}\n",
            "TL0642",
            "事实/取证/证1/证号",
            {"found": LONG[:40]},
            (),
        ),
        (
            "事实: {取证: {证1: {人员: 甲}, 证2: {人员: 甲}}}\n应得: {‸取证补贴: 不予}\n",
            "TL0643",
            "应得/取证补贴",
            {"found": "取证补贴"},
            (
                "取证补贴@证1",
                "取证补贴@证2",
            ),
        ),
        (
            FACT + "应得: {取证补贴: 不予, ‸取证补贴@证1: 准予}\n",
            "TL0606",
            "应得/取证补贴@证1",
            {"found": "取证补贴@证1"},
            (),
        ),
        (
            "事实: {人员: {甲: {单位: 乙}, 丙: {雇主: ‸甲}}}\n",
            "TL0629",
            "事实/人员/丙/雇主",
            {"found": "甲", "kind": "单位"},
            (),
        ),
    ],
)
def test_each_fault_has_its_place(text, code, path, fields, near):
    """The mark ‸ in the text is the place; ``near`` is looked at unless it is None."""
    before, _, after = text.partition("‸")
    line, column = before.count("\n") + 1, width(before.rpartition("\n")[2]) + 1
    found = fault(before + after)
    assert found[:5] == (code, line, column, path, fields)
    assert near is None or found[5] == near
    assert set(fields) == set(catalogue.page(code).fields)


def test_near_names_are_given():
    wrong = "事实: {取证: {证1: {人员: 甲, 级别: 中级工, 证书号: 一}}}\n应得: {考证补贴: 不予}\n"
    near = {p.code: p.near for p in bind(wrong)[1]}
    assert near["TL0626"][0] == "中级"
    assert "证号" in near["TL0623"]
    assert near["TL0633"][0] == "取证补贴"


def test_one_name_for_two_kinds_that_are_only_referred_to():
    text = "事实: {人员: {甲: {单位: 乙}}, 取证: {证1: {人员: 乙}}}\n"
    assert fault(text)[:4] == ("TL0628", 1, 51, "事实/取证/证1/人员")


@pytest.mark.parametrize("number", ["试人社发〔2021〕2号", "试人社发〔2020〕9号"])
def test_a_document_that_is_not_held(number):
    """The second one is known by name only."""
    cases, (problem,) = bind(FACT + f"文件: [{NUMBER}, {number}]\n", ())
    assert (cases, problem.code, problem.path) == ([None], "TL0632", ("文件",))
    assert (problem.span.line, problem.span.column, problem.span.text) == (2, 29, number)
    assert problem.near[0] == NUMBER


def test_a_reader_may_ask_for_another_document_than_the_case():
    (case,), problems = bind(FACT + "文件: 别的文件\n", (NUMBER,))
    assert not problems and case.documents == (NUMBER,)


def test_no_document_at_all():
    cases, (problem,) = bind("\n" + FACT, ())
    assert (cases, problem.code, problem.span.line, problem.span.column) == ([None], "TL0638", 2, 1)


def test_all_faults_of_a_case_come_at_once():
    text = """案例: 甲
备注: 乙
历史完整: [获奖]
读法: {追溯: 都行, 追溯: 可以}
事实:
  取证:
    证1: {级别: 特级, 费用: 很多, 花费: 1, 日期: 2024-06-31}
  获奖: {奖1: {}}
  复审: {复1: {原证: 奖1}}
应得: {取证补贴: 不知, 考证补贴: 不予, 复审补贴@奖1: 不予}
选择: 取证补贴@证9
"""
    cases, problems = bind(text)
    assert cases == [None]
    assert sorted(p.code for p in problems) == sorted(
        [
            "TL0606",
            "TL0620",
            "TL0636",
            "TL0631",
            "TL0627",
            "TL0626",
            "TL0624",
            "TL0623",
            "TL0625",
            "TL0622",
            "TL0635",
            "TL0633",
            "TL0634",
        ]
    )


def test_a_case_with_a_key_that_stands_twice_is_never_decided():
    cases, problems = bind("事实: {人员: {甲: {本地: 是, 本地: 否}}}\n---\n" + FACT)
    assert [p.code for p in problems] == ["TL0606"]
    assert cases[0] is None and cases[1] is not None


def test_two_hundred_characters_are_allowed():
    case = one("事实: {取证: {证1: {人员: 甲, 证号: " + "长" * 200 + "}}}")
    assert case.facts[0].get("证号").value == "长" * 200


@pytest.mark.parametrize("answer", ["否", "no", "", "~"])
def test_nothing_is_complete_unless_it_is_said(answer):
    case = one(FACT + f"历史完整: {answer}\n")
    assert not case.everything_complete and case.complete == ()
