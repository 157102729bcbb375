"""Quotations: what a rule, a clause's own line or a head rests on stands in the text, and is then accounted for."""

import pytest

from compiler.driver import check, sentences

NUMBER = "样发〔2024〕1号"
TEXT = """# 样例办法

```tiaoli
文件 样发〔2024〕1号
    标题 「样例办法」
    级别 县
    施行 2024-06-01
{head}
```

持证的人给予补贴100元。

```tiaoli
条款 1
    追溯 2024-01-01
        依据 「{back}」

事件 登记
    持证 是否
    日期 日期

待遇 补贴
    依据 「持证的人给予补贴100元」
    对 登记 甲
    当 甲.持证
    金额 一次性 100元
```

第一条自2024年1月1日起执行。本办法由县局制定。

```tiaoli
条款 2
```
"""


def _check(folder, head, back):
    (folder / "办法.md").write_text(TEXT.format(head=head, back=back), encoding="utf-8")
    return [(p.code, dict(p.fields).get("found")) for p in check(folder, (NUMBER,))]


HEAD = "    依据 「本办法由县局制定」"


def test_a_retroactive_date_rests_on_a_sentence_of_another_clause(tmp_path):
    assert _check(tmp_path, HEAD, "第一条自2024年1月1日起执行") == []
    assert [s.text for s in sentences(tmp_path, NUMBER) if not s.uses] == []


@pytest.mark.parametrize(
    ("head", "back", "wrong"),
    [(HEAD, "第一条自2023年1月1日起执行", "第一条自2023年1月1日起执行"),
     ("    依据 「本办法由市局制定」", "第一条自2024年1月1日起执行", "本办法由市局制定")],
)  # fmt: skip
def test_a_quotation_that_stands_nowhere_is_refused(tmp_path, head, back, wrong):
    assert _check(tmp_path, head, back) == [("TL0201", wrong)]


def test_a_sentence_that_nothing_rests_on_is_left_over(tmp_path):
    _check(tmp_path, "", "第一条自2024年1月1日起执行")
    assert [s.text for s in sentences(tmp_path, NUMBER) if not s.uses] == ["本办法由县局制定。"]
