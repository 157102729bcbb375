"""Random pairs of laws over small facts: every case is enumerated, and nothing that was proved is contradicted by one;
every witness is decided by the program as it is told."""

import datetime as dt
import itertools
import random
import re
from fractions import Fraction

import pytest

from compiler.cases.model import Case, Fact, FieldValue
from compiler.driver import compile_library
from solver.questions.assess import assess
from solver.questions.universal import universal
from solver.questions.weighing import given, weigh

pytestmark = pytest.mark.heavy

NUMBER = "试发〔2024〕1号"
HEAD = """# 办法

```tiaoli
文件 试发〔2024〕1号
    级别 县
    施行 2024-01-01

主体 人员
    在编 是否

事件 取证
    人员 人员
    等级 (初级 < 中级 < 高级)
    天数 整数
    分数 整数
    日期 日期
```

1. 全文。

```tiaoli
条款 1

"""
LEVELS = ("初级", "中级", "高级")
SIGNS = ["=", "≠", "<", "≤", ">", "≥"]
LARGEST = 6


class Draw(random.Random):
    """Random rules; thresholds lie within the values that are enumerated."""

    def condition(self, depth: int = 0) -> str:
        kind = self.random()
        if depth < 2 and kind < 0.3:
            word = " 且 " if self.random() < 0.6 else " 或 "
            return "(" + word.join(self.condition(depth + 1) for _ in range(self.randint(2, 3))) + ")"
        if depth < 2 and kind < 0.4:
            return f"非 ({self.condition(depth + 1)})"
        sort = self.random()
        if sort < 0.25:
            return f"甲.等级 {self.choice(SIGNS)} {self.choice(LEVELS)}"
        if sort < 0.35:
            return "甲.人员.在编"
        if sort < 0.45:
            return f"甲.天数 {self.choice(SIGNS)} 甲.分数"
        if sort < 0.52:
            return f"甲.天数 + 甲.分数 {self.choice(SIGNS[2:])} {self.randint(1, 9)}"
        return f"甲.{self.choice(['天数', '分数'])} {self.choice(SIGNS)} {self.randint(0, 5)}"

    def money(self, depth: int = 0) -> str:
        kind = self.random()
        if kind < 0.3:
            return f"{self.randint(0, 6) * 10}元"
        if kind < 0.6:
            return f"甲.{self.choice(['天数', '分数'])} * {self.choice([3, 5, 10, 15])}元"
        if kind < 0.7:
            return f"(甲.天数 + 甲.分数) * {self.choice([5, 10])}元"
        if kind < 0.78:
            return f"甲.天数 * 甲.分数 * {self.choice([1, 2, 5])}元"
        if kind < 0.9 and depth < 1:
            return f"{self.choice(['较大', '较小'])}({self.money(1)}、{self.money(1)})"
        return f"甲.天数 * {self.choice([7, 10])}元 / 3"

    def rule(self) -> str:
        lines = ["待遇 奖励", "    对 取证 甲", "    享受 甲.人员"]
        lines += [f"    当 {self.condition()}" for _ in range(self.randint(1, 2))]
        if self.random() < 0.2:
            lines.append(f"    除非 {self.condition()}")
        kind = self.random()
        if kind < 0.2:
            lines += [
                "    金额 一次性 分情形",
                f"        {self.money()} 当 {self.condition()}",
                f"        否则 {self.money()}",
            ]
        else:
            lines.append(f"    金额 一次性 {'不超过 ' if kind < 0.27 else ''}{self.money()}")
        if self.random() < 0.3:
            lines.append(f"    上浮 {self.choice([10, 20, 50])}% 当 {self.condition()}")
        if self.random() < 0.3:
            lines.append(f"    封顶 {self.randint(1, 6) * 10}元")
        if self.random() < 0.2:
            lines.append(f"    保底 {self.randint(1, 3) * 5}元")
        if self.random() < 0.25:
            lines.append(f"    取整 {self.choice(['四舍五入', '进位', '舍去'])} 到 {self.choice(['1元', '10元'])}")
        return "\n".join(lines) + "\n"

    def amended(self, rule: str) -> str:
        """One or two numbers of a rule changed."""
        lines = rule.split("\n")
        for _ in range(self.randint(1, 2)):
            index = self.randrange(3, len(lines))
            numbers = list(re.finditer(r"\d+", lines[index])) if "取整" not in lines[index] else []
            if numbers:
                found = self.choice(numbers)
                changed = max(0, int(found.group()) + self.choice([-2, -1, 1, 2, 10]))
                lines[index] = lines[index][: found.start()] + str(changed) + lines[index][found.end() :]
        return "\n".join(lines)


def _law(folder, rule):
    folder.mkdir()
    (folder / "办法.md").write_text(HEAD + rule + "\n```\n", encoding="utf-8")
    return compile_library(folder, (NUMBER,))


def _everybody() -> Case:
    """Every case there is, as the objects of one."""
    facts = [Fact("人员", f"人{z}", (FieldValue("在编", z, str(z)),)) for z in (True, False)]
    numbers = range(LARGEST + 1)
    for n, (z, level, days, score) in enumerate(itertools.product((True, False), LEVELS, numbers, numbers)):
        values = {
            "人员": f"人{z}",
            "等级": level,
            "天数": Fraction(days),
            "分数": Fraction(score),
            "日期": dt.date(2024, 6, 1),
        }
        facts.append(Fact("取证", f"证{n}", tuple(FieldValue(k, v, str(v)) for k, v in values.items())))
    return Case("全", (NUMBER,), tuple(facts), everything_complete=True)


EVERYBODY = _everybody()


def _enumerated(old, new):
    """What becomes of everybody: the changes, by what they are."""
    found = {}
    for a, b in zip(assess(old, EVERYBODY).results, assess(new, EVERYBODY).results, strict=True):
        sorts, change = weigh(given(old, (a,)), given(new, (b,)))
        for sort in sorts:
            found.setdefault(sort, []).append(abs(change) if change is not None else Fraction(0))
    return found


@pytest.mark.parametrize("seed", range(14))
def test_no_proof_is_contradicted_by_a_case(tmp_path, seed):
    draw = Draw(seed)
    first = draw.rule()
    second = draw.amended(first) if draw.random() < 0.75 else draw.rule()
    old, new = _law(tmp_path / "旧", first), _law(tmp_path / "新", second)
    (finding,) = universal(old, new, seconds=20.0).findings
    seen = _enumerated(old, new)
    for sort in ("loss", "gain", "undecided", "decided", "other"):
        extent = getattr(finding, sort)
        assert extent.state != "no" or sort not in seen, (sort, first, second)
        if sort in ("loss", "gain") and extent.proof == "largest" and extent.worst is not None:
            assert max(seen.get(sort, [0])) <= abs(extent.worst.change), (sort, first, second)
    if finding.verdict == "equal":
        assert not seen
    for extent in (finding.loss, finding.gain):
        for witness in (extent.smallest, extent.worst):
            if witness is not None:
                told = [assess(law, witness.case).results for law in (old, new)]
                assert [[r.outcome for r in rs] for rs in told] == [
                    [r.outcome for r in rs] for rs in (witness.old, witness.new)
                ]
