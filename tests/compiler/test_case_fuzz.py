"""Any text, any tree and any value gives a case or reasons, and floods of faults end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.diagnostics import catalogue
from tests.compiler.case_policy import FACT, bind

pytestmark = pytest.mark.heavy

WORDS = [
    "案例",
    "文件",
    "历史完整",
    "读法",
    "选择",
    "已知",
    "日期",
    "事实",
    "应得",
    "取证",
    "人员",
    "单位",
    "复审",
    "已领取",
    "证1",
    "张三",
]
WORDS += [
    "级别",
    "费用",
    "次数",
    "占比",
    "时长",
    "首次",
    "证号",
    "别名",
    "原证",
    "雇主",
    "结果",
    "金额",
    "因",
    "追溯",
    "取证补贴",
    "取证补贴@证1",
]
WORDS += [
    "中级",
    "是",
    "未知",
    "~",
    "3万元",
    "60%",
    "2021-05-01",
    "2021-02-30",
    "24个月",
    "不予",
    "一次性3万元",
    "不超过",
    "@",
    "",
    "[",
    "a). b(",
]
SCALARS = st.sampled_from(WORDS) | st.text(max_size=12)
TREES = st.recursive(
    SCALARS, lambda t: st.lists(t, max_size=3) | st.dictionaries(SCALARS, t, max_size=4), max_leaves=25
)


def flow(tree):
    """A tree as YAML; plain where the text allows it, so that unquoted values are met as well."""
    if isinstance(tree, list):
        return "[" + ", ".join(flow(t) for t in tree) + "]"
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{flow(k)}: {flow(v)}" for k, v in tree.items()) + "}"
    if tree in WORDS and tree not in ("@", "[", "", "a). b("):
        return tree
    return '"' + "".join(c if c.isalnum() else f"\\U{ord(c):08X}" for c in tree) + '"'


@settings(max_examples=300, deadline=None)
@given(tree=TREES)
def test_any_tree_gives_a_case_or_reasons(tree):
    for text in (flow(tree), f"事实: {flow(tree)}", f"事实: {{取证: {{证1: {flow(tree)}}}}}\n应得: {flow(tree)}"):
        cases, problems = bind(text)
        assert problems or all(c is not None for c in cases)
        assert all(p.span is not None and p.code.startswith("TL06") for p in problems)
        for problem in problems:
            assert catalogue.message(problem) and catalogue.remedy(problem, "en")


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=120))
def test_any_text_gives_cases_or_reasons(text):
    cases, problems = bind(text)
    assert problems or all(c is not None for c in cases)


@settings(max_examples=300, deadline=None)
@given(
    field=st.sampled_from(["首次", "次数", "分数", "占比", "费用", "时长", "日期", "级别", "证号", "别名"]),
    text=st.text("0123456789.,-/%‰元角分万亿年月日个天是否 /０％．٣", max_size=14),
)
def test_any_value_is_read_or_refused(field, text):
    quoted = text.replace('"', "")
    cases, problems = bind(f'事实: {{取证: {{证1: {{人员: 甲, {field}: "{quoted}"}}}}}}')
    assert {p.code for p in problems} <= {"TL0624", "TL0625", "TL0626", "TL0641"}
    assert bool(problems) == (cases == [None])


FLOODS = {
    "unknown fields": "事实:\n 取证:\n  证1:\n" + "".join(f"   无{i}: 一\n" for i in range(20_000)),
    "unknown kinds": "事实:\n" + "".join(f" 无{i}: {{}}\n" for i in range(20_000)),
    "references": "事实:\n 复审:\n" + "".join(f"  复{i}: {{原证: 无{i}}}\n" for i in range(20_000)),
    "objects": "事实:\n 取证:\n"
    + "".join(f"  证{i}: {{人员: 甲}}\n" for i in range(8_000))
    + "应得:\n"
    + "".join(f" 取证补贴@证{i}: 不予\n" for i in range(16_000)),
    "marks": FACT + "应得:\n" + "".join(f" '{'@' * 150}{i}': 不予\n" for i in range(5_000)),
    "long key": FACT + f"应得: {{? '{'@' * 100_000}' : 不予}}\n",
    "long sum": FACT + "应得: {取证补贴: 不低于" + "不超过" * 100_000 + "}\n",
    "documents": FACT + "文件:\n" + "".join(f" - [无{i}]\n" for i in range(30_000)),
    "digits": "事实: {取证: {证1: {人员: 甲, 次数: " + "9" * 1_000_000 + "}}}\n",
}


@pytest.mark.parametrize("name", FLOODS)
def test_floods_of_faults_end(name):
    _, problems = bind(FLOODS[name])
    assert problems
