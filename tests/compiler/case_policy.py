"""A small policy for tests of cases, and cases bound to it."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

from compiler.cases.bind import bind_case
from compiler.cases.model import Case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log, Problem
from compiler.driver import compile_library
from compiler.rulebook.model import Rulebook
from compiler.source.text import SourceFile

NUMBER = "试人社发〔2021〕1号"
POLICY = """# 试行办法

```tiaoli
文件 试人社发〔2021〕1号
    级别 县
    施行 2021-01-01

未存 试人社发〔2020〕9号 「旧办法」

枚举 工种: 钳工、焊工

主体 单位
    名称 文本
    本地 是否 默认 是

主体 人员
    生日 日期
    单位 单位
    本地 是否 默认 否
    月薪 钱数/月
    证书 列表 取证
    雇主 列表 单位

事件 取证
    人员 人员 必填
    级别 (初级 < 中级 < 高级)
    工种 工种
    费用 钱数
    次数 整数
    分数 小数
    占比 比例
    时长 期间
    首次 是否
    证号 文本
    别名 列表 文本
    日期 日期

事件 复审
    原证 取证
    日期 日期
```

第一条　给予补贴。可以追溯。

```tiaoli
条款 1

待遇 取证补贴
    对 取证 甲
    享受 甲.人员
    金额 一次性 1000元

待遇 复审补贴
    对 复审 甲
    享受 甲.原证.人员
    金额 一次性 100元

读法 追溯
    严重 H
    依据 「可以追溯」
    问 「是否追溯？」
    选 可以 「可以」
    选 不可以 「不可以」
    涉及 取证补贴
```
"""


FACT = "事实: {取证: {证1: {人员: 张三}}}\n"


@lru_cache(maxsize=1)
def rulebook() -> Rulebook:
    """The policy, compiled once."""
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "办法.md").write_text(POLICY, encoding="utf-8")
        return compile_library(Path(name), (NUMBER,))


def bind(text: str, default: tuple[str, ...] = (NUMBER,)) -> tuple[list[Case | None], list[Problem]]:
    """The cases of a text and everything that was said of it."""
    log = Log()
    cases = [bind_case(raw, rulebook(), default, log) for raw in read_cases(SourceFile("例.yaml", text), log)]
    return cases, log.problems


def one(text: str) -> Case:
    """The one case of a text without fault."""
    (case,), problems = bind(text)
    assert case is not None and not problems, [(p.code, p.fields) for p in problems]
    return case


def fault(text: str) -> tuple[str, int, int, str, dict[str, str], tuple[str, ...]]:
    """Code, line, screen column, path, fields and near names of the one problem of a text."""
    cases, problems = bind(text)
    assert len(problems) == 1, [(p.code, p.fields) for p in problems]
    assert all(c is None for c in cases)
    p = problems[0]
    assert p.span is not None
    return p.code, p.span.line, p.span.column, "/".join(p.path), dict(p.fields), p.near
