"""Small policies for tests: a head and words are given, the rules are the test's own."""

from __future__ import annotations

from pathlib import Path

from compiler.cases.bind import bind_case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.driver import compile_library
from compiler.source.text import SourceFile
from solver.questions.assess import assess

NUMBER = "试人社发〔2021〕1号"
HEAD = """# 试行办法

```tiaoli
文件 试人社发〔2021〕1号
    级别 县
    施行 2021-01-01
    解释 某局

主体 人员
    出生日 日期

事件 取证
    人员 人员
    等级 (初级 < 中级 < 高级)
    职业 文本
    费用 钱数
    日期 日期

事件 培训
    人员 人员
    证书 取证
    天数 整数
    费用 钱数
    日期 日期
```

1. 办法全文。

```tiaoli
条款 1
```

"""


def library(tmp_path: Path, rules: str, head: str = HEAD) -> Path:
    """A library folder with one document whose rules are ``rules``."""
    folder = tmp_path / "办法"
    folder.mkdir(exist_ok=True)
    (folder / "办法.md").write_text(f"{head}```tiaoli\n{rules}\n```\n", encoding="utf-8")
    return tmp_path


def results(tmp_path: Path, rules: str, case: str, head: str = HEAD):
    """The results of a case, by ``benefit@object``."""
    rulebook = compile_library(library(tmp_path, rules, head), (NUMBER,))
    log = Log()
    (raw,) = read_cases(SourceFile("case.yaml", case), log)
    bound = bind_case(raw, rulebook, (NUMBER,), log)
    assert not log.problems, [(p.code, p.fields) for p in log.problems]
    return {f"{r.benefit}@{r.object}": r for r in assess(rulebook, bound, explain=True).results}


def said(result) -> str:
    """Outcome and amount in one word."""
    a = result.amount
    if result.outcome != "granted":
        return result.outcome
    if a.kind == "exact":
        return f"{a.low}"
    return f"[{a.low},{a.high}]" if a.kind == "interval" else a.kind
