"""Small documents and their amendments: a test writes the rules, and cases with what the law says."""

from __future__ import annotations

from pathlib import Path

from compiler.cases.bind import bind_case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.driver import compile_library
from compiler.source.text import SourceFile
from solver.questions.assess import assess, assess_many
from solver.questions.replay import compare

NUMBER = "甲发〔2022〕1号"
WORDS = """
主体 人员
    在编 是否

主体 单位

事件 取证
    人员 人员
    单位 单位
    等级 （初级 < 中级 < 高级）
    费用 钱数
    日期 日期
"""


def document(text: str, rules: str) -> str:
    """The amended document: one clause."""
    head = f"文件 {NUMBER}\n    级别 县\n    施行 2022-01-01\n{WORDS}"
    return f"# 办法\n\n```tiaoli\n{head}\n```\n\n{text}\n\n```tiaoli\n条款 1\n\n{rules}\n```\n"


def amendment(text: str, rules: str, number: str = "甲发〔2023〕1号", day: str = "2023-01-01", more: str = "") -> str:
    """A document that amends it from ``day`` on."""
    head = f"文件 {number}\n    级别 县\n    公布 2022-12-01\n    施行 {day}\n    修改 {NUMBER}\n{more}"
    return f"# 通知\n\n```tiaoli\n{head}\n```\n\n{text}\n\n```tiaoli\n条款 1\n\n{rules}\n```\n"


def comes_out(folder: Path, files: dict[str, str], cases: str, documents: tuple[str, ...] = (NUMBER,)) -> None:
    """Every case as it says, decided alone and together with the others."""
    for name, text in files.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    rulebook = compile_library(folder, documents)
    log = Log()
    bound = [bind_case(raw, rulebook, documents, log) for raw in read_cases(SourceFile("例.yaml", cases), log)]
    assert not log.problems, [(p.code, p.fields) for p in log.problems]
    assert bound and all(c is not None and c.expected for c in bound)
    for case in bound:
        assert compare(assess(rulebook, case, explain=True), case) == (), case.name
    alone = [assess(rulebook, case) for case in bound]
    assert list(assess_many(rulebook, bound)) == alone
