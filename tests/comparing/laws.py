"""Two small laws and one casebook for tests of comparisons: everything in them is worked out by hand."""

from __future__ import annotations

from pathlib import Path

from tiaoli.comparing.compare import compare
from tiaoli.comparing.comparison import Comparison
from tiaoli.comparing.sides import Side

NUMBER = "试发〔2024〕1号"
HEAD = """# 试行办法

```tiaoli
文件 试发〔2024〕1号
    级别 县
    施行 2024-01-01
    解释 某局

主体 人员
    军属 是否

事件 取证
    人员 人员
    等级 (初级 < 中级 < 高级)
    费用 钱数
    日期 日期

事件 培训
    人员 人员
    天数 整数
    日期 日期
```
"""
CERTIFICATE = """
一、取得中级以上证书的，给予一次性500元。

```tiaoli
条款 1 「证书」

待遇 证书补贴
    依据 「取得中级以上证书的，给予一次性500元」
    对 取证 甲
    享受 甲.人员
    当 等级：甲.等级 在 中级 以上
    金额 一次性 500元
```
"""
COURSE = """
二、培训满10天的，每月补贴100元。

```tiaoli
条款 2 「培训」

待遇 培训补贴
    依据 「培训满10天的，每月补贴100元」
    对 培训 甲
    享受 甲.人员
    当 天数：甲.天数 满 10
    金额 每月 100元
```
"""
PRIZE = """
三、取得高级证书的，另外奖励不超过1000元。

```tiaoli
条款 3 「奖励」

待遇 高级奖励
    依据 「取得高级证书的，另外奖励不超过1000元」
    对 取证 甲
    享受 甲.人员
    当 高级：甲.等级 = 高级
    金额 一次性 不超过 1000元
```
"""
LAW = HEAD + CERTIFICATE + COURSE + PRIZE
CASES = """案例: 中级证书
事实: {人员: {张三: {}}, 取证: {证: {人员: 张三, 等级: 中级, 日期: 2024-05-01}}}
---
案例: 初级证书
事实: {人员: {张三: {}}, 取证: {证: {人员: 张三, 等级: 初级, 日期: 2024-05-01}}}
---
案例: 培训12天
事实: {人员: {张三: {}}, 培训: {班: {人员: 张三, 天数: 12, 日期: 2024-05-01}}}
---
案例: 培训20天
事实: {人员: {张三: {}}, 培训: {班: {人员: 张三, 天数: 20, 日期: 2024-05-01}}}
---
案例: 不知道几天
事实: {人员: {张三: {}}, 培训: {班: {人员: 张三, 日期: 2024-05-01}}}
"""


def library(folder: Path, law: str = LAW, cases: str = CASES) -> Path:
    """A library with one document and its casebook."""
    place = folder / "办法"
    (place / "案例").mkdir(parents=True)
    (place / "办法.md").write_text(law, encoding="utf-8")
    if cases:
        (place / "案例" / "案例.yaml").write_text(cases, encoding="utf-8")
    return folder


def compared(tmp_path: Path, old: str, new: str, cases: str = CASES, **more) -> Comparison:
    """Two laws over one casebook."""
    sides = [library(tmp_path / name, law, cases) for name, law in (("旧", old), ("新", new))]
    return compare(*(Side(root, (), frozenset(), root.name) for root in sides), "zh", **more)


def sorts(found: Comparison) -> dict[str, str]:
    """What became of each result, by ``case: benefit@object``; what was kept is left out."""
    return {
        f"{case.case}: {c.benefit}@{c.object}": c.sort for case in found.cases for c in case.changes if c.sort != "kept"
    }


def change(found: Comparison, case: str, benefit: str):
    """The one change of a benefit in a case."""
    (one,) = [c for x in found.cases if x.case == case for c in x.changes if c.benefit == benefit]
    return one
