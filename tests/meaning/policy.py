"""Small policies for tests: a head and words are given, the rules are the test's own."""

from __future__ import annotations

from pathlib import Path

from compiler.cases.bind import bind_case
from compiler.cases.model import Case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.driver import compile_library
from compiler.rulebook.model import Rulebook
from compiler.source.text import SourceFile
from solver.questions.assess import assess

NUMBER = "试人社发〔2021〕1号"


def head(words: str) -> str:
    """The beginning of a document: its heading and these declarations."""
    return f"""# 试行办法

```tiaoli
文件 {NUMBER}
    级别 县
    施行 2021-01-01
    解释 某局

{words.strip()}
```

1. 办法全文。

```tiaoli
条款 1
```

"""


HEAD = head("""
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
""")


def library(tmp_path: Path, rules: str, head: str = HEAD) -> Path:
    """A library folder with one document whose rules are ``rules``."""
    folder = tmp_path / "办法"
    folder.mkdir(exist_ok=True)
    (folder / "办法.md").write_text(f"{head}```tiaoli\n{rules}\n```\n", encoding="utf-8")
    return tmp_path


def bound(rulebook: Rulebook, case: str, number: str = NUMBER) -> Case:
    """The one case of a text, bound to a rulebook; nothing is wrong with it."""
    log = Log()
    (raw,) = read_cases(SourceFile("case.yaml", case), log)
    found = bind_case(raw, rulebook, (number,), log)
    assert found is not None and not log.problems, [(p.code, p.fields) for p in log.problems]
    return found


def results(tmp_path: Path, rules: str, case: str, head: str = HEAD):
    """The results of a case, by ``benefit@object``."""
    rulebook = compile_library(library(tmp_path, rules, head), (NUMBER,))
    return {f"{r.benefit}@{r.object}": r for r in assess(rulebook, bound(rulebook, case), explain=True).results}


def said(result) -> str:
    """Outcome and amount in one word."""
    a = result.amount
    if result.outcome != "granted":
        return result.outcome
    if a.kind == "exact":
        return f"{a.low}"
    return f"[{a.low},{a.high}]" if a.kind == "interval" else a.kind
