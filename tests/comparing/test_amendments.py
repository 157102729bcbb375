"""A library with and without an amendment: one folder twice, and what the amendment does is told by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler.cases.bind import bind_case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.driver import load
from compiler.source.text import SourceFile
from solver.answers.model import Assessment
from solver.questions.assess import assess_many
from tests.comparing.laws import CASES, LAW, NUMBER, change, library, sorts
from tests.tiaoli.library import run
from tiaoli.comparing.compare import compare
from tiaoli.comparing.comparison import Comparison
from tiaoli.comparing.sides import Asked, open_sides

AMENDMENT = """# 修改通知

```tiaoli
文件 试发〔2024〕9号
    级别 县
    公布 2024-04-20
    施行 2024-05-01
    修改 试发〔2024〕1号
```

一、将第二条中的“满10天”修改为“满15天”。

```tiaoli
条款 1

修改 条款 2
    依据 「将第二条中的“满10天”修改为“满15天”」
    替换 「满10天」 为 「满15天」

待遇 培训补贴
    依据 「培训满15天的，每月补贴100元」
    对 培训 甲
    享受 甲.人员
    当 天数：甲.天数 满 15
    金额 每月 100元
```
"""
BEFORE = """---
案例: 施行前一天的12天
事实: {人员: {张三: {}}, 培训: {班: {人员: 张三, 天数: 12, 日期: 2024-04-30}}}
"""


@pytest.fixture
def found(tmp_path: Path) -> Comparison:
    """The small law, amended from 2024-05-01 on, beside the same without the amendment."""
    root = library(tmp_path / "policy", LAW, CASES + BEFORE)
    (root / "修改.md").write_text(AMENDMENT, encoding="utf-8")
    with open_sides(Asked(old_without=("试发〔2024〕9号",), library=str(root)), tmp_path) as (old, new):
        assert (old.root, old.without, new.without) == (new.root, frozenset({"试发〔2024〕9号"}), frozenset())
        return compare(old, new, "zh")


def test_who_loses_and_who_keeps_it_by_the_day_of_the_amendment(found: Comparison):
    # 12 days on the first day of the amendment are too few, on the day before they were enough.
    assert {k: v for k, v in sorts(found).items() if v != "grounds"} == {"培训12天: 培训补贴@班": "lost"}
    assert change(found, "施行前一天的12天", "培训补贴").sort in ("kept", "grounds")


def test_the_consolidated_text_and_the_rule_are_compared_and_the_amendment_is_named(found: Comparison):
    (amended,) = [d for d in found.documents if d.new == NUMBER]
    (clause,) = amended.clauses
    (sentence,) = clause.sentences
    assert (clause.new.id if clause.new else "", sentence.kind) == ("2", "changed")
    assert "".join(p.text for p in sentence.words.new if not p.same) == "15"
    (rule,) = amended.rules
    assert (rule.kind, rule.name, rule.new.by if rule.new else "") == ("changed", "培训补贴", "试发〔2024〕9号")
    lost = change(found, "培训12天", "培训补贴")
    assert [(c.name, c.document, c.clause, c.by) for c in lost.causes] == [("培训补贴", NUMBER, "2", "试发〔2024〕9号")]


def test_other_clauses_are_out_of_reach(found: Comparison):
    assert {t.benefit for t in found.reach.touched} == {"培训补贴"}
    assert {t.benefit for t in found.reach.untouched} == {"证书补贴", "高级奖励"}


def test_from_the_command_line(found: Comparison, tmp_path: Path, capsys, monkeypatch):
    monkeypatch.setenv("TIAOLI_LANG", "zh")
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, "diff", "--without", "试发〔2024〕9号", "--recorded")
    assert (code, err) == (1, "")
    assert "由试发〔2024〕9号" in out.replace("\n", "").replace(" ", "")
    code, out, _ = run(capsys, "diff", "--without", "试发〔2024〕9号", "--new-without", "试发〔2024〕9号", "--recorded")
    assert code == 0


def test_which_wording_answers_is_the_same_without_reasons(found: Comparison, tmp_path: Path):
    """Short answers, which casebooks are decided with, come from the wording that governs, like long ones."""
    rulebook = load(tmp_path / "policy", (NUMBER,))
    raws = read_cases(SourceFile("a.yaml", CASES + BEFORE), Log())
    cases = [c for raw in raws if (c := bind_case(raw, rulebook, (NUMBER,), Log())) is not None]
    short, long = (assess_many(rulebook, cases, terse=terse) for terse in (True, False))
    told = [
        [(a.case, r.benefit_id, r.outcome, r.amount, r.would_be, r.payee) for r in a.results]
        for answers in (short, long)
        for a in answers
        if isinstance(a, Assessment)
    ]
    assert told[: len(cases)] == told[len(cases) :]
    outcomes = {(case, outcome) for rows in told for case, name, outcome, *_ in rows if name.startswith("培训补贴")}
    assert {("培训12天", "refused"), ("施行前一天的12天", "granted"), ("培训20天", "granted")} <= outcomes
