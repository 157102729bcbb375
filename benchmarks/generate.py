"""Policies of any number of clauses, for measuring growth."""

from __future__ import annotations

from pathlib import Path

NUMBER = "测试发〔2024〕1号"
_HEAD = """# 测试办法

```tiaoli
文件 测试发〔2024〕1号
    级别 县
    施行 2024-01-01

主体 人员
    年龄 整数

事件 申请
    人员 人员
    分数 整数
    费用 钱数
    年限 整数
    日期 日期
```

"""
_CLAUSE = """{n}. 第{n}项：分数满{a}、费用不超过{b}元、年限超过{c}的，给予{d}元。

```tiaoli
条款 {n}

待遇 补贴{n}
    依据 「分数满{a}、费用不超过{b}元、年限超过{c}的，给予{d}元」
    对 申请 甲
    享受 甲.人员
    当 甲.分数 满 {a}
    当 甲.费用 不超过 {b}元
    当 甲.年限 超过 {c}
    金额 一次性 {d}元
```

"""


def write_policy(folder: Path, clauses: int) -> Path:
    """A library with one document of that many clauses of three conditions each."""
    folder.mkdir(parents=True, exist_ok=True)
    body = "".join(
        _CLAUSE.format(n=n, a=n * 37 % 1000, b=n * 101 % 1000, c=n * 13 % 40, d=100 + n) for n in range(1, clauses + 1)
    )
    (folder / "办法.md").write_text(_HEAD + body, encoding="utf-8")
    return folder
