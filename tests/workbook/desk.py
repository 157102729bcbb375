"""A drafter's desk: a small library with a case file, workbooks made of it, and hands that work on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from compiler.cases.bind import bind_case
from compiler.cases.model import Case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.source.text import SourceFile
from tests.compiler.case_policy import NUMBER, POLICY, rulebook
from tests.compiler.workbooks import HEAD, columns
from tiaoli.opening import Wanted
from tiaoli.words import words_of
from tiaoli.workbook.bring import bring
from tiaoli.workbook.export import Summary, export
from tiaoli.workbook.plan import Plan

CASE = """案例: 一
事实:
  人员: {张三: {生日: 1990-01-01, 月薪: 3000元/月}}
  取证: {证1: {人员: 张三, 级别: 中级, 费用: 800元, 首次: 是, 日期: 2024-05-01}}  # 一行
"""


class Desk:
    """A folder with a policy, one case file and one workbook."""

    def __init__(self, folder: Path, text: str = CASE) -> None:
        self.root = folder / "policy"
        self.root.mkdir(parents=True, exist_ok=True)
        (self.root / "办法.md").write_text(POLICY, encoding="utf-8")
        self.file = self.root / "案例.yaml"
        self.file.write_text(text, encoding="utf-8")
        self.book = folder / "案例.xlsx"
        self.wanted = Wanted(str(self.root))

    def export(self, language: str = "zh", ask: bool = False) -> Summary:
        """Make the workbook."""
        self.book.unlink(missing_ok=True)
        return export(self.book, [str(self.root)], self.wanted, words_of(language), ask=ask)

    def work(self, *hands: Callable[[Any], None], title: str = "案例") -> None:
        """Let hands do something to the sheet of cases, as a spreadsheet program saves it."""
        book = openpyxl.load_workbook(self.book)
        for hand in hands:
            hand(book[title])
        book.save(self.book)

    def bring(self, delete: bool = False, write: bool = True) -> Plan:
        """Import the workbook."""
        return bring(self.book, self.wanted, folder=None, delete=delete, write=write)

    @property
    def text(self) -> str:
        """What the case file says."""
        return self.file.read_text(encoding="utf-8")


def put(heading: str, value: object, row: int = HEAD + 1) -> Callable[[Any], None]:
    """A hand that types a value under a heading; a new heading is added at the end."""

    def hand(sheet: Any) -> None:
        at = columns(sheet).get(heading) or sheet.max_column + 1
        if sheet.cell(HEAD, at).value is None:
            sheet.cell(HEAD, at).value = heading
        sheet.cell(row, at).value = value
        if not isinstance(value, dt.date | dt.time):
            sheet.cell(row, at).number_format = "General"

    return hand


def shown(desk: Desk, row: int = HEAD + 1, title: str = "案例") -> dict[str, object]:
    """The cells of a row by heading; blank ones are left out."""
    sheet = openpyxl.load_workbook(desk.book)[title]
    found = {name: sheet.cell(row, at).value for name, at in columns(sheet).items()}
    return {name: value for name, value in found.items() if value is not None}


def bound(text: str) -> list[Case]:
    """The cases of a text without fault."""
    log = Log()
    cases = [bind_case(raw, rulebook(), (NUMBER,), log) for raw in read_cases(SourceFile("例.yaml", text), log)]
    assert not log.problems, [(p.code, p.fields) for p in log.problems]
    return [case for case in cases if case is not None]
