"""Whole cases: parts in both languages, facts, references, defaults, texts that look like programs."""

import datetime as dt
from fractions import Fraction

import pytest

from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.source.text import SourceFile
from tests.compiler.case_policy import NUMBER, bind, one


def test_a_whole_case():
    case = one(
        f"""案例: 全
文件: [{NUMBER}]
历史完整: [取证, 已领取]
读法: {{追溯: 可以}}
选择: [取证补贴, 取证补贴@证1]
已知: 2021年5月1日
日期: 2021-06-01
说明: 任意的话
事实:
  取证:
    证1: {{人员: 张三, 级别: 中级, 费用: 800元, 日期: 2021-05-01}}
  复审:
    复1: {{原证: 证1}}
  已领取:
    付1: {{待遇: 旧资助, 文件: 某文件, 享受人: 张三, 事由: 某事, 金额: 2万元, 日期: 2020-09-01, 前发: 是}}
应得:
  取证补贴: 一次性1000元
""",
    )
    assert (case.name, case.documents) == ("全", (NUMBER,))
    assert (case.complete, case.everything_complete) == (("取证", "已领取"), False)
    assert case.is_complete("取证") and not case.is_complete("复审")
    assert case.readings == (("追溯", "可以"),)
    assert case.choices == (("取证补贴", None), ("取证补贴", "证1"))
    assert (case.known, case.on) == (dt.date(2021, 5, 1), dt.date(2021, 6, 1))
    assert [(f.kind, f.id, f.implied) for f in case.facts] == [
        ("取证", "证1", False),
        ("复审", "复1", False),
        ("已领取", "付1", False),
        ("人员", "张三", True),
    ]
    paid = {v.field: v.value for v in case.facts[2].values}
    assert paid == {
        "待遇": "旧资助",
        "文件": "某文件",
        "享受人": "张三",
        "事由": "某事",
        "金额": Fraction(20000),
        "日期": dt.date(2020, 9, 1),
        "前发": True,
    }
    assert case.facts[0].origin.line == 11 and case.facts[0].origin.column == 5


def test_english_keys_say_the_same():
    zh = one(
        f"""案例: 甲
文件: {NUMBER}
历史完整: 是
读法: {{追溯: 可以}}
选择: 取证补贴
已知: 2021-01-02
日期: 2021-01-03
事实:
  取证: {{证1: {{人员: 张三}}}}
  已领取: {{付1: {{待遇: 甲, 文件: 乙, 享受人: 丙, 事由: 丁, 金额: 1元, 日期: 2020-01-01, 前发: no}}}}
应得: {{取证补贴: {{结果: 让位, 金额: 1000元, 条款: 1, 领取: 张三, 因: 首次, 让位于: 复审补贴, 缺: [费用]}}}}
""",
    )
    en = one(
        f"""case: 甲
documents: {NUMBER}
complete: yes
readings: {{追溯: 可以}}
choices: 取证补贴
known: 2021-01-02
on: 2021-01-03
facts:
  取证: {{证1: {{人员: 张三}}}}
  paid: {{付1: {{benefit: 甲, document: 乙, beneficiary: 丙, ground: 丁, amount: 1元, date: 2020-01-01, earlier: no}}}}
expect:
  取证补贴:
    {{outcome: displaced, amount: 1000元, clause: 1,
      payee: 张三, because: 首次, displaced_by: 复审补贴, missing: [费用]}}
""",
    )
    assert zh == en
    assert zh.everything_complete
    assert zh.expected[0].outcome == "displaced" and zh.expected[0].missing == ("费用",)


def test_a_file_with_several_cases():
    cases, problems = bind("事实: {人员: {甲: }}\n---\n案例: 乙\n事实: {人员: {乙: {}}}\n", ("无此号",))
    assert cases == [None, None]
    assert [(p.code, p.span.line) for p in problems] == [("TL0632", 1), ("TL0632", 3)]
    cases, problems = bind("事实: {人员: {甲: }}\n---\n案例: 乙\n事实: {人员: {乙: {}}}\n")
    assert not problems
    assert [(c.name, c.documents, c.facts[0].id) for c in cases] == [
        ("例.yaml#1", (NUMBER,), "甲"),
        ("乙", (NUMBER,), "乙"),
    ]


def test_documents_are_known_before_anything_is_compiled():
    log = Log()
    (raw,) = read_cases(SourceFile("a.yaml", "文件: [甲, 乙, 甲]\n"), log)
    assert raw.documents == ("甲", "乙") and raw.sound and not log.problems


def test_entities_may_be_implied_and_get_their_defaults():
    case = one("事实: {人员: {张三: {单位: 某厂, 雇主: [某厂, 别厂]}}}")
    assert [(f.kind, f.id, f.implied) for f in case.facts] == [
        ("人员", "张三", False),
        ("单位", "某厂", True),
        ("单位", "别厂", True),
    ]
    assert case.facts[1].get("本地").value is True and not case.facts[1].get("本地").stated


def test_events_may_be_named_before_they_stand():
    case = one("事实: {人员: {张三: {证书: [证1]}}, 取证: {证1: {人员: 张三}}}")
    assert case.facts[0].get("证书").value == ("证1",)


ODD = [
    "a). b(",
    "#script (python)",
    "'; drop",
    'say \\"hi\\"',
    "back\\\\slash",
    "%* comment *%",
    "{{x}}",
    "@f(x)",
    "x@y",
    ":- a.",
    "😀",
    "é",
    "not x",
]


@pytest.mark.parametrize("odd", ODD)
def test_texts_survive_verbatim(odd):
    meant = odd.replace('\\"', '"').replace("\\\\", "\\")
    case = one(
        f"""案例: "{odd}"
事实:
  人员: {{"{odd}": {{单位: "{odd}厂"}}}}
  取证: {{"证{odd}": {{人员: "{odd}", 证号: "{odd}", 别名: ["{odd}", "{odd}"]}}}}
  复审: {{复1: {{原证: "证{odd}"}}}}
选择: "取证补贴@证{odd}"
应得:
  "取证补贴@证{odd}": {{领取: "{odd}", 因: ["{odd}"], 缺: "{odd}", 条款: "{odd}"}}
""",
    )
    person, proof, review, firm = case.facts
    assert case.name == person.id == meant and firm.id == f"{meant}厂"
    assert proof.id == f"证{meant}" and proof.get("证号").value == meant and proof.get("别名").value == (meant, meant)
    assert proof.get("人员").value == meant and review.get("原证").value == f"证{meant}"
    assert case.choices == (("取证补贴", f"证{meant}"),)
    expected = case.expected[0]
    assert expected.object == f"证{meant}" and expected.payee == meant and expected.clause == meant
    assert expected.because == expected.missing == (meant,)
